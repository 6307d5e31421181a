/* cycles.c: the proof that no world realises a cycle of the defeat graph.
 *
 * `A subject to B` with `A notwithstanding B` is a cycle on paper; it is an error only if
 * in some world all its norms apply and all its ranks hold at once (docs/semantics.md § 4). Per
 * component with a cycle, boxes of worlds are searched depth first: in a box each node
 * surely applies, surely does not, or may. Without a cycle among those that may apply the
 * box is done; a cycle of those that surely apply is the error, if the days of its events
 * can be chosen so; else the box is split at a literal that is still open. Lifting clauses
 * follow the same rule. The search counts its boxes and gives up at IR_CYCLE_BUDGET.
 */
#include "ir/builder.h"

#include "base/bitset.h"
#include "ir/cycle_world.h"

#include <string.h>

enum truth { NO, MAYBE, YES };

struct search {
    struct ir_builder *b;
    const struct components *components;
    uint32_t component;
    uint64_t budget;
    struct cycle_box box;
    uint8_t *state;      /* per node: on the evaluation stack */
    enum truth *applies; /* per node of the component, by place in it */
    uint32_t *place;     /* node → place in the component */
    uint32_t *path;      /* the cycle found: nodes by place */
    uint32_t path_count;
    struct arena work;
};

/* ---- truth over a box ---------------------------------------------------------------- */

static enum truth literal_truth(const struct search *s, uint32_t literal)
{
    bool some, all;
    cycle_box_literal(&s->box, literal, &some, &all);
    return all ? YES : some ? MAYBE : NO;
}

static enum truth expr_truth(const struct search *s, uint32_t expr)
{
    const struct ir *ir = s->b->ir;
    const struct ir_expr *e = &ir->exprs.items[expr];
    enum truth x, y;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
        return YES;
    case IR_FALSE:
        return NO;
    case IR_LITERAL:
        return literal_truth(s, e->a);
    case IR_NOT:
        return (enum truth)(YES - expr_truth(s, e->a));
    case IR_AND:
        x = expr_truth(s, e->a);
        if (x == NO)
            return NO;
        y = expr_truth(s, e->b);
        return x < y ? x : y;
    case IR_OR:
        x = expr_truth(s, e->a);
        if (x == YES)
            return YES;
        y = expr_truth(s, e->b);
        return x > y ? x : y;
    case IR_NAMED:
        return expr_truth(s, ir->named.items[e->a].expr);
    }
    return MAYBE;
}

/* Applicable: its condition holds and no child is hit. In a circle of lifting clauses the
 * lifts are the edges, as ranks are between norms, so they do not make it inapplicable. */
static bool is_edge(const struct search *s, uint32_t node, uint32_t child)
{
    const struct ir *ir = s->b->ir;
    return ir->nodes.items[node].component == s->component
           && ir->nodes.items[node].kind == NODE_LIFT && ir->nodes.items[child].kind == NODE_LIFT;
}

static enum truth node_truth(struct search *s, uint32_t node)
{
    const struct ir_node *n = &s->b->ir->nodes.items[node];
    enum truth result = expr_truth(s, n->expr);
    if (result == NO)
        return NO;
    if (s->state[node])
        return MAYBE;
    s->state[node] = 1;
    for (uint32_t i = 0; i < n->child_count && result != NO; i++) {
        uint32_t child = s->b->ir->children.items[n->first_child + i];
        if (is_edge(s, node, child))
            continue;
        enum truth safe = (enum truth)(YES - node_truth(s, child));
        result = safe < result ? safe : result;
    }
    s->state[node] = 0;
    return result;
}

/* ---- cycles among the nodes that apply ------------------------------------------------ */

static bool edge_holds(const struct search *s, uint32_t node, uint32_t i, enum truth least)
{
    const struct ir *ir = s->b->ir;
    const struct ir_node *n = &ir->nodes.items[node];
    if (i < n->child_count)
        return true;
    uint32_t rank = ir->norms.items[node].first_rank + i - n->child_count;
    uint32_t condition = ir->ranks.items[rank].condition;
    return condition == IR_NONE || expr_truth(s, ir->nodes.items[condition].expr) >= least;
}

/* Depth-first search with colours (0 new, 1 on the path, 2 done) over the nodes whose truth
 * is `least` or more. On success s->path holds the cycle. The depth is bounded by
 * IR_DEPTH_LIMIT, which was checked before. */
static bool find_cycle(struct search *s, uint32_t node, enum truth least, uint8_t *colour,
                       uint32_t depth)
{
    const struct ir *ir = s->b->ir;
    colour[s->place[node]] = 1;
    s->path[depth] = node;
    for (uint32_t i = 0; i < components_degree(ir, node); i++) {
        uint32_t to = components_defeater(ir, node, i);
        if (ir->nodes.items[to].component != s->component || s->applies[s->place[to]] < least
            || colour[s->place[to]] == 2 || !edge_holds(s, node, i, least))
            continue;
        if (colour[s->place[to]] == 1) {
            uint32_t first = depth;
            while (s->path[first] != to)
                first--;
            s->path_count = depth - first + 1;
            memmove(s->path, s->path + first, s->path_count * sizeof *s->path);
            return true;
        }
        if (find_cycle(s, to, least, colour, depth + 1))
            return true;
    }
    colour[s->place[node]] = 2;
    return false;
}

static bool has_cycle(struct search *s, enum truth least)
{
    const struct components *c = s->components;
    uint32_t first = c->starts[s->component], end = c->starts[s->component + 1];
    struct arena_mark mark = arena_mark(&s->work);
    uint8_t *colour = ARENA_ARRAY(&s->work, uint8_t, end - first);
    bool found = false;
    for (uint32_t i = first; i < end && !found; i++)
        if (s->applies[i - first] >= least && colour[i - first] == 0)
            found = find_cycle(s, c->order[i], least, colour, 0);
    arena_rewind(&s->work, mark);
    return found;
}

/* ---- splitting -------------------------------------------------------------------------- */

static uint32_t open_literal(const struct search *s, uint32_t expr)
{
    const struct ir *ir = s->b->ir;
    const struct ir_expr *e = &ir->exprs.items[expr];
    if (expr_truth(s, expr) != MAYBE)
        return IR_NONE;
    switch ((enum ir_op)e->op) {
    case IR_LITERAL:
        return e->a;
    case IR_NOT:
        return open_literal(s, e->a);
    case IR_AND:
    case IR_OR: {
        uint32_t left = open_literal(s, e->a);
        return left != IR_NONE ? left : open_literal(s, e->b);
    }
    case IR_NAMED:
        return open_literal(s, ir->named.items[e->a].expr);
    case IR_TRUE:
    case IR_FALSE:
        break;
    }
    return IR_NONE;
}

static uint32_t open_in_node(struct search *s, uint32_t node)
{
    const struct ir *ir = s->b->ir;
    const struct ir_node *n = &ir->nodes.items[node];
    uint32_t literal = open_literal(s, n->expr);
    if (literal != IR_NONE || s->state[node])
        return literal;
    s->state[node] = 1;
    for (uint32_t i = 0; i < n->child_count && literal == IR_NONE; i++) {
        uint32_t child = ir->children.items[n->first_child + i];
        if (!is_edge(s, node, child) && node_truth(s, child) == MAYBE)
            literal = open_in_node(s, child);
    }
    s->state[node] = 0;
    return literal;
}

/* A literal that is open in a node or a rank of the possible cycle in s->path. */
static uint32_t open_in_cycle(struct search *s)
{
    const struct ir *ir = s->b->ir;
    uint32_t literal = IR_NONE;
    for (uint32_t i = 0; i < s->path_count && literal == IR_NONE; i++)
        literal = open_in_node(s, s->path[i]);
    for (uint32_t i = 0; i < s->path_count && literal == IR_NONE; i++) {
        uint32_t node = s->path[i];
        if (node >= ir->norms.count)
            continue;
        const struct ir_norm *norm = &ir->norms.items[node];
        for (uint32_t r = 0; r < norm->rank_count && literal == IR_NONE; r++) {
            uint32_t condition = ir->ranks.items[norm->first_rank + r].condition;
            if (condition != IR_NONE)
                literal = open_literal(s, ir->nodes.items[condition].expr);
        }
    }
    return literal;
}

enum outcome { PROVED, FOUND, GAVE_UP };

static enum outcome search_box(struct search *s)
{
    const struct components *c = s->components;
    uint32_t first = c->starts[s->component], end = c->starts[s->component + 1];
    if (s->budget == 0)
        return GAVE_UP;
    s->budget--;
    for (uint32_t i = first; i < end; i++)
        s->applies[i - first] = node_truth(s, c->order[i]);
    if (!has_cycle(s, MAYBE))
        return PROVED;
    if (has_cycle(s, YES))
        return cycle_box_realisable(&s->box) ? FOUND : PROVED;
    has_cycle(s, MAYBE);
    uint32_t literal = open_in_cycle(s);
    if (literal == IR_NONE)
        guard_raise(s->work.guard, FAULT_BUG); /* what may apply has something open */
    enum outcome result = PROVED;
    for (int inside = 1; inside >= 0 && result == PROVED; inside--) {
        struct arena_mark mark = arena_mark(&s->work);
        uint64_t *saved = cycle_box_narrow(&s->box, literal, inside != 0, &s->work);
        if (saved) {
            result = search_box(s);
            if (result != FOUND) /* the box of a witness stays as it is */
                cycle_box_restore(&s->box, literal, saved);
        }
        arena_rewind(&s->work, mark);
    }
    return result;
}

/* ---- reporting ---------------------------------------------------------------------------- */

static uint32_t clause_of(const struct ir *ir, uint32_t node)
{
    if (node < ir->norms.count)
        return ir->model->norms.items[node].clause;
    for (size_t i = 0; i < ir->model->lifts.count; i++)
        if (ir->lift_nodes[i] == node)
            return ir->model->lifts.items[i].clause;
    return 0;
}

static void report_cycle(struct search *s)
{
    const struct ir *ir = s->b->ir;
    struct strbuf names;
    strbuf_init(&names, s->b->diags->arena);
    for (uint32_t i = 0; i <= s->path_count; i++) {
        uint32_t clause = clause_of(ir, s->path[i % s->path_count]);
        strbuf_printf(&names, "%s%s", i ? " yields to " : "",
                      ir->model->clauses.items[clause].title);
    }
    const struct model_clause *first =
        &ir->model->clauses.items[clause_of(ir, s->path[0])];
    struct diag *diag = diag_add(s->b->diags, DIAG_RANK_CYCLE, first->span,
                                 "these clauses rank in a circle: %s", strbuf_string(&names));
    for (uint32_t i = 1; i < s->path_count && i < DIAG_LABELS; i++)
        diag_label(s->b->diags, diag,
                   ir->model->clauses.items[clause_of(ir, s->path[i])].span, "in the circle");
    diag_note(s->b->diags, diag, "all of them apply at once where %s",
              cycle_box_describe(&s->box, s->b->diags->arena));
    diag_help(s->b->diags, diag, "say once which clause prevails, or give a rank a `where`");
}

static bool needs_search(const struct ir *ir, const struct components *c, uint32_t component)
{
    uint32_t first = c->starts[component];
    if (c->starts[component + 1] - first > 1)
        return true;
    uint32_t node = c->order[first];
    for (uint32_t i = 0; i < components_degree(ir, node); i++)
        if (components_defeater(ir, node, i) == node)
            return true;
    return false;
}

static void search_component(struct search *s, uint32_t component)
{
    const struct components *c = s->components;
    uint32_t first = c->starts[component], end = c->starts[component + 1];
    s->component = component;
    for (uint32_t i = first; i < end; i++)
        s->place[c->order[i]] = i - first;
    s->applies = ARENA_ARRAY(&s->work, enum truth, end - first);
    s->path = ARENA_ARRAY(&s->work, uint32_t, end - first + 1);
    cycle_box_init(&s->box, s->b->ir, &s->work);
    enum outcome outcome = search_box(s);
    if (outcome == FOUND) {
        report_cycle(s);
    } else if (outcome == GAVE_UP) {
        s->b->ir->unresolved = true;
        diag_add(s->b->diags, DIAG_CYCLE_UNRESOLVED,
                 s->b->ir->model->clauses.items[clause_of(s->b->ir, c->order[first])].span,
                 "whether the ranks around this clause form a circle is unresolved after %d steps",
                 IR_CYCLE_BUDGET);
    }
}

static void free_work(void *argument)
{
    arena_free(argument);
}

static void search_components(struct ir_builder *b, const struct components *components)
{
    struct search s = {.b = b, .components = components, .budget = IR_CYCLE_BUDGET};
    arena_init(&s.work, b->scratch->guard);
    struct cleanup cleanup = {free_work, &s.work, NULL};
    guard_register(b->scratch->guard, &cleanup);
    s.state = ARENA_ARRAY(b->scratch, uint8_t, b->ir->nodes.count + 1);
    s.place = ARENA_ARRAY(b->scratch, uint32_t, b->ir->nodes.count + 1);
    arena_alloc(&s.work, 1);
    size_t errors = b->diags->errors;
    /* a circle found makes the components above it meaningless */
    for (uint32_t i = 0; i < components->count && b->diags->errors == errors; i++) {
        struct arena_mark mark = arena_mark(&s.work);
        if (needs_search(b->ir, components, i))
            search_component(&s, i);
        arena_rewind(&s.work, mark);
    }
    guard_forget(b->scratch->guard, &cleanup);
    arena_free(&s.work);
}

void cycles_check(struct ir_builder *b)
{
    struct components components = components_find(b);
    if (components.deepest > IR_DEPTH_LIMIT) {
        struct span nowhere = {SOURCE_NONE, 0, 0};
        diag_add(b->diags, DIAG_DEFEAT_TOO_DEEP, nowhere,
                 "a chain of %u clauses and exceptions defeat one another, the limit is %d",
                 components.deepest, IR_DEPTH_LIMIT);
        return;
    }
    search_components(b, &components);
}
