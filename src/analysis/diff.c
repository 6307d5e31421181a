/* diff.c: what two policies say differently: verdicts, then clauses, then duties. */
#include "analysis/diff_parts.h"

#define VERDICT_PIECES 32 /* comparison.pieces */
#define VERDICT_REGIONS 1024
#define WORK_SHARE 4 /* nodes of the budget for one unit of joint.spare */
#define REASONS_WORK 10 /* units of joint.reasons for one node of the budget */
#define RECUT_SHARE 2 /* nodes of the budget for one unit of joint.recut */
#define NORM_WORK 4000 /* of the purse, for each sentence */
#define RESERVE_SHARE 10 /* of the purse, what the look at examples has beside it */
#define PHASE_SHARE 2  /* of what is left of the purse, for each search but the last */

static uint64_t budget_of(const struct diff_options *options)
{
    return options->budget ? options->budget : DIFF_BUDGET;
}

void compare_change(struct joint *j, const struct comparison *comparison,
                    const struct norm_list search[DIFF_SIDES], struct diff_change *change,
                    struct diff_changes *out)
{
    compare_regions(j, comparison, search, &change->regions);
    show_regions(j, comparison, &change->regions);
    if (change->regions.count || change->regions.open)
        VEC_PUSH(j->arena, out, *change);
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
    steps_begin(j->ev[DIFF_OLD]->steps, "verdicts",
                (search[DIFF_OLD].count + search[DIFF_NEW].count) * j->slices.count);
    compare_regions(j, &verdict, search, &j->diff->regions);
    show_regions(j, &verdict, &j->diff->regions);
    for (int s = 0; s < DIFF_SIDES; s++)
        find_reasons(j, (enum diff_side)s, &j->diff->regions);
}

/* ---- clauses ------------------------------------------------------------------------- */

struct list {
    struct joint *joint;
    struct norm_list search[DIFF_SIDES]; /* of the clause at hand; with room for all */
};

static void push(struct list *list, enum diff_side side, uint32_t norm)
{
    list->search[side].norms[list->search[side].count++] = norm;
}

static void clear(struct list *list)
{
    list->search[DIFF_OLD].count = list->search[DIFF_NEW].count = 0;
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

/* Sentences of one sign of a clause that both policies have: what they say to whom. */
struct clause_pair {
    const struct by_clause *by; /* per side */
    uint32_t clause[DIFF_SIDES];
    enum norm_sign sign;
    bool apart;       /* only those of some bearer and holders: */
    uint64_t parties; /* see pairing */
};

static bool is_of(const struct joint *j, const struct clause_pair *of, int side, uint32_t n)
{
    return j->t[side]->norms[n].sign == of->sign
           && (!of->apart || j->pairing.parties[side][n] == of->parties);
}

/* Lists the norms that may act differently, and all of them as those in question. */
static void list_clause(struct list *list, enum diff_side side, const struct clause_pair *of,
                        struct question *question, uint32_t *party)
{
    const struct joint *j = list->joint;
    const struct by_clause *by = &of->by[side];
    uint32_t clause = of->clause[side], count = 0;
    if (clause == IR_NONE)
        return;
    uint32_t first = by->first[clause], end = by->first[clause + 1];
    uint32_t *among = of->apart ? ARENA_ARRAY(j->arena, uint32_t, end - first + 1) : NULL;
    for (uint32_t i = first; i < end; i++) {
        uint32_t n = by->norms[i];
        if (!is_of(j, of, (int)side, n))
            continue;
        if (among)
            among[count++] = *party = n;
        if (j->pairing.touched[side][n] || j->pairing.renamed[side][n])
            push(list, side, n);
    }
    question->among = among;
    question->among_count = count;
}

static void compare_effect(struct list *list, const struct clause_pair *of)
{
    struct joint *j = list->joint;
    struct comparison c = {.equal_verdict = true, .permits = true, .pieces = OTHER_PIECES,
                           .all_pieces = OTHER_REGIONS};
    struct diff_change change = {.sign = of->sign, .party = {IR_NONE, IR_NONE}};
    clear(list);
    for (int s = 0; s < DIFF_SIDES; s++) {
        c.asked[s] = of->clause[s] != IR_NONE;
        c.question[s] =
            (struct question){.kind = ASK_EFFECT, .id = of->clause[s], .sign = of->sign};
        list_clause(list, (enum diff_side)s, of, &c.question[s], &change.party[s]);
        change.id[s] = of->clause[s];
    }
    if (list->search[0].count || list->search[1].count)
        compare_change(j, &c, list->search, &change, &j->diff->clauses);
}

struct parties {
    VEC(uint64_t) list;
};

static void add_parties(struct joint *j, uint64_t parties, struct parties *out)
{
    for (size_t i = 0; i < out->list.count; i++)
        if (out->list.items[i] == parties)
            return;
    VEC_PUSH(j->arena, &out->list, parties);
}

/* May a sentence of it act differently? */
static bool is_touched(const struct joint *j, const struct clause_pair *of, int side, uint32_t clause)
{
    const struct by_clause *by = &of->by[side];
    for (uint32_t i = by->first[clause]; i < by->first[clause + 1]; i++) {
        uint32_t n = by->norms[i];
        if (is_of(j, of, side, n) && (j->pairing.touched[side][n] || j->pairing.renamed[side][n]))
            return true;
    }
    return false;
}

static void list_parties(struct joint *j, const struct clause_pair *of, struct parties *out)
{
    for (int s = 0; s < DIFF_SIDES; s++) {
        uint32_t c = of->clause[s];
        for (uint32_t i = c == IR_NONE ? 0 : of->by[s].first[c];
             c != IR_NONE && i < of->by[s].first[c + 1]; i++)
            if (is_of(j, of, s, of->by[s].norms[i]))
                add_parties(j, j->pairing.parties[s][of->by[s].norms[i]], out);
    }
}

/* The clause as a whole where all its sentences have the same parties; else for each of these. */
static void compare_clause(struct list *list, struct clause_pair *of)
{
    struct parties parties = {0};
    bool touched = false;
    for (int s = 0; s < DIFF_SIDES; s++)
        touched = touched || (of->clause[s] != IR_NONE
                              && is_touched(list->joint, of, s, of->clause[s]));
    if (!touched)
        return;
    list_parties(list->joint, of, &parties);
    of->apart = parties.list.count > 1;
    for (size_t i = 0; i < parties.list.count; i++) {
        of->parties = parties.list.items[i];
        compare_effect(list, of);
    }
}

/* Its sentences may act differently, in each slice. */
static size_t clause_steps(const struct joint *j)
{
    size_t norms = 0;
    for (int s = 0; s < DIFF_SIDES; s++)
        for (uint32_t n = 0; n < j->t[s]->norms_count; n++)
            norms += j->t[s]->norms[n].sign != SIGN_DUTY
                     && (j->pairing.touched[s][n] || j->pairing.renamed[s][n]);
    return norms * j->slices.count;
}

static void compare_clauses(struct list *list)
{
    struct joint *j = list->joint;
    struct by_clause by[DIFF_SIDES] = {group_norms(j, DIFF_OLD), group_norms(j, DIFF_NEW)};
    steps_begin(j->ev[DIFF_OLD]->steps, "clauses", clause_steps(j));
    for (int s = DIFF_NEW; s >= DIFF_OLD; s--)
        for (uint32_t c = 0; c < j->t[s]->clauses_count; c++) {
            uint32_t other = j->pairing.clause[s][c];
            uint32_t both[DIFF_SIDES] = {s == DIFF_OLD ? c : other, s == DIFF_OLD ? other : c};
            if (s == DIFF_OLD && other != IR_NONE)
                continue;
            for (int sign = SIGN_PROHIBIT; sign <= SIGN_PERMIT; sign++) {
                struct clause_pair of = {by, {both[0], both[1]}, (enum norm_sign)sign, false, 0};
                compare_clause(list, &of);
            }
        }
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
    j->recut = j->left / RECUT_SHARE;
    j->reasons = j->left > UINT64_MAX / REASONS_WORK ? UINT64_MAX : j->left * REASONS_WORK;
}

static void open_purse(struct joint *j, const struct diff_options *options)
{
    uint64_t norms = j->t[DIFF_OLD]->norms_count + j->t[DIFF_NEW]->norms_count;
    uint64_t times = budget_of(options) / DIFF_BUDGET, all = DIFF_PURSE + norms * NORM_WORK;
    uint64_t most = UINT64_MAX / 4;
    if (times > 1)
        all = times > most / all ? most : all * times;
    if (options->purse)
        all = options->purse < most ? options->purse : most;
    j->end = joint_worked(j) + all;
    j->reserve = all / RESERVE_SHARE;
}

/* So that none leaves nothing for those after it. */
static void share_purse(struct joint *j, uint64_t share)
{
    j->purse = joint_worked(j) + joint_rest(j) / share;
}

static void compare_all(struct joint *j, const struct diff_options *options)
{
    struct list list = {.joint = j};
    joint_match(j);
    joint_words(j);
    joint_pair(j);
    open_purse(j, options);
    refill(j, options);
    share_purse(j, PHASE_SHARE);
    compare_verdicts(j);
    for (int s = 0; s < DIFF_SIDES; s++)
        list.search[s].norms =
            arena_alloc(j->arena, (j->t[s]->norms_count + 1) * sizeof(uint32_t));
    refill(j, options);
    share_purse(j, PHASE_SHARE);
    compare_clauses(&list);
    refill(j, options);
    share_purse(j, 1);
    compare_duties(j);
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
