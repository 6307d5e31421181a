/* diff_reasons.c: what a verdict comes from, all over a region.
 *
 * A region has one verdict on each side, but not everywhere by the same clauses. In: regions that
 * have been shown. Out: the clauses that act somewhere in it, and whether they do everywhere; of
 * a permission why, of a dispute the terms. On one day a region is a description whose facts are
 * open, so each is asked as any description would be: exactly, over all its worlds. Days that
 * one policy cannot tell apart are asked about once. Where a share of the work does not
 * suffice, or the region stands for many pieces, what is told is that of its witness.
 */
#include "analysis/diff_parts.h"

#include <stdlib.h>
#include <string.h>

#define QUESTION_NODES 4000 /* of one question */
#define REGION_SHARE 8      /* of the work that is left, for one region */
#define LIFTED_TRIED 8      /* of the pairs of a witness */
#define IN_PARTS_TOLD 6     /* pairs, of which none lifts everywhere */

struct clause_seen {
    struct diff_clause clause;
    size_t days; /* on which it acts somewhere */
};

struct reasoner {
    struct joint *joint;
    enum diff_side side;
    struct evaluator *ev;
    const struct table *table;
    struct diff_region *region;
    struct value_set *sets; /* per variable; those of the day at hand */
    struct box *box;
    struct candidates all;
    size_t days;            /* that were asked about */
    VEC(struct clause_seen) clauses;
    enum eval_basis basis;
    bool lifted[LIFTED_TRIED]; /* of the witness: everywhere so far */
    VEC(struct eval_lifted) in_parts; /* that lifts somewhere; one more than are told */
    VEC(uint32_t) terms;
    bool each_term, contested;
    bool open; /* something was not settled */
};

static enum eval_verdict verdict_of(const struct reasoner *r)
{
    return r->region->results[r->side]->verdict;
}

/* ---- one question ------------------------------------------------------------------------------- */

static void begin(struct reasoner *r)
{
    r->open = r->open || r->ev->gave_up;
    r->ev->gave_up = false;
    r->ev->left = QUESTION_NODES;
}

static uint8_t answers(struct reasoner *r, const struct candidates *c, const struct question *q,
                       int enough)
{
    begin(r);
    return explore_answers(r->ev, r->box, c, q, enough);
}

/* ---- clauses ------------------------------------------------------------------------------------- */

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->clause != y->clause)
        return x->clause < y->clause ? -1 : 1;
    if (x->norm != y->norm)
        return x->norm < y->norm ? -1 : 1;
    return x->record < y->record ? -1 : x->record > y->record;
}

static struct clause_seen *seen(struct reasoner *r, uint32_t clause, enum norm_sign sign)
{
    for (size_t i = 0; i < r->clauses.count; i++)
        if (r->clauses.items[i].clause.clause == clause && r->clauses.items[i].clause.sign == sign)
            return &r->clauses.items[i];
    struct clause_seen fresh = {.clause = {.clause = clause, .norm = IR_NONE, .sign = sign}};
    VEC_PUSH(r->joint->arena, &r->clauses, fresh);
    return &r->clauses.items[r->clauses.count - 1];
}

/* The first norm of these candidates that is effective somewhere. */
static uint32_t first_effective(struct reasoner *r, const struct candidates *own)
{
    for (size_t i = 0; i < own->count; i++) {
        struct question question = {.kind = ASK_NORM, .id = own->items[i].norm};
        if (answers(r, own, &question, 2) & ANSWER_YES)
            return own->items[i].norm;
    }
    return own->items[0].norm; /* only where the work ran out */
}

/* All candidates of one clause and sign. */
static void ask_clause(struct reasoner *r, const struct candidates *own, enum norm_sign sign)
{
    struct question effect = {.kind = ASK_EFFECT, .id = own->items[0].clause, .sign = sign};
    begin(r);
    struct by_reading by = explore_readings(r->ev, r->box, own, &effect, false);
    if (!(by.answers & ANSWER_YES))
        return;
    struct clause_seen *clause = seen(r, effect.id, sign);
    enum diff_when when = by.answers == ANSWER_YES ? DIFF_ALWAYS
                          : by.varies              ? DIFF_SOMEWHERE
                                                   : DIFF_SOME_READINGS;
    clause->clause.when = when > clause->clause.when ? when : clause->clause.when;
    clause->days++;
    if (clause->clause.norm == IR_NONE)
        clause->clause.norm = first_effective(r, own);
    if (sign != SIGN_PROHIBIT || verdict_of(r) != EVAL_DISPUTED)
        return;
    struct question contest = {.kind = ASK_CONTESTED, .id = effect.id};
    if (answers(r, &r->all, &contest, 2) & ANSWER_YES)
        clause->clause.contested = true;
}

/* Of items first..end, sorted by clause. */
static void ask_clauses(struct reasoner *r, size_t first, size_t end, enum norm_sign sign)
{
    for (size_t i = first, next; i < end; i = next) {
        struct candidate *run = &r->all.items[i];
        for (next = i + 1; next < end && r->all.items[next].clause == run->clause;)
            next++;
        struct candidates own = {run, next - i, sign == SIGN_PERMIT ? 0 : next - i};
        struct arena_mark mark = arena_mark(&r->ev->work);
        ask_clause(r, &own, sign);
        arena_rewind(&r->ev->work, mark);
    }
}

/* ---- why it is permitted --------------------------------------------------------------------------- */

static enum eval_basis basis_of(struct reasoner *r)
{
    struct question question = {.kind = ASK_BASIS};
    if (!engine_binds(r->ev, r->sets))
        return BASIS_NO_CLAUSE_BINDS;
    uint8_t found = answers(r, &r->all, &question, 8);
    return found & 1 ? BASIS_NOTHING_SPEAKS : found & 2 ? BASIS_LIFTED : BASIS_GRANTED;
}

static bool lifted_by(struct reasoner *r, const struct eval_lifted *lifted, uint32_t other)
{
    struct question question = {.kind = ASK_LIFTED_BY, .id = lifted->norm, .other = other,
                                .by_rank = lifted->by_node == IR_NONE};
    return answers(r, &r->all, &question, 2) == ANSWER_YES;
}

/* Does this take the prohibition away on all of the day? */
static bool is_lifted(struct reasoner *r, const struct eval_lifted *lifted)
{
    const struct table_norm *norm = &r->table->norms[lifted->norm];
    if (lifted->by_node != IR_NONE)
        return lifted_by(r, lifted, lifted->by_node);
    for (uint32_t i = 0; i < norm->rank_count; i++)
        if (r->table->ranks[norm->first_rank + i].winner == lifted->by_norm
            && lifted_by(r, lifted, norm->first_rank + i))
            return true;
    return false;
}

static bool is_noted(const struct reasoner *r, const struct eval_lifted *lifted)
{
    for (size_t i = 0; i < r->in_parts.count; i++)
        if (memcmp(&r->in_parts.items[i], lifted, sizeof *lifted) == 0)
            return true;
    return false;
}

/* What takes the prohibition away somewhere on the day. */
static void note_lifting(struct reasoner *r, uint32_t norm)
{
    const struct table_node *node = &r->table->nodes[norm];
    const struct table_norm *n = &r->table->norms[norm];
    for (uint32_t i = 0; i < node->child_count + n->rank_count && r->in_parts.count <= IN_PARTS_TOLD; i++) {
        bool rank = i >= node->child_count;
        uint32_t by = rank ? n->first_rank + i - node->child_count : r->table->children[node->first_child + i];
        struct eval_lifted lifted = {norm, rank ? IR_NONE : by, rank ? r->table->ranks[by].winner : IR_NONE};
        struct question question = {.kind = ASK_LIFTED_BY, .id = norm, .other = by, .by_rank = rank};
        if (!is_noted(r, &lifted) && answers(r, &r->all, &question, 2) & ANSWER_YES)
            VEC_PUSH(r->joint->arena, &r->in_parts, lifted);
    }
}

/* Begins a day: what may hold on it. False: nothing does. */
static bool begin_day(struct reasoner *r)
{
    session_clear(r->ev);
    r->box = session_begin(r->ev, r->sets);
    if (r->box)
        r->all = gather_candidates(r->ev, r->box, true, false, &r->ev->work);
    return r->box;
}

static void ask_lifting(struct reasoner *r)
{
    if (!begin_day(r))
        return;
    for (size_t i = 0; i < r->all.permits && !r->open; i++)
        if (r->all.items[i].sign == SIGN_PROHIBIT)
            note_lifting(r, r->all.items[i].norm);
    begin(r);
}

static void ask_permitted(struct reasoner *r)
{
    const struct eval_result *witness = r->region->results[r->side];
    enum eval_basis basis = basis_of(r);
    bool binds = basis != BASIS_NO_CLAUSE_BINDS;
    if (r->days == 0)
        r->basis = basis;
    else if ((r->basis != BASIS_NO_CLAUSE_BINDS) != binds) /* on some days nobody is bound */
        r->basis = BASIS_NOTHING_SPEAKS;
    else
        r->basis = basis < r->basis ? basis : r->basis;
    for (size_t i = 0; i < LIFTED_TRIED && i < witness->lifted_count; i++)
        r->lifted[i] = (r->days == 0 || r->lifted[i]) && is_lifted(r, &witness->lifted[i]);
}

/* ---- what a dispute turns on ------------------------------------------------------------------------ */

static void ask_disputed(struct reasoner *r)
{
    static const struct question verdict = {.kind = ASK_VERDICT};
    const struct vocab *vocab = &r->table->vocab;
    size_t turns = 0, before = r->terms.count, again = 0;
    begin(r);
    bool varies = explore_readings(r->ev, r->box, &r->all, &verdict, true).varies;
    for (uint32_t t = 0; t < vocab->term_count; t++) {
        bool known = false;
        if (vocab->terms[t].var == VOCAB_NONE || !box_var_open(r->ev, r->box, vocab->terms[t].var))
            continue;
        begin(r);
        if (!explore_matters(r->ev, r->box, &r->all, &verdict, vocab->terms[t].var))
            continue;
        for (size_t i = 0; i < before; i++)
            known = known || r->terms.items[i] == t;
        if (!known)
            VEC_PUSH(r->joint->arena, &r->terms, t);
        again += known;
        turns++;
    }
    bool same = r->days == 0 || (again == before && r->terms.count == before);
    r->each_term = r->each_term && same && !varies;
    r->contested = r->contested || turns == 0 || varies;
}

/* ---- days ----------------------------------------------------------------------------------------------- */

static void ask_day(struct reasoner *r)
{
    if (!begin_day(r))
        return;
    size_t permits = r->all.permits, count = r->all.count;
    if (permits)
        qsort(r->all.items, permits, sizeof *r->all.items, compare_candidates);
    if (count > permits)
        qsort(r->all.items + permits, count - permits, sizeof *r->all.items, compare_candidates);
    if (verdict_of(r) != EVAL_PERMITTED)
        ask_clauses(r, 0, permits, SIGN_PROHIBIT);
    ask_clauses(r, permits, count, SIGN_PERMIT);
    if (verdict_of(r) == EVAL_PERMITTED)
        ask_permitted(r);
    if (verdict_of(r) == EVAL_DISPUTED)
        ask_disputed(r);
    begin(r);
    r->days++;
}

static size_t slice_of(const struct joint *j, size_t date)
{
    const struct axis *axis = &j->axes[0];
    size_t s = 0;
    while (axis->low[date] < j->slices.items[s].low || axis->high[date] > j->slices.items[s].high)
        s++;
    return s;
}

/* Does the region have a world on the day? Its patterns of an event may be of other slices. */
static bool occurs(const struct reasoner *r, size_t slice)
{
    const struct joint *j = r->joint;
    for (size_t a = 0; a < j->axis_count; a++) {
        const struct axis *axis = &j->axes[a];
        if (axis->kind == AXIS_EVENT
            && !bitset_intersects(axis->present + (size_t)axis->words * slice,
                                  axis_cells(axis, r->region->cells), axis->words))
            return false;
    }
    return true;
}

static void set_day(struct reasoner *r, size_t date)
{
    const struct joint *j = r->joint;
    int64_t day = j->axes[0].high[date]; /* the first may be before anything can have happened */
    for (size_t a = 1; a < j->axis_count; a++) {
        const struct axis *axis = &j->axes[a];
        uint32_t var = axis->var[r->side];
        if (var != VOCAB_NONE && axis->kind == AXIS_EVENT && !event_presumed(j, r->side, var))
            r->sets[var] = event_days(j, axis, axis_cells(axis, r->region->cells), day);
    }
    r->sets[VOCAB_DATE] = (struct value_set){.first = {day, day}};
}

/* All but the date and the events, which hang on it. */
static void set_facts(struct reasoner *r)
{
    const struct joint *j = r->joint;
    const struct vocab *vocab = &r->table->vocab;
    r->sets = ARENA_ARRAY(j->arena, struct value_set, vocab->var_count);
    for (uint32_t var = 0; var < vocab->var_count; var++)
        r->sets[var] = event_presumed(j, r->side, var)
                           ? (struct value_set){.first = {DATE_NEVER, DATE_NEVER}}
                           : space_domain(j->arena, vocab, var);
    for (size_t a = 1; a < j->axis_count; a++) {
        const struct axis *axis = &j->axes[a];
        if (axis->var[r->side] != VOCAB_NONE && axis->kind != AXIS_EVENT)
            r->sets[axis->var[r->side]] =
                axis_values(j, axis, r->side, axis_cells(axis, r->region->cells));
    }
}

/* Days of one slice that the table puts into one cell are alike. */
static void ask_days(struct reasoner *r, void (*ask)(struct reasoner *r))
{
    const struct joint *j = r->joint;
    const struct axis *axis = &j->axes[0];
    const uint64_t *dates = axis_cells(axis, r->region->cells);
    size_t slice_before = SIZE_MAX;
    uint32_t cell_before = IR_NONE;
    for (size_t d = bitset_next(dates, axis->count, 0); d < axis->count && !r->open;
         d = bitset_next(dates, axis->count, d + 1)) {
        size_t slice = slice_of(j, d);
        uint32_t cell = axis->cell[r->side] ? axis->cell[r->side][d] : 0;
        if (slice == slice_before && cell == cell_before)
            continue;
        slice_before = slice;
        cell_before = cell;
        if (!occurs(r, slice))
            continue;
        set_day(r, d);
        ask(r);
    }
}

/* ---- a region --------------------------------------------------------------------------------------------- */

static int compare_clauses(const void *a, const void *b)
{
    const struct diff_clause *x = a, *y = b;
    if (x->sign != y->sign)
        return x->sign < y->sign ? -1 : 1;
    return x->clause < y->clause ? -1 : x->clause > y->clause;
}

static const struct eval_lifted *lifted_everywhere(const struct reasoner *r)
{
    const struct eval_result *witness = r->region->results[r->side];
    for (size_t i = 0; i < LIFTED_TRIED && i < witness->lifted_count; i++)
        if (r->lifted[i])
            return &witness->lifted[i];
    return NULL;
}

static int compare_lifted(const void *a, const void *b)
{
    const struct eval_lifted *x = a, *y = b;
    if (x->norm != y->norm)
        return x->norm < y->norm ? -1 : 1;
    if (x->by_node != y->by_node)
        return x->by_node < y->by_node ? -1 : 1;
    return x->by_norm < y->by_norm ? -1 : x->by_norm > y->by_norm;
}

/* Of a permission: nothing lifts everywhere, so what does in parts; no matter if that is too many, or
 * more than the work that is left. */
static void find_in_parts(struct reasoner *r)
{
    bool lifted = verdict_of(r) == EVAL_PERMITTED && r->basis == BASIS_LIFTED && !lifted_everywhere(r);
    if (r->open || r->days == 0 || !lifted)
        return;
    ask_days(r, ask_lifting);
    if (r->open || r->in_parts.count > IN_PARTS_TOLD)
        r->in_parts.count = 0;
    if (r->in_parts.count)
        qsort(r->in_parts.items, r->in_parts.count, sizeof *r->in_parts.items, compare_lifted);
    r->open = false;
}

static void note(const struct reasoner *r, struct diff_reasons *out)
{
    struct diff_clause *clauses =
        ARENA_ARRAY(r->joint->arena, struct diff_clause, r->clauses.count + 1);
    for (size_t i = 0; i < r->clauses.count; i++) {
        clauses[i] = r->clauses.items[i].clause;
        if (r->clauses.items[i].days < r->days)
            clauses[i].when = DIFF_SOMEWHERE;
    }
    if (r->clauses.count)
        qsort(clauses, r->clauses.count, sizeof *clauses, compare_clauses);
    *out = (struct diff_reasons){.known = true, .clauses = clauses,
                                 .clause_count = r->clauses.count, .basis = r->basis,
                                 .terms = r->terms.items, .term_count = r->terms.count};
    for (size_t i = 0; i < r->clauses.count; i++)
        out->contested = out->contested || (r->contested && clauses[i].contested);
    out->each_term = r->each_term || (r->terms.count == 1 && !out->contested);
    out->lifted = lifted_everywhere(r);
    out->in_parts = r->in_parts.items;
    out->in_parts_count = r->in_parts.count;
}

/* What the verdict comes from at the witness. */
static void note_witness(const struct reasoner *r, struct diff_reasons *out)
{
    const struct eval_result *w = r->region->results[r->side];
    struct diff_clause *clauses = ARENA_ARRAY(r->joint->arena, struct diff_clause,
                                              w->clause_count + 1);
    for (size_t i = 0; i < w->clause_count; i++)
        clauses[i] = (struct diff_clause){
            w->clauses[i].clause, w->clauses[i].norm, w->clauses[i].sign,
            w->clauses[i].when == WHEN_ALWAYS ? DIFF_ALWAYS : DIFF_SOME_READINGS,
            w->clauses[i].contested};
    *out = (struct diff_reasons){.clauses = clauses, .clause_count = w->clause_count,
                                 .basis = w->basis, .lifted = w->verdict == EVAL_PERMITTED ? w->lifted : NULL,
                                 .terms = w->terms, .term_count = w->term_count,
                                 .each_term = true, .contested = w->term_count == 0};
}

static void find(struct joint *j, enum diff_side side, struct diff_region *region)
{
    struct evaluator *ev = j->ev[side];
    struct reasoner r = {.joint = j, .side = side, .ev = ev, .table = j->t[side], .region = region,
                         .each_term = true, .basis = BASIS_NONE};
    uint64_t purse = ev->purse, begun = ev->worked, share = j->reasons / REGION_SHARE;
    uint64_t most = joint_rest(j) / REGION_SHARE;
    share = share < most ? share : most;
    if (!region->partly && share > 0) {
        ev->purse = purse - begun < share || purse < begun ? purse : begun + share;
        ev->gave_up = false;
        set_facts(&r);
        ask_days(&r, ask_day);
        find_in_parts(&r);
        ev->purse = purse;
        ev->gave_up = false;
        j->reasons -= ev->worked - begun < j->reasons ? ev->worked - begun : j->reasons;
    }
    if (r.open || r.days == 0)
        note_witness(&r, &region->reasons[side]);
    else
        note(&r, &region->reasons[side]);
}

void find_reasons(struct joint *j, enum diff_side side, struct diff_regions *regions)
{
    for (size_t i = 0; i < regions->count; i++)
        find(j, side, &regions->items[i]);
}
