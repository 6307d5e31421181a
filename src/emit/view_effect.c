/* view_effect.c: what a norm does, as a sentence without its conditions. */
#include "emit/view.h"

#include "emit/names.h"
#include "emit/say.h"

#include <inttypes.h>
#include <stdlib.h>

static void owed_to(const struct table *t, uint32_t norm, const char *before, struct strbuf *out)
{
    if (t->norms[norm].holder_count == 0)
        return;
    strbuf_text(out, before);
    name_holders(t, norm, out);
}

static void within_words(const struct table *t, uint32_t id, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(t, id);
    if (t->norms[id].flags & NORM_WITHIN)
        strbuf_printf(out, " within %" PRId64 " %s", duty->within,
                      date_unit_word((enum date_unit)duty->within_unit, duty->within));
}

struct breached {
    const struct table *table;
    uint32_t clause;
};

static int compare_breached(const void *x, const void *y)
{
    const struct breached *a = x, *b = y;
    return a->clause == b->clause ? 0 : view_compare_clauses(a->table, a->clause, b->clause);
}

/* "if in breach of Alliance 2.1 or 2.3, ": each clause once. */
static void breach_words(const struct table *t, uint32_t id, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(t, id);
    if (!(t->norms[id].flags & NORM_IN_BREACH) || duty->breach_count == 0)
        return;
    struct breached *clauses = ARENA_ARRAY(out->arena, struct breached, duty->breach_count);
    for (uint32_t i = 0; i < duty->breach_count; i++)
        clauses[i] = (struct breached){t, t->norms[t->ids[duty->first_breach + i]].clause};
    qsort(clauses, duty->breach_count, sizeof *clauses, compare_breached);
    strbuf_text(out, "if in breach of ");
    for (uint32_t i = 0; i < duty->breach_count; i++)
        if (i == 0 || clauses[i].clause != clauses[i - 1].clause)
            strbuf_printf(out, "%s%s", i ? " or " : "", name_clause(t, clauses[i].clause));
    strbuf_text(out, ", ");
}

static void duty_words(const struct table *t, uint32_t id, const char *bearer, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(t, id);
    breach_words(t, id, out);
    strbuf_printf(out, "%s owes ", bearer);
    name_creditors(t, id, out);
    if (duty->what)
        strbuf_printf(out, " \"%s\"", table_text(t, duty->what));
    within_words(t, id, out);
}

static void commitment_words(const struct table *t, uint32_t id, const char *bearer,
                             struct strbuf *out)
{
    strbuf_printf(out, "%s commits to ", bearer);
    say_commitment(t, id, out);
    owed_to(t, id, "; owed to ", out);
}

const char *view_effect(const struct table *t, struct arena *arena, uint32_t id)
{
    const struct table_norm *norm = &t->norms[id];
    const char *bearer = name_node(t, norm->bearer);
    struct strbuf out;
    strbuf_init(&out, arena);
    switch ((enum norm_form)norm->form) {
    case FORM_GRANT:
    case FORM_SHALL_NOT:
    case FORM_ONLY_IF:
        strbuf_printf(&out, "%s must not", bearer);
        owed_to(t, id, "; owed to ", &out);
        break;
    case FORM_RESERVED:
        strbuf_printf(&out, "%s must not, unless granted", bearer);
        owed_to(t, id, "; reserved by ", &out);
        break;
    case FORM_MAY:
        strbuf_printf(&out, "%s may", bearer);
        owed_to(t, id, "; with leave of ", &out);
        break;
    case FORM_OWES:
        duty_words(t, id, bearer, &out);
        break;
    case FORM_COMMITS:
        commitment_words(t, id, bearer, &out);
        break;
    }
    return strbuf_string(&out);
}
