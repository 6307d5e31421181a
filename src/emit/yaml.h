/* yaml.h: names of a policy as a description or a case file in YAML writes them. */
#ifndef POLC_EMIT_YAML_H
#define POLC_EMIT_YAML_H

#include "base/strbuf.h"
#include "table/table.h"

/* As it is, or in double quotes where YAML, a description or another program might take it for
 * something else. As a key, a value and inside brackets. */
void yaml_name(const char *name, struct strbuf *out);
/* A value of a variable that has leaves: `yes` and `none` of the language as they are. */
void yaml_leaf(const struct table *table, uint32_t var, int64_t value, struct strbuf *out);

#endif
