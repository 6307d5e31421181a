/* session.h: one reading of one text, shared by the files that read a format. NDJSON is read part
 * by part (window.h); what a diagnostic points to is kept when its part goes.
 *
 * A session owns what a reading needs: simdjson's memory, and a scratch arena that is
 * emptied after each description. Both are freed when the job's guard is left, whatever
 * the receiver does.
 */
#ifndef POLC_DATA_SESSION_H
#define POLC_DATA_SESSION_H

#include "data/binder.h"
#include "data/window.h"

struct session {
    struct binder *binder;
    struct cleanup cleanup;
    struct arena scratch;
    struct json_reader *json;
    struct fast *fast; /* NULL where only trees will do: with --set, and in a ledger */
    struct quick *quick; /* where `fast` is */
    unsigned odd;        /* lines in a row that were not plain */
    bool ledger;       /* documents are ledgers, not descriptions */
    uint32_t source;
    const char *file;
    const char *data; /* JSON_PADDING bytes behind it may be read */
    size_t end;       /* of the data */
    uint64_t begin;   /* bytes of the file before the data */
    bind_receiver *receiver;
    void *context;
    const struct bind_watcher *watcher; /* or NULL */
    struct bind_result *result;
    size_t index;         /* descriptions met so far, also what was refused or left out */
    size_t line_at;       /* a byte, */
    uint64_t line;        /* and its line number in the file; moves forward */
    uint64_t lines_before; /* of this part of the file */
    struct window_buffer buffer; /* where the parts of a file stand */
    size_t kept;          /* bytes of lines kept for diagnostics */
    struct json_apart *apart; /* of the tree at hand; NULL: nothing was put off */
    bool streaming;       /* the text goes before the sources do */
    bool stopped;         /* the receiver wants no more */
};

/* ---- session.c ---- */

/* Adds the text as a source. Lives in the binder's arena, as name and data must. */
struct session *session_open(struct binder *binder, const char *file, const char *data,
                             size_t length);
/* The text, where it was not known when the session was opened. */
void session_text(struct session *session, struct io_text text);
void session_close(struct session *session);
/* Goes on with the next part of the same file, whole lines behind those of the part before. */
void session_move(struct session *session, const struct window *part);
/* Nothing points into the text any more, or memory ran out. */
void session_forget(struct session *session);
/* The part goes: its lines that diagnostics point to become sources of their own. */
void session_leave(struct session *session);
struct span session_span(const struct session *session, size_t begin, size_t end);
/* The next line begins at a byte: saves counting line feeds again. */
void session_at_line(struct session *session, size_t at);
/* Counts the next description, which begins at a byte, and says where it is. */
struct description session_next(struct session *session, size_t at);
void session_hand_over(struct session *session, const struct deployment *deployment);
/* UTF-16 would be taken for YAML or JSON by its name: it is told apart before. */
bool session_other_encoding(struct session *session);
/* Leaves out something of which nothing else is known: it counts as one description. */
void session_refuse(struct session *session);
/* Leaves out a description that was counted; its name may be NULL. */
void session_refuse_description(struct session *session, const struct description *about,
                                const char *name);
/* One description, or one document of an input. */
void session_bind(struct session *session, const struct node *node);
/* A whole document: of an input; a description, a list of them, or a mapping with `deployments`. */
void session_bind_document(struct session *session, const struct node *node);
size_t session_skip_blanks(const struct session *session, size_t at);

/* ---- read.c ---- */

/* One document, or several of YAML, that stands whole in memory. */
void read_whole(struct session *session, enum bind_format format);
/* BIND_BY_NAME where the name does not tell. */
enum bind_format read_format_of_name(const char *name);
enum bind_format read_format_of(const char *name, const struct io_text *text);
/* Reads a file until its first bytes tell the format. */
bool read_tell_format(struct windows *windows, struct window_buffer *buffer,
                      enum bind_format *format, const char **error);
/* Do the first bytes look like UTF-16 or UTF-32? Then they are no UTF-8. */
bool read_other_encoding(const char *data, size_t length);

/* ---- stream.c: NDJSON of any size ---- */

/* All windows; false when reading failed, with a diagnostic. */
bool stream_read(struct session *session, struct windows *windows);

/* ---- read_json.c: what lines of NDJSON are read with ---- */

/* The object in bytes [begin, end) of what was indexed from `base` on. */
void read_json_object(struct session *session, size_t base, size_t begin, size_t end);
/* Says why a document was refused. */
void read_json_explain(struct session *session, size_t begin, size_t end);
/* Raises the fault where memory ran out. */
void read_json_memory(struct session *session, enum json_status status);

/* ---- read_json.c, read_lines.c, read_yaml.c, read_csv.c: all documents from a byte on ---- */

void read_json(struct session *session, size_t begin);
void read_ndjson(struct session *session, size_t begin);
/* An element of the document at hand, with what is in it (json_tree.h). */
const struct node *read_json_element(struct session *session, const struct node *element);
void read_yaml(struct session *session, size_t begin);
void read_csv(struct session *session, size_t begin);
/* The one value in text[begin..] as a node of the binder's arena; NULL after an error. */
struct node *read_yaml_value(struct binder *binder, uint32_t source, const char *text,
                             size_t begin);

/* ---- ledger.c ---- */

/* Makes "NAME=VALUE" a source of its own and reads the value as YAML; NULL after an error. */
struct node *ledger_parse(struct binder *binder, const char *flag, const char *name,
                          const char *value, struct node_entry *out);
/* Enters all entries of a ledger's document; false when one was refused. */
bool ledger_enter(struct binder *binder, const struct node *node);

#endif
