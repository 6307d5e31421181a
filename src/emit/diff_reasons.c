/* diff_reasons.c: what the verdicts of a region come from, in words that hold for all of it.
 *
 * What acts everywhere is told as a list, what acts in parts of the region as parts; where each part
 * has its own, "by Main 2 or Main 3". Where only the witness is known, it is told as an example.
 */
#include "emit/diff.h"

#include "emit/names.h"

struct telling {
    const struct table *table;
    const struct diff_reasons *reasons;
    struct strbuf *out;
};

struct some { /* which clauses */
    enum norm_sign sign;
    bool contested; /* only these */
};

static bool is_of(const struct diff_clause *clause, const struct some *some, bool parts)
{
    return clause->sign == some->sign && (!some->contested || clause->contested)
           && (clause->when == DIFF_SOMEWHERE) == parts;
}

static size_t count(const struct telling *t, const struct some *some, bool parts)
{
    size_t n = 0;
    for (size_t i = 0; i < t->reasons->clause_count; i++)
        n += is_of(&t->reasons->clauses[i], some, parts);
    return n;
}

/* "A, B"; with a word before the last "A, B or C". */
static void tell_names(const struct telling *t, const struct some *some, bool parts,
                       const char *last)
{
    size_t all = count(t, some, parts), n = 0;
    for (size_t i = 0; i < t->reasons->clause_count; i++) {
        if (!is_of(&t->reasons->clauses[i], some, parts))
            continue;
        n++;
        strbuf_text(t->out, n == 1 ? "" : n == all ? last : ", ");
        strbuf_text(t->out, name_clause(t->table, t->reasons->clauses[i].clause));
    }
}

/* "by A, in parts of this also by B", "by B or C". */
static void tell_clauses(const struct telling *t, const struct some *some, const char *by)
{
    size_t parts = count(t, some, true);
    strbuf_text(t->out, by);
    if (!count(t, some, false)) {
        tell_names(t, some, true, " or ");
        return;
    }
    tell_names(t, some, false, ", ");
    if (parts)
        strbuf_printf(t->out, ", in parts also %s", by);
    tell_names(t, some, true, " or ");
}

static const struct some prohibits = {SIGN_PROHIBIT, false}, permits = {SIGN_PERMIT, false},
                         contests = {SIGN_PROHIBIT, true};

static void tell_lifted(const struct telling *t)
{
    const struct eval_lifted *l = t->reasons->lifted;
    if (!l) {
        strbuf_text(t->out, "what forbids it is lifted");
        if (count(t, &permits, false) + count(t, &permits, true)) {
            strbuf_text(t->out, ", or ");
            tell_clauses(t, &permits, "by ");
        }
        return;
    }
    strbuf_printf(t->out, "%s is lifted by ", name_norm(t->table, l->norm));
    if (l->by_node == IR_NONE)
        strbuf_text(t->out, name_norm(t->table, l->by_norm));
    else
        name_defeater(t->table, l->by_node, t->out);
}

static void tell_permitted(const struct telling *t)
{
    switch (t->reasons->basis) {
    case BASIS_NO_CLAUSE_BINDS:
        strbuf_text(t->out, "no clause binds whoever acts");
        return;
    case BASIS_NOTHING_SPEAKS:
    case BASIS_NONE:
        strbuf_text(t->out, "no clause forbids it");
        return;
    case BASIS_LIFTED:
        tell_lifted(t);
        return;
    case BASIS_GRANTED:
        tell_clauses(t, &permits, "by ");
        return;
    }
}

static void tell_disputed(const struct telling *t)
{
    const struct diff_reasons *r = t->reasons;
    const struct vocab *vocab = &t->table->vocab;
    if (r->term_count == 0) {
        tell_clauses(t, &contests, "");
        strbuf_text(t->out, " against ");
        tell_clauses(t, &permits, "");
        return;
    }
    strbuf_text(t->out, "turns on ");
    for (size_t i = 0; i < r->term_count; i++) {
        bool last = i + 1 == r->term_count && !r->each_term;
        strbuf_printf(t->out, "%s`%s`", i == 0 ? "" : last ? " or " : ", ",
                      vocab_string(vocab, vocab->terms[r->terms[i]].name));
    }
    strbuf_text(t->out, r->contested ? " or is contested: " : ": ");
    tell_clauses(t, &prohibits, "");
    if (r->contested) {
        strbuf_text(t->out, " against ");
        tell_clauses(t, &permits, "");
    }
}

void diff_reason(const struct diff *diff, const struct diff_region *region, enum diff_side side,
                 struct strbuf *out)
{
    struct telling t = {diff->table[side], &region->reasons[side], out};
    if (!t.reasons->known)
        strbuf_text(out, "for example, ");
    switch (region->results[side]->verdict) {
    case EVAL_PERMITTED:
        tell_permitted(&t);
        return;
    case EVAL_DISPUTED:
    case EVAL_UNDETERMINED:
        tell_disputed(&t);
        return;
    case EVAL_PROHIBITED:
        tell_clauses(&t, &prohibits, "by ");
        return;
    }
}

const char *diff_when_name(enum diff_when when)
{
    switch (when) {
    case DIFF_ALWAYS:
        return "always";
    case DIFF_SOME_READINGS:
        return "some readings";
    case DIFF_SOMEWHERE:
        return "some deployments";
    }
    return "";
}
