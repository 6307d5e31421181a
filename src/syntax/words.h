/* words.h: the parts of sentences as flat text, for the printer and the dump.
 *
 * Where a line may be broken stands WORDS_SOFT instead of a space; policies hold no
 * control characters, so it cannot be the user's. Nothing here breaks lines.
 */
#ifndef POLC_SYNTAX_WORDS_H
#define POLC_SYNTAX_WORDS_H

#include "base/strbuf.h"
#include "syntax/ast.h"

#define WORDS_SOFT '\x1f'

struct words {
    const struct interner *names;
    struct strbuf *out;
};

/* A text with its soft spaces written for a person: each place becomes a space. */
void words_harden(struct strbuf *text, size_t from);

/* Puts a soft space, then the text. */
void words_add(struct words *words, const char *text);
void words_name(struct words *words, const struct ast_name *name);
/* In quotes, escaped; single spaces are soft when `breakable`. */
void words_text(struct words *words, const struct ast_text *text, bool breakable);
void words_day(struct words *words, int64_t day);
/* `3 days`, `1 month`. */
void words_count(struct words *words, int64_t count, enum date_unit unit);
void words_amount(struct words *words, const struct ast_amount *amount);
/* Names joined by `and`, by commas or by `or`. */
enum words_joint { WORDS_AND, WORDS_COMMA, WORDS_OR };
void words_names(struct words *words, const struct ast_name *names, enum words_joint joint);
void words_ref(struct words *words, const struct ast_ref *ref);
void words_refs(struct words *words, const struct ast_ref *refs);
void words_point(struct words *words, const struct ast_point *point);
/* ` from P until P while C`, each part led by a soft space. */
void words_period(struct words *words, const struct ast_period *period);
void words_expr(struct words *words, const struct ast_expr *expr);
void words_type(struct words *words, const struct ast_type *type);
void words_presumed(struct words *words, const struct ast_presumed *presumed);
void words_tree(struct words *words, const struct ast_tree *tree);
void words_trees(struct words *words, const struct ast_tree *trees);
void words_event(struct words *words, const struct ast_event *event);
/* `subject to 2.1` and the like, without the comma. */
void words_rank(struct words *words, const struct ast_rank *rank);
/* The words of a sentence before its condition. */
void words_sentence(struct words *words, const struct ast_sentence *sentence);
/* `(a) with consent of H as N`: of an exception what is neither condition nor carve-back,
 * each part led by a soft space. */
void words_except(struct words *words, const struct ast_except *except);
const char *words_verdict(enum ast_verdict_word verdict);

static inline bool period_is_empty(const struct ast_period *period)
{
    return !period->from && !period->until && !period->through.present && !period->whilst;
}

#endif
