/* test_diag.c: places in sources, collecting, sorting, limits, codes, nearest names. */
#include "unit/unit.h"

#include "diag/diag.h"
#include "diag/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct bench {
    struct unit_arena unit;
    struct sources sources;
    struct diags diags;
};

static void open_bench(struct bench *bench)
{
    unit_arena_open(&bench->unit);
    sources_init(&bench->sources, &bench->unit.arena);
    diags_init(&bench->diags, &bench->unit.arena, &bench->sources);
}

static uint32_t add_source(struct bench *bench, const char *name, const char *text)
{
    return sources_add(&bench->sources, name, text, strlen(text));
}

/* ---- sources ---- */

static void check_place(struct bench *bench, struct span span, const char *expected)
{
    struct place place = source_place(&bench->sources, span);
    char text[80];
    snprintf(text, sizeof text, "%s %" PRIu64 ":%u-%" PRIu64 ":%u", place.file, place.line, place.column,
             place.end_line, place.end_column);
    assert_string_equal(text, expected);
}

static void places_count_code_points_from_one(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    uint32_t s = add_source(&b, "a.pol", "ab\nh\xC3\xA9x\n\ttab\r\nend");
    check_place(&b, (struct span){s, 0, 2}, "a.pol 1:1-1:3");
    check_place(&b, (struct span){s, 2, 3}, "a.pol 1:3-2:1");
    check_place(&b, (struct span){s, 6, 7}, "a.pol 2:3-2:4"); /* after the two bytes of é */
    check_place(&b, (struct span){s, 9, 12}, "a.pol 3:2-3:5");
    check_place(&b, (struct span){s, 14, 17}, "a.pol 4:1-4:4");
    check_place(&b, (struct span){s, 17, 17}, "a.pol 4:4-4:4");
    unit_arena_close(&b.unit);
}

static void places_without_a_source_are_empty(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    uint32_t s = add_source(&b, "", "");
    check_place(&b, (struct span){SOURCE_NONE, 3, 4}, " 0:0-0:0");
    check_place(&b, (struct span){s + 1, 3, 4}, " 0:0-0:0");
    check_place(&b, (struct span){s, 0, 0}, " 1:1-1:1");
    check_place(&b, (struct span){s, 9, 99}, " 1:1-1:1");
    assert_null(sources_get(&b.sources, SOURCE_NONE));
    assert_null(sources_get(&b.sources, s + 1));
    assert_string_equal(sources_get(&b.sources, s)->text, "");
    unit_arena_close(&b.unit);
}

static void the_end_of_a_text_is_after_its_last_word(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    uint32_t s = add_source(&b, "a", "one\ntwo \r\n\n");
    check_place(&b, (struct span){s, 11, 11}, "a 2:4-2:4");
    check_place(&b, (struct span){s, 4, 11}, "a 2:1-4:1");
    check_place(&b, (struct span){s, 500, 600}, "a 2:4-2:4");
    uint32_t blank = add_source(&b, "b", "\n\n");
    check_place(&b, (struct span){blank, 2, 2}, "b 1:1-1:1");
    unit_arena_close(&b.unit);
}

static void a_byte_order_mark_is_in_no_column(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    uint32_t s = add_source(&b, "a", "\xEF\xBB\xBFxy\nz");
    check_place(&b, (struct span){s, 0, 3}, "a 1:1-1:1");
    check_place(&b, (struct span){s, 3, 5}, "a 1:1-1:3");
    check_place(&b, (struct span){s, 6, 7}, "a 2:1-2:2");
    unit_arena_close(&b.unit);
}

static void every_offset_has_the_place_a_plain_count_gives(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    static const char text[] = "a\n\n\xE2\x82\xAC" "b\r\nccc\n\xF0\x9F\x98\x80.\nlast";
    uint32_t s = add_source(&b, "a", text);
    uint32_t line = 1, column = 1;
    for (uint32_t i = 0; i < sizeof text - 1; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            struct place place = source_place(&b.sources, (struct span){s, i, i + 1});
            assert_int_equal(place.line, line);
            assert_int_equal(place.column, column);
            column++;
        }
        if (text[i] == '\n') {
            line++;
            column = 1;
        }
    }
    unit_arena_close(&b.unit);
}

/* A line as long as those of programs, with characters of every length, asked about from both
 * ends: a count from its start for each place would be a hundred times the work. */
static void a_long_line_has_the_columns_a_plain_count_gives(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    static const char *const parts[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "bcde"};
    struct strbuf text = strbuf_new(&b.unit.arena);
    uint32_t columns[5000], offsets[5000];
    strbuf_text(&text, "short\n");
    for (uint32_t i = 0, column = 1; i < 5000; i++) {
        offsets[i] = (uint32_t)text.count;
        columns[i] = column;
        for (uint32_t j = 0; j < 40; j++) {
            const char *part = parts[(i * 7 + j * j) % 5];
            strbuf_text(&text, part);
            column += part[0] == 'b' ? 4 : 1;
        }
    }
    strbuf_text(&text, "\nlast");
    uint32_t s = add_source(&b, "a", strbuf_string(&text));
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t at = i % 2 ? i : 4999 - i;
        struct place place = source_place(&b.sources, (struct span){s, offsets[at], offsets[at]});
        assert_int_equal(place.line, 2);
        assert_int_equal(place.column, columns[at]);
    }
    check_place(&b, (struct span){s, (uint32_t)text.count - 3, (uint32_t)text.count}, "a 3:2-3:5");
    unit_arena_close(&b.unit);
}

static void a_later_part_of_a_file_counts_its_lines_on(void **state)
{
    (void)state;
    struct bench b;
    struct strbuf out;
    struct diags diags;
    open_bench(&b);
    uint32_t s = add_source(&b, "a", "");
    struct source part = {.text = "\xEF\xBB\xBFxy\nz = 1\n", .length = 12,
                          .lines_before = UINT64_C(5000000000)};
    sources_move(&b.sources, s, &part);
    check_place(&b, (struct span){s, 3, 4}, "a 5000000001:2-5000000001:3");
    check_place(&b, (struct span){s, 6, 7}, "a 5000000002:1-5000000002:2");
    diags_init(&diags, &b.unit.arena, &b.sources);
    diag_add(&diags, DIAG_SYNTAX, (struct span){s, 6, 7}, "no");
    strbuf_init(&out, &b.unit.arena);
    diags_render(&diags, false, &out);
    unit_assert_text(strbuf_string(&out), "a:5000000002:1: error[P0101]: no\n"
                                          " 5000000002 | z = 1\n"
                                          "            | ^\n");
    unit_arena_close(&b.unit);
}

static void check_join(struct span a, struct span b, struct span expected)
{
    struct span joined = span_join(a, b);
    assert_int_equal(joined.source, expected.source);
    assert_int_equal(joined.begin, expected.begin);
    assert_int_equal(joined.end, expected.end);
}

static void joins_spans(void **state)
{
    (void)state;
    struct span none = {0}, a = {1, 5, 9}, b = {1, 2, 6}, other = {2, 0, 50};
    check_join(a, b, (struct span){1, 2, 9});
    check_join(b, a, (struct span){1, 2, 9});
    check_join(none, a, a);
    check_join(a, none, a);
    check_join(a, other, a);
}

static void decodes_only_well_formed_text(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t taken;
        uint32_t point;
    } cases[] = {
        {"a", 1, 'a'},
        {"\xC3\xA9", 2, 0xE9},
        {"\xE2\x82\xAC", 3, 0x20AC},
        {"\xF0\x9F\x98\x80", 4, 0x1F600},
        {"\x80", 1, UTF8_BAD},             /* no beginning */
        {"\xC3", 1, UTF8_BAD},             /* cut short */
        {"\xC0\xAF", 1, UTF8_BAD},         /* too long a form */
        {"\xE0\x80\xAF", 1, UTF8_BAD},     /* the same in three bytes */
        {"\xED\xA0\x80", 1, UTF8_BAD},     /* half of a UTF-16 pair */
        {"\xF4\x90\x80\x80", 1, UTF8_BAD}, /* beyond Unicode */
        {"\xE2\x28\xA1", 1, UTF8_BAD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t point = 0;
        assert_int_equal(utf8_decode(cases[i].bytes, strlen(cases[i].bytes), &point),
                         cases[i].taken);
        assert_int_equal(point, cases[i].point);
    }
    assert_int_equal(utf8_count("h\xC3\xA9\x80z", 5), 4);
    assert_int_equal(utf8_width('a'), 1);
    assert_int_equal(utf8_width(0x4E2D), 2);
    assert_int_equal(utf8_width(0x301), 0);
}

/* ---- collecting ---- */

static void sorts_by_place_then_code_then_message(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    uint32_t s = add_source(&b, "a", "0123456789"), t = add_source(&b, "b", "0123456789");
    struct span late = {s, 5, 6}, early = {s, 1, 2}, longer = {s, 1, 3}, other = {t, 0, 1};
    diag_add(&b.diags, DIAG_NAME_TAKEN, other, "6");
    diag_add(&b.diags, DIAG_NAME_TAKEN, late, "5");
    diag_add(&b.diags, DIAG_NAME_TAKEN, longer, "4");
    diag_add(&b.diags, DIAG_CONFLICT, early, "3");
    diag_add(&b.diags, DIAG_NAME_TAKEN, early, "2");
    diag_add(&b.diags, DIAG_NAME_TAKEN, early, "1");
    diag_add(&b.diags, DIAG_FILE_UNREADABLE, (struct span){0}, "0");
    diags_sort(&b.diags);
    assert_int_equal(b.diags.list.count, 7);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(b.diags.list.items[i]->message[0], '0' + (int)i);
    unit_arena_close(&b.unit);
}

static void removes_exact_repetitions_only(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    uint32_t s = add_source(&b, "a", "0123456789");
    struct span span = {s, 1, 2};
    struct diag *first = diag_add(&b.diags, DIAG_NAME_TAKEN, span, "again");
    diag_help(&b.diags, first, "rename it");
    diag_add(&b.diags, DIAG_NAME_TAKEN, span, "again");
    struct diag *third = diag_add(&b.diags, DIAG_NAME_TAKEN, span, "again");
    diag_help(&b.diags, third, "rename it");
    struct diag *fourth = diag_add(&b.diags, DIAG_NAME_TAKEN, span, "again");
    diag_label(&b.diags, fourth, (struct span){s, 4, 5}, "here");
    assert_int_equal(b.diags.errors, 4);
    diags_sort(&b.diags);
    assert_int_equal(b.diags.list.count, 3);
    assert_int_equal(b.diags.errors, 3);
    diags_sort(&b.diags);
    assert_int_equal(b.diags.list.count, 3);
    unit_arena_close(&b.unit);
}

static void keeps_so_many_and_counts_the_rest(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    for (int i = 0; i < DIAG_LIMIT; i++)
        diag_add(&b.diags, DIAG_CONFLICT, (struct span){0}, "warning %03d", i);
    assert_int_equal(b.diags.errors, 0);
    /* errors take the places of the last warnings */
    diag_add(&b.diags, DIAG_NAME_TAKEN, (struct span){0}, "an error");
    struct diag *over = diag_add(&b.diags, DIAG_CONFLICT, (struct span){0}, "one more");
    diag_label(&b.diags, over, (struct span){0}, "kept nowhere");
    diag_note(&b.diags, over, "kept nowhere");
    diag_help(&b.diags, over, "kept nowhere");
    assert_int_equal(over->label_count + over->note_count, 0);
    assert_int_equal(b.diags.list.count, DIAG_LIMIT);
    assert_int_equal(b.diags.dropped, 2);
    assert_int_equal(b.diags.errors, 1);
    assert_string_equal(b.diags.list.items[DIAG_LIMIT - 1]->message, "an error");
    assert_string_equal(b.diags.list.items[DIAG_LIMIT - 2]->message, "warning 198");
    for (int i = 0; i < 2 * DIAG_LIMIT; i++)
        diag_add(&b.diags, DIAG_NAME_TAKEN, (struct span){0}, "error %03d", i);
    assert_int_equal(b.diags.list.count, DIAG_LIMIT);
    assert_int_equal(b.diags.errors, 2 * DIAG_LIMIT + 1);
    for (size_t i = 0; i < DIAG_LIMIT; i++)
        assert_int_equal(b.diags.list.items[i]->severity, DIAG_ERROR);
    unit_arena_close(&b.unit);
}

static void labels_and_notes_over_their_number_are_left_out(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b);
    struct diag *diag = diag_add(&b.diags, DIAG_NAME_TAKEN, (struct span){0}, "x");
    for (int i = 0; i < 20; i++) {
        diag_label(&b.diags, diag, (struct span){0}, "label %d", i);
        diag_note(&b.diags, diag, "note %d", i);
    }
    assert_int_equal(diag->label_count, DIAG_LABELS);
    assert_int_equal(diag->note_count, DIAG_NOTES);
    assert_string_equal(diag->notes[DIAG_NOTES - 1].text, "note 7");
    unit_arena_close(&b.unit);
}

/* ---- codes ---- */

static void every_code_is_found_and_complete(void **state)
{
    (void)state;
    const char *last = "";
    for (int i = 0; i < DIAG_CODE_COUNT; i++) {
        enum diag_code code = (enum diag_code)i, found;
        const char *id = diag_code_id(code), *title = diag_code_title(code);
        assert_int_equal(strlen(id), 5);
        assert_int_equal(strspn(id + 1, "0123456789"), 4);
        assert_int_equal(id[0], 'P');
        assert_true(strcmp(last, id) < 0); /* rising, so unique */
        last = id;
        assert_true(diag_code_find(id, &found));
        assert_int_equal(found, code);
        size_t length = strlen(title);
        if (length == 0 || title[length - 1] == '.' || strchr(title, '\n'))
            fail_msg("%s: the title is not one line without a full stop", id);
        if (strlen(diag_code_text(code)) < 40)
            fail_msg("%s: the text does not explain", id);
        const char *example = diag_code_example(code);
        if (example[0] && example[strlen(example) - 1] != '\n')
            fail_msg("%s: the example does not end its line", id);
    }
    enum diag_code unused;
    assert_false(diag_code_find("P9999", &unused));
    assert_false(diag_code_find("", &unused));
    assert_true(diag_code_find("P0217", &unused));
    assert_int_equal(diag_code_severity(DIAG_CONFLICT), DIAG_WARNING);
}

/* ---- nearest ---- */

static const char *nearest_of(const char *name, const char *a, const char *b, const char *c)
{
    struct nearest nearest;
    nearest_init(&nearest, name, strlen(name));
    const char *const offers[] = {a, b, c};
    for (size_t i = 0; i < 3; i++)
        if (offers[i])
            nearest_offer(&nearest, offers[i]);
    return nearest_result(&nearest) ? nearest_result(&nearest) : "-";
}

static void offers_the_nearest_name(void **state)
{
    (void)state;
    assert_string_equal(nearest_of("execpt", "expect", "except", "accept"), "except");
    assert_string_equal(nearest_of("hots", "hosts", "host", NULL), "hosts"); /* the first of two */
    assert_string_equal(nearest_of("Mircosoft", "Amazon", "Microsoft", NULL), "Microsoft");
    assert_string_equal(nearest_of("aws", "GCP", "AWS", NULL), "AWS");
    assert_string_equal(nearest_of("a", "A", NULL, NULL), "A");
    assert_string_equal(nearest_of("regionn", "region", NULL, NULL), "region");
    assert_string_equal(nearest_of("caf\xC3\xA9", "cafe", NULL, NULL), "cafe");
}

static void offers_nothing_that_is_far(void **state)
{
    (void)state;
    assert_string_equal(nearest_of("ab", "ac", NULL, NULL), "-");
    assert_string_equal(nearest_of("host", "hxxt", NULL, NULL), "-");
    assert_string_equal(nearest_of("region", "region", NULL, NULL), "-");
    assert_string_equal(nearest_of("region", NULL, NULL, NULL), "-");
    assert_string_equal(nearest_of("", "a", NULL, NULL), "-");
    char longer[400];
    memset(longer, 'a', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_string_equal(nearest_of(longer, "aaa", longer + 1, NULL), "-");
}

/* The three-row table against the definition, over all short words of two letters. */
static size_t plain_distance(const char *a, size_t n, const char *b, size_t m)
{
    if (n == 0 || m == 0)
        return n + m;
    size_t best = plain_distance(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]);
    size_t left = plain_distance(a, n - 1, b, m) + 1, right = plain_distance(a, n, b, m - 1) + 1;
    best = left < best ? left : best;
    best = right < best ? right : best;
    if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1]) {
        size_t swap = plain_distance(a, n - 2, b, m - 2) + 1;
        best = swap < best ? swap : best;
    }
    return best;
}

static void the_distance_is_as_defined(void **state)
{
    (void)state;
    char a[8], b[8];
    for (unsigned x = 0; x < 64; x++)
        for (unsigned y = 0; y < 128; y++) {
            for (size_t i = 0; i < 6; i++)
                a[i] = x >> i & 1 ? 'x' : 'y';
            for (size_t i = 0; i < 7; i++)
                b[i] = y >> i & 1 ? 'x' : 'y';
            a[6] = '\0';
            b[y % 3 + 5] = '\0';
            size_t expected = plain_distance(a, 6, b, strlen(b));
            struct nearest nearest;
            nearest_init(&nearest, a, 6);
            nearest_offer(&nearest, b);
            bool near = expected <= 2 && strcmp(a, b) != 0;
            assert_int_equal(nearest_result(&nearest) != NULL, near);
            if (near)
                assert_int_equal(nearest.distance, expected);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_count_code_points_from_one),
        cmocka_unit_test(places_without_a_source_are_empty),
        cmocka_unit_test(the_end_of_a_text_is_after_its_last_word),
        cmocka_unit_test(a_byte_order_mark_is_in_no_column),
        cmocka_unit_test(a_later_part_of_a_file_counts_its_lines_on),
        cmocka_unit_test(every_offset_has_the_place_a_plain_count_gives),
        cmocka_unit_test(a_long_line_has_the_columns_a_plain_count_gives),
        cmocka_unit_test(joins_spans),
        cmocka_unit_test(decodes_only_well_formed_text),
        cmocka_unit_test(sorts_by_place_then_code_then_message),
        cmocka_unit_test(removes_exact_repetitions_only),
        cmocka_unit_test(keeps_so_many_and_counts_the_rest),
        cmocka_unit_test(labels_and_notes_over_their_number_are_left_out),
        cmocka_unit_test(every_code_is_found_and_complete),
        cmocka_unit_test(offers_the_nearest_name),
        cmocka_unit_test(offers_nothing_that_is_far),
        cmocka_unit_test(the_distance_is_as_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
