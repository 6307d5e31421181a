/* test_syntax_tree.c: the trees of sentences, with the place of every part.
 *
 * A dump shows all that a tree says; so one dump with places for each family of sentences
 * pins down spans of atoms, names, heads, exceptions and flags. The example of the
 * language's description is read as it stands and with its commented statements.
 */
#include "unit/unit.h"

#include "base/io.h"
#include "syntax/phrase.h"
#include "unit/syntax_fixture.h"

#include <stdlib.h>
#include <string.h>

struct wanted {
    const char *dump;
};

static void compare(struct parsed *parsed, void *context)
{
    const struct wanted *wanted = context;
    unit_assert_text(syntax_report(parsed), "");
    unit_assert_text(syntax_dump(parsed, parsed->file, true), wanted->dump);
}

static void dumps_as(const char *text, const char *dump)
{
    struct wanted wanted = {dump};
    assert_true(syntax_fixture(text, strlen(text), heap_default(), compare, &wanted));
}

static void vocabulary(void **state)
{
    (void)state;
    dumps_as("kind party: A (B \"b\" \"bb\"), \"C C\".\n"
             "group g of party: A, B.\n"
             "\n"
             "actor x: party or none presumed A \"who\".\n"
             "fact n: number in MW (1 GW = 1000 MW) from -5 to 10 presumed 5 MW.\n"
             "events a, b \"bee\" unknown.\n"
             "a occurred on 2026-01-02.\n",
             "kind party @1:1-1:35\n"
             "  tree A @1:13-1:27\n"
             "    tree B \"b\" \"bb\" @1:16-1:26\n"
             "  tree \"C C\" @1:29-1:34\n"
             "group g @2:1-2:24\n"
             "  target party @2:12-2:17\n"
             "  member A @2:19-2:20\n"
             "  member B @2:22-2:23\n"
             "attribute actor x \"who\" after-blank @4:1-4:41\n"
             "  type party or none @4:10-4:23\n"
             "  presumed A @4:24-4:34\n"
             "attribute fact n @5:1-5:67\n"
             "  type number in MW (1 GW = 1000 MW) from -5 to 10 @5:9-5:52\n"
             "  presumed 5 MW @5:53-5:66\n"
             "events @6:1-6:27\n"
             "  event a @6:8-6:9\n"
             "  event b \"bee\" unknown @6:11-6:12\n"
             "occurred a @7:1-7:26\n"
             "  date 2026-01-02 @7:15-7:25\n");
}

static void conditions(void **state)
{
    (void)state;
    dumps_as("term t means a and not b or (c is n and d > 5 MW)\n"
             "  except (x) where date is on or after 2026-01-01 (except where never).\n",
             "term t @1:1-2:72\n"
             "  reading @1:8-2:71\n"
             "    means @1:14-1:50\n"
             "      or @1:14-1:50\n"
             "        and @1:14-1:25\n"
             "          name a @1:14-1:15\n"
             "          not @1:20-1:25\n"
             "            name b @1:24-1:25\n"
             "        and (…) @1:29-1:50\n"
             "          is c is n @1:30-1:36\n"
             "          compare d > 5 MW @1:41-1:49\n"
             "    except (x) @2:3-2:71\n"
             "      where @2:20-2:50\n"
             "        date date is on or after 2026-01-01 @2:20-2:50\n"
             "      except @2:52-2:70\n"
             "        where @2:65-2:70\n"
             "          never @2:65-2:70\n");
}

static void clauses(void **state)
{
    (void)state;
    dumps_as("agreement X between A and B source \"x.txt\" in force from 2020-01-01 while c:\n"
             "clause 2(a) \"label\" material from the later of (e, f) in place of X 1:\n"
             "  \"text\" subject to 1 and Y 2, A and B shall not act to C when x\n"
             "    except with consent of D as d;\n"
             "  if in breach A owes B \"what\" within 90 days.\n",
             "agreement X @1:1-1:77\n"
             "  party A @1:21-1:22\n"
             "  party B @1:27-1:28\n"
             "  source \"x.txt\" @1:36-1:43\n"
             "  from 2020-01-01 @1:58-1:68\n"
             "  while @1:75-1:76\n"
             "    name c @1:75-1:76\n"
             "clause 2(a) \"label\" material @2:1-5:47\n"
             "  from the later of (e, f) @2:35-2:54\n"
             "  in-place-of X 1 @2:67-2:70\n"
             "  rank subject to 1 and Y 2 @3:10-3:30\n"
             "  shall-not A and B shall not act to C @3:32-4:34\n"
             "    head @3:32-3:58\n"
             "    text \"text\" @3:3-3:9\n"
             "    where @3:64-3:65\n"
             "      name x when @3:64-3:65\n"
             "    except with consent of D as d @4:5-4:34\n"
             "  owes if in breach A owes B \"what\" within 90 days @5:3-5:46\n"
             "    head @5:3-5:46\n");
}

static void statements(void **state)
{
    (void)state;
    dumps_as("Main and Y 2 prevail over Z where x except 3; otherwise the stricter prevails.\n"
             "order: A, B and C unless stated.\n"
             "waiver W by H of X 2.1 from e through 2026-01-01 where x except where y.\n"
             "amendment N of X dated 2026-01-01: deletes 2.1.\n"
             "ruling \"r\" dated 2026-01-01: t as read by A and B.\n"
             "assert \"q\": never disputed as read by A where x.\n"
             "allow P0301 on X 2 until 2027-01-01 \"why\".\n",
             "rank @1:1-1:79\n"
             "  prevails Main and Y 2 prevail over Z @1:1-1:45\n"
             "    head @1:1-1:28\n"
             "    where @1:35-1:36\n"
             "      name x @1:35-1:36\n"
             "    not-for 3 @1:44-1:45\n"
             "  stricter otherwise the stricter prevails @1:47-1:78\n"
             "    head @1:47-1:78\n"
             "rank @2:1-2:33\n"
             "  order order: A, B and C unless stated @2:1-2:32\n"
             "    head @2:1-2:18\n"
             "waiver W @3:1-3:73\n"
             "  holder H @3:13-3:14\n"
             "  of X 2.1 @3:18-3:23\n"
             "  from e @3:29-3:30\n"
             "  through 2026-01-01 @3:39-3:49\n"
             "  where @3:56-3:57\n"
             "    name x @3:56-3:57\n"
             "  except @3:58-3:72\n"
             "    where @3:71-3:72\n"
             "      name y @3:71-3:72\n"
             "amendment N @4:1-4:48\n"
             "  target X @4:16-4:17\n"
             "  date 2026-01-01 @4:24-4:34\n"
             "  deletes 2.1 @4:44-4:47\n"
             "ruling \"r\" @5:1-5:51\n"
             "  target t @5:30-5:31\n"
             "  date 2026-01-01 @5:18-5:28\n"
             "  reading A @5:43-5:44\n"
             "  reading B @5:49-5:50\n"
             "assert \"q\" @6:1-6:49\n"
             "  never disputed\n"
             "  reading A @6:39-6:40\n"
             "  where @6:47-6:48\n"
             "    name x @6:47-6:48\n"
             "allow \"why\" @7:1-7:43\n"
             "  target P0301 @7:7-7:12\n"
             "  date 2027-01-01 @7:26-7:36\n"
             "  on X 2 @7:16-7:19\n");
}

static void inputs(void **state)
{
    (void)state;
    dumps_as("input i for documents with \"/a\" and no \"/b\":\n"
             "  each \"/c/*\" when \"/d\" is not \"x\" or \"y*\";\n"
             "  name is \"/n\";\n"
             "  f is \"/p\" or \"/q\" with \"a\" as B, \"b\" as 5 MW in kW, otherwise unknown;\n"
             "  date is 2026-01-02;\n"
             "  unknown at \"/m\" for \"/v\".\n",
             "input i @1:1-6:28\n"
             "  guard \"/a\" @1:28-1:32\n"
             "  guard no \"/b\" @1:37-1:44\n"
             "  line each \"/c/*\" @2:3-2:43\n"
             "    when \"/d\" is not \"x\" or \"y*\" @2:20-2:43\n"
             "  line name is \"/n\" @3:3-3:15\n"
             "  line f is \"/p\" or \"/q\" @4:3-4:72\n"
             "    case \"a\" as B @4:26-4:34\n"
             "    case \"b\" as 5 MW @4:36-4:47\n"
             "    in kW @4:51-4:53\n"
             "    otherwise unknown @4:65-4:72\n"
             "  line date is 2026-01-02 @5:3-5:21\n"
             "  line unknown at \"/m\" for \"/v\" @6:3-6:27\n");
}

/* Places count characters, not bytes; a byte order mark is none, and a line's end of two
 * bytes is one. */
static void places(void **state)
{
    (void)state;
    dumps_as("\xEF\xBB\xBFterm \"\xC3\xA9\" means x.\r\nterm y means \"\xE2\x82\xAC\" -- \xC3\xA9\r\n .",
             "term \"\xC3\xA9\" @1:1-1:18\n"
             "  reading @1:10-1:17\n"
             "    means @1:16-1:17\n"
             "      name x @1:16-1:17\n"
             "term y @2:1-3:3\n"
             "  reading @2:8-2:17\n"
             "    means @2:14-2:17\n"
             "      name \"\xE2\x82\xAC\" @2:14-2:17\n"
             "comment -- \xC3\xA9 @2:18-2:22\n");
}

/* A chain longer than a recursion should follow is balanced; its operands keep their order. */
static size_t depth_of(const struct ast_expr *expr)
{
    if (expr->kind != EXPR_AND && expr->kind != EXPR_OR)
        return 1;
    size_t left = depth_of(expr->left), right = depth_of(expr->right);
    return 1 + (left > right ? left : right);
}

static void look_at_chain(struct parsed *parsed, void *context)
{
    (void)context;
    unit_assert_text(syntax_report(parsed), "");
    const struct ast_expr *means = parsed->file->statements->readings->means;
    assert_true(depth_of(means) < 25);
    assert_int_equal(means->span.begin, 13);
    assert_int_equal(means->span.end, parsed->file->statements->span.end - 1);
    assert_null(syntax_round_trip(parsed));
    struct strbuf form;
    strbuf_init(&form, &parsed->arena);
    phrase_expr(&(struct phrase){&parsed->names, &form, NULL}, means);
    phrase_harden(&form, 0);
    assert_memory_equal(form.items, "x1 or x2 or x3 or ", 18);
}

static void long_chains(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct strbuf text;
    strbuf_init(&text, &unit.arena);
    strbuf_text(&text, "term t means x1");
    for (int i = 2; i <= 100000; i++)
        strbuf_printf(&text, " or x%d", i);
    strbuf_text(&text, ".");
    assert_true(syntax_fixture(text.items, text.count, heap_default(), look_at_chain, NULL));
    unit_arena_close(&unit);
}

/* ---- the example --------------------------------------------------------------------- */

static void reads_example(struct parsed *parsed, void *context)
{
    size_t *statements = context;
    unit_assert_text(syntax_report(parsed), "");
    assert_null(syntax_round_trip(parsed));
    *statements = 0;
    for (const struct ast_statement *item = parsed->file->statements; item; item = item->next)
        ++*statements;
}

static void example(void **state)
{
    (void)state;
    struct unit_arena unit;
    struct io_text text;
    const char *error;
    size_t before, after;
    unit_arena_open(&unit);
    assert_true(io_read(&unit.arena, "tests/spec/example.pol", (size_t)1 << 20, &text, &error));
    assert_true(syntax_fixture(text.data, text.length, heap_default(), reads_example, &before));
    assert_int_equal(before, 26);
    char *on = arena_string(&unit.arena, text.data, text.length);
    int switched = 0;
    static const char *const starts[] = {"-- waiver ", "-- ruling ", "-- amendment "};
    for (size_t i = 0; i < 3; i++) {
        char *comment = strstr(on, starts[i]);
        assert_non_null(comment);
        memcpy(comment, "  ", 2);
        switched++;
        assert_true(syntax_fixture(on, text.length, heap_default(), reads_example, &after));
        assert_int_equal(after, before + (size_t)switched);
    }
    unit_arena_close(&unit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vocabulary), cmocka_unit_test(conditions),
        cmocka_unit_test(clauses),    cmocka_unit_test(statements),
        cmocka_unit_test(places),     cmocka_unit_test(long_chains),
        cmocka_unit_test(example),    cmocka_unit_test(inputs),
    };
    return cmocka_run_group_tests_name("syntax trees", tests, NULL, NULL);
}
