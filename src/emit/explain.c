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
 *       Alliance 2.2 would prevail over it, but does not apply: host = AWS, not Azure
 *
 * Each line of a tree is a question to eval about the whole box.
 */
#include "emit/speech.h"

#include "diag/utf8.h"

#define NORMS_EXPLAINED 500 /* of each effect */

void explain_breach(struct speech *speech, uint32_t norm, unsigned indent)
{
    struct strbuf of;
    strbuf_init(&of, speech->asker.arena);
    if (!(speech->asker.table->norms[norm].flags & NORM_IN_BREACH))
        return;
    speech_breach(speech, norm, TRUTH_YES, &of);
    bool sure = of.count > 0;
    if (!sure)
        speech_breach(speech, norm, TRUTH_MAYBE, &of);
    layout_marked(&speech->layout, indent, sure ? "yes" : "open",
                  arena_printf(speech->asker.arena, "in breach of %s", strbuf_string(&of)));
}

static void explain_norm(struct speech *speech, uint32_t norm, const char *effect)
{
    layout_line(&speech->layout, 2, "%s%s%s", layout_escape(&speech->layout, LAYOUT_BOLD), effect,
                layout_escape(&speech->layout, LAYOUT_PLAIN));
    speech_head(speech, norm, 4);
    speech_quote(speech, norm, 6);
    explain_tree(speech, norm, 6);
    explain_breach(speech, norm, 6);
    speech_exceptions(speech, norm, 6, 50);
    explain_ranks(speech, norm, 6);
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
            layout_on(out, style->width, style->colour),
            c->boxes[i].result,
        };
        size_t begun = out->count;
        strbuf_char(out, '\n');
        if (c->box_count > 1)
            layout_line(&speech.layout, 0, "%s:", utf8_visible(out->arena, c->boxes[i].label));
        size_t titled = out->count;
        explain_clauses(&speech, SIGN_PROHIBIT);
        explain_clauses(&speech, SIGN_PERMIT);
        explain_lifted(&speech);
        explain_duties(&speech);
        if (out->count == titled) /* nothing speaks */
            out->count = begun;
    }
}
