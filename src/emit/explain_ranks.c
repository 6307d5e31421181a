/* explain_ranks.c: what ranks above a norm, and why that does not defeat it here.
 *
 *   Master 2 would prevail over it, but yields to Master 3 (urgent = yes)
 *     Master 4 would prevail over Master 3, but does not apply: reviewed = no
 *   Master 5 prevails over it only where region is UK: region = France, not UK
 *   Master 6 would prevail over it, but is waived by W1: region = France
 *
 * What defeats a winner is followed as deep as the ranks go, each norm once. Winners that
 * fail for the same reason share a line, those that nearly prevail come first.
 */
#include "emit/speech.h"

#include "emit/say.h"

#include <string.h>

#define LINES_TOLD 8u /* about one norm */
#define RANKS_LOOKED_AT 200u
#define DEPTH_TOLD 12u

struct ranks {
    struct speech *speech;
    bool *told; /* per norm: what ranks above it has been told */
};

/* What is known of a norm that ranks above another. */
struct winner {
    uint32_t norm;
    const struct table_rank *rank;
    enum eval_truth ranked, met, hit, effective;
};

static struct winner winner_of(const struct asker *asker, const struct table_rank *rank)
{
    struct winner w = {.norm = rank->winner, .rank = rank, .ranked = TRUTH_YES};
    if (rank->condition != IR_NONE)
        w.ranked = eval_node_met(asker->evaluator, asker->sets, rank->condition);
    w.met = eval_node_met(asker->evaluator, asker->sets, rank->winner);
    w.hit = w.met == TRUTH_NO ? TRUTH_NO
                              : eval_node_hit(asker->evaluator, asker->sets, rank->winner);
    w.effective = w.hit == TRUTH_NO
                      ? TRUTH_NO
                      : eval_norm_effective(asker->evaluator, asker->sets, rank->winner);
    return w;
}

/* The condition of a rank without that its agreement is in force, which all ranks need. */
static uint32_t rank_words(const struct table *table, const struct table_rank *rank)
{
    uint32_t expr = table->nodes[rank->condition].expr;
    const struct table_expr *e = &table->exprs[expr];
    if (e->op != IR_AND || table->exprs[e->a].op != IR_NAMED
        || table->named[table->exprs[e->a].a].kind != NAMED_FORCE)
        return expr;
    return e->b;
}

static bool nearly(const struct winner *w)
{
    return w->met != TRUTH_NO && w->ranked != TRUTH_NO;
}

/* Of a norm that is not in force itself, only why: its name has just been said. */
static void reason_of_norm(const struct asker *asker, uint32_t norm, struct strbuf *out)
{
    struct strbuf why;
    strbuf_init(&why, asker->arena);
    reason_expr(asker, asker->table->nodes[norm].expr, "; ", &why);
    const char *text = strbuf_string(&why);
    const char *known = arena_printf(asker->arena, "%s is not in force because ",
                                     name_norm(asker->table, norm));
    size_t skip = strncmp(text, known, strlen(known)) == 0 ? strlen(known) : 0;
    strbuf_printf(out, "%s%s", why.count ? ": " : "", text + skip);
}

static void reason_of(const struct asker *asker, uint32_t expr, const char *before,
                      struct strbuf *out)
{
    struct strbuf why;
    strbuf_init(&why, asker->arena);
    reason_expr(asker, expr, "; ", &why);
    if (why.count)
        strbuf_printf(out, "%s%s", before, strbuf_string(&why));
}

size_t speech_winners(const struct speech *speech, uint32_t norm, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    const struct table_norm *n = &asker->table->norms[norm];
    uint32_t looked_at = n->rank_count < RANKS_LOOKED_AT ? n->rank_count : RANKS_LOOKED_AT;
    for (int least = TRUTH_YES; least >= TRUTH_MAYBE; least--) {
        size_t said = 0;
        uint32_t last = IR_NONE;
        for (uint32_t i = 0; i < looked_at && said < LINES_TOLD; i++) {
            struct winner w = winner_of(asker, &asker->table->ranks[n->first_rank + i]);
            if ((int)w.effective < least || (int)w.ranked < least || w.norm == last)
                continue;
            struct strbuf why;
            strbuf_init(&why, asker->arena);
            strbuf_printf(out, "%s%s", said++ == 0 ? "" : least == TRUTH_YES ? " and " : " or ",
                          name_norm(asker->table, w.norm));
            reason_of(asker, asker->table->norms[w.norm].applied, "", &why);
            if (w.ranked == TRUTH_MAYBE)
                reason_of(asker, rank_words(asker->table, w.rank), why.count ? "; " : "", &why);
            if (why.count)
                strbuf_printf(out, " (%s)", strbuf_string(&why));
            last = w.norm;
        }
        if (said)
            return said;
    }
    return 0;
}

/* What is open about a winner that may prevail. */
static void say_open(struct speech *speech, const struct winner *w, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    struct strbuf why;
    strbuf_init(&why, asker->arena);
    if (w->ranked == TRUTH_MAYBE)
        reason_of(asker, asker->table->nodes[w->rank->condition].expr, "", &why);
    if (w->met == TRUTH_MAYBE)
        reason_of(asker, asker->table->nodes[w->norm].expr, why.count ? "; " : "", &why);
    if (w->hit != w->met)
        speech_lifts(speech, w->norm, &why);
    if (why.count)
        strbuf_printf(out, ": %s", strbuf_string(&why));
    if (w->hit != w->effective) {
        strbuf_printf(out, ", unless %s yields to ", name_norm(asker->table, w->norm));
        speech_winners(speech, w->norm, out);
    }
}

/* Why one or more winners do not prevail, or what that hangs on; without their names. */
static const char *why_not(struct speech *speech, const struct winner *w, const char *over,
                           bool plural)
{
    const struct asker *asker = &speech->asker;
    const struct table *table = asker->table;
    struct strbuf text;
    strbuf_init(&text, asker->arena);
    if (w->met == TRUTH_NO) {
        strbuf_printf(&text, " would prevail over %s, but %s not apply", over,
                      plural ? "do" : "does");
        reason_of_norm(asker, w->norm, &text);
    } else if (w->ranked == TRUTH_NO) {
        strbuf_printf(&text, " %s over %s only where ", plural ? "prevail" : "prevails", over);
        say_expr(table, asker->arena, rank_words(table, w->rank), &text);
        reason_of(asker, table->nodes[w->rank->condition].expr, ": ", &text);
    } else if (w->hit == TRUTH_NO) {
        strbuf_printf(&text, " would prevail over %s, but is ", over);
        speech_taken(speech, w->norm, &text);
    } else if (w->effective == TRUTH_NO) {
        strbuf_printf(&text, " would prevail over %s, but yields to ", over);
        speech_winners(speech, w->norm, &text);
    } else if (w->effective == TRUTH_YES && w->ranked == TRUTH_YES) {
        strbuf_printf(&text, " prevails over %s", over);
        reason_of(asker, table->norms[w->norm].applied, ": ", &text);
    } else {
        strbuf_printf(&text, " may prevail over %s", over);
        say_open(speech, w, &text);
    }
    return strbuf_string(&text);
}

static void tell_above(struct ranks *ranks, uint32_t norm, const char *over, unsigned indent,
                       unsigned depth);

/* What defeats a winner, and what would defeat that. */
static void tell_deeper(struct ranks *ranks, const struct winner *w, unsigned indent,
                        unsigned depth)
{
    const struct asker *asker = &ranks->speech->asker;
    const struct table_norm *n = &asker->table->norms[w->norm];
    if (w->hit == TRUTH_NO || w->effective == TRUTH_YES || depth == DEPTH_TOLD)
        return;
    for (uint32_t i = 0; i < n->rank_count; i++) {
        struct winner above = winner_of(asker, &asker->table->ranks[n->first_rank + i]);
        if (above.effective != TRUTH_NO && above.ranked != TRUTH_NO)
            tell_above(ranks, above.norm, name_norm(asker->table, above.norm), indent, depth + 1);
    }
}

/* Winners for which the same is to be said. */
struct line {
    const char *says;
    struct winner winner; /* the first of them */
    VEC(uint32_t) clauses;
};

struct lines {
    VEC(struct line) list;
};

static void add_line(struct ranks *ranks, const struct winner *w, const char *over,
                     struct lines *out)
{
    struct arena *arena = ranks->speech->asker.arena;
    uint32_t clause = ranks->speech->asker.table->norms[w->norm].clause;
    const char *says = why_not(ranks->speech, w, over, false);
    size_t k = 0;
    while (k < out->list.count && strcmp(out->list.items[k].says, says) != 0)
        k++;
    if (k == out->list.count) {
        struct line line = {.says = says, .winner = *w};
        VEC_PUSH(arena, &out->list, line);
    }
    struct line *line = &out->list.items[k];
    for (size_t i = 0; i < line->clauses.count; i++)
        if (line->clauses.items[i] == clause)
            return;
    VEC_PUSH(arena, &line->clauses, clause);
}

static void tell_line(struct ranks *ranks, const struct line *line, const char *over,
                      unsigned indent)
{
    struct speech *speech = ranks->speech;
    struct strbuf text;
    size_t count = line->clauses.count;
    strbuf_init(&text, speech->asker.arena);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&text, "%s%s", i == 0 ? "" : i + 1 == count ? " and " : ", ",
                      name_clause(speech->asker.table, line->clauses.items[i]));
    strbuf_text(&text, count > 1 ? why_not(speech, &line->winner, over, true) : line->says);
    layout_paragraph(&speech->layout, indent, indent + 2, strbuf_string(&text));
}

static void tell_above(struct ranks *ranks, uint32_t norm, const char *over, unsigned indent,
                       unsigned depth)
{
    struct speech *speech = ranks->speech;
    const struct table *table = speech->asker.table;
    const struct table_norm *n = &table->norms[norm];
    uint32_t count = n->rank_count < RANKS_LOOKED_AT ? n->rank_count : RANKS_LOOKED_AT;
    struct winner *winners = ARENA_ARRAY(speech->asker.arena, struct winner, count + 1);
    struct lines lines = {0};
    if (ranks->told[norm])
        return;
    ranks->told[norm] = true;
    for (uint32_t i = 0; i < count; i++)
        winners[i] = winner_of(&speech->asker, &table->ranks[n->first_rank + i]);
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < count; i++)
            if (nearly(&winners[i]) == (pass == 0))
                add_line(ranks, &winners[i], over, &lines);
    for (size_t i = 0; i < lines.list.count && i < LINES_TOLD; i++) {
        tell_line(ranks, &lines.list.items[i], over, indent);
        tell_deeper(ranks, &lines.list.items[i].winner, indent + 2, depth);
    }
    if (lines.list.count > LINES_TOLD || count < n->rank_count)
        layout_line(&speech->layout, indent, "and more that rank above %s", over);
}

void explain_ranks(struct speech *speech, uint32_t norm, unsigned indent)
{
    struct ranks ranks = {speech, NULL};
    if (!speech->asker.table->norms[norm].rank_count)
        return;
    ranks.told = arena_zero(speech->asker.arena, speech->asker.table->meta->norm_count,
                            sizeof *ranks.told);
    tell_above(&ranks, norm, "it", indent, 0);
}
