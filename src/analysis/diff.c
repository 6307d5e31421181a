/* diff.c: what two policies say differently: verdicts, then clauses, then duties. */
#include "analysis/diff_parts.h"

#define VERDICT_PIECES 32 /* comparison.pieces */
#define OTHER_PIECES 4

static uint64_t budget_of(const struct diff_options *options)
{
    return options->budget ? options->budget : DIFF_BUDGET;
}

static void compare(struct joint *j, const struct comparison *comparison,
                    const bool *const search[DIFF_SIDES], struct diff_regions *out)
{
    compare_regions(j, comparison, search, out);
    show_regions(j, comparison, out);
}

/* ---- verdicts -------------------------------------------------------------------------------- */

static void compare_verdicts(struct joint *j)
{
    struct comparison verdict = {.asked = {true, true}, .permits = j->pairing.permits,
                                 .pieces = VERDICT_PIECES};
    bool *search[DIFF_SIDES];
    for (int s = 0; s < DIFF_SIDES; s++) {
        verdict.question[s].kind = ASK_VERDICT;
        search[s] = ARENA_ARRAY(j->arena, bool, j->t[s]->norms_count + 1);
        for (uint32_t n = 0; n < j->t[s]->norms_count; n++)
            search[s][n] = j->pairing.changed[s][n] && j->t[s]->norms[n].sign != SIGN_DUTY;
    }
    compare(j, &verdict, (const bool *const[]){search[0], search[1]}, &j->diff->regions);
}

/* ---- clauses and duties ------------------------------------------------------------------------- */

struct list {
    struct joint *joint;
    bool *search[DIFF_SIDES]; /* norms, cleared after each */
};

static void clear(struct list *list, enum diff_side side, const uint32_t *norms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        list->search[side][norms[i]] = false;
}

static void compare_one(struct list *list, const struct comparison *comparison,
                        struct diff_change *change, struct diff_changes *changes)
{
    struct joint *j = list->joint;
    compare(j, comparison, (const bool *const[]){list->search[0], list->search[1]},
            &change->regions);
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

/* Marks the norms of a clause with this sign; true when one of them may act differently. */
static bool mark_clause(struct list *list, enum diff_side side, const struct by_clause *by,
                        uint32_t clause, enum norm_sign sign)
{
    const struct joint *j = list->joint;
    bool any = false;
    if (clause == IR_NONE)
        return false;
    for (uint32_t i = by->first[clause]; i < by->first[clause + 1]; i++) {
        uint32_t n = by->norms[i];
        bool mark = j->t[side]->norms[n].sign == sign
                    && (j->pairing.touched[side][n] || j->pairing.renamed[side][n]);
        list->search[side][n] = mark;
        any = any || mark;
    }
    return any;
}

static void compare_clause(struct list *list, const struct by_clause by[DIFF_SIDES],
                           const uint32_t clause[DIFF_SIDES], enum norm_sign sign)
{
    struct joint *j = list->joint;
    struct comparison c = {.equal_verdict = true, .permits = true, .pieces = OTHER_PIECES};
    struct diff_change change = {.sign = sign};
    bool any = false;
    for (int s = 0; s < DIFF_SIDES; s++) {
        any = mark_clause(list, (enum diff_side)s, &by[s], clause[s], sign) || any;
        c.asked[s] = clause[s] != IR_NONE;
        c.question[s] = (struct question){.kind = ASK_EFFECT, .id = clause[s], .sign = sign};
        change.id[s] = clause[s];
    }
    if (any)
        compare_one(list, &c, &change, &j->diff->clauses);
    for (int s = 0; s < DIFF_SIDES; s++)
        if (clause[s] != IR_NONE)
            clear(list, (enum diff_side)s, by[s].norms + by[s].first[clause[s]],
                  by[s].first[clause[s] + 1] - by[s].first[clause[s]]);
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
    struct comparison c = {.permits = true, .duties = true, .pieces = OTHER_PIECES};
    struct diff_change change = {{old, new}, SIGN_DUTY, {NULL, 0, false}};
    uint32_t both[DIFF_SIDES] = {old, new};
    for (int s = 0; s < DIFF_SIDES; s++) {
        if (both[s] == IR_NONE)
            continue;
        c.asked[s] = true;
        c.question[s] = (struct question){.kind = ASK_DUTY, .id = both[s]};
        list->search[s][both[s]] = true;
    }
    compare_one(list, &c, &change, &j->diff->duties);
    for (int s = 0; s < DIFF_SIDES; s++)
        if (both[s] != IR_NONE)
            list->search[s][both[s]] = false;
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

static void compare_all(struct joint *j, const struct diff_options *options)
{
    struct list list = {.joint = j};
    joint_match(j);
    joint_words(j);
    joint_pair(j);
    j->left = budget_of(options);
    compare_verdicts(j);
    for (int s = 0; s < DIFF_SIDES; s++)
        list.search[s] = ARENA_ARRAY(j->arena, bool, j->t[s]->norms_count + 1);
    j->left = budget_of(options);
    compare_clauses(&list);
    j->left = budget_of(options);
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
