/* generate_norms.c: agreements, clauses and everything that refers to them.
 *
 * First all clauses are laid out in their agreements and documents, then filled with
 * sentences, and last come the sentences that name other clauses: ranks, lifts, waivers,
 * amendments. By then it is known who holds what, so privity can be respected.
 */
#include "generate_parts.h"

#include <string.h>

static unsigned count_bits(unsigned set)
{
    return (unsigned)__builtin_popcount(set);
}

/* One party of a non-empty set, by its number. */
static size_t one_of(struct generated *g, unsigned set)
{
    size_t i = gen_below(g, g->parties.count);
    while (!(set >> i & 1))
        i = (i + 1) % g->parties.count;
    return i;
}

static const char *party_names(struct generated *g, unsigned set)
{
    struct strbuf text;
    strbuf_init(&text, g->arena);
    for (size_t i = 0; i < g->parties.count; i++)
        if (set >> i & 1)
            strbuf_printf(&text, "%s%s", text.count > 0 ? " and " : "", g->parties.items[i].name);
    return strbuf_string(&text);
}

/* The party itself, or sometimes a name below it. */
static const char *within(struct generated *g, size_t party)
{
    const struct gen_party *p = &g->parties.items[party];
    return gen_chance(g, 75) ? p->name : gen_one(g, &p->below);
}

static const char *reference(struct generated *g, size_t clause)
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
    if (gen_chance(g, 30))
        strbuf_printf(&text, " until %s", gen_point(g));
    if (gen_chance(g, 18))
        strbuf_printf(&text, " while %s",
                      index > 0 && gen_chance(g, 60)
                          ? arena_printf(g->arena, "%s is in force",
                                         g->agreements.items[gen_below(g, index)].name)
                          : gen_condition(g, 0));
    return strbuf_string(&text);
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
            agreement.parties |= 1u << one_of(g, all);
        if (gen_chance(g, 20))
            agreement.parties |= 1u << one_of(g, all);
    }
    agreement.period = agreement_period(g, index);
    agreement.documents = gen_chance(g, 25) ? 1 + gen_below(g, 2) : 0;
    VEC_PUSH(g->arena, &g->agreements, agreement);
}

static void lay_out_clauses(struct generated *g, size_t index)
{
    static const char *const forms[] = {"%zu", "%zu.1", "%zu.b", "%zu(a)", "%zu.2.c"};
    const struct gen_agreement *agreement = &g->agreements.items[index];
    size_t count = 1 + gen_below(g, 4);
    for (size_t i = 0; i < count; i++) {
        struct gen_clause clause = {.agreement = index, .ranks = ""};
        size_t form = gen_below(g, 5);
        clause.number = form == 0   ? arena_printf(g->arena, "%zu", i + 1)
                        : form == 3 ? arena_printf(g->arena, "%zu(a)", i + 1)
                                    : arena_printf(g->arena, "%zu%s", i + 1, strchr(forms[form], '.'));
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
    unsigned parties; /* of its agreement */
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
    *holders = 1u << one_of(g, others);
    return arena_printf(g->arena, " %s %s", words, party_names(g, *holders));
}

static void say_grant(struct generated *g, const struct sentence *s)
{
    struct texts attributes = {0};
    for (size_t i = 0; i < g->vars.count; i++)
        if (g->vars.items[i].party && strcmp(g->vars.items[i].name, "deployer") != 0)
            gen_add(g, &attributes, g->vars.items[i].name);
    unsigned others = s->parties & ~(1u << s->bearer);
    size_t first = one_of(g, others), second = one_of(g, others);
    const char *grantee = within(g, first), *also = "";
    if (second != first && gen_chance(g, 50))
        also = arena_printf(g->arena, " and %s", within(g, second));
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
        size_t other = one_of(g, s->parties & ~(1u << s->bearer));
        holders = s->parties;
        add_sentence(g, s->clause,
                     arena_printf(g->arena, "%s and %s shall not %s%s%s",
                                  g->parties.items[s->bearer].name, g->parties.items[other].name,
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
    add_sentence(g, s->clause,
                 arena_printf(g->arena, "%s may %s%s%s%s", s->name, gen_one(g, &g->verbs), leave,
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
    size_t creditor = one_of(g, s->parties & ~(1u << s->bearer));
    const char *breach = "";
    if (s->clause->prohibits && gen_chance(g, 60)) {
        breach = "if in breach ";
    } else if (gen_chance(g, 25)) {
        for (size_t c = 0; c < g->clauses.count; c++)
            if (g->clauses.items[c].prohibits && gen_chance(g, 50))
                breach = arena_printf(g->arena, "if in breach of %s ", reference(g, c));
    }
    const char *what = gen_chance(g, 50) ? "a fee" : "USD 100";
    add_sentence(g, s->clause,
                 arena_printf(g->arena, "%s%s owes %s \"%s\"%s%s%s", breach, s->name,
                              within(g, creditor), what, gen_chance(g, 30) ? " within 30 days" : "",
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
        struct sentence s = {clause, g->agreements.items[clause->agreement].parties, 0, NULL};
        s.bearer = one_of(g, s.parties);
        if (gen_chance(g, 50)) /* the same one often enough that norms meet */
            s.bearer = (size_t)__builtin_ctz(s.parties);
        s.name = within(g, s.bearer);
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

/* ---- between clauses ------------------------------------------------------------------------------- */

/* A clause other than `own` which a sentence of the agreement may take away from or rank
 * lower: all who hold it are parties. SIZE_MAX when none is found soon. */
static size_t other_clause(struct generated *g, size_t own, unsigned parties, bool privity)
{
    for (int tries = 0; tries < 8; tries++) {
        size_t c = gen_below(g, g->clauses.count);
        if (c != own && (!privity || !(g->clauses.items[c].holders & ~parties)
                         || gen_below(g, 500) == 0))
            return c;
    }
    return SIZE_MAX;
}

/* A clause that only takes away: `2.1 and 3 do not apply where C except …`. */
static void fill_lift(struct generated *g, size_t own)
{
    struct gen_clause *clause = &g->clauses.items[own];
    unsigned parties = g->agreements.items[clause->agreement].parties;
    size_t first = other_clause(g, own, parties, true);
    size_t second = other_clause(g, own, parties, true);
    const char *refs;
    if (first == SIZE_MAX || gen_chance(g, 15)) {
        refs = "no clause applies";
        g->splittable = false;
    } else if (second != SIZE_MAX && second != first && gen_chance(g, 40)) {
        refs = arena_printf(g->arena, "%s and %s do not apply", reference(g, first),
                            reference(g, second));
    } else {
        refs = arena_printf(g->arena, "%s does not apply", reference(g, first));
    }
    gen_add(g, &clause->sentences,
            arena_printf(g->arena, "%s where %s%s", refs, gen_condition(g, 1), gen_excepts(g, 0)));
}

static void add_ranks(struct generated *g, size_t own)
{
    struct gen_clause *clause = &g->clauses.items[own];
    unsigned parties = g->agreements.items[clause->agreement].parties;
    bool above = gen_chance(g, 50);
    size_t other = SIZE_MAX;
    for (int tries = 0; tries < 6 && other == SIZE_MAX; tries++) {
        other = other_clause(g, own, parties, above);
        if (other == SIZE_MAX)
            return;
        const struct gen_clause *o = &g->clauses.items[other];
        if (!(o->permits && clause->prohibits) && !(o->prohibits && clause->permits))
            other = SIZE_MAX;
    }
    if (other != SIZE_MAX)
        clause->ranks = arena_printf(g->arena, "%s %s, ", above ? "notwithstanding" : "subject to",
                                     reference(g, other));
}

static void add_prevails(struct generated *g, size_t agreement)
{
    unsigned parties = g->agreements.items[agreement].parties;
    size_t winner = other_clause(g, SIZE_MAX, parties, false);
    size_t loser = other_clause(g, winner, parties, true);
    if (loser == SIZE_MAX)
        return;
    const char *who = arena_printf(g->arena, "\3%zu\2", winner);
    const char *whom = reference(g, loser), *not_for = "";
    if (gen_chance(g, 25)) {
        who = g->agreements.items[g->clauses.items[winner].agreement].name;
        g->splittable = false;
        if (gen_chance(g, 60))
            not_for = arena_printf(g->arena, " except %s",
                                   reference(g, gen_below(g, g->clauses.count)));
    }
    const char *stricter = "";
    if (gen_chance(g, 20)) {
        stricter = "; otherwise the stricter prevails";
        g->splittable = false;
    }
    gen_add(g, &g->agreements.items[agreement].ranks,
            arena_printf(g->arena, "%s prevails over %s%s%s%s.", who, whom,
                         gen_chance(g, 40) ? gen_where(g) : "", not_for, stricter));
}

static void add_order(struct generated *g, size_t index)
{
    struct gen_agreement *agreement = &g->agreements.items[index];
    if (agreement->documents == 0)
        return;
    bool body_first = gen_chance(g, 60);
    gen_add(g, &agreement->ranks,
            arena_printf(g->arena, "order: %s%s%s_x1%s%s%s%s%s.", body_first ? agreement->name : "",
                         body_first ? ", " : "", agreement->name,
                         agreement->documents > 1 ? (gen_chance(g, 50) ? " and " : ", ") : "",
                         agreement->documents > 1
                             ? arena_printf(g->arena, "%s_x2", agreement->name)
                             : "",
                         body_first ? "" : arena_printf(g->arena, ", %s", agreement->name),
                         gen_chance(g, 25) ? gen_where(g) : "",
                         gen_chance(g, 40)   ? " unless stated"
                         : gen_chance(g, 30) ? "; otherwise the stricter prevails"
                                             : ""));
    g->splittable = false;
}

static void add_waiver(struct generated *g, size_t number)
{
    size_t c = gen_below(g, g->clauses.count);
    const struct gen_clause *clause = &g->clauses.items[c];
    if (clause->binding == 0)
        return;
    unsigned givers = clause->binding;
    if (count_bits(givers) > 1 && gen_chance(g, 20))
        givers = 1u << one_of(g, givers);
    gen_add(g, &g->others,
            arena_printf(g->arena, "%s W%zu by %s of \3%zu\2%s%s%s.",
                         gen_chance(g, 70) ? "waiver" : "consent", number, party_names(g, givers),
                         c,
                         gen_chance(g, 60) ? arena_printf(g->arena, " in force from %s until %s",
                                                          g->dates[gen_below(g, 4)],
                                                          g->dates[4 + gen_below(g, 4)])
                                           : "",
                         gen_where(g), gen_excepts(g, 0)));
}

static void add_amendment(struct generated *g)
{
    size_t c = gen_below(g, g->clauses.count);
    struct gen_amendment amendment = {.name = "M1", .date = g->dates[3 + gen_below(g, 4)]};
    amendment.agreement = g->clauses.items[c].agreement;
    VEC_PUSH(g->arena, &amendment.clauses, c);
    for (size_t other = 0; other < g->clauses.count; other++)
        if (other != c && g->clauses.items[other].agreement == amendment.agreement
            && gen_chance(g, 15))
            VEC_PUSH(g->arena, &amendment.clauses, other);
    VEC_PUSH(g->arena, &g->amendments, amendment);
}

/* ` in place of` another clause of the agreement, with a period of its own. */
static void add_replacement(struct generated *g)
{
    size_t c = gen_below(g, g->clauses.count), old = gen_below(g, g->clauses.count);
    if (c == old || g->clauses.items[c].agreement != g->clauses.items[old].agreement)
        return;
    g->clauses.items[c].flags =
        arena_printf(g->arena, " from %s in place of %s", g->dates[2 + gen_below(g, 4)],
                     reference(g, old));
    g->splittable = false;
}

static void add_questions(struct generated *g)
{
    if (gen_chance(g, 15))
        gen_add(g, &g->others, arena_printf(g->arena, "assert \"a question\": never prohibited%s.",
                                            gen_where(g)));
    if (gen_chance(g, 10))
        gen_add(g, &g->others,
                arena_printf(g->arena, "allow P0301 on \3%zu\2 until 2027-01-01 \"known\".",
                             gen_below(g, g->clauses.count)));
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
    for (size_t c = 0; c < g->clauses.count; c++)
        if (g->clauses.items[c].lifts)
            g->clauses.items[c].holders = g->agreements.items[g->clauses.items[c].agreement].parties;
    for (size_t c = 0; c < g->clauses.count; c++) {
        if (g->clauses.items[c].lifts)
            fill_lift(g, c);
        else if (gen_chance(g, 25))
            add_ranks(g, c);
    }
    for (size_t i = 0; i < count; i++) {
        if (gen_chance(g, 20))
            add_prevails(g, i);
        if (gen_chance(g, 50))
            add_order(g, i);
    }
    for (size_t i = 0; i < 2; i++)
        if (gen_chance(g, 25))
            add_waiver(g, i + 1);
    if (gen_chance(g, 20))
        add_amendment(g);
    if (gen_chance(g, 15))
        add_replacement(g);
    add_questions(g);
}
