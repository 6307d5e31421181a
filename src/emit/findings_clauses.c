/* findings_clauses.c: the words for clauses that never act, and that change nothing.
 *
 * What is advised keeps what the parties hold: a clause is to be deleted only where nobody has
 * a right by it alone.
 */
#include "emit/findings.h"

#include "emit/names.h"

#include <string.h>

/* ---- dead ------------------------------------------------------------------------------------ */

static bool at_most(const struct analysis *a, const struct finding *f)
{
    return a->table->norms[f->norm].flags & NORM_AT_MOST;
}

static bool of_share(const struct analysis *a, const struct finding *f)
{
    return a->table->norms[f->norm].flags & NORM_SHARE;
}

/* "amendment `X` deletes it on 2026-06-01", "`Main 9` stands in its place"; NULL: neither ends it. */
static const char *ended_by(const struct analysis *a, const struct finding *f)
{
    const struct model_clause *clause = &a->model->clauses.items[f->clause];
    struct strbuf text;
    strbuf_init(&text, a->arena);
    if (f->deleted)
        strbuf_printf(&text, "amendment `%s` deletes it on %s", clause->deleted_by,
                      name_day(a->arena, clause->deleted_on));
    for (size_t i = 0; i < f->replaced_count; i++)
        strbuf_printf(&text, "%s`%s`%s",
                      i ? i + 1 == f->replaced_count ? " and " : ", " : f->deleted ? ", and " : "",
                      name_clause(a->table, f->replaced_by[i]),
                      i + 1 < f->replaced_count ? ""
                      : i                       ? " stand in its place"
                                                : " stands in its place");
    return text.count ? strbuf_string(&text) : NULL;
}

static const char *why_dead(const struct analysis *a, const struct finding *f)
{
    const char *by = ended_by(a, f);
    switch (f->why) {
    case WHY_NONE:
        return "what it lifts never applies where it does";
    case WHY_NEVER_LIVE:
        return by ? arena_printf(a->arena, "there is no day on which it is in force, as %s", by)
                  : "there is no day on which it is in force";
    case WHY_NEVER_MET:
        return "no deployment meets its condition";
    case WHY_NOT_THEN:
        return by ? arena_printf(a->arena, "no deployment meets its condition while it is in force, as %s", by)
                  : "no deployment meets its condition while it is in force";
    case WHY_TAKEN_AWAY:
        return "its exceptions, lifts and waivers leave nothing of it";
    case WHY_OUTRANKED:
        return "wherever it applies, a clause that ranks above it does too";
    case WHY_NO_BREACH:
        return "wherever it applies, nothing is breached for which it is owed";
    case WHY_NO_AMOUNT:
        return arena_printf(a->arena, "no deployment can count towards it by %s",
                            name_day(a->arena, table_duty(a->table, f->norm)->by));
    case WHY_UNSETTLED:
        return "wherever it applies, something takes it away or ranks above it";
    }
    return "";
}

/* Is what outranks it leave that is granted, beside rights that are reserved but for grants? */
static bool reserved(const struct analysis *a, const struct finding *f)
{
    return a->table->norms[f->norm].form == FORM_RESERVED;
}

/* What ends the clause too early, or the clause itself. */
static const char *mend_ended(const struct finding *f)
{
    return f->deleted ? "mend the date of the amendment or those of the clause, or delete the clause here, too"
                      : "mend the dates of what stands in its place, or delete this clause";
}

static const char *mend_not_then(const struct analysis *a, const struct finding *f)
{
    if (f->deleted || f->replaced_count)
        return mend_ended(f);
    const struct model_clause *clause = &a->model->clauses.items[f->clause];
    return clause->survives ? "mend the condition or the dates of the clause, or delete it"
                            : "write `survives` behind the number of the clause if it is meant to bind when its "
                              "agreement has ended; else mend the condition or the dates, or delete it";
}

static const char *mend_dead(const struct analysis *a, const struct finding *f)
{
    switch (f->why) {
    case WHY_NONE:
        return "compare its condition with those of the clauses that it lifts, or delete it";
    case WHY_NEVER_LIVE:
        return f->deleted || f->replaced_count ? mend_ended(f) : "mend its dates, or delete it";
    case WHY_NEVER_MET:
        return "mend the condition, or delete it";
    case WHY_NOT_THEN:
        return mend_not_then(a, f);
    case WHY_TAKEN_AWAY:
        return "narrow what takes away, or delete the clause with it";
    case WHY_OUTRANKED:
        return reserved(a, f) ? "narrow what is granted, or delete this clause"
                              : "narrow the rank or the clause that has it, or delete this one";
    case WHY_NO_BREACH:
        return "mend the condition, or name the clause whose breach is meant, or delete it";
    case WHY_NO_AMOUNT:
        return "mend the condition or the dates";
    case WHY_UNSETTLED:
        return "delete it, or ask with a larger --budget which of the two it is";
    }
    return "";
}

static void label_breaches(const struct analysis *a, const struct finding *f, struct diag *d,
                           struct diags *diags)
{
    const struct table_duty *duty = table_duty(a->table, f->norm);
    for (uint32_t i = 0; i < duty->breach_count && f->why == WHY_NO_BREACH; i++)
        diag_label(diags, d, finding_norm_span(a, a->table->ids[duty->first_breach + i]),
                   "never breached there");
}

static void label_ended(const struct analysis *a, const struct finding *f, struct diag *d,
                        struct diags *diags)
{
    if (f->deleted)
        diag_label(diags, d, a->model->clauses.items[f->clause].deleted_at, "deleted here");
    for (size_t i = 0; i < f->replaced_count; i++)
        diag_label(diags, d, a->model->clauses.items[f->replaced_by[i]].span, "stands in its place");
}

static void label_causes(const struct analysis *a, const struct finding *f, struct diag *d,
                         struct diags *diags)
{
    for (size_t i = 0; i < f->decider_count; i++) {
        const struct decider *by = &f->deciders[i];
        if (by->norm == IR_NONE)
            diag_label(diags, d, finding_node_span(a, by->node), "takes away here");
        else
            diag_label(diags, d, finding_norm_span(a, by->norm),
                       reserved(a, f) ? "granted here" : "ranks above it");
    }
    if (f->norm != IR_NONE && a->table->norms[f->norm].sign == SIGN_DUTY)
        label_breaches(a, f, d, diags);
}

void tell_dead(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    bool kept = f->why != WHY_NO_AMOUNT || at_most(a, f) || of_share(a, f);
    struct diag *d = diag_add(diags, f->code, finding_span(a, f), "`%s` can never %s: %s",
                              name_clause(a->table, f->clause), kept ? "bite" : "be kept", why_dead(a, f));
    label_causes(a, f, d, diags);
    label_ended(a, f, d, diags);
    finding_note_text(a, f->clause, d, diags);
    diag_help(diags, d, "%s", mend_dead(a, f));
}

/* ---- idle ------------------------------------------------------------------------------------ */

/* A permission that lifts nothing, since what prohibits is owed to somebody else. */
static bool overruled(const struct analysis *a, const struct finding *f, uint32_t by)
{
    return f->norm != IR_NONE && a->table->norms[f->norm].sign == SIGN_PERMIT
           && a->table->norms[by].sign == SIGN_PROHIBIT;
}

static const char *decider_name(const struct analysis *a, const struct decider *by)
{
    if (by->norm != IR_NONE)
        return arena_printf(a->arena, "`%s`", name_clause(a->table, by->clause));
    const struct table_node *node = &a->table->nodes[by->node];
    const char *name = finding_node_name(a, by->node);
    if (node->kind == NODE_EXCEPT)
        return arena_printf(a->arena, "%s of `%s`", name, name_clause(a->table, by->clause));
    if (node->kind == NODE_WAIVER)
        return arena_printf(a->arena, "waiver `%s`", a->model->waivers.items[node->info].name);
    return arena_printf(a->arena, "`%s`", name);
}

static const char *decider_does(const struct analysis *a, const struct finding *f,
                                const struct decider *by)
{
    if (by->norm == IR_NONE)
        return "already takes it away";
    if (a->table->norms[by->norm].sign == SIGN_PERMIT)
        return "already permits";
    return overruled(a, f, by->norm) || f->norm == IR_NONE ? "prohibits all the same"
                                                           : "already prohibits";
}

/* What decides wherever the clause speaks: "… `Main 1` or `Main 2` already prohibits". */
static const char *why_idle(const struct analysis *a, const struct finding *f)
{
    struct strbuf text;
    if (f->decider_count == 0)
        return "what else the policy says already decides whatever it speaks about";
    strbuf_init(&text, a->arena);
    strbuf_text(&text, f->norm == IR_NONE ? "where it lifts something, " : "wherever it applies, ");
    for (size_t i = 0; i < f->decider_count; i++) {
        const struct decider *by = &f->deciders[i];
        const char *does = decider_does(a, f, by);
        strbuf_printf(&text, "%s%s", i ? " or " : "", decider_name(a, by));
        if (i + 1 == f->decider_count || strcmp(does, decider_does(a, f, by + 1)) != 0)
            strbuf_printf(&text, " %s", does);
    }
    return strbuf_string(&text);
}

static void label_decider(const struct analysis *a, const struct finding *f,
                          const struct decider *by, struct diag *d, struct diags *diags)
{
    struct strbuf holders;
    strbuf_init(&holders, a->arena);
    if (by->norm == IR_NONE) {
        diag_label(diags, d, finding_node_span(a, by->node), "takes away here");
    } else if (overruled(a, f, by->norm)) {
        name_holders(a->table, by->norm, &holders);
        diag_label(diags, d, finding_norm_span(a, by->norm), "owed to %s", strbuf_string(&holders));
    } else if (f->norm == IR_NONE) {
        diag_label(diags, d, finding_norm_span(a, by->norm), "decides here");
    } else {
        const char *says = f->decider_count == 1 ? "says the same and more" : "says a part of the same";
        name_holders(a->table, by->norm, &holders);
        if (f->holder == IR_NONE)
            diag_label(diags, d, finding_norm_span(a, by->norm), "%s", says);
        else
            diag_label(diags, d, finding_norm_span(a, by->norm),
                       a->table->norms[by->norm].sign == SIGN_PERMIT ? "%s, by leave of %s" : "%s, owed to %s",
                       says, strbuf_string(&holders));
    }
}

/* Does somebody to whom the prohibition is owed not permit? */
static bool privity(const struct analysis *a, uint32_t permits, uint32_t prohibits)
{
    const struct table *t = a->table;
    const struct table_norm *p = &t->norms[permits], *n = &t->norms[prohibits];
    for (uint32_t i = 0; i < n->holder_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < p->holder_count; k++)
            found = found || t->ids[p->first_holder + k] == t->ids[n->first_holder + i];
        if (!found)
            return true;
    }
    return false;
}

static const char *holder_names(const struct analysis *a, uint32_t norm)
{
    struct strbuf text;
    strbuf_init(&text, a->arena);
    name_holders(a->table, norm, &text);
    return strbuf_string(&text);
}

/* Why a permission lifts nothing of what prohibits all the same. */
static void note_overruled(const struct analysis *a, const struct finding *f, struct diag *d,
                           struct diags *diags)
{
    bool strangers = false;
    for (size_t i = 0; i < f->decider_count; i++) {
        uint32_t by = f->deciders[i].norm;
        strangers = strangers || (by != IR_NONE && overruled(a, f, by) && privity(a, f->norm, by));
    }
    if (strangers)
        diag_note(diags, d, "leave can only be given by those to whom the prohibition is owed");
    for (size_t i = 0; i < f->decider_count && !strangers; i++) {
        uint32_t by = f->deciders[i].norm;
        uint32_t own = a->model->clauses.items[f->clause].agreement;
        const struct model_agreement *agreement = &a->model->agreements.items[own];
        if (by == IR_NONE || !overruled(a, f, by) || !agreement->stricter
            || a->model->clauses.items[a->model->norms.items[by].clause].agreement != own)
            continue;
        diag_note(diags, d, "in `%s` what is stricter prevails wherever nothing ranks the two",
                  atom_text(a->model->names, agreement->name));
        return;
    }
}

/* What goes with the clause although no verdict does. */
static void note_held(const struct analysis *a, const struct finding *f, struct diag *d,
                      struct diags *diags)
{
    const struct table_norm *norm = &a->table->norms[f->other_norm];
    const char *party = name_node(a->table, f->holder);
    if (norm->clause != f->clause)
        diag_note(diags, d, "without it `%s` would %s as well", name_clause(a->table, norm->clause),
                  norm->sign == SIGN_PERMIT
                      ? arena_printf(a->arena, "be leave of %s", party)
                      : arena_printf(a->arena, "bind towards %s", party));
    else if (norm->sign == SIGN_PERMIT)
        diag_note(diags, d, "without it there would be no such leave of %s", party);
    else
        diag_note(diags, d, "without it this would no longer be owed to %s", party);
}

static void advise_held(const struct analysis *a, const struct finding *f, struct diag *d,
                        struct diags *diags)
{
    const char *keep = arena_printf(a->arena, "write `allow %s on %s \"…\"` if it is meant to stay for that",
                                    diag_code_id(f->code), name_clause(a->table, f->clause));
    for (size_t i = 0; i < f->decider_count; i++) {
        uint32_t by = f->deciders[i].norm;
        if (by == IR_NONE || !overruled(a, f, by) || !privity(a, f->norm, by))
            continue;
        diag_help(diags, d, "if it is meant to allow what `%s` prohibits, that takes an exception there, or a "
                            "waiver by %s; else %s",
                  name_clause(a->table, f->deciders[i].clause), holder_names(a, by), keep);
        return;
    }
    diag_help(diags, d, "%s", keep);
}

void tell_idle(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct diag *d = diag_add(diags, f->code, finding_span(a, f), "`%s` changes no verdict: %s",
                              name_clause(a->table, f->clause), why_idle(a, f));
    for (size_t i = 0; i < f->decider_count; i++)
        label_decider(a, f, &f->deciders[i], d, diags);
    note_overruled(a, f, d, diags);
    finding_note_text(a, f->clause, d, diags);
    if (f->holder == IR_NONE) {
        diag_help(diags, d, "delete it, or write `allow %s on %s \"…\"` if it is meant to stay",
                  diag_code_id(f->code), name_clause(a->table, f->clause));
        return;
    }
    note_held(a, f, d, diags);
    advise_held(a, f, d, diags);
}
