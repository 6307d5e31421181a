/* cases.c: polc/cases.h: reading a case file.
 *
 * The file is read as a tree: the list of cases, or a mapping that also names the policy. Each
 * case gets a binder of its own, since its date, its events and its reading are its own. What
 * is not fine is told like any other document's errors, at its line. Comparing is in expect.c,
 * suites of several files in suite.c.
 */
#include "api/cases.h"

#include "api/tree.h"
#include "diag/utf8.h"
#include "emit/names.h"

#include <string.h>

static const char *const file_keys[] = {"policy", "cases"};
static const char *const case_keys[] = {"deployment", "on", "events", "reading", "expect", "why",
                                         "review"};

/* ---- the file as a tree ------------------------------------------------------------------ */

/* NULL after an error; of an empty file without one, and then *nothing is where it would be. */
static const struct node *read_cases(struct case_run *run, struct span *nothing)
{
    struct tree_text text;
    struct tree tree;
    *nothing = (struct span){SOURCE_NONE, 0, 0};
    if (!tree_open(&run->problems, run->path, BIND_INPUT_LIMIT, &text))
        return NULL;
    tree_read(&run->problems, &text, &tree);
    nothing->source = text.whole.source;
    if (tree.more)
        case_complain(run, tree.node->span, "a case file is one document with one list of cases");
    return tree.more ? NULL : tree.node;
}

void case_complain(struct case_run *run, struct span span, const char *format, ...)
{
    va_list arguments;
    struct strbuf text;
    strbuf_init(&text, &run->arena);
    va_start(arguments, format);
    strbuf_vprintf(&text, format, arguments);
    va_end(arguments);
    diag_add(&run->problems.diags, DIAG_CASE_SHAPE, span, "%s", strbuf_string(&text));
    run->broken = true;
}

void case_check_keys(struct case_run *run, const struct node *map, const char *what,
                     const char *const *keys, size_t count)
{
    for (size_t i = 0; i < map->count; i++) {
        struct nearest nearest;
        bool known = false;
        nearest_init(&nearest, map->entries[i].key, map->entries[i].key_length);
        for (size_t k = 0; k < count; k++) {
            known = known || strcmp(keys[k], map->entries[i].key) == 0;
            nearest_offer(&nearest, keys[k]);
        }
        if (known)
            continue;
        struct diag *diag = diag_add(&run->problems.diags, DIAG_CASE_SHAPE,
                                     map->entries[i].key_span, "%s has no key `%s`", what,
                                     map->entries[i].key);
        const char *best = nearest_result(&nearest);
        if (best)
            diag_help(&run->problems.diags, diag, "did you mean `%s`?", best);
        run->broken = true;
    }
}

/* ---- one case -------------------------------------------------------------------------------- */

static const struct node *value_of(const struct node *map, const char *key)
{
    const struct node_entry *entry = node_find(map, key);
    return entry ? entry->value : NULL;
}

static const char *text_value(struct case_run *run, const struct node *map, const char *key)
{
    const struct node *node = value_of(map, key);
    if (!node)
        return NULL;
    if (node_is_scalar(node))
        return node->text;
    case_complain(run, node->span, "`%s` is a text, not %s", key, node_kind_text(node));
    return NULL;
}

/* `reading`, which stands at `at`, wins over the case's own. */
static struct binder *bind_case(struct case_run *run, const struct node *node, const char *reading,
                                const struct span *at)
{
    struct bind_options options = {.today = date_today()};
    const char *on = text_value(run, node, "on");
    const char *own = text_value(run, node, "reading");
    options.reading_party = reading ? reading : own;
    options.reading_at = !reading && own ? &value_of(node, "reading")->span : at;
    if (on) {
        options.has_date = date_parse(on, strlen(on), &options.date);
        if (!options.has_date)
            diag_add(&run->problems.diags, DIAG_DATE_FORM, value_of(node, "on")->span,
                     "`%s` is no day of the calendar; write YYYY-MM-DD", on);
    }
    struct binder *binder = binder_new(&run->work, &run->table->table->vocab,
                                       &run->problems.diags, &options);
    const struct node *events = value_of(node, "events");
    if (events)
        binder_ledger_node(binder, events);
    return binder;
}

static void mark(struct case_run *run, const struct value_set *sets,
                 const struct eval_result *result)
{
    struct coverage *coverage = run->coverage;
    if (!coverage || (run->generated && result->unresolved))
        return;
    if (!run->generated) {
        cover_mark(coverage, sets);
        return;
    }
    struct cover_purse purse = cover_open_purse(coverage, &coverage->mark_rest);
    cover_mark(coverage, sets);
    cover_close_purse(coverage, purse, &coverage->mark_rest);
}

static bool receive(void *context, const struct deployment *deployment)
{
    struct case_run *run = context;
    const struct eval_result *worst = NULL;
    if (!run->generated)
        evaluator_purse(run->engine, evaluator_share(run->engine, EVAL_PURSE));
    for (size_t i = 0; i < deployment->placement_count; i++) {
        const struct value_set *sets = deployment->placements[i].sets;
        const struct eval_result *result = eval_box(run->engine, sets, &run->work);
        if (!worst || result->verdict > worst->verdict)
            worst = result;
        mark(run, sets, result);
    }
    if (!run->generated)
        evaluator_purse(run->engine, UINT64_MAX);
    run->name = arena_string(&run->work, deployment->name, strlen(deployment->name));
    run->result = worst;
    return true;
}

bool case_evaluate(struct case_run *run, const struct node *node, const char *reading,
                   const struct span *at)
{
    size_t before = run->problems.diags.errors;
    struct binder *binder = bind_case(run, node, reading, at);
    return run->problems.diags.errors == before
           && binder_read_node(binder, &run->place, value_of(node, "deployment"), receive, run);
}

/* "verdict: expected X, got Y", one a line. */
static const char *failure_text(struct case_run *run)
{
    struct strbuf text;
    strbuf_init(&text, &run->work);
    for (size_t i = 0; i < run->differences.count; i++) {
        const polc_difference *d = &run->differences.items[i];
        strbuf_printf(&text, "%s%s: expected %s, got %s", i ? "\n" : "", d->what,
                      utf8_visible(&run->work, d->expected), d->found);
    }
    return strbuf_string(&text);
}

static bool to_review(struct case_run *run, const struct node *node)
{
    const struct node *value = value_of(node, "review");
    bool yes = value && (node_text_is(value, "yes") || node_text_is(value, "true"));
    if (value && !yes && !node_text_is(value, "no") && !node_text_is(value, "false"))
        case_complain(run, value->span, "`review` is yes or no");
    return yes;
}

static void hand_over(struct case_run *run, const struct node *node)
{
    const char *why = text_value(run, node, "why");
    bool review = to_review(run, node);
    const struct eval_result *result = run->result;
    const char *name = run->name;
    expect_compare(run, node, value_of(node, "expect"));
    run->result = result;
    if (run->broken)
        return;
    struct sources *sources = &run->problems.sources;
    struct place place =
        source_place(sources, source_named_line(sources, run->path, run->place.line));
    polc_case out = {.name = name,
                     .file = run->path,
                     .line = (uint32_t)run->place.line,
                     .passed = run->differences.count == 0,
                     .why = why ? why : "",
                     .failure = failure_text(run),
                     .review = review,
                     .verdict = name_verdict(result->verdict),
                     .decided_by = expect_decided_by(run),
                     .differences = run->differences.items,
                     .difference_count = run->differences.count,
                     .column = place.column,
                     .end_column = place.end_column};
    if (out.passed)
        run->out->passed++;
    else
        run->out->failed++;
    run->out->review += review;
    if (run->receiver(run->context, &out) != 0)
        run->stopped = true;
}

static void check_shape(struct case_run *run, const struct node *node)
{
    if (node->kind != NODE_MAP) {
        case_complain(run, node->span, "a case is a mapping, not %s", node_kind_text(node));
        return;
    }
    case_check_keys(run, node, "a case", case_keys, sizeof case_keys / sizeof *case_keys);
    if (!value_of(node, "deployment"))
        case_complain(run, node->span, "this case has no `deployment`");
    if (!value_of(node, "expect"))
        case_complain(run, node->span, "this case does not say what to `expect`");
}

/* Of one that was refused: that of its description, else of its file and number. */
static const char *name_of_case(struct case_run *run, const struct node *node)
{
    const struct node *description = node->kind == NODE_MAP ? value_of(node, "deployment") : NULL;
    const struct node_entry *name = description && description->kind == NODE_MAP
                                        ? node_find(description, "deployment")
                                        : NULL;
    if (name && node_is_scalar(name->value))
        return name->value->text;
    return arena_printf(&run->work, "%s#%zu", run->place.file, run->place.index);
}

/* Runs one case; a case with errors is counted as refused. */
static void run_case(struct case_run *run, const struct node *node, size_t index)
{
    size_t before = run->problems.diags.errors;
    uint64_t line = source_place(&run->problems.sources, node->span).line;
    run->place = (struct bind_place){run->path, index, line};
    run->broken = false;
    run->result = NULL;
    memset(&run->differences, 0, sizeof run->differences);
    check_shape(run, node);
    if (!run->broken && case_evaluate(run, node, NULL, &node->span))
        hand_over(run, node);
    if (run->problems.diags.errors == before)
        return;
    run->out->refused++;
    diags_refuse(&run->problems.diags, name_of_case(run, node), line);
}

/* The list in what was read; NULL after a complaint. */
static const struct node *list_in(struct case_run *run, const struct node *read)
{
    const struct node *list = read;
    if (read->kind == NODE_MAP) {
        case_check_keys(run, read, "a case file", file_keys, sizeof file_keys / sizeof *file_keys);
        text_value(run, read, "policy");
        list = value_of(read, "cases");
        if (!list)
            case_complain(run, read->span, "this case file has no `cases`");
    }
    if (list && list->kind != NODE_LIST)
        case_complain(run, list->span, "a case file holds a list of cases, not %s",
                      node_kind_text(list));
    return run->broken ? NULL : list;
}

void case_run_file(struct case_run *run)
{
    api_diagnostics_init(&run->problems, &run->arena);
    struct span nothing;
    const struct node *read = read_cases(run, &nothing);
    const struct node *list = read ? list_in(run, read) : NULL;
    if (!read && run->problems.diags.errors == 0)
        case_complain(run, nothing, "there is no case in this file");
    if (!list) {
        run->out->refused++;
        diags_refuse(&run->problems.diags, run->path, 0);
        return;
    }
    arena_alloc(&run->work, 1); /* one block stays */
    struct steps *steps = evaluator_steps(run->engine);
    steps_begin(steps, "cases", list->count);
    for (size_t i = 0; i < list->count && !run->stopped; i++, steps_done(steps)) {
        struct arena_mark mark = arena_mark(&run->work);
        run_case(run, list->entries[i].value, i + 1);
        arena_rewind(&run->work, mark);
    }
}

/* ---- the calls --------------------------------------------------------------------------------- */

void case_run_init(struct case_run *run, struct heap heap)
{
    api_arena(&run->arena, heap);
    api_arena(&run->work, heap);
}

void case_run_free(struct case_run *run)
{
    arena_free(&run->work);
    arena_free(&run->arena);
}

static void write_problems(void *argument, struct strbuf *out)
{
    struct case_run *run = argument;
    api_diagnostics_write(&run->problems, POLC_SELECT_ERRORS, false, out);
}

polc_status case_run_status(struct case_run *run, const struct api_call *call, polc_status status,
                            polc_text **problems)
{
    if (status != POLC_OK || run->problems.diags.errors == 0)
        return status;
    polc_status written = problems ? api_text(call, write_problems, run, problems) : POLC_OK;
    return written == POLC_OK ? POLC_ERROR_INPUT : written;
}

static void run_alone(void *argument)
{
    struct case_run *run = argument;
    run->engine = evaluator_new(&run->arena, run->table->table);
    case_run_file(run);
}

polc_status polc_cases_run(const polc_table *table, const char *path, polc_case_receiver *receiver,
                           void *context, polc_case_counts *out, polc_text **problems)
{
    struct case_run run = {.table = table, .path = path, .receiver = receiver, .context = context,
                           .out = out};
    memset(out, 0, sizeof *out);
    if (problems)
        *problems = NULL;
    case_run_init(&run, table->heap);
    struct api_call call = {.heap = table->heap, .arenas = {&run.arena, &run.work}};
    polc_status status = api_run(&call, run_alone, &run);
    status = case_run_status(&run, &call, status, problems);
    if (run.engine)
        evaluator_free(run.engine);
    case_run_free(&run);
    return status;
}

static void write_policy(void *argument, struct strbuf *out)
{
    struct case_run *run = argument;
    api_diagnostics_init(&run->problems, &run->arena);
    struct span nothing;
    const struct node *read = read_cases(run, &nothing);
    const char *name = read && read->kind == NODE_MAP ? text_value(run, read, "policy") : NULL;
    if (name)
        strbuf_text(out, io_beside(&run->arena, run->path, name));
}

static void keep_if_any(polc_text **text)
{
    if (polc_text_length(*text))
        return;
    polc_text_free(*text);
    *text = NULL;
}

polc_status polc_cases_policy(const char *path, const polc_heap *heap, polc_text **out,
                              polc_text **problems)
{
    struct case_run run = {.path = path};
    struct api_call call = {.heap = api_heap(heap), .arenas = {&run.arena}};
    if (problems)
        *problems = NULL;
    api_arena(&run.arena, call.heap);
    polc_status status = api_text(&call, write_policy, &run, out);
    if (status == POLC_OK && problems)
        status = api_text(&call, write_problems, &run, problems);
    arena_free(&run.arena);
    keep_if_any(out);
    if (problems)
        keep_if_any(problems);
    return status;
}
