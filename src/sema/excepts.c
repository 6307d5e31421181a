/* excepts.c: exceptions and their carve-backs, with the consents that they ask for.
 *
 * `with consent of H` reads a yes/no fact and is also met by a waiver of H aimed at the
 * clause (OP_WAIVED). A party that contains H may give it.
 */
#include "sema/check.h"

#include <stdlib.h>
#include <string.h>

static uint32_t consent_fact(struct sema *s, const struct ast_except *at)
{
    struct ast_name name = at->as_fact;
    if (!name.atom) {
        name = at->holder;
        const char *text =
            arena_printf(s->scratch, "consent_of_%s", sema_text(s, at->holder.atom));
        name.atom = intern_string(s->names, text);
    }
    struct sema_entry entry = sema_find(s, name.atom);
    if (entry.kind == ENTRY_NONE)
        return VOCAB_NONE; /* a reserved name; reported where it was to be declared */
    if (entry.kind == ENTRY_VAR && s->vars.items[entry.id].kind == VAR_LEAF
        && s->vars.items[entry.id].leaf_kind == VOCAB_YES_NO)
        return entry.id;
    if (entry.kind == ENTRY_VAR && s->var_info.items[entry.id].poisoned)
        return VOCAB_NONE;
    struct diag *diag = diag_add(s->diags, DIAG_CONSENT_NAME, name.span,
                                 "`%s` is %s and cannot say whether consent was given",
                                 sema_text(s, name.atom), sema_describe(s, entry));
    diag_label(s->diags, diag, sema_declared_at(s, entry), "declared here");
    diag_help(s->diags, diag, "name a yes/no fact, or one that is not declared yet");
    return VOCAB_NONE;
}

/* By name, so that the order of statements does not show in what is printed. */
struct named_waiver {
    const char *name;
    uint32_t id;
};

static int compare_waivers(const void *a, const void *b)
{
    const struct named_waiver *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

static struct named_waiver *waivers_by_name(struct sema *s, const struct sema_ids *ids)
{
    struct named_waiver *list =
        ARENA_ARRAY(s->scratch, struct named_waiver, ids->list.count + 1);
    for (size_t i = 0; i < ids->list.count; i++) {
        list[i].id = ids->list.items[i];
        list[i].name = s->model->waivers.items[list[i].id].name;
    }
    qsort(list, ids->list.count, sizeof *list, compare_waivers);
    return list;
}

static struct model_expr *consent(struct sema *s, const struct ast_except *at, uint32_t clause)
{
    uint32_t holder = sema_resolve_party(s, &at->holder, "asked for consent");
    uint32_t fact = consent_fact(s, at);
    if (holder == VOCAB_NONE || fact == VOCAB_NONE)
        return s->always;
    sema_buffer_add(s, VOCAB_YES, 1);
    struct model_expr *result = sema_in(s, fact, at->holder.span);
    if (clause == VOCAB_NONE)
        return result;
    const struct sema_ids *ids = &s->clause_waivers[clause];
    const struct named_waiver *waivers = waivers_by_name(s, ids);
    for (size_t i = 0; i < ids->list.count; i++) {
        uint32_t waiver = waivers[i].id;
        const struct model_waiver *w = &s->model->waivers.items[waiver];
        if (sema_covered(s, holder, w->givers, w->giver_count))
            result = sema_either(s, result, sema_ref_expr(s, OP_WAIVED, waiver,
                                                          (struct span){SOURCE_NONE, 0, 0}));
    }
    return result;
}

/* Two exceptions beside each other with one label: advice only, a label is never used. */
static void check_labels(struct sema *s, const struct ast_except *list)
{
    size_t checked = 0;
    for (const struct ast_except *at = list; at && checked < 64; at = at->next, checked++) {
        if (!at->label.atom)
            continue;
        for (const struct ast_except *old = list; old != at; old = old->next) {
            if (old->label.atom != at->label.atom)
                continue;
            struct diag *diag = diag_add(s->diags, DIAG_EXCEPT_LABEL_TWICE, at->label.span,
                                         "a second exception (%s)",
                                         sema_text(s, at->label.atom));
            diag_label(s->diags, diag, old->label.span, "the first one");
            break;
        }
    }
}

static struct model_expr *condition(struct sema *s, const struct ast_except *at, uint32_t clause)
{
    if (!at->cond && !at->consent)
        return s->always; /* the grammar asks for one of them */
    struct model_expr *cond = at->cond ? sema_condition(s, at->cond) : NULL;
    return at->consent ? sema_both(s, cond, consent(s, at, clause)) : cond;
}

struct model_except *sema_excepts(struct sema *s, const struct ast_except *list, uint32_t clause)
{
    struct model_except *first = NULL, **tail = &first;
    if (list && list->next)
        check_labels(s, list);
    for (const struct ast_except *at = list; at; at = at->next) {
        struct model_except *except = ARENA_NEW(s->arena, struct model_except);
        except->label = at->label.atom ? sema_text(s, at->label.atom) : NULL;
        except->span = at->span;
        except->cond = condition(s, at, clause);
        except->children = sema_excepts(s, at->carve_backs, clause);
        *tail = except;
        tail = &except->next;
    }
    return first;
}

bool sema_excepts_ask(struct sema *s, const struct ast_except *list, const uint32_t *givers,
                      size_t count)
{
    for (const struct ast_except *at = list; at; at = at->next) {
        if (sema_excepts_ask(s, at->carve_backs, givers, count))
            return true;
        uint64_t found;
        if (!at->consent || s->model->vocab.party_kind == VOCAB_NONE
            || !map_get(&s->values, map_pair(s->model->vocab.party_kind, at->holder.atom), &found)
            || found % 2 != 0)
            continue;
        if (sema_covered(s, (uint32_t)(found / 2), givers, count))
            return true;
    }
    return false;
}
