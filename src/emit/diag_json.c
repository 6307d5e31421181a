/* diag_json.c: polc-check/1: what `polc check --format json` and ndjson print. One finding a line. */
#include "emit/diag_json.h"

static void write_place(struct diags *diags, struct span span, struct strbuf *out)
{
    struct place place = source_place(diags->sources, span);
    if (span.source == SOURCE_NONE)
        return;
    json_pair(out, "file", place.file);
    json_count(out, "line", place.line);
    json_count(out, "column", place.column);
    json_count(out, "end_line", place.end_line);
    json_count(out, "end_column", place.end_column);
}

static void write_diag(struct diags *diags, const struct diag *diag, struct strbuf *out)
{
    strbuf_char(out, '{');
    json_pair(out, "code", diag_code_id(diag->code));
    json_pair(out, "severity", diag_severity_name(diag->severity));
    json_pair(out, "message", diag->message);
    write_place(diags, diag->span, out);
    json_key(out, "related");
    strbuf_char(out, '[');
    for (size_t i = 0; i < diag->label_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "message", diag->labels[i].text);
        write_place(diags, diag->labels[i].span, out);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
    for (int help = 0; help < 2; help++) {
        json_key(out, help ? "help" : "notes");
        strbuf_char(out, '[');
        for (size_t i = 0; i < diag->note_count; i++) {
            if (diag->notes[i].help != (help == 1))
                continue;
            json_next(out);
            json_string(out, diag->notes[i].text);
        }
        strbuf_char(out, ']');
    }
    if (diag->witness_json) {
        json_key(out, "witness");
        strbuf_text(out, diag->witness_json);
    }
    strbuf_char(out, '}');
}

static void write_summary(const struct diags *diags, struct strbuf *out)
{
    size_t counts[3] = {0};
    for (size_t i = 0; i < diags->list.count; i++)
        counts[diags->list.items[i]->severity]++;
    strbuf_text(out, "\"summary\": {");
    json_count(out, "errors", diags->errors);
    json_count(out, "warnings", counts[DIAG_WARNING]);
    json_count(out, "hints", counts[DIAG_HINT]);
    if (diags->dropped)
        json_count(out, "not_shown", diags->dropped);
    strbuf_text(out, "}}\n");
}

static void write_document(struct diags *diags, struct strbuf *out)
{
    strbuf_text(out, "{\"schema\": \"polc-check/1\", \"diagnostics\": [");
    for (size_t i = 0; i < diags->list.count; i++) {
        strbuf_text(out, i ? ",\n  " : "\n  ");
        write_diag(diags, diags->list.items[i], out);
    }
    strbuf_text(out, "],\n ");
}

static void write_lines(struct diags *diags, struct strbuf *out)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        write_diag(diags, diags->list.items[i], out);
        strbuf_char(out, '\n');
    }
    strbuf_text(out, "{\"schema\": \"polc-check-lines/1\", ");
}

void emit_json_diags(struct diags *diags, enum json_shape shape, struct strbuf *out)
{
    diags_sort(diags);
    if (shape == JSON_LINES)
        write_lines(diags, out);
    else
        write_document(diags, out);
    write_summary(diags, out);
}
