/* generate.c: the seed, and the vocabulary of a random policy.
 *
 * Domains are tiny and every name is declared with some probability, so that each policy
 * uses another part of the language and a box of unknowns stays small.
 */
#include "generate_parts.h"

#include <string.h>

uint64_t gen_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

size_t gen_below(struct generated *g, size_t n)
{
    return (size_t)(gen_next(&g->state) % n);
}

bool gen_chance(struct generated *g, unsigned percent)
{
    return gen_below(g, 100) < percent;
}

const char *gen_name(struct generated *g, const char *name)
{
    VEC_PUSH(g->arena, &g->names, name);
    return arena_printf(g->arena, "\1%zu\2", g->names.count - 1);
}

void gen_add(struct generated *g, struct texts *list, const char *text)
{
    VEC_PUSH(g->arena, list, text);
}

const char *gen_one(struct generated *g, const struct texts *list)
{
    return list->items[gen_below(g, list->count)];
}

/* ---- kinds ------------------------------------------------------------------------------ */

struct tree {
    struct strbuf text;
    struct texts all, leaves;
};

static void start(struct generated *g, struct tree *tree)
{
    *tree = (struct tree){0};
    strbuf_init(&tree->text, g->arena);
}

/* One name of a tree with `children` names below it, separated from the one before. */
static const char *grow(struct generated *g, struct tree *tree, const char *name, size_t children)
{
    const char *mark = gen_name(g, name);
    if (tree->all.count > 0)
        strbuf_text(&tree->text, ", ");
    strbuf_text(&tree->text, mark);
    gen_add(g, &tree->all, mark);
    if (children == 0)
        gen_add(g, &tree->leaves, mark);
    for (size_t i = 0; i < children; i++) {
        const char *child = gen_name(g, arena_printf(g->arena, "%s_%c", name, (char)('a' + i)));
        strbuf_printf(&tree->text, "%s%s", i == 0 ? " (" : ", ", child);
        gen_add(g, &tree->all, child);
        gen_add(g, &tree->leaves, child);
    }
    strbuf_text(&tree->text, children > 0 ? ")" : "");
    return mark;
}

static void parties(struct generated *g, struct tree *tree)
{
    static const char *const names[] = {"Acme", "Bolt", "Crane", "Dorn"};
    size_t count = 2 + gen_below(g, 3);
    start(g, tree);
    for (size_t i = 0; i < count; i++) {
        size_t before = tree->all.count;
        struct gen_party party = {0};
        party.name = grow(g, tree, names[i], gen_chance(g, g->parts ? 85 : 40) ? 2 : 0);
        for (size_t k = before; k < tree->all.count; k++)
            gen_add(g, &party.below, tree->all.items[k]);
        VEC_PUSH(g->arena, &g->parties, party);
    }
    grow(g, tree, "other_party", 0);
    gen_add(g, &g->first,
            arena_printf(g->arena, "kind party: %s.", strbuf_string(&tree->text)));
    if (gen_chance(g, 30)) {
        const char *name = gen_name(g, "allied");
        gen_add(g, &g->first,
                arena_printf(g->arena, "group %s of party: %s, %s.", name, tree->leaves.items[0],
                             tree->leaves.items[tree->leaves.count - 1]));
        gen_add(g, &tree->all, name);
    }
}

static void products(struct generated *g, struct tree *tree)
{
    start(g, tree);
    grow(g, tree, "router", gen_chance(g, 60) ? 2 : 0);
    grow(g, tree, "\"T-Series\"", 0);
    strbuf_text(&tree->text, gen_chance(g, 30) ? " \"sku-17\"" : "");
    if (gen_chance(g, 50))
        grow(g, tree, "rest", 0);
    gen_add(g, &g->first,
            arena_printf(g->arena, "kind product: %s.", strbuf_string(&tree->text)));
    if (gen_chance(g, 40)) {
        const char *name = gen_name(g, "bundle");
        gen_add(g, &g->first, arena_printf(g->arena, "group %s of product: %s.", name,
                                           gen_one(g, &tree->leaves)));
        gen_add(g, &tree->all, name);
    }
}

/* ---- variables ------------------------------------------------------------------------------ */

/* Declares `ROLE NAME: TYPE …` of a kind; `or none` and a presumption now and then. */
static void leaf_var(struct generated *g, const char *role, const char *name, const char *type,
                     const struct tree *tree)
{
    struct gen_var var = {.name = name, .type = GEN_LEAF};
    bool actor = strcmp(role, "actor") == 0;
    bool none = !actor && gen_chance(g, 20);
    for (size_t i = 0; i < tree->all.count; i++)
        gen_add(g, &var.values, tree->all.items[i]);
    for (size_t i = 0; i < tree->leaves.count; i++)
        gen_add(g, &var.leaves, tree->leaves.items[i]);
    var.party = strcmp(type, "party") == 0;
    if (none) {
        gen_add(g, &var.values, "none");
        gen_add(g, &var.leaves, "none");
    }
    var.cells = var.leaves.count;
    var.presumed = gen_chance(g, actor ? 60 : 15);
    const char *presumed =
        var.presumed ? arena_printf(g->arena, " presumed %s", gen_one(g, &var.leaves)) : "";
    gen_add(g, &g->first, arena_printf(g->arena, "%s %s: %s%s%s.", role, name, type,
                                       none ? " or none" : "", presumed));
    VEC_PUSH(g->arena, &g->vars, var);
}

static void plain_var(struct generated *g, const char *name, enum gen_type type, size_t cells,
                      const char *statement)
{
    struct gen_var var = {.name = name, .type = type, .cells = cells};
    gen_add(g, &g->first, statement);
    VEC_PUSH(g->arena, &g->vars, var);
}

static void number_var(struct generated *g)
{
    g->number_unit = gen_chance(g, 60) ? " MW" : "";
    plain_var(g, "size", GEN_NUMBER, 7,
              *g->number_unit ? "fact size: number in MW (1 GW = 10 MW) from 0 to 40."
                              : "fact size: number from 0 to 40.");
}

static void mode_var(struct generated *g)
{
    struct tree tree;
    start(g, &tree);
    grow(g, &tree, "slow", 0);
    grow(g, &tree, "fast", gen_chance(g, 40) ? 2 : 0);
    leaf_var(g, gen_chance(g, 50) ? "choice" : "fact", "mode",
             arena_printf(g->arena, "(%s)", strbuf_string(&tree.text)), &tree);
}

/* A fact of several values; now and then its kind stands in place. */
static void several_var(struct generated *g)
{
    struct tree tree;
    struct gen_var var = {.name = "fault", .type = GEN_SEVERAL};
    start(g, &tree);
    grow(g, &tree, "wear", gen_chance(g, 60) ? 2 : 0);
    grow(g, &tree, "strike", 0);
    const char *kind = strbuf_string(&tree.text);
    if (gen_chance(g, 50)) {
        gen_add(g, &g->first, arena_printf(g->arena, "kind fault: %s.", kind));
        gen_add(g, &g->first, "fact fault: several of fault.");
    } else {
        gen_add(g, &g->first, arena_printf(g->arena, "choice fault: several of (%s).", kind));
    }
    var.values = tree.all;
    var.leaves = tree.leaves;
    var.cells = (size_t)1 << tree.leaves.count;
    VEC_PUSH(g->arena, &g->vars, var);
}

/* One event for each party, or for each product. */
static void events_by(struct generated *g, const char *name, const char *kind,
                      const struct tree *tree)
{
    struct gen_var var = {.name = name, .type = GEN_EVENTS_BY, .leaves = tree->leaves};
    bool unknown = gen_chance(g, 20);
    var.party = strcmp(kind, "party") == 0;
    var.presumed = !unknown;
    gen_add(g, &g->first, arena_printf(g->arena, "events %s by %s%s.", name, kind,
                                       unknown ? " unknown" : ""));
    if (!unknown && gen_chance(g, 30))
        gen_add(g, &g->others, arena_printf(g->arena, "%s of %s occurred on %s.", name,
                                            gen_one(g, &tree->leaves),
                                            g->dates[gen_below(g, GEN_DATES)]));
    VEC_PUSH(g->arena, &g->vars, var);
}

static void events(struct generated *g)
{
    static const char *const names[] = {"launch", "merger", "audit"};
    size_t count = 1 + gen_below(g, 3);
    struct strbuf text;
    strbuf_init(&text, g->arena);
    for (size_t i = 0; i < count; i++) {
        struct gen_var var = {.name = names[i], .type = GEN_LEDGER, .cells = 5};
        bool unknown = gen_chance(g, 20);
        strbuf_printf(&text, "%s%s%s", i == 0 ? "events " : ", ", names[i],
                      unknown ? " unknown" : "");
        var.presumed = !unknown;
        VEC_PUSH(g->arena, &g->vars, var);
        if (!unknown && gen_chance(g, 30))
            gen_add(g, &g->others, arena_printf(g->arena, "%s occurred on %s.", names[i],
                                                g->dates[gen_below(g, GEN_DATES)]));
    }
    strbuf_char(&text, '.');
    gen_add(g, &g->first, strbuf_string(&text));
}

static void acts(struct generated *g)
{
    if (gen_chance(g, 55)) {
        gen_add(g, &g->verbs, "deploy");
        if (gen_chance(g, 20))
            gen_add(g, &g->verbs, "act");
        g->act_leaves = 1;
        return;
    }
    gen_add(g, &g->first, "acts deploy, sell, sponsor (team, show).");
    static const char *const verbs[] = {"deploy", "sell",   "sponsor",
                                        "team",   "act",    "sell or sponsor",
                                        "deploy or show"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        gen_add(g, &g->verbs, verbs[i]);
    static const char *const names[] = {"deploy", "sell", "team", "show", "sponsor"};
    for (size_t i = 0; i < 5; i++)
        gen_add(g, &g->act_names, names[i]);
    g->act_leaves = 4;
}

/* What is blacked out; the list is of the kind with few leaves. */
static void redactions(struct generated *g, const struct tree *product, bool has_product)
{
    bool number = false, event = false;
    for (size_t i = 0; i < g->vars.count; i++) {
        number = number || g->vars.items[i].type == GEN_NUMBER;
        event = event || g->vars.items[i].type == GEN_LEDGER;
    }
    g->hidden_worlds = 1;
    g->has_cap = number && gen_chance(g, 20);
    g->has_tail = event && gen_chance(g, 20);
    g->has_rivals = has_product && gen_chance(g, 15);
    if (g->has_cap)
        gen_add(g, &g->first, *g->number_unit ? "redacted cap: number in MW." : "redacted cap: number.");
    if (g->has_tail)
        gen_add(g, &g->first, "redacted tail: months \"blacked out\".");
    if (g->has_rivals)
        gen_add(g, &g->first, "redacted rivals: list of product.");
    g->hidden_worlds *= g->has_cap ? 3 : 1;
    g->hidden_worlds *= g->has_tail ? 4 : 1;
    g->hidden_worlds <<= g->has_rivals ? product->leaves.count : 0;
}

static void vocabulary(struct generated *g)
{
    struct tree party, product;
    bool has_product = gen_chance(g, 60);
    parties(g, &party);
    g->has_actor = gen_chance(g, 80);
    if (g->has_actor)
        leaf_var(g, "actor", "deployer", "party", &party);
    leaf_var(g, "choice", "host", "party", &party);
    if (gen_chance(g, 40))
        leaf_var(g, gen_chance(g, 50) ? "choice" : "fact", "backup", "party", &party);
    start(g, &product);
    if (has_product) {
        products(g, &product);
        leaf_var(g, "fact", "item", "product", &product);
        if (gen_chance(g, 35))
            events_by(g, "recall", "product", &product);
    }
    if (gen_chance(g, 60))
        mode_var(g);
    plain_var(g, "flag", GEN_YES_NO, 2,
              gen_chance(g, 80) ? "fact flag: yes/no." : "fact flag: yes/no presumed no.");
    if (gen_chance(g, 50))
        plain_var(g, "public", GEN_YES_NO, 2, "choice public: yes/no \"is it announced?\".");
    if (gen_chance(g, 60))
        number_var(g);
    if (gen_chance(g, 35))
        plain_var(g, "signed", GEN_DATE, 8, "fact signed: date.");
    if (gen_chance(g, 20))
        events_by(g, "default", "party", &party);
    if (gen_chance(g, 30))
        several_var(g);
    if (gen_chance(g, 35))
        plain_var(g, "notice", GEN_EVENT, 5, "fact notice: event \"to the other side\".");
    if (gen_chance(g, 70))
        events(g);
    acts(g);
    redactions(g, &product, has_product);
    if (gen_chance(g, 30))
        gen_period(g);
}

/* ---- terms ---------------------------------------------------------------------------------- */

static const char *meaning(struct generated *g)
{
    return arena_printf(g->arena, "means %s%s", gen_condition(g, 1), gen_excepts(g, 0));
}

/* Two or three readings; each party reads it at most one way. */
static void disputed_term(struct generated *g, struct gen_term *term)
{
    size_t readings = g->parties.count > 2 && gen_chance(g, 20) ? 3 : 2;
    struct strbuf text;
    strbuf_init(&text, g->arena);
    strbuf_printf(&text, "term %s:", term->name);
    for (size_t r = 0; r < readings; r++) {
        strbuf_printf(&text, "%s\n  as read by %s", r > 0 ? ";" : "",
                      g->parties.items[r].name);
        if (r == 0 && g->parties.count > readings && gen_chance(g, 50))
            strbuf_printf(&text, " and %s", g->parties.items[readings].name);
        strbuf_printf(&text, "%s %s", gen_chance(g, 30) ? " \"their view\"" : "", meaning(g));
    }
    strbuf_char(&text, '.');
    gen_add(g, &g->first, strbuf_string(&text));
    term->readings = readings;
    if (gen_chance(g, 15)) {
        gen_add(g, &g->others,
                arena_printf(g->arena, "ruling \"a court\" dated %s: %s as read by %s.",
                             g->dates[gen_below(g, GEN_DATES)], term->name,
                             g->parties.items[gen_below(g, readings)].name));
        term->readings = 0;
    }
}

static void terms(struct generated *g)
{
    static const char *const names[] = {"core_use", "third_side", "near_miss"};
    size_t count = gen_chance(g, 15) ? 0 : 1 + gen_below(g, 3);
    for (size_t i = 0; i < count; i++) {
        struct gen_term term = {.name = names[i]};
        if (gen_chance(g, 70))
            disputed_term(g, &term);
        else
            gen_add(g, &g->first,
                    arena_printf(g->arena, "term %s %s.", term.name, meaning(g)));
        VEC_PUSH(g->arena, &g->terms, term);
        g->terms_allowed = g->terms.count;
    }
}

struct generated *generate_policy(struct arena *arena, uint64_t seed)
{
    static const char *const dates[GEN_DATES] = {"2026-01-01", "2026-01-31", "2026-02-28",
                                                 "2026-03-15", "2026-05-01", "2026-08-31",
                                                 "2027-01-01", "2028-02-29"};
    struct generated *g = ARENA_NEW(arena, struct generated);
    g->arena = arena;
    g->seed = seed;
    g->state = seed * UINT64_C(0xD1342543DE82EF95) + 1;
    g->parts = seed % 4 == 3;
    g->splittable = true;
    g->number_unit = "";
    memcpy(g->dates, dates, sizeof dates);
    vocabulary(g);
    terms(g);
    gen_agreements(g);
    gen_links(g);
    return g;
}

bool generate_splittable(const struct generated *policy)
{
    return policy->splittable;
}
