/* speech_after.c: what follows a verdict: what would settle it, duties, presumptions. */
#include "emit/speech.h"

#include <inttypes.h>

static struct strbuf fresh(const struct speech *speech)
{
    struct strbuf buffer;
    strbuf_init(&buffer, speech->asker.arena);
    return buffer;
}

/* ---- values that settle -------------------------------------------------------------- */

/* All values that lead to one verdict, in words. */
static bool say_settling(const struct speech *speech, const struct eval_matter *matter,
                         enum eval_verdict verdict, struct strbuf *out)
{
    VEC(struct interval) items = {0};
    for (size_t i = 0; i < matter->settle_count; i++)
        if (matter->settles[i].verdict == verdict)
            VEC_PUSH(speech->asker.arena, &items, matter->settles[i].values);
    if (!items.count)
        return false;
    struct values values = {items.items, items.count};
    name_values(speech->asker.arena, speech->asker.table, matter->var, values, out);
    strbuf_text(out, " → ");
    speech_verdict(speech, verdict, out);
    return true;
}

/* Which facts no value of settles anything. */
static void say_unsettled(struct speech *speech, unsigned indent)
{
    const struct eval_result *result = speech->result;
    struct strbuf names = fresh(speech);
    size_t count = 0, said = 0;
    for (size_t i = 0; i < result->fact_count; i++)
        count += result->facts[i].settle_count == 0;
    for (size_t i = 0; i < result->fact_count; i++) {
        if (result->facts[i].settle_count)
            continue;
        strbuf_text(&names, said == 0 ? "" : said + 1 == count ? " or " : ", ");
        strbuf_text(&names, name_var(speech->asker.table, result->facts[i].var));
        said++;
    }
    if (count)
        layout_line(&speech->layout, indent, "No single value of %s settles it%s.",
                    strbuf_string(&names),
                    count == result->fact_count && count > 1 ? "; two or more are needed together"
                                                             : "");
}

void speech_matters(struct speech *speech, unsigned indent)
{
    static const enum eval_verdict order[] = {EVAL_PERMITTED, EVAL_DISPUTED, EVAL_UNDETERMINED,
                                              EVAL_PROHIBITED};
    const struct eval_result *result = speech->result;
    const struct vocab *vocab = &speech->asker.table->vocab;
    for (size_t i = 0; i < result->fact_count; i++) {
        struct strbuf text = fresh(speech);
        const struct vocab_var *var = &vocab->vars[result->facts[i].var];
        if (!result->facts[i].settle_count)
            continue;
        strbuf_text(&text, name_var(speech->asker.table, result->facts[i].var));
        if (var->gloss.length)
            strbuf_printf(&text, " (%s)", vocab_string(vocab, var->gloss));
        bool said = false;
        for (size_t v = 0; v < sizeof order / sizeof *order; v++) {
            struct strbuf part = fresh(speech);
            if (say_settling(speech, &result->facts[i], order[v], &part)) {
                strbuf_printf(&text, "%s %s", said ? ";" : ":", strbuf_string(&part));
                said = true;
            }
        }
        layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
    }
    say_unsettled(speech, indent);
}

/* ---- duties ------------------------------------------------------------------------------ */

static void say_duty(const struct speech *speech, uint32_t norm, struct strbuf *out)
{
    const struct table *table = speech->asker.table;
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

/* What a duty that is not simply due depends on: its open facts, and the prohibitions on
 * whose breach it falls due. */
static void duty_reason(const struct speech *speech, uint32_t norm, enum eval_status status,
                        struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    const struct table_duty *duty = table_duty(asker->table, norm);
    if (status == DUTY_DUE)
        return;
    if (eval_node_met(asker->evaluator, asker->sets, norm) != TRUTH_YES)
        reason_expr(asker, asker->table->nodes[norm].expr, ", ", out);
    speech_lifts(speech, norm, out);
    size_t said = 0;
    uint32_t last = IR_NONE;
    for (uint32_t i = 0; i < duty->breach_count && said < 3; i++) {
        uint32_t of = asker->table->ids[duty->first_breach + i];
        uint32_t clause = asker->table->norms[of].clause;
        if (clause == last
            || eval_norm_effective(asker->evaluator, asker->sets, of) == TRUTH_NO)
            continue;
        strbuf_printf(out, "%s%s", said++ ? " or " : out->count ? ", in breach of " : "in breach of ",
                      name_clause(asker->table, clause));
        last = clause;
    }
}

static void say_duties(struct speech *speech, enum eval_status status, const char *title,
                       unsigned indent)
{
    struct strbuf text = fresh(speech);
    size_t said = 0;
    for (size_t i = 0; i < speech->result->duty_count; i++) {
        const struct eval_duty *duty = &speech->result->duties[i];
        if (duty->status != status)
            continue;
        strbuf_text(&text, said++ ? "; " : title);
        say_duty(speech, duty->norm, &text);
        struct strbuf why = fresh(speech);
        duty_reason(speech, duty->norm, status, &why);
        if (why.count)
            strbuf_printf(&text, ": %s", strbuf_string(&why));
    }
    if (!said)
        return;
    strbuf_char(&text, '.');
    layout_paragraph(&speech->layout, indent, indent + 2, strbuf_string(&text));
}

/* The one fact whose change alone could make a duty due, or VOCAB_NONE: of those that are
 * held to one value now, opened one at a time. */
static uint32_t only_obstacle(const struct speech *speech, uint32_t norm)
{
    const struct asker *asker = &speech->asker;
    const struct vocab *vocab = &asker->table->vocab;
    uint32_t found = VOCAB_NONE;
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        const struct vocab_var *v = &vocab->vars[var];
        const struct value_set *set = &asker->sets[var];
        bool open = set->more_count || set->first.low != set->first.high;
        bool fact = v->role == VAR_ROLE_FACT || v->role == VAR_ROLE_CHOICE
                    || v->role == VAR_ROLE_CONSENT || v->role == VAR_ROLE_LEDGER;
        if (open || !fact || !v->mentioned)
            continue;
        struct interval domain = values_domain(asker->table, var);
        if (v->kind == VAR_EVENT) /* it might have happened on any day so far */
            domain.high = asker->sets[VOCAB_DATE].first.low;
        struct asker within = ask_within(asker, var, domain.low, domain.high);
        if (eval_node_hit(within.evaluator, within.sets, norm) == TRUTH_NO)
            continue;
        if (found != VOCAB_NONE)
            return VOCAB_NONE;
        found = var;
    }
    return found;
}

#define DUTIES_EXAMINED 64
#define DUTIES_NOT_YET 3

static void say_not_yet(struct speech *speech, unsigned indent)
{
    const struct asker *asker = &speech->asker;
    const struct table *table = asker->table;
    struct strbuf text = fresh(speech);
    size_t examined = 0, said = 0;
    for (uint32_t n = 0; n < table->meta->norm_count; n++) {
        const struct table_norm *norm = &table->norms[n];
        if (norm->sign != SIGN_DUTY || norm->form != FORM_OWES || (norm->flags & NORM_IN_BREACH))
            continue;
        if (examined++ == DUTIES_EXAMINED || said == DUTIES_NOT_YET)
            break;
        if (eval_node_hit(asker->evaluator, asker->sets, n) != TRUTH_NO)
            continue;
        uint32_t var = only_obstacle(speech, n);
        if (var == VOCAB_NONE)
            continue;
        struct strbuf why = fresh(speech);
        if (eval_node_met(asker->evaluator, asker->sets, n) == TRUTH_NO)
            reason_expr(asker, table->nodes[n].expr, ", ", &why);
        else
            speech_lifts(speech, n, &why);
        strbuf_text(&text, said++ ? "; " : "Not yet: ");
        say_duty(speech, n, &text);
        if (why.count)
            strbuf_printf(&text, " because %s", strbuf_string(&why));
    }
    if (!said)
        return;
    strbuf_char(&text, '.');
    layout_paragraph(&speech->layout, indent, indent + 2, strbuf_string(&text));
}

void speech_duties(struct speech *speech, unsigned indent)
{
    say_duties(speech, DUTY_DUE, "Duties due: ", indent);
    say_duties(speech, DUTY_UNDETERMINED, "May be due: ", indent);
    say_duties(speech, DUTY_DISPUTED, "Whether due is disputed: ", indent);
    say_not_yet(speech, indent);
}

/* ---- presumptions -------------------------------------------------------------------------- */

void speech_presumed(struct speech *speech, unsigned indent)
{
    const struct table *table = speech->asker.table;
    const struct eval_result *result = speech->result;
    struct strbuf text = fresh(speech), never = fresh(speech);
    for (size_t i = 0; i < result->presumed_count; i++) {
        uint32_t var = result->presumed[i];
        if (table->vocab.vars[var].kind == VAR_EVENT) {
            strbuf_printf(&never, "%s%s", never.count ? ", " : "", name_var(table, var));
            continue;
        }
        strbuf_printf(&text, "%s%s = ", text.count ? ", " : "", name_var(table, var));
        name_values(speech->asker.arena, table, var,
                    values_of(speech->asker.arena, &speech->asker.sets[var]), &text);
    }
    if (!result->presumed_count)
        return;
    if (never.count)
        strbuf_printf(&text, "%s%s not occurred", text.count ? "; " : "", strbuf_string(&never));
    struct strbuf line = fresh(speech);
    strbuf_printf(&line, "Presumed: %s.", strbuf_string(&text));
    layout_paragraph(&speech->layout, indent, indent + 2, strbuf_string(&line));
}

void speech_budget(struct speech *speech, unsigned indent)
{
    if (speech->result->unresolved)
        layout_line(&speech->layout, indent,
                    "Unresolved: the budget of %" PRIu64 " search nodes ran out before the verdict "
                    "was settled.",
                    speech->result->budget);
}
