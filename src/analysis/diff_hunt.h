/* diff_hunt.h: what the files that look for regions share. Private to diff.
 *
 * Work is counted in records looked at, since a step of the search costs as much as there are
 * clauses that may bear on its box. A record whose pieces are too many or too much work is
 * told as one region, of which only the kinds of difference in it are looked for.
 */
#ifndef POLC_ANALYSIS_DIFF_HUNT_H
#define POLC_ANALYSIS_DIFF_HUNT_H

#include "analysis/diff_judge.h"

struct reach { /* of a slice; cells NULL: it is not known */
    uint64_t *records; /* the joint cells of each record in question, one after the other */
    size_t count;
    size_t *first[DIFF_SIDES]; /* per sentence in question: its records, up to those of the next */
    bool *within[DIFF_SIDES];  /* per sentence: where it acts its counterpart does, too */
    /* the region at hand */
    uint64_t *cells;   /* that it may grow into, by axis */
    struct joint_box *world, *moved; /* one f of it; scratch */
    uint64_t *tried, *refused; /* by axis: cells to which it was moved; those that it refused */
    bool single;       /* which is a single world of both tables */
};

/* The region at hand with all that it may grow into on one axis, and the records that may hold
 * there: those of each part of it are among them. */
struct along {
    uint32_t axis;
    uint32_t slabs; /* whose records were asked for so far */
    uint64_t effort; /* of a look at the region; 0: not asked for since it grew */
    struct joint_box *box; /* NULL: not gathered yet */
    struct sides sides;
};

struct hunter {
    struct joint *joint;
    struct judge judge;
    const struct joint_box *limit; /* the slice at hand */
    uint64_t grow_pool;
    uint64_t failed, failed_work; /* growth that the first look refused: how often, its work */
    VEC(struct diff_region) regions;
    VEC(uint64_t) marks; /* per region, of its cells on the longest axis; 0: it is told as one */
    size_t first;        /* region of the slice */
    struct reach reach;
    struct along along;
    VEC(const uint64_t *) anchors; /* boxes that were searched, of the slice */
    uint32_t longest;
    /* the record at hand */
    size_t pieces, limit_at; /* regions of each record; in all, once this one has so many */
    uint64_t free_end, work_end; /* of judge.work: pieces are not counted; it must end */
    bool scattered;          /* it has too many pieces, or needs too much work */
};

/* ---- diff_reach.c */
/* Notes the records, in work, for the slice at hand. */
void reach_note(struct hunter *hunter, const struct norm_list search[DIFF_SIDES]);
/* Is it plain that a sentence acts only where its counterpart does? */
bool reach_within(const struct hunter *hunter, enum diff_side side, uint32_t norm);
/* Leaves of a box inside a record of a sentence what is outside its counterpart's records, as far
 * as one box tells it; false when that is nothing. */
bool reach_alone(struct hunter *hunter, enum diff_side side, uint32_t norm, struct joint_box *box);
/* What a region around this box may grow into. */
void reach_from(struct hunter *hunter, const struct joint_box *box);
/* Is it plain that it cannot grow into all of these cells of an axis? */
bool reach_refuses(struct hunter *hunter, uint32_t axis, const uint64_t *cells,
                   const struct told *told);

/* ---- diff_grow.c */
/* The first region from an index on that meets the cells; the count when there is none. */
size_t meets_region(const struct hunter *hunter, const uint64_t *cells, size_t from);
void add_region(struct hunter *hunter, struct joint_box *box, const struct told *told);

/* ---- diff_search.c */
/* Cuts `box` in two where the judge says: the smaller part is returned, the judge's cells
 * become the rest. */
struct joint_box *cut_off(struct hunter *hunter, struct joint_box *box);
/* The judge's cells, which the next look overwrites. */
uint64_t *saved_cells(const struct hunter *hunter);
/* Keeps what cut_off left; the candidates (NULL: none) are thinned. */
void keep_rest(struct hunter *hunter, struct joint_box *box, uint32_t axis, const uint64_t *cells,
               struct sides *sides);

/* ---- diff_seek.c */
struct found_kinds {
    const struct hunter *hunter;
    VEC(struct diff_region) list; /* one of each: told, and where as `sample` */
    uint64_t seen;                /* kinds, as bits */
};
void kinds_note(struct found_kinds *kinds, const uint64_t *cells, const struct told *told);
/* Looks for each kind of difference in the box that was not seen yet. One that is not noted
 * then does not occur, unless the judge is exhausted. */
void kinds_seek(struct hunter *hunter, struct joint_box *box, struct found_kinds *kinds);

#endif
