/* timeline_text.c: a timeline as a careful colleague would note it down.
 *
 *     until 2026-05-01        PROHIBITED    by Alliance 2.1
 *     from 2026-05-01   now   PERMITTED     waiver W1 lifts Alliance 2.1
 *         waiver W1 begins.
 */
#include "emit/timeline.h"

#include "diag/utf8.h"
#include "emit/speech.h"

#include <string.h>

#define CLAUSES_SAID 8

static struct layout layout_of(const struct emit_style *style, struct strbuf *out)
{
    struct layout layout = layout_on(out, style->width, style->colour);
    return layout;
}

static const char *day_text(struct arena *arena, int64_t day)
{
    char *text = arena_alloc(arena, DATE_TEXT);
    date_format(day, text);
    return text;
}

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

static void tell_causes(const struct emit_timeline *t, struct layout *layout,
                        const struct timeline_period *period)
{
    struct strbuf text = strbuf_new(layout->out->arena);
    for (size_t i = 0; i < period->cause_count; i++) {
        if (told_elsewhere(period, i))
            continue;
        strbuf_text(&text, text.count ? "; " : "");
        timeline_say(t->table, &period->causes[i], period->from, &text);
    }
    if (!text.count)
        return;
    strbuf_char(&text, '.');
    layout_paragraph(layout, 6, 10, strbuf_string(&text));
}

static void tell_period(const struct emit_timeline *t, struct layout *layout,
                        const struct timeline *timeline, size_t index)
{
    const struct timeline_period *period = &timeline->periods[index];
    struct arena *arena = layout->out->arena;
    struct speech speech = {
        {t->table, t->evaluator, arena, period->sets}, *layout, period->result};
    struct strbuf line = strbuf_new(layout->out->arena);
    if (index)
        strbuf_printf(&line, "from %s ", day_text(arena, period->from));
    else if (period->until == DATE_NEVER)
        strbuf_text(&line, "on every day    ");
    else
        strbuf_printf(&line, "until %s", day_text(arena, period->until));
    strbuf_printf(&line, "  %s   ", index == timeline->current ? "now" : "   ");
    speech_verdict(&speech, period->result->verdict, &line);
    strbuf_repeat(&line, ' ', 14 - (int)strlen(name_verdict(period->result->verdict)));
    speech_summary(&speech, &line);
    layout_paragraph(layout, 2, 40, strbuf_string(&line));
    tell_causes(t, layout, period);
    tell_duties(t, layout, index ? timeline->periods[index - 1].result : NULL, period->result);
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
                    "Looked at from %s through %s: how months and days of an event that is not known "
                    "compare changes with the calendar, and goes on so.",
                    day_text(layout->out->arena, timeline->window.low),
                    day_text(layout->out->arena, timeline->window.high));
    if (timeline->unresolved)
        layout_line(layout, 2,
                    "Unresolved: the budget ran out for some of these periods.");
}

void emit_timeline_text_case(const struct emit_timeline *t, const struct emit_timeline_case *c,
                             const struct emit_style *style, struct strbuf *out)
{
    struct layout layout = layout_of(style, out);
    for (size_t i = 0; i < c->count; i++) {
        const struct emit_timeline_box *box = &c->boxes[i];
        const struct timeline_period *now = &box->timeline.periods[box->timeline.current];
        struct speech speech = {
            {t->table, t->evaluator, out->arena, now->sets}, layout, now->result};
        strbuf_printf(out, "%s%s%s%s, now %s:\n", t->deployments || i ? "\n" : "",
                      utf8_visible(out->arena, c->deployment->name), box->label[0] ? ", " : "",
                      utf8_visible(out->arena, box->label), day_text(out->arena, now->sets[VOCAB_DATE].first.low));
        for (size_t p = 0; p < box->timeline.count; p++)
            tell_period(t, &layout, &box->timeline, p);
        tell_open(t, &layout, &box->timeline);
        speech_presumed(&speech, 2);
    }
}

void emit_timeline_text_end(const struct emit_timeline *t, struct strbuf *out)
{
    size_t all = t->deployments + t->refused;
    if (all < 2)
        return;
    strbuf_printf(out, "\n%zu deployments: %zu with a verdict that changes", all, t->changing);
    if (t->refused)
        strbuf_printf(out, ", %zu refused", t->refused);
    strbuf_char(out, '\n');
}

/* ---- a whole policy ----------------------------------------------------------------------------------- */

static void say_change(const struct emit_timeline *t, const struct timeline_change *change,
                       struct strbuf *out)
{
    const struct timeline_cause *cause = &change->cause;
    timeline_say(t->table, cause, change->day, out);
    if (cause->what == TIMELINE_WAIVER && cause->clause_count)
        strbuf_text(out, cause->after == TRUTH_NO ? "; it took away from "
                                                  : "; it takes away from ");
    else if (cause->clause_count)
        strbuf_text(out, cause->after == TRUTH_NO ? ", and with it " : ", with ");
    timeline_say_clauses(t->table, cause->clauses, cause->clause_count, CLAUSES_SAID, out);
    if (cause->survivor_count) {
        strbuf_text(out, "; ");
        timeline_say_clauses(t->table, cause->survivors, cause->survivor_count, CLAUSES_SAID, out);
        strbuf_text(out, cause->survivor_count == 1 ? " survives" : " survive");
    }
    strbuf_char(out, '.');
}

static bool told_by_day(const struct timeline_change *changes, size_t count, size_t index)
{
    for (size_t i = 0; i < count; i++)
        if (changes[i].day == changes[index].day
            && timeline_told(&changes[index].cause, &changes[i].cause))
            return true;
    return false;
}

static void tell_now(const struct emit_timeline *t, struct layout *layout)
{
    layout_line(layout, 2, "%s  %snow%s", day_text(layout->out->arena, t->on),
                layout_escape(layout, LAYOUT_BOLD), layout_escape(layout, LAYOUT_PLAIN));
}

static void tell_changes(const struct emit_timeline *t, struct layout *layout,
                         const struct timeline_policy *policy)
{
    bool now = false;
    int64_t said = DATE_NEVER;
    for (size_t i = 0; i < policy->count; i++) {
        const struct timeline_change *change = &policy->changes[i];
        struct strbuf text = strbuf_new(layout->out->arena);
        if (!now && change->day > t->on) {
            tell_now(t, layout);
            now = true;
        }
        if (timeline_recurs(&change->cause) || told_by_day(policy->changes, policy->count, i))
            continue;
        if (change->day != said)
            strbuf_printf(&text, "%s  ", day_text(layout->out->arena, change->day));
        say_change(t, change, &text);
        layout_paragraph(layout, change->day == said ? 14 : 2, 18, strbuf_string(&text));
        said = change->day;
    }
    if (!now)
        tell_now(t, layout);
}

static void tell_if(const struct emit_timeline *t, struct layout *layout,
                    const struct timeline_if *event)
{
    const struct vocab_var *var = &t->table->vocab.vars[event->var];
    struct strbuf head = strbuf_new(layout->out->arena);
    strbuf_text(&head, name_var(t->table, event->var));
    if (var->gloss.length)
        strbuf_printf(&head, " (%s)", vocab_string(&t->table->vocab, var->gloss));
    layout_line(layout, 2, "%s:", strbuf_string(&head));
    for (size_t i = 0; i < event->count; i++) {
        const struct timeline_change *change = &event->changes[i];
        struct strbuf text = strbuf_new(layout->out->arena);
        if (told_by_day(event->changes, event->count, i))
            continue;
        if (change->day != t->on)
            strbuf_printf(&text, "on %s, ", day_text(layout->out->arena, change->day));
        say_change(t, change, &text);
        layout_paragraph(layout, 6, 10, strbuf_string(&text));
    }
}

void emit_timeline_text_policy(const struct emit_timeline *t, const struct timeline_policy *policy,
                               const struct emit_style *style, struct strbuf *out)
{
    struct layout layout = layout_of(style, out);
    struct strbuf text = strbuf_new(out->arena);
    const char *on = day_text(out->arena, t->on);
    strbuf_printf(&text, "In force on %s: ", on);
    for (size_t i = 0; i < policy->in_force_count; i++)
        strbuf_printf(&text, "%s%s",
                      i == 0 ? "" : i + 1 == policy->in_force_count ? " and " : ", ",
                      table_text(t->table, t->table->agreements[policy->in_force[i]].name));
    strbuf_text(&text, policy->in_force_count ? "." : "nothing.");
    layout_paragraph(&layout, 0, 4, strbuf_string(&text));
    tell_changes(t, &layout, policy);
    for (size_t i = 0; i < policy->open_count; i++)
        layout_line(&layout, 0, "%s is not known: what it begins or ends may have begun or ended "
                                "on any day.",
                    name_var(t->table, policy->open[i]));
    emit_timeline_text_months(t, policy, style, out);
    if (policy->if_count)
        layout_line(&layout, 0, "Events without a day, if they occurred on %s:", on);
    for (size_t i = 0; i < policy->if_count; i++)
        tell_if(t, &layout, &policy->ifs[i]);
    if (policy->unresolved)
        layout_line(&layout, 0, "Unresolved: a budget ran out, so some changes may be missing, or change nothing.");
}
