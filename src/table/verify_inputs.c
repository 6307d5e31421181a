/* verify_inputs.c: do the input statements of the vocabulary fit together?
 *
 * Whatever reads documents with them walks these lists without looking at their bounds. No
 * two lists of one sort may have more elements together than there are, so that walking all of
 * them takes no longer than the image is. That a fact is one and takes its values is left to
 * whoever binds them: it looks them up like those of a description.
 */
#include "table/verify.h"

/* A list inside its section, counted with those of its sort. */
static bool takes(uint32_t first, uint32_t count, uint32_t total, uint64_t *taken)
{
    *taken += count;
    return verify_list(first, count, total) && *taken <= total;
}

static bool check_paths(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    uint64_t steps = 0;
    for (uint32_t s = 0; s < vocab->input_step_count; s++) {
        const struct vocab_input_step *step = &vocab->input_steps[s];
        if (step->kind > INPUT_WHERE || !verify_name(v, step->key) || !verify_name(v, step->value))
            return verify_fail(v, "step %u of an input is none", s);
    }
    for (uint32_t p = 0; p < vocab->input_path_count; p++) {
        const struct vocab_input_path *path = &vocab->input_paths[p];
        if (!verify_name(v, path->written)
            || !takes(path->first_step, path->step_count, vocab->input_step_count, &steps))
            return verify_fail(v, "path %u of an input has no steps", p);
    }
    return true;
}

static bool check_tests(struct verifier *v, uint64_t *patterns)
{
    const struct vocab *vocab = &v->table->vocab;
    for (uint32_t t = 0; t < vocab->input_test_count; t++) {
        const struct vocab_input_test *test = &vocab->input_tests[t];
        if (test->path >= vocab->input_path_count || test->negated > 1
            || !takes(test->first_pattern, test->pattern_count, vocab->input_pattern_count,
                      patterns))
            return verify_fail(v, "test %u of an input is none", t);
    }
    return true;
}

static bool check_facts(struct verifier *v, uint64_t *patterns)
{
    const struct vocab *vocab = &v->table->vocab;
    uint64_t paths = 0;
    for (uint32_t f = 0; f < vocab->input_fact_count; f++) {
        const struct vocab_input_fact *fact = &vocab->input_facts[f];
        if (!verify_name(v, fact->key) || !verify_name(v, fact->unit) || !verify_name(v, fact->value)
            || fact->otherwise > INPUT_OTHERWISE_VALUE
            || !takes(fact->first_path, fact->path_count, vocab->input_path_count, &paths)
            || !takes(fact->first_pattern, fact->pattern_count, vocab->input_pattern_count,
                      patterns))
            return verify_fail(v, "fact %u of an input is none", f);
    }
    return true;
}

static bool check_parts(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    uint64_t patterns = 0;
    for (uint32_t p = 0; p < vocab->input_pattern_count; p++)
        if (!verify_name(v, vocab->input_patterns[p].pattern)
            || !verify_name(v, vocab->input_patterns[p].value))
            return verify_fail(v, "pattern %u of an input has no text", p);
    for (uint32_t m = 0; m < vocab->input_mark_count; m++)
        if (vocab->input_marks[m].marks >= vocab->input_path_count
            || vocab->input_marks[m].values >= vocab->input_path_count)
            return verify_fail(v, "mark %u of an input has no place", m);
    return check_tests(v, &patterns) && check_facts(v, &patterns);
}

bool verify_inputs(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    uint64_t tests = 0, facts = 0, marks = 0;
    if (!check_paths(v) || !check_parts(v))
        return false;
    for (uint32_t i = 0; i < vocab->input_count; i++) {
        const struct vocab_input *input = &vocab->inputs[i];
        if (!verify_name(v, input->name) || !verify_name(v, input->file)
            || input->each >= vocab->input_path_count
            || (input->name_path != VOCAB_NONE && input->name_path >= vocab->input_path_count)
            || !takes(input->first_guard, input->guard_count, vocab->input_test_count, &tests)
            || !takes(input->first_test, input->test_count, vocab->input_test_count, &tests)
            || !takes(input->first_fact, input->fact_count, vocab->input_fact_count, &facts)
            || !takes(input->first_mark, input->mark_count, vocab->input_mark_count, &marks))
            return verify_fail(v, "input %u has no parts", i);
    }
    return true;
}
