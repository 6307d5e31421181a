/* timeline_text.c: the timeline of a policy as a careful colleague would note it down; deployments
 * are told in timeline_periods.c.
 *
 *     2026-03-20  now
 *     2026-05-01  waiver W1 begins; it takes away from Alliance 2.1.
 */
#include "emit/timeline.h"

#include "emit/layout.h"
#include "emit/names.h"

#define CLAUSES_SAID 8
#define LEFT_NAMED 5 /* days */

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
    layout_line(layout, 2, "%s  %snow%s", name_day(layout->out->arena, t->on),
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
            strbuf_printf(&text, "%s  ", name_day(layout->out->arena, change->day));
        say_change(t, change, &text);
        layout_paragraph(layout, change->day == said ? 14 : 2, 18, strbuf_string(&text));
        said = change->day;
    }
    if (!now)
        tell_now(t, layout);
}

/* On which days a budget left open what begins or ends; what events would do tells of itself. */
static void tell_left(struct layout *layout, const struct timeline_policy *policy)
{
    struct arena *arena = layout->out->arena;
    struct strbuf days = strbuf_new(arena);
    size_t count = policy->left_count, shown = count > LEFT_NAMED ? LEFT_NAMED : count;
    for (size_t i = 0; i < shown; i++)
        strbuf_printf(&days, "%s%s", i == 0 ? "" : i + 1 == count ? " and " : ", ",
                      name_day(arena, policy->left[i]));
    if (count > shown)
        strbuf_printf(&days, " and %zu more days through %s", count - shown,
                      name_day(arena, policy->left[count - 1]));
    if (count)
        layout_line(layout, 0, "Unresolved: a budget ran out, so changes may be missing, or change nothing, on %s.",
                    strbuf_string(&days));
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
            strbuf_printf(&text, "on %s, ", name_day(layout->out->arena, change->day));
        say_change(t, change, &text);
        layout_paragraph(layout, 6, 10, strbuf_string(&text));
    }
    if (event->unresolved)
        layout_line(layout, 6, "Unresolved: a budget ran out, so changes may be missing, or change nothing.");
}

void emit_timeline_text_policy(const struct emit_timeline *t, const struct timeline_policy *policy,
                               const struct emit_style *style, struct strbuf *out)
{
    struct layout layout = layout_on(out, style->width, style->colour);
    struct strbuf text = strbuf_new(out->arena);
    const char *on = name_day(out->arena, t->on);
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
    emit_timeline_text_together(t, policy, style, out);
    if (policy->if_count)
        layout_line(&layout, 0, "Events without a day, if they occurred on %s:", on);
    for (size_t i = 0; i < policy->if_count; i++)
        tell_if(t, &layout, &policy->ifs[i]);
    tell_left(&layout, policy);
}
