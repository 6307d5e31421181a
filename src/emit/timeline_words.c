/* timeline_words.c: what begins or ends on a day, and why, in words. */
#include "emit/timeline.h"

#include <inttypes.h>

static bool begins(const struct timeline_cause *cause)
{
    return cause->before == TRUTH_NO && cause->after != TRUTH_NO;
}

static bool ends(const struct timeline_cause *cause)
{
    return cause->before != TRUTH_NO && cause->after == TRUTH_NO;
}

/* Is there a part of the cases of which it can be said where it begins, or ends? */
static bool has_leaves(const struct timeline_cause *cause)
{
    if (cause->leaf_count == 0 || ends(cause))
        return false;
    for (size_t i = 1; i < cause->leaf_count; i++)
        if (cause->leaves[i].ends != cause->leaves[0].ends)
            return false;
    return true;
}

const char *timeline_change_word(const struct timeline_cause *cause)
{
    if (has_leaves(cause))
        return cause->leaves[0].ends ? "ends" : "begins";
    return begins(cause) ? "begins" : ends(cause) ? "ends" : "changes";
}

static void say_leaves(const struct table *table, const struct timeline_cause *cause,
                       struct strbuf *out)
{
    for (size_t i = 0; i < cause->leaf_count && has_leaves(cause); i++) {
        const struct timeline_leaf *leaf = &cause->leaves[i];
        strbuf_printf(out, "%s%s is %s", i ? " or " : " where ", name_var(table, leaf->var),
                      vocab_leaf_name(&table->vocab, leaf->var, leaf->leaf));
    }
}

/* Nothing begins or ends but what is possible on some days of an event that is not known. */
static const char *recurring_words(const struct timeline_cause *cause)
{
    bool day = cause->what == TIMELINE_DAY, exception = cause->what == TIMELINE_EXCEPTION;
    bool condition = cause->what == TIMELINE_CONDITION;
    if (day)
        return " changes";
    if (cause->after == TRUTH_NO)
        return exception ? " can apply no longer" : condition ? " can be met no longer"
                                                              : " can hold no longer";
    if (cause->before == TRUTH_NO)
        return exception ? " can apply" : condition ? " can be met" : " can hold";
    if (cause->after == TRUTH_YES)
        return exception ? " applies in every case" : condition ? " is met in every case"
                                                                : " holds in every case";
    if (cause->before == TRUTH_YES)
        return exception ? " applies in some cases only" : condition ? " is met in some cases only"
                                                                     : " holds in some cases only";
    return exception ? " can apply in other cases" : condition ? " can be met in other cases"
                                                                  : " can hold in other cases";
}

/* What begins or ends as a whole, or for some of the facts that are open. */
static void say_life(const struct table *table, const struct timeline_cause *cause,
                     struct strbuf *out)
{
    const char *word = timeline_change_word(cause);
    if (timeline_recurs(cause)) {
        strbuf_text(out, recurring_words(cause));
        return;
    }
    if (cause->what == TIMELINE_DAY || *word != 'c')
        strbuf_printf(out, " %s%s", word, cause->again && *word == 'b' ? " again" : "");
    else
        strbuf_printf(out, " %s in some cases", cause->before < cause->after   ? "begins"
                                                : cause->before > cause->after ? "ends"
                                                                               : "begins or ends");
    if (cause->idle)
        strbuf_text(out, ", of which it does not speak");
    say_leaves(table, cause, out);
}

void timeline_say_clauses(const struct table *table, const uint32_t *clauses, size_t count,
                          size_t limit, struct strbuf *out)
{
    size_t shown = count > limit ? limit : count;
    for (size_t i = 0; i < shown; i++)
        strbuf_printf(out, "%s%s", i == 0 ? "" : i + 1 == count ? " and " : ", ",
                      name_clause(table, clauses[i]));
    if (count > shown)
        strbuf_printf(out, " and %zu more", count - shown);
}

/* ---- why --------------------------------------------------------------------------------------- */

static void say_column(const struct table *table, uint32_t id, struct strbuf *out)
{
    const struct table_column *c = &table->columns[id];
    const char *name = name_var(table, c->var);
    int64_t count = c->count + (c->past && c->unit == DATE_DAYS);
    bool past = c->past && c->unit != DATE_DAYS;
    if (count == 0 && !past)
        strbuf_printf(out, "%s occurred", name);
    else
        strbuf_printf(out, "%s%" PRId64 " %s after %s", past ? "more than " : "", count,
                      date_unit_word((enum date_unit)c->unit, count), name);
}

void timeline_say_why(const struct table *table, const struct timeline_cause *cause, bool words,
                      struct strbuf *out)
{
    const char *between = "";
    for (size_t i = 0; i < cause->since_count; i++, between = " and ") {
        strbuf_text(out, between);
        say_column(table, cause->since[i], out);
    }
    for (size_t i = 0; i < cause->reordered_count; i++, between = " and ")
        strbuf_printf(out, "%smonths since %s differ in length", between,
                      name_var(table, cause->reordered[i]));
    for (size_t i = 0; i < cause->agreement_count; i++, between = " and ")
        strbuf_printf(out, "%s%s %s", between,
                      table_text(table, table->agreements[cause->agreements[i].id].name),
                      cause->agreements[i].ends ? "ends" : "begins");
    for (size_t i = 0; i < cause->other_count; i++, between = " and ")
        strbuf_printf(out, "%s%s %s", between, name_clause(table, cause->others[i].id),
                      cause->others[i].ends ? "ends" : "begins");
    if (words && cause->words && table_text(table, cause->words)[0])
        strbuf_printf(out, "%s`%s`", between, table_text(table, cause->words));
}

/* " (ipo occurred)", " (JCA ends)": why it is so from this day on. */
static void say_why(const struct table *table, const struct timeline_cause *cause, bool words,
                    struct strbuf *out)
{
    struct strbuf why;
    strbuf_init(&why, out->arena);
    timeline_say_why(table, cause, words, &why);
    if (why.count)
        strbuf_printf(out, " (%s)", strbuf_string(&why));
}

/* ---- what ---------------------------------------------------------------------------------------- */

/* A norm that loses under this condition, and the one that outranks it. */
static bool ranked(const struct table *table, uint32_t node, uint32_t *loser, uint32_t *winner)
{
    for (uint32_t n = 0; n < table->norms_count; n++)
        for (uint32_t i = 0; i < table->norms[n].rank_count; i++) {
            const struct table_rank *rank = &table->ranks[table->norms[n].first_rank + i];
            if (rank->condition != node)
                continue;
            *loser = n;
            *winner = rank->winner;
            return true;
        }
    return false;
}

static void name_rank(const struct table *table, uint32_t node, const char *quote,
                      struct strbuf *out)
{
    uint32_t loser, winner;
    if (ranked(table, node, &loser, &winner))
        strbuf_printf(out, "the rank of %s%s%s over %s%s%s", quote, name_norm(table, winner),
                      quote, quote, name_norm(table, loser), quote);
    else
        strbuf_text(out, "a rank");
}

/* "Alliance 2.1"; "Alliance 2.1 (sentence 2)" where its clause has several. */
static void name_sentence(const struct table *table, uint32_t node, const char *quote,
                          struct strbuf *out)
{
    size_t before = 0, all = 0;
    strbuf_text(out, quote);
    name_defeater(table, node, out);
    strbuf_text(out, quote);
    for (uint32_t n = 0; table->nodes[node].kind == NODE_NORM && n < table->norms_count; n++) {
        bool again = table->norms[n].clause != table->norms[node].clause;
        for (uint32_t other = 0; other < n; other++) /* one sentence for several bearers */
            again = again || (table->norms[other].clause == table->norms[n].clause
                              && table->norms[other].place == table->norms[n].place);
        all += !again;
        before += !again && n <= node && table->norms[n].place != table->norms[node].place;
    }
    if (all > 1)
        strbuf_printf(out, " (sentence %zu)", before + 1);
}

static void name_quoted(const struct table *table, const struct timeline_cause *cause,
                        const char *quote, struct strbuf *out)
{
    switch (cause->what) {
    case TIMELINE_AGREEMENT:
        strbuf_printf(out, "%s%s%s", quote,
                      table_text(table, table->agreements[cause->id].name), quote);
        return;
    case TIMELINE_CLAUSE:
        strbuf_printf(out, "%s%s%s", quote, name_clause(table, cause->id), quote);
        return;
    case TIMELINE_WAIVER:
        strbuf_text(out, quote);
        name_defeater(table, cause->id, out);
        strbuf_text(out, quote);
        return;
    case TIMELINE_EXCEPTION:
        name_defeater(table, cause->id, out);
        if (cause->clause != IR_NONE)
            strbuf_printf(out, " of %s%s%s", quote, name_clause(table, cause->clause), quote);
        return;
    case TIMELINE_CONDITION:
        strbuf_text(out, "the condition of ");
        name_sentence(table, cause->id, quote, out);
        return;
    case TIMELINE_RANK:
        name_rank(table, cause->id, quote, out);
        return;
    case TIMELINE_COMMITMENT:
        strbuf_printf(out, "the commitment of %s%s%s", quote, name_norm(table, cause->id), quote);
        return;
    case TIMELINE_DAY:
        strbuf_text(out, "what may have happened");
        return;
    }
}

void timeline_name(const struct table *table, const struct timeline_cause *cause,
                   struct strbuf *out)
{
    name_quoted(table, cause, "", out);
}

void timeline_say_unknown(const struct table *table, const struct timeline_together *together,
                          struct strbuf *out)
{
    for (size_t i = 0; i < together->var_count; i++)
        strbuf_printf(out, "%s%s", i == 0 ? "" : i + 1 == together->var_count ? " and " : ", ",
                      name_var(table, together->vars[i]));
    strbuf_text(out, together->var_count == 1 ? " is not known" : " are not known");
}

/* Conditions are last, and there are often several. */
void timeline_say_items(const struct table *table, const struct timeline_together *together,
                        const char *quote, struct strbuf *out)
{
    size_t count = together->cause_count, first = 0;
    while (first < count && together->causes[first].what != TIMELINE_CONDITION)
        first++;
    size_t last = first;
    while (last < count && together->causes[last].what == TIMELINE_CONDITION)
        last++;
    bool several = last - first > 1;
    for (size_t i = 0; i < count; i++) {
        strbuf_text(out, i == 0 ? "" : i + 1 == count || (several && i == first) ? " and " : ", ");
        if (several && i == first)
            strbuf_text(out, "the conditions of ");
        if (!several || i < first || i >= last) {
            name_quoted(table, &together->causes[i], quote, out);
            continue;
        }
        name_sentence(table, together->causes[i].id, quote, out);
    }
}

static void say_clause(const struct table *table, const struct timeline_cause *cause,
                       const char *quote, struct strbuf *out)
{
    name_quoted(table, cause, quote, out);
    if (ends(cause) && cause->in_place != IR_NONE) {
        strbuf_printf(out, " gives way to %s%s%s", quote, name_clause(table, cause->in_place),
                      quote);
        return;
    }
    if (ends(cause) && cause->amendment) {
        strbuf_printf(out, " is deleted by amendment %s%s%s", quote,
                      table_text(table, cause->amendment), quote);
        return;
    }
    say_life(table, cause, out);
    const char *between = " in place of ";
    for (size_t i = 0; begins(cause) && i < table->endings_count; i++) {
        if (table->endings[i].by != cause->id)
            continue;
        strbuf_printf(out, "%s%s%s%s", between, quote,
                      name_clause(table, table->endings[i].clause), quote);
        between = " and ";
    }
}

static const char *met_words(const struct timeline_cause *cause, bool exception)
{
    if (timeline_recurs(cause))
        return recurring_words(cause);
    if (has_leaves(cause) && cause->leaves[0].ends)
        return exception ? " applies no longer" : " is met no longer";
    if (has_leaves(cause))
        return exception ? " begins to apply" : " begins to be met";
    if (cause->before == cause->after)
        return exception ? " applies in other cases" : " is met in other cases";
    if (cause->after == TRUTH_NO)
        return exception ? " applies no longer" : " is met no longer";
    if (cause->before == TRUTH_NO)
        return exception ? " begins to apply" : " begins to be met";
    return cause->after == TRUTH_YES ? (exception ? " applies in every case" : " is met in every case")
                                     : (exception ? " applies in some cases only"
                                                  : " is met in some cases only");
}

static void say(const struct table *table, const struct timeline_cause *cause, const char *quote,
                struct strbuf *out)
{
    switch (cause->what) {
    case TIMELINE_CLAUSE:
        say_clause(table, cause, quote, out);
        return;
    case TIMELINE_COMMITMENT:
        name_quoted(table, cause, quote, out);
        strbuf_text(out, begins(cause) ? " begins" : ends(cause) ? " ends" : " enters its next year");
        return;
    case TIMELINE_AGREEMENT:
    case TIMELINE_WAIVER:
    case TIMELINE_RANK:
    case TIMELINE_DAY:
        name_quoted(table, cause, quote, out);
        say_life(table, cause, out);
        return;
    case TIMELINE_EXCEPTION:
    case TIMELINE_CONDITION:
        name_quoted(table, cause, quote, out);
        strbuf_text(out, met_words(cause, cause->what == TIMELINE_EXCEPTION));
        say_leaves(table, cause, out);
        return;
    }
}

void timeline_say_bare(const struct table *table, const struct timeline_cause *cause,
                       const char *quote, struct strbuf *out)
{
    say(table, cause, quote, out);
}

static void say_commitment(const struct table *table, const struct timeline_cause *cause,
                           int64_t day, struct strbuf *out)
{
    const char *name = name_norm(table, cause->id);
    char last[DATE_TEXT];
    date_format(day - 1, last);
    if (begins(cause))
        strbuf_printf(out, "deployments begin to count for the commitment of %s", name);
    else if (ends(cause))
        strbuf_printf(out, "deployments count for the commitment of %s through %s only", name, last);
    else
        strbuf_printf(out, "the next year of the commitment of %s begins; for the one before, "
                           "deployments count through %s only", name, last);
}

void timeline_say(const struct table *table, const struct timeline_cause *cause, int64_t day,
                  struct strbuf *out)
{
    if (cause->what == TIMELINE_COMMITMENT) {
        say_commitment(table, cause, day, out);
        return;
    }
    say(table, cause, "", out);
    say_why(table, cause,
            cause->what == TIMELINE_EXCEPTION || cause->what == TIMELINE_CONDITION
                || cause->what == TIMELINE_RANK,
            out);
}
