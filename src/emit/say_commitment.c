/* say_commitment.c: what a commitment promises, as the policy writes it. */
#include "emit/say.h"

#include <inttypes.h>

static void say_promised(const struct table *t, uint32_t norm, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(t, norm);
    const struct vocab_var *v = &t->vocab.vars[duty->amount_var];
    int64_t factor = 1;
    const char *unit = t->norms[norm].flags & NORM_SHARE ? "percent" : "";
    if (!*unit && v->unit_count) {
        const struct vocab_unit *written = &t->vocab.units[v->first_unit + duty->amount_unit];
        factor = written->factor;
        unit = vocab_string(&t->vocab, written->name);
    }
    strbuf_printf(out, "at %s %" PRId64 "%s%s of %s",
                  t->norms[norm].flags & NORM_AT_MOST ? "most" : "least", duty->amount / factor,
                  *unit ? " " : "", unit, name_var(t, duty->amount_var));
}

struct values say_share_values(const struct table *t, struct arena *arena, uint32_t norm)
{
    const struct table_duty *duty = table_duty(t, norm);
    struct interval *items = ARENA_ARRAY(arena, struct interval, duty->share_count + 1);
    for (uint32_t i = 0; i < duty->share_count; i++) {
        const struct vocab_range *range = &t->share_ranges[duty->first_share + i];
        items[i] = (struct interval){range->first, range->last};
    }
    return (struct values){items, duty->share_count};
}

void say_share(const struct table *t, uint32_t norm, const char *joint, struct strbuf *out)
{
    struct values values = say_share_values(t, out->arena, norm);
    struct cover cover = values_cover(out->arena, t, table_duty(t, norm)->share_var, values);
    strbuf_text(out, "from ");
    for (size_t i = 0; i < cover.count; i++)
        strbuf_printf(out, "%s%s", i == 0 ? "" : i + 1 == cover.count ? joint : ", ",
                      cover_name(t, cover.nodes[i]));
}

static void say_days(const struct table *t, uint32_t norm, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(t, norm);
    bool each_year = (t->norms[norm].flags & NORM_EACH_YEAR) != 0;
    char day[DATE_TEXT];
    if (each_year) {
        date_format(duty->from, day);
        strbuf_printf(out, " in each year from %s", day);
    }
    date_format(duty->by, day);
    strbuf_printf(out, " %s %s", each_year ? "through" : "by", day);
}

void say_commitment(const struct table *t, uint32_t norm, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(t, norm);
    say_promised(t, norm, out);
    if (t->norms[norm].flags & NORM_SHARE) {
        strbuf_char(out, ' ');
        say_share(t, norm, " and ", out);
        strbuf_printf(out, " as %s", name_var(t, duty->share_var));
    }
    for (uint32_t i = 0; i < duty->group_count; i++)
        strbuf_printf(out, "%s%s", i ? " and " : " by ",
                      name_var(t, t->group_vars[duty->first_group + i]));
    say_days(t, norm, out);
}
