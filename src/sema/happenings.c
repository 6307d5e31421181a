/* happenings.c: which event a condition or a point in time means.
 *
 * `ipo` is one event. `benchmark_missed by territory` is one for each leaf of the kind:
 *
 *   benchmark_missed of UK          that leaf's event
 *   benchmark_missed of territory   the event of the leaf that the fact `territory` has
 *   benchmark_missed                the same, where one fact or choice alone is of the kind
 *
 * A value goes before a fact of the same name. A name above several leaves would leave
 * open whether one or all of their events are meant, so it is refused.
 */
#include "sema/check.h"

#include <string.h>

static const struct sema_event no_event = {VOCAB_NONE, VOCAB_NONE};

static struct sema_event refuse(struct sema *s, const struct ast_name *name,
                                struct sema_entry entry)
{
    if (entry.kind == ENTRY_VAR && s->var_info.items[entry.id].poisoned)
        return no_event;
    struct diag *diag = diag_add(s->diags, DIAG_EVENT_AS_FACT, name->span,
                                 "`%s` is %s, not an event", sema_text(s, name->atom),
                                 sema_describe(s, entry));
    diag_label(s->diags, diag, sema_declared_at(s, entry), "declared here");
    diag_help(s->diags, diag, "declare an event with `events %s.`, or for one deployment `fact %s: event.`",
              sema_text(s, name->atom), sema_text(s, name->atom));
    return no_event;
}

static struct sema_event unknown(struct sema *s, const struct ast_name *name)
{
    struct diag *diag = diag_add(s->diags, DIAG_EVENT_UNDECLARED, name->span,
                                 "no event is called `%s`", sema_text(s, name->atom));
    if (!sema_hints(s))
        return no_event;
    struct nearest nearest;
    nearest_init(&nearest, sema_text(s, name->atom), atom_length(s->names, name->atom));
    for (size_t v = 0; v < s->vars.count; v++)
        if (s->vars.items[v].kind == VAR_EVENT
            && !strchr(sema_text(s, s->var_info.items[v].name), '.'))
            nearest_offer(&nearest, sema_text(s, s->var_info.items[v].name));
    for (size_t f = 0; f < s->families.count; f++)
        if (s->families.items[f].role == FAMILY_EVENTS)
            nearest_offer(&nearest, sema_text(s, s->family_info.items[f].name));
    if (nearest_result(&nearest))
        diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
    else
        diag_help(s->diags, diag, "declare it with `events %s.`", sema_text(s, name->atom));
    return no_event;
}

/* ---- one event for each value ------------------------------------------------------------- */

/* A fact, a choice or the actor, of the kind that the family goes by. */
static bool can_select(const struct sema *s, uint32_t var, const struct vocab_family *family)
{
    const struct vocab_var *v = &s->vars.items[var];
    return v->kind == VAR_LEAF && v->leaf_kind == family->leaf_kind
           && !s->var_info.items[var].poisoned;
}

static struct diag *complain(struct sema *s, const struct ast_name *name, struct span span,
                             const char *what)
{
    struct sema_entry entry = sema_find(s, name->atom);
    struct diag *diag = diag_add(s->diags, DIAG_EVENT_OF, span,
                                 "`%s` is an event for each value of %s: %s",
                                 sema_text(s, name->atom),
                                 sema_kind_title(s, s->families.items[entry.id].leaf_kind), what);
    diag_label(s->diags, diag, s->family_info.items[entry.id].span, "declared here");
    return diag;
}

/* Nothing was said: the only fact of the kind is meant. */
static struct sema_event of_only_fact(struct sema *s, const struct ast_name *name,
                                      const struct vocab_family *family)
{
    uint32_t found = VOCAB_NONE, second = VOCAB_NONE;
    for (uint32_t v = 0; v < s->vars.count; v++) {
        if (!can_select(s, v, family))
            continue;
        second = found == VOCAB_NONE ? VOCAB_NONE : v;
        found = found == VOCAB_NONE ? v : found;
        if (second != VOCAB_NONE)
            break;
    }
    if (found != VOCAB_NONE && second == VOCAB_NONE)
        return (struct sema_event){family->first_var, found};
    const char *text = sema_text(s, name->atom);
    if (found == VOCAB_NONE) {
        struct diag *diag = complain(s, name, name->span, "of which one is not said");
        diag_help(s->diags, diag, "write `%s of VALUE`, or declare a fact of that kind", text);
        return no_event;
    }
    struct diag *diag = complain(s, name, name->span, "of which fact's value is not said");
    diag_help(s->diags, diag, "write `%s of %s` or `%s of %s`", text,
              sema_text(s, s->var_info.items[found].name), text,
              sema_text(s, s->var_info.items[second].name));
    return no_event;
}

static struct sema_event of_value(struct sema *s, const struct ast_name *name,
                                  const struct vocab_family *family, const struct ast_name *of)
{
    sema_resolve_value(s, family->leaf_kind, false, of);
    struct leaf_set set = sema_buffer_take(s);
    if (set.count == 1 && set.ranges[0].first == set.ranges[0].last)
        return (struct sema_event){family->first_var + set.ranges[0].first, VOCAB_NONE};
    struct diag *diag = complain(s, name, of->span, "this stands for several of them");
    diag_help(s->diags, diag, "name one value, and join several conditions with `and` or `or`");
    return no_event;
}

static struct sema_event of_family(struct sema *s, const struct ast_name *name,
                                   const struct vocab_family *family, const struct ast_name *of)
{
    if (!of->atom)
        return of_only_fact(s, name, family);
    struct sema_entry entry = sema_find(s, of->atom);
    bool value = map_get(&s->values, map_pair(family->leaf_kind, of->atom), NULL);
    if (value || entry.kind != ENTRY_VAR) {
        if (!value) {
            sema_resolve_value(s, family->leaf_kind, false, of); /* says what there is */
            return no_event;
        }
        return of_value(s, name, family, of);
    }
    if (can_select(s, entry.id, family))
        return (struct sema_event){family->first_var, entry.id};
    if (!s->var_info.items[entry.id].poisoned) {
        struct diag *diag = complain(s, name, of->span, "this fact has other values");
        diag_label(s->diags, diag, s->var_spans.items[entry.id], "declared here");
    }
    return no_event;
}

struct sema_event sema_resolve_event(struct sema *s, const struct ast_name *name,
                                     const struct ast_name *of)
{
    struct sema_entry entry = sema_find(s, name->atom);
    if (entry.kind == ENTRY_NONE)
        return unknown(s, name);
    if (entry.kind == ENTRY_FAMILY && s->families.items[entry.id].role == FAMILY_EVENTS)
        return of_family(s, name, &s->families.items[entry.id], of);
    if (entry.kind != ENTRY_VAR || s->vars.items[entry.id].kind != VAR_EVENT)
        return refuse(s, name, entry);
    if (!of->atom)
        return (struct sema_event){entry.id, VOCAB_NONE};
    if (!s->var_info.items[entry.id].poisoned) {
        struct diag *diag = diag_add(s->diags, DIAG_EVENT_OF, of->span,
                                     "`%s` is one event, not one for each of several values",
                                     sema_text(s, name->atom));
        diag_label(s->diags, diag, s->var_spans.items[entry.id], "declared here");
        diag_help(s->diags, diag, "declare it with `events %s by KIND.`, or leave `of` out",
                  sema_text(s, name->atom));
    }
    return no_event;
}
