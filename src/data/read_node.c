/* read_node.c: descriptions and ledgers that are parts of a larger document. */
#include "data/session.h"

bool binder_ledger_node(struct binder *binder, const struct node *node)
{
    return ledger_enter(binder, node);
}

bool binder_read_node(struct binder *binder, const struct bind_place *place,
                      const struct node *node, bind_receiver *receiver, void *context)
{
    struct description about = {place->file, place->index, place->line};
    struct deployment deployment;
    if (!describe(binder, binder->arena, &about, node, &deployment))
        return false;
    receiver(context, &deployment);
    return true;
}
