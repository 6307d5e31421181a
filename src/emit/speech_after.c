/* speech_after.c: what follows a verdict: what would settle it, whose reading was assumed, and what was presumed. */
#include "emit/assumed.h"
#include "emit/speech.h"

#include <inttypes.h>

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
    struct strbuf names = strbuf_new(speech->asker.arena);
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
        struct strbuf text = strbuf_new(speech->asker.arena);
        const struct vocab_var *var = &vocab->vars[result->facts[i].var];
        if (!result->facts[i].settle_count)
            continue;
        strbuf_text(&text, name_var(speech->asker.table, result->facts[i].var));
        if (var->gloss.length)
            strbuf_printf(&text, " (%s)", vocab_string(vocab, var->gloss));
        bool said = false;
        for (size_t v = 0; v < sizeof order / sizeof *order; v++) {
            struct strbuf part = strbuf_new(speech->asker.arena);
            if (say_settling(speech, &result->facts[i], order[v], &part)) {
                strbuf_printf(&text, "%s %s", said ? ";" : ":", strbuf_string(&part));
                said = true;
            }
        }
        layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
    }
    say_unsettled(speech, indent);
}

/* ---- assumptions and presumptions -------------------------------------------------------------------------- */

void speech_presumed(struct speech *speech, unsigned indent)
{
    const struct table *table = speech->asker.table;
    const struct eval_result *result = speech->result;
    struct strbuf text = strbuf_new(speech->asker.arena), never = strbuf_new(speech->asker.arena);
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
    assumed_line(table, speech->asker.sets, &speech->layout, indent);
    if (!result->presumed_count)
        return;
    if (never.count)
        strbuf_printf(&text, "%s%s not occurred", text.count ? "; " : "", strbuf_string(&never));
    struct strbuf line = strbuf_new(speech->asker.arena);
    strbuf_printf(&line, "Presumed: %s.", strbuf_string(&text));
    layout_paragraph(&speech->layout, indent, indent + 2, strbuf_string(&line));
}

void speech_budget(struct speech *speech, unsigned indent)
{
    if (speech->result->unresolved)
        layout_line(&speech->layout, indent, "Unresolved: the budget of %" PRIu64 " search nodes, or of "
                    "the whole deployment, ran out before %s settled.",
                    speech->result->budget,
                    speech->result->verdict_open ? "the verdict was"
                    : speech->result->turns_open ? "what the verdict turns on was"
                                                 : "all that is told beside the verdict was");
}
