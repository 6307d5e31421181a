/* diff_judge.h: does a comparison tell the same all over a joint box? Private to diff. */
#ifndef POLC_ANALYSIS_DIFF_JUDGE_H
#define POLC_ANALYSIS_DIFF_JUDGE_H

#include "analysis/diff_parts.h"

enum judgement { JUDGED_SAME, JUDGED_DIFFERENT, JUDGED_OPEN };

struct judge {
    struct joint *joint;
    const struct comparison *comparison;
    const struct norm_list *search; /* per side: the norms in question */
    uint64_t work;   /* records looked at */
    uint64_t *pool;  /* nodes that may be spent */
    bool exhausted;  /* it was empty, or the purse: something was not looked at */
    /* where to cut when it is open */
    uint32_t axis;
    uint64_t *cells; /* joint->words are enough */
};

struct told { /* enum diff_says, each a single bit */
    uint8_t was, now, verdict;
};

/* The records that may hold, per side. */
struct sides {
    struct candidates of[DIFF_SIDES];
};

struct sides judge_gather(struct judge *judge, const struct joint_box *box);
/* The same, from what was gathered for `whole`, which the box is part of; work as for the box itself. */
struct sides judge_within(struct judge *judge, const struct joint_box *box,
                          const struct joint_box *whole, const struct sides *from);
struct sides judge_again(struct judge *judge, const struct joint_box *box,
                         const struct sides *from);
void judge_thin(const struct judge *judge, const struct joint_box *box, struct sides *sides);

/* About how many records have to be looked at to gather the candidates of a box. */
uint64_t judge_effort(const struct judge *judge, const struct joint_box *box);
/* Is a sentence effective in the box? */
enum eval_truth judge_effective(const struct judge *judge, enum diff_side side,
                                const struct joint_box *box, uint32_t norm);
/* A cut that helps to tell whether it is; false when there is none. */
bool judge_cut_norm(struct judge *judge, enum diff_side side, const struct joint_box *box,
                    uint32_t norm);

/* *out when it is different; a cut in the judge when it is open. */
enum judgement judge_box(struct judge *judge, const struct joint_box *box,
                         const struct sides *sides, struct told *out);

static inline bool judge_spend(struct judge *judge)
{
    if (*judge->pool == 0 || joint_spent(judge->joint)) {
        judge->exhausted = true;
        return false;
    }
    --*judge->pool;
    judge->joint->diff->nodes++;
    steps_tick(judge->joint->ev[DIFF_OLD]->steps);
    return true;
}

#endif
