/* diff_seek.c: which kinds of difference occur in a box, each with one place where it does.
 *
 * A kind is what both policies say. First the box is cut until some sentence in question acts
 * differently for certain: where nothing is disputed, what it does tells which kinds are
 * possible, so the others are proved absent without a look at any other clause. There a fixed
 * sequence of worlds is tried, then thin boxes with one cell of the longest axis; what both
 * miss is searched for. Only kinds that are still wanted are looked for anywhere.
 */
#include "analysis/diff_hunt.h"

#include "base/hash.h"

#define TRIED_WORLDS 12
#define TRIED_CELLS 6
#define CELL_WORK 4000   /* in each of these */
#define SEEK_WORK 200000 /* besides one look at the whole box */

/* ---- kinds ------------------------------------------------------------------------------------ */

static unsigned digit(uint8_t says)
{
    return says == SAYS_NO ? 0 : says == SAYS_MIXED ? 1 : 2;
}

static uint64_t kind_of(uint8_t was, uint8_t now, uint8_t verdict)
{
    unsigned of_verdict = verdict ? 1 + digit(verdict) : 0;
    return UINT64_C(1) << ((digit(was) * 3 + digit(now)) * 4 + of_verdict);
}

void kinds_note(struct found_kinds *kinds, const uint64_t *cells, const struct told *told)
{
    struct joint *j = kinds->hunter->joint;
    uint64_t kind = kind_of(told->was, told->now, told->verdict);
    if (kinds->seen & kind)
        return;
    struct diff_region region = {told->was, told->now, told->verdict, .partly = true};
    region.sample = arena_copy(j->arena, cells, j->words * sizeof *cells);
    VEC_PUSH(j->arena, &kinds->list, region);
    kinds->seen |= kind;
}

/* From one thing to another, under each verdict that both can have meanwhile. */
static uint64_t kinds_from(const struct hunter *h, uint8_t was, uint8_t now)
{
    static const uint8_t says[] = {SAYS_NO, SAYS_MIXED, SAYS_YES};
    const struct comparison *c = h->judge.comparison;
    bool plain = h->joint->pairing.plain;
    uint64_t kinds = 0;
    if (!c->equal_verdict)
        return kind_of(was, now, 0);
    for (int v = 0; v < 3; v++) {
        bool prohibits = c->question[0].sign == SIGN_PROHIBIT;
        if (!plain || says[v] == SAYS_YES || (says[v] == SAYS_NO && !prohibits))
            kinds |= kind_of(was, now, says[v]);
    }
    return kinds;
}

static uint64_t all_kinds(const struct hunter *h)
{
    static const uint8_t says[] = {SAYS_NO, SAYS_MIXED, SAYS_YES};
    bool plain = h->joint->pairing.plain;
    uint64_t kinds = 0;
    for (int was = 0; was < 3; was++)
        for (int now = 0; now < 3; now++)
            if (was != now && !(plain && (was == 1 || now == 1)))
                kinds |= kinds_from(h, says[was], says[now]);
    return kinds;
}

/* ---- sentences in question ---------------------------------------------------------------------- */

struct actor { /* IR_NONE: that side has no such */
    uint32_t norm[DIFF_SIDES];
    bool within[DIFF_SIDES]; /* it acts only where its counterpart does */
};

struct actors {
    struct actor *items;
    size_t count;
};

struct seeker {
    struct hunter *hunter;
    struct found_kinds *kinds;
    bool directed;   /* actors tell which kinds are possible */
    uint64_t wanted; /* kinds, less those in kinds->seen */
    uint64_t step;   /* of the fixed sequence */
    uint64_t work_end;
};

/* What the actors of a box may do there. */
struct prospect {
    uint64_t kinds;   /* that are possible */
    uint64_t certain; /* of these: some actor does it all over the box, by itself */
    struct actor open; /* one that may do something wanted, but not all over the box */
    bool any_open;
};

static bool is_single(const struct hunter *h, const struct actor *a)
{
    return a->norm[0] == IR_NONE || a->norm[1] == IR_NONE || h->judge.comparison->equal_verdict;
}

/* Both sides of changed pairs once; where effects of a clause are compared, each by itself. */
static struct actors list_actors(const struct hunter *h)
{
    const struct joint *j = h->joint;
    const struct norm_list *search = h->judge.search;
    struct actors out = {0};
    out.items = arena_alloc(&h->joint->work,
                            (search[0].count + search[1].count + 1) * sizeof *out.items);
    for (int s = 0; s < DIFF_SIDES; s++)
        for (size_t i = 0; i < search[s].count; i++) {
            uint32_t n = search[s].norms[i];
            uint32_t pair = j->pairing.pair[s][n];
            struct actor a = {.norm = {IR_NONE, IR_NONE}};
            a.norm[s] = n;
            a.within[s] = reach_within(h, (enum diff_side)s, n);
            if (!h->judge.comparison->equal_verdict) {
                a.norm[1 - s] = pair;
                a.within[1 - s] =
                    pair != IR_NONE && reach_within(h, (enum diff_side)(1 - s), pair);
            }
            if (s == DIFF_OLD || is_single(h, &a))
                out.items[out.count++] = a;
        }
    return out;
}

static enum eval_truth acts(const struct hunter *h, const struct joint_box *box,
                            const struct actor *a, enum diff_side side)
{
    return a->norm[side] == IR_NONE ? TRUTH_NO
                                    : judge_effective(&h->judge, side, box, a->norm[side]);
}

static struct prospect look(struct seeker *k, const struct joint_box *box,
                            const struct actors *from, struct actors *out)
{
    struct hunter *h = k->hunter;
    struct prospect p = {.open = {.norm = {IR_NONE, IR_NONE}}};
    out->items = arena_alloc(&h->joint->work, (from->count + 1) * sizeof *out->items);
    out->count = 0;
    h->judge.work += from->count;
    h->joint->worked += from->count;
    for (size_t i = 0; i < from->count; i++) {
        const struct actor *a = &from->items[i];
        enum eval_truth old = acts(h, box, a, DIFF_OLD), new = acts(h, box, a, DIFF_NEW);
        uint64_t kinds = 0;
        if (old == new && old != TRUTH_MAYBE)
            continue;
        if (old != TRUTH_NO && new != TRUTH_YES && !a->within[DIFF_OLD])
            kinds |= kinds_from(h, SAYS_YES, SAYS_NO);
        if (new != TRUTH_NO && old != TRUTH_YES && !a->within[DIFF_NEW])
            kinds |= kinds_from(h, SAYS_NO, SAYS_YES);
        if (!(kinds & k->wanted)) /* nor anywhere in the box */
            continue;
        out->items[out->count++] = *a;
        p.kinds |= kinds;
        if (old != TRUTH_MAYBE && new != TRUTH_MAYBE)
            p.certain |= kinds;
        else if (!p.any_open) {
            p.open = *a;
            p.any_open = true;
        }
    }
    return p;
}

/* ---- trying -------------------------------------------------------------------------------------- */

static bool spend(struct seeker *k)
{
    struct judge *judge = &k->hunter->judge;
    if (judge->work > k->work_end)
        judge->exhausted = true;
    return judge->work <= k->work_end && judge_spend(judge);
}

static void note(struct seeker *k, const struct joint_box *box, const struct told *told)
{
    kinds_note(k->kinds, box->cells, told);
    k->wanted &= ~k->kinds->seen;
}

static void fix_axis(struct seeker *k, struct joint_box *box, uint32_t a)
{
    struct joint *j = k->hunter->joint;
    const struct axis *axis = &j->axes[a];
    const uint64_t *mine = axis_cells(axis, box->cells);
    size_t count = bitset_count(mine, axis->words);
    if (count < 2)
        return;
    size_t n = (size_t)((hash_word(++k->step) >> 32) * count >> 32);
    uint64_t *one = ARENA_ARRAY(&j->work, uint64_t, axis->words);
    bitset_add(one, bitset_nth(mine, n));
    joint_keep(j, box, a, one);
}

/* Looks at a world of the box. */
static void try_world(struct seeker *k, const struct joint_box *box)
{
    struct hunter *h = k->hunter;
    struct joint *j = h->joint;
    struct arena_mark mark = arena_mark(&j->work);
    struct joint_box *world = joint_new(j, &j->work);
    struct told told;
    joint_copy(j, world, box);
    for (uint32_t a = 0; a < j->axis_count; a++)
        fix_axis(k, world, a);
    struct sides sides = judge_gather(&h->judge, world);
    if (judge_box(&h->judge, world, &sides, &told) == JUDGED_DIFFERENT)
        note(k, world, &told);
    arena_rewind(&j->work, mark);
}

/* ---- searching --------------------------------------------------------------------------------- */

struct stage { /* what is known of a box */
    struct actors actors;
    struct sides *sides; /* NULL: not gathered */
    bool tried;
};

static void seek(struct seeker *k, struct joint_box *box, struct stage stage);

/* Both parts of a box that the judge cut. */
static void seek_parts(struct seeker *k, struct joint_box *box, const struct stage *stage)
{
    struct hunter *h = k->hunter;
    uint32_t axis = h->judge.axis;
    struct joint_box *half = cut_off(h, box);
    uint64_t *rest = saved_cells(h);
    struct stage part = *stage;
    struct sides less;
    if (stage->sides) {
        less = judge_again(&h->judge, half, stage->sides);
        part.sides = &less;
    }
    seek(k, half, part);
    keep_rest(h, box, axis, rest, stage->sides);
    seek(k, box, *stage);
}

/* Thin boxes, searched under a small budget: what is not found there may be elsewhere. */
static void try_cells(struct seeker *k, const struct joint_box *box, const struct stage *stage)
{
    struct hunter *h = k->hunter;
    struct joint *j = h->joint;
    if (j->axes[h->longest].words < 2)
        return;
    uint64_t end = k->work_end;
    bool exhausted = h->judge.exhausted;
    for (int i = 0; i < TRIED_CELLS && k->wanted; i++) {
        struct arena_mark mark = arena_mark(&j->work);
        struct joint_box *thin = joint_new(j, &j->work);
        struct stage part = {stage->actors, NULL, true};
        joint_copy(j, thin, box);
        fix_axis(k, thin, h->longest);
        k->work_end = h->judge.work + CELL_WORK;
        seek(k, thin, part);
        arena_rewind(&j->work, mark);
    }
    h->judge.exhausted = exhausted;
    k->work_end = end + TRIED_CELLS * CELL_WORK;
}

static void try_some(struct seeker *k, const struct joint_box *box, const struct stage *stage)
{
    for (int i = 0; i < TRIED_WORLDS && k->wanted && spend(k); i++)
        try_world(k, box);
    if (k->wanted)
        try_cells(k, box, stage);
}

/* Cuts where an actor's effect begins or ends; false when that cannot be done. */
static bool cut_actor(struct seeker *k, const struct joint_box *box, const struct actor *a)
{
    for (int s = 0; s < DIFF_SIDES; s++)
        if (a->norm[s] != IR_NONE
            && judge_effective(&k->hunter->judge, (enum diff_side)s, box, a->norm[s]) == TRUTH_MAYBE
            && judge_cut_norm(&k->hunter->judge, (enum diff_side)s, box, a->norm[s]))
            return true;
    return false;
}

static void judge_or_cut(struct seeker *k, struct joint_box *box, struct stage *stage)
{
    struct hunter *h = k->hunter;
    struct sides sides;
    struct told told;
    if (!stage->sides) {
        sides = judge_gather(&h->judge, box);
        stage->sides = &sides;
    }
    switch (judge_box(&h->judge, box, stage->sides, &told)) {
    case JUDGED_SAME:
        return;
    case JUDGED_DIFFERENT:
        note(k, box, &told);
        return;
    case JUDGED_OPEN:
        if (h->judge.axis != IR_NONE)
            seek_parts(k, box, stage);
        return;
    }
}

/* Uses up box and candidates. */
static void seek(struct seeker *k, struct joint_box *box, struct stage stage)
{
    struct joint *j = k->hunter->joint;
    struct arena_mark mark = arena_mark(&j->work);
    uint64_t here = k->wanted;
    struct prospect p = {here, here, {.norm = {IR_NONE, IR_NONE}}, false};
    if (k->directed) {
        struct actors less;
        p = look(k, box, &stage.actors, &less);
        stage.actors = less;
        here &= p.kinds;
    }
    if (here && spend(k)) {
        if (!(p.certain & here) && p.any_open && cut_actor(k, box, &p.open)) {
            seek_parts(k, box, &stage);
        } else {
            if (!stage.tried)
                try_some(k, box, &stage);
            stage.tried = true;
            if (here & k->wanted)
                judge_or_cut(k, box, &stage);
        }
    }
    arena_rewind(&j->work, mark);
}

void kinds_seek(struct hunter *h, struct joint_box *box, struct found_kinds *kinds)
{
    struct seeker k = {.hunter = h, .kinds = kinds};
    struct stage stage = {.tried = false};
    k.directed = h->joint->pairing.plain && !h->judge.comparison->duties;
    k.wanted = all_kinds(h) & ~kinds->seen;
    k.work_end = h->judge.work + SEEK_WORK + 4 * judge_effort(&h->judge, box);
    if (k.directed)
        stage.actors = list_actors(h);
    seek(&k, box, stage);
}
