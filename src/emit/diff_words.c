/* diff_words.c: regions, reasons and vocabularies of a difference in words. */
#include "emit/diff.h"

#include "emit/say.h"

#include <inttypes.h>
#include <string.h>

const char *diff_tag_name(enum diff_tag tag)
{
    switch (tag) {
    case DIFF_TIGHTENED:
        return "tightened";
    case DIFF_LOOSENED:
        return "loosened";
    case DIFF_DISPUTED:
        return "newly disputed";
    case DIFF_SETTLED:
        return "settled";
    }
    return "";
}

const char *diff_equal_words(const struct diff *d)
{
    bool nothing = d->changed_norms[DIFF_OLD] + d->changed_norms[DIFF_NEW] == 0
                   && d->renamed.count + d->words.count + d->clauses.count + d->duties.count == 0;
    if (d->regions.open)
        return "no difference was found, but the budget ran out";
    return nothing ? "the policies say the same"
                   : "every deployment that both policies know keeps its verdict (proved)";
}

const char *diff_assumed(const struct emit_diff *view, struct arena *arena)
{
    const char *old = view->assumed[DIFF_OLD].words, *new = view->assumed[DIFF_NEW].words;
    if (strcmp(old, new) == 0)
        return *new ? arena_printf(arena, "assumed: %s", new) : "";
    return arena_printf(arena, "assumed in the old policy: %s; in the new one: %s",
                        *old ? old : "nothing", *new ? new : "nothing");
}

enum eval_verdict diff_verdict(uint8_t says)
{
    return says == SAYS_NO ? EVAL_PERMITTED : says == SAYS_MIXED ? EVAL_DISPUTED : EVAL_PROHIBITED;
}

const size_t *emit_diff_order(const struct diff *diff, struct arena *arena, size_t count[DIFF_TAGS])
{
    size_t *order = arena_alloc(arena, (diff->regions.count + 1) * sizeof *order), n = 0;
    for (int tag = 0; tag < DIFF_TAGS; tag++) {
        size_t before = n;
        for (size_t i = 0; i < diff->regions.count; i++)
            if ((int)diff_tag_of(&diff->regions.items[i]) == tag)
                order[n++] = i;
        count[tag] = n - before;
    }
    return order;
}

/* ---- regions ---------------------------------------------------------------------------------- */

static void since_words(const struct diff *diff, struct arena *arena, enum diff_side side,
                        uint32_t column, bool holds, struct strbuf *out)
{
    struct ir_range *cell = ARENA_NEW(arena, struct ir_range);
    struct case_atom atom = {column, 1, cell};
    cell->low = cell->high = holds ? 1 : 0;
    say_axis(diff->table[side], column, out);
    strbuf_char(out, ' ');
    say_cells(diff->table[side], arena, &atom, out);
}

static void run_words(const struct diff *diff, struct arena *arena, const struct diff_run *run,
                      struct strbuf *out)
{
    if (run->since != IR_NONE)
        since_words(diff, arena, run->since_side, run->since, true, out);
    if (run->since != IR_NONE && run->not_since != IR_NONE)
        strbuf_text(out, " and ");
    if (run->not_since != IR_NONE)
        since_words(diff, arena, run->not_since_side, run->not_since, false, out);
}

void diff_part(const struct diff *diff, struct arena *arena, const struct diff_part *part,
               struct strbuf *out)
{
    const struct table *t = diff->table[part->side];
    const struct vocab_var *v = &t->vocab.vars[part->var];
    for (size_t i = 0; i < part->run_count; i++) {
        strbuf_text(out, i ? " or " : "");
        run_words(diff, arena, &part->runs[i], out);
    }
    if (part->run_count)
        return;
    if (part->var != VOCAB_DATE)
        strbuf_printf(out, v->kind == VAR_LEAF || v->kind == VAR_DAY ? "%s is " : "%s ",
                      name_var(t, part->var));
    say_values(t, arena, part->var, values_of(arena, &part->values), out);
}

void diff_where(const struct diff *diff, struct arena *arena, const struct diff_region *region,
                struct strbuf *out)
{
    /* the date comes last, as a reader asks for it */
    size_t said = 0;
    for (int dates = 0; dates < 2; dates++)
        for (size_t i = 0; i < region->part_count; i++) {
            const struct diff_part *part = &region->parts[i];
            if ((part->var == VOCAB_DATE && part->run_count == 0) != (dates == 1))
                continue;
            strbuf_text(out, said++ ? ", " : "");
            diff_part(diff, arena, part, out);
        }
    if (said == 0)
        strbuf_text(out, "every deployment");
    strbuf_text(out, region->partly ? ", in some parts of this" : "");
}

/* ---- clauses and duties ---------------------------------------------------------------------------- */

enum diff_side diff_side_of(const struct diff_change *change)
{
    return change->id[DIFF_NEW] == IR_NONE ? DIFF_OLD : DIFF_NEW;
}

enum diff_side diff_party_side(const struct diff_change *change)
{
    return change->party[DIFF_NEW] == IR_NONE ? DIFF_OLD : DIFF_NEW;
}

/* "prohibits"; where the clause says different things to different parties "prohibits Acme, owed to
 * Globex" or "permits Acme, by leave of Globex". */
static void say_effect(const struct diff *diff, const struct diff_change *change,
                       struct strbuf *out)
{
    bool prohibits = change->sign == SIGN_PROHIBIT;
    enum diff_side side = diff_party_side(change);
    uint32_t norm = change->party[side];
    strbuf_text(out, prohibits ? "prohibits" : "permits");
    if (norm == IR_NONE)
        return;
    const struct table *t = diff->table[side];
    strbuf_printf(out, " %s%s", name_node(t, t->norms[norm].bearer),
                  prohibits ? ", owed to " : ", by leave of ");
    name_holders(t, norm, out);
}

void diff_effect(const struct diff *diff, const struct diff_change *change,
                 const struct diff_region *region, struct strbuf *out)
{
    strbuf_text(out, region->now == SAYS_NO ? "no longer " : "now ");
    say_effect(diff, change, out);
    if (region->now == SAYS_YES && region->was == SAYS_MIXED)
        strbuf_text(out, " under every reading");
    if (region->now == SAYS_MIXED)
        strbuf_printf(out, " under some readings%s", region->was == SAYS_YES ? " only" : "");
}

const char *diff_duty_change(const struct diff_region *region)
{
    if (region->now == SAYS_MIXED)
        return region->was == SAYS_NO ? "added, disputed" : "now disputed";
    if (region->was == SAYS_MIXED)
        return region->now == SAYS_NO ? "dropped, was disputed" : "now due, was disputed";
    return region->now == SAYS_NO ? "dropped" : "added";
}

void diff_duty(const struct diff *diff, struct arena *arena, const struct diff_change *change,
               struct strbuf *out)
{
    (void)arena;
    enum diff_side side = diff_side_of(change);
    const struct table *t = diff->table[side];
    uint32_t n = change->id[side];
    if (t->norms[n].form == FORM_COMMITS) {
        strbuf_printf(out, "%s commits to ", name_node(t, t->norms[n].bearer));
        say_commitment(t, n, out);
        return;
    }
    strbuf_printf(out, "%s owes ", name_node(t, t->norms[n].bearer));
    name_creditors(t, n, out);
    strbuf_printf(out, " \"%s\"", table_text(t, table_duty(t, n)->what));
    if (t->norms[n].flags & NORM_WITHIN) {
        strbuf_text(out, " within ");
        name_within(t, n, out);
    }
}

/* ---- vocabulary ---------------------------------------------------------------------------------- */

static const char *whose(const struct diff_word *word)
{
    return word->in[DIFF_OLD] ? "is gone" : "is new";
}

static void presumed_words(const struct table *t, struct arena *arena, uint32_t var,
                           struct strbuf *out)
{
    const struct vocab_var *v = &t->vocab.vars[var];
    struct interval *one = ARENA_NEW(arena, struct interval);
    *one = (struct interval){v->presumed_low, v->presumed_high};
    if (v->kind == VAR_EVENT)
        strbuf_text(out, v->unknown ? "unknown" : "not occurred");
    else if (v->has_presumed)
        name_values(arena, t, var, (struct values){one, 1}, out);
    else
        strbuf_text(out, "nothing");
}

static void day_words(const struct table *t, uint32_t var, struct strbuf *out)
{
    const struct vocab_var *v = &t->vocab.vars[var];
    char day[DATE_TEXT];
    date_format(v->occurred, day);
    strbuf_text(out, v->has_occurred ? day : "no day");
}

static void range_words(const struct table *t, uint32_t var, struct strbuf *out)
{
    const struct vocab_var *v = &t->vocab.vars[var];
    strbuf_printf(out, "%" PRId64 " to %" PRId64, v->low, v->high);
}

static const char *term_name(const struct diff *diff, const struct diff_word *word)
{
    enum diff_side side = word->in[DIFF_NEW] ? DIFF_NEW : DIFF_OLD;
    const struct vocab *vocab = &diff->table[side]->vocab;
    return vocab_string(vocab, vocab->terms[word->id[side]].name);
}

/* A term may be in both policies, and disputed in one. */
static void term_words(const struct diff *diff, const struct diff_word *word, struct strbuf *out)
{
    bool now = word->in[DIFF_NEW];
    if (word->id[now ? DIFF_OLD : DIFF_NEW] == VOCAB_NONE)
        strbuf_printf(out, "the disputed term %s %s", term_name(diff, word), whose(word));
    else
        strbuf_printf(out, "the term %s is %s", term_name(diff, word),
                      now ? "now disputed" : "disputed no more");
}

/* Of a variable; an inline kind goes by the variable's name. */
static const char *name_kind(const struct table *t, uint32_t var)
{
    const struct vocab_kind *kind = &t->vocab.kinds[t->vocab.vars[var].leaf_kind];
    return kind->name.length ? vocab_string(&t->vocab, kind->name) : name_var(t, var);
}

void diff_word(const struct diff *diff, struct arena *arena, const struct diff_word *word,
               struct strbuf *out)
{
    enum diff_side side = word->in[DIFF_NEW] ? DIFF_NEW : DIFF_OLD;
    const struct table *t = diff->table[side], *old = diff->table[DIFF_OLD];
    const struct table *new = diff->table[DIFF_NEW];
    bool both = word->in[DIFF_OLD] && word->in[DIFF_NEW];
    switch (word->kind) {
    case WORD_VARIABLE:
        strbuf_printf(out, "%s %s", name_var(t, word->id[side]),
                      both ? "has values that cannot be compared with the old ones" : whose(word));
        return;
    case WORD_VALUE:
        strbuf_printf(out, "the value %s of %s %s",
                      vocab_leaf_name(&t->vocab, word->id[side], word->leaf[side]),
                      name_kind(t, word->id[side]), whose(word));
        return;
    case WORD_SPLIT:
        strbuf_printf(out, "the value %s of %s is now %s",
                      vocab_leaf_name(&old->vocab, word->id[DIFF_OLD], word->leaf[DIFF_OLD]),
                      name_kind(new, word->id[DIFF_NEW]),
                      vocab_leaf_name(&new->vocab, word->id[DIFF_NEW], word->leaf[DIFF_NEW]));
        return;
    case WORD_PRESUMED:
        strbuf_printf(out, "%s was presumed ", name_var(new, word->id[DIFF_NEW]));
        presumed_words(old, arena, word->id[DIFF_OLD], out);
        strbuf_text(out, ", now ");
        presumed_words(new, arena, word->id[DIFF_NEW], out);
        return;
    case WORD_RANGE:
        strbuf_printf(out, "%s ranged from ", name_var(new, word->id[DIFF_NEW]));
        range_words(old, word->id[DIFF_OLD], out);
        strbuf_text(out, ", now from ");
        range_words(new, word->id[DIFF_NEW], out);
        return;
    case WORD_DAY:
        strbuf_printf(out, "%s had ", name_var(new, word->id[DIFF_NEW]));
        day_words(old, word->id[DIFF_OLD], out);
        strbuf_text(out, ", now ");
        day_words(new, word->id[DIFF_NEW], out);
        return;
    case WORD_TERM:
        term_words(diff, word, out);
        return;
    case WORD_READINGS:
        strbuf_printf(out, "the term %s has other readings", term_name(diff, word));
        return;
    }
}

/* ---- witnesses ------------------------------------------------------------------------------------- */

/* Does the new policy's description leave it out, since that is presumed there? */
static bool left_out(const struct table *t, const struct witness *w, uint32_t var)
{
    const struct vocab_var *v = &t->vocab.vars[var];
    return v->has_presumed && v->presumed_low == v->presumed_high
           && v->presumed_low == w->values[var];
}

bool diff_old_witness(const struct diff *diff, struct arena *arena,
                      const struct diff_region *region, struct witness *out)
{
    const struct vocab *old = &diff->table[DIFF_OLD]->vocab, *new = &diff->table[DIFF_NEW]->vocab;
    bool any = false;
    *out = region->witness[DIFF_OLD];
    out->needed = ARENA_ARRAY(arena, bool, old->var_count);
    for (uint32_t v = 0; v < old->var_count; v++) {
        if (!region->witness[DIFF_OLD].needed[v] || v == VOCAB_DATE)
            continue;
        uint32_t beside = vocab_var_named(new, vocab_string(old, old->vars[v].name));
        out->needed[v] = beside == VOCAB_NONE
                         || (left_out(diff->table[DIFF_NEW], &region->witness[DIFF_NEW], beside)
                             && !left_out(diff->table[DIFF_OLD], out, v));
        any = any || out->needed[v];
    }
    return any;
}
