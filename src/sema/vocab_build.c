/* vocab_build.c: texts of the vocabulary in one blob, and the vocabulary as it stands. */
#include "sema/check.h"

struct vocab_text sema_add_text(struct sema *s, const char *text, size_t length)
{
    struct vocab_text result = {(uint32_t)s->text.count, (uint32_t)length};
    strbuf_bytes(&s->text, text, length);
    strbuf_char(&s->text, '\0');
    return result;
}

struct vocab_text sema_add_atom(struct sema *s, atom_t atom)
{
    return sema_add_text(s, atom_text(s->names, atom), atom_length(s->names, atom));
}

static void publish_inputs(const struct sema *s, struct vocab *vocab)
{
    vocab->inputs = s->inputs.items;
    vocab->input_count = (uint32_t)s->inputs.count;
    vocab->input_tests = s->input_tests.items;
    vocab->input_test_count = (uint32_t)s->input_tests.count;
    vocab->input_facts = s->input_facts.items;
    vocab->input_fact_count = (uint32_t)s->input_facts.count;
    vocab->input_patterns = s->input_patterns.items;
    vocab->input_pattern_count = (uint32_t)s->input_patterns.count;
    vocab->input_marks = s->input_marks.items;
    vocab->input_mark_count = (uint32_t)s->input_marks.count;
    vocab->input_paths = s->input_paths.items;
    vocab->input_path_count = (uint32_t)s->input_paths.count;
    vocab->input_steps = s->input_steps.items;
    vocab->input_step_count = (uint32_t)s->input_steps.count;
}

void sema_publish_vocab(struct sema *s)
{
    struct vocab *vocab = &s->model->vocab;
    uint64_t party;
    vocab->text = strbuf_string(&s->text);
    vocab->text_length = s->text.count;
    vocab->vars = s->vars.items;
    vocab->kinds = s->kinds.items;
    vocab->nodes = s->nodes.items;
    vocab->groups = s->groups.items;
    vocab->ranges = s->ranges.items;
    vocab->units = s->units.items;
    vocab->terms = s->terms.items;
    vocab->readings = s->readings.items;
    vocab->parties = s->parties.items;
    vocab->spellings = s->more_spellings.items;
    vocab->families = s->families.items;
    vocab->spans = s->spans.items;
    vocab->span_count = (uint32_t)s->spans.count;
    vocab->family_count = (uint32_t)s->families.count;
    vocab->var_count = (uint32_t)s->vars.count;
    vocab->kind_count = (uint32_t)s->kinds.count;
    vocab->node_count = (uint32_t)s->nodes.count;
    vocab->group_count = (uint32_t)s->groups.count;
    vocab->range_count = (uint32_t)s->ranges.count;
    vocab->unit_count = (uint32_t)s->units.count;
    vocab->term_count = (uint32_t)s->terms.count;
    vocab->reading_count = (uint32_t)s->readings.count;
    vocab->party_count = (uint32_t)s->parties.count;
    vocab->spelling_count = (uint32_t)s->more_spellings.count;
    vocab->party_kind =
        map_get(&s->kind_of_name, s->word_party, &party) ? (uint32_t)party : VOCAB_NONE;
    vocab->act = 1;
    publish_inputs(s, vocab);
    s->model->var_spans = s->var_spans.items;
}
