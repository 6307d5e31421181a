/* findings_places.c: where a finding is marked, and what the thing it is about is called. */
#include "emit/findings.h"

#include "emit/names.h"

#include <string.h>

const char *finding_node_name(const struct analysis *a, uint32_t node)
{
    struct strbuf text;
    strbuf_init(&text, a->arena);
    name_defeater(a->table, node, &text);
    return strbuf_string(&text);
}

uint32_t finding_parent(const struct analysis *a, uint32_t node)
{
    const struct parents *parents = finding_parents(a);
    bool some = parents->first[node] < parents->first[node + 1];
    return some ? parents->nodes[parents->first[node]] : node;
}

/* A statement of several lines is marked on its first. */
static struct span first_line(const struct analysis *a, struct span span)
{
    const struct source *source = sources_get(a->model->sources, span.source);
    const char *end = source ? memchr(source->text + span.begin, '\n', span.end - span.begin) : NULL;
    if (end)
        span.end = (uint32_t)(end - source->text);
    return span;
}

static struct span lift_span(const struct analysis *a, uint32_t node)
{
    for (size_t i = 0; i < a->model->lifts.count; i++)
        if (a->ir->lift_nodes[i] == node)
            return a->model->lifts.items[i].span;
    return (struct span){0};
}

struct span finding_node_span(const struct analysis *a, uint32_t node)
{
    switch ((enum ir_node_kind)a->table->nodes[node].kind) {
    case NODE_EXCEPT:
        return a->ir->excepts.items[node]->span;
    case NODE_LIFT:
        return lift_span(a, node);
    case NODE_WAIVER:
        return first_line(a, a->model->waivers.items[a->table->nodes[node].info].span);
    case NODE_NORM:
        return finding_norm_span(a, node);
    case NODE_RANK_CONDITION:
        break;
    }
    return (struct span){0};
}

struct span finding_norm_span(const struct analysis *a, uint32_t norm)
{
    return a->model->norms.items[norm].head;
}

static struct span rank_span(const struct analysis *a, uint32_t rank)
{
    return a->model->ranks.items[a->ir->ranks.items[rank].source].span;
}

struct span finding_span(const struct analysis *a, const struct finding *f)
{
    if (f->code == DIAG_CHANGE_AHEAD || f->code == DIAG_CHANGE_TOGETHER)
        return finding_ahead_span(a, f);
    if (f->code == DIAG_VOCABULARY_UNUSED && !f->of_term)
        return a->model->var_spans[f->id];
    if (f->code == DIAG_VOCABULARY_UNUSED || f->code == DIAG_DISPUTE_MOOT)
        return first_line(a, a->model->terms.items[f->id].span);
    if (f->code == DIAG_RANK_EMPTY)
        return rank_span(a, f->id);
    if (f->code == DIAG_ASSERT_FAILS || f->code == DIAG_ASSERT_EMPTY)
        return a->model->asserts.items[f->id].span;
    if (f->code == DIAG_GAP && f->other_norm != IR_NONE) {
        uint32_t clause = a->model->norms.items[f->other_norm].clause;
        return a->model->agreements.items[a->model->clauses.items[clause].agreement].span;
    }
    if (f->code == DIAG_CLAUSE_DEAD || f->code == DIAG_CLAUSE_IDLE)
        return a->model->clauses.items[f->clause].span;
    if (f->node != IR_NONE)
        return finding_node_span(a, f->node);
    if (f->norm != IR_NONE)
        return finding_norm_span(a, f->norm);
    return f->clause != IR_NONE ? a->model->clauses.items[f->clause].span : (struct span){0};
}

static uint32_t root_of(const struct analysis *a, uint32_t node)
{
    while (a->table->nodes[node].kind == NODE_EXCEPT)
        node = finding_parent(a, node);
    return node;
}

const char *finding_node_subject(const struct analysis *a, uint32_t node, uint32_t clause)
{
    const char *name = finding_node_name(a, node);
    uint32_t root = root_of(a, node);
    const char *waiver = a->table->nodes[root].kind != NODE_WAIVER
                             ? NULL
                             : arena_printf(a->arena, "waiver `%s`",
                                            a->model->waivers.items[a->table->nodes[root].info].name);
    switch ((enum ir_node_kind)a->table->nodes[node].kind) {
    case NODE_EXCEPT:
        if (waiver)
            return arena_printf(a->arena, "%s of %s", name, waiver);
        return arena_printf(a->arena, "%s of `%s`", name, name_clause(a->table, clause));
    case NODE_WAIVER:
        return waiver;
    case NODE_LIFT:
    case NODE_NORM:
    case NODE_RANK_CONDITION:
        break;
    }
    return arena_printf(a->arena, "`%s`", name);
}

const char *finding_subject(const struct analysis *a, const struct finding *f)
{
    const struct vocab *vocab = &a->table->vocab;
    if (f->code == DIAG_DISPUTE_MOOT || (f->code == DIAG_VOCABULARY_UNUSED && f->of_term))
        return arena_printf(a->arena, "`%s`", vocab_string(vocab, vocab->terms[f->id].name));
    if (f->code == DIAG_VOCABULARY_UNUSED)
        return arena_printf(a->arena, "`%s`", name_var(a->table, f->id));
    if (f->code == DIAG_ASSERT_FAILS || f->code == DIAG_ASSERT_EMPTY)
        return arena_printf(a->arena, "`%s`", a->model->asserts.items[f->id].text);
    if (f->node != IR_NONE)
        return finding_node_subject(a, f->node, f->clause);
    if (f->other_clause != IR_NONE)
        return arena_printf(a->arena, "`%s` beside `%s`", name_clause(a->table, f->clause),
                            name_clause(a->table, f->other_clause));
    return f->clause != IR_NONE
               ? arena_printf(a->arena, "`%s`", name_clause(a->table, f->clause))
               : "the policy";
}
