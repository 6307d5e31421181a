/* findings_choices.c: the words for what quantifies over choices and readings: dilemmas,
 * exclusivities that meet, assertions that do not hold. */
#include "emit/findings.h"

#include "emit/names.h"
#include "emit/witness.h"

static void note_where(const struct analysis *a, const struct finding *f, struct diag *d,
                       struct diags *diags)
{
    for (size_t i = 0; i <= f->elsewhere_count; i++) {
        struct strbuf text;
        strbuf_init(&text, a->arena);
        witness_words(a->table, a->arena, i ? f->elsewhere[i - 1] : f->witness, &text);
        if (text.count > 0)
            diag_note(diags, d, "%swhere %s", i ? "or " : "", strbuf_string(&text));
    }
    if (f->more_elsewhere)
        diag_note(diags, d, "it may be so for other facts as well, which are not listed");
}

/* "`Alliance 2.2` and `JCA 3.1`" */
static const char *clause_names(const struct analysis *a, const struct clause_set *set)
{
    struct strbuf text;
    strbuf_init(&text, a->arena);
    for (size_t i = 0; i < set->count; i++)
        strbuf_printf(&text, "%s`%s`", i == 0 ? "" : i + 1 == set->count ? " and " : ", ",
                      name_clause(a->table, set->clauses[i]));
    return strbuf_string(&text);
}

/* To whom the prohibitions of a clause are owed: each list of holders once. */
static void put_holders(const struct analysis *a, uint32_t clause, struct strbuf *out)
{
    const struct table *t = a->table;
    const struct table_norm *last = NULL;
    size_t count = 0;
    for (uint32_t n = 0; n < t->meta->norm_count; n++) {
        const struct table_norm *norm = &t->norms[n];
        if (norm->clause != clause || norm->sign != SIGN_PROHIBIT
            || (last && last->first_holder == norm->first_holder))
            continue;
        strbuf_text(out, count++ ? " or " : "");
        name_holders(t, n, out);
        last = norm;
    }
}

static const char *breach(const struct analysis *a, const struct clause_set *set)
{
    struct strbuf text;
    strbuf_init(&text, a->arena);
    for (size_t i = 0; i < set->count; i++) {
        strbuf_printf(&text, "%s`%s`, owed to ", i ? "; with it " : "",
                      name_clause(a->table, set->clauses[i]));
        put_holders(a, set->clauses[i], &text);
    }
    return strbuf_string(&text);
}

void tell_dilemma(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct diag *d = diag_add(diags, f->code, finding_span(a, f),
                              "%s together prohibit every choice", clause_names(a, f->together));
    for (size_t i = 1; i < f->together->count; i++)
        diag_label(diags, d, a->model->clauses.items[f->together->clauses[i]].span,
                   i == 1 ? "together with this" : "and this");
    note_where(a, f, d, diags);
    for (size_t i = 0; i < f->breach_count; i++)
        diag_note(diags, d, "%s %s", i ? "or:" : "one would have to breach", breach(a, &f->breaches[i]));
    if (f->more_breaches)
        diag_note(diags, d, "there are other such sets of clauses, which are not listed");
    if (f->more)
        diag_note(diags, d, "there are more dilemmas than are listed; mend these first");
    finding_show(a, f->witness, d);
    diag_help(diags, d, "carve one clause out of another, or have it waived: those to whom it is owed "
                        "would have to agree");
}

void tell_exclusive_twice(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    const struct model_norm *norm = &a->model->norms.items[f->norm];
    const struct model_norm *other = &a->model->norms.items[f->other_norm];
    struct diag *d = diag_add(diags, f->code, norm->head,
                              "`%s` and `%s` leave no %s free of both",
                              name_clause(a->table, f->clause),
                              name_clause(a->table, f->other_clause), name_var(a->table, f->id));
    struct strbuf holders;
    strbuf_init(&holders, a->arena);
    diag_label(diags, d, other->head, "exclusive here as well");
    note_where(a, f, d, diags);
    finding_show(a, f->witness, d);
    name_holders(a->table, f->norm, &holders);
    strbuf_text(&holders, " or ");
    name_holders(a->table, f->other_norm, &holders);
    diag_help(diags, d, "carve one out of the other: %s would have to agree", strbuf_string(&holders));
}

/* ---- assertions ---------------------------------------------------------------------------------- */

static const char *refuted(const struct analysis *a, const struct finding *f)
{
    const struct model_assert *says = &a->model->asserts.items[f->id];
    if (says->kind == ASSERT_SOME_CHOICE)
        return "whatever is chosen, this is not permitted";
    struct strbuf text;
    strbuf_init(&text, a->arena);
    strbuf_printf(&text, "this deployment is %s%s", says->kind == ASSERT_NEVER ? "" : "not ",
                  ast_verdict_name(says->verdict));
    for (size_t i = 0; i < says->read_count; i++)
        strbuf_printf(&text, "%s%s", i ? " and " : " as read by ",
                      name_node(a->table, says->read_by[i]));
    return strbuf_string(&text);
}

/* "as read by OpenAI it is permitted, as read by Microsoft prohibited", for the terms that tell. */
static const char *readings(const struct analysis *a, const struct finding *f)
{
    const struct vocab *vocab = &a->table->vocab;
    struct strbuf text;
    strbuf_init(&text, a->arena);
    for (int side = 0; side < 2; side++) {
        const struct witness *w = side ? f->other : f->witness;
        for (uint32_t t = 0, said = 0; t < vocab->term_count; t++) {
            const struct vocab_term *term = &vocab->terms[t];
            if (term->var == VOCAB_NONE || f->witness->values[term->var] == f->other->values[term->var])
                continue;
            const struct vocab_reading *reading =
                &vocab->readings[term->first_reading + (uint32_t)w->values[term->var]];
            strbuf_printf(&text, "%s`%s` as read by %s", said++ ? " and " : side ? "; with " : "with ",
                          vocab_string(vocab, term->name), vocab_string(vocab, reading->label));
        }
        strbuf_text(&text, side ? " it is prohibited" : " it is permitted");
    }
    return strbuf_string(&text);
}

/* The facts alone, where the finding is that they are read in two ways. */
static const struct witness *facts_of(const struct analysis *a, const struct finding *f)
{
    const struct vocab *vocab = &a->table->vocab;
    if (!f->other)
        return f->witness;
    struct witness *facts = ARENA_NEW(a->arena, struct witness);
    *facts = *f->witness;
    facts->needed = ARENA_ARRAY(a->arena, bool, vocab->var_count);
    for (uint32_t v = 0; v < vocab->var_count; v++)
        facts->needed[v] = f->witness->needed[v]
                           && (vocab->vars[v].kind != VAR_READING
                               || f->witness->values[v] == f->other->values[v]);
    return facts;
}

/* What decides the world of the witness: its clauses are marked, and named where another verdict than
 * the one that is spoken of comes out. */
static void mark_deciding(const struct analysis *a, const struct finding *f, struct diag *d,
                          struct diags *diags)
{
    const struct model_assert *says = &a->model->asserts.items[f->id];
    const struct vocab *vocab = &a->table->vocab;
    struct value_set *sets = ARENA_ARRAY(a->arena, struct value_set, vocab->var_count);
    struct eval_deciding deciding;
    uint32_t last = IR_NONE;
    for (uint32_t v = 0; v < vocab->var_count; v++)
        sets[v].first.low = sets[v].first.high = f->witness->values[v];
    if (f->other || says->kind == ASSERT_SOME_CHOICE
        || !eval_deciding(a->space->ev, sets, &deciding))
        return;
    static const char *const marks[] = {[WORLD_PERMITTED] = "permits it",
                                        [WORLD_CONTESTED] = "prohibits it, but is contested",
                                        [WORLD_PROHIBITED] = "prohibits it"};
    for (size_t i = 0; i < deciding.count; i++) {
        uint32_t clause = a->table->norms[deciding.norms[i]].clause;
        if (clause != last)
            diag_label(diags, d, finding_norm_span(a, deciding.norms[i]), "%s",
                       marks[deciding.world]);
        last = clause;
    }
    if (says->kind == ASSERT_NEVER || says->verdict == VERDICT_DISPUTED)
        return;
    diag_note(diags, d, "it is %s", deciding.world == WORLD_PERMITTED   ? "permitted"
                                    : deciding.world == WORLD_CONTESTED ? "disputed"
                                                                        : "prohibited");
}

/* The clauses that forbid the choices. */
static void mark_forbidding(const struct analysis *a, const struct finding *f, struct diag *d,
                            struct diags *diags)
{
    const struct clause_set *set = f->together;
    for (size_t i = 0; set && i < set->count; i++)
        diag_label(diags, d, a->model->clauses.items[set->clauses[i]].span,
                   set->count == 1 ? "forbids every such choice" : i == 0 ? "forbids some of these choices" : "and this some");
    if (set && set->count > 1)
        diag_note(diags, d, "%s together forbid every such choice", clause_names(a, set));
}

void tell_assert(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct diag *d = diag_add(diags, f->code, finding_span(a, f),
                              "%s does not hold: %s", finding_subject(a, f), refuted(a, f));
    if (f->other)
        diag_note(diags, d, "%s", readings(a, f));
    mark_deciding(a, f, d, diags);
    mark_forbidding(a, f, d, diags);
    finding_show(a, facts_of(a, f), d);
    diag_help(diags, d, "mend the clauses, or the assertion");
}

void tell_empty(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    const struct model_assert *says = &a->model->asserts.items[f->id];
    bool open = says->kind != ASSERT_SOME_CHOICE && says->verdict == VERDICT_UNDETERMINED;
    struct diag *d = diag_add(diags, f->code, finding_span(a, f), "%s says nothing: no deployment %s",
                              finding_subject(a, f),
                              open ? "is undetermined that leaves nothing open"
                                   : "meets its condition");
    diag_help(diags, d, open ? "what a description that leaves something open comes to is tested by "
                               "a case of `polc test`"
                             : "mend the condition, or delete the assertion");
}
