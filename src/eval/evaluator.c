/* evaluator.c: what an evaluator keeps beside its table: where each column's bits are, the
 * axes of the events, and scratch. */
#include "eval/engine.h"

#define MANY_RECORDS 256 /* from which gathering all costs more than trying some worlds */

#include <string.h>

static void map_columns(struct evaluator *ev)
{
    const struct table *t = ev->table;
    uint32_t bits = ev->meta->mask_words * 64;
    ev->field = ARENA_ARRAY(ev->arena, uint64_t, t->columns_count + 1);
    ev->bit_column = arena_alloc(ev->arena, bits * sizeof(uint32_t));
    memset(ev->bit_column, 0xFF, bits * sizeof(uint32_t));
    ev->bit_field = ARENA_ARRAY(ev->arena, uint64_t, bits);
    ev->word_columns = ARENA_ARRAY(ev->arena, struct word_columns, ev->meta->mask_words + 1);
    ev->lane_column = ARENA_ARRAY(ev->arena, uint32_t, ev->meta->lanes + 1);
    for (uint32_t i = 0; i < t->columns_count; i++) {
        const struct table_column *c = &t->columns[i];
        if (!c->small) {
            ev->lane_column[c->lane] = i;
            ev->wide_count++;
            continue;
        }
        uint64_t all =
            c->cell_count == 64 ? UINT64_MAX : (UINT64_C(1) << c->cell_count) - 1;
        ev->field[i] = all << c->shift;
        ev->word_columns[c->word].highest |= (all ^ all >> 1) << c->shift;
        ev->word_columns[c->word].rest |= all >> 1 << c->shift;
        for (uint32_t k = 0; k < c->cell_count; k++) {
            ev->bit_column[c->word * 64 + c->shift + k] = i;
            ev->bit_field[c->word * 64 + c->shift + k] = ev->field[i];
        }
    }
}

/* Bearers repeat, so each distinct one is entered once. */
static void map_bearers(struct evaluator *ev)
{
    const struct table *t = ev->table;
    uint32_t actor = t->vocab.actor;
    if (actor == VOCAB_NONE)
        return;
    uint64_t *done = ARENA_ARRAY(ev->arena, uint64_t, bitset_words(t->vocab.node_count) + 1);
    ev->bound_leaves =
        ARENA_ARRAY(ev->arena, uint64_t, bitset_words(t->vocab.vars[actor].leaf_count) + 1);
    for (size_t i = 0; i < t->norms_count; i++) {
        uint32_t bearer = t->norms[i].bearer;
        const struct vocab_node *node = &t->vocab.nodes[bearer];
        if (!bitset_has(done, bearer))
            bitset_add_range(ev->bound_leaves, node->first_leaf, node->leaf_count);
        bitset_add(done, bearer);
    }
}

static void add_event(struct evaluator *ev, uint32_t var)
{
    struct event_axis *axis = &ev->events[ev->event_count];
    axis->var = var;
    axis->first_column = ev->table->var_first_column[var];
    axis->column_count = ev->table->var_column_count[var];
    axis->capacity = axis->column_count + 1;
    axis->latest = ARENA_ARRAY(ev->arena, int64_t, axis->column_count);
    axis->dated = INT64_MIN; /* no day */
    axis->holds = ARENA_ARRAY(ev->arena, uint32_t, axis->column_count);
    axis->low = ARENA_ARRAY(ev->arena, int64_t, axis->capacity);
    axis->high = ARENA_ARRAY(ev->arena, int64_t, axis->capacity);
    ev->var_event[var] = ev->event_count++;
}

static void map_events(struct evaluator *ev)
{
    const struct vocab *vocab = &ev->table->vocab;
    ev->events = ARENA_ARRAY(ev->arena, struct event_axis, vocab->var_count + 1);
    ev->var_event = ARENA_ARRAY(ev->arena, uint32_t, vocab->var_count + 1);
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        ev->var_event[var] = IR_NONE;
        if (vocab->vars[var].kind == VAR_EVENT && ev->table->var_column_count[var])
            add_event(ev, var);
    }
}

/* Steps of the look at a record: for each of its words, for each of its lanes, and beside these. */
#define WORD_STEPS 10
#define LANE_STEPS 3
#define RECORD_STEPS 20
#define UNIT_STEPS 40 /* that count as one record, the size of which is that of a small policy's */
#define BOX_BYTES 64  /* of a box, which a node makes copies of: they count as one record */

static void weigh(struct evaluator *ev)
{
    uint32_t steps = ev->meta->mask_words * WORD_STEPS + ev->meta->lanes * LANE_STEPS + RECORD_STEPS;
    ev->record_work = steps < UNIT_STEPS ? 1 : steps / UNIT_STEPS;
    ev->node_work = NODE_WORK + (uint32_t)(ev->box_size / BOX_BYTES);
}

struct evaluator *evaluator_new(struct arena *arena, const struct table *table)
{
    struct evaluator *ev = ARENA_NEW(arena, struct evaluator);
    ev->arena = arena;
    ev->table = table;
    ev->meta = table->meta;
    ev->budget = EVAL_BUDGET;
    ev->pool = ev->purse = UINT64_MAX;
    ev->try_from = MANY_RECORDS;
    ev->frozen = ev->disabled = ev->unwaived = IR_NONE;
    map_columns(ev);
    map_events(ev);
    map_bearers(ev);
    ev->memos = ARENA_ARRAY(arena, struct memo, table->nodes_count + 1);
    ev->parts = ARENA_NEW(arena, uint64_t);
    ev->names = ARENA_ARRAY(arena, struct named_memo, table->named_count + 1);
    ev->holes = ARENA_ARRAY(arena, struct holes, ev->meta->lanes + 1);
    ev->box_size = (size_t)ev->meta->mask_words * 16 + (size_t)ev->meta->lanes * 12
                   + (size_t)ev->event_count * 8;
    weigh(ev);
    arena_init(&ev->work, arena->guard);
    arena_init(&ev->recall.memory, arena->guard);
    point_prepare(ev);
    encode_prepare(ev);
    return ev;
}

void evaluator_guard(struct evaluator *ev, struct guard *guard)
{
    ev->work.guard = ev->recall.memory.guard = guard;
}

void evaluator_watch(struct evaluator *ev, struct steps *steps)
{
    ev->steps = steps;
}

struct steps *evaluator_steps(const struct evaluator *ev)
{
    return ev->steps;
}

void evaluator_free(struct evaluator *ev)
{
    arena_free(&ev->work);
    arena_free(&ev->recall.memory);
}

void evaluator_try_from(struct evaluator *ev, uint64_t records)
{
    ev->try_from = records;
}

void evaluator_budget(struct evaluator *ev, uint64_t nodes)
{
    ev->budget = nodes;
}

uint64_t evaluator_share(const struct evaluator *ev, uint64_t usual)
{
    __extension__ unsigned __int128 share = (unsigned __int128)usual * ev->budget / EVAL_BUDGET;
    return share == 0 ? 1 : share > UINT64_MAX / 4 ? UINT64_MAX / 4 : (uint64_t)share;
}

#define PURSE_NODE 100 /* for each node of the table: large ones take longer to go through once */

void evaluator_purse(struct evaluator *ev, uint64_t work)
{
    uint64_t nodes = ev->table->nodes_count;
    ev->purse = work >= UINT64_MAX / 4 ? UINT64_MAX : ev->worked + work + PURSE_NODE * nodes;
}

void evaluator_purse_more(struct evaluator *ev, uint64_t work)
{
    bool limited = ev->purse < UINT64_MAX / 2 && work < UINT64_MAX / 4;
    ev->purse = limited ? ev->purse + work : UINT64_MAX;
}
