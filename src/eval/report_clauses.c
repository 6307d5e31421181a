/* report_clauses.c: which clauses speak, which prohibitions are lifted, what is owed. */
#include "eval/report.h"

#include <stdlib.h>

/* ---- effective clauses --------------------------------------------------------------------------- */

static int compare_clauses(const void *a, const void *b)
{
    const struct eval_clause *x = a, *y = b;
    if (x->sign != y->sign)
        return x->sign < y->sign ? -1 : 1;
    return x->clause < y->clause ? -1 : x->clause > y->clause;
}

static enum eval_when when_of(struct report *r, const struct candidates *c,
                              const struct question *question, const struct by_reading *answers)
{
    if (answers->answers == ANSWER_YES)
        return WHEN_ALWAYS;
    bool readings = report_reading_matters(r, c, question);
    if (answers->varies)
        return readings ? WHEN_SOME_READINGS_AND_FACTS : WHEN_SOME_FACTS;
    return WHEN_SOME_READINGS;
}

/* The first norm of the clause's candidates that is effective in some world. */
static uint32_t first_effective(struct report *r, const struct candidates *c,
                                const struct question *of)
{
    uint32_t best = IR_NONE;
    for (size_t i = 0; i < c->count; i++) {
        uint32_t norm = c->items[i].norm;
        struct question question = {.kind = ASK_NORM, .id = norm};
        if (norm >= best || !question_concerns(of, &c->items[i]))
            continue;
        report_question(r);
        if (explore_answers(r->ev, r->box, c, &question, 2) & ANSWER_YES)
            best = norm;
    }
    return best;
}

static bool may_be_contested(const struct report *r, const struct candidates *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (r->ev->table->norms[c->items[i].norm].flags & NORM_MAY_CONTEST)
            return true;
    return false;
}

/* Fills in when, norm and contested; false when the clause is effective nowhere. */
static bool judge_clause(struct report *r, struct eval_clause *out)
{
    struct question question = {.kind = ASK_EFFECT, .id = out->clause, .sign = out->sign};
    struct candidates c = report_subset(r, out->clause, out->sign, false);
    report_question(r);
    struct by_reading answers = explore_readings(r->ev, r->box, &c, &question, false);
    if (answers.answers == ANSWER_NO)
        return false;
    out->when = when_of(r, &c, &question, &answers);
    out->norm = first_effective(r, &c, &question);
    if (out->norm == IR_NONE)
        return false; /* only where a budget ran out */
    if (out->sign == SIGN_PROHIBIT && may_be_contested(r, &c)) {
        struct question contest = {.kind = ASK_CONTESTED, .id = out->clause};
        struct candidates with = report_subset(r, out->clause, SIGN_PROHIBIT, true);
        report_question(r);
        out->contested = (explore_answers(r->ev, r->box, &with, &contest, 2) & ANSWER_YES) != 0;
    }
    return true;
}

void report_clauses(struct report *r)
{
    const struct table *t = r->ev->table;
    struct eval_clause *list = ARENA_ARRAY(r->arena, struct eval_clause, r->all.count + 1);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < r->all.count; i++) {
        const struct table_norm *norm = &t->norms[r->all.items[i].norm];
        struct eval_clause clause = {.clause = norm->clause, .sign = (enum norm_sign)norm->sign};
        if (norm->sign != SIGN_DUTY)
            list[n++] = clause;
    }
    if (n)
        qsort(list, n, sizeof *list, compare_clauses);
    for (size_t i = 0, end; i < n; i = end) {
        struct eval_clause clause = list[i];
        for (end = i + 1; end < n && compare_clauses(&list[end], &clause) == 0;)
            end++;
        struct arena_mark mark = arena_mark(&r->ev->work);
        if (judge_clause(r, &clause))
            list[kept++] = clause; /* kept <= i: what is still to come stays */
        arena_rewind(&r->ev->work, mark);
    }
    r->result->clauses = list;
    r->result->clause_count = kept;
}

/* ---- lifted prohibitions --------------------------------------------------------------------------- */

struct lifted_list {
    VEC(struct eval_lifted) items;
};

static bool is_lifted_by(struct report *r, const struct candidates *c, uint32_t norm,
                         uint32_t other, bool by_rank)
{
    struct question question = {
        .kind = ASK_LIFTED_BY, .id = norm, .other = other, .by_rank = by_rank};
    report_question(r);
    return (explore_answers(r->ev, r->box, c, &question, 2) & ANSWER_YES) != 0;
}

/* Two statements may rank the same norm above. */
static bool has_winner(const struct lifted_list *list, uint32_t norm, uint32_t winner)
{
    for (size_t i = list->items.count; i-- > 0 && list->items.items[i].norm == norm;)
        if (list->items.items[i].by_norm == winner)
            return true;
    return false;
}

static void list_lifters(struct report *r, const struct candidates *c, uint32_t norm,
                         struct lifted_list *out)
{
    const struct table *t = r->ev->table;
    const struct table_node *node = &t->nodes[norm];
    for (uint32_t i = 0; i < node->child_count; i++) {
        uint32_t child = t->children[node->first_child + i];
        struct eval_lifted lifted = {norm, child, IR_NONE};
        if (is_lifted_by(r, c, norm, child, false))
            VEC_PUSH(r->arena, &out->items, lifted);
    }
    for (uint32_t i = 0; i < t->norms[norm].rank_count; i++) {
        uint32_t rank = t->norms[norm].first_rank + i;
        struct eval_lifted lifted = {norm, IR_NONE, t->ranks[rank].winner};
        if (!has_winner(out, norm, lifted.by_norm) && is_lifted_by(r, c, norm, rank, true))
            VEC_PUSH(r->arena, &out->items, lifted);
    }
}

static int compare_ids(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The distinct norms of a sign among the candidates, ascending. */
static uint32_t *norms_of_sign(struct report *r, enum norm_sign sign, size_t *count)
{
    uint32_t *ids = arena_alloc(r->arena, (r->all.count + 1) * sizeof *ids);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < r->all.count; i++)
        if (r->ev->table->norms[r->all.items[i].norm].sign == (uint8_t)sign)
            ids[n++] = r->all.items[i].norm;
    if (n)
        qsort(ids, n, sizeof *ids, compare_ids);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || ids[i] != ids[i - 1])
            ids[kept++] = ids[i];
    *count = kept;
    return ids;
}

void report_lifted(struct report *r)
{
    const struct table *t = r->ev->table;
    struct lifted_list out = {0};
    size_t count;
    uint32_t *norms = norms_of_sign(r, SIGN_PROHIBIT, &count);
    for (size_t i = 0; i < count; i++) {
        struct question question = {.kind = ASK_LIFTED, .id = norms[i]};
        if (t->nodes[norms[i]].child_count == 0 && t->norms[norms[i]].rank_count == 0)
            continue;
        struct arena_mark mark = arena_mark(&r->ev->work);
        struct candidates c =
            report_subset(r, t->norms[norms[i]].clause, SIGN_PROHIBIT, false);
        report_question(r);
        if (explore_answers(r->ev, r->box, &c, &question, 2) & ANSWER_YES)
            list_lifters(r, &c, norms[i], &out);
        arena_rewind(&r->ev->work, mark);
    }
    r->result->lifted = out.items.items;
    r->result->lifted_count = out.items.count;
}

/* ---- duties ------------------------------------------------------------------------------------------ */

enum eval_status report_duty_status(const struct by_reading *answers)
{
    if (answers->answers == 1)
        return DUTY_NOT_DUE;
    if (answers->varies)
        return DUTY_UNDETERMINED;
    return answers->answers == 4 ? DUTY_DUE : DUTY_DISPUTED;
}

void report_duties(struct report *r)
{
    size_t count;
    uint32_t *norms = norms_of_sign(r, SIGN_DUTY, &count);
    struct eval_duty *duties = ARENA_ARRAY(r->arena, struct eval_duty, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct question question = {.kind = ASK_DUTY, .id = norms[i]};
        if (r->ev->table->norms[norms[i]].form == FORM_COMMITS)
            continue;
        struct arena_mark mark = arena_mark(&r->ev->work);
        const struct table_norm *norm = &r->ev->table->norms[norms[i]];
        struct candidates c =
            report_subset(r, norm->clause, SIGN_DUTY, (norm->flags & NORM_IN_BREACH) != 0);
        report_question(r);
        struct by_reading answers = explore_readings(r->ev, r->box, &c, &question, false);
        struct eval_duty duty = {norms[i], report_duty_status(&answers)};
        if (duty.status != DUTY_NOT_DUE)
            duties[r->result->duty_count++] = duty;
        arena_rewind(&r->ev->work, mark);
    }
    r->result->duties = duties;
}
