/* timeline_periods.c: the periods of a deployment as text.
 *
 *     until 2026-05-01        PROHIBITED    by Alliance 2.1
 *     from 2026-05-01   now   PERMITTED     waiver W1 lifts Alliance 2.1
 *         waiver W1 begins.
 *
 * Periods that come and go with the length of the months are told while they say something new,
 * and about the day of the question; a stretch of others, whose lines but for the day stand above already,
 * is one line that counts them.
 */
#include "emit/timeline.h"

#include "base/intern.h"
#include "diag/utf8.h"
#include "emit/names.h"
#include "emit/speech.h"

#include <string.h>

#define LEFT_NAMED 5 /* periods */
#define NEXT_TOLD 2 /* behind the period of the day of the question */

/* ---- duties ----------------------------------------------------------------------------------- */

static enum eval_status status_in(const struct eval_result *result, uint32_t norm)
{
    for (size_t i = 0; i < result->duty_count; i++)
        if (result->duties[i].norm == norm)
            return result->duties[i].status;
    return DUTY_NOT_DUE;
}

static void say_duty(const struct table *table, uint32_t norm, struct strbuf *out)
{
    strbuf_printf(out, "%s owes ", name_node(table, table->norms[norm].bearer));
    name_creditors(table, norm, out);
    strbuf_printf(out, " \"%s\" (%s)", table_text(table, table_duty(table, norm)->what),
                  name_norm(table, norm));
}

static void tell_duty(const struct emit_timeline *t, struct layout *layout, uint32_t norm,
                      enum eval_status status, bool first)
{
    static const char *const words[] = {[DUTY_NOT_DUE] = "No longer due",
                                        [DUTY_DISPUTED] = "Disputed whether due",
                                        [DUTY_UNDETERMINED] = "May be due",
                                        [DUTY_DUE] = "Due"};
    struct strbuf text = strbuf_new(layout->out->arena);
    strbuf_printf(&text, "%s%s: ", words[status],
                  first || status == DUTY_NOT_DUE ? "" : " from then on");
    say_duty(t->table, norm, &text);
    strbuf_char(&text, '.');
    layout_paragraph(layout, 6, 10, strbuf_string(&text));
}

/* The duties of a period that are other than in the one before. */
static void tell_duties(const struct emit_timeline *t, struct layout *layout,
                        const struct eval_result *before, const struct eval_result *after)
{
    for (uint32_t n = 0; n < t->table->norms_count; n++) {
        if (t->table->norms[n].sign != SIGN_DUTY)
            continue;
        enum eval_status was = before ? status_in(before, n) : DUTY_NOT_DUE;
        enum eval_status is = status_in(after, n);
        if (was != is)
            tell_duty(t, layout, n, is, !before);
    }
}

/* ---- periods -------------------------------------------------------------------------------------- */

static bool told_elsewhere(const struct timeline_period *period, size_t cause)
{
    for (size_t i = 0; i < period->cause_count; i++)
        if (timeline_told(&period->causes[cause], &period->causes[i]))
            return true;
    return false;
}

/* The length of the months since the same events: said once, behind the last. */
static bool recurs_for_one_reason(const struct emit_timeline *t, struct arena *arena,
                                  const struct timeline_period *period)
{
    const char *first = NULL;
    for (size_t i = 0; i < period->cause_count; i++) {
        struct strbuf why = strbuf_new(arena);
        if (!timeline_recurs(&period->causes[i]))
            return false;
        timeline_say_why(t->table, &period->causes[i], true, &why);
        if (first && strcmp(first, strbuf_string(&why)) != 0)
            return false;
        first = strbuf_string(&why);
    }
    return true;
}

static void tell_causes(const struct emit_timeline *t, struct layout *layout,
                        const struct timeline_period *period)
{
    struct strbuf text = strbuf_new(layout->out->arena);
    bool alike = recurs_for_one_reason(t, layout->out->arena, period);
    for (size_t i = 0; i < period->cause_count; i++) {
        if (told_elsewhere(period, i))
            continue;
        strbuf_text(&text, text.count ? "; " : "");
        if (alike && i + 1 < period->cause_count)
            timeline_say_bare(t->table, &period->causes[i], "", &text);
        else
            timeline_say(t->table, &period->causes[i], period->from, &text);
    }
    if (!text.count)
        return;
    strbuf_char(&text, '.');
    layout_paragraph(layout, 6, 10, strbuf_string(&text));
}

/* "from 2026-05-01   now   ", all of one width. */
static const char *head_of(struct arena *arena, const struct timeline *timeline, size_t index)
{
    const struct timeline_period *period = &timeline->periods[index];
    struct strbuf head = strbuf_new(arena);
    if (index)
        strbuf_printf(&head, "from %s ", name_day(arena, period->from));
    else if (period->until == DATE_NEVER)
        strbuf_text(&head, "on every day    ");
    else
        strbuf_printf(&head, "until %s", name_day(arena, period->until));
    strbuf_printf(&head, "  %s   ", index == timeline->current ? "now" : "   ");
    return strbuf_string(&head);
}

static void tell_period(const struct emit_timeline *t, struct layout *layout, const char *head,
                        const struct timeline *timeline, size_t index)
{
    const struct timeline_period *period = &timeline->periods[index];
    struct speech speech = {
        {t->table, t->evaluator, layout->out->arena, period->sets}, *layout, period->result};
    struct strbuf line = strbuf_new(layout->out->arena);
    strbuf_text(&line, head);
    speech_verdict(&speech, period->result->verdict, &line);
    strbuf_repeat(&line, ' ', 14 - (int)strlen(name_verdict(period->result->verdict)));
    speech_summary(&speech, &line);
    layout_paragraph(layout, 2, 40, strbuf_string(&line));
    tell_causes(t, layout, period);
    tell_duties(t, layout, index ? timeline->periods[index - 1].result : NULL, period->result);
}

/* ---- those that come and go with the length of the months ------------------------------------------ */

static bool recurs(const struct timeline_period *period)
{
    for (size_t i = 0; i < period->cause_count; i++)
        if (!timeline_recurs(&period->causes[i]))
            return false;
    return period->cause_count > 0;
}

/* The lines of a period but for its day. */
static struct strbuf lines_of(const struct emit_timeline *t, const struct layout *layout,
                              const struct timeline *timeline, size_t index)
{
    struct strbuf lines = strbuf_new(layout->out->arena);
    struct layout apart = *layout;
    apart.out = &lines;
    tell_period(t, &apart, "", timeline, index);
    return lines;
}

/* Per period: is it told? One that recurs is where its lines stand nowhere above among those that
 * recur with it, and about the day of the question. */
static bool *choose(const struct emit_timeline *t, const struct layout *layout,
                    const struct timeline *timeline)
{
    struct arena *arena = layout->out->arena;
    bool *told = ARENA_ARRAY(arena, bool, timeline->count + 1);
    size_t *last_told = ARENA_ARRAY(arena, size_t, timeline->count + 1); /* per text, from 1 */
    size_t begun = 0; /* the first of those that recur one after the other */
    struct interner texts;
    interner_init(&texts, arena);
    for (size_t i = 0; i < timeline->count; i++) {
        if (t->all || !recurs(&timeline->periods[i])) {
            told[i] = true;
            begun = i + 1;
            continue;
        }
        struct strbuf lines = lines_of(t, layout, timeline, i);
        atom_t text = intern(&texts, strbuf_string(&lines), lines.count);
        told[i] = last_told[text] <= begun
                  || (i >= timeline->current && i <= timeline->current + NEXT_TOLD);
        if (told[i])
            last_told[text] = i + 1;
    }
    return told;
}

/* Periods from the first one on that are not told; the first behind them. */
static size_t end_of_stretch(const struct timeline *timeline, const bool *told, size_t first)
{
    size_t end = first;
    while (end < timeline->count && !told[end])
        end++;
    return end;
}

static void tell_periods(const struct emit_timeline *t, struct layout *layout,
                         const struct timeline *timeline)
{
    struct arena *arena = layout->out->arena;
    const bool *told = choose(t, layout, timeline);
    for (size_t i = 0; i < timeline->count;) {
        size_t end = end_of_stretch(timeline, told, i);
        const char *head = head_of(arena, timeline, i);
        if (end <= i + 1) {
            tell_period(t, layout, head, timeline, i++);
            continue;
        }
        layout_paragraph(layout, 2, 26,
                         arena_printf(arena, "%sand so on as months differ in length: %zu more periods "
                                             "(--all lists them)",
                                      head, end - i));
        i = end;
    }
}

/* Of which periods a budget left something open. */
static void tell_left(struct layout *layout, const struct timeline *timeline)
{
    struct arena *arena = layout->out->arena;
    struct strbuf days = strbuf_new(arena);
    size_t count = 0, i = 0, shown = 0;
    for (size_t p = 0; p < timeline->count; p++)
        count += timeline->periods[p].result->unresolved || timeline->periods[p].causes_open;
    for (; shown < count && shown < LEFT_NAMED; i++) {
        const struct timeline_period *period = &timeline->periods[i];
        if (!period->result->unresolved && !period->causes_open)
            continue;
        const char *word = i ? "from" : period->until == DATE_NEVER ? "" : "until";
        const char *day = i ? name_day(arena, period->from)
                          : period->until == DATE_NEVER ? "on every day" : name_day(arena, period->until);
        strbuf_printf(&days, "%s%s%s%s",
                      shown == 0 ? "" : shown + 1 == count ? " and " : ", ", word, *word ? " " : "", day);
        shown++;
    }
    if (count)
        layout_line(layout, 2, "Unresolved: a budget ran out for the period%s %s%s.",
                    count == 1 ? "" : "s", strbuf_string(&days),
                    count > shown ? arena_printf(arena, " and %zu more", count - shown) : "");
}

static void tell_open(const struct emit_timeline *t, struct layout *layout,
                      const struct timeline *timeline)
{
    for (size_t i = 0; i < timeline->open_count; i++) {
        uint32_t var = timeline->open[i];
        const char *name = name_var(t->table, var);
        if (t->table->vocab.vars[var].role == VAR_ROLE_LEDGER)
            layout_line(layout, 2,
                        "%s is not known: it may have occurred on any day, so the verdict turns on "
                        "it until its day, or `never`, is given (--event %s=DATE).",
                        name, name);
        else
            layout_line(layout, 2,
                        "%s is not known: it may have happened on any day, so the verdict turns on "
                        "it until the deployment gives its day, or `never`.",
                        name);
    }
    if (timeline->repeats)
        layout_line(layout, 2,
                    "The length of the months was looked at from %s through %s; changes of this kind "
                    "can go on before and after.",
                    name_day(layout->out->arena, timeline->window.low),
                    name_day(layout->out->arena, timeline->window.high));
    tell_left(layout, timeline);
}

void emit_timeline_text_case(const struct emit_timeline *t, const struct emit_timeline_case *c,
                             const struct emit_style *style, struct strbuf *out)
{
    struct layout layout = layout_on(out, style->width, style->colour);
    for (size_t i = 0; i < c->count; i++) {
        const struct emit_timeline_box *box = &c->boxes[i];
        const struct timeline_period *now = &box->timeline.periods[box->timeline.current];
        struct speech speech = {
            {t->table, t->evaluator, out->arena, now->sets}, layout, now->result};
        strbuf_printf(out, "%s%s%s%s, now %s:\n", t->deployments || i ? "\n" : "",
                      utf8_visible(out->arena, c->deployment->name), box->label[0] ? ", " : "",
                      utf8_visible(out->arena, box->label), name_day(out->arena, now->sets[VOCAB_DATE].first.low));
        tell_periods(t, &layout, &box->timeline);
        tell_open(t, &layout, &box->timeline);
        speech_presumed(&speech, 2);
    }
}

