/* ranks.c: every sentence about rank as pairs of norms of opposite sign.
 *
 * First what clauses state, then `prevails` and `order` on their own, then what yields to
 * ranks stated in clauses, then the ranks that reserved rights imply. A pair that breaks
 * the privity rule is reported once per sentence and losing clause.
 */
#include "sema/check.h"

struct rule {
    enum model_rank_kind kind;
    uint32_t agreement; /* whose parties must hold what loses */
    struct model_expr *cond;
    struct span span;
    bool stated;  /* stands in a clause */
    bool yields;  /* unless stated */
};

struct rank_work {
    struct sema *s;
    VEC(size_t) next; /* by rank: the stated rank before it of the same pair + 1, or 0 */
    struct map stated; /* (smaller norm, larger norm) → rank + 1, the last one stated */
    bool too_many;
};

static uint64_t pair_key(uint32_t a, uint32_t b)
{
    return a < b ? map_pair(a, b) : map_pair(b, a);
}

/* In which worlds an `unless stated` rank is left over by the stated ones between the two
 * norms; false when in none. */
static bool leave_stated(struct rank_work *work, uint32_t winner, uint32_t loser,
                         struct model_expr **cond)
{
    struct sema *s = work->s;
    uint64_t at;
    if (!map_get(&work->stated, pair_key(winner, loser), &at))
        return true;
    for (; at; at = work->next.items[at - 1]) {
        struct model_expr *other = s->model->ranks.items[at - 1].cond;
        if (!other)
            return false;
        *cond = sema_both(s, *cond, sema_not(s, other, (struct span){SOURCE_NONE, 0, 0}));
    }
    return true;
}

static void emit(struct rank_work *work, const struct rule *rule, uint32_t winner, uint32_t loser)
{
    struct sema *s = work->s;
    struct model_rank rank = {rule->kind, winner, loser, rule->cond, rule->span};
    if (rule->yields && !leave_stated(work, winner, loser, &rank.cond))
        return;
    size_t link = 0;
    if (rule->stated) {
        uint64_t old = 0;
        uint64_t key = pair_key(winner, loser);
        if (map_get(&work->stated, key, &old))
            link = (size_t)old;
        map_put(&work->stated, key, s->model->ranks.count + 1);
    }
    VEC_PUSH(s->arena, &s->model->ranks, rank);
    VEC_PUSH(s->scratch, &work->next, link);
}

/* The holders of what would lose must all be parties of the rule's agreement. */
static void check_privity(struct rank_work *work, const struct rule *rule,
                          const uint32_t *losers, size_t count)
{
    struct sema *s = work->s;
    const struct model_agreement *a = &s->model->agreements.items[rule->agreement];
    for (size_t i = 0; i < count; i++) {
        struct sema_people people = {{NULL, 0, 0}};
        sema_strangers(s, losers[i], a->parties, a->party_count, &people);
        if (people.nodes.count > 0)
            sema_report_privity(s, rule->span, s->model->norms.items[losers[i]].clause,
                                rule->agreement, &people);
    }
}

static bool room(struct rank_work *work, const struct rule *rule, size_t pairs)
{
    if (work->too_many || pairs > SEMA_PAIR_LIMIT - work->s->model->ranks.count) {
        if (!work->too_many)
            diag_add(work->s->diags, DIAG_TOO_MANY_PAIRS, rule->span,
                     "clauses are ranked in more than %u pairs", SEMA_PAIR_LIMIT);
        work->too_many = true;
        return false;
    }
    return true;
}

/* Every winner over every loser of the opposite sign; returns how many pairs that are. */
static size_t rank_sets(struct rank_work *work, const struct rule *rule,
                        const struct sema_norm_set *winners, const struct sema_norm_set *losers)
{
    size_t pairs = winners->plus.count * losers->minus.count
                   + winners->minus.count * losers->plus.count;
    if (pairs == 0 || !room(work, rule, pairs))
        return pairs;
    if (winners->plus.count > 0)
        check_privity(work, rule, losers->minus.items, losers->minus.count);
    if (winners->minus.count > 0)
        check_privity(work, rule, losers->plus.items, losers->plus.count);
    for (size_t w = 0; w < winners->plus.count; w++)
        for (size_t l = 0; l < losers->minus.count; l++)
            emit(work, rule, winners->plus.items[w], losers->minus.items[l]);
    for (size_t w = 0; w < winners->minus.count; w++)
        for (size_t l = 0; l < losers->plus.count; l++)
            emit(work, rule, winners->minus.items[w], losers->plus.items[l]);
    return pairs;
}

static void warn_idle(struct sema *s, struct span span)
{
    if (s->diags->errors > 0)
        return; /* a norm may be missing because it was refused */
    struct diag *diag = diag_add(s->diags, DIAG_RANK_SAME_SIGN, span, "this rank does nothing");
    diag_note(s->diags, diag, "rank exists between a prohibition and a permission; no such pair stands on its two sides");
}

/* ---- subject to, notwithstanding ------------------------------------------------------------ */

static void rank_prefix(struct rank_work *work, uint32_t clause, const struct ast_rank *prefix)
{
    struct sema *s = work->s;
    struct sema_norm_set own = {{NULL, 0, 0}, {NULL, 0, 0}};
    struct sema_scope here = sema_clause_scope(s, clause);
    struct rule rule = {.agreement = here.agreement, .stated = true};
    rule.kind = prefix->kind == RANK_SUBJECT_TO ? RANKED_SUBJECT_TO : RANKED_NOTWITHSTANDING;
    sema_add_clause_norms(s, clause, &own);
    for (const struct ast_ref *ref = prefix->refs; ref; ref = ref->next) {
        struct sema_target target;
        struct sema_norm_set other = {{NULL, 0, 0}, {NULL, 0, 0}};
        if (!sema_resolve_ref(s, ref, &here, false, &target))
            continue;
        struct sema_run run = {target.clause, 1};
        if (target.clause == VOCAB_NONE)
            run = target.scope.document != VOCAB_NONE
                      ? s->document_clauses[target.scope.document]
                      : s->agreement_clauses[target.scope.agreement];
        if (target.clause == clause) {
            diag_add(s->diags, DIAG_RANK_ITSELF, ref->span, "%s would rank against itself",
                     s->model->clauses.items[clause].title);
            continue;
        }
        for (uint32_t c = run.first; c < run.first + run.count; c++)
            if (c != clause)
                sema_add_clause_norms(s, c, &other);
        rule.span = ref->span;
        bool loses = rule.kind == RANKED_SUBJECT_TO;
        if (rank_sets(work, &rule, loses ? &other : &own, loses ? &own : &other) == 0)
            warn_idle(s, ref->span);
    }
}

/* ---- prevails, order -------------------------------------------------------------------------- */

static void rank_sentence(struct rank_work *work, const struct ast_sentence *sentence,
                          struct sema_scope here, uint32_t clause)
{
    struct sema *s = work->s;
    struct span none = {SOURCE_NONE, 0, 0};
    struct rule rule = {.agreement = here.agreement, .span = sentence->span};
    rule.kind = sentence->kind == SENTENCE_ORDER ? RANKED_ORDER : RANKED_PREVAILS;
    rule.yields = sentence->unless_stated;
    rule.stated = clause != VOCAB_NONE && !rule.yields;
    rule.cond = clause == VOCAB_NONE ? sema_ref_expr(s, OP_FORCE, here.agreement, none)
                                     : sema_ref_expr(s, OP_LIVE, clause, none);
    rule.cond = sema_both(s, rule.cond, sema_condition(s, sentence->where));
    struct sema_norm_set *groups;
    size_t count, pairs = 0;
    if (!sema_rank_groups(s, sentence, here, &groups, &count))
        return;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            pairs += rank_sets(work, &rule, &groups[i], &groups[j]);
    if (pairs == 0)
        warn_idle(s, sentence->span);
}

/* Both passes over all sentences: those that yield come last, when all else is stated. */
static void rank_sentences(struct rank_work *work, bool yielding)
{
    struct sema *s = work->s;
    for (uint32_t c = 0; c < s->of.clauses.count; c++) {
        const struct ast_statement *at = s->of.clauses.items[c].statement;
        for (const struct ast_rank *prefix = yielding ? NULL : at->ranks; prefix;
             prefix = prefix->next)
            rank_prefix(work, c, prefix);
        for (const struct ast_sentence *se = at->sentences; se; se = se->next)
            if ((se->kind == SENTENCE_PREVAILS || se->kind == SENTENCE_ORDER)
                && se->unless_stated == yielding)
                rank_sentence(work, se, sema_clause_scope(s, c), c);
    }
    for (size_t r = 0; r < s->of.ranks.count; r++) {
        const struct sema_owned *owned = &s->of.ranks.items[r];
        struct sema_scope here = {owned->agreement, owned->document};
        for (const struct ast_sentence *se = owned->statement->sentences; se; se = se->next)
            if ((se->kind == SENTENCE_PREVAILS || se->kind == SENTENCE_ORDER)
                && se->unless_stated == yielding)
                rank_sentence(work, se, here, VOCAB_NONE);
    }
}

/* ---- rights not granted are reserved ------------------------------------------------------------ */

static void rank_reserved(struct rank_work *work, uint32_t norm)
{
    struct sema *s = work->s;
    const struct model_norm *n = &s->model->norms.items[norm];
    struct rule rule = {.kind = RANKED_RESERVED, .span = n->head};
    struct sema_run clauses = s->agreement_clauses[s->model->clauses.items[n->clause].agreement];
    for (uint32_t c = clauses.first; c < clauses.first + clauses.count; c++) {
        struct sema_run run = s->clause_norms[c];
        for (uint32_t m = run.first; m < run.first + run.count; m++)
            if (s->model->norms.items[m].sign == SIGN_PERMIT
                && model_same_bearer(s->model, m, norm) && room(work, &rule, 1))
                emit(work, &rule, m, norm);
    }
}

void sema_ranks(struct sema *s)
{
    struct rank_work work = {.s = s};
    map_init(&work.stated, s->scratch);
    rank_sentences(&work, false);
    rank_sentences(&work, true);
    for (uint32_t n = 0; n < s->model->norms.count; n++)
        if (s->model->norms.items[n].form == FORM_RESERVED)
            rank_reserved(&work, n);
}
