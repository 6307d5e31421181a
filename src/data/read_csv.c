/* read_csv.c: rows of CSV (RFC 4180) to descriptions or documents of inputs.
 *
 * The first row names the columns. Each further one is a mapping from these names to texts that
 * know their places; an empty field is left out of it, so that it is missing. What a spreadsheet
 * writes for a truth value, TRUE and FALSE, is one, in quotes or not. Lines end with a line feed,
 * or a carriage return and a line feed; an empty line is no row. A row of another length is
 * refused and the rest go on; where quotes go wrong, nobody knows where a row ends, so reading
 * stops there.
 */
#include "data/session.h"

struct field {
    const char *text;
    size_t length;
    struct span span; /* with its quotes */
};

struct fields {
    struct field *items;
    size_t count, capacity;
};

struct csv {
    struct session *session;
    const char *data;
    size_t at, end;
    struct fields names;
};

static bool malformed(struct csv *csv, size_t begin, size_t end, const char *what)
{
    struct diags *diags = csv->session->binder->diags;
    struct diag *diag = diag_add(diags, DIAG_CSV_MALFORMED,
                                 session_span(csv->session, begin, end), "this is no CSV: %s", what);
    diag_note(diags, diag, "nothing from here on was read");
    return false;
}

static bool at_line_end(const struct csv *csv)
{
    return csv->at == csv->end || csv->data[csv->at] == '\n'
           || (csv->data[csv->at] == '\r' && csv->data[csv->at + 1] == '\n');
}

/* The place is at the opening quote. */
static bool read_quoted(struct csv *csv, struct field *out)
{
    size_t begin = csv->at++;
    struct strbuf text = strbuf_new(&csv->session->scratch);
    for (;;) {
        const char *quote = memchr(csv->data + csv->at, '"', csv->end - csv->at);
        if (!quote)
            return malformed(csv, begin, begin + 1, "this quote is not closed");
        size_t close = (size_t)(quote - csv->data);
        strbuf_bytes(&text, csv->data + csv->at, close - csv->at);
        csv->at = close + 1;
        if (csv->at == csv->end || csv->data[csv->at] != '"')
            break;
        strbuf_char(&text, '"');
        csv->at++;
    }
    if (!at_line_end(csv) && csv->data[csv->at] != ',')
        return malformed(csv, csv->at, csv->at + 1, "behind a closing quote stands a comma");
    out->text = strbuf_string(&text);
    out->length = text.count;
    out->span = session_span(csv->session, begin, csv->at);
    return true;
}

static bool read_field(struct csv *csv, struct field *out)
{
    size_t begin = csv->at;
    if (csv->at < csv->end && csv->data[csv->at] == '"')
        return read_quoted(csv, out);
    while (!at_line_end(csv) && csv->data[csv->at] != ',') {
        if (csv->data[csv->at] == '"')
            return malformed(csv, csv->at, csv->at + 1,
                             "a field with a quote in it begins with one, and doubles it");
        if (csv->data[csv->at] == '\r')
            return malformed(csv, csv->at, csv->at + 1,
                             "a carriage return stands before a line feed, or in quotes");
        csv->at++;
    }
    out->length = csv->at - begin;
    out->text = arena_string(&csv->session->scratch, csv->data + begin, out->length);
    out->span = session_span(csv->session, begin, csv->at);
    return true;
}

/* The next row that is not empty; false after an error, or at the end with no fields. */
static bool read_row(struct csv *csv, struct fields *out)
{
    out->items = NULL;
    out->count = out->capacity = 0;
    while (csv->at < csv->end && at_line_end(csv))
        csv->at += csv->data[csv->at] == '\r' ? 2 : 1;
    while (csv->at < csv->end) {
        struct field field;
        if (!read_field(csv, &field))
            return false;
        VEC_PUSH(&csv->session->scratch, out, field);
        if (at_line_end(csv))
            break;
        csv->at++; /* the comma */
        if (csv->at == csv->end) { /* and behind it an empty field */
            struct field last = {"", 0, session_span(csv->session, csv->at, csv->at)};
            VEC_PUSH(&csv->session->scratch, out, last);
        }
    }
    return out->count > 0;
}

static bool is_truth(const struct field *field)
{
    return (field->length == 4
            && (memcmp(field->text, "TRUE", 4) == 0 || memcmp(field->text, "True", 4) == 0))
           || (field->length == 5
               && (memcmp(field->text, "FALSE", 5) == 0 || memcmp(field->text, "False", 5) == 0));
}

static struct node *row_node(struct csv *csv, const struct fields *row)
{
    struct arena *arena = &csv->session->scratch;
    struct span first = row->items[0].span, last = row->items[row->count - 1].span;
    struct node *map = node_new(arena, NODE_MAP, span_join(first, last));
    struct node_entries entries = {NULL, 0, 0};
    for (size_t i = 0; i < row->count; i++) {
        const struct field *name = &csv->names.items[i], *field = &row->items[i];
        struct node_entry entry = {name->text, name->length, name->span, NULL};
        if (field->length == 0)
            continue;
        entry.value = node_new(arena, is_truth(field) ? NODE_PLAIN : NODE_TEXT, field->span);
        entry.value->text = field->text;
        entry.value->length = field->length;
        VEC_PUSH(arena, &entries, entry);
    }
    node_fill(map, &entries);
    return map;
}

/* Are these names of columns, each there once? */
static bool check_names(struct csv *csv)
{
    struct diags *diags = csv->session->binder->diags;
    struct node map = {.kind = NODE_MAP, .count = csv->names.count};
    map.entries = ARENA_ARRAY(&csv->session->scratch, struct node_entry, map.count);
    for (size_t i = 0; i < map.count; i++) {
        const struct field *name = &csv->names.items[i];
        map.entries[i] = (struct node_entry){name->text, name->length, name->span, NULL};
        if (name->length == 0)
            return malformed(csv, name->span.begin, name->span.end, "a column has no name");
    }
    const struct field *first = &csv->names.items[0];
    if (map.count == 1 && memchr(first->text, ';', first->length)) {
        struct diag *diag = diag_add(diags, DIAG_CSV_MALFORMED, first->span,
                                     "this is no CSV: the first row has no comma");
        diag_help(diags, diag, "put commas between the fields, not semicolons");
        return false;
    }
    return node_keys_differ(&csv->session->scratch, diags, &map);
}

static void bind_row(struct csv *csv, const struct fields *row)
{
    struct diags *diags = csv->session->binder->diags;
    if (row->count == csv->names.count) {
        session_bind(csv->session, row_node(csv, row));
        return;
    }
    struct diag *diag =
        diag_add(diags, DIAG_CSV_MALFORMED,
                 span_join(row->items[0].span, row->items[row->count - 1].span),
                 "this row has %zu field%s, and the first has %zu", row->count,
                 row->count == 1 ? "" : "s", csv->names.count);
    diag_help(diags, diag, "a comma inside a field needs quotes around the field");
    session_refuse(csv->session);
}

void read_csv(struct session *session, size_t begin)
{
    struct csv csv = {session, session->data, begin, session->end, {NULL, 0, 0}};
    struct diags *diags = session->binder->diags;
    size_t errors = diags->errors;
    struct arena_mark whole = arena_mark(&session->scratch);
    if (!text_check(diags, session_span(session, begin, session->end), session->data)) {
        session_refuse(session);
        return;
    }
    if (read_row(&csv, &csv.names) && check_names(&csv)) {
        while (!session->stopped) {
            struct arena_mark mark = arena_mark(&session->scratch);
            struct fields row;
            errors = diags->errors;
            if (!read_row(&csv, &row))
                break;
            bind_row(&csv, &row);
            arena_rewind(&session->scratch, mark);
            errors = diags->errors;
        }
    }
    if (diags->errors > errors)
        session_refuse(session);
    arena_rewind(&session->scratch, whole);
}
