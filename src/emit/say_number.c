/* say_number.c: amounts and intervals of numbers as the policy writes them.
 *
 * The unit is the one in which some condition names this constant. A bound is written so that
 * the rounder constant shows: the cell 101..1000000 is "> 100 MW", because nobody wrote 101.
 */
#include "emit/say.h"

#include <inttypes.h>
#include <string.h>

#define EXPRS_LOOKED_AT 4096u /* for the unit in which a number is written */

static unsigned roundness(int64_t value)
{
    unsigned zeros = 0;
    if (value == 0)
        return 20;
    for (; value % 10 == 0; value /= 10)
        zeros++;
    return zeros;
}

static void say_in(const struct table *t, const struct vocab_unit *unit, int64_t value,
                   struct strbuf *out)
{
    strbuf_printf(out, "%" PRId64 " %s", value / unit->factor, vocab_string(&t->vocab, unit->name));
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && text[length - tail - 1] == ' '
           && strcmp(text + length - tail, end) == 0;
}

/* Does some condition about the variable end in these words? */
static bool is_written(const struct table *t, uint32_t var, const char *words)
{
    size_t count = t->exprs_count < EXPRS_LOOKED_AT ? t->exprs_count : EXPRS_LOOKED_AT;
    for (size_t i = 0; i < count; i++) {
        const struct table_expr *e = &t->exprs[i];
        if (e->op == IR_LITERAL && t->columns[t->literals[e->a].column].var == var
            && ends_with(table_text(t, e->b), words))
            return true;
    }
    return false;
}

void say_amount(const struct table *t, uint32_t var, int64_t value, struct strbuf *out)
{
    const struct vocab_var *v = &t->vocab.vars[var];
    const struct vocab_unit *units = t->vocab.units + v->first_unit, *best = units;
    if (!v->unit_count) {
        strbuf_printf(out, "%" PRId64, value);
        return;
    }
    for (uint32_t u = 0; u < v->unit_count && value != 0; u++) {
        struct strbuf text;
        if (value % units[u].factor != 0)
            continue;
        strbuf_init(&text, out->arena);
        say_in(t, &units[u], value, &text);
        if (v->unit_count > 1 && is_written(t, var, strbuf_string(&text))) {
            best = &units[u];
            break;
        }
        if (units[u].factor > best->factor)
            best = &units[u];
    }
    say_in(t, best, value, out);
}

void say_number(const struct table *t, uint32_t var, struct interval set,
                         struct strbuf *out)
{
    struct interval domain = values_domain(t, var);
    if (set.low == set.high) {
        say_amount(t, var, set.low, out);
    } else if (set.low <= domain.low) {
        bool rounder = set.high < INT64_MAX && roundness(set.high + 1) > roundness(set.high);
        strbuf_text(out, rounder ? "< " : "<= ");
        say_amount(t, var, rounder ? set.high + 1 : set.high, out);
    } else if (set.high >= domain.high) {
        bool rounder = roundness(set.low - 1) > roundness(set.low);
        strbuf_text(out, rounder ? "> " : ">= ");
        say_amount(t, var, rounder ? set.low - 1 : set.low, out);
    } else {
        say_amount(t, var, set.low, out);
        strbuf_text(out, " to ");
        say_amount(t, var, set.high, out);
    }
}
