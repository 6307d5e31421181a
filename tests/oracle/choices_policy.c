/* choices_policy.c: random policies with assertions; one in four is full of choices.
 *
 * Those of generate.h seldom have what makes a dilemma, so some are made for it: two choices,
 * a term with two readings, and two agreements that block, permit and grant exclusivity.
 */
#include "choices.h"

#include "generate_parts.h"

#include <stddef.h>
#include <stdint.h>

#define QUESTIONS 8
static const char *const questions[QUESTIONS] = {
    "never permitted",  "never prohibited",  "never disputed",  "some choice is permitted",
    "always permitted", "always prohibited", "always disputed", "some choice is permitted"};

/* ---- policies full of choices -------------------------------------------------------------- */

struct writer {
    uint64_t state;
    struct strbuf *out;
};

static size_t below(struct writer *w, size_t n)
{
    return (size_t)(gen_next(&w->state) % n);
}

static void put_atom(struct writer *w)
{
    static const char *const atoms[] = {
        "host is A",        "host is not B",   "host is in (A, C)", "host is other",
        "mode is slow",     "mode is fast",    "region is us",      "region is not uk",
        "flag",             "near",            "not near",          "size > 3",
        "size <= 5",        "sold has occurred", "date is before 2027-01-01", "host is C"};
    strbuf_text(w->out, atoms[below(w, sizeof atoms / sizeof *atoms)]);
}

static void put_condition(struct writer *w)
{
    put_atom(w);
    for (size_t i = below(w, 3); i > 0; i--) {
        strbuf_text(w->out, " and ");
        put_atom(w);
    }
}

static void put_sentence(struct writer *w)
{
    static const char *const grantees[] = {"A", "B", "C", "A and B"};
    switch (below(w, 6)) {
    case 0:
        strbuf_text(w->out, "    Acme may deploy where ");
        break;
    case 3:
        strbuf_text(w->out, "    Acme owes Bolt and Crane \"a report\" where ");
        break;
    case 1:
        strbuf_printf(w->out, "    Acme grants %s exclusive host where ", grantees[below(w, 4)]);
        break;
    case 2:
        strbuf_text(w->out, "    Acme shall deploy only if ");
        put_condition(w);
        strbuf_text(w->out, " where ");
        break;
    default:
        strbuf_text(w->out, "    Acme shall not deploy where ");
        break;
    }
    put_condition(w);
    if (below(w, 3) == 0) {
        strbuf_text(w->out, " except where ");
        put_condition(w);
    }
    strbuf_text(w->out, ".\n");
}

static void put_agreement(struct writer *w, const char *name, const char *other)
{
    strbuf_printf(w->out, "agreement %s between Acme and %s in force from 2026-01-01:\n", name,
                  other);
    for (size_t c = 0, count = 2 + below(w, 3); c < count; c++) {
        strbuf_printf(w->out, "  clause %zu:\n", c + 1);
        put_sentence(w);
    }
}

static const char *full_of_choices(struct arena *arena, uint64_t seed)
{
    struct strbuf out;
    struct writer w = {seed * 7919 + 3, &out};
    strbuf_init(&out, arena);
    strbuf_text(&out, "policy \"choices\" dated 2026-03-20.\n"
                      "kind party: Acme, Bolt, Crane.\n"
                      "kind cloud: A, B, C, other.\n"
                      "choice host: cloud.\nchoice mode: (slow, fast).\n"
                      "fact region: (us, uk, de).\nfact flag: yes/no.\n"
                      "fact size: number from 0 to 9.\nevents sold.\n"
                      "term near:\n  as read by Acme means region is us;\n"
                      "  as read by Bolt means region is in (us, uk).\n");
    put_agreement(&w, "AB", "Bolt");
    put_agreement(&w, "AC", "Crane");
    for (size_t i = 0; i < CHOICE_ASSERTS; i++) {
        strbuf_printf(&out, "assert \"%zu\": %s where ", i, questions[below(&w, QUESTIONS)]);
        put_condition(&w);
        strbuf_text(&out, ".\n");
    }
    return strbuf_string(&out);
}

/* ---- any policy ---------------------------------------------------------------------------- */

static void add_asserts(struct generated *g)
{
    for (size_t i = 0; i < CHOICE_ASSERTS; i++) {
        const char *readers = "";
        if (gen_chance(g, 15))
            readers = arena_printf(g->arena, " as read by %s",
                                   g->parties.items[gen_below(g, g->parties.count)].name);
        gen_add(g, &g->others, arena_printf(g->arena, "assert \"%zu\": %s%s%s.", i,
                                            questions[gen_below(g, QUESTIONS)], readers, gen_where(g)));
    }
}

static const char *any_policy(struct arena *arena, uint64_t seed)
{
    struct generated *generated = generate_policy(arena, seed);
    struct generate_form form = {0, false, false};
    struct strbuf text;
    strbuf_init(&text, arena);
    add_asserts(generated);
    generate_print(generated, &form, &text);
    return strbuf_string(&text);
}

const char *choices_policy(struct arena *arena, uint64_t seed)
{
    return seed % 4 ? any_policy(arena, seed) : full_of_choices(arena, seed);
}
