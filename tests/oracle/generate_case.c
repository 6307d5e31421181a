/* generate_case.c: random deployments of a generated policy.
 *
 * Each variable is known, open or in between; open ones are paid for out of a budget of
 * worlds, so that every box can be enumerated. The same description is written twice: in
 * the short form of case.h and as YAML.
 */
#include "generate_parts.h"

#include <stdlib.h>
#include <string.h>

#define WORLD_BUDGET 1500

struct describer {
    struct generated *g; /* a copy with its own random state */
    bool rename;
    size_t worlds;
    struct strbuf box, yaml, ledger;
};

/* A text with every mark replaced by the name it stands for. */
static const char *resolve(const struct describer *d, const char *text)
{
    struct strbuf out;
    strbuf_init(&out, d->g->arena);
    for (const char *c = text; *c; c++) {
        if (*c != 1) {
            strbuf_char(&out, *c);
            continue;
        }
        char *end;
        size_t number = strtoul(c + 1, &end, 10);
        strbuf_text(&out, gen_value_name(d->g, d->g->arena, number, d->rename));
        c = end;
    }
    return strbuf_string(&out);
}

static void say(struct describer *d, struct strbuf *yaml, const char *name, const char *box,
                const char *value)
{
    name = resolve(d, name);
    strbuf_printf(&d->box, "%s = %s; ", name, resolve(d, box));
    strbuf_printf(yaml, "%s: %s\n", name, resolve(d, value));
}

static void say_one(struct describer *d, const char *name, const char *value)
{
    say(d, &d->yaml, name, value, value);
}

static bool afford(struct describer *d, size_t cells)
{
    if (d->worlds * cells > WORLD_BUDGET)
        return false;
    d->worlds *= cells;
    return true;
}

/* Leaves it out or says unknown; false when it would cost too much. */
static bool leave_open(struct describer *d, const struct gen_var *var)
{
    bool filled = var->presumed && gen_chance(d->g, 60);
    if (filled)
        return true;
    if (var->type == GEN_EVENTS_BY)
        return false; /* leaf by leaf */
    if (!afford(d, var->cells))
        return false;
    if (var->type == GEN_SEVERAL) { /* its variables have other names */
        if (gen_chance(d->g, 40))
            strbuf_printf(&d->yaml, "%s: unknown\n", var->name);
        return true;
    }
    if (var->presumed || gen_chance(d->g, 40))
        say(d, var->type == GEN_LEDGER ? &d->ledger : &d->yaml, var->name, "unknown", "unknown");
    return true;
}

static const char *some_day(struct generated *g)
{
    static const char *const days[] = {"2025-12-15", "2026-02-10", "2026-03-01", "2026-03-16",
                                       "2026-04-30", "2026-06-15", "2026-09-30", "2027-02-01"};
    return gen_chance(g, 50) ? g->dates[gen_below(g, GEN_DATES)] : days[gen_below(g, 8)];
}

static void describe_leaf(struct describer *d, const struct gen_var *var)
{
    struct generated *g = d->g;
    size_t way = gen_below(g, 100);
    const char *a = gen_one(g, &var->leaves), *b = gen_one(g, &var->leaves);
    if (strcmp(var->name, "deployer") == 0 && gen_chance(g, 80)) /* bind it, mostly */
        a = gen_one(g, &g->parties.items[gen_below(g, g->parties.count)].below);
    if (way < 12 && a != b && afford(d, 2)) {
        say(d, &d->yaml, var->name, arena_printf(g->arena, "%s | %s", a, b),
            arena_printf(g->arena, "{oneof: [%s, %s]}", a, b));
        return;
    }
    if (way < 20 && afford(d, var->cells)) {
        say_one(d, var->name, gen_one(g, &var->values)); /* perhaps an inner name */
        return;
    }
    say_one(d, var->name, a);
}

static void describe_number(struct describer *d, const struct gen_var *var)
{
    struct generated *g = d->g;
    size_t low = gen_below(g, 41), high = low + gen_below(g, 41 - low);
    if (gen_chance(g, 30) && afford(d, var->cells))
        say(d, &d->yaml, var->name, arena_printf(g->arena, "%zu .. %zu", low, high),
            arena_printf(g->arena, "{from: %zu, to: %zu}", low, high));
    else
        say_one(d, var->name, arena_printf(g->arena, "%zu", low));
}

/* A list is the set; or what is known of one leaf alone. */
static void describe_several(struct describer *d, const struct gen_var *var)
{
    struct generated *g = d->g;
    if (gen_chance(g, 20) && afford(d, var->cells)) {
        const char *leaf = gen_one(g, &var->leaves);
        say_one(d, arena_printf(g->arena, "%s.%s", var->name, leaf),
                gen_chance(g, 50) ? "yes" : "no");
        return;
    }
    struct strbuf list;
    strbuf_init(&list, g->arena);
    for (size_t i = 0; i < var->leaves.count; i++) {
        bool in = gen_chance(g, 50);
        const char *leaf = resolve(d, var->leaves.items[i]);
        strbuf_printf(&d->box, "%s.%s = %s; ", var->name, leaf, in ? "yes" : "no");
        if (in)
            strbuf_printf(&list, "%s%s", list.count ? ", " : "", leaf);
    }
    strbuf_printf(&d->yaml, "%s: [%s]\n", var->name, strbuf_string(&list));
}

/* A leaf's name without its quotes, as it stands in the name of a variable. */
static const char *bare_name(struct describer *d, const char *mark)
{
    const char *name = resolve(d, mark);
    size_t length = strlen(name);
    return name[0] == '"' ? arena_string(d->g->arena, name + 1, length - 2) : name;
}

/* The ledger: each leaf's event has a day, is unknown, or is not spoken of. */
static void describe_events_by(struct describer *d, const struct gen_var *var)
{
    struct generated *g = d->g;
    bool nested = gen_chance(g, 30), any = false;
    for (size_t i = 0; i < var->leaves.count; i++) {
        const char *leaf = bare_name(d, var->leaves.items[i]);
        const char *said = gen_chance(g, 50) ? some_day(g) : "never";
        if (gen_chance(g, 15) && afford(d, 5))
            said = "unknown";
        else if (var->presumed && gen_chance(g, 30))
            continue;
        strbuf_printf(&d->box, "%s.%s = %s; ", var->name, leaf, said);
        if (nested && !any)
            strbuf_printf(&d->ledger, "%s:\n", var->name);
        strbuf_printf(&d->ledger, nested ? "  %s%s: %s\n" : "%s.%s: %s\n",
                      nested ? "" : var->name, leaf, said);
        any = true;
    }
}

static void describe_known(struct describer *d, const struct gen_var *var)
{
    struct generated *g = d->g;
    const char *day;
    switch (var->type) {
    case GEN_LEAF:
        describe_leaf(d, var);
        return;
    case GEN_YES_NO:
        say_one(d, var->name, gen_chance(g, 50) ? "yes" : "no");
        return;
    case GEN_NUMBER:
        describe_number(d, var);
        return;
    case GEN_DATE:
        say_one(d, var->name, some_day(g));
        return;
    case GEN_SEVERAL:
        describe_several(d, var);
        return;
    case GEN_EVENTS_BY:
        describe_events_by(d, var);
        return;
    case GEN_EVENT:
        say_one(d, var->name, gen_chance(g, 25) ? "never" : some_day(g));
        return;
    case GEN_LEDGER:
        day = some_day(g);
        say(d, &d->ledger, var->name, day, day);
        return;
    }
}

static void describe_act(struct describer *d)
{
    const struct generated *g = d->g;
    if (g->act_names.count == 0 || gen_chance(d->g, 30))
        return;
    size_t way = gen_below(d->g, 100);
    if (way < 10 && afford(d, g->act_leaves))
        say_one(d, "act", "unknown");
    else if (way < 20 && afford(d, 2))
        say_one(d, "act", g->act_names.items[4]); /* an inner name */
    else
        say_one(d, "act", g->act_names.items[gen_below(d->g, g->act_leaves)]);
}

void generate_case(struct arena *arena, const struct generated *policy, uint64_t index,
                   bool rename, struct generated_case *out)
{
    struct generated g = *policy;
    struct describer d = {.g = &g, .rename = rename, .worlds = 1};
    static const unsigned open_share[] = {0, 8, 25, 60}; /* percent of what is left open */
    g.arena = arena;
    g.state = policy->seed * UINT64_C(0x2545F4914F6CDD1D) + index + 7;
    strbuf_init(&d.box, arena);
    strbuf_init(&d.yaml, arena);
    strbuf_init(&d.ledger, arena);
    for (size_t i = 0; i < g.terms.count; i++)
        d.worlds *= g.terms.items[i].readings > 0 ? g.terms.items[i].readings : 1;
    d.worlds *= g.hidden_worlds;
    unsigned open = open_share[gen_below(&g, 4)];
    const char *date = some_day(&g);
    if (strcmp(date, "2026-03-01") < 0 && gen_chance(&g, 75))
        date = "2026-03-20"; /* mostly when the agreements are in force */
    strbuf_printf(&d.box, "date = %s; ", date);
    strbuf_printf(&d.yaml, "date: %s\n", date);
    describe_act(&d);
    for (size_t i = 0; i < g.vars.count; i++) {
        const struct gen_var *var = &g.vars.items[i];
        if (!gen_chance(&g, open) || !leave_open(&d, var))
            describe_known(&d, var);
    }
    out->box = strbuf_string(&d.box);
    out->yaml = strbuf_string(&d.yaml);
    out->ledger = strbuf_string(&d.ledger);
}
