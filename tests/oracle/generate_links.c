/* generate_links.c: what names other clauses: ranks, lifts, waivers, amendments.
 *
 * Comes after all norms, when it is known who holds what: a sentence that takes from a
 * clause or ranks it lower is mostly put where all who hold it have agreed.
 */
#include "generate_parts.h"

#include <string.h>


static unsigned count_bits(unsigned set)
{
    return (unsigned)__builtin_popcount(set);
}

/* A clause other than `own` which a sentence of the agreement may take away from or rank
 * lower: all who hold it are parties. SIZE_MAX when none is found soon. */
static size_t other_clause(struct generated *g, size_t own, size_t agreement, bool privity)
{
    for (int tries = 0; tries < 8; tries++) {
        size_t c = gen_below(g, g->clauses.count);
        const struct gen_agreement *a = &g->agreements.items[agreement];
        unsigned parties = g->clauses.items[c].agreement == agreement ? a->parties : a->whole;
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
    size_t first = other_clause(g, own, clause->agreement, true);
    size_t second = other_clause(g, own, clause->agreement, true);
    const char *refs;
    if (first == SIZE_MAX || gen_chance(g, 15)) {
        refs = "no clause applies";
        g->splittable = false;
    } else if (second != SIZE_MAX && second != first && gen_chance(g, 40)) {
        refs = arena_printf(g->arena, "%s and %s do not apply", gen_reference(g, first),
                            gen_reference(g, second));
    } else {
        refs = arena_printf(g->arena, "%s does not apply", gen_reference(g, first));
    }
    gen_add(g, &clause->sentences,
            arena_printf(g->arena, "%s where %s%s", refs, gen_condition(g, 1), gen_excepts(g, 0)));
}

static void add_ranks(struct generated *g, size_t own)
{
    struct gen_clause *clause = &g->clauses.items[own];
    bool above = gen_chance(g, 50);
    size_t other = SIZE_MAX;
    for (int tries = 0; tries < 6 && other == SIZE_MAX; tries++) {
        other = other_clause(g, own, clause->agreement, above);
        if (other == SIZE_MAX)
            return;
        const struct gen_clause *o = &g->clauses.items[other];
        if (!(o->permits && clause->prohibits) && !(o->prohibits && clause->permits))
            other = SIZE_MAX;
    }
    if (other != SIZE_MAX)
        clause->ranks = arena_printf(g->arena, "%s %s, ", above ? "notwithstanding" : "subject to",
                                     gen_reference(g, other));
}

static void add_prevails(struct generated *g, size_t agreement)
{
    size_t winner = other_clause(g, SIZE_MAX, agreement, false);
    size_t loser = other_clause(g, winner, agreement, true);
    if (loser == SIZE_MAX)
        return;
    const char *who = arena_printf(g->arena, "\3%zu\2", winner);
    const char *whom = gen_reference(g, loser), *not_for = "";
    if (gen_chance(g, 25)) {
        who = g->agreements.items[g->clauses.items[winner].agreement].name;
        g->splittable = false;
        if (gen_chance(g, 60))
            not_for = arena_printf(g->arena, " except %s",
                                   gen_reference(g, gen_below(g, g->clauses.count)));
    }
    const char *stricter = "";
    if (gen_chance(g, 20)) {
        stricter = "; otherwise the stricter prevails";
        g->splittable = false;
    }
    const char *sentence = arena_printf(g->arena, "%s prevails over %s%s%s%s", who, whom,
                                        gen_chance(g, 40) ? gen_where(g) : "", not_for, stricter);
    for (size_t c = 0; c < g->clauses.count; c++) { /* now and then in a clause */
        struct gen_clause *clause = &g->clauses.items[c];
        if (clause->agreement == agreement && gen_chance(g, *stricter ? 30 : 15)) {
            gen_add(g, &clause->sentences, sentence);
            return;
        }
    }
    gen_add(g, &g->agreements.items[agreement].ranks, arena_printf(g->arena, "%s.", sentence));
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
        givers = 1u << gen_one_party(g, givers);
    gen_add(g, &g->others,
            arena_printf(g->arena, "%s W%zu by %s of \3%zu\2%s%s%s.",
                         gen_chance(g, 70) ? "waiver" : "consent", number, gen_party_names(g, NULL, givers),
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
                     gen_reference(g, old));
    g->splittable = false;
}

/* ` while` another clause is in force, or an agreement. */
static void add_condition_of_life(struct generated *g)
{
    size_t c = gen_below(g, g->clauses.count), other = gen_below(g, g->clauses.count);
    struct gen_clause *clause = &g->clauses.items[c];
    if (c == other || strstr(clause->flags, " while"))
        return;
    const char *also =
        gen_chance(g, 20) ? g->agreements.items[gen_below(g, g->agreements.count)].name : NULL;
    clause->flags = arena_printf(g->arena, "%s while %s%s%s in force", clause->flags,
                                 gen_reference(g, other), also ? " and " : "",
                                 also ? arena_printf(g->arena, "%s are", also) : " is");
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

void gen_links(struct generated *g)
{
    for (size_t c = 0; c < g->clauses.count; c++)
        if (g->clauses.items[c].lifts)
            g->clauses.items[c].holders = g->agreements.items[g->clauses.items[c].agreement].parties;
    for (size_t c = 0; c < g->clauses.count; c++) {
        if (g->clauses.items[c].lifts)
            fill_lift(g, c);
        else if (gen_chance(g, 25))
            add_ranks(g, c);
    }
    for (size_t i = 0; i < g->agreements.count; i++) {
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
    for (size_t i = 0; i < 3; i++)
        if (gen_chance(g, 20))
            add_condition_of_life(g);
    add_questions(g);
}
