/* verdict.c: verdicts on deployments of which everything is known.
 *
 * Deployments come in batches that fit into the nearest cache, as a reader hands them over
 * one by one; putting them together is not timed.
 */
#include "bench.h"

#include "eval/engine.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 5 /* over all deployments */

struct value_set *new_sets(const struct subject *s)
{
    return must(calloc(s->table->vocab.var_count, sizeof(struct value_set)));
}

void put_point(const struct subject *s, const struct point *point, struct value_set *sets)
{
    memcpy(sets, s->defaults, s->table->vocab.var_count * sizeof *sets);
    for (int a = 0; a < ATTRIBUTES; a++) {
        struct value_set *set = &sets[s->vars[a]];
        *set = (struct value_set){.origin = VALUE_GIVEN, .span = {.source = SOURCE_NONE}};
        set->first.low = set->first.high = point->values[a];
    }
}

/* ---- batches ------------------------------------------------------------------------ */

struct batch {
    struct subject *s;
    struct value_set *sets[BATCH];
    struct box *boxes[BATCH];
    struct arena boxes_arena, results;
    const struct point *points;
    uint32_t first, count;
    uint32_t bad; /* verdicts that differ from the reference */
};

static void fill(struct batch *b, uint32_t first)
{
    uint32_t left = b->s->workload->point_count - first;
    b->first = first;
    b->count = left < BATCH ? left : BATCH;
    b->points = b->s->workload->points + first;
    for (uint32_t i = 0; i < b->count; i++)
        put_point(b->s, &b->points[i], b->sets[i]);
}

static bool prohibited(const struct batch *b, uint32_t i)
{
    return b->s->workload->breaches[b->first + i] > 0;
}

static void by_sets(struct batch *b)
{
    for (uint32_t i = 0; i < b->count; i++) {
        enum eval_verdict verdict = eval_verdict(b->s->evaluator, b->sets[i], NULL);
        b->bad += verdict != (prohibited(b, i) ? EVAL_PROHIBITED : EVAL_PERMITTED);
    }
}

static void by_hand(struct batch *b)
{
    for (uint32_t i = 0; i < b->count; i++)
        b->bad += hand_prohibits(b->s->hand, &b->points[i]) != prohibited(b, i);
}

static void encode(struct batch *b)
{
    for (uint32_t i = 0; i < b->count; i++)
        b->bad += !point_from_sets(b->s->evaluator, b->sets[i]);
}

static void encode_boxes(struct batch *b)
{
    for (uint32_t i = 0; i < b->count; i++)
        box_from_sets(b->s->evaluator, b->sets[i], b->boxes[i]);
}

static void by_box(struct batch *b)
{
    for (uint32_t i = 0; i < b->count; i++) {
        enum eval_world world = point_world(b->s->evaluator, b->boxes[i]);
        b->bad += world != (prohibited(b, i) ? WORLD_PROHIBITED : WORLD_PERMITTED);
    }
}

/* The clauses too: as many prohibitions as the reference has, each once. */
static void by_clauses(struct batch *b)
{
    for (uint32_t i = 0; i < b->count; i++) {
        struct eval_deciding d = {0};
        bool one = eval_deciding(b->s->evaluator, b->sets[i], &d);
        b->bad += !one || d.world != (prohibited(b, i) ? WORLD_PROHIBITED : WORLD_PERMITTED)
                  || d.count != b->s->workload->breaches[b->first + i];
    }
}

/* ---- timing ------------------------------------------------------------------------- */

typedef void work(struct batch *batch);

/* Nanoseconds per deployment, over batches: median and least. `before` is not timed. */
static struct value time_batches(struct batch *b, work *before, work *timed, uint32_t points,
                                 int rounds)
{
    size_t batches = (points + BATCH - 1) / BATCH, n = 0;
    double *samples = must(calloc(batches * (size_t)rounds, sizeof *samples));
    struct value value = {.known = true, .checked = points};
    for (int r = 0; r < rounds; r++) {
        for (uint32_t first = 0; first < points; first += BATCH) {
            fill(b, first);
            if (before)
                before(b);
            b->bad = 0;
            double begin = now_ns();
            timed(b);
            samples[n++] = (now_ns() - begin) / b->count;
            value.bad += r == 0 ? b->bad : 0;
        }
    }
    struct spread spread = spread_of(samples, n);
    value.value = spread.median;
    value.least = spread.least;
    free(samples);
    return value;
}

static struct batch *new_batch(struct subject *s)
{
    struct batch *b = must(calloc(1, sizeof *b));
    b->s = s;
    arena_init(&b->boxes_arena, &s->guard);
    arena_init(&b->results, &s->guard);
    arena_alloc(&b->results, 1); /* so that rewinding keeps a block */
    for (uint32_t i = 0; i < BATCH; i++) {
        b->sets[i] = new_sets(s);
        b->boxes[i] = box_new(s->evaluator, &b->boxes_arena);
    }
    return b;
}

static void free_batch(struct batch *b)
{
    for (uint32_t i = 0; i < BATCH; i++)
        free(b->sets[i]);
    arena_free(&b->boxes_arena);
    arena_free(&b->results);
    free(b);
}

/* A box that stays from call to call needs scratch of the evaluator that stays as well. */
static void measure_boxes(struct batch *b, struct value *values, uint32_t points)
{
    session_clear(b->s->evaluator);
    values[VERDICT_ENCODE] = time_batches(b, NULL, encode, points, ROUNDS);
    values[VERDICT_ENCODE].checked = 0;
    values[VERDICT_POINT] = time_batches(b, encode_boxes, by_box, points, ROUNDS);
    session_clear(b->s->evaluator);
}

bool measure_verdicts(struct subject *s)
{
    struct value *values = s->report.values;
    uint32_t points = s->workload->point_count;
    struct batch *b = new_batch(s);
    struct value hand = time_batches(b, NULL, by_hand, points, ROUNDS);
    values[VERDICT_SETS] = time_batches(b, NULL, by_sets, points, ROUNDS);
    measure_boxes(b, values, points);
    values[VERDICT_CLAUSES] = time_batches(b, NULL, by_clauses, points, 1);
    values[VERDICT_SETS].hand = values[VERDICT_POINT].hand = hand.value;
    values[CLAUSES_RATIO] = (struct value){
        .known = true, .value = values[VERDICT_CLAUSES].value / values[VERDICT_SETS].value};
    free_batch(b);
    if (hand.bad)
        fprintf(stderr, "bench: the hand-written loop is wrong %u times\n", hand.bad);
    return hand.bad == 0;
}
