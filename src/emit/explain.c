/* explain.c: a verdict in full: every clause that speaks, its condition as a tree.
 *
 *   prohibits, under some readings
 *   openai.pol:33  Alliance 2.1 "API exclusivity" (material); OpenAI would be in breach,
 *       owed to Microsoft
 *       "(paraphrase) …"
 *       yes   Alliance is in force since 2019-07-22; alliance_terminated has not occurred
 *       yes   deployer is OpenAI            deployer = OpenAI
 *       open  api_call
 *         no    via_api                     via_api = no
 *       exception (a) does not apply: stage = limited_preview, not research
 *
 * Each line of a tree is a question to eval about the whole box.
 */
#include "emit/speech.h"

#include <string.h>

#define TREE_DEPTH 60
#define TREE_LINES 200
#define NORMS_EXPLAINED 500 /* of each effect */

struct tree {
    struct speech *speech;
    size_t lines;
};

static const char *mark(enum eval_truth truth)
{
    switch (truth) {
    case TRUTH_NO:
        return "no  ";
    case TRUTH_MAYBE:
        return "open";
    case TRUTH_YES:
        return "yes ";
    }
    return "";
}

static void tree_line(struct tree *tree, unsigned indent, enum eval_truth truth, const char *text)
{
    if (tree->lines++ == TREE_LINES)
        layout_line(&tree->speech->layout, indent, "…");
    if (tree->lines > TREE_LINES)
        return;
    struct strbuf line;
    strbuf_init(&line, tree->speech->asker.arena);
    strbuf_printf(&line, "%s  %s", mark(truth), text);
    layout_paragraph(&tree->speech->layout, indent, indent + 8, strbuf_string(&line));
}

static void tree_expr(struct tree *tree, uint32_t expr, unsigned indent, unsigned depth);

static void tree_literal(struct tree *tree, uint32_t expr, unsigned indent, enum eval_truth truth)
{
    const struct asker *asker = &tree->speech->asker;
    struct strbuf text, fact;
    strbuf_init(&text, asker->arena);
    strbuf_init(&fact, asker->arena);
    reason_words(asker, expr, &text);
    reason_literal(asker, expr, &fact);
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

/* What a period in force says of itself: its days first, then what has not ended it; the
 * periods that it hangs on are left for lines of their own. */
struct period {
    struct interval days;
    struct strbuf rest;
    VEC(uint32_t) inner; /* expressions that are named */
};

static void period_literal(struct tree *tree, uint32_t expr, bool holds, struct period *out)
{
    const struct asker *asker = &tree->speech->asker;
    const struct table *table = asker->table;
    uint32_t literal = table->exprs[expr].a;
    const struct table_column *column = &table->columns[table->literals[literal].column];
    if (column->kind != COLUMN_SINCE && column->var == VOCAB_DATE) {
        struct values in = reason_accepts(asker, literal);
        if (!holds)
            in = values_rest(asker->arena, table, VOCAB_DATE, in);
        if (in.count == 1) {
            out->days.low = in.items[0].low > out->days.low ? in.items[0].low : out->days.low;
            out->days.high = in.items[0].high < out->days.high ? in.items[0].high : out->days.high;
            return;
        }
    }
    strbuf_text(&out->rest, "; ");
    reason_literal(asker, expr, &out->rest);
}

/* False where the period is no plain conjunction, which one line cannot tell. */
static bool period_parts(struct tree *tree, uint32_t expr, bool holds, unsigned depth,
                         struct period *out)
{
    const struct table_expr *e = &tree->speech->asker.table->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return true;
    case IR_LITERAL:
        period_literal(tree, expr, holds, out);
        return true;
    case IR_NOT:
        return period_parts(tree, e->a, !holds, depth, out);
    case IR_AND:
    case IR_OR:
        return (e->op == IR_AND) == holds && depth < TREE_DEPTH
               && period_parts(tree, e->a, holds, depth + 1, out)
               && period_parts(tree, e->b, holds, depth + 1, out);
    case IR_NAMED:
        VEC_PUSH(tree->speech->asker.arena, &out->inner, expr);
        return holds;
    }
    return false;
}

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

/* In one line: "Alliance is in force since 2019-07-22; alliance_terminated has not occurred".
 * False, and nothing said, where a line cannot tell it or it is not certainly in force. */
static bool tree_period(struct tree *tree, const struct ir_named *named, const char *name,
                        unsigned indent, enum eval_truth truth)
{
    struct arena *arena = tree->speech->asker.arena;
    struct period period = {.days = {DATE_FIRST, DATE_LAST}};
    struct strbuf line;
    strbuf_init(&line, arena);
    strbuf_init(&period.rest, arena);
    if (truth != TRUTH_YES || !period_parts(tree, named->expr, true, 0, &period))
        return false;
    strbuf_printf(&line, "%s is in force", name);
    say_days(period.days, &line);
    strbuf_text(&line, strbuf_string(&period.rest));
    tree_line(tree, indent, truth, strbuf_string(&line));
    for (size_t i = 0; i < period.inner.count; i++)
        tree_expr(tree, period.inner.items[i], indent + 2, 1);
    return true;
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
    case NAMED_PHRASE: {
        struct strbuf facts;
        strbuf_init(&facts, tree->speech->asker.arena);
        reason_phrase_facts(&tree->speech->asker, expr, &facts);
        tree_line(tree, indent, truth,
                  arena_printf(tree->speech->asker.arena, facts.count ? "%s   [%s]" : "%s%s",
                               table_text(table, named->ref), strbuf_string(&facts)));
        return;
    }
    }
    bool period = named->kind == NAMED_FORCE || named->kind == NAMED_LIVE;
    if (period && tree_period(tree, named, name, indent, truth))
        return;
    tree_line(tree, indent, truth, arena_printf(tree->speech->asker.arena, "%s%s", name, says));
    tree_expr(tree, named->expr, indent + 2, depth + 1);
}

static void tree_expr(struct tree *tree, uint32_t expr, unsigned indent, unsigned depth)
{
    const struct asker *asker = &tree->speech->asker;
    const struct table_expr *e = &asker->table->exprs[expr];
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

/* The condition of a node without the outermost "all of". */
static void tree_node(struct speech *speech, uint32_t node, unsigned indent)
{
    struct tree tree = {speech, 0};
    const struct table *table = speech->asker.table;
    uint32_t expr = table->nodes[node].expr;
    if (table->exprs[expr].op == IR_AND)
        tree_chain(&tree, expr, IR_AND, indent, 1);
    else
        tree_expr(&tree, expr, indent, 1);
}

/* Permissions that would outrank a prohibition, and why they do not here. */
static void tell_ranks(struct speech *speech, uint32_t norm, unsigned indent)
{
    const struct asker *asker = &speech->asker;
    const struct table_norm *n = &asker->table->norms[norm];
    size_t said = 0;
    for (uint32_t i = 0; i < n->rank_count && said < 5; i++) {
        const struct table_rank *rank = &asker->table->ranks[n->first_rank + i];
        enum eval_truth truth = eval_norm_effective(asker->evaluator, asker->sets, rank->winner);
        if (truth == TRUTH_YES && rank->condition == IR_NONE)
            continue; /* then this norm is not effective, and is told under lifted */
        struct strbuf why;
        strbuf_init(&why, asker->arena);
        reason_expr(asker, asker->table->nodes[rank->winner].expr, "; ", &why);
        layout_line(&speech->layout, indent, "%s would prevail over it%s%s%s",
                    name_norm(asker->table, rank->winner),
                    truth == TRUTH_NO ? ", but does not apply" : "",
                    why.count ? ": " : "", strbuf_string(&why));
        said++;
    }
}

static void explain_norm(struct speech *speech, uint32_t norm, const char *effect)
{
    layout_line(&speech->layout, 2, "%s%s%s", layout_escape(&speech->layout, LAYOUT_BOLD), effect,
                layout_escape(&speech->layout, LAYOUT_PLAIN));
    speech_head(speech, norm, 4);
    speech_quote(speech, norm, 6);
    tree_node(speech, norm, 6);
    speech_exceptions(speech, norm, 6, 50);
    tell_ranks(speech, norm, 6);
}

static void explain_clauses(struct speech *speech, enum norm_sign sign)
{
    const struct eval_result *result = speech->result;
    struct speech_norms norms = speech_norms(speech, sign, TRUTH_MAYBE, NORMS_EXPLAINED);
    for (size_t i = 0; i < norms.count; i++) {
        uint32_t clause = speech->asker.table->norms[norms.items[i]].clause;
        for (size_t k = 0; k < result->clause_count; k++) {
            const struct eval_clause *c = &result->clauses[k];
            if (c->clause != clause || c->sign != sign)
                continue;
            struct strbuf effect;
            strbuf_init(&effect, speech->asker.arena);
            strbuf_printf(&effect, "%s %s%s%s", name_clause(speech->asker.table, clause),
                          sign == SIGN_PROHIBIT ? "prohibits" : "permits",
                          c->when == WHEN_ALWAYS ? "" : ", under ",
                          c->when == WHEN_ALWAYS ? "" : name_when(c->when));
            if (c->contested)
                strbuf_text(&effect, "; contested, since its holders also permit it");
            explain_norm(speech, norms.items[i], strbuf_string(&effect));
        }
    }
    if (norms.more)
        layout_line(&speech->layout, 2, "and more; %zu clauses in all speak about it",
                    result->clause_count);
}

static void explain_lifted(struct speech *speech)
{
    const struct table *table = speech->asker.table;
    struct speech_lifters lifters;
    for (size_t i = 0; speech_lifters(speech, i, &lifters); i = lifters.end) {
        if (eval_norm_effective(speech->asker.evaluator, speech->asker.sets, lifters.norm)
            != TRUTH_NO)
            continue; /* it is told with the clauses that speak */
        struct strbuf effect;
        strbuf_init(&effect, speech->asker.arena);
        strbuf_printf(&effect, "%s %s prohibit, but for ", name_norm(table, lifters.norm),
                      lifters.met == TRUTH_YES ? "would" : "might");
        speech_lifter_names(speech, &lifters, &effect);
        explain_norm(speech, lifters.norm, strbuf_string(&effect));
    }
}

static void explain_duties(struct speech *speech)
{
    const struct table *table = speech->asker.table;
    for (size_t i = 0; i < speech->result->duty_count; i++) {
        const struct eval_duty *duty = &speech->result->duties[i];
        const char *effect = arena_printf(speech->asker.arena, "%s: \"%s\" is %s",
                                          name_norm(table, duty->norm),
                                          table_text(table, table_duty(table, duty->norm)->what),
                                          name_duty_status(duty->status));
        explain_norm(speech, duty->norm, effect);
    }
}

void emit_explain_case(const struct emit_case *c, const struct emit_style *style,
                       struct strbuf *out)
{
    emit_text_case(c, style, out);
    for (size_t i = 0; i < c->box_count; i++) {
        struct speech speech = {
            {c->table, c->evaluator, out->arena, c->boxes[i].sets},
            {out, style->width ? style->width : 100, style->colour},
            c->boxes[i].result,
        };
        strbuf_char(out, '\n');
        if (c->box_count > 1)
            layout_line(&speech.layout, 0, "%s:", c->boxes[i].label);
        explain_clauses(&speech, SIGN_PROHIBIT);
        explain_clauses(&speech, SIGN_PERMIT);
        explain_lifted(&speech);
        explain_duties(&speech);
    }
}
