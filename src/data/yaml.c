/* yaml.c: libfyaml's events to trees.
 *
 * Events, not libfyaml's documents: they come one at a time, carry byte offsets, and let
 * us bound depth and aliases and compare keys ourselves. The one event held is freed by
 * the clean-up, so an arena may raise between any two calls; libfyaml never calls us.
 * A NULL event with an error but without a collected message is its out of memory.
 */
#include "data/yaml.h"

#include "base/intern.h"

#include <libfyaml.h>
#include <string.h>

struct yaml_reader {
    struct arena *owner;
    struct diags *diags;
    struct yaml_text text;
    struct fy_diag *messages;
    struct fy_parser *parser;
    struct fy_event *event;
    struct cleanup cleanup;
    bool stopped; /* an error of the syntax, or the end: no more documents */
    /* of the document being read */
    struct arena *arena;
    struct interner anchors;
    VEC(struct node *) anchored; /* by atom */
    size_t expanded;
    unsigned depth;
    bool refused;
    bool spent; /* its aliases stand for too many values: said once */
};

/* `!Ref` and its like: short for a map of one member. */
struct short_tag {
    const char *function; /* its key; NULL: no such tag */
    struct span span;
};

static struct node *read_node(struct yaml_reader *reader);

static void free_event(struct yaml_reader *reader)
{
    if (reader->event)
        fy_parser_event_free(reader->parser, reader->event);
    reader->event = NULL;
}

static void release(void *argument)
{
    struct yaml_reader *reader = argument;
    if (reader->parser) {
        free_event(reader);
        fy_parser_destroy(reader->parser);
        reader->parser = NULL;
    }
    if (reader->messages)
        fy_diag_destroy(reader->messages);
    reader->messages = NULL;
}

struct yaml_reader *yaml_open(struct arena *arena, struct diags *diags,
                              const struct yaml_text *text)
{
    struct yaml_reader *reader = ARENA_NEW(arena, struct yaml_reader);
    reader->owner = arena;
    reader->diags = diags;
    reader->text = *text;
    reader->cleanup.run = release;
    reader->cleanup.argument = reader;
    guard_register(arena->guard, &reader->cleanup);
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    reader->messages = fy_diag_create(&diag_cfg);
    if (!reader->messages)
        guard_raise(arena->guard, FAULT_MEMORY);
    fy_diag_set_collect_errors(reader->messages, true);
    struct fy_parse_cfg cfg;
    memset(&cfg, 0, sizeof cfg);
    cfg.flags = FYPCF_COLLECT_DIAG | FYPCF_JSON_NONE | FYPCF_DISABLE_MMAP_OPT;
    cfg.diag = reader->messages;
    reader->parser = fy_parser_create(&cfg);
    if (!reader->parser
        || fy_parser_set_string(reader->parser, text->data + text->begin,
                                text->end - text->begin) != 0)
        guard_raise(arena->guard, FAULT_MEMORY);
    return reader;
}

void yaml_close(struct yaml_reader *reader)
{
    guard_forget(reader->owner->guard, &reader->cleanup);
    release(reader);
    reader->stopped = true;
}

/* The place of a line and column, both from 1, columns in code points. */
static struct span place_of(const struct yaml_reader *reader, int line, int column)
{
    const char *data = reader->text.data;
    size_t at = reader->text.begin, end = reader->text.end;
    for (int i = 1; i < line; i++) {
        const char *feed = memchr(data + at, '\n', end - at);
        if (!feed)
            break;
        at = (size_t)(feed - data) + 1;
    }
    for (int i = 1; i < column && at < end && data[at] != '\n'; i++)
        for (at++; at < end && (data[at] & 0xC0) == 0x80;)
            at++;
    struct span span = {reader->text.source, (uint32_t)at,
                        (uint32_t)(at < end && data[at] != '\n' ? at + 1 : at)};
    return span;
}

/* Turns libfyaml's first message into a diagnostic; the others follow from it. */
static void report_error(struct yaml_reader *reader)
{
    void *previous = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(reader->messages, &previous);
    if (!error || !error->msg)
        guard_raise(reader->owner->guard, FAULT_MEMORY);
    size_t length = strlen(error->msg);
    while (length > 0 && (error->msg[length - 1] == '\n' || error->msg[length - 1] == '.'))
        length--;
    diag_add(reader->diags, DIAG_YAML_MALFORMED, place_of(reader, error->line, error->column),
             "this is no YAML: %.*s", (int)length, error->msg);
}

/* Makes the next event the current one; false at an error, which is reported. */
static bool next_event(struct yaml_reader *reader)
{
    free_event(reader);
    reader->event = fy_parser_parse(reader->parser);
    if (reader->event)
        return true;
    reader->stopped = true;
    if (fy_parser_get_stream_error(reader->parser) || fy_diag_got_error(reader->messages))
        report_error(reader);
    return false;
}

static struct span marks_span(const struct yaml_reader *reader, const struct fy_mark *begin,
                              const struct fy_mark *end)
{
    struct span span = {SOURCE_NONE, 0, 0};
    if (begin && end) {
        span.source = reader->text.source;
        span.begin = (uint32_t)(reader->text.begin + begin->input_pos);
        span.end = (uint32_t)(reader->text.begin + end->input_pos);
    }
    return span;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The content of a block scalar: libfyaml's marks hold the indentation before it, and what follows
 * it up to the next token: blank lines, and comments, which are indented less. */
static struct span block_span(const struct yaml_reader *reader, struct span span)
{
    const char *data = reader->text.data;
    size_t limit = span.end < reader->text.end ? span.end : reader->text.end;
    size_t at = span.begin, line = span.begin, indent = 0;
    while (at < limit && is_blank(data[at]))
        if (data[at++] == '\n')
            line = at;
    if (at == limit)
        return span;
    indent = at - line;
    span.begin = span.end = (uint32_t)at;
    while (at < limit) {
        for (; at < limit && data[at] != '\n'; at++)
            if (!is_blank(data[at]))
                span.end = (uint32_t)at + 1;
        for (line = ++at; at < limit && is_blank(data[at]);)
            if (data[at++] == '\n')
                line = at;
        if (at < limit && data[at] == '#' && at - line < indent)
            break;
    }
    return span;
}

/* The span of a scalar, its quotes included. */
static struct span scalar_span(const struct yaml_reader *reader, struct fy_token *token)
{
    struct span span = marks_span(reader, fy_token_start_mark(token), fy_token_end_mark(token));
    enum fy_scalar_style style = fy_token_scalar_style(token);
    if (span.source && (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED)) {
        span.begin -= span.begin > 0 ? 1 : 0;
        span.end += span.end < reader->text.end ? 1 : 0;
    }
    if (span.source && (style == FYSS_LITERAL || style == FYSS_FOLDED))
        return block_span(reader, span);
    return span;
}

static bool is_null(const char *text, size_t length)
{
    return length == 0 || (length == 1 && *text == '~')
           || (length == 4
               && (memcmp(text, "null", 4) == 0 || memcmp(text, "Null", 4) == 0
                   || memcmp(text, "NULL", 4) == 0));
}

/* The long form of one of CloudFormation's short tags, or NULL. */
static const char *function_of(const char *tag, size_t length)
{
    static const char *const functions[] = {
        "Ref",         "Condition",       "Fn::And",          "Fn::Base64", "Fn::Cidr",
        "Fn::Equals",  "Fn::FindInMap",   "Fn::GetAtt",       "Fn::GetAZs", "Fn::If",
        "Fn::ForEach", "Fn::ImportValue", "Fn::Join",         "Fn::Length", "Fn::Not",
        "Fn::Or",      "Fn::Select",      "Fn::Split",        "Fn::Sub",    "Fn::ToJsonString",
        "Fn::Transform"};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        const char *colon = strrchr(functions[i], ':');
        const char *name = colon ? colon + 1 : functions[i];
        if (length == strlen(name) + 1 && *tag == '!' && memcmp(tag + 1, name, length - 1) == 0)
            return functions[i];
    }
    return NULL;
}

/* A tag of YAML's own schema may stay, `!!str` makes a text; one of CloudFormation's makes *out
 * the name of its long form; any other names something that we do not know. */
static void check_tag(struct yaml_reader *reader, struct fy_token *tag, enum node_kind *kind,
                      struct short_tag *out)
{
    static const char core[] = "tag:yaml.org,2002:";
    size_t length;
    const char *text = tag ? fy_token_get_text(tag, &length) : NULL;
    out->function = NULL;
    if (!text)
        return;
    out->span = marks_span(reader, fy_token_start_mark(tag), fy_token_end_mark(tag));
    out->function = function_of(text, length);
    if (out->function)
        return;
    if (length >= sizeof core - 1 && memcmp(text, core, sizeof core - 1) == 0) {
        if (length == sizeof core + 2 && memcmp(text + sizeof core - 1, "str", 3) == 0)
            *kind = NODE_TEXT;
        return;
    }
    diag_add(reader->diags, DIAG_YAML_MALFORMED, out->span, "the tag `%.*s` is not known here",
             (int)length, text);
    reader->refused = true;
}

static struct node *map_of_one(struct yaml_reader *reader, const struct short_tag *tag,
                               struct node *value)
{
    struct node_entry entry = {tag->function, strlen(tag->function), tag->span, value};
    struct node_entries entries = {NULL, 0, 0};
    VEC_PUSH(reader->arena, &entries, entry);
    struct node *node = node_new(reader->arena, NODE_MAP, span_join(tag->span, value->span));
    node_fill(node, &entries);
    return node;
}

/* `!Sub text` is {Fn::Sub: text}, and `!GetAtt api.Arn` {Fn::GetAtt: [api, Arn]}. */
static struct node *write_out(struct yaml_reader *reader, const struct short_tag *tag,
                              struct node *value)
{
    const char *dot = node_is_scalar(value) ? memchr(value->text, '.', value->length) : NULL;
    if (!tag->function)
        return value;
    if (strcmp(tag->function, "Fn::GetAtt") != 0 || !dot)
        return map_of_one(reader, tag, value);
    struct node *list = node_new(reader->arena, NODE_LIST, value->span);
    struct node_entries parts = {NULL, 0, 0};
    size_t before = (size_t)(dot - value->text);
    struct node_entry part = {.value = node_scalar(reader->arena, NODE_TEXT, value->span,
                                                   value->text, before)};
    VEC_PUSH(reader->arena, &parts, part);
    part.value = node_scalar(reader->arena, NODE_TEXT, value->span, dot + 1,
                             value->length - before - 1);
    VEC_PUSH(reader->arena, &parts, part);
    node_fill(list, &parts);
    return map_of_one(reader, tag, list);
}

static struct node *read_scalar(struct yaml_reader *reader)
{
    struct fy_token *token = reader->event->scalar.value;
    size_t length = 0;
    const char *text = token ? fy_token_get_text(token, &length) : "";
    if (!text)
        guard_raise(reader->owner->guard, FAULT_MEMORY);
    bool plain = !token || fy_token_scalar_style(token) == FYSS_PLAIN;
    enum node_kind kind = !plain ? NODE_TEXT : is_null(text, length) ? NODE_NULL : NODE_PLAIN;
    struct short_tag tag;
    check_tag(reader, reader->event->scalar.tag, &kind, &tag);
    struct span span = {SOURCE_NONE, 0, 0};
    if (token && (length > 0 || !plain)) /* some versions of libfyaml make tokens of nothing */
        span = scalar_span(reader, token);
    return write_out(reader, &tag, node_scalar(reader->arena, kind, span, text, length));
}

/* In the place of a refused one stands an empty map, which may be merged: one error is enough. */
static struct node *read_alias(struct yaml_reader *reader)
{
    struct fy_token *token = reader->event->alias.anchor;
    size_t length = 0;
    const char *name = fy_token_get_text(token, &length);
    struct span span = marks_span(reader, fy_token_start_mark(token), fy_token_end_mark(token));
    if (span.begin > 0)
        span.begin--; /* the asterisk */
    atom_t atom = name ? intern_find(&reader->anchors, name, length) : 0;
    if (atom == 0) {
        diag_add(reader->diags, DIAG_YAML_ALIAS, span, "no value before this is anchored as `&%.*s`",
                 (int)length, name ? name : "");
        reader->refused = true;
        return node_new(reader->arena, NODE_MAP, span);
    }
    struct node *node = reader->anchored.items[atom - 1];
    size_t room = YAML_ALIAS_LIMIT - reader->expanded;
    if (node->weight > room || reader->depth + node->height - 1 > reader->text.depth_limit) {
        if (node->weight > room && !reader->spent)
            diag_add(reader->diags, DIAG_YAML_ALIAS, span,
                     "the aliases of this document stand for more than %zu values",
                     YAML_ALIAS_LIMIT);
        else if (node->weight <= room)
            diag_add(reader->diags, DIAG_DOCUMENT_DEPTH, span,
                     "the document is nested deeper than %u levels", reader->text.depth_limit);
        reader->spent = reader->spent || node->weight > room;
        reader->refused = true;
        return node_new(reader->arena, NODE_MAP, span);
    }
    reader->expanded += node->weight;
    return node;
}

/* The current event is the key. False when the stream broke off. */
static bool read_key(struct yaml_reader *reader, struct node_entry *entry)
{
    struct node *key = read_node(reader);
    if (!key)
        return false;
    if (!node_is_scalar(key) && !reader->refused) {
        diag_add(reader->diags, DIAG_YAML_MALFORMED, key->span, "a key is a text, not %s",
                 node_kind_text(key));
        reader->refused = true;
    }
    entry->key = key->text;
    entry->key_length = key->length;
    entry->key_span = key->span;
    return true;
}

/* A value that is not there is null; its place is just behind its key. */
static void place_null(struct node_entry *entry)
{
    if (entry->value->span.source)
        return;
    entry->value->span = entry->key_span;
    entry->value->span.begin = entry->value->span.end;
}

/* Replaces each `<<` by what it names: the map's own keys win, then the earlier ones. */
static struct node_entries merge(struct yaml_reader *reader, const struct node_entries *entries)
{
    struct node_entries merged = {NULL, 0, 0};
    for (size_t i = 0; i < entries->count; i++)
        if (entries->items[i].key_length != 2 || memcmp(entries->items[i].key, "<<", 2) != 0)
            VEC_PUSH(reader->arena, &merged, entries->items[i]);
    for (size_t i = 0; i < entries->count; i++) {
        const struct node_entry *entry = &entries->items[i];
        if (entry->key_length != 2 || memcmp(entry->key, "<<", 2) != 0)
            continue;
        struct node_entry alone = {.value = entry->value};
        bool list = entry->value->kind == NODE_LIST;
        const struct node_entry *from = list ? entry->value->entries : &alone;
        size_t count = list ? entry->value->count : 1;
        for (size_t k = 0; k < count; k++) {
            const struct node *value = from[k].value;
            for (size_t m = 0; value->kind == NODE_MAP && m < value->count; m++)
                VEC_PUSH(reader->arena, &merged, value->entries[m]);
            if (value->kind == NODE_MAP)
                continue;
            diag_add(reader->diags, DIAG_YAML_ALIAS, entry->key_span,
                     "`<<` merges a mapping or a list of mappings, not %s",
                     node_kind_text(value));
            reader->refused = true;
        }
    }
    node_keep_first(reader->arena, &merged);
    return merged;
}

/* The current event opens a list or a map. NULL when the stream broke off. */
static struct node *read_container(struct yaml_reader *reader)
{
    bool map = reader->event->type == FYET_MAPPING_START;
    enum fy_event_type close = map ? FYET_MAPPING_END : FYET_SEQUENCE_END;
    struct node *node = node_new(
        reader->arena, map ? NODE_MAP : NODE_LIST,
        marks_span(reader, fy_event_start_mark(reader->event), fy_event_end_mark(reader->event)));
    bool flow = node->span.end > node->span.begin;
    bool merges = false;
    enum node_kind ignored = node->kind;
    struct short_tag tag;
    check_tag(reader, map ? reader->event->mapping_start.tag : reader->event->sequence_start.tag,
              &ignored, &tag);
    struct node_entries entries = {NULL, 0, 0};
    for (;;) {
        struct node_entry entry = {NULL, 0, {SOURCE_NONE, 0, 0}, NULL};
        if (!next_event(reader))
            return NULL;
        if (reader->event->type == close)
            break;
        if (map && (!read_key(reader, &entry) || !next_event(reader)))
            return NULL;
        entry.value = read_node(reader);
        if (!entry.value)
            return NULL;
        if (map)
            place_null(&entry);
        merges = merges || (map && entry.key_length == 2 && memcmp(entry.key, "<<", 2) == 0);
        if (!flow && entry.value->span.end > node->span.end)
            node->span.end = entry.value->span.end;
        VEC_PUSH(reader->arena, &entries, entry);
    }
    if (flow)
        node->span.end = marks_span(reader, fy_event_start_mark(reader->event),
                                    fy_event_end_mark(reader->event)).end;
    node_fill(node, &entries);
    if (map && !node_keys_differ(reader->arena, reader->diags, node))
        reader->refused = true;
    if (merges) {
        entries = merge(reader, &entries);
        node->weight = 1;
        node_fill(node, &entries);
    }
    return write_out(reader, &tag, node);
}

static struct fy_token *anchor_of(const struct fy_event *event)
{
    if (event->type == FYET_SCALAR)
        return event->scalar.anchor;
    if (event->type == FYET_MAPPING_START)
        return event->mapping_start.anchor;
    return event->type == FYET_SEQUENCE_START ? event->sequence_start.anchor : NULL;
}

/* The node that the current event begins; NULL when the stream broke off. An anchor
 * names its node only once that is complete, so no value can contain itself. */
static struct node *read_node(struct yaml_reader *reader)
{
    struct node *node;
    size_t length = 0;
    struct fy_token *token = anchor_of(reader->event);
    const char *text = token ? fy_token_get_text(token, &length) : NULL;
    char *anchor = text ? arena_string(reader->arena, text, length) : NULL;
    if (reader->event->type == FYET_SCALAR) {
        node = read_scalar(reader);
    } else if (reader->event->type == FYET_ALIAS) {
        node = read_alias(reader);
    } else if (reader->depth == reader->text.depth_limit) {
        diag_add(reader->diags, DIAG_DOCUMENT_DEPTH,
                 marks_span(reader, fy_event_start_mark(reader->event),
                            fy_event_end_mark(reader->event)),
                 "the document is nested deeper than %u levels", reader->text.depth_limit);
        reader->stopped = true;
        return NULL;
    } else {
        reader->depth++;
        node = read_container(reader);
        reader->depth--;
    }
    if (anchor && node) {
        atom_t atom = intern(&reader->anchors, anchor, length);
        if (atom > reader->anchored.count)
            VEC_PUSH(reader->arena, &reader->anchored, node);
        reader->anchored.items[atom - 1] = node;
    }
    return node;
}

enum yaml_next yaml_read(struct yaml_reader *reader, struct arena *arena, struct node **out)
{
    size_t errors = reader->diags->errors;
    reader->arena = arena;
    interner_init(&reader->anchors, arena);
    reader->anchored.items = NULL;
    reader->anchored.count = reader->anchored.capacity = 0;
    reader->expanded = 0;
    reader->depth = 0;
    reader->refused = false;
    reader->spent = false;
    while (!reader->stopped && next_event(reader)) {
        if (reader->event->type == FYET_STREAM_END) {
            reader->stopped = true;
        } else if (reader->event->type == FYET_DOCUMENT_START) {
            struct node *node = next_event(reader) ? read_node(reader) : NULL;
            if (node && next_event(reader) && !reader->refused) {
                *out = node;
                return YAML_DOCUMENT;
            }
            return YAML_REFUSED;
        }
    }
    free_event(reader);
    return reader->diags->errors > errors ? YAML_REFUSED : YAML_END;
}
