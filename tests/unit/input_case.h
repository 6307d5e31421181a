/* input_case.h: input statements for the vocabulary of data_case.h, made by hand, as below. */
#ifndef TESTS_UNIT_INPUT_CASE_H
#define TESTS_UNIT_INPUT_CASE_H

//  input plan for documents with "/changes" and "/version":
//    each "/changes/*" where "/actions" is "create" or "update" where "/skip" is not "yes";
//    name is "/address";
//    host is "/provider" with "*/aws" as AWS, "*/azurerm" as Azure, otherwise other_party;
//    region is "/after/region" or "/after/zone/*";
//    memory is "/after/memory", otherwise unknown;
//    capacity is "/after/power" in GW;
//    calls_model is "/after/calls";
//    signed is "/after/signed";
//    notice is "/after/notice";
//    deployer is Microsoft;
//    unknown at "/marks" for "/after".
//  input stack for documents with "/Resources":
//    each "/Resources/*" where "/Type" is "Box";
//    region is "/Tags/[Key=region]/Value" with "eu-*" as EU, "us-*" as US;
//    host is "/Tags/[Key=host]/Value";
//    balance is "/Balance", otherwise -1.

#include "unit/data_case.h"

struct input_case {
    struct case_vocab *v;
    struct vocab_input inputs[8];
    struct vocab_input_test tests[32];
    struct vocab_input_fact facts[32];
    struct vocab_input_pattern patterns[32];
    struct vocab_input_mark marks[4];
    struct vocab_input_path paths[64];
    struct vocab_input_step steps[128];
    uint32_t inputs_n, tests_n, facts_n, patterns_n, marks_n, paths_n, steps_n;
};

static uint32_t input_case_path(struct input_case *c, const char *written)
{
    struct vocab_input_path *path = &c->paths[c->paths_n];
    path->written = case_text(c->v, written);
    path->first_step = c->steps_n;
    for (const char *at = written; *at;) {
        struct vocab_input_step *step = &c->steps[c->steps_n++];
        size_t length = strcspn(++at, "/");
        char word[64] = "", *equals;
        memcpy(word, at, length);
        at += length;
        step->kind = strcmp(word, "*") == 0 ? INPUT_EVERY : INPUT_KEY;
        if (word[0] == '[' && (equals = strchr(word, '='))) {
            step->kind = INPUT_WHERE;
            word[length - 1] = *equals = '\0';
            step->key = case_text(c->v, word + 1);
            step->value = case_text(c->v, equals + 1);
        } else if (step->kind == INPUT_KEY) {
            step->key = case_text(c->v, word);
        }
        path->step_count++;
    }
    return c->paths_n++;
}

/* Patterns from "pattern=value" up to NULL. */
static uint32_t input_case_patterns(struct input_case *c, const char *const *list, uint32_t *first)
{
    *first = c->patterns_n;
    for (; list && *list; list++) {
        char word[64];
        snprintf(word, sizeof word, "%s", *list);
        char *equals = strchr(word, '=');
        if (equals)
            *equals = '\0';
        c->patterns[c->patterns_n].pattern = case_text(c->v, word);
        c->patterns[c->patterns_n++].value = case_text(c->v, equals ? equals + 1 : "");
    }
    return c->patterns_n - *first;
}

static void input_case_test(struct input_case *c, const char *path, bool negated,
                            const char *const *patterns)
{
    struct vocab_input_test *test = &c->tests[c->tests_n++];
    test->path = input_case_path(c, path);
    test->negated = negated;
    test->pattern_count = input_case_patterns(c, patterns, &test->first_pattern);
}

static struct vocab_input_fact *input_case_fact(struct input_case *c, const char *key,
                                                const char *const *paths,
                                                const char *const *patterns)
{
    struct vocab_input_fact *fact = &c->facts[c->facts_n++];
    fact->key = case_text(c->v, key);
    fact->first_path = c->paths_n;
    for (; paths && *paths; paths++, fact->path_count++)
        input_case_path(c, *paths);
    fact->pattern_count = input_case_patterns(c, patterns, &fact->first_pattern);
    return fact;
}

#define LIST(...) (const char *const[]){__VA_ARGS__, NULL}

static void input_case_plan(struct input_case *c)
{
    struct vocab_input *input = &c->inputs[c->inputs_n++];
    input->name = case_text(c->v, "plan");
    input->file = case_text(c->v, "inputs.pol");
    input->line = 3;
    input_case_test(c, "/changes", false, NULL);
    input_case_test(c, "/version", false, NULL);
    input->guard_count = 2;
    input->each = input_case_path(c, "/changes/*");
    input->first_test = c->tests_n;
    input_case_test(c, "/actions", false, LIST("create", "update"));
    input_case_test(c, "/after/skip", true, LIST("yes"));
    input->test_count = 2;
    input->name_path = input_case_path(c, "/address");
    struct vocab_input_fact *host = input_case_fact(c, "host", LIST("/provider"),
                                                    LIST("*/aws=AWS", "*/azurerm=Azure"));
    host->otherwise = INPUT_OTHERWISE_VALUE;
    host->value = case_text(c->v, "other_party");
    input_case_fact(c, "region", LIST("/after/region", "/after/zone/*"), NULL);
    input_case_fact(c, "memory", LIST("/after/memory"), NULL)->otherwise = INPUT_OTHERWISE_UNKNOWN;
    input_case_fact(c, "capacity", LIST("/after/power"), NULL)->unit = case_text(c->v, "GW");
    input_case_fact(c, "calls_model", LIST("/after/calls"), NULL);
    input_case_fact(c, "signed", LIST("/after/signed"), NULL);
    input_case_fact(c, "notice", LIST("/after/notice"), NULL);
    input_case_fact(c, "deployer", NULL, NULL)->value = case_text(c->v, "Microsoft");
    input->fact_count = c->facts_n;
    c->marks[0].marks = input_case_path(c, "/marks");
    c->marks[0].values = input_case_path(c, "/after");
    c->marks_n = input->mark_count = 1;
}

static void input_case_stack(struct input_case *c)
{
    struct vocab_input *input = &c->inputs[c->inputs_n++];
    input->name = case_text(c->v, "stack");
    input->file = case_text(c->v, "inputs.pol");
    input->line = 15;
    input->first_guard = c->tests_n;
    input_case_test(c, "/Resources", false, NULL);
    input->guard_count = 1;
    input->each = input_case_path(c, "/Resources/*");
    input->first_test = c->tests_n;
    input_case_test(c, "/Type", false, LIST("Box"));
    input->test_count = 1;
    input->name_path = VOCAB_NONE;
    input->first_fact = c->facts_n;
    input_case_fact(c, "region", LIST("/Tags/[Key=region]/Value"), LIST("eu-*=EU", "us-*=US"));
    input_case_fact(c, "host", LIST("/Tags/[Key=host]/Value"), NULL);
    struct vocab_input_fact *balance = input_case_fact(c, "balance", LIST("/Balance"), NULL);
    balance->otherwise = INPUT_OTHERWISE_VALUE;
    balance->value = case_text(c->v, "-1");
    input->fact_count = c->facts_n - input->first_fact;
}

/* An input for what looks like a description:
 *   input lookalike for documents with "/region": each ""; host is "/region" with "*" as AWS. */
static void input_case_lookalike(struct input_case *c)
{
    struct vocab_input *input = &c->inputs[c->inputs_n++];
    input->name = case_text(c->v, "lookalike");
    input->file = case_text(c->v, "inputs.pol");
    input_case_test(c, "/region", false, NULL);
    input->guard_count = 1;
    input->each = input_case_path(c, "");
    input->name_path = VOCAB_NONE;
    input_case_fact(c, "host", LIST("/region"), LIST("*=AWS"));
    input->fact_count = 1;
}

// Inputs into whose elements others look, or of which others look at the list:
//   input listed for documents with "/items" is "x": each "/items/*"; host is "/host".
//   input guarded for documents with "/rows/*/kind" is "y": each "/rows/*"; host is "/host".
//   input outer for documents with "/outer": each "/a/*"; host is "/b/*/host".
//   input inner for documents with "/a": each "/a/*/b/*"; host is "/host".
//   input tagged for documents with "/tags": each "/tags/[Key=host]"; host is "/Value".

static void input_case_one(struct input_case *c, const char *name, const char *guard,
                           const char *const *patterns, const char *each, const char *fact)
{
    struct vocab_input *input = &c->inputs[c->inputs_n++];
    input->name = case_text(c->v, name);
    input->file = case_text(c->v, "inputs.pol");
    input->first_guard = c->tests_n;
    input_case_test(c, guard, false, patterns);
    input->guard_count = 1;
    input->each = input_case_path(c, each);
    input->first_test = c->tests_n;
    input->name_path = VOCAB_NONE;
    input->first_fact = c->facts_n;
    input_case_fact(c, "host", LIST(fact), NULL);
    input->fact_count = 1;
}

static void input_case_fill(const struct input_case *c)
{
    struct vocab *vocab = &c->v->vocab;
    vocab->inputs = c->inputs;
    vocab->input_tests = c->tests;
    vocab->input_facts = c->facts;
    vocab->input_patterns = c->patterns;
    vocab->input_marks = c->marks;
    vocab->input_paths = c->paths;
    vocab->input_steps = c->steps;
    vocab->input_count = c->inputs_n;
    vocab->input_test_count = c->tests_n;
    vocab->input_fact_count = c->facts_n;
    vocab->input_pattern_count = c->patterns_n;
    vocab->input_mark_count = c->marks_n;
    vocab->input_path_count = c->paths_n;
    vocab->input_step_count = c->steps_n;
}

/* What `vocab` points at lives as long as the program: one for all tests. */
static inline void input_case_add(struct case_vocab *v)
{
    static struct input_case c;
    memset(&c, 0, sizeof c);
    c.v = v;
    input_case_plan(&c);
    input_case_stack(&c);
    input_case_fill(&c);
}

static inline void input_case_add_lookalike(struct case_vocab *v)
{
    static struct input_case c;
    memset(&c, 0, sizeof c);
    c.v = v;
    input_case_lookalike(&c);
    input_case_fill(&c);
}

static inline void input_case_add_shared(struct case_vocab *v)
{
    static struct input_case c;
    memset(&c, 0, sizeof c);
    c.v = v;
    input_case_one(&c, "listed", "/items", LIST("x"), "/items/*", "/host");
    input_case_one(&c, "guarded", "/rows/*/kind", LIST("y"), "/rows/*", "/host");
    input_case_one(&c, "outer", "/outer", NULL, "/a/*", "/b/*/host");
    input_case_one(&c, "inner", "/a", NULL, "/a/*/b/*", "/host");
    input_case_one(&c, "tagged", "/tags", NULL, "/tags/[Key=host]", "/Value");
    input_case_fill(&c);
}

#endif
