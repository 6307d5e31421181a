/* periods.c: `period Suspension: from E1 until E2.`, a stretch of time with a name.
 *
 * `during Suspension` holds from its beginning until its end; `30 days after Suspension` is
 * a point that counts from its end (points.c). Its ends are points in time and never
 * conditions, so a period rests on events and days alone. Where an end is an event of the
 * ledger, a ledger may give its day under the name of the period.
 */
#include "sema/check.h"

void sema_declare_periods(struct sema *s)
{
    for (size_t i = 0; i < s->of.periods.count; i++) {
        const struct ast_statement *at = s->of.periods.items[i];
        if (!sema_reserved_name(s, &at->name, true))
            sema_declare(s, &at->name, ENTRY_PERIOD, (uint32_t)i);
    }
}

/* The event of the ledger that an end is, without a count; VOCAB_NONE for another point. */
static uint32_t end_event(const struct sema *s, const struct ast_point *end)
{
    if (!end || end->kind != POINT_EVENT || end->of.atom)
        return VOCAB_NONE;
    struct sema_entry entry = sema_find(s, end->event.atom);
    if (entry.kind != ENTRY_VAR || s->vars.items[entry.id].role != VAR_ROLE_LEDGER)
        return VOCAB_NONE;
    return entry.id;
}

void sema_periods(struct sema *s)
{
    for (size_t i = 0; i < s->of.periods.count; i++) {
        const struct ast_statement *at = s->of.periods.items[i];
        struct model_span span = {.name = at->name.atom, .span = at->span};
        span.period = sema_period(s, &at->period, "this period");
        VEC_PUSH(s->arena, &s->model->spans, span);
        struct vocab_span entry = {sema_add_atom(s, at->name.atom),
                                   end_event(s, at->period.from), end_event(s, at->period.until)};
        VEC_PUSH(s->arena, &s->spans, entry);
    }
}

struct model_expr *sema_during(struct sema *s, const struct ast_expr *expr)
{
    struct sema_entry entry = sema_resolve(s, &expr->name);
    if (entry.kind == ENTRY_PERIOD)
        return sema_ref_expr(s, OP_DURING, entry.id, expr->span);
    return entry.kind == ENTRY_NONE ? s->always : sema_wrong_type(s, expr, entry);
}
