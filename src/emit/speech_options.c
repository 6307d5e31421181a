/* speech_options.c: a line below a verdict: what would be permitted instead. */
#include "emit/options.h"
#include "emit/speech.h"

void speech_options(struct speech *speech, unsigned indent)
{
    struct strbuf line;
    if (speech->result->verdict == EVAL_PERMITTED)
        return;
    strbuf_init(&line, speech->asker.arena);
    options_line(speech->asker.table, speech->asker.evaluator, speech->asker.sets,
                 speech->asker.arena, &line);
    if (line.count)
        layout_paragraph(&speech->layout, indent, indent + 2, strbuf_string(&line));
}
