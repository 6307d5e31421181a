/* engine.c: see engine.h. Ids of norms, clauses, terms and variables are shared by model and
 * table, so translating is renaming of enums. */
#include "engine.h"

void engine_new(struct arena *arena, struct model *model, struct diags *diags,
                const struct table_layout *layout, struct engine *out)
{
    *out = (struct engine){0};
    size_t errors = diags->errors;
    out->ir = ir_lower(arena, model, diags);
    out->refused = diags->errors > errors;
    if (out->refused)
        return;
    out->message = ir_verify(out->ir, arena);
    if (out->message)
        return;
    struct table_image image = table_build(arena, out->ir, 1, layout);
    out->table = table_open(arena, image.data, image.length, &out->message);
    if (out->table)
        out->evaluator = evaluator_new(arena, out->table);
}

void engine_free(struct engine *engine)
{
    if (engine->evaluator)
        evaluator_free(engine->evaluator);
    engine->evaluator = NULL;
}

enum oracle_verdict engine_verdict(enum eval_verdict verdict)
{
    switch (verdict) {
    case EVAL_PERMITTED:
        return ORACLE_PERMITTED;
    case EVAL_DISPUTED:
        return ORACLE_DISPUTED;
    case EVAL_UNDETERMINED:
        return ORACLE_UNDETERMINED;
    case EVAL_PROHIBITED:
        break;
    }
    return ORACLE_PROHIBITED;
}

static enum oracle_basis basis_of(enum eval_basis basis)
{
    switch (basis) {
    case BASIS_NO_CLAUSE_BINDS:
        return ORACLE_NO_CLAUSE_BINDS;
    case BASIS_LIFTED:
        return ORACLE_LIFTED;
    case BASIS_GRANTED:
        return ORACLE_GRANTED;
    case BASIS_NOTHING_SPEAKS:
    case BASIS_NONE:
        break;
    }
    return ORACLE_NOTHING_SPEAKS;
}

static enum oracle_duty_status status_of(enum eval_status status)
{
    switch (status) {
    case DUTY_NOT_DUE:
        return ORACLE_NO_DUTY;
    case DUTY_DISPUTED:
        return ORACLE_DUTY_DISPUTED;
    case DUTY_UNDETERMINED:
        return ORACLE_DUTY_UNDETERMINED;
    case DUTY_DUE:
        break;
    }
    return ORACLE_DUTY_DUE;
}

static bool same_cause(const struct engine *e, const struct oracle_cause *cause,
                       const struct eval_lifted *lifted)
{
    if (cause->norm != lifted->norm)
        return false;
    switch (cause->kind) {
    case ORACLE_BY_EXCEPT:
        return lifted->by_node
               == e->ir->children.items[e->ir->nodes.items[cause->norm].first_child + cause->id];
    case ORACLE_BY_LIFT:
        return lifted->by_node == e->ir->lift_nodes[cause->id];
    case ORACLE_BY_WAIVER:
        return lifted->by_node == e->ir->waiver_nodes[cause->id];
    case ORACLE_BY_RANK:
        return lifted->by_norm == cause->id;
    }
    return false;
}

static const char *take_lifted(const struct engine *e, const struct oracle *oracle,
                               const struct eval_result *from, struct oracle_result *out)
{
    for (size_t i = 0; i < from->lifted_count; i++) {
        bool found = false;
        for (size_t k = 0; k < oracle->causes.count; k++) {
            if (same_cause(e, &oracle->causes.items[k], &from->lifted[i])) {
                out->lifted[k] = true;
                found = true;
            }
        }
        if (!found)
            return "a prohibition is lifted by something that the model does not know";
    }
    return NULL;
}

static void take_readings(const struct engine *e, struct arena *arena,
                          const struct eval_result *from, struct oracle_result *out)
{
    const struct vocab *vocab = &e->table->vocab;
    for (size_t i = 0; i < from->term_count; i++)
        out->matters[vocab->terms[from->terms[i]].var] = true;
    for (size_t i = 0; i < from->reading_count; i++) {
        struct oracle_row row = {ARENA_ARRAY(arena, uint32_t, vocab->var_count),
                                 engine_verdict(from->readings[i].verdict)};
        for (uint32_t v = 0; v < vocab->var_count; v++)
            row.readings[v] = VOCAB_NONE;
        for (size_t k = 0; k < from->term_count; k++)
            row.readings[vocab->terms[from->terms[k]].var] = from->readings[i].readings[k];
        VEC_PUSH(arena, &out->rows, row);
    }
}

/* The interpreter lists leaves one by one, the evaluator in runs. */
static void take_settles(const struct engine *e, struct arena *arena, uint32_t var,
                         const struct eval_settles *from, struct oracle_result *out)
{
    struct oracle_settle settle = {var, from->values.low, from->values.high,
                                   engine_verdict(from->verdict)};
    if (e->table->vocab.vars[var].kind != VAR_LEAF) {
        VEC_PUSH(arena, &out->settles, settle);
        return;
    }
    for (int64_t leaf = from->values.low; leaf <= from->values.high; leaf++) {
        settle.low = settle.high = leaf;
        VEC_PUSH(arena, &out->settles, settle);
    }
}

static void take_facts(const struct engine *e, struct arena *arena,
                       const struct eval_result *from, struct oracle_result *out)
{
    for (size_t i = 0; i < from->fact_count; i++) {
        const struct eval_matter *fact = &from->facts[i];
        out->matters[fact->var] = true;
        for (size_t k = 0; k < fact->settle_count; k++)
            take_settles(e, arena, fact->var, &fact->settles[k], out);
    }
}

const char *engine_box(struct engine *e, const struct oracle *oracle, struct arena *arena,
                       const struct value_set *sets, struct oracle_result *out)
{
    const struct model *model = oracle->model;
    const struct eval_result *from = eval_box(e->evaluator, sets, arena);
    *out = (struct oracle_result){.verdict = engine_verdict(from->verdict),
                                  .basis = basis_of(from->basis)};
    out->matters = ARENA_ARRAY(arena, bool, model->vocab.var_count + 1);
    out->effects = arena_zero(arena, model->clauses.count + 1, sizeof *out->effects);
    out->duties = ARENA_ARRAY(arena, enum oracle_duty_status, model->norms.count + 1);
    out->lifted = ARENA_ARRAY(arena, bool, oracle->causes.count + 1);
    for (int i = 0; i < ORACLE_WORLD_VERDICTS; i++)
        out->possible[i] = from->possible >> i & 1;
    take_readings(e, arena, from, out);
    take_facts(e, arena, from, out);
    for (size_t i = 0; i < from->clause_count; i++) {
        const struct eval_clause *c = &from->clauses[i];
        out->effects[c->clause][c->sign].when =
            (enum oracle_when)((int)c->when + (int)ORACLE_ALWAYS);
        out->effects[c->clause][c->sign].contested = c->contested;
    }
    for (size_t i = 0; i < from->duty_count; i++)
        out->duties[from->duties[i].norm] = status_of(from->duties[i].status);
    if (from->unresolved)
        return "the budget ran out";
    return take_lifted(e, oracle, from, out);
}
