/* diff.c: polc/diff.h: two tables compared, real deployments under both, the report.
 *
 *   diff_policies          regions with witnesses              analysis/
 *   polc_evaluator_read    a document under each policy        evaluator.c
 *   emit_diff_text, _json, emit_html_diff   the report                          emit/
 */
#include "api/api.h"

#include "emit/assumed.h"
#include "emit/diff.h"
#include "emit/html.h"
#include "emit/remarks_diff.h"

#include <string.h>

struct polc_diff {
    struct heap heap;
    struct arena arena;
    const polc_table *tables[DIFF_SIDES];
    struct diff *diff;
    VEC(struct emit_flip) flips;
    size_t read;
    struct emit_assumed assumed[DIFF_SIDES];
};

/* ---- comparing ------------------------------------------------------------------------------ */

struct compare_job {
    polc_diff *diff;
    struct diff_options options;
    struct evaluator *engines[DIFF_SIDES];
    struct steps steps;
};

static void free_engines(void *argument)
{
    struct compare_job *job = argument;
    for (int s = 0; s < DIFF_SIDES; s++)
        if (job->engines[s])
            evaluator_free(job->engines[s]);
}

static void compare(void *argument)
{
    struct compare_job *job = argument;
    struct arena *arena = &job->diff->arena;
    struct cleanup cleanup = {free_engines, job, NULL};
    guard_register(arena->guard, &cleanup);
    for (int s = 0; s < DIFF_SIDES; s++)
        job->engines[s] = evaluator_new(arena, job->diff->tables[s]->table);
    for (int s = 0; s < DIFF_SIDES; s++)
        evaluator_watch(job->engines[s], job->steps.tell ? &job->steps : NULL);
    job->diff->diff =
        diff_policies(arena, job->engines[DIFF_OLD], job->engines[DIFF_NEW], &job->options);
    guard_forget(arena->guard, &cleanup);
    free_engines(job);
}

polc_status polc_diff_new(const polc_table *old_table, const polc_table *new_table,
                          const polc_diff_options *given, polc_diff **out)
{
    polc_diff_options options;
    *out = NULL;
    if (!api_options(given, sizeof options, &options))
        return POLC_ERROR_USAGE;
    struct compare_job job = {.options = {.near = date_today(), .budget = options.budget},
                              .steps = {.tell = options.progress, .context = options.context}};
    if (options.on && !date_parse(options.on, strlen(options.on), &job.options.near))
        return POLC_ERROR_USAGE;
    struct heap heap = api_heap(options.heap);
    polc_diff *diff = job.diff = api_handle(heap, sizeof *diff);
    if (!diff)
        return POLC_ERROR_MEMORY;
    diff->heap = heap;
    diff->tables[DIFF_OLD] = old_table;
    diff->tables[DIFF_NEW] = new_table;
    api_arena(&diff->arena, heap);
    struct api_call call = {.heap = heap, .arenas = {&diff->arena}};
    polc_status status = api_run(&call, compare, &job);
    if (status == POLC_OK)
        *out = diff;
    else
        polc_diff_free(diff);
    return status;
}

void polc_diff_free(polc_diff *diff)
{
    if (!diff)
        return;
    arena_free(&diff->arena);
    api_release(diff->heap, diff);
}

/* ---- what was found -------------------------------------------------------------------------- */

static bool any_region(const struct diff_changes *changes)
{
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].regions.count)
            return true;
    return false;
}

API_SAME(POLC_DIFF_TIGHTENED, 1 << DIFF_TIGHTENED);
API_SAME(POLC_DIFF_LOOSENED, 1 << DIFF_LOOSENED);
API_SAME(POLC_DIFF_DISPUTED, 1 << DIFF_DISPUTED);
API_SAME(POLC_DIFF_SETTLED, 1 << DIFF_SETTLED);

unsigned polc_diff_found(const polc_diff *diff)
{
    const struct diff *d = diff->diff;
    unsigned found = 0;
    for (size_t i = 0; i < d->regions.count; i++)
        found |= 1u << diff_tag_of(&d->regions.items[i]);
    found |= any_region(&d->duties) ? POLC_DIFF_DUTIES : 0;
    found |= any_region(&d->clauses) || d->renamed.count ? POLC_DIFF_CLAUSES : 0;
    found |= d->words.count ? POLC_DIFF_VOCABULARY : 0;
    found |= diff->flips.count ? POLC_DIFF_FLIPPED : 0;
    return found | (diff_open(d) ? POLC_DIFF_UNRESOLVED : 0);
}

size_t polc_diff_count(const polc_diff *diff, unsigned tag)
{
    size_t count = 0;
    for (size_t i = 0; i < diff->diff->regions.count; i++)
        count += tag == 1u << diff_tag_of(&diff->diff->regions.items[i]);
    return count;
}

/* ---- real deployments ------------------------------------------------------------------------ */

struct seen { /* a deployment under one policy */
    const char *name, *file;
    uint64_t line;
    uint32_t column, end_column;
    enum eval_verdict verdict;
};

struct against_job {
    polc_diff *diff;
    VEC(struct seen) seen[DIFF_SIDES];
    enum diff_side side;
    const polc_result *result;
};

static void keep(void *argument)
{
    struct against_job *job = argument;
    struct arena *arena = &job->diff->arena;
    const polc_result *r = job->result;
    const char *name = polc_result_name(r), *file = polc_result_file(r);
    struct sources *sources = &r->evaluator->problems.sources;
    struct place place = source_place(sources, source_named_line(sources, file, polc_result_line(r)));
    struct seen seen = {arena_string(arena, name, strlen(name)),
                        arena_string(arena, file, strlen(file)), polc_result_line(r),
                        place.column, place.end_column, (enum eval_verdict)polc_result_verdict(r)};
    VEC_PUSH(arena, &job->seen[job->side], seen);
}

struct against {
    struct against_job job;
    polc_status status; /* of keeping */
};

static int receive(void *context, const polc_result *result)
{
    struct against *a = context;
    struct api_call call = {.heap = a->job.diff->heap, .arenas = {&a->job.diff->arena}};
    a->job.result = result;
    a->status = api_run(&call, keep, &a->job);
    return a->status != POLC_OK;
}

/* Those that both policies could read come in the same order. */
static void match(void *argument)
{
    struct against_job *job = argument;
    polc_diff *diff = job->diff;
    size_t k = 0;
    for (size_t i = 0; i < job->seen[DIFF_OLD].count; i++) {
        const struct seen *old = &job->seen[DIFF_OLD].items[i];
        size_t at = k;
        while (at < job->seen[DIFF_NEW].count
               && (job->seen[DIFF_NEW].items[at].line != old->line
                   || strcmp(job->seen[DIFF_NEW].items[at].name, old->name) != 0))
            at++;
        if (at == job->seen[DIFF_NEW].count)
            continue;
        const struct seen *new = &job->seen[DIFF_NEW].items[at];
        struct emit_flip flip = {old->name,       old->file,    old->line,   old->column,
                                 old->end_column, old->verdict, new->verdict};
        k = at + 1;
        diff->read++;
        if (old->verdict != new->verdict)
            VEC_PUSH(&diff->arena, &diff->flips, flip);
    }
}

struct assumed_job {
    polc_diff *diff;
    polc_evaluator *const *evaluators;
};

static void note_assumed(void *argument)
{
    struct assumed_job *job = argument;
    struct arena *arena = &job->diff->arena;
    for (int s = 0; s < DIFF_SIDES; s++) {
        const struct value_set *sets = binder_defaults(job->evaluators[s]->binder);
        const struct table *table = job->diff->tables[s]->table;
        struct strbuf words = strbuf_new(arena), object = strbuf_new(arena);
        assumed_words(table, sets, &words);
        assumed_object(table, sets, &object);
        job->diff->assumed[s] =
            (struct emit_assumed){strbuf_string(&words), strbuf_string(&object)};
    }
}

polc_status polc_diff_against(polc_diff *diff, polc_evaluator *old_evaluator,
                              polc_evaluator *new_evaluator, const polc_document *document)
{
    polc_evaluator *evaluators[DIFF_SIDES] = {old_evaluator, new_evaluator};
    struct against a = {.job = {.diff = diff}, .status = POLC_OK};
    polc_status worst = POLC_OK;
    struct api_call begin = {.heap = diff->heap, .arenas = {&diff->arena}};
    struct assumed_job assumed = {diff, evaluators};
    worst = api_run(&begin, note_assumed, &assumed);
    if (worst != POLC_OK)
        return worst;
    for (int s = 0; s < DIFF_SIDES; s++) {
        a.job.side = (enum diff_side)s;
        polc_status status = polc_evaluator_read(evaluators[s], document, receive, &a, NULL);
        if (a.status != POLC_OK)
            return a.status;
        if (status != POLC_OK && status != POLC_ERROR_INPUT)
            return status;
        worst = status == POLC_OK ? worst : status;
    }
    struct api_call call = {.heap = diff->heap, .arenas = {&diff->arena}};
    polc_status status = api_run(&call, match, &a.job);
    return status == POLC_OK ? worst : status;
}

/* ---- the report --------------------------------------------------------------------------------- */

static struct emit_assumed assumed_of(const polc_diff *diff, enum diff_side side)
{
    static const struct emit_assumed nothing = {"", ""};
    return diff->assumed[side].words ? diff->assumed[side] : nothing; /* NULL: no deployments */
}

struct print_job {
    polc_diff *diff;
    polc_report_format format;
    struct emit_style style;
};

static void print(void *argument, struct strbuf *out)
{
    struct print_job *job = argument;
    struct emit_diff view = {job->diff->diff, job->diff->flips.items, job->diff->flips.count,
                             job->diff->read,
                             {assumed_of(job->diff, DIFF_OLD), assumed_of(job->diff, DIFF_NEW)}};
    if (job->format == POLC_REPORT_JSON)
        emit_diff_json(&view, JSON_DOCUMENT, out->arena, out);
    else if (job->format == POLC_REPORT_NDJSON)
        emit_diff_json(&view, JSON_LINES, out->arena, out);
    else if (job->format == POLC_REPORT_HTML)
        emit_html_diff(&view, out);
    else
        emit_diff_text(&view, out->arena, &job->style, out);
}

polc_status polc_diff_print(polc_diff *diff, polc_report_format format, unsigned width, int colour,
                            polc_text **out)
{
    struct print_job job = {diff, format, {colour != 0, width ? width : 100}};
    struct api_call call = {.heap = diff->heap};
    *out = NULL;
    if (format != POLC_REPORT_TEXT && format != POLC_REPORT_JSON && format != POLC_REPORT_NDJSON
        && format != POLC_REPORT_HTML)
        return POLC_ERROR_USAGE;
    return api_text(&call, print, &job, out);
}

/* ---- remarks ------------------------------------------------------------------------------------- */

struct remarks_job {
    polc_remarks *remarks;
    polc_diff *diff;
    const char *name;
    unsigned fail;
    struct arena work;
};

static void add_remarks(void *argument)
{
    struct remarks_job *job = argument;
    struct emit_diff view = {job->diff->diff, job->diff->flips.items, job->diff->flips.count,
                             job->diff->read,
                             {assumed_of(job->diff, DIFF_OLD), assumed_of(job->diff, DIFF_NEW)}};
    struct remark_changes changes = {&view, job->name, job->fail, &job->work};
    job->remarks->about = REMARKS_CHANGES;
    remarks_of_diff(&job->remarks->remarks, &changes);
}

polc_status polc_remarks_diff(polc_remarks *remarks, const char *name, polc_diff *diff,
                              unsigned fail)
{
    struct remarks_job job = {remarks, diff, name, fail, {0}};
    struct api_call call = {.heap = remarks->heap, .arenas = {&remarks->arena, &job.work}};
    api_arena(&job.work, remarks->heap);
    polc_status status = api_run(&call, add_remarks, &job);
    arena_free(&job.work);
    return status;
}
