/* timeline_months.c: what of a policy comes and goes with the length of the months, and what several
 * conditions together may change, as text.
 *
 *     While notice is not known, the length of the months decides what is possible:
 *       the condition of Resale 1 can be met no longer from 2026-12-31, again from 2027-02-28.
 *
 * That goes on for ever; a year of it is enough to read, and how often else is said.
 */
#include "emit/timeline.h"

#include "emit/layout.h"
#include "emit/names.h"

#define YEAR_DAYS 366

struct months {
    const struct emit_timeline *t;
    const struct timeline_policy *policy;
    struct layout layout;
    size_t told;
};

/* How often something does so, or can. */
static size_t changes_of(const struct timeline_policy *policy)
{
    size_t all = 0;
    for (size_t i = 0; i < policy->count; i++)
        all += timeline_recurs(&policy->changes[i].cause);
    return all;
}

static bool is_near_day(const struct months *m, int64_t day)
{
    return m->t->all || (day > m->t->on && day <= m->t->on + YEAR_DAYS);
}

static bool is_near(const struct months *m, const struct timeline_change *change)
{
    return timeline_recurs(&change->cause) && is_near_day(m, change->day);
}

static bool same_item(const struct timeline_change *x, const struct timeline_change *y)
{
    return x->cause.what == y->cause.what && x->cause.id == y->cause.id;
}

static bool is_first(const struct months *m, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (is_near(m, &m->policy->changes[i])
            && same_item(&m->policy->changes[i], &m->policy->changes[index]))
            return false;
    return true;
}

/* A thing with all days of the year on which it is another. */
static void tell_item(struct months *m, size_t index)
{
    const struct timeline_change *first = &m->policy->changes[index], *before = first;
    struct arena *arena = m->layout.out->arena;
    struct strbuf text = strbuf_new(arena);
    timeline_say_bare(m->t->table, &first->cause, "", &text);
    strbuf_printf(&text, " from %s", name_day(arena, first->day));
    for (size_t i = index + 1; i < m->policy->count; i++) {
        const struct timeline_change *next = &m->policy->changes[i];
        if (!is_near(m, next) || !same_item(next, first))
            continue;
        bool alike = next->cause.before == before->cause.before
                     && next->cause.after == before->cause.after;
        const char *how = next->cause.after < next->cause.before   ? "no longer from "
                          : next->cause.after > next->cause.before ? "again from "
                                                                   : "in other cases from ";
        strbuf_printf(&text, ", %s%s", alike ? "" : how, name_day(arena, next->day));
        before = next;
        m->told++;
    }
    m->told++;
    strbuf_char(&text, '.');
    layout_paragraph(&m->layout, 2, 6, strbuf_string(&text));
}

static const char *events(const struct months *m)
{
    struct strbuf text = strbuf_new(m->layout.out->arena);
    for (size_t i = 0; i < m->policy->varying_count; i++)
        strbuf_printf(&text, "%s%s", i == 0 ? "" : i + 1 == m->policy->varying_count ? " and " : ", ",
                      name_var(m->t->table, m->policy->varying[i]));
    return strbuf_string(&text);
}

static void tell_rest(struct months *m)
{
    struct arena *arena = m->layout.out->arena;
    size_t all = changes_of(m->policy);
    if (all > m->told)
        layout_line(&m->layout, 2,
                    "That goes on so: from %s through %s there are %zu other changes of this kind "
                    "(--all lists them).",
                    name_day(arena, m->policy->window.low), name_day(arena, m->policy->window.high),
                    all - m->told);
}

void emit_timeline_text_months(const struct emit_timeline *t, const struct timeline_policy *policy,
                               const struct emit_style *style, struct strbuf *out)
{
    struct months m = {t, policy, layout_on(out, style->width, style->colour), 0};
    if (!changes_of(policy))
        return;
    layout_line(&m.layout, 0,
                "While %s %s not known, what is possible can change with the length of the months. %s "
                "%s:",
                events(&m), policy->varying_count == 1 ? "is" : "are",
                t->all ? "From" : "In the year after",
                t->all ? arena_printf(out->arena, "%s through %s", name_day(out->arena, policy->window.low),
                                      name_day(out->arena, policy->window.high))
                       : name_day(out->arena, t->on));
    for (size_t i = 0; i < policy->count; i++)
        if (is_near(&m, &policy->changes[i]) && is_first(&m, i))
            tell_item(&m, i);
    tell_rest(&m);
}

/* ---- several conditions together --------------------------------------------------------------------- */

static void tell_together(struct months *m, const struct timeline_together *together)
{
    struct arena *arena = m->layout.out->arena;
    struct strbuf text = strbuf_new(arena);
    size_t near = 0;
    strbuf_text(&text, "While ");
    timeline_say_unknown(m->t->table, together, &text);
    strbuf_text(&text, ", what ");
    timeline_say_items(m->t->table, together, "", &text);
    strbuf_text(&text, " make possible together can change on ");
    for (size_t i = 0; i < together->day_count; i++)
        if (is_near_day(m, together->days[i]))
            strbuf_printf(&text, "%s%s", near++ ? ", " : "", name_day(arena, together->days[i]));
    if (near < together->day_count)
        strbuf_printf(&text, "%s%zu %sday%s (--all lists them)", near ? " and " : "",
                      together->day_count - near, near ? "other " : "",
                      together->day_count - near == 1 ? "" : "s");
    strbuf_char(&text, '.');
    layout_paragraph(&m->layout, 0, 2, strbuf_string(&text));
}

void emit_timeline_text_together(const struct emit_timeline *t, const struct timeline_policy *policy,
                                 const struct emit_style *style, struct strbuf *out)
{
    struct months m = {t, policy, layout_on(out, style->width, style->colour), 0};
    for (size_t i = 0; i < policy->together_count; i++)
        tell_together(&m, &policy->together[i]);
    if (policy->together_count)
        layout_line(&m.layout, 2, "Whether that changes a verdict is in the timeline of a deployment.");
}
