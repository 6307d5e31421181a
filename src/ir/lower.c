/* lower.c: from the model's norms to nodes of the defeat graph.
 *
 * Every norm becomes a node whose expression is live(clause) and actor below the bearer
 * and its condition; every exception, lift and waiver becomes a node, and is a child of
 * what it takes away from. Terms, agreements in force, lives of clauses and waivers are
 * lowered once, as named expressions. Worked example, clause 2.1 of docs/semantics.md:
 *
 *   node 0 norm   = force(Alliance) and deployer in OpenAI and api_call and model_host
 *                   outside Azure;              children: node 1
 *   node 1 except = stage is research;          children: node 2
 *   node 2 except = capacity > 100 MW
 */
#include "ir/builder.h"

#include <string.h>

static const struct ir_text no_words = {0, 0};

static uint32_t lower_expr(struct ir_builder *b, const struct model_expr *expr);

/* ---- atoms ------------------------------------------------------------------------------ */

/* The literal of an interval of values of a column; the interval may lie outside. */
static uint32_t range_literal(struct ir_builder *b, uint32_t column, int64_t low, int64_t high)
{
    const struct ir *ir = b->ir;
    const struct ir_column *c = &ir->columns.items[column];
    const struct vocab_var *v = &ir->model->vocab.vars[c->var];
    int64_t first = ir->cuts.items[c->first_cut];
    int64_t last = c->kind == COLUMN_LEAF || c->kind == COLUMN_READING
                       ? (int64_t)v->leaf_count - 1
                       : (v->kind == VAR_NUMBER ? v->high : DATE_LAST);
    if (low > high || high < first || low > last)
        return LITERAL_EMPTY;
    struct ir_range range = {ir_cell(ir, column, low < first ? first : low),
                             ir_cell(ir, column, high > last ? last : high)};
    return literal_make(b, column, &range, 1);
}

static uint32_t set_literal(struct ir_builder *b, uint32_t var, const struct leaf_set *set)
{
    uint32_t column = b->ir->var_first_column[var];
    struct ir_range *ranges = ARENA_ARRAY(b->scratch, struct ir_range, set->count + 1);
    for (size_t i = 0; i < set->count; i++) {
        ranges[i].low = ir_cell(b->ir, column, set->ranges[i].first);
        ranges[i].high = ir_cell(b->ir, column, set->ranges[i].last);
    }
    return literal_make(b, column, ranges, set->count);
}

static uint32_t since_literal(struct ir_builder *b, const struct model_expr *expr)
{
    uint32_t column =
        columns_since(b, expr->var, expr->count, (uint32_t)expr->unit, expr->past);
    struct ir_range holds = {1, 1};
    return literal_make(b, column, &holds, 1);
}

static uint32_t atom_literal(struct ir_builder *b, const struct model_expr *expr)
{
    if (expr->op == OP_IN)
        return set_literal(b, expr->var, &expr->set);
    if (expr->op == OP_RANGE)
        return range_literal(b, b->ir->var_first_column[expr->var], expr->low, expr->high);
    return since_literal(b, expr);
}

static bool is_atom(const struct model_expr *expr)
{
    return expr->op == OP_IN || expr->op == OP_RANGE
           || (expr->op == OP_SINCE && !phrase_is(expr));
}

/* ---- what has a name ---------------------------------------------------------------------- */

static uint32_t add_named(struct ir_builder *b, enum ir_named_kind kind, uint32_t ref,
                          uint32_t expr)
{
    struct ir_named named = {(uint32_t)kind, ref, expr};
    VEC_PUSH(b->ir->arena, &b->ir->named, named);
    return (uint32_t)b->ir->named.count - 1;
}

static uint32_t or_true(struct ir_builder *b, const struct model_expr *expr)
{
    return expr ? lower_expr(b, expr) : EXPR_ID_TRUE;
}

/* cond and no exception hit, as one expression. */
static uint32_t less_excepts(struct ir_builder *b, uint32_t cond, const struct model_except *e)
{
    for (; e; e = e->next) {
        uint32_t hit = less_excepts(b, lower_expr(b, e->cond), e->children);
        cond = expr_and(b, cond, expr_not(b, hit));
    }
    return cond;
}

static uint32_t period_expr(struct ir_builder *b, const struct model_period *period)
{
    uint32_t from = or_true(b, period->from);
    uint32_t until = period->until ? lower_expr(b, period->until) : EXPR_ID_FALSE;
    uint32_t inside = expr_and(b, from, expr_not(b, until));
    return expr_and(b, inside, or_true(b, period->whilst));
}

static uint32_t term_named(struct ir_builder *b, uint32_t term)
{
    if (b->named_terms[term] != IR_NONE)
        return b->named_terms[term];
    const struct model *model = b->ir->model;
    const struct vocab_term *v = &model->vocab.terms[term];
    const struct model_term *t = &model->terms.items[term];
    uint32_t expr = EXPR_ID_FALSE;
    for (uint32_t r = 0; r < t->meaning_count; r++) {
        if (v->ruled != VOCAB_NONE && v->ruled != r)
            continue;
        uint32_t meaning =
            less_excepts(b, lower_expr(b, t->meanings[r].cond), t->meanings[r].excepts);
        if (v->var != VOCAB_NONE) {
            struct ir_range cell = {r, r};
            uint32_t literal = literal_make(b, b->ir->var_first_column[v->var], &cell, 1);
            meaning = expr_and(b, expr_literal(b, literal, no_words), meaning);
        }
        expr = expr_or(b, expr, meaning);
    }
    b->named_terms[term] = add_named(b, NAMED_TERM, term, expr);
    return b->named_terms[term];
}

static uint32_t force_named(struct ir_builder *b, uint32_t agreement)
{
    if (b->named_force[agreement] == IR_NONE) {
        uint32_t expr = period_expr(b, &b->ir->model->agreements.items[agreement].period);
        b->named_force[agreement] = add_named(b, NAMED_FORCE, agreement, expr);
    }
    return b->named_force[agreement];
}

/* force(a) by name; nothing to say where an agreement is always in force. */
static uint32_t force_expr(struct ir_builder *b, uint32_t agreement, struct ir_text words)
{
    uint32_t named = force_named(b, agreement);
    uint32_t expr = b->ir->named.items[named].expr;
    return expr == EXPR_ID_TRUE || expr == EXPR_ID_FALSE ? expr : expr_named(b, named, words);
}

static uint32_t before_day(struct ir_builder *b, int64_t day)
{
    if (day == DATE_NEVER)
        return EXPR_ID_TRUE;
    uint32_t column = b->ir->var_first_column[VOCAB_DATE];
    return expr_literal(b, range_literal(b, column, DATE_FIRST, day - 1), no_words);
}

/* live(clause), docs/semantics.md § 2: the agreement, the clause's own period, no deletion yet,
 * and no clause standing in its place. */
static uint32_t live_expr(struct ir_builder *b, uint32_t clause, struct ir_text words)
{
    const struct model_clause *c = &b->ir->model->clauses.items[clause];
    bool plain = !c->survives && !c->period.from && !c->period.until && !c->period.whilst
                 && c->deleted_on == DATE_NEVER && c->replaced_count == 0;
    if (plain)
        return force_expr(b, c->agreement, words);
    if (b->named_live[clause] == IR_NONE) {
        const struct model_period *of = &b->ir->model->agreements.items[c->agreement].period;
        uint32_t expr = c->survives ? or_true(b, of->from) : force_expr(b, c->agreement, no_words);
        expr = expr_and(b, expr, period_expr(b, &c->period));
        expr = expr_and(b, expr, before_day(b, c->deleted_on));
        for (size_t i = 0; i < c->replaced_count; i++) {
            const struct model_clause *by = &b->ir->model->clauses.items[c->replaced_by[i]];
            expr = expr_and(b, expr, expr_not(b, period_expr(b, &by->period)));
        }
        b->named_live[clause] = add_named(b, NAMED_LIVE, clause, expr);
    }
    uint32_t named = b->named_live[clause], expr = b->ir->named.items[named].expr;
    return expr == EXPR_ID_TRUE || expr == EXPR_ID_FALSE ? expr : expr_named(b, named, words);
}

static uint32_t waiver_named(struct ir_builder *b, uint32_t waiver)
{
    if (b->named_waivers[waiver] == IR_NONE) {
        const struct model_waiver *w = &b->ir->model->waivers.items[waiver];
        uint32_t expr = expr_and(b, period_expr(b, &w->period), lower_expr(b, w->cond));
        b->named_waivers[waiver] =
            add_named(b, NAMED_WAIVER, waiver, less_excepts(b, expr, w->excepts));
    }
    return b->named_waivers[waiver];
}

/* ---- conditions ----------------------------------------------------------------------------- */

static bool same_span(struct span x, struct span y)
{
    return x.source == y.source && x.begin == y.begin && x.end == y.end;
}

static uint32_t lower_not(struct ir_builder *b, const struct model_expr *expr)
{
    /* `x is not n` is one atom of the user's, so it is one literal */
    if (is_atom(expr->left) && same_span(expr->span, expr->left->span))
        return expr_literal(b, literal_not(b, atom_literal(b, expr->left)),
                            words_at(b, expr->span));
    if (phrase_is(expr->left) && same_span(expr->span, expr->left->span))
        return phrase_lower(b, expr->left, true, words_at(b, expr->span));
    return expr_not(b, lower_expr(b, expr->left));
}

static uint32_t lower_expr(struct ir_builder *b, const struct model_expr *expr)
{
    switch (expr->op) {
    case OP_TRUE:
        return EXPR_ID_TRUE;
    case OP_FALSE:
        return EXPR_ID_FALSE;
    case OP_NOT:
        return lower_not(b, expr);
    case OP_AND: {
        uint32_t left = lower_expr(b, expr->left);
        return expr_and(b, left, lower_expr(b, expr->right));
    }
    case OP_OR: {
        uint32_t left = lower_expr(b, expr->left);
        return expr_or(b, left, lower_expr(b, expr->right));
    }
    case OP_IN:
    case OP_RANGE:
        return expr_literal(b, atom_literal(b, expr), words_at(b, expr->span));
    case OP_SINCE:
        if (phrase_is(expr))
            return phrase_lower(b, expr, false, no_words);
        return expr_literal(b, atom_literal(b, expr), words_at(b, expr->span));
    case OP_SAME:
    case OP_MEMBER:
    case OP_INCLUDES:
    case OP_ONLY:
        return phrase_lower(b, expr, false, words_at(b, expr->span));
    case OP_DURING:
        return phrase_named(b, period_expr(b, &b->ir->model->spans.items[expr->ref].period),
                            words_at(b, expr->span));
    case OP_TERM:
        return expr_named(b, term_named(b, expr->ref), words_at(b, expr->span));
    case OP_FORCE:
        return force_expr(b, expr->ref, words_at(b, expr->span));
    case OP_LIVE:
        return live_expr(b, expr->ref, words_at(b, expr->span));
    case OP_WAIVED:
        return expr_named(b, waiver_named(b, expr->ref), no_words);
    }
    return EXPR_ID_FALSE;
}

/* ---- nodes ------------------------------------------------------------------------------------ */

static uint32_t add_node(struct ir_builder *b, enum ir_node_kind kind, uint32_t expr,
                         const struct model_except *source)
{
    struct ir *ir = b->ir;
    struct ir_node node = {.kind = (uint32_t)kind, .expr = expr};
    VEC_PUSH(ir->arena, &ir->nodes, node);
    VEC_PUSH(ir->arena, &ir->excepts, source);
    return (uint32_t)ir->nodes.count - 1;
}

/* Makes the nodes of a list of exceptions and everything below, then the parent's child
 * list: its exceptions first, then `extra` nodes. */
static void add_children(struct ir_builder *b, uint32_t parent, const struct model_except *list,
                         const uint32_t *extra, size_t extra_count)
{
    struct ir *ir = b->ir;
    VEC(uint32_t) children = {0};
    for (const struct model_except *e = list; e; e = e->next) {
        uint32_t child = add_node(b, NODE_EXCEPT, lower_expr(b, e->cond), e);
        VEC_PUSH(b->scratch, &children, child);
        add_children(b, child, e->children, NULL, 0);
    }
    for (size_t i = 0; i < extra_count; i++)
        VEC_PUSH(b->scratch, &children, extra[i]);
    ir->nodes.items[parent].first_child = (uint32_t)ir->children.count;
    ir->nodes.items[parent].child_count = (uint32_t)children.count;
    for (size_t i = 0; i < children.count; i++)
        VEC_PUSH(ir->arena, &ir->children, children.items[i]);
}

static uint32_t actor_expr(struct ir_builder *b, const struct model_norm *norm)
{
    const struct vocab *vocab = &b->ir->model->vocab;
    if (vocab->actor == VOCAB_NONE)
        return EXPR_ID_TRUE;
    uint32_t column = b->ir->var_first_column[vocab->actor];
    const struct vocab_node *who = &vocab->nodes[norm->bearer];
    int64_t last = (int64_t)who->first_leaf + who->leaf_count - 1;
    uint32_t literal = range_literal(b, column, who->first_leaf, last);
    for (size_t i = 0; norm->sign == SIGN_DUTY && i < norm->creditor_count; i++) {
        who = &vocab->nodes[norm->creditors[i]];
        last = (int64_t)who->first_leaf + who->leaf_count - 1;
        literal = literal_join(b, literal, range_literal(b, column, who->first_leaf, last));
    }
    return expr_literal(b, literal, no_words);
}

static void lower_norms(struct ir_builder *b)
{
    struct ir *ir = b->ir;
    const struct model *model = ir->model;
    for (size_t i = 0; i < model->norms.count; i++) {
        const struct model_norm *norm = &model->norms.items[i];
        struct ir_norm out = {0};
        out.live = live_expr(b, norm->clause, no_words);
        out.actor = actor_expr(b, norm);
        out.applied = lower_expr(b, norm->cond);
        uint32_t expr = expr_and(b, expr_and(b, out.live, out.actor), out.applied);
        add_node(b, NODE_NORM, expr, NULL);
        VEC_PUSH(ir->arena, &ir->norms, out);
    }
}

static void lower_lifts_and_waivers(struct ir_builder *b)
{
    struct ir *ir = b->ir;
    const struct model *model = ir->model;
    ir->lift_nodes = ARENA_ARRAY(ir->arena, uint32_t, model->lifts.count + 1);
    ir->waiver_nodes = ARENA_ARRAY(ir->arena, uint32_t, model->waivers.count + 1);
    for (size_t i = 0; i < model->lifts.count; i++) {
        const struct model_lift *lift = &model->lifts.items[i];
        uint32_t live = live_expr(b, lift->clause, no_words);
        uint32_t expr = expr_and(b, live, lower_expr(b, lift->cond));
        ir->lift_nodes[i] = add_node(b, NODE_LIFT, expr, NULL);
    }
    for (size_t i = 0; i < model->waivers.count; i++) {
        const struct model_waiver *waiver = &model->waivers.items[i];
        uint32_t expr =
            expr_and(b, period_expr(b, &waiver->period), lower_expr(b, waiver->cond));
        ir->waiver_nodes[i] = add_node(b, NODE_WAIVER, expr, NULL);
        add_children(b, ir->waiver_nodes[i], waiver->excepts, NULL, 0);
    }
}

static void link_children(struct ir_builder *b)
{
    struct ir *ir = b->ir;
    const struct model *model = ir->model;
    VEC(uint32_t) extra = {0};
    for (size_t i = 0; i < model->lifts.count; i++) {
        const struct model_lift *lift = &model->lifts.items[i];
        extra.count = 0;
        for (size_t k = 0; k < lift->lift_count; k++)
            VEC_PUSH(b->scratch, &extra, ir->lift_nodes[lift->lifts[k]]);
        add_children(b, ir->lift_nodes[i], lift->excepts, extra.items, extra.count);
    }
    for (size_t i = 0; i < model->norms.count; i++) {
        const struct model_norm *norm = &model->norms.items[i];
        extra.count = 0;
        for (size_t k = 0; k < norm->lift_count; k++)
            VEC_PUSH(b->scratch, &extra, ir->lift_nodes[norm->lifts[k]]);
        for (size_t k = 0; k < norm->waiver_count; k++)
            VEC_PUSH(b->scratch, &extra, ir->waiver_nodes[norm->waivers[k]]);
        add_children(b, (uint32_t)i, norm->excepts, extra.items, extra.count);
    }
}

/* The ranks that each norm loses, in the model's order, as one counted list per loser. */
static void lower_ranks(struct ir_builder *b)
{
    struct ir *ir = b->ir;
    const struct model *model = ir->model;
    for (size_t i = 0; i < model->ranks.count; i++)
        ir->norms.items[model->ranks.items[i].loser].rank_count++;
    uint32_t next = 0;
    for (size_t i = 0; i < ir->norms.count; i++) {
        ir->norms.items[i].first_rank = next;
        next += ir->norms.items[i].rank_count;
        ir->norms.items[i].rank_count = 0;
    }
    struct ir_rank *ranks = ARENA_ARRAY(ir->arena, struct ir_rank, next + 1);
    struct map conditions; /* expression → node, so that `order` has one node for all pairs */
    map_init(&conditions, b->scratch);
    for (size_t i = 0; i < model->ranks.count; i++) {
        const struct model_rank *rank = &model->ranks.items[i];
        uint32_t expr = rank->cond ? lower_expr(b, rank->cond) : EXPR_ID_TRUE;
        uint64_t node = IR_NONE;
        if (expr != EXPR_ID_TRUE && !map_get(&conditions, expr, &node)) {
            node = add_node(b, NODE_RANK_CONDITION, expr, NULL);
            map_put(&conditions, expr, node);
        }
        struct ir_norm *loser = &ir->norms.items[rank->loser];
        struct ir_rank *out = &ranks[loser->first_rank + loser->rank_count++];
        out->winner = rank->winner;
        out->condition = (uint32_t)node;
        out->source = (uint32_t)i;
    }
    ir->ranks.items = ranks;
    ir->ranks.count = ir->ranks.capacity = next;
}

/* No norm looks at them: they are there for whoever asks whether an assertion holds. */
static void lower_asserts(struct ir_builder *b)
{
    const struct model *model = b->ir->model;
    for (size_t i = 0; i < model->asserts.count; i++)
        VEC_PUSH(b->ir->arena, &b->ir->asserts, lower_expr(b, model->asserts.items[i].cond));
}

static void lower_stricter(struct ir_builder *b)
{
    const struct model *model = b->ir->model;
    for (size_t i = 0; i < model->agreements.count; i++) {
        const struct model_expr *said = model->agreements.items[i].stricter;
        VEC_PUSH(b->ir->arena, &b->ir->stricter, said ? lower_expr(b, said) : IR_NONE);
    }
}

static uint32_t *no_ids(struct ir_builder *b, size_t count)
{
    uint32_t *ids = arena_alloc(b->scratch, (count + 1) * sizeof *ids);
    memset(ids, 0xFF, (count + 1) * sizeof *ids);
    return ids;
}

/* When each is in force, also where all its clauses survive it: the analyses ask. */
static void lower_agreements(struct ir_builder *b)
{
    for (uint32_t i = 0; i < b->ir->model->agreements.count; i++)
        force_named(b, i);
}

static void start(struct ir_builder *b)
{
    const struct model *model = b->ir->model;
    map_init(&b->literal_ids, b->scratch);
    exprs_reserve(b, 0);
    map_init(&b->word_ids, b->scratch);
    map_init(&b->meet_ids, b->scratch);
    map_init(&b->join_ids, b->scratch);
    map_init(&b->phrase_ids, b->scratch);
    b->named_terms = no_ids(b, model->terms.count);
    b->named_force = no_ids(b, model->agreements.count);
    b->named_live = no_ids(b, model->clauses.count);
    b->named_waivers = no_ids(b, model->waivers.count);
    strbuf_init(&b->ir->text, b->ir->arena);
    strbuf_char(&b->ir->text, '\0'); /* offset 0 is the empty text */
    expr_literal(b, LITERAL_ALL, no_words);
}

/* About what will be needed, so that little is copied while it grows. What is too much is
 * never touched; only the map is filled ahead, and is kept to what is likely. */
static void make_room(struct ir_builder *b)
{
    struct ir *ir = b->ir;
    const struct model *model = ir->model;
    size_t nodes = model->norms.count + model->lifts.count + model->waivers.count + b->excepts;
    VEC_RESERVE(ir->arena, &ir->nodes, nodes);
    VEC_RESERVE(ir->arena, &ir->excepts, nodes);
    VEC_RESERVE(ir->arena, &ir->norms, model->norms.count);
    VEC_RESERVE(ir->arena, &ir->cubes, nodes);
    VEC_RESERVE(ir->arena, &ir->cube_literals, b->atoms + 2 * nodes);
    VEC_RESERVE(ir->arena, &ir->exprs, ir->exprs.count + 2 * (b->atoms + nodes));
    VEC_RESERVE(ir->arena, &ir->text, ir->text.count + 16 * b->atoms);
    exprs_reserve(b, b->atoms + nodes);
}

struct lowering {
    struct arena *scratch;
};

static void free_scratch(void *argument)
{
    arena_free(((struct lowering *)argument)->scratch);
}

struct ir *ir_lower(struct arena *arena, const struct model *model, struct diags *diags)
{
    struct arena scratch;
    arena_init(&scratch, arena->guard);
    struct lowering lowering = {&scratch};
    struct cleanup cleanup = {free_scratch, &lowering, NULL};
    guard_register(arena->guard, &cleanup);
    struct ir *ir = ARENA_NEW(arena, struct ir);
    ir->arena = arena;
    ir->model = model;
    struct ir_builder b = {.ir = ir, .diags = diags, .scratch = &scratch};
    start(&b);
    columns_make(&b);
    if (ir->columns.count > IR_COLUMN_LIMIT) {
        struct span nowhere = {SOURCE_NONE, 0, 0};
        diag_add(diags, DIAG_TOO_MANY_COLUMNS, nowhere,
                 "the policy tests %zu different attributes and event distances, the limit is %d",
                 ir->columns.count, IR_COLUMN_LIMIT);
    } else {
        make_room(&b);
        lower_norms(&b);
        lower_lifts_and_waivers(&b);
        link_children(&b);
        lower_ranks(&b);
        lower_asserts(&b);
        lower_stricter(&b);
        lower_agreements(&b);
        if (length_check(&b)) {
            cubes_make(&b);
            cycles_check(&b);
        }
    }
    guard_forget(arena->guard, &cleanup);
    arena_free(&scratch);
    return ir;
}
