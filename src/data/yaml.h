/* yaml.h: the documents of a YAML stream as trees, one after the other.
 *
 * YAML 1.2: a scalar without quotes keeps its text, and only the forms of null are told
 * apart. Aliases share their anchor's node; `<<` merges. A stream that goes wrong yields
 * the documents before it, a diagnostic, and nothing more. libfyaml's objects belong to
 * the reader and go when the arena's guard is left, or at yaml_close.
 */
#ifndef POLC_DATA_YAML_H
#define POLC_DATA_YAML_H

#include "data/node.h"

/* Values that the aliases and merges of one document may stand for together. */
#define YAML_ALIAS_LIMIT ((size_t)1000000)

struct yaml_text {
    uint32_t source;
    const char *data;  /* of the whole source: spans count from here */
    size_t begin, end; /* the stream; must stay until yaml_close */
    unsigned depth_limit;
};

struct yaml_reader;

struct yaml_reader *yaml_open(struct arena *arena, struct diags *diags,
                              const struct yaml_text *text);
enum yaml_next { YAML_DOCUMENT, YAML_REFUSED, YAML_END };
/* YAML_DOCUMENT: *out is the next one, in `arena`. YAML_REFUSED: it had errors, which were
 * reported; go on, the next answer may be YAML_END. */
enum yaml_next yaml_read(struct yaml_reader *reader, struct arena *arena, struct node **out);
/* Gives libfyaml's memory back now. */
void yaml_close(struct yaml_reader *reader);

#endif
