/* reasons_phrase.c: an atom that looks at several variables, and the facts that decide it.
 *
 *   host is backup (host = AWS, backup = AWS)
 *   host is backup fails (host = AWS, backup = GCP)
 *   whether host is backup is open (backup is not known)
 *
 * The meaning of such an atom goes through the leaves of a kind one by one: `host is A and
 * backup is A, or host is B and backup is B, …`. Only the parts whose first fact fits the
 * box are told, and of each variable only what it is.
 */
#include "emit/reasons.h"

#include <string.h>

#define PARTS_SHOWN 6

struct telling {
    const struct asker *asker;
    enum eval_truth truth; /* of the whole */
    VEC(const char *) list;
    bool cut;
    bool among; /* inside a disjunction */
};

static void tell(struct telling *t, uint32_t expr);

static enum eval_truth truth_of(const struct telling *t, uint32_t expr)
{
    return eval_expr(t->asker->evaluator, t->asker->sets, expr);
}

static void push(struct telling *t, const char *phrase)
{
    for (size_t i = 0; i < t->list.count; i++)
        if (strcmp(t->list.items[i], phrase) == 0)
            return;
    if (t->list.count == PARTS_SHOWN)
        t->cut = true;
    else
        VEC_PUSH(t->asker->arena, &t->list, phrase);
}

/* "host = AWS", "host is not known", "closing has not occurred" */
static void tell_literal(struct telling *t, uint32_t expr)
{
    const struct asker *asker = t->asker;
    const struct table *table = asker->table;
    const struct table_column *column =
        &table->columns[table->literals[table->exprs[expr].a].column];
    const struct value_set *set = &asker->sets[column->var];
    bool known = !set->more_count && set->first.low == set->first.high;
    struct strbuf text;
    strbuf_init(&text, asker->arena);
    if (column->kind == COLUMN_SINCE || !known) {
        if (!known && t->truth == TRUTH_MAYBE && truth_of(t, expr) != TRUTH_MAYBE)
            return; /* it is not this one that leaves it open */
        reason_literal(asker, expr, &text);
    } else if (column->var == VOCAB_DATE) {
        return; /* the day of the deployment is known to its reader */
    } else {
        strbuf_printf(&text, "%s = ", name_var(table, column->var));
        name_values(asker->arena, table, column->var, values_of(asker->arena, set), &text);
    }
    push(t, strbuf_string(&text));
}

/* The literal that stands first in a conjunction. */
static uint32_t first_of(const struct telling *t, uint32_t expr)
{
    const struct table_expr *exprs = t->asker->table->exprs;
    while (exprs[expr].op == IR_AND || exprs[expr].op == IR_NOT)
        expr = exprs[expr].a;
    return expr;
}

/* Of a conjunction what fails it; of one among several only where its first fact fits. */
static void tell_both(struct telling *t, uint32_t expr)
{
    const struct table_expr *e = &t->asker->table->exprs[expr];
    if (t->among && truth_of(t, first_of(t, expr)) == TRUTH_NO)
        return;
    bool fails = !t->among && truth_of(t, expr) == TRUTH_NO;
    bool left = truth_of(t, e->a) == TRUTH_NO, right = truth_of(t, e->b) == TRUTH_NO;
    if (!fails || left || !right)
        tell(t, e->a);
    if (!fails || (right && !left) || (!left && !right))
        tell(t, e->b);
}

static void tell(struct telling *t, uint32_t expr)
{
    const struct table_expr *e = &t->asker->table->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return;
    case IR_LITERAL:
        tell_literal(t, expr);
        return;
    case IR_NAMED:
        tell(t, t->asker->table->named[e->a].expr);
        return;
    case IR_NOT:
        tell(t, e->a);
        return;
    case IR_AND:
        tell_both(t, expr);
        return;
    case IR_OR: {
        bool among = t->among;
        t->among = true;
        if (t->truth != TRUTH_YES || truth_of(t, e->a) == TRUTH_YES)
            tell(t, e->a);
        if (t->truth != TRUTH_YES || truth_of(t, e->a) != TRUTH_YES)
            tell(t, e->b);
        t->among = among;
        return;
    }
    }
}

void reason_phrase_facts(const struct asker *asker, uint32_t expr, struct strbuf *out)
{
    struct telling t = {.asker = asker, .truth = eval_expr(asker->evaluator, asker->sets, expr)};
    tell(&t, asker->table->named[asker->table->exprs[expr].a].expr);
    for (size_t i = 0; i < t.list.count; i++)
        strbuf_printf(out, "%s%s", i ? ", " : "", t.list.items[i]);
    strbuf_text(out, t.cut ? ", …" : "");
}

void reason_phrase(const struct asker *asker, uint32_t expr, struct strbuf *out)
{
    const struct table *table = asker->table;
    const char *words = table_text(table, table->named[table->exprs[expr].a].ref);
    enum eval_truth truth = eval_expr(asker->evaluator, asker->sets, expr);
    struct strbuf facts;
    strbuf_init(&facts, asker->arena);
    reason_phrase_facts(asker, expr, &facts);
    strbuf_printf(out, truth == TRUTH_MAYBE ? "whether %s is open"
                       : truth == TRUTH_YES ? "%s"
                                            : "%s fails",
                  words);
    if (facts.count)
        strbuf_printf(out, " (%s)", strbuf_string(&facts));
}
