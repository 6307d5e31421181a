/* test_emit_json.c: strings of JSON: a byte that must be looked at is seen wherever it stands in a text. */
#include "unit/unit.h"

#include "emit/json.h"

#include <stdio.h>
#include <string.h>

/* One byte after the other, as the rules say. */
static void write_slowly(struct strbuf *out, const char *text)
{
    strbuf_char(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            strbuf_char(out, '\\');
        if (c == '\n')
            strbuf_text(out, "\\n");
        else if (c == '\t')
            strbuf_text(out, "\\t");
        else if (c == '\r')
            strbuf_text(out, "\\r");
        else if (c < 0x20)
            strbuf_printf(out, "\\u%04x", c);
        else if (c >= 0x80)
            strbuf_text(out, "\xEF\xBF\xBD"); /* alone it is no UTF-8 */
        else
            strbuf_char(out, *text);
    }
    strbuf_char(out, '"');
}

static void every_byte_in_every_place(void **state)
{
    struct unit_arena unit;
    char text[32];
    (void)state;
    unit_arena_open(&unit);
    for (size_t length = 1; length < 20; length++) {
        for (size_t at = 0; at < length; at++) {
            for (int c = 1; c < 256; c++) {
                struct arena_mark mark = arena_mark(&unit.arena);
                struct strbuf slow = strbuf_new(&unit.arena), fast = strbuf_new(&unit.arena);
                memset(text, 'x', length);
                text[length] = '\0';
                text[at] = (char)c;
                write_slowly(&slow, text);
                json_string(&fast, text);
                unit_assert_text(strbuf_string(&fast), strbuf_string(&slow));
                arena_rewind(&unit.arena, mark);
            }
        }
    }
    unit_arena_close(&unit);
}

static void keys(void **state)
{
    struct unit_arena unit;
    (void)state;
    unit_arena_open(&unit);
    struct strbuf out = strbuf_new(&unit.arena);
    strbuf_char(&out, '{');
    json_pair(&out, "first", "\xC3\xA9");
    json_pair(&out, arena_printf(&unit.arena, "a \"%s\"", "b"), "");
    json_count(&out, "count", 1000);
    strbuf_char(&out, '}');
    unit_assert_text(strbuf_string(&out),
                     "{\"first\": \"\xC3\xA9\", \"a \\\"b\\\"\": \"\", \"count\": 1000}");
    unit_arena_close(&unit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_byte_in_every_place),
                                       cmocka_unit_test(keys)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
