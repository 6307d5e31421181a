/* asserts.c: ASSERT_FAILS, ASSERT_EMPTY: does what the policy says of itself hold, and of whom?
 *
 * An assertion is refuted by a witness, proved by there being none, or left open by a budget.
 * `never V` and `always V` ask for a single world. What is said of `disputed` compares the
 * readings of the same facts: those under which the condition holds. `some choice is permitted`
 * asks for facts and readings where some choice satisfies the condition and none of these is
 * permitted. One that holds since there is nothing that it is about is told as well.
 */
#include "analysis/clause_parts.h"
#include "analysis/quantify.h"

struct assertion {
    struct analysis *a;
    uint32_t id;
    const struct model_assert *says;
    struct space *space; /* its readings narrowed */
    struct search search;
    size_t slice;
    const struct box *limit; /* of the slice */
    bool *over;              /* per variable: what is quantified over */
    uint8_t verdicts;        /* WORLD_ bits that every choice or reading of a refutation has */
    struct witness *witness, *other;
};

/* Where the condition holds and the verdict is one of these. */
static struct query worlds(const struct assertion *s, struct demand *demands, uint8_t verdicts)
{
    demands[0] = demand_of(ASK_EXPR, s->a->table->asserts[s->id], true);
    demands[1] = (struct demand){{.kind = ASK_VERDICT}, verdicts};
    return (struct query){IR_NONE, demands, 2};
}

/* ---- readings ---------------------------------------------------------------------------------- */

static bool reads(const struct vocab *vocab, const struct vocab_reading *reading, uint32_t node)
{
    for (uint32_t p = 0; p < reading->party_count; p++) {
        const struct vocab_node *party = &vocab->nodes[vocab->parties[reading->first_party + p]];
        const struct vocab_node *n = &vocab->nodes[node];
        if (n->first_leaf >= party->first_leaf
            && n->first_leaf + n->leaf_count <= party->first_leaf + party->leaf_count)
            return true;
    }
    return false;
}

/* The readings of these parties; all of a term that none of them reads. */
static void narrow_readings(const struct assertion *s, const struct vocab_term *term,
                            struct value_set *set)
{
    const struct vocab *vocab = &s->a->table->vocab;
    struct interval *list = ARENA_ARRAY(s->a->arena, struct interval, term->reading_count);
    uint32_t count = 0;
    for (uint32_t r = 0; r < term->reading_count; r++) {
        bool read = false;
        for (size_t p = 0; p < s->says->read_count && !read; p++)
            read = reads(vocab, &vocab->readings[term->first_reading + r], s->says->read_by[p]);
        if (read)
            list[count++] = (struct interval){r, r};
    }
    if (count == 0)
        return;
    set->first = list[0];
    set->more = list + 1;
    set->more_count = count - 1;
}

static struct space *space_for(const struct assertion *s)
{
    const struct vocab *vocab = &s->a->table->vocab;
    if (s->says->read_count == 0)
        return s->a->space;
    struct value_set *sets = arena_copy(s->a->arena, s->a->space->sets,
                                        vocab->var_count * sizeof *sets);
    for (uint32_t t = 0; t < vocab->term_count; t++)
        if (vocab->terms[t].var != VOCAB_NONE)
            narrow_readings(s, &vocab->terms[t], &sets[vocab->terms[t].var]);
    return space_of(s->a->arena, s->a->space->ev, sets, s->a->space->near);
}

/* ---- slices -------------------------------------------------------------------------------------- */

/* Looks at the slices until there is a witness; false when a budget ran out. */
static bool each_slice(struct assertion *s, void (*look)(struct assertion *s))
{
    bool open = false;
    for (size_t i = 0; i < s->space->slice_count && !s->witness && !open; i++) {
        s->slice = i;
        s->limit = quantify_begin(&s->search, i);
        if (s->limit)
            look(s);
        open = s->space->ev->gave_up && !s->witness;
        search_spent(&s->search);
    }
    return !open;
}

static struct witness *pick(const struct assertion *s, const struct box *box)
{
    struct witness *w = finding_witness(s->a);
    search_pick(s->space, &s->space->slices[s->slice], box, w);
    return w;
}

static void prove(const struct assertion *s, uint8_t verdicts, const struct witness *w)
{
    struct demand demands[2];
    struct query query = worlds(s, demands, verdicts);
    if (w && !search_replay(s->space, &query, w->values))
        guard_raise(s->a->arena->guard, FAULT_BUG);
}

static bool *all_readings(const struct assertion *s)
{
    const struct vocab *vocab = &s->a->table->vocab;
    bool *over = ARENA_ARRAY(s->a->arena, bool, vocab->var_count);
    for (uint32_t v = 0; v < vocab->var_count; v++)
        over[v] = vocab->vars[v].role == VAR_ROLE_READING;
    return over;
}

/* Gives the variables quantified over the cells that they have in another box. */
static void widen_over(const struct assertion *s, struct box *box, const struct box *from)
{
    for (uint32_t i = 0; i < s->a->table->columns_count; i++)
        if (s->over[s->a->table->columns[i].var])
            box_widen(s->space->ev, box, from, i);
}

/* ---- a single world --------------------------------------------------------------------------------- */

static bool some_world(struct assertion *s, uint8_t verdicts)
{
    struct demand demands[2];
    struct query query = worlds(s, demands, verdicts);
    struct witness *w = finding_witness(s->a);
    s->search.each = s->search.total;
    enum search_found found = search_world(&s->search, &query, w);
    if (found == SEARCH_FOUND)
        s->witness = w;
    return found != SEARCH_UNRESOLVED;
}

/* ---- never disputed: facts that one reading permits and another one prohibits --------------------- */

/* The facts with a reading that permits them are cut into boxes, each with one such reading;
 * in each a reading that prohibits is looked for. */
static void look_for_two(struct assertion *s)
{
    struct evaluator *ev = s->space->ev;
    struct demand permits[2], prohibits[2];
    struct query one = worlds(s, permits, WORLD_PERMITTED);
    struct query two = worlds(s, prohibits, WORLD_PROHIBITED);
    struct region rest = region_new(ev, s->over);
    struct box *good = box_new(ev, &ev->work), *same = box_new(ev, &ev->work);
    struct box *found = box_new(ev, &ev->work), *part;
    region_add(&rest, s->limit);
    while (!ev->gave_up && !s->witness && (part = region_take(&rest))) {
        if (!quantify_some(s->space, &one, part, good)) {
            region_drop(&rest, part);
            continue;
        }
        region_fix(ev, good, s->over);
        search_grow(s->space, &one, part, s->over, good);
        box_copy(ev, same, good);
        widen_over(s, same, part);
        if (quantify_some(s->space, &two, same, found)) {
            s->other = pick(s, found);
            widen_over(s, found, good);
            s->witness = pick(s, found);
        }
        region_less(&rest, part, good);
    }
}

static bool never_disputed(struct assertion *s)
{
    if (!some_world(s, WORLD_CONTESTED))
        return false;
    s->over = all_readings(s);
    bool settled = s->witness || each_slice(s, look_for_two);
    if (s->other) {
        prove(s, WORLD_PERMITTED, s->witness);
        prove(s, WORLD_PROHIBITED, s->other);
    }
    return settled;
}

/* ---- for all choices, or all readings, where the condition holds ---------------------------------- */

/* The facts around a world for which the condition holds whatever is chosen, and all verdicts
 * are these: a witness that is easier to read. */
static void widen(const struct assertion *s, struct box *found)
{
    struct evaluator *ev = s->space->ev;
    struct demand demands[2], against;
    struct query query = worlds(s, demands, s->verdicts), one = {IR_NONE, &against, 1};
    struct box *box = box_new(ev, &ev->work), *other = box_new(ev, &ev->work);
    bool *rest = ARENA_ARRAY(s->a->arena, bool, s->a->table->vocab.var_count);
    for (uint32_t v = 0; v < s->a->table->vocab.var_count; v++)
        rest[v] = !s->over[v];
    box_copy(ev, box, found);
    region_fix(ev, box, rest);
    widen_over(s, box, s->limit);
    for (size_t i = 0; i < query.demand_count; i++) {
        against = demands[i];
        against.want = (uint8_t)~against.want;
        if (quantify_some(s->space, &one, box, other) || ev->gave_up) {
            ev->gave_up = false;
            return;
        }
    }
    search_grow(s->space, &query, s->limit, NULL, box);
    box_copy(ev, found, box);
}

static bool take_case(void *context, const struct box *cases)
{
    struct assertion *s = context;
    struct evaluator *ev = s->space->ev;
    struct demand holds = demand_of(ASK_EXPR, s->a->table->asserts[s->id], true);
    struct query query = {IR_NONE, &holds, 1};
    struct box *found = box_new(ev, &ev->work);
    if (!quantify_some(s->space, &query, cases, found))
        return !ev->gave_up;
    widen(s, found);
    s->witness = pick(s, found);
    return false;
}

static void look_for_case(struct assertion *s)
{
    struct demand demands[2];
    struct query query = worlds(s, demands, (uint8_t)(7 & ~s->verdicts));
    struct quantifier q = {s->space, s->over, &query};
    quantify(&q, s->limit, take_case, s);
}

static bool for_all(struct assertion *s, bool *over, uint8_t verdicts)
{
    s->over = over;
    s->verdicts = verdicts;
    bool settled = each_slice(s, look_for_case);
    prove(s, verdicts, s->witness);
    return settled;
}

/* ---- assertions ---------------------------------------------------------------------------------------- */

static bool settle(struct assertion *s)
{
    bool never = s->says->kind == ASSERT_NEVER;
    if (s->says->kind == ASSERT_SOME_CHOICE)
        return for_all(s, quantify_choices(s->a->arena, s->a->table),
                       WORLD_CONTESTED | WORLD_PROHIBITED);
    switch (s->says->verdict) {
    case VERDICT_PERMITTED:
        return some_world(s, never ? WORLD_PERMITTED : 7 & ~WORLD_PERMITTED);
    case VERDICT_PROHIBITED:
        return some_world(s, never ? WORLD_PROHIBITED : 7 & ~WORLD_PROHIBITED);
    case VERDICT_UNDETERMINED: /* no world is */
        return some_world(s, never ? 0 : 7);
    case VERDICT_DISPUTED:
        break;
    }
    if (never)
        return never_disputed(s);
    bool settled = for_all(s, all_readings(s), WORLD_PERMITTED);
    return s->witness || (for_all(s, all_readings(s), WORLD_PROHIBITED) && settled);
}

enum eval_truth assert_holds(struct analysis *a, uint32_t assertion, uint32_t var, const struct value_set *set)
{
    struct assertion s = {.a = a, .id = assertion, .says = &a->model->asserts.items[assertion]};
    const struct space *all = space_for(&s);
    struct value_set *sets = arena_copy(a->arena, all->sets, a->table->vocab.var_count * sizeof *sets);
    sets[var] = *set;
    s.space = space_of(a->arena, a->space->ev, sets, all->near);
    s.search = search_new(s.space, a->rule_budget);
    bool settled = settle(&s);
    return s.witness ? TRUTH_NO : settled ? TRUTH_YES : TRUTH_MAYBE;
}

/* An assertion that holds: does some world meet its condition? A world leaves nothing open, so that
 * none is undetermined. */
static void look_empty(const struct assertion *s)
{
    struct demand holds = demand_of(ASK_EXPR, s->a->table->asserts[s->id], true);
    struct query query = {IR_NONE, &holds, 1};
    struct search search = search_new(s->space, s->a->rule_budget);
    bool open = s->says->kind != ASSERT_SOME_CHOICE && s->says->verdict == VERDICT_UNDETERMINED;
    search.each = search.total;
    enum search_found found = open ? SEARCH_NONE : search_world(&search, &query, NULL);
    if (found == SEARCH_FOUND)
        return;
    struct finding *f = finding_add(s->a, DIAG_ASSERT_EMPTY);
    f->id = s->id;
    f->unresolved = found == SEARCH_UNRESOLVED;
}

/* Of an assertion that fails where some event has occurred: the same without events, if it fails there. */
static void look_without_events(struct assertion *s)
{
    if (!s->witness || !finding_needs(s->a, s->witness, VAR_ROLE_LEDGER))
        return;
    struct assertion quiet = {.a = s->a, .id = s->id, .says = s->says};
    quiet.space = finding_quiet_of(s->a, s->space);
    quiet.search = search_new(quiet.space, SEARCH_BUDGET);
    settle(&quiet);
    if (!quiet.witness)
        return;
    s->witness = quiet.witness;
    s->other = quiet.other;
}

void analyse_asserts(struct analysis *a)
{
    steps_begin(a->steps, "assertions", a->model->asserts.count);
    for (uint32_t i = 0; i < a->model->asserts.count; i++, steps_done(a->steps)) {
        struct assertion s = {.a = a, .id = i, .says = &a->model->asserts.items[i]};
        s.space = space_for(&s);
        s.search = search_new(s.space, a->rule_budget);
        bool settled = settle(&s);
        if (settled && !s.witness) {
            look_empty(&s);
            continue;
        }
        look_without_events(&s);
        struct finding *f = finding_add(a, DIAG_ASSERT_FAILS);
        f->id = i;
        f->witness = s.witness;
        f->other = s.other;
        f->unresolved = !s.witness;
        if (s.witness && s.says->kind == ASSERT_SOME_CHOICE)
            f->together = assert_forbidding(a, i, s.witness);
    }
}
