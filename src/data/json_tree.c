/* json_tree.c: a recursive-descent reader of RFC 8259 that stops at the first error.
 *
 * Depth is bounded by the caller's limit, so recursion is too. The entries of all open containers
 * stand on one stack; those that are kept are copied when one closes, so that nothing of what a
 * filter leaves out stays in the arena.
 */
#include "data/json_tree.h"

#include <string.h>

#include "data/json_scan.h"

struct json_parse {
    struct json_scan scan;
    const struct json_text *text;
    bool twice; /* a key was there twice: reported, reading goes on */
    VEC(struct node_entry) stack;
    struct node *skipped; /* stands for every value that the filter leaves out */
};

static struct node *read_value(struct json_parse *parse, const struct filter_place *place);

/* A number or one of the three words. */
static struct node *read_plain(struct json_parse *parse, bool kept)
{
    struct json_scan *scan = &parse->scan;
    struct span span = json_scan_word(scan);
    const char *text = scan->data + span.begin, first = json_scan_peek(scan);
    size_t length = span.end - span.begin;
    if (first == '-' || (first >= '0' && first <= '9')) {
        const char *reason = json_scan_number(scan);
        if (reason) {
            diag_add(scan->diags, DIAG_JSON_MALFORMED, span, "%s", reason);
            return NULL;
        }
        return kept ? node_scalar(scan->arena, NODE_PLAIN, span, text, length) : parse->skipped;
    }
    bool null = length == 4 && memcmp(text, "null", 4) == 0;
    if (!null && !(length == 4 && memcmp(text, "true", 4) == 0)
        && !(length == 5 && memcmp(text, "false", 5) == 0))
        return json_scan_refuse(scan, "a value");
    scan->at = span.end;
    return kept ? node_scalar(scan->arena, null ? NODE_NULL : NODE_PLAIN, span, text, length)
                : parse->skipped;
}

static bool read_key(struct json_parse *parse, bool copied, struct node_entry *entry)
{
    struct json_scan *scan = &parse->scan;
    size_t begin = scan->at;
    if (json_scan_peek(scan) != '"') {
        json_scan_refuse(scan, json_scan_key);
        return false;
    }
    if (!json_scan_text(scan, copied, &entry->key, &entry->key_length))
        return false;
    entry->key_span = json_scan_span(scan, begin, scan->at);
    json_scan_blanks(scan);
    if (json_scan_peek(scan) != ':') {
        json_scan_refuse(scan, "`:` after the key");
        return false;
    }
    scan->at++;
    json_scan_blanks(scan);
    return true;
}

/* One element of a list, or one key and value; `first` of its container. False after an error. */
static bool read_entry(struct json_parse *parse, bool map, const struct filter_place *place,
                       bool first, struct node_entry *entry)
{
    struct filter_place below;
    json_scan_blanks(&parse->scan);
    memset(entry, 0, sizeof *entry);
    if (map && !read_key(parse, place->reach == FILTER_ALL, entry))
        return false;
    filter_step(place, map ? entry->key : NULL, entry->key_length, &below);
    bool computes = map && first && place->reach != FILTER_NOTHING && node_key_computes(entry);
    if (computes && below.reach == FILTER_NOTHING)
        below.reach = FILTER_LEAF;
    entry->value = read_value(parse, &below);
    return entry->value != NULL;
}

/* The first entry was read because it might stand alone and so be computed; is it wanted? */
static bool read_in_vain(const struct node *node, const struct filter_place *place,
                         const struct node_entry *first, size_t count)
{
    struct filter_place below;
    if (node->kind != NODE_MAP || count == 1 || !node_key_computes(first))
        return false;
    filter_step(place, first->key, first->key_length, &below);
    return below.reach == FILTER_NOTHING;
}

/* Takes the entries above `base` from the stack, those that are wanted into the node, which was
 * written with `count` of them. */
static void take_entries(struct json_parse *parse, struct node *node, size_t base, size_t count,
                         const struct filter_place *place)
{
    struct json_scan *scan = &parse->scan;
    struct node_entry *items = parse->stack.items + base;
    size_t stacked = parse->stack.count - base, kept = 0;
    for (size_t i = 0; i < stacked; i++) {
        if (items[i].value == parse->skipped
            || (i == 0 && read_in_vain(node, place, &items[i], count)))
            continue;
        items[kept] = items[i];
        if (place->reach != FILTER_ALL && node->kind == NODE_MAP)
            items[kept].key = arena_string(scan->arena, items[i].key, items[i].key_length);
        kept++;
    }
    struct node_entries entries = {NULL, kept, kept};
    entries.items = arena_copy(scan->arena, items, kept * sizeof *items);
    node_fill(node, &entries);
    parse->stack.count = base;
}

/* Must the keys of the container that is open be compared? */
static bool compares(const struct json_parse *parse, bool map)
{
    return map && !(parse->scan.depth > 1 && parse->text->distinct);
}

static bool keys_differ(struct json_parse *parse, size_t base)
{
    struct json_scan *scan = &parse->scan;
    struct node all = {.kind = NODE_MAP, .entries = parse->stack.items + base,
                       .count = parse->stack.count - base};
    return node_keys_differ(scan->arena, scan->diags, &all);
}

/* The entries of a container onto the stack, up to its closing bracket; how many it has. */
static bool read_entries(struct json_parse *parse, bool map, const struct filter_place *place,
                         size_t *count)
{
    struct json_scan *scan = &parse->scan;
    char close = map ? '}' : ']';
    scan->at++;
    json_scan_blanks(scan);
    for (*count = 0; json_scan_peek(scan) != close || *count > 0;) {
        struct node_entry entry;
        if (!read_entry(parse, map, place, *count == 0, &entry))
            return false;
        ++*count;
        if (entry.value != parse->skipped || compares(parse, map))
            VEC_PUSH(scan->arena, &parse->stack, entry);
        json_scan_blanks(scan);
        if (json_scan_peek(scan) == close)
            break;
        if (json_scan_peek(scan) != ',') {
            json_scan_refuse(scan, map ? "`,` or `}`" : "`,` or `]`");
            return false;
        }
        size_t comma = scan->at++;
        json_scan_blanks(scan);
        if (json_scan_peek(scan) == close) {
            diag_add(scan->diags, DIAG_JSON_MALFORMED, json_scan_span(scan, comma, comma + 1),
                     "a comma before the closing `%c` is one too many", close);
            return false;
        }
    }
    scan->at++;
    return true;
}

static struct node *read_container(struct json_parse *parse, const struct filter_place *place)
{
    struct json_scan *scan = &parse->scan;
    size_t begin = scan->at, base = parse->stack.count, count;
    bool map = json_scan_peek(scan) == '{';
    if (!read_entries(parse, map, place, &count))
        return NULL;
    if (compares(parse, map) && !keys_differ(parse, base))
        parse->twice = true;
    if (place->reach == FILTER_NOTHING) {
        parse->stack.count = base;
        return parse->skipped;
    }
    struct node *node = node_new(scan->arena, map ? NODE_MAP : NODE_LIST,
                                 json_scan_span(scan, begin, scan->at));
    take_entries(parse, node, base, count, place);
    return node;
}

static bool same_place(const struct filter_place *a, const struct filter_place *b)
{
    return a->reach == b->reach && a->ends == b->ends && a->count == b->count
           && memcmp(a->branches, b->branches, a->count * sizeof *a->branches) == 0;
}

/* A map whose first member is one of what CloudFormation computes: whether it is computed is asked of
 * it also where nothing in it is. The keys of a text that is known to be distinct have no escapes. */
static bool may_be_computed(const struct json_parse *parse)
{
    const struct json_scan *scan = &parse->scan;
    const char *at = scan->data + scan->at + 1;
    struct node_entry entry = {.key = NULL};
    while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
        at++;
    if (json_scan_peek(scan) != '{' || *at != '"')
        return false;
    entry.key = at + 1;
    entry.key_length = (size_t)(strchr(at + 1, '"') - at - 1);
    return node_key_computes(&entry);
}

/* A container that is read when it is its turn; mostly all of them have one place. */
static struct node *put_off(struct json_parse *parse, const struct filter_place *place)
{
    struct json_scan *scan = &parse->scan;
    struct json_apart *apart = parse->text->apart;
    struct node *node = node_new(scan->arena, json_scan_peek(scan) == '{' ? NODE_MAP : NODE_LIST,
                                 json_scan_span(scan, scan->at, scan->at));
    if (!apart->places.count
        || !same_place(&apart->places.items[apart->places.count - 1], place))
        VEC_PUSH(scan->arena, &apart->places, *place);
    node->apart = (uint32_t)apart->places.count;
    json_scan_skip(scan);
    node->span.end = (uint32_t)scan->at;
    return node;
}

static struct node *read_value(struct json_parse *parse, const struct filter_place *place)
{
    struct json_scan *scan = &parse->scan;
    size_t begin = scan->at;
    bool kept = place->reach != FILTER_NOTHING;
    bool container = json_scan_peek(scan) == '{' || json_scan_peek(scan) == '[';
    if (!kept && parse->text->distinct && (container || json_scan_peek(scan) == '"')) {
        json_scan_skip(scan);
        return parse->skipped;
    }
    if (container && place->apart && parse->text->apart && !may_be_computed(parse))
        return put_off(parse, place);
    if (json_scan_peek(scan) == '"') {
        const char *text;
        size_t length;
        if (!json_scan_text(scan, kept, &text, &length))
            return NULL;
        if (!kept)
            return parse->skipped;
        struct node *node = node_new(scan->arena, NODE_TEXT, json_scan_span(scan, begin, scan->at));
        node->text = text;
        node->length = length;
        return node;
    }
    if (!container)
        return read_plain(parse, kept);
    if (scan->depth == parse->text->depth_limit) {
        diag_add(scan->diags, DIAG_DOCUMENT_DEPTH, json_scan_span(scan, begin, begin + 1),
                 "the document is nested deeper than %u levels", parse->text->depth_limit);
        return NULL;
    }
    scan->depth++;
    struct node *node = read_container(parse, place);
    scan->depth--;
    return node;
}

static struct json_parse parse_of(struct arena *arena, struct diags *diags, const struct json_text *text)
{
    struct span nowhere = {SOURCE_NONE, 0, 0};
    struct json_parse parse = {.text = text, .skipped = node_new(arena, NODE_NULL, nowhere)};
    parse.scan = (struct json_scan){.arena = arena, .diags = diags, .data = text->data,
                                    .at = text->begin, .end = text->end, .source = text->source};
    return parse;
}

struct node *json_tree(struct arena *arena, struct diags *diags, const struct json_text *text)
{
    struct json_parse parse = parse_of(arena, diags, text);
    struct filter_place place;
    filter_begin(text->filter, &place);
    json_scan_blanks(&parse.scan);
    struct node *node = read_value(&parse, &place);
    if (!node)
        return NULL;
    json_scan_blanks(&parse.scan);
    if (!json_scan_ends(&parse.scan))
        return json_scan_refuse(&parse.scan, "the end of the document");
    return parse.twice ? NULL : node;
}

struct node *json_tree_apart(struct arena *arena, struct diags *diags, const struct json_text *text,
                             const struct node *element)
{
    struct json_text own = *text;
    own.begin = element->span.begin;
    own.end = element->span.end;
    struct json_parse parse = parse_of(arena, diags, &own);
    struct filter_place place = text->apart->places.items[element->apart - 1];
    own.apart = NULL; /* what is in it is read whole */
    parse.scan.depth = 1; /* it is not the outermost value, whose keys are still to be compared */
    return read_value(&parse, &place);
}
