/* result.c: polc/eval.h: what can be asked of a result.
 *
 * Clauses and duties are put into words when they are first asked for, since most callers
 * write a report instead and never ask.
 */
#include "api/api.h"

#include "emit/names.h"

static const struct emit_box *box_of(const polc_result *result)
{
    return &result->view.boxes[result->view.worst];
}

static polc_verdict verdict_of(enum eval_verdict verdict)
{
    switch (verdict) {
    case EVAL_PERMITTED:
        return POLC_PERMITTED;
    case EVAL_DISPUTED:
        return POLC_DISPUTED;
    case EVAL_UNDETERMINED:
        return POLC_UNDETERMINED;
    case EVAL_PROHIBITED:
        return POLC_PROHIBITED;
    }
    return POLC_UNDETERMINED;
}

const char *polc_verdict_name(polc_verdict verdict)
{
    switch (verdict) {
    case POLC_PERMITTED:
        return name_verdict(EVAL_PERMITTED);
    case POLC_DISPUTED:
        return name_verdict(EVAL_DISPUTED);
    case POLC_UNDETERMINED:
        return name_verdict(EVAL_UNDETERMINED);
    case POLC_PROHIBITED:
        return name_verdict(EVAL_PROHIBITED);
    }
    return "";
}

const char *polc_result_name(const polc_result *result)
{
    return result->view.deployment->name;
}

const char *polc_result_file(const polc_result *result)
{
    return result->view.deployment->file;
}

uint64_t polc_result_line(const polc_result *result)
{
    return result->view.deployment->line;
}

const char *polc_result_date(const polc_result *result, int *today)
{
    if (today)
        *today = result->view.deployment->date_today;
    return result->date;
}

polc_verdict polc_result_verdict(const polc_result *result)
{
    return verdict_of(box_of(result)->result->verdict);
}

API_SAME(POLC_WORLD_PERMITTED, WORLD_PERMITTED);
API_SAME(POLC_WORLD_CONTESTED, WORLD_CONTESTED);
API_SAME(POLC_WORLD_PROHIBITED, WORLD_PROHIBITED);

unsigned polc_result_possible(const polc_result *result)
{
    return result->view.possible;
}

int polc_result_unresolved(const polc_result *result)
{
    return box_of(result)->result->unresolved;
}

const char *polc_result_basis(const polc_result *result)
{
    const struct eval_result *r = box_of(result)->result;
    return r->verdict == EVAL_PERMITTED && r->basis != BASIS_NONE ? name_basis(r->basis) : NULL;
}

size_t polc_result_placement_count(const polc_result *result)
{
    return result->placement_count;
}

const polc_result *polc_result_placement(const polc_result *result, size_t index)
{
    return index < result->placement_count ? &result->placements[index] : NULL;
}

const char *polc_result_label(const polc_result *result)
{
    return result->placement_count ? "" : box_of(result)->label;
}

/* ---- clauses and duties --------------------------------------------------------------- */

struct words_job {
    const polc_result *result;
    size_t index;
    void *words; /* a polc_clause or a polc_duty, in the results' arena */
};

static const char *text_of(struct arena *arena, const struct table *table, uint32_t norm,
                           void (*name)(const struct table *, uint32_t, struct strbuf *))
{
    struct strbuf text;
    strbuf_init(&text, arena);
    name(table, norm, &text);
    return strbuf_string(&text);
}

static polc_when when_of(enum eval_when when)
{
    switch (when) {
    case WHEN_ALWAYS:
        return POLC_ALWAYS;
    case WHEN_SOME_READINGS:
        return POLC_SOME_READINGS;
    case WHEN_SOME_FACTS:
        return POLC_SOME_FACTS;
    case WHEN_SOME_READINGS_AND_FACTS:
        return POLC_SOME_READINGS_AND_FACTS;
    }
    return POLC_ALWAYS;
}

static void clause_words(void *argument)
{
    struct words_job *job = argument;
    const struct table *table = job->result->view.table;
    struct arena *arena = &job->result->evaluator->results;
    const struct eval_clause *c = &box_of(job->result)->result->clauses[job->index];
    const struct table_clause *clause = &table->clauses[c->clause];
    const struct table_norm *norm = &table->norms[c->norm];
    const struct table_place *place = &table->places[clause->place];
    polc_clause *out = ARENA_NEW(arena, polc_clause);
    out->title = table_text(table, clause->title);
    out->label = table_text(table, clause->label);
    out->text = table_text(table, norm->text);
    out->effect = c->sign == SIGN_PROHIBIT ? POLC_PROHIBITS : POLC_PERMITS;
    out->when = when_of(c->when);
    out->contested = c->contested;
    out->material = clause->material != 0;
    out->bearer = name_node(table, norm->bearer);
    out->holders = text_of(arena, table, c->norm, name_holders);
    out->file = table_text(table, place->file);
    out->line = place->line;
    job->words = out;
}

static const void *words(const polc_result *result, size_t index, void (*write)(void *argument))
{
    struct words_job job = {result, index, NULL};
    struct api_call call = api_evaluator_call(result->evaluator);
    return api_run(&call, write, &job) == POLC_OK ? job.words : NULL;
}

size_t polc_result_clause_count(const polc_result *result)
{
    return box_of(result)->result->clause_count;
}

const polc_clause *polc_result_clause(const polc_result *result, size_t index)
{
    return index < polc_result_clause_count(result) ? words(result, index, clause_words) : NULL;
}

static polc_duty_status duty_status(enum eval_status status)
{
    switch (status) {
    case DUTY_DUE:
        return POLC_DUTY_DUE;
    case DUTY_UNDETERMINED:
        return POLC_DUTY_UNDETERMINED;
    case DUTY_NOT_DUE:
    case DUTY_DISPUTED:
        return POLC_DUTY_DISPUTED;
    }
    return POLC_DUTY_DISPUTED;
}

static void duty_words(void *argument)
{
    struct words_job *job = argument;
    const struct table *table = job->result->view.table;
    struct arena *arena = &job->result->evaluator->results;
    const struct eval_duty *duty = &box_of(job->result)->result->duties[job->index];
    const struct table_norm *norm = &table->norms[duty->norm];
    polc_duty *out = ARENA_NEW(arena, polc_duty);
    out->title = name_norm(table, duty->norm);
    out->status = duty_status(duty->status);
    out->by = name_node(table, norm->bearer);
    out->to = text_of(arena, table, duty->norm, name_creditors);
    out->what = table_text(table, table_duty(table, duty->norm)->what);
    out->within = text_of(arena, table, duty->norm, name_within);
    job->words = out;
}

size_t polc_result_duty_count(const polc_result *result)
{
    return box_of(result)->result->duty_count;
}

const polc_duty *polc_result_duty(const polc_result *result, size_t index)
{
    return index < polc_result_duty_count(result) ? words(result, index, duty_words) : NULL;
}

/* ---- what it turns on ------------------------------------------------------------------- */

size_t polc_result_term_count(const polc_result *result)
{
    return box_of(result)->result->term_count;
}

const char *polc_result_term(const polc_result *result, size_t index)
{
    const struct vocab *vocab = &result->view.table->vocab;
    if (index >= polc_result_term_count(result))
        return NULL;
    return vocab_string(vocab, vocab->terms[box_of(result)->result->terms[index]].name);
}

size_t polc_result_fact_count(const polc_result *result)
{
    return box_of(result)->result->fact_count;
}

const char *polc_result_fact(const polc_result *result, size_t index)
{
    if (index >= polc_result_fact_count(result))
        return NULL;
    return name_var(result->view.table, box_of(result)->result->facts[index].var);
}
