/* phrase.c: names, texts, numbers, references, points in time and conditions as text.
 *
 * The inverse of the grammar for everything that fits into a line: what is written here
 * parses to an equal node. Parentheses are those the user wrote, and those that a tree
 * made elsewhere needs.
 */
#include "syntax/phrase.h"

#include <inttypes.h>

void phrase_harden(struct strbuf *text, size_t from)
{
    for (size_t i = from; i < text->count; i++)
        if (text->items[i] == PHRASE_SOFT)
            text->items[i] = ' ';
}

void phrase_add(struct phrase *words, const char *text)
{
    strbuf_char(words->out, PHRASE_SOFT);
    strbuf_text(words->out, text);
}

/* text[i] is a space between two other characters: folding a line's end there gives it back. */
static bool is_single_space(const char *text, size_t length, size_t i)
{
    return text[i] == ' ' && i > 0 && i + 1 < length && text[i - 1] != ' ' && text[i + 1] != ' '
           && text[i - 1] != '\t' && text[i + 1] != '\t';
}

static void quoted(struct strbuf *out, const char *text, size_t length, bool breakable)
{
    strbuf_char(out, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\')
            strbuf_char(out, '\\');
        strbuf_char(out, breakable && is_single_space(text, length, i) ? PHRASE_SOFT : text[i]);
    }
    strbuf_char(out, '"');
}

static void mark(struct phrase *words, size_t begin, struct span span)
{
    if (!words->marks)
        return;
    struct phrase_mark item = {begin, words->out->count, span};
    VEC_PUSH(words->marks->arena, &words->marks->list, item);
}

void phrase_name(struct phrase *words, const struct ast_name *name)
{
    const char *text = atom_text(words->names, name->atom);
    size_t length = atom_length(words->names, name->atom);
    size_t begin = words->out->count;
    if (name->quoted)
        quoted(words->out, text, length, false);
    else
        strbuf_bytes(words->out, text, length);
    mark(words, begin, name->span);
}

void phrase_of(struct phrase *words, const struct ast_name *name)
{
    if (!name->atom)
        return;
    phrase_add(words, "of ");
    phrase_name(words, name);
}

void phrase_text(struct phrase *words, const struct ast_text *text, bool breakable)
{
    size_t begin = words->out->count;
    quoted(words->out, text->text, text->length, breakable);
    mark(words, begin, text->span);
}

void phrase_day(struct phrase *words, int64_t day)
{
    char text[DATE_TEXT];
    date_format(day, text);
    strbuf_text(words->out, text);
}

void phrase_count(struct phrase *words, int64_t count, enum date_unit unit)
{
    strbuf_printf(words->out, "%" PRId64 "%c%s", count, PHRASE_SOFT, date_unit_word(unit, count));
}

void phrase_amount(struct phrase *words, const struct ast_amount *amount)
{
    strbuf_printf(words->out, "%" PRId64, amount->value);
    if (amount->unit.atom) {
        strbuf_char(words->out, ' ');
        phrase_name(words, &amount->unit);
    }
}

void phrase_names(struct phrase *words, const struct ast_name *names, enum phrase_joint joint)
{
    for (const struct ast_name *name = names; name; name = name->next) {
        phrase_name(words, name);
        if (!name->next)
            break;
        switch (joint) {
        case PHRASE_AND:
            phrase_add(words, "and");
            break;
        case PHRASE_COMMA:
            strbuf_char(words->out, ',');
            break;
        case PHRASE_OR:
            phrase_add(words, "or");
            break;
        }
        strbuf_char(words->out, PHRASE_SOFT);
    }
}

void phrase_ref(struct phrase *words, const struct ast_ref *ref)
{
    if (ref->scope.atom)
        phrase_name(words, &ref->scope);
    if (ref->scope.atom && ref->number.atom)
        strbuf_char(words->out, ' ');
    if (ref->number.atom)
        phrase_name(words, &ref->number);
}

void phrase_refs(struct phrase *words, const struct ast_ref *refs)
{
    for (const struct ast_ref *ref = refs; ref; ref = ref->next) {
        phrase_ref(words, ref);
        if (ref->next) {
            phrase_add(words, "and");
            strbuf_char(words->out, PHRASE_SOFT);
        }
    }
}

void phrase_point(struct phrase *words, const struct ast_point *point)
{
    switch (point->kind) {
    case POINT_DATE:
        phrase_day(words, point->day);
        break;
    case POINT_EVENT:
        phrase_name(words, &point->event);
        phrase_of(words, &point->of);
        break;
    case POINT_AFTER:
        if (point->hidden.atom)
            phrase_name(words, &point->hidden);
        else
            phrase_count(words, point->count, point->unit);
        phrase_add(words, "after");
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_point(words, point->inner);
        break;
    case POINT_EARLIER:
    case POINT_LATER:
        strbuf_text(words->out, "the");
        phrase_add(words, point->kind == POINT_EARLIER ? "earlier" : "later");
        phrase_add(words, "of");
        strbuf_char(words->out, PHRASE_SOFT);
        strbuf_char(words->out, '(');
        for (const struct ast_point *item = point->inner; item; item = item->next) {
            phrase_point(words, item);
            if (item->next) {
                strbuf_char(words->out, ',');
                strbuf_char(words->out, PHRASE_SOFT);
            }
        }
        strbuf_char(words->out, ')');
        break;
    }
}

void phrase_period(struct phrase *words, const struct ast_period *period)
{
    if (period->from) {
        phrase_add(words, "from");
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_point(words, period->from);
    }
    if (period->until) {
        phrase_add(words, "until");
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_point(words, period->until);
    }
    if (period->through.present) {
        phrase_add(words, "through");
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_day(words, period->through.day);
    }
    if (period->whilst) {
        phrase_add(words, "while");
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_expr(words, period->whilst);
    }
}

/* ---- conditions -------------------------------------------------------------------- */

static const char *const COMPARE_SIGNS[] = {
    [COMPARE_LT] = "<", [COMPARE_LE] = "<=", [COMPARE_EQ] = "=",
    [COMPARE_NE] = "!=", [COMPARE_GT] = ">", [COMPARE_GE] = ">="};

static const char *const WHEN_WORDS[] = {
    [WHEN_BEFORE] = "before", [WHEN_AFTER] = "after", [WHEN_ON] = "on",
    [WHEN_ON_OR_BEFORE] = "on or before", [WHEN_ON_OR_AFTER] = "on or after"};

/* A part of a larger condition, in parentheses where its own word binds looser. */
static void operand(struct phrase *words, const struct ast_expr *expr, enum ast_expr_kind above)
{
    bool joined = expr->kind == EXPR_OR || expr->kind == EXPR_AND;
    bool looser = (expr->kind == EXPR_OR && above != EXPR_OR)
                  || (above == EXPR_NOT && (joined || expr->kind == EXPR_NOT));
    bool needs = looser && !expr->parenthesised;
    if (needs)
        strbuf_char(words->out, '(');
    phrase_expr(words, expr);
    if (needs)
        strbuf_char(words->out, ')');
}

/* Of the two things that a condition may say of its subject, the one it says, and a value. */
static void says(struct phrase *words, const struct ast_expr *expr, const char *plain,
                 const char *negated)
{
    phrase_add(words, expr->negated ? negated : plain);
    phrase_name(words, expr->values);
}

/* `is AWS`, `is in (AWS, GCP)`. */
static void is_value(struct phrase *words, const struct ast_expr *expr)
{
    phrase_add(words, expr->negated ? "is not" : "is");
    strbuf_text(words->out, expr->kind == EXPR_IS ? " " : " in (");
    phrase_names(words, expr->values, PHRASE_COMMA);
    if (expr->kind == EXPR_IS_IN)
        strbuf_char(words->out, ')');
}

static void sign(struct phrase *words, const struct ast_expr *expr)
{
    phrase_add(words, COMPARE_SIGNS[expr->compare]);
    strbuf_char(words->out, ' ');
}

static void date(struct phrase *words, const struct ast_expr *expr)
{
    phrase_add(words, "is ");
    strbuf_text(words->out, WHEN_WORDS[expr->when]);
    strbuf_char(words->out, ' ');
    phrase_day(words, expr->day);
}

static void atom(struct phrase *words, const struct ast_expr *expr)
{
    if (expr->kind == EXPR_DURING)
        strbuf_text(words->out, "during ");
    phrase_name(words, &expr->name);
    switch (expr->kind) {
    case EXPR_IS:
    case EXPR_IS_IN:
        is_value(words, expr);
        break;
    case EXPR_IS_MEMBER:
        says(words, expr, "is in ", "is not in ");
        break;
    case EXPR_ONLY:
        says(words, expr, "is only ", "is not only ");
        break;
    case EXPR_INCLUDES:
        says(words, expr, "includes ", "does not include ");
        break;
    case EXPR_COMPARE_TO:
        sign(words, expr);
        phrase_name(words, expr->values);
        break;
    case EXPR_COMPARE:
        sign(words, expr);
        phrase_amount(words, &expr->amount);
        break;
    case EXPR_DATE:
        date(words, expr);
        break;
    case EXPR_IN_FORCE:
        phrase_add(words, "is in force");
        break;
    case EXPR_OCCURRED:
        phrase_of(words, &expr->of);
        phrase_add(words, expr->negated ? "has not occurred" : "has occurred");
        break;
    case EXPR_WITHIN:
        phrase_of(words, &expr->of);
        phrase_add(words, "occurred within ");
        phrase_count(words, expr->count, expr->unit);
        break;
    case EXPR_AGO:
        phrase_of(words, &expr->of);
        phrase_add(words, "occurred at least ");
        phrase_count(words, expr->count, expr->unit);
        phrase_add(words, "ago");
        break;
    case EXPR_NAME:
    case EXPR_DURING:
    case EXPR_POISON:
    case EXPR_ALWAYS:
    case EXPR_NEVER:
    case EXPR_NOT:
    case EXPR_AND:
    case EXPR_OR:
        break;
    }
}

void phrase_expr(struct phrase *words, const struct ast_expr *expr)
{
    if (expr->parenthesised)
        strbuf_char(words->out, '(');
    switch (expr->kind) {
    case EXPR_ALWAYS:
    case EXPR_NEVER:
        strbuf_text(words->out, expr->kind == EXPR_ALWAYS ? "always" : "never");
        break;
    case EXPR_NOT:
        strbuf_text(words->out, "not ");
        operand(words, expr->left, EXPR_NOT);
        break;
    case EXPR_AND:
    case EXPR_OR:
        operand(words, expr->left, expr->kind);
        phrase_add(words, expr->kind == EXPR_AND ? "and" : "or");
        strbuf_char(words->out, PHRASE_SOFT);
        operand(words, expr->right, expr->kind);
        break;
    case EXPR_POISON:
        strbuf_text(words->out, "?");
        break;
    case EXPR_NAME:
    case EXPR_IS:
    case EXPR_IS_IN:
    case EXPR_IS_MEMBER:
    case EXPR_COMPARE_TO:
    case EXPR_ONLY:
    case EXPR_INCLUDES:
    case EXPR_COMPARE:
    case EXPR_DATE:
    case EXPR_DURING:
    case EXPR_IN_FORCE:
    case EXPR_OCCURRED:
    case EXPR_WITHIN:
    case EXPR_AGO:
        atom(words, expr);
        break;
    }
    if (expr->parenthesised)
        strbuf_char(words->out, ')');
}
