/* duties_text.c: what is owed, as a careful colleague would write it down.
 *
 * First what is owed whatever is deployed; then each deployment that brings something: what
 * is due and why, what may be due and what would settle it, what another choice would take
 * away or add. Placements of one deployment that say the same are told once.
 */
#include "emit/duties.h"

#include "diag/utf8.h"
#include "emit/speech.h"

#include <string.h>

static struct speech speech_of(const struct emit_duties *d, const struct value_set *sets,
                               const struct emit_style *style, struct strbuf *out)
{
    struct speech speech = {
        {d->table, d->evaluator, out->arena, sets},
        layout_on(out, style->width, style->colour),
        NULL,
    };
    return speech;
}

/* "in breach of JCA 3.1": the first few clauses whose breach it follows. */
static void say_breaches(const struct speech *speech, uint32_t norm, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    const struct table_duty *duty = table_duty(asker->table, norm);
    uint32_t last = IR_NONE;
    size_t said = 0;
    for (uint32_t i = 0; i < duty->breach_count && said < 3; i++) {
        uint32_t of = asker->table->ids[duty->first_breach + i];
        uint32_t clause = asker->table->norms[of].clause;
        if (clause == last
            || eval_norm_effective(asker->evaluator, asker->sets, of) == TRUTH_NO)
            continue;
        strbuf_printf(out, "%s%s",
                      said++ ? " or " : out->count ? "; in breach of " : "in breach of ",
                      name_clause(asker->table, clause));
        last = clause;
    }
}

/* Why it has this status: what meets its condition, leaves it open or fails it. */
static void say_why(const struct speech *speech, uint32_t norm, enum eval_status status,
                    struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    enum eval_truth met = eval_node_met(asker->evaluator, asker->sets, norm);
    struct strbuf why = strbuf_new(speech->asker.arena);
    if (met == TRUTH_YES)
        reason_expr(asker, asker->table->norms[norm].applied, "; ", &why);
    else
        reason_expr(asker, asker->table->nodes[norm].expr, "; ", &why);
    if (status != DUTY_DUE && met != TRUTH_NO)
        speech_lifts(speech, norm, &why);
    if (asker->table->norms[norm].flags & NORM_IN_BREACH)
        say_breaches(speech, norm, &why);
    if (why.count)
        strbuf_printf(out, ": %s", strbuf_string(&why));
}

/* ---- what it turns on ------------------------------------------------------------------------ */

static void say_settling(const struct speech *speech, const struct owed_matter *matter,
                         enum eval_status status, struct strbuf *out)
{
    struct arena *arena = speech->asker.arena;
    VEC(struct interval) items = {0};
    for (size_t i = 0; i < matter->settle_count; i++)
        if (matter->settles[i].status == status)
            VEC_PUSH(arena, &items, matter->settles[i].values);
    if (!items.count)
        return;
    struct values values = {items.items, items.count};
    strbuf_text(out, out->count ? "; " : "");
    name_values(arena, speech->asker.table, matter->var, values, out);
    strbuf_printf(out, " → %s", name_duty_status(status));
}

static void tell_facts(struct speech *speech, const struct owed_duty *duty, unsigned indent)
{
    static const enum eval_status order[] = {DUTY_DUE, DUTY_DISPUTED, DUTY_NOT_DUE};
    const struct vocab *vocab = &speech->asker.table->vocab;
    for (size_t i = 0; i < duty->fact_count; i++) {
        const struct owed_matter *matter = &duty->facts[i];
        const struct vocab_var *var = &vocab->vars[matter->var];
        struct strbuf text = strbuf_new(speech->asker.arena), values = strbuf_new(speech->asker.arena);
        strbuf_text(&text, name_var(speech->asker.table, matter->var));
        if (var->gloss.length)
            strbuf_printf(&text, " (%s)", vocab_string(vocab, var->gloss));
        for (size_t s = 0; s < sizeof order / sizeof *order; s++)
            say_settling(speech, matter, order[s], &values);
        strbuf_printf(&text, ": %s",
                      values.count ? strbuf_string(&values) : "no value settles it alone");
        layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
    }
}

static void tell_readings(struct speech *speech, const struct owed_duty *duty, unsigned indent)
{
    for (size_t r = 0; r < duty->reading_count && r < 8; r++) {
        struct strbuf text = strbuf_new(speech->asker.arena);
        duties_say_readings(speech->asker.table, duty->terms, duty->term_count,
                            duty->readings[r].readings, &text);
        strbuf_printf(&text, ": %s", name_duty_status(duty->readings[r].status));
        layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
    }
    if (duty->reading_count > 8)
        layout_line(&speech->layout, indent, "and %zu more combinations of readings",
                    duty->reading_count - 8);
}

static void tell_duty(struct speech *speech, const struct owed_duty *duty, unsigned indent)
{
    static const struct {
        const char *word;
        enum layout_colour colour;
    } titles[] = {[DUTY_NOT_DUE] = {"Not due", LAYOUT_DIM},
                  [DUTY_DISPUTED] = {"Whether due is disputed", LAYOUT_YELLOW},
                  [DUTY_UNDETERMINED] = {"May be due", LAYOUT_YELLOW},
                  [DUTY_DUE] = {"Due", LAYOUT_BOLD}};
    struct strbuf text = strbuf_new(speech->asker.arena);
    strbuf_printf(&text, "%s%s:%s ",
                  layout_escape(&speech->layout, titles[duty->status].colour),
                  titles[duty->status].word, layout_escape(&speech->layout, LAYOUT_PLAIN));
    name_duty(speech->asker.table, duty->norm, &text);
    say_why(speech, duty->norm, duty->status, &text);
    strbuf_char(&text, '.');
    layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
    tell_readings(speech, duty, indent + 4);
    tell_facts(speech, duty, indent + 4);
}

/* ---- what another choice would change --------------------------------------------------------- */

/* "due if host were GCP or OCI": one set of values, and what would be so then. */
static void say_change(struct speech *speech, const struct owed_change *change, struct strbuf *out)
{
    struct values values = {change->values, change->value_count};
    if (change->kind == OWED_ADDED || change->then != DUTY_NOT_DUE)
        strbuf_printf(out, "%s ", change->then == DUTY_UNDETERMINED ? "perhaps due"
                                                                    : name_duty_status(change->then));
    strbuf_printf(out, "if %s were ", name_var(speech->asker.table, change->var));
    name_values(speech->asker.arena, speech->asker.table, change->var, values, out);
}

/* All changes of one duty in one paragraph, beginning with changes[first]. */
static void tell_change(struct speech *speech, const struct owed *owed, size_t first,
                        unsigned indent)
{
    static const char *const titles[] = {[OWED_FORFEITED] = "Another choice would forfeit:",
                                         [OWED_ENDED] = "Another choice would end:",
                                         [OWED_ADDED] = "Another choice would add:"};
    const struct owed_change *change = &owed->changes[first];
    struct strbuf text = strbuf_new(speech->asker.arena);
    strbuf_printf(&text, "%s ", titles[change->kind]);
    name_duty(speech->asker.table, change->norm, &text);
    for (size_t i = first; i < owed->change_count; i++) {
        if (owed->changes[i].kind != change->kind || owed->changes[i].norm != change->norm)
            continue;
        bool word = change->kind == OWED_ADDED || owed->changes[i].then != DUTY_NOT_DUE;
        strbuf_text(&text, i != first ? "; " : word ? ": " : ", ");
        say_change(speech, &owed->changes[i], &text);
    }
    strbuf_char(&text, '.');
    layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
}

static bool told_before(const struct owed *owed, size_t change)
{
    for (size_t i = 0; i < change; i++)
        if (owed->changes[i].kind == owed->changes[change].kind
            && owed->changes[i].norm == owed->changes[change].norm)
            return true;
    return false;
}

static void tell_changes(struct speech *speech, const struct owed *owed, unsigned indent)
{
    for (int kind = OWED_FORFEITED; kind <= OWED_ADDED; kind++)
        for (size_t i = 0; i < owed->change_count; i++)
            if (owed->changes[i].kind == (enum owed_change_kind)kind && !told_before(owed, i))
                tell_change(speech, owed, i, indent);
}

/* ---- parts -------------------------------------------------------------------------------------- */

static void tell_box(struct speech *speech, const struct owed *owed, unsigned indent)
{
    static const enum eval_status order[] = {DUTY_DUE, DUTY_UNDETERMINED, DUTY_DISPUTED};
    for (size_t s = 0; s < sizeof order / sizeof *order; s++)
        for (size_t i = 0; i < owed->duty_count; i++)
            if (owed->duties[i].status == order[s])
                tell_duty(speech, &owed->duties[i], indent);
    tell_changes(speech, owed, indent);
    if (owed->unresolved)
        layout_line(&speech->layout, indent,
                    "Unresolved: a budget ran out, so more may be listed here than is so.");
}

static const char *box_text(const struct emit_duties *d, const struct emit_owed_box *box,
                            unsigned indent, const struct emit_style *style, struct arena *arena)
{
    struct strbuf text;
    strbuf_init(&text, arena);
    struct speech speech = speech_of(d, box->sets, style, &text);
    tell_box(&speech, &box->owed, indent);
    return strbuf_string(&text);
}

static void tell_title(const struct emit_duties *d, const struct emit_owed *owed,
                       struct speech *speech)
{
    char day[DATE_TEXT];
    const struct emit_owed_box *first = &owed->boxes[0];
    struct strbuf text = strbuf_new(speech->asker.arena);
    strbuf_printf(&text, "%s%s%s", layout_escape(&speech->layout, LAYOUT_BOLD),
                  utf8_visible(speech->asker.arena, owed->deployment->name), layout_escape(&speech->layout, LAYOUT_PLAIN));
    date_format(first->sets[VOCAB_DATE].first.low, day);
    if (first->sets[VOCAB_DATE].first.low != d->on)
        strbuf_printf(&text, ", dated %s", day);
    strbuf_char(&text, ':');
    layout_paragraph(&speech->layout, 0, 2, strbuf_string(&text));
}

void emit_duties_text_case(const struct emit_duties *d, const struct emit_owed *owed,
                           const struct emit_style *style, struct strbuf *out)
{
    struct arena *arena = out->arena;
    const char **texts = ARENA_ARRAY(arena, const char *, owed->count);
    bool same = true, silent = true;
    for (size_t i = 0; i < owed->count; i++) {
        texts[i] = box_text(d, &owed->boxes[i], owed->count > 1 ? 4 : 2, style, arena);
        same = same && strcmp(texts[i], texts[0]) == 0;
        silent = silent && !texts[i][0];
    }
    if (silent)
        return;
    struct speech speech = speech_of(d, owed->boxes[0].sets, style, out);
    strbuf_text(out, "\n");
    tell_title(d, owed, &speech);
    if (owed->count > 1 && same)
        layout_line(&speech.layout, 2, "For each of its %zu placements:", owed->count);
    for (size_t i = 0; i < (same ? 1 : owed->count); i++) {
        if (!same)
            layout_line(&speech.layout, 2, "For %s:%s", utf8_visible(out->arena, owed->boxes[i].label),
                        texts[i][0] ? "" : " nothing is owed.");
        strbuf_text(out, texts[i]);
    }
}

/* ---- head ----------------------------------------------------------------------------------------- */

/* Those that no deployment was asked about, as a list of clauses. */
static void tell_dependent(const struct emit_duties *d, struct speech *speech)
{
    const struct table *t = d->table;
    struct strbuf names = strbuf_new(speech->asker.arena);
    uint32_t last = IR_NONE;
    size_t count = 0;
    for (uint32_t n = 0; n < t->norms_count; n++) {
        bool standing = false;
        for (size_t i = 0; i < d->standing_count; i++)
            standing = standing || d->standing[i].norm == n;
        if (t->norms[n].form != FORM_OWES || standing || t->norms[n].clause == last)
            continue;
        last = t->norms[n].clause;
        if (count++ < 12)
            strbuf_printf(&names, "%s%s", count > 1 ? ", " : "", name_clause(t, last));
    }
    if (count > 12)
        strbuf_printf(&names, " and %zu more", count - 12);
    if (count)
        layout_line(&speech->layout, 0, "Others depend on what is deployed: %s.",
                    strbuf_string(&names));
}

void emit_duties_text_head(const struct emit_duties *d, const struct emit_style *style,
                           struct strbuf *out)
{
    static const enum eval_status order[] = {DUTY_DUE, DUTY_UNDETERMINED, DUTY_DISPUTED,
                                             DUTY_NOT_DUE};
    struct speech speech = speech_of(d, NULL, style, out);
    char day[DATE_TEXT];
    date_format(d->on, day);
    if (d->standing_count == 0)
        layout_line(&speech.layout, 0, "On %s%s, nothing is owed apart from deployments.", day,
                    d->today ? " (today, since no day was given)" : "");
    else
        layout_line(&speech.layout, 0, "On %s%s, whatever is deployed:", day,
                    d->today ? " (today, since no day was given)" : "");
    for (size_t s = 0; s < sizeof order / sizeof *order; s++)
        for (size_t i = 0; i < d->standing_count; i++)
            if (d->standing[i].status == order[s]) {
                speech.asker.sets = d->standing_sets[i];
                tell_duty(&speech, &d->standing[i], 2);
            }
    if (d->standing_open)
        layout_line(&speech.layout, 2,
                    "Unresolved: a budget ran out, so more may be listed here than is so.");
    if (!d->counted)
        tell_dependent(d, &speech);
}
