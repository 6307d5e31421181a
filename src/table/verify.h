/* verify.h: what the checks of an image share; private to table/.
 *
 * Each check may rely on those before it (the order is verify_all's), returns false once it
 * has failed, and leaves the reason in v->error. A hostile image costs no more than time and
 * memory in proportion to its length: lists may not overlap without bound, and what
 * evaluation does recursively has a checked depth and a checked amount of work.
 */
#ifndef POLC_TABLE_VERIFY_H
#define POLC_TABLE_VERIFY_H

#include "table/table.h"

#define VERIFY_EXPR_DEPTH 10000u  /* nested operations of one condition */
#define VERIFY_EXPR_WORK IR_LENGTH_LIMIT /* operations of one condition, names written out */
#define VERIFY_LEAF_CELLS (UINT64_C(1) << 26) /* leaves of all columns together */

struct verifier {
    const struct table *table;
    struct arena *arena;   /* of the opener: for the error */
    struct arena *scratch; /* for what lives as long as the checks */
    const char *error;
    size_t record_count;
    uint32_t *not_party;  /* ids[0..i) that are no nodes of the kind party, per i */
    uint32_t *not_forbid; /* ids[0..i) that are no prohibitions, per i */
};

/* Sets the reason; always false. */
bool verify_fail(struct verifier *v, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

bool verify_all(struct verifier *v);

bool verify_vocab(struct verifier *v);   /* verify_vocab.c: kinds, variables, readings */
bool verify_inputs(struct verifier *v);  /* verify_inputs.c: how other documents are read */
bool verify_columns(struct verifier *v); /* verify_columns.c: columns, cuts, literals, cubes */
bool verify_exprs(struct verifier *v);   /* verify_exprs.c: conditions and names for them */
bool verify_nodes(struct verifier *v);   /* verify_nodes.c: nodes and who defeats whom */
bool verify_norms(struct verifier *v);   /* verify_norms.c: norms, clauses, who owes what */
bool verify_records(struct verifier *v); /* verify_records.c: records and their indices */

/* Is first..first + count - 1 inside a section of `total`? */
static inline bool verify_list(uint64_t first, uint64_t count, uint64_t total)
{
    return first <= total && count <= total - first;
}

/* Does a text begin at this offset of the section `text`? */
static inline bool verify_text(const struct verifier *v, uint32_t offset)
{
    return offset < v->table->text_count
           && (offset == 0 || v->table->text[offset - 1] == '\0');
}

/* A text of the vocabulary, with its NUL. */
static inline bool verify_name(const struct verifier *v, struct vocab_text name)
{
    const struct vocab *vocab = &v->table->vocab;
    return verify_list(name.offset, name.length, vocab->text_length - 1)
           && vocab->text[name.offset + name.length] == '\0';
}

/* A node of the kind party. */
static inline bool verify_party(const struct verifier *v, uint32_t node)
{
    const struct vocab *vocab = &v->table->vocab;
    if (vocab->party_kind == VOCAB_NONE)
        return false;
    const struct vocab_kind *kind = &vocab->kinds[vocab->party_kind];
    return node >= kind->first_node && node - kind->first_node < kind->node_count;
}

#endif
