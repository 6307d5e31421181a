/* generate_conditions.c: random conditions, points in time and exceptions as text. */
#include "generate_parts.h"

#include <string.h>

static const char *leaf_atom(struct generated *g, const struct gen_var *var)
{
    const char *a = gen_one(g, &var->values), *b = gen_one(g, &var->values);
    switch (gen_below(g, 4)) {
    case 0:
        return arena_printf(g->arena, "%s is %s", var->name, a);
    case 1:
        return arena_printf(g->arena, "%s is not %s", var->name, a);
    case 2:
        if (a == b)
            return arena_printf(g->arena, "%s is in (%s)", var->name, a);
        return arena_printf(g->arena, "%s is in (%s, %s)", var->name, a, b);
    case 3:
        if (a == b)
            return arena_printf(g->arena, "%s is not in (%s)", var->name, a);
        return arena_printf(g->arena, "%s is not in (%s, %s)", var->name, a, b);
    }
    return "always";
}

/* `x is y` with another variable of the same kind, or NULL where there is none. */
static const char *same_atom(struct generated *g, const struct gen_var *var)
{
    struct texts others = {0};
    for (size_t i = 0; i < g->vars.count; i++) {
        const struct gen_var *other = &g->vars.items[i];
        if (other != var && other->type == var->type && other->party == var->party
            && (var->party || var->type == GEN_YES_NO))
            gen_add(g, &others, other->name);
    }
    if (others.count == 0)
        return NULL;
    return arena_printf(g->arena, "%s is%s %s", var->name, gen_chance(g, 40) ? " not" : "",
                        gen_one(g, &others));
}

static const char *several_atom(struct generated *g, const struct gen_var *var)
{
    static const char *const verbs[] = {"includes", "does not include", "is only", "is not only"};
    return arena_printf(g->arena, "%s %s %s", var->name, verbs[gen_below(g, 4)],
                        gen_one(g, &var->values));
}

static const char *date_atom(struct generated *g, const char *name)
{
    static const char *const when[] = {"before", "after", "on or before", "on or after", "on"};
    return arena_printf(g->arena, "%s is %s %s", name, when[gen_below(g, 5)],
                        g->dates[gen_below(g, GEN_DATES)]);
}

static const char *span_of_time(struct generated *g)
{
    static const char *const spans[] = {"10 days", "30 days", "45 days", "1 month", "2 months",
                                        "1 year"};
    return spans[gen_below(g, 6)];
}

/* `recall of item`, `recall of T-Series`, or `recall` alone where one fact alone decides. */
static const char *event_of(struct generated *g, const struct gen_var *events)
{
    struct texts by = {0};
    for (size_t i = 0; i < g->vars.count; i++) {
        const struct gen_var *var = &g->vars.items[i];
        if (var->type == GEN_LEAF && var->party == events->party && strcmp(var->name, "mode") != 0)
            gen_add(g, &by, var->name);
    }
    if (by.count == 1 && gen_chance(g, 40))
        return events->name;
    if (by.count == 0 || gen_chance(g, 35))
        return arena_printf(g->arena, "%s of %s", events->name, gen_one(g, &events->leaves));
    return arena_printf(g->arena, "%s of %s", events->name, gen_one(g, &by));
}

static const char *event_atom(struct generated *g, const char *name)
{
    switch (gen_below(g, 4)) {
    case 0:
        return arena_printf(g->arena, "%s has occurred", name);
    case 1:
        return arena_printf(g->arena, "%s has not occurred", name);
    case 2:
        return arena_printf(g->arena, "%s occurred within %s", name, span_of_time(g));
    case 3:
        return arena_printf(g->arena, "%s occurred at least %s ago", name, span_of_time(g));
    }
    return "always";
}

static const char *var_atom(struct generated *g, const struct gen_var *var)
{
    static const char *const compare[] = {"<", "<=", "=", "!=", ">=", ">"};
    static const int constants[] = {5, 10, 12, 30};
    const char *same = gen_chance(g, 15) ? same_atom(g, var) : NULL;
    if (same)
        return same;
    switch (var->type) {
    case GEN_LEAF:
        if (g->has_rivals && strcmp(var->name, "item") == 0 && gen_chance(g, 40))
            return arena_printf(g->arena, "item is%s in rivals", gen_chance(g, 40) ? " not" : "");
        return leaf_atom(g, var);
    case GEN_YES_NO:
        if (gen_chance(g, 80))
            return var->name;
        return arena_printf(g->arena, "%s is%s %s", var->name, gen_chance(g, 40) ? " not" : "",
                            gen_chance(g, 50) ? "yes" : "no");
    case GEN_NUMBER:
        if (g->has_cap && gen_chance(g, 50))
            return arena_printf(g->arena, "%s %s cap", var->name, compare[gen_below(g, 6)]);
        return arena_printf(g->arena, "%s %s %d%s", var->name, compare[gen_below(g, 6)],
                            constants[gen_below(g, 4)], g->number_unit);
    case GEN_DATE:
        return date_atom(g, var->name);
    case GEN_EVENT:
    case GEN_LEDGER:
        return event_atom(g, var->name);
    case GEN_EVENTS_BY:
        return event_atom(g, event_of(g, var));
    case GEN_SEVERAL:
        return several_atom(g, var);
    }
    return "always";
}

static const char *atom(struct generated *g)
{
    size_t kind = gen_below(g, 100);
    if (kind < 25 && g->terms_allowed > 0)
        return g->terms.items[gen_below(g, g->terms_allowed)].name;
    if (kind < 30)
        return date_atom(g, "date");
    if (kind < 34 && g->in_force_allowed)
        return arena_printf(g->arena, "%s is in force",
                            g->agreements.items[gen_below(g, g->agreements.count)].name);
    if (kind == 99)
        return gen_chance(g, 50) ? "always" : "never";
    if (kind >= 88 && g->has_period)
        return "during pause";
    return var_atom(g, &g->vars.items[gen_below(g, g->vars.count)]);
}

const char *gen_condition(struct generated *g, unsigned depth)
{
    if (depth == 0 || gen_chance(g, 40))
        return gen_chance(g, 15) ? arena_printf(g->arena, "not %s", atom(g)) : atom(g);
    const char *a = gen_condition(g, depth - 1), *b = gen_condition(g, depth - 1);
    switch (gen_below(g, 5)) {
    case 0:
        return arena_printf(g->arena, "%s and %s", a, b);
    case 1:
        return arena_printf(g->arena, "%s or %s", a, b);
    case 2:
        return arena_printf(g->arena, "(%s or %s)", a, b);
    case 3:
        return arena_printf(g->arena, "not (%s)", a);
    case 4:
        return arena_printf(g->arena, "(%s) and (%s)", a, b);
    }
    return a;
}

const char *gen_where(struct generated *g)
{
    if (gen_chance(g, 25))
        return "";
    return arena_printf(g->arena, " %s %s", gen_chance(g, 80) ? "where" : "when",
                        gen_condition(g, (unsigned)gen_below(g, 3)));
}

static const char *event_name(struct generated *g)
{
    struct texts events = {0};
    for (size_t i = 0; i < g->vars.count; i++)
        if (g->vars.items[i].type == GEN_LEDGER || g->vars.items[i].type == GEN_EVENT)
            gen_add(g, &events, g->vars.items[i].name);
        else if (g->vars.items[i].type == GEN_EVENTS_BY)
            gen_add(g, &events, event_of(g, &g->vars.items[i]));
    return events.count > 0 ? gen_one(g, &events) : NULL;
}

/* A point without a count, so that others may count from it. */
static const char *bare_point(struct generated *g)
{
    const char *event = event_name(g);
    const char *date = g->dates[gen_below(g, GEN_DATES)];
    if (!event || gen_chance(g, 25))
        return date;
    if (gen_chance(g, 80))
        return event;
    return arena_printf(g->arena, "the %s of (%s, %s)", gen_chance(g, 50) ? "earlier" : "later",
                        event, date);
}

void gen_period(struct generated *g)
{
    const char *from = "", *until = "";
    if (gen_chance(g, 85))
        from = arena_printf(g->arena, " from %s", bare_point(g));
    if (!*from || gen_chance(g, 85))
        until = gen_chance(g, 80)
                    ? arena_printf(g->arena, " until %s", bare_point(g))
                    : arena_printf(g->arena, " through %s", g->dates[gen_below(g, GEN_DATES)]);
    gen_add(g, &g->first, arena_printf(g->arena, "period pause:%s%s.", from, until));
    g->has_period = true;
}

static const char *simple_point(struct generated *g)
{
    const char *event = event_name(g);
    if (g->has_period && gen_chance(g, 15))
        return arena_printf(g->arena, "%s after pause", span_of_time(g));
    if (event && g->has_tail && gen_chance(g, 25))
        return arena_printf(g->arena, "tail after %s", event);
    size_t kind = event ? gen_below(g, 5) : 4;
    if (kind < 2)
        return event;
    if (kind < 4)
        return arena_printf(g->arena, "%s after %s", span_of_time(g), event);
    if (gen_chance(g, 20))
        return arena_printf(g->arena, "%s after %s", span_of_time(g),
                            g->dates[gen_below(g, GEN_DATES / 2)]);
    return g->dates[GEN_DATES / 2 + gen_below(g, GEN_DATES / 2)];
}

const char *gen_point(struct generated *g)
{
    if (gen_chance(g, 75))
        return simple_point(g);
    return arena_printf(g->arena, "the %s of (%s, %s)", gen_chance(g, 50) ? "earlier" : "later",
                        simple_point(g), simple_point(g));
}

/* ---- exceptions ----------------------------------------------------------------------- */

static void add_consent_fact(struct generated *g, const char *name)
{
    for (size_t i = 0; i < g->vars.count; i++)
        if (strcmp(g->vars.items[i].name, name) == 0)
            return;
    struct gen_var var = {.name = name, .type = GEN_YES_NO, .cells = 2};
    VEC_PUSH(g->arena, &g->vars, var);
}

/* " with consent of H [as NAME]"; H holds what is excepted. The fact may be asked for by
 * name only after this has declared it. */
static const char *consent(struct generated *g, unsigned holders)
{
    size_t party = gen_below(g, g->parties.count);
    for (size_t i = 0; i < g->parties.count && !(holders >> party & 1); i++)
        party = (party + 1) % g->parties.count;
    const char *holder = g->parties.items[party].name;
    bool named = gen_chance(g, 40);
    const char *fact = named ? "leave_given" : arena_printf(g->arena, "consent_of_%s", holder);
    add_consent_fact(g, fact);
    return arena_printf(g->arena, " with consent of %s%s", holder, named ? " as leave_given" : "");
}

static const char *carve_back(struct generated *g)
{
    if (gen_chance(g, 65))
        return "";
    const char *inner = gen_chance(g, 25)
                            ? arena_printf(g->arena, " (except where %s)", gen_condition(g, 0))
                            : "";
    return arena_printf(g->arena, " (except where %s%s)", gen_condition(g, 1), inner);
}

const char *gen_excepts(struct generated *g, unsigned holders)
{
    struct strbuf text;
    strbuf_init(&text, g->arena);
    size_t count = gen_chance(g, 55) ? 0 : 1 + gen_below(g, 2);
    for (size_t i = 0; i < count; i++) {
        strbuf_text(&text, "\n      except");
        if (gen_chance(g, 50))
            strbuf_printf(&text, " (%c)", (char)('a' + i));
        bool agreed = holders != 0 && gen_chance(g, 20);
        if (!agreed || gen_chance(g, 40))
            strbuf_printf(&text, " where %s", gen_condition(g, 1));
        if (agreed)
            strbuf_text(&text, consent(g, holders));
        strbuf_text(&text, carve_back(g));
    }
    return strbuf_string(&text);
}
