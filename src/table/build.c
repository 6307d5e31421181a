/* build.c: from an ir to the bytes of a table, pass by pass. */
#include "table/build.h"

#include "base/hash.h"
#include "table/write.h"

#include <string.h>

/* Arrays of the ir that go into the image as they are. */
#define SHARE(b, section, vec)                       \
    do {                                             \
        (b)->section.items = (vec).items;            \
        (b)->section.count = (vec).count;            \
        (b)->section.capacity = (vec).count;         \
    } while (0)

#define EXPR_PART 0x1FFFFFFFu /* table_expr.a */

static void share_ir(struct table_builder *b)
{
    const struct ir *ir = b->ir;
    SHARE(b, cuts, ir->cuts);
    SHARE(b, literals, ir->literals);
    SHARE(b, ranges, ir->ranges);
    SHARE(b, named, ir->named);
    SHARE(b, children, ir->children);
    SHARE(b, asserts, ir->asserts);
    b->texts = ir->text;
    b->texts.arena = b->arena;
    VEC_RESERVE(b->arena, &b->exprs, ir->exprs.count);
    for (size_t i = 0; i < ir->exprs.count; i++) {
        const struct ir_expr *from = &ir->exprs.items[i];
        bool atom = from->op == IR_LITERAL || from->op == IR_NAMED;
        struct table_expr out = {from->op & 7, from->a & EXPR_PART,
                                 atom ? from->words.offset : from->b};
        VEC_PUSH(b->arena, &b->exprs, out);
    }
}

static void share_inputs(struct table_sections *s, const struct vocab *v)
{
    s->vocab_inputs = v->inputs;
    s->vocab_inputs_count = v->input_count;
    s->vocab_input_tests = v->input_tests;
    s->vocab_input_tests_count = v->input_test_count;
    s->vocab_input_facts = v->input_facts;
    s->vocab_input_facts_count = v->input_fact_count;
    s->vocab_input_patterns = v->input_patterns;
    s->vocab_input_patterns_count = v->input_pattern_count;
    s->vocab_input_marks = v->input_marks;
    s->vocab_input_marks_count = v->input_mark_count;
    s->vocab_input_paths = v->input_paths;
    s->vocab_input_paths_count = v->input_path_count;
    s->vocab_input_steps = v->input_steps;
    s->vocab_input_steps_count = v->input_step_count;
}

/* Inputs say how documents are read and not what the names are; their texts stand last. */
static size_t names_length(const struct vocab *v)
{
    return v->input_count ? v->inputs[0].name.offset : v->text_length;
}

/* Sections of the vocabulary, the arrays as sema made them. */
static uint64_t share_vocab(struct table_sections *s, const struct vocab *v)
{
    s->vocab_text = v->text;
    s->vocab_text_count = v->text_length;
    s->vocab_vars = v->vars;
    s->vocab_vars_count = v->var_count;
    s->vocab_kinds = v->kinds;
    s->vocab_kinds_count = v->kind_count;
    s->vocab_nodes = v->nodes;
    s->vocab_nodes_count = v->node_count;
    s->vocab_groups = v->groups;
    s->vocab_groups_count = v->group_count;
    s->vocab_ranges = v->ranges;
    s->vocab_ranges_count = v->range_count;
    s->vocab_units = v->units;
    s->vocab_units_count = v->unit_count;
    s->vocab_terms = v->terms;
    s->vocab_terms_count = v->term_count;
    s->vocab_readings = v->readings;
    s->vocab_readings_count = v->reading_count;
    s->vocab_parties = v->parties;
    s->vocab_parties_count = v->party_count;
    s->vocab_spellings = v->spellings;
    s->vocab_spellings_count = v->spelling_count;
    s->vocab_spans = v->spans;
    s->vocab_spans_count = v->span_count;
    s->vocab_families = v->families;
    s->vocab_families_count = v->family_count;
    share_inputs(s, v);
    uint64_t hash = hash_bytes(v->text, names_length(v));
    hash = hash_word(hash ^ hash_bytes(v->vars, v->var_count * sizeof *v->vars));
    return hash_word(hash ^ hash_bytes(v->nodes, v->node_count * sizeof *v->nodes));
}

/* `records` counts bytes and `text` is a strbuf; the rest is one array each. */
static void take_sections(struct table_builder *b, struct table_sections *s)
{
#define SECTION(id, name, type)          \
    if (b->name.count) {                 \
        s->name = b->name.items;         \
        s->name##_count = b->name.count; \
    }
#include "table/sections.def"
#undef SECTION
}

struct table_layout table_layout_default(void)
{
    struct table_layout layout = {.small_cells = TABLE_SMALL_CELLS,
                                  .lane_limit = UINT16_MAX,
                                  .pivot_cells = 64,
                                  .pivot_share = 8,
                                  .rows_worth_it = 12,
                                  .buckets = 256};
    return layout;
}

static void free_scratch(void *argument)
{
    arena_free(argument);
}

static struct table_image build(struct table_builder *b, uint64_t policy_hash,
                                struct arena *arena)
{
    struct table_sections *sections = ARENA_NEW(b->arena, struct table_sections);
    const struct model *model = b->ir->model;
    share_ir(b);
    layout_columns(b);
    nodes_make(b);
    index_build(b);
    records_of_nodes(b);
    names_build(b);
    b->meta.dated = model->dated;
    b->meta.policy_hash = policy_hash;
    b->meta.vocab_hash = share_vocab(sections, &model->vocab);
    b->meta.party_kind = model->vocab.party_kind;
    b->meta.actor = model->vocab.actor;
    b->meta.act = model->vocab.act;
    b->meta.norm_count = (uint32_t)model->norms.count;
    VEC_PUSH(b->arena, &b->metas, b->meta);
    take_sections(b, sections);
    sections->text = b->texts.items;
    sections->text_count = b->texts.count;
    return table_image_write(arena, sections, b->layout.plain);
}

struct table_image table_build(struct arena *arena, const struct ir *ir, uint64_t policy_hash,
                               const struct table_layout *layout)
{
    struct arena scratch;
    arena_init(&scratch, arena->guard);
    struct cleanup cleanup = {free_scratch, &scratch, NULL};
    guard_register(arena->guard, &cleanup);
    struct table_builder *b = ARENA_NEW(&scratch, struct table_builder);
    b->arena = &scratch;
    b->ir = ir;
    b->layout = layout ? *layout : table_layout_default();
    struct table_image image = build(b, policy_hash, arena);
    guard_forget(arena->guard, &cleanup);
    arena_free(&scratch);
    return image;
}
