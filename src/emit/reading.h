/* reading.h: what documents were read as, without any verdict (polc eval --dry-run).
 *
 * In: documents, deployments and elements as they are met (data/trace.h). Out: pieces of text or
 * of polc-read/1 (docs/polc-read.schema.json): which input read a document, of each deployment
 * every fact with its value and the place that this comes from, or that it was presumed, is
 * missing or is marked as unknown, and the elements that were left out.
 */
#ifndef POLC_EMIT_READING_H
#define POLC_EMIT_READING_H

#include "data/trace.h"
#include "emit/verdict.h"

struct emit_reading {
    const struct table *table;
    struct sources *sources;
    bool json;
    size_t documents, deployments, left_out, refused;
    size_t elements; /* of the document that is open */
    const struct vocab_input *input; /* that reads it; NULL: the plain form */
    bool open;
    bool written; /* text, so that a blank line comes before what follows */
};

void emit_reading_begin(struct emit_reading *reading, struct strbuf *out);
void emit_reading_document(struct emit_reading *reading, const struct traced_document *document,
                           struct strbuf *out);
void emit_reading_deployment(struct emit_reading *reading, const struct deployment *deployment,
                             struct strbuf *out);
void emit_reading_left_out(struct emit_reading *reading, const struct traced_element *element,
                           struct strbuf *out);
void emit_reading_end(struct emit_reading *reading, struct strbuf *out);

/* ---- private to reading*.c ---- */

enum read_status { READ_GIVEN, READ_PRESUMED, READ_MISSING };

/* One fact of a deployment, whatever it was read from. */
struct read_fact {
    const char *name;
    enum read_status status;
    const struct traced_value *values;
    size_t count;
    bool traced; /* `how`, `found` and `path` of the values are known */
};
struct read_facts {
    struct read_fact *items;
    size_t count, capacity;
};
void reading_facts(const struct emit_reading *reading, const struct deployment *deployment,
                   struct arena *arena, struct read_facts *out);
const char *reading_status(enum read_status status); /* "given" */
const char *reading_how(enum traced_how how);        /* "pattern" */

void reading_json_document(const struct emit_reading *reading,
                           const struct traced_document *document, struct strbuf *out);
void reading_json_deployment(const struct emit_reading *reading,
                             const struct deployment *deployment, struct strbuf *out);
void reading_json_left_out(const struct emit_reading *reading,
                           const struct traced_element *element, struct strbuf *out);

#endif
