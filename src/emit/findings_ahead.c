/* findings_ahead.c: what changes soon, in words: what, in how many days, why, and what with it. */
#include "emit/findings.h"

#include "emit/timeline.h"

#include <inttypes.h>

#define CLAUSES_NAMED 8
#define DAYS_NAMED 5

static struct span clause_span(const struct analysis *a, uint32_t clause)
{
    return a->model->clauses.items[clause].span;
}

static struct span rank_span(const struct analysis *a, uint32_t node)
{
    for (size_t i = 0; i < a->ir->ranks.count; i++)
        if (a->ir->ranks.items[i].condition == node)
            return a->model->ranks.items[a->ir->ranks.items[i].source].span;
    return (struct span){0};
}

static struct span cause_span(const struct analysis *a, const struct timeline_cause *cause)
{
    switch (cause->what) {
    case TIMELINE_AGREEMENT:
        return a->model->agreements.items[cause->id].span;
    case TIMELINE_CLAUSE:
        return clause_span(a, cause->id);
    case TIMELINE_COMMITMENT:
        return a->model->norms.items[cause->id].head;
    case TIMELINE_RANK:
        return rank_span(a, cause->id);
    case TIMELINE_WAIVER:
    case TIMELINE_EXCEPTION:
    case TIMELINE_CONDITION:
        return finding_node_span(a, cause->id);
    case TIMELINE_DAY:
        break;
    }
    return (struct span){0};
}

struct span finding_ahead_span(const struct analysis *a, const struct finding *f)
{
    if (f->unresolved)
        return (struct span){0};
    if (f->ahead)
        return cause_span(a, &f->ahead->causes[0]);
    return f->change ? cause_span(a, &f->change->cause) : a->model->allows.items[f->id].span;
}

/* "in 27 days, on 2026-12-20" */
static void say_when(const struct analysis *a, int64_t day, struct strbuf *out)
{
    strbuf_printf(out, " in %" PRId64 " day%s, on %s", day - a->on, day - a->on == 1 ? "" : "s",
                  name_day(a->arena, day));
}

static void note_clauses(const struct analysis *a, const struct timeline_cause *cause,
                         struct diag *d, struct diags *diags)
{
    struct strbuf with, without;
    strbuf_init(&with, a->arena);
    strbuf_init(&without, a->arena);
    timeline_say_clauses(a->table, cause->clauses, cause->clause_count, CLAUSES_NAMED, &with);
    timeline_say_clauses(a->table, cause->survivors, cause->survivor_count, CLAUSES_NAMED, &without);
    if (with.count && cause->what == TIMELINE_WAIVER)
        diag_note(diags, d, "it takes away from %s%s", strbuf_string(&with),
                  cause->after == TRUTH_NO ? " until then" : "");
    else if (with.count)
        diag_note(diags, d, "%s %s with it", strbuf_string(&with),
                  cause->clause_count == 1 ? (cause->after == TRUTH_NO ? "ends" : "begins")
                  : cause->after == TRUTH_NO ? "end" : "begin");
    if (without.count)
        diag_note(diags, d, "%s survive%s it", strbuf_string(&without),
                  cause->survivor_count == 1 ? "s" : "");
}

/* A clause that the one of this finding stands in place of. */
static void label_replaced(const struct analysis *a, const struct timeline_cause *cause,
                           struct diag *d, struct diags *diags)
{
    for (size_t i = 0; cause->what == TIMELINE_CLAUSE && i < a->table->endings_count; i++)
        if (a->table->endings[i].by == cause->id && cause->before == TRUTH_NO)
            diag_label(diags, d, clause_span(a, a->table->endings[i].clause), "in place of this");
}

static int64_t again_day(const struct finding *f, size_t index)
{
    if (f->unresolved)
        return f->left[index];
    return f->ahead ? f->ahead->days[index + 1] : f->again[index]->day;
}

/* The days behind the first one; or those that are left open. */
static void say_again(const struct analysis *a, const struct finding *f, size_t count,
                      struct strbuf *out)
{
    size_t shown = count > DAYS_NAMED ? DAYS_NAMED : count;
    for (size_t i = 0; i < shown; i++)
        strbuf_printf(out, "%s%s", i ? ", " : "", name_day(a->arena, again_day(f, i)));
    if (count > shown)
        strbuf_printf(out, " and %zu more days through %s", count - shown,
                      name_day(a->arena, again_day(f, count - 1)));
}

static void note_again(const struct analysis *a, const struct finding *f, struct diag *d,
                       struct diags *diags)
{
    struct strbuf days = strbuf_new(a->arena);
    say_again(a, f, f->again_count, &days);
    if (f->again_count)
        diag_note(diags, d, "this goes on with the length of the months: it changes again on %s",
                  strbuf_string(&days));
}

void finding_note_left(const struct analysis *a, const struct finding *f, struct diag *d,
                       struct diags *diags)
{
    struct strbuf days = strbuf_new(a->arena);
    say_again(a, f, f->left_count, &days);
    if (f->left_count)
        diag_note(diags, d, "it is left open of %s", strbuf_string(&days));
}

void finding_tell_ahead(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct strbuf text, why;
    strbuf_init(&text, a->arena);
    strbuf_init(&why, a->arena);
    if (!f->change) {
        const struct model_allow *allow = &a->model->allows.items[f->id];
        say_when(a, f->day, &text);
        struct diag *d = diag_add(diags, f->code, allow->span, "this ceases to accept %s%s",
                                  allow->code, strbuf_string(&text));
        diag_note(diags, d, "from then on `polc check` tells the finding again");
        return;
    }
    const struct timeline_cause *cause = &f->change->cause;
    timeline_say_bare(a->table, cause, "`", &text);
    say_when(a, f->day, &text);
    timeline_say_why(a->table, cause, cause->what >= TIMELINE_EXCEPTION, &why);
    struct diag *d = diag_add(diags, f->code, finding_ahead_span(a, f), "%s%s%s",
                              strbuf_string(&text), why.count ? ": " : "", strbuf_string(&why));
    label_replaced(a, cause, d, diags);
    note_clauses(a, cause, d, diags);
    note_again(a, f, d, diags);
    finding_note_text(a, f->clause, d, diags);
}

void finding_tell_together(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    const struct timeline_together *ahead = f->ahead;
    struct strbuf text = strbuf_new(a->arena);
    strbuf_text(&text, "what ");
    timeline_say_items(a->table, ahead, "`", &text);
    strbuf_text(&text, " make possible together can change");
    say_when(a, f->day, &text);
    strbuf_text(&text, ": ");
    timeline_say_unknown(a->table, ahead, &text);
    struct diag *d = diag_add(diags, f->code, finding_ahead_span(a, f), "%s", strbuf_string(&text));
    const char *label =
        ahead->var_count == 1 ? "looks at the same event" : "looks at one of these events";
    for (size_t i = 1; i < ahead->cause_count; i++)
        diag_label(diags, d, cause_span(a, &ahead->causes[i]), "%s", label);
    struct strbuf days = strbuf_new(a->arena);
    say_again(a, f, ahead->day_count - 1, &days);
    if (days.count)
        diag_note(diags, d, "it can change again on %s", strbuf_string(&days));
    diag_note(diags, d, "whether it does is in the timeline of a deployment: `polc timeline POLICY "
                        "DEPLOYMENT`");
}
