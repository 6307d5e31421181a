/* duties.c: polc/duties.h: a report on what is owed, deployment by deployment.
 *
 * What is owed whatever is deployed is found when the report begins and written with the
 * first document; each deployment is written as it is read; commitments keep what they need
 * and are added up at the end.
 */
#include "api/api.h"

#include "emit/duties.h"

struct polc_duties {
    polc_evaluator *evaluator;
    polc_report_options options;
    struct arena arena; /* what is kept from document to document */
    struct emit_duties view;
    const bool *standing; /* per norm */
    struct portfolio *portfolio;
    size_t *presumed;
    size_t written; /* deployments in the report */
    unsigned found;
    bool begun, ended;
    bool stopped; /* the writer refused once: nothing more is written */
};

static struct emit_style style_of(const polc_duties *duties)
{
    struct emit_style style = {duties->options.colour != 0,
                               duties->options.width ? duties->options.width : 100};
    return style;
}

static bool is_json(const polc_duties *duties)
{
    return duties->options.format == POLC_REPORT_JSON;
}

/* ---- beginning ------------------------------------------------------------------------------- */

static void note_status(polc_duties *duties, enum eval_status status)
{
    if (status == DUTY_DISPUTED)
        duties->found |= POLC_DUTIES_DISPUTED;
    if (status == DUTY_UNDETERMINED)
        duties->found |= POLC_DUTIES_UNDETERMINED;
}

static void note_unresolved(polc_duties *duties, bool unresolved)
{
    if (!unresolved)
        return;
    duties->found |= POLC_DUTIES_UNRESOLVED;
    duties->view.unresolved = true;
}

/* Each standing duty on the day of the question, its bearer acting. */
static void judge_standing(polc_duties *duties, const struct value_set *sets)
{
    const struct table *table = duties->view.table;
    struct owed_asker asker = {table, duties->view.evaluator, duties->standing, &duties->arena};
    size_t count = 0;
    for (uint32_t n = 0; n < table->norms_count; n++)
        count += duties->standing[n];
    struct owed_duty *list = ARENA_ARRAY(&duties->arena, struct owed_duty, count + 1);
    const struct value_set **of = ARENA_ARRAY(&duties->arena, const struct value_set *, count + 1);
    bool unresolved = false;
    count = 0;
    for (uint32_t n = 0; n < table->norms_count; n++) {
        if (!duties->standing[n])
            continue;
        of[count] = sets;
        if (table->vocab.actor != VOCAB_NONE) {
            int64_t leaf = table->vocab.nodes[table->norms[n].bearer].first_leaf;
            struct value_set who = {.first = {leaf, leaf}, .origin = VALUE_GIVEN};
            of[count] = owed_with(&asker, sets, table->vocab.actor, &who);
        }
        owed_judge(&asker, of[count], n, &list[count], &unresolved);
        note_status(duties, list[count++].status);
    }
    note_unresolved(duties, unresolved);
    duties->view.standing_open = unresolved;
    duties->view.standing = list;
    duties->view.standing_sets = of;
    duties->view.standing_count = count;
}

static void judge_force(polc_duties *duties, const struct value_set *sets)
{
    const struct portfolio *p = duties->portfolio;
    enum eval_truth *in_force =
        ARENA_ARRAY(&duties->arena, enum eval_truth, p->commitment_count + 1);
    for (size_t i = 0; i < p->commitment_count; i++)
        in_force[i] = eval_expr(duties->view.evaluator, sets,
                                duties->view.table->norms[p->commitments[i].norm].live);
    duties->view.in_force = in_force;
}

static void note_presumed(polc_duties *duties, const struct value_set *sets, bool events_only)
{
    const struct vocab *vocab = &duties->view.table->vocab;
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        bool silent = v == vocab->act && vocab->vars[v].leaf_count <= 1;
        bool event = vocab->vars[v].kind == VAR_EVENT;
        if (sets[v].origin == VALUE_PRESUMED && vocab->vars[v].mentioned && !silent
            && v != VOCAB_DATE && (event || !events_only))
            duties->presumed[v]++;
    }
}

/* For what is asked until the next: of a deployment, or whatever is deployed. */
static void open_purse(polc_duties *duties)
{
    struct evaluator *engine = duties->evaluator->engine;
    evaluator_purse(engine, evaluator_share(engine, EVAL_PURSE));
}

static void begin(void *argument)
{
    polc_duties *duties = argument;
    polc_evaluator *evaluator = duties->evaluator;
    const struct table *table = evaluator->table->table;
    const struct value_set *sets = binder_defaults(evaluator->binder);
    duties->view.table = table;
    duties->view.evaluator = evaluator->engine;
    duties->view.sets = sets;
    duties->view.on = evaluator->on;
    duties->view.today = !evaluator->on_given;
    duties->standing = owed_standing(&duties->arena, table);
    open_purse(duties);
    duties->portfolio = portfolio_new(&duties->arena, table, evaluator->engine);
    duties->view.portfolio = duties->portfolio;
    duties->presumed = ARENA_ARRAY(&duties->arena, size_t, table->vocab.var_count + 1);
    duties->view.presumed = duties->presumed;
    open_purse(duties);
    judge_standing(duties, sets);
    judge_force(duties, sets);
    note_presumed(duties, sets, true);
}

static struct api_call call_of(polc_duties *duties)
{
    struct api_call call = api_evaluator_call(duties->evaluator);
    call.arenas[API_ARENAS - 1] = &duties->arena;
    return call;
}

polc_status polc_duties_new(polc_evaluator *evaluator, const polc_report_options *given,
                            polc_duties **out)
{
    polc_report_options options;
    *out = NULL;
    if (!api_options(given, sizeof options, &options) || !options.write
        || (options.format != POLC_REPORT_TEXT && options.format != POLC_REPORT_JSON)
        || evaluator->start.diags.errors)
        return POLC_ERROR_USAGE;
    polc_duties *duties = api_handle(evaluator->heap, sizeof *duties);
    if (!duties)
        return POLC_ERROR_MEMORY;
    duties->evaluator = evaluator;
    duties->options = options;
    api_arena(&duties->arena, evaluator->heap);
    struct api_call call = call_of(duties);
    polc_status status = api_run(&call, begin, duties);
    if (status != POLC_OK) {
        polc_duties_free(duties);
        return status;
    }
    *out = duties;
    return POLC_OK;
}

void polc_duties_free(polc_duties *duties)
{
    if (!duties)
        return;
    arena_free(&duties->arena);
    api_release(duties->evaluator->heap, duties);
}

unsigned polc_duties_found(const polc_duties *duties)
{
    return duties->found;
}

/* ---- writing ---------------------------------------------------------------------------------- */

/* Hands a piece over; false when the writer refuses. */
static bool hand_over(polc_duties *duties, struct strbuf *piece)
{
    if (!duties->stopped && piece->count
        && duties->options.write(duties->options.context, strbuf_string(piece), piece->count) != 0)
        duties->stopped = true;
    return !duties->stopped;
}

static void write_head(polc_duties *duties, struct strbuf *out)
{
    struct emit_style style = style_of(duties);
    if (duties->begun)
        return;
    duties->begun = true;
    if (is_json(duties))
        emit_duties_json_head(&duties->view, out);
    else
        emit_duties_text_head(&duties->view, &style, out);
}

static void write_case(polc_duties *duties, const struct emit_owed *owed, struct strbuf *out)
{
    struct emit_style style = style_of(duties);
    write_head(duties, out);
    if (is_json(duties)) {
        strbuf_text(out, duties->written ? ",\n  " : "\n  ");
        emit_duties_json_case(&duties->view, owed, out);
    } else {
        emit_duties_text_case(&duties->view, owed, &style, out);
    }
    duties->written++;
}

/* ---- deployments -------------------------------------------------------------------------------- */

static void take_box(polc_duties *duties, const struct deployment *deployment,
                     const struct placement *placement, struct emit_owed_box *box)
{
    struct arena *arena = &duties->evaluator->results;
    struct owed_asker asker = {duties->view.table, duties->view.evaluator, duties->standing, arena};
    box->sets = placement->sets;
    box->label = placement->label ? placement->label : "";
    owed_find(&asker, box->sets, &box->owed);
    for (size_t i = 0; i < box->owed.duty_count; i++)
        note_status(duties, box->owed.duties[i].status);
    note_unresolved(duties, box->owed.unresolved);
    note_presumed(duties, box->sets, false);
    struct portfolio_place place = {deployment->name, deployment->file, box->label,
                                    deployment->line};
    portfolio_add(duties->portfolio, &place, box->sets, arena);
}

static bool receive(void *context, const struct deployment *deployment)
{
    polc_duties *duties = context;
    struct arena *arena = &duties->evaluator->results;
    struct arena_mark mark = arena_mark(arena);
    struct emit_owed owed = {deployment, NULL, deployment->placement_count};
    struct emit_owed_box *boxes = ARENA_ARRAY(arena, struct emit_owed_box, owed.count);
    bool silent = true;
    open_purse(duties);
    for (size_t i = 0; i < owed.count; i++) {
        take_box(duties, deployment, &deployment->placements[i], &boxes[i]);
        silent = silent && !boxes[i].owed.duty_count;
    }
    owed.boxes = boxes;
    duties->view.deployments++;
    duties->view.silent += silent;
    struct strbuf piece;
    strbuf_init(&piece, arena);
    write_case(duties, &owed, &piece);
    bool more = hand_over(duties, &piece);
    arena_rewind(arena, mark);
    return more;
}

polc_status polc_duties_read(polc_duties *duties, const polc_document *document, polc_counts *out)
{
    struct api_reading reading = {receive, duties, &duties->arena, NULL};
    size_t refused = 0, before = duties->view.deployments;
    polc_status status = POLC_ERROR_USAGE;
    if (!duties->ended) {
        duties->view.counted = true;
        status = api_read(duties->evaluator, document, &reading, &refused);
    }
    duties->view.refused += refused;
    if (out)
        *out = (polc_counts){duties->view.deployments - before, refused};
    return duties->stopped ? POLC_ERROR_IO : status;
}

/* ---- the end ---------------------------------------------------------------------------------------- */

static void note_commitments(polc_duties *duties)
{
    for (size_t i = 0; duties->view.counted && i < duties->portfolio->commitment_count; i++) {
        const struct portfolio_commitment *c = &duties->portfolio->commitments[i];
        if (!portfolio_told(duties->portfolio, i, duties->view.on))
            continue;
        struct duties_standing standing =
            duties_standing(&duties->view, c, c->status, &c->sum);
        if (standing.missed && !standing.so_far)
            duties->found |= POLC_DUTIES_MISSED;
        if (c->status == PORTFOLIO_DISPUTED)
            duties->found |= POLC_DUTIES_DISPUTED;
        if (c->status == PORTFOLIO_UNDETERMINED)
            duties->found |= POLC_DUTIES_UNDETERMINED;
        note_unresolved(duties, c->unresolved);
    }
}

static void end(void *argument)
{
    polc_duties *duties = argument;
    struct emit_style style = style_of(duties);
    struct strbuf piece;
    portfolio_close(duties->portfolio);
    note_commitments(duties);
    strbuf_init(&piece, &duties->arena);
    write_head(duties, &piece);
    if (is_json(duties))
        emit_duties_json_end(&duties->view, &piece);
    else
        emit_duties_text_end(&duties->view, &style, &piece);
    hand_over(duties, &piece);
}

polc_status polc_duties_end(polc_duties *duties)
{
    struct api_call call = call_of(duties);
    if (duties->ended)
        return POLC_ERROR_USAGE;
    duties->ended = true;
    polc_status status = api_run(&call, end, duties);
    arena_free(&duties->evaluator->results);
    return status == POLC_OK && duties->stopped ? POLC_ERROR_IO : status;
}
