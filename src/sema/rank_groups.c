/* rank_groups.c: which clauses the names of a `prevails` or `order` sentence stand for.
 *
 * A clause belongs to the most exact name that names it: its own number before its
 * document, its document before its agreement. So `order: Main, Exhibits` works where
 * Exhibits is a document of Main: Main stands for the rest of itself. A clause named
 * equally exactly on two sides is an error.
 */
#include "sema/check.h"

enum exactness { EXACT_NONE, EXACT_AGREEMENT, EXACT_DOCUMENT, EXACT_CLAUSE };

struct taken {
    enum exactness exactness;
    uint32_t group;
};

struct group_work {
    struct sema *s;
    struct taken *taken; /* by clause */
    VEC(uint32_t) named; /* clauses that were taken, in the order of naming */
    bool *excepted;      /* by clause; NULL when there are none */
    bool ok;
};

static void take(struct group_work *work, uint32_t clause, enum exactness exactness,
                 uint32_t group, const struct ast_ref *ref)
{
    struct taken *taken = &work->taken[clause];
    if (taken->exactness > exactness)
        return;
    if (taken->exactness == exactness && taken->group != group) {
        if (work->ok) {
            struct diag *diag =
                diag_add(work->s->diags, DIAG_RANK_ITSELF, ref->span,
                         "%s would rank against itself", work->s->model->clauses.items[clause].title);
            diag_help(work->s->diags, diag, "name it on one side only");
        }
        work->ok = false;
        return;
    }
    if (taken->exactness == EXACT_NONE)
        VEC_PUSH(work->s->scratch, &work->named, clause);
    *taken = (struct taken){exactness, group};
}

static void take_ref(struct group_work *work, const struct ast_ref *ref, struct sema_scope here,
                     uint32_t group)
{
    struct sema *s = work->s;
    struct sema_target target;
    if (!sema_resolve_ref(s, ref, &here, false, &target)) {
        work->ok = false;
        return;
    }
    if (target.clause != VOCAB_NONE) {
        take(work, target.clause, EXACT_CLAUSE, group, ref);
        return;
    }
    bool document = target.scope.document != VOCAB_NONE;
    struct sema_run run = document ? s->document_clauses[target.scope.document]
                                   : s->agreement_clauses[target.scope.agreement];
    for (uint32_t c = run.first; c < run.first + run.count; c++)
        take(work, c, document ? EXACT_DOCUMENT : EXACT_AGREEMENT, group, ref);
}

static void except_refs(struct group_work *work, const struct ast_sentence *sentence,
                        struct sema_scope here)
{
    struct sema *s = work->s;
    for (const struct ast_ref *ref = sentence->not_for; ref; ref = ref->next) {
        struct sema_target target;
        if (!sema_resolve_ref(s, ref, &here, false, &target)) {
            work->ok = false;
            continue;
        }
        if (!work->excepted)
            work->excepted = ARENA_ARRAY(s->scratch, bool, s->of.clauses.count);
        struct sema_run run = {target.clause, 1};
        if (target.clause == VOCAB_NONE)
            run = target.scope.document != VOCAB_NONE
                      ? s->document_clauses[target.scope.document]
                      : s->agreement_clauses[target.scope.agreement];
        for (uint32_t c = run.first; c < run.first + run.count; c++)
            work->excepted[c] = true;
    }
}

void sema_add_clause_norms(struct sema *s, uint32_t clause, struct sema_norm_set *set)
{
    struct sema_run run = s->clause_norms[clause];
    for (uint32_t n = run.first; n < run.first + run.count; n++) {
        if (s->model->norms.items[n].sign == SIGN_PERMIT)
            VEC_PUSH(s->scratch, &set->plus, n);
        else if (s->model->norms.items[n].sign == SIGN_PROHIBIT)
            VEC_PUSH(s->scratch, &set->minus, n);
    }
}

bool sema_rank_groups(struct sema *s, const struct ast_sentence *sentence,
                      struct sema_scope here, struct sema_norm_set **groups, size_t *count)
{
    struct group_work work = {.s = s, .ok = true};
    work.taken = ARENA_ARRAY(s->scratch, struct taken, s->of.clauses.count);
    *count = 2;
    if (sentence->kind == SENTENCE_PREVAILS) {
        for (const struct ast_ref *ref = sentence->refs; ref; ref = ref->next)
            take_ref(&work, ref, here, 0);
        for (const struct ast_ref *ref = sentence->losers; ref; ref = ref->next)
            take_ref(&work, ref, here, 1);
    } else {
        *count = 0;
        for (const struct ast_level *level = sentence->levels; level; level = level->next) {
            for (const struct ast_ref *ref = level->refs; ref; ref = ref->next)
                take_ref(&work, ref, here, (uint32_t)*count);
            ++*count;
        }
    }
    except_refs(&work, sentence, here);
    *groups = ARENA_ARRAY(s->scratch, struct sema_norm_set, *count);
    for (size_t i = 0; i < work.named.count; i++) {
        uint32_t clause = work.named.items[i];
        if (!work.excepted || !work.excepted[clause])
            sema_add_clause_norms(s, clause, &(*groups)[work.taken[clause].group]);
    }
    return work.ok;
}
