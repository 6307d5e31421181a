/* assumed.c: whose reading of a disputed term was taken for granted (--reading).
 *
 * A verdict under one party's reading is that party's view of it. It must not be taken for the
 * answer, so it is told wherever presumptions are: the terms that some norm mentions, with the
 * parties that read them so. Terms that a ruling fixes are not assumed and not told.
 */
#include "emit/assumed.h"

#include "emit/json.h"

#include <string.h>

static const char *term_name(const struct vocab *vocab, uint32_t term)
{
    return vocab_string(vocab, vocab->terms[term].name);
}

/* The parties whose reading of the term was assumed; NULL where none was. */
static const char *assumed(const struct vocab *vocab, const struct value_set *sets, uint32_t term)
{
    const struct vocab_term *t = &vocab->terms[term];
    if (t->var == VOCAB_NONE || !vocab->vars[t->var].mentioned
        || sets[t->var].origin != VALUE_GIVEN)
        return NULL;
    uint32_t reading = t->first_reading + (uint32_t)sets[t->var].first.low;
    return vocab_string(vocab, vocab->readings[reading].label);
}

static bool told_before(const struct vocab *vocab, const struct value_set *sets, uint32_t term,
                        const char *label)
{
    for (uint32_t t = 0; t < term; t++) {
        const char *other = assumed(vocab, sets, t);
        if (other && strcmp(other, label) == 0)
            return true;
    }
    return false;
}

void assumed_words(const struct table *table, const struct value_set *sets, struct strbuf *out)
{
    const struct vocab *vocab = &table->vocab;
    size_t groups = 0;
    for (uint32_t term = 0; term < vocab->term_count; term++) {
        const char *label = assumed(vocab, sets, term);
        if (!label || told_before(vocab, sets, term, label))
            continue;
        strbuf_text(out, groups++ ? "; " : "");
        for (uint32_t same = term; same < vocab->term_count; same++) {
            const char *other = assumed(vocab, sets, same);
            if (other && strcmp(other, label) == 0)
                strbuf_printf(out, "%s`%s`", same == term ? "" : ", ", term_name(vocab, same));
        }
        strbuf_printf(out, " as read by %s", label);
    }
}

void assumed_line(const struct table *table, const struct value_set *sets, struct layout *layout,
                  unsigned indent)
{
    struct strbuf words = strbuf_new(layout->out->arena), line = strbuf_new(layout->out->arena);
    assumed_words(table, sets, &words);
    if (!words.count)
        return;
    strbuf_printf(&line, "Assumed: %s.", strbuf_string(&words));
    layout_paragraph(layout, indent, indent + 2, strbuf_string(&line));
}

void assumed_object(const struct table *table, const struct value_set *sets, struct strbuf *out)
{
    const struct vocab *vocab = &table->vocab;
    bool any = false;
    for (uint32_t term = 0; term < vocab->term_count; term++) {
        const char *label = assumed(vocab, sets, term);
        if (!label)
            continue;
        strbuf_text(out, any ? "" : "{");
        any = true;
        json_pair(out, term_name(vocab, term), label);
    }
    strbuf_text(out, any ? "}" : "");
}

void assumed_json(const struct table *table, const struct value_set *sets, struct strbuf *out)
{
    struct strbuf object = strbuf_new(out->arena);
    assumed_object(table, sets, &object);
    if (!object.count)
        return;
    json_key(out, "assumed");
    strbuf_text(out, strbuf_string(&object));
}
