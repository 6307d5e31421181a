/* view_meanings.c: what the names in the rules stand for, as rows of the same table.
 *
 * A disputed term has a row per reading, so that one sees beside each other what the
 * parties would put in its place. Agreements all have a row, since their parties and
 * period hold for every clause of theirs.
 */
#include "emit/view.h"

#include <stdlib.h>
#include <string.h>

struct meaning {
    const struct table *table;
    const char *title;
    uint32_t id; /* named expression, or agreement */
};

static int compare_meanings(const void *x, const void *y)
{
    const struct meaning *a = x, *b = y;
    int order = strcmp(a->title, b->title);
    return order ? order : (a->id > b->id) - (a->id < b->id);
}

static int compare_lives(const void *x, const void *y)
{
    const struct meaning *a = x, *b = y;
    return view_compare_clauses(a->table, a->table->named[a->id].ref,
                                b->table->named[b->id].ref);
}

static const char *title_of(const struct table *t, const struct ir_named *named)
{
    switch ((enum ir_named_kind)named->kind) {
    case NAMED_TERM:
        return vocab_string(&t->vocab, t->vocab.terms[named->ref].name);
    case NAMED_FORCE:
        return table_text(t, t->agreements[named->ref].name);
    case NAMED_LIVE:
        return name_clause(t, named->ref);
    case NAMED_WAIVER:
        return table_text(t, t->waivers[named->ref].title);
    case NAMED_PHRASE: /* its words say what it means */
        break;
    }
    return "";
}

/* The named expressions of a kind, sorted. */
static size_t meanings_of(struct view_maker *m, enum ir_named_kind kind, struct meaning **out)
{
    const struct table *t = m->view->table;
    struct meaning *list = ARENA_ARRAY(m->view->arena, struct meaning, t->named_count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < t->named_count; i++)
        if (t->named[i].kind == (uint32_t)kind)
            list[count++] = (struct meaning){t, title_of(t, &t->named[i]), i};
    qsort(list, count, sizeof *list, kind == NAMED_LIVE ? compare_lives : compare_meanings);
    *out = list;
    return count;
}

static struct view_row meaning_row(const char *rule, const char *effect)
{
    return (struct view_row){.kind = VIEW_MEANING,
                             .clause = IR_NONE,
                             .norm = IR_NONE,
                             .rule = rule,
                             .label = "",
                             .effect = effect};
}

/* `as read by Microsoft "the spirit: calling on"` */
static const char *reading_effect(struct view_maker *m, const struct vocab_term *term, uint32_t r)
{
    const struct vocab *vocab = &m->view->table->vocab;
    const struct vocab_reading *reading = &vocab->readings[term->first_reading + r];
    struct strbuf text;
    strbuf_init(&text, m->view->arena);
    strbuf_printf(&text, "%sas read by %s", term->ruled == VOCAB_NONE ? "" : "by ruling, ",
                  vocab_string(vocab, reading->label));
    if (reading->gloss.length)
        strbuf_printf(&text, " \"%s\"", vocab_string(vocab, reading->gloss));
    return strbuf_string(&text);
}

static void add_terms(struct view_maker *m)
{
    const struct table *t = m->view->table;
    struct meaning *terms;
    size_t count = meanings_of(m, NAMED_TERM, &terms);
    for (size_t i = 0; i < count; i++) {
        const struct ir_named *named = &t->named[terms[i].id];
        const struct vocab_term *term = &t->vocab.terms[named->ref];
        if (term->var == VOCAB_NONE) {
            const char *effect =
                term->ruled == VOCAB_NONE ? "means" : reading_effect(m, term, term->ruled);
            view_add(m, meaning_row(terms[i].title, effect), named->expr, NULL);
            continue;
        }
        for (uint32_t r = 0; r < term->reading_count; r++) {
            struct case_known known = case_nothing_known();
            known.reading_var = term->var;
            known.reading = r;
            view_add(m, meaning_row(terms[i].title, reading_effect(m, term, r)), named->expr,
                     &known);
        }
    }
}

/* Is it in force on every day of the agreement, or on every day? */
static bool lasts_with(const struct table *t, uint32_t stricter, uint32_t force)
{
    const struct table_expr *e = &t->exprs[stricter];
    return e->op == IR_TRUE || stricter == force || (e->op == IR_NAMED && t->named[e->a].expr == force);
}

static void add_agreements(struct view_maker *m)
{
    const struct table *t = m->view->table;
    struct meaning *list = ARENA_ARRAY(m->view->arena, struct meaning, t->agreements_count + 1);
    for (uint32_t i = 0; i < t->agreements_count; i++)
        list[i] = (struct meaning){t, table_text(t, t->agreements[i].name), i};
    qsort(list, t->agreements_count, sizeof *list, compare_meanings);
    for (size_t i = 0; i < t->agreements_count; i++) {
        const struct table_agreement *agreement = &t->agreements[list[i].id];
        struct strbuf effect;
        strbuf_init(&effect, m->view->arena);
        strbuf_text(&effect, "between ");
        name_nodes(t, agreement->first_party, agreement->party_count, &effect);
        bool whole = agreement->stricter != IR_NONE && lasts_with(t, agreement->stricter, agreement->force);
        if (whole)
            strbuf_text(&effect, "; otherwise the stricter prevails");
        const char *rule = arena_printf(m->view->arena, "%s in force", list[i].title);
        view_add(m, meaning_row(rule, strbuf_string(&effect)), agreement->force, NULL);
        if (agreement->stricter != IR_NONE && !whole)
            view_add(m, meaning_row(arena_printf(m->view->arena, "%s: the stricter prevails", list[i].title),
                                    "what stays contested inside it is prohibited"),
                     agreement->stricter, NULL);
    }
}

static void add_waivers(struct view_maker *m)
{
    const struct table *t = m->view->table;
    struct meaning *list;
    size_t count = meanings_of(m, NAMED_WAIVER, &list);
    for (size_t i = 0; i < count; i++) {
        const struct ir_named *named = &t->named[list[i].id];
        const struct table_waiver *waiver = &t->waivers[named->ref];
        struct strbuf effect;
        strbuf_init(&effect, m->view->arena);
        strbuf_text(&effect, "given by ");
        name_nodes(t, waiver->first_giver, waiver->giver_count, &effect);
        view_add(m, meaning_row(list[i].title, strbuf_string(&effect)), named->expr, NULL);
    }
}

/* The life of a clause is told in the clause's own row; here stand those that other
 * conditions refer to. */
static void add_lives(struct view_maker *m)
{
    const struct table *t = m->view->table;
    struct meaning *list;
    size_t count = meanings_of(m, NAMED_LIVE, &list);
    for (size_t i = 0; i < count; i++) {
        if (!m->axes[t->vocab.var_count + list[i].id])
            continue;
        const char *rule = arena_printf(m->view->arena, "%s in force", list[i].title);
        view_add(m, meaning_row(rule, "means"), t->named[list[i].id].expr, NULL);
    }
}

void view_meanings(struct view_maker *m)
{
    add_terms(m);
    add_agreements(m);
    add_waivers(m);
    add_lives(m);
}
