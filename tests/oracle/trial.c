/* trial.c: running hand-made cases of the oracle. */
#include "trial.h"

#include "case.h"
#include "interpreter.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void trial_set(struct trial *trial, const char *text)
{
    assert_true(strlen(text) < TRIAL_TEXT);
    strcpy(trial->text, text);
}

void trial_example(struct trial *trial)
{
    trial_file(trial, "tests/spec/example.pol");
}

void trial_file(struct trial *trial, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(trial->text, 1, TRIAL_TEXT - 1, file);
    fclose(file);
    assert_true(length > 0 && length < TRIAL_TEXT - 1);
    trial->text[length] = '\0';
}

void trial_append(struct trial *trial, const char *text)
{
    size_t length = strlen(trial->text);
    assert_true(length + strlen(text) + 2 < TRIAL_TEXT);
    snprintf(trial->text + length, TRIAL_TEXT - length, "\n%s\n", text);
}

void trial_swap(struct trial *trial, const char *old, const char *new)
{
    char *place = strstr(trial->text, old);
    if (!place) {
        fail_msg("`%s` is not in the policy", old);
        return; /* not reached, which compilers do not know */
    }
    if (strstr(place + 1, old))
        fail_msg("`%s` stands twice in the policy", old);
    size_t rest = strlen(place + strlen(old)) + 1;
    assert_true(strlen(trial->text) + strlen(new) < TRIAL_TEXT);
    memmove(place + strlen(new), place + strlen(old), rest);
    memcpy(place, new, strlen(new));
}

/* ---- running ------------------------------------------------------------------------------- */

struct run {
    const char *policy, *box;
    size_t errors;
    char *out; /* the dump, or what was wrong */
};

static void evaluate(struct run *run, struct arena *arena)
{
    struct case_policy policy;
    const char *error;
    case_read(arena, run->policy, &policy);
    run->errors = policy.errors;
    if (policy.errors > 0 || !run->box) {
        run->out = strdup(policy.messages);
        return;
    }
    struct value_set *sets = case_box(arena, &policy.model->vocab, run->box, &error);
    if (!sets) {
        run->errors = 1;
        run->out = strdup(error);
        return;
    }
    struct oracle *oracle = oracle_new(arena, policy.model);
    struct oracle_result result;
    struct strbuf dump;
    strbuf_init(&dump, arena);
    oracle_box(oracle, arena, sets, &(struct oracle_options){400000, ORACLE_PICK_LOW}, &result);
    oracle_dump(oracle, &result, &dump);
    run->out = strdup(strbuf_string(&dump));
}

static void job(struct seed_run *one)
{
    evaluate(one->context, &one->arena);
}

static void run_once(struct run *run)
{
    struct seed_run one = {.context = run};
    assert_int_equal(seeds_guard(&one, job), FAULT_NONE);
}

/* Does some line of the text equal this one, or begin with it? */
static bool has_line(const char *text, const char *line, size_t length, bool begin)
{
    while (*text) {
        const char *end = strchr(text, '\n');
        size_t here = end ? (size_t)(end - text) : strlen(text);
        if ((begin ? here >= length : here == length) && memcmp(text, line, length) == 0)
            return true;
        text += here + (end ? 1 : 0);
    }
    return false;
}

void trial_expect(const struct trial *trial, const char *box, const char *expected)
{
    struct run run = {.policy = trial->text, .box = box};
    run_once(&run);
    if (run.errors > 0)
        fail_msg("not evaluated:\n%s", run.out);
    for (const char *line = expected; *line;) {
        const char *end = strchr(line, '\n');
        size_t length = end ? (size_t)(end - line) : strlen(line);
        bool wrong = line[0] == '!' ? has_line(run.out, line + 1, length - 1, true)
                                    : !has_line(run.out, line, length, false);
        if (wrong)
            fail_msg("%s\nexpected %.*s\nin:\n%s", box, (int)length, line, run.out);
        line += length + (end ? 1 : 0);
    }
    free(run.out);
}

void trial_case(const char *policy, const char *box, const char *expected)
{
    struct trial trial;
    char all[1024];
    trial_set(&trial, policy);
    snprintf(all, sizeof all, "date = 2026-03-20; notice = never; %s", box);
    trial_expect(&trial, all, expected);
}

void trial_refused(const struct trial *trial, const char *words)
{
    struct run run = {.policy = trial->text};
    run_once(&run);
    if (run.errors == 0)
        fail_msg("the policy was accepted");
    if (!strstr(run.out, words))
        fail_msg("no `%s` in:\n%s", words, run.out);
    free(run.out);
}
