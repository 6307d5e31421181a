/* verify.c: the order of the checks of an image, and those of its texts.
 *
 * In: sections whose bytes are what the writer wrote (or someone who can compute a
 * checksum). Out: the certainty that every id, offset and list is inside its section, and
 * that whatever walks the table ends.
 */
#include "table/verify.h"

#include "base/strbuf.h"

bool verify_fail(struct verifier *v, const char *format, ...)
{
    struct strbuf text;
    strbuf_init(&text, v->arena);
    strbuf_text(&text, "damaged: ");
    va_list arguments;
    va_start(arguments, format);
    strbuf_vprintf(&text, format, arguments);
    va_end(arguments);
    v->error = strbuf_string(&text);
    return false;
}

/* Offsets lead to texts that end inside the section; offset 0 is the empty text. */
static bool verify_texts(struct verifier *v)
{
    const struct table *t = v->table;
    if (t->text_count == 0 || t->text[0] != '\0' || t->text[t->text_count - 1] != '\0')
        return verify_fail(v, "the texts do not begin and end with an empty one");
    if (t->vocab_text_count == 0 || t->vocab_text[t->vocab_text_count - 1] != '\0')
        return verify_fail(v, "the names do not end");
    return true;
}

static bool verify_meta(struct verifier *v)
{
    const struct table *t = v->table;
    const struct table_meta *meta = t->meta;
    if (!verify_text(v, meta->name.offset)
        || !verify_list(meta->name.offset, meta->name.length, t->text_count - 1)
        || t->text[meta->name.offset + meta->name.length] != '\0')
        return verify_fail(v, "the policy's name is no text");
    if (meta->mask_words == 0 || meta->mask_words > IR_COLUMN_LIMIT
        || meta->lanes > IR_COLUMN_LIMIT + 3 || meta->lanes % 4 != 0)
        return verify_fail(v, "records of %u mask words and %u lanes", meta->mask_words,
                           meta->lanes);
    if (meta->record_size != meta->mask_words * 8 + meta->lanes * 4 + 8)
        return verify_fail(v, "records of %u bytes", meta->record_size);
    return true;
}

bool verify_all(struct verifier *v)
{
    return verify_texts(v) && verify_meta(v) && verify_vocab(v) && verify_inputs(v)
           && verify_columns(v) && verify_exprs(v) && verify_nodes(v) && verify_norms(v)
           && verify_records(v);
}
