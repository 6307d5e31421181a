/* remarks_place.c: where a remark stands: in the user's own document, at the value that he can
 * change.
 */
#include "emit/facts.h"
#include "emit/remarks_eval.h"

#include <string.h>

static const char *kept_path(struct remarks *remarks, const char *file)
{
    return remarks_path(remarks->arena, remarks->folder, file);
}

struct remark_place remark_span_place(struct remarks *remarks, struct sources *sources,
                                      struct span span)
{
    struct place place = source_place(sources, span);
    struct remark_place out = {kept_path(remarks, place.file), (uint32_t)place.line, place.column,
                               (uint32_t)place.end_line, place.end_column};
    return out;
}

struct remark_place remark_table_place(struct remarks *remarks, const struct table *table,
                                       const struct table_place *place)
{
    struct remark_place out = {kept_path(remarks, table_text(table, place->file)), place->line,
                               place->column, place->end_line, place->end_column};
    return out;
}

struct remark_place remark_case_place(struct remarks *remarks,
                                      const struct remark_deployment *deployment)
{
    const struct deployment *d = deployment->c->deployment;
    /* lines of a document of which a part is gone may be sources of their own */
    struct span line = source_named_line(deployment->sources, d->file, d->line);
    if (line.source != SOURCE_NONE)
        return remark_span_place(remarks, deployment->sources, line);
    uint32_t number = (uint32_t)d->line;
    struct remark_place out = {kept_path(remarks, d->file), number, 1, number, 0};
    return out;
}

/* How good it is to point at: 0 not at all. */
static int worth(const struct remark_deployment *deployment, const struct fact *fact,
                 const struct value_set *set)
{
    const struct emit_case *c = deployment->c;
    const struct source *source = sources_get(deployment->sources, set->span.source);
    bool choice = c->table->vocab.vars[fact->var].role == VAR_ROLE_CHOICE;
    if (!fact->decides || !source || strcmp(source->name, c->deployment->file) != 0)
        return 0;
    return 1 + choice + 2 * fact->own;
}

struct remark_place remark_place_of(struct remarks *remarks,
                                    const struct remark_deployment *deployment,
                                    const struct remark_ground *ground)
{
    const struct emit_case *c = deployment->c;
    const struct value_set *sets = c->boxes[ground->box].sets, *best = NULL;
    struct facts facts = {.arena = deployment->work};
    struct asker asker = {c->table, c->evaluator, deployment->work, sets};
    int most = 0;
    if (ground->clause != IR_NONE)
        facts_of_norm(&asker, ground->norm, &facts);
    for (size_t i = 0; i < facts.list.count; i++) {
        const struct fact *fact = &facts.list.items[i];
        int here = worth(deployment, fact, &sets[fact->var]);
        if (here > most)
            best = &sets[fact->var];
        most = here > most ? here : most;
    }
    if (best)
        return remark_span_place(remarks, deployment->sources, best->span);
    return remark_case_place(remarks, deployment);
}
