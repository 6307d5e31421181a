/* analyse.c: what a policy implies: polc_policy_analyse, and the page of it.
 *
 *   table_build, table_open   the policy as a table, as `polc compile` makes it
 *   analyse_policy            findings with witnesses          analysis/
 *   emit_findings             findings → diagnostics           emit/
 */
#include "api/api.h"

#include "emit/html.h"

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
static bool may_change(enum diag_code code, enum diag_severity severity)
{
    return severity != DIAG_ERROR || code == DIAG_ASSERT_FAILS || code == DIAG_CHANGE_AHEAD;
}

/* What the command line accepts, by code. */
static const bool *allowed_codes(const polc_analysis_options *o, struct arena *arena)
{
    bool *allowed = ARENA_ARRAY(arena, bool, DIAG_CODE_COUNT);
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        enum diag_code code = (enum diag_code)c;
        allowed[c] = may_change(code, diag_code_severity(code))
                     && listed(o->allow, o->allow_count, code);
    }
    return allowed;
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

/* What the command line allows of what was there before the analyses is told aside, too. */
static void set_aside(struct diag *d, struct diags *accepted)
{
    if (accepted->list.count >= DIAG_LIMIT) {
        accepted->dropped++;
        return;
    }
    d->accepted = arena_printf(accepted->arena, "--allow %s", diag_code_id(d->code));
    VEC_PUSH(accepted->arena, &accepted->list, d);
}

static void regrade(struct diags *diags, const polc_analysis_options *o, struct diags *accepted)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->list.count; i++) {
        struct diag *d = diags->list.items[i];
        bool was_error = d->severity == DIAG_ERROR, dropped = false;
        if (may_change(d->code, d->severity)) {
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
        if (dropped)
            set_aside(d, accepted);
        else
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
    struct steps steps = {.tell = job->options->progress, .context = job->options->context};
    struct cleanup cleanup = {free_engine, ev, NULL};
    guard_register(arena->guard, &cleanup);
    struct analysis a = {.arena = arena, .model = policy->model, .ir = policy->ir,
                         .table = job->table, .findings = &findings, .on = job->on};
    a.rule_budget = job->options->budget ? job->options->budget : ANALYSIS_RULE_BUDGET;
    a.steps = steps.tell ? &steps : NULL;
    evaluator_watch(ev, a.steps);
    a.space = space_new(arena, ev, policy->model->dated);
    struct analysis_wish wish = {job->options->gaps != 0, job->options->overlaps != 0,
                                 job->options->lookahead_days};
    analyse_policy(&a, &wish);
    grade(&policy->problems.diags, job->options, arena);
    job->unresolved = emit_findings(&a, &policy->problems.diags,
                                    allowed_codes(job->options, arena), &policy->aside);
    guard_forget(arena->guard, &cleanup);
    evaluator_free(ev);
    policy->problems.diags.graded = NULL;
    regrade(&policy->problems.diags, job->options, &policy->aside.accepted);
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
    polc_table_free(policy->table);
    policy->table = table;
    struct analyse_job job = {policy, &o, table->table, on, false};
    struct api_call call = {.heap = policy->heap, .arenas = {&policy->arena}};
    status = api_run(&call, analyse, &job);
    return status == POLC_OK && job.unresolved ? POLC_ERROR_BUDGET : status;
}

/* ---- the page ----------------------------------------------------------------------------- */

/* The policy's name, or that of the first file where it could not be read so far. */
static const char *name_of(const polc_policy *policy)
{
    if (policy->model && policy->model->name && policy->model->name[0])
        return policy->model->name;
    const struct source *first = sources_get(&policy->problems.sources, 1);
    return first ? first->name : "policy";
}

static void write_page(void *argument, struct strbuf *out)
{
    polc_policy *policy = argument;
    struct emit_check check = {.name = name_of(policy), .diags = &policy->problems.diags,
                               .aside = &policy->aside};
    if (policy->table) {
        check.model = policy->model;
        check.table = policy->table->table;
    }
    emit_html_check(&check, out);
}

polc_status polc_policy_html(polc_policy *policy, polc_text **out)
{
    *out = NULL;
    if (!policy->table && polc_policy_compile(policy, &policy->table) == POLC_ERROR_MEMORY)
        return POLC_ERROR_MEMORY;
    struct api_call call = {.heap = policy->heap, .arenas = {&policy->arena}};
    return api_text(&call, write_page, policy, out);
}
