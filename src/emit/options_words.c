/* options_words.c: groups of choices in a line. */
#include "emit/options.h"

#include "analysis/space.h"
#include "emit/names.h"

#define LINE_OPTIONS 3 /* groups in the line below a verdict */

bool options_any(const struct table *table, struct arena *arena, uint32_t var,
                 const struct value_set *values)
{
    struct value_set all = space_domain(arena, &table->vocab, var);
    struct values set = values_of(arena, values);
    size_t at = 0;
    for (uint32_t i = 0; i <= all.more_count; i++) {
        const struct interval *want = i ? &all.more[i - 1] : &all.first;
        int64_t next = want->low;
        for (; at < set.count && set.items[at].low <= next && next <= want->high; at++)
            next = set.items[at].high + 1;
        if (next <= want->high)
            return false;
    }
    return true;
}

void options_words(const struct table *table, struct arena *arena, const struct options *options,
                   const struct option *option, struct strbuf *out)
{
    size_t said = 0;
    for (size_t i = 0; i < options->choice_count; i++) {
        uint32_t var = options->choices[i];
        if (options_any(table, arena, var, &option->values[i]))
            continue;
        strbuf_printf(out, "%s%s ", said == 0 ? "" : said == 1 ? ", with " : " and ",
                      name_var(table, var));
        name_values(arena, table, var, values_of(arena, &option->values[i]), out);
        said++;
    }
}

const char *options_readings(const struct table *table, const struct value_set *sets)
{
    for (uint32_t v = 0; v < table->vocab.var_count; v++)
        if (table->vocab.vars[v].role == VAR_ROLE_READING
            && (sets[v].more_count || sets[v].first.low != sets[v].first.high))
            return " under every reading";
    return "";
}

void options_line(const struct table *table, struct evaluator *evaluator,
                  const struct value_set *sets, struct arena *arena, struct strbuf *out)
{
    struct options options;
    options_glance(arena, evaluator, sets, &options);
    const char *under = options_readings(table, sets);
    size_t same = 0;
    while (same < options.count && options.list[same].changes == options.list[0].changes)
        same++;
    size_t shown = same < LINE_OPTIONS ? same : LINE_OPTIONS;
    if (options.choice_count == 0 || (options.unresolved && !options.count))
        return;
    if (options.count == 0) {
        strbuf_printf(out, "No other choice is permitted%s.", under);
        return;
    }
    strbuf_printf(out, "Permitted%s instead: ", under);
    for (size_t i = 0; i < shown; i++) {
        strbuf_text(out, i ? "; or " : "");
        options_words(table, arena, &options, &options.list[i], out);
    }
    strbuf_char(out, '.');
}
