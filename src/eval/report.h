/* report.h: the parts of a result; private to eval/. */
#ifndef POLC_EVAL_REPORT_H
#define POLC_EVAL_REPORT_H

#include "eval/engine.h"

struct report {
    struct evaluator *ev;
    const struct value_set *sets;
    struct box *box;
    struct candidates all;      /* everything that may hold in the box */
    struct arena *arena;        /* of the result */
    uint64_t purse;             /* of the evaluator, of which each question gets a share */
    bool brief;                 /* nobody asks what values would settle it */
    struct eval_result *result;
};

/* A fresh budget for the next question; remembers that an earlier one ran out. */
void report_question(struct report *r);
/* Is the purse of the whole result empty? Then it is unresolved, and what costs by itself is left out. */
bool report_spent(struct report *r);
/* The candidates of a clause's norms of one sign; with all permissions behind them where it
 * matters whether they contest. The slice shares memory with r->all or lives in ev->work. */
struct candidates report_subset(struct report *r, uint32_t clause, enum norm_sign sign,
                                bool contests);
/* Does any variable that is a reading matter for the question? */
bool report_reading_matters(struct report *r, const struct candidates *c,
                            const struct question *question);

/* report_clauses.c */
void report_clauses(struct report *r);
void report_lifted(struct report *r);
void report_duties(struct report *r);
/* A duty's status from its answers by reading. */
enum eval_status report_duty_status(const struct by_reading *answers);
/* report_turns.c */
void report_turns(struct report *r);

#endif
