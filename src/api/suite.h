/* suite.h: several case files and what they cover together; shared by suite*.c.
 *
 * Each policy has its own list of items. Two items of two policies with the same heading,
 * title and place are one *entry*: the policies share the text that they come from.
 */
#ifndef POLC_API_SUITE_H
#define POLC_API_SUITE_H

#include "api/cases.h"
#include "base/intern.h"
#include "emit/html.h"

struct suite_policy {
    const polc_table *table;
    const char *file; /* the first cases that are about it */
    struct arena arena, work;
    struct evaluator *engine;
    struct coverage *coverage; /* NULL until it is made */
    uint32_t *entries;         /* per item: its entry */
    struct suite_policy *next;
};

struct polc_suite {
    struct heap heap;
    struct arena arena; /* entries and cases */
    bool counts;        /* coverage is wanted */
    uint64_t budget;    /* search nodes of one question; 0: the usual ones */
    struct steps steps; /* told of it; tell is NULL: nobody watches */
    polc_remarks *remarks; /* NULL: nobody wants them */
    struct interner keys; /* of entries; the atom is the entry's number */
    VEC(struct cover_entry) entries; /* entry 0 is none */
    VEC(polc_case) cases; /* copies of what a receiver gets */
    VEC(struct emit_refused) refused;
    polc_case_counts total;
    struct suite_policy *policies; /* in the order of their first use */
};

/* The policy of a table, with its items entered; NULL with the status set. `file` holds cases
 * about it. */
struct suite_policy *suite_policy_of(polc_suite *suite, const polc_table *table, const char *file,
                                     polc_status *status);
struct api_call suite_call(polc_suite *suite, struct suite_policy *policy);
/* From the entries to the policy's items, and back: what is covered. */
void suite_pull(const polc_suite *suite, struct suite_policy *policy);
void suite_push(polc_suite *suite, const struct suite_policy *policy);

#endif
