/* diff_words.c: what the vocabularies of two policies do not have in common.
 *
 * These are no differences of verdicts by themselves, but they say what could not be compared
 * and what a description that is evaluated with both may meet: values and facts that only
 * one of them knows, other presumptions, other days of events.
 */
#include "analysis/diff_parts.h"

#include <string.h>

static const struct vocab *vocab_of(const struct joint *j, enum diff_side side)
{
    return &j->t[side]->vocab;
}

static struct diff_word *add_word(struct joint *j, enum diff_word_kind kind, uint32_t old,
                                  uint32_t new)
{
    struct diff_word word = {.kind = kind, .id = {old, new}, .leaf = {IR_NONE, IR_NONE}};
    word.in[DIFF_OLD] = old != VOCAB_NONE;
    word.in[DIFF_NEW] = new != VOCAB_NONE;
    VEC_PUSH(j->arena, &j->diff->words, word);
    return &j->diff->words.items[j->diff->words.count - 1];
}

/* ---- leaves ------------------------------------------------------------------------------------- */

/* Was this pair of kinds looked at with an earlier variable? */
static bool kinds_done(const struct joint *j, uint32_t old, uint32_t new)
{
    const struct vocab *from = vocab_of(j, DIFF_OLD), *to = vocab_of(j, DIFF_NEW);
    for (uint32_t x = 0; x < old; x++) {
        uint32_t y = j->var_pair[DIFF_OLD][x];
        if (y != VOCAB_NONE && from->vars[x].kind == VAR_LEAF
            && from->vars[x].leaf_kind == from->vars[old].leaf_kind
            && to->vars[y].leaf_kind == to->vars[new].leaf_kind
            && from->vars[x].or_none == from->vars[old].or_none
            && to->vars[y].or_none == to->vars[new].or_none)
            return true;
    }
    return false;
}

static void leaf_words(struct joint *j, uint32_t old, uint32_t new)
{
    uint32_t var[DIFF_SIDES] = {old, new};
    const struct joint_leaf *pairs;
    struct arena_mark mark = arena_mark(&j->work);
    size_t count = joint_leaves(j, old, new, &pairs);
    uint64_t *met[DIFF_SIDES];
    for (int s = 0; s < DIFF_SIDES; s++)
        met[s] = ARENA_ARRAY(&j->work, uint64_t,
                             bitset_words(vocab_of(j, (enum diff_side)s)->vars[var[s]].leaf_count)
                                 + 1);
    for (size_t i = 0; i < count; i++) {
        const uint32_t *leaf = pairs[i].leaf;
        for (int s = 0; s < DIFF_SIDES; s++)
            bitset_add(met[s], leaf[s]);
        if (strcmp(vocab_leaf_name(vocab_of(j, DIFF_OLD), old, leaf[DIFF_OLD]),
                   vocab_leaf_name(vocab_of(j, DIFF_NEW), new, leaf[DIFF_NEW])) != 0)
            memcpy(add_word(j, WORD_SPLIT, old, new)->leaf, leaf, sizeof pairs[i].leaf);
    }
    for (int s = 0; s < DIFF_SIDES; s++)
        for (uint32_t l = 0; l < vocab_of(j, (enum diff_side)s)->vars[var[s]].leaf_count; l++)
            if (!bitset_has(met[s], l)) {
                struct diff_word *word = add_word(j, WORD_VALUE, old, new);
                word->in[1 - s] = false;
                word->leaf[s] = l;
            }
    arena_rewind(&j->work, mark);
}

/* ---- variables ---------------------------------------------------------------------------------- */

static bool same_value(const struct joint *j, uint32_t old, uint32_t new, int64_t x, int64_t y)
{
    const struct vocab *from = vocab_of(j, DIFF_OLD), *to = vocab_of(j, DIFF_NEW);
    if (from->vars[old].kind != VAR_LEAF)
        return x == y;
    return strcmp(vocab_leaf_name(from, old, (uint32_t)x), vocab_leaf_name(to, new, (uint32_t)y))
           == 0;
}

static bool same_presumption(const struct joint *j, uint32_t old, uint32_t new)
{
    const struct vocab_var *x = &vocab_of(j, DIFF_OLD)->vars[old];
    const struct vocab_var *y = &vocab_of(j, DIFF_NEW)->vars[new];
    if (x->has_presumed != y->has_presumed)
        return false;
    if (x->kind == VAR_EVENT)
        return x->unknown == y->unknown;
    return !x->has_presumed
           || (same_value(j, old, new, x->presumed_low, y->presumed_low)
               && same_value(j, old, new, x->presumed_high, y->presumed_high));
}

static void pair_words(struct joint *j, uint32_t old, uint32_t new)
{
    const struct vocab_var *x = &vocab_of(j, DIFF_OLD)->vars[old];
    const struct vocab_var *y = &vocab_of(j, DIFF_NEW)->vars[new];
    if (x->kind == VAR_LEAF && !kinds_done(j, old, new))
        leaf_words(j, old, new);
    if (!same_presumption(j, old, new))
        add_word(j, WORD_PRESUMED, old, new);
    if (x->kind == VAR_NUMBER && (x->low != y->low || x->high != y->high))
        add_word(j, WORD_RANGE, old, new);
    if (x->kind == VAR_EVENT
        && (event_fixed(x) != event_fixed(y) || (event_fixed(x) && x->occurred != y->occurred)))
        add_word(j, WORD_DAY, old, new);
}

static void variable_words(struct joint *j)
{
    const struct vocab *from = vocab_of(j, DIFF_OLD), *to = vocab_of(j, DIFF_NEW);
    for (uint32_t x = 0; x < from->var_count; x++) {
        uint32_t y = j->var_pair[DIFF_OLD][x];
        if (from->vars[x].kind == VAR_READING)
            continue;
        if (y != VOCAB_NONE)
            pair_words(j, x, y);
        else
            add_word(j, WORD_VARIABLE, x, vocab_var_named(to, vocab_string(from, from->vars[x].name)));
    }
    for (uint32_t y = 0; y < to->var_count; y++)
        if (to->vars[y].kind != VAR_READING && j->var_pair[DIFF_NEW][y] == VOCAB_NONE
            && vocab_var_named(from, vocab_string(to, to->vars[y].name)) == VOCAB_NONE)
            add_word(j, WORD_VARIABLE, VOCAB_NONE, y);
}

/* ---- terms -------------------------------------------------------------------------------------- */

static bool disputed(const struct vocab_term *term)
{
    return term->var != VOCAB_NONE;
}

static bool same_readings(const struct joint *j, const struct vocab_term *x,
                          const struct vocab_term *y)
{
    const struct vocab *from = vocab_of(j, DIFF_OLD), *to = vocab_of(j, DIFF_NEW);
    if (x->reading_count != y->reading_count)
        return false;
    for (uint32_t i = 0; i < x->reading_count; i++)
        if (strcmp(vocab_string(from, from->readings[x->first_reading + i].label),
                   vocab_string(to, to->readings[y->first_reading + i].label))
            != 0)
            return false;
    return true;
}

static uint32_t term_named(const struct vocab *vocab, const char *name)
{
    for (uint32_t i = 0; i < vocab->term_count; i++)
        if (strcmp(vocab_string(vocab, vocab->terms[i].name), name) == 0)
            return i;
    return VOCAB_NONE;
}

static void term_words(struct joint *j)
{
    const struct vocab *from = vocab_of(j, DIFF_OLD), *to = vocab_of(j, DIFF_NEW);
    for (uint32_t x = 0; x < from->term_count; x++) {
        uint32_t y = term_named(to, vocab_string(from, from->terms[x].name));
        bool now = y != VOCAB_NONE && disputed(&to->terms[y]);
        if (disputed(&from->terms[x]) && !now)
            add_word(j, WORD_TERM, x, y)->in[DIFF_NEW] = false;
        else if (!disputed(&from->terms[x]) && now)
            add_word(j, WORD_TERM, x, y)->in[DIFF_OLD] = false;
        else if (now && !same_readings(j, &from->terms[x], &to->terms[y]))
            add_word(j, WORD_READINGS, x, y);
    }
    for (uint32_t y = 0; y < to->term_count; y++)
        if (disputed(&to->terms[y])
            && term_named(from, vocab_string(to, to->terms[y].name)) == VOCAB_NONE)
            add_word(j, WORD_TERM, VOCAB_NONE, y);
}

void joint_words(struct joint *j)
{
    variable_words(j);
    term_words(j);
}
