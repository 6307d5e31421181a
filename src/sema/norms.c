/* norms.c: the sentences of clauses as norms, one per bearer.
 *
 * A norm's condition holds everything that makes it apply besides its clause's life and
 * the actor. Lifts are entered here with their condition; what they are aimed at, and
 * ranks, come when all norms are known.
 */
#include "sema/check.h"

static enum norm_form form_of(enum ast_sentence_kind kind)
{
    switch (kind) {
    case SENTENCE_GRANT: return FORM_GRANT;
    case SENTENCE_SHALL_NOT: return FORM_SHALL_NOT;
    case SENTENCE_ONLY_IF: return FORM_ONLY_IF;
    case SENTENCE_MAY: return FORM_MAY;
    case SENTENCE_RESERVED: return FORM_RESERVED;
    case SENTENCE_OWES: return FORM_OWES;
    case SENTENCE_COMMITS: return FORM_COMMITS;
    case SENTENCE_LIFT: case SENTENCE_PREVAILS: case SENTENCE_ORDER: case SENTENCE_STRICTER:
        break;
    }
    return FORM_SHALL_NOT;
}

static enum norm_sign sign_of(enum norm_form form)
{
    switch (form) {
    case FORM_GRANT: case FORM_SHALL_NOT: case FORM_ONLY_IF: case FORM_RESERVED:
        return SIGN_PROHIBIT;
    case FORM_MAY:
        return SIGN_PERMIT;
    case FORM_OWES: case FORM_COMMITS:
        return SIGN_DUTY;
    }
    return SIGN_PROHIBIT;
}

/* The parts of a sentence that all its bearers share. */
struct shared {
    struct model_expr *cond;
    struct model_except *excepts;
    uint32_t *creditors;
    size_t creditor_count;
    struct sema_commitment commitment;
};

static struct shared share(struct sema *s, const struct ast_sentence *sentence, uint32_t clause)
{
    struct shared shared = {0};
    shared.cond = sema_condition(s, sentence->where);
    if (sentence->kind == SENTENCE_ONLY_IF) /* the words of the condition say the opposite */
        shared.cond = sema_both(s, shared.cond,
                                sema_not(s, sema_condition(s, sentence->only_if),
                                         (struct span){SOURCE_NONE, 0, 0}));
    shared.excepts = sema_excepts(s, sentence->excepts, clause);
    if (sentence->kind == SENTENCE_OWES)
        sema_resolve_parties(s, sentence->creditors, "owed anything", &shared.creditors,
                             &shared.creditor_count);
    if (sentence->kind == SENTENCE_COMMITS)
        sema_find_commitment(s, sentence, &shared.commitment);
    return shared;
}

static void fill_duty(const struct ast_sentence *sentence, const struct shared *shared,
                      struct model_norm *norm)
{
    if (norm->form == FORM_OWES) {
        norm->creditors = shared->creditors;
        norm->creditor_count = shared->creditor_count;
        norm->what = sentence->what.text ? sentence->what.text : "";
        norm->has_within = sentence->has_within;
        norm->within = sentence->within;
        norm->within_unit = sentence->within_unit;
        norm->if_in_breach = sentence->if_in_breach;
    } else if (norm->form == FORM_COMMITS) {
        norm->amount_var = shared->commitment.amount_var;
        norm->amount = shared->commitment.amount;
        norm->amount_unit = shared->commitment.amount_unit;
        norm->share_var = shared->commitment.share_var;
        norm->share = shared->commitment.share;
        norm->groups = shared->commitment.groups;
        norm->group_count = shared->commitment.group_count;
        norm->by = sentence->by.present ? sentence->by.day : DATE_NEVER;
        norm->from = sentence->from.present ? sentence->from.day : 0;
        norm->each_year = sentence->from.present;
        norm->at_most = sentence->at_most;
    }
}

static void add_norm(struct sema *s, const struct ast_sentence *sentence, uint32_t clause,
                     const struct shared *shared, uint32_t bearer)
{
    struct model_norm norm = {.form = form_of(sentence->kind), .clause = clause, .bearer = bearer,
                              .cond = shared->cond, .excepts = shared->excepts,
                              .text = sentence->text.text ? sentence->text.text : "",
                              .span = sentence->span, .head = sentence->head, .what = "",
                              .attribute = VOCAB_NONE, .amount_var = VOCAB_NONE,
                              .share_var = VOCAB_NONE};
    norm.sign = sign_of(norm.form);
    if (norm.form == FORM_GRANT)
        norm.cond = sema_both(s, norm.cond,
                              sema_grant_condition(s, sentence, bearer, &norm.attribute));
    if (norm.form == FORM_GRANT || norm.form == FORM_SHALL_NOT || norm.form == FORM_ONLY_IF
        || norm.form == FORM_MAY)
        norm.cond = sema_both(s, norm.cond, sema_acts(s, sentence->verbs));
    fill_duty(sentence, shared, &norm);
    sema_holders(s, sentence, &norm);
    VEC_PUSH(s->arena, &s->model->norms, norm);
    VEC_PUSH(s->scratch, &s->norm_sentences, sentence);
}

static void add_norms(struct sema *s, const struct ast_sentence *sentence, uint32_t clause)
{
    struct shared shared = share(s, sentence, clause);
    uint32_t agreement = s->model->clauses.items[clause].agreement;
    size_t first = s->model->norms.count;
    for (const struct ast_name *at = sentence->parties; at; at = at->next) {
        uint32_t bearer;
        if (!sema_bearer(s, at, agreement, &bearer))
            continue;
        bool again = false;
        for (size_t n = first; n < s->model->norms.count; n++)
            again |= s->model->norms.items[n].bearer == bearer;
        if (!again)
            add_norm(s, sentence, clause, &shared, bearer);
    }
    struct sema_run norms = {(uint32_t)first, (uint32_t)(s->model->norms.count - first)};
    sema_persons(s, sentence, norms, agreement);
}

static void add_lift(struct sema *s, const struct ast_sentence *sentence, uint32_t clause)
{
    struct model_lift lift = {.clause = clause, .span = sentence->span};
    lift.cond = sema_condition(s, sentence->where);
    lift.excepts = sema_excepts(s, sentence->excepts, VOCAB_NONE);
    VEC_PUSH(s->arena, &s->model->lifts, lift);
    VEC_PUSH(s->scratch, &s->lift_sentences, sentence);
}

/* It is said of the whole agreement, and is in force for as long as what says it. */
static void add_stricter(struct sema *s, uint32_t agreement, struct model_expr *said)
{
    struct model_agreement *a = &s->model->agreements.items[agreement];
    a->stricter = sema_either(s, a->stricter, said);
}

static void add_sentence(struct sema *s, const struct ast_sentence *sentence, uint32_t clause)
{
    switch (sentence->kind) {
    case SENTENCE_GRANT: case SENTENCE_SHALL_NOT: case SENTENCE_ONLY_IF: case SENTENCE_MAY:
    case SENTENCE_RESERVED: case SENTENCE_OWES: case SENTENCE_COMMITS:
        add_norms(s, sentence, clause);
        return;
    case SENTENCE_LIFT:
        add_lift(s, sentence, clause);
        return;
    case SENTENCE_STRICTER:
        add_stricter(s, s->model->clauses.items[clause].agreement,
                     sema_ref_expr(s, OP_LIVE, clause, sentence->span));
        return;
    case SENTENCE_PREVAILS: case SENTENCE_ORDER:
        return; /* ranks.c */
    }
}

/* Room for all norms and lifts at once: growing step by step would take twice as much. */
static void reserve(struct sema *s)
{
    size_t norms = 0, lifts = 0;
    for (size_t c = 0; c < s->of.clauses.count; c++) {
        for (const struct ast_sentence *at = s->of.clauses.items[c].statement->sentences; at;
             at = at->next) {
            if (at->kind == SENTENCE_LIFT)
                lifts++;
            for (const struct ast_name *name = at->parties; name; name = name->next)
                norms++;
        }
    }
    s->model->norms.items = ARENA_ARRAY(s->arena, struct model_norm, norms);
    s->model->norms.capacity = norms;
    s->model->lifts.items = ARENA_ARRAY(s->arena, struct model_lift, lifts);
    s->model->lifts.capacity = lifts;
}

void sema_norms(struct sema *s)
{
    reserve(s);
    for (uint32_t c = 0; c < s->of.clauses.count; c++) {
        struct sema_run *norms = &s->clause_norms[c], *lifts = &s->clause_lifts[c];
        norms->first = (uint32_t)s->model->norms.count;
        lifts->first = (uint32_t)s->model->lifts.count;
        for (const struct ast_sentence *at = s->of.clauses.items[c].statement->sentences; at;
             at = at->next)
            add_sentence(s, at, c);
        norms->count = (uint32_t)s->model->norms.count - norms->first;
        lifts->count = (uint32_t)s->model->lifts.count - lifts->first;
    }
    for (size_t r = 0; r < s->of.ranks.count; r++)
        for (const struct ast_sentence *at = s->of.ranks.items[r].statement->sentences; at;
             at = at->next)
            if (at->kind == SENTENCE_STRICTER)
                add_stricter(s, s->of.ranks.items[r].agreement,
                             sema_ref_expr(s, OP_FORCE, s->of.ranks.items[r].agreement, at->span));
}

/* ---- if in breach ---------------------------------------------------------------------------- */

static size_t add_prohibitions(struct sema *s, uint32_t clause, struct sema_ids *ids)
{
    size_t found = 0;
    struct sema_run run = s->clause_norms[clause];
    for (uint32_t n = run.first; n < run.first + run.count; n++) {
        if (s->model->norms.items[n].sign != SIGN_PROHIBIT)
            continue;
        VEC_PUSH(s->scratch, &ids->list, n);
        found++;
    }
    return found;
}

static void nothing_to_breach(struct sema *s, struct span span, uint32_t clause)
{
    struct diag *diag = diag_add(s->diags, DIAG_BREACH_NOTHING, span,
                                 "%s prohibits nothing that could be breached",
                                 s->model->clauses.items[clause].title);
    diag_help(s->diags, diag, "name the clause that prohibits: `if in breach of 2.1`");
}

static void find_breaches(struct sema *s, struct model_norm *norm,
                          const struct ast_sentence *sentence)
{
    struct sema_ids ids = {{NULL, 0, 0}};
    struct sema_scope here = sema_clause_scope(s, norm->clause);
    bool complete = true;
    if (!sentence->breach_of && add_prohibitions(s, norm->clause, &ids) == 0
        && s->diags->errors == 0)
        nothing_to_breach(s, sentence->head, norm->clause);
    for (const struct ast_ref *ref = sentence->breach_of; ref; ref = ref->next) {
        uint32_t clause = sema_resolve_clause(s, ref, &here, false);
        complete &= clause != VOCAB_NONE;
        if (clause != VOCAB_NONE && add_prohibitions(s, clause, &ids) == 0
            && s->diags->errors == 0)
            nothing_to_breach(s, ref->span, clause);
    }
    norm->breach_count = complete ? ids.list.count : 0;
    if (norm->breach_count)
        norm->breach_of =
            arena_copy(s->arena, ids.list.items, norm->breach_count * sizeof(uint32_t));
}

void sema_breaches(struct sema *s)
{
    for (size_t n = 0; n < s->model->norms.count; n++)
        if (s->model->norms.items[n].if_in_breach)
            find_breaches(s, &s->model->norms.items[n], s->norm_sentences.items[n]);
}
