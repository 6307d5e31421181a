/* test_diff.c: differences of two policies against brute force.
 *
 * A random policy and a changed one are compared by diff_policies. Worlds of facts are then
 * visited, all of them where there are few, else some at the cuts of both and some inside
 * and at the edge of each region; the interpreter tells what each policy says there under
 * all its readings. A world must be in exactly one region when that differs, and in none
 * when it does not; the same for each clause under an equal verdict, and each duty.
 */
#include "analysis/diff.h"
#include "case.h"
#include "engine.h"
#include "generate_parts.h"
#include "mutate.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 500
#define LONG_SEEDS 100000
#define WORLDS 250
#define VECTORS 64

struct side {
    struct case_policy checked;
    struct engine engine;
    struct oracle *oracle;
    struct oracle_point point;
    const struct vocab *vocab;
    int64_t *world;
    uint8_t verdict;
    uint32_t *first;     /* per norm: the first of its clause, sign, bearer and holders */
    uint8_t *effects;    /* per such first norm: bits of what readings say, 1 no, 4 yes */
    uint8_t *duties;     /* per norm: bits 1 not due, 2 contested, 4 due */
};

struct tally {
    size_t pairs, skipped, regions, worlds, different, clauses, duties, equal, sampled, open,
        partly;
};

struct run {
    struct seed_run *of;
    struct arena *arena;
    uint64_t state;
    struct tally *tally;
    const char *text[2];
    struct side sides[2];
    struct diff *diff;
};

static void fail_run(struct run *run, const char *why)
{
    const struct side *s = &run->sides[1];
    struct strbuf out;
    strbuf_init(&out, run->arena);
    strbuf_printf(&out, "%s\n--- old\n%s\n--- new\n%s\n", why, run->text[0], run->text[1]);
    for (uint32_t v = 0; s->world && v < s->vocab->var_count; v++) {
        const struct vocab_var *var = &s->vocab->vars[v];
        char day[DATE_TEXT] = "";
        if (var->kind == VAR_DATE_OF_CASE || var->kind == VAR_EVENT || var->kind == VAR_DAY)
            date_format(s->world[v], day);
        strbuf_printf(&out, "%s = %lld %s %s\n", vocab_string(s->vocab, var->name),
                      (long long)s->world[v], day,
                      var->kind == VAR_LEAF
                          ? vocab_leaf_name(s->vocab, v, (uint32_t)s->world[v])
                          : "");
    }
    strbuf_printf(&out, "old says %u, new says %u; %zu regions", run->sides[0].verdict,
                  run->sides[1].verdict, run->diff ? run->diff->regions.count : 0);
    seeds_fail(run->of, "%s", strbuf_string(&out));
}

static size_t below(struct run *run, size_t n)
{
    return (size_t)(gen_next(&run->state) % n);
}

/* ---- what a policy says at a world ---------------------------------------------------------- */

static uint8_t said(uint8_t bits)
{
    return bits == 1 ? SAYS_NO : bits == 4 ? SAYS_YES : SAYS_MIXED;
}

static void add_reading(struct side *s)
{
    const struct model *model = s->oracle->model;
    oracle_evaluate(s->oracle, s->world, &s->point);
    s->verdict |= (uint8_t)(1u << s->point.verdict);
    uint8_t *effects = calloc(model->norms.count + 1, 1);
    for (size_t n = 0; n < model->norms.count; n++) {
        const struct model_norm *norm = &model->norms.items[n];
        if (norm->sign != SIGN_DUTY && s->point.effective[n])
            effects[s->first[n]] = 1;
        if (norm->sign == SIGN_DUTY)
            s->duties[n] = (uint8_t)(s->duties[n]
                                     | (norm->form == FORM_COMMITS
                                            ? (s->point.effective[n] ? 4u : 1u)
                                            : 1u << s->point.duties[n]));
    }
    for (size_t n = 0; n < model->norms.count; n++)
        s->effects[n] |= effects[n] ? 4 : 1;
    free(effects);
}

/* All readings; false when there are too many. */
static bool say(struct side *s)
{
    const struct model *model = s->oracle->model;
    s->verdict = 0;
    memset(s->effects, 0, model->norms.count + 1);
    memset(s->duties, 0, model->norms.count + 1);
    for (uint32_t v = 0; v < s->vocab->var_count; v++)
        if (s->vocab->vars[v].kind == VAR_READING)
            s->world[v] = 0;
    for (size_t guard = 0; guard < VECTORS; guard++) {
        add_reading(s);
        uint32_t v = 0;
        for (; v < s->vocab->var_count; v++) {
            if (s->vocab->vars[v].kind != VAR_READING)
                continue;
            if (++s->world[v] < s->vocab->vars[v].leaf_count)
                break;
            s->world[v] = 0;
        }
        if (v == s->vocab->var_count)
            return true;
    }
    return false;
}

/* ---- worlds ------------------------------------------------------------------------------------- */

struct list {
    int64_t *items;
    size_t count, capacity;
};

static void push(struct run *run, struct list *list, int64_t value)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == value)
            return;
    VEC_PUSH(run->arena, list, value);
}

static uint32_t same_var(const struct vocab *vocab, const struct vocab *other, uint32_t var)
{
    const char *name = vocab_string(vocab, vocab->vars[var].name);
    for (uint32_t v = 0; v < other->var_count; v++)
        if (other->vars[v].kind == vocab->vars[var].kind && vocab->vars[var].kind != VAR_READING
            && strcmp(vocab_string(other, other->vars[v].name), name) == 0)
            return v;
    return VOCAB_NONE;
}

static void push_cuts(struct run *run, const struct side *s, uint32_t var, struct list *out)
{
    if (var == VOCAB_NONE)
        return;
    for (size_t i = 0; i < s->oracle->cuts[var].list.count; i++) {
        int64_t cut = s->oracle->cuts[var].list.items[i];
        push(run, out, cut);
        if (cut > INT64_MIN) /* an open end is a cut too */
            push(run, out, cut - 1);
    }
}

static void push_event(struct run *run, const struct side *s, uint32_t var, int64_t date,
                       struct list *out)
{
    for (size_t i = 0; var != VOCAB_NONE && i < s->oracle->since.count; i++) {
        const struct oracle_since *since = &s->oracle->since.items[i];
        if (since->event != var)
            continue;
        for (int past = 0; past < 2; past++) {
            int64_t day = date_latest_start(date - past, since->count, since->unit);
            push(run, out, day);
            push(run, out, day + 1);
        }
    }
    push(run, out, DATE_NEVER);
}

/* Values of a variable of either side that may matter; of side `at` by its numbers. */
static void interesting(struct run *run, int at, uint32_t var, int64_t date, struct list *out)
{
    const struct side *s = &run->sides[at], *other = &run->sides[1 - at];
    const struct vocab_var *v = &s->vocab->vars[var];
    uint32_t beside = same_var(s->vocab, other->vocab, var);
    out->count = 0;
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
        for (uint32_t leaf = 0; leaf < v->leaf_count; leaf++)
            push(run, out, leaf);
        return;
    case VAR_READING:
        push(run, out, 0);
        return;
    case VAR_EVENT:
        if (v->role == VAR_ROLE_LEDGER && v->has_occurred) {
            push(run, out, v->occurred);
            return;
        }
        push_event(run, s, var, date, out);
        push_event(run, other, beside, date, out);
        return;
    case VAR_NUMBER:
    case VAR_DAY:
    case VAR_DATE_OF_CASE:
        break;
    }
    push_cuts(run, s, var, out);
    push_cuts(run, other, beside, out);
    bool number = v->kind == VAR_NUMBER;
    push(run, out, number ? v->low : 20000);
    if (number)
        push(run, out, v->high);
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i] >= (number ? v->low : DATE_FIRST)
            && out->items[i] <= (number ? v->high : DATE_LAST - 1)) /* the last day looks odd */
            out->items[kept++] = out->items[i];
    out->count = kept;
}

static uint32_t leaf_named(const struct vocab *vocab, uint32_t var, const char *name)
{
    for (uint32_t l = 0; l < vocab->vars[var].leaf_count; l++)
        if (strcmp(vocab_leaf_name(vocab, var, l), name) == 0)
            return l;
    return VOCAB_NONE;
}

/* The old leaf for a new one: its name, or an inner name above it; and the other way round. */
static uint32_t old_leaf(const struct run *run, uint32_t old, uint32_t new, uint32_t leaf)
{
    const struct vocab *from = run->sides[1].vocab, *to = run->sides[0].vocab;
    const struct vocab_var *v = &from->vars[new];
    uint32_t found = leaf_named(to, old, vocab_leaf_name(from, new, leaf));
    if (found != VOCAB_NONE || (v->or_none && leaf == v->leaf_count - 1))
        return found;
    uint32_t node = from->nodes[vocab_leaf_node(from, v->leaf_kind, leaf)].parent;
    for (; node != VOCAB_NONE && found == VOCAB_NONE; node = from->nodes[node].parent)
        found = leaf_named(to, old, vocab_string(from, from->nodes[node].name));
    return found;
}

/* An event whose day only the other policy says. */
static bool not_happened(const struct vocab *vocab, uint32_t var, const struct vocab *other,
                         uint32_t beside)
{
    const struct vocab_var *v = &vocab->vars[var];
    return v->role == VAR_ROLE_LEDGER && !v->has_occurred && !v->unknown && beside != VOCAB_NONE
           && other->vars[beside].role == VAR_ROLE_LEDGER && other->vars[beside].has_occurred;
}

/* Fills the old world from the new one and, where only the old policy has a variable, by
 * chance. False when a value has no counterpart. */
static bool make_old(struct run *run)
{
    struct side *old = &run->sides[0], *new = &run->sides[1];
    struct list list = {0};
    for (uint32_t v = 0; v < old->vocab->var_count; v++) {
        const struct vocab_var *var = &old->vocab->vars[v];
        uint32_t y = same_var(old->vocab, new->vocab, v);
        if (not_happened(old->vocab, v, new->vocab, y)) {
            old->world[v] = DATE_NEVER;
            continue;
        }
        if (y != VOCAB_NONE && not_happened(new->vocab, y, old->vocab, v))
            new->world[y] = DATE_NEVER;
        if (y == VOCAB_NONE
            || (var->kind == VAR_EVENT && var->role == VAR_ROLE_LEDGER && var->has_occurred)
            || (new->vocab->vars[y].role == VAR_ROLE_LEDGER && new->vocab->vars[y].has_occurred)) {
            interesting(run, 0, v, new->world[VOCAB_DATE], &list);
            old->world[v] = list.items[below(run, list.count)];
            continue;
        }
        old->world[v] = new->world[y];
        if (var->kind == VAR_LEAF) {
            uint32_t leaf = old_leaf(run, v, y, (uint32_t)new->world[y]);
            if (leaf == VOCAB_NONE)
                return false;
            old->world[v] = leaf;
        } else if (var->kind == VAR_NUMBER
                   && (old->world[v] < var->low || old->world[v] > var->high)) {
            return false;
        }
    }
    return true;
}

/* ---- regions ----------------------------------------------------------------------------------- */

static bool in_set(const struct value_set *set, int64_t value)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        if (value >= part->low && value <= part->high)
            return true;
    }
    return false;
}

static bool holds(const struct run *run, enum diff_side side, uint32_t column)
{
    const struct side *s = &run->sides[side];
    const struct table_column *c = &s->engine.table->columns[column];
    int64_t since = date_add(s->world[c->var], c->count, (enum date_unit)c->unit);
    int64_t date = s->world[VOCAB_DATE];
    if (s->world[c->var] == DATE_NEVER)
        return false;
    int64_t last = date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
    assert_true((s->world[c->var] <= last) == (c->past ? date > since : date >= since)
                || since >= DATE_LAST || since <= DATE_FIRST);
    return s->world[c->var] <= last;
}

static bool in_run(const struct run *run, const struct diff_run *r)
{
    return (r->since == IR_NONE || holds(run, r->since_side, r->since))
           && (r->not_since == IR_NONE || !holds(run, r->not_since_side, r->not_since));
}

static bool contains(const struct run *run, const struct diff_region *region)
{
    for (size_t i = 0; i < region->part_count; i++) {
        const struct diff_part *part = &region->parts[i];
        bool in = false;
        for (size_t k = 0; k < part->run_count && !in; k++)
            in = in_run(run, &part->runs[k]);
        if (part->run_count == 0)
            in = in_set(&part->values, run->sides[part->side].world[part->var]);
        if (!in)
            return false;
    }
    return true;
}

/* In which regions, as bits, for messages. */
static int places(const struct run *run, const struct diff_regions *regions)
{
    int bits = 0;
    for (size_t i = 0; i < regions->count && i < 30; i++)
        bits |= contains(run, &regions->items[i]) << i;
    return bits;
}

/* In one region with this difference, or in none; where a region stands for many pieces, in
 * one of those with it. */
static bool covered(const struct run *run, const struct diff_regions *regions, uint8_t was,
                    uint8_t now, bool compared)
{
    size_t in = 0, partly = 0;
    bool right = true;
    for (size_t i = 0; i < regions->count; i++) {
        const struct diff_region *r = &regions->items[i];
        if (!contains(run, r))
            continue;
        bool same = r->was == was && r->now == now;
        partly += r->partly && same;
        in += !r->partly;
        right = right && (same || r->partly);
    }
    return right && (compared && was != now ? in == 1 || (in == 0 && partly) : in == 0);
}

/* ---- one world ------------------------------------------------------------------------------------ */

/* Of all sentences of a clause with the bearer and holders of the first of them. */
static uint8_t effect(const struct side *s, uint32_t first)
{
    return first == IR_NONE ? SAYS_NO : said(s->effects[first]);
}

static const struct table_norm *norm_of(const struct side *s, uint32_t norm)
{
    return &s->engine.table->norms[norm];
}

static const char *node_name(const struct side *s, uint32_t node)
{
    return vocab_string(s->vocab, s->vocab->nodes[node].name);
}

static bool holds_for(const struct side *s, uint32_t norm, const char *holder)
{
    for (uint32_t i = 0; i < norm_of(s, norm)->holder_count; i++)
        if (strcmp(node_name(s, s->engine.table->ids[norm_of(s, norm)->first_holder + i]), holder) == 0)
            return true;
    return false;
}

/* Have they one sign, bearer and holders? */
static bool same_parties(const struct side *s, uint32_t n, const struct side *t, uint32_t m)
{
    const struct table_norm *x = norm_of(s, n), *y = norm_of(t, m);
    bool same = x->sign == y->sign && x->holder_count == y->holder_count
                && strcmp(node_name(s, x->bearer), node_name(t, y->bearer)) == 0;
    for (uint32_t i = 0; same && i < x->holder_count; i++)
        same = holds_for(t, m, node_name(s, s->engine.table->ids[x->first_holder + i]));
    return same;
}

static void find_firsts(struct side *s)
{
    for (uint32_t n = 0; n < s->engine.table->norms_count; n++) {
        s->first[n] = n;
        for (uint32_t m = n; m-- > 0;)
            if (norm_of(s, m)->clause == norm_of(s, n)->clause && same_parties(s, m, s, n))
                s->first[n] = m;
    }
}

/* The first of a clause with this sign; with the parties of `of`, unless that is IR_NONE. */
static uint32_t first_of(const struct side *s, uint32_t clause, enum norm_sign sign,
                         const struct side *other, uint32_t of)
{
    for (uint32_t n = 0; clause != IR_NONE && n < s->engine.table->norms_count; n++)
        if (norm_of(s, n)->clause == clause && norm_of(s, n)->sign == sign
            && (of == IR_NONE || same_parties(s, n, other, of)))
            return n;
    return IR_NONE;
}

static const char *check_clauses(struct run *run, uint8_t was, uint8_t now)
{
    const struct diff *d = run->diff;
    for (size_t i = 0; i < d->clauses.count; i++) {
        const struct diff_change *c = &d->clauses.items[i];
        bool apart = c->party[0] != IR_NONE || c->party[1] != IR_NONE;
        uint8_t says[2];
        for (int side = 0; side < 2; side++) {
            const struct side *s = &run->sides[side];
            uint32_t first = apart ? c->party[side] : first_of(s, c->id[side], c->sign, NULL, IR_NONE);
            says[side] = effect(s, first == IR_NONE ? IR_NONE : s->first[first]);
        }
        if (!c->regions.open && !covered(run, &c->regions, says[0], says[1], was == now))
            return "the regions of a clause are wrong";
    }
    return NULL;
}

static const char *title(const struct side *s, uint32_t clause)
{
    return table_text(s->engine.table, s->engine.table->clauses[clause].title);
}

static bool listed(const struct diff_changes *changes, int side, uint32_t id)
{
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].id[side] == id)
            return true;
    return false;
}

/* Is the clause listed, for all or with the parties of this norm? */
static bool clause_listed(const struct run *run, int side, uint32_t norm)
{
    const struct side *s = &run->sides[side];
    for (size_t i = 0; i < run->diff->clauses.count; i++) {
        const struct diff_change *c = &run->diff->clauses.items[i];
        if (c->id[side] != norm_of(s, norm)->clause || c->sign != norm_of(s, norm)->sign)
            continue;
        if (c->party[0] == IR_NONE && c->party[1] == IR_NONE)
            return true;
        if (c->party[side] != IR_NONE && same_parties(s, c->party[side], s, norm))
            return true;
    }
    return false;
}

/* The clause of the old policy that a new one is compared with. */
static uint32_t clause_before(const struct run *run, uint32_t clause)
{
    const struct side *old = &run->sides[0], *new = &run->sides[1];
    for (size_t i = 0; i < run->diff->renamed.count; i++)
        if (run->diff->renamed.items[i].clause[1] == clause)
            return run->diff->renamed.items[i].clause[0];
    for (uint32_t o = 0; o < old->engine.table->clauses_count; o++)
        if (strcmp(title(old, o), title(new, clause)) == 0)
            return o;
    return IR_NONE;
}

/* A clause that is not listed has the same effect, for the same parties, in the clause of its title. */
static const char *check_others(struct run *run)
{
    const struct side *s = run->sides;
    for (uint32_t c = 0; c < s[1].engine.table->clauses_count; c++) {
        uint32_t clause[2] = {clause_before(run, c), c};
        for (int side = 0; side < 2; side++)
            for (uint32_t n = 0; n < s[side].engine.table->norms_count; n++) {
                if (norm_of(&s[side], n)->clause != clause[side] || s[side].first[n] != n
                    || norm_of(&s[side], n)->sign == SIGN_DUTY || clause_listed(run, side, n))
                    continue;
                const struct side *beside = &s[1 - side];
                uint32_t other = first_of(beside, clause[1 - side],
                                          (enum norm_sign)norm_of(&s[side], n)->sign, &s[side], n);
                if (effect(&s[side], n) != effect(beside, other))
                    return "a clause that changed is not listed";
            }
    }
    return NULL;
}

static const char *check_duties(struct run *run)
{
    const struct diff *d = run->diff;
    const struct side *s = run->sides;
    size_t left[2][8] = {{0}};
    for (size_t i = 0; i < d->duties.count; i++) {
        const struct diff_change *c = &d->duties.items[i];
        uint8_t status[2];
        for (int side = 0; side < 2; side++)
            status[side] = c->id[side] == IR_NONE ? SAYS_NO : said(s[side].duties[c->id[side]]);
        if (!covered(run, &c->regions, status[0], status[1], true))
            return arena_printf(run->arena, "the regions of a duty are wrong: %d to %d in %d of %zu",
                                status[0], status[1], places(run, &c->regions),
                                c->regions.count);
    }
    for (int side = 0; side < 2; side++)
        for (uint32_t n = 0; n < s[side].engine.table->norms_count; n++)
            if (s[side].engine.table->norms[n].sign == SIGN_DUTY
                && !listed(&d->duties, side, n))
                left[side][said(s[side].duties[n])]++;
    if (left[0][SAYS_YES] != left[1][SAYS_YES] || left[0][SAYS_MIXED] != left[1][SAYS_MIXED])
        return "a duty that changed is not listed";
    return NULL;
}

static bool check_world(struct run *run)
{
    struct side *s = run->sides;
    run->tally->worlds++;
    if (!say(&s[0]) || !say(&s[1]))
        return true;
    uint8_t was = said(s[0].verdict), now = said(s[1].verdict);
    run->tally->different += was != now;
    const char *why = NULL;
    if (!covered(run, &run->diff->regions, was, now, true))
        why = was == now ? "a region where nothing differs" : "a difference without its region";
    if (!why)
        why = check_clauses(run, was, now);
    if (!why && was == now)
        why = check_others(run);
    if (!why)
        why = check_duties(run);
    if (why)
        fail_run(run, why);
    return why == NULL;
}

/* A region that stands for many pieces holds its witness, and both policies say there what the
 * region says. */
static bool check_partly(struct run *run, const struct diff_region *r)
{
    struct side *s = run->sides;
    if (!r->partly)
        return true;
    run->tally->partly++;
    for (int at = 0; at < 2; at++)
        for (uint32_t v = 0; v < s[at].vocab->var_count; v++)
            s[at].world[v] = r->witness[at].values[v];
    if (!contains(run, r))
        fail_run(run, "a witness outside of its region");
    else if (say(&s[0]) && say(&s[1])
             && (said(s[0].verdict) != r->was || said(s[1].verdict) != r->now))
        fail_run(run, "a witness of a kind of difference that is not there");
    return run->of->failure == NULL;
}

/* ---- many worlds -------------------------------------------------------------------------------- */

/* A world of the new policy by chance; near a region when one is given. */
static void pick_world(struct run *run, const struct diff_region *near)
{
    struct side *new = &run->sides[1];
    struct list list = {0};
    for (uint32_t v = 0; v < new->vocab->var_count; v++) {
        if (near && below(run, 8) && new->vocab->vars[v].kind != VAR_READING) {
            new->world[v] = near->witness[1].values[v];
            continue;
        }
        interesting(run, 1, v, new->world[VOCAB_DATE], &list);
        new->world[v] = list.items[below(run, list.count)];
    }
}

/* Where slices are single days, only these can be looked up in regions. */
static bool can_check(const struct run *run, const struct diff_region *near)
{
    return !run->diff->sampled
           || (near && run->sides[1].world[VOCAB_DATE] == near->witness[1].values[VOCAB_DATE]);
}

static void check_worlds(struct run *run)
{
    const struct diff *d = run->diff;
    for (size_t i = 0; i < d->regions.count; i++)
        if (!check_partly(run, &d->regions.items[i]))
            return;
    for (size_t i = 0; i < WORLDS && !run->of->failure; i++) {
        const struct diff_region *near = NULL;
        size_t pool = d->regions.count + d->clauses.count + d->duties.count, pick;
        if (pool && i % 2) {
            pick = below(run, pool);
            if (pick < d->regions.count)
                near = &d->regions.items[pick];
            else if (pick < d->regions.count + d->clauses.count)
                near = &d->clauses.items[pick - d->regions.count].regions.items[0];
            else
                near = &d->duties.items[pick - d->regions.count - d->clauses.count].regions.items[0];
        }
        pick_world(run, near);
        if (can_check(run, near) && make_old(run))
            check_world(run);
    }
}

static bool open_side(struct run *run, int at)
{
    struct side *s = &run->sides[at];
    struct table_layout layout = table_layout_default();
    if (run->of->seed % 3) {
        layout.small_cells = 2;
        layout.rows_worth_it = 1;
        layout.pivot_share = 1;
        layout.pivot_cells = 3;
        if (run->of->seed % 3 == 2)
            layout.lane_limit = 2;
    }
    case_read(run->arena, run->text[at], &s->checked);
    if (s->checked.errors)
        return false;
    engine_new(run->arena, s->checked.model, s->checked.diags, &layout, &s->engine);
    if (!s->engine.table)
        return false;
    s->oracle = oracle_new(run->arena, s->checked.model);
    oracle_point_init(s->oracle, run->arena, &s->point);
    s->vocab = &s->engine.table->vocab;
    s->world = ARENA_ARRAY(run->arena, int64_t, s->vocab->var_count);
    s->first = ARENA_ARRAY(run->arena, uint32_t, s->checked.model->norms.count + 1);
    s->effects = arena_zero(run->arena, s->checked.model->norms.count + 1, 1);
    find_firsts(s);
    s->duties = arena_zero(run->arena, s->checked.model->norms.count + 1, 1);
    return true;
}

static void compare(struct run *run)
{
    struct generated *generated = generate_policy(run->arena, run->of->seed);
    struct generate_form form = {0, false, false};
    struct strbuf text;
    bool harmless;
    strbuf_init(&text, run->arena);
    generate_print(generated, &form, &text);
    run->text[0] = strbuf_string(&text);
    run->text[1] = mutate_policy(run->arena, generated, run->of->seed, &harmless);
    run->state = run->of->seed;
    if (!open_side(run, 0) || !open_side(run, 1)) {
        run->tally->skipped++;
        return;
    }
    struct diff_options options = {.near = 20500};
    run->diff = diff_policies(run->arena, run->sides[0].engine.evaluator,
                              run->sides[1].engine.evaluator, &options);
    run->tally->pairs++;
    run->tally->regions += run->diff->regions.count;
    run->tally->clauses += run->diff->clauses.count;
    run->tally->duties += run->diff->duties.count;
    run->tally->sampled += run->diff->sampled;
    run->tally->equal += harmless;
    if (harmless && run->diff->regions.count)
        fail_run(run, "a difference where nothing changed");
    if (diff_open(run->diff)) /* very many pieces: what is listed need not be all */
        run->tally->open++;
    else
        check_worlds(run);
}

static void job(struct seed_run *seed)
{
    struct run run = {.of = seed, .arena = &seed->arena, .tally = seed->context};
    compare(&run);
    for (int s = 0; s < 2; s++)
        engine_free(&run.sides[s].engine);
}

static void regions_are_exactly_the_differences(void **state)
{
    (void)state;
    struct tally tally = {0};
    seeds_each(job, &tally, SEEDS, LONG_SEEDS);
    printf("%zu pairs, %zu skipped, %zu equal, %zu sampled, %zu regions, %zu clauses, %zu duties, "
           "%zu worlds, %zu of them different, %zu unresolved, %zu in parts\n",
           tally.pairs, tally.skipped, tally.equal, tally.sampled, tally.regions, tally.clauses,
           tally.duties, tally.worlds, tally.different, tally.open, tally.partly);
    assert_true(tally.open <= tally.pairs / 10 + 1);
    assert_true(tally.regions > tally.pairs / 4 && tally.different > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(regions_are_exactly_the_differences)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
