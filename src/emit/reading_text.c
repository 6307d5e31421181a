/* reading_text.c: what documents were read as, for people. */
#include "emit/reading.h"

#include "diag/utf8.h"
#include "emit/json.h"
#include "emit/names.h"

#include <string.h>

#define VALUE_WIDTH 28 /* of the column of values, at most */

void emit_reading_begin(struct emit_reading *reading, struct strbuf *out)
{
    if (!reading->json)
        return;
    strbuf_text(out, "{\"schema\": \"polc-read/1\", \"documents\": [");
}

/* The document that was open is over. */
static void close_document(struct emit_reading *reading, struct strbuf *out)
{
    if (reading->open && reading->json)
        strbuf_text(out, "]}");
    else if (reading->open && !reading->elements && reading->input)
        strbuf_text(out, "  no deployment\n");
    reading->open = false;
    reading->elements = 0;
}

static void write_place(const struct emit_reading *reading, struct span span, bool column,
                        struct strbuf *out)
{
    struct place place = source_place(reading->sources, span);
    strbuf_printf(out, "%s:%llu", utf8_visible(out->arena, place.file),
                  (unsigned long long)place.line);
    if (column)
        strbuf_printf(out, ":%u", place.column);
}

void emit_reading_document(struct emit_reading *reading, const struct traced_document *document,
                           struct strbuf *out)
{
    const struct vocab *vocab = &reading->table->vocab;
    close_document(reading, out);
    reading->input = document->input;
    reading->open = true;
    if (reading->json) {
        strbuf_text(out, reading->documents ? ",\n " : "\n ");
        reading_json_document(reading, document, out);
    } else if (document->input) {
        strbuf_text(out, reading->written ? "\n" : "");
        reading->written = true;
        write_place(reading, document->span, false, out);
        strbuf_printf(out, ": a document for input %s (%s:%u)\n",
                      vocab_string(vocab, document->input->name),
                      utf8_visible(out->arena, vocab_string(vocab, document->input->file)),
                      document->input->line);
    }
    reading->documents++;
}

static void write_origin(const struct emit_reading *reading, const struct read_fact *fact,
                         const struct traced_value *value, struct strbuf *out)
{
    if (fact->traced && value->how == TRACED_CONSTANT) {
        strbuf_text(out, "as the input says");
        return;
    }
    if (fact->status == READ_PRESUMED || !value->span.source) {
        strbuf_text(out, fact->status == READ_PRESUMED ? "presumed" : "given");
        return;
    }
    struct place place = source_place(reading->sources, value->span);
    strbuf_printf(out, "%llu:%u", (unsigned long long)place.line, place.column);
    if (strncmp(place.file, "--", 2) == 0)
        strbuf_printf(out, " of %s", utf8_visible(out->arena, place.file));
    if (!fact->traced)
        return;
    strbuf_printf(out, " %s", *value->path ? utf8_visible(out->arena, value->path) : "the whole");
    if (value->found && strcmp(value->found, value->value) != 0)
        strbuf_printf(out, " `%s`", utf8_visible(out->arena, value->found));
    if (value->how == TRACED_OTHERWISE)
        strbuf_text(out, ", otherwise");
    if (value->how == TRACED_MARK)
        strbuf_text(out, ", marked as unknown");
    if (value->how == TRACED_COMPUTED)
        strbuf_text(out, ", known only at deployment");
}

/* How wide the columns of names and of values must be. */
static void widths(const struct read_facts *facts, size_t *name, size_t *value)
{
    *name = *value = 0;
    for (size_t i = 0; i < facts->count; i++) {
        size_t length = strlen(facts->items[i].name);
        *name = length > *name ? length : *name;
        for (size_t k = 0; k < facts->items[i].count; k++) {
            length = strlen(facts->items[i].values[k].value);
            if (length > *value && length <= VALUE_WIDTH)
                *value = length;
        }
    }
}

void emit_reading_deployment(struct emit_reading *reading, const struct deployment *deployment,
                             struct strbuf *out)
{
    struct read_facts facts = {NULL, 0, 0};
    size_t name, value;
    reading->deployments++;
    if (reading->json) {
        strbuf_text(out, reading->elements++ ? ",\n   " : "\n   ");
        reading_json_deployment(reading, deployment, out);
        return;
    }
    reading_facts(reading, deployment, out->arena, &facts);
    widths(&facts, &name, &value);
    reading->elements++;
    strbuf_text(out, !reading->input && reading->written ? "\n" : "");
    reading->written = true;
    strbuf_printf(out, "%s:%llu: %s%s\n", utf8_visible(out->arena, deployment->file), (unsigned long long)deployment->line,
                  utf8_visible(out->arena, deployment->name), reading->input ? "" : ", in the plain form");
    for (size_t i = 0; i < facts.count; i++) {
        const struct read_fact *fact = &facts.items[i];
        if (!fact->count)
            strbuf_printf(out, "  %-*s  %-*s  missing\n", (int)name,
                          utf8_visible(out->arena, fact->name), (int)value, "-");
        for (size_t k = 0; k < fact->count; k++) {
            strbuf_printf(out, "  %-*s  %-*s  ", (int)name,
                          k ? "" : utf8_visible(out->arena, fact->name), (int)value,
                          utf8_visible(out->arena, fact->values[k].value));
            write_origin(reading, fact, &fact->values[k], out);
            strbuf_char(out, '\n');
        }
    }
}

void emit_reading_left_out(struct emit_reading *reading, const struct traced_element *element,
                           struct strbuf *out)
{
    reading->left_out++;
    if (reading->json) {
        strbuf_text(out, reading->elements++ ? ",\n   " : "\n   ");
        reading_json_left_out(reading, element, out);
        return;
    }
    reading->elements++;
    write_place(reading, element->span, false, out);
    strbuf_printf(out, ": %s%sleft out by `where %s`\n",
                  utf8_visible(out->arena, element->name), *element->name ? ", " : "",
                  utf8_visible(out->arena, element->test));
}

void emit_reading_end(struct emit_reading *reading, struct strbuf *out)
{
    close_document(reading, out);
    if (reading->json) {
        strbuf_text(out, "],\n \"summary\": {");
        json_count(out, "documents", reading->documents);
        json_count(out, "deployments", reading->deployments);
        json_count(out, "left_out", reading->left_out);
        json_count(out, "refused", reading->refused);
        strbuf_text(out, "}}\n");
        return;
    }
    strbuf_printf(out, "%s%zu document%s: %zu deployment%s", reading->written ? "\n" : "",
                  reading->documents, reading->documents == 1 ? "" : "s", reading->deployments,
                  reading->deployments == 1 ? "" : "s");
    if (reading->left_out)
        strbuf_printf(out, ", %zu left out", reading->left_out);
    if (reading->refused)
        strbuf_printf(out, ", %zu refused", reading->refused);
    strbuf_char(out, '\n');
}
