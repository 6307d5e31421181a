/* lifts.c: what `2.1 and 2.2 do not apply` and `no clause applies` are aimed at.
 *
 * At the norms of a clause; at its lifts when it has nothing else, which makes the one an
 * exception to the other. A lift aimed at a clause of another agreement needs the consent
 * of everybody to whom that clause is owed; one aimed at a lift there, of all its parties.
 */
#include "sema/check.h"

struct lift_work {
    struct sema *s;
    struct sema_pairs norms, lifts;
};

static void check_privity(struct sema *s, uint32_t lift, uint32_t clause, struct span span)
{
    uint32_t own = s->model->clauses.items[s->model->lifts.items[lift].clause].agreement;
    uint32_t other = s->model->clauses.items[clause].agreement;
    if (own == other)
        return;
    const struct model_agreement *a = &s->model->agreements.items[own];
    const struct model_agreement *b = &s->model->agreements.items[other];
    struct sema_people people = {{NULL, 0, 0}};
    struct sema_run run = s->clause_norms[clause];
    for (uint32_t n = run.first; n < run.first + run.count; n++)
        sema_strangers(s, n, a->parties, a->party_count, &people);
    for (size_t p = 0; run.count == 0 && p < b->party_count; p++)
        if (!sema_covered(s, b->parties[p], a->parties, a->party_count))
            sema_add_person(s, b->parties[p], &people);
    if (people.nodes.count > 0)
        sema_report_privity(s, span, clause, own, &people);
}

static void aim(struct lift_work *work, uint32_t lift, uint32_t clause, struct span span)
{
    struct sema *s = work->s;
    struct sema_run norms = s->clause_norms[clause], lifts = s->clause_lifts[clause];
    for (uint32_t n = norms.first; n < norms.first + norms.count; n++)
        sema_add_pair(s, &work->norms, n, lift, span);
    for (uint32_t l = lifts.first; norms.count == 0 && l < lifts.first + lifts.count; l++)
        sema_add_pair(s, &work->lifts, l, lift, span);
    if (norms.count > 0 || lifts.count > 0) {
        check_privity(s, lift, clause, span);
        return;
    }
    if (s->diags->errors > 0)
        return; /* its sentences may have been refused */
    struct diag *diag = diag_add(s->diags, DIAG_LIFT_NOTHING, span,
                                 "%s has nothing that could apply",
                                 s->model->clauses.items[clause].title);
    diag_label(s->diags, diag, s->model->clauses.items[clause].span, "it only ranks");
}

static void aim_at_all(struct lift_work *work, uint32_t lift, struct span span)
{
    struct sema *s = work->s;
    uint32_t own = s->model->lifts.items[lift].clause;
    struct sema_run run = s->agreement_clauses[s->model->clauses.items[own].agreement];
    for (uint32_t c = run.first; c < run.first + run.count && !work->norms.too_many; c++) {
        struct sema_run norms = s->clause_norms[c];
        for (uint32_t n = norms.first; c != own && n < norms.first + norms.count; n++)
            sema_add_pair(s, &work->norms, n, lift, span);
    }
}

void sema_lifts(struct sema *s)
{
    struct lift_work work = {.s = s};
    for (uint32_t l = 0; l < s->model->lifts.count; l++) {
        const struct ast_sentence *sentence = s->lift_sentences.items[l];
        struct sema_scope here = sema_clause_scope(s, s->model->lifts.items[l].clause);
        if (sentence->all_clauses)
            aim_at_all(&work, l, sentence->span);
        for (const struct ast_ref *ref = sentence->all_clauses ? NULL : sentence->refs; ref;
             ref = ref->next) {
            uint32_t clause = sema_resolve_clause(s, ref, &here, false);
            if (clause != VOCAB_NONE)
                aim(&work, l, clause, ref->span);
        }
    }
    uint32_t *lists;
    size_t *first, *counts;
    sema_group_pairs(s, &work.norms, s->model->norms.count, &lists, &first, &counts);
    for (size_t n = 0; n < s->model->norms.count; n++) {
        s->model->norms.items[n].lifts = lists + first[n];
        s->model->norms.items[n].lift_count = counts[n];
    }
    sema_group_pairs(s, &work.lifts, s->model->lifts.count, &lists, &first, &counts);
    for (size_t l = 0; l < s->model->lifts.count; l++) {
        s->model->lifts.items[l].lifts = lists + first[l];
        s->model->lifts.items[l].lift_count = counts[l];
    }
}
