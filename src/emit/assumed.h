/* assumed.h: whose reading of a disputed term was taken for granted; private to emit/. */
#ifndef POLC_EMIT_ASSUMED_H
#define POLC_EMIT_ASSUMED_H

#include "data/deployment.h"
#include "emit/layout.h"
#include "table/table.h"

/* "`api_call`, `third_party` as read by Microsoft"; nothing where every reading was looked at. */
void assumed_words(const struct table *table, const struct value_set *sets, struct strbuf *out);
/* "Assumed: ….", a paragraph; nothing where nothing was assumed. */
void assumed_line(const struct table *table, const struct value_set *sets, struct layout *layout,
                  unsigned indent);
/* {"api_call": "Microsoft"}; nothing where nothing was assumed. */
void assumed_object(const struct table *table, const struct value_set *sets, struct strbuf *out);
/* "assumed": {"api_call": "Microsoft"}, a member; nothing where nothing was assumed. */
void assumed_json(const struct table *table, const struct value_set *sets, struct strbuf *out);

#endif
