/* json_tree.c: a recursive-descent reader of RFC 8259 that stops at the first error.
 *
 * Depth is bounded by the caller's limit, so recursion is too. Common slips of people who
 * write JSON by hand (a comma too many, comments, single quotes, NaN, a leading zero) are
 * told by their name. The bytes may be any: UTF-8 is checked before. The entries of all
 * open containers stand on one stack; those that are kept are copied when one closes, so that
 * nothing of what a filter leaves out stays in the arena.
 */
#include "data/json_tree.h"

#include <string.h>

struct json_parse {
    struct arena *arena;
    struct diags *diags;
    const struct json_text *text;
    size_t at;
    unsigned depth;
    bool twice; /* a key was there twice: reported, reading goes on */
    VEC(struct node_entry) stack;
    struct node *skipped; /* stands for every value that the filter leaves out */
};

static const char key_expected[] = "a key in double quotes";

static struct node *read_value(struct json_parse *parse, const struct filter_place *place);

static struct span span_of(const struct json_parse *parse, size_t begin, size_t end)
{
    struct span span = {parse->text->source, (uint32_t)begin, (uint32_t)end};
    return span;
}

static bool at_end(const struct json_parse *parse)
{
    return parse->at >= parse->text->end;
}

/* The byte at the place, 0 at the end. */
static char peek(const struct json_parse *parse)
{
    return at_end(parse) ? '\0' : parse->text->data[parse->at];
}

static void skip_blanks(struct json_parse *parse)
{
    const char *data = parse->text->data;
    size_t at = parse->at, end = parse->text->end;
    while (at < end && (data[at] == ' ' || data[at] == '\t' || data[at] == '\n' || data[at] == '\r'))
        at++;
    parse->at = at;
}

/* ---- what is known to be well-formed -------------------------------------------------------- */

/* From a text's first quote to behind its last. */
static const char *behind_text(const char *at, const char *end)
{
    for (;;) {
        at = memchr(at + 1, '"', (size_t)(end - at - 1));
        const char *slash = at;
        while (slash[-1] == '\\')
            slash--;
        if ((at - slash) % 2 == 0)
            return at + 1;
    }
}

/* From an opening bracket to behind the one that closes it; or behind a text. */
static void skip_known(struct json_parse *parse)
{
    const char *at = parse->text->data + parse->at, *end = parse->text->data + parse->text->end;
    size_t depth = 0;
    do {
        if (*at == '"') {
            at = behind_text(at, end);
            continue;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    } while (depth);
    parse->at = (size_t)(at - parse->text->data);
}

static bool word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
           || c == '-' || c == '+' || c == '.';
}

/* The word or the one byte at the place, for messages. */
static struct span next_word(const struct json_parse *parse)
{
    size_t end = parse->at;
    while (end < parse->text->end && word_byte(parse->text->data[end]))
        end++;
    if (end == parse->at && end < parse->text->end)
        for (end++; end < parse->text->end && (parse->text->data[end] & 0xC0) == 0x80;)
            end++;
    return span_of(parse, parse->at, end);
}

static void *refuse(struct json_parse *parse, const char *expected)
{
    struct span span = next_word(parse);
    struct diag *diag;
    if (at_end(parse)) {
        diag_add(parse->diags, DIAG_JSON_MALFORMED, span, "expected %s, but the document ends here",
                 expected);
        return NULL;
    }
    const char *text = parse->text->data + span.begin;
    int length = (int)(span.end - span.begin);
    if (text[0] == '"')
        length = 1;
    if ((unsigned char)text[0] < 0x20 || text[0] == 0x7F)
        diag = diag_add(parse->diags, DIAG_JSON_MALFORMED, span,
                        "expected %s, found the control character 0x%02X", expected,
                        (unsigned)(unsigned char)text[0]);
    else if (length > 60)
        diag = diag_add(parse->diags, DIAG_JSON_MALFORMED, span, "expected %s", expected);
    else
        diag = diag_add(parse->diags, DIAG_JSON_MALFORMED, span, "expected %s, found `%.*s`",
                        expected, length, text);
    bool word = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z');
    if (text[0] == '\'')
        diag_help(parse->diags, diag, "JSON puts texts and keys in double quotes");
    else if (word && expected == key_expected)
        diag_help(parse->diags, diag,
                  "JSON puts keys in double quotes; YAML that begins with `{` is read with --from yaml");
    else if (text[0] == '{' && parse->depth == 0)
        diag_help(parse->diags, diag,
                  "two values need two lines, and a file of lines is named .ndjson or .jsonl");
    else if (text[0] == '/' || text[0] == '#')
        diag_help(parse->diags, diag, "JSON has no comments; write extras under `notes`, or use YAML");
    return NULL;
}

static bool hex4(const struct json_parse *parse, size_t at, unsigned *value)
{
    *value = 0;
    if (parse->text->end - at < 4)
        return false;
    for (size_t i = at; i < at + 4; i++) {
        char c = parse->text->data[i];
        unsigned digit;
        if (c >= '0' && c <= '9')
            digit = (unsigned)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (unsigned)(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            digit = (unsigned)(c - 'A') + 10;
        else
            return false;
        *value = *value * 16 + digit;
    }
    return true;
}

static size_t put_utf8(char *out, unsigned c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((n == 2 ? 0xC0u : n == 3 ? 0xE0u : 0xF0u) | c);
    return n;
}

/* An escape; the place is behind the backslash. Returns the bytes written to out, 0 after
 * an error. */
static size_t read_escape(struct json_parse *parse, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    size_t begin = parse->at - 1;
    char c = peek(parse);
    const char *simple = c ? strchr(from, c) : NULL;
    if (simple) {
        parse->at++;
        *out = to[simple - from];
        return 1;
    }
    unsigned high, low;
    if (c == 'u' && hex4(parse, parse->at + 1, &high)) {
        parse->at += 5;
        if (high < 0xD800 || high > 0xDFFF)
            return put_utf8(out, high);
        if (high <= 0xDBFF && parse->text->end - parse->at >= 6
            && memcmp(parse->text->data + parse->at, "\\u", 2) == 0
            && hex4(parse, parse->at + 2, &low) && low >= 0xDC00 && low <= 0xDFFF) {
            parse->at += 6;
            return put_utf8(out, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
        }
        diag_add(parse->diags, DIAG_JSON_MALFORMED, span_of(parse, begin, parse->at),
                 "half of a surrogate pair is no character");
        return 0;
    }
    size_t end = at_end(parse) ? parse->at : parse->at + 1;
    struct diag *diag = diag_add(parse->diags, DIAG_JSON_MALFORMED, span_of(parse, begin, end),
                                 "JSON has no such escape");
    if (c == 'u')
        diag_help(parse->diags, diag, "`\\u` takes four hexadecimal digits");
    else
        diag_help(parse->diags, diag, "a backslash itself is written `\\\\`");
    return 0;
}

static bool control_in_text(struct json_parse *parse)
{
    unsigned c = (unsigned char)peek(parse);
    struct diag *diag =
        diag_add(parse->diags, DIAG_JSON_MALFORMED, span_of(parse, parse->at, parse->at + 1),
                 "the control character 0x%02X must be escaped inside a text", c);
    if (c == '\n' || c == '\r')
        diag_help(parse->diags, diag, "a text ends on its own line; write a line break as `\\n`");
    return false;
}

/* A text with its quotes; the place is at the first. Without an escape *out may be part of the
 * document; `copied`: it is in the arena, with a NUL behind it. */
static bool read_text(struct json_parse *parse, bool copied, const char **out, size_t *length)
{
    size_t begin = parse->at++;
    const char *data = parse->text->data;
    const char *close = memchr(data + parse->at, '"', parse->text->end - parse->at);
    struct strbuf buffer;
    bool escaped = false;
    strbuf_init(&buffer, parse->arena);
    while (!at_end(parse) && peek(parse) != '"') {
        const char *run = data + parse->at, *stop = run, *end = data + parse->text->end;
        while (stop < end && *stop != '"' && *stop != '\\' && (unsigned char)*stop >= 0x20)
            stop++;
        parse->at = (size_t)(stop - data);
        *out = run;
        *length = (size_t)(data + parse->at - run);
        if (!escaped && !copied && peek(parse) == '"' && !at_end(parse)) {
            parse->at++;
            return true;
        }
        strbuf_bytes(&buffer, run, *length);
        if (at_end(parse) || peek(parse) == '"')
            break;
        if (peek(parse) != '\\' && close)
            return control_in_text(parse);
        if (peek(parse) != '\\')
            break; /* more useful than the control character: the text has no end */
        char bytes[4];
        parse->at++;
        escaped = true;
        size_t n = read_escape(parse, bytes);
        if (n == 0)
            return false;
        strbuf_bytes(&buffer, bytes, n);
    }
    if (peek(parse) != '"') {
        diag_add(parse->diags, DIAG_JSON_MALFORMED, span_of(parse, begin, begin + 1),
                 "this text has no closing quote");
        return false;
    }
    parse->at++;
    *length = buffer.count;
    *out = strbuf_string(&buffer);
    return true;
}

static size_t skip_digits(struct json_parse *parse)
{
    size_t begin = parse->at;
    while (peek(parse) >= '0' && peek(parse) <= '9')
        parse->at++;
    return parse->at - begin;
}

/* A reason why the number at the place is none, or NULL; the place is then behind it. */
static const char *read_number(struct json_parse *parse)
{
    if (peek(parse) == '-')
        parse->at++;
    bool zero = peek(parse) == '0';
    size_t digits = skip_digits(parse);
    if (digits == 0)
        return "a number needs a digit";
    if (zero && digits > 1)
        return "a number has no leading zeros";
    if (peek(parse) == '.') {
        parse->at++;
        if (skip_digits(parse) == 0)
            return "a number needs a digit after its point";
    }
    if (peek(parse) == 'e' || peek(parse) == 'E') {
        parse->at++;
        if (peek(parse) == '+' || peek(parse) == '-')
            parse->at++;
        if (skip_digits(parse) == 0)
            return "a number needs a digit in its exponent";
    }
    return word_byte(peek(parse)) ? "this is no number" : NULL;
}

/* A number or one of the three words. */
static struct node *read_plain(struct json_parse *parse, bool kept)
{
    struct span span = next_word(parse);
    const char *text = parse->text->data + span.begin;
    size_t length = span.end - span.begin;
    if (peek(parse) == '-' || (peek(parse) >= '0' && peek(parse) <= '9')) {
        const char *reason = read_number(parse);
        if (reason) {
            diag_add(parse->diags, DIAG_JSON_MALFORMED, span, "%s", reason);
            return NULL;
        }
        return kept ? node_scalar(parse->arena, NODE_PLAIN, span, text, length) : parse->skipped;
    }
    bool null = length == 4 && memcmp(text, "null", 4) == 0;
    if (!null && !(length == 4 && memcmp(text, "true", 4) == 0)
        && !(length == 5 && memcmp(text, "false", 5) == 0))
        return refuse(parse, "a value");
    parse->at = span.end;
    return kept ? node_scalar(parse->arena, null ? NODE_NULL : NODE_PLAIN, span, text, length)
                : parse->skipped;
}

static bool read_key(struct json_parse *parse, bool copied, struct node_entry *entry)
{
    size_t begin = parse->at;
    if (peek(parse) != '"') {
        refuse(parse, key_expected);
        return false;
    }
    if (!read_text(parse, copied, &entry->key, &entry->key_length))
        return false;
    entry->key_span = span_of(parse, begin, parse->at);
    skip_blanks(parse);
    if (peek(parse) != ':') {
        refuse(parse, "`:` after the key");
        return false;
    }
    parse->at++;
    skip_blanks(parse);
    return true;
}

/* One element of a list, or one key and value; `first` of its container. False after an error. */
static bool read_entry(struct json_parse *parse, bool map, const struct filter_place *place,
                       bool first, struct node_entry *entry)
{
    struct filter_place below;
    skip_blanks(parse);
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
    struct node_entry *items = parse->stack.items + base;
    size_t stacked = parse->stack.count - base, kept = 0;
    for (size_t i = 0; i < stacked; i++) {
        if (items[i].value == parse->skipped
            || (i == 0 && read_in_vain(node, place, &items[i], count)))
            continue;
        items[kept] = items[i];
        if (place->reach != FILTER_ALL && node->kind == NODE_MAP)
            items[kept].key = arena_string(parse->arena, items[i].key, items[i].key_length);
        kept++;
    }
    struct node_entries entries = {NULL, kept, kept};
    entries.items = arena_copy(parse->arena, items, kept * sizeof *items);
    node_fill(node, &entries);
    parse->stack.count = base;
}

/* Must the keys of the container that is open be compared? */
static bool compares(const struct json_parse *parse, bool map)
{
    return map && !(parse->depth > 1 && parse->text->distinct);
}

static bool keys_differ(struct json_parse *parse, size_t base)
{
    struct node all = {.kind = NODE_MAP, .entries = parse->stack.items + base,
                       .count = parse->stack.count - base};
    return node_keys_differ(parse->arena, parse->diags, &all);
}

/* The entries of a container onto the stack, up to its closing bracket; how many it has. */
static bool read_entries(struct json_parse *parse, bool map, const struct filter_place *place,
                         size_t *count)
{
    char close = map ? '}' : ']';
    parse->at++;
    skip_blanks(parse);
    for (*count = 0; peek(parse) != close || *count > 0;) {
        struct node_entry entry;
        if (!read_entry(parse, map, place, *count == 0, &entry))
            return false;
        ++*count;
        if (entry.value != parse->skipped || compares(parse, map))
            VEC_PUSH(parse->arena, &parse->stack, entry);
        skip_blanks(parse);
        if (peek(parse) == close)
            break;
        if (peek(parse) != ',') {
            refuse(parse, map ? "`,` or `}`" : "`,` or `]`");
            return false;
        }
        size_t comma = parse->at++;
        skip_blanks(parse);
        if (peek(parse) == close) {
            diag_add(parse->diags, DIAG_JSON_MALFORMED, span_of(parse, comma, comma + 1),
                     "a comma before the closing `%c` is one too many", close);
            return false;
        }
    }
    parse->at++;
    return true;
}

static struct node *read_container(struct json_parse *parse, const struct filter_place *place)
{
    size_t begin = parse->at, base = parse->stack.count, count;
    bool map = peek(parse) == '{';
    if (!read_entries(parse, map, place, &count))
        return NULL;
    if (compares(parse, map) && !keys_differ(parse, base))
        parse->twice = true;
    if (place->reach == FILTER_NOTHING) {
        parse->stack.count = base;
        return parse->skipped;
    }
    struct node *node = node_new(parse->arena, map ? NODE_MAP : NODE_LIST,
                                 span_of(parse, begin, parse->at));
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
    const char *at = parse->text->data + parse->at + 1;
    struct node_entry entry = {.key = NULL};
    while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
        at++;
    if (peek(parse) != '{' || *at != '"')
        return false;
    entry.key = at + 1;
    entry.key_length = (size_t)(strchr(at + 1, '"') - at - 1);
    return node_key_computes(&entry);
}

/* A container that is read when it is its turn; mostly all of them have one place. */
static struct node *put_off(struct json_parse *parse, const struct filter_place *place)
{
    struct json_apart *apart = parse->text->apart;
    struct node *node = node_new(parse->arena, peek(parse) == '{' ? NODE_MAP : NODE_LIST,
                                 span_of(parse, parse->at, parse->at));
    if (!apart->places.count
        || !same_place(&apart->places.items[apart->places.count - 1], place))
        VEC_PUSH(parse->arena, &apart->places, *place);
    node->apart = (uint32_t)apart->places.count;
    skip_known(parse);
    node->span.end = (uint32_t)parse->at;
    return node;
}

static struct node *read_value(struct json_parse *parse, const struct filter_place *place)
{
    size_t begin = parse->at;
    bool kept = place->reach != FILTER_NOTHING;
    bool container = peek(parse) == '{' || peek(parse) == '[';
    if (!kept && parse->text->distinct && (container || peek(parse) == '"')) {
        skip_known(parse);
        return parse->skipped;
    }
    if (container && place->apart && parse->text->apart && !may_be_computed(parse))
        return put_off(parse, place);
    if (peek(parse) == '"') {
        const char *text;
        size_t length;
        if (!read_text(parse, kept, &text, &length))
            return NULL;
        if (!kept)
            return parse->skipped;
        struct node *node = node_new(parse->arena, NODE_TEXT, span_of(parse, begin, parse->at));
        node->text = text;
        node->length = length;
        return node;
    }
    if (!container)
        return read_plain(parse, kept);
    if (parse->depth == parse->text->depth_limit) {
        diag_add(parse->diags, DIAG_DOCUMENT_DEPTH, span_of(parse, begin, begin + 1),
                 "the document is nested deeper than %u levels", parse->text->depth_limit);
        return NULL;
    }
    parse->depth++;
    struct node *node = read_container(parse, place);
    parse->depth--;
    return node;
}

struct node *json_tree(struct arena *arena, struct diags *diags, const struct json_text *text)
{
    struct json_parse parse = {.arena = arena, .diags = diags, .text = text, .at = text->begin};
    struct span nowhere = {SOURCE_NONE, 0, 0};
    struct filter_place place;
    parse.skipped = node_new(arena, NODE_NULL, nowhere);
    filter_begin(text->filter, &place);
    skip_blanks(&parse);
    struct node *node = read_value(&parse, &place);
    if (!node)
        return NULL;
    skip_blanks(&parse);
    if (!at_end(&parse))
        return refuse(&parse, "the end of the document");
    return parse.twice ? NULL : node;
}

struct node *json_tree_apart(struct arena *arena, struct diags *diags, const struct json_text *text,
                             const struct node *element)
{
    struct json_text own = *text;
    own.begin = element->span.begin;
    own.end = element->span.end;
    struct json_parse parse = {.arena = arena, .diags = diags, .text = &own, .at = own.begin};
    struct span nowhere = {SOURCE_NONE, 0, 0};
    struct filter_place place = text->apart->places.items[element->apart - 1];
    own.apart = NULL; /* what is in it is read whole */
    parse.skipped = node_new(arena, NODE_NULL, nowhere);
    parse.depth = 1; /* it is not the outermost value, whose keys are still to be compared */
    return read_value(&parse, &place);
}
