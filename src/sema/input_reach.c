/* input_reach.c: warns of patterns and inputs that are never reached.
 *
 * Patterns are tried in order, so one that stands after a pattern which fits all that it fits
 * is never reached. Whether every text that fits P fits G as well is asked by fitting G to P
 * itself, where a `*` of P stands for a letter that only a `*` of G can take: "*.aws.*" takes
 * "eu.aws.*", and "*" takes all. An input is never reached where the tests of an earlier one
 * are among its own. What this costs is counted over the whole policy; where it is more than
 * any policy needs, nothing is warned of any more.
 */
#include "sema/check.h"

#include <string.h>

#define WORK_LIMIT 50000000u /* letters and tests compared */

/* May another step be made? */
static bool afford(struct sema *s)
{
    s->reach_work++;
    return s->reach_work < WORK_LIMIT;
}

/* Does every text that fits `inner` fit `outer`? */
static bool takes_all(struct sema *s, const struct ast_text *outer, const struct ast_text *inner)
{
    const char *at = outer->text, *end = outer->text + outer->length;
    const char *text = inner->text, *text_end = inner->text + inner->length;
    const char *star = NULL, *resume = NULL;
    while (text < text_end) {
        if (!afford(s))
            return false;
        if (at < end && *at == '*') {
            star = at++;
            resume = text;
        } else if (at < end && *at == *text) {
            at++;
            text++;
        } else if (star) {
            at = star + 1;
            text = ++resume;
        } else {
            return false;
        }
    }
    while (at < end && *at == '*')
        at++;
    return at == end;
}

/* The patterns of one list so far. */
struct patterns {
    struct sema *s;
    struct map exact; /* atom of a pattern → its number in spans */
    VEC(struct span) spans;
    VEC(const struct ast_text *) wide; /* those with a `*` */
};

static void report_pattern(struct sema *s, const struct ast_text *pattern, struct span earlier)
{
    struct diag *diag = diag_add(s->diags, DIAG_INPUT_UNREACHED, pattern->span,
                                 "no text reaches this pattern");
    diag_label(s->diags, diag, earlier, "this one takes all that fit it");
}

static void look_at(struct patterns *patterns, const struct ast_text *pattern)
{
    struct sema *s = patterns->s;
    atom_t atom = intern(s->names, pattern->text, pattern->length);
    uint64_t same;
    if (map_get(&patterns->exact, atom, &same)) {
        report_pattern(s, pattern, patterns->spans.items[same]);
        return;
    }
    for (size_t i = 0; i < patterns->wide.count; i++) {
        if (!takes_all(s, patterns->wide.items[i], pattern))
            continue;
        report_pattern(s, pattern, patterns->wide.items[i]->span);
        return;
    }
    map_put(&patterns->exact, atom, patterns->spans.count);
    VEC_PUSH(s->scratch, &patterns->spans, pattern->span);
    if (memchr(pattern->text, '*', pattern->length))
        VEC_PUSH(s->scratch, &patterns->wide, pattern);
}

void sema_input_cases(struct sema *s, const struct ast_input_case *cases)
{
    struct patterns patterns = {.s = s};
    if (!cases)
        return;
    map_init(&patterns.exact, s->scratch);
    for (const struct ast_input_case *item = cases; item; item = item->next)
        look_at(&patterns, &item->pattern);
}

void sema_input_tests(struct sema *s, const struct ast_input_test *tests)
{
    for (const struct ast_input_test *test = tests; test; test = test->next) {
        struct patterns patterns = {.s = s};
        map_init(&patterns.exact, s->scratch);
        for (const struct ast_quote *quote = test->patterns; quote; quote = quote->next)
            look_at(&patterns, &quote->text);
    }
}

/* ---- inputs ---------------------------------------------------------------------------- */

static bool same_text(const struct ast_text *a, const struct ast_text *b)
{
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Is every pattern of `some` one of `all`? */
static bool among(struct sema *s, const struct ast_quote *some, const struct ast_quote *all)
{
    for (; some; some = some->next) {
        const struct ast_quote *at = all;
        while (at && afford(s) && !same_text(&at->text, &some->text))
            at = at->next;
        if (!at || !afford(s))
            return false;
    }
    return true;
}

/* Does the first hold wherever the second does? */
static bool follows(struct sema *s, const struct ast_input_test *test,
                    const struct ast_input_test *from)
{
    if (!same_text(&test->path, &from->path))
        return false;
    if (!test->patterns)
        return test->negated == from->negated && (!from->patterns || !test->negated);
    if (test->negated != from->negated)
        return false;
    if (!from->patterns)
        return test->negated;
    return test->negated ? among(s, test->patterns, from->patterns)
                         : among(s, from->patterns, test->patterns);
}

static bool all_follow(struct sema *s, const struct ast_input_test *tests,
                       const struct ast_input_test *from)
{
    for (; tests; tests = tests->next) {
        const struct ast_input_test *at = from;
        while (at && afford(s) && !follows(s, tests, at))
            at = at->next;
        if (!at || !afford(s))
            return false;
    }
    return true;
}

void sema_input_reached(struct sema *s, uint32_t number)
{
    const struct ast_statement *input = s->of.inputs.items[number];
    for (uint32_t i = 0; i < number && afford(s); i++) {
        const struct ast_statement *earlier = s->of.inputs.items[i];
        if (!all_follow(s, earlier->input->guards, input->input->guards))
            continue;
        struct diag *diag = diag_add(s->diags, DIAG_INPUT_UNREACHED, input->name.span,
                                     "no document reaches this input unless it is asked for by name");
        diag_label(s->diags, diag, earlier->name.span, "this one takes all that fit it");
        diag_help(s->diags, diag, "put the one that asks for more first");
        return;
    }
}
