/* phrase.h: the parts of sentences as flat text, for the printer and the dump.
 *
 * Where a line may be broken stands PHRASE_SOFT instead of a space; policies hold no
 * control characters, so it cannot be the user's. Nothing here breaks lines.
 */
#ifndef POLC_SYNTAX_PHRASE_H
#define POLC_SYNTAX_PHRASE_H

#include "base/strbuf.h"
#include "syntax/ast.h"

#define PHRASE_SOFT '\x1f'

/* Where the words of a name or a quoted text stand in what is written, and where they stood
 * in the source. */
struct phrase_mark {
    size_t begin, end;
    struct span span;
};
struct phrase_marks {
    struct arena *arena;
    VEC(struct phrase_mark) list;
};

struct phrase {
    const struct interner *names;
    struct strbuf *out;
    struct phrase_marks *marks; /* NULL: nobody asks */
};

/* A text with its soft spaces written for a person: each place becomes a space. */
void phrase_harden(struct strbuf *text, size_t from);

/* Puts a soft space, then the text. */
void phrase_add(struct phrase *words, const char *text);
void phrase_name(struct phrase *words, const struct ast_name *name);
/* In quotes, escaped; single spaces are soft when `breakable`. */
/* " of name", or nothing where the name is missing. */
void phrase_of(struct phrase *words, const struct ast_name *name);
void phrase_text(struct phrase *words, const struct ast_text *text, bool breakable);
void phrase_day(struct phrase *words, int64_t day);
/* `3 days`, `1 month`. */
void phrase_count(struct phrase *words, int64_t count, enum date_unit unit);
void phrase_amount(struct phrase *words, const struct ast_amount *amount);
/* Names joined by `and`, by commas or by `or`. */
enum phrase_joint { PHRASE_AND, PHRASE_COMMA, PHRASE_OR };
void phrase_names(struct phrase *words, const struct ast_name *names, enum phrase_joint joint);
void phrase_ref(struct phrase *words, const struct ast_ref *ref);
void phrase_refs(struct phrase *words, const struct ast_ref *refs);
void phrase_point(struct phrase *words, const struct ast_point *point);
/* ` from P until P while C`, each part led by a soft space. */
void phrase_period(struct phrase *words, const struct ast_period *period);
void phrase_expr(struct phrase *words, const struct ast_expr *expr);
void phrase_type(struct phrase *words, const struct ast_type *type);
void phrase_constant(struct phrase *words, const struct ast_constant *constant);
void phrase_tree(struct phrase *words, const struct ast_tree *tree);
void phrase_event(struct phrase *words, const struct ast_event *event);
/* `subject to 2.1` and the like, without the comma. */
void phrase_rank(struct phrase *words, const struct ast_rank *rank);
/* Joined by `and`. */
void phrase_tests(struct phrase *words, const struct ast_input_test *tests);
/* `"pattern" as value` */
void phrase_input_case(struct phrase *words, const struct ast_input_case *item);
/* A line of an input up to its paths, or the value that a fact is. */
void phrase_line(struct phrase *words, const struct ast_input_line *line);
/* The words of a sentence before its condition. */
void phrase_sentence(struct phrase *words, const struct ast_sentence *sentence);
/* `(a) with consent of H as N`: of an exception what is neither condition nor carve-back,
 * each part led by a soft space. */
void phrase_except(struct phrase *words, const struct ast_except *except);

static inline bool period_is_empty(const struct ast_period *period)
{
    return !period->from && !period->until && !period->through.present && !period->whilst;
}

#endif
