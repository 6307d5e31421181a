/* print.c: the canonical form of a policy file (`polc fmt`): each statement as pieces.
 *
 * What is written parses to an equal tree, and is written the same again. A condition
 * stays on the line of its sentence where both fit, else it is a piece (layout.h).
 */
#include "syntax/print.h"

#include "syntax/layout.h"

#define HEADER_WIDTH 90 /* a period moves to its own line earlier */

static void put_where(struct layout *layout, const struct ast_expr *where, int indent)
{
    if (!where)
        return;
    strbuf_char(&layout->text, PHRASE_SOFT);
    size_t start = layout->text.count;
    layout_put(layout, where->said_when ? "when" : "where");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_expr(&layout->phrase, where);
    layout_split(layout, start, (struct layout_piece){indent, where->span.begin, 0}, LAYOUT_WIDTH);
}

static void put_except(struct layout *layout, const struct ast_except *except, int indent,
                       bool carve_back)
{
    layout_piece(layout, indent, except->span);
    layout_put(layout, carve_back ? "(except" : "except");
    phrase_except(&layout->phrase, except);
    if (except->cond) {
        strbuf_char(&layout->text, PHRASE_SOFT);
        layout_put(layout, except->cond->said_when ? "when" : "where");
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_expr(&layout->phrase, except->cond);
    }
    for (const struct ast_except *item = except->carve_backs; item; item = item->next)
        put_except(layout, item, indent + 2, true);
    if (carve_back)
        layout_put(layout, ")");
}

static void put_excepts(struct layout *layout, const struct ast_except *excepts, int indent)
{
    for (const struct ast_except *except = excepts; except; except = except->next)
        put_except(layout, except, indent, false);
}

/* ---- sentences ---------------------------------------------------------------------------- */

/* The ranks of a clause stand before the head of its first sentence. */
static void put_sentence(struct layout *layout, const struct ast_sentence *sentence,
                         const struct ast_rank *ranks, int indent)
{
    if (sentence->text.text) {
        layout_piece(layout, indent, sentence->text.span);
        phrase_text(&layout->phrase, &sentence->text, true);
    }
    layout_piece(layout, indent, ranks ? ranks->span : sentence->span);
    for (const struct ast_rank *rank = ranks; rank; rank = rank->next) {
        phrase_rank(&layout->phrase, rank);
        layout_put(layout, ",");
        strbuf_char(&layout->text, PHRASE_SOFT);
    }
    phrase_sentence(&layout->phrase, sentence);
    put_where(layout, sentence->where, indent + 2);
    if (sentence->kind == SENTENCE_PREVAILS && sentence->not_for) {
        layout_soft(layout, "except");
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_refs(&layout->phrase, sentence->not_for);
    }
    if (sentence->kind == SENTENCE_ORDER && sentence->unless_stated)
        layout_soft(layout, "unless stated");
    put_excepts(layout, sentence->excepts, indent + 2);
}

static void put_sentences(struct layout *layout, const struct ast_statement *statement,
                          const struct ast_rank *ranks, int indent)
{
    for (const struct ast_sentence *item = statement->sentences; item; item = item->next) {
        put_sentence(layout, item, item == statement->sentences ? ranks : NULL, indent);
        layout_put(layout, item->next ? ";" : "");
    }
}

static void put_clause(struct layout *layout, const struct ast_statement *clause, int indent)
{
    layout_put(layout, "clause ");
    phrase_name(&layout->phrase, &clause->number);
    if (clause->text.text) {
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_text(&layout->phrase, &clause->text, false);
    }
    if (clause->material.source != SOURCE_NONE)
        layout_soft(layout, "material");
    if (clause->survives.source != SOURCE_NONE)
        layout_soft(layout, "survives");
    size_t start = layout->text.count + 1;
    phrase_period(&layout->phrase, &clause->period);
    if (!period_is_empty(&clause->period))
        layout_split(layout, start, (struct layout_piece){indent + 2, clause->period.span.begin, 0},
                     HEADER_WIDTH);
    if (clause->while_live) {
        layout_soft(layout, "while");
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_refs(&layout->phrase, clause->while_live);
        layout_soft(layout, clause->while_live->next ? "are in force" : "is in force");
    }
    if (clause->in_place_of) {
        layout_soft(layout, "in place of");
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_refs(&layout->phrase, clause->in_place_of);
    }
    layout_put(layout, ":");
    put_sentences(layout, clause, clause->ranks, indent + 2);
}

/* ---- terms ---------------------------------------------------------------------------------- */

static void put_meaning(struct layout *layout, const struct ast_reading *reading, int indent)
{
    if (reading->gloss.text) {
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_text(&layout->phrase, &reading->gloss, false);
    }
    strbuf_char(&layout->text, PHRASE_SOFT);
    size_t start = layout->text.count;
    layout_put(layout, "means");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_expr(&layout->phrase, reading->means);
    struct layout_piece means = {indent, reading->means->span.begin, 0};
    bool splits = layout_split(layout, start, means,
                               reading->gloss.text && reading->parties ? 0 : LAYOUT_WIDTH);
    put_excepts(layout, reading->excepts, splits ? indent + 2 : indent);
}

static void put_term(struct layout *layout, const struct ast_statement *term)
{
    layout_put(layout, "term ");
    phrase_name(&layout->phrase, &term->name);
    if (!term->readings->parties) {
        put_meaning(layout, term->readings, 2);
        return;
    }
    layout_put(layout, ":");
    for (const struct ast_reading *reading = term->readings; reading; reading = reading->next) {
        layout_piece(layout, 2, reading->span);
        layout_put(layout, "as read by");
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_names(&layout->phrase, reading->parties, PHRASE_AND);
        put_meaning(layout, reading, 4);
        layout_put(layout, reading->next ? ";" : "");
    }
}

/* ---- the other statements ------------------------------------------------------- */

static void put_agreement(struct layout *layout, const struct ast_statement *agreement)
{
    layout_put(layout, "agreement ");
    phrase_name(&layout->phrase, &agreement->name);
    layout_soft(layout, "between");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_names(&layout->phrase, agreement->names, PHRASE_AND);
    if (agreement->source.text) {
        layout_soft(layout, "source ");
        phrase_text(&layout->phrase, &agreement->source, false);
    }
    if (!period_is_empty(&agreement->period)) {
        strbuf_char(&layout->text, PHRASE_SOFT);
        size_t start = layout->text.count;
        layout_put(layout, "in force");
        phrase_period(&layout->phrase, &agreement->period);
        struct layout_piece period = {2, agreement->period.span.begin, 0};
        layout_split(layout, start, period, HEADER_WIDTH);
    }
}

static void put_waiver(struct layout *layout, const struct ast_statement *waiver)
{
    layout_put(layout, "waiver ");
    phrase_name(&layout->phrase, &waiver->name);
    layout_soft(layout, "by");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_names(&layout->phrase, waiver->names, PHRASE_AND);
    layout_soft(layout, "of");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_refs(&layout->phrase, waiver->refs);
    if (!period_is_empty(&waiver->period)) {
        layout_soft(layout, "in force");
        phrase_period(&layout->phrase, &waiver->period);
    }
    put_where(layout, waiver->where, 2);
    put_excepts(layout, waiver->excepts, 2);
}

static void put_amendment(struct layout *layout, const struct ast_statement *amendment)
{
    layout_put(layout, "amendment ");
    phrase_name(&layout->phrase, &amendment->name);
    layout_soft(layout, "of ");
    phrase_name(&layout->phrase, &amendment->target);
    layout_soft(layout, "dated ");
    phrase_day(&layout->phrase, amendment->date.day);
    layout_put(layout, ":");
    layout_soft(layout, "deletes");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_refs(&layout->phrase, amendment->refs);
}

static void put_ruling(struct layout *layout, const struct ast_statement *ruling)
{
    layout_put(layout, "ruling ");
    phrase_text(&layout->phrase, &ruling->text, false);
    layout_soft(layout, "dated ");
    phrase_day(&layout->phrase, ruling->date.day);
    layout_put(layout, ":");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_name(&layout->phrase, &ruling->target);
    layout_soft(layout, "as read by");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_names(&layout->phrase, ruling->names, PHRASE_AND);
}

static void put_assert(struct layout *layout, const struct ast_statement *statement)
{
    layout_put(layout, "assert ");
    phrase_text(&layout->phrase, &statement->text, false);
    layout_put(layout, ":");
    switch (statement->assertion) {
    case ASSERT_NEVER:
        layout_soft(layout, "never ");
        layout_put(layout, ast_verdict_name(statement->verdict));
        break;
    case ASSERT_ALWAYS:
        layout_soft(layout, "always ");
        layout_put(layout, ast_verdict_name(statement->verdict));
        break;
    case ASSERT_SOME_CHOICE:
        layout_soft(layout, "some choice is permitted");
        break;
    }
    if (statement->names) {
        layout_soft(layout, "as read by");
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_names(&layout->phrase, statement->names, PHRASE_AND);
    }
    put_where(layout, statement->where, 2);
}

static void put_allow(struct layout *layout, const struct ast_statement *allow)
{
    layout_put(layout, "allow ");
    phrase_name(&layout->phrase, &allow->target);
    if (allow->refs) {
        layout_soft(layout, "on");
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_refs(&layout->phrase, allow->refs);
    }
    if (allow->date.present) {
        layout_soft(layout, "until ");
        phrase_day(&layout->phrase, allow->date.day);
    }
    if (allow->gloss.text) {
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_text(&layout->phrase, &allow->gloss, false);
    }
}

static void put_policy(struct layout *layout, const struct ast_statement *policy)
{
    layout_put(layout, "policy ");
    phrase_text(&layout->phrase, &policy->text, false);
    layout_soft(layout, "dated ");
    phrase_day(&layout->phrase, policy->date.day);
}

static void put_uses(struct layout *layout, const struct ast_statement *uses)
{
    layout_put(layout, "uses ");
    phrase_text(&layout->phrase, &uses->text, false);
}

static void put_document(struct layout *layout, const struct ast_statement *document)
{
    layout_put(layout, "document ");
    phrase_name(&layout->phrase, &document->name);
}

static void put_statement(struct layout *layout, const struct ast_statement *statement,
                          int indent)
{
    switch (statement->kind) {
    case STATEMENT_POISON:
        break;
    case STATEMENT_POLICY:
        put_policy(layout, statement);
        break;
    case STATEMENT_USES:
        put_uses(layout, statement);
        break;
    case STATEMENT_KIND:
        layout_kind(layout, statement);
        break;
    case STATEMENT_GROUP:
        layout_group(layout, statement);
        break;
    case STATEMENT_ATTRIBUTE:
    case STATEMENT_REDACTED:
        layout_attribute(layout, statement);
        break;
    case STATEMENT_EVENTS:
        layout_events(layout, statement);
        break;
    case STATEMENT_OCCURRED:
        layout_occurred(layout, statement);
        break;
    case STATEMENT_PERIOD:
        layout_named_period(layout, statement);
        break;
    case STATEMENT_ACTS:
        layout_acts(layout, statement);
        break;
    case STATEMENT_TERM:
        put_term(layout, statement);
        break;
    case STATEMENT_AGREEMENT:
        put_agreement(layout, statement);
        break;
    case STATEMENT_DOCUMENT:
        put_document(layout, statement);
        break;
    case STATEMENT_CLAUSE:
        put_clause(layout, statement, indent);
        break;
    case STATEMENT_RANK:
        put_sentences(layout, statement, NULL, indent);
        break;
    case STATEMENT_WAIVER:
        put_waiver(layout, statement);
        break;
    case STATEMENT_AMENDMENT:
        put_amendment(layout, statement);
        break;
    case STATEMENT_RULING:
        put_ruling(layout, statement);
        break;
    case STATEMENT_ASSERT:
        put_assert(layout, statement);
        break;
    case STATEMENT_ALLOW:
        put_allow(layout, statement);
        break;
    case STATEMENT_INPUT:
        layout_input(layout, statement);
        break;
    }
}

/* Where clauses and documents stand: two deeper than their agreement, and clauses two more
 * inside a document. */
struct indents {
    int document, clause;
};

static int indent_of(struct indents *indents, const struct ast_statement *statement)
{
    if (statement->kind == STATEMENT_AGREEMENT) {
        *indents = (struct indents){2, 2};
    } else if (statement->kind == STATEMENT_DOCUMENT) {
        indents->clause = indents->document + 2;
        return indents->document;
    }
    bool inside = statement->kind == STATEMENT_CLAUSE || statement->kind == STATEMENT_RANK;
    return inside ? indents->clause : 0;
}

static bool is_header(const struct ast_statement *statement)
{
    return statement->kind == STATEMENT_AGREEMENT || statement->kind == STATEMENT_DOCUMENT;
}

static void free_scratch(void *argument)
{
    arena_free(argument);
}

void ast_print(const struct ast_file *file, const struct interner *names, struct strbuf *out)
{
    struct arena scratch;
    struct cleanup cleanup = {.run = free_scratch, .argument = &scratch};
    struct layout layout = {.out = out, .scratch = &scratch, .comments = file->comments};
    struct indents indents = {0, 0};
    arena_init(&scratch, out->arena->guard);
    guard_register(scratch.guard, &cleanup);
    strbuf_init(&layout.text, &scratch);
    layout.marks.arena = &scratch;
    layout.phrase = (struct phrase){names, &layout.text, &layout.marks};
    for (const struct ast_statement *item = file->statements; item; item = item->next) {
        if (item->kind == STATEMENT_POISON)
            continue;
        int indent = indent_of(&indents, item);
        if (item->kind != STATEMENT_RANK)
            layout_piece(&layout, indent, item->span);
        put_statement(&layout, item, indent);
        layout_put(&layout, is_header(item) ? ":" : ".");
        layout_emit(&layout, item->blank_before, item->span.end);
    }
    layout_comments(&layout, UINT32_MAX, 0);
    guard_forget(scratch.guard, &cleanup);
    arena_free(&scratch);
}
