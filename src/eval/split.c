/* split.c: where to cut a box so that the question gets nearer to an answer.
 *
 * The first undecided norm that bears on the question is followed down: its own condition,
 * what may defeat it, what may defeat that. The cut is along the boundary of a record (or
 * literal) that the box straddles, so each cut decides something. Columns of the frozen
 * variable are passed over, and so are all but readings when only these may be cut.
 */
#include "eval/engine.h"

struct finder {
    struct evaluator *ev;
    const struct box *box;
    const struct candidates *candidates;
    enum split_on on;
    struct split *out;
};

static bool may_cut(const struct finder *f, uint32_t column)
{
    const struct table_column *c = &f->ev->table->columns[column];
    if (c->var == f->ev->frozen)
        return false;
    switch (f->on) {
    case SPLIT_ANY:
        return true;
    case SPLIT_READINGS:
        return c->kind == COLUMN_READING;
    case SPLIT_FACTS:
        return c->kind != COLUMN_READING;
    case SPLIT_SAID:
        return f->ev->table->vocab.vars[c->var].role != VAR_ROLE_REDACTED;
    }
    return false;
}

static bool cut_small(const struct finder *f, uint32_t column, uint64_t cells)
{
    if (!may_cut(f, column))
        return false;
    *f->out = (struct split){.column = column, .small = true, .cells = cells};
    return true;
}

/* Cuts a wide column at the near end of low..high, whichever the hull straddles. */
static bool cut_wide(const struct finder *f, uint32_t column, uint32_t low, uint32_t high)
{
    uint32_t lane = f->ev->table->columns[column].lane;
    uint32_t from = f->box->cell_low[lane], to = f->box->cell_high[lane];
    if (!may_cut(f, column) || (low <= from && high >= to))
        return false;
    *f->out = (struct split){.column = column, .low = from, .high = low > from ? low - 1 : high};
    return f->out->high < to;
}

static bool cut_literal(const struct finder *f, uint32_t literal)
{
    const struct table *t = f->ev->table;
    const struct ir_literal *l = &t->literals[literal];
    const struct table_column *c = &t->columns[l->column];
    if (truth_of_literal(f->ev, f->box, literal) != TRUTH_MAYBE)
        return false;
    uint64_t bits = 0;
    for (uint32_t i = 0; i < l->range_count; i++) {
        const struct ir_range *r = &t->ranges[l->first_range + i];
        if (c->small) {
            uint32_t width = r->high - r->low + 1;
            bits |= (width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1) << r->low << c->shift;
        } else if (r->high >= f->box->cell_low[c->lane]) {
            return cut_wide(f, l->column, r->low, r->high);
        }
    }
    return c->small && cut_small(f, l->column, bits);
}

/* Nothing was to be cut there before. */
static bool seen_name(struct evaluator *ev, uint32_t named)
{
    struct named_memo *memo = &ev->names[named];
    if (memo->visit == ev->visit)
        return true;
    memo->visit = ev->visit;
    return false;
}

static bool cut_part(const struct finder *f, uint32_t expr)
{
    const struct table_expr *e = &f->ev->table->exprs[expr];
    if (truth_of_expr(f->ev, f->box, expr) != TRUTH_MAYBE)
        return false;
    switch ((enum ir_op)e->op) {
    case IR_LITERAL:
        return cut_literal(f, e->a);
    case IR_NOT:
        return cut_part(f, e->a);
    case IR_AND:
    case IR_OR:
        return cut_part(f, e->a) || cut_part(f, e->b);
    case IR_NAMED:
        return !seen_name(f->ev, e->a) && cut_part(f, f->ev->table->named[e->a].expr);
    case IR_TRUE:
    case IR_FALSE:
        return false;
    }
    return false;
}

static bool cut_expr(const struct finder *f, uint32_t expr)
{
    return truth_of_expr(f->ev, f->box, expr) == TRUTH_MAYBE && cut_part(f, expr);
}

static bool cut_masks(const struct finder *f, const uint64_t *mask)
{
    const struct evaluator *ev = f->ev;
    for (uint32_t w = 0; w < ev->meta->mask_words; w++) {
        uint64_t outside = f->box->mask[w] & ~mask[w];
        while (outside) {
            uint32_t column = ev->bit_column[w * 64u + (unsigned)__builtin_ctzll(outside)];
            if (cut_small(f, column, mask[w] & ev->field[column]))
                return true;
            outside &= ~ev->field[column];
        }
    }
    return false;
}

static bool cut_lanes(const struct finder *f, const uint16_t *low, const uint16_t *high)
{
    for (uint32_t l = 0; l < f->ev->wide_count; l++) {
        uint32_t column = f->ev->lane_column[l];
        uint32_t shift = f->ev->table->columns[column].lane_shift;
        if (cut_wide(f, column, (uint32_t)low[l] << shift,
                     (((uint32_t)high[l] + 1) << shift) - 1))
            return true;
    }
    return false;
}

static bool cut_record(const struct finder *f, const unsigned char *record)
{
    const struct evaluator *ev = f->ev;
    if (truth_of_record(ev, f->box, record) != TRUTH_MAYBE)
        return false;
    const uint64_t *mask = (const uint64_t *)(const void *)record;
    const uint16_t *low = (const uint16_t *)(const void *)(mask + ev->meta->mask_words);
    uint32_t cube = record_cube(ev, record);
    if (cube == IR_NONE)
        return cut_masks(f, mask) || cut_lanes(f, low, low + ev->meta->lanes);
    const struct table_node *node = &ev->table->nodes[record_node(ev, record)];
    if (node->residual)
        return cut_expr(f, node->expr);
    const struct ir_cube *c = &ev->table->cubes[cube];
    for (uint32_t i = 0; i < c->count; i++)
        if (cut_literal(f, ev->table->cube_literals[c->first + i]))
            return true;
    return false;
}

/* ---- down the defeat graph --------------------------------------------------------------------- */

static bool seen(struct evaluator *ev, uint32_t node)
{
    struct memo *memo = &ev->memos[node];
    if (memo->visit == ev->visit)
        return true;
    memo->visit = ev->visit;
    return false;
}

static bool cut_own(const struct finder *f, uint32_t node)
{
    const struct table_node *n = &f->ev->table->nodes[node];
    if (defeat_met(f->ev, f->box, node) != TRUTH_MAYBE)
        return false;
    for (uint32_t i = 0; i < n->record_count; i++)
        if (cut_record(f, table_record(f->ev->table, n->first_record + i)))
            return true;
    return false;
}

static bool cut_children(const struct finder *f, uint32_t node);

static bool cut_hit(const struct finder *f, uint32_t node)
{
    if (defeat_hit(f->ev, f->box, node) != TRUTH_MAYBE || seen(f->ev, node))
        return false;
    return cut_own(f, node) || cut_children(f, node);
}

static bool cut_children(const struct finder *f, uint32_t node)
{
    const struct table_node *n = &f->ev->table->nodes[node];
    for (uint32_t i = 0; i < n->child_count; i++)
        if (cut_hit(f, f->ev->table->children[n->first_child + i]))
            return true;
    return false;
}

static bool cut_effective(const struct finder *f, uint32_t norm);

static bool cut_rank(const struct finder *f, const struct table_rank *rank)
{
    if (rank->condition != IR_NONE) {
        if (defeat_met(f->ev, f->box, rank->condition) == TRUTH_NO)
            return false;
        if (cut_own(f, rank->condition))
            return true;
    }
    return defeat_effective(f->ev, f->box, rank->winner) == TRUTH_MAYBE
           && cut_effective(f, rank->winner);
}

static bool cut_defeaters(const struct finder *f, uint32_t norm)
{
    const struct table_norm *n = &f->ev->table->norms[norm];
    if (cut_children(f, norm))
        return true;
    for (uint32_t i = 0; i < n->rank_count; i++)
        if (cut_rank(f, &f->ev->table->ranks[n->first_rank + i]))
            return true;
    return false;
}

static bool cut_effective(const struct finder *f, uint32_t norm)
{
    if (seen(f->ev, norm))
        return false;
    return cut_own(f, norm) || cut_defeaters(f, norm);
}

/* ---- per question ------------------------------------------------------------------------------- */

static bool cut_candidate(const struct finder *f, const struct candidate *k)
{
    enum eval_truth met = (enum eval_truth)k->truth;
    if (defeat_effective_if(f->ev, f->box, k->norm, met) == TRUTH_NO)
        return false;
    return (met == TRUTH_MAYBE && cut_record(f, k->record)) || cut_defeaters(f, k->norm);
}

static bool cut_contest(const struct finder *f, uint32_t norm)
{
    if (defeat_contested(f->ev, f->box, f->candidates, norm) != TRUTH_MAYBE)
        return false;
    for (size_t i = f->candidates->permits; i < f->candidates->count; i++) {
        const struct candidate *k = &f->candidates->items[i];
        if (!defeat_answers(f->ev, k->norm, norm))
            continue;
        uint32_t stricter = table_stricter(f->ev->table, k->norm, norm);
        if (cut_candidate(f, k) || (stricter != IR_NONE && cut_expr(f, stricter)))
            return true;
    }
    return false;
}

static bool cut_breach(const struct finder *f, const struct table_duty *duty)
{
    for (uint32_t i = 0; i < duty->breach_count; i++) {
        uint32_t norm = f->ev->table->ids[duty->first_breach + i];
        enum eval_truth e = defeat_effective(f->ev, f->box, norm);
        if (e == TRUTH_MAYBE && cut_effective(f, norm))
            return true;
        if (e != TRUTH_NO && cut_contest(f, norm))
            return true;
    }
    return false;
}

/* A prohibition that is not effective for sure may still be lifted or not: what matters is
 * then whether its own condition holds. */
static bool cut_met(const struct finder *f, const struct candidate *k)
{
    return k->truth == TRUTH_MAYBE && cut_record(f, k->record);
}

static bool cut_for(const struct finder *f, const struct question *q, const struct candidate *k)
{
    const struct table_norm *norm = &f->ev->table->norms[k->norm];
    switch (q->kind) {
    case ASK_VERDICT:
    case ASK_CONTESTED:
    case ASK_NORM_CONTESTED:
    case ASK_BLOCKED:
        if (defeat_effective_if(f->ev, f->box, k->norm, (enum eval_truth)k->truth) == TRUTH_NO)
            return false;
        return cut_candidate(f, k) || cut_contest(f, k->norm);
    case ASK_EFFECT:
    case ASK_NORM:
        return cut_candidate(f, k);
    case ASK_DUTY:
        return cut_candidate(f, k)
               || ((norm->flags & NORM_IN_BREACH)
                   && cut_breach(f, table_duty(f->ev->table, k->norm)));
    case ASK_BASIS:
    case ASK_LIFTED:
    case ASK_LIFTED_BY:
        return cut_met(f, k) || cut_candidate(f, k);
    case ASK_DIFFERS:
        return cut_met(f, k) || cut_candidate(f, k) || cut_contest(f, k->norm);
    case ASK_HIT:
    case ASK_MET:
    case ASK_EXPR:
    case ASK_HELD:
    case ASK_FORCED:
        return false;
    }
    return false;
}

static bool cut_held(const struct finder *f, const struct question *q)
{
    const struct table *t = f->ev->table;
    for (size_t i = 0; i < f->candidates->count; i++) {
        const struct candidate *k = &f->candidates->items[i];
        if (question_held_by(f->ev, q, k)
            && (cut_candidate(f, k)
                || ((t->norms[k->norm].flags & NORM_IN_BREACH)
                    && cut_breach(f, table_duty(t, k->norm)))))
            return true;
    }
    return false;
}

static bool cut_pairs(const struct finder *f, const struct question *q)
{
    for (uint32_t i = 0; i < q->other; i++)
        if (truth_of_expr(f->ev, f->box, q->pairs[i].first) != TRUTH_NO
            && truth_of_expr(f->ev, f->box, q->pairs[i].second) != TRUTH_NO
            && (cut_expr(f, q->pairs[i].first) || cut_expr(f, q->pairs[i].second)))
            return true;
    return false;
}

static bool cut_concerned(const struct finder *f, const struct question *question)
{
    for (size_t i = 0; i < f->candidates->count; i++) {
        const struct candidate *k = &f->candidates->items[i];
        if (question_concerns(question, k) && cut_for(f, question, k))
            return true;
    }
    return false;
}

bool split_find(struct evaluator *ev, const struct box *box, const struct candidates *candidates,
                const struct question *question, enum split_on on, struct split *out)
{
    struct finder f = {ev, box, candidates, on, out};
    ev->visit++;
    if (question->kind == ASK_HIT)
        return cut_hit(&f, question->id);
    if (question->kind == ASK_MET)
        return cut_own(&f, question->id);
    if (question->kind == ASK_EXPR)
        return cut_expr(&f, question->id);
    if (question->kind == ASK_NORM)
        return cut_effective(&f, question->id);
    if (question->kind == ASK_FORCED)
        return cut_pairs(&f, question);
    if (question->kind == ASK_LIFTED_BY) {
        if (!question->by_rank && cut_hit(&f, question->other))
            return true;
        if (question->by_rank
            && (cut_children(&f, question->id)
                || cut_rank(&f, &ev->table->ranks[question->other])))
            return true;
    }
    bool held = question->kind == ASK_HELD;
    if (held ? cut_held(&f, question) : cut_concerned(&f, question))
        return true;
    if (question->kind != ASK_DIFFERS && !held)
        return false;
    ev->disabled = question->id;
    ev->visit++;
    defeat_begin(ev);
    bool found = held ? cut_held(&f, question) : cut_concerned(&f, question);
    ev->disabled = IR_NONE;
    defeat_begin(ev);
    return found;
}

/* Some open column, when nothing better is known. */
static bool cut_anywhere(const struct evaluator *ev, const struct box *box, struct split *out)
{
    for (uint32_t i = 0; i < ev->table->columns_count; i++) {
        const struct table_column *c = &ev->table->columns[i];
        if (c->var == ev->frozen)
            continue;
        if (c->small) {
            uint64_t bits = box->mask[c->word] & ev->field[i];
            if (bits & (bits - 1)) {
                *out = (struct split){.column = i, .small = true, .cells = bits & (~bits + 1)};
                if (c->kind == COLUMN_SINCE)
                    out->cells = UINT64_C(2) << c->shift;
                return true;
            }
        } else if (box->cell_low[c->lane] != box->cell_high[c->lane]) {
            *out = (struct split){.column = i,
                                  .low = box->cell_low[c->lane],
                                  .high = box->cell_low[c->lane]};
            return true;
        }
    }
    return false;
}

bool split_box(struct evaluator *ev, const struct box *box, const struct candidates *candidates,
               const struct question *question, struct split *out)
{
    if (split_find(ev, box, candidates, question, SPLIT_ANY, out) || cut_anywhere(ev, box, out))
        return true;
    if (question->kind != ASK_DIFFERS && question->kind != ASK_HELD && ev->unwaived == IR_NONE)
        guard_raise(ev->work.guard, FAULT_BUG); /* one world, yet no answer */
    return false;
}

bool split_inside_first(const struct evaluator *ev, const struct box *box,
                        const struct split *split)
{
    if (split->small)
        return true;
    uint32_t lane = ev->table->columns[split->column].lane;
    return split->high - split->low <= box->cell_high[lane] - split->high;
}
