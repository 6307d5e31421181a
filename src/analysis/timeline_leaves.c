/* timeline_leaves.c: where it is that something begins or ends, when it does so in some cases only.
 *
 * `clause 1 until miss of site` ends on the day of miss.UK where the site is UK, and nowhere else:
 * with the site open it may be live before that day and after it. So for each event by leaf that
 * counts from the day on, and each open fact of its kind, the condition is asked again with the
 * fact at that leaf. What is told is true of that leaf by itself.
 */
#include "analysis/timeline_parts.h"

#include "eval/engine.h"

struct leaves {
    VEC(struct timeline_leaf) list;
};

static bool may_be(const struct value_set *set, int64_t leaf)
{
    bool more = false;
    for (uint32_t i = 0; i < set->more_count; i++)
        more = more || (set->more[i].low <= leaf && leaf <= set->more[i].high);
    return more || (set->first.low <= leaf && leaf <= set->first.high);
}

static bool is_open_fact(const struct clock *clock, uint32_t var, uint32_t kind)
{
    const struct vocab_var *v = &clock->asker->table->vocab.vars[var];
    const struct value_set *set = &clock->sets[var];
    return v->kind == VAR_LEAF && v->leaf_kind == kind
           && (set->more_count || set->first.low != set->first.high);
}

static enum eval_truth truth_at(struct clock *clock, uint32_t expr, const struct timeline_leaf *at,
                                int64_t day)
{
    struct evaluator *evaluator = clock->asker->evaluator;
    clock_on(clock, day);
    struct value_set all = clock->sets[at->var];
    clock->sets[at->var] = (struct value_set){.first = {at->leaf, at->leaf}, .origin = all.origin};
    enum eval_truth truth = eval_expr(evaluator, clock->sets, expr);
    clock_note(clock, day);
    clock->sets[at->var] = all;
    return truth;
}

bool causes_sentence(const struct table *table, uint32_t node, uint32_t clause)
{
    if (table->nodes[node].kind == NODE_LIFT)
        return table->nodes[node].info == clause;
    if (table->nodes[node].kind != NODE_NORM || table->norms[node].clause != clause)
        return false;
    const struct table_duty *duty = table_duty(table, node);
    bool own = (table->norms[node].flags & NORM_IN_BREACH) != 0;
    for (uint32_t i = 0; i < duty->breach_count && own; i++)
        own = table->norms[table->ids[duty->first_breach + i]].clause == clause;
    return !own;
}

/* Is a sentence of the clause about this leaf, on one side of the day? Of what is no clause always. */
static bool speaks(struct causes *causes, const struct timeline_cause *cause,
                   const struct timeline_leaf *at)
{
    const struct table *t = causes->clock->asker->table;
    bool sentence = false;
    for (uint32_t n = 0; n < t->nodes_count && cause->what == TIMELINE_CLAUSE; n++) {
        if (!causes_sentence(t, n, cause->id))
            continue;
        sentence = true;
        if ((truth_at(causes->clock, t->nodes[n].expr, at, causes->day - 1) != TRUTH_NO
                || truth_at(causes->clock, t->nodes[n].expr, at, causes->day) != TRUTH_NO))
            return true;
    }
    return !sentence;
}

static void look_at_leaf(struct causes *causes, uint32_t expr, const struct timeline_leaf *at,
                         const struct timeline_cause *cause, struct leaves *out)
{
    struct timeline_leaf leaf = *at;
    enum eval_truth before = truth_at(causes->clock, expr, at, causes->day - 1);
    enum eval_truth after = truth_at(causes->clock, expr, at, causes->day);
    for (size_t i = 0; i < out->list.count; i++)
        if (out->list.items[i].var == at->var && out->list.items[i].leaf == at->leaf)
            return;
    leaf.ends = after == TRUTH_NO;
    if (before != after && (before == TRUTH_NO || after == TRUTH_NO) && speaks(causes, cause, at))
        VEC_PUSH(causes->clock->asker->arena, &out->list, leaf);
}

void causes_leaves(struct causes *causes, uint32_t expr, struct timeline_cause *cause)
{
    struct clock *clock = causes->clock;
    const struct vocab *vocab = &clock->asker->table->vocab;
    struct mentions mentions = {0};
    struct leaves found = {0};
    if (cause->before != TRUTH_MAYBE && cause->after != TRUTH_MAYBE)
        return;
    mentions_of(clock, expr, &mentions);
    for (size_t i = 0; i < mentions.columns.count; i++) {
        uint32_t column = mentions.columns.items[i];
        uint32_t event = clock->asker->table->columns[column].var;
        const struct vocab_family *family = vocab_family_of(vocab, event);
        if (!family || family->role != FAMILY_EVENTS || !days_has(clock, column, causes->day))
            continue;
        for (uint32_t v = 0; v < vocab->var_count; v++) {
            struct timeline_leaf at = {v, event - family->first_var, false};
            if (is_open_fact(clock, v, family->leaf_kind) && may_be(&clock->sets[v], at.leaf))
                look_at_leaf(causes, expr, &at, cause, &found);
        }
    }
    cause->leaves = found.list.items;
    cause->leaf_count = found.list.count;
}
