/* suite.c: polc/cases.h: suites: running files one after the other and keeping what they show. */
#include "api/suite.h"

#include "emit/names.h"
#include "emit/remarks_case.h"

#include <string.h>

polc_status polc_suite_new(const polc_suite_options *given, polc_suite **out)
{
    polc_suite_options options;
    *out = NULL;
    if (!api_options(given, sizeof options, &options))
        return POLC_ERROR_USAGE;
    struct heap heap = api_heap(options.heap);
    polc_suite *suite = api_handle(heap, sizeof *suite);
    if (!suite)
        return POLC_ERROR_MEMORY;
    suite->heap = heap;
    suite->counts = options.coverage != 0;
    suite->budget = options.budget;
    suite->remarks = options.remarks;
    suite->steps = (struct steps){.tell = options.progress, .context = options.context};
    api_arena(&suite->arena, heap);
    *out = suite;
    return POLC_OK;
}

void polc_suite_free(polc_suite *suite)
{
    if (!suite)
        return;
    for (struct suite_policy *policy = suite->policies, *next; policy; policy = next) {
        next = policy->next;
        if (policy->engine)
            evaluator_free(policy->engine);
        arena_free(&policy->work);
        arena_free(&policy->arena);
        api_release(suite->heap, policy);
    }
    arena_free(&suite->arena);
    api_release(suite->heap, suite);
}

/* ---- policies and entries ------------------------------------------------------------------------ */

struct api_call suite_call(polc_suite *suite, struct suite_policy *policy)
{
    struct api_call call = {.heap = suite->heap,
                            .arenas = {&suite->arena, &policy->arena, &policy->work},
                            .engine = policy->engine};
    return call;
}

struct policy_job {
    polc_suite *suite;
    struct suite_policy *policy;
    const char *file; /* with cases about it */
};

/* The entry of an item, made when it is the first of its kind. */
static uint32_t enter(polc_suite *suite, struct suite_policy *policy, uint32_t number)
{
    const struct cover_item *item = &policy->coverage->items.items[number];
    const struct table *t = policy->table->table;
    struct cover_entry entry = {
        .kind = item->kind, .file = "", .rank = item->what == COVER_YIELDS};
    struct strbuf heading, title;
    strbuf_init(&heading, &suite->arena);
    strbuf_init(&title, &suite->arena);
    cover_heading(policy->coverage, number, &heading);
    cover_title(policy->coverage, number, &title);
    entry.heading = strbuf_string(&heading);
    entry.title = strbuf_string(&title);
    if (suite->entries.count > suite->keys.entries.count)
        suite->entries.count = suite->keys.entries.count; /* memory ran out in between */
    if (item->place != IR_NONE) {
        entry.file = table_text(t, t->places[item->place].file);
        entry.line = t->places[item->place].line;
    }
    struct strbuf key; /* the way to a file depends on where one comes from: its name is enough */
    const char *slash = strrchr(entry.file, '/');
    strbuf_init(&key, &policy->work);
    strbuf_printf(&key, "%d\n%s\n%s\n%s\n%u", (int)entry.kind, entry.heading, entry.title,
                  slash ? slash + 1 : entry.file, entry.line);
    atom_t atom = intern_find(&suite->keys, strbuf_string(&key), key.count);
    if (atom)
        return atom;
    entry.file = arena_string(&suite->arena, entry.file, strlen(entry.file));
    VEC_PUSH(&suite->arena, &suite->entries, entry);
    return intern(&suite->keys, strbuf_string(&key), key.count);
}

static void make_policy(void *argument)
{
    struct policy_job *job = argument;
    struct suite_policy *policy = job->policy;
    if (job->suite->keys.entries.count == 0)
        interner_init(&job->suite->keys, &job->suite->arena);
    if (job->suite->entries.count == 0) { /* atom 0 is no name */
        struct cover_entry none = {.heading = "", .title = "", .file = "", .covered = true};
        VEC_PUSH(&job->suite->arena, &job->suite->entries, none);
    }
    policy->file = arena_string(&policy->arena, job->file, strlen(job->file));
    policy->engine = evaluator_new(&policy->arena, policy->table->table);
    if (job->suite->budget)
        evaluator_budget(policy->engine, job->suite->budget);
    evaluator_watch(policy->engine, job->suite->steps.tell ? &job->suite->steps : NULL);
    if (!job->suite->counts)
        return;
    arena_alloc(&policy->work, 1); /* one block stays */
    struct coverage *coverage =
        cover_new(&policy->arena, &policy->work, policy->engine, policy->table->table);
    policy->coverage = coverage;
    policy->entries = ARENA_ARRAY(&policy->arena, uint32_t, coverage->items.count + 1);
    for (uint32_t i = 0; i < coverage->items.count; i++)
        policy->entries[i] = enter(job->suite, policy, i);
}

struct suite_policy *suite_policy_of(polc_suite *suite, const polc_table *table, const char *file,
                                     polc_status *status)
{
    struct suite_policy **at = &suite->policies;
    *status = POLC_OK;
    while (*at && (*at)->table != table)
        at = &(*at)->next;
    if (*at)
        return *at;
    struct suite_policy *policy = api_handle(suite->heap, sizeof *policy);
    if (!policy) {
        *status = POLC_ERROR_MEMORY;
        return NULL;
    }
    policy->table = table;
    api_arena(&policy->arena, suite->heap);
    api_arena(&policy->work, suite->heap);
    struct policy_job job = {suite, policy, file};
    struct api_call call = suite_call(suite, policy);
    *status = api_run(&call, make_policy, &job);
    if (*status == POLC_OK) {
        *at = policy;
        return policy;
    }
    if (policy->engine)
        evaluator_free(policy->engine);
    arena_free(&policy->work);
    arena_free(&policy->arena);
    api_release(suite->heap, policy);
    return NULL;
}

void suite_pull(const polc_suite *suite, struct suite_policy *policy)
{
    for (size_t i = 0; policy->coverage && i < policy->coverage->items.count; i++)
        policy->coverage->items.items[i].covered =
            suite->entries.items[policy->entries[i]].covered;
}

void suite_push(polc_suite *suite, const struct suite_policy *policy)
{
    for (size_t i = 0; policy->coverage && i < policy->coverage->items.count; i++)
        if (policy->coverage->items.items[i].covered)
            suite->entries.items[policy->entries[i]].covered = true;
}

/* ---- running --------------------------------------------------------------------------------------- */

struct suite_job {
    polc_suite *suite;
    polc_case_receiver *receiver;
    void *context;
    struct case_run run;
};

static const char *kept(polc_suite *suite, const char *text)
{
    return arena_string(&suite->arena, text, strlen(text));
}

static void tell(polc_remarks *remarks, const polc_case *result)
{
    struct remark_scenario scenario = {
        result->name,    result->file,       result->line,    result->column, result->end_column,
        result->verdict, result->decided_by, result->failure, result->why,    result->review != 0};
    remarks_of_scenario(&remarks->remarks, &scenario);
    remarks->about = REMARKS_CASES;
    remarks->cases.passed += result->passed != 0;
    remarks->cases.failed += result->passed == 0;
    remarks->cases.review += result->review != 0;
}

static int keep_case(void *context, const polc_case *result)
{
    struct suite_job *job = context;
    polc_suite *suite = job->suite;
    polc_case copy = *result;
    copy.name = kept(suite, result->name);
    copy.file = kept(suite, result->file);
    copy.why = kept(suite, result->why);
    copy.failure = kept(suite, result->failure);
    copy.decided_by = kept(suite, result->decided_by);
    polc_difference *differences =
        ARENA_ARRAY(&suite->arena, polc_difference, result->difference_count);
    for (size_t i = 0; i < result->difference_count; i++) {
        differences[i].what = kept(suite, result->differences[i].what);
        differences[i].expected = kept(suite, result->differences[i].expected);
        differences[i].found = kept(suite, result->differences[i].found);
    }
    copy.differences = differences;
    VEC_PUSH(&suite->arena, &suite->cases, copy);
    if (suite->remarks)
        tell(suite->remarks, result);
    return job->receiver ? job->receiver(job->context, result) : 0;
}

static void keep_refused(struct suite_job *job)
{
    struct emit_refused refused = {kept(job->suite, job->run.path), ""};
    struct strbuf text;
    strbuf_init(&text, &job->suite->arena);
    api_diagnostics_write(&job->run.problems, POLC_SELECT_ERRORS, false, &text);
    refused.text = strbuf_string(&text);
    VEC_PUSH(&job->suite->arena, &job->suite->refused, refused);
}

static void run_file(void *argument)
{
    struct suite_job *job = argument;
    polc_remarks *remarks = job->suite->remarks;
    const struct table *table = job->run.table->table;
    if (remarks)
        remarks->remarks.suite = arena_printf(&remarks->arena, "%s",
                                              table_text(table, table->meta->name.offset));
    case_run_file(&job->run);
    if (job->run.problems.diags.errors)
        keep_refused(job);
    if (!remarks || !job->run.out->refused)
        return;
    remarks->about = REMARKS_CASES;
    remarks->cases.refused += job->run.out->refused;
    api_remarks_refused(remarks, job->run.path, &job->run.problems, job->run.out->refused);
}

polc_status polc_suite_run(polc_suite *suite, const polc_table *table, const char *path,
                           polc_case_receiver *receiver, void *context, polc_case_counts *out,
                           polc_text **problems)
{
    polc_status status;
    memset(out, 0, sizeof *out);
    if (problems)
        *problems = NULL;
    struct suite_policy *policy = suite_policy_of(suite, table, path, &status);
    if (!policy)
        return status;
    struct suite_job job = {.suite = suite, .receiver = receiver, .context = context};
    job.run = (struct case_run){.table = table, .path = path, .receiver = keep_case,
                                .context = &job, .out = out, .engine = policy->engine,
                                .coverage = policy->coverage};
    case_run_init(&job.run, suite->heap);
    struct api_call call = suite_call(suite, policy);
    call.arenas[3] = &job.run.arena;
    call.arenas[4] = &job.run.work;
    call.arenas[5] = suite->remarks ? &suite->remarks->arena : NULL;
    suite_pull(suite, policy);
    status = api_run(&call, run_file, &job);
    suite_push(suite, policy);
    status = case_run_status(&job.run, &call, status, problems);
    case_run_free(&job.run);
    suite->total.passed += out->passed;
    suite->total.failed += out->failed;
    suite->total.refused += out->refused;
    suite->total.review += out->review;
    return status;
}

/* ---- what some case could cover -------------------------------------------------------------------- */

static void search_policy(void *argument)
{
    struct policy_job *job = argument;
    struct suite_policy *policy = job->policy;
    struct coverage *coverage = policy->coverage;
    struct steps *steps = evaluator_steps(policy->engine);
    size_t count = coverage->items.count;
    steps_begin(steps, "what some case could cover", count * COVER_ROUNDS);
    for (int round = 0; round < COVER_ROUNDS; round++)
        for (uint32_t i = 0; i < count; i++, steps_done(steps)) {
            struct cover_entry *entry = &job->suite->entries.items[policy->entries[i]];
            if (entry->covered || entry->reachable)
                continue;
            struct cover_purse purse = cover_open_purse(coverage, &coverage->find_rest);
            if (cover_open(coverage, i, round))
                cover_find(coverage, i, NULL);
            cover_close_purse(coverage, purse, &coverage->find_rest);
            entry->asked = true;
            entry->reachable = coverage->items.items[i].reach == COVER_FOUND;
        }
    for (uint32_t i = 0; i < count; i++) {
        struct cover_entry *entry = &job->suite->entries.items[policy->entries[i]];
        const struct cover_item *item = &coverage->items.items[i];
        bool gave_up = item->reach == COVER_GAVE_UP;
        entry->reachable = entry->reachable || gave_up; /* it may be */
        entry->open = entry->open || gave_up || (item->open && entry->reachable);
    }
}

/* Looks for worlds for all that is not covered. */
static polc_status search(polc_suite *suite)
{
    polc_status status = POLC_OK;
    for (struct suite_policy *policy = suite->policies; policy && status == POLC_OK;
         policy = policy->next) {
        struct policy_job job = {suite, policy, ""};
        struct api_call call = suite_call(suite, policy);
        if (policy->coverage)
            status = api_run(&call, search_policy, &job);
    }
    return status;
}

API_SAME(POLC_COVERAGE_CLAUSES, COVER_CLAUSE);
API_SAME(POLC_COVERAGE_EXCEPTIONS, COVER_EXCEPTION);
API_SAME(POLC_COVERAGE_READINGS, COVER_READING);
API_SAME(POLC_COVERAGE_ROWS, COVER_ROW);
API_SAME(POLC_COVERAGE_BOUNDARIES, COVER_BOUNDARY);
API_SAME(POLC_COVERAGE_KINDS, COVER_KINDS);

polc_status polc_suite_coverage(polc_suite *suite, polc_coverage out[POLC_COVERAGE_KINDS])
{
    memset(out, 0, POLC_COVERAGE_KINDS * sizeof *out);
    polc_status status = search(suite);
    for (size_t i = 1; status == POLC_OK && i < suite->entries.count; i++) {
        const struct cover_entry *entry = &suite->entries.items[i];
        polc_coverage *kind = &out[entry->kind];
        kind->covered += entry->covered;
        kind->items += entry->covered || entry->reachable;
        kind->out_of_reach += !entry->covered && !entry->reachable;
        kind->unresolved += !entry->covered && entry->open;
    }
    return status;
}
