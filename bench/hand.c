/* hand.c: lists of records per product, tested without branches. */
#include "hand.h"

#include <stdlib.h>
#include <string.h>

struct record { /* 24 bytes */
    uint32_t regions;
    uint16_t providers;
    uint8_t interfaces, hostings;
    uint16_t capacity_low, capacity_high;
    uint16_t day_low, day_high;
    uint8_t segments;
    uint8_t padding[3];
    uint32_t grant; /* its carve-outs are first_lifter[grant].. */
};

struct lifter {
    struct record record;
    uint32_t product_count; /* 0: any */
    int32_t products[CONDITION_VALUES];
};

struct hand {
    uint32_t products, lists;
    uint32_t *first; /* per list: products, then provider * interfaces + interface */
    struct record *records;
    uint32_t *first_lifter; /* per grant */
    struct lifter *lifters;
    uint32_t interfaces;
    size_t size;
};

static uint32_t bits_of(const struct condition *c)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < c->count; i++)
        bits |= UINT32_C(1) << c->values[i];
    return c->test == TEST_NOT ? ~bits : bits;
}

static void bound(const struct condition *c, int32_t zero, uint16_t *low, uint16_t *high)
{
    int32_t value = c->values[0] - zero;
    switch ((enum test)c->test) {
    case TEST_AT_LEAST:
        *low = (uint16_t)value;
        return;
    case TEST_AT_MOST:
        *high = (uint16_t)value;
        return;
    case TEST_BEFORE:
        *high = (uint16_t)(value - 1);
        return;
    case TEST_BETWEEN:
        *low = (uint16_t)value;
        *high = (uint16_t)(c->values[1] - zero);
        return;
    case TEST_IN:
    case TEST_NOT:
        return;
    }
}

static struct record record_of(const struct rule *rule, uint32_t grant)
{
    struct record r = {.regions = UINT32_MAX, .providers = UINT16_MAX, .interfaces = UINT8_MAX,
                       .hostings = UINT8_MAX, .capacity_high = UINT16_MAX,
                       .day_high = UINT16_MAX, .segments = UINT8_MAX, .grant = grant};
    for (uint32_t i = 0; i < rule->count; i++) {
        const struct condition *c = &rule->conditions[i];
        switch ((enum attribute)c->attribute) {
        case PROVIDER:
            r.providers = (uint16_t)bits_of(c);
            break;
        case INTERFACE:
            r.interfaces = (uint8_t)bits_of(c);
            break;
        case HOSTING:
            r.hostings = (uint8_t)bits_of(c);
            break;
        case REGION:
            r.regions = bits_of(c);
            break;
        case SEGMENT:
            r.segments = (uint8_t)bits_of(c);
            break;
        case CAPACITY:
            bound(c, 0, &r.capacity_low, &r.capacity_high);
            break;
        case EFFECTIVE:
            bound(c, HAND_FIRST_DAY, &r.day_low, &r.day_high);
            break;
        case PRODUCT:
        case ATTRIBUTES:
            break;
        }
    }
    return r;
}

static const struct condition *products_of(const struct rule *rule)
{
    for (uint32_t i = 0; i < rule->count; i++)
        if (rule->conditions[i].attribute == PRODUCT)
            return &rule->conditions[i];
    return NULL;
}

/* Counts (first pass) or fills (second) the lists of one grant. */
static void enter(struct hand *hand, const struct workload *w, uint32_t grant, bool fill)
{
    const struct condition *products = products_of(&w->rules[grant]);
    struct record record = record_of(&w->rules[grant], grant);
    for (uint32_t i = 0; products && i < products->count; i++) {
        uint32_t list = (uint32_t)products->values[i];
        if (fill)
            hand->records[hand->first[list + 1]++] = record;
        else
            hand->first[list + 2]++;
    }
    for (uint32_t l = hand->products; !products && l < hand->lists; l++) {
        uint32_t provider = (l - hand->products) / hand->interfaces;
        uint32_t interface = (l - hand->products) % hand->interfaces;
        if (!(record.providers >> provider & record.interfaces >> interface & 1))
            continue;
        if (fill)
            hand->records[hand->first[l + 1]++] = record;
        else
            hand->first[l + 2]++;
    }
}

static void make_lifters(struct hand *hand, const struct workload *w)
{
    uint32_t count = w->first_lifter[w->grant_count];
    hand->first_lifter = w->first_lifter;
    hand->lifters = must(calloc(count + 1, sizeof *hand->lifters));
    for (uint32_t i = 0; i < count; i++) {
        const struct rule *rule = &w->rules[w->lifters[i]];
        const struct condition *products = products_of(rule);
        hand->lifters[i].record = record_of(rule, 0);
        if (products) {
            hand->lifters[i].product_count = products->count;
            memcpy(hand->lifters[i].products, products->values, sizeof products->values);
        }
    }
    hand->size += count * sizeof *hand->lifters + w->grant_count * sizeof *hand->first_lifter;
}

struct hand *hand_new(const struct workload *w)
{
    struct hand *hand = must(calloc(1, sizeof *hand));
    hand->products = w->name_counts[PRODUCT];
    hand->interfaces = w->name_counts[INTERFACE];
    hand->lists = hand->products + w->name_counts[PROVIDER] * hand->interfaces;
    hand->first = must(calloc(hand->lists + 2, sizeof *hand->first));
    for (uint32_t g = 0; g < w->grant_count; g++)
        enter(hand, w, g, false);
    for (uint32_t l = 0; l < hand->lists; l++) /* now where list l begins, in first[l + 1] */
        hand->first[l + 2] += hand->first[l + 1];
    uint32_t count = hand->first[hand->lists + 1];
    hand->records = must(calloc(count + 1, sizeof *hand->records));
    for (uint32_t g = 0; g < w->grant_count; g++)
        enter(hand, w, g, true);
    make_lifters(hand, w);
    hand->size += count * sizeof *hand->records + hand->lists * sizeof *hand->first;
    return hand;
}

void hand_free(struct hand *hand)
{
    free(hand->first);
    free(hand->records);
    free(hand->lifters);
    free(hand);
}

size_t hand_size(const struct hand *hand)
{
    return hand->size;
}

static inline bool matches(const struct record *r, const struct point *p)
{
    const int32_t *v = p->values;
    uint32_t ok = (uint32_t)r->providers >> v[PROVIDER] & (uint32_t)r->interfaces >> v[INTERFACE]
                  & (uint32_t)r->hostings >> v[HOSTING] & r->regions >> v[REGION]
                  & (uint32_t)r->segments >> v[SEGMENT];
    uint32_t capacity = (uint32_t)v[CAPACITY], day = (uint32_t)(v[EFFECTIVE] - HAND_FIRST_DAY);
    ok &= (uint32_t)(capacity - r->capacity_low <= (uint32_t)(r->capacity_high - r->capacity_low));
    ok &= (uint32_t)(day - r->day_low <= (uint32_t)(r->day_high - r->day_low));
    return ok & 1;
}

static bool lifts(const struct lifter *lifter, const struct point *p)
{
    if (!matches(&lifter->record, p))
        return false;
    bool named = lifter->product_count == 0;
    for (uint32_t i = 0; i < lifter->product_count; i++)
        named |= lifter->products[i] == p->values[PRODUCT];
    return named;
}

static bool list_prohibits(const struct hand *hand, uint32_t list, const struct point *p)
{
    for (uint32_t i = hand->first[list]; i < hand->first[list + 1]; i++) {
        const struct record *r = &hand->records[i];
        if (!matches(r, p))
            continue;
        uint32_t at = hand->first_lifter[r->grant], end = hand->first_lifter[r->grant + 1];
        while (at < end && !lifts(&hand->lifters[at], p))
            at++;
        if (at == end)
            return true;
    }
    return false;
}

bool hand_prohibits(const struct hand *hand, const struct point *p)
{
    uint32_t rest = hand->products + (uint32_t)p->values[PROVIDER] * hand->interfaces
                    + (uint32_t)p->values[INTERFACE];
    return list_prohibits(hand, (uint32_t)p->values[PRODUCT], p) || list_prohibits(hand, rest, p);
}
