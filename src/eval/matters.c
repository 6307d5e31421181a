/* matters.c: does a variable matter: do two worlds that differ only in it differ in the answer?
 *
 * All other columns are cut first. Where nothing but the variable is left open, two answers are
 * two such worlds.
 *
 * Of a verdict each prohibition is looked at by itself. Where two worlds that differ only in the
 * variable have two verdicts, some prohibition is effective or contested in one of them and not
 * so in the other. It turns on the variable then (it, what may defeat it, or what may contest
 * it), and its own condition holds in one of the two. So both are in the box of its record with
 * the variable left open; there that prohibition alone is asked about, and the search stops as
 * soon as it cannot differ. The boxes are tried with little first, since most that matters is
 * seen soon.
 */
#include "eval/engine.h"

#include <string.h>

#define GLANCE 100 /* nodes for each prohibition at first */
#define LOOK 2000  /* then, before any gets all that is left */

struct matter {
    struct evaluator *ev;
    const struct question *question;
    uint32_t var;
    uint32_t norm; /* the prohibition that must differ, or IR_NONE */
};

/* May the prohibition still be effective or contested in some worlds and not in others? It is the
 * first of the candidates, if it is still one. */
static bool may_differ(const struct matter *m, const struct box *box, const struct candidates *c)
{
    if (m->norm == IR_NONE)
        return true;
    if (c->permits == 0 || c->items[0].norm != m->norm)
        return false;
    defeat_begin(m->ev);
    enum eval_truth e =
        defeat_effective_if(m->ev, box, m->norm, (enum eval_truth)c->items[0].truth);
    if (e != TRUTH_YES)
        return e == TRUTH_MAYBE;
    return defeat_contested(m->ev, box, c, m->norm) == TRUTH_MAYBE;
}

/* Uses up its box and candidates. */
static bool matters_in(const struct matter *m, struct box *box, struct candidates *candidates)
{
    struct evaluator *ev = m->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    bool result = false;
    for (;;) {
        struct split split;
        if (!may_differ(m, box, candidates)
            || answers_in(question_bounds(ev, box, candidates, m->question)) <= 1)
            break;
        if (!engine_spend(ev)) {
            result = true;
            break;
        }
        if (!split_find(ev, box, candidates, m->question, SPLIT_ANY, &split)) {
            uint32_t frozen = ev->frozen;
            ev->frozen = IR_NONE;
            result = answers_in(explore_answers(ev, box, candidates, m->question, 2)) > 1;
            ev->frozen = frozen;
            break;
        }
        bool inside = split_inside_first(ev, box, &split);
        struct box *half = box_copy_new(ev, box);
        if (box_narrow(ev, half, &split, inside)) {
            struct candidates less = gather_again(ev, half, candidates, &ev->work);
            result = matters_in(m, half, &less);
        }
        arena_rewind(&ev->work, mark);
        if (result || !box_narrow(ev, box, &split, !inside))
            break;
        gather_in_place(ev, box, candidates);
    }
    arena_rewind(&ev->work, mark);
    return result;
}

/* ---- what turns on the variable -------------------------------------------------------------- */

enum turns { TURNS_UNKNOWN, TURNS_ON_STACK, TURNS_NO, TURNS_YES };

struct closure {
    struct evaluator *ev;
    const struct box *box;
    uint32_t var;
    uint8_t *known; /* per node: enum turns */
};

static bool column_turns(const struct closure *t, const unsigned char *record, uint32_t column)
{
    const struct evaluator *ev = t->ev;
    const struct table_column *c = &ev->table->columns[column];
    const uint64_t *mask = (const uint64_t *)(const void *)record;
    if (c->small)
        return (t->box->mask[c->word] & ev->field[column] & ~mask[c->word]) != 0;
    const uint16_t *low = (const uint16_t *)(const void *)(mask + ev->meta->mask_words);
    const uint16_t *high = low + ev->meta->lanes;
    return low[c->lane] > t->box->low[c->lane] || high[c->lane] < t->box->high[c->lane];
}

/* A record with a cube or an expression of its own may test the variable more closely than its
 * masks and lanes do: it is taken to. */
static bool record_turns(const struct closure *t, const unsigned char *record)
{
    const struct table *table = t->ev->table;
    uint32_t first = table->var_first_column[t->var];
    if (record_cube(t->ev, record) != IR_NONE)
        return true;
    for (uint32_t i = 0; i < table->var_column_count[t->var]; i++)
        if (column_turns(t, record, first + i))
            return true;
    return false;
}

static bool turns(const struct closure *t, uint32_t node);

static bool defeaters_turn(const struct closure *t, uint32_t node)
{
    const struct table *table = t->ev->table;
    const struct table_node *n = &table->nodes[node];
    for (uint32_t i = 0; i < n->child_count; i++)
        if (turns(t, table->children[n->first_child + i]))
            return true;
    if (node >= table->norms_count)
        return false;
    const struct table_norm *norm = &table->norms[node];
    for (uint32_t i = 0; i < norm->rank_count; i++) {
        const struct table_rank *rank = &table->ranks[norm->first_rank + i];
        if ((rank->condition != IR_NONE && turns(t, rank->condition)) || turns(t, rank->winner))
            return true;
    }
    return false;
}

/* In a ring of nodes what is not known yet is taken to turn on it. */
static bool turns(const struct closure *t, uint32_t node)
{
    const struct table_node *n = &t->ev->table->nodes[node];
    if (t->known[node] != TURNS_UNKNOWN)
        return t->known[node] != TURNS_NO;
    t->known[node] = TURNS_ON_STACK;
    bool yes = false;
    for (uint32_t i = 0; i < n->record_count && !yes; i++)
        yes = record_turns(t, table_record(t->ev->table, n->first_record + i));
    yes = yes || defeaters_turn(t, node);
    t->known[node] = yes ? TURNS_YES : TURNS_NO;
    return yes;
}

struct places {
    size_t *items, count;
};

/* Is it open inside the prohibition's agreement whether the stricter prevails? */
static bool stricter_open(const struct closure *t, uint32_t norm)
{
    const struct table *table = t->ev->table;
    uint32_t stricter = table->agreements[table->clauses[table->norms[norm].clause].agreement].stricter;
    return stricter != IR_NONE && truth_of_expr(t->ev, t->box, stricter) == TRUTH_MAYBE;
}

/* The places of prohibitions that turn on the variable. */
static struct places list_turning(const struct closure *t, const struct candidates *c)
{
    struct places out = {arena_alloc(&t->ev->work, (c->permits + 1) * sizeof *out.items), 0};
    bool grants = false;
    for (size_t i = c->permits; i < c->count && !grants; i++)
        grants = turns(t, c->items[i].norm);
    for (size_t i = 0; i < c->permits; i++) {
        const struct candidate *k = &c->items[i];
        if (k->sign == SIGN_PROHIBIT
            && (turns(t, k->norm)
                || ((t->ev->traits[k->norm] & TRAIT_CONTEST) && (grants || stricter_open(t, k->norm)))))
            out.items[out.count++] = i;
    }
    return out;
}

/* ---- verdicts ---------------------------------------------------------------------------------- */

/* The candidates with one of them in front of all. */
static struct candidates led_by(struct evaluator *ev, const struct candidates *c, size_t first)
{
    struct candidates out = *c;
    out.items = arena_alloc(&ev->work, c->count * sizeof *out.items);
    out.items[0] = c->items[first];
    memcpy(out.items + 1, c->items, first * sizeof *out.items);
    memcpy(out.items + first + 1, c->items + first + 1,
           (c->count - first - 1) * sizeof *out.items);
    return out;
}

static bool matters_through(struct matter *m, const struct box *box, const struct candidates *c,
                            size_t place)
{
    struct evaluator *ev = m->ev;
    const struct table *t = ev->table;
    struct box *part = box_copy_new(ev, box);
    if (!box_meet(ev, part, c->items[place].record))
        return false;
    for (uint32_t i = 0; i < t->var_column_count[m->var]; i++)
        box_widen(ev, part, box, t->var_first_column[m->var] + i);
    struct candidates own = led_by(ev, c, place);
    m->norm = c->items[place].norm;
    gather_in_place(ev, part, &own);
    return matters_in(m, part, &own);
}

/* One way through all of them. Those that the nodes do not suffice for stay in the list; where
 * nothing is left at all, so do the rest. */
static bool pass(struct matter *m, const struct box *box, const struct candidates *c,
                 uint64_t each, struct places *places)
{
    struct evaluator *ev = m->ev;
    size_t kept = 0;
    for (size_t i = 0; i < places->count; i++) {
        if (engine_spent(ev)) {
            places->items[kept++] = places->items[i];
            continue;
        }
        struct arena_mark mark = arena_mark(&ev->work);
        uint64_t all = ev->left, part = all < each ? all : each;
        ev->left = part;
        bool yes = matters_through(m, box, c, places->items[i]), open = ev->gave_up;
        ev->left += all - part;
        ev->gave_up = false;
        arena_rewind(&ev->work, mark);
        if (yes && !open)
            return true;
        if (open)
            places->items[kept++] = places->items[i];
    }
    places->count = kept;
    return false;
}

static bool verdict_matters(struct matter *m, const struct box *box, const struct candidates *c)
{
    struct evaluator *ev = m->ev;
    struct closure t = {ev, box, m->var, NULL};
    t.known = ARENA_ARRAY(&ev->work, uint8_t, ev->table->nodes_count + 1);
    struct places places = list_turning(&t, c);
    bool result = pass(m, box, c, GLANCE, &places) || pass(m, box, c, LOOK, &places);
    for (size_t i = 0; i < places.count && !result; i++) {
        if (engine_spent(ev)) {
            ev->gave_up = true;
            return true;
        }
        struct arena_mark mark = arena_mark(&ev->work);
        result = matters_through(m, box, c, places.items[i]);
        arena_rewind(&ev->work, mark);
    }
    return result;
}

bool explore_matters(struct evaluator *ev, const struct box *box,
                     const struct candidates *candidates, const struct question *question,
                     uint32_t var)
{
    struct arena_mark mark = arena_mark(&ev->work);
    struct candidates own = gather_again(ev, box, candidates, &ev->work);
    struct matter m = {ev, question, var, IR_NONE};
    bool before = ev->gave_up;
    ev->frozen = var;
    bool result = question->kind == ASK_VERDICT && ev->disabled == IR_NONE
                          && ev->unwaived == IR_NONE
                      ? verdict_matters(&m, box, &own)
                      : matters_in(&m, box_copy_new(ev, box), &own);
    ev->frozen = IR_NONE;
    ev->gave_up = ev->gave_up || before;
    arena_rewind(&ev->work, mark);
    return result;
}
