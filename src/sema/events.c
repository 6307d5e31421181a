/* events.c: events of the ledger, the days said for them, and the facts that consent
 * exceptions declare by their use.
 *
 * Consents get their variables in the order of their names, not of the clauses that use
 * them: the order of clauses must not show in any output.
 */
#include "sema/check.h"

#include <stdlib.h>
#include <string.h>

/* `benchmark_missed by territory`: a family whose variables are numbered from the index on,
 * until sema_events knows the first event's. False when the kind is refused. */
static bool declare_family(struct sema *s, struct sema_event_plan *plan)
{
    const struct ast_event *at = plan->at;
    uint64_t kind;
    if (!map_get(&s->kind_of_name, at->by.atom, &kind)) {
        struct diag *diag = diag_add(s->diags, DIAG_KIND_UNKNOWN, at->by.span,
                                     "no kind is called `%s`", sema_text(s, at->by.atom));
        diag_help(s->diags, diag, "declare it: kind %s: …", sema_text(s, at->by.atom));
        return false;
    }
    if (!sema_small_kind(s, (uint32_t)kind, at->by.span))
        return false;
    const struct vocab_kind *k = &s->kinds.items[kind];
    struct vocab_family family = {.name = sema_add_atom(s, at->name.atom), .role = FAMILY_EVENTS,
                                  .leaf_kind = (uint32_t)kind,
                                  .first_var = (uint32_t)s->event_spans.count,
                                  .var_count = k->leaf_count};
    struct sema_node_info info = {at->name.atom, at->name.span};
    plan->family = (uint32_t)s->families.count;
    VEC_PUSH(s->arena, &s->families, family);
    VEC_PUSH(s->scratch, &s->family_info, info);
    sema_declare(s, &at->name, ENTRY_FAMILY, plan->family);
    for (uint32_t n = k->first_node; n < k->first_node + k->node_count; n++) {
        if (!s->nodes.items[n].is_leaf)
            continue;
        struct ast_name own = sema_member_name(s, &at->name, n);
        sema_declare_event(s, &own, (uint32_t)s->event_spans.count);
        VEC_PUSH(s->scratch, &s->event_spans, at->name.span);
    }
    return true;
}

void sema_declare_events(struct sema *s)
{
    for (size_t i = 0; i < s->of.events.count; i++) {
        for (const struct ast_event *at = s->of.events.items[i]->events; at; at = at->next) {
            struct sema_event_plan plan = {at, VOCAB_NONE, false};
            bool reserved = sema_reserved_name(s, &at->name, false);
            plan.poisoned = at->by.atom && (reserved || !declare_family(s, &plan));
            if (!at->by.atom || plan.poisoned) {
                if (!reserved)
                    sema_declare_event(s, &at->name, (uint32_t)s->event_spans.count);
                VEC_PUSH(s->scratch, &s->event_spans, at->name.span);
            }
            VEC_PUSH(s->scratch, &s->event_plans, plan);
        }
    }
}

static void note_day(struct sema *s, const struct ast_statement *statement,
                     const struct ast_statement **said)
{
    struct sema_event event = sema_resolve_event(s, &statement->name, &statement->target);
    uint32_t id = event.var;
    if (id == VOCAB_NONE)
        return;
    struct vocab_var *var = &s->vars.items[id];
    if (event.by != VOCAB_NONE) {
        struct diag *diag = diag_add(s->diags, DIAG_EVENT_OF, statement->span,
                                     "`%s` has a day for each of its values, and this says none of them",
                                     sema_text(s, statement->name.atom));
        diag_help(s->diags, diag, "write `%s of VALUE occurred on …`",
                  sema_text(s, statement->name.atom));
        return;
    }
    if (var->role != VAR_ROLE_LEDGER) {
        struct diag *diag = diag_add(s->diags, DIAG_EVENT_AS_FACT, statement->name.span,
                                     "`%s` is an event of the case: its day belongs to the deployment",
                                     sema_text(s, statement->name.atom));
        diag_label(s->diags, diag, s->var_spans.items[id], "declared here");
        return;
    }
    const struct ast_statement *first = said[id - s->first_event];
    if (first) {
        struct diag *diag = diag_add(s->diags, DIAG_OCCURRED_TWICE, statement->span,
                                     "a second day for `%s`", sema_text(s, statement->name.atom));
        diag_label(s->diags, diag, first->span, "the first one");
        diag_help(s->diags, diag, "an event happens once; declare another event for a repetition");
        return;
    }
    said[id - s->first_event] = statement;
    var->has_occurred = 1;
    var->occurred = statement->date.day;
}

static void add_event(struct sema *s, const struct sema_event_plan *plan)
{
    const struct ast_event *at = plan->at;
    struct vocab_var var = {.kind = VAR_EVENT, .role = VAR_ROLE_LEDGER, .leaf_kind = VOCAB_NONE,
                            .term = VOCAB_NONE, .low = DATE_FIRST, .high = DATE_LAST,
                            .unknown = at->unknown, .occurred = DATE_NEVER};
    if (at->gloss.text)
        var.gloss = sema_add_text(s, at->gloss.text, at->gloss.length);
    if (plan->family == VOCAB_NONE) {
        uint32_t id = sema_add_var(s, var, at->name.atom, at->name.span);
        s->var_info.items[id].poisoned = plan->poisoned;
        return;
    }
    struct vocab_family *family = &s->families.items[plan->family];
    const struct vocab_kind *kind = &s->kinds.items[family->leaf_kind];
    family->first_var = (uint32_t)s->vars.count;
    for (uint32_t n = kind->first_node; n < kind->first_node + kind->node_count; n++)
        if (s->nodes.items[n].is_leaf)
            sema_add_var(s, var, sema_member_name(s, &at->name, n).atom, at->name.span);
}

void sema_events(struct sema *s)
{
    s->first_event = (uint32_t)s->vars.count;
    for (size_t i = 0; i < s->event_plans.count; i++)
        add_event(s, &s->event_plans.items[i]);
    size_t count = s->vars.count - s->first_event;
    const struct ast_statement **said =
        ARENA_ARRAY(s->scratch, const struct ast_statement *, count);
    for (size_t i = 0; i < s->of.occurred.count; i++)
        note_day(s, s->of.occurred.items[i], said);
}

/* ---- consents -------------------------------------------------------------------------- */

struct consent {
    const char *text;
    atom_t name;
    struct span span;
};

struct consent_list {
    struct sema *s;
    struct map seen;
    VEC(struct consent) found;
};

static void find_consents(struct consent_list *list, const struct ast_except *at)
{
    struct sema *s = list->s;
    for (; at; at = at->next) {
        find_consents(list, at->carve_backs);
        if (!at->consent)
            continue;
        struct ast_name name = at->as_fact;
        if (!name.atom) {
            name = at->holder;
            name.atom = intern_string(
                s->names, arena_printf(s->scratch, "consent_of_%s", sema_text(s, name.atom)));
        }
        if (map_get(&s->conditions, name.atom, NULL) || map_get(&list->seen, name.atom, NULL))
            continue;
        map_put(&list->seen, name.atom, 1);
        if (at->as_fact.atom && sema_reserved_name(s, &name, true))
            continue;
        struct consent consent = {sema_text(s, name.atom), name.atom, name.span};
        VEC_PUSH(s->scratch, &list->found, consent);
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(((const struct consent *)a)->text, ((const struct consent *)b)->text);
}

void sema_consents(struct sema *s)
{
    struct consent_list list = {.s = s};
    map_init(&list.seen, s->scratch);
    for (size_t i = 0; i < s->of.terms.count; i++)
        for (const struct ast_reading *r = s->of.terms.items[i]->readings; r; r = r->next)
            find_consents(&list, r->excepts);
    for (size_t i = 0; i < s->of.clauses.count; i++)
        for (const struct ast_sentence *at = s->of.clauses.items[i].statement->sentences; at;
             at = at->next)
            find_consents(&list, at->excepts);
    for (size_t i = 0; i < s->of.waivers.count; i++)
        find_consents(&list, s->of.waivers.items[i]->excepts);
    if (list.found.count > 1)
        qsort(list.found.items, list.found.count, sizeof *list.found.items, by_text);
    for (size_t i = 0; i < list.found.count; i++) {
        const struct consent *consent = &list.found.items[i];
        struct vocab_var var = {.kind = VAR_LEAF, .role = VAR_ROLE_CONSENT,
                                .leaf_kind = VOCAB_YES_NO, .leaf_count = 2, .high = VOCAB_YES,
                                .term = VOCAB_NONE};
        struct ast_name name = {.atom = consent->name, .span = consent->span};
        sema_declare(s, &name, ENTRY_VAR, sema_add_var(s, var, consent->name, consent->span));
    }
}
