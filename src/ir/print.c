/* print.c: the ir as a listing for people who work on polc (`polc dump --stage ir`).
 *
 * Columns come first, each with its cells; after that a set of cells is `host{1,3-4}`.
 * Everything is in the order of ids, so two equal policies give equal listings. The
 * example of lower.c begins:
 *
 *   node 0  norm Alliance 2.1 prohibits
 *     when   force Alliance and deployer{0} and term api_call and model_host{0,2}
 *     cube   date{1-2} deployer{0} memory{0} model_host{0,2} via_api{1} api_call{0}
 *     unless node 1
 */
#include "ir/ir.h"

#include <inttypes.h>

struct printer {
    const struct ir *ir;
    const struct model *model;
    struct strbuf *out;
};

/* ---- columns ------------------------------------------------------------------------ */

static const char *var_name(const struct printer *p, uint32_t var)
{
    const struct vocab *vocab = &p->model->vocab;
    const struct vocab_var *v = &vocab->vars[var];
    if (v->kind == VAR_READING)
        return vocab_string(vocab, vocab->terms[v->term].name);
    return vocab_string(vocab, v->name);
}

static void print_value(const struct printer *p, const struct vocab_var *v, uint32_t var,
                        int64_t value)
{
    const struct vocab *vocab = &p->model->vocab;
    char day[DATE_TEXT];
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
        strbuf_text(p->out, vocab_leaf_name(vocab, var, (uint32_t)value));
        return;
    case VAR_READING: {
        const struct vocab_reading *reading =
            &vocab->readings[vocab->terms[v->term].first_reading + (uint32_t)value];
        strbuf_printf(p->out, "as read by %s", vocab_string(vocab, reading->label));
        return;
    }
    case VAR_NUMBER:
        strbuf_printf(p->out, "%" PRId64, value);
        return;
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
    case VAR_EVENT:
        date_format(value, day);
        strbuf_text(p->out, day);
        return;
    }
}

static void print_column(const struct printer *p, size_t id)
{
    static const char *const units[] = {"days", "months", "years"};
    const struct ir_column *c = &p->ir->columns.items[id];
    strbuf_printf(p->out, "  %zu %s", id, var_name(p, c->var));
    if (c->kind == COLUMN_SINCE) {
        strbuf_printf(p->out, ": cell 1 %s %" PRId64 " %s after\n", c->past ? "past" : "from",
                      c->count, units[c->unit]);
        return;
    }
    strbuf_text(p->out, ": cells from ");
    for (uint32_t i = 0; i < c->cell_count; i++) {
        strbuf_text(p->out, i ? " | " : "");
        print_value(p, &p->model->vocab.vars[c->var], c->var,
                    p->ir->cuts.items[c->first_cut + i]);
    }
    strbuf_char(p->out, '\n');
}

/* ---- conditions ----------------------------------------------------------------------- */

static void print_literal(const struct printer *p, uint32_t literal)
{
    const struct ir_literal *l = &p->ir->literals.items[literal];
    const struct ir_column *c = &p->ir->columns.items[l->column];
    strbuf_text(p->out, var_name(p, c->var));
    if (c->kind == COLUMN_SINCE)
        strbuf_printf(p->out, "/%u", l->column);
    for (uint32_t i = 0; i < l->range_count; i++) {
        const struct ir_range *r = &p->ir->ranges.items[l->first_range + i];
        strbuf_printf(p->out, i ? ",%u" : "{%u", r->low);
        if (r->high > r->low)
            strbuf_printf(p->out, "-%u", r->high);
    }
    strbuf_char(p->out, '}');
}

static void print_named(const struct printer *p, uint32_t id)
{
    const struct ir_named *n = &p->ir->named.items[id];
    const struct model *model = p->model;
    switch ((enum ir_named_kind)n->kind) {
    case NAMED_TERM:
        strbuf_printf(p->out, "term %s", vocab_string(&model->vocab,
                                                      model->vocab.terms[n->ref].name));
        return;
    case NAMED_FORCE:
        strbuf_printf(p->out, "force %s",
                      atom_text(model->names, model->agreements.items[n->ref].name));
        return;
    case NAMED_LIVE:
        strbuf_printf(p->out, "live %s", model->clauses.items[n->ref].title);
        return;
    case NAMED_WAIVER:
        strbuf_text(p->out, model->waivers.items[n->ref].title);
        return;
    case NAMED_PHRASE:
        strbuf_text(p->out, p->ir->text.items + n->ref);
        return;
    }
}

/* `or` inside `and`, and both after `not`, take parentheses. */
static void print_expr(const struct printer *p, uint32_t id, enum ir_op outer)
{
    const struct ir_expr *e = &p->ir->exprs.items[id];
    bool wrap = (e->op == IR_OR || e->op == IR_AND) && outer != e->op && outer != IR_TRUE
                && !(outer == IR_OR && e->op == IR_AND);
    strbuf_text(p->out, wrap ? "(" : "");
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
        strbuf_text(p->out, "always");
        break;
    case IR_FALSE:
        strbuf_text(p->out, "never");
        break;
    case IR_LITERAL:
        print_literal(p, e->a);
        break;
    case IR_NOT:
        strbuf_text(p->out, "not ");
        print_expr(p, e->a, IR_NOT);
        break;
    case IR_AND:
    case IR_OR:
        print_expr(p, e->a, (enum ir_op)e->op);
        strbuf_text(p->out, e->op == IR_AND ? " and " : " or ");
        print_expr(p, e->b, (enum ir_op)e->op);
        break;
    case IR_NAMED:
        print_named(p, e->a);
        break;
    }
    strbuf_text(p->out, wrap ? ")" : "");
}

/* ---- nodes ------------------------------------------------------------------------------ */

static const char *sign_word(enum norm_sign sign)
{
    switch (sign) {
    case SIGN_PROHIBIT:
        return "prohibits";
    case SIGN_PERMIT:
        return "permits";
    case SIGN_DUTY:
        return "obliges";
    }
    return "";
}

/* The lift or waiver that a node was made from. */
static const char *origin_title(const struct printer *p, uint32_t node)
{
    const struct model *model = p->model;
    for (size_t i = 0; i < model->lifts.count; i++)
        if (p->ir->lift_nodes[i] == node)
            return model->clauses.items[model->lifts.items[i].clause].title;
    for (size_t i = 0; i < model->waivers.count; i++)
        if (p->ir->waiver_nodes[i] == node)
            return model->waivers.items[i].title;
    return "";
}

static void print_node_head(const struct printer *p, uint32_t id)
{
    const struct ir_node *node = &p->ir->nodes.items[id];
    const struct model_except *except = p->ir->excepts.items[id];
    strbuf_printf(p->out, "node %u  ", id);
    switch ((enum ir_node_kind)node->kind) {
    case NODE_NORM: {
        const struct model_norm *norm = &p->model->norms.items[id];
        strbuf_printf(p->out, "norm %s %s", p->model->clauses.items[norm->clause].title,
                      sign_word(norm->sign));
        break;
    }
    case NODE_EXCEPT:
        strbuf_text(p->out, "exception");
        if (except && except->label)
            strbuf_printf(p->out, " (%s)", except->label);
        break;
    case NODE_LIFT:
        strbuf_printf(p->out, "lift %s", origin_title(p, id));
        break;
    case NODE_WAIVER:
        strbuf_text(p->out, origin_title(p, id));
        break;
    case NODE_RANK_CONDITION:
        strbuf_text(p->out, "condition of ranks");
        break;
    }
    strbuf_text(p->out, node->residual ? ", residual\n" : "\n");
}

static void print_cubes(const struct printer *p, const struct ir_node *node)
{
    for (uint32_t i = 0; i < node->cube_count; i++) {
        const struct ir_cube *cube = &p->ir->cubes.items[node->first_cube + i];
        strbuf_text(p->out, "  cube  ");
        for (uint32_t k = 0; k < cube->count; k++) {
            strbuf_char(p->out, ' ');
            print_literal(p, p->ir->cube_literals.items[cube->first + k]);
        }
        strbuf_char(p->out, '\n');
    }
}

static void print_node(const struct printer *p, uint32_t id)
{
    const struct ir_node *node = &p->ir->nodes.items[id];
    print_node_head(p, id);
    strbuf_text(p->out, "  when   ");
    print_expr(p, node->expr, IR_TRUE);
    strbuf_char(p->out, '\n');
    print_cubes(p, node);
    for (uint32_t i = 0; i < node->child_count; i++)
        strbuf_printf(p->out, "  unless node %u\n",
                      p->ir->children.items[node->first_child + i]);
    if (node->kind != NODE_NORM)
        return;
    const struct ir_norm *norm = &p->ir->norms.items[id];
    for (uint32_t i = 0; i < norm->rank_count; i++) {
        const struct ir_rank *rank = &p->ir->ranks.items[norm->first_rank + i];
        strbuf_printf(p->out, "  yields node %u", rank->winner);
        if (rank->condition != IR_NONE)
            strbuf_printf(p->out, " if node %u", rank->condition);
        strbuf_char(p->out, '\n');
    }
}

void ir_print(const struct ir *ir, struct strbuf *out)
{
    const struct printer p = {ir, ir->model, out};
    strbuf_text(out, "columns\n");
    for (size_t i = 0; i < ir->columns.count; i++)
        print_column(&p, i);
    strbuf_text(out, ir->named.count ? "names\n" : "");
    for (uint32_t i = 0; i < ir->named.count; i++) {
        strbuf_text(out, "  ");
        print_named(&p, i);
        strbuf_text(out, " = ");
        print_expr(&p, ir->named.items[i].expr, IR_TRUE);
        strbuf_char(out, '\n');
    }
    for (uint32_t i = 0; i < ir->nodes.count; i++)
        print_node(&p, i);
}
