/* diff_duties.c: where something else is owed.
 *
 * A duty is what a clause makes one party owe another, in these words and this time; several sentences
 * of the clause may say it, each for some deployments. What is compared is where it is owed: by
 * any of them. So one sentence that becomes two, or two that become one, change nothing. A
 * commitment is another thing: each is a sum of its own, and is compared with its counterpart.
 */
#include "analysis/diff_parts.h"

#include "base/map.h"

struct duty {
    uint32_t first[DIFF_SIDES], last[DIFF_SIDES]; /* its sentences, through `next`; IR_NONE */
    size_t count[DIFF_SIDES];
};

struct duties {
    struct joint *joint;
    VEC(struct duty) list;
    uint32_t *next[DIFF_SIDES]; /* per norm */
    size_t *of[DIFF_SIDES];     /* per norm: its duty */
};

static void add_norm(struct duties *d, struct duty *duty, int side, uint32_t n)
{
    size_t index = (size_t)(duty - d->list.items);
    d->next[side][n] = IR_NONE;
    d->of[side][n] = index;
    if (duty->last[side] == IR_NONE)
        duty->first[side] = n;
    else
        d->next[side][duty->last[side]] = n;
    duty->last[side] = n;
    duty->count[side]++;
}

static struct duty *new_duty(struct duties *d)
{
    struct duty duty = {{IR_NONE, IR_NONE}, {IR_NONE, IR_NONE}, {0, 0}};
    VEC_PUSH(&d->joint->work, &d->list, duty);
    return &d->list.items[d->list.count - 1];
}

/* A commitment is that of its counterpart, if it has one. */
static struct duty *commitment(struct duties *d, int side, uint32_t n)
{
    uint32_t pair = d->joint->pairing.pair[side][n];
    return side == DIFF_OLD && pair != IR_NONE ? &d->list.items[d->of[DIFF_NEW][pair]]
                                               : new_duty(d);
}

/* In the order of the new policy, then those that only the old one has. */
static void list_duties(struct duties *d)
{
    struct joint *j = d->joint;
    struct map known;
    map_init(&known, &j->work);
    for (int s = DIFF_NEW; s >= DIFF_OLD; s--)
        for (uint32_t n = 0; n < j->t[s]->norms_count; n++) {
            uint64_t key = j->pairing.duty[s][n], at;
            if (j->t[s]->norms[n].sign != SIGN_DUTY)
                continue;
            if (j->t[s]->norms[n].form == FORM_COMMITS) {
                add_norm(d, commitment(d, s, n), s, n);
                continue;
            }
            key = key == MAP_NO_KEY ? 0 : key;
            if (!map_get(&known, key, &at)) {
                at = d->list.count;
                map_put(&known, key, at);
                new_duty(d);
            }
            add_norm(d, &d->list.items[at], s, n);
        }
}

/* May a sentence be why the duty is owed elsewhere? Not where its counterpart is one of the same duty
 * and acts alike. */
static bool counts(const struct duties *d, int side, uint32_t n)
{
    const struct pairing *p = &d->joint->pairing;
    uint32_t pair = p->pair[side][n];
    return p->touched[side][n] || d->of[1 - side][pair] != d->of[side][n];
}

static void compare_duty(const struct duties *d, const struct duty *duty)
{
    struct joint *j = d->joint;
    struct comparison c = {.permits = true, .duties = true, .pieces = OTHER_PIECES,
                           .all_pieces = OTHER_REGIONS};
    struct diff_change change = {{duty->first[0], duty->first[1]}, {IR_NONE, IR_NONE}, SIGN_DUTY,
                                 {NULL, 0, false}};
    struct norm_list search[DIFF_SIDES] = {{NULL, 0}, {NULL, 0}};
    for (int s = 0; s < DIFF_SIDES; s++) {
        uint32_t *among = ARENA_ARRAY(j->arena, uint32_t, duty->count[s] + 1), count = 0;
        search[s].norms = ARENA_ARRAY(j->arena, uint32_t, duty->count[s] + 1);
        for (uint32_t n = duty->first[s]; n != IR_NONE; n = d->next[s][n]) {
            among[count++] = n;
            if (counts(d, s, n))
                search[s].norms[search[s].count++] = n;
        }
        c.asked[s] = count > 0;
        c.question[s] = (struct question){
            .kind = ASK_DUTY, .id = duty->first[s], .among = among, .among_count = count};
    }
    if (search[0].count || search[1].count)
        compare_change(j, &c, search, &change, &j->diff->duties);
}

static size_t steps_of(const struct duties *d)
{
    const struct joint *j = d->joint;
    size_t norms = 0;
    for (int s = 0; s < DIFF_SIDES; s++)
        for (uint32_t n = 0; n < j->t[s]->norms_count; n++)
            norms += j->t[s]->norms[n].sign == SIGN_DUTY && counts(d, s, n);
    return norms * j->slices.count;
}

void compare_duties(struct joint *j)
{
    struct arena_mark mark = arena_mark(&j->work);
    struct duties d = {.joint = j};
    for (int s = 0; s < DIFF_SIDES; s++) {
        d.next[s] = ARENA_ARRAY(&j->work, uint32_t, j->t[s]->norms_count + 1);
        d.of[s] = ARENA_ARRAY(&j->work, size_t, j->t[s]->norms_count + 1);
    }
    list_duties(&d);
    steps_begin(j->ev[DIFF_OLD]->steps, "duties", steps_of(&d));
    for (size_t i = 0; i < d.list.count; i++)
        compare_duty(&d, &d.list.items[i]);
    arena_rewind(&j->work, mark);
}
