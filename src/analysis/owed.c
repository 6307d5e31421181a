/* owed.c: the duties of one placement, and what each of them turns on.
 *
 * Only a duty that is not simply due is looked into: for each open variable one search tells
 * whether it matters; of a fact that does, each piece that conditions can tell apart is tried
 * alone, and those that leave the duty undetermined are left out.
 */
#include "analysis/owed.h"

#include "base/bitset.h"
#include "eval/engine.h"

#define READING_ROWS_LIMIT 4096 /* beyond it no rows are listed; the terms still are */

struct value_set *owed_with(const struct owed_asker *asker, const struct value_set *sets,
                            uint32_t var, const struct value_set *value)
{
    struct value_set *copy =
        arena_copy(asker->arena, sets, asker->table->vocab.var_count * sizeof *sets);
    copy[var] = *value;
    return copy;
}

/* ---- standing duties ------------------------------------------------------------------------ */

struct walk {
    const struct table *table;
    uint64_t *exprs, *nodes; /* seen */
};

/* Does the expression look at anything but the day, events of the ledger, and readings? */
static bool tests_deployment(const struct walk *walk, uint32_t expr)
{
    const struct table *t = walk->table;
    const struct table_expr *e = &t->exprs[expr];
    if (bitset_has(walk->exprs, expr))
        return false;
    bitset_add(walk->exprs, expr);
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return false;
    case IR_LITERAL: {
        uint32_t role = t->vocab.vars[t->columns[t->literals[e->a].column].var].role;
        return role != VAR_ROLE_DATE && role != VAR_ROLE_LEDGER && role != VAR_ROLE_READING;
    }
    case IR_NOT:
        return tests_deployment(walk, e->a);
    case IR_AND:
    case IR_OR:
        return tests_deployment(walk, e->a) || tests_deployment(walk, e->b);
    case IR_NAMED:
        return tests_deployment(walk, t->named[e->a].expr);
    }
    return true;
}

static bool children_test_deployment(const struct walk *walk, uint32_t node)
{
    const struct table_node *n = &walk->table->nodes[node];
    for (uint32_t i = 0; i < n->child_count; i++) {
        uint32_t child = walk->table->children[n->first_child + i];
        if (bitset_has(walk->nodes, child))
            continue;
        bitset_add(walk->nodes, child);
        if (tests_deployment(walk, walk->table->nodes[child].expr)
            || children_test_deployment(walk, child))
            return true;
    }
    return false;
}

/* Once a test is found the walk ends, so what was seen before tested nothing: the marks may
 * stay from norm to norm until then. */
static void forget(struct walk *walk, struct arena *arena)
{
    walk->exprs = ARENA_ARRAY(arena, uint64_t, bitset_words(walk->table->exprs_count) + 1);
    walk->nodes = ARENA_ARRAY(arena, uint64_t, bitset_words(walk->table->nodes_count) + 1);
}

const bool *owed_standing(struct arena *arena, const struct table *table)
{
    bool *standing = ARENA_ARRAY(arena, bool, table->norms_count + 1);
    for (uint32_t n = 0; n < table->norms_count; n++) {
        const struct table_norm *norm = &table->norms[n];
        if (norm->sign != SIGN_DUTY || norm->form != FORM_OWES || (norm->flags & NORM_IN_BREACH))
            continue;
        struct arena_mark mark = arena_mark(arena);
        struct walk walk = {table, NULL, NULL};
        forget(&walk, arena);
        standing[n] = !tests_deployment(&walk, norm->live)
                      && !tests_deployment(&walk, norm->applied)
                      && !children_test_deployment(&walk, n);
        arena_rewind(arena, mark);
    }
    return standing;
}

/* ---- what a duty turns on -------------------------------------------------------------------- */

static void judge_terms(const struct owed_asker *asker, const struct value_set *sets,
                        struct owed_duty *duty, bool *unresolved)
{
    const struct vocab *vocab = &asker->table->vocab;
    uint32_t *terms = ARENA_ARRAY(asker->arena, uint32_t, vocab->term_count + 1);
    for (uint32_t t = 0; t < vocab->term_count; t++)
        if (vocab->terms[t].var != VOCAB_NONE
            && eval_duty_matters(asker->evaluator, sets, duty->norm, vocab->terms[t].var,
                                 unresolved))
            terms[duty->term_count++] = t;
    duty->terms = terms;
}

/* Every combination of the readings that matter, the last term changing fastest. */
static void judge_readings(const struct owed_asker *asker, const struct value_set *sets,
                           struct owed_duty *duty, bool *unresolved)
{
    const struct vocab *vocab = &asker->table->vocab;
    size_t rows = 1;
    for (size_t i = 0; i < duty->term_count; i++)
        rows = rows > READING_ROWS_LIMIT ? rows
                                         : rows * vocab->terms[duty->terms[i]].reading_count;
    if (duty->term_count == 0 || rows > READING_ROWS_LIMIT)
        return;
    struct owed_reading *list = ARENA_ARRAY(asker->arena, struct owed_reading, rows);
    struct value_set *fixed = arena_copy(asker->arena, sets, vocab->var_count * sizeof *sets);
    for (size_t row = 0; row < rows; row++) {
        uint32_t *readings = ARENA_ARRAY(asker->arena, uint32_t, duty->term_count);
        size_t number = row;
        if (engine_broke(asker->evaluator)) { /* rows that tell nothing */
            *unresolved = true;
            duty->reading_count = 0;
            return;
        }
        for (size_t i = duty->term_count; i-- > 0;) {
            const struct vocab_term *term = &vocab->terms[duty->terms[i]];
            readings[i] = (uint32_t)(number % term->reading_count);
            number /= term->reading_count;
            fixed[term->var] =
                (struct value_set){.first = {readings[i], readings[i]}, .origin = VALUE_GIVEN};
        }
        list[duty->reading_count].readings = readings;
        list[duty->reading_count++].status =
            eval_duty(asker->evaluator, fixed, duty->norm, unresolved);
    }
    duty->readings = list;
}

struct settling {
    VEC(struct owed_settles) list;
    bool joins; /* the next values may follow directly on the last ones */
};

static void add_values(const struct owed_asker *asker, struct settling *s,
                       const struct value_set *values, enum eval_status status)
{
    for (uint32_t i = 0; i <= values->more_count; i++) {
        struct interval v = i ? values->more[i - 1] : values->first;
        struct owed_settles *last = s->list.count ? &s->list.items[s->list.count - 1] : NULL;
        if (last && s->joins && last->status == status && last->values.high != INT64_MAX
            && last->values.high + 1 == v.low) {
            last->values.high = v.high;
        } else {
            struct owed_settles settles = {v, status};
            VEC_PUSH(asker->arena, &s->list, settles);
        }
        s->joins = true;
    }
}

static void judge_fact(const struct owed_asker *asker, const struct value_set *sets,
                       uint32_t norm, struct owed_matter *out, bool *unresolved)
{
    struct settling s = {{NULL, 0, 0}, false};
    const struct value_set *pieces;
    size_t count = eval_pieces(asker->evaluator, sets, out->var, asker->arena, &pieces);
    struct value_set *fixed = owed_with(asker, sets, out->var, &sets[out->var]);
    for (size_t i = 0; i < count; i++) {
        fixed[out->var] = pieces[i];
        enum eval_status status = eval_duty(asker->evaluator, fixed, norm, unresolved);
        if (status == DUTY_UNDETERMINED)
            s.joins = false;
        else
            add_values(asker, &s, &pieces[i], status);
    }
    out->settles = s.list.items;
    out->settle_count = s.list.count;
}

static void judge_facts(const struct owed_asker *asker, const struct value_set *sets,
                        struct owed_duty *duty, bool *unresolved)
{
    const struct vocab *vocab = &asker->table->vocab;
    struct owed_matter *facts = ARENA_ARRAY(asker->arena, struct owed_matter, vocab->var_count);
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        if (vocab->vars[var].kind == VAR_READING
            || !eval_duty_matters(asker->evaluator, sets, duty->norm, var, unresolved))
            continue;
        facts[duty->fact_count].var = var;
        judge_fact(asker, sets, duty->norm, &facts[duty->fact_count++], unresolved);
    }
    duty->facts = facts;
}

static void judge(const struct owed_asker *asker, const struct value_set *sets,
                  struct owed_duty *duty, bool *unresolved)
{
    if (duty->status == DUTY_DUE || duty->status == DUTY_NOT_DUE)
        return;
    judge_terms(asker, sets, duty, unresolved);
    judge_readings(asker, sets, duty, unresolved);
    if (duty->status == DUTY_UNDETERMINED)
        judge_facts(asker, sets, duty, unresolved);
}

void owed_judge(const struct owed_asker *asker, const struct value_set *sets, uint32_t norm,
                struct owed_duty *out, bool *unresolved)
{
    *out = (struct owed_duty){.norm = norm};
    out->status = eval_duty(asker->evaluator, sets, norm, unresolved);
    judge(asker, sets, out, unresolved);
}

void owed_find(const struct owed_asker *asker, const struct value_set *sets, struct owed *out)
{
    const struct eval_duty *found;
    *out = (struct owed){0};
    size_t count = eval_duties(asker->evaluator, sets, asker->arena, &found, &out->unresolved);
    struct owed_duty *duties = ARENA_ARRAY(asker->arena, struct owed_duty, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (asker->standing[found[i].norm])
            continue;
        struct owed_duty *duty = &duties[out->duty_count++];
        *duty = (struct owed_duty){.norm = found[i].norm, .status = found[i].status};
        judge(asker, sets, duty, &out->unresolved);
    }
    out->duties = duties;
    owed_changes(asker, sets, out);
}
