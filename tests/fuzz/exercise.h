/* exercise.h: everything that may be asked of a table that was opened. Nothing is expected
 * of the answers; they must come, without a bad access and within the budget. */
#ifndef POLC_TESTS_EXERCISE_H
#define POLC_TESTS_EXERCISE_H

#include "emit/table.h"
#include "eval/eval.h"

static inline struct value_set exercise_domain(const struct vocab_var *var,
                                               const struct interval *never)
{
    struct value_set set = {.first = {DATE_FIRST, DATE_LAST}, .origin = VALUE_MISSING};
    switch ((enum var_kind)var->kind) {
    case VAR_LEAF:
    case VAR_READING:
        set.first = (struct interval){0, (int64_t)var->leaf_count - 1};
        break;
    case VAR_NUMBER:
        set.first = (struct interval){var->low, var->high};
        break;
    case VAR_DATE_OF_CASE:
        set.first = (struct interval){20535, 20535}; /* 2026-03-23 */
        break;
    case VAR_EVENT:
        set.first.high = 20535;
        set.more = never;
        set.more_count = 1;
        break;
    case VAR_DAY:
        break;
    }
    return set;
}

/* The world of the least, or of the greatest, value of each variable, and the whole box;
 * `everything`: with all that an output says of it, which takes long. */
static inline void exercise_table(const struct table *table, struct arena *arena, uint64_t budget,
                                  bool everything)
{
    bool unresolved;
    static const struct interval never = {DATE_NEVER, DATE_NEVER};
    uint32_t count = table->vocab.var_count;
    struct value_set *sets = ARENA_ARRAY(arena, struct value_set, count);
    int64_t *least = ARENA_ARRAY(arena, int64_t, count);
    int64_t *greatest = ARENA_ARRAY(arena, int64_t, count);
    for (uint32_t v = 0; v < count; v++) {
        sets[v] = exercise_domain(&table->vocab.vars[v], &never);
        least[v] = sets[v].first.low;
        greatest[v] = sets[v].more_count ? DATE_NEVER : sets[v].first.high;
    }
    struct evaluator *evaluator = evaluator_new(arena, table);
    evaluator_budget(evaluator, budget);
    eval_world(evaluator, least);
    eval_world(evaluator, greatest);
    eval_verdict(evaluator, sets, &unresolved);
    if (everything)
        eval_box(evaluator, sets, arena);
    evaluator_free(evaluator);
}

/* All listings of a table. */
static inline void exercise_prints(const struct table *table, struct arena *arena)
{
    struct strbuf out;
    strbuf_init(&out, arena);
    emit_table_text(table, arena, 80, &out);
    emit_table_markdown(table, arena, &out);
    emit_table_csv(table, arena, &out);
    table_print(table, &out);
}

#endif
