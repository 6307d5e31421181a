/* input_words.c: lines of an input as they read, for messages. */
#include "data/input.h"

#define FEW_PATTERNS 8 /* of a line that has more, the rest are counted */

static void quote(struct strbuf *out, const struct vocab *vocab, struct vocab_text text)
{
    strbuf_printf(out, "\"%s\"", vocab_string(vocab, text));
}

const char *input_fact_words(struct arena *arena, const struct vocab *vocab, uint32_t index)
{
    const struct vocab_input_fact *fact = &vocab->input_facts[index];
    struct strbuf out = strbuf_new(arena);
    strbuf_printf(&out, "%s is ", vocab_string(vocab, fact->key));
    if (fact->path_count == 0)
        strbuf_text(&out, vocab_string(vocab, fact->value));
    for (uint32_t i = 0; i < fact->path_count; i++) {
        strbuf_text(&out, i ? " or " : "");
        quote(&out, vocab, vocab->input_paths[fact->first_path + i].written);
    }
    for (uint32_t i = 0; i < fact->pattern_count && i < FEW_PATTERNS; i++) {
        const struct vocab_input_pattern *pattern = &vocab->input_patterns[fact->first_pattern + i];
        strbuf_text(&out, i ? ", " : " with ");
        quote(&out, vocab, pattern->pattern);
        strbuf_printf(&out, " as %s", vocab_string(vocab, pattern->value));
    }
    if (fact->pattern_count > FEW_PATTERNS)
        strbuf_printf(&out, ", and %u more", fact->pattern_count - FEW_PATTERNS);
    if (fact->unit.length)
        strbuf_printf(&out, " in %s", vocab_string(vocab, fact->unit));
    if (fact->path_count && fact->otherwise != INPUT_OTHERWISE_ERROR)
        strbuf_printf(&out, "%s otherwise %s", fact->pattern_count ? "," : "",
                      fact->otherwise == INPUT_OTHERWISE_UNKNOWN ? "unknown"
                                                                 : vocab_string(vocab, fact->value));
    return strbuf_string(&out);
}

const char *input_test_words(struct arena *arena, const struct vocab *vocab,
                             const struct vocab_input_test *test)
{
    struct strbuf out = strbuf_new(arena);
    if (test->negated && !test->pattern_count)
        strbuf_text(&out, "no ");
    quote(&out, vocab, vocab->input_paths[test->path].written);
    for (uint32_t i = 0; i < test->pattern_count; i++) {
        strbuf_text(&out, i ? " or " : test->negated ? " is not " : " is ");
        quote(&out, vocab, vocab->input_patterns[test->first_pattern + i].pattern);
    }
    return strbuf_string(&out);
}
