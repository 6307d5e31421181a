/* replaced.c: what a clause stands `in place of`: clauses of its own agreement, never itself,
 * directly or through others.
 *
 * In a circle every clause would be the end of the one it follows, so that nobody could say
 * which was meant to stay. A chain can be as long as there are clauses, so circles are
 * looked for without recursion.
 */
#include "sema/check.h"

/* Clause `by` stands in place of the one that holds this, as it says at `span`. */
struct replacer {
    uint32_t by;
    struct span span;
};

struct replacers {
    VEC(struct replacer) list;
};

/* Adds the clause to what replaces each of those that it names. */
static void add_replacer(struct sema *s, uint32_t by, struct replacers *of)
{
    const struct ast_statement *at = s->of.clauses.items[by].statement;
    struct sema_scope here = sema_clause_scope(s, by);
    for (const struct ast_ref *ref = at->in_place_of; ref; ref = ref->next) {
        uint32_t old = sema_resolve_clause(s, ref, &here, false);
        if (old == VOCAB_NONE)
            continue;
        if (old == by || s->model->clauses.items[old].agreement != here.agreement) {
            struct diag *diag = diag_add(s->diags, DIAG_REPLACES_ELSEWHERE, ref->span,
                                         old == by ? "a clause cannot stand in place of itself"
                                                   : "%s is a clause of another agreement",
                                         s->model->clauses.items[old].title);
            diag_label(s->diags, diag, s->model->clauses.items[old].span, "declared here");
            if (old != by)
                diag_help(s->diags, diag, "only an amendment of that agreement, or a clause in it, can end it");
            continue;
        }
        struct replacer replacer = {by, ref->span};
        VEC_PUSH(s->scratch, &of[old].list, replacer);
    }
}

/* ---- circles --------------------------------------------------------------------------------- */

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct search {
    struct sema *s;
    const struct replacers *of;
    enum mark *marks; /* by clause */
    size_t *next;     /* by clause: the first replacer not looked at */
    VEC(uint32_t) path;
};

/* The last clause of the path is replaced by one that stands on the path before it. */
static void report_circle(struct search *search, const struct replacer *last)
{
    struct sema *s = search->s;
    size_t start = search->path.count - 1;
    while (search->path.items[start] != last->by)
        start--;
    struct strbuf chain;
    strbuf_init(&chain, s->diags->arena);
    strbuf_text(&chain, s->model->clauses.items[last->by].title);
    for (size_t i = search->path.count; i-- > start;)
        strbuf_printf(&chain, " → %s", s->model->clauses.items[search->path.items[i]].title);
    bool two = search->path.count - start == 2;
    uint32_t old = search->path.items[search->path.count - 1];
    struct diag *diag = diag_add(s->diags, DIAG_REPLACES_CIRCLE, last->span,
                                 two ? "%s and %s stand in place of each other"
                                     : "%s stands in place of %s and, through others, of itself",
                                 s->model->clauses.items[last->by].title,
                                 s->model->clauses.items[old].title);
    diag_label(s->diags, diag, s->model->clauses.items[old].span, "the other clause");
    if (!two)
        diag_note(s->diags, diag, "%s", strbuf_string(&chain));
    diag_help(s->diags, diag, "take `in place of` out of the older one, and say with `until` when it ends");
}

static void enter(struct search *search, uint32_t clause)
{
    search->marks[clause] = MARK_OPEN;
    VEC_PUSH(search->s->scratch, &search->path, clause);
}

static void search_from(struct search *search, uint32_t clause)
{
    enter(search, clause);
    while (search->path.count > 0) {
        uint32_t at = search->path.items[search->path.count - 1];
        if (search->next[at] == search->of[at].list.count) {
            search->marks[at] = MARK_DONE;
            search->path.count--;
            continue;
        }
        const struct replacer *edge = &search->of[at].list.items[search->next[at]++];
        if (search->marks[edge->by] == MARK_OPEN)
            report_circle(search, edge);
        else if (search->marks[edge->by] == MARK_NEW)
            enter(search, edge->by);
    }
}

static void find_circles(struct sema *s, const struct replacers *of, size_t count)
{
    struct search search = {.s = s, .of = of};
    search.marks = ARENA_ARRAY(s->scratch, enum mark, count);
    search.next = ARENA_ARRAY(s->scratch, size_t, count);
    for (uint32_t c = 0; c < count; c++)
        if (search.marks[c] == MARK_NEW)
            search_from(&search, c);
}

void sema_replaced(struct sema *s)
{
    size_t count = s->of.clauses.count;
    struct replacers *of = NULL;
    for (uint32_t c = 0; c < count; c++) {
        if (!s->of.clauses.items[c].statement->in_place_of)
            continue;
        if (!of)
            of = ARENA_ARRAY(s->scratch, struct replacers, count);
        add_replacer(s, c, of);
    }
    if (!of)
        return;
    find_circles(s, of, count);
    for (uint32_t c = 0; c < count; c++) {
        struct model_clause *clause = &s->model->clauses.items[c];
        clause->replaced_count = of[c].list.count;
        if (clause->replaced_count == 0)
            continue;
        clause->replaced_by = ARENA_ARRAY(s->arena, uint32_t, clause->replaced_count);
        for (size_t i = 0; i < clause->replaced_count; i++)
            clause->replaced_by[i] = of[c].list.items[i].by;
    }
}
