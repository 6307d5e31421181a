/* findings_conflicts.c: the words for two clauses that meet: one prohibits what the other
 * permits, or both say the same.
 *
 * What is advised is what the privity rule lets stand where it is to be written: `subject to`
 * takes from the permission alone, so its own agreement may say it; `notwithstanding` takes
 * from the prohibition, so all to whom that is owed must be parties where it stands.
 */
#include "emit/findings.h"

#include "emit/names.h"

static const char *holders(const struct analysis *a, uint32_t norm)
{
    struct strbuf text;
    strbuf_init(&text, a->arena);
    name_holders(a->table, norm, &text);
    return strbuf_string(&text);
}

static const struct model_clause *clause_of(const struct analysis *a, uint32_t clause)
{
    return &a->model->clauses.items[clause];
}

static const char *agreement_name(const struct analysis *a, uint32_t clause)
{
    const struct model_agreement *agreement =
        &a->model->agreements.items[clause_of(a, clause)->agreement];
    return atom_text(a->model->names, agreement->name);
}

/* How `from` refers to `to`: by the number alone inside one document. */
static const char *reference(const struct analysis *a, uint32_t from, uint32_t to)
{
    const struct model_clause *x = clause_of(a, from), *y = clause_of(a, to);
    return x->agreement == y->agreement && x->document == y->document
               ? atom_text(a->model->names, y->number)
               : y->title;
}

/* Is everybody to whom it is owed a party of the agreement of that clause? */
static bool agreed_by_holders(const struct analysis *a, uint32_t norm, uint32_t clause)
{
    const struct model_norm *n = &a->model->norms.items[norm];
    const struct model_agreement *agreement =
        &a->model->agreements.items[clause_of(a, clause)->agreement];
    for (size_t h = 0; h < n->holder_count; h++)
        if (!vocab_covered(a->model->vocab.nodes, n->holders[h], agreement->parties,
                           agreement->party_count))
            return false;
    return true;
}

static void advise_one_clause(struct diag *d, struct diags *diags)
{
    diag_help(diags, d,
              "sentences of one clause do not rank: carve what is permitted out of the prohibition "
              "with `except where …`, or put one of them into a clause of its own, which can be ranked");
}

static void advise(const struct analysis *a, const struct finding *f, struct diag *d,
                   struct diags *diags)
{
    const char *there = reference(a, f->other_clause, f->clause);
    bool apart = clause_of(a, f->clause)->agreement != clause_of(a, f->other_clause)->agreement;
    diag_help(diags, d, "if the prohibition is meant to win, write `subject to %s,` before the permission%s",
              there,
              apart ? arena_printf(a->arena, " in `%s`", agreement_name(a, f->other_clause)) : "");
    if (!agreed_by_holders(a, f->norm, f->other_clause)) {
        const char *who = holders(a, f->norm);
        diag_help(diags, d,
                  "the permission cannot win by words of `%s`, where not all of %s are parties: that takes "
                  "an exception in `%s`, or a waiver by %s",
                  agreement_name(a, f->other_clause), who, name_clause(a->table, f->clause), who);
        return;
    }
    diag_help(diags, d,
              "if the permission is meant to win, write `notwithstanding %s,` before it; if it was "
              "meant as a carve-out, write `%s does not apply where …` instead of `may`",
              there, there);
}

static void note_text(const struct analysis *a, uint32_t norm, struct diag *d, struct diags *diags)
{
    const struct model_norm *n = &a->model->norms.items[norm];
    const char *text = *n->text ? n->text : clause_of(a, n->clause)->text;
    if (*text)
        diag_note(diags, d, "%s: \"%s\"", name_clause(a->table, n->clause), text);
}

static bool holds(const struct table *t, uint32_t norm, uint32_t party)
{
    for (uint32_t i = 0; i < t->norms[norm].holder_count; i++)
        if (t->ids[t->norms[norm].first_holder + i] == party)
            return true;
    return false;
}

/* A permission by that party which is effective in the world that is shown; IR_NONE. */
static uint32_t leave_of(const struct analysis *a, const struct finding *f, uint32_t party)
{
    const struct table *t = a->table;
    for (uint32_t n = 0; n < t->meta->norm_count && f->witness; n++) {
        struct demand d = demand_of(ASK_NORM, n, true);
        struct query query = {IR_NONE, &d, 1};
        if (t->norms[n].sign == SIGN_PERMIT && holds(t, n, party)
            && search_replay(a->space, &query, f->witness->values))
            return n;
    }
    return IR_NONE;
}

/* Leave of some of those to whom it is owed contradicts it only beside leave of the others. */
static void note_together(const struct analysis *a, const struct finding *f, struct diag *d,
                          struct diags *diags)
{
    const struct table *t = a->table;
    for (uint32_t i = 0; i < t->norms[f->norm].holder_count; i++) {
        uint32_t party = t->ids[t->norms[f->norm].first_holder + i];
        uint32_t other = holds(t, f->other_norm, party) ? IR_NONE : leave_of(a, f, party);
        if (other == IR_NONE)
            continue;
        diag_note(diags, d, "it is owed to %s: `%s` is leave of %s alone, and contradicts it only together "
                            "with leave of %s by `%s`",
                  holders(a, f->norm), name_clause(t, f->other_clause), holders(a, f->other_norm),
                  name_node(t, party), name_clause(t, t->norms[other].clause));
    }
}

void tell_conflict(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    bool one = f->clause == f->other_clause;
    struct diag *d = diag_add(diags, f->code, finding_norm_span(a, f->norm),
                              "`%s` prohibits what %s%s%s permits, and neither ranks above the other there",
                              name_clause(a->table, f->clause), one ? "" : "`",
                              one ? "another sentence of it" : name_clause(a->table, f->other_clause),
                              one ? "" : "`");
    diag_label(diags, d, finding_norm_span(a, f->other_norm), "permitted here");
    note_together(a, f, d, diags);
    note_text(a, f->norm, d, diags);
    if (!one)
        note_text(a, f->other_norm, d, diags);
    if (f->masked)
        diag_note(diags, d,
                  "wherever the two meet, another prohibition applies that nothing permits, so no "
                  "verdict shows it yet");
    finding_show(a, f->witness, d);
    if (one)
        advise_one_clause(d, diags);
    else
        advise(a, f, d, diags);
}

void tell_overlap(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    bool may = a->table->norms[f->norm].sign == SIGN_PERMIT;
    struct diag *d =
        diag_add(diags, f->code, finding_norm_span(a, f->norm), "`%s` and `%s` both %s this deployment",
                 name_clause(a->table, f->clause), name_clause(a->table, f->other_clause),
                 may ? "permit" : "prohibit");
    diag_label(diags, d, finding_norm_span(a, f->other_norm), "and here");
    finding_show(a, f->witness, d);
    diag_help(diags, d, "whoever amends or waives one of them should look at the other");
}
