/* inputs.c: `input` statements: the trees of all files to the vocabulary's input arrays.
 *
 * Paths and patterns are made in input_paths.c, values are checked in input_values.c. Here a
 * line finds its fact, and what stands twice or is never reached is reported. Everything is
 * added in the order in which it is written, since a document is read by the first input that
 * fits it and a text by the first pattern. Runs after all other names of the vocabulary are
 * there, so that an input never changes a number of theirs.
 */
#include "sema/check.h"

#include <string.h>

/* One input while its lines are gone through. */
struct reading {
    struct sema *s;
    struct map said;        /* variable → number in spans of the line that gives it */
    struct map marks;       /* (atom of marks, atom of values) → number in spans */
    VEC(struct span) spans; /* of the names of facts, of marks */
};

static struct vocab_text add_text(struct sema *s, const struct ast_text *text)
{
    return sema_add_text(s, text->text, text->length);
}

/* ---- tests ------------------------------------------------------------------------------ */

static uint32_t add_tests(struct sema *s, const struct ast_input_test *list, uint32_t *count)
{
    uint32_t first = (uint32_t)s->input_tests.count;
    *count = 0;
    for (const struct ast_input_test *at = list; at; at = at->next, (*count)++) {
        struct vocab_input_test test = {.path = sema_input_path(s, &at->path),
                                        .first_pattern = (uint32_t)s->input_patterns.count,
                                        .negated = at->negated};
        for (const struct ast_quote *quote = at->patterns; quote; quote = quote->next) {
            struct vocab_input_pattern pattern = {.pattern = add_text(s, &quote->text)};
            VEC_PUSH(s->arena, &s->input_patterns, pattern);
            test.pattern_count++;
        }
        VEC_PUSH(s->arena, &s->input_tests, test);
    }
    return first;
}

/* ---- facts ------------------------------------------------------------------------------- */

/* False, and reported, where another line of the input says it. */
static bool says_first(struct reading *r, uint32_t var, const struct ast_name *name)
{
    struct sema *s = r->s;
    uint64_t before;
    if (!map_get(&r->said, var, &before)) {
        map_put(&r->said, var, r->spans.count - 1);
        return true;
    }
    struct diag *diag = diag_add(s->diags, DIAG_SAID_TWICE, name->span,
                                 "`%s` is given a second time in this input",
                                 sema_text(s, name->atom));
    diag_label(s->diags, diag, r->spans.items[before], "first given here");
    diag_help(s->diags, diag, "paths that are tried one after the other are joined: \"/a\" or \"/b\"");
    return false;
}

static void note_said(struct reading *r, struct sema_entry entry, const struct ast_name *name)
{
    VEC_PUSH(r->s->scratch, &r->spans, name->span);
    if (entry.kind == ENTRY_VAR) {
        says_first(r, entry.id, name);
        return;
    }
    const struct vocab_family *family = &r->s->families.items[entry.id];
    uint32_t end = family->first_var + family->var_count;
    for (uint32_t var = family->first_var; var < end; var++)
        if (!says_first(r, var, name))
            return;
}

/* `host is "T-Mobile"`: one quoted text that is a value of the fact and cannot be a path. */
static bool is_quoted_value(const struct sema *s, const struct ast_input_line *line,
                            struct sema_entry entry)
{
    const struct ast_text *text = line->paths ? &line->paths->text : NULL;
    if (!text || line->paths->next || line->cases || line->unit.atom
        || line->value.kind != CONSTANT_NOTHING || text->length == 0 || text->text[0] == '/')
        return false;
    return sema_input_has_value(s, entry, intern_find(s->names, text->text, text->length));
}

static struct ast_constant quoted_value(const struct sema *s, const struct ast_text *text)
{
    return (struct ast_constant){
        .kind = CONSTANT_NAME,
        .name = {.atom = intern_find(s->names, text->text, text->length), .quoted = true,
                 .span = text->span},
        .span = text->span};
}

static void add_cases(struct sema *s, const struct ast_input_line *line, struct sema_entry entry,
                      struct vocab_input_fact *fact)
{
    fact->first_pattern = (uint32_t)s->input_patterns.count;
    for (const struct ast_input_case *item = line->cases; item; item = item->next) {
        struct vocab_input_pattern pattern = {.pattern = add_text(s, &item->pattern)};
        pattern.value = sema_input_value(s, entry, line, &item->value);
        VEC_PUSH(s->arena, &s->input_patterns, pattern);
        fact->pattern_count++;
    }
}

static void add_otherwise(struct sema *s, const struct ast_input_line *line,
                          struct sema_entry entry, struct vocab_input_fact *fact)
{
    struct vocab_text value = {0, 0};
    if (line->value.kind != CONSTANT_NOTHING)
        value = sema_input_value(s, entry, line, &line->value);
    if (line->value.kind == CONSTANT_UNKNOWN) {
        fact->otherwise = INPUT_OTHERWISE_UNKNOWN;
    } else if (line->value.kind != CONSTANT_NOTHING) {
        fact->otherwise = INPUT_OTHERWISE_VALUE;
        fact->value = value;
    }
}

static void add_fact(struct reading *r, const struct ast_input_line *line)
{
    struct sema *s = r->s;
    struct sema_entry entry = sema_input_fact(s, &line->fact);
    struct vocab_input_fact fact = {.key = sema_add_atom(s, line->fact.atom),
                                    .first_path = (uint32_t)s->input_paths.count};
    if (entry.kind != ENTRY_NONE)
        note_said(r, entry, &line->fact);
    fact.first_pattern = (uint32_t)s->input_patterns.count;
    if (!line->paths) {
        fact.value = sema_input_value(s, entry, line, &line->value);
    } else if (is_quoted_value(s, line, entry)) {
        struct ast_constant value = quoted_value(s, &line->paths->text);
        fact.value = sema_input_value(s, entry, line, &value);
    } else {
        for (const struct ast_quote *path = line->paths; path; path = path->next, fact.path_count++)
            sema_input_path(s, &path->text);
        if (line->unit.atom && sema_input_unit(s, entry, &line->fact, &line->unit))
            fact.unit = sema_add_atom(s, line->unit.atom);
        add_cases(s, line, entry, &fact);
        add_otherwise(s, line, entry, &fact);
        sema_input_cases(s, line->cases);
    }
    VEC_PUSH(s->arena, &s->input_facts, fact);
}

/* ---- marks ------------------------------------------------------------------------------- */

static void add_mark(struct reading *r, const struct ast_input_line *line)
{
    struct sema *s = r->s;
    const struct ast_text *marks = &line->paths->text, *values = &line->values;
    uint64_t key = map_pair(intern(s->names, marks->text, marks->length),
                            intern(s->names, values->text, values->length));
    uint64_t before;
    struct vocab_input_mark mark = {sema_input_path(s, marks), sema_input_path(s, values)};
    VEC_PUSH(s->arena, &s->input_marks, mark);
    if (!map_get(&r->marks, key, &before)) {
        map_put(&r->marks, key, r->spans.count);
        VEC_PUSH(s->scratch, &r->spans, line->span);
        return;
    }
    struct diag *diag = diag_add(s->diags, DIAG_SAID_TWICE, line->span,
                                 "these marks are said a second time in this input");
    diag_label(s->diags, diag, r->spans.items[before], "first said here");
}

/* ---- statements ---------------------------------------------------------------------------- */

static void add_line(struct reading *r, const struct ast_input_line *line,
                     struct vocab_input *input)
{
    struct sema *s = r->s;
    switch (line->kind) {
    case LINE_EACH:
        input->each = sema_input_path(s, &line->paths->text);
        input->first_test = add_tests(s, line->tests, &input->test_count);
        sema_input_tests(s, line->tests);
        return;
    case LINE_NAME:
        if (line->paths)
            input->name_path = sema_input_path(s, &line->paths->text);
        return;
    case LINE_FACT:
        add_fact(r, line);
        return;
    case LINE_MARKS:
        add_mark(r, line);
        return;
    }
}

static void add_input(struct sema *s, const struct ast_statement *at)
{
    struct place place = source_place(s->diags->sources, at->span);
    struct reading reading = {.s = s};
    map_init(&reading.said, s->scratch);
    map_init(&reading.marks, s->scratch);
    /* the name is the first text of an input: what stands before that of the first one is no
     * input's (table/build.c) */
    struct vocab_input input = {.name = sema_add_atom(s, at->name.atom)};
    input.file = sema_add_text(s, place.file, strlen(place.file));
    input.line = (uint32_t)place.line;
    input.first_guard = add_tests(s, at->input->guards, &input.guard_count);
    input.each = input.name_path = VOCAB_NONE;
    input.first_test = (uint32_t)s->input_tests.count;
    input.first_fact = (uint32_t)s->input_facts.count;
    input.first_mark = (uint32_t)s->input_marks.count;
    sema_input_tests(s, at->input->guards);
    for (const struct ast_input_line *line = at->input->lines; line; line = line->next)
        add_line(&reading, line, &input);
    input.fact_count = (uint32_t)s->input_facts.count - input.first_fact;
    input.mark_count = (uint32_t)s->input_marks.count - input.first_mark;
    VEC_PUSH(s->arena, &s->inputs, input);
}

/* `plain` is how --input names descriptions that are read as they are. */
static void check_name(struct sema *s, struct map *names, uint32_t number)
{
    const struct ast_name *name = &s->of.inputs.items[number]->name;
    uint64_t before;
    if (name->atom == intern_string(s->names, "plain")) {
        struct diag *diag = diag_add(s->diags, DIAG_NAME_RESERVED, name->span,
                                     "no input can be called `plain`");
        diag_help(s->diags, diag, "`plain` names the form whose keys are the names of facts");
    } else if (map_get(names, name->atom, &before)) {
        struct diag *diag = diag_add(s->diags, DIAG_NAME_TAKEN, name->span,
                                     "a second input is called `%s`", sema_text(s, name->atom));
        diag_label(s->diags, diag, s->of.inputs.items[before]->name.span, "the first one");
    } else {
        map_put(names, name->atom, number);
    }
}

void sema_inputs(struct sema *s)
{
    struct map names;
    map_init(&names, s->scratch);
    for (uint32_t i = 0; i < s->of.inputs.count; i++) {
        check_name(s, &names, i);
        add_input(s, s->of.inputs.items[i]);
        sema_input_reached(s, i);
    }
}
