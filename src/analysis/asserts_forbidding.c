/* asserts_forbidding.c: which clauses refute that some choice is permitted.
 *
 * In: the facts and readings of a witness, for which no choice that the assertion means is
 * permitted. Out: clauses of which each such choice meets a prohibition, none of them superfluous:
 * one clause where one does it alone, else one is added for each choice that is still free, and those
 * that are not needed leave. A contested prohibition counts, as what it forbids is not permitted.
 */
#include "analysis/clause_parts.h"
#include "analysis/quantify.h"

struct forbidding {
    struct analysis *a;
    uint32_t assertion;
    struct space *space; /* the facts of the witness, the choices open */
    struct search search;
    uint64_t *set;       /* of clauses */
    bool open;           /* a question was not settled */
};

/* A choice that is meant and that none of the clauses of the set forbids. Not found where that is
 * not settled. */
static bool find_free(struct forbidding *f, struct witness *out)
{
    size_t clauses = f->a->table->clauses_count, count = 0;
    struct demand *d = ARENA_ARRAY(f->a->arena, struct demand, bitset_count(f->set, bitset_words(clauses)) + 1);
    d[count++] = demand_of(ASK_EXPR, f->a->table->asserts[f->assertion], true);
    for (size_t c = 0; (c = bitset_next(f->set, clauses, c)) < clauses; c++) {
        d[count] = demand_of(ASK_EFFECT, (uint32_t)c, false);
        d[count++].question.sign = SIGN_PROHIBIT;
    }
    struct query query = {IR_NONE, d, count};
    enum search_found found = search_world(&f->search, &query, out);
    f->open = f->open || found == SEARCH_UNRESOLVED;
    return found == SEARCH_FOUND;
}

/* The clauses that forbid one choice. */
static struct eval_deciding forbid(const struct forbidding *f, const struct witness *w)
{
    uint32_t vars = f->a->table->vocab.var_count;
    struct value_set *sets = ARENA_ARRAY(f->a->arena, struct value_set, vars);
    struct eval_deciding deciding = {0};
    for (uint32_t v = 0; v < vars; v++)
        sets[v].first = (struct interval){w->values[v], w->values[v]};
    if (!eval_deciding(f->space->ev, sets, &deciding) || deciding.world == WORLD_PERMITTED)
        guard_raise(f->a->arena->guard, FAULT_BUG); /* the facts refute nothing */
    deciding.norms = arena_copy(f->a->arena, deciding.norms, deciding.count * sizeof *deciding.norms);
    return deciding;
}

static uint32_t clause_of(const struct forbidding *f, const struct eval_deciding *deciding, size_t i)
{
    return f->a->table->norms[deciding->norms[i]].clause;
}

/* Does one of those that forbid this choice forbid every other? */
static bool one_forbids_all(struct forbidding *f, const struct eval_deciding *first)
{
    for (size_t i = 0; i < first->count && !f->open; i++) {
        bitset_add(f->set, clause_of(f, first, i));
        if (!find_free(f, NULL) && !f->open)
            return true;
        bitset_remove(f->set, clause_of(f, first, i));
    }
    return false;
}

static void thin_out(struct forbidding *f)
{
    for (size_t c = f->a->table->clauses_count; c-- > 0 && !f->open;) {
        if (!bitset_has(f->set, c))
            continue;
        bitset_remove(f->set, c);
        if (find_free(f, NULL))
            bitset_add(f->set, c);
    }
}

static struct space *facts_of(struct analysis *a, const struct witness *w)
{
    const bool *choices = quantify_choices(a->arena, a->table);
    uint32_t vars = a->table->vocab.var_count;
    struct value_set *sets = arena_copy(a->arena, a->space->sets, vars * sizeof *sets);
    for (uint32_t v = 0; v < vars; v++)
        if (!choices[v])
            sets[v] = (struct value_set){.first = {w->values[v], w->values[v]}};
    return space_of(a->arena, a->space->ev, sets, w->values[VOCAB_DATE]);
}

const struct clause_set *assert_forbidding(struct analysis *a, uint32_t assertion, const struct witness *w)
{
    struct forbidding f = {.a = a, .assertion = assertion, .space = facts_of(a, w)};
    struct clause_set *out = ARENA_NEW(a->arena, struct clause_set);
    struct witness *choice = finding_witness(a);
    size_t clauses = a->table->clauses_count;
    VEC(uint32_t) list = {0};
    f.search = search_new(f.space, SEARCH_BUDGET);
    f.set = ARENA_ARRAY(a->arena, uint64_t, bitset_words(clauses));
    for (bool first = true; !f.open && find_free(&f, choice); first = false) {
        struct eval_deciding deciding = forbid(&f, choice);
        if (first && one_forbids_all(&f, &deciding))
            break;
        bitset_add(f.set, clause_of(&f, &deciding, 0));
    }
    thin_out(&f);
    for (size_t c = 0; (c = bitset_next(f.set, clauses, c)) < clauses; c++)
        VEC_PUSH(a->arena, &list, (uint32_t)c);
    *out = (struct clause_set){list.items, list.count};
    return f.open || !list.count ? NULL : out;
}
