/* unused.c: VOCABULARY_UNUSED: facts, choices, events and terms that nothing mentions. */
#include "analysis/clause_parts.h"

struct use {
    const struct model *model;
    bool *vars, *terms; /* mentioned by an assertion */
};

static void use_expr(struct use *use, const struct model_expr *e);

static void use_excepts(struct use *use, const struct model_except *at)
{
    for (; at; at = at->next) {
        use_expr(use, at->cond);
        use_excepts(use, at->children);
    }
}

static void use_term(struct use *use, uint32_t id)
{
    const struct model_term *term = &use->model->terms.items[id];
    if (use->terms[id])
        return;
    use->terms[id] = true;
    for (size_t i = 0; i < term->meaning_count; i++) {
        use_expr(use, term->meanings[i].cond);
        use_excepts(use, term->meanings[i].excepts);
    }
}

static void use_var(void *context, uint32_t var)
{
    struct use *use = context;
    use->vars[var] = true;
}

static void use_expr(struct use *use, const struct model_expr *e)
{
    if (!e)
        return;
    switch (e->op) {
    case OP_TRUE:
    case OP_FALSE:
    case OP_DURING:
    case OP_FORCE:  /* what an agreement, clause or waiver looks at is mentioned by norms */
    case OP_LIVE:
    case OP_WAIVED:
        return;
    case OP_AND:
    case OP_OR:
        use_expr(use, e->right);
        use_expr(use, e->left);
        return;
    case OP_NOT:
        use_expr(use, e->left);
        return;
    case OP_IN:
    case OP_RANGE:
    case OP_SINCE:
    case OP_SAME:
    case OP_MEMBER:
    case OP_INCLUDES:
    case OP_ONLY:
        model_atom_vars(&use->model->vocab, e, use_var, use);
        return;
    case OP_TERM:
        use_term(use, e->ref);
        return;
    }
}

/* The date, the actor and the act mean something where no condition names them. */
static bool may_be_unused(const struct vocab_var *v)
{
    switch ((enum var_role)v->role) {
    case VAR_ROLE_FACT:
    case VAR_ROLE_CHOICE:
    case VAR_ROLE_LEDGER:
        return !v->mentioned;
    case VAR_ROLE_DATE:
    case VAR_ROLE_ACTOR:
    case VAR_ROLE_ACT:
    case VAR_ROLE_CONSENT:
    case VAR_ROLE_READING:
    case VAR_ROLE_REDACTED:
        break;
    }
    return false;
}

void assert_terms(const struct analysis *a, uint32_t assertion, bool *terms)
{
    struct use use = {a->model, ARENA_ARRAY(a->arena, bool, a->table->vocab.var_count), terms};
    use_expr(&use, a->model->asserts.items[assertion].cond);
}

static void say(struct analysis *a, uint32_t id, bool term)
{
    struct finding *f = finding_add(a, DIAG_VOCABULARY_UNUSED);
    f->id = id;
    f->of_term = term;
}

void analyse_unused(struct analysis *a)
{
    const struct vocab *vocab = &a->table->vocab;
    struct use use = {a->model, ARENA_ARRAY(a->arena, bool, vocab->var_count),
                      ARENA_ARRAY(a->arena, bool, vocab->term_count + 1)};
    for (size_t i = 0; i < a->model->asserts.count; i++)
        use_expr(&use, a->model->asserts.items[i].cond);
    for (uint32_t t = 0; t < vocab->term_count; t++)
        if (a->model->terms.items[t].mentioned)
            use_term(&use, t); /* also by a reading that a ruling has put aside */
    for (size_t i = 0; i < a->model->beside_redacted.count; i++)
        use.vars[a->model->beside_redacted.items[i]] = true; /* no verdict looks at it, but it is written */
    for (uint32_t v = 0; v < vocab->var_count; v++)
        if (may_be_unused(&vocab->vars[v]) && !use.vars[v] && !vocab_family_of(vocab, v))
            say(a, v, false);
    for (uint32_t t = 0; t < vocab->term_count; t++)
        if (!a->model->terms.items[t].mentioned && !use.terms[t])
            say(a, t, true);
}
