/* findings_words.c: each finding as a careful colleague would tell it: the finding in one
 * sentence, both places, what the clauses say, a deployment that shows it, what to do.
 * Conflicts are in findings_conflicts.c, what quantifies over choices in findings_choices.c,
 * clauses that never act or change nothing in findings_clauses.c.
 */
#include "emit/findings.h"

#include "emit/names.h"

#include "emit/witness.h"

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

void finding_note_text(const struct analysis *a, uint32_t clause, struct diag *d,
                       struct diags *diags)
{
    const char *text = clause == IR_NONE ? "" : a->model->clauses.items[clause].text;
    if (text && *text)
        diag_note(diags, d, "%s: \"%s\"", name_clause(a->table, clause), text);
}

/* ---- what takes away ------------------------------------------------------------------------------- */

/* "the rule", "the lift", "the waiver", or "exception (a)", out of which an exception is
 * carved. */
static const char *carved_from(const struct analysis *a, uint32_t parent)
{
    switch ((enum ir_node_kind)a->table->nodes[parent].kind) {
    case NODE_EXCEPT:
        return a->ir->excepts.items[parent]->label ? finding_node_name(a, parent)
                                                   : "the exception in which it stands";
    case NODE_LIFT:
        return "the lift";
    case NODE_WAIVER:
        return "the waiver";
    case NODE_NORM:
    case NODE_RANK_CONDITION:
        break;
    }
    return "the rule";
}

/* An exception of which its carve-backs leave nothing, though none of them does so alone. */
static void tell_taken_away(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    const struct table_node *node = &a->table->nodes[f->node];
    struct diag *d = diag_add(diags, f->code, finding_span(a, f),
                              "%s can never apply: its carve-backs together leave nothing of it",
                              finding_subject(a, f));
    for (uint32_t i = 0; i < node->child_count; i++)
        diag_label(diags, d, finding_node_span(a, a->table->children[node->first_child + i]),
                   "takes away here");
    finding_note_text(a, f->clause, d, diags);
    diag_help(diags, d, "narrow the carve-backs, or delete the exception with them");
}

/* What else is to be met for the exception to matter: the rule or waiver around, or what that takes
 * away from. */
static const char *besides(const struct analysis *a, const struct finding *f)
{
    uint32_t root = f->node;
    if (f->why != WHY_NOT_THEN)
        return carved_from(a, f->id);
    while (a->table->nodes[root].kind == NODE_EXCEPT)
        root = finding_parent(a, root);
    return a->table->nodes[root].kind == NODE_WAIVER ? "what is waived" : "what is lifted";
}

static void tell_unreachable(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    uint32_t parent = finding_parent(a, f->node);
    const char *from = carved_from(a, parent), *missed = f->id == IR_NONE ? NULL : besides(a, f);
    struct diag *d = diag_add(
        diags, f->code, finding_span(a, f), "%s can never apply: nothing is %s %s%s%s%s", finding_subject(a, f),
        missed ? "in it, in" : "both in it and in", from, missed ? " and in " : "", missed ? missed : "",
        missed ? " at once" : "");
    diag_label(diags, d, finding_node_span(a, parent), "%s", from);
    if (missed)
        diag_label(diags, d, finding_node_span(a, f->id), "%s", missed);
    finding_note_text(a, f->clause, d, diags);
    diag_help(diags, d, missed ? "compare the conditions, or delete the exception"
                               : "compare the two conditions, or delete the exception");
}

static void tell_swallows(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    uint32_t parent = finding_parent(a, f->node);
    const char *from = carved_from(a, parent), *then = f->id == IR_NONE ? NULL : besides(a, f);
    struct diag *d = diag_add(diags, f->code, finding_span(a, f), "%s leaves nothing of %s%s%s%s",
                              finding_subject(a, f), from, then ? " where " : "", then ? then : "",
                              then ? " applies" : "");
    diag_label(diags, d, finding_node_span(a, parent), "%s", from);
    if (then)
        diag_label(diags, d, finding_node_span(a, f->id), "%s", then);
    finding_note_text(a, f->clause, d, diags);
    diag_help(diags, d, "narrow the exception, or delete what it is carved out of with it");
}

static void tell_carveout(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    if (f->why == WHY_TAKEN_AWAY)
        tell_taken_away(a, f, diags);
    else if (f->code == DIAG_CARVEOUT_UNREACHABLE)
        tell_unreachable(a, f, diags);
    else
        tell_swallows(a, f, diags);
}

static void tell_days(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    bool late = f->code == DIAG_CARVEOUT_OUTLIVES, norm = a->table->nodes[f->id].kind == NODE_NORM;
    const char *from = norm ? arena_printf(a->arena, "`%s`", name_clause(a->table, f->clause))
                            : finding_node_subject(a, f->id, f->clause);
    struct diag *d = diag_add(
        diags, f->code, finding_span(a, f),
        late ? "%s lasts longer than what it takes away from: %s can apply for the last time on %s"
             : "%s begins before what it takes away from: %s can apply for the first time on %s",
        finding_subject(a, f), from, name_day(a->arena, f->day));
    diag_label(diags, d, finding_node_span(a, f->id), norm ? "the rule" : "what it takes away from");
    diag_help(diags, d, "mend the date if another was meant; the days %s it change nothing",
              late ? "after" : "before");
}

/* How many pairs of sentences the override that stands there ranks. */
static size_t pairs_ranked(const struct analysis *a, const struct span *span)
{
    const struct table *t = a->table;
    size_t count = 0;
    for (size_t r = 0; r < t->ranks_count; r++) {
        const struct span *at = &a->model->ranks.items[a->ir->ranks.items[r].source].span;
        count += at->source == span->source && at->begin == span->begin;
    }
    return count;
}

static void tell_override(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct span span = finding_span(a, f);
    bool narrowed = a->table->ranks[f->id].condition != IR_NONE;
    const char *where = narrowed ? " where it ranks them" : "";
    if (pairs_ranked(a, &span) > 1) {
        struct diag *d = diag_add(diags, f->code, span,
                                  "this override never takes effect: no two clauses of opposite sense that "
                                  "it ranks ever apply together%s", where);
        diag_help(diags, d, "compare the conditions of the clauses, or delete the override");
        return;
    }
    struct diag *d = diag_add(diags, f->code, span,
                              "this override never takes effect: `%s` and `%s` never apply together%s",
                              name_clause(a->table, f->clause), name_clause(a->table, f->other_clause), where);
    diag_label(diags, d, finding_norm_span(a, f->norm), "ranks above");
    diag_label(diags, d, finding_norm_span(a, f->other_norm), "ranks below");
    diag_help(diags, d, "compare the two conditions, or delete the override");
}

static void tell_waiver(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    if (f->code == DIAG_WAIVER_EXPIRED) {
        struct diag *d = diag_add(diags, f->code, finding_span(a, f),
                                  "%s has ended: on %s and later it takes nothing away",
                                  finding_subject(a, f), name_day(a->arena, a->on));
        diag_help(diags, d, "renew it if it should still hold; keep it as long as days before are asked "
                            "about");
        return;
    }
    struct diag *d = diag_add(diags, f->code, finding_span(a, f),
                              "%s takes nothing away: it never holds where what it waives applies",
                              finding_subject(a, f));
    diag_help(diags, d, "compare its condition and period with the clauses that it names");
}

/* ---- vocabulary ---------------------------------------------------------------------------------------- */

enum named { NAMED_CHOICES, NAMED_FACTS, NAMED_EVENTS, NAMED_TERMS, NAMED_COUNT };

static enum named named_of(const struct analysis *a, const struct finding *f)
{
    if (f->of_term)
        return NAMED_TERMS;
    enum var_role role = (enum var_role)a->table->vocab.vars[f->id].role;
    return role == VAR_ROLE_LEDGER   ? NAMED_EVENTS
           : role == VAR_ROLE_CHOICE ? NAMED_CHOICES
                                     : NAMED_FACTS;
}

/* "the fact `a`", "the facts `a`, `b` and `c`" */
static void name_group(const struct analysis *a, const struct finding_list *list, enum named kind,
                       struct strbuf *out)
{
    static const char *const words[] = {"choice", "fact", "event", "term"};
    size_t count = 0, said = 0;
    for (size_t i = 0; i < list->count; i++)
        count += named_of(a, list->items[i]) == kind;
    if (count == 0)
        return;
    strbuf_printf(out, "%sthe %s%s ", strbuf_string(out)[0] ? "; " : "", words[kind], count > 1 ? "s" : "");
    for (size_t i = 0; i < list->count; i++) {
        if (named_of(a, list->items[i]) != kind)
            continue;
        strbuf_printf(out, "%s%s", said == 0 ? "" : said + 1 == count ? " and " : ", ",
                      finding_subject(a, list->items[i]));
        said++;
    }
}

void tell_unused(const struct analysis *a, const struct finding_list *list, struct diags *diags)
{
    struct strbuf names;
    strbuf_init(&names, a->arena);
    for (int kind = 0; kind < NAMED_COUNT; kind++)
        name_group(a, list, (enum named)kind, &names);
    struct diag *d = diag_add(diags, DIAG_VOCABULARY_UNUSED, finding_span(a, list->items[0]),
                              "nothing uses %s", strbuf_string(&names));
    for (size_t i = 1; i < list->count; i++)
        diag_label(diags, d, finding_span(a, list->items[i]), "nor this");
}

static void tell_moot(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct diag *d = diag_add(diags, f->code, finding_span(a, f),
                              "no verdict turns on how %s is read", finding_subject(a, f));
    if (f->norm != IR_NONE)
        diag_label(diags, d, finding_norm_span(a, f->norm),
                   a->table->norms[f->norm].form == FORM_COMMITS ? "but what counts towards this does"
                                                                 : "but whether this is due does");
    if (f->assertion != IR_NONE)
        diag_label(diags, d, a->model->asserts.items[f->assertion].span, "%s whether this holds does",
                   f->norm == IR_NONE ? "but" : "and");
    if (f->norm != IR_NONE || f->assertion != IR_NONE)
        return;
    if (a->model->terms.items[f->id].mentioned)
        diag_help(diags, d, "what uses the term comes to the same however it is read: look what else decides "
                            "there, or whether a clause that should use it does not");
    else
        diag_help(diags, d, "no clause uses the term, only assertions do%s: look whether a clause that should "
                            "use it does not",
                  f->why == WHY_UNSETTLED ? "" : ", and each comes out the same however it is read");
}

static void tell_gap(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    struct strbuf where;
    strbuf_init(&where, a->arena);
    if (f->witness)
        witness_words(a->table, a->arena, f->witness, &where);
    struct diag *d = diag_add(diags, f->code, finding_span(a, f), "no clause speaks %s%s",
                              where.count ? "where " : "of any deployment", strbuf_string(&where));
    finding_show(a, f->witness, d);
    diag_help(diags, d, "it is permitted because nothing is said: prohibit it, permit it, or leave it");
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
    {DIAG_DISPUTE_MOOT, tell_moot},
    {DIAG_GAP, tell_gap},
    {DIAG_EXCLUSIVE_TWICE, tell_exclusive_twice},
    {DIAG_DILEMMA, tell_dilemma},
    {DIAG_ASSERT_FAILS, tell_assert},
    {DIAG_ASSERT_EMPTY, tell_empty},
    {DIAG_CHANGE_AHEAD, finding_tell_ahead},
    {DIAG_CHANGE_TOGETHER, finding_tell_together},
};

void finding_words(const struct analysis *a, const struct finding *f, struct diags *diags)
{
    for (size_t i = 0; i < sizeof tellers / sizeof *tellers; i++)
        if (tellers[i].code == f->code)
            tellers[i].tell(a, f, diags);
}
