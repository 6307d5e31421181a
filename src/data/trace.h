/* trace.h: what reading a document came to, for those who want to see it (polc eval --dry-run).
 *
 * A watcher is told of each document before its deployments and of each element that an input
 * left out; what an input made of a deployment's facts hangs on the deployment. Nobody watches
 * in a normal run, and nothing is noted then.
 */
#ifndef POLC_DATA_TRACE_H
#define POLC_DATA_TRACE_H

#include "diag/source.h"
#include "sema/vocab.h"

enum traced_how {
    TRACED_TEXT,      /* the text is the value */
    TRACED_PATTERN,   /* it fits a pattern */
    TRACED_OTHERWISE, /* it fits none, or is no value */
    TRACED_COMPUTED,  /* known only at deployment */
    TRACED_MARK,      /* marked as unknown */
    TRACED_CONSTANT   /* the input itself says it */
};

struct traced_value {
    enum traced_how how;
    const char *value; /* in the plain form */
    const char *found; /* the text in the document; NULL where it is none */
    const char *path;  /* where it stands, as a pointer; NULL for a constant */
    struct span span;
};

struct traced_fact {
    uint32_t fact; /* in vocab.input_facts */
    struct traced_value *values;
    size_t count; /* 0: missing */
};

struct trace {
    const struct vocab_input *input;
    const struct traced_fact *facts; /* as many as the input has */
};

struct traced_document {
    const struct vocab_input *input; /* NULL: the plain form */
    struct span span;
};

struct traced_element { /* left out */
    const struct vocab_input *input;
    const char *name;
    const char *test; /* that it did not pass, as it reads */
    struct span span;
};

struct bind_watcher {
    void (*document)(void *context, const struct traced_document *document);
    void (*left_out)(void *context, const struct traced_element *element);
    void *context;
};

#endif
