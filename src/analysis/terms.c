/* terms.c: DISPUTE_MOOT: disputed terms on which no verdict turns, those among them that assertions
 * alone use. Whether something is owed may turn on one all the same, and whether an assertion holds; the
 * finding then names a duty, and an assertion, that do. */
#include "analysis/clause_parts.h"

enum moot { MOOT_YES, MOOT_NO, MOOT_OPEN };

static enum moot moot(struct analysis *a, struct search *search, uint32_t var,
                      const struct question *question)
{
    struct evaluator *ev = a->space->ev;
    const struct demand demand = {*question, 0};
    const struct query query = {IR_NONE, &demand, 1};
    bool matters = false;
    search_begin(search);
    for (size_t s = 0; s < a->space->slice_count && !matters; s++) {
        struct arena_mark mark = arena_mark(&ev->work);
        struct box *box = space_box(a->space, s);
        if (box && engine_spend(ev)) {
            struct candidates c = search_gather(a->space, &query, box);
            matters = explore_matters(ev, box, &c, question, var);
        }
        arena_rewind(&ev->work, mark);
    }
    bool open = ev->gave_up;
    search_spent(search);
    return open ? MOOT_OPEN : matters ? MOOT_NO : MOOT_YES;
}

/* A duty that turns on the term; IR_NONE. */
static uint32_t duty_of(struct analysis *a, struct search *search, uint32_t var)
{
    for (uint32_t n = 0; n < a->table->meta->norm_count; n++) {
        struct question due = {.kind = ASK_DUTY, .id = n};
        if (a->table->norms[n].sign == SIGN_DUTY && moot(a, search, var, &due) == MOOT_NO)
            return n;
    }
    return IR_NONE;
}

/* ---- assertions -------------------------------------------------------------------------------- */

/* Per reading that the assertion looks at: does it hold with that one alone? And with all. */
static enum moot moot_for(struct analysis *a, uint32_t assertion, uint32_t var)
{
    const struct value_set *all = &a->space->sets[var];
    enum eval_truth whole = assert_holds(a, assertion, var, all);
    enum moot result = whole == TRUTH_MAYBE ? MOOT_OPEN : MOOT_YES;
    for (int64_t r = all->first.low; r <= all->first.high && result == MOOT_YES; r++) {
        const struct value_set one = {.first = {r, r}};
        enum eval_truth holds = assert_holds(a, assertion, var, &one);
        result = holds == TRUTH_MAYBE ? MOOT_OPEN : holds != whole ? MOOT_NO : MOOT_YES;
    }
    return result;
}

/* An assertion that holds or not as the term is read, in a finding that no verdict turns on it. */
static void look_at_asserts(struct analysis *a, uint32_t term, struct finding *f)
{
    const struct vocab *vocab = &a->table->vocab;
    for (uint32_t i = 0; i < a->model->asserts.count && f->assertion == IR_NONE; i++) {
        bool *terms = ARENA_ARRAY(a->arena, bool, vocab->term_count + 1);
        assert_terms(a, i, terms);
        enum moot m = terms[term] ? moot_for(a, i, vocab->terms[term].var) : MOOT_YES;
        if (m == MOOT_NO)
            f->assertion = i;
        else if (m == MOOT_OPEN)
            f->why = WHY_UNSETTLED;
    }
}

/* Terms that norms use, and assertions. */
static bool *used(struct analysis *a)
{
    const struct vocab *vocab = &a->table->vocab;
    bool *terms = ARENA_ARRAY(a->arena, bool, vocab->term_count + 1);
    for (uint32_t i = 0; i < a->model->asserts.count; i++)
        assert_terms(a, i, terms);
    for (uint32_t t = 0; t < vocab->term_count; t++)
        terms[t] = terms[t] || a->model->terms.items[t].mentioned;
    return terms;
}

void analyse_terms(struct analysis *a)
{
    struct question verdict = {.kind = ASK_VERDICT};
    const struct vocab *vocab = &a->table->vocab;
    const bool *terms = used(a);
    steps_begin(a->steps, "disputed terms", vocab->term_count);
    for (uint32_t t = 0; t < vocab->term_count; t++, steps_done(a->steps)) {
        if (vocab->terms[t].var == VOCAB_NONE || !terms[t])
            continue;
        struct search search = finding_search(a);
        search.each = search.total; /* one question */
        enum moot m = moot(a, &search, vocab->terms[t].var, &verdict);
        if (m == MOOT_NO)
            continue;
        struct finding *f = finding_add(a, DIAG_DISPUTE_MOOT);
        f->id = t;
        f->unresolved = m == MOOT_OPEN;
        if (m == MOOT_OPEN)
            continue;
        f->norm = duty_of(a, &search, vocab->terms[t].var);
        look_at_asserts(a, t, f);
    }
}
