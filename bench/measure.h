/* measure.h: clocks, medians, and what has been measured for one rule count.
 *
 * Short work is timed in batches by the wall clock, and the median over batches forgets
 * those in which the machine did something else; long work by the time that this process
 * had on a core.
 */
#ifndef POLC_BENCH_MEASURE_H
#define POLC_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

double now_ns(void);  /* wall clock */
double used_ms(void); /* processor time of this process */

struct spread {
    double median, least, high; /* high: 99th percentile */
};

/* Sorts the samples. */
struct spread spread_of(double *samples, size_t count);

/* What is measured; measure.c knows the floor and the goal of each. */
enum figure {
    COMPILE_MS,
    COMPILE_PARSE,
    COMPILE_SEMA,
    COMPILE_IR,
    COMPILE_TABLE,
    COMPILE_OPEN,
    COMPILE_PEAK,
    IMAGE_SIZE,
    VERDICT_SETS,
    VERDICT_POINT,
    VERDICT_ENCODE,
    VERDICT_CLAUSES,
    CLAUSES_RATIO,
    UNKNOWN_ONE,
    UNKNOWN_ONE_HIGH,
    UNKNOWN_THREE,
    UNKNOWN_THREE_HIGH,
    PIVOT_HIGH,
    DOCUMENTS_MB,
    DOCUMENTS_LINES,
    DOCUMENTS_SHARE,
    DOCUMENTS_NEWLINES,
    ANALYSE_GAP,
    ANALYSE_CONFLICTS,
    ANALYSE_CONFLICTS_SHOWN,
    ANALYSE_DEAD,
    ANALYSE_IDLE,
    ANALYSE_DIFF,
    STREAM_ONE, /* what is measured of a process is followed by its peak memory */
    STREAM_ONE_PEAK,
    STREAM_TWO,
    STREAM_TWO_PEAK,
    STREAM_JQ,
    STREAM_JQ_PEAK,
    STREAM_TIMES,
    PLAN_MB,
    PLAN_PEAK,
    FIGURES
};

struct value {
    bool known;
    double value; /* the median of several runs, unless its name says otherwise */
    double least; /* the best run; 0 when there is none */
    double hand;  /* of the hand-written yardstick; 0 when there is none */
    uint32_t checked, bad; /* results compared with the reference; those that differ */
    uint32_t findings, open; /* of an analysis; those among them that a budget left open */
    const char *note; /* in place of figures: why there are none; NULL: there are */
};

struct report {
    uint32_t rules, deployments;
    struct value values[FIGURES];
};

/* Rows of text, or lines of JSON. */
void report_print(const struct report *report, bool json, FILE *out);
uint32_t report_bad(const struct report *report);

#endif
