/* sema_fixture.h: a policy text parsed and checked, for the tests of sema. */
#ifndef POLC_TESTS_SEMA_FIXTURE_H
#define POLC_TESTS_SEMA_FIXTURE_H

#include "sema/dump.h"
#include "sema/sema.h"

struct checked {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    struct interner names;
    struct model *model;   /* use only when diags.errors is 0 */
    struct strbuf report;  /* the rendered diagnostics */
    struct strbuf dump;    /* model_dump, empty after errors */
};

/* Both run `use` with the result, under a guard; false when a fault was raised. */
bool sema_fixture_text(const char *text, struct heap heap,
                       void (*use)(struct checked *checked, void *context), void *context);
bool sema_fixture_file(const char *path, void (*use)(struct checked *checked, void *context),
                       void *context);

#endif
