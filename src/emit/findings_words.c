/* findings_words.c: each finding as a careful colleague would tell it: the finding in one
 * sentence, both places, what the clauses say, a deployment that shows it, what to do. */
#include "emit/findings.h"

#include "emit/names.h"
#include "emit/witness.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

static const char *text_of(const struct analysis *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static const char *text_of(const struct analysis *a, const char *format, ...)
{
    struct strbuf text;
    va_list arguments;
    strbuf_init(&text, a->arena);
    va_start(arguments, format);
    strbuf_vprintf(&text, format, arguments);
    va_end(arguments);
    return strbuf_string(&text);
}

static const char *clause_name(const struct analysis *a, uint32_t clause)
{
    return name_clause(a->table, clause);
}

static const char *node_name(const struct analysis *a, uint32_t node)
{
    struct strbuf text;
    strbuf_init(&text, a->arena);
    name_defeater(a->table, node, &text);
    return strbuf_string(&text);
}

static const char *day_name(const struct analysis *a, int64_t day)
{
    char *text = arena_alloc(a->arena, DATE_TEXT);
    date_format(day, text);
    return text;
}

static struct span lift_span(const struct analysis *a, uint32_t node)
{
    for (size_t i = 0; i < a->model->lifts.count; i++)
        if (a->ir->lift_nodes[i] == node)
            return a->model->lifts.items[i].span;
    return (struct span){0};
}

static struct span node_span(const struct analysis *a, uint32_t node)
{
    switch ((enum ir_node_kind)a->table->nodes[node].kind) {
    case NODE_EXCEPT:
        return a->ir->excepts.items[node]->span;
    case NODE_LIFT:
        return lift_span(a, node);
    case NODE_WAIVER:
        return a->model->waivers.items[a->table->nodes[node].info].span;
    case NODE_NORM:
        return a->model->norms.items[node].head;
    case NODE_RANK_CONDITION:
        break;
    }
    return (struct span){0};
}

static struct span norm_span(const struct analysis *a, uint32_t norm)
{
    return a->model->norms.items[norm].head;
}

static struct span rank_span(const struct analysis *a, uint32_t rank)
{
    return a->model->ranks.items[a->ir->ranks.items[rank].source].span;
}

struct span finding_span(const struct analysis *a, const struct finding *f)
{
    if (f->code == DIAG_VOCABULARY_UNUSED && !f->masked)
        return a->model->var_spans[f->id];
    if (f->code == DIAG_VOCABULARY_UNUSED || f->code == DIAG_DISPUTE_MOOT)
        return a->model->terms.items[f->id].span;
    if (f->code == DIAG_RANK_EMPTY)
        return rank_span(a, f->id);
    if (f->code == DIAG_ASSERT_FAILS)
        return a->model->asserts.items[f->id].span;
    if (f->code == DIAG_CLAUSE_DEAD || f->code == DIAG_CLAUSE_IDLE)
        return a->model->clauses.items[f->clause].span;
    if (f->node != IR_NONE)
        return node_span(a, f->node);
    if (f->norm != IR_NONE)
        return norm_span(a, f->norm);
    return f->clause != IR_NONE ? a->model->clauses.items[f->clause].span : (struct span){0};
}

const char *finding_subject(const struct analysis *a, const struct finding *f)
{
    const struct vocab *vocab = &a->table->vocab;
    if (f->code == DIAG_DISPUTE_MOOT || (f->code == DIAG_VOCABULARY_UNUSED && f->masked))
        return text_of(a, "`%s`", vocab_string(vocab, vocab->terms[f->id].name));
    if (f->code == DIAG_VOCABULARY_UNUSED)
        return text_of(a, "`%s`", name_var(a->table, f->id));
    if (f->code == DIAG_ASSERT_FAILS)
        return text_of(a, "`%s`", a->model->asserts.items[f->id].text);
    if (f->node != IR_NONE && f->clause != IR_NONE
        && a->table->nodes[f->node].kind == NODE_EXCEPT)
        return text_of(a, "%s of `%s`", node_name(a, f->node), clause_name(a, f->clause));
    if (f->node != IR_NONE)
        return text_of(a, "`%s`", node_name(a, f->node));
    if (f->other_clause != IR_NONE)
        return text_of(a, "`%s` beside `%s`", clause_name(a, f->clause),
                       clause_name(a, f->other_clause));
    return f->clause != IR_NONE ? text_of(a, "`%s`", clause_name(a, f->clause)) : "the policy";
}

/* ---- notes ----------------------------------------------------------------------------------- */

static void note_text(const struct analysis *a, uint32_t clause, struct diag *d,
                      struct diags *diags)
{
    const char *text = a->model->clauses.items[clause].text;
    if (clause != IR_NONE && text && *text)
        diag_note(diags, d, "%s: \"%s\"", clause_name(a, clause), text);
}

void finding_show(const struct analysis *a, const struct witness *witness, struct diag *d)
{
    struct strbuf yaml, json;
    if (!witness)
        return;
    strbuf_init(&yaml, a->arena);
    strbuf_init(&json, a->arena);
    witness_yaml(a->table, a->arena, witness, &yaml);
    witness_json(a->table, a->arena, witness, &json);
    d->witness = strbuf_string(&yaml);
    d->witness_json = strbuf_string(&json);
}

static void show_witness(const struct analysis *a, const struct finding *f, struct diag *d)
{
    finding_show(a, f->witness, d);
}

static const char *holders_name(const struct analysis *a, uint32_t norm)
{
    struct strbuf text;
    strbuf_init(&text, a->arena);
    name_holders(a->table, norm, &text);
    return strbuf_string(&text);
}

static uint32_t agreement_of(const struct analysis *a, uint32_t clause)
{
    return a->model->clauses.items[clause].agreement;
}

/* The number of a clause inside its own agreement. */
static const char *number_of(const struct analysis *a, uint32_t clause)
{
    return atom_text(a->model->names, a->model->clauses.items[clause].number);
}

/* ---- conflicts -------------------------------------------------------------------------------- */

static void advise_conflict(const struct analysis *a, const struct finding *f, struct diag *d,
                            struct diags *diags)
{
    if (agreement_of(a, f->clause) != agreement_of(a, f->other_clause)) {
        diag_help(diags, d,
                  "only %s can give way: an exception in `%s`, or a waiver by %s; or put `%s` under it",
                  holders_name(a, f->norm), clause_name(a, f->clause), holders_name(a, f->norm),
                  clause_name(a, f->other_clause));
        return;
    }
    diag_help(diags, d,
              "if the prohibition is meant to win, write `subject to %s,` before the permission; if the "
              "permission is, write `notwithstanding %s,`",
              number_of(a, f->clause), number_of(a, f->clause));
    diag_help(diags, d,
              "if the permission was meant as a carve-out, write `%s does not apply where …` instead of `may`",
              number_of(a, f->clause));
}

static void tell_conflict(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    const char *one = clause_name(a, f->clause), *other = clause_name(a, f->other_clause);
    struct diag *d = diag_add(diags, f->code, norm_span(a, f->norm),
                              "`%s` prohibits what `%s` permits, and neither ranks above the other",
                              one, other);
    diag_label(diags, d, norm_span(a, f->other_norm), "permitted here");
    note_text(a, f->clause, d, diags);
    if (f->other_clause != f->clause)
        note_text(a, f->other_clause, d, diags);
    if (f->masked)
        diag_note(diags, d, "wherever the two meet, a third clause prohibits it as well, so no verdict shows it yet");
    show_witness(a, f, d);
    advise_conflict(a, f, d, diags);
}

static void tell_overlap(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    bool may = a->table->norms[f->norm].sign == SIGN_PERMIT;
    struct diag *d =
        diag_add(diags, f->code, norm_span(a, f->norm), "`%s` and `%s` both %s the same",
                 clause_name(a, f->clause), clause_name(a, f->other_clause),
                 may ? "permit" : "prohibit");
    diag_label(diags, d, norm_span(a, f->other_norm), "and here");
    show_witness(a, f, d);
}

/* ---- clauses ----------------------------------------------------------------------------------- */

static const char *why_dead(const struct finding *f)
{
    switch (f->why) {
    case WHY_NONE:
        return "what it lifts never applies where it does";
    case WHY_NEVER_LIVE:
        return "there is no day on which it is in force";
    case WHY_NEVER_MET:
        return "no deployment meets its condition";
    case WHY_TAKEN_AWAY:
        return "its exceptions, lifts and waivers take all of it away";
    case WHY_OUTRANKED:
        return "wherever it applies, a clause that ranks above it does too";
    }
    return "";
}

static void label_causes(const struct analysis *a, const struct finding *f, struct diag *d,
                         struct diags *diags)
{
    const struct table *t = a->table;
    if (f->why == WHY_TAKEN_AWAY) {
        const struct table_node *n = &t->nodes[f->norm];
        for (uint32_t i = 0; i < n->child_count; i++)
            diag_label(diags, d, node_span(a, t->children[n->first_child + i]), "takes away here");
    } else if (f->why == WHY_OUTRANKED) {
        const struct table_norm *n = &t->norms[f->norm];
        for (uint32_t i = 0; i < n->rank_count; i++)
            diag_label(diags, d, norm_span(a, t->ranks[n->first_rank + i].winner),
                       "ranks above it");
    }
}

static void tell_dead(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct diag *d = diag_add(diags, f->code, finding_span(a, f), "`%s` can never bite: %s",
                              clause_name(a, f->clause), why_dead(f));
    label_causes(a, f, d, diags);
    note_text(a, f->clause, d, diags);
    diag_help(diags, d, f->why == WHY_NEVER_LIVE ? "mend its dates, or delete it"
                                                 : "mend the condition, or delete it");
}

static void tell_idle(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct diag *d =
        diag_add(diags, f->code, finding_span(a, f),
                 "`%s` changes no verdict: without it every deployment is judged alike",
                 clause_name(a, f->clause));
    note_text(a, f->clause, d, diags);
    diag_help(diags, d, "delete it, or accept it with `allow %s on %s \"…\"` if it is meant to repeat another",
              diag_code_id(f->code), clause_name(a, f->clause));
}

/* ---- what takes away ------------------------------------------------------------------------------- */

static void tell_carveout(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    bool unreachable = f->code == DIAG_CARVEOUT_UNREACHABLE;
    struct diag *d = diag_add(
        diags, f->code, finding_span(a, f), "%s %s", finding_subject(a, f),
        unreachable ? "can never apply: it excludes what it is carved out of"
                    : "takes away everything that it is carved out of");
    diag_label(diags, d, norm_span(a, f->norm), "the rule");
    note_text(a, f->clause, d, diags);
    diag_help(diags, d, unreachable ? "compare the two conditions, or delete the exception"
                                    : "narrow the exception, or delete the rule with it");
}

static void tell_days(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    bool late = f->code == DIAG_CARVEOUT_OUTLIVES;
    struct diag *d =
        diag_add(diags, f->code, finding_span(a, f),
                 late ? "%s lasts longer than what it takes away from: `%s` applies for the last time on %s"
                      : "%s begins before what it takes away from: `%s` applies for the first time on %s",
                 finding_subject(a, f), clause_name(a, f->clause), day_name(a, f->day));
    diag_label(diags, d, norm_span(a, f->norm), "the rule");
}

static void tell_override(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct diag *d =
        diag_add(diags, f->code, finding_span(a, f),
                 "this override never takes effect: `%s` and `%s` never apply together",
                 clause_name(a, f->clause), clause_name(a, f->other_clause));
    diag_label(diags, d, norm_span(a, f->norm), "ranks above");
    diag_label(diags, d, norm_span(a, f->other_norm), "ranks below");
    diag_help(diags, d, "compare the two conditions, or delete the override");
}

static void tell_waiver(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    if (f->code == DIAG_WAIVER_EXPIRED) {
        diag_add(diags, f->code, finding_span(a, f), "%s has ended before %s", finding_subject(a, f),
                 day_name(a, a->on));
        return;
    }
    struct diag *d = diag_add(diags, f->code, finding_span(a, f),
                              "%s takes nothing away: it never holds where what it waives applies",
                              finding_subject(a, f));
    diag_help(diags, d, "compare its condition and period with the clauses that it names");
}

/* ---- vocabulary ---------------------------------------------------------------------------------------- */

static const char *what_var(const struct vocab_var *v)
{
    return v->role == VAR_ROLE_LEDGER ? "event" : v->role == VAR_ROLE_CHOICE ? "choice" : "fact";
}

static void tell_unused(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    const char *what = f->masked ? "term" : what_var(&a->table->vocab.vars[f->id]);
    diag_add(diags, f->code, finding_span(a, f), "nothing uses the %s %s", what,
             finding_subject(a, f));
}

static void tell_moot(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct diag *d = diag_add(diags, f->code, finding_span(a, f),
                              "no verdict turns on how %s is read", finding_subject(a, f));
    diag_note(diags, d, "whatever its reading, every deployment gets the same verdict");
}

static void tell_gap(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct strbuf where;
    strbuf_init(&where, a->arena);
    if (f->witness)
        witness_words(a->table, a->arena, f->witness, &where);
    struct diag *d = diag_add(diags, f->code, finding_span(a, f), "no clause speaks where %s",
                              strbuf_string(&where));
    show_witness(a, f, d);
}

static const struct {
    enum diag_code code;
    void (*tell)(const struct analysis *a, const struct finding *f, struct diags *diags);
} tellers[] = {
    {DIAG_CONFLICT, tell_conflict},
    {DIAG_OVERLAP, tell_overlap},
    {DIAG_CLAUSE_DEAD, tell_dead},
    {DIAG_CLAUSE_IDLE, tell_idle},
    {DIAG_CARVEOUT_UNREACHABLE, tell_carveout},
    {DIAG_CARVEOUT_SWALLOWS, tell_carveout},
    {DIAG_CARVEOUT_OUTLIVES, tell_days},
    {DIAG_CARVEOUT_PREDATES, tell_days},
    {DIAG_RANK_EMPTY, tell_override},
    {DIAG_WAIVER_EXPIRED, tell_waiver},
    {DIAG_WAIVER_UNUSED, tell_waiver},
    {DIAG_VOCABULARY_UNUSED, tell_unused},
    {DIAG_DISPUTE_MOOT, tell_moot},
    {DIAG_GAP, tell_gap},
    {DIAG_EXCLUSIVE_TWICE, tell_exclusive_twice},
    {DIAG_DILEMMA, tell_dilemma},
    {DIAG_ASSERT_FAILS, tell_assert},
};

void finding_words(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    for (size_t i = 0; i < sizeof tellers / sizeof *tellers; i++)
        if (tellers[i].code == f->code)
            tellers[i].tell(a, f, diags);
}
