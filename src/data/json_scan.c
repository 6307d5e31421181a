/* json_scan.c: the words of a JSON document, and how a wrong one is told.
 *
 * Common slips of people who write JSON by hand (comments, single quotes, NaN, a leading zero, a second value, YAML
 * that begins with a brace) are told by their name. Each function leaves the place behind what it read.
 */
#include "data/json_scan.h"

#include "base/plain.h"

#include <string.h>

const char json_scan_key[] = "a key in double quotes";

/* From a text's first quote to behind its last. */
static const char *behind_text(const char *at, const char *end)
{
    for (at = plain_end_before(at + 1, end); *at != '"'; at = plain_end_before(at, end))
        at += *at == '\\' ? 2 : 1;
    return at + 1;
}

/* Braces and brackets differ from each other in one bit, which blanks and commas do not bring in. */
static bool opens(char c)
{
    return (c | 0x20) == '{';
}

static bool closes(char c)
{
    return (c | 0x20) == '}';
}

void json_scan_skip(struct json_scan *scan)
{
    const char *at = scan->data + scan->at, *end = scan->data + scan->end;
    size_t depth = 0;
    do {
        if (*at == '"') {
            at = behind_text(at, end);
            continue;
        }
        depth += opens(*at);
        depth -= closes(*at);
        at++;
    } while (depth);
    scan->at = (size_t)(at - scan->data);
}

static bool word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
           || c == '-' || c == '+' || c == '.';
}

struct span json_scan_word(const struct json_scan *scan)
{
    size_t end = scan->at;
    while (end < scan->end && word_byte(scan->data[end]))
        end++;
    if (end == scan->at && end < scan->end)
        for (end++; end < scan->end && (scan->data[end] & 0xC0) == 0x80;)
            end++;
    return json_scan_span(scan, scan->at, end);
}

void *json_scan_refuse(struct json_scan *scan, const char *expected)
{
    struct span span = json_scan_word(scan);
    struct diag *diag;
    if (json_scan_ends(scan)) {
        diag_add(scan->diags, DIAG_JSON_MALFORMED, span, "expected %s, but the document ends here",
                 expected);
        return NULL;
    }
    const char *text = scan->data + span.begin;
    int length = (int)(span.end - span.begin);
    if (text[0] == '"')
        length = 1;
    if ((unsigned char)text[0] < 0x20 || text[0] == 0x7F)
        diag = diag_add(scan->diags, DIAG_JSON_MALFORMED, span,
                        "expected %s, found the control character 0x%02X", expected,
                        (unsigned)(unsigned char)text[0]);
    else if (length > 60)
        diag = diag_add(scan->diags, DIAG_JSON_MALFORMED, span, "expected %s", expected);
    else
        diag = diag_add(scan->diags, DIAG_JSON_MALFORMED, span, "expected %s, found `%.*s`",
                        expected, length, text);
    bool word = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z');
    if (text[0] == '\'')
        diag_help(scan->diags, diag, "JSON puts texts and keys in double quotes");
    else if (word && expected == json_scan_key)
        diag_help(scan->diags, diag,
                  "JSON puts keys in double quotes; YAML that begins with `{` is read with --from yaml");
    else if (text[0] == '{' && scan->depth == 0)
        diag_help(scan->diags, diag,
                  "two values need two lines, and a file of lines is named .ndjson or .jsonl");
    else if (text[0] == '/' || text[0] == '#')
        diag_help(scan->diags, diag, "JSON has no comments; write extras under `notes`, or use YAML");
    return NULL;
}

static bool hex4(const struct json_scan *scan, size_t at, unsigned *value)
{
    *value = 0;
    if (scan->end - at < 4)
        return false;
    for (size_t i = at; i < at + 4; i++) {
        char c = scan->data[i];
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
static size_t read_escape(struct json_scan *scan, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    size_t begin = scan->at - 1;
    char c = json_scan_peek(scan);
    const char *simple = c ? strchr(from, c) : NULL;
    if (simple) {
        scan->at++;
        *out = to[simple - from];
        return 1;
    }
    unsigned high, low;
    if (c == 'u' && hex4(scan, scan->at + 1, &high)) {
        scan->at += 5;
        if (high < 0xD800 || high > 0xDFFF)
            return put_utf8(out, high);
        if (high <= 0xDBFF && scan->end - scan->at >= 6
            && memcmp(scan->data + scan->at, "\\u", 2) == 0
            && hex4(scan, scan->at + 2, &low) && low >= 0xDC00 && low <= 0xDFFF) {
            scan->at += 6;
            return put_utf8(out, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
        }
        diag_add(scan->diags, DIAG_JSON_MALFORMED, json_scan_span(scan, begin, scan->at),
                 "half of a surrogate pair is no character");
        return 0;
    }
    size_t end = json_scan_ends(scan) ? scan->at : scan->at + 1;
    struct diag *diag = diag_add(scan->diags, DIAG_JSON_MALFORMED, json_scan_span(scan, begin, end),
                                 "JSON has no such escape");
    if (c == 'u')
        diag_help(scan->diags, diag, "`\\u` takes four hexadecimal digits");
    else
        diag_help(scan->diags, diag, "a backslash itself is written `\\\\`");
    return 0;
}

static bool control_in_text(struct json_scan *scan)
{
    unsigned c = (unsigned char)json_scan_peek(scan);
    struct diag *diag =
        diag_add(scan->diags, DIAG_JSON_MALFORMED, json_scan_span(scan, scan->at, scan->at + 1),
                 "the control character 0x%02X must be escaped inside a text", c);
    if (c == '\n' || c == '\r')
        diag_help(scan->diags, diag, "a text ends on its own line; write a line break as `\\n`");
    return false;
}

bool json_scan_text(struct json_scan *scan, bool copied, const char **out, size_t *length)
{
    size_t begin = scan->at++;
    const char *data = scan->data;
    struct strbuf buffer;
    bool escaped = false;
    strbuf_init(&buffer, scan->arena);
    while (!json_scan_ends(scan) && json_scan_peek(scan) != '"') {
        const char *run = data + scan->at, *end = data + scan->end;
        const char *stop = plain_end_before(run, end);
        while (stop < end && (unsigned char)*stop >= 0x80)
            stop = plain_end_before(stop + 1, end);
        scan->at = (size_t)(stop - data);
        *out = run;
        *length = (size_t)(data + scan->at - run);
        if (!escaped && !copied && json_scan_peek(scan) == '"' && !json_scan_ends(scan)) {
            scan->at++;
            return true;
        }
        strbuf_bytes(&buffer, run, *length);
        if (json_scan_ends(scan) || json_scan_peek(scan) == '"')
            break;
        if (json_scan_peek(scan) != '\\') {
            if (memchr(data + begin + 1, '"', scan->end - begin - 1))
                return control_in_text(scan);
            break; /* more useful than the control character: the text has no end */
        }
        char bytes[4];
        scan->at++;
        escaped = true;
        size_t n = read_escape(scan, bytes);
        if (n == 0)
            return false;
        strbuf_bytes(&buffer, bytes, n);
    }
    if (json_scan_peek(scan) != '"') {
        diag_add(scan->diags, DIAG_JSON_MALFORMED, json_scan_span(scan, begin, begin + 1),
                 "this text has no closing quote");
        return false;
    }
    scan->at++;
    *length = buffer.count;
    *out = strbuf_string(&buffer);
    return true;
}

static size_t skip_digits(struct json_scan *scan)
{
    size_t begin = scan->at;
    while (json_scan_peek(scan) >= '0' && json_scan_peek(scan) <= '9')
        scan->at++;
    return scan->at - begin;
}

const char *json_scan_number(struct json_scan *scan)
{
    if (json_scan_peek(scan) == '-')
        scan->at++;
    bool zero = json_scan_peek(scan) == '0';
    size_t digits = skip_digits(scan);
    if (digits == 0)
        return "a number needs a digit";
    if (zero && digits > 1)
        return "a number has no leading zeros";
    if (json_scan_peek(scan) == '.') {
        scan->at++;
        if (skip_digits(scan) == 0)
            return "a number needs a digit after its point";
    }
    if (json_scan_peek(scan) == 'e' || json_scan_peek(scan) == 'E') {
        scan->at++;
        if (json_scan_peek(scan) == '+' || json_scan_peek(scan) == '-')
            scan->at++;
        if (skip_digits(scan) == 0)
            return "a number needs a digit in its exponent";
    }
    return word_byte(json_scan_peek(scan)) ? "this is no number" : NULL;
}
