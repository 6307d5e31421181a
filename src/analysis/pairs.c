/* pairs.c: CONFLICT and OVERLAP: which sentences meet.
 *
 * For each sentence the others that may hold beside it are gathered inside its own records,
 * which the table's index makes cheap; each pair of clauses is then asked about once.
 * Conflicts are gathered from the side of which there are fewer: mostly the permissions. One
 * that answers every prohibition that may hold beside it, as in most agreements of two, settles
 * its conflicts alone: wherever it and a prohibition are effective, all that is prohibited is
 * contested, and nothing else needs to be looked at.
 */
#include "analysis/findings.h"

#include <stdlib.h>

enum pair_kind { PAIR_CONFLICT, PAIR_OVERLAP };

struct pair {
    uint32_t norm, other;
    uint32_t clause, other_clause; /* theirs */
    bool answered; /* the permission answers every prohibition that may hold beside it */
};

struct pairs {
    struct analysis *a;
    enum pair_kind kind;
    VEC(struct pair) list; /* sentences that may meet */
    uint32_t *known;       /* per sentence: the last one that it was noted with, plus 1 */
    bool permits;          /* the sentence at hand is the permission of a conflict */
    bool answered;         /* so far: it answers every prohibition that may hold beside it */
};

static bool contestable(const struct table *t, uint32_t norm)
{
    return (t->norms[norm].flags & NORM_MAY_CONTEST) != 0;
}

/* Is the prohibition contested wherever both are effective? */
static bool answers_all(const struct pairs *p, uint32_t permission, uint32_t norm)
{
    return contestable(p->a->table, norm)
           && defeat_answers_all(p->a->space->ev, permission, norm);
}

static bool matter(const struct pairs *p, const struct candidate *c, uint32_t norm)
{
    const struct table *t = p->a->table;
    const struct table_norm *n = &t->norms[norm];
    if (p->kind == PAIR_OVERLAP)
        return c->sign == n->sign && c->norm > norm && c->clause != n->clause;
    if (p->permits)
        return contestable(t, c->norm) && defeat_answers(p->a->space->ev, norm, c->norm);
    return c->sign == SIGN_PERMIT && defeat_answers(p->a->space->ev, c->norm, norm);
}

static void note_pair(struct pairs *p, uint32_t norm, uint32_t other)
{
    const struct table *t = p->a->table;
    if (p->known[other] == norm + 1)
        return;
    p->known[other] = norm + 1;
    struct pair pair = {norm, other, t->norms[norm].clause, t->norms[other].clause, false};
    if (p->permits || (p->kind == PAIR_OVERLAP && pair.clause > pair.other_clause))
        pair = (struct pair){other, norm, pair.other_clause, pair.clause, false};
    VEC_PUSH(p->a->arena, &p->list, pair);
}

/* Which sentences may hold in the box? */
static void gather_in(struct pairs *p, uint32_t norm, const struct box *box)
{
    static const struct demand any = {{.kind = ASK_VERDICT}, 0};
    const struct query query = {IR_NONE, &any, 1};
    struct evaluator *ev = p->a->space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    if (engine_spend(ev)) {
        struct candidates c = search_gather(p->a->space, &query, box);
        for (size_t i = 0; i < c.count; i++) {
            if (matter(p, &c.items[i], norm))
                note_pair(p, norm, c.items[i].norm);
            if (p->answered && c.items[i].sign == SIGN_PROHIBIT)
                p->answered = answers_all(p, norm, c.items[i].norm);
        }
    }
    arena_rewind(&ev->work, mark);
}

/* Of three products out of many each is asked about by itself: else all between the first and
 * the last would be pairs to settle. */
static void gather_record(struct pairs *p, uint32_t norm, size_t slice, const unsigned char *record)
{
    const struct space *space = p->a->space;
    struct evaluator *ev = space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    struct box *whole = space_box(space, slice), *box = box_new(ev, &ev->work);
    if (whole && box_meet(ev, whole, record)) {
        const struct ir_literal *l = search_in_pieces(ev, record);
        if (!l)
            gather_in(p, norm, whole);
        for (uint32_t i = 0; l && i < l->range_count && !ev->gave_up; i++)
            if (search_piece(ev, l, i, whole, box))
                gather_in(p, norm, box);
    }
    arena_rewind(&ev->work, mark);
}

/* Which sentences may hold where this one does? False when the budget of the rule ran out. */
static bool gather_pairs(struct pairs *p, uint32_t norm)
{
    const struct evaluator *ev = p->a->space->ev;
    const struct table_node *node = &p->a->table->nodes[norm];
    struct search search = finding_search(p->a);
    size_t first = p->list.count;
    search.each = search.total;
    p->answered = p->permits;
    search_begin(&search);
    for (size_t s = 0; s < p->a->space->slice_count; s++)
        for (uint32_t r = 0; r < node->record_count && !ev->gave_up; r++)
            gather_record(p, norm, s, table_record(p->a->table, node->first_record + r));
    bool all = !ev->gave_up;
    for (size_t i = first; i < p->list.count; i++)
        p->list.items[i].answered = p->answered && all;
    search_spent(&search);
    return all;
}

/* Whether it meets others was not looked at everywhere. */
static void leave_open(struct pairs *p, uint32_t norm)
{
    struct finding *f =
        finding_add(p->a, p->kind == PAIR_CONFLICT ? DIAG_CONFLICT : DIAG_OVERLAP);
    f->norm = norm;
    f->clause = p->a->table->norms[norm].clause;
    f->unresolved = true;
}

/* What a pair asks for: a world where both are effective; of a conflict, where the prohibition is
 * contested and, unless masked, nothing beyond contest. Where the permission answers everything
 * the first two are enough to look for, as the rest follows from them. */
struct meeting {
    struct demand demands[5];
    struct query whole, sought;
};

static void meeting_of(const struct table *t, const struct pair *pair, bool masked,
                       struct meeting *out)
{
    uint32_t stricter = table_stricter(t, pair->other, pair->norm);
    bool conflict = t->norms[pair->norm].sign != t->norms[pair->other].sign;
    size_t count = 2;
    out->demands[0] = demand_of(ASK_NORM, pair->norm, true);
    out->demands[1] = demand_of(ASK_NORM, pair->other, true);
    if (conflict) {
        if (stricter != IR_NONE)
            out->demands[count++] = demand_of(ASK_EXPR, stricter, false);
        out->demands[count++] = demand_of(ASK_NORM_CONTESTED, pair->norm, true);
        if (!masked)
            out->demands[count++] = (struct demand){{.kind = ASK_VERDICT}, WORLD_CONTESTED};
    }
    out->whole = (struct query){pair->norm, out->demands, count};
    out->sought = (struct query){pair->norm, out->demands, pair->answered ? 2 : count};
}

/* Its witness is made when somebody wants to see it. */
static void add_finding(struct pairs *p, const struct pair *pair, bool masked, bool found)
{
    struct finding *f =
        finding_add(p->a, p->kind == PAIR_CONFLICT ? DIAG_CONFLICT : DIAG_OVERLAP);
    f->norm = pair->norm;
    f->other_norm = pair->other;
    f->clause = pair->clause;
    f->other_clause = pair->other_clause;
    f->masked = masked;
    f->answered = pair->answered;
    f->unresolved = !found;
}

#define QUIET_BUDGET 4000 /* nodes, to find a world without events */

/* The search took this way to a world already, so it is found again. */
void finding_see(const struct analysis *a, struct finding *f)
{
    if ((f->code != DIAG_CONFLICT && f->code != DIAG_OVERLAP) || f->unresolved || f->witness)
        return;
    struct pair pair = {f->norm, f->other_norm, f->clause, f->other_clause, f->answered};
    struct search search = search_new(a->space, UINT64_MAX);
    struct witness *w = finding_witness(a);
    struct meeting meeting;
    search.each = UINT64_MAX;
    meeting_of(a->table, &pair, f->masked, &meeting);
    struct search quiet = search_new(finding_quiet(a), QUIET_BUDGET);
    struct search *in = &quiet;
    if (search_more(&quiet, &meeting.sought, &meeting.whole, w) != SEARCH_FOUND) {
        in = &search;
        if (search_more(&search, &meeting.sought, &meeting.whole, w) != SEARCH_FOUND)
            guard_raise(a->arena->guard, FAULT_BUG);
    }
    finding_unread(a, in->space, &meeting.sought, &meeting.whole, w);
    f->witness = w;
}

/* All pairs of sentences of the same two clauses: the first that shows it will do. */
static void settle(struct pairs *p, size_t first, size_t end)
{
    struct search search = finding_search(p->a);
    bool open = false;
    for (int masked = 0; masked < (p->kind == PAIR_CONFLICT ? 2 : 1); masked++)
        for (size_t i = first; i < end; i++) {
            const struct pair *pair = &p->list.items[i];
            struct meeting meeting;
            if (masked && pair->answered)
                continue; /* looked for already */
            meeting_of(p->a->table, pair, masked != 0, &meeting);
            enum search_found found = search_ahead(&search, &meeting.sought);
            if (found == SEARCH_FOUND) {
                add_finding(p, pair, masked != 0, true);
                return;
            }
            open = open || found == SEARCH_UNRESOLVED;
        }
    if (open)
        add_finding(p, &p->list.items[first], false, false);
}

static int compare(uint32_t x, uint32_t y)
{
    return (x > y) - (x < y);
}

static int by_clauses(const void *x, const void *y)
{
    const struct pair *a = x, *b = y;
    int order = compare(a->clause, b->clause);
    order = order ? order : compare(a->other_clause, b->other_clause);
    order = order ? order : compare(a->norm, b->norm);
    return order ? order : compare(a->other, b->other);
}

/* Are there fewer permissions than prohibitions that might be contested? */
static bool permits_are_fewer(const struct table *t)
{
    size_t permits = 0, contested = 0;
    for (uint32_t n = 0; n < t->meta->norm_count; n++) {
        permits += t->norms[n].sign == SIGN_PERMIT;
        contested += contestable(t, n);
    }
    return permits < contested;
}

static bool begins_pairs(const struct pairs *p, uint32_t norm)
{
    const struct table *t = p->a->table;
    if (p->kind == PAIR_OVERLAP)
        return t->norms[norm].sign != SIGN_DUTY;
    return p->permits ? t->norms[norm].sign == SIGN_PERMIT : contestable(t, norm);
}

static void find_pairs(struct analysis *a, enum pair_kind kind)
{
    const struct table *t = a->table;
    struct pairs p = {.a = a, .kind = kind};
    p.permits = kind == PAIR_CONFLICT && permits_are_fewer(t);
    p.known = ARENA_ARRAY(a->arena, uint32_t, t->meta->norm_count + 1);
    steps_begin(a->steps, "sentences that may meet", t->meta->norm_count);
    for (uint32_t n = 0; n < t->meta->norm_count; n++) {
        if (begins_pairs(&p, n) && !gather_pairs(&p, n))
            leave_open(&p, n);
        steps_done(a->steps);
    }
    if (p.list.count)
        qsort(p.list.items, p.list.count, sizeof *p.list.items, by_clauses);
    steps_begin(a->steps, kind == PAIR_OVERLAP ? "overlaps" : "conflicts", p.list.count);
    for (size_t first = 0, end; first < p.list.count; first = end) {
        const struct pair *pair = &p.list.items[first];
        for (end = first; end < p.list.count && p.list.items[end].clause == pair->clause
                          && p.list.items[end].other_clause == pair->other_clause;)
            end++;
        settle(&p, first, end);
        for (size_t i = first; i < end; i++)
            steps_done(a->steps);
    }
}

void analyse_conflicts(struct analysis *a)
{
    find_pairs(a, PAIR_CONFLICT);
}

void analyse_overlaps(struct analysis *a)
{
    find_pairs(a, PAIR_OVERLAP);
}
