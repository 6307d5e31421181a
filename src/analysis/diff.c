/* diff.c: what two policies say differently: verdicts, then clauses, then duties. */
#include "analysis/diff_parts.h"

#define VERDICT_PIECES 32 /* comparison.pieces */
#define VERDICT_REGIONS 1024
#define OTHER_REGIONS 64
#define OTHER_PIECES 32
#define WORK_SHARE 4 /* nodes of the budget for one unit of joint.spare */

static uint64_t budget_of(const struct diff_options *options)
{
    return options->budget ? options->budget : DIFF_BUDGET;
}

static void compare(struct joint *j, const struct comparison *comparison,
                    const struct norm_list search[DIFF_SIDES], struct diff_regions *out)
{
    compare_regions(j, comparison, search, out);
    show_regions(j, comparison, out);
}

/* ---- verdicts -------------------------------------------------------------------------------- */

static bool is_changed(const struct joint *j, int side, uint32_t n)
{
    return j->pairing.changed[side][n] && j->t[side]->norms[n].sign != SIGN_DUTY;
}

static void compare_verdicts(struct joint *j)
{
    struct comparison verdict = {.asked = {true, true}, .permits = j->pairing.permits,
                                 .pieces = VERDICT_PIECES, .all_pieces = VERDICT_REGIONS};
    struct norm_list search[DIFF_SIDES];
    for (int s = 0; s < DIFF_SIDES; s++) {
        verdict.question[s].kind = ASK_VERDICT;
        search[s].norms = arena_alloc(j->arena, (j->t[s]->norms_count + 1) * sizeof(uint32_t));
        search[s].count = 0;
        for (uint32_t n = 0; n < j->t[s]->norms_count; n++)
            if (is_changed(j, s, n))
                search[s].norms[search[s].count++] = n;
    }
    compare(j, &verdict, search, &j->diff->regions);
}

/* ---- clauses and duties ------------------------------------------------------------------------- */

struct list {
    struct joint *joint;
    struct norm_list search[DIFF_SIDES]; /* of the clause or duty at hand; with room for all */
};

static void push(struct list *list, enum diff_side side, uint32_t norm)
{
    list->search[side].norms[list->search[side].count++] = norm;
}

static void clear(struct list *list)
{
    list->search[DIFF_OLD].count = list->search[DIFF_NEW].count = 0;
}

static void compare_one(struct list *list, const struct comparison *comparison,
                        struct diff_change *change, struct diff_changes *changes)
{
    struct joint *j = list->joint;
    compare(j, comparison, list->search, &change->regions);
    if (change->regions.count || change->regions.open)
        VEC_PUSH(j->arena, changes, *change);
}

/* The norms of each clause, one after the other. */
struct by_clause {
    uint32_t *first, *norms;
};

static struct by_clause group_norms(struct joint *j, enum diff_side side)
{
    const struct table *t = j->t[side];
    struct by_clause out = {ARENA_ARRAY(j->arena, uint32_t, t->clauses_count + 2),
                            ARENA_ARRAY(j->arena, uint32_t, t->norms_count + 1)};
    for (uint32_t n = 0; n < t->norms_count; n++)
        out.first[t->norms[n].clause + 2]++;
    for (size_t c = 2; c < t->clauses_count + 2; c++)
        out.first[c] += out.first[c - 1];
    for (uint32_t n = 0; n < t->norms_count; n++)
        out.norms[out.first[t->norms[n].clause + 1]++] = n;
    return out;
}

/* Lists the norms of a clause with this sign that may act differently. */
static void list_clause(struct list *list, enum diff_side side, const struct by_clause *by,
                        uint32_t clause, enum norm_sign sign)
{
    const struct joint *j = list->joint;
    if (clause == IR_NONE)
        return;
    for (uint32_t i = by->first[clause]; i < by->first[clause + 1]; i++) {
        uint32_t n = by->norms[i];
        if (j->t[side]->norms[n].sign == sign
            && (j->pairing.touched[side][n] || j->pairing.renamed[side][n]))
            push(list, side, n);
    }
}

static void compare_clause(struct list *list, const struct by_clause by[DIFF_SIDES],
                           const uint32_t clause[DIFF_SIDES], enum norm_sign sign)
{
    struct joint *j = list->joint;
    struct comparison c = {.equal_verdict = true, .permits = true, .pieces = OTHER_PIECES,
                           .all_pieces = OTHER_REGIONS};
    struct diff_change change = {.sign = sign};
    clear(list);
    for (int s = 0; s < DIFF_SIDES; s++) {
        list_clause(list, (enum diff_side)s, &by[s], clause[s], sign);
        c.asked[s] = clause[s] != IR_NONE;
        c.question[s] = (struct question){.kind = ASK_EFFECT, .id = clause[s], .sign = sign};
        change.id[s] = clause[s];
    }
    if (list->search[0].count || list->search[1].count)
        compare_one(list, &c, &change, &j->diff->clauses);
}

static void compare_clauses(struct list *list)
{
    struct joint *j = list->joint;
    struct by_clause by[DIFF_SIDES] = {group_norms(j, DIFF_OLD), group_norms(j, DIFF_NEW)};
    for (int s = DIFF_NEW; s >= DIFF_OLD; s--)
        for (uint32_t c = 0; c < j->t[s]->clauses_count; c++) {
            uint32_t other = j->pairing.clause[s][c];
            uint32_t both[DIFF_SIDES] = {s == DIFF_OLD ? c : other, s == DIFF_OLD ? other : c};
            if (s == DIFF_OLD && other != IR_NONE)
                continue;
            compare_clause(list, by, both, SIGN_PROHIBIT);
            compare_clause(list, by, both, SIGN_PERMIT);
        }
}

static void compare_duty(struct list *list, uint32_t old, uint32_t new)
{
    struct joint *j = list->joint;
    struct comparison c = {.permits = true, .duties = true, .pieces = OTHER_PIECES,
                           .all_pieces = OTHER_REGIONS};
    struct diff_change change = {{old, new}, SIGN_DUTY, {NULL, 0, false}};
    uint32_t both[DIFF_SIDES] = {old, new};
    clear(list);
    for (int s = 0; s < DIFF_SIDES; s++) {
        if (both[s] == IR_NONE)
            continue;
        c.asked[s] = true;
        c.question[s] = (struct question){.kind = ASK_DUTY, .id = both[s]};
        push(list, (enum diff_side)s, both[s]);
    }
    compare_one(list, &c, &change, &j->diff->duties);
}

static bool is_touched_duty(const struct joint *j, enum diff_side side, uint32_t n)
{
    return j->t[side]->norms[n].sign == SIGN_DUTY && j->pairing.touched[side][n];
}

static void compare_duties(struct list *list)
{
    struct joint *j = list->joint;
    for (uint32_t n = 0; n < j->t[DIFF_NEW]->norms_count; n++)
        if (is_touched_duty(j, DIFF_NEW, n))
            compare_duty(list, j->pairing.pair[DIFF_NEW][n], n);
    for (uint32_t n = 0; n < j->t[DIFF_OLD]->norms_count; n++)
        if (is_touched_duty(j, DIFF_OLD, n) && j->pairing.pair[DIFF_OLD][n] == IR_NONE)
            compare_duty(list, n, IR_NONE);
}

/* ---- all ---------------------------------------------------------------------------------------------- */

static void release(void *arena)
{
    arena_free(arena);
}

static void refill(struct joint *j, const struct diff_options *options)
{
    j->left = budget_of(options);
    j->spare = j->left / WORK_SHARE;
}

static void compare_all(struct joint *j, const struct diff_options *options)
{
    struct list list = {.joint = j};
    joint_match(j);
    joint_words(j);
    joint_pair(j);
    refill(j, options);
    compare_verdicts(j);
    for (int s = 0; s < DIFF_SIDES; s++)
        list.search[s].norms =
            arena_alloc(j->arena, (j->t[s]->norms_count + 1) * sizeof(uint32_t));
    refill(j, options);
    compare_clauses(&list);
    refill(j, options);
    compare_duties(&list);
}

struct diff *diff_policies(struct arena *arena, struct evaluator *old, struct evaluator *new,
                           const struct diff_options *options)
{
    struct joint *j = ARENA_NEW(arena, struct joint);
    j->arena = arena;
    j->diff = ARENA_NEW(arena, struct diff);
    j->diff->arena = arena;
    j->ev[DIFF_OLD] = old;
    j->ev[DIFF_NEW] = new;
    j->near = options->near;
    for (int s = 0; s < DIFF_SIDES; s++)
        j->diff->table[s] = j->t[s] = j->ev[s]->table;
    arena_init(&j->work, arena->guard);
    struct cleanup cleanup = {release, &j->work, NULL};
    guard_register(arena->guard, &cleanup);
    compare_all(j, options);
    guard_forget(arena->guard, &cleanup);
    arena_free(&j->work);
    return j->diff;
}

enum diff_tag diff_tag_of(const struct diff_region *region)
{
    if (region->was == SAYS_MIXED)
        return DIFF_SETTLED;
    if (region->now == SAYS_MIXED)
        return DIFF_DISPUTED;
    return region->now == SAYS_YES ? DIFF_TIGHTENED : DIFF_LOOSENED;
}

bool diff_open(const struct diff *diff)
{
    bool open = diff->regions.open;
    for (size_t i = 0; i < diff->clauses.count; i++)
        open = open || diff->clauses.items[i].regions.open;
    for (size_t i = 0; i < diff->duties.count; i++)
        open = open || diff->duties.items[i].regions.open;
    return open;
}
