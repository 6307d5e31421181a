/* targets.h: what is fuzzed. Each takes any bytes and must return; what must hold beyond
 * that is checked by FUZZ_HOLDS, which ends the program like a bad access would.
 *
 * The same functions serve libFuzzer (fuzz_*.c) and the replay without it (unit/test_fuzz_replay.c).
 */
#ifndef POLC_TESTS_TARGETS_H
#define POLC_TESTS_TARGETS_H

#include "base/io.h"
#include "emit/findings.h"
#include "exercise.h"
#include "ir/ir.h"
#include "mend.h"
#include "sema/sema.h"

#include "../unit/input_case.h"
#include "data/json_tree.h"
#include "data/pointer.h"

#include <stdio.h>
#include <stdlib.h>

#define FUZZ_HOLDS(condition, what)                     \
    do {                                                \
        if (!(condition)) {                             \
            fprintf(stderr, "does not hold: %s\n", what); \
            abort();                                    \
        }                                               \
    } while (0)

struct fuzz_job {
    struct guard guard;
    struct arena arena;
    struct cleanup cleanup;
    const unsigned char *data;
    size_t size;
};

static inline void fuzz_release(void *argument)
{
    arena_free(argument);
}

/* Runs a job with an arena; running out of memory is an answer too. */
static inline void fuzz_run(void (*job)(void *argument), const unsigned char *data, size_t size)
{
    struct fuzz_job *of = calloc(1, sizeof *of);
    FUZZ_HOLDS(of != NULL, "memory for one job");
    of->data = data;
    of->size = size;
    enum fault fault = guard_run(&of->guard, heap_default(), job, of);
    FUZZ_HOLDS(fault == FAULT_NONE || fault == FAULT_MEMORY, "no invariant of polc broke");
    free(of);
}

static inline void fuzz_arena(struct fuzz_job *job)
{
    arena_init(&job->arena, &job->guard);
    job->cleanup = (struct cleanup){fuzz_release, &job->arena, NULL};
    guard_register(&job->guard, &job->cleanup);
}

/* ---- from text to ir ------------------------------------------------------------------------ */

static inline struct ir *fuzz_lower(struct fuzz_job *job, struct diags *diags,
                                    struct interner *names)
{
    struct parse_context context = {&job->arena, names, diags};
    char *text = arena_string(&job->arena, (const char *)job->data, job->size);
    struct policy_files *files = ARENA_NEW(&job->arena, struct policy_files);
    uint32_t source = sources_add(diags->sources, "fuzz.pol", text, job->size);
    VEC_PUSH(&job->arena, &files->files, parse_file(&context, source));
    struct sema_options options = {.check_sources = false};
    struct model *model = sema_check(&job->arena, files, names, diags, &options);
    return diags->errors ? NULL : ir_lower(&job->arena, model, diags);
}

/* ---- images --------------------------------------------------------------------------------
 *
 * Bytes that are no image are refused at once, so most inputs are changes of a real one:
 * `u` (the usual layout) or `n` (a narrow one), then six bytes per change: which word, and
 * what to add to it. Anything else is taken as an image. */

#define FUZZ_IMAGES "unUN" /* first byte of an input: usual, narrow; in capitals nothing packed */

struct fuzz_images {
    unsigned char *data[4];
    size_t length[4];
};

static inline void fuzz_make_images(void *argument)
{
    static const struct table_layout narrow = {2, 3, 4, 1, 1, 2, false};
    struct fuzz_job *job = argument;
    struct fuzz_images *images = (struct fuzz_images *)(void *)(uintptr_t)job->data;
    fuzz_arena(job);
    struct sources sources;
    struct diags diags;
    struct interner names;
    struct io_text text;
    const char *error;
    sources_init(&sources, &job->arena);
    diags_init(&diags, &job->arena, &sources);
    interner_init(&names, &job->arena);
    FUZZ_HOLDS(io_read(&job->arena, "tests/fuzz/corpus/policy/everything.pol", 1u << 20, &text,
                       &error), "run from the project's folder");
    job->data = (const unsigned char *)text.data;
    job->size = text.length;
    const struct ir *ir = fuzz_lower(job, &diags, &names);
    FUZZ_HOLDS(ir && !diags.errors, "the policy behind the images is right");
    for (int i = 0; i < 4; i++) {
        struct table_layout layout = i % 2 ? narrow : table_layout_default();
        layout.plain = i >= 2;
        struct table_image image = table_build(&job->arena, ir, 1, &layout);
        images->length[i] = image.length;
        images->data[i] = malloc(image.length);
        FUZZ_HOLDS(images->data[i], "memory for an image");
        memcpy(images->data[i], image.data, image.length);
    }
}

static inline const struct fuzz_images *fuzz_real_images(void)
{
    static struct fuzz_images images; /* built once, kept until the program ends */
    if (!images.data[0])
        fuzz_run(fuzz_make_images, (const unsigned char *)&images, sizeof images);
    return &images;
}

/* The image that an input stands for, 64-byte aligned in the job's arena. */
static inline unsigned char *fuzz_image_of(struct fuzz_job *job, size_t *length)
{
    const char *choice = job->size ? memchr(FUZZ_IMAGES, job->data[0], 4) : NULL;
    bool changes = choice != NULL;
    const struct fuzz_images *real = changes ? fuzz_real_images() : NULL;
    size_t which = changes ? (size_t)(choice - FUZZ_IMAGES) : 0;
    *length = changes ? real->length[which] : job->size;
    unsigned char *room = arena_alloc(&job->arena, *length + 64);
    unsigned char *image = room + (64 - (uintptr_t)room % 64) % 64;
    if (*length)
        memcpy(image, changes ? real->data[which] : job->data, *length);
    for (size_t at = 1; changes && at + 6 <= job->size; at += 6) {
        uint16_t place;
        uint32_t add, word;
        memcpy(&place, job->data + at, 2);
        memcpy(&add, job->data + at + 2, 4);
        unsigned char *target = image + place % (*length / 4) * 4;
        memcpy(&word, target, 4);
        word += add;
        memcpy(target, &word, 4);
    }
    return image;
}

static inline void fuzz_image_job(void *argument)
{
    struct fuzz_job *job = argument;
    size_t length;
    const char *error;
    fuzz_arena(job);
    unsigned char *image = fuzz_image_of(job, &length);
    mend_checksums(image, length);
    const struct table *table = table_open(&job->arena, image, length, &error);
    FUZZ_HOLDS((table == NULL) == (error != NULL), "a refused image has a reason");
    if (!table)
        return;
    exercise_table(table, &job->arena, 100, job->size % 8 == 0);
    exercise_prints(table, &job->arena);
}

static inline int fuzz_image(const unsigned char *data, size_t size)
{
    fuzz_run(fuzz_image_job, data, size);
    return 0;
}

/* ---- policies ------------------------------------------------------------------------------ */

/* Everything that `polc check` asks, with few steps for each question; every witness is asked
 * again as a single world inside. */
static inline void fuzz_analyse(struct fuzz_job *job, const struct ir *ir,
                                const struct table *table, struct diags *diags)
{
    struct findings findings = {.arena = &job->arena};
    struct evaluator *evaluator = evaluator_new(&job->arena, table);
    struct analysis analysis = {.arena = &job->arena, .model = ir->model, .ir = ir,
                                .table = table, .findings = &findings, .on = 20500,
                                .rule_budget = 300};
    struct analysis_wish wish = {.gaps = true, .overlaps = true, .lookahead_days = 90};
    analysis.space = space_new(&job->arena, evaluator, ir->model->dated);
    analyse_policy(&analysis, &wish);
    struct findings_aside aside;
    emit_findings(&analysis, diags, NULL, &aside);
    evaluator_free(evaluator);
}

static inline void fuzz_policy_job(void *argument)
{
    struct fuzz_job *job = argument;
    fuzz_arena(job);
    struct sources sources;
    struct diags diags;
    struct interner names;
    struct strbuf out;
    const char *error;
    sources_init(&sources, &job->arena);
    diags_init(&diags, &job->arena, &sources);
    interner_init(&names, &job->arena);
    strbuf_init(&out, &job->arena);
    const struct ir *ir = fuzz_lower(job, &diags, &names);
    diags_render(&diags, false, &out);
    if (diags.errors)
        return;
    error = ir_verify(ir, &job->arena);
    FUZZ_HOLDS(!error, error);
    ir_print(ir, &out);
    struct table_image image = table_build(&job->arena, ir, 1, NULL);
    const struct table *table = table_open(&job->arena, image.data, image.length, &error);
    FUZZ_HOLDS(table, error);
    exercise_table(table, &job->arena, 200, true);
    exercise_prints(table, &job->arena);
    fuzz_analyse(job, ir, table, &diags);
    diags_render(&diags, false, &out);
}

static inline int fuzz_policy(const unsigned char *data, size_t size)
{
    if (size <= 1u << 16)
        fuzz_run(fuzz_policy_job, data, size);
    return 0;
}

/* ---- descriptions -------------------------------------------------------------------------- */

static inline void fuzz_bind(const unsigned char *data, size_t size, enum bind_format format,
                             bool inputs)
{
    if (size == 0 || size > 1u << 20)
        return;
    /* exactly as long as the input, so that a read beyond it is seen */
    char *copy = malloc(size);
    FUZZ_HOLDS(copy != NULL, "memory for a document");
    memcpy(copy, data, size);
    struct case_input input = {.name = "fuzz", .data = copy, .length = size, .format = format,
                               .inputs = inputs ? input_case_add : NULL};
    char *text = case_read(&input);
    free(text);
    free(copy);
}

static inline int fuzz_yaml(const unsigned char *data, size_t size)
{
    fuzz_bind(data, size, BIND_YAML, false);
    return 0;
}

static inline int fuzz_json(const unsigned char *data, size_t size)
{
    fuzz_bind(data, size, BIND_JSON, false);
    fuzz_bind(data, size, BIND_NDJSON, false);
    return 0;
}

/* ---- documents of inputs ------------------------------------------------------------------- */

/* What a path leads to in the tree that a filter let through must be what it leads to in the
 * whole one. */
static inline void fuzz_same_places(struct arena *arena, const struct vocab *vocab, uint32_t path,
                                    const struct node *part, const struct node *whole)
{
    struct pointer_places a = {NULL, 0, 0}, b = {NULL, 0, 0};
    pointer_find(arena, vocab, path, part, &a);
    pointer_find(arena, vocab, path, whole, &b);
    FUZZ_HOLDS(a.count == b.count, "a filter keeps all places");
    for (size_t i = 0; i < a.count; i++) {
        const struct node *x = a.items[i].node, *y = b.items[i].node;
        FUZZ_HOLDS(x->kind == y->kind && x->span.begin == y->span.begin
                       && x->span.end == y->span.end && a.items[i].computed == b.items[i].computed
                       && node_is_computed(x) == node_is_computed(y)
                       && x->length == y->length && memcmp(x->text, y->text, x->length) == 0,
                   "a filter changes nothing");
        FUZZ_HOLDS(x->kind != NODE_LIST || x->count == y->count, "a list keeps its elements");
        for (size_t k = 0; x->kind == NODE_LIST && k < x->count; k++)
            FUZZ_HOLDS(x->entries[k].value->span.begin == y->entries[k].value->span.begin
                           && x->entries[k].value->kind == y->entries[k].value->kind,
                       "an element stays what it is");
    }
}

static inline void fuzz_same_elements(struct arena *arena, const struct vocab *vocab,
                                      const struct vocab_input *input, const struct node *part,
                                      const struct node *whole)
{
    struct pointer_places a = {NULL, 0, 0}, b = {NULL, 0, 0};
    fuzz_same_places(arena, vocab, input->each, part, whole);
    pointer_find(arena, vocab, input->each, part, &a);
    pointer_find(arena, vocab, input->each, whole, &b);
    for (size_t i = 0; i < a.count; i++) {
        const struct node *x = a.items[i].node, *y = b.items[i].node;
        for (uint32_t t = input->first_test; t < input->first_test + input->test_count; t++)
            fuzz_same_places(arena, vocab, vocab->input_tests[t].path, x, y);
        for (uint32_t f = input->first_fact; f < input->first_fact + input->fact_count; f++)
            for (uint32_t p = 0; p < vocab->input_facts[f].path_count; p++)
                fuzz_same_places(arena, vocab, vocab->input_facts[f].first_path + p, x, y);
        if (input->name_path != VOCAB_NONE)
            fuzz_same_places(arena, vocab, input->name_path, x, y);
    }
}

static inline void fuzz_filter_job(void *argument)
{
    struct fuzz_job *job = argument;
    struct case_vocab *v = case_vocab_new();
    struct sources sources;
    struct diags diags;
    fuzz_arena(job);
    input_case_add(v);
    const struct vocab *vocab = arena_copy(&job->arena, &v->vocab, sizeof v->vocab);
    char *words = arena_copy(&job->arena, v->text, sizeof v->text);
    ((struct vocab *)(uintptr_t)vocab)->text = words;
    free(v);
    sources_init(&sources, &job->arena);
    diags_init(&diags, &job->arena, &sources);
    char *data = arena_string(&job->arena, (const char *)job->data, job->size);
    struct json_text text = {sources_add(&sources, "fuzz", data, job->size), data, 0, job->size, 512,
                             NULL, false, NULL};
    const struct node *whole = json_tree(&job->arena, &diags, &text);
    text.filter = filter_new(&job->arena, vocab, VOCAB_NONE);
    const struct node *part = json_tree(&job->arena, &diags, &text);
    FUZZ_HOLDS(!whole == !part, "a filter refuses what is refused without one");
    for (uint32_t i = 0; part && i < vocab->input_count; i++) {
        const struct vocab_input *input = &vocab->inputs[i];
        for (uint32_t g = input->first_guard; g < input->first_guard + input->guard_count; g++)
            fuzz_same_places(&job->arena, vocab, vocab->input_tests[g].path, part, whole);
        fuzz_same_elements(&job->arena, vocab, input, part, whole);
    }
}

static inline int fuzz_input(const unsigned char *data, size_t size)
{
    fuzz_bind(data, size, BIND_JSON, true);
    fuzz_bind(data, size, BIND_NDJSON, true);
    fuzz_bind(data, size, BIND_YAML, true);
    fuzz_bind(data, size, BIND_CSV, true);
    if (size && size <= 1u << 20)
        fuzz_run(fuzz_filter_job, data, size);
    return 0;
}

#endif
