/* privity.c: a sentence may take from a norm only what every holder of the norm agreed
 * to; and the small business of aiming sources at targets that lifts and waivers share. */
#include "sema/check.h"

void sema_add_person(struct sema *s, uint32_t node, struct sema_people *out)
{
    for (size_t i = 0; i < out->nodes.count; i++)
        if (out->nodes.items[i] == node)
            return;
    VEC_PUSH(s->scratch, &out->nodes, node);
}

void sema_strangers(struct sema *s, uint32_t norm, const uint32_t *nodes, size_t count,
                    struct sema_people *out)
{
    const struct model_norm *n = &s->model->norms.items[norm];
    for (size_t h = 0; h < n->holder_count; h++)
        if (!sema_covered(s, n->holders[h], nodes, count))
            sema_add_person(s, n->holders[h], out);
}

/* Are its sentences leave, which nobody can waive? */
static bool only_permits(const struct sema *s, uint32_t clause)
{
    struct sema_run run = s->clause_norms[clause];
    for (uint32_t n = run.first; n < run.first + run.count; n++)
        if (s->model->norms.items[n].sign != SIGN_PERMIT)
            return false;
    return run.count > 0;
}

void sema_report_privity(struct sema *s, struct span span, uint32_t clause, uint32_t agreement,
                         const struct sema_people *people)
{
    if (s->model->agreements.items[agreement].party_count == 0)
        return; /* its parties were refused */
    const struct model_clause *c = &s->model->clauses.items[clause];
    bool leave = only_permits(s, clause);
    const char *held = s->clause_norms[clause].count == 0 ? "agreed with" : leave ? "granted by" : "owed to";
    const char *names = sema_party_list(s, people->nodes.items, people->nodes.count);
    bool one = people->nodes.count == 1;
    struct diag *diag = diag_add(s->diags, DIAG_PRIVITY, span,
                                 "%s is %s %s, who %s no party of `%s`", c->title, held,
                                 names, one ? "is" : "are", sema_agreement_text(s, agreement));
    diag_label(s->diags, diag, c->span, "%s %s", held, names);
    diag_note(s->diags, diag, "%s would have to agree: nobody can take from a right by an agreement with others",
              names);
    if (leave)
        diag_help(s->diags, diag, "write it in an agreement with %s", names);
    else
        diag_help(s->diags, diag, "write it in an agreement with %s, or as a waiver by %s", names, names);
}

void sema_add_pair(struct sema *s, struct sema_pairs *pairs, uint32_t target, uint32_t source,
                   struct span span)
{
    struct sema_pair pair = {target, source};
    if (pairs->list.count < SEMA_PAIR_LIMIT) {
        VEC_PUSH(s->scratch, &pairs->list, pair);
        return;
    }
    if (!pairs->too_many)
        diag_add(s->diags, DIAG_TOO_MANY_PAIRS, span,
                 "clauses are aimed at each other in more than %u pairs", SEMA_PAIR_LIMIT);
    pairs->too_many = true;
}

void sema_group_pairs(struct sema *s, const struct sema_pairs *pairs, size_t targets,
                      uint32_t **lists, size_t **first, size_t **counts)
{
    size_t *begin = ARENA_ARRAY(s->scratch, size_t, targets + 1);
    size_t *count = ARENA_ARRAY(s->scratch, size_t, targets);
    uint32_t *list = ARENA_ARRAY(s->arena, uint32_t, pairs->list.count);
    for (size_t i = 0; i < pairs->list.count; i++)
        begin[pairs->list.items[i].target + 1]++;
    for (size_t t = 0; t < targets; t++)
        begin[t + 1] += begin[t];
    for (size_t i = 0; i < pairs->list.count; i++) {
        struct sema_pair pair = pairs->list.items[i];
        size_t end = begin[pair.target] + count[pair.target];
        if (count[pair.target] > 0 && list[end - 1] == pair.source)
            continue;
        list[end] = pair.source;
        count[pair.target]++;
    }
    *lists = list;
    *first = begin;
    *counts = count;
}
