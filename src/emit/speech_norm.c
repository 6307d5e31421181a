/* speech_norm.c: why one clause speaks, as it is told below its head: what satisfied it, why no
 * exception, lift or waiver takes it away, what may outrank it; and that it is known.
 */
#include "emit/speech.h"

#include <string.h>

#define EXCEPTIONS_SHOWN 6

/* It would forbid, or permit, but something may outrank it. */
static void tell_above(struct speech *speech, uint32_t norm, unsigned indent)
{
    const struct asker *asker = &speech->asker;
    struct strbuf above = strbuf_new(asker->arena);
    if (eval_norm_effective(asker->evaluator, asker->sets, norm) == TRUTH_MAYBE
        && speech_winners(speech, norm, &above))
        layout_line(&speech->layout, indent, "it may yield to %s", strbuf_string(&above));
}

const char *speech_reasons(const struct speech *speech, uint32_t norm, unsigned indent)
{
    struct speech apart = *speech;
    struct strbuf text = strbuf_new(speech->asker.arena), why = strbuf_new(speech->asker.arena);
    apart.layout.out = &text;
    speech_why(&apart, norm, &why);
    if (why.count)
        layout_paragraph(&apart.layout, indent, indent + 4, strbuf_string(&why));
    speech_exceptions(&apart, norm, indent, EXCEPTIONS_SHOWN);
    tell_above(&apart, norm, indent);
    return strbuf_string(&text);
}

void speech_known(const struct emit_known *known, struct strbuf *out)
{
    bool prohibited = strcmp(known->verdict, name_verdict(EVAL_PROHIBITED)) == 0;
    strbuf_printf(out, "In the baseline: %s", known->verdict);
    if (strcmp(known->clause, known->verdict) != 0)
        strbuf_printf(out, "%s%s", prohibited ? " by " : " under ", known->clause);
    strbuf_printf(out, " (%s).", known->reason);
}
