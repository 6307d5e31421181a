/* dump_inputs.c: the input statements of a vocabulary as text, paths step by step.
 *
 *     input plan
 *       guard "resource_changes"
 *       each "resource_changes" *
 *         where "change" "actions" * is "create", "update"
 *       fact host "provider_name"
 *         with "*.aws.*" as AWS
 *         otherwise unknown
 */
#include "sema/dump.h"

static void quote(const struct vocab *vocab, struct vocab_text text, struct strbuf *out)
{
    strbuf_printf(out, "\"%s\"", vocab_string(vocab, text));
}

static void dump_path(const struct vocab *vocab, uint32_t id, struct strbuf *out)
{
    const struct vocab_input_path *path = &vocab->input_paths[id];
    if (path->step_count == 0)
        strbuf_text(out, " whole");
    for (uint32_t i = 0; i < path->step_count; i++) {
        const struct vocab_input_step *step = &vocab->input_steps[path->first_step + i];
        strbuf_char(out, ' ');
        switch ((enum input_step_kind)step->kind) {
        case INPUT_KEY:
            quote(vocab, step->key, out);
            break;
        case INPUT_EVERY:
            strbuf_char(out, '*');
            break;
        case INPUT_WHERE:
            strbuf_char(out, '[');
            quote(vocab, step->key, out);
            strbuf_char(out, '=');
            quote(vocab, step->value, out);
            strbuf_char(out, ']');
            break;
        }
    }
}

static void dump_tests(const struct vocab *vocab, const char *label,
                       const struct vocab_input_test *tests, uint32_t count, struct strbuf *out)
{
    for (const struct vocab_input_test *test = tests; test < tests + count; test++) {
        strbuf_printf(out, "%s%s", label, test->negated ? " not" : "");
        dump_path(vocab, test->path, out);
        for (uint32_t p = 0; p < test->pattern_count; p++) {
            strbuf_text(out, p ? ", " : " is ");
            quote(vocab, vocab->input_patterns[test->first_pattern + p].pattern, out);
        }
        strbuf_char(out, '\n');
    }
}

static void dump_fact(const struct vocab *vocab, const struct vocab_input_fact *fact,
                      struct strbuf *out)
{
    strbuf_printf(out, "  fact %s", vocab_string(vocab, fact->key));
    if (fact->path_count == 0)
        strbuf_printf(out, " = %s", vocab_string(vocab, fact->value));
    for (uint32_t p = 0; p < fact->path_count; p++) {
        strbuf_text(out, p ? " or" : "");
        dump_path(vocab, fact->first_path + p, out);
    }
    if (fact->unit.length)
        strbuf_printf(out, " in %s", vocab_string(vocab, fact->unit));
    strbuf_char(out, '\n');
    for (uint32_t p = 0; p < fact->pattern_count; p++) {
        const struct vocab_input_pattern *pattern = &vocab->input_patterns[fact->first_pattern + p];
        strbuf_text(out, "    with ");
        quote(vocab, pattern->pattern, out);
        strbuf_printf(out, " as %s\n", vocab_string(vocab, pattern->value));
    }
    switch ((enum input_otherwise)fact->otherwise) {
    case INPUT_OTHERWISE_ERROR:
        break;
    case INPUT_OTHERWISE_UNKNOWN:
        strbuf_text(out, "    otherwise unknown\n");
        break;
    case INPUT_OTHERWISE_VALUE:
        strbuf_printf(out, "    otherwise %s\n", vocab_string(vocab, fact->value));
        break;
    }
}

void inputs_dump(const struct vocab *vocab, struct strbuf *out)
{
    for (uint32_t i = 0; i < vocab->input_count; i++) {
        const struct vocab_input *input = &vocab->inputs[i];
        strbuf_printf(out, "input %s\n", vocab_string(vocab, input->name));
        dump_tests(vocab, "  guard", vocab->input_tests + input->first_guard, input->guard_count,
                   out);
        strbuf_text(out, "  each");
        dump_path(vocab, input->each, out);
        strbuf_char(out, '\n');
        dump_tests(vocab, "    where", vocab->input_tests + input->first_test, input->test_count,
                   out);
        if (input->name_path != VOCAB_NONE) {
            strbuf_text(out, "  name");
            dump_path(vocab, input->name_path, out);
            strbuf_char(out, '\n');
        }
        for (uint32_t f = 0; f < input->fact_count; f++)
            dump_fact(vocab, &vocab->input_facts[input->first_fact + f], out);
        for (uint32_t m = 0; m < input->mark_count; m++) {
            const struct vocab_input_mark *mark = &vocab->input_marks[input->first_mark + m];
            strbuf_text(out, "  unknown at");
            dump_path(vocab, mark->marks, out);
            strbuf_text(out, " for");
            dump_path(vocab, mark->values, out);
            strbuf_char(out, '\n');
        }
    }
}
