/* waivers.c: who may give a waiver, and the norms it takes from.
 *
 * A waiver takes from a prohibition or duty when its givers are all the holders. A giver
 * who is not, but whose consent an exception of the clause asks for, gives that consent by
 * it and nothing more (excepts.c). Givers are known before norms are made, because consent
 * exceptions ask for them.
 */
#include "sema/check.h"

#include <string.h>

static void check_name(struct sema *s, const struct ast_statement *at, struct map *seen)
{
    uint64_t old;
    if (!map_get(seen, at->name.atom, &old)) {
        map_put(seen, at->name.atom, (uint64_t)(uintptr_t)at);
        return;
    }
    struct diag *diag = diag_add(s->diags, DIAG_NAME_TAKEN, at->name.span,
                                 "waiver `%s` is declared twice", sema_text(s, at->name.atom));
    diag_label(s->diags, diag, ((const struct ast_statement *)(uintptr_t)old)->name.span,
               "first declared here");
}

void sema_declare_waivers(struct sema *s)
{
    struct map seen;
    map_init(&seen, s->scratch);
    for (uint32_t w = 0; w < s->of.waivers.count; w++) {
        const struct ast_statement *at = s->of.waivers.items[w];
        struct model_waiver waiver = {.name = sema_text(s, at->name.atom), .span = at->span};
        waiver.title = arena_printf(s->arena, "waiver %s", waiver.name);
        check_name(s, at, &seen);
        if (!sema_resolve_parties(s, at->names, "the giver of a waiver", &waiver.givers,
                                  &waiver.giver_count))
            waiver.giver_count = 0;
        VEC_PUSH(s->arena, &s->model->waivers, waiver);
        struct sema_scope here = {VOCAB_NONE, VOCAB_NONE};
        for (const struct ast_ref *ref = at->refs; ref; ref = ref->next) {
            uint32_t clause = sema_resolve_clause(s, ref, &here, true);
            if (clause != VOCAB_NONE)
                VEC_PUSH(s->scratch, &s->clause_waivers[clause].list, w);
        }
    }
}

struct waiver_work {
    struct sema *s;
    struct sema_pairs pairs;
    uint32_t waiver;
    bool *useful; /* by giver: holds something, or is asked for consent */
};

static void note_useful(struct waiver_work *work, const struct model_norm *norm,
                        const struct ast_sentence *sentence)
{
    struct sema *s = work->s;
    const struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    for (size_t g = 0; g < waiver->giver_count; g++) {
        for (size_t h = 0; h < norm->holder_count; h++)
            work->useful[g] |= sema_nodes_overlap(s, waiver->givers[g], norm->holders[h]);
        work->useful[g] |= sema_excepts_ask(s, sentence->excepts, &waiver->givers[g], 1);
    }
}

static void report(struct sema *s, const struct model_waiver *waiver, uint32_t clause,
                   const struct ast_ref *ref, const struct sema_people *missing)
{
    const struct model_clause *c = &s->model->clauses.items[clause];
    const char *names = sema_party_list(s, missing->nodes.items, missing->nodes.count);
    struct diag *diag = diag_add(s->diags, DIAG_WAIVER_PRIVITY, ref->span,
                                 "%s cannot waive %s: it is owed to %s",
                                 sema_party_list(s, waiver->givers, waiver->giver_count),
                                 c->title, names);
    diag_label(s->diags, diag, c->span, "owed to %s", names);
    diag_help(s->diags, diag, "all holders have to give the waiver: add %s", names);
}

/* Does the waiver take from some norm of the sentence? Of `A and B shall not compete` each
 * may waive what the other is bound to, alone. */
static bool takes_from_sentence(struct waiver_work *work, struct sema_run run,
                                const struct ast_sentence *sentence)
{
    struct sema *s = work->s;
    const struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    for (uint32_t n = run.first; n < run.first + run.count; n++) {
        struct sema_people strangers = {{NULL, 0, 0}};
        if (s->norm_sentences.items[n] != sentence)
            continue;
        sema_strangers(s, n, waiver->givers, waiver->giver_count, &strangers);
        if (strangers.nodes.count == 0)
            return true;
    }
    return false;
}

static void aim(struct waiver_work *work, uint32_t clause, const struct ast_ref *ref)
{
    struct sema *s = work->s;
    const struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    struct sema_run run = s->clause_norms[clause];
    struct sema_people missing = {{NULL, 0, 0}};
    bool any = false;
    for (uint32_t n = run.first; n < run.first + run.count; n++) {
        const struct model_norm *norm = &s->model->norms.items[n];
        struct sema_people strangers = {{NULL, 0, 0}};
        if (norm->sign == SIGN_PERMIT)
            continue;
        any = true;
        const struct ast_sentence *sentence = s->norm_sentences.items[n];
        note_useful(work, norm, sentence);
        sema_strangers(s, n, waiver->givers, waiver->giver_count, &strangers);
        if (strangers.nodes.count == 0)
            sema_add_pair(s, &work->pairs, n, work->waiver, ref->span);
        else if (!sema_excepts_ask(s, sentence->excepts, waiver->givers, waiver->giver_count)
                 && !takes_from_sentence(work, run, sentence))
            for (size_t i = 0; i < strangers.nodes.count; i++)
                sema_add_person(s, strangers.nodes.items[i], &missing);
    }
    if (missing.nodes.count > 0)
        report(s, waiver, clause, ref, &missing);
    if (any || s->diags->errors > 0)
        return;
    struct diag *diag = diag_add(s->diags, DIAG_WAIVER_NOTHING, ref->span,
                                 "%s has no prohibition and no duty to waive",
                                 s->model->clauses.items[clause].title);
    diag_label(s->diags, diag, s->model->clauses.items[clause].span, "declared here");
}

static void check_givers(struct waiver_work *work, const struct ast_statement *at)
{
    struct sema *s = work->s;
    const struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    for (size_t g = 0; g < waiver->giver_count; g++) {
        atom_t name = s->node_info.items[waiver->givers[g]].name;
        for (const struct ast_name *n = at->names; n && !work->useful[g]; n = n->next) {
            if (n->atom != name)
                continue;
            struct diag *diag = diag_add(s->diags, DIAG_WAIVER_GIVER_IDLE, n->span,
                                         "`%s` holds nothing that this waiver takes away",
                                         sema_text(s, name));
            diag_help(s->diags, diag, "leave it out");
            break;
        }
    }
}

static void check_waiver(struct waiver_work *work, const struct ast_statement *at)
{
    struct sema *s = work->s;
    struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    waiver->period = sema_period(s, &at->period, "this waiver");
    waiver->cond = sema_condition(s, at->where);
    waiver->excepts = sema_excepts(s, at->excepts, VOCAB_NONE);
    if (waiver->giver_count == 0)
        return; /* reported */
    size_t errors = s->diags->errors;
    work->useful = ARENA_ARRAY(s->scratch, bool, waiver->giver_count);
    struct sema_scope here = {VOCAB_NONE, VOCAB_NONE};
    for (const struct ast_ref *ref = at->refs; ref; ref = ref->next) {
        uint32_t clause = sema_resolve_clause(s, ref, &here, true);
        if (clause != VOCAB_NONE)
            aim(work, clause, ref);
    }
    if (s->diags->errors == errors)
        check_givers(work, at);
}

void sema_waivers(struct sema *s)
{
    struct waiver_work work = {.s = s};
    for (uint32_t w = 0; w < s->of.waivers.count; w++) {
        work.waiver = w;
        check_waiver(&work, s->of.waivers.items[w]);
    }
    uint32_t *lists;
    size_t *first, *counts;
    sema_group_pairs(s, &work.pairs, s->model->norms.count, &lists, &first, &counts);
    for (size_t n = 0; n < s->model->norms.count; n++) {
        s->model->norms.items[n].waivers = lists + first[n];
        s->model->norms.items[n].waiver_count = counts[n];
    }
}
