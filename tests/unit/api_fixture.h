/* api_fixture.h: a small policy, its files, and the steps that every test of the public
 * interface takes. Only <polc/…> is used, as by any program. */
#ifndef TESTS_UNIT_API_FIXTURE_H
#define TESTS_UNIT_API_FIXTURE_H

#include <polc/polc.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const char api_documents[]; /* five deployments, YAML */

/* In a folder made by api_set_up; the table is not there before a test saves it. */
extern char api_policy[64], api_table[64], api_cases[64], api_broken[64];
int api_set_up(void **state);
int api_tear_down(void **state);

/* A file of its own in /tmp whose name ends so; the caller unlinks it. */
void api_file(const char *text, const char *ending, char path[64]);

polc_table *api_compile(void);
/* Of a policy in one text. */
polc_table *api_compile_text(const char *policy);
polc_evaluator *api_evaluator(const polc_table *table, const char *on);
polc_document api_yaml(const char *text);

struct api_buffer {
    char *data; /* malloc'd */
    size_t length;
};
/* A polc_writer; the context is a struct api_buffer. */
int api_append(void *context, const char *data, size_t length);
/* Does what was written have the words in it? */
bool api_says(const struct api_buffer *buffer, const char *words);

/* A table, an evaluator on 2026-06-01, and options of a report into the buffer. */
struct api_session {
    polc_table *table;
    polc_evaluator *evaluator;
    struct api_buffer buffer;
    polc_report_options options;
};
void api_begin(struct api_session *session, const char *policy, polc_report_format format);
void api_end(struct api_session *session);

/* A polc_receiver; the context is a polc_report. */
int api_add_to_report(void *context, const polc_result *result);
/* The report on api_documents. */
struct api_buffer api_report(const polc_table *table, polc_report_format format);

#endif
