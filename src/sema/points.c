/* points.c: points in time and periods as conditions "date >= point".
 *
 * The earlier of several points has come when one of them has, the later when all have;
 * a count after them is distributed over them, which is exact because adding it keeps the
 * order of days. A point that waits for an event is never, while the event has not
 * occurred (OP_SINCE). Bounds of a point find periods that are certainly empty.
 */
#include "sema/check.h"

#include <string.h>

bool sema_count_fits(struct sema *s, int64_t count, enum date_unit unit, struct span span)
{
    int64_t most = DATE_LAST - DATE_FIRST;
    if (unit == DATE_MONTHS)
        most = 9998 * 12;
    if (unit == DATE_YEARS)
        most = 9998;
    if (count >= 0 && count <= most)
        return true;
    struct diag *diag = diag_add(s->diags, DIAG_POINT_FAR, span,
                                 "this count leads beyond the calendar");
    diag_note(s->diags, diag, "days run from 0001-01-01 to 9999-12-31");
    return false;
}

/* A count that is still to be added to the points inside. */
struct offset {
    int64_t count;
    enum date_unit unit;
    bool present;
    const struct ast_name *hidden; /* a redacted time instead; count is 0 */
};

static struct model_expr *point(struct sema *s, const struct ast_point *at, struct offset offset);

static struct model_expr *date_point(struct sema *s, const struct ast_point *at,
                                     struct offset offset)
{
    int64_t day = at->day;
    if (offset.present) {
        day = date_add(day, offset.count, offset.unit);
        if (day == DATE_LAST && at->day < DATE_LAST) {
            struct diag *diag = diag_add(s->diags, DIAG_POINT_FAR, at->span,
                                         "the count after this day leads beyond the calendar");
            diag_note(s->diags, diag, "days run from 0001-01-01 to 9999-12-31");
        }
    }
    return sema_range(s, VOCAB_DATE, day, INT64_MAX, at->span);
}

/* A period that never began has not ended: its end has come when both its ends have. */
static struct model_expr *after_period(struct sema *s, const struct ast_point *at, uint32_t id,
                                       struct offset offset)
{
    const struct ast_statement *statement = s->of.periods.items[id];
    const struct ast_period *period = &statement->period;
    if (!offset.present) {
        struct diag *diag = diag_add(s->diags, DIAG_PERIOD_AS_POINT, at->span,
                                     "`%s` is a period, not a point in time",
                                     sema_text(s, at->event.atom));
        diag_label(s->diags, diag, statement->name.span, "declared here");
        diag_help(s->diags, diag, "write `30 days after %s`, which counts from its end, or name an event",
                  sema_text(s, at->event.atom));
        return s->always;
    }
    struct model_expr *begun = period->from ? point(s, period->from, offset) : NULL;
    struct model_expr *ended = NULL;
    if (period->until)
        ended = point(s, period->until, offset);
    else if (period->through.present)
        ended = sema_range(s, VOCAB_DATE,
                           date_add(period->through.day + 1, offset.count, offset.unit), INT64_MAX,
                           at->span);
    else
        ended = sema_expr(s, OP_FALSE, at->span);
    return sema_both(s, begun, ended);
}

static struct model_expr *some_point(struct sema *s, const struct ast_point *at,
                                     struct offset offset)
{
    struct model_expr *result = NULL;
    for (const struct ast_point *inner = at->inner; inner; inner = inner->next) {
        struct model_expr *expr = point(s, inner, offset);
        if (!result)
            result = expr;
        else
            result = at->kind == POINT_EARLIER ? sema_either(s, result, expr)
                                               : sema_both(s, result, expr);
    }
    return result ? result : s->always;
}

/* A redacted time has passed only where its start has come and it is over. */
static struct model_expr *hidden_point(struct sema *s, const struct ast_point *at,
                                       struct offset offset)
{
    struct offset at_once = {0, DATE_DAYS, true, NULL};
    struct model_expr *over = sema_time_hidden(s, offset.hidden, at);
    return over ? sema_both(s, point(s, at, at_once), over) : s->always;
}

static struct model_expr *point(struct sema *s, const struct ast_point *at, struct offset offset)
{
    if (offset.hidden && (at->kind == POINT_DATE || at->kind == POINT_EVENT))
        return hidden_point(s, at, offset);
    switch (at->kind) {
    case POINT_DATE:
        return date_point(s, at, offset);
    case POINT_EVENT: {
        struct sema_entry entry = sema_find(s, at->event.atom);
        if (entry.kind == ENTRY_PERIOD)
            return after_period(s, at, entry.id, offset);
        struct sema_event event = sema_resolve_event(s, &at->event, &at->of);
        if (event.var == VOCAB_NONE)
            return s->always;
        return sema_since(s, event, offset.present ? offset.count : 0,
                          offset.present ? offset.unit : DATE_DAYS, at->span);
    }
    case POINT_AFTER:
        if (offset.present) {
            struct diag *diag = diag_add(s->diags, DIAG_POINT_NESTED, at->span,
                                         "a count after a point that is itself counted");
            diag_help(s->diags, diag, "write one count from the date or event");
            return s->always;
        }
        if (at->hidden.atom)
            return point(s, at->inner, (struct offset){0, DATE_DAYS, true, &at->hidden});
        if (!sema_count_fits(s, at->count, at->unit, at->span))
            return s->always;
        return point(s, at->inner, (struct offset){at->count, at->unit, true, NULL});
    case POINT_EARLIER:
    case POINT_LATER:
        return some_point(s, at, offset);
    }
    return s->always;
}

/* ---- bounds ------------------------------------------------------------------------------ */

static struct sema_bounds bounds(const struct ast_point *at)
{
    switch (at->kind) {
    case POINT_DATE:
        return (struct sema_bounds){at->day, at->day};
    case POINT_EVENT:
        return (struct sema_bounds){DATE_FIRST, DATE_NEVER};
    case POINT_AFTER: {
        struct sema_bounds b = bounds(at->inner);
        if (at->hidden.atom)
            return (struct sema_bounds){b.low, DATE_NEVER};
        b.low = date_add(b.low, at->count, at->unit);
        b.high = date_add(b.high, at->count, at->unit);
        return b;
    }
    case POINT_EARLIER:
    case POINT_LATER: {
        struct sema_bounds all = {DATE_FIRST, DATE_NEVER};
        bool first = true, earlier = at->kind == POINT_EARLIER;
        for (const struct ast_point *inner = at->inner; inner; inner = inner->next) {
            struct sema_bounds b = bounds(inner);
            if (first || (earlier ? b.low < all.low : b.low > all.low))
                all.low = b.low;
            if (first || (earlier ? b.high < all.high : b.high > all.high))
                all.high = b.high;
            first = false;
        }
        return all;
    }
    }
    return (struct sema_bounds){DATE_FIRST, DATE_NEVER};
}

struct sema_bounds sema_begin_bounds(const struct sema *s, const struct ast_period *period)
{
    (void)s;
    if (!period->from)
        return (struct sema_bounds){DATE_FIRST, DATE_FIRST};
    return bounds(period->from);
}

struct sema_bounds sema_end_bounds(const struct sema *s, const struct ast_period *period)
{
    (void)s;
    if (period->through.present)
        return (struct sema_bounds){period->through.day + 1, period->through.day + 1};
    if (!period->until)
        return (struct sema_bounds){DATE_NEVER, DATE_NEVER};
    return bounds(period->until);
}

/* "n units after e" as (event, n, unit); a bare event is 0 days after itself. */
static bool from_event(const struct ast_point *at, atom_t event[2], struct offset *offset)
{
    *offset = (struct offset){0, DATE_DAYS, true, NULL};
    if (at->kind == POINT_AFTER && at->hidden.atom)
        return false;
    if (at->kind == POINT_AFTER) {
        *offset = (struct offset){at->count, at->unit, true, NULL};
        at = at->inner;
    }
    event[0] = at->event.atom;
    event[1] = at->of.atom;
    return at->kind == POINT_EVENT;
}

/* Both ends count from one event, and the end does not lie after the beginning. */
static bool same_event_empty(const struct ast_period *period)
{
    atom_t a[2], b[2];
    struct offset from, until;
    if (!period->from || !period->until || !from_event(period->from, a, &from)
        || !from_event(period->until, b, &until) || a[0] != b[0] || a[1] != b[1])
        return false;
    return until.count == 0 || (from.unit == until.unit && until.count <= from.count);
}

static void check_empty(struct sema *s, const struct ast_period *period, const char *whose)
{
    struct sema_bounds begin = sema_begin_bounds(s, period), end = sema_end_bounds(s, period);
    struct span until = period->until ? period->until->span : period->through.span;
    if (!period->from || (!period->until && !period->through.present))
        return;
    if (end.high > begin.low && !same_event_empty(period))
        return;
    struct diag *diag = diag_add(s->diags, DIAG_PERIOD_EMPTY, until,
                                 "%s ends before it begins", whose);
    diag_label(s->diags, diag, period->from->span, "it begins here");
    diag_note(s->diags, diag, "`until` is the first day outside the period, `through` the last day inside");
}

struct model_period sema_period(struct sema *s, const struct ast_period *period,
                                const char *whose)
{
    struct model_period result = {NULL, NULL, NULL};
    size_t errors = s->diags->errors;
    struct offset none = {0, DATE_DAYS, false, NULL};
    if (period->from)
        result.from = point(s, period->from, none);
    if (period->until)
        result.until = point(s, period->until, none);
    if (period->through.present)
        result.until = sema_range(s, VOCAB_DATE, period->through.day + 1, INT64_MAX,
                                  period->through.span);
    if (s->diags->errors == errors)
        check_empty(s, period, whose);
    if (period->whilst)
        result.whilst = sema_condition(s, period->whilst);
    return result;
}
