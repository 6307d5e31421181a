/* test_table_image.c: an image is opened when it is what table_image_write made, and refused
 * with the right words when it is anything else; and what is opened is safe to evaluate. */
#include "fuzz/exercise.h"
#include "fuzz/mend.h"
#include "ir/ir.h"
#include "sema/dump.h"
#include "sema_fixture.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define POLICY "tests/fuzz/corpus/policy/everything.pol"

/* A table of the policy, in two layouts: the usual one, and one with little room, which
 * has wide columns, shared lanes, pivots and rows. */
struct subject {
    struct arena *arena;
    struct ir *ir;
    struct table_image image;
    unsigned char *copy; /* 64-byte aligned, as long as the image, to be changed */
};

struct task {
    void (*run)(struct subject *subject);
    struct table_layout layout;
    bool ran;
};

static const struct table_layout narrow = {.small_cells = 2,
                                           .lane_limit = 3,
                                           .pivot_cells = 4,
                                           .pivot_share = 1,
                                           .rows_worth_it = 1,
                                           .buckets = 2};

static void with_image(struct checked *checked, void *context)
{
    struct task *task = context;
    struct arena *arena = &checked->arena;
    if (checked->diags.errors)
        fail_msg("%s", strbuf_string(&checked->report));
    struct subject s = {.arena = arena, .ir = ir_lower(arena, checked->model, &checked->diags)};
    assert_int_equal(checked->diags.errors, 0);
    assert_null(ir_verify(s.ir, arena));
    s.image = table_build(arena, s.ir, 1, &task->layout);
    unsigned char *room = arena_alloc(arena, s.image.length + 64);
    s.copy = room + (64 - (uintptr_t)room % 64) % 64;
    memcpy(s.copy, s.image.data, s.image.length);
    task->run(&s);
    task->ran = true;
}

static void run_with(struct table_layout layout, void (*run)(struct subject *subject))
{
    struct task task = {run, layout, false};
    assert_true(sema_fixture_file(POLICY, with_image, &task));
    assert_true(task.ran);
}

/* With every section as it is, so that its words can be changed. */
static void run_plain(struct table_layout layout, void (*run)(struct subject *subject))
{
    layout.plain = true;
    run_with(layout, run);
}

static void run_both(void (*run)(struct subject *subject))
{
    run_with(table_layout_default(), run);
    run_with(narrow, run);
}

/* ---- what is opened is what was written ------------------------------------------------- */

static const struct table *open_it(struct subject *s)
{
    const char *error;
    const struct table *table = table_open(s->arena, s->image.data, s->image.length, &error);
    if (!table)
        fail_msg("%s", error);
    return table;
}

static void same_sections(struct subject *s)
{
    const struct table *t = open_it(s);
    const struct ir *ir = s->ir;
    assert_true(table_is_image(s->image.data, s->image.length));
    assert_int_equal(t->columns_count, ir->columns.count);
    assert_int_equal(t->nodes_count, ir->nodes.count);
    assert_int_equal(t->norms_count, ir->norms.count);
    assert_int_equal(t->vocab.var_count, ir->model->vocab.var_count);
    assert_int_equal(t->vocab.spelling_count, ir->model->vocab.spelling_count);
    assert_true(t->vocab.spelling_count > 0);
    assert_memory_equal(t->literals, ir->literals.items, t->literals_count * sizeof *t->literals);
    assert_string_equal(table_text(t, t->meta->name.offset), "Everything a table can hold");
}

/* What the image holds of the vocabulary is told in the same words, inputs and their places too. */
static void same_vocabulary(struct subject *s)
{
    const struct table *t = open_it(s);
    const struct vocab *vocab = &s->ir->model->vocab;
    struct strbuf model = strbuf_new(s->arena), table = strbuf_new(s->arena);
    vocab_dump(vocab, &model);
    vocab_dump(&t->vocab, &table);
    assert_string_equal(strbuf_string(&table), strbuf_string(&model));
    assert_int_equal(t->vocab.input_count, 2);
    assert_true(t->vocab.input_mark_count > 0 && t->vocab.input_pattern_count > 0);
    for (uint32_t i = 0; i < vocab->input_count; i++) {
        assert_int_equal(t->vocab.inputs[i].line, vocab->inputs[i].line);
        assert_string_equal(vocab_string(&t->vocab, t->vocab.inputs[i].file), POLICY);
    }
}

static void test_vocabulary(void **state)
{
    (void)state;
    run_both(same_vocabulary);
}

static void same_cells(struct subject *s)
{
    const struct table *t = open_it(s);
    for (uint32_t c = 0; c < t->columns_count; c++) {
        const struct table_column *column = &t->columns[c];
        const struct vocab_var *var = &t->vocab.vars[column->var];
        assert_true(c >= t->var_first_column[column->var]);
        assert_true(c < t->var_first_column[column->var] + t->var_column_count[column->var]);
        if (column->kind == COLUMN_LEAF)
            for (uint32_t leaf = 0; leaf < var->leaf_count; leaf++)
                assert_int_equal(table_cell(t, c, leaf), ir_cell(s->ir, c, leaf));
        if (column->kind != COLUMN_NUMBER)
            continue;
        for (uint32_t i = 0; i < column->cell_count; i++) {
            int64_t cut = t->cuts[column->first_cut + i];
            assert_int_equal(table_cell(t, c, cut), i);
            assert_int_equal(table_cell(t, c, cut), ir_cell(s->ir, c, cut));
            if (i > 0)
                assert_int_equal(table_cell(t, c, cut - 1), i - 1);
        }
    }
}

static void same_literals(struct subject *s)
{
    const struct table *t = open_it(s);
    for (uint32_t l = 0; l < t->literals_count; l++) {
        const struct ir_literal *literal = &t->literals[l];
        for (uint32_t cell = 0; cell < t->columns[literal->column].cell_count; cell++) {
            bool expected = false;
            for (uint32_t r = 0; r < literal->range_count; r++)
                expected |= t->ranges[literal->first_range + r].low <= cell
                            && cell <= t->ranges[literal->first_range + r].high;
            assert_int_equal(table_literal_has(t, l, cell), expected);
        }
    }
}

static void same_bytes(struct subject *s)
{
    struct table_layout usual = table_layout_default();
    struct table_image again = table_build(s->arena, s->ir, 1, &usual);
    struct table_image third = table_build(s->arena, s->ir, 1, NULL);
    assert_int_equal(again.length, third.length);
    assert_memory_equal(again.data, third.data, again.length);
    assert_int_equal((uintptr_t)again.data % 64, 0);
}

static void test_sections(void **state)
{
    (void)state;
    run_both(same_sections);
}

static void test_cells(void **state)
{
    (void)state;
    run_both(same_cells);
}

static void test_literals(void **state)
{
    (void)state;
    run_both(same_literals);
}

static void test_deterministic(void **state)
{
    (void)state;
    run_both(same_bytes);
}

/* ---- what is refused ------------------------------------------------------------------------ */

static void refused(struct subject *s, size_t length, const char *expected)
{
    const char *error = NULL;
    assert_null(table_open(s->arena, s->copy, length, &error));
    assert_non_null(error);
    if (expected)
        assert_string_equal(error, expected);
    memcpy(s->copy, s->image.data, s->image.length);
}

static void set_word(struct subject *s, size_t offset, uint32_t word)
{
    memcpy(s->copy + offset, &word, sizeof word);
}

static void says_why(struct subject *s)
{
    size_t length = s->image.length;
    const struct image_row *rows = (const struct image_row *)(s->image.data
                                                              + sizeof(struct image_header));
    memcpy(s->copy, "policy \"", 8);
    refused(s, length, "not a decision table");
    refused(s, 0, "not a decision table");
    refused(s, 40, "damaged: cut short inside its header");
    set_word(s, offsetof(struct image_header, reader), 6);
    refused(s, length, "made by a newer polc (format 6, this one reads 5)");
    set_word(s, offsetof(struct image_header, reader), 4);
    refused(s, length, "made by an older polc (format 4, this one reads 5)");
    set_word(s, offsetof(struct image_header, reader), 0x05000000);
    refused(s, length, "made on a machine of the other byte order");
    set_word(s, offsetof(struct image_header, reader), 0);
    refused(s, length, "damaged: its format has no number");
    set_word(s, offsetof(struct image_header, section_count), 5);
    refused(s, length, "damaged: 5 sections instead of 51");
    s->copy[offsetof(struct image_header, zero)] = 1;
    refused(s, length, "damaged: checksum of the header");
    s->copy[rows[IMAGE_records].offset] ^= 1;
    refused(s, length, "damaged: checksum of section records");
    assert_true(rows[IMAGE_cuts].offset > rows[IMAGE_columns].offset
                                              + rows[IMAGE_columns].size);
    s->copy[rows[IMAGE_cuts].offset - 1] = 1;
    refused(s, length, "damaged: bytes before section cuts");
}

/* A packed section, whose numbers do not end with its bytes: behind right checksums. */
static void checks_packing(struct subject *s)
{
    const struct image_row *rows = (const struct image_row *)(s->image.data
                                                              + sizeof(struct image_header));
    const struct image_row *nodes = &rows[IMAGE_nodes];
    size_t length = s->image.length;
    assert_true(nodes->size < nodes->count * nodes->element);
    s->copy[nodes->offset + nodes->size - 1] |= 0x80;
    mend_checksums(s->copy, length);
    refused(s, length, "damaged: numbers of section nodes");
    s->copy[nodes->offset] |= 0x80; /* of the first element other words differ than before */
    mend_checksums(s->copy, length);
    refused(s, length, NULL);
    uint64_t count = nodes->size + 1;
    size_t at = (size_t)((const unsigned char *)&nodes->count - s->image.data);
    memcpy(s->copy + at, &count, sizeof count);
    mend_checksums(s->copy, length);
    refused(s, length, "damaged: place of section nodes");
}

static void test_packing(void **state)
{
    (void)state;
    run_both(checks_packing);
}

static void refuses_every_length(struct subject *s)
{
    for (size_t length = 0; length < s->image.length; length++)
        refused(s, length, NULL);
    unsigned char *longer = arena_alloc(s->arena, s->image.length + 64);
    unsigned char *kept = s->copy;
    memcpy(longer, s->image.data, s->image.length);
    s->copy = longer;
    refused(s, s->image.length + 64, "damaged: 64 bytes too many");
    s->copy = kept;
}

static void refuses_every_flip(struct subject *s)
{
    for (size_t i = 0; i < s->image.length; i++) {
        struct arena_mark mark = arena_mark(s->arena);
        s->copy[i] ^= (unsigned char)(1u << i % 8);
        refused(s, s->image.length, NULL);
        arena_rewind(s->arena, mark);
    }
}

static void test_says_why(void **state)
{
    (void)state;
    run_both(says_why);
}

static void test_every_length(void **state)
{
    (void)state;
    run_with(table_layout_default(), refuses_every_length);
}

static void test_every_flip(void **state)
{
    (void)state;
    run_both(refuses_every_flip);
}

/* ---- what checksums cannot know --------------------------------------------------------------- */

/* One changed word of a section, checksums right again: what must be said. */
static void refused_word(struct subject *s, enum image_section section, size_t offset,
                         uint32_t word, const char *expected)
{
    const struct image_row *rows = (const struct image_row *)(s->image.data
                                                              + sizeof(struct image_header));
    set_word(s, (size_t)rows[section].offset + offset, word);
    mend_checksums(s->copy, s->image.length);
    refused(s, s->image.length, expected);
}

static void checks_ids(struct subject *s)
{
    const struct table *t = open_it(s);
    uint32_t many = 0x7FFFFFFF;
    refused_word(s, IMAGE_nodes, offsetof(struct table_node, expr), many,
                 "damaged: node 0 has no condition");
    refused_word(s, IMAGE_nodes, offsetof(struct table_node, first_record), many,
                 "damaged: node 0 has no records");
    refused_word(s, IMAGE_nodes, offsetof(struct table_node, kind), NODE_LIFT,
                 "damaged: node 0 is of no known sort");
    refused_word(s, IMAGE_nodes, offsetof(struct table_node, component), 0,
                 "damaged: node 0 is settled before its exceptions");
    refused_word(s, IMAGE_norms, offsetof(struct table_norm, clause), many,
                 "damaged: norm 0 stands in no clause");
    refused_word(s, IMAGE_norms, offsetof(struct table_norm, bearer), 0,
                 "damaged: norm 0 binds no party");
    refused_word(s, IMAGE_norms, offsetof(struct table_norm, first_rank), many,
                 "damaged: norm 0 has no ranks");
    refused_word(s, IMAGE_columns, offsetof(struct table_column, var), many,
                 "damaged: column 0 does not fit its variable");
    refused_word(s, IMAGE_columns, offsetof(struct table_column, cell_count), many,
                 "damaged: column 0 has no cells");
    refused_word(s, IMAGE_literals, offsetof(struct ir_literal, range_count), 0,
                 "damaged: literal 0 has no cells");
    refused_word(s, IMAGE_ranges, offsetof(struct ir_range, high), many,
                 "damaged: the cells of literal 0 are out of order");
    refused_word(s, IMAGE_named, offsetof(struct ir_named, ref), many,
                 "damaged: name 0 of a condition stands for nothing");
    refused_word(s, IMAGE_places, offsetof(struct table_place, file), many,
                 "damaged: place 0 is in no file");
    refused_word(s, IMAGE_places, offsetof(struct table_place, end_line), 0,
                 "damaged: place 0 ends before it begins");
    refused_word(s, IMAGE_text, 0, 0x41414141,
                 "damaged: the texts do not begin and end with an empty one");
    refused_word(s, IMAGE_vocab_vars, offsetof(struct vocab_var, kind), 77,
                 "damaged: variable 0 is of no known sort");
    refused_word(s, IMAGE_wilds, offsetof(struct table_wild, record_count), many,
                 "damaged: wild records 0 are of another sign");
    refused_word(s, IMAGE_records, sizeof(uint32_t), 1, "damaged: record 0 tests bits of no column");
    refused_word(s, IMAGE_vocab_inputs, offsetof(struct vocab_input, each), many,
                 "damaged: input 0 has no parts");
    refused_word(s, IMAGE_vocab_inputs, offsetof(struct vocab_input, fact_count), many,
                 "damaged: input 0 has no parts");
    refused_word(s, IMAGE_vocab_input_tests, offsetof(struct vocab_input_test, negated), 2,
                 "damaged: test 0 of an input is none");
    refused_word(s, IMAGE_vocab_input_facts, offsetof(struct vocab_input_fact, otherwise), 3,
                 "damaged: fact 0 of an input is none");
    refused_word(s, IMAGE_vocab_input_patterns, 0, many,
                 "damaged: pattern 0 of an input has no text");
    refused_word(s, IMAGE_vocab_input_marks, 0, many, "damaged: mark 0 of an input has no place");
    refused_word(s, IMAGE_vocab_input_paths, offsetof(struct vocab_input_path, step_count), many,
                 "damaged: path 0 of an input has no steps");
    refused_word(s, IMAGE_vocab_input_steps, offsetof(struct vocab_input_step, kind), 3,
                 "damaged: step 0 of an input is none");
    assert_true(t->exprs_count > 2);
}

/* An expression that contains itself would never end. */
static void checks_cycles(struct subject *s)
{
    const struct table *t = open_it(s);
    for (uint32_t id = 0; id < t->exprs_count; id++) {
        if (t->exprs[id].op != IR_AND)
            continue;
        size_t at = id * sizeof(struct table_expr);
        const char *message = arena_printf(s->arena, "damaged: condition %u is not made of "
                                                     "earlier ones", id);
        refused_word(s, IMAGE_exprs, at, IR_AND | id << 3, message);
        refused_word(s, IMAGE_exprs, at + offsetof(struct table_expr, b), id + 1, message);
        return;
    }
    fail_msg("the policy has no `and`");
}

static void test_ids(void **state)
{
    (void)state;
    run_plain(table_layout_default(), checks_ids);
}

static void test_cycles(void **state)
{
    (void)state;
    run_plain(table_layout_default(), checks_cycles);
    run_plain(narrow, checks_cycles);
}

/* Every word of the image in turn, set to something else, behind right checksums: refused,
 * or opened and then safe. How many are opened is counted, so that the test cannot come to
 * refuse everything unnoticed. */
static void survives(struct subject *s)
{
    static const uint32_t words[] = {0, 1, UINT32_MAX, 0x10000};
    size_t opened = 0;
    bool thorough = getenv("POLC_LONG") != NULL;
    struct arena trial;
    arena_init(&trial, s->arena->guard);
    arena_alloc(&trial, 1); /* so that rewinding keeps the first block */
    for (size_t at = IMAGE_HEAD_SIZE; at + 4 <= s->image.length; at += 4) {
        for (size_t w = thorough ? 0 : at / 4 % 2; w < (thorough ? 5 : 1 + at / 4 % 2); w++) {
            struct arena_mark mark = arena_mark(&trial);
            uint32_t word;
            const char *error;
            memcpy(&word, s->copy + at, 4);
            word = w == 0 ? word + 1 : thorough ? words[w - 1] : words[at / 4 % 4];
            set_word(s, at, word);
            mend_checksums(s->copy, s->image.length);
            const struct table *t = table_open(&trial, s->copy, s->image.length, &error);
            opened += t != NULL;
            if (t) {
                exercise_table(t, &trial, 50, thorough || at / 4 % 32 == 1);
                if (at / 4 % 16 == 0)
                    exercise_prints(t, &trial);
            }
            arena_rewind(&trial, mark);
            memcpy(s->copy, s->image.data, s->image.length);
        }
    }
    arena_free(&trial);
    assert_true(opened > 100);
}

static void test_survives(void **state)
{
    (void)state;
    run_both(survives);
    run_plain(table_layout_default(), survives);
    run_plain(narrow, survives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sections),     cmocka_unit_test(test_cells),
        cmocka_unit_test(test_literals),     cmocka_unit_test(test_deterministic),
        cmocka_unit_test(test_says_why),     cmocka_unit_test(test_every_length),
        cmocka_unit_test(test_every_flip),   cmocka_unit_test(test_ids),
        cmocka_unit_test(test_cycles),       cmocka_unit_test(test_packing),
        cmocka_unit_test(test_survives),     cmocka_unit_test(test_vocabulary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
