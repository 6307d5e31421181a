/* view_rules.c: a norm, what takes away from it, and what prevails over it.
 *
 * Exceptions stand in the order written, then lifts in the order of their clauses, then
 * waivers by title. A lift says "does not apply" of the norm; what takes away from the
 * lift makes it "apply again", and so on by turns. A lift aimed at a lift is shown, one
 * aimed at that is not: it has its own clause to be looked up, and lifts may form a ring.
 */
#include "emit/view.h"

#include "emit/say.h"

#include <stdlib.h>
#include <string.h>

struct child {
    const struct table *table;
    uint32_t node, position;
};

static int compare_children(const void *x, const void *y)
{
    const struct child *a = x, *b = y;
    const struct table *t = a->table;
    const struct table_node *na = &t->nodes[a->node], *nb = &t->nodes[b->node];
    int order = 0;
    if (na->kind != nb->kind)
        return na->kind < nb->kind ? -1 : 1;
    if (na->kind == NODE_LIFT && na->info != nb->info)
        order = view_compare_clauses(t, na->info, nb->info);
    if (na->kind == NODE_WAIVER)
        order = strcmp(table_text(t, t->waivers[na->info].title),
                       table_text(t, t->waivers[nb->info].title));
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

static const char *child_title(struct view_maker *m, uint32_t node)
{
    const struct table *t = m->view->table;
    const struct table_node *n = &t->nodes[node];
    struct strbuf text;
    strbuf_init(&text, m->view->arena);
    if (n->kind == NODE_EXCEPT) {
        const char *label = table_text(t, t->exceptions[n->info].label);
        strbuf_text(&text, "except");
        if (label[0])
            strbuf_printf(&text, " (%s)", label);
    } else if (n->kind == NODE_LIFT) {
        strbuf_printf(&text, "except by %s", name_clause(t, n->info));
    } else {
        const struct table_waiver *waiver = &t->waivers[n->info];
        strbuf_printf(&text, "%s by ", table_text(t, waiver->title));
        name_nodes(t, waiver->first_giver, waiver->giver_count, &text);
    }
    return strbuf_string(&text);
}

struct place_in_tree {
    uint32_t clause, norm;
    unsigned depth, lifts; /* of the children to be added; lifts above them */
};

/* Exceptions nest as deep as the policy's carve-backs do. */
static void add_children(struct view_maker *m, uint32_t parent, struct place_in_tree at)
{
    const struct table *t = m->view->table;
    const struct table_node *node = &t->nodes[parent];
    struct child *children = ARENA_ARRAY(m->view->arena, struct child, node->child_count);
    for (uint32_t i = 0; i < node->child_count; i++)
        children[i] = (struct child){t, t->children[node->first_child + i], i};
    if (node->child_count)
        qsort(children, node->child_count, sizeof *children, compare_children);
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct table_node *child = &t->nodes[children[i].node];
        bool lift = child->kind == NODE_LIFT;
        if (lift && at.lifts == 2)
            continue;
        struct case_known known = cases_known_of_child(t, m->forces, children[i].node);
        struct view_row row = {.kind = VIEW_EXCEPT,
                               .depth = at.depth,
                               .clause = at.clause,
                               .norm = at.norm,
                               .rule = child_title(m, children[i].node),
                               .label = "",
                               .effect = at.depth % 2 ? "lifts the rule" : "the rule applies again"};
        view_add(m, row, child->expr, &known);
        struct place_in_tree below = {at.clause, at.norm, at.depth + 1, at.lifts + lift};
        add_children(m, children[i].node, below);
    }
}

/* ---- ranks ----------------------------------------------------------------------------------- */

struct yield {
    const struct table *table;
    uint32_t clause, expr;
    const char *condition; /* in words; "" where the winner always prevails */
};

static int compare_yields(const void *x, const void *y)
{
    const struct yield *a = x, *b = y;
    int order = a->clause == b->clause ? 0 : view_compare_clauses(a->table, a->clause, b->clause);
    return order ? order : strcmp(a->condition, b->condition);
}

static const struct yield *yields_of(struct view_maker *m, const struct table_norm *norm)
{
    const struct table *t = m->view->table;
    struct yield *yields = ARENA_ARRAY(m->view->arena, struct yield, norm->rank_count);
    for (uint32_t i = 0; i < norm->rank_count; i++) {
        const struct table_rank *rank = &t->ranks[norm->first_rank + i];
        struct strbuf text;
        strbuf_init(&text, m->view->arena);
        yields[i] = (struct yield){t, t->norms[rank->winner].clause, 0, ""};
        if (rank->condition == IR_NONE)
            continue;
        yields[i].expr = t->nodes[rank->condition].expr;
        say_expr(t, &m->work, yields[i].expr, &text);
        yields[i].condition = strbuf_string(&text);
    }
    if (norm->rank_count)
        qsort(yields, norm->rank_count, sizeof *yields, compare_yields);
    return yields;
}

/* "yields to Main 2.1, 2.3, Orders 1": those that prevail under the condition of the first. */
static const char *yield_title(struct view_maker *m, const struct yield *yields, size_t count,
                               bool *shown)
{
    const struct table *t = m->view->table;
    struct strbuf title;
    strbuf_init(&title, m->view->arena);
    strbuf_text(&title, "yields to ");
    uint32_t last = IR_NONE;
    for (size_t i = 0; i < count; i++) {
        uint32_t clause = yields[i].clause;
        if (shown[i] || strcmp(yields[i].condition, yields[0].condition) != 0)
            continue;
        shown[i] = true;
        if (clause == last)
            continue;
        bool same = last != IR_NONE && view_same_scope(t, last, clause);
        strbuf_printf(&title, "%s%s", last == IR_NONE ? "" : ", ",
                      same ? table_text(t, t->clauses[clause].number) : name_clause(t, clause));
        last = clause;
    }
    return strbuf_string(&title);
}

/* One row per condition, with all clauses that prevail under it. */
static void add_yields(struct view_maker *m, uint32_t id)
{
    const struct table_norm *norm = &m->view->table->norms[id];
    const struct yield *yields = yields_of(m, norm);
    bool *shown = ARENA_ARRAY(m->view->arena, bool, norm->rank_count);
    struct case_known known =
        cases_known_of_life(m->view->table, m->forces, norm->clause, norm->live);
    if (known.also != IR_NONE) /* it may live while its agreement does not */
        known = case_nothing_known();
    for (uint32_t i = 0; i < norm->rank_count; i++) {
        if (shown[i])
            continue;
        struct view_row row = {.kind = VIEW_YIELDS,
                               .depth = 1,
                               .clause = norm->clause,
                               .norm = id,
                               .rule = yield_title(m, yields + i, norm->rank_count - i, shown + i),
                               .label = "",
                               .effect = "where that applies",
                               .condition = ""};
        if (yields[i].condition[0])
            view_add(m, row, yields[i].expr, &known);
        else
            view_add_plain(m, row);
    }
}

/* ---- norms ----------------------------------------------------------------------------------- */

static const char *label_of(struct view_maker *m, uint32_t clause)
{
    const struct table *t = m->view->table;
    const struct table_clause *c = &t->clauses[clause];
    struct strbuf text;
    strbuf_init(&text, m->view->arena);
    strbuf_text(&text, table_text(t, c->label));
    if (c->material)
        strbuf_text(&text, text.count ? ", material" : "material");
    if (c->survives)
        strbuf_text(&text, text.count ? ", survives" : "survives");
    return strbuf_string(&text);
}

void view_rules(struct view_maker *m)
{
    const struct table *t = m->view->table;
    m->forces = cases_forces(t, m->view->arena);
    const uint32_t *norms = view_norms(t, m->view->arena);
    for (size_t i = 0; i < t->norms_count; i++) {
        const struct table_norm *norm = &t->norms[norms[i]];
        struct case_known known = cases_known_of_life(t, m->forces, norm->clause, norm->live);
        struct view_row row = {.kind = VIEW_NORM,
                               .clause = norm->clause,
                               .norm = norms[i],
                               .rule = name_clause(t, norm->clause),
                               .label = label_of(m, norm->clause),
                               .effect = view_effect(t, m->view->arena, norms[i])};
        view_add(m, row, norm->applied, &known);
        add_children(m, norms[i], (struct place_in_tree){norm->clause, norms[i], 1, 0});
        add_yields(m, norms[i]);
    }
}
