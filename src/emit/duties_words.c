/* duties_words.c: gaps and sums, as the text and the JSON both have them. */
#include "emit/duties.h"

#include "emit/names.h"

/* Can a deployment that is still to come make it better, or worse? */
static bool may_change(const struct emit_duties *d, const struct portfolio_commitment *c,
                       enum portfolio_status status)
{
    const struct table_duty *duty = table_duty(d->table, c->norm);
    bool at_most = portfolio_at_most(d->table, c->norm);
    bool grows_only = d->table->vocab.vars[duty->amount_var].low >= 0
                      && !portfolio_is_share(d->table, c->norm);
    bool final = status == (at_most ? PORTFOLIO_MISSED : PORTFOLIO_MET) && grows_only;
    return d->on <= c->by && !final;
}

struct duties_standing duties_standing(const struct emit_duties *d,
                                       const struct portfolio_commitment *c,
                                       enum portfolio_status status,
                                       const struct portfolio_sum *sum)
{
    struct duties_standing out = {.so_far = may_change(d, c, status)};
    portfolio_amount amount = table_duty(d->table, c->norm)->amount;
    bool at_most = portfolio_at_most(d->table, c->norm);
    switch (status) {
    case PORTFOLIO_MET:
        out.word = "met";
        break;
    case PORTFOLIO_MISSED:
        out.missed = true;
        out.word = at_most ? "over" : "short";
        out.has_gap = !portfolio_is_share(d->table, c->norm);
        out.gap.low = at_most ? sum->low - amount : amount - sum->high;
        out.gap.high = at_most ? sum->high - amount : amount - sum->low;
        break;
    case PORTFOLIO_DISPUTED:
        out.word = "disputed";
        break;
    case PORTFOLIO_UNDETERMINED:
        out.word = "undetermined";
        break;
    }
    return out;
}

void duties_digits(portfolio_amount amount, struct strbuf *out)
{
    char digits[48];
    size_t at = sizeof digits;
    bool negative = amount < 0;
    digits[--at] = '\0';
    do { /* digit by digit, so that the least value needs no negation */
        int digit = (int)(amount % 10);
        digits[--at] = (char)('0' + (digit < 0 ? -digit : digit));
        amount /= 10;
    } while (amount);
    if (negative)
        digits[--at] = '-';
    strbuf_text(out, digits + at);
}

bool duties_unbounded(const struct table *table, uint32_t var, const struct portfolio_sum *sum)
{
    return table->vocab.vars[var].high == INT64_MAX && sum->high > INT64_MAX / 2;
}

void duties_sum(const struct table *table, uint32_t var, const struct portfolio_sum *sum,
                struct strbuf *out)
{
    const struct vocab_var *v = &table->vocab.vars[var];
    bool unbounded = duties_unbounded(table, var, sum);
    if (unbounded && sum->low == v->low) {
        strbuf_text(out, "an unknown amount");
        return;
    }
    strbuf_text(out, unbounded ? "at least " : "");
    duties_digits(sum->low, out);
    if (sum->high != sum->low && !unbounded) {
        strbuf_text(out, " to ");
        duties_digits(sum->high, out);
    }
    if (v->unit_count)
        strbuf_printf(out, " %s",
                      vocab_string(&table->vocab, table->vocab.units[v->first_unit].name));
}

/* Parts of a hundred, to hundredths, rounded away from what is promised: "79.99" is less than 80,
 * however little. */
static void say_percent(const struct portfolio_share *share, portfolio_amount promised,
                        struct strbuf *out)
{
    portfolio_amount hundredths = share->part * 10000 / share->total;
    if (share->part * 10000 % share->total && share->part * 100 > promised * share->total)
        hundredths++;
    duties_digits(hundredths / 100, out);
    int rest = (int)(hundredths % 100);
    if (rest % 10)
        strbuf_printf(out, ".%02d", rest);
    else if (rest)
        strbuf_printf(out, ".%d", rest / 10);
}

void duties_say_share(const struct table *table, uint32_t norm, const struct portfolio_sum *sum,
                      struct strbuf *out)
{
    const struct table_duty *duty = table_duty(table, norm);
    if (sum->least.total == 0) {
        strbuf_text(out, "nothing counts");
        return;
    }
    say_percent(&sum->least, duty->amount, out);
    if (portfolio_compare(&sum->least, &sum->most)) {
        strbuf_text(out, " to ");
        say_percent(&sum->most, duty->amount, out);
    }
    strbuf_text(out, " percent of ");
    duties_sum(table, duty->amount_var, sum, out);
    strbuf_text(out, sum->low == 0 ? ", or nothing counts" : "");
}

void duties_say_group(const struct table *table, const struct portfolio_commitment *c,
                      struct strbuf *out)
{
    const struct table_duty *duty = table_duty(table, c->norm);
    for (uint32_t i = 0; i < duty->group_count; i++) {
        uint32_t var = table->group_vars[duty->first_group + i];
        strbuf_printf(out, "%s%s = %s", i ? ", " : "", name_var(table, var),
                      vocab_leaf_name(&table->vocab, var, c->leaves[i]));
    }
}

void duties_say_readings(const struct table *table, const uint32_t *terms, size_t count,
                         const uint32_t *readings, struct strbuf *out)
{
    const struct vocab *vocab = &table->vocab;
    for (size_t i = 0; i < count; i++) {
        const struct vocab_term *term = &vocab->terms[terms[i]];
        strbuf_printf(out, "%s`%s` as read by %s", i ? ", " : "",
                      vocab_string(vocab, term->name),
                      vocab_string(vocab, vocab->readings[term->first_reading + readings[i]].label));
    }
}
