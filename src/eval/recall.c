/* recall.c: what came of boxes met before.
 *
 * The deployments of a plan or of a cluster repeat each other: their sets are the same, and only names and
 * places differ, of which a result knows nothing. Exactly the same sets get the result that they got before,
 * and the work that it took is counted again, so that what is asked afterwards finds the same purse. A
 * result that something ran out for is not kept. Where hardly anything repeats, nothing is looked up
 * for a while.
 */
#include "eval/engine.h"

#include "base/hash.h"

#include <string.h>

#define RECALL_SLOTS 256
#define RECALL_BYTES ((size_t)1024 * 1024) /* beyond which all is given back */
#define RECALL_TRIES 256
#define RECALL_LEAST 32   /* of so many tries must be known */
#define RECALL_PAUSE 4096 /* boxes, otherwise */

struct recalled {
    uint64_t hash;
    uint64_t rest, work; /* of the purse before, and what was taken from it */
    const struct value_set *sets;
    const struct eval_result *result;
};

static uint64_t hash_of(const struct value_set *sets, uint32_t count)
{
    uint64_t hash = 0;
    for (uint32_t v = 0; v < count; v++) {
        const struct value_set *set = &sets[v];
        hash = (hash ^ (uint64_t)set->first.low) * UINT64_C(0x9E3779B97F4A7C15);
        hash = (hash ^ (uint64_t)set->first.high ^ hash >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
        hash += set->origin + ((uint64_t)set->more_count << 8);
    }
    return hash_word(hash);
}

static bool same_set(const struct value_set *a, const struct value_set *b)
{
    if (a->first.low != b->first.low || a->first.high != b->first.high || a->origin != b->origin
        || a->more_count != b->more_count)
        return false;
    for (uint32_t i = 0; i < a->more_count; i++)
        if (a->more[i].low != b->more[i].low || a->more[i].high != b->more[i].high)
            return false;
    return true;
}

static bool same_sets(const struct value_set *a, const struct value_set *b, uint32_t count)
{
    for (uint32_t v = 0; v < count; v++)
        if (!same_set(&a[v], &b[v]))
            return false;
    return true;
}

static const struct value_set *copy_sets(struct arena *arena, const struct value_set *sets,
                                         uint32_t count)
{
    struct value_set *copy = arena_copy(arena, sets, count * sizeof *sets);
    for (uint32_t v = 0; v < count; v++)
        if (sets[v].more_count)
            copy[v].more = arena_copy(arena, sets[v].more, sets[v].more_count * sizeof *sets[v].more);
    return copy;
}

/* Is it worth looking? */
static bool worth_trying(struct recall *recall)
{
    if (recall->pause > 0) {
        recall->pause--;
        return false;
    }
    if (++recall->tries == RECALL_TRIES) {
        recall->pause = recall->known < RECALL_LEAST ? RECALL_PAUSE : 0;
        recall->tries = recall->known = 0;
    }
    return true;
}

static uint64_t rest_of(const struct evaluator *ev)
{
    return ev->purse > ev->worked ? ev->purse - ev->worked : 0;
}

const struct eval_result *eval_box_recalled(struct evaluator *ev, const struct value_set *sets,
                                            struct arena *arena)
{
    struct recall *recall = &ev->recall;
    uint32_t count = ev->table->vocab.var_count;
    if (!worth_trying(recall))
        return eval_box(ev, sets, arena);
    if (!recall->slots)
        recall->slots = ARENA_ARRAY(&recall->memory, struct recalled *, RECALL_SLOTS);
    uint64_t hash = hash_of(sets, count), rest = rest_of(ev), worked = ev->worked;
    struct recalled **slot = &recall->slots[hash % RECALL_SLOTS], *known = *slot;
    if (known && known->hash == hash && known->rest <= rest && same_sets(known->sets, sets, count)) {
        recall->known++;
        ev->worked += known->work;
        return known->result;
    }
    const struct eval_result *result = eval_box(ev, sets, &recall->memory);
    if (result->unresolved)
        return result;
    struct recalled recalled = {hash, rest, ev->worked - worked, copy_sets(&recall->memory, sets, count),
                                result};
    *slot = arena_copy(&recall->memory, &recalled, sizeof recalled);
    return result;
}

void eval_recall_trim(struct evaluator *ev)
{
    struct recall *recall = &ev->recall;
    if (recall->memory.total <= RECALL_BYTES)
        return;
    arena_free(&recall->memory);
    recall->slots = NULL;
}
