/* diff_worlds.c: worlds of two policies for test_diff: values by chance, most at the cuts of either,
 * and the world of the old policy that a description of the new one is there. */
#include "diff_run.h"
#include "generate_parts.h"

#include <string.h>

size_t diff_run_below(struct run *run, size_t n)
{
    return (size_t)(gen_next(&run->state) % n);
}
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
    push(run, out, number ? v->high : DATE_LAST);
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i] >= (number ? v->low : DATE_FIRST)
            && out->items[i] <= (number ? v->high : DATE_LAST))
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
bool diff_run_old(struct run *run)
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
            old->world[v] = list.items[diff_run_below(run, list.count)];
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

/* A world of the new policy by chance; near a region when one is given. */
void diff_run_world(struct run *run, const struct diff_region *near)
{
    struct side *new = &run->sides[1];
    struct list list = {0};
    for (uint32_t v = 0; v < new->vocab->var_count; v++) {
        if (near && diff_run_below(run, 8) && new->vocab->vars[v].kind != VAR_READING) {
            new->world[v] = near->witness[1].values[v];
            continue;
        }
        interesting(run, 1, v, new->world[VOCAB_DATE], &list);
        new->world[v] = list.items[diff_run_below(run, list.count)];
    }
}
