/* polc/document.h: where descriptions of deployments come from, and what is said about all.
 *
 * A document holds one deployment or many: YAML (one or several documents), a JSON object, a
 * list under `deployments`, NDJSON, or rows of CSV. Its keys are the facts and choices of the
 * policy; or else an `input` of the policy says how it is read.
 */
#ifndef POLC_DOCUMENT_H
#define POLC_DOCUMENT_H

#include <polc/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum polc_document_format {
    POLC_DOCUMENT_BY_NAME, /* by the extension; standard input by its first byte */
    POLC_DOCUMENT_YAML,
    POLC_DOCUMENT_JSON,
    POLC_DOCUMENT_NDJSON,
    POLC_DOCUMENT_CSV
} polc_document_format;

typedef struct polc_document {
    const char *path; /* "-" for standard input; with `data`: its name in messages */
    const void *data; /* NULL: read the path. Else the bytes, which stay the caller's */
    size_t length;    /* of data, in bytes */
    polc_document_format format;
} polc_document;

/* NAME=VALUE: a fact for every deployment, or an event and its day. */
typedef struct polc_setting {
    const char *name;
    const char *value; /* as it would stand in a document; an event: a day or "unknown" */
} polc_setting;

#ifdef __cplusplus
}
#endif

#endif
