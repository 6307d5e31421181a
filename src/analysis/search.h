/* search.h: is there a world in a space that meets some demands? Exact, with a witness.
 *
 * A demand is a question of eval/engine.h and the answers that are wanted. A query wants a
 * world in which every demand is met. The search splits boxes on what is still undecided, as
 * a verdict on unknown facts does, under a budget of nodes. What it finds is grown to a large
 * box of worlds that all meet the demands; one of them is picked that is easy to read, and
 * asked again as a single world before anybody sees it.
 */
#ifndef POLC_ANALYSIS_SEARCH_H
#define POLC_ANALYSIS_SEARCH_H

#include "analysis/space.h"

#define SEARCH_BUDGET UINT64_C(200000) /* nodes of one query, with the usual budget of a question */

struct demand {
    struct question question;
    uint8_t want; /* the answer must be one of these bits */
};

struct query {
    uint32_t anchor; /* a node whose own condition must hold, which narrows the search; IR_NONE */
    const struct demand *demands;
    size_t demand_count;
};

enum search_found { SEARCH_NONE, SEARCH_FOUND, SEARCH_UNRESOLVED };

/* What the box says of an event on each of its days: columns that hold and that do not hold, those
 * from which the others follow. IR_NONE: there is none. */
struct witness_since {
    uint32_t holds, not_holds;
};

/* A world, and the box around it. There may be very many of them, so each holds only those sets
 * that are less than what the space has. The days of an event that are in the box depend on the
 * date where that is open: then `since` says which, while the set is of the witness's own date. */
struct witness {
    int64_t *values; /* per variable */
    bool *needed;    /* per variable: its set is less than the space has */
    const struct value_set *whole; /* per variable: all that the space has */
    const struct interval *parts;  /* of sets that are less, ascending, by variable */
    const uint32_t *ends; /* per variable: the end of its parts; none of its own: its set is whole.
                           * NULL: all are */
    const struct witness_since *since; /* per variable; NULL: the date is one day */
    bool sampled;                  /* the date stands for others, which its set does not have */
};

/* What the variable may be, everything else being as here; of an event, on the day of the
 * witness. Shares the parts. */
struct value_set witness_set(const struct witness *witness, uint32_t var);
/* The days of an event that the box has, as seen from its date; NULL: those of witness_set. */
const struct witness_since *witness_since(const struct witness *witness, uint32_t var);

/* What a query may spend, shared by many queries: each takes at most SEARCH_BUDGET or what is
 * left. 0 left is unresolved at once. */
struct search {
    struct space *space;
    uint64_t each;  /* nodes of one query */
    uint64_t total; /* nodes left for all */
};

struct search search_new(struct space *space, uint64_t total);

/* out may be NULL when nobody wants to see it. */
enum search_found search_world(struct search *search, const struct query *query,
                               struct witness *out);
/* The same, where every world that meets `query` is known to meet `all`, with more demands and the
 * same anchor: of the witness these are proved. */
enum search_found search_more(struct search *search, const struct query *query,
                              const struct query *all, struct witness *out);

/* Would search_world find a world to show? Takes the same way to it, so that with as large a
 * budget it will; what of very many findings nobody looks at needs no more. */
enum search_found search_ahead(struct search *search, const struct query *query);

/* Do all demands hold in this one world? `values`: one per variable. */
bool search_replay(const struct space *space, const struct query *query, const int64_t *values);

/* ---- the same on boxes, for what quantifies over boxes itself. Begin with session_clear. ---- */

/* Charges a query's nodes to the search: false when nothing is left. End with search_spent. */
bool search_begin(struct search *search);
void search_spent(struct search *search);

/* The records that bear on the demands in a box, in scratch. */
struct candidates search_gather(const struct space *space, const struct query *query,
                                const struct box *box);
/* A box inside `box` all of whose worlds meet the demands, written to out. Uses up box and
 * candidates. ev->gave_up tells that a part was not looked at. */
bool search_box(const struct space *space, const struct query *query, struct box *box,
                struct candidates *candidates, struct box *out);
/* Widens `box` towards `limit`, column by column, as long as all its worlds meet the demands.
 * Columns of a variable v with keep[v] stay; keep may be NULL. */
void search_grow(const struct space *space, const struct query *query, const struct box *limit,
                 const bool *keep, struct box *box);
/* An easily read world of the box, and the box as sets; `slice` is where the box is from. */
void search_pick(const struct space *space, const struct slice *slice, const struct box *box,
                 struct witness *out);

/* A wide literal of the record that has several ranges, such as three products out of many;
 * the record itself tells no more than from the first to the last. NULL: there is none. */
const struct ir_literal *search_in_pieces(const struct evaluator *ev, const unsigned char *record);
/* The part of a box in the i-th of its ranges; false when that is empty. */
bool search_piece(struct evaluator *ev, const struct ir_literal *literal, uint32_t i,
                  const struct box *whole, struct box *out);

#endif
