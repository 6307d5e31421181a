/* verify_norms.c: norms, the clauses and agreements that they stand in, their parties,
 * texts and places.
 *
 * Lists of parties and of norms share the section `ids` and may share their items, so each
 * is checked in one step with the help of two running counts (verifier.not_party and
 * not_forbid).
 */
#include "table/verify.h"

#include <string.h>

static void count_ids(struct verifier *v)
{
    const struct table *t = v->table;
    v->not_party = ARENA_ARRAY(v->scratch, uint32_t, t->ids_count + 1);
    v->not_forbid = ARENA_ARRAY(v->scratch, uint32_t, t->ids_count + 1);
    for (size_t i = 0; i < t->ids_count; i++) {
        uint32_t id = t->ids[i];
        bool forbid = id < t->norms_count && t->norms[id].sign == SIGN_PROHIBIT;
        v->not_party[i + 1] = v->not_party[i] + !verify_party(v, id);
        v->not_forbid[i + 1] = v->not_forbid[i] + !forbid;
    }
}

static bool parties(const struct verifier *v, uint32_t first, uint32_t count)
{
    return verify_list(first, count, v->table->ids_count)
           && v->not_party[first + count] == v->not_party[first];
}

static bool prohibitions(const struct verifier *v, uint32_t first, uint32_t count)
{
    return verify_list(first, count, v->table->ids_count)
           && v->not_forbid[first + count] == v->not_forbid[first];
}

static bool form_fits(const struct table_norm *norm)
{
    switch ((enum norm_form)norm->form) {
    case FORM_GRANT:
    case FORM_SHALL_NOT:
    case FORM_ONLY_IF:
    case FORM_RESERVED:
        return norm->sign == SIGN_PROHIBIT;
    case FORM_MAY:
        return norm->sign == SIGN_PERMIT;
    case FORM_OWES:
    case FORM_COMMITS:
        return norm->sign == SIGN_DUTY;
    }
    return false;
}

/* Row 0 stands for whatever owes nothing. */
static bool check_duties(struct verifier *v)
{
    static const struct table_duty none;
    const struct table *t = v->table;
    if (t->duties_count == 0 || memcmp(&t->duties[0], &none, sizeof none) != 0)
        return verify_fail(v, "duty 0 owes something");
    for (size_t id = 1; id < t->duties_count; id++) {
        const struct table_duty *duty = &t->duties[id];
        if (!parties(v, duty->first_creditor, duty->creditor_count)
            || !prohibitions(v, duty->first_breach, duty->breach_count)
            || !verify_text(v, duty->what) || duty->within_unit > DATE_YEARS || duty->within < 0
            || duty->reserved)
            return verify_fail(v, "duty %zu owes nothing", id);
    }
    return true;
}

/* Years that begin, and no more than a policy may have. */
static bool years_fit(const struct table_norm *norm, const struct table_duty *duty)
{
    if ((norm->flags & NORM_EACH_YEAR) == 0)
        return duty->from == 0;
    return duty->from >= DATE_FIRST && duty->from <= duty->by
           && date_add(duty->from, MODEL_YEARS_LIMIT, DATE_YEARS) > duty->by;
}

/* Values of a variable with names, each range once. */
static bool share_fits(const struct table *t, const struct table_norm *norm,
                       const struct table_duty *duty)
{
    if ((norm->flags & NORM_SHARE) == 0)
        return duty->share_var == 0 && duty->first_share == 0 && duty->share_count == 0;
    if (duty->share_count == 0 || !verify_list(duty->first_share, duty->share_count, t->share_ranges_count)
        || duty->share_var >= t->vocab.var_count
        || t->vocab.vars[duty->share_var].kind != VAR_LEAF || duty->amount < 0
        || duty->amount > 100 || t->vocab.vars[duty->amount_var].low < 0)
        return false;
    for (uint32_t i = 0; i < duty->share_count; i++) {
        const struct vocab_range *range = &t->share_ranges[duty->first_share + i];
        if (range->first > range->last
            || range->last >= vocab_named_leaves(&t->vocab, duty->share_var)
            || (i && range->first <= range[-1].last))
            return false;
    }
    return true;
}

/* Variables with names, each once and not the share's, and no more sums than a policy may have. */
static bool groups_fit(const struct table *t, const struct table_norm *norm,
                       const struct table_duty *duty)
{
    uint64_t sums = 1, years = 1;
    if (duty->group_count == 0)
        return duty->first_group == 0;
    if (!verify_list(duty->first_group, duty->group_count, t->group_vars_count))
        return false;
    while (norm->flags & NORM_EACH_YEAR
           && date_add(duty->from, (int64_t)years, DATE_YEARS) <= duty->by)
        years++;
    for (uint32_t i = 0; i < duty->group_count; i++) {
        uint32_t var = t->group_vars[duty->first_group + i];
        if (var >= t->vocab.var_count || t->vocab.vars[var].kind != VAR_LEAF
            || (norm->flags & NORM_SHARE && var == duty->share_var))
            return false;
        for (uint32_t k = 0; k < i; k++)
            if (t->group_vars[duty->first_group + k] == var)
                return false;
        sums *= vocab_named_leaves(&t->vocab, var);
        if (sums * years > MODEL_SUMS_LIMIT)
            return false;
    }
    return true;
}

/* Duties have a row that says what is owed, commitments an amount in it; the rest has row 0. */
static bool duty_fits(const struct verifier *v, const struct table_norm *norm)
{
    const struct vocab *vocab = &v->table->vocab;
    if (norm->duty >= v->table->duties_count || (norm->duty == 0) != (norm->sign != SIGN_DUTY))
        return false;
    const struct table_duty *duty = &v->table->duties[norm->duty];
    if (norm->form != FORM_COMMITS)
        return (norm->flags & (NORM_EACH_YEAR | NORM_SHARE)) == 0 && duty->from == 0
               && duty->group_count == 0 && duty->first_group == 0
               && share_fits(v->table, norm, duty);
    return duty->amount_var < vocab->var_count
           && vocab->vars[duty->amount_var].kind == VAR_NUMBER
           && (duty->amount_unit == 0
               || duty->amount_unit < vocab->vars[duty->amount_var].unit_count)
           && duty->by >= DATE_FIRST && duty->by <= DATE_LAST && years_fit(norm, duty)
           && share_fits(v->table, norm, duty) && groups_fit(v->table, norm, duty);
}

static bool check_norm(struct verifier *v, uint32_t id)
{
    const struct table *t = v->table;
    const struct table_norm *norm = &t->norms[id];
    const unsigned flags = NORM_IN_BREACH | NORM_MAY_CONTEST | NORM_WITHIN | NORM_AT_MOST
                           | NORM_RESERVED | NORM_EACH_YEAR | NORM_SHARE;
    if (norm->form > FORM_COMMITS || !form_fits(norm) || (norm->flags & ~flags) != 0)
        return verify_fail(v, "norm %u is of no known sort", id);
    if (norm->clause >= t->clauses_count || norm->place >= t->places_count
        || !verify_text(v, norm->text))
        return verify_fail(v, "norm %u stands in no clause", id);
    if (!verify_party(v, norm->bearer) || !parties(v, norm->first_holder, norm->holder_count))
        return verify_fail(v, "norm %u binds no party", id);
    if (!duty_fits(v, norm))
        return verify_fail(v, "norm %u is no duty", id);
    if (norm->applied >= t->exprs_count || norm->actor >= t->exprs_count
        || norm->live >= t->exprs_count)
        return verify_fail(v, "norm %u has no condition", id);
    return true;
}

/* A number may be the end of another text: any offset will do, texts end with a zero. */
static bool check_clauses(struct verifier *v)
{
    const struct table *t = v->table;
    for (size_t id = 0; id < t->clauses_count; id++) {
        const struct table_clause *clause = &t->clauses[id];
        if (clause->agreement >= t->agreements_count || clause->place >= t->places_count
            || !verify_text(v, clause->title) || clause->number >= t->text_count
            || !verify_text(v, clause->label) || clause->material > 1 || clause->survives > 1)
            return verify_fail(v, "clause %zu stands in no agreement", id);
    }
    for (size_t id = 0; id < t->endings_count; id++) {
        const struct table_ending *ending = &t->endings[id];
        bool amended = ending->day != DATE_NEVER;
        if (ending->clause >= t->clauses_count || ending->reserved
            || (id && ending->clause < t->endings[id - 1].clause)
            || !verify_text(v, ending->amendment)
            || (amended ? ending->by != IR_NONE || ending->day < DATE_FIRST || ending->day > DATE_LAST
                        : ending->by >= t->clauses_count))
            return verify_fail(v, "ending %zu ends no clause", id);
    }
    for (size_t id = 0; id < t->agreements_count; id++) {
        const struct table_agreement *agreement = &t->agreements[id];
        if (!verify_text(v, agreement->name) || agreement->force >= t->exprs_count
            || !parties(v, agreement->first_party, agreement->party_count)
            || (agreement->stricter != IR_NONE && agreement->stricter >= t->exprs_count))
            return verify_fail(v, "agreement %zu has no parties", id);
    }
    return true;
}

static bool check_sources(struct verifier *v)
{
    const struct table *t = v->table;
    for (size_t id = 0; id < t->places_count; id++) {
        const struct table_place *p = &t->places[id];
        if (!verify_text(v, p->file))
            return verify_fail(v, "place %zu is in no file", id);
        if (!p->line || !p->column || p->end_line < p->line
            || (p->end_line == p->line && p->end_column < p->column))
            return verify_fail(v, "place %zu ends before it begins", id);
    }
    for (size_t id = 0; id < t->exceptions_count; id++)
        if (!verify_text(v, t->exceptions[id].label)
            || t->exceptions[id].place >= t->places_count)
            return verify_fail(v, "exception %zu has no place", id);
    for (size_t id = 0; id < t->waivers_count; id++)
        if (!verify_text(v, t->waivers[id].title) || t->waivers[id].place >= t->places_count
            || !parties(v, t->waivers[id].first_giver, t->waivers[id].giver_count))
            return verify_fail(v, "waiver %zu has no giver", id);
    return true;
}

bool verify_norms(struct verifier *v)
{
    const struct table *t = v->table;
    count_ids(v);
    if (!check_duties(v))
        return false;
    for (uint32_t id = 0; id < t->norms_count; id++)
        if (!check_norm(v, id))
            return false;
    return check_clauses(v) && check_sources(v);
}
