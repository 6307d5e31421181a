/* dump.c: the structure of a syntax tree, a line per node (`polc dump --stage ast`).
 *
 *     clause 2.1 "API exclusivity" material @31:3-35:47
 *       grant OpenAI grants Azure exclusive model_host @33:5-35:46
 *         where @33:51-33:59
 *           name api_call @33:51-33:59
 *
 * Everything that a tree says is in its dump: two trees are equal, places aside, iff
 * their dumps without places (sources NULL) are equal. The tests compare trees so.
 */
#include "syntax/print.h"

#include "syntax/phrase.h"

#include <inttypes.h>

struct dump {
    struct phrase words;
    struct strbuf *out;
    struct sources *sources; /* NULL: without places */
    int depth;
};

static void begin(struct dump *dump, const char *label)
{
    strbuf_repeat(dump->out, ' ', dump->depth * 2);
    strbuf_text(dump->out, label);
}

/* Ends the line with the place. */
static void end(struct dump *dump, struct span span)
{
    if (dump->sources && span.source != SOURCE_NONE) {
        struct place place = source_place(dump->sources, span);
        strbuf_printf(dump->out, " @%" PRIu64 ":%u-%" PRIu64 ":%u", place.line, place.column, place.end_line,
                      place.end_column);
    }
    strbuf_char(dump->out, '\n');
}

static void line(struct dump *dump, const char *label, struct span span)
{
    begin(dump, label);
    end(dump, span);
}

static void add_name(struct dump *dump, const struct ast_name *name)
{
    strbuf_char(dump->out, ' ');
    phrase_name(&dump->words, name);
}

static void add_text(struct dump *dump, const struct ast_text *text)
{
    if (!text->text)
        return;
    strbuf_char(dump->out, ' ');
    phrase_text(&dump->words, text, false);
}

static void names(struct dump *dump, const char *label, const struct ast_name *list)
{
    for (const struct ast_name *name = list; name; name = name->next) {
        begin(dump, label);
        add_name(dump, name);
        end(dump, name->span);
    }
}

static void refs(struct dump *dump, const char *label, const struct ast_ref *list)
{
    for (const struct ast_ref *ref = list; ref; ref = ref->next) {
        begin(dump, label);
        strbuf_char(dump->out, ' ');
        phrase_ref(&dump->words, ref);
        end(dump, ref->span);
    }
}

static void expr(struct dump *dump, const struct ast_expr *node)
{
    static const char *const labels[] = {
        [EXPR_POISON] = "poison", [EXPR_ALWAYS] = "always",     [EXPR_NEVER] = "never",
        [EXPR_NOT] = "not",       [EXPR_AND] = "and",           [EXPR_OR] = "or",
        [EXPR_NAME] = "name",     [EXPR_IS] = "is",             [EXPR_IS_IN] = "is-in",
        [EXPR_IS_MEMBER] = "is-member", [EXPR_COMPARE_TO] = "compare-to",
        [EXPR_DURING] = "during", [EXPR_ONLY] = "only",     [EXPR_INCLUDES] = "includes",
        [EXPR_COMPARE] = "compare", [EXPR_DATE] = "date",       [EXPR_IN_FORCE] = "in-force",
        [EXPR_OCCURRED] = "occurred", [EXPR_WITHIN] = "within", [EXPR_AGO] = "ago"};
    begin(dump, labels[node->kind]);
    bool branches = node->kind == EXPR_NOT || node->kind == EXPR_AND || node->kind == EXPR_OR;
    if (branches) {
        strbuf_text(dump->out, node->parenthesised ? " (…)" : "");
    } else if (node->kind != EXPR_ALWAYS && node->kind != EXPR_NEVER) {
        strbuf_char(dump->out, ' ');
        phrase_expr(&dump->words, node);
    } else {
        strbuf_text(dump->out, node->parenthesised ? " (…)" : "");
    }
    strbuf_text(dump->out, node->said_when ? " when" : "");
    end(dump, node->span);
    if (!branches)
        return;
    dump->depth++;
    expr(dump, node->left);
    if (node->kind != EXPR_NOT)
        expr(dump, node->right);
    dump->depth--;
}

static void condition(struct dump *dump, const char *label, const struct ast_expr *node)
{
    if (!node)
        return;
    line(dump, label, node->span);
    dump->depth++;
    expr(dump, node);
    dump->depth--;
}

static void excepts(struct dump *dump, const struct ast_except *list)
{
    for (const struct ast_except *item = list; item; item = item->next) {
        begin(dump, "except");
        phrase_except(&dump->words, item);
        end(dump, item->span);
        dump->depth++;
        condition(dump, "where", item->cond);
        excepts(dump, item->carve_backs);
        dump->depth--;
    }
}

static void point(struct dump *dump, const char *label, const struct ast_point *node)
{
    if (!node)
        return;
    begin(dump, label);
    strbuf_char(dump->out, ' ');
    phrase_point(&dump->words, node);
    end(dump, node->span);
}

static void period(struct dump *dump, const struct ast_period *node)
{
    point(dump, "from", node->from);
    point(dump, "until", node->until);
    if (node->through.present) {
        begin(dump, "through ");
        phrase_day(&dump->words, node->through.day);
        end(dump, node->through.span);
    }
    condition(dump, "while", node->whilst);
}

static void trees(struct dump *dump, const struct ast_tree *list)
{
    for (const struct ast_tree *tree = list; tree; tree = tree->next) {
        begin(dump, "tree");
        add_name(dump, &tree->name);
        add_text(dump, &tree->spelling);
        for (const struct ast_spelling *item = tree->more; item; item = item->next)
            add_text(dump, &item->text);
        end(dump, tree->span);
        dump->depth++;
        trees(dump, tree->children);
        dump->depth--;
    }
}

/* ---- sentences --------------------------------------------------------------------- */

static void sentence(struct dump *dump, const struct ast_sentence *node)
{
    static const char *const labels[] = {
        [SENTENCE_GRANT] = "grant",       [SENTENCE_SHALL_NOT] = "shall-not",
        [SENTENCE_ONLY_IF] = "only-if",   [SENTENCE_MAY] = "may",
        [SENTENCE_RESERVED] = "reserved", [SENTENCE_OWES] = "owes",
        [SENTENCE_COMMITS] = "commits",   [SENTENCE_LIFT] = "lift",
        [SENTENCE_PREVAILS] = "prevails", [SENTENCE_ORDER] = "order",
        [SENTENCE_STRICTER] = "stricter"};
    begin(dump, labels[node->kind]);
    strbuf_char(dump->out, ' ');
    phrase_sentence(&dump->words, node);
    bool unless = node->kind == SENTENCE_ORDER && node->unless_stated;
    strbuf_text(dump->out, unless ? " unless stated" : "");
    end(dump, node->span);
    dump->depth++;
    if (dump->sources)
        line(dump, "head", node->head);
    if (node->text.text) {
        begin(dump, "text");
        add_text(dump, &node->text);
        end(dump, node->text.span);
    }
    if (node->kind == SENTENCE_ONLY_IF)
        condition(dump, "only-if", node->only_if);
    condition(dump, "where", node->where);
    if (node->kind == SENTENCE_PREVAILS)
        refs(dump, "not-for", node->not_for);
    excepts(dump, node->excepts);
    dump->depth--;
}

static void clause(struct dump *dump, const struct ast_statement *node)
{
    period(dump, &node->period);
    refs(dump, "in-place-of", node->in_place_of);
    refs(dump, "while-live", node->while_live);
    for (const struct ast_rank *rank = node->ranks; rank; rank = rank->next) {
        begin(dump, "rank ");
        phrase_rank(&dump->words, rank);
        end(dump, rank->span);
    }
    for (const struct ast_sentence *item = node->sentences; item; item = item->next)
        sentence(dump, item);
}

/* ---- statements ---------------------------------------------------------------------- */

/* What stands on the line of the statement itself. */
static void heading(struct dump *dump, const struct ast_statement *node)
{
    static const char *const labels[] = {
        [STATEMENT_POISON] = "poison",       [STATEMENT_POLICY] = "policy",
        [STATEMENT_USES] = "uses",           [STATEMENT_KIND] = "kind",
        [STATEMENT_GROUP] = "group",         [STATEMENT_ATTRIBUTE] = "attribute",
        [STATEMENT_EVENTS] = "events",       [STATEMENT_OCCURRED] = "occurred",
        [STATEMENT_PERIOD] = "period",        [STATEMENT_REDACTED] = "redacted",
        [STATEMENT_ACTS] = "acts",           [STATEMENT_TERM] = "term",
        [STATEMENT_AGREEMENT] = "agreement", [STATEMENT_DOCUMENT] = "document",
        [STATEMENT_CLAUSE] = "clause",       [STATEMENT_RANK] = "rank",
        [STATEMENT_WAIVER] = "waiver",       [STATEMENT_AMENDMENT] = "amendment",
        [STATEMENT_RULING] = "ruling",       [STATEMENT_ASSERT] = "assert",
        [STATEMENT_ALLOW] = "allow",         [STATEMENT_INPUT] = "input"};
    static const char *const roles[] = {
        [ROLE_ACTOR] = " actor", [ROLE_FACT] = " fact", [ROLE_CHOICE] = " choice"};
    begin(dump, labels[node->kind]);
    if (node->kind == STATEMENT_ATTRIBUTE)
        strbuf_text(dump->out, roles[node->role]);
    if (node->name.atom)
        add_name(dump, &node->name);
    add_text(dump, &node->text);
    if (node->kind == STATEMENT_CLAUSE) {
        strbuf_text(dump->out, node->material.source != SOURCE_NONE ? " material" : "");
        strbuf_text(dump->out, node->survives.source != SOURCE_NONE ? " survives" : "");
    }
    strbuf_text(dump->out, node->blank_before ? " after-blank" : "");
    end(dump, node->span);
}

static void date(struct dump *dump, const struct ast_date *node)
{
    if (!node->present)
        return;
    begin(dump, "date ");
    phrase_day(&dump->words, node->day);
    end(dump, node->span);
}

static void type(struct dump *dump, const struct ast_statement *node)
{
    begin(dump, "type ");
    phrase_type(&dump->words, &node->type);
    end(dump, node->type.span);
    if (node->presumed.kind != CONSTANT_NOTHING) {
        begin(dump, "presumed ");
        phrase_constant(&dump->words, &node->presumed);
        end(dump, node->presumed.span);
    }
}

static void readings(struct dump *dump, const struct ast_reading *list)
{
    for (const struct ast_reading *item = list; item; item = item->next) {
        begin(dump, "reading");
        add_text(dump, &item->gloss);
        end(dump, item->span);
        dump->depth++;
        names(dump, "party", item->parties);
        condition(dump, "means", item->means);
        excepts(dump, item->excepts);
        dump->depth--;
    }
}

static void events(struct dump *dump, const struct ast_event *list)
{
    for (const struct ast_event *item = list; item; item = item->next) {
        begin(dump, "event ");
        phrase_event(&dump->words, item);
        end(dump, item->name.span);
    }
}

static void assertion(struct dump *dump, const struct ast_statement *node)
{
    static const char *const labels[] = {
        [ASSERT_NEVER] = "never ",
        [ASSERT_ALWAYS] = "always ",
        [ASSERT_SOME_CHOICE] = "some choice "};
    begin(dump, labels[node->assertion]);
    strbuf_text(dump->out, ast_verdict_name(node->verdict));
    end(dump, (struct span){0});
    names(dump, "reading", node->names);
    condition(dump, "where", node->where);
}

static void named_target(struct dump *dump, const struct ast_statement *node)
{
    names(dump, "target", &(struct ast_name){node->target.atom, node->target.quoted,
                                             node->target.span, NULL});
    date(dump, &node->date);
}

static void input_tests(struct dump *dump, const char *label, const struct ast_input_test *list)
{
    for (const struct ast_input_test *test = list; test; test = test->next) {
        struct ast_input_test alone = *test;
        alone.next = NULL;
        begin(dump, label);
        phrase_tests(&dump->words, &alone);
        end(dump, test->span);
    }
}

static void input_fact(struct dump *dump, const struct ast_input_line *line)
{
    for (const struct ast_input_case *item = line->cases; item; item = item->next) {
        begin(dump, "case ");
        phrase_input_case(&dump->words, item);
        end(dump, span_join(item->pattern.span, item->value.span));
    }
    if (line->unit.atom)
        names(dump, "in", &(struct ast_name){line->unit.atom, line->unit.quoted, line->unit.span,
                                             NULL});
    if (!line->paths || line->value.kind == CONSTANT_NOTHING)
        return;
    begin(dump, "otherwise ");
    phrase_constant(&dump->words, &line->value);
    end(dump, line->value.span);
}

static void input(struct dump *dump, const struct ast_input *node)
{
    input_tests(dump, "guard ", node->guards);
    for (const struct ast_input_line *line = node->lines; line; line = line->next) {
        begin(dump, "line ");
        phrase_line(&dump->words, line);
        end(dump, line->span);
        dump->depth++;
        if (line->kind == LINE_EACH)
            input_tests(dump, line->said_when ? "when " : "where ", line->tests);
        if (line->kind == LINE_FACT || line->kind == LINE_NAME)
            input_fact(dump, line);
        dump->depth--;
    }
}

static void agreement(struct dump *dump, const struct ast_statement *node)
{
    names(dump, "party", node->names);
    if (node->source.text) {
        begin(dump, "source");
        add_text(dump, &node->source);
        end(dump, node->source.span);
    }
    period(dump, &node->period);
}

static void waiver(struct dump *dump, const struct ast_statement *node)
{
    names(dump, "holder", node->names);
    refs(dump, "of", node->refs);
    period(dump, &node->period);
    condition(dump, "where", node->where);
    excepts(dump, node->excepts);
}

/* What the heading leaves unsaid. */
static void body(struct dump *dump, const struct ast_statement *node)
{
    switch (node->kind) {
    case STATEMENT_POISON:
    case STATEMENT_USES:
    case STATEMENT_DOCUMENT:
        break;
    case STATEMENT_POLICY:
        date(dump, &node->date);
        break;
    case STATEMENT_OCCURRED:
        if (node->target.atom)
            named_target(dump, node);
        else
            date(dump, &node->date);
        break;
    case STATEMENT_KIND:
    case STATEMENT_ACTS:
        trees(dump, node->tree);
        break;
    case STATEMENT_ATTRIBUTE:
    case STATEMENT_REDACTED:
        type(dump, node);
        break;
    case STATEMENT_EVENTS:
        events(dump, node->events);
        break;
    case STATEMENT_PERIOD:
        period(dump, &node->period);
        break;
    case STATEMENT_TERM:
        readings(dump, node->readings);
        break;
    case STATEMENT_AGREEMENT:
        agreement(dump, node);
        break;
    case STATEMENT_CLAUSE:
        clause(dump, node);
        break;
    case STATEMENT_RANK:
        for (const struct ast_sentence *item = node->sentences; item; item = item->next)
            sentence(dump, item);
        break;
    case STATEMENT_WAIVER:
        waiver(dump, node);
        break;
    case STATEMENT_GROUP:
    case STATEMENT_RULING:
        named_target(dump, node);
        names(dump, node->kind == STATEMENT_GROUP ? "member" : "reading", node->names);
        break;
    case STATEMENT_AMENDMENT:
    case STATEMENT_ALLOW:
        named_target(dump, node);
        refs(dump, node->kind == STATEMENT_AMENDMENT ? "deletes" : "on", node->refs);
        break;
    case STATEMENT_ASSERT:
        assertion(dump, node);
        break;
    case STATEMENT_INPUT:
        input(dump, node->input);
        break;
    }
}

void ast_dump(const struct ast_file *file, const struct interner *interner,
              struct sources *sources, struct strbuf *out)
{
    size_t from = out->count;
    struct dump dump = {.words = {interner, out, NULL}, .out = out, .sources = sources};
    for (const struct ast_statement *item = file->statements; item; item = item->next) {
        heading(&dump, item);
        dump.depth++;
        body(&dump, item);
        dump.depth--;
    }
    for (const struct ast_comment *item = file->comments; item; item = item->next) {
        begin(&dump, "comment ");
        strbuf_text(out, item->text);
        end(&dump, item->span);
    }
    phrase_harden(out, from);
}
