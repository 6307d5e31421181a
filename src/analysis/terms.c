/* terms.c: DISPUTE_MOOT: disputed terms on which no verdict turns. */
#include "analysis/findings.h"

enum moot { MOOT_YES, MOOT_NO, MOOT_OPEN };

static enum moot moot(struct analysis *a, struct search *search, uint32_t var)
{
    struct evaluator *ev = a->space->ev;
    struct question verdict = {.kind = ASK_VERDICT};
    bool matters = false;
    search_begin(search);
    for (size_t s = 0; s < a->space->slice_count && !matters; s++) {
        struct arena_mark mark = arena_mark(&ev->work);
        struct box *box = space_box(a->space, s);
        if (box) {
            struct candidates c = gather_candidates(ev, box, true, false, &ev->work);
            matters = explore_matters(ev, box, &c, &verdict, var);
        }
        arena_rewind(&ev->work, mark);
    }
    bool open = ev->gave_up;
    search_spent(search);
    return open ? MOOT_OPEN : matters ? MOOT_NO : MOOT_YES;
}

void analyse_terms(struct analysis *a)
{
    const struct vocab *vocab = &a->table->vocab;
    for (uint32_t t = 0; t < vocab->term_count; t++) {
        if (vocab->terms[t].var == VOCAB_NONE || !a->model->terms.items[t].mentioned)
            continue;
        struct search search = finding_search(a);
        search.each = search.total; /* one question */
        enum moot m = moot(a, &search, vocab->terms[t].var);
        if (m == MOOT_NO)
            continue;
        struct finding *f = finding_add(a, DIAG_DISPUTE_MOOT);
        f->id = t;
        f->unresolved = m == MOOT_OPEN;
    }
}
