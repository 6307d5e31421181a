/* diff_parts.h: what the files of diff share.
 *
 * The joint space has an *axis* for each variable that some condition of either policy tests.
 * Its *cells* are the common refinement of what both tables tell apart: sets of leaves known
 * to both, intervals of numbers and days; of an event *patterns*, each saying which columns of
 * both tables hold. A joint box is a set of cells for each axis, with the box of each table
 * that contains it. A table's box can be larger than the joint one (hulls of wide columns), so
 * what it says is a bound, which is exact where an axis has one cell left.
 */
#ifndef POLC_ANALYSIS_DIFF_PARTS_H
#define POLC_ANALYSIS_DIFF_PARTS_H

#include "analysis/diff.h"

enum axis_kind { AXIS_LEAVES, AXIS_NUMBERS, AXIS_EVENT };

struct joint_leaf {
    uint32_t leaf[DIFF_SIDES];
};

struct axis {
    enum axis_kind kind;
    uint32_t var[DIFF_SIDES];    /* VOCAB_NONE: that policy does not have it, or ignores it */
    uint32_t column[DIFF_SIDES]; /* LEAVES, NUMBERS: IR_NONE when not tested */
    uint32_t count;              /* cells */
    uint32_t word, words;        /* its cells in the words of a joint box */
    uint32_t *cell[DIFF_SIDES];  /* per joint cell the side's; NULL without a column */
    bool rising[DIFF_SIDES];     /* cell[] never falls */
    /* LEAVES: those of cell i are leaves[first[i]..first[i + 1]) */
    uint32_t *first;
    struct joint_leaf *leaves;
    /* NUMBERS */
    int64_t *low, *high;
    /* EVENT: cell i is the pattern of columns that hold, holds[i * hold_words ..] */
    const struct table_column **columns; /* of both sides, the old ones first */
    uint32_t column_count, old_columns, hold_words;
    uint64_t *holds;
    struct value_set days;       /* that the event may have */
    uint32_t *alternative[DIFF_SIDES]; /* per pattern, in the slice at hand; IR_NONE: not there */
    uint64_t *present;           /* per slice: its patterns, `words` words each */
};

struct joint_box {
    uint64_t *cells;
    struct box *box[DIFF_SIDES];
};

/* How the policies' sentences correspond. */
struct pairing {
    uint32_t *pair[DIFF_SIDES];  /* per norm its counterpart, or IR_NONE */
    bool *changed[DIFF_SIDES];   /* per norm: it may act differently even where nothing else does */
    bool *touched[DIFF_SIDES];   /* changed, or ranked below something touched */
    bool *steady[DIFF_SIDES];    /* of a changed pair: the same takes away from both, nothing outranks */
    bool *renamed[DIFF_SIDES];   /* equal to one of a clause with another title */
    uint32_t *clause[DIFF_SIDES]; /* per clause its counterpart, or IR_NONE */
    uint64_t *parties[DIFF_SIDES]; /* per norm: equal where bearer and holders have equal names */
    uint64_t *duty[DIFF_SIDES];  /* per norm: equal where clause, parties, words and time of a duty are */
    bool permits; /* some changed norm is a permission */
    bool plain;   /* nothing is disputed, and only changed norms act differently */
};

struct joint {
    struct arena *arena;
    struct arena work; /* scratch of the search */
    struct diff *diff;
    struct evaluator *ev[DIFF_SIDES];
    const struct table *t[DIFF_SIDES];
    int64_t near;
    struct axis *axes; /* axis 0 is the date */
    size_t axis_count;
    uint32_t words; /* of a joint box */
    uint32_t *var_axis[DIFF_SIDES]; /* per variable; IR_NONE */
    uint32_t *var_pair[DIFF_SIDES]; /* per variable its counterpart; VOCAB_NONE */
    struct slices slices;
    struct pairing pairing;
    uint64_t left;  /* nodes of the budget */
    uint64_t spare; /* work for telling regions exactly: records looked at */
    uint64_t recut; /* work for telling them by fewer boxes: pairs of boxes compared */
    uint64_t reasons; /* work for what verdicts come from, as the evaluators count it */
    uint64_t worked;  /* looked at, beside what both evaluators count */
    uint64_t purse;   /* joint_worked() at which the search at hand ends */
    uint64_t end;     /* and everything, but for the look at examples */
    uint64_t reserve; /* that is left for these where nothing else is */
};

/* All work so far, of the purse that all questions share. */
static inline uint64_t joint_worked(const struct joint *joint)
{
    return joint->worked + joint->ev[DIFF_OLD]->worked + joint->ev[DIFF_NEW]->worked;
}

/* Is nothing left for the search at hand? What was not looked at then is open. */
static inline bool joint_spent(const struct joint *joint)
{
    return joint_worked(joint) > joint->purse;
}

/* What is left for everything. */
static inline uint64_t joint_rest(const struct joint *joint)
{
    uint64_t worked = joint_worked(joint);
    return worked < joint->end ? joint->end - worked : 0;
}

/* diff_axes.c: matches the vocabularies, cuts the days, makes the axes; lists what differs. */
void joint_match(struct joint *joint);
/* The leaves of two variables that correspond; in work. */
size_t joint_leaves(struct joint *joint, uint32_t old, uint32_t new,
                    const struct joint_leaf **out);
/* diff_events.c: the events' part of it, in two steps: what slices are cut for, and patterns. */
bool event_fixed(const struct vocab_var *v);
/* Only the other policy says its day: here it has not happened, as without a ledger. */
bool event_presumed(const struct joint *joint, enum diff_side side, uint32_t var);
void events_slice(struct joint *joint);
void events_patterns(struct joint *joint);
/* Finds the alternatives of each pattern; the tables' boxes must be those of the slice. */
void events_enter(struct joint *joint, size_t slice);
/* The days of an event on which it shows one of these patterns on `date`. */
struct value_set event_days(const struct joint *joint, const struct axis *axis,
                            const uint64_t *cells, int64_t date);
/* A set of patterns as runs; `dates` are the cells of the date axis to which it belongs. */
size_t event_runs(const struct joint *joint, const struct axis *axis, const uint64_t *cells,
                  const uint64_t *dates, const struct diff_run **out);
/* Do all patterns that occur in slices of these dates (of both lists) come one after the other in
 * time, so that runs can tell them apart? Not so where slices are single days. */
bool event_chain(const struct joint *joint, const struct axis *axis, const uint64_t *dates,
                 const uint64_t *more);
/* Is the set complete among the patterns that occur in some slice of these dates? */
bool event_complete(const struct joint *joint, const struct axis *axis, const uint64_t *cells,
                    const uint64_t *dates);
/* diff_words.c */
void joint_words(struct joint *joint);
/* diff_norms.c */
void joint_pair(struct joint *joint);

/* diff_duties.c */
void compare_duties(struct joint *joint);

/* ---- diff_boxes.c */
/* All of a slice, in work; NULL when it holds no world. */
struct joint_box *joint_slice(struct joint *joint, size_t slice);
struct joint_box *joint_new(struct joint *joint, struct arena *arena);
void joint_copy(const struct joint *joint, struct joint_box *to, const struct joint_box *from);
/* Leaves the axis only these cells; false when none of its own is among them. */
bool joint_keep(struct joint *joint, struct joint_box *box, uint32_t axis, const uint64_t *cells);
/* Gives the axis these cells, which `from` has, whatever it had. */
void joint_set(struct joint *joint, struct joint_box *box, const struct joint_box *from,
               uint32_t axis, const uint64_t *cells);
/* Narrows to a record of a side. */
bool joint_meet(struct joint *joint, struct joint_box *box, enum diff_side side,
                const unsigned char *record);
/* A side's split as cells of an axis, which cut the box; any cells that do when it does not.
 * False when the axis has one cell. */
bool joint_cells(const struct joint *joint, const struct joint_box *box, enum diff_side side,
                 const struct split *split, uint32_t *axis, uint64_t *cells);
/* Some axis with more than one cell that the side tests. */
bool joint_halve(const struct joint *joint, const struct joint_box *box, enum diff_side side,
                 uint32_t *axis, uint64_t *cells);

/* ---- diff_search.c */
struct comparison {
    struct question question[DIFF_SIDES];
    bool asked[DIFF_SIDES];  /* false: that policy has nothing such, which is SAYS_NO */
    bool equal_verdict;      /* only where the verdicts agree */
    bool permits, duties;    /* what has to be gathered */
    size_t pieces, all_pieces; /* regions of one record; of all, as far as that can be kept */
};
struct norm_list {
    uint32_t *norms;
    size_t count;
};
/* Where the records of these norms are, all regions in which the comparison tells a
 * difference. */
void compare_regions(struct joint *joint, const struct comparison *comparison,
                     const struct norm_list search[DIFF_SIDES], struct diff_regions *out);

/* ---- diff.c: the regions of a clause or duty, shown; listed where there are any */
#define OTHER_REGIONS 64 /* comparison.all_pieces of a clause or duty */
#define OTHER_PIECES 32  /* comparison.pieces */
void compare_change(struct joint *joint, const struct comparison *comparison,
                    const struct norm_list search[DIFF_SIDES], struct diff_change *change,
                    struct diff_changes *out);

/* ---- diff_merge.c: joins regions that differ in one axis only; cells and tags only. */
void merge_regions(struct joint *joint, struct diff_regions *regions);
/* diff_recut.c: cuts regions that touch and say the same into fewer. cells[] are those of each
 * region, NULL of one that is gone; they are written. True when there are fewer. */
bool recut_regions(struct joint *joint, const struct diff_regions *regions, uint64_t **cells);

/* ---- diff_witness.c: fills parts, witnesses and results of each. */
void show_regions(struct joint *joint, const struct comparison *comparison,
                  struct diff_regions *regions);

/* The values of a variable of a side in these cells of its axis; not of an event. */
struct value_set axis_values(const struct joint *joint, const struct axis *axis,
                             enum diff_side side, const uint64_t *cells);

/* ---- diff_reasons.c: fills the reasons of each, on one side; they have been shown. */
void find_reasons(struct joint *joint, enum diff_side side, struct diff_regions *regions);

static inline const uint64_t *axis_cells(const struct axis *axis, const uint64_t *cells)
{
    return cells + axis->word;
}

#endif
