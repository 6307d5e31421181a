/* analyse.c: what a policy implies: polc_policy_analyse.
 *
 *   table_build, table_open   the policy as a table, as `polc compile` makes it
 *   analyse_policy            findings with witnesses          analysis/
 *   emit_findings             findings → diagnostics           emit/
 */
#include "api/api.h"

#include "emit/findings.h"

#include <string.h>

struct analyse_job {
    polc_policy *policy;
    const polc_analysis_options *options;
    const struct table *table;
    int64_t on;
    bool unresolved;
};

static bool listed(const char *const *codes, size_t count, enum diag_code code)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(codes[i], diag_code_id(code)) == 0)
            return true;
    return false;
}

/* Findings may be any severity; what makes a policy wrong stays an error. */
static bool may_change(const struct diag *diag)
{
    return diag->severity != DIAG_ERROR || diag->code == DIAG_ASSERT_FAILS
           || diag->code == DIAG_CHANGE_AHEAD;
}

/* So that what is denied is kept as an error where there is no room for all. */
static void grade(struct diags *diags, const polc_analysis_options *o, struct arena *arena)
{
    enum diag_severity *graded = ARENA_ARRAY(arena, enum diag_severity, DIAG_CODE_COUNT);
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        enum diag_code code = (enum diag_code)c;
        graded[c] = diag_code_severity(code);
        if (graded[c] != DIAG_ERROR && listed(o->deny, o->deny_count, code)
            && !listed(o->allow, o->allow_count, code))
            graded[c] = DIAG_ERROR;
    }
    diags->graded = graded;
}

static void regrade(struct diags *diags, const polc_analysis_options *o)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->list.count; i++) {
        struct diag *d = diags->list.items[i];
        bool was_error = d->severity == DIAG_ERROR, dropped = false;
        if (may_change(d)) {
            dropped = listed(o->allow, o->allow_count, d->code);
            if (listed(o->warn, o->warn_count, d->code))
                d->severity = DIAG_WARNING;
            if (listed(o->deny, o->deny_count, d->code))
                d->severity = DIAG_ERROR;
        }
        if (was_error && (dropped || d->severity != DIAG_ERROR))
            diags->errors--;
        if (!was_error && !dropped && d->severity == DIAG_ERROR)
            diags->errors++;
        if (!dropped)
            diags->list.items[kept++] = d;
    }
    diags->list.count = kept;
}

static void free_engine(void *argument)
{
    evaluator_free(argument);
}

static void analyse(void *argument)
{
    struct analyse_job *job = argument;
    polc_policy *policy = job->policy;
    struct arena *arena = &policy->arena;
    struct findings findings = {.arena = arena};
    struct evaluator *ev = evaluator_new(arena, job->table);
    struct cleanup cleanup = {free_engine, ev, NULL};
    guard_register(arena->guard, &cleanup);
    struct analysis a = {.arena = arena, .model = policy->model, .ir = policy->ir,
                         .table = job->table, .findings = &findings, .on = job->on};
    a.rule_budget = job->options->budget ? job->options->budget : ANALYSIS_RULE_BUDGET;
    a.space = space_new(arena, ev, policy->model->dated);
    struct analysis_wish wish = {job->options->gaps != 0, job->options->overlaps != 0,
                                 job->options->lookahead_days};
    analyse_policy(&a, &wish);
    grade(&policy->problems.diags, job->options, arena);
    job->unresolved = emit_findings(&a, &policy->problems.diags);
    guard_forget(arena->guard, &cleanup);
    evaluator_free(ev);
    policy->problems.diags.graded = NULL;
    regrade(&policy->problems.diags, job->options);
}

static bool known_codes(const char *const *codes, size_t count)
{
    enum diag_code code;
    for (size_t i = 0; i < count; i++)
        if (!diag_code_find(codes[i], &code))
            return false;
    return true;
}

polc_status polc_policy_analyse(polc_policy *policy, const polc_analysis_options *given)
{
    polc_analysis_options o;
    polc_table *table;
    if (!api_options(given, sizeof o, &o) || !known_codes(o.deny, o.deny_count)
        || !known_codes(o.warn, o.warn_count) || !known_codes(o.allow, o.allow_count))
        return POLC_ERROR_USAGE;
    int64_t on = date_today();
    if (o.on && !date_parse(o.on, strlen(o.on), &on))
        return POLC_ERROR_USAGE;
    polc_status status = polc_policy_compile(policy, &table);
    if (status != POLC_OK)
        return status;
    struct analyse_job job = {policy, &o, table->table, on, false};
    struct api_call call = {.heap = policy->heap, .arenas = {&policy->arena}};
    status = api_run(&call, analyse, &job);
    polc_table_free(table);
    return status == POLC_OK && job.unresolved ? POLC_ERROR_BUDGET : status;
}
