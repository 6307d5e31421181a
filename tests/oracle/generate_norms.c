/* generate_norms.c: agreements and the norms of their clauses.
 *
 * First all clauses are laid out in their agreements and documents, then filled with
 * sentences; who holds them is noted down. generate_links.c adds what names other clauses.
 */
#include "generate_parts.h"

#include <string.h>

static unsigned count_bits(unsigned set)
{
    return (unsigned)__builtin_popcount(set);
}

/* One party of a non-empty set, by its number. */
size_t gen_one_party(struct generated *g, unsigned set)
{
    size_t i = gen_below(g, g->parties.count);
    while (!(set >> i & 1))
        i = (i + 1) % g->parties.count;
    return i;
}

const char *gen_party_name(const struct generated *g, const struct gen_agreement *agreement,
                           size_t party)
{
    const char *part = agreement ? agreement->part[party] : NULL;
    return part ? part : g->parties.items[party].name;
}

const char *gen_party_names(struct generated *g, const struct gen_agreement *agreement,
                            unsigned set)
{
    struct strbuf text;
    strbuf_init(&text, g->arena);
    for (size_t i = 0; i < g->parties.count; i++)
        if (set >> i & 1)
            strbuf_printf(&text, "%s%s", text.count > 0 ? " and " : "",
                          gen_party_name(g, agreement, i));
    return strbuf_string(&text);
}

/* The party itself, or sometimes a name below it. */
static const char *within(struct generated *g, const struct gen_agreement *agreement, size_t party)
{
    const struct gen_party *p = &g->parties.items[party];
    if (agreement->part[party])
        return agreement->part[party];
    return gen_chance(g, 75) ? p->name : gen_one(g, &p->below);
}

const char *gen_reference(struct generated *g, size_t clause)
{
    return arena_printf(g->arena, "%c%zu\2", gen_chance(g, 70) ? 4 : 3, clause);
}

/* ---- layout --------------------------------------------------------------------------------- */

static const char *agreement_period(struct generated *g, size_t index)
{
    struct strbuf text;
    strbuf_init(&text, g->arena);
    if (gen_chance(g, 8))
        return "";
    strbuf_printf(&text, " in force from %s", g->dates[gen_below(g, 3)]);
    if (gen_chance(g, 10))
        strbuf_printf(&text, " through %s", g->dates[3 + gen_below(g, 5)]);
    else if (gen_chance(g, 25))
        strbuf_printf(&text, " until %s", gen_point(g));
    if (gen_chance(g, 18))
        strbuf_printf(&text, " while %s",
                      index > 0 && gen_chance(g, 60)
                          ? arena_printf(g->arena, "%s is in force",
                                         g->agreements.items[gen_below(g, index)].name)
                          : gen_condition(g, 0));
    return strbuf_string(&text);
}

/* Some of the agreement's parties sign for one of the names below them only. */
static void choose_parts(struct generated *g, struct gen_agreement *agreement)
{
    for (size_t p = 0; p < g->parties.count; p++) {
        const struct texts *below = &g->parties.items[p].below;
        if (!(agreement->parties >> p & 1) || below->count < 2 || gen_chance(g, 40))
            continue;
        agreement->part[p] = below->items[1 + gen_below(g, below->count - 1)];
        agreement->whole &= ~(1u << p);
    }
}

static void lay_out_agreement(struct generated *g, size_t index)
{
    static const char *const names[] = {"Alpha", "Beta", "Gamma"};
    struct gen_agreement agreement = {.name = names[index]};
    unsigned all = (1u << g->parties.count) - 1;
    if (index > 0 && gen_chance(g, 30)) {
        agreement.parties = g->agreements.items[0].parties;
    } else {
        while (count_bits(agreement.parties) < 2)
            agreement.parties |= 1u << gen_one_party(g, all);
        if (gen_chance(g, 20))
            agreement.parties |= 1u << gen_one_party(g, all);
    }
    agreement.whole = agreement.parties;
    if (g->parts)
        choose_parts(g, &agreement);
    agreement.period = agreement_period(g, index);
    agreement.documents = gen_chance(g, 25) ? 1 + gen_below(g, 2) : 0;
    VEC_PUSH(g->arena, &g->agreements, agreement);
}

static void lay_out_clauses(struct generated *g, size_t index)
{
    static const char *const forms[] = {"", ".1", ".b", "(a)", ".2.c"};
    const struct gen_agreement *agreement = &g->agreements.items[index];
    size_t count = 1 + gen_below(g, 4);
    for (size_t i = 0; i < count; i++) {
        struct gen_clause clause = {.agreement = index, .ranks = ""};
        clause.number = arena_printf(g->arena, "%zu%s", i + 1, forms[gen_below(g, 5)]);
        if (agreement->documents > 0 && gen_chance(g, 50))
            clause.document = 1 + gen_below(g, agreement->documents);
        clause.second_half = gen_chance(g, 50);
        VEC_PUSH(g->arena, &g->clauses, clause);
    }
}

static const char *clause_flags(struct generated *g)
{
    struct strbuf text;
    strbuf_init(&text, g->arena);
    if (gen_chance(g, 40))
        strbuf_text(&text, " \"a label\"");
    if (gen_chance(g, 30))
        strbuf_text(&text, " material");
    if (gen_chance(g, 15))
        strbuf_text(&text, " survives");
    if (gen_chance(g, 8))
        strbuf_printf(&text, " from %s", g->dates[gen_below(g, 5)]);
    if (gen_chance(g, 10))
        strbuf_printf(&text, " until %s",
                      gen_chance(g, 50) ? gen_point(g) : g->dates[5 + gen_below(g, 3)]);
    return strbuf_string(&text);
}

/* ---- sentences ---------------------------------------------------------------------------------- */

struct sentence {
    struct gen_clause *clause;
    const struct gen_agreement *agreement; /* its own */
    unsigned parties;                      /* of it */
    size_t bearer;
    const char *name; /* the bearer or a name below it */
};

static void add_sentence(struct generated *g, struct gen_clause *clause, const char *text)
{
    if (gen_chance(g, 15))
        text = arena_printf(g->arena, "\"(paraphrase) says so.\"\n    %s", text);
    gen_add(g, &clause->sentences, text);
}

/* The holders: all others, or one of them by name. */
static const char *to_whom(struct generated *g, const struct sentence *s, const char *words,
                           unsigned *holders)
{
    unsigned others = s->parties & ~(1u << s->bearer);
    *holders = others;
    if (gen_chance(g, 75))
        return "";
    *holders = 1u << gen_one_party(g, others);
    if (g->parts && gen_chance(g, 50))
        return arena_printf(g->arena, " %s %s", words,
                            within(g, s->agreement, (size_t)__builtin_ctz(*holders)));
    return arena_printf(g->arena, " %s %s", words, gen_party_names(g, s->agreement, *holders));
}

static void say_grant(struct generated *g, const struct sentence *s)
{
    struct texts attributes = {0};
    for (size_t i = 0; i < g->vars.count; i++)
        if (g->vars.items[i].party && g->vars.items[i].type == GEN_LEAF
            && strcmp(g->vars.items[i].name, "deployer") != 0)
            gen_add(g, &attributes, g->vars.items[i].name);
    unsigned others = s->parties & ~(1u << s->bearer);
    size_t first = gen_one_party(g, others), second = gen_one_party(g, others);
    const char *grantee = within(g, s->agreement, first), *also = "";
    if (second != first && gen_chance(g, 50))
        also = arena_printf(g->arena, " and %s", within(g, s->agreement, second));
    else
        second = first;
    const char *among = "", *verbs = "";
    if (gen_chance(g, 30))
        among = arena_printf(g->arena, " among %s",
                             g->terms.count > 0 && gen_chance(g, 60)
                                 ? g->terms.items[gen_below(g, g->terms.count)].name
                                 : g->vars.items[0].values.items[gen_below(g, 3)]);
    if (gen_chance(g, 25))
        verbs = arena_printf(g->arena, " for %s", gen_one(g, &g->verbs));
    unsigned holders = 1u << first | 1u << second;
    add_sentence(g, s->clause,
                 arena_printf(g->arena, "%s grants %s%s %s %s%s%s%s%s", s->name, grantee, also,
                              gen_chance(g, 65) ? "exclusive" : "sole", gen_one(g, &attributes),
                              among, verbs, gen_where(g), gen_excepts(g, holders)));
    s->clause->prohibits = true;
    s->clause->binding |= holders;
    s->clause->holders |= holders;
}

static void say_shall_not(struct generated *g, const struct sentence *s)
{
    unsigned holders;
    const char *to = to_whom(g, s, "to", &holders);
    const char *verbs = gen_one(g, &g->verbs);
    if (gen_chance(g, 15)) {
        size_t other = gen_one_party(g, s->parties & ~(1u << s->bearer));
        holders = s->parties;
        add_sentence(g, s->clause,
                     arena_printf(g->arena, "%s and %s shall not %s%s%s",
                                  gen_party_name(g, s->agreement, s->bearer),
                                  gen_party_name(g, s->agreement, other),
                                  verbs, gen_where(g), gen_excepts(g, holders)));
    } else if (gen_chance(g, 25)) {
        add_sentence(g, s->clause,
                     arena_printf(g->arena, "%s shall %s only if %s%s%s%s", s->name, verbs,
                                  gen_condition(g, 1), to, gen_where(g), gen_excepts(g, holders)));
    } else {
        add_sentence(g, s->clause,
                     arena_printf(g->arena, "%s shall not %s%s%s%s", s->name, verbs, to,
                                  gen_where(g), gen_excepts(g, holders)));
    }
    s->clause->prohibits = true;
    s->clause->binding |= holders;
    s->clause->holders |= holders;
}

static void say_may(struct generated *g, const struct sentence *s)
{
    unsigned holders;
    const char *leave = to_whom(g, s, "with leave of", &holders);
    const char *who = s->name;
    if (gen_chance(g, 8)) { /* each with leave of all others */
        size_t other = gen_one_party(g, s->parties & ~(1u << s->bearer));
        who = arena_printf(g->arena, "%s and %s", s->name,
                           gen_party_name(g, s->agreement, other));
        holders = s->parties;
        leave = "";
    }
    add_sentence(g, s->clause,
                 arena_printf(g->arena, "%s may %s%s%s%s", who, gen_one(g, &g->verbs), leave,
                              gen_where(g), gen_excepts(g, 0)));
    s->clause->permits = true;
    s->clause->holders |= holders;
}

static void say_reserved(struct generated *g, const struct sentence *s)
{
    unsigned holders;
    const char *to = to_whom(g, s, "to", &holders);
    add_sentence(g, s->clause,
                 arena_printf(g->arena, "rights not granted to %s are reserved%s%s%s", s->name, to,
                              gen_where(g), gen_excepts(g, holders)));
    s->clause->prohibits = true;
    s->clause->binding |= holders;
    s->clause->holders |= holders;
    g->splittable = false;
}

static void say_owes(struct generated *g, const struct sentence *s)
{
    size_t creditor = gen_one_party(g, s->parties & ~(1u << s->bearer));
    const char *breach = "";
    if (s->clause->prohibits && gen_chance(g, 60)) {
        breach = "if in breach ";
    } else if (gen_chance(g, 25)) {
        for (size_t c = 0; c < g->clauses.count; c++)
            if (g->clauses.items[c].prohibits && gen_chance(g, 50))
                breach = arena_printf(g->arena, "if in breach of %s ", gen_reference(g, c));
    }
    const char *what = gen_chance(g, 50) ? "a fee" : "USD 100";
    add_sentence(g, s->clause,
                 arena_printf(g->arena, "%s%s owes %s \"%s\"%s%s%s", breach, s->name,
                              within(g, s->agreement, creditor), what, gen_chance(g, 30) ? " within 30 days" : "",
                              gen_where(g), gen_excepts(g, 1u << creditor)));
    s->clause->binding |= 1u << creditor;
    s->clause->holders |= 1u << creditor;
}

static void say_commits(struct generated *g, const struct sentence *s)
{
    if (s->clause->lifts)
        return;
    for (size_t i = 0; i < g->vars.count; i++)
        if (g->vars.items[i].type == GEN_NUMBER) {
            add_sentence(g, s->clause,
                         arena_printf(g->arena, "%s commits to at %s 30%s of size by %s%s", s->name,
                                      gen_chance(g, 60) ? "least" : "most", g->number_unit,
                                      g->dates[4 + gen_below(g, 4)], gen_where(g)));
            s->clause->binding |= s->parties & ~(1u << s->bearer);
            s->clause->holders |= s->parties & ~(1u << s->bearer);
            return;
        }
}

static void fill(struct generated *g, struct gen_clause *clause)
{
    size_t sentences = gen_chance(g, 70) ? 1 : 2;
    while (clause->sentences.count < sentences) {
        const struct gen_agreement *agreement = &g->agreements.items[clause->agreement];
        struct sentence s = {clause, agreement, agreement->parties, 0, NULL};
        s.bearer = gen_one_party(g, s.parties);
        if (gen_chance(g, 50)) /* the same one often enough that norms meet */
            s.bearer = (size_t)__builtin_ctz(s.parties);
        s.name = within(g, agreement, s.bearer);
        size_t form = gen_below(g, 100);
        if (form < 24)
            say_grant(g, &s);
        else if (form < 52)
            say_shall_not(g, &s);
        else if (form < 78)
            say_may(g, &s);
        else if (form < 83)
            say_reserved(g, &s);
        else if (form < 97)
            say_owes(g, &s);
        else
            say_commits(g, &s);
    }
}

void gen_agreements(struct generated *g)
{
    size_t count = 1 + gen_below(g, 3);
    for (size_t i = 0; i < count; i++)
        lay_out_agreement(g, i);
    for (size_t i = 0; i < count; i++)
        lay_out_clauses(g, i);
    g->in_force_allowed = true;
    for (size_t c = 0; c < g->clauses.count; c++) {
        struct gen_clause *clause = &g->clauses.items[c];
        clause->lifts = g->clauses.count > 1 && gen_chance(g, 14);
        clause->flags = clause_flags(g);
        if (!clause->lifts)
            fill(g, clause);
    }
}
