/* timeline.c: polc/timeline.h: a report on days, deployment by deployment, or on a policy.
 *
 * Each deployment is written as it is read, so memory does not grow with their number.
 */
#include "api/api.h"

#include "emit/timeline.h"

struct polc_timeline {
    polc_evaluator *evaluator;
    polc_report_options options;
    struct emit_timeline view;
    struct arena arena; /* of the policy's own timeline */
    bool begun, ended;
    bool documents; /* some were read */
    bool stopped;   /* the writer refused once: nothing more is written */
    struct steps steps;
};

static struct emit_style style_of(const polc_timeline *timeline)
{
    struct emit_style style = {timeline->options.colour != 0,
                               timeline->options.width ? timeline->options.width : 100};
    return style;
}

static bool is_json(const polc_timeline *timeline)
{
    return timeline->options.format == POLC_REPORT_JSON;
}

polc_status polc_timeline_new(polc_evaluator *evaluator, const polc_report_options *given,
                              polc_timeline **out)
{
    polc_report_options options;
    *out = NULL;
    if (!api_options(given, sizeof options, &options) || !options.write
        || (options.format != POLC_REPORT_TEXT && options.format != POLC_REPORT_JSON)
        || evaluator->start.diags.errors)
        return POLC_ERROR_USAGE;
    polc_timeline *timeline = api_handle(evaluator->heap, sizeof *timeline);
    if (!timeline)
        return POLC_ERROR_MEMORY;
    timeline->evaluator = evaluator;
    timeline->options = options;
    timeline->view.table = evaluator->table->table;
    timeline->view.evaluator = evaluator->engine;
    timeline->view.on = evaluator->on;
    timeline->view.all = options.all != 0;
    api_arena(&timeline->arena, evaluator->heap);
    *out = timeline;
    return POLC_OK;
}

void polc_timeline_watch(polc_timeline *timeline, polc_progress *progress, void *context)
{
    timeline->steps = (struct steps){.tell = progress, .context = context};
    evaluator_watch(timeline->evaluator->engine, progress ? &timeline->steps : NULL);
}

void polc_timeline_free(polc_timeline *timeline)
{
    if (!timeline)
        return;
    evaluator_watch(timeline->evaluator->engine, NULL);
    arena_free(&timeline->arena);
    api_release(timeline->evaluator->heap, timeline);
}

int polc_timeline_unresolved(const polc_timeline *timeline)
{
    return timeline->view.unresolved;
}

/* ---- writing ---------------------------------------------------------------------------------- */

/* Hands a piece over; false when the writer refuses. */
static bool hand_over(polc_timeline *timeline, struct strbuf *piece)
{
    if (!timeline->stopped && piece->count
        && timeline->options.write(timeline->options.context, strbuf_string(piece), piece->count)
               != 0)
        timeline->stopped = true;
    return !timeline->stopped;
}

/* Everything before the first deployment. */
static void write_head(polc_timeline *timeline, struct strbuf *out)
{
    if (timeline->begun || !is_json(timeline))
        return;
    timeline->begun = true;
    emit_timeline_json_head(&timeline->view, out);
    emit_timeline_json_begin(out);
}

static void write_case(polc_timeline *timeline, const struct emit_timeline_case *c,
                       struct strbuf *out)
{
    struct emit_style style = style_of(timeline);
    /* the day of --on, else that of the first deployment, as polc_report does */
    if (!timeline->view.deployments && !timeline->evaluator->on_given)
        timeline->view.on = c->deployment->placements[0].sets[VOCAB_DATE].first.low;
    write_head(timeline, out);
    if (!is_json(timeline)) {
        emit_timeline_text_case(&timeline->view, c, &style, out);
        return;
    }
    strbuf_text(out, timeline->view.deployments ? ",\n  " : "\n  ");
    emit_timeline_json_case(&timeline->view, c, out);
}

/* ---- deployments ---------------------------------------------------------------------------------- */

static bool changes(const struct timeline *timeline)
{
    for (size_t i = 1; i < timeline->count; i++)
        if (timeline->periods[i].result->verdict != timeline->periods[0].result->verdict)
            return true;
    return false;
}

static bool receive(void *context, const struct deployment *deployment)
{
    polc_timeline *timeline = context;
    struct arena *arena = &timeline->evaluator->results;
    struct arena_mark mark = arena_mark(arena);
    struct timeline_asker asker = {timeline->view.table, timeline->view.evaluator, arena};
    struct emit_timeline_box *boxes =
        ARENA_ARRAY(arena, struct emit_timeline_box, deployment->placement_count);
    struct emit_timeline_case c = {deployment, boxes, deployment->placement_count};
    bool changing = false;
    evaluator_purse(asker.evaluator, evaluator_share(asker.evaluator, TIMELINE_PURSE));
    for (size_t i = 0; i < c.count; i++) {
        const struct placement *placement = &deployment->placements[i];
        boxes[i].label = placement->label ? placement->label : "";
        timeline_find(&asker, placement->sets, &boxes[i].timeline);
        changing = changing || changes(&boxes[i].timeline);
        timeline->view.unresolved = timeline->view.unresolved || boxes[i].timeline.unresolved;
    }
    struct strbuf piece;
    strbuf_init(&piece, arena);
    write_case(timeline, &c, &piece);
    timeline->view.deployments++;
    timeline->view.changing += changing;
    steps_done(evaluator_steps(timeline->evaluator->engine));
    bool more = hand_over(timeline, &piece);
    arena_rewind(arena, mark);
    return more;
}

polc_status polc_timeline_read(polc_timeline *timeline, const polc_document *document,
                               polc_counts *out)
{
    struct api_reading reading = {receive, timeline, NULL, NULL};
    size_t refused = 0, before = timeline->view.deployments;
    polc_status status = POLC_ERROR_USAGE;
    if (!timeline->ended) {
        if (!timeline->documents)
            steps_begin(evaluator_steps(timeline->evaluator->engine), "deployments", 0);
        timeline->documents = true;
        status = api_read(timeline->evaluator, document, &reading, &refused);
    }
    timeline->view.refused += refused;
    if (out)
        *out = (polc_counts){timeline->view.deployments - before, refused};
    return timeline->stopped ? POLC_ERROR_IO : status;
}

/* ---- the end ---------------------------------------------------------------------------------------- */

static void write_policy(polc_timeline *timeline, struct strbuf *out)
{
    const struct table *table = timeline->view.table;
    struct timeline_asker asker = {table, timeline->view.evaluator, &timeline->arena};
    struct emit_style style = style_of(timeline);
    struct timeline_policy policy;
    evaluator_purse(asker.evaluator, evaluator_share(asker.evaluator, TIMELINE_PURSE));
    const struct value_set *sets =
        timeline_everything(&timeline->arena, &table->vocab,
                            binder_defaults(timeline->evaluator->binder), timeline->view.on);
    timeline_of_policy(&asker, sets, NULL, &policy);
    timeline->view.unresolved = policy.unresolved;
    if (!is_json(timeline)) {
        emit_timeline_text_policy(&timeline->view, &policy, &style, out);
        return;
    }
    emit_timeline_json_head(&timeline->view, out);
    emit_timeline_json_policy(&timeline->view, &policy, out);
}

static void end(void *argument)
{
    polc_timeline *timeline = argument;
    struct strbuf piece;
    strbuf_init(&piece, &timeline->arena);
    if (timeline->documents)
        write_head(timeline, &piece);
    else
        write_policy(timeline, &piece);
    if (is_json(timeline) && timeline->documents)
        strbuf_text(&piece, "]");
    if (is_json(timeline))
        emit_timeline_json_end(&timeline->view, &piece);
    else
        emit_timeline_text_end(&timeline->view, &piece);
    hand_over(timeline, &piece);
}

polc_status polc_timeline_end(polc_timeline *timeline)
{
    struct api_call call = api_evaluator_call(timeline->evaluator);
    call.arenas[API_ARENAS - 1] = &timeline->arena;
    if (timeline->ended)
        return POLC_ERROR_USAGE;
    timeline->ended = true;
    polc_status status = api_run(&call, end, timeline);
    arena_free(&timeline->evaluator->results);
    return status == POLC_OK && timeline->stopped ? POLC_ERROR_IO : status;
}
