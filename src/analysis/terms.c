/* terms.c: DISPUTE_MOOT: disputed terms on which no verdict turns. Whether something is owed may
 * turn on one all the same; the finding then names a duty that does. */
#include "analysis/findings.h"

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

void analyse_terms(struct analysis *a)
{
    struct question verdict = {.kind = ASK_VERDICT};
    const struct vocab *vocab = &a->table->vocab;
    steps_begin(a->steps, "disputed terms", vocab->term_count);
    for (uint32_t t = 0; t < vocab->term_count; t++, steps_done(a->steps)) {
        if (vocab->terms[t].var == VOCAB_NONE || !a->model->terms.items[t].mentioned)
            continue;
        struct search search = finding_search(a);
        search.each = search.total; /* one question */
        enum moot m = moot(a, &search, vocab->terms[t].var, &verdict);
        if (m == MOOT_NO)
            continue;
        struct finding *f = finding_add(a, DIAG_DISPUTE_MOOT);
        f->id = t;
        f->unresolved = m == MOOT_OPEN;
        if (m == MOOT_YES)
            f->norm = duty_of(a, &search, vocab->terms[t].var);
    }
}
