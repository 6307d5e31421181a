/* remarks_case.h: a scenario with an expected verdict, as a case with its remarks. */
#ifndef POLC_EMIT_REMARKS_CASE_H
#define POLC_EMIT_REMARKS_CASE_H

#include "emit/remarks.h"

struct remark_scenario {
    const char *name, *file;
    uint32_t line, column, end_column; /* what stands on its first line */
    const char *verdict;    /* found */
    const char *decided_by; /* "Alliance 2.1 prohibits" */
    const char *failure;    /* lines "verdict: expected X, got Y"; "" where it passed */
    const char *why;        /* the scenario's own words */
    bool review;            /* nobody has looked at it yet */
};
void remarks_of_scenario(struct remarks *remarks, const struct remark_scenario *scenario);

#endif
