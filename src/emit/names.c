/* names.c: the names of clauses, parties and verdicts. Values are in values.c. */
#include "emit/names.h"

#include <inttypes.h>

const char *name_verdict(enum eval_verdict verdict)
{
    switch (verdict) {
    case EVAL_PERMITTED:
        return "permitted";
    case EVAL_DISPUTED:
        return "disputed";
    case EVAL_UNDETERMINED:
        return "undetermined";
    case EVAL_PROHIBITED:
        return "prohibited";
    }
    return "";
}

const char *name_verdict_upper(enum eval_verdict verdict)
{
    switch (verdict) {
    case EVAL_PERMITTED:
        return "PERMITTED";
    case EVAL_DISPUTED:
        return "DISPUTED";
    case EVAL_UNDETERMINED:
        return "UNDETERMINED";
    case EVAL_PROHIBITED:
        return "PROHIBITED";
    }
    return "";
}

const char *name_sign(enum norm_sign sign)
{
    switch (sign) {
    case SIGN_PROHIBIT:
        return "prohibits";
    case SIGN_PERMIT:
        return "permits";
    case SIGN_DUTY:
        return "owes";
    }
    return "";
}

const char *name_day(struct arena *arena, int64_t day)
{
    char *text = arena_alloc(arena, DATE_TEXT);
    date_format(day, text);
    return text;
}

const char *name_basis(enum eval_basis basis)
{
    switch (basis) {
    case BASIS_NO_CLAUSE_BINDS:
        return "no clause binds";
    case BASIS_NOTHING_SPEAKS:
        return "nothing speaks";
    case BASIS_LIFTED:
        return "lifted";
    case BASIS_GRANTED:
        return "granted";
    case BASIS_NONE:
        return "";
    }
    return "";
}

const char *name_when(enum eval_when when)
{
    switch (when) {
    case WHEN_ALWAYS:
        return "always";
    case WHEN_SOME_READINGS:
        return "some readings";
    case WHEN_SOME_FACTS:
        return "some facts";
    case WHEN_SOME_READINGS_AND_FACTS:
        return "some readings and facts";
    }
    return "";
}

const char *name_duty_status(enum eval_status status)
{
    switch (status) {
    case DUTY_NOT_DUE:
        return "not due";
    case DUTY_DISPUTED:
        return "disputed";
    case DUTY_UNDETERMINED:
        return "undetermined";
    case DUTY_DUE:
        return "due";
    }
    return "";
}

const char *name_node(const struct table *table, uint32_t node)
{
    return vocab_string(&table->vocab, table->vocab.nodes[node].name);
}

const char *name_var(const struct table *table, uint32_t var)
{
    const struct vocab_var *v = &table->vocab.vars[var];
    if (v->kind == VAR_READING)
        return vocab_string(&table->vocab, table->vocab.terms[v->term].name);
    return vocab_string(&table->vocab, v->name);
}

const char *name_clause(const struct table *table, uint32_t clause)
{
    return table_text(table, table->clauses[clause].title);
}

const char *name_norm(const struct table *table, uint32_t norm)
{
    return name_clause(table, table->norms[norm].clause);
}

void name_nodes(const struct table *table, uint32_t first, size_t count, struct strbuf *out)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            strbuf_text(out, i + 1 == count ? " and " : ", ");
        strbuf_text(out, name_node(table, table->ids[first + i]));
    }
}

void name_holders(const struct table *table, uint32_t norm, struct strbuf *out)
{
    name_nodes(table, table->norms[norm].first_holder, table->norms[norm].holder_count, out);
}

void name_creditors(const struct table *table, uint32_t norm, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(table, norm);
    name_nodes(table, duty->first_creditor, duty->creditor_count, out);
}

void name_within(const struct table *table, uint32_t norm, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(table, norm);
    if (table->norms[norm].flags & NORM_WITHIN)
        strbuf_printf(out, "%" PRId64 " %s", duty->within,
                      date_unit_word((enum date_unit)duty->within_unit, duty->within));
}

void name_duty(const struct table *table, uint32_t norm, struct strbuf *out)
{
    const struct table_norm *n = &table->norms[norm];
    strbuf_printf(out, "%s owes ", name_node(table, n->bearer));
    name_creditors(table, norm, out);
    strbuf_printf(out, " \"%s\"", table_text(table, table_duty(table, norm)->what));
    if (n->flags & NORM_WITHIN) {
        strbuf_text(out, " within ");
        name_within(table, norm, out);
    }
    strbuf_printf(out, " (%s)", name_norm(table, norm));
}

void name_place(const struct table *table, uint32_t place, struct strbuf *out)
{
    const struct table_place *p = &table->places[place];
    strbuf_printf(out, "%s:%u", table_text(table, p->file), p->line);
}

void name_defeater(const struct table *table, uint32_t node, struct strbuf *out)
{
    const struct table_node *n = &table->nodes[node];
    switch ((enum ir_node_kind)n->kind) {
    case NODE_EXCEPT: {
        const char *label = table_text(table, table->exceptions[n->info].label);
        if (label[0])
            strbuf_printf(out, "exception (%s)", label);
        else
            strbuf_text(out, "an exception");
        return;
    }
    case NODE_LIFT:
        strbuf_text(out, name_clause(table, n->info));
        return;
    case NODE_WAIVER:
        strbuf_text(out, table_text(table, table->waivers[n->info].title));
        return;
    case NODE_NORM:
        strbuf_text(out, name_norm(table, node));
        return;
    case NODE_RANK_CONDITION:
        strbuf_text(out, "a rank");
        return;
    }
}

const struct table_place *name_defeater_place(const struct table *table, uint32_t node)
{
    const struct table_node *n = &table->nodes[node];
    switch ((enum ir_node_kind)n->kind) {
    case NODE_EXCEPT:
        return &table->places[table->exceptions[n->info].place];
    case NODE_LIFT:
        return &table->places[table->clauses[n->info].place];
    case NODE_WAIVER:
        return &table->places[table->waivers[n->info].place];
    case NODE_NORM:
        return &table->places[table->norms[node].place];
    case NODE_RANK_CONDITION:
        return NULL;
    }
    return NULL;
}
