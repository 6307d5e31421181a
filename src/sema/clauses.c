/* clauses.c: periods of clauses, and amendments.
 *
 * A clause is deleted from the earliest day on which an amendment deletes it. Periods
 * that can never overlap with the agreement's own are warned about.
 */
#include "sema/check.h"

static void check_reach(struct sema *s, const struct ast_statement *statement, uint32_t agreement)
{
    const struct ast_period *own = &statement->period;
    const struct ast_statement *whole = s->of.agreements.items[agreement];
    struct sema_bounds begin = sema_begin_bounds(s, &whole->period);
    struct sema_bounds end = sema_end_bounds(s, &whole->period);
    struct span until = own->until ? own->until->span : own->through.span;
    bool survives = statement->survives.source != SOURCE_NONE;
    if ((own->until || own->through.present) && whole->period.from
        && sema_end_bounds(s, own).high <= begin.low) {
        struct diag *diag = diag_add(s->diags, DIAG_PERIOD_UNREACHABLE, until,
                                     "this clause ends before its agreement begins");
        diag_label(s->diags, diag, whole->period.from->span, "the agreement begins here");
    } else if (own->from && !survives && end.high != DATE_NEVER
               && sema_begin_bounds(s, own).low >= end.high) {
        struct diag *diag = diag_add(s->diags, DIAG_PERIOD_UNREACHABLE, own->from->span,
                                     "this clause begins when its agreement has ended");
        diag_label(s->diags, diag,
                   whole->period.until ? whole->period.until->span : whole->period.through.span,
                   "the agreement ends here");
        diag_help(s->diags, diag, "a clause that outlives its agreement is marked `survives`");
    }
}

void sema_clauses(struct sema *s)
{
    for (uint32_t c = 0; c < s->of.clauses.count; c++) {
        const struct ast_statement *at = s->of.clauses.items[c].statement;
        size_t errors = s->diags->errors;
        s->model->clauses.items[c].period = sema_period(s, &at->period, "this clause");
        if (s->diags->errors == errors && (at->period.from || at->period.until
                                           || at->period.through.present))
            check_reach(s, at, s->of.clauses.items[c].agreement);
    }
}

/* ---- amendments ----------------------------------------------------------------------------- */

static bool is_early(struct sema *s, const struct ast_statement *amendment, uint32_t agreement)
{
    const struct ast_period *period = &s->of.agreements.items[agreement]->period;
    return period->from && amendment->date.day < sema_begin_bounds(s, period).low;
}

static void delete_clause(struct sema *s, const struct ast_statement *amendment,
                          const struct ast_ref *ref, uint32_t agreement,
                          struct sema_scope *here)
{
    uint32_t id = sema_resolve_clause(s, ref, here, true);
    if (id == VOCAB_NONE)
        return;
    struct model_clause *clause = &s->model->clauses.items[id];
    if (clause->agreement != agreement) {
        struct diag *diag = diag_add(s->diags, DIAG_AMENDMENT_ELSEWHERE, ref->span,
                                     "%s is no clause of `%s`", clause->title,
                                     sema_agreement_text(s, agreement));
        diag_help(s->diags, diag, "write an amendment of `%s`",
                  sema_agreement_text(s, clause->agreement));
        return;
    }
    if (amendment->date.day < clause->deleted_on) {
        clause->deleted_on = amendment->date.day;
        clause->deleted_by = sema_text(s, amendment->name.atom);
        clause->deleted_at = ref->span;
        clause->deleted_early = is_early(s, amendment, agreement);
    }
}

static void check_name(struct sema *s, const struct ast_statement *amendment,
                       uint32_t agreement, struct map *seen)
{
    uint64_t old;
    uint64_t key = map_pair(agreement, amendment->name.atom);
    if (!map_get(seen, key, &old)) {
        map_put(seen, key, (uint64_t)(uintptr_t)amendment);
        return;
    }
    const struct ast_statement *first = (const struct ast_statement *)(uintptr_t)old;
    struct diag *diag = diag_add(s->diags, DIAG_NAME_TAKEN, amendment->name.span,
                                 "a second amendment `%s` of `%s`",
                                 sema_text(s, amendment->name.atom),
                                 sema_agreement_text(s, agreement));
    diag_label(s->diags, diag, first->name.span, "the first one");
}

void sema_amendments(struct sema *s)
{
    struct map seen;
    map_init(&seen, s->scratch);
    for (size_t i = 0; i < s->of.amendments.count; i++) {
        const struct ast_statement *at = s->of.amendments.items[i];
        uint32_t agreement = sema_resolve_agreement(s, &at->target);
        if (agreement == VOCAB_NONE)
            continue;
        check_name(s, at, agreement, &seen);
        const struct ast_period *period = &s->of.agreements.items[agreement]->period;
        if (is_early(s, at, agreement)) {
            struct diag *diag = diag_add(s->diags, DIAG_AMENDMENT_EARLY, at->date.span,
                                         "this day lies before the agreement begins");
            diag_label(s->diags, diag, period->from->span, "it begins here");
            diag_note(s->diags, diag, "what it deletes never holds");
        }
        struct sema_scope here = {agreement, VOCAB_NONE};
        for (const struct ast_ref *ref = at->refs; ref; ref = ref->next)
            delete_clause(s, at, ref, agreement, &here);
    }
}
