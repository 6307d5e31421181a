/* families.c: variables that stand for the leaves of one kind, one after the other.
 *
 * `fact cause: several of cause.` declares the family `cause` of yes/no variables called
 * cause.hardware, cause.software, …; the family's name resolves to the family, never to
 * one of them. Their own names are declared too, so that nothing else can take a key that
 * descriptions use; a condition cannot write them, since they hold a full stop.
 */
#include "sema/check.h"

struct ast_name sema_member_name(struct sema *s, const struct ast_name *name, uint32_t node)
{
    struct ast_name own = *name;
    own.atom = intern_string(s->names,
                             arena_printf(s->scratch, "%s.%s", sema_text(s, name->atom),
                                          sema_text(s, s->node_info.items[node].name)));
    own.next = NULL;
    return own;
}

void sema_add_family(struct sema *s, enum family_role role, uint32_t kind, struct vocab_var var,
                     const struct ast_name *name)
{
    const struct vocab_kind *k = &s->kinds.items[kind];
    struct vocab_family family = {.name = sema_add_atom(s, name->atom), .role = (uint32_t)role,
                                  .leaf_kind = kind, .first_var = (uint32_t)s->vars.count};
    struct sema_node_info info = {name->atom, name->span};
    uint32_t first_node = k->first_node, node_count = k->node_count;
    for (uint32_t n = first_node; n < first_node + node_count; n++) {
        if (!s->nodes.items[n].is_leaf)
            continue;
        struct ast_name own = sema_member_name(s, name, n);
        uint32_t id = sema_add_var(s, var, own.atom, name->span);
        sema_declare(s, &own, ENTRY_VAR, id);
        family.var_count++;
    }
    uint32_t id = (uint32_t)s->families.count;
    VEC_PUSH(s->arena, &s->families, family);
    VEC_PUSH(s->scratch, &s->family_info, info);
    sema_declare(s, name, ENTRY_FAMILY, id);
}
