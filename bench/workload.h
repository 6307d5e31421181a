/* workload.h: rule sets and deployments that look like a portfolio of exclusivity contracts.
 *
 * Made from a rule count alone, always the same for the same count. Seven rules in ten are
 * grants: what they describe is prohibited. The others are carve-outs, each of which takes
 * its condition away from one to three grants. A deployment is prohibited when some grant
 * covers it that no carve-out takes away. Nearly every grant names one to four products, of
 * which there are a quarter as many as rules; about one in twenty names none.
 *
 * The same rules exist as conditions here, as a policy text, and as the records of hand.h;
 * the verdict on each deployment is computed here from the conditions, one by one.
 */
#ifndef POLC_BENCH_WORKLOAD_H
#define POLC_BENCH_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum attribute {
    PROVIDER,
    PRODUCT,
    INTERFACE,
    HOSTING,
    REGION,
    SEGMENT,
    CAPACITY,  /* MW */
    EFFECTIVE, /* days since 1970-01-01 */
    ATTRIBUTES
};

#define NAMED_ATTRIBUTES CAPACITY /* those before it take one of a list of names */
#define TERRITORIES 6
#define TERRITORY_REGIONS 5 /* regions 5 t to 5 t + 4 are those of territory t */
#define CONDITION_VALUES 5
#define RULE_CONDITIONS 5
#define RULE_LIFTS 3
#define NAME_SIZE 24
#define LINE_SIZE 640 /* bytes of a deployment as a line of JSON, at most */

enum test { TEST_IN, TEST_NOT, TEST_AT_LEAST, TEST_AT_MOST, TEST_BEFORE, TEST_BETWEEN };

struct condition {
    uint8_t attribute, test, count;
    int32_t values[CONDITION_VALUES]; /* of BETWEEN both ends are meant too */
};

struct rule {
    uint8_t count, lift_count;
    struct condition conditions[RULE_CONDITIONS]; /* all must hold */
    uint32_t lifts[RULE_LIFTS];                   /* of a carve-out: grants */
};

/* One deployment: a number of a name, or the value itself. */
struct point {
    int32_t values[ATTRIBUTES];
};

struct workload {
    uint32_t rule_count, grant_count; /* grants come first */
    struct rule *rules;
    uint32_t *first_lifter, *lifters; /* per grant: its carve-outs */
    uint32_t name_counts[NAMED_ATTRIBUTES];
    char (*names[NAMED_ATTRIBUTES])[NAME_SIZE]; /* as in documents: "model-atlas-00001" */
    uint32_t point_count;
    struct point *points;
    uint32_t *breaches; /* per deployment: grants that cover it and are not taken away */
};

extern const char *const attribute_names[ATTRIBUTES];

/* Exits when memory runs out, as everything in bench/ does. */
struct workload *workload_new(uint32_t rule_count, uint32_t point_count);
void workload_free(struct workload *workload);

bool rule_covers(const struct rule *rule, const struct point *point);
/* Grants that cover the point and are not taken away, looked for without any index. */
uint32_t workload_breaches(const struct workload *workload, const struct point *point);

/* workload_text.c: the rules as a policy, the deployments as NDJSON; to be freed. Behind
 * the NDJSON come 64 zero bytes, as JSON readers want. */
char *workload_policy(const struct workload *workload, size_t *length);
enum workload_variant {
    WORKLOAD_PLAIN,
    WORKLOAD_PERMITS, /* one grant in 500 is a permission, if it names a product */
    WORKLOAD_CHANGED  /* each 100th grant has lost its last condition */
};
char *workload_variant(const struct workload *workload, enum workload_variant variant,
                       size_t *length);
char *workload_documents(const struct workload *workload, size_t *length);

/* ---- numbers that look random ------------------------------------------------------- */

struct random {
    uint64_t state;
};

uint64_t random_next(struct random *random);
uint32_t random_below(struct random *random, uint32_t limit);

void *must(void *memory); /* exits when it is NULL */

#endif
