/* dilemma_breaches.c: what a dilemma costs.
 *
 * In: facts for which every choice breaches some clause. Out: the least sets of clauses that a
 * choice breaches there; a choice costs least where no other one breaches only some of the same
 * clauses. Of very many sets only the first are listed.
 */
#include "analysis/dilemma_parts.h"

#define LEAST_SETS_SHOWN 12 /* of one dilemma */

struct least {
    struct dilemmas *d;
    const struct box *facts;
    struct box *world;       /* scratch */
    uint64_t *avoided, *others; /* while choices are looked for */
    VEC(uint64_t *) sets;
};

/* Another choice that breaches some of these clauses, not all of them, and no others. */
static bool breaches_less(struct least *l, uint64_t *here)
{
    struct dilemmas *d = l->d;
    size_t count = d->a->table->clauses_count;
    for (size_t c = 0; (c = bitset_next(here, count, c)) < count; c++) {
        for (size_t w = 0; w < d->clause_words; w++)
            l->others[w] = ~here[w];
        bitset_add(l->others, c);
        if (dilemma_free_choice(d, l->others, l->facts, l->world)) {
            dilemma_fix_world(d, l->world);
            dilemma_blocking_at(d, l->world, here);
            return true;
        }
    }
    return false;
}

/* From the choice in `world` to one that breaches as little as can be. */
static void shrink(struct least *l)
{
    uint64_t *here = dilemma_no_clauses(l->d);
    dilemma_fix_world(l->d, l->world);
    dilemma_blocking_at(l->d, l->world, here);
    while (breaches_less(l, here))
        ;
    VEC_PUSH(l->d->a->arena, &l->sets, here);
}

/* A choice that breaches none of the sets from `at` on as a whole, and no clause that is
 * avoided: to breach less than a set is to avoid one of its clauses. */
static bool find_other(struct least *l, size_t at)
{
    size_t count = l->d->a->table->clauses_count;
    if (!dilemma_free_choice(l->d, l->avoided, l->facts, l->world))
        return false;
    if (at == l->sets.count)
        return true;
    for (size_t c = 0; (c = bitset_next(l->sets.items[at], count, c)) < count; c++) {
        bool new = !bitset_has(l->avoided, c);
        bitset_add(l->avoided, c);
        bool found = find_other(l, at + 1);
        if (new)
            bitset_remove(l->avoided, c);
        if (found)
            return true;
    }
    return false;
}

void dilemma_add_breaches(struct dilemmas *d, const struct box *facts, struct finding *f)
{
    struct evaluator *ev = d->space->ev;
    struct least l = {d, facts, box_new(ev, &ev->work), dilemma_no_clauses(d), dilemma_no_clauses(d), {0}};
    box_copy(ev, l.world, facts);
    do {
        shrink(&l);
        f->more_breaches = find_other(&l, 0);
    } while (f->more_breaches && l.sets.count < LEAST_SETS_SHOWN);
    f->more_breaches = f->more_breaches || ev->gave_up;
    struct clause_set *sets = ARENA_ARRAY(d->a->arena, struct clause_set, l.sets.count);
    for (size_t i = 0; i < l.sets.count; i++)
        sets[i] = dilemma_clause_set(d, l.sets.items[i]);
    f->breaches = sets;
    f->breach_count = l.sets.count;
}
