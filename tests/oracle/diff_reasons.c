/* diff_reasons.c: what is told of a region, held against one of its worlds, for test_diff.
 *
 * The interpreter tells which clauses act at the world, under some reading, and why it is permitted; what
 * lifts a prohibition and which terms matter is asked of the engine, which test_agree holds
 * against the interpreter for single worlds.
 */
#include "diff_run.h"

#include "analysis/space.h"

#include <string.h>

static bool acts(const struct side *s, uint32_t clause, enum norm_sign sign)
{
    for (uint32_t n = 0; n < s->engine.table->norms_count; n++) {
        const struct table_norm *norm = &s->engine.table->norms[n];
        if (norm->clause == clause && norm->sign == sign && s->effects[s->first[n]] & 4)
            return true;
    }
    return false;
}

static const char *check_clauses(const struct side *s, const struct diff_reasons *r,
                                 enum norm_sign sign)
{
    for (uint32_t c = 0; c < s->engine.table->clauses_count; c++) {
        const struct diff_clause *told = NULL;
        for (size_t i = 0; i < r->clause_count; i++)
            if (r->clauses[i].clause == c && r->clauses[i].sign == sign)
                told = &r->clauses[i];
        bool is = acts(s, c, sign);
        if (is && !told)
            return "a clause decides that is not told";
        if (!is && told && told->when != DIFF_SOMEWHERE)
            return "a clause that is told does not decide";
    }
    return NULL;
}

/* Weaker ones have larger numbers here. */
static enum oracle_basis weakest(enum eval_basis basis)
{
    switch (basis) {
    case BASIS_GRANTED:
        return ORACLE_GRANTED;
    case BASIS_LIFTED:
        return ORACLE_LIFTED;
    case BASIS_NOTHING_SPEAKS:
    case BASIS_NONE:
        return ORACLE_NO_CLAUSE_BINDS;
    case BASIS_NO_CLAUSE_BINDS:
        break;
    }
    return ORACLE_NO_CLAUSE_BINDS;
}

static const struct eval_result *at_world(const struct run *run, struct side *s)
{
    struct value_set *sets = ARENA_ARRAY(run->arena, struct value_set, s->vocab->var_count);
    for (uint32_t v = 0; v < s->vocab->var_count; v++) {
        sets[v].first = (struct interval){s->world[v], s->world[v]};
        if (s->vocab->vars[v].kind == VAR_READING)
            sets[v].first = (struct interval){0, s->vocab->vars[v].leaf_count - 1};
    }
    return eval_box_brief(s->engine.evaluator, sets, run->arena);
}

static const char *check_lifted(const struct run *run, struct side *s, const struct diff_reasons *r)
{
    const struct eval_result *at = at_world(run, s);
    for (size_t i = 0; i < at->lifted_count; i++)
        if (memcmp(&at->lifted[i], r->lifted, sizeof *r->lifted) == 0)
            return NULL;
    return "what is told to be lifted is not";
}

/* Nothing lifts at the world that is not told to lift in parts. */
static const char *check_in_parts(const struct run *run, struct side *s, const struct diff_reasons *r)
{
    const struct eval_result *at = at_world(run, s);
    for (size_t i = 0; i < at->lifted_count; i++) {
        bool told = false;
        for (size_t k = 0; k < r->in_parts_count; k++)
            told = told || memcmp(&at->lifted[i], &r->in_parts[k], sizeof *r->in_parts) == 0;
        if (!told)
            return "what lifts in a part is not told";
    }
    run->tally->in_parts++;
    return NULL;
}

static bool has_term(const uint32_t *terms, size_t count, uint32_t term)
{
    for (size_t i = 0; i < count; i++)
        if (terms[i] == term)
            return true;
    return false;
}

static const char *check_terms(const struct run *run, struct side *s, const struct diff_reasons *r)
{
    const struct eval_result *at = at_world(run, s);
    for (size_t i = 0; i < at->term_count; i++)
        if (!has_term(r->terms, r->term_count, at->terms[i]))
            return "it turns on a term that is not told";
    for (size_t i = 0; i < r->term_count && r->each_term && !r->contested; i++)
        if (!has_term(at->terms, at->term_count, r->terms[i]))
            return "it does not turn on a term that is told";
    return at->term_count == 0 && !r->contested ? "it turns on no term" : NULL;
}

static const char *check_side(struct run *run, struct side *s, const struct diff_region *region,
                              int at)
{
    const struct diff_reasons *r = &region->reasons[at];
    uint8_t says = at == 0 ? region->was : region->now;
    const char *why = NULL;
    if (!r->known)
        return NULL;
    run->tally->reasons++;
    if (says != SAYS_NO)
        why = check_clauses(s, r, SIGN_PROHIBIT);
    if (!why)
        why = check_clauses(s, r, SIGN_PERMIT);
    if (!why && says == SAYS_NO && s->basis > weakest(r->basis))
        why = "it is permitted for another reason";
    if (!why && says == SAYS_NO && r->basis == BASIS_NO_CLAUSE_BINDS
        && s->basis != ORACLE_NO_CLAUSE_BINDS)
        why = "some clause binds";
    if (!why && says == SAYS_NO && r->lifted)
        why = check_lifted(run, s, r);
    if (!why && says == SAYS_NO && r->in_parts_count)
        why = check_in_parts(run, s, r);
    return !why && says == SAYS_MIXED ? check_terms(run, s, r) : why;
}

const char *diff_run_reasons(struct run *run, const struct diff_region *region)
{
    const char *why = NULL;
    for (int at = 0; at < 2 && !why && !region->partly; at++)
        why = check_side(run, &run->sides[at], region, at);
    return why;
}

/* Of one side: with what the example does not name left free, is the verdict what the region says? */
static bool enough(struct run *run, const struct diff_region *r, int at)
{
    struct side *s = &run->sides[at];
    const struct witness *w = &r->witness[at];
    struct value_set *sets = ARENA_ARRAY(run->arena, struct value_set, s->vocab->var_count);
    bool unresolved;
    for (uint32_t v = 0; v < s->vocab->var_count; v++) {
        bool said = w->needed[v] || v == VOCAB_DATE;
        sets[v] = said ? (struct value_set){.first = {w->values[v], w->values[v]}}
                       : space_domain(run->arena, s->vocab, v);
    }
    enum eval_verdict verdict = eval_verdict(s->engine.evaluator, sets, &unresolved);
    uint8_t says = at == 0 ? r->was : r->now;
    if (unresolved)
        return true;
    return says == SAYS_NO    ? verdict == EVAL_PERMITTED
           : says == SAYS_YES ? verdict == EVAL_PROHIBITED
                              : verdict == EVAL_DISPUTED || verdict == EVAL_UNDETERMINED;
}

bool diff_run_examples(struct run *run, const struct diff_regions *regions)
{
    for (size_t i = 0; i < regions->count; i++) {
        const struct diff_region *r = &regions->items[i];
        for (int at = 0; at < 2; at++)
            memcpy(run->sides[at].world, r->witness[at].values,
                   run->sides[at].vocab->var_count * sizeof *run->sides[at].world);
        run->tally->examples++;
        bool verdicts = regions == &run->diff->regions && !run->diff->words.count;
        for (int at = 0; at < 2 && verdicts; at++)
            if (!enough(run, r, at)) {
                diff_run_fail(run, "an example that does not say enough");
                return false;
            }
        if (!diff_run_contains(run, r)) {
            diff_run_fail(run, "an example outside of its region");
            return false;
        }
    }
    return true;
}
