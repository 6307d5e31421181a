/* reading_json.c: what documents were read as, as polc-read/1 (docs/polc-read.schema.json). */
#include "emit/reading.h"

#include "emit/json.h"
#include "emit/names.h"

static void write_place(const struct emit_reading *reading, struct span span, struct strbuf *out)
{
    struct place place = source_place(reading->sources, span);
    json_count(out, "line", (size_t)place.line);
    json_count(out, "column", place.column);
}

void reading_json_document(const struct emit_reading *reading,
                           const struct traced_document *document, struct strbuf *out)
{
    const struct vocab *vocab = &reading->table->vocab;
    strbuf_char(out, '{');
    json_pair(out, "file", source_place(reading->sources, document->span).file);
    write_place(reading, document->span, out);
    json_key(out, "input");
    if (document->input)
        json_string(out, vocab_string(vocab, document->input->name));
    else
        strbuf_text(out, "null");
    json_key(out, "elements");
    strbuf_char(out, '[');
}

static void write_value(const struct emit_reading *reading, const struct read_fact *fact,
                        const struct traced_value *value, struct strbuf *out)
{
    json_next(out);
    strbuf_char(out, '{');
    json_pair(out, "value", value->value);
    if (fact->traced)
        json_pair(out, "how", reading_how(value->how));
    if (fact->traced && value->found)
        json_pair(out, "text", value->found);
    if (fact->traced && value->path)
        json_pair(out, "path", value->path);
    if (value->span.source) {
        json_pair(out, "file", source_place(reading->sources, value->span).file);
        write_place(reading, value->span, out);
    }
    strbuf_char(out, '}');
}

void reading_json_deployment(const struct emit_reading *reading,
                             const struct deployment *deployment, struct strbuf *out)
{
    struct read_facts facts = {NULL, 0, 0};
    reading_facts(reading, deployment, out->arena, &facts);
    strbuf_char(out, '{');
    json_pair(out, "deployment", deployment->name);
    json_count(out, "line", (size_t)deployment->line);
    json_key(out, "facts");
    strbuf_char(out, '[');
    for (size_t i = 0; i < facts.count; i++) {
        const struct read_fact *fact = &facts.items[i];
        strbuf_text(out, i ? ",\n    {" : "\n    {");
        json_pair(out, "fact", fact->name);
        json_pair(out, "status", reading_status(fact->status));
        json_key(out, "values");
        strbuf_char(out, '[');
        for (size_t k = 0; k < fact->count; k++)
            write_value(reading, fact, &fact->values[k], out);
        strbuf_text(out, "]}");
    }
    strbuf_text(out, "]}");
}

void reading_json_left_out(const struct emit_reading *reading,
                           const struct traced_element *element, struct strbuf *out)
{
    strbuf_char(out, '{');
    json_pair(out, "left_out", element->name);
    json_pair(out, "test", element->test);
    write_place(reading, element->span, out);
    strbuf_char(out, '}');
}
