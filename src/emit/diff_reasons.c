/* diff_reasons.c: what the verdicts of a region come from, in words that hold for all of it.
 *
 * What acts everywhere is told as a list, what acts in parts of the region as parts; where each part
 * has its own, "by Main 2 or Main 3". Where only the witness is known, it is told as an example.
 */
#include "emit/diff.h"

#include "emit/names.h"

#include <string.h>

struct telling {
    const struct table *table;
    const struct diff_reasons *reasons;
    struct strbuf *out;
};

struct some { /* which clauses */
    enum norm_sign sign;
    bool contested; /* only these */
};

static bool is_of(const struct diff_clause *clause, const struct some *some)
{
    return clause->sign == some->sign && (!some->contested || clause->contested);
}

/* Those that act so: `when` of what is known, as bits. */
static size_t count(const struct telling *t, const struct some *some, unsigned when)
{
    size_t n = 0;
    for (size_t i = 0; i < t->reasons->clause_count; i++)
        n += is_of(&t->reasons->clauses[i], some) && (when >> t->reasons->clauses[i].when & 1);
    return n;
}

/* "A, B"; with a word before the last "A, B or C". */
static void tell_names(const struct telling *t, const struct some *some, unsigned when,
                       const char *last)
{
    size_t all = count(t, some, when), n = 0;
    for (size_t i = 0; i < t->reasons->clause_count; i++) {
        const struct diff_clause *clause = &t->reasons->clauses[i];
        if (!is_of(clause, some) || !(when >> clause->when & 1))
            continue;
        n++;
        strbuf_text(t->out, n == 1 ? "" : n == all ? last : ", ");
        strbuf_text(t->out, name_clause(t->table, clause->clause));
    }
}

#define ALWAYS (1u << DIFF_ALWAYS)
#define READINGS (1u << DIFF_SOME_READINGS)
#define PARTS (1u << DIFF_SOMEWHERE)

/* What each deployment has, and what only parts have: "A, in parts also B or C"; "B or C". */
static void tell_clauses(const struct telling *t, const struct some *some)
{
    if (!count(t, some, ALWAYS | READINGS)) {
        tell_names(t, some, PARTS, " or ");
        return;
    }
    tell_names(t, some, ALWAYS | READINGS, ", ");
    if (count(t, some, PARTS))
        strbuf_text(t->out, ", in parts also ");
    tell_names(t, some, PARTS, " or ");
}

/* What decides under every reading: "by A, under some readings also by B, in parts also by C"; where no
 * clause does it under all of them "by A or B". */
static void tell_deciding(const struct telling *t, const struct some *some)
{
    strbuf_text(t->out, "by ");
    if (!count(t, some, ALWAYS)) {
        tell_names(t, some, READINGS | PARTS, " or ");
        return;
    }
    tell_names(t, some, ALWAYS, ", ");
    if (count(t, some, READINGS))
        strbuf_text(t->out, ", under some readings also by ");
    tell_names(t, some, READINGS, ", ");
    if (count(t, some, PARTS))
        strbuf_text(t->out, ", in parts also by ");
    tell_names(t, some, PARTS, " or ");
}

static const struct some prohibits = {SIGN_PROHIBIT, false}, permits = {SIGN_PERMIT, false},
                         contests = {SIGN_PROHIBIT, true};

static void put_by(const struct telling *t, const struct eval_lifted *l, struct strbuf *out)
{
    if (l->by_node == IR_NONE)
        strbuf_text(out, name_norm(t->table, l->by_norm));
    else
        name_defeater(t->table, l->by_node, out);
}

/* Is what takes away named as one before it, of the same norm? */
static bool named_before(const struct telling *t, const struct eval_lifted *all, size_t i)
{
    struct strbuf name, before;
    strbuf_init(&name, t->out->arena);
    put_by(t, &all[i], &name);
    for (size_t k = i; k-- > 0 && all[k].norm == all[i].norm;) {
        strbuf_init(&before, t->out->arena);
        put_by(t, &all[k], &before);
        if (strcmp(strbuf_string(&before), strbuf_string(&name)) == 0)
            return true;
    }
    return false;
}

/* "Main 1 is lifted by exception (a) or waiver W, or Main 2 by Main 7". */
static void tell_in_parts(const struct telling *t)
{
    const struct eval_lifted *all = t->reasons->in_parts;
    for (size_t i = 0; i < t->reasons->in_parts_count; i++) {
        bool first = i == 0 || all[i - 1].norm != all[i].norm;
        if (named_before(t, all, i))
            continue;
        if (first)
            strbuf_printf(t->out, "%s%s %sby ", i ? ", or " : "", name_norm(t->table, all[i].norm),
                          i ? "" : "is lifted ");
        else
            strbuf_text(t->out, " or ");
        put_by(t, &all[i], t->out);
    }
}

static void tell_lifted(const struct telling *t)
{
    const struct eval_lifted *l = t->reasons->lifted;
    if (l) {
        strbuf_printf(t->out, "%s is lifted by ", name_norm(t->table, l->norm));
        put_by(t, l, t->out);
        return;
    }
    if (t->reasons->in_parts_count)
        tell_in_parts(t);
    else
        strbuf_text(t->out, "what forbids it is lifted");
    if (count(t, &permits, ALWAYS | READINGS | PARTS)) {
        strbuf_text(t->out, ", or it is granted by ");
        tell_names(t, &permits, ALWAYS | READINGS | PARTS, " or ");
    }
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
        tell_deciding(t, &permits);
        return;
    }
}

static void tell_disputed(const struct telling *t)
{
    const struct diff_reasons *r = t->reasons;
    const struct vocab *vocab = &t->table->vocab;
    if (r->term_count == 0) {
        tell_clauses(t, &contests);
        strbuf_text(t->out, " against ");
        tell_clauses(t, &permits);
        return;
    }
    strbuf_text(t->out, "turns on ");
    for (size_t i = 0; i < r->term_count; i++) {
        bool last = i + 1 == r->term_count && !r->each_term;
        strbuf_printf(t->out, "%s`%s`", i == 0 ? "" : last ? " or " : ", ",
                      vocab_string(vocab, vocab->terms[r->terms[i]].name));
    }
    strbuf_text(t->out, r->contested ? " or is contested: " : ": ");
    tell_clauses(t, &prohibits);
    if (r->contested) {
        strbuf_text(t->out, " against ");
        tell_clauses(t, &permits);
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
        tell_deciding(&t, &prohibits);
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
