/* test_diag_render.c: whole printed diagnostics, carets included. */
#include "unit/unit.h"

#include "diag/diag.h"

#include <string.h>

struct page {
    struct unit_arena unit;
    struct sources sources;
    struct diags diags;
    uint32_t source;
    const char *text;
};

static void open_page(struct page *page, const char *text)
{
    unit_arena_open(&page->unit);
    sources_init(&page->sources, &page->unit.arena);
    diags_init(&page->diags, &page->unit.arena, &page->sources);
    page->text = text;
    page->source = sources_add(&page->sources, "deal.pol", text, strlen(text));
}

/* The span of the n-th (from 1) occurrence of a word. */
static struct span span_of(const struct page *page, const char *word, int n)
{
    const char *at = strstr(page->text, word);
    for (; at && n > 1; n--)
        at = strstr(at + 1, word);
    assert_non_null(at);
    uint32_t begin = (uint32_t)(at - page->text);
    return (struct span){page->source, begin, begin + (uint32_t)strlen(word)};
}

static struct span between(struct span first, struct span last)
{
    return (struct span){first.source, first.begin, last.end};
}

static void check(struct page *page, const char *expected)
{
    struct strbuf out;
    strbuf_init(&out, &page->unit.arena);
    diags_render(&page->diags, false, &out);
    unit_assert_text(strbuf_string(&out), expected);
    unit_arena_close(&page->unit);
}

static void marks_the_cause(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "kind party: OpenAI.\nfact region: (US, UK).\n");
    diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "region", 1), "`%s` is a word", "region");
    check(&page, "deal.pol:2:6: error[P0217]: `region` is a word\n"
                 " 2 | fact region: (US, UK).\n"
                 "   |      ^^^^^^\n");
}

static void a_label_right_of_the_cause_shares_its_row(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "kind party: Acme, Globex, Acme.\n");
    struct diag *diag = diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "Acme", 1), "twice");
    diag_label(&page.diags, diag, span_of(&page, "Acme", 2), "and here");
    check(&page, "deal.pol:1:13: error[P0217]: twice\n"
                 " 1 | kind party: Acme, Globex, Acme.\n"
                 "   |             ^^^^          ~~~~ and here\n");
}

static void further_labels_of_the_line_have_rows_of_their_own(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "kind party: Acme, Globex, Acme.\n");
    struct diag *diag = diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "Globex", 1), "middle");
    diag_label(&page.diags, diag, span_of(&page, "Acme", 2), "after");
    diag_label(&page.diags, diag, span_of(&page, "Acme", 1), "before");
    diag_label(&page.diags, diag, span_of(&page, "Globex, Acme", 1), "around");
    check(&page, "deal.pol:1:19: error[P0217]: middle\n"
                 " 1 | kind party: Acme, Globex, Acme.\n"
                 "   |                   ^^^^^^  ~~~~ after\n"
                 "   |             ~~~~ before\n"
                 "   |                   ~~~~~~~~~~~~ around\n");
}

static void labels_elsewhere_say_their_place(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "fact region: (US, UK).\n\n\n\n\n\n\n\n\nfact region: yes/no.\n");
    uint32_t other = sources_add(&page.sources, "vocabulary.pol", "-- a\nfact region.\n", 18);
    struct diag *diag = diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "region", 2),
                                 "`region` is declared three times");
    diag_label(&page.diags, diag, span_of(&page, "region", 1), "first declared here");
    diag_label(&page.diags, diag, (struct span){other, 10, 16}, "then here");
    diag_help(&page.diags, diag, "rename one of them");
    diag_note(&page.diags, diag, "a fact has one name\nand one domain");
    check(&page, "deal.pol:10:6: error[P0217]: `region` is declared three times\n"
                 " 10 | fact region: yes/no.\n"
                 "    |      ^^^^^^\n"
                 "   --> deal.pol:1:6\n"
                 "  1 | fact region: (US, UK).\n"
                 "    |      ~~~~~~ first declared here\n"
                 "   --> vocabulary.pol:2:6\n"
                 "  2 | fact region.\n"
                 "    |      ~~~~~~ then here\n"
                 "  note: a fact has one name\n"
                 "        and one domain\n"
                 "  help: rename one of them\n");
}

static void two_labels_of_another_line_share_its_snippet(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "where a and b\nand c\n");
    struct diag *diag = diag_add(&page.diags, DIAG_CONFLICT, span_of(&page, "c", 1), "clash");
    diag_label(&page.diags, diag, span_of(&page, "b", 1), "with this");
    diag_label(&page.diags, diag, span_of(&page, "where", 1), "from here");
    check(&page, "deal.pol:2:5: warning[P0301]: clash\n"
                 " 2 | and c\n"
                 "   |     ^\n"
                 "  --> deal.pol:1:13\n"
                 " 1 | where a and b\n"
                 "   |             ~ with this\n"
                 "   | ~~~~~ from here\n");
}

static void tabs_are_spread_before_marks_are_placed(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "\tfact\tregion:\tdate.\n");
    struct diag *diag = diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "region", 1), "tab");
    diag_label(&page.diags, diag, span_of(&page, "\tdate", 1), "a tab counts as it is printed");
    check(&page, "deal.pol:1:7: error[P0217]: tab\n"
                 " 1 |     fact    region: date.\n"
                 "   |             ^^^^^^ ~~~~~ a tab counts as it is printed\n");
}

static void marks_stand_under_letters_of_any_script(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "kind p: \"Soci\xC3\xA9t\xC3\xA9\", \"\xE4\xB8\xAD\xE5\x9B\xBD\", \"e\xCC\x81\", x.\n");
    struct diag *diag = diag_add(&page.diags, DIAG_NAME_TAKEN,
                                 span_of(&page, "\xE4\xB8\xAD\xE5\x9B\xBD", 1), "wide");
    diag_label(&page.diags, diag, span_of(&page, "x", 1), "after a combining mark");
    diag_label(&page.diags, diag, span_of(&page, "Soci\xC3\xA9t\xC3\xA9", 1), "seven letters");
    check(&page, "deal.pol:1:21: error[P0217]: wide\n"
                 " 1 | kind p: \"Soci\xC3\xA9t\xC3\xA9\", \"\xE4\xB8\xAD\xE5\x9B\xBD\", \"e\xCC\x81\", x.\n"
                 "   |                     ^^^^        ~ after a combining mark\n"
                 "   |          ~~~~~~~ seven letters\n");
}

static void what_would_disturb_a_terminal_is_not_printed(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "a \x1B[31m \xFF \xE2\x80\xAE z\n");
    diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "z", 1), "z");
    check(&page, "deal.pol:1:13: error[P0217]: z\n"
                 " 1 | a \xEF\xBF\xBD[31m \xEF\xBF\xBD \xEF\xBF\xBD z\n"
                 "   |             ^\n");
}

static void carriage_returns_end_lines_too(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "one\r\ntwo\r\nthree\r\n");
    diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "two\r\n", 1), "line");
    check(&page, "deal.pol:2:1: error[P0217]: line\n"
                 " 2 | two\n"
                 "   | ^^^\n");
}

static void a_span_over_two_lines_shows_both(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "clause 1: A may deploy\n    where b,\n    x.\n");
    struct diag *diag = diag_add(&page.diags, DIAG_NAME_TAKEN,
                                 between(span_of(&page, "may", 1), span_of(&page, "where", 1)), "two");
    diag_label(&page.diags, diag, span_of(&page, "clause", 1), "of this");
    diag_label(&page.diags, diag, span_of(&page, "b", 1), "up to this");
    check(&page, "deal.pol:1:13: error[P0217]: two\n"
                 " 1 | clause 1: A may deploy\n"
                 "   |             ^^^^^^^^^^\n"
                 "   | ~~~~~~ of this\n"
                 " 2 |     where b,\n"
                 "   |     ^^^^^ ~ up to this\n");
}

static void a_span_over_three_lines_shows_all(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "aa bb\n  cc dd  \nee ff\n");
    diag_add(&page.diags, DIAG_NAME_TAKEN, between(span_of(&page, "bb", 1), span_of(&page, "ee", 1)),
             "three");
    check(&page, "deal.pol:1:4: error[P0217]: three\n"
                 " 1 | aa bb\n"
                 "   |    ^^\n"
                 " 2 |   cc dd\n"
                 "   |   ^^^^^^^\n"
                 " 3 | ee ff\n"
                 "   | ^^\n");
}

static void a_span_over_many_lines_shows_its_ends(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "a\nb b\nc\nd\n  e e\nf\ng\n");
    struct diag *diag = diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "g", 1), "many");
    diag_label(&page.diags, diag, between(span_of(&page, "b b", 1), span_of(&page, "e e", 1)),
               "all of this");
    check(&page, "deal.pol:7:1: error[P0217]: many\n"
                 " 7 | g\n"
                 "   | ^\n"
                 "  --> deal.pol:2:1\n"
                 " 2 | b b\n"
                 "   | ~~~\n"
                 " ...\n"
                 " 5 |   e e\n"
                 "   |   ~~~ all of this\n");
}

static void an_empty_span_gets_one_caret(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "fact a\nfact b.\n");
    diag_add(&page.diags, DIAG_NAME_TAKEN, (struct span){page.source, 6, 6}, "expected `.`");
    check(&page, "deal.pol:1:7: error[P0217]: expected `.`\n"
                 " 1 | fact a\n"
                 "   |       ^\n");
}

static void the_end_of_the_file_is_after_its_last_word(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "fact a\n\n");
    diag_add(&page.diags, DIAG_NAME_TAKEN, (struct span){page.source, 8, 8}, "unexpected end");
    check(&page, "deal.pol:1:7: error[P0217]: unexpected end\n"
                 " 1 | fact a\n"
                 "   |       ^\n");
}

static void an_empty_file_has_one_line(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "");
    diag_add(&page.diags, DIAG_NAME_TAKEN, (struct span){page.source, 0, 0}, "nothing here");
    check(&page, "deal.pol:1:1: error[P0217]: nothing here\n"
                 " 1 |\n"
                 "   | ^\n");
}

static void no_place_no_snippet(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "fact a.\n");
    struct diag *diag = diag_add(&page.diags, DIAG_FILE_UNREADABLE, (struct span){0}, "`x`: no such file");
    diag_label(&page.diags, diag, (struct span){0}, "asked for on the command line");
    diag_label(&page.diags, diag, span_of(&page, " a", 1), "and by this");
    check(&page, "error[P0001]: `x`: no such file\n"
                 "  --> deal.pol:1:5\n"
                 " 1 | fact a.\n"
                 "   |     ~~ and by this\n"
                 "  note: asked for on the command line\n");
}

static void a_long_line_is_shown_around_the_cause(void **state)
{
    (void)state;
    struct page page;
    char text[601];
    for (size_t i = 0; i < 600; i++)
        text[i] = (char)('0' + i / 10 % 10);
    memcpy(text + 300, "CAUSE", 5);
    memcpy(text + 320, "NEAR", 4);
    memcpy(text + 500, "FAR", 3);
    text[600] = '\0';
    open_page(&page, text);
    struct diag *diag = diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "CAUSE", 1), "long");
    diag_label(&page.diags, diag, span_of(&page, "FAR", 1), "far");
    diag_label(&page.diags, diag, span_of(&page, "NEAR", 1), "near");
    check(&page,
          "deal.pol:1:301: error[P0217]: long\n"
          " 1 | ...6666666666777777777788888888889999999999CAUSE000001111111111NEAR2222223333333333"
          "4444444444555555555566666666667777777777...\n"
          "   |                                            ^^^^^               ~~~~ near\n"
          "  --> deal.pol:1:501\n"
          " 1 | ...6666666666777777777788888888889999999999FAR0000000111111111122222222223333333333"
          "4444444444555555555566666666667777777777...\n"
          "   |                                            ~~~ far\n");
}

static void both_ends_of_a_long_line_are_not_cut_in_vain(void **state)
{
    (void)state;
    struct page page;
    char text[201];
    memset(text, '.', 200);
    text[200] = '\0';
    text[0] = 'A';
    text[199] = 'Z';
    open_page(&page, text);
    diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "A", 1), "begin");
    diag_add(&page.diags, DIAG_NAME_TAKEN, (struct span){page.source, 150, 200}, "end");
    char dots[120], marks[120];
    memset(dots, '.', 119);
    dots[119] = '\0';
    memset(marks, '^', 50);
    marks[50] = '\0';
    const char *expected = arena_printf(
        &page.unit.arena,
        "deal.pol:1:1: error[P0217]: begin\n 1 | A%s...\n   | ^\n\n"
        "deal.pol:1:151: error[P0217]: end\n 1 | ...%sZ\n   | %73s%s\n",
        dots, dots, "", marks);
    check(&page, expected);
}

static void several_are_sorted_and_a_blank_line_apart(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "a b\n");
    diag_add(&page.diags, DIAG_CONFLICT, span_of(&page, "b", 1), "second");
    diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "a", 1), "first");
    check(&page, "deal.pol:1:1: error[P0217]: first\n"
                 " 1 | a b\n"
                 "   | ^\n"
                 "\n"
                 "deal.pol:1:3: warning[P0301]: second\n"
                 " 1 | a b\n"
                 "   |   ^\n");
}

static void says_how_many_more_there_are(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "a\n");
    for (int i = 0; i < DIAG_LIMIT + 1; i++)
        diag_add(&page.diags, DIAG_NAME_TAKEN, (struct span){0}, "error %03d", i);
    struct strbuf out;
    strbuf_init(&out, &page.unit.arena);
    diags_render(&page.diags, false, &out);
    const char *tail = strstr(strbuf_string(&out), "error[P0217]: error 199");
    assert_non_null(tail);
    unit_assert_text(tail, "error[P0217]: error 199\n"
                           "\n"
                           "hint[P0003]: 1 more diagnostic is not shown\n");
    diag_add(&page.diags, DIAG_CONFLICT, (struct span){0}, "over");
    strbuf_clear(&out);
    diags_render(&page.diags, false, &out);
    assert_non_null(strstr(strbuf_string(&out), "\nhint[P0003]: 2 more diagnostics are not shown\n"));
    unit_arena_close(&page.unit);
}

static void colour_changes_nothing_but_escapes(void **state)
{
    (void)state;
    struct page page;
    open_page(&page, "fact a: b.\n");
    struct diag *diag = diag_add(&page.diags, DIAG_NAME_TAKEN, span_of(&page, "a", 2), "bad");
    diag_label(&page.diags, diag, span_of(&page, "b", 1), "this");
    diag_help(&page.diags, diag, "mend it");
    struct strbuf out;
    strbuf_init(&out, &page.unit.arena);
    diags_render(&page.diags, true, &out);
    unit_assert_text(strbuf_string(&out),
                     "\033[1mdeal.pol:1:6:\033[0m \033[1;31merror[P0217]:\033[0m \033[1mbad\033[0m\n"
                     "\033[2m 1 |\033[0m fact a: b.\n"
                     "\033[2m   |\033[0m      \033[1;31m^\033[0m  \033[34m~ this\033[0m\n"
                     "  \033[1mhelp:\033[0m mend it\n");
    unit_arena_close(&page.unit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_the_cause),
        cmocka_unit_test(a_label_right_of_the_cause_shares_its_row),
        cmocka_unit_test(further_labels_of_the_line_have_rows_of_their_own),
        cmocka_unit_test(labels_elsewhere_say_their_place),
        cmocka_unit_test(two_labels_of_another_line_share_its_snippet),
        cmocka_unit_test(tabs_are_spread_before_marks_are_placed),
        cmocka_unit_test(marks_stand_under_letters_of_any_script),
        cmocka_unit_test(what_would_disturb_a_terminal_is_not_printed),
        cmocka_unit_test(carriage_returns_end_lines_too),
        cmocka_unit_test(a_span_over_two_lines_shows_both),
        cmocka_unit_test(a_span_over_three_lines_shows_all),
        cmocka_unit_test(a_span_over_many_lines_shows_its_ends),
        cmocka_unit_test(an_empty_span_gets_one_caret),
        cmocka_unit_test(the_end_of_the_file_is_after_its_last_word),
        cmocka_unit_test(an_empty_file_has_one_line),
        cmocka_unit_test(no_place_no_snippet),
        cmocka_unit_test(a_long_line_is_shown_around_the_cause),
        cmocka_unit_test(both_ends_of_a_long_line_are_not_cut_in_vain),
        cmocka_unit_test(several_are_sorted_and_a_blank_line_apart),
        cmocka_unit_test(says_how_many_more_there_are),
        cmocka_unit_test(colour_changes_nothing_but_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
