/* ahead.h: what of a policy can begin, end or change as days go by, and in which worlds it holds.
 *
 * In: a model and the table made of it. Out: its items, one for each thing of which a change
 * ahead may be told, and the state of an item on a day: for each *outer world*, a choice of the
 * facts and readings that the item mentions, whether it holds in all, some or none of the days
 * that unknown events may have had by then. Two days differ in an item when the states do in
 * some outer world. All by the interpreter; the table says only which node is what.
 */
#ifndef POLC_ORACLE_AHEAD_H
#define POLC_ORACLE_AHEAD_H

#include "analysis/timeline.h"
#include "engine.h"
#include "worlds.h"

struct ahead_item {
    enum timeline_what what;
    uint32_t id;     /* as a cause has it: of an agreement, a clause, else of a node */
    uint32_t clause; /* that has to be live on both days; IR_NONE */
    uint32_t waiver; /* of the model: the item is it, or an exception of it; else VOCAB_NONE */
    const struct model_expr *cond; /* of a condition, an exception, a rank */
    bool lift;       /* holds while its clause is live only */
    bool *mentions;  /* per variable; that of the date: it can change at all */
    bool *waivers;   /* per waiver of the model: the condition asks whether it is hit */
    bool open;       /* mentions an event of no known day */
    bool too_many;   /* outer worlds: never asked about */
    struct worlds outer;
};

struct ahead {
    struct arena *arena;
    const struct model *model;
    struct oracle *oracle;
    struct value_set *sets; /* what a policy without a deployment leaves open */
    bool *unknown;          /* per variable: an event that may have any day up to the date */
    VEC(struct ahead_item) items;
};

void ahead_init(struct ahead *ahead, struct arena *arena, const struct engine *engine,
                struct oracle *oracle);

/* One enum eval_truth per outer world; NULL: too many worlds. */
const unsigned char *ahead_states(const struct ahead *ahead, const struct ahead_item *item,
                                  int64_t day);
/* Of all outer worlds together. */
enum eval_truth ahead_truth(const struct ahead_item *item, const unsigned char *states);

/* Two items that look at one unknown event. Their state on a day: for each choice of the facts and
 * readings that either mentions, which of the four pairs of answers occur on some days of
 * the unknown events. */
struct ahead_pair {
    const struct ahead_item *items[2];
    struct ahead_item laid; /* `mentions` and `outer` of both */
};
/* False where they look at none, or there are too many worlds. */
bool ahead_pair(struct ahead *ahead, const struct ahead_item *one, const struct ahead_item *other,
                struct ahead_pair *out);
/* One set of bits per world of `laid.outer`; NULL: too many worlds. */
const unsigned char *ahead_pair_states(const struct ahead *ahead, const struct ahead_pair *pair,
                                       int64_t day);

/* NULL: there is none. */
const struct ahead_item *ahead_find(const struct ahead *ahead, enum timeline_what what,
                                    uint32_t id);

#endif
