/* bind.h: reading deployments and ledgers: bytes of YAML, JSON, NDJSON or CSV to boxes.
 *
 * The plain form: keys are names of facts and choices; `deployment`, `date`, `notes`, `act`
 * and events of the case as docs/deployments.md says. Other documents go through an input of the
 * policy (input.h). Errors go to diags with the place of the
 * value in its own file; a bad deployment is left out and the rest go on.
 */
#ifndef POLC_DATA_BIND_H
#define POLC_DATA_BIND_H

#include "base/io.h"
#include "data/deployment.h"
#include "data/trace.h"

#define BIND_INPUT_LIMIT ((size_t)1024 * 1024 * 1024) /* bytes of a document but NDJSON */
#define BIND_PLACEMENT_LIMIT 10000                    /* placements of one description */
#define BIND_YAML_DEPTH_LIMIT 64
#define BIND_JSON_DEPTH_LIMIT 512

enum bind_format { BIND_BY_NAME, BIND_YAML, BIND_JSON, BIND_NDJSON, BIND_CSV };

/* name=value from the command line; text is parsed as a YAML flow value. */
struct bind_setting {
    const char *name;
    const char *value;
};

struct binder; /* lookup tables for one vocabulary, and the ledger */

struct bind_options {
    bool has_date;  /* --on */
    int64_t date;
    int64_t today;  /* used when no date is given anywhere */
    const struct bind_setting *settings; /* --set, over every description */
    size_t setting_count;
    const char *reading_party; /* --reading, or NULL */
    const struct span *reading_at; /* where a document says it; NULL: on the command line */
    const char *input; /* --input: the name of an input, or `plain`; NULL: by guards */
};

/* Everything lives in `arena`; sources of the documents are added to diags->sources. */
struct binder *binder_new(struct arena *arena, const struct vocab *vocab, struct diags *diags,
                          const struct bind_options *options);

/* The ledger: a file (YAML or JSON: name, then a day or `unknown`) or one NAME=DATE. Later
 * entries win over earlier ones, any entry over the policy's `occurred on`. */
bool binder_ledger_file(struct binder *binder, const char *path);
bool binder_ledger_entry(struct binder *binder, const char *name, const char *day);

/* What --set, --on and --reading said was checked by binder_new; errors are in diags. */

/* One set per variable: what holds, on the day of the options, where nothing is said. --set is
 * not in it. */
const struct value_set *binder_defaults(const struct binder *binder);

/* Receives one deployment at a time, in order; it is valid during the call only. Return
 * false to stop reading. */
typedef bool bind_receiver(void *context, const struct deployment *deployment);
struct bind_target {
    bind_receiver *receive;
    void *context;
    const struct bind_watcher *watcher; /* of the reading itself (trace.h), or NULL */
};

struct bind_result {
    size_t deployments; /* handed to the receiver */
    size_t refused;     /* left out because of errors */
    size_t documents;   /* read through inputs */
    size_t empty;       /* of these, in which there was no deployment */
    size_t left_out;    /* elements that did not pass the tests of their input */
    uint64_t empty_inputs; /* which inputs read the empty ones, by bit; the last for all others */
};

/* Adds what another part of the same document came to. */
void bind_result_add(struct bind_result *result, const struct bind_result *other);

/* Reads one file ("-" for standard input), format by its extension or first byte when
 * BIND_BY_NAME. False when the file could not be read at all (a diagnostic was added). */
bool binder_read(struct binder *binder, const char *path, enum bind_format format,
                 const struct bind_target *target, struct bind_result *out);

/* From here on the watch is told of the reading of files, from 0 for each; NULL: nobody is. */
void binder_watch(struct binder *binder, struct io_watch *watch);

/* A document in memory; `name` is used in messages. */
struct bind_bytes {
    const char *name;
    const char *data;
    size_t length;
    enum bind_format format;
};

/* The same from memory. The bytes need not be padded; NDJSON is not copied. */
bool binder_read_bytes(struct binder *binder, const struct bind_bytes *bytes,
                       const struct bind_target *target, struct bind_result *out);

/* The same without a copy of any form: of at most BIND_INPUT_LIMIT bytes, unless NDJSON, that are
 * followed by IO_PADDING zero bytes and stay as long as the sources. */
void binder_read_padded(struct binder *binder, const struct bind_bytes *bytes,
                        const struct bind_target *target, struct bind_result *out);

/* ---- documents in parts, for several threads ---------------------------------------------- */

/* A binder that says what this one says, for another thread: what they share is not written to any
 * more. This one must outlive it, and enters no ledger from here on. */
struct binder *binder_clone(struct arena *arena, const struct binder *binder, struct diags *diags);

/* A part of a document: lines of NDJSON, or all of another form. IO_PADDING bytes behind it may be
 * read; it stays until it was read. */
struct bind_part {
    const char *name;
    const char *data;
    size_t length;
    enum bind_format format;
    uint64_t lines_before;
    uint64_t lines; /* in it; 0 of other forms than NDJSON */
    size_t index_before; /* descriptions before it in the document */
    bool first; /* of its document */
    bool cut;   /* the beginning of a line that is too long */
};

/* Reads one part. Diagnostics need it no more afterwards where it is NDJSON, else until they are
 * gone. *index: descriptions up to its end. */
void binder_read_part(struct binder *binder, const struct bind_part *part,
                      const struct bind_target *target, struct bind_result *out, size_t *index);

/* ---- for documents that hold descriptions among other things (case files) --------------- */

struct node; /* data/node.h; of a text that is in diags->sources */

/* Enters all entries of a ledger; false after an error. */
bool binder_ledger_node(struct binder *binder, const struct node *node);

/* One description that stands somewhere in a document; false when it was refused. */
struct bind_place {
    const char *file;
    size_t index; /* from 1, for its name when it has none */
    uint64_t line;
};
bool binder_read_node(struct binder *binder, const struct bind_place *place,
                      const struct node *node, bind_receiver *receiver, void *context);

#endif
