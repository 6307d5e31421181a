/* diff_norms.c: which sentences of two policies correspond, and which may act differently.
 *
 * Sentences that are equal in everything, or in everything but the clause they stand in, are
 * paired; then what is left of one clause, by who is bound to whom: such a pair acts alike in
 * some worlds and not in others. Ranks are compared by pairs. So in a world in which each
 * changed sentence without a counterpart is not effective, and each changed pair is either
 * effective on both sides or on none, all other pairs act alike, by induction along the
 * ranks of that world: its verdict is the same. Regions are looked for nowhere else.
 */
#include "analysis/diff_hash.h"

#include "base/map.h"

#include <string.h>

struct keys {
    struct mark title, same, alike; /* of the clause; all but title and ranks; who to whom */
};

/* Who is bound to whom, and how: mostly the same for many sentences in a row. */
struct binding {
    uint32_t norm; /* the first of them; IR_NONE: none so far */
    struct mark mark, parties;
};

struct matcher {
    struct joint *joint;
    struct hasher hasher[DIFF_SIDES];
    struct keys *keys[DIFF_SIDES];
    struct binding last[DIFF_SIDES];
};

/* ---- what a sentence is ------------------------------------------------------------------- */

static struct mark mark_node(const struct table *t, uint32_t node)
{
    return mark_text(vocab_string(&t->vocab, t->vocab.nodes[node].name));
}

static struct mark mark_nodes(const struct table *t, uint32_t first, uint32_t count)
{
    struct mark sum = {0, 0};
    for (uint32_t i = 0; i < count; i++)
        sum = mark_add(sum, mark_node(t, t->ids[first + i]));
    return mark_mix(mark_of(count), sum);
}

/* Without an actor, who answers whom hangs on the leaves below the bearers. */
static struct mark mark_bearer(const struct table *t, uint32_t bearer)
{
    struct mark mark = mark_node(t, bearer);
    if (t->vocab.actor != VOCAB_NONE)
        return mark;
    const struct vocab_kind *parties = &t->vocab.kinds[t->vocab.party_kind];
    const struct vocab_node *node = &t->vocab.nodes[bearer];
    struct mark sum = {0, 1};
    for (uint32_t i = 0; i < parties->node_count; i++) {
        const struct vocab_node *leaf = &t->vocab.nodes[parties->first_node + i];
        if (leaf->is_leaf && leaf->first_leaf >= node->first_leaf
            && leaf->first_leaf < node->first_leaf + node->leaf_count)
            sum = mark_add(sum, mark_node(t, parties->first_node + i));
    }
    return mark_mix(mark, sum);
}

static struct mark mark_var(const struct table *t, uint32_t var)
{
    return mark_text(vocab_string(&t->vocab, t->vocab.vars[var].name));
}

/* What is summed up, whose share it is, and in which groups. */
static struct mark mark_sum(const struct table *t, uint32_t n)
{
    const struct table_duty *d = table_duty(t, n);
    struct mark mark = mark_var(t, d->amount_var), groups = {0, 0}, share = {0, 0};
    for (uint32_t i = 0; i < d->group_count; i++)
        groups = mark_add(groups, mark_var(t, t->group_vars[d->first_group + i]));
    for (uint32_t i = 0; i < d->share_count; i++) {
        const struct vocab_range *range = &t->share_ranges[d->first_share + i];
        for (uint32_t leaf = range->first; leaf <= range->last; leaf++)
            share = mark_add(share, mark_text(vocab_leaf_name(&t->vocab, d->share_var, leaf)));
    }
    mark = mark_mix(mark_mix(mark, groups), share);
    return t->norms[n].flags & NORM_SHARE ? mark_mix(mark, mark_var(t, d->share_var)) : mark;
}

static struct mark mark_duty(const struct table *t, uint32_t n)
{
    const struct table_duty *d = table_duty(t, n);
    struct mark mark = mark_text(table_text(t, d->what));
    mark = mark_mix(mark, mark_nodes(t, d->first_creditor, d->creditor_count));
    mark = mark_mix(mark, mark_of(d->within_unit));
    mark = mark_mix(mark, mark_of((uint64_t)d->within));
    mark = mark_mix(mark, mark_of((uint64_t)d->amount));
    mark = mark_mix(mark, mark_of((uint64_t)d->from));
    if (t->norms[n].form == FORM_COMMITS)
        mark = mark_mix(mark, mark_sum(t, n));
    return mark_mix(mark, mark_of((uint64_t)d->by));
}

static const struct table_agreement *agreement_of(const struct table *t, uint32_t n)
{
    return &t->agreements[t->clauses[t->norms[n].clause].agreement];
}

static bool same_binding(const struct table *t, uint32_t x, uint32_t y)
{
    const struct table_norm *a = &t->norms[x], *b = &t->norms[y];
    return a->sign == b->sign && a->form == b->form && a->flags == b->flags
           && a->bearer == b->bearer && a->holder_count == b->holder_count
           && memcmp(&t->ids[a->first_holder], &t->ids[b->first_holder],
                     a->holder_count * sizeof *t->ids) == 0
           && agreement_of(t, x) == agreement_of(t, y);
}

static struct binding bind(struct hasher *hasher, uint32_t n)
{
    const struct table *t = hasher->joint->t[hasher->side];
    const struct table_norm *norm = &t->norms[n];
    uint32_t flags = norm->flags & (uint32_t)(NORM_IN_BREACH | NORM_WITHIN | NORM_AT_MOST
                                             | NORM_EACH_YEAR | NORM_SHARE);
    struct mark alike = mark_of(norm->sign + 4u * norm->form + 256u * flags);
    alike = mark_mix(alike, mark_of(t->vocab.actor != VOCAB_NONE));
    alike = mark_mix(alike, mark_bearer(t, norm->bearer));
    struct mark holders = mark_nodes(t, norm->first_holder, norm->holder_count);
    alike = mark_mix(alike, holders);
    const struct table_agreement *agreement = agreement_of(t, n);
    if (agreement->stricter != IR_NONE)
        alike = mark_mix(alike, mark_mix(hash_expr(hasher, agreement->stricter),
                                         mark_text(table_text(t, agreement->name))));
    return (struct binding){n, alike, mark_mix(mark_node(t, norm->bearer), holders)};
}

static void make_keys(struct matcher *m, enum diff_side side, uint32_t n, struct keys *out)
{
    const struct table *t = m->joint->t[side];
    struct binding *last = &m->last[side];
    if (last->norm == IR_NONE || !same_binding(t, last->norm, n))
        *last = bind(&m->hasher[side], n);
    struct mark alike = last->mark;
    if (t->norms[n].sign == SIGN_DUTY)
        alike = mark_mix(alike, mark_duty(t, n));
    m->joint->pairing.parties[side][n] = last->parties.a;
    out->title = mark_text(table_text(t, t->clauses[t->norms[n].clause].title));
    out->alike = mark_mix(alike, out->title);
    out->same = mark_mix(alike, hash_node(&m->hasher[side], n));
}

/* ---- pairs ------------------------------------------------------------------------------------ */

enum pass { PASS_EQUAL, PASS_MOVED, PASS_CHANGED };

static struct mark key_for(const struct keys *k, enum pass pass)
{
    switch (pass) {
    case PASS_EQUAL:
        return mark_mix(k->same, k->title);
    case PASS_MOVED:
        return k->same;
    case PASS_CHANGED:
        return k->alike;
    }
    return k->same;
}

static uint64_t word_of(struct mark mark)
{
    return mark.a == MAP_NO_KEY ? 0 : mark.a;
}

/* Pairs what is left and has equal keys, each in its order. */
static void pair_equal(struct matcher *m, enum pass pass)
{
    struct joint *j = m->joint;
    struct pairing *p = &j->pairing;
    uint32_t old_count = (uint32_t)j->t[DIFF_OLD]->norms_count;
    uint32_t *next = ARENA_ARRAY(&j->work, uint32_t, old_count + 1);
    struct map heads;
    map_init(&heads, &j->work);
    map_reserve(&heads, old_count);
    for (uint32_t n = old_count; n-- > 0;) {
        uint64_t head = IR_NONE;
        uint64_t key = word_of(key_for(&m->keys[DIFF_OLD][n], pass));
        if (p->pair[DIFF_OLD][n] != IR_NONE)
            continue;
        map_get(&heads, key, &head);
        next[n] = (uint32_t)head;
        map_put(&heads, key, n);
    }
    for (uint32_t n = 0; n < j->t[DIFF_NEW]->norms_count; n++) {
        struct mark key = key_for(&m->keys[DIFF_NEW][n], pass);
        uint64_t head;
        if (p->pair[DIFF_NEW][n] != IR_NONE || !map_get(&heads, word_of(key), &head)
            || head == IR_NONE || !mark_same(key_for(&m->keys[DIFF_OLD][head], pass), key))
            continue;
        p->pair[DIFF_NEW][n] = (uint32_t)head;
        p->pair[DIFF_OLD][head] = n;
        p->changed[DIFF_OLD][head] = p->changed[DIFF_NEW][n] = pass == PASS_CHANGED;
        map_put(&heads, word_of(key), next[head]);
    }
}

/* Ids that mean the same on both sides: the old norm's. */
static uint32_t shared_id(const struct joint *j, enum diff_side side, uint32_t n)
{
    uint32_t pair = j->pairing.pair[side][n];
    return pair == IR_NONE || side == DIFF_NEW ? pair : n;
}

/* The ranks that a norm loses, and what a duty of breach hangs on, as far as they are paired. */
static struct mark mark_links(struct matcher *m, enum diff_side side, uint32_t n)
{
    const struct joint *j = m->joint;
    const struct table *t = j->t[side];
    const struct table_norm *norm = &t->norms[n];
    const struct table_duty *duty = table_duty(t, n);
    struct mark sum = {0, 0};
    for (uint32_t i = 0; i < norm->rank_count; i++) {
        const struct table_rank *rank = &t->ranks[norm->first_rank + i];
        uint32_t id = shared_id(j, side, rank->winner);
        struct mark condition = mark_of(0);
        if (id == IR_NONE)
            continue;
        if (rank->condition != IR_NONE)
            condition = hash_node(&m->hasher[side], rank->condition);
        sum = mark_add(sum, mark_mix(mark_of(id), condition));
    }
    for (uint32_t i = 0; i < duty->breach_count; i++) {
        uint32_t id = shared_id(j, side, t->ids[duty->first_breach + i]);
        if (id != IR_NONE)
            sum = mark_add(sum, mark_mix(mark_of(id), mark_of(2)));
    }
    return sum;
}

/* Nothing outranks either, and the same takes away from both. */
static bool is_steady(struct matcher *m, uint32_t old, uint32_t new)
{
    const struct joint *j = m->joint;
    return j->t[DIFF_OLD]->norms[old].rank_count == 0 && j->t[DIFF_NEW]->norms[new].rank_count == 0
           && mark_same(hash_children(&m->hasher[DIFF_OLD], old),
                        hash_children(&m->hasher[DIFF_NEW], new));
}

static void compare_links(struct matcher *m)
{
    struct joint *j = m->joint;
    struct pairing *p = &j->pairing;
    for (uint32_t n = 0; n < j->t[DIFF_OLD]->norms_count; n++) {
        uint32_t other = p->pair[DIFF_OLD][n];
        if (other != IR_NONE
            && !mark_same(mark_links(m, DIFF_OLD, n), mark_links(m, DIFF_NEW, other)))
            p->changed[DIFF_OLD][n] = p->changed[DIFF_NEW][other] = true;
        if (other != IR_NONE && p->changed[DIFF_OLD][n])
            p->steady[DIFF_OLD][n] = p->steady[DIFF_NEW][other] = is_steady(m, n, other);
    }
}

/* ---- clauses ------------------------------------------------------------------------------------ */

static void pair_clause(struct joint *j, uint32_t old, uint32_t new)
{
    j->pairing.clause[DIFF_OLD][old] = new;
    j->pairing.clause[DIFF_NEW][new] = old;
}

static void pair_clauses(struct joint *j)
{
    const struct table *old = j->t[DIFF_OLD], *new = j->t[DIFF_NEW];
    struct map titles;
    map_init(&titles, &j->work);
    for (uint32_t c = 0; c < old->clauses_count; c++)
        map_put(&titles, word_of(mark_text(table_text(old, old->clauses[c].title))), c);
    for (uint32_t c = 0; c < new->clauses_count; c++) {
        const char *title = table_text(new, new->clauses[c].title);
        uint64_t found;
        if (map_get(&titles, word_of(mark_text(title)), &found)
            && strcmp(table_text(old, old->clauses[found].title), title) == 0)
            pair_clause(j, (uint32_t)found, c);
    }
    for (uint32_t n = 0; n < new->norms_count; n++) { /* moved whole: another title */
        uint32_t pair = j->pairing.pair[DIFF_NEW][n];
        if (pair == IR_NONE || j->pairing.changed[DIFF_NEW][n])
            continue;
        uint32_t from = old->norms[pair].clause, to = new->norms[n].clause;
        if (j->pairing.clause[DIFF_OLD][from] != IR_NONE
            || j->pairing.clause[DIFF_NEW][to] != IR_NONE)
            continue;
        pair_clause(j, from, to);
        struct diff_clause_name name = {{from, to}};
        VEC_PUSH(j->arena, &j->diff->renamed, name);
    }
}

/* ---- duties ------------------------------------------------------------------------------------- */

/* A clause with a counterpart goes by the old one. */
static struct mark mark_clause(const struct joint *j, enum diff_side side, uint32_t clause)
{
    uint32_t other = j->pairing.clause[side][clause];
    if (side == DIFF_NEW)
        return other == IR_NONE ? mark_of(2 * (uint64_t)clause + 1) : mark_of(2 * (uint64_t)other);
    return mark_of(2 * (uint64_t)clause);
}

/* What tells duties apart, whatever their conditions. Each commitment is a sum of its own. */
static void mark_duties(struct joint *j)
{
    for (int s = 0; s < DIFF_SIDES; s++)
        for (uint32_t n = 0; n < j->t[s]->norms_count; n++) {
            const struct table_norm *norm = &j->t[s]->norms[n];
            if (norm->sign != SIGN_DUTY)
                continue;
            struct mark mark = mark_clause(j, (enum diff_side)s, norm->clause);
            mark = mark_mix(mark, mark_of(j->pairing.parties[s][n]));
            mark = mark_mix(mark, mark_of(norm->flags & NORM_WITHIN));
            j->pairing.duty[s][n] = mark_mix(mark, mark_duty(j->t[s], n)).a;
        }
}

/* ---- what may act differently ------------------------------------------------------------------ */

static bool touch(struct joint *j, enum diff_side side, uint32_t n)
{
    const struct table *t = j->t[side];
    const struct table_norm *norm = &t->norms[n];
    const struct table_duty *duty = table_duty(t, n);
    const bool *touched = j->pairing.touched[side];
    for (uint32_t i = 0; i < norm->rank_count; i++)
        if (touched[t->ranks[norm->first_rank + i].winner])
            return true;
    for (uint32_t i = 0; i < duty->breach_count; i++) {
        uint32_t breach = t->ids[duty->first_breach + i];
        if (touched[breach]
            || (j->pairing.permits && t->norms[breach].flags & NORM_MAY_CONTEST))
            return true;
    }
    return false;
}

/* What one side's norm may do, its counterpart may do differently. */
static void spread(struct joint *j)
{
    struct pairing *p = &j->pairing;
    for (bool again = true; again;) {
        again = false;
        for (int s = 0; s < DIFF_SIDES; s++)
            for (uint32_t n = 0; n < j->t[s]->norms_count; n++) {
                if (p->touched[s][n] || !touch(j, (enum diff_side)s, n))
                    continue;
                p->touched[s][n] = again = true;
                if (p->pair[s][n] != IR_NONE)
                    p->touched[1 - s][p->pair[s][n]] = true;
            }
    }
}

static void note_changed(struct joint *j)
{
    struct pairing *p = &j->pairing;
    for (int s = 0; s < DIFF_SIDES; s++)
        for (uint32_t n = 0; n < j->t[s]->norms_count; n++) {
            uint32_t pair = p->pair[s][n];
            p->changed[s][n] = p->changed[s][n] || pair == IR_NONE;
            p->touched[s][n] = p->changed[s][n];
            j->diff->changed_norms[s] += p->changed[s][n];
            p->permits = p->permits
                         || (p->changed[s][n] && j->t[s]->norms[n].sign == SIGN_PERMIT);
            p->renamed[s][n] =
                pair != IR_NONE
                && p->clause[s][j->t[s]->norms[n].clause] != j->t[1 - s]->norms[pair].clause;
        }
}

/* May an unchanged sentence act differently, or what it says be disputed? */
static bool is_plain(const struct joint *j)
{
    for (int s = 0; s < DIFF_SIDES; s++) {
        const struct table *t = j->t[s];
        for (uint32_t c = 0; c < t->columns_count; c++)
            if (t->columns[c].kind == COLUMN_READING)
                return false;
        for (uint32_t n = 0; n < t->norms_count; n++)
            if (t->norms[n].flags & NORM_MAY_CONTEST
                || j->pairing.touched[s][n] != j->pairing.changed[s][n])
                return false;
    }
    return true;
}

static uint32_t *none_each(struct arena *arena, size_t count)
{
    uint32_t *ids = arena_alloc(arena, (count + 1) * sizeof *ids);
    memset(ids, 0xFF, (count + 1) * sizeof *ids);
    return ids;
}

void joint_pair(struct joint *j)
{
    struct matcher m = {.joint = j};
    struct pairing *p = &j->pairing;
    for (int s = 0; s < DIFF_SIDES; s++) {
        size_t norms = j->t[s]->norms_count;
        p->pair[s] = none_each(j->arena, norms);
        p->clause[s] = none_each(j->arena, j->t[s]->clauses_count);
        p->changed[s] = ARENA_ARRAY(j->arena, bool, norms + 1);
        p->touched[s] = ARENA_ARRAY(j->arena, bool, norms + 1);
        p->steady[s] = ARENA_ARRAY(j->arena, bool, norms + 1);
        p->renamed[s] = ARENA_ARRAY(j->arena, bool, norms + 1);
        p->parties[s] = ARENA_ARRAY(j->arena, uint64_t, norms + 1);
        p->duty[s] = ARENA_ARRAY(j->arena, uint64_t, norms + 1);
        m.keys[s] = ARENA_ARRAY(&j->work, struct keys, norms + 1);
        hasher_init(&m.hasher[s], j, (enum diff_side)s);
        m.last[s].norm = IR_NONE;
        for (uint32_t n = 0; n < norms; n++)
            make_keys(&m, (enum diff_side)s, n, &m.keys[s][n]);
    }
    pair_equal(&m, PASS_EQUAL);
    pair_equal(&m, PASS_MOVED);
    pair_equal(&m, PASS_CHANGED);
    compare_links(&m);
    pair_clauses(j);
    mark_duties(j);
    note_changed(j);
    spread(j);
    p->plain = is_plain(j);
}
