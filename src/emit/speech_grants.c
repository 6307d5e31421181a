/* speech_grants.c: why a clause that permits something does not help against one that forbids it.
 *
 * A permission answers a prohibition only for the holders who granted it (privity), and not at
 * all inside an agreement in which the stricter prevails. Where it answers for all holders the
 * prohibition is contested, and the verdict says that.
 */
#include "emit/speech.h"

#include <string.h>

#define LINES_TOLD 4

/* Is it granted on behalf of the holder, or of a part of him? */
static bool speaks_for(const struct table *table, uint32_t grant, uint32_t holder)
{
    const struct table_norm *n = &table->norms[grant];
    for (uint32_t i = 0; i < n->holder_count; i++)
        if (vocab_overlap(table->vocab.nodes, table->ids[n->first_holder + i], holder))
            return true;
    return false;
}

static uint32_t agreement_of(const struct table *table, uint32_t norm)
{
    return table->clauses[table->norms[norm].clause].agreement;
}

/* Does the stricter of the two prevail, since one agreement says so of its clauses? */
static bool stricter(const struct asker *asker, uint32_t against, uint32_t grant)
{
    uint32_t said = table_stricter(asker->table, grant, against);
    return said != IR_NONE && eval_expr(asker->evaluator, asker->sets, said) == TRUTH_YES;
}

/* The holders of a prohibition whom none of the permissions answers for. */
static size_t say_unanswered(const struct asker *asker, uint32_t against,
                             const struct speech_norms *grants, struct strbuf *out)
{
    const struct table *table = asker->table;
    const struct table_norm *n = &table->norms[against];
    VEC(uint32_t) given = {0};
    for (size_t g = 0; g < grants->count; g++) {
        const struct table_norm *grant = &table->norms[grants->items[g]];
        if (stricter(asker, against, grants->items[g]))
            continue;
        for (uint32_t i = 0; i < grant->holder_count; i++)
            VEC_PUSH(asker->arena, &given, table->ids[grant->first_holder + i]);
    }
    size_t said = 0;
    for (uint32_t i = 0; i < n->holder_count; i++) {
        uint32_t holder = table->ids[n->first_holder + i];
        if (!vocab_covered(table->vocab.nodes, holder, given.items, given.count))
            strbuf_printf(out, "%s%s", said++ ? " and " : "", name_node(table, holder));
    }
    return said;
}

/* "Alliance 2.2 permits it by leave of Microsoft, but JCA 3.1 is owed to Amazon"; false when the
 * prohibition is answered for all its holders. */
static bool say_no_help(const struct speech *speech, uint32_t against, uint32_t grant,
                        const struct speech_norms *grants, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    const struct table *table = asker->table;
    const struct table_norm *n = &table->norms[against];
    struct strbuf holders;
    strbuf_init(&holders, asker->arena);
    if (say_unanswered(asker, against, grants, &holders) == 0)
        return false;
    bool sure = eval_norm_effective(asker->evaluator, asker->sets, grant) == TRUTH_YES;
    bool meets = false;
    for (uint32_t i = 0; i < n->holder_count && !meets; i++)
        meets = speaks_for(table, grant, table->ids[n->first_holder + i]);
    strbuf_printf(out, "%s %s it", name_norm(table, grant), sure ? "permits" : "may permit");
    if (meets && stricter(asker, against, grant)) {
        strbuf_printf(out, ", but between clauses of %s the stricter prevails: %s.",
                      table_text(table, table->agreements[agreement_of(table, against)].name),
                      name_norm(table, against));
        return true;
    }
    strbuf_text(out, " by leave of ");
    name_holders(table, grant, out);
    strbuf_printf(out, ", but %s is owed %sto %s.", name_norm(table, against),
                  meets ? "also " : "", strbuf_string(&holders));
    return true;
}

void speech_grants(struct speech *speech, unsigned indent)
{
    struct speech_norms grants = speech_norms(speech, SIGN_PERMIT, TRUTH_MAYBE, LINES_TOLD);
    struct speech_norms against = speech_norms(speech, SIGN_PROHIBIT, TRUTH_YES, LINES_TOLD);
    struct strbuf said;
    strbuf_init(&said, speech->asker.arena);
    size_t lines = 0;
    for (size_t g = 0; g < grants.count; g++) {
        for (size_t i = 0; i < against.count && lines < LINES_TOLD; i++) {
            struct strbuf text;
            strbuf_init(&text, speech->asker.arena);
            if (!say_no_help(speech, against.items[i], grants.items[g], &grants, &text)
                || strstr(strbuf_string(&said), strbuf_string(&text)))
                continue;
            strbuf_text(&said, strbuf_string(&text));
            layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
            lines++;
        }
    }
}
