/* workload.c: rules, deployments and the verdicts on them, from a seed. */
#include "workload.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_DAY 20089 /* 2025-01-01 */
#define DAYS 2922       /* eight years */
#define MOST_MW 2000

const char *const attribute_names[ATTRIBUTES] = {"provider", "product", "interface",
                                                 "hosting",  "region",  "customer_segment",
                                                 "capacity_mw", "effective"};

void *must(void *memory)
{
    if (!memory) {
        fputs("bench: out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

/* ---- numbers (splitmix64) ----------------------------------------------------------- */

uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

uint32_t random_below(struct random *random, uint32_t limit)
{
    return (uint32_t)((random_next(random) >> 32) * limit >> 32);
}

static bool chance(struct random *random, uint32_t percent)
{
    return random_below(random, 100) < percent;
}

/* ---- names -------------------------------------------------------------------------- */

static void list_names(struct workload *w, enum attribute attribute, const char *const *list,
                       uint32_t count)
{
    w->name_counts[attribute] = count;
    w->names[attribute] = must(calloc(count, NAME_SIZE));
    for (uint32_t i = 0; i < count; i++)
        snprintf(w->names[attribute][i], NAME_SIZE, "%s", list[i]);
}

static void make_names(struct workload *w, struct random *random)
{
    static const char *const providers[] = {"aldera", "borealis", "cirrus", "dunmore",
                                            "everlake", "fathom", "granite", "helio",
                                            "ionis", "juniper", "kestrel", "lumen"};
    static const char *const interfaces[] = {"stateless_api", "stateful_runtime", "batch",
                                             "training", "embedding", "fine_tuning"};
    static const char *const hostings[] = {"first_party", "third_party"};
    static const char *const segments[] = {"public_sector", "defense", "financial", "health",
                                           "retail", "startup", "enterprise", "education"};
    static const char *const families[] = {"atlas", "beacon", "cobalt", "delta", "ember"};
    static const char *const territories[TERRITORIES] = {"na", "sa", "eu", "mea", "apac", "anz"};
    static const char *const sides[] = {"north", "south", "east", "west", "central"};
    list_names(w, PROVIDER, providers, 12);
    list_names(w, INTERFACE, interfaces, 6);
    list_names(w, HOSTING, hostings, 2);
    list_names(w, SEGMENT, segments, 8);
    uint32_t products = w->rule_count / 4 + 8;
    w->name_counts[PRODUCT] = products;
    w->names[PRODUCT] = must(calloc(products, NAME_SIZE));
    for (uint32_t i = 0; i < products; i++)
        snprintf(w->names[PRODUCT][i], NAME_SIZE, "model-%s-%05u",
                 families[random_below(random, 5)], i % 100000);
    w->name_counts[REGION] = TERRITORIES * TERRITORY_REGIONS;
    w->names[REGION] = must(calloc(w->name_counts[REGION], NAME_SIZE));
    for (uint32_t i = 0; i < w->name_counts[REGION]; i++)
        snprintf(w->names[REGION][i], NAME_SIZE, "%s-%s-%u", territories[i / TERRITORY_REGIONS],
                 sides[random_below(random, 5)], i % TERRITORY_REGIONS + 1);
}

/* ---- conditions --------------------------------------------------------------------- */

static struct condition *add(struct rule *rule, enum attribute attribute, enum test test)
{
    struct condition *c = &rule->conditions[rule->count++];
    c->attribute = (uint8_t)attribute;
    c->test = (uint8_t)test;
    return c;
}

/* `count` different names of an attribute. */
static void add_names(const struct workload *w, struct random *random, struct rule *rule,
                      enum attribute attribute, uint32_t count)
{
    struct condition *c = add(rule, attribute, TEST_IN);
    while (c->count < count && c->count < w->name_counts[attribute]) {
        int32_t value = (int32_t)random_below(random, w->name_counts[attribute]);
        bool there = false;
        for (uint32_t i = 0; i < c->count; i++)
            there |= c->values[i] == value;
        if (!there)
            c->values[c->count++] = value;
    }
}

static void add_region(const struct workload *w, struct random *random, struct rule *rule)
{
    if (!chance(random, 60)) {
        add_names(w, random, rule, REGION, 1 + random_below(random, 4));
        return;
    }
    struct condition *c = add(rule, REGION, TEST_IN);
    uint32_t territory = random_below(random, TERRITORIES);
    for (; c->count < TERRITORY_REGIONS; c->count++)
        c->values[c->count] = (int32_t)(territory * TERRITORY_REGIONS + c->count);
}

static void add_bounds(struct rule *rule, enum attribute attribute, enum test test, uint32_t low,
                       uint32_t high)
{
    struct condition *c = add(rule, attribute, test);
    c->count = test == TEST_BETWEEN ? 2 : 1;
    c->values[0] = (int32_t)low;
    c->values[1] = (int32_t)high;
}

static void add_capacity(struct random *random, struct rule *rule)
{
    uint32_t a = 1 + random_below(random, 1500), form = random_below(random, 3);
    if (form == 0)
        add_bounds(rule, CAPACITY, TEST_AT_LEAST, a, 0);
    else if (form == 1)
        add_bounds(rule, CAPACITY, TEST_AT_MOST, a + 200, 0);
    else
        add_bounds(rule, CAPACITY, TEST_BETWEEN, a, a + 50 + random_below(random, 450));
}

static void add_effective(struct random *random, struct rule *rule)
{
    uint32_t a = random_below(random, DAYS - 400), form = random_below(random, 3);
    uint32_t room = DAYS - a - 181;
    if (form == 0)
        add_bounds(rule, EFFECTIVE, TEST_AT_LEAST, FIRST_DAY + a, 0);
    else if (form == 1)
        add_bounds(rule, EFFECTIVE, TEST_BEFORE, FIRST_DAY + a + 365, 0);
    else
        add_bounds(rule, EFFECTIVE, TEST_BETWEEN, FIRST_DAY + a,
                   FIRST_DAY + a + 180 + random_below(random, 900) % room);
}

static void add_product(const struct workload *w, struct random *random, struct rule *rule)
{
    add_names(w, random, rule, PRODUCT, chance(random, 70) ? 1 : 2 + random_below(random, 3));
}

static void add_one_of(const struct workload *w, struct random *random, struct rule *rule,
                       enum attribute attribute)
{
    switch (attribute) {
    case INTERFACE:
        add_names(w, random, rule, INTERFACE, chance(random, 50) ? 1 : 2 + random_below(random, 2));
        return;
    case SEGMENT:
        add_names(w, random, rule, SEGMENT, chance(random, 50) ? 1 : 2 + random_below(random, 3));
        return;
    case HOSTING:
        add_names(w, random, rule, HOSTING, 1);
        return;
    case REGION:
        add_region(w, random, rule);
        return;
    case CAPACITY:
        add_capacity(random, rule);
        return;
    case EFFECTIVE:
        add_effective(random, rule);
        return;
    case PROVIDER:
    case PRODUCT:
    case ATTRIBUTES:
        return;
    }
}

/* `count` different attributes other than provider and product, as far as there is room. */
static void add_some(const struct workload *w, struct random *random, struct rule *rule,
                     uint32_t count)
{
    enum attribute pool[] = {INTERFACE, HOSTING, REGION, SEGMENT, CAPACITY, EFFECTIVE};
    uint32_t left = sizeof pool / sizeof *pool;
    for (; count > 0 && rule->count < RULE_CONDITIONS; count--) {
        uint32_t at = random_below(random, left);
        add_one_of(w, random, rule, pool[at]);
        pool[at] = pool[--left];
    }
}

/* ---- rules -------------------------------------------------------------------------- */

static void make_grant(const struct workload *w, struct random *random, struct rule *rule)
{
    if (w->rule_count > 20 && chance(random, 5)) { /* no product, narrow in the rest */
        add_names(w, random, rule, PROVIDER, 1);
        add_names(w, random, rule, INTERFACE, 1);
        add_names(w, random, rule, REGION, 1 + random_below(random, 3));
        add_names(w, random, rule, SEGMENT, 1);
        if (chance(random, 70))
            add_one_of(w, random, rule, chance(random, 50) ? CAPACITY : EFFECTIVE);
        return;
    }
    add_product(w, random, rule);
    if (chance(random, 75)) {
        add_names(w, random, rule, PROVIDER, 1);
        rule->conditions[1].test = TEST_NOT;
    }
    add_some(w, random, rule, 1 + random_below(random, 3));
}

static void add_lift(struct rule *rule, uint32_t grant)
{
    for (uint32_t i = 0; i < rule->lift_count; i++)
        if (rule->lifts[i] == grant)
            return;
    rule->lifts[rule->lift_count++] = grant;
}

static void make_carve_out(const struct workload *w, struct random *random, struct rule *rule)
{
    uint32_t base = random_below(random, w->grant_count);
    const struct condition *first = &w->rules[base].conditions[0];
    add_lift(rule, base);
    for (uint32_t more = chance(random, 35) ? 1 + random_below(random, 2) : 0; more > 0; more--)
        add_lift(rule, (base + more) % w->grant_count);
    if (first->attribute == PRODUCT && chance(random, 50))
        rule->conditions[rule->count++] = *first;
    if (chance(random, 30))
        add_names(w, random, rule, PROVIDER, 1 + random_below(random, 4));
    add_some(w, random, rule, rule->count ? 1 + random_below(random, 2) : 2 + random_below(random, 2));
}

static void make_rules(struct workload *w, struct random *random)
{
    w->rules = must(calloc(w->rule_count, sizeof *w->rules));
    w->grant_count = (w->rule_count * 7 + 5) / 10;
    for (uint32_t i = 0; i < w->grant_count; i++)
        make_grant(w, random, &w->rules[i]);
    for (uint32_t i = w->grant_count; i < w->rule_count; i++)
        make_carve_out(w, random, &w->rules[i]);
}

static void link_lifters(struct workload *w)
{
    w->first_lifter = must(calloc(w->grant_count + 2, sizeof *w->first_lifter));
    w->lifters = must(calloc((size_t)w->rule_count * RULE_LIFTS + 1, sizeof *w->lifters));
    uint32_t *first = w->first_lifter;
    for (uint32_t i = w->grant_count; i < w->rule_count; i++)
        for (uint32_t k = 0; k < w->rules[i].lift_count; k++)
            first[w->rules[i].lifts[k] + 2]++;
    for (uint32_t g = 0; g < w->grant_count; g++)
        first[g + 2] += first[g + 1];
    for (uint32_t i = w->grant_count; i < w->rule_count; i++)
        for (uint32_t k = 0; k < w->rules[i].lift_count; k++)
            w->lifters[first[w->rules[i].lifts[k] + 1]++] = i;
}

/* ---- deployments and verdicts ------------------------------------------------------- */

static void make_points(struct workload *w, struct random *random)
{
    w->points = must(calloc(w->point_count + 1, sizeof *w->points));
    for (uint32_t i = 0; i < w->point_count; i++) {
        int32_t *values = w->points[i].values;
        for (int a = 0; a < NAMED_ATTRIBUTES; a++)
            values[a] = (int32_t)random_below(random, w->name_counts[a]);
        uint32_t most = 1 + random_below(random, MOST_MW); /* small ones are frequent */
        values[CAPACITY] = (int32_t)(1 + random_below(random, most));
        values[EFFECTIVE] = (int32_t)(FIRST_DAY + random_below(random, DAYS));
    }
}

static bool holds(const struct condition *c, const struct point *point)
{
    int32_t value = point->values[c->attribute];
    bool in = false;
    switch ((enum test)c->test) {
    case TEST_AT_LEAST:
        return value >= c->values[0];
    case TEST_AT_MOST:
        return value <= c->values[0];
    case TEST_BEFORE:
        return value < c->values[0];
    case TEST_BETWEEN:
        return value >= c->values[0] && value <= c->values[1];
    case TEST_IN:
    case TEST_NOT:
        break;
    }
    for (uint32_t i = 0; i < c->count; i++)
        in |= c->values[i] == value;
    return in == (c->test == TEST_IN);
}

bool rule_covers(const struct rule *rule, const struct point *point)
{
    for (uint32_t i = 0; i < rule->count; i++)
        if (!holds(&rule->conditions[i], point))
            return false;
    return true;
}

static bool breaks(const struct workload *w, uint32_t grant, const struct point *point)
{
    if (!rule_covers(&w->rules[grant], point))
        return false;
    for (uint32_t i = w->first_lifter[grant]; i < w->first_lifter[grant + 1]; i++)
        if (rule_covers(&w->rules[w->lifters[i]], point))
            return false;
    return true;
}

uint32_t workload_breaches(const struct workload *w, const struct point *point)
{
    uint32_t count = 0;
    for (uint32_t g = 0; g < w->grant_count; g++)
        count += breaks(w, g, point);
    return count;
}

/* All grants are tried on all points, but in lists by what their first condition names: a
 * product, or a provider where no product is named. */
static void judge(struct workload *w)
{
    uint32_t lists = w->name_counts[PRODUCT] + w->name_counts[PROVIDER];
    uint32_t *first = must(calloc(lists + 2, sizeof *first));
    uint32_t *listed = must(calloc((size_t)w->grant_count * CONDITION_VALUES, sizeof *listed));
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t g = 0; g < w->grant_count; g++) {
            const struct condition *c = &w->rules[g].conditions[0];
            uint32_t base = c->attribute == PRODUCT ? 0 : w->name_counts[PRODUCT];
            for (uint32_t i = 0; i < c->count; i++) {
                uint32_t list = base + (uint32_t)c->values[i];
                if (pass == 0)
                    first[list + 2]++;
                else
                    listed[first[list + 1]++] = g;
            }
        }
        for (uint32_t l = 0; pass == 0 && l < lists; l++)
            first[l + 2] += first[l + 1];
    }
    w->breaches = must(calloc(w->point_count + 1, sizeof *w->breaches));
    for (uint32_t p = 0; p < w->point_count; p++) {
        const struct point *point = &w->points[p];
        uint32_t look[2] = {(uint32_t)point->values[PRODUCT],
                            w->name_counts[PRODUCT] + (uint32_t)point->values[PROVIDER]};
        for (int k = 0; k < 2; k++)
            for (uint32_t i = first[look[k]]; i < first[look[k] + 1]; i++)
                w->breaches[p] += breaks(w, listed[i], point);
    }
    free(first);
    free(listed);
}

struct workload *workload_new(uint32_t rule_count, uint32_t point_count)
{
    struct workload *w = must(calloc(1, sizeof *w));
    struct random random = {rule_count};
    w->rule_count = rule_count;
    w->point_count = point_count;
    make_names(w, &random);
    make_rules(w, &random);
    link_lifters(w);
    make_points(w, &random);
    judge(w);
    return w;
}

void workload_free(struct workload *w)
{
    for (int a = 0; a < NAMED_ATTRIBUTES; a++)
        free(w->names[a]);
    free(w->rules);
    free(w->first_lifter);
    free(w->lifters);
    free(w->points);
    free(w->breaches);
    free(w);
}
