/* generate_print.c: a generated policy as text, as made or transformed.
 *
 * In: the parts and a form. Out: policy text. The marks in the parts are resolved here,
 * where it is known which agreement half or document a clause stands in. Only the printing
 * is transformed: what is referred to stays the same.
 */
#include "generate_parts.h"

#include <stdlib.h>
#include <string.h>

struct printer {
    const struct generated *g;
    const struct generate_form *form;
    struct strbuf *out;
    uint64_t shuffle;   /* state; 0: keep the order */
    const char *scope;  /* agreement or document that the text stands in */
};

/* ---- names ----------------------------------------------------------------------------------- */

const char *gen_value_name(const struct generated *g, struct arena *arena, size_t number,
                           bool rename)
{
    return rename ? arena_printf(arena, "Name%zu", g->names.count - number)
                  : g->names.items[number];
}

/* "Alpha", "Alpha_half" or "Alpha_x1". */
static const char *scope_of(const struct printer *p, const struct gen_clause *clause)
{
    const char *agreement = p->g->agreements.items[clause->agreement].name;
    if (clause->document > 0)
        return arena_printf(p->out->arena, "%s_x%zu", agreement, clause->document);
    if (p->form->split && clause->second_half)
        return arena_printf(p->out->arena, "%s_half", agreement);
    return agreement;
}

static void print_reference(const struct printer *p, size_t number, bool bare)
{
    const struct gen_clause *clause = &p->g->clauses.items[number];
    const char *scope = scope_of(p, clause);
    if (!bare || strcmp(scope, p->scope) != 0)
        strbuf_printf(p->out, "%s ", scope);
    strbuf_text(p->out, clause->number);
}

static void print_text(const struct printer *p, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c < 1 || *c > 4) {
            strbuf_char(p->out, *c);
            continue;
        }
        char mark = *c;
        char *end;
        size_t number = strtoul(c + 1, &end, 10);
        c = end; /* stands on \2 */
        if (mark == 1)
            strbuf_text(p->out, gen_value_name(p->g, p->out->arena, number, p->form->rename));
        else
            print_reference(p, number, mark == 4);
    }
}

/* ---- order -------------------------------------------------------------------------------------- */

/* The numbers 0 … count - 1, in a random order when statements are shuffled. */
static size_t *some_order(struct printer *p, size_t count)
{
    size_t *order = ARENA_ARRAY(p->out->arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1 && p->shuffle; i--) {
        size_t k = (size_t)(gen_next(&p->shuffle) % i), kept = order[i - 1];
        order[i - 1] = order[k];
        order[k] = kept;
    }
    return order;
}

static void print_statements(struct printer *p, const struct texts *list)
{
    size_t *order = some_order(p, list->count);
    for (size_t i = 0; i < list->count; i++) {
        print_text(p, list->items[order[i]]);
        strbuf_char(p->out, '\n');
    }
}

/* ---- agreements ----------------------------------------------------------------------------------- */

static void print_clause(struct printer *p, const struct gen_clause *clause)
{
    strbuf_printf(p->out, "\n  clause %s", clause->number);
    print_text(p, clause->flags);
    strbuf_text(p->out, ":\n    ");
    print_text(p, clause->ranks);
    for (size_t i = 0; i < clause->sentences.count; i++) {
        strbuf_text(p->out, i > 0 ? ";\n    " : "");
        print_text(p, clause->sentences.items[i]);
    }
    strbuf_text(p->out, ".\n");
}

static void print_clauses(struct printer *p, size_t agreement, size_t document, bool half)
{
    const struct generated *g = p->g;
    size_t *order = some_order(p, g->clauses.count);
    for (size_t i = 0; i < g->clauses.count; i++) {
        const struct gen_clause *clause = &g->clauses.items[order[i]];
        bool here = clause->agreement == agreement && clause->document == document;
        if (here && (!p->form->split || document > 0 || clause->second_half == half))
            print_clause(p, clause);
    }
}

static void print_head(struct printer *p, const struct gen_agreement *agreement)
{
    strbuf_printf(p->out, "\nagreement %s between ", p->scope);
    bool any = false;
    for (size_t i = 0; i < p->g->parties.count; i++)
        if (agreement->parties >> i & 1) {
            strbuf_text(p->out, any ? " and " : "");
            print_text(p, gen_party_name(p->g, agreement, i));
            any = true;
        }
    print_text(p, agreement->period);
    strbuf_text(p->out, ":\n");
}

static void print_agreement(struct printer *p, size_t index)
{
    const struct gen_agreement *agreement = &p->g->agreements.items[index];
    p->scope = agreement->name;
    print_head(p, agreement);
    bool ranks_last = p->shuffle && gen_next(&p->shuffle) % 2;
    if (!ranks_last)
        print_statements(p, &agreement->ranks);
    print_clauses(p, index, 0, false);
    if (ranks_last)
        print_statements(p, &agreement->ranks);
    size_t *order = some_order(p, agreement->documents);
    for (size_t d = 0; d < agreement->documents; d++) {
        p->scope = arena_printf(p->out->arena, "%s_x%zu", agreement->name, order[d] + 1);
        strbuf_printf(p->out, "\n  document %s:\n", p->scope);
        print_clauses(p, index, order[d] + 1, false);
    }
    if (p->form->split) {
        p->scope = arena_printf(p->out->arena, "%s_half", agreement->name);
        print_head(p, agreement);
        print_clauses(p, index, 0, true);
    }
}

/* One statement per agreement that it reaches into. */
static void print_amendment(struct printer *p, const struct gen_amendment *amendment, bool half)
{
    const char *agreement = p->g->agreements.items[amendment->agreement].name;
    bool any = false;
    p->scope = half ? arena_printf(p->out->arena, "%s_half", agreement) : agreement;
    for (size_t i = 0; i < amendment->clauses.count; i++) {
        const struct gen_clause *clause = &p->g->clauses.items[amendment->clauses.items[i]];
        bool in_half = p->form->split && clause->document == 0 && clause->second_half;
        if (in_half != half)
            continue;
        if (any)
            strbuf_text(p->out, " and ");
        else
            strbuf_printf(p->out, "amendment %s%s of %s dated %s: deletes ", amendment->name,
                          half ? "b" : "", p->scope, amendment->date);
        print_reference(p, amendment->clauses.items[i], true);
        any = true;
    }
    strbuf_text(p->out, any ? ".\n" : "");
}

void generate_print(const struct generated *policy, const struct generate_form *form,
                    struct strbuf *out)
{
    struct printer p = {policy, form, out, form->shuffle, ""};
    strbuf_text(out, "policy \"generated\" dated 2026-01-01.\n");
    for (size_t i = 0; i < policy->first.count; i++) { /* variables keep their order */
        print_text(&p, policy->first.items[i]);
        strbuf_char(out, '\n');
    }
    size_t *order = some_order(&p, policy->agreements.count);
    for (size_t i = 0; i < policy->agreements.count; i++)
        print_agreement(&p, order[i]);
    p.scope = "";
    strbuf_char(out, '\n');
    print_statements(&p, &policy->others);
    for (size_t i = 0; i < policy->amendments.count; i++) {
        print_amendment(&p, &policy->amendments.items[i], false);
        print_amendment(&p, &policy->amendments.items[i], true);
    }
}
