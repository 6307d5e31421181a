/* dump.h: the checked model as text, for debugging and for tests. */
#ifndef POLC_SEMA_DUMP_H
#define POLC_SEMA_DUMP_H

#include "base/strbuf.h"
#include "sema/model.h"

/* Everything of a model that was checked without errors: a line per declaration, indented
 * lines for its parts. Places are left out; equal models give equal bytes. */
void model_dump(const struct model *model, struct strbuf *out);

/* The variables, kinds, readings and inputs alone (dump_vocab.c). */
void vocab_dump(const struct vocab *vocab, struct strbuf *out);
void inputs_dump(const struct vocab *vocab, struct strbuf *out);

#endif
