/* defeat.c: hit, applicable, effective and contested over a box (docs/semantics.md).
 *
 * Resolved lazily for the norms at hand. What several parents share is remembered per box.
 * A component of the defeat graph can be a cycle on paper that no world realises; looking
 * into one again while it is on the stack answers MAYBE, which is sound, and cannot happen
 * at a single world, since there some node of the cycle does not apply, unless what keeps it
 * from applying is left away (a clause that is disabled, a waiver): split_box says so.
 */
#include "eval/engine.h"

void defeat_begin(struct evaluator *ev)
{
    ev->stamp++;
}

static struct memo *memo_of(struct evaluator *ev, uint32_t node)
{
    struct memo *memo = &ev->memos[node];
    if (memo->stamp != ev->stamp) {
        memo->stamp = ev->stamp;
        memo->hit = memo->effective = memo->on_stack = 0;
    }
    return memo;
}

enum eval_truth defeat_met(struct evaluator *ev, const struct box *box, uint32_t node)
{
    const struct table_node *n = &ev->table->nodes[node];
    enum eval_truth best = TRUTH_NO;
    for (uint32_t i = 0; i < n->record_count && best != TRUTH_YES; i++) {
        enum eval_truth t =
            truth_of_record(ev, box, table_record(ev->table, n->first_record + i));
        if (t > best)
            best = t;
    }
    return best;
}

enum eval_truth defeat_unhit(struct evaluator *ev, const struct box *box, uint32_t node)
{
    const struct table_node *n = &ev->table->nodes[node];
    enum eval_truth result = TRUTH_YES;
    for (uint32_t i = 0; i < n->child_count && result != TRUTH_NO; i++) {
        uint32_t child = ev->table->children[n->first_child + i];
        if (node == ev->unwaived && ev->table->nodes[child].kind == NODE_WAIVER)
            continue;
        enum eval_truth hit = defeat_hit(ev, box, child);
        enum eval_truth unhit = (enum eval_truth)(TRUTH_YES - hit);
        if (unhit < result)
            result = unhit;
    }
    return result;
}

static enum eval_truth less(enum eval_truth x, enum eval_truth y)
{
    return x < y ? x : y;
}

enum eval_truth defeat_hit(struct evaluator *ev, const struct box *box, uint32_t node)
{
    const struct table_node *n = &ev->table->nodes[node];
    ev->looked++;
    ev->worked += 1 + ev->record_work;
    if (n->kind == NODE_LIFT && n->info == ev->disabled)
        return TRUTH_NO;
    enum eval_truth met = defeat_met(ev, box, node);
    if (met == TRUTH_NO || n->child_count == 0)
        return met;
    struct memo *memo = memo_of(ev, node);
    if (memo->hit)
        return (enum eval_truth)(memo->hit - 1);
    if (memo->on_stack)
        return TRUTH_MAYBE;
    memo->on_stack = 1;
    enum eval_truth result = less(met, defeat_unhit(ev, box, node));
    memo->on_stack = 0;
    memo->hit = (uint8_t)(result + 1);
    return result;
}

/* No effective norm outranks it. */
static enum eval_truth unranked(struct evaluator *ev, const struct box *box, uint32_t norm)
{
    const struct table_norm *n = &ev->table->norms[norm];
    enum eval_truth result = TRUTH_YES;
    for (uint32_t i = 0; i < n->rank_count && result != TRUTH_NO; i++) {
        const struct table_rank *rank = &ev->table->ranks[n->first_rank + i];
        enum eval_truth holds =
            rank->condition == IR_NONE ? TRUTH_YES : defeat_met(ev, box, rank->condition);
        if (holds != TRUTH_NO)
            holds = less(holds, defeat_effective(ev, box, rank->winner));
        result = less(result, (enum eval_truth)(TRUTH_YES - holds));
    }
    return result;
}

enum eval_truth defeat_effective_if(struct evaluator *ev, const struct box *box, uint32_t norm,
                                    enum eval_truth met)
{
    if (ev->disabled != IR_NONE && ev->table->norms[norm].clause == ev->disabled)
        return TRUTH_NO;
    uint8_t traits = ev->traits[norm];
    if (met != TRUTH_NO && (traits & TRAIT_CHILDREN))
        met = less(met, defeat_unhit(ev, box, norm));
    if (met == TRUTH_NO || !(traits & TRAIT_RANKS))
        return met;
    struct memo *memo = memo_of(ev, norm);
    if (memo->on_stack)
        return TRUTH_MAYBE;
    memo->on_stack = 1;
    enum eval_truth result = less(met, unranked(ev, box, norm));
    memo->on_stack = 0;
    return result;
}

enum eval_truth defeat_effective(struct evaluator *ev, const struct box *box, uint32_t norm)
{
    struct memo *memo = memo_of(ev, norm);
    if (memo->effective)
        return (enum eval_truth)(memo->effective - 1);
    if (memo->on_stack)
        return TRUTH_MAYBE;
    enum eval_truth result = defeat_effective_if(ev, box, norm, defeat_met(ev, box, norm));
    memo->effective = (uint8_t)(result + 1);
    return result;
}

/* ---- contested ------------------------------------------------------------------------------- */

static bool same_bearer(const struct evaluator *ev, uint32_t m, uint32_t n)
{
    const struct vocab_node *x = &ev->table->vocab.nodes[ev->table->norms[m].bearer];
    const struct vocab_node *y = &ev->table->vocab.nodes[ev->table->norms[n].bearer];
    uint32_t x_end = x->first_leaf + x->leaf_count, y_end = y->first_leaf + y->leaf_count;
    if (ev->table->vocab.actor != VOCAB_NONE)
        return x->first_leaf < y_end && y->first_leaf < x_end;
    return x->first_leaf <= y->first_leaf && x_end >= y_end;
}

/* Does the permission count against the prohibition, whoever granted it? */
static enum eval_truth counts_against(const struct evaluator *ev, const struct box *box, uint32_t m, uint32_t n)
{
    if (!same_bearer(ev, m, n))
        return TRUTH_NO;
    uint32_t stricter = table_stricter(ev->table, m, n);
    return stricter == IR_NONE ? TRUTH_YES
                               : (enum eval_truth)(TRUTH_YES - truth_of_expr(ev, box, stricter));
}

bool defeat_answers(const struct evaluator *ev, uint32_t m, uint32_t n)
{
    const struct table *t = ev->table;
    const struct table_norm *grant = &t->norms[m], *against = &t->norms[n];
    bool held = false;
    for (uint32_t i = 0; i < against->holder_count && !held; i++)
        for (uint32_t k = 0; k < grant->holder_count && !held; k++)
            held = vocab_overlap(t->vocab.nodes, t->ids[against->first_holder + i],
                                 t->ids[grant->first_holder + k]);
    uint32_t stricter = table_stricter(t, m, n);
    bool never = stricter != IR_NONE && t->exprs[stricter].op == IR_TRUE;
    return held && !never && same_bearer(ev, m, n);
}

bool defeat_answers_all(const struct evaluator *ev, uint32_t m, uint32_t n)
{
    const struct table *t = ev->table;
    const struct table_norm *grant = &t->norms[m], *against = &t->norms[n];
    bool all = against->holder_count > 0 && same_bearer(ev, m, n)
               && table_stricter(t, m, n) == IR_NONE;
    for (uint32_t i = 0; i < against->holder_count && all; i++)
        all = vocab_covered(t->vocab.nodes, t->ids[against->first_holder + i],
                            t->ids + grant->first_holder, grant->holder_count);
    return all;
}

/* How surely is leave given to the bearer of the prohibition on behalf of the leaf `at` of the
 * parties? Moves `at` behind the leaves of which the answer holds too. */
static enum eval_truth granted_from(struct evaluator *ev, const struct box *box,
                                    const struct candidates *candidates, uint32_t norm, uint32_t *at)
{
    const struct table *t = ev->table;
    enum eval_truth best = TRUTH_NO;
    uint32_t end = *at;
    ev->worked += candidates->count - candidates->permits;
    for (size_t i = candidates->permits; i < candidates->count && best != TRUTH_YES; i++) {
        const struct candidate *c = &candidates->items[i];
        const struct table_norm *grant = &t->norms[c->norm];
        uint32_t reach = vocab_reach(t->vocab.nodes, *at, t->ids + grant->first_holder,
                                     grant->holder_count);
        if (reach == *at)
            continue;
        enum eval_truth given = counts_against(ev, box, c->norm, norm);
        if (given != TRUTH_NO)
            given = less(given, defeat_effective_if(ev, box, c->norm, (enum eval_truth)c->truth));
        if (given == TRUTH_NO)
            continue;
        if (given > best || (given == best && reach > end)) {
            best = given;
            end = reach;
        }
    }
    *at = end;
    return best;
}

/* Would every grant answer the two prohibitions alike? */
static bool contested_alike(const struct evaluator *ev, uint32_t x, uint32_t y)
{
    const struct table *t = ev->table;
    const struct table_norm *a = &t->norms[x], *b = &t->norms[y];
    if (a->bearer != b->bearer || a->holder_count != b->holder_count
        || t->clauses[a->clause].agreement != t->clauses[b->clause].agreement)
        return false;
    for (uint32_t h = 0; h < a->holder_count; h++)
        if (t->ids[a->first_holder + h] != t->ids[b->first_holder + h])
            return false;
    return true;
}

static enum eval_truth find_contested(struct evaluator *ev, const struct box *box,
                                      const struct candidates *candidates, uint32_t norm)
{
    const struct table_norm *n = &ev->table->norms[norm];
    enum eval_truth result = TRUTH_YES;
    for (uint32_t h = 0; h < n->holder_count; h++) {
        const struct vocab_node *holder =
            &ev->table->vocab.nodes[ev->table->ids[n->first_holder + h]];
        uint32_t at = holder->first_leaf;
        while (at < holder->first_leaf + holder->leaf_count && result != TRUTH_NO)
            result = less(result, granted_from(ev, box, candidates, norm, &at));
    }
    return result;
}

/* What many prohibitions of a box share is found once for them. */
enum eval_truth defeat_contested(struct evaluator *ev, const struct box *box,
                                 const struct candidates *candidates, uint32_t norm)
{
    if (!(ev->traits[norm] & TRAIT_CONTEST))
        return TRUTH_NO;
    const struct table_norm *n = &ev->table->norms[norm];
    uint32_t agreement = ev->table->clauses[n->clause].agreement;
    struct contest *known = &ev->contests[(n->bearer + agreement) % CONTESTS_KNOWN];
    if (known->stamp == ev->stamp && known->of == candidates->items
        && known->count == candidates->count && contested_alike(ev, known->norm, norm))
        return known->result;
    enum eval_truth result = find_contested(ev, box, candidates, norm);
    *known = (struct contest){ev->stamp, norm, candidates->items, candidates->count, result};
    return result;
}
