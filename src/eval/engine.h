/* engine.h: boxes of cells, truth over them, and exact search; private to eval/ and analysis/.
 *
 * A box says which cells each column may have. Three-valued truth over a box is a bound:
 * NO and YES are certain, MAYBE means that this look could not tell. Bounds alone are never
 * reported; explore() splits a box until every question it asks is certain.
 *
 * The columns of one event are not independent: at a fixed date its possible days fall into
 * *alternatives*, ordered in time, and each column holds for the first few of them. A box
 * therefore keeps an interval of alternatives per event, and derives the columns' cells.
 */
#ifndef POLC_EVAL_ENGINE_H
#define POLC_EVAL_ENGINE_H

#include "base/bitset.h"
#include "eval/eval.h"

struct box {
    uint64_t *mask;   /* per mask word: cells that are allowed */
    uint64_t *fixed;  /* per mask word: bits of small columns with exactly one allowed cell */
    uint16_t *low, *high; /* per lane: the hull, as lane values */
    uint32_t *cell_low, *cell_high; /* per lane: the hull, as cells; its ends are allowed */
    uint32_t *event_low, *event_high; /* per event axis: alternatives */
    uint64_t serial;  /* another one after each change: boxes of one serial are the same */
};

/* The alternatives of one event in the current description. */
struct event_axis {
    uint32_t var, first_column, column_count;
    int64_t *latest; /* per column: the last day for which it holds at the date `dated` */
    int64_t dated;
    uint32_t count;   /* alternatives, at least 1 */
    uint32_t *holds;  /* per column: it holds for the alternatives 0..holds-1 */
    int64_t *low, *high; /* per alternative: its days (DATE_NEVER is a day here) */
    uint32_t capacity;
};

/* Allowed cells of a wide column when they have holes; NULL: the hull has none. */
struct holes {
    const struct ir_range *ranges;
    uint32_t count;
};

struct memo {
    uint32_t stamp;
    uint8_t hit;   /* enum eval_truth + 1, 0 unknown */
    uint8_t effective;
    uint8_t on_stack;
    uint32_t visit; /* split.c, gather.c: seen in this visit */
};

/* What a name in a condition is over a box: found once for all conditions, since terms that use
 * each other twice would take twice as long from one to the next. */
struct named_memo {
    uint64_t serial; /* of the box */
    uint32_t visit; /* split.c: seen in this visit */
    enum eval_truth truth;
};

/* A record that may hold in the box at hand, and what is known of it there. */
struct candidate {
    const unsigned char *record;
    uint32_t norm;
    uint32_t clause; /* IR_NONE where only a verdict is asked for: the norm is far away */
    uint8_t sign;  /* of the norm: enum norm_sign */
    uint8_t truth; /* of its own condition: MAYBE or YES */
};

struct candidates {
    struct candidate *items;
    size_t count;
    size_t permits; /* items[permits..] are permissions; before it prohibitions and duties */
};

#define CONTESTS_KNOWN 8

/* Whether a prohibition is contested in the box at hand, by these candidates. */
struct contest {
    uint32_t stamp, norm;
    const struct candidate *of;
    size_t count;
    enum eval_truth result;
};

enum question_kind {
    ASK_VERDICT,   /* WORLD_ bits */
    ASK_EFFECT,    /* norms of clause `id` with `sign`, of `among`: 1 none effective, 2 some */
    ASK_CONTESTED, /* prohibitions of clause `id`: 1 none effective and contested, 2 some */
    ASK_DUTY,      /* duty norm `id`, or the most of `among`: 1 not due, 2 disputed, 4 due */
    ASK_BASIS,     /* 1 nothing speaks, 2 lifted, 4 granted */
    ASK_LIFTED,    /* prohibition `id` would apply but for something: 1 no, 2 yes */
    ASK_LIFTED_BY, /* and that is node `other`, or the winner of rank `other` when by_rank */
    ASK_NORM,      /* norm `id` effective: 1 no, 2 yes */
    ASK_HIT,       /* node `id` hit */
    ASK_MET,       /* node `id`'s own condition */
    ASK_EXPR,      /* expression `id` */
    /* for the analyses: 1 no, 2 yes */
    ASK_NORM_CONTESTED, /* prohibition `id` effective and contested */
    ASK_BLOCKED,   /* a prohibition of a clause in `set` is effective and not contested */
    ASK_DIFFERS,   /* verdict or basis would be another without the sentences of clause `id` */
    ASK_HELD,      /* so would whether `holder` holds a norm like norm `like`, or that duty is due */
    ASK_FORCED     /* one of `pairs` has both its expressions true */
};

#define ANSWER_NO 1
#define ANSWER_YES 2

struct expr_pair {
    uint32_t first, second;
};

struct question {
    enum question_kind kind;
    uint32_t id;
    enum norm_sign sign;
    uint32_t other;
    bool by_rank;
    const uint64_t *set;           /* bitset of clauses; NULL: all */
    const struct expr_pair *pairs; /* `other` of them */
    const uint32_t *among;         /* norms; NULL: all of the clause, or `id` */
    uint32_t among_count;
    uint32_t like, holder;         /* of ASK_HELD */
};

/* Where to split a box: a set of cells of one column. */
struct split {
    uint32_t column;
    bool small;
    uint64_t cells;     /* small: bits of the column's field, in place in its word */
    uint32_t low, high; /* wide: cells */
};

/* How the value of a variable gets into a point: one of these per column that is not SINCE,
 * with all that is needed side by side. */
struct encoder {
    size_t set; /* byte offset of the variable's value set */
    struct table_cells cells;
    uint32_t shift;      /* small: of its bits in the mask word */
    uint32_t lane, lane_shift; /* wide */
    uint32_t column;
    int64_t first, last; /* the variable's domain */
};

/* The bits of a word's columns: the highest of each, and all below it. */
struct word_columns {
    uint64_t highest, rest;
};

/* Where a point finds the postings, or a row, of the prohibitions. */
struct posting_index {
    uint32_t lane;
    const uint32_t *offsets; /* per cell: first record */
};

struct row_index {
    bool small;
    uint32_t at, shift; /* small: mask word and bit; wide: lane and bucket */
    const uint64_t *rows;
};

enum norm_trait { /* bits; TRAITS_OPEN are what a matching record does not settle */
    TRAIT_CHILDREN = 1,
    TRAIT_RANKS = 2,
    TRAIT_CONTEST = 4, /* NORM_MAY_CONTEST */
    TRAIT_CUBES = 8    /* the norm has several cubes: each has a record */
};
#define TRAITS_OPEN (TRAIT_CHILDREN | TRAIT_RANKS | TRAIT_CONTEST)

/* recall.c: results of boxes met before. */
struct recall {
    struct arena memory;
    struct recalled **slots; /* in it; NULL while it is empty */
    uint32_t tries, known;   /* of late */
    uint32_t pause;          /* boxes that are not looked for */
};

struct evaluator {
    struct arena *arena;      /* the evaluator's own memory */
    struct recall recall;
    struct arena work;        /* emptied by every call */
    struct arena_mark keep;   /* where work is emptied to */
    const struct table *table;
    const struct table_meta *meta;
    uint64_t budget;
    uint64_t try_from;        /* posted records from which it pays to look elsewhere first */
    uint32_t wide_count;
    uint64_t *field;          /* per column: its bits in its word */
    uint32_t *bit_column;     /* per bit of all words: column, IR_NONE when unused */
    uint64_t *bit_field;      /* per bit of all words: its column's bits; 0 when unused */
    struct word_columns *word_columns; /* per word */
    uint32_t *lane_column;    /* per lane */
    uint64_t *bound_leaves;   /* leaves of the actor that are below some norm's bearer */
    struct memo *memos;       /* per node */
    struct named_memo *names; /* per name of a condition */
    struct contest contests[CONTESTS_KNOWN];
    uint32_t stamp, visit;
    uint64_t serial;          /* of the box that was changed last */
    struct event_axis *events;
    uint32_t event_count;
    uint32_t *var_event;      /* per variable: its axis, or IR_NONE */
    struct holes *holes;      /* per lane */
    size_t box_size;
    struct box *point;        /* point_from_sets */
    struct box *asked;        /* box_asked, and the sets that it was made of */
    struct value_set *asked_sets;
    bool asked_holds;         /* it is theirs, and the events and holes are its own */
    bool permits;             /* some norm is a permission */
    struct encoder *encoders; /* posted columns, other wide ones, small ones by mask word */
    uint32_t posted_end, wide_end;
    uint32_t *word_end;       /* per mask word: the end of its encoders */
    struct posting_index *postings; /* of prohibitions */
    uint32_t posting_count;
    struct row_index rows[TABLE_ROW_COLUMNS]; /* of wild prohibitions */
    uint32_t row_count;
    uint8_t *traits;          /* per norm: enum norm_trait */
    /* the search at hand */
    uint64_t left;            /* nodes of the budget */
    uint64_t used;            /* nodes of the whole call */
    uint64_t pool;            /* nodes that all queries of an analysis may still take */
    uint64_t looked;          /* defeaters looked at since a search last counted them */
    uint64_t worked;          /* records, defeaters and conditions that searches have looked at */
    uint32_t record_work, node_work; /* what the look at a record counts, and a node by itself */
    uint64_t *parts;          /* of conditions, looked at since `worked` counted them last */
    uint64_t purse;           /* work done at which every question of the job at hand ends */
    struct steps *steps;      /* told how far a long job is; NULL: nobody watches */
    bool gave_up;
    uint32_t frozen;          /* variable that must not be split; IR_NONE */
    uint32_t disabled;        /* clause taken as if it had no sentences; IR_NONE */
    uint32_t unwaived;        /* norm taken as if no waiver were given of it; IR_NONE */
};

/* ---- box.c */
struct box *box_new(struct evaluator *ev, struct arena *arena);
void box_copy(const struct evaluator *ev, struct box *to, const struct box *from);
/* A cell of it was written without the functions below. */
static inline void box_changed(struct evaluator *ev, struct box *box)
{
    box->serial = ++ev->serial;
}

/* Searches use up their box: they get a copy, in `work`. */
struct box *box_copy_new(struct evaluator *ev, const struct box *from);
/* The box of a description; also sets the events' alternatives and the holes. Returns
 * false when some set is empty in cells (cannot happen for bound descriptions). */
bool box_from_sets(struct evaluator *ev, const struct value_set *sets, struct box *box);
/* A box that was made of sets once, in a policy without events, of which no column has holes. */
void box_again(struct evaluator *ev, struct box *to, const struct box *from);
/* Narrow to the split's cells, or to the others; false when nothing is left. */
bool box_narrow(struct evaluator *ev, struct box *box, const struct split *split, bool inside);
/* Narrow to what a record accepts in lanes and masks; false when nothing is left. */
bool box_meet(struct evaluator *ev, struct box *box, const unsigned char *record);
/* Gives a column all cells that it has in another box. */
void box_widen(struct evaluator *ev, struct box *box, const struct box *from, uint32_t column);
/* Is any column of the box open? */
bool box_open(const struct evaluator *ev, const struct box *box);
/* Is any column of the variable open? */
bool box_var_open(const struct evaluator *ev, const struct box *box, uint32_t var);
/* Is the reading of some disputed term open? */
bool box_reading_open(const struct evaluator *ev, const struct box *box);
/* Fixes a column to one cell that is allowed. */
bool box_fix_cell(struct evaluator *ev, struct box *box, uint32_t column, uint32_t cell);
bool box_fix_alternative(struct evaluator *ev, struct box *box, uint32_t event, uint32_t a);

#define NODE_WORK 16 /* records that are looked at for what a node of a small policy costs by itself */

/* Is the purse empty? Then nothing is left for any search. */
static inline bool engine_broke(const struct evaluator *ev)
{
    return ev->worked > ev->purse;
}

/* Is nothing left for the search at hand? */
static inline bool engine_spent(const struct evaluator *ev)
{
    return ev->left == 0 || engine_broke(ev);
}

/* Counts a look by itself, and what of conditions was looked at. */
static inline void engine_charge(struct evaluator *ev)
{
    ev->worked += ev->node_work + *ev->parts;
    *ev->parts = 0;
}

/* One node of the budget; false, and ev->gave_up, when it or the purse ran out. */
static inline bool engine_spend(struct evaluator *ev)
{
    engine_charge(ev);
    if (engine_spent(ev)) {
        ev->gave_up = true;
        return false;
    }
    ev->left--;
    ev->used++;
    steps_tick(ev->steps);
    return true;
}

static inline enum eval_truth truth_least(enum eval_truth x, enum eval_truth y)
{
    return x < y ? x : y;
}

static inline uint8_t truth_answers(enum eval_truth t)
{
    return t == TRUTH_NO ? ANSWER_NO : t == TRUTH_YES ? ANSWER_YES : ANSWER_NO | ANSWER_YES;
}

/* ---- truth.c: bounds over a box */
enum eval_truth truth_of_record(const struct evaluator *ev, const struct box *box,
                                const unsigned char *record);
enum eval_truth truth_of_expr(const struct evaluator *ev, const struct box *box, uint32_t expr);
enum eval_truth truth_of_literal(const struct evaluator *ev, const struct box *box,
                                 uint32_t literal);

static inline uint32_t record_node(const struct evaluator *ev, const unsigned char *record)
{
    return *(const uint32_t *)(const void *)(record + ev->meta->record_size - 8);
}

static inline uint32_t record_cube(const struct evaluator *ev, const unsigned char *record)
{
    return *(const uint32_t *)(const void *)(record + ev->meta->record_size - 4);
}

/* ---- defeat.c: nodes and norms over a box. Begin each box with defeat_begin. */
void defeat_begin(struct evaluator *ev);
enum eval_truth defeat_met(struct evaluator *ev, const struct box *box, uint32_t node);
enum eval_truth defeat_hit(struct evaluator *ev, const struct box *box, uint32_t node);
/* No child of the node is hit. */
enum eval_truth defeat_unhit(struct evaluator *ev, const struct box *box, uint32_t node);
/* A norm's effectiveness, its own condition being `met`. */
enum eval_truth defeat_effective_if(struct evaluator *ev, const struct box *box, uint32_t norm,
                                    enum eval_truth met);
enum eval_truth defeat_effective(struct evaluator *ev, const struct box *box, uint32_t norm);
enum eval_truth defeat_contested(struct evaluator *ev, const struct box *box,
                                 const struct candidates *candidates, uint32_t norm);
/* Static part of contesting: may grant m answer prohibition n on behalf of some holder, or of a
 * part of one? */
bool defeat_answers(const struct evaluator *ev, uint32_t m, uint32_t n);
/* … of all its holders? */
bool defeat_answers_all(const struct evaluator *ev, uint32_t m, uint32_t n);

/* ---- gather.c: the records that may hold */
struct candidates gather_candidates(struct evaluator *ev, const struct box *box, bool permits,
                                    bool duties, struct arena *arena);
/* Only the wild prohibitions: not all that bear on a verdict, but quick to find. */
struct candidates gather_wild_only(struct evaluator *ev, const struct box *box,
                                   struct arena *arena);
/* The same as gather_candidates when the wild prohibitions are gathered already. A verdict
 * needs no more; neither this nor gather_wild_only fills in the candidates' clauses. */
struct gather_signs {
    bool permits, duties;
};
struct candidates gather_rest(struct evaluator *ev, const struct box *box,
                              const struct candidates *wild, struct gather_signs signs,
                              struct arena *arena);
/* Have the boxes the same cells of all columns with postings? Then what is gathered in a box, thinned
 * to one inside of it, is what is gathered there, in the same order. */
bool gather_alike(const struct evaluator *ev, const struct box *x, const struct box *y);
/* About how many prohibitions would have to be looked at. */
uint64_t gather_effort(const struct evaluator *ev, const struct box *box);
/* Those of the parent's candidates that still may hold. */
struct candidates gather_again(struct evaluator *ev, const struct box *box,
                               const struct candidates *from, struct arena *arena);
/* The same, thinning the list itself. */
void gather_in_place(struct evaluator *ev, const struct box *box, struct candidates *candidates);

/* ---- order.c: a copy in the order in which a search for a permitted world takes them: what
 * covers most of the box first, so that little is left soon. */
struct candidates order_by_cover(struct evaluator *ev, const struct box *box,
                                 const struct candidates *candidates, struct arena *arena);

/* ---- question.c: a superset of the answers that the worlds of the box give, never empty */
static inline int answers_in(uint8_t bits)
{
    return __builtin_popcount(bits);
}
uint8_t question_bounds(struct evaluator *ev, const struct box *box,
                        const struct candidates *candidates, const struct question *question);
/* Does a candidate's norm bear on the question? */
bool question_concerns(const struct question *question, const struct candidate *candidate);

/* ---- question_rest.c: those that only analyses ask */
uint8_t question_rest(struct evaluator *ev, const struct box *box,
                      const struct candidates *candidates, const struct question *question);
/* Is the norm one of those that the question is about? */
bool question_among(const struct question *question, uint32_t norm);
/* Is the candidate's norm one that ASK_HELD is about: of a duty itself, else what has its sign and
 * that holder; without an actor in the policy, of the same bearer? */
bool question_held_by(const struct evaluator *ev, const struct question *question,
                      const struct candidate *candidate);
uint8_t question_verdict(struct evaluator *ev, const struct box *box,
                         const struct candidates *candidates);
/* Of a duty, its own effect being known: the bits of ASK_DUTY. */
uint8_t question_duty(struct evaluator *ev, const struct box *box,
                      const struct candidates *candidates, uint32_t norm,
                      enum eval_truth effective);
uint8_t question_basis(struct evaluator *ev, const struct box *box,
                       const struct candidates *candidates);

/* ---- split.c */
enum split_on {
    SPLIT_ANY,
    SPLIT_READINGS,
    SPLIT_FACTS, /* all but readings */
    SPLIT_SAID   /* all but what is redacted */
};
/* A split that helps to answer; never of the variable ev->frozen. Call it on a box whose
 * bounds are open. False: nothing (else) is open. */
bool split_find(struct evaluator *ev, const struct box *box, const struct candidates *candidates,
                const struct question *question, enum split_on on, struct split *out);
/* The same of any variable, or else any open column, which keeps a search finite. One world has
 * an answer, so it raises there; only where something of the policy is left away (`disabled`,
 * `unwaived`) may clauses rank in a circle, which is no answer: false. */
bool split_box(struct evaluator *ev, const struct box *box, const struct candidates *candidates,
               const struct question *question, struct split *out);
/* Which part to search by recursion: the smaller one of a wide column, so that the stack grows
 * with the number of columns and the logarithm of their cells. The other stays in the loop. */
bool split_inside_first(const struct evaluator *ev, const struct box *box,
                        const struct split *split);

/* ---- explore.c */
/* All answers in the box; stops early once `enough` answers (bits) were found. On a budget
 * that ran out: the sound superset, and ev->gave_up. */
uint8_t explore_answers(struct evaluator *ev, const struct box *box,
                        const struct candidates *candidates, const struct question *question,
                        int enough);
/* Per reading vector the answers over the facts. */
struct by_reading {
    uint8_t answers; /* of all vectors */
    bool varies;     /* some vector has two answers: facts matter */
};
struct by_reading explore_readings(struct evaluator *ev, const struct box *box,
                                   const struct candidates *candidates,
                                   const struct question *question, bool stop_when_varies);
/* Do two worlds of the box that differ only in this variable differ in the answer? */
bool explore_matters(struct evaluator *ev, const struct box *box,
                     const struct candidates *candidates, const struct question *question,
                     uint32_t var);
/* What the WORLD_ bits by reading come to. */
enum eval_verdict explore_verdict_of(const struct by_reading *worlds);
enum eval_verdict explore_verdict(struct evaluator *ev, const struct box *box,
                                  const struct candidates *candidates);

/* ---- probe.c: the verdicts (WORLD_ bits) of a few worlds of the box, until there are two.
 * Candidates tell where to look; NULL: before they are gathered. */
uint8_t probe_worlds(struct evaluator *ev, const struct box *box,
                     const struct candidates *candidates);

/* Makes `world` the n-th pick among the worlds of the box; false when it is not a single one. */
bool probe_pick(struct evaluator *ev, const struct box *box, uint64_t n, struct box *world);

/* The verdicts of all worlds, until there are two; 0 when there may be more than limit. */
uint8_t probe_all(struct evaluator *ev, const struct box *box, uint64_t limit);

/* ---- verdict.c: empties the scratch and refills the budget; the box of a description, or
 * NULL when it holds no world. */
void session_clear(struct evaluator *ev);
struct box *session_begin(struct evaluator *ev, const struct value_set *sets);

/* ---- report.c: does some norm have one of the actor's possible values below its bearer? */
bool engine_binds(const struct evaluator *ev, const struct value_set *sets);

/* ---- encode.c */
void encode_prepare(struct evaluator *ev);
/* Fills ev->point; false when the sets are not one world inside the domains, or when that
 * takes a closer look: then box_from_sets tells. */
bool point_from_sets(struct evaluator *ev, const struct value_set *sets);
/* box_from_sets, the short way where they are one world. */
bool box_encode(struct evaluator *ev, const struct value_set *sets, struct box *box);
/* The box of sets about which several questions are asked one after the other: made once, as long
 * as they are the same and no other box is made of sets. NULL as box_from_sets. */
const struct box *box_asked(struct evaluator *ev, const struct value_set *sets);

/* ---- point.c: one world, quickly */
void point_prepare(struct evaluator *ev);
enum eval_world point_world(struct evaluator *ev, const struct box *point);
/* The same without stopping at the first prohibition; see eval_deciding. */
void point_deciding(struct evaluator *ev, const struct box *point, struct eval_deciding *out);

#endif
