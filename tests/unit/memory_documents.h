/* memory_documents.h: a policy with inputs and documents for them, for tests with little memory.
 *
 * The documents are long enough that memory is asked for while libfyaml and simdjson hold some of
 * their own; that they give it back is for the leak sanitizer to see. */
#ifndef TESTS_UNIT_MEMORY_DOCUMENTS_H
#define TESTS_UNIT_MEMORY_DOCUMENTS_H

#include "unit/scarce.h"

/* JSON in a file, YAML, CSV, NDJSON; and at last one in which every deployment is refused. */
enum { PLAN, STREAM, ROWS, LINES, BAD, DOCUMENTS };
extern polc_document memory_documents[DOCUMENTS];

#define REPEATED 4 /* deployments of a kind in each document */

int memory_set_up(void **state);
int memory_tear_down(void **state);

/* Made with the heap of the C library, as long as the tests run. */
const polc_table *memory_table(void);

/* An evaluator of a copy of the table in the heap; both are freed behind the call. */
polc_status memory_evaluator(const polc_heap *heap,
                             polc_status use(polc_evaluator *evaluator, const polc_heap *heap));

/* POLC_OK where reading a document ended as it should, or POLC_ERROR_MEMORY. */
polc_status memory_expect(size_t index, polc_status status);

/* A polc_writer. */
int memory_discard(void *context, const char *data, size_t length);

#endif
