/* explain_tree.c: a condition as a tree, with what each line of it is over the box.
 *
 *   yes   Alliance is in force since 2019-07-22; alliance_terminated has not occurred
 *   yes   deployer is OpenAI   [deployer = OpenAI]
 *   open  api_call
 *     no    via_api   [via_api = no]
 *
 * Each line is a question to eval about the whole box.
 */
#include "emit/speech.h"

#include <string.h>

#define TREE_DEPTH 60
#define TREE_LINES 200

struct tree {
    struct speech *speech;
    size_t lines;
};

static const char *mark(enum eval_truth truth)
{
    switch (truth) {
    case TRUTH_NO:
        return "no";
    case TRUTH_MAYBE:
        return "open";
    case TRUTH_YES:
        return "yes";
    }
    return "";
}

static void tree_line(struct tree *tree, unsigned indent, enum eval_truth truth, const char *text)
{
    if (tree->lines++ == TREE_LINES)
        layout_line(&tree->speech->layout, indent, "…");
    if (tree->lines > TREE_LINES)
        return;
    layout_marked(&tree->speech->layout, indent, mark(truth), text);
}

static void tree_expr(struct tree *tree, uint32_t expr, unsigned indent, unsigned depth);

static void tree_literal(struct tree *tree, uint32_t expr, unsigned indent, enum eval_truth truth)
{
    const struct asker *asker = &tree->speech->asker;
    struct strbuf text, fact;
    strbuf_init(&text, asker->arena);
    strbuf_init(&fact, asker->arena);
    reason_words(asker, expr, &text);
    if (reason_is_bound(asker, expr)) {
        strbuf_text(&fact, "the date is ");
        name_values(asker->arena, asker->table, VOCAB_DATE,
                    values_of(asker->arena, &asker->sets[VOCAB_DATE]), &fact);
    } else {
        reason_literal(asker, expr, &fact);
    }
    if (strcmp(strbuf_string(&text), strbuf_string(&fact)) != 0)
        strbuf_printf(&text, "   [%s]", strbuf_string(&fact));
    tree_line(tree, indent, truth, strbuf_string(&text));
}

/* The operands of a chain of one operator, as a list below one line. */
static void tree_chain(struct tree *tree, uint32_t expr, uint32_t op, unsigned indent,
                       unsigned depth)
{
    const struct table_expr *e = &tree->speech->asker.table->exprs[expr];
    if (e->op == op && depth < TREE_DEPTH) {
        tree_chain(tree, e->a, op, indent, depth + 1);
        tree_chain(tree, e->b, op, indent, depth + 1);
    } else {
        tree_expr(tree, expr, indent, depth);
    }
}

/* ---- periods ----------------------------------------------------------------------------- */

static void say_days(struct interval days, struct strbuf *out)
{
    char day[DATE_TEXT];
    if (days.low > DATE_FIRST) {
        date_format(days.low, day);
        strbuf_printf(out, " %s %s", days.high < DATE_LAST ? "from" : "since", day);
    }
    if (days.high < DATE_LAST) {
        date_format(days.high, day);
        strbuf_printf(out, " through %s", day);
    }
}

/* In one line: "Alliance is in force since 2019-07-22; alliance_terminated has not occurred",
 * and a line for each period that it hangs on; of one that is not in force, why not. False,
 * and nothing said, where a line cannot tell it. */
static bool tree_period(struct tree *tree, uint32_t expr, const char *name, unsigned indent,
                        enum eval_truth truth)
{
    const struct asker *asker = &tree->speech->asker;
    const struct ir_named *named = &asker->table->named[asker->table->exprs[expr].a];
    struct period period;
    struct strbuf line;
    strbuf_init(&line, asker->arena);
    strbuf_printf(&line, "%s is in force", name);
    if (truth == TRUTH_NO) {
        strbuf_text(&line, "   [");
        reason_expr(asker, expr, "; ", &line);
        strbuf_char(&line, ']');
        tree_line(tree, indent, truth, strbuf_string(&line));
        return true;
    }
    if (!reason_period(asker, named->expr, &period))
        return false;
    say_days(period.days, &line);
    for (size_t i = 0; i < period.literals.count; i++) {
        strbuf_text(&line, "; ");
        reason_literal(asker, period.literals.items[i], &line);
    }
    tree_line(tree, indent, truth, strbuf_string(&line));
    for (size_t i = 0; i < period.inner.count; i++)
        tree_expr(tree, period.inner.items[i], indent + 2, 1);
    return true;
}

/* An atom that looks at several variables: its words, and the facts. */
static void tree_phrase(struct tree *tree, uint32_t expr, unsigned indent, enum eval_truth truth)
{
    const struct asker *asker = &tree->speech->asker;
    const struct ir_named *named = &asker->table->named[asker->table->exprs[expr].a];
    struct strbuf facts;
    strbuf_init(&facts, asker->arena);
    reason_phrase_facts(asker, expr, &facts);
    tree_line(tree, indent, truth,
              arena_printf(asker->arena, facts.count ? "%s   [%s]" : "%s%s",
                           table_text(asker->table, named->ref), strbuf_string(&facts)));
}

static void tree_named(struct tree *tree, uint32_t expr, unsigned indent, enum eval_truth truth,
                       unsigned depth)
{
    const struct table *table = tree->speech->asker.table;
    const struct ir_named *named = &table->named[table->exprs[expr].a];
    const char *name = "", *says = "";
    switch ((enum ir_named_kind)named->kind) {
    case NAMED_TERM:
        name = vocab_string(&table->vocab, table->vocab.terms[named->ref].name);
        break;
    case NAMED_FORCE:
        name = table_text(table, table->agreements[named->ref].name);
        says = " is in force";
        break;
    case NAMED_LIVE:
        name = name_clause(table, named->ref);
        says = " is in force";
        break;
    case NAMED_WAIVER:
        name = table_text(table, table->waivers[named->ref].title);
        says = " applies";
        break;
    case NAMED_PHRASE:
        tree_phrase(tree, expr, indent, truth);
        return;
    }
    bool period = named->kind == NAMED_FORCE || named->kind == NAMED_LIVE;
    if (period && tree_period(tree, expr, name, indent, truth))
        return;
    tree_line(tree, indent, truth, arena_printf(tree->speech->asker.arena, "%s%s", name, says));
    tree_expr(tree, named->expr, indent + 2, depth + 1);
}

static void tree_expr(struct tree *tree, uint32_t expr, unsigned indent, unsigned depth)
{
    const struct asker *asker = &tree->speech->asker;
    const struct table_expr *e = &asker->table->exprs[expr];
    if (tree->lines > TREE_LINES)
        return;
    enum eval_truth truth = eval_expr(asker->evaluator, asker->sets, expr);
    if (depth > TREE_DEPTH) {
        tree_line(tree, indent, truth, "…");
        return;
    }
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
        tree_line(tree, indent, truth, "always");
        return;
    case IR_FALSE:
        tree_line(tree, indent, truth, "never");
        return;
    case IR_LITERAL:
        tree_literal(tree, expr, indent, truth);
        return;
    case IR_NOT:
        tree_line(tree, indent, truth, "not:");
        tree_expr(tree, e->a, indent + 2, depth + 1);
        return;
    case IR_AND:
        tree_line(tree, indent, truth, "all of:");
        tree_chain(tree, expr, e->op, indent + 2, depth + 1);
        return;
    case IR_OR:
        tree_line(tree, indent, truth, "one of:");
        tree_chain(tree, expr, e->op, indent + 2, depth + 1);
        return;
    case IR_NAMED:
        tree_named(tree, expr, indent, truth, depth);
        return;
    }
}

void explain_tree(struct speech *speech, uint32_t node, unsigned indent)
{
    struct tree tree = {speech, 0};
    const struct table *table = speech->asker.table;
    uint32_t expr = table->nodes[node].expr;
    if (table->exprs[expr].op == IR_AND)
        tree_chain(&tree, expr, IR_AND, indent, 1);
    else
        tree_expr(&tree, expr, indent, 1);
}
