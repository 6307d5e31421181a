/* options.h: which other choices are permitted, as text and as JSON. */
#ifndef POLC_EMIT_OPTIONS_H
#define POLC_EMIT_OPTIONS_H

#include "analysis/options.h"
#include "emit/verdict.h"

/* `options`: one for each box of the case. */
void emit_options_text(const struct emit_case *c, const struct options *options,
                       const struct emit_style *style, struct strbuf *out);

/* The object of one deployment in polc-options/1, docs/polc-options.schema.json, without a line
 * feed; `on` as for emit_json_case. */
void emit_options_json(const struct emit_case *c, const struct options *options, int64_t on,
                       struct strbuf *out);

/* ---- options_words.c: what the formats and the text of a verdict share ------------------------- */

/* "host AWS or OpenAI, with model_host Azure": what the choices must be; a choice that may be
 * anything is not mentioned. Nothing when all may be. */
void options_words(const struct table *table, struct arena *arena, const struct options *options,
                   const struct option *option, struct strbuf *out);
/* May the choice be anything? */
bool options_any(const struct table *table, struct arena *arena, uint32_t var,
                 const struct value_set *values);
/* "Permitted under every reading instead: …": a line below a verdict that is not permitted;
 * nothing when a budget ran out first. */
void options_line(const struct table *table, struct evaluator *evaluator,
                  const struct value_set *sets, struct arena *arena, struct strbuf *out);
/* " under every reading" where some reading is open; else nothing. */
const char *options_readings(const struct table *table, const struct value_set *sets);

#endif
