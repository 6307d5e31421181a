/* unknown.c: verdicts on deployments of which something is unknown, all of them exact.
 *
 * What is unknown is another choice of attributes for each deployment, never the product,
 * and then the product alone. A verdict is compared with the reference by trying every
 * combination of values that its rules can tell apart, for as many deployments as that is
 * affordable for; of the others a few completions are tried, none of which may contradict.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define SAMPLE 4000       /* deployments with unknown attributes */
#define PIVOT_SAMPLE 400  /* deployments whose product is unknown */
#define ROUNDS 3          /* of which the fastest counts */
#define EXACT_LIMIT 60000 /* combinations to try for one deployment */
#define EXACT_SHARE 20    /* one deployment in so many is checked by all combinations */
#define MOST_UNKNOWN 3

struct open {
    uint32_t count;
    enum attribute attributes[MOST_UNKNOWN];
};

static struct open choose(struct random *random, uint32_t count)
{
    enum attribute pool[] = {PROVIDER, INTERFACE, HOSTING, REGION, SEGMENT, CAPACITY, EFFECTIVE};
    uint32_t left = sizeof pool / sizeof *pool;
    struct open open = {.count = count};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = random_below(random, left);
        open.attributes[i] = pool[at];
        pool[at] = pool[--left];
    }
    return open;
}

static void open_sets(const struct subject *s, const struct open *open, struct value_set *sets)
{
    for (uint32_t i = 0; i < open->count; i++) {
        uint32_t id = s->vars[open->attributes[i]];
        sets[id] = s->defaults[id];
    }
}

/* ---- the reference ------------------------------------------------------------------ */

/* Values of an attribute that rules can tell apart: all names, or every bound of a rule. */
struct values {
    int32_t *items;
    size_t count;
};

static int ascending(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

/* May the rule cover some completion of the point? */
static bool may_cover(const struct rule *rule, const struct point *point, const struct open *open)
{
    struct rule known = {.count = 0};
    for (uint32_t i = 0; i < rule->count; i++) {
        bool is_open = false;
        for (uint32_t k = 0; k < open->count; k++)
            is_open |= rule->conditions[i].attribute == open->attributes[k];
        if (!is_open)
            known.conditions[known.count++] = rule->conditions[i];
    }
    return rule_covers(&known, point);
}

static void add_bounds(const struct rule *rule, enum attribute attribute, struct values *out)
{
    for (uint32_t i = 0; i < rule->count; i++) {
        const struct condition *c = &rule->conditions[i];
        for (uint32_t k = 0; c->attribute == attribute && k < c->count; k++) {
            out->items[out->count++] = c->values[k];
            out->items[out->count++] = c->values[k] + 1;
        }
    }
}

/* Grants that may cover the point, with their carve-outs, as a workload of their own. */
struct rivals {
    const struct workload *w;
    uint32_t *grants;
    uint32_t count;
};

static struct values values_of(const struct rivals *rivals, enum attribute attribute)
{
    const struct workload *w = rivals->w;
    struct values out = {NULL, 0};
    if (attribute < NAMED_ATTRIBUTES) {
        out.items = must(calloc(w->name_counts[attribute], sizeof *out.items));
        for (; out.count < w->name_counts[attribute]; out.count++)
            out.items[out.count] = (int32_t)out.count;
        return out;
    }
    size_t rules = 1;
    for (uint32_t i = 0; i < rivals->count; i++)
        rules += 1 + w->first_lifter[rivals->grants[i] + 1] - w->first_lifter[rivals->grants[i]];
    out.items = must(calloc(rules * 4 + 1, sizeof *out.items));
    out.items[out.count++] = attribute == CAPACITY ? 0 : HAND_FIRST_DAY - 1000;
    for (uint32_t i = 0; i < rivals->count; i++) {
        uint32_t g = rivals->grants[i];
        add_bounds(&w->rules[g], attribute, &out);
        for (uint32_t k = w->first_lifter[g]; k < w->first_lifter[g + 1]; k++)
            add_bounds(&w->rules[w->lifters[k]], attribute, &out);
    }
    qsort(out.items, out.count, sizeof *out.items, ascending);
    size_t kept = 0;
    for (size_t i = 0; i < out.count; i++)
        if (i == 0 || out.items[i] != out.items[i - 1])
            out.items[kept++] = out.items[i];
    out.count = kept;
    return out;
}

static bool any_breach(const struct rivals *r, const struct point *point)
{
    const struct workload *w = r->w;
    for (uint32_t i = 0; i < r->count; i++) {
        uint32_t g = r->grants[i], k = w->first_lifter[g];
        if (!rule_covers(&w->rules[g], point))
            continue;
        while (k < w->first_lifter[g + 1] && !rule_covers(&w->rules[w->lifters[k]], point))
            k++;
        if (k == w->first_lifter[g + 1])
            return true;
    }
    return false;
}

static struct rivals rivals_of(const struct workload *w, const struct point *point,
                               const struct open *open)
{
    struct rivals r = {w, must(calloc(w->grant_count + 1, sizeof(uint32_t))), 0};
    for (uint32_t g = 0; g < w->grant_count; g++)
        if (may_cover(&w->rules[g], point, open))
            r.grants[r.count++] = g;
    return r;
}

/* The verdicts of all completions; false when there are too many of them to try. */
static bool all_completions(const struct workload *w, struct point point,
                            const struct open *open, enum eval_verdict *out)
{
    struct rivals rivals = rivals_of(w, &point, open);
    struct values values[MOST_UNKNOWN];
    size_t total = 1, at[MOST_UNKNOWN] = {0};
    bool some[2] = {false, false};
    for (uint32_t i = 0; i < open->count; i++) {
        values[i] = values_of(&rivals, open->attributes[i]);
        total *= values[i].count;
    }
    for (size_t n = 0; n < total && total <= EXACT_LIMIT && !(some[0] && some[1]); n++) {
        for (uint32_t i = 0; i < open->count; i++)
            point.values[open->attributes[i]] = values[i].items[at[i]];
        some[any_breach(&rivals, &point)] = true;
        for (uint32_t i = 0; i < open->count && ++at[i] == values[i].count; i++)
            at[i] = 0;
    }
    for (uint32_t i = 0; i < open->count; i++)
        free(values[i].items);
    free(rivals.grants);
    *out = some[0] && some[1] ? EVAL_UNDETERMINED : some[1] ? EVAL_PROHIBITED : EVAL_PERMITTED;
    return total <= EXACT_LIMIT;
}

/* Does no completion among a few contradict the verdict? */
static bool some_completions(const struct subject *s, struct point point, const struct open *open,
                             enum eval_verdict verdict, struct random *random)
{
    const struct workload *w = s->workload;
    for (int n = 0; n < 16 && verdict != EVAL_UNDETERMINED; n++) {
        for (uint32_t i = 0; i < open->count; i++) {
            enum attribute a = open->attributes[i];
            uint32_t limit = a < NAMED_ATTRIBUTES ? w->name_counts[a] : a == CAPACITY ? 2000 : 2900;
            point.values[a] = (int32_t)random_below(random, limit)
                              + (a == EFFECTIVE ? HAND_FIRST_DAY : 0);
        }
        if (hand_prohibits(s->hand, &point) != (verdict == EVAL_PROHIBITED))
            return false;
    }
    return true;
}

/* ---- timing ------------------------------------------------------------------------- */

struct sample {
    double *times; /* microseconds */
    uint32_t checked, bad;
};

static double fastest(struct subject *s, const struct value_set *sets, enum eval_verdict *verdict)
{
    double best = 0;
    for (int r = 0; r < ROUNDS; r++) {
        double begin = now_ns();
        *verdict = eval_verdict(s->evaluator, sets, NULL);
        double time = (now_ns() - begin) / 1e3;
        if (r == 0 || time < best)
            best = time;
    }
    return best;
}

static uint32_t at_most(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

static void measure_open(struct subject *s, uint32_t unknown, enum figure median,
                         enum figure high)
{
    struct random random = {unknown};
    uint32_t count = at_most(SAMPLE, s->workload->point_count);
    struct value_set *sets = new_sets(s);
    struct sample sample = {must(calloc(count, sizeof(double))), 0, 0};
    for (uint32_t i = 0; i < count; i++) {
        const struct point *point = &s->workload->points[i];
        struct open open = choose(&random, unknown);
        enum eval_verdict verdict, exact;
        put_point(s, point, sets);
        open_sets(s, &open, sets);
        sample.times[i] = fastest(s, sets, &verdict);
        sample.bad += !some_completions(s, *point, &open, verdict, &random);
        if (i % EXACT_SHARE == 0 && all_completions(s->workload, *point, &open, &exact)) {
            sample.checked++;
            sample.bad += verdict != exact;
        }
    }
    struct spread spread = spread_of(sample.times, count);
    s->report.values[median] = (struct value){.known = true, .value = spread.median};
    s->report.values[high] = (struct value){
        .known = true, .value = spread.high, .checked = sample.checked, .bad = sample.bad};
    free(sample.times);
    free(sets);
}

/* The yardstick for an unknown product: all products in turn, up to the second verdict. */
static enum eval_verdict try_products(const struct subject *s, struct point point)
{
    bool some[2] = {false, false};
    for (uint32_t p = 0; p < s->workload->name_counts[PRODUCT] && !(some[0] && some[1]); p++) {
        point.values[PRODUCT] = (int32_t)p;
        some[hand_prohibits(s->hand, &point)] = true;
    }
    return some[0] && some[1] ? EVAL_UNDETERMINED : some[1] ? EVAL_PROHIBITED : EVAL_PERMITTED;
}

static void measure_pivot(struct subject *s)
{
    struct open open = {1, {PRODUCT}};
    uint32_t count = at_most(PIVOT_SAMPLE, s->workload->point_count), bad = 0;
    struct value_set *sets = new_sets(s);
    double *times = must(calloc(count, sizeof *times)), *hand = must(calloc(count, sizeof *hand));
    for (uint32_t i = 0; i < count; i++) {
        const struct point *point = &s->workload->points[i];
        enum eval_verdict verdict, exact = EVAL_PERMITTED;
        put_point(s, point, sets);
        open_sets(s, &open, sets);
        times[i] = fastest(s, sets, &verdict);
        for (int r = 0; r < ROUNDS; r++) {
            double begin = now_ns();
            exact = try_products(s, *point);
            double time = (now_ns() - begin) / 1e3;
            hand[i] = r == 0 || time < hand[i] ? time : hand[i];
        }
        bad += verdict != exact;
    }
    s->report.values[PIVOT_HIGH] = (struct value){.known = true,
                                                  .value = spread_of(times, count).high,
                                                  .hand = spread_of(hand, count).high,
                                                  .checked = count,
                                                  .bad = bad};
    free(times);
    free(hand);
    free(sets);
}

void measure_unknowns(struct subject *s)
{
    measure_open(s, 1, UNKNOWN_ONE, UNKNOWN_ONE_HIGH);
    measure_open(s, MOST_UNKNOWN, UNKNOWN_THREE, UNKNOWN_THREE_HIGH);
    measure_pivot(s);
}
