/* report.c: everything about one box, question by question.
 *
 * Each part of the result is a question of its own with its own budget, and all of them
 * together have RESULT_BUDGETS times that; when one runs out the result is marked
 * unresolved and that part is the sound side of what is known.
 */
#include "eval/report.h"

#include <stdlib.h>
#include <string.h>

#define RESULT_BUDGETS 10
#define QUESTION_SHARE 6 /* of what is left of the purse a question gets one in so many parts, so that
                          * none leaves nothing for the others */

static void open_purse(struct report *r)
{
    struct evaluator *ev = r->ev;
    uint64_t rest = r->purse > ev->worked ? r->purse - ev->worked : 0;
    ev->purse = r->purse == UINT64_MAX ? UINT64_MAX : ev->worked + rest / QUESTION_SHARE;
}

void report_question(struct report *r)
{
    struct evaluator *ev = r->ev;
    r->result->unresolved = r->result->unresolved || ev->gave_up;
    ev->gave_up = false;
    uint64_t most = ev->budget > UINT64_MAX / RESULT_BUDGETS ? UINT64_MAX
                                                            : ev->budget * RESULT_BUDGETS;
    uint64_t rest = ev->used < most ? most - ev->used : 0;
    ev->left = rest < ev->budget ? rest : ev->budget;
    open_purse(r);
}

bool report_spent(struct report *r)
{
    if (r->ev->worked <= r->purse)
        return false;
    r->result->unresolved = true;
    return true;
}

/* ---- candidates by clause ------------------------------------------------------------------------ */

/* Prohibitions and duties first, as gathered; within each part by sign, clause and norm, so
 * that what bears on one clause is one run. */
static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->sign != y->sign)
        return x->sign < y->sign ? -1 : 1;
    if (x->clause != y->clause)
        return x->clause < y->clause ? -1 : 1;
    if (x->norm != y->norm)
        return x->norm < y->norm ? -1 : 1;
    return x->record < y->record ? -1 : x->record > y->record;
}

static void sort_candidates(struct report *r)
{
    struct candidates *all = &r->all;
    if (all->permits > 0)
        qsort(all->items, all->permits, sizeof *all->items, compare_candidates);
    if (all->count > all->permits)
        qsort(all->items + all->permits, all->count - all->permits, sizeof *all->items,
              compare_candidates);
}

/* The first candidate in [first, end) that is not before this sign and clause. */
static size_t first_of(const struct report *r, size_t first, size_t end, enum norm_sign sign,
                       uint32_t clause)
{
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        const struct candidate *c = &r->all.items[middle];
        if (c->sign < (uint8_t)sign || (c->sign == (uint8_t)sign && c->clause < clause))
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

struct candidates report_subset(struct report *r, uint32_t clause, enum norm_sign sign,
                                bool contests)
{
    bool permit = sign == SIGN_PERMIT;
    size_t end = permit ? r->all.count : r->all.permits;
    size_t first = first_of(r, permit ? r->all.permits : 0, end, sign, clause);
    size_t last = first_of(r, first, end, sign, clause + 1);
    struct candidates out = {r->all.items + first, last - first, permit ? 0 : last - first};
    if (!contests || permit)
        return out;
    size_t grants = r->all.count - r->all.permits;
    out.items = arena_alloc(&r->ev->work, (out.count + grants) * sizeof *out.items);
    memcpy(out.items, r->all.items + first, out.count * sizeof *out.items);
    if (grants)
        memcpy(out.items + out.count, r->all.items + r->all.permits, grants * sizeof *out.items);
    out.count += grants;
    return out;
}

bool report_reading_matters(struct report *r, const struct candidates *c,
                            const struct question *question)
{
    const struct vocab *vocab = &r->ev->table->vocab;
    for (uint32_t t = 0; t < vocab->term_count; t++) {
        uint32_t var = vocab->terms[t].var;
        if (var == VOCAB_NONE || !box_var_open(r->ev, r->box, var))
            continue;
        report_question(r);
        if (explore_matters(r->ev, r->box, c, question, var))
            return true;
    }
    return false;
}

/* ---- why it is permitted ------------------------------------------------------------------------ */

bool engine_binds(const struct evaluator *ev, const struct value_set *sets)
{
    const struct table *t = ev->table;
    if (t->norms_count == 0)
        return false;
    if (t->vocab.actor == VOCAB_NONE)
        return true;
    const struct value_set *actor = &sets[t->vocab.actor];
    for (uint32_t i = 0; i <= actor->more_count; i++) {
        const struct interval *v = i ? &actor->more[i - 1] : &actor->first;
        for (int64_t leaf = v->low; leaf <= v->high; leaf++)
            if (bitset_has(ev->bound_leaves, (size_t)leaf))
                return true;
    }
    return false;
}

static enum eval_basis basis_of(struct report *r)
{
    if (r->result->verdict != EVAL_PERMITTED)
        return BASIS_NONE;
    if (!engine_binds(r->ev, r->sets))
        return BASIS_NO_CLAUSE_BINDS;
    struct question question = {.kind = ASK_BASIS};
    report_question(r);
    uint8_t answers = explore_answers(r->ev, r->box, &r->all, &question, 8);
    if (answers & 1)
        return BASIS_NOTHING_SPEAKS;
    return answers & 2 ? BASIS_LIFTED : BASIS_GRANTED;
}

/* ---- the verdict and what it assumed -------------------------------------------------------------- */

static void report_verdict(struct report *r)
{
    struct question question = {.kind = ASK_VERDICT};
    r->result->verdict = explore_verdict(r->ev, r->box, &r->all);
    r->result->verdict_open = r->ev->gave_up && r->result->verdict == EVAL_UNDETERMINED;
    report_question(r);
    r->result->possible = explore_answers(r->ev, r->box, &r->all, &question, 3);
}

/* Of events that only matter to the leaf that a fact has: can some fact have it? */
static bool of_possible_leaf(const struct report *r, uint32_t var)
{
    const struct vocab *vocab = &r->ev->table->vocab;
    const struct vocab_family *family = vocab_family_of(vocab, var);
    for (uint32_t v = 0; family && v < vocab->var_count; v++) {
        const struct value_set *set = &r->sets[v];
        if (vocab->vars[v].kind != VAR_LEAF || vocab->vars[v].leaf_kind != family->leaf_kind
            || !vocab->vars[v].mentioned)
            continue;
        int64_t leaf = (int64_t)var - family->first_var;
        for (uint32_t i = 0; i <= set->more_count; i++) {
            const struct interval *one = i ? &set->more[i - 1] : &set->first;
            if (leaf >= one->low && leaf <= one->high)
                return true;
        }
    }
    return false;
}

static void report_presumed(struct report *r)
{
    const struct vocab *vocab = &r->ev->table->vocab;
    uint32_t *vars = ARENA_ARRAY(r->arena, uint32_t, vocab->var_count + 1);
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        bool silent = v == vocab->act && vocab->vars[v].leaf_count <= 1;
        bool spoken = vocab->vars[v].mentioned == 1
                      || (vocab->vars[v].mentioned == 2 && of_possible_leaf(r, v));
        if (r->sets[v].origin == VALUE_PRESUMED && spoken && !silent)
            vars[r->result->presumed_count++] = v;
    }
    r->result->presumed = vars;
}

static const struct eval_result *result_of(struct evaluator *ev, const struct value_set *sets,
                                           struct arena *arena, bool brief)
{
    struct eval_result *result = ARENA_NEW(arena, struct eval_result);
    struct report r = {.ev = ev, .sets = sets, .arena = arena, .brief = brief, .result = result};
    r.purse = ev->purse;
    open_purse(&r);
    r.box = session_begin(ev, sets);
    if (!r.box)
        guard_raise(ev->work.guard, FAULT_BUG); /* bound descriptions hold a world */
    r.all = gather_candidates(ev, r.box, true, true, &ev->work);
    sort_candidates(&r);
    result->budget = ev->budget;
    report_verdict(&r);
    result->basis = basis_of(&r);
    report_turns(&r);
    report_clauses(&r);
    report_lifted(&r);
    report_duties(&r);
    report_presumed(&r);
    report_question(&r);
    result->nodes = ev->used;
    ev->purse = r.purse;
    return result;
}

const struct eval_result *eval_box(struct evaluator *ev, const struct value_set *sets,
                                   struct arena *arena)
{
    return result_of(ev, sets, arena, false);
}

const struct eval_result *eval_box_brief(struct evaluator *ev, const struct value_set *sets,
                                         struct arena *arena)
{
    return result_of(ev, sets, arena, true);
}
