/* interpret_dump.c: a result as text in which equal results are equal bytes.
 *
 * One line per statement, in the order of ids. Clauses, parties and values go by their
 * names, so that two engines with different numbers for them can be compared.
 */
#include "interpreter.h"

const char *oracle_verdict_name(enum oracle_verdict verdict)
{
    switch (verdict) {
    case ORACLE_PERMITTED:
        return "permitted";
    case ORACLE_DISPUTED:
        return "disputed";
    case ORACLE_UNDETERMINED:
        return "undetermined";
    case ORACLE_PROHIBITED:
        return "prohibited";
    }
    return "";
}

const char *oracle_when_name(enum oracle_when when)
{
    switch (when) {
    case ORACLE_NEVER_EFFECTIVE:
        return "never";
    case ORACLE_ALWAYS:
        return "always";
    case ORACLE_SOME_READINGS:
        return "some readings";
    case ORACLE_SOME_FACTS:
        return "some facts";
    case ORACLE_SOME_READINGS_AND_FACTS:
        return "some readings and facts";
    }
    return "";
}

const char *oracle_basis_name(enum oracle_basis basis)
{
    switch (basis) {
    case ORACLE_GRANTED:
        return "granted";
    case ORACLE_LIFTED:
        return "lifted";
    case ORACLE_NOTHING_SPEAKS:
        return "nothing speaks";
    case ORACLE_NO_CLAUSE_BINDS:
        return "no clause binds";
    }
    return "";
}

const char *oracle_duty_status_name(enum oracle_duty_status status)
{
    switch (status) {
    case ORACLE_NO_DUTY:
        return "not due";
    case ORACLE_DUTY_DISPUTED:
        return "disputed";
    case ORACLE_DUTY_UNDETERMINED:
        return "undetermined";
    case ORACLE_DUTY_DUE:
        return "due";
    }
    return "";
}

static const char *var_name(const struct model *model, uint32_t var)
{
    return vocab_string(&model->vocab, model->vocab.vars[var].name);
}

static const char *node_name(const struct model *model, uint32_t node)
{
    return vocab_string(&model->vocab, model->vocab.nodes[node].name);
}

static const char *clause_title(const struct model *model, uint32_t norm)
{
    return model->clauses.items[model->norms.items[norm].clause].title;
}

static void print_value(const struct model *model, uint32_t var, int64_t value, struct strbuf *out)
{
    char day[DATE_TEXT];
    switch ((enum var_kind)model->vocab.vars[var].kind) {
    case VAR_LEAF:
        strbuf_text(out, vocab_leaf_name(&model->vocab, var, (uint32_t)value));
        return;
    case VAR_NUMBER:
        strbuf_printf(out, "%lld", (long long)value);
        return;
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
    case VAR_EVENT:
        date_format(value, day);
        strbuf_text(out, day);
        return;
    case VAR_READING: {
        const struct vocab_term *term = &model->vocab.terms[model->vocab.vars[var].term];
        const struct vocab_reading *reading =
            &model->vocab.readings[term->first_reading + (uint32_t)value];
        strbuf_text(out, vocab_string(&model->vocab, reading->label));
        return;
    }
    }
}

void oracle_cause_name(const struct oracle *oracle, const struct oracle_cause *cause,
                       struct strbuf *out)
{
    const struct model *model = oracle->model;
    switch (cause->kind) {
    case ORACLE_BY_EXCEPT: {
        const struct model_except *e = model->norms.items[cause->norm].excepts;
        for (uint32_t i = 0; i < cause->id; i++)
            e = e->next;
        if (e->label)
            strbuf_printf(out, "exception (%s)", e->label);
        else
            strbuf_printf(out, "exception %u", cause->id + 1);
        return;
    }
    case ORACLE_BY_LIFT:
        strbuf_text(out, model->clauses.items[model->lifts.items[cause->id].clause].title);
        return;
    case ORACLE_BY_WAIVER:
        strbuf_text(out, model->waivers.items[cause->id].title);
        return;
    case ORACLE_BY_RANK:
        strbuf_text(out, clause_title(model, cause->id));
        return;
    }
}

static void dump_matters(const struct model *model, const struct oracle_result *result,
                         struct strbuf *out)
{
    for (size_t i = 0; i < result->rows.count; i++) {
        const struct oracle_row *row = &result->rows.items[i];
        strbuf_text(out, "reading");
        for (uint32_t v = 0; v < model->vocab.var_count; v++)
            if (row->readings[v] != VOCAB_NONE) {
                strbuf_printf(out, " %s as read by ", var_name(model, v));
                print_value(model, v, row->readings[v], out);
                strbuf_char(out, ',');
            }
        strbuf_printf(out, " %s\n", oracle_verdict_name(row->verdict));
    }
    for (uint32_t v = 0; v < model->vocab.var_count; v++) {
        if (!result->matters[v] || model->vocab.vars[v].kind == VAR_READING)
            continue;
        strbuf_printf(out, "fact %s matters\n", var_name(model, v));
        for (size_t i = 0; i < result->settles.count; i++) {
            const struct oracle_settle *settle = &result->settles.items[i];
            if (settle->var != v || settle->verdict == ORACLE_UNDETERMINED)
                continue;
            strbuf_text(out, "  settled at ");
            print_value(model, v, settle->low, out);
            strbuf_text(out, "..");
            print_value(model, v, settle->high, out);
            strbuf_printf(out, " as %s\n", oracle_verdict_name(settle->verdict));
        }
    }
}

static void dump_duty(const struct model *model, uint32_t n, enum oracle_duty_status status,
                      struct strbuf *out)
{
    const struct model_norm *norm = &model->norms.items[n];
    strbuf_printf(out, "duty %s %s owes", clause_title(model, n), node_name(model, norm->bearer));
    for (size_t i = 0; i < norm->creditor_count; i++)
        strbuf_printf(out, "%s %s", i > 0 ? " and" : "", node_name(model, norm->creditors[i]));
    strbuf_printf(out, " \"%s\": %s\n", norm->what, oracle_duty_status_name(status));
}

static void dump_effects(const struct oracle *oracle, const struct oracle_result *result,
                         struct strbuf *out)
{
    static const char *const words[] = {"prohibits", "permits"};
    const struct model *model = oracle->model;
    for (size_t c = 0; c < model->clauses.count; c++)
        for (size_t sign = 0; sign < 2; sign++) {
            const struct oracle_effect *effect = &result->effects[c][sign];
            if (effect->when != ORACLE_NEVER_EFFECTIVE)
                strbuf_printf(out, "clause %s %s: %s%s\n", model->clauses.items[c].title,
                              words[sign], oracle_when_name(effect->when),
                              effect->contested ? ", contested" : "");
        }
    for (uint32_t n = 0; n < model->norms.count; n++)
        if (result->duties[n] != ORACLE_NO_DUTY)
            dump_duty(model, n, result->duties[n], out);
    for (size_t i = 0; i < oracle->causes.count; i++)
        if (result->lifted[i]) {
            const struct oracle_cause *cause = &oracle->causes.items[i];
            strbuf_printf(out, "lifted %s by ", clause_title(model, cause->norm));
            oracle_cause_name(oracle, cause, out);
            strbuf_char(out, '\n');
        }
}

void oracle_dump(const struct oracle *oracle, const struct oracle_result *result,
                 struct strbuf *out)
{
    static const char *const worlds[] = {"permitted", "contested", "prohibited"};
    if (result->too_many || result->cycle) {
        strbuf_text(out, result->cycle ? "cycle\n" : "too many worlds\n");
        return;
    }
    strbuf_printf(out, "verdict %s\npossible", oracle_verdict_name(result->verdict));
    for (size_t i = 0; i < ORACLE_WORLD_VERDICTS; i++)
        if (result->possible[i])
            strbuf_printf(out, " %s", worlds[i]);
    strbuf_char(out, '\n');
    if (result->verdict == ORACLE_PERMITTED)
        strbuf_printf(out, "basis %s\n", oracle_basis_name(result->basis));
    dump_matters(oracle->model, result, out);
    dump_effects(oracle, result, out);
}
