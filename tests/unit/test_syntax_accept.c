/* test_syntax_accept.c: every production of the grammar reads what it should.
 *
 * Each text is given with its canonical form (NULL: it is its own), must give no
 * diagnostic, and must survive printing and parsing as an equal tree. What it means as a
 * tree is looked at in test_syntax_tree.c.
 */
#include "unit/unit.h"

#include "unit/syntax_fixture.h"

#include <stdio.h>
#include <string.h>

struct sample {
    const char *text, *form;
};

static const struct sample samples[] = {
    /* vocabulary */
    {"policy \"P\" dated 2026-03-20.", NULL},
    {"policy \"a \\\"quoted\\\" \\\\ text\" dated 2026-03-20.", NULL},
    {"uses \"vocabulary.pol\".", NULL},
    {"kind party: A, B (C, D (E)), \"T-Mobile\".", NULL},
    {"kind product: atlas \"model-atlas-00001\" \"atlas/1\" (a \"x\"), 3M.", NULL},
    {"group emea of region: Germany, UAE.", NULL},
    {"actor deployer: party presumed OpenAI \"who\".", NULL},
    {"choice host: party.", NULL},
    {"fact x: k or none.", NULL},
    {"fact x: k or none presumed none \"gloss\".", NULL},
    {"fact x: (a, b (c)) or none.", NULL},
    {"fact x: yes/no presumed yes.", NULL},
    {"fact x: yes / no.", "fact x: yes/no."},
    {"fact x: date presumed 2026-01-01.", NULL},
    {"fact x: event \"to MBE\".", NULL},
    {"fact x: several of k.", NULL},
    {"choice x: several of (a, b (c)) \"gloss\".", NULL},
    {"fact x: number.", NULL},
    {"fact x: number in MW (1 GW = 1000 MW, 1 TW = 1000000 MW) from 0 to 1000 presumed 5 MW.",
     NULL},
    {"fact x: number from -5 to 5 presumed -1 \"gloss\".", NULL},
    {"fact x: number in days from 0.", NULL},
    {"fact x: number in \"US$\" to 7.", NULL},
    {"fact x: number in months presumed 6 months.", NULL},
    {"events a, b unknown, c \"gloss\", d \"gloss\" unknown.", NULL},
    {"events d unknown \"gloss\".", "events d \"gloss\" unknown."},
    {"events a by k, b by \"k k\" unknown, c by k \"gloss\", d by k \"gloss\" unknown.", NULL},
    {"ipo occurred on 2027-03-01.", NULL},
    {"missed of \"T-Mobile\" occurred on 2027-03-01.", NULL},
    {"period p: from a until the later of (b, 2026-01-01).", NULL},
    {"period p: until 2 days after a from b.", "period p: from b until 2 days after a."},
    {"period \"p p\": through 2026-01-01.", NULL},
    {"redacted x: number.", NULL},
    {"redacted x: number in USD \"gloss\".", NULL},
    {"redacted x: months.", NULL},
    {"redacted x: year \"gloss\".", "redacted x: years \"gloss\"."},
    {"redacted x: list of k.", NULL},
    {"period p: from x after a until \"y y\" after the later of (b, c).", NULL},
    {"acts deploy, sell, sponsor (sponsor_team, sponsor_event).", NULL},
    {"term t means x.", NULL},
    {"term t \"gloss\" means x except where y (except where z) except where w.",
     "term t \"gloss\" means x\n  except where y\n    (except where z)\n  except where w."},
    {"term t: as read by A means x except (a) where y; as read by B and C \"g\" means z.",
     "term t:\n  as read by A means x\n    except (a) where y;\n  as read by B and C \"g\"\n"
     "    means z."},

    /* conditions */
    {"term t means not a and b or c and not (d or e).", NULL},
    {"term t means always and never.", NULL},
    {"term t means (a) or ((b)).", "term t means (a) or (b)."},
    {"term t means x is n and x is not n and x is yes and x is not no and x is none.", NULL},
    {"term t means x > y and x != \"y y\" and x is in l and x is not in \"l l\".", NULL},
    {"term t means during p and not during \"p p\".", NULL},
    {"term t means x of a has occurred and x of \"b b\" has not occurred.", NULL},
    {"term t means x of a occurred within 30 days and x of b occurred at least 1 year ago.", NULL},
    {"term t means x is only n and x is not only \"m m\" and x includes n and x does not include m.",
     NULL},
    {"term t means not x include n.", "term t means not x includes n."},
    {"term t means x is in (n, yes, \"m m\") and x is not in (n).", NULL},
    {"term t means x < 5 and x <= 5 MW and x = -5 and x != 5 and x > 5 days and x >= 5.", NULL},
    {"term t means x >= 5 \"US$\".", NULL},
    {"term t means date is before 2026-01-01 or date is after 2026-01-01.", NULL},
    {"term t means date is on 2026-01-01 and d is on or before 2026-01-01.", NULL},
    {"term t means d is on or after 2026-01-01.", NULL},
    {"term t means A is in force.", NULL},
    {"term t means A is not in force.", "term t means not A is in force."},
    {"term t means e has occurred and f has not occurred.", NULL},
    {"term t means e occurred within 30 days or e occurred at least 1 year ago.", NULL},
    {"term t means e occurred within 1 months.", "term t means e occurred within 1 month."},

    /* agreements, periods */
    {"agreement A between B and C:", NULL},
    {"agreement A between B and C and \"D D\" source \"a.txt\" in force from 2020-01-01:", NULL},
    {"agreement A between B and C in force from 2020-01-01 until e source \"a.txt\":",
     "agreement A between B and C source \"a.txt\" in force from 2020-01-01 until e:"},
    {"agreement A between B and C while D is in force from e through 2030-12-31:",
     "agreement A between B and C in force from e through 2030-12-31 while D is in force:"},
    {"agreement A between B and C in force until 1 year after e:", NULL},
    {"agreement A between B and C until the earlier of e and 6 months after f and 2030-01-01:",
     "agreement A between B and C\n"
     "  in force until the earlier of (e, 6 months after f, 2030-01-01):"},
    {"agreement A between B and C from the later of (e, the earlier of (f, g)):",
     "agreement A between B and C in force from the later of (e, the earlier of (f, g)):"},
    {"agreement A between B and C from 3 days after the later of (e, f):",
     "agreement A between B and C in force from 3 days after the later of (e, f):"},
    {"document Exhibit_A:", NULL},

    /* clauses and their flags */
    {"clause 5: A may act.", "clause 5:\n  A may act."},
    {"clause 5.11.d \"label\" material survives from 2020-01-01 until e in place of 2.1 and 3:\n"
     "  A may act.",
     NULL},
    {"clause 2(a)(i) survives in place of X 2(a) through 2030-01-01 material: A may act.",
     "clause 2(a)(i) material survives through 2030-01-01 in place of X 2(a):\n  A may act."},
    {"clause 1: \"a text\" A may act; \"another\" B may act.",
     "clause 1:\n  \"a text\"\n  A may act;\n  \"another\"\n  B may act."},
    {"clause 1: \"a text\" subject to 2.1 and 3, notwithstanding Exhibit_A 4, A may act.",
     "clause 1:\n  \"a text\"\n  subject to 2.1 and 3, notwithstanding Exhibit_A 4, A may act."},
    {"clause 1: subject to \"Side Letter\" 2, \"a text\" \"T-Mobile\" may act.",
     "clause 1:\n  \"a text\"\n  subject to \"Side Letter\" 2, \"T-Mobile\" may act."},
    {"clause 1: \"two\nlines\r\n  and  three\" A may act.",
     "clause 1:\n  \"two lines and  three\"\n  A may act."},

    /* sentences */
    {"clause 1:\n  A grants B exclusive host.", NULL},
    {"clause 1:\n  A and B grants C and D sole host among t for sell or lend where x.", NULL},
    {"clause 1: A grants B sole and exclusive host for sell among t.",
     "clause 1:\n  A grants B sole and exclusive host among t for sell."},
    {"clause 1: A grants B exclusive sole host.",
     "clause 1:\n  A grants B sole and exclusive host."},
    {"clause 1:\n  A and \"B B\" shall not sell or lend to C and D where x.", NULL},
    {"clause 1:\n  A shall deploy to C only if x or y where z.", NULL},
    {"clause 1: A shall deploy only if x to C where z.",
     "clause 1:\n  A shall deploy to C only if x where z."},
    {"clause 1:\n  A may deploy with leave of B and C where x.", NULL},
    {"clause 1:\n  rights not granted to A and B are reserved to C where x.", NULL},
    {"clause 1:\n  A owes B and C \"what\" within 90 days where x.", NULL},
    {"clause 1:\n  A owes \"B\" \"what\".", NULL},
    {"clause 1:\n  if in breach A owes B \"what\" within 1 month.", NULL},
    {"clause 1: if in breach of 2.1 and X 3, A owes B \"what\".",
     "clause 1:\n  if in breach of 2.1 and X 3 A owes B \"what\"."},
    {"clause 1:\n  A commits to at least 2000 MW of capacity by 2034-02-27 where x.", NULL},
    {"clause 1:\n  A commits to at most 5 of capacity by 2034-02-27.", NULL},
    {"clause 1: A commits to at least 5 MW of x in each years from 2026-08-01 through 2030-07-31 where y.",
     "clause 1:\n  A commits to at least 5 MW of x in each year from 2026-08-01 through 2030-07-31 where y."},
    {"clause 1: A commits to at most 5 MW of x by \"the sku\" and country by 2030-07-31 where y.",
     "clause 1:\n  A commits to at most 5 MW of x by \"the sku\" and country by 2030-07-31 where y."},
    {"clause 1: A and B commits to at least 80 percent of x from C and D as host by z in each year from 2026-08-01 through 2030-07-31.",
     "clause 1:\n  A and B commits to at least 80 percent of x from C and D as host by z in each year from 2026-08-01\n"
     "    through 2030-07-31."},
    {"clause 1:\n  2.1 and Exhibit_A 3 do not apply where x\n    except where y.", NULL},
    {"clause 1:\n  Exhibit_A 3 does not apply.", NULL},
    {"clause 1: X 2 and \"Y Y\" 3 and 4 does not apply.",
     "clause 1:\n  X 2 and \"Y Y\" 3 and 4 do not apply."},
    {"clause 1:\n  no clause applies where x.", NULL},
    {"clause 1:\n  A may act;\n  Main prevails over Exhibits;\n"
     "  otherwise the stricter prevails;\n  order: A, B;\n  A may act.",
     NULL},
    {"clause 1: A may act when x.", "clause 1:\n  A may act when x."},

    /* exceptions */
    {"clause 1:\n  A may act\n    except (a) where x\n      (except where y\n"
     "        (except (i) where z))\n      (except where w)\n    except (2) where v.",
     NULL},
    {"clause 1: A may act except where x (except where y except where z).",
     "clause 1:\n  A may act\n    except where x\n      (except where y)\n"
     "      (except where z)."},
    {"clause 1:\n  A may act\n    except (b) with consent of B as permit\n"
     "    except with consent of C.",
     NULL},
    {"clause 1: A may act except with waiver of B where x except when y with consent of C as d.",
     "clause 1:\n  A may act\n    except with consent of B where x\n"
     "    except with consent of C as d when y."},

    /* ranks as statements */
    {"Main prevails over Exhibit_A 2 and Orders where x except 2.1 and Main 3.", NULL},
    {"A and B 2 prevails over C; otherwise the stricter prevails.",
     "A and B 2 prevail over C;\notherwise the stricter prevails."},
    {"2.1 and 3 prevail over 4.", NULL},
    {"\"A A\" and B prevail over C.", NULL},
    {"order: Main, Exhibits and Schedules, Orders 2 where x unless stated.", NULL},
    {"order: Main, Orders unless stated; otherwise the stricter prevails.",
     "order: Main, Orders unless stated;\notherwise the stricter prevails."},

    /* the rest */
    {"waiver W by H and K of X 2.1 and 3 in force from 2026-01-01 until e where x\n"
     "  except where y.",
     NULL},
    {"consent W by H of 2(a).", "waiver W by H of 2(a)."},
    {"amendment A1 of X dated 2026-04-27: deletes 2.1 and Exhibit_A 3.", NULL},
    {"ruling \"M v O\" dated 2026-09-01: api_call as read by M and N.", NULL},
    {"assert \"a\": never prohibited.", NULL},
    {"assert \"a\": always permitted as read by A and B where x.", NULL},
    {"assert \"a\": never disputed where x.", NULL},
    {"assert \"a\": always undetermined when x.", NULL},
    {"assert \"a\": some choice is permitted as read by A where x.", NULL},
    {"allow P0301 on Alliance 2.1 and 3 until 2027-01-01 \"known\".", NULL},
    {"allow P0310 on api_call.", NULL},

    /* inputs */
    {"input plan for documents with \"/a\" and no \"/b\" and \"/c\" is \"x*\" or \"\" and \"/d\" is not \"y\":\n"
     "  each \"/a/*\" where \"/b\" and \"/c\" is \"x\";\n"
     "  name is \"/n\";\n"
     "  \"name\" is \"/m\" or \"/o\";\n"
     "  documents is yes;\n"
     "  date is \"/day\";\n"
     "  unknown at \"/u\" for \"\".",
     NULL},
    {"input i for documents with \"/a\":\n"
     "  each \"\" when \"/b\";\n"
     "  x is \"/x\" with \"a\" as b, \"*\" as \"C D\", otherwise none;\n"
     "  x is \"/x\" otherwise unknown;\n"
     "  x is \"/x\" in MW otherwise 5 kW;\n"
     "  x is \"/x\" with \"a\" as 1 MW, \"b\" as 2 in kW, otherwise -3 days;\n"
     "  x is never;\n"
     "  x is 2026-01-01;\n"
     "  x is 5 \"k W\";\n"
     "  x is unknown;\n"
     "  x is \"T-Mobile\".",
     NULL},
    {"input i for documents with \"/a\": each \"\"; x is \"/x\", otherwise y; z is \"/z\" with \"a\" as b otherwise c.",
     "input i for documents with \"/a\":\n  each \"\";\n  x is \"/x\" otherwise y;\n"
     "  z is \"/z\" with \"a\" as b, otherwise c."},
    {"input i for documents with \"/a\": each \"/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" where \"/b\" is \"cccccccccccccccc\" or "
     "\"ddddddddddddddddddd\"; -- one\n"
     "x is \"/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" with \"aaaaaaaaaaaaaaaaaa\" as b, -- two\n"
     "\"cccccccccccccccccccccccccc\" as d, otherwise e;\n"
     "-- three\n"
     "y is \"/yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\" with \"aaaaaaaaaaaaaaaaaa\" as b, -- four\n"
     "\"ccccccccccccccccccccccccccccccccc\" as d, -- five\n"
     "-- six\n"
     "\"ccccccccccccccccccccccccccccccccccccccccccccc\" as d, otherwise e.",
     "input i for documents with \"/a\":\n"
     "  each \"/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n"
     "    where \"/b\" is \"cccccccccccccccc\" or \"ddddddddddddddddddd\";  -- one\n"
     "  x is \"/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"\n"
     "    with \"aaaaaaaaaaaaaaaaaa\" as b,  -- two\n"
     "      \"cccccccccccccccccccccccccc\" as d, otherwise e;\n"
     "  -- three\n"
     "  y is \"/yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\"\n"
     "    with \"aaaaaaaaaaaaaaaaaa\" as b,  -- four\n"
     "      \"ccccccccccccccccccccccccccccccccc\" as d,  -- five\n"
     "      -- six\n"
     "      \"ccccccccccccccccccccccccccccccccccccccccccccc\" as d,\n"
     "      otherwise e."},

    /* comments and space */
    {"", NULL},
    {"-- only a comment", NULL},
    {"\xEF\xBB\xBF\n\npolicy \"P\" dated 2026-03-20.", "policy \"P\" dated 2026-03-20."},
    {"\r\nfact a: b.\r\n\r\n\r\n-- note \r\nfact c: d.\r\n", "fact a: b.\n\n-- note\nfact c: d."},
    {"fact a: b. -- behind\n-- above\n\nfact c: d.\n\n-- last",
     "fact a: b.  -- behind\n-- above\n\nfact c: d.\n\n-- last"},
    {"kind k: a, -- first\n  -- second\n  b.\nfact c: d.",
     "kind k: a,  -- first\n  -- second\n  b.\nfact c: d."},
    {"agreement A between B and C:\n  -- one\n  clause 1: -- two\n    -- three\n    A may act -- four\n"
     "      -- five\n      except where x. -- six\n  -- seven\n",
     "agreement A between B and C:\n  -- one\n  clause 1:  -- two\n    -- three\n"
     "    A may act  -- four\n      -- five\n      except where x.  -- six\n-- seven"},
    {"agreement A between B and C:\ndocument D:\nclause 1: B may act.\norder: D, A.\nfact a: b.\n"
     "agreement E between B and C:\nclause 1: B may act.",
     "agreement A between B and C:\n  document D:\n    clause 1:\n      B may act.\n"
     "    order: D, A.\nfact a: b.\nagreement E between B and C:\n  clause 1:\n    B may act."},
};

static void accept(struct parsed *parsed, void *context)
{
    const struct sample *sample = context;
    const char *form = sample->form ? sample->form : sample->text;
    unit_assert_text(syntax_report(parsed), "");
    unit_assert_text(syntax_form(parsed, parsed->file),
                     *form ? arena_printf(&parsed->arena, "%s\n", form) : "");
    const char *wrong = syntax_round_trip(parsed);
    if (wrong)
        fail_msg("%s", wrong);
}

static void reads_and_prints(void **state)
{
    const struct sample *sample = *state;
    struct sample copy = *sample;
    assert_true(syntax_fixture(sample->text, strlen(sample->text), heap_default(), accept, &copy));
}

/* Long lines are filled to the width; a quoted text that is wrapped reads the same. */
static void fills_long_lines(struct parsed *parsed, void *context)
{
    (void)context;
    unit_assert_text(
        syntax_form(parsed, parsed->file),
        "kind party: aaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccccccccccccccccc,\n"
        "  ddddddddddddddddddddd.\n"
        "kind region:\n"
        "  europe (Aaaaaaaaaaaaaaaaaaaa, Bbbbbbbbbbbbbbbbbbbb, Cccccccccccccccccccc),\n"
        "  asia (Dddddddddddddddddddd),\n"
        "  other_region.\n"
        "events\n"
        "  listed \"the shares are listed at an exchange\",\n"
        "  ended \"the agreement has been ended by notice\".\n"
        "clause 1:\n"
        "  \"This is a quoted text which is so long that it has to go on in a second line of the file that\n"
        "    holds it, at a space.\"\n"
        "  Aaaaaaaaaaaaaaaaaaaaa shall not deploy\n"
        "    where bbbbbbbbbbbbbbbbbbbbbbb and ccccccccccccccccccc and dddddddddddddddddddddddd and\n"
        "      eeeeeeeeeeeeeeeeeee is in (f, g).\n"
        "clause 2 \"A label of some length\" survives\n"
        "  from ended until the earlier of (2030-01-01, 1 year after ended):\n"
        "  A may act.\n");
    assert_null(syntax_round_trip(parsed));
}

static void fills(void **state)
{
    (void)state;
    const char *text =
        "kind party: aaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccccccccccccccccc, "
        "ddddddddddddddddddddd.\n"
        "kind region: europe (Aaaaaaaaaaaaaaaaaaaa, Bbbbbbbbbbbbbbbbbbbb, Cccccccccccccccccccc), "
        "asia (Dddddddddddddddddddd), other_region.\n"
        "events listed \"the shares are listed at an exchange\", "
        "ended \"the agreement has been ended by notice\".\n"
        "clause 1: \"This is a quoted text which is so long that it has to go on in a second line of the "
        "file that holds it, at a space.\" Aaaaaaaaaaaaaaaaaaaaa shall not deploy where "
        "bbbbbbbbbbbbbbbbbbbbbbb and ccccccccccccccccccc and dddddddddddddddddddddddd and "
        "eeeeeeeeeeeeeeeeeee is in (f, g).\n"
        "clause 2 \"A label of some length\" survives from ended until the earlier of (2030-01-01, "
        "1 year after ended): A may act.\n";
    assert_true(syntax_fixture(text, strlen(text), heap_default(), fills_long_lines, NULL));
}

/* No word of the language is a name, and each is one in quotes. */
static void word_in_quotes(struct parsed *parsed, void *context)
{
    (void)context;
    unit_assert_text(syntax_report(parsed), "");
    assert_null(syntax_round_trip(parsed));
}

static void words_are_names_in_quotes(void **state)
{
    (void)state;
    static const char *const words[] = {"order", "where", "is", "party's", "é", "2.1", "a b"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *w = words[i];
        char text[200];
        snprintf(text, sizeof text,
                 "kind \"%s\": \"%s\", a.\nclause 1: \"%s\" shall not \"%s\" to \"%s\" "
                 "where \"%s\" is \"%s\" and \"%s\" is in (\"%s\").\n",
                 w, w, w, w, w, w, w, w, w);
        assert_true(syntax_fixture(text, strlen(text), heap_default(), word_in_quotes, NULL));
    }
}

int main(void)
{
    enum { COUNT = sizeof samples / sizeof samples[0] };
    struct CMUnitTest tests[COUNT + 2];
    for (size_t i = 0; i < COUNT; i++) {
        /* cmocka hands the state over as a pointer that may be written to */
        union {
            const struct sample *from;
            void *to;
        } state = {&samples[i]};
        tests[i] = (struct CMUnitTest){samples[i].text, reads_and_prints, NULL, NULL, state.to};
    }
    tests[COUNT] = (struct CMUnitTest)cmocka_unit_test(fills);
    tests[COUNT + 1] = (struct CMUnitTest)cmocka_unit_test(words_are_names_in_quotes);
    return cmocka_run_group_tests_name("accepted sentences", tests, NULL, NULL);
}
