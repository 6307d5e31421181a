/* literals.c: one atom of a condition and the fact that decides it, as a phrase.
 *
 *   model_host is not Azure, holds      model_host = AWS is not Azure
 *   stage is research, fails            stage = limited_preview, not research
 *   capacity > 100 MW, open             capacity is not known
 *
 * The user's words are used where the table has them; what sema added (the attribute
 * outside the grantees of a grant) is told by its set, or what is not in it if that is shorter.
 */
#include "emit/reasons.h"

#include <string.h>

static const struct table_column *column_of(const struct asker *asker, uint32_t literal)
{
    return &asker->table->columns[asker->table->literals[literal].column];
}

/* The values of a literal's variable that it accepts; not for events. */
static struct values accepts(const struct asker *asker, uint32_t literal)
{
    const struct table *table = asker->table;
    const struct ir_literal *l = &table->literals[literal];
    const struct table_column *column = column_of(asker, literal);
    struct interval domain = values_domain(table, column->var);
    struct interval *items = arena_alloc(asker->arena, (l->range_count + 1) * sizeof *items);
    for (uint32_t i = 0; i < l->range_count; i++) {
        const struct ir_range *range = &table->ranges[l->first_range + i];
        const int64_t *cuts = table->cuts + column->first_cut;
        items[i].low = cuts[range->low];
        items[i].high = range->high + 1 < column->cell_count ? cuts[range->high + 1] - 1
                                                             : domain.high;
    }
    struct values values = {items, l->range_count};
    return values;
}

/* The words behind the variable's name: "is not Azure", "> 100 MW"; NULL when there are none. */
static const char *predicate(const struct asker *asker, uint32_t expr, uint32_t var)
{
    const char *words = table_text(asker->table, asker->table->exprs[expr].b);
    const char *name = name_var(asker->table, var);
    size_t length = strlen(name);
    if (strncmp(words, name, length) != 0 || words[length] != ' ')
        return NULL;
    return words + length + 1;
}

bool reason_is_bound(const struct asker *asker, uint32_t expr)
{
    const struct table_column *column = column_of(asker, asker->table->exprs[expr].a);
    return column->kind != COLUMN_SINCE && column->var == VOCAB_DATE
           && !predicate(asker, expr, VOCAB_DATE);
}

static const char *values_text(const struct asker *asker, uint32_t var, struct values values)
{
    struct strbuf text;
    strbuf_init(&text, asker->arena);
    name_values(asker->arena, asker->table, var, values, &text);
    return strbuf_string(&text);
}

/* "before 2026-02-27", "on or after 2026-02-27", "2026-02-27 to 2026-03-01". */
static const char *days_text(const struct asker *asker, uint32_t var, struct values days)
{
    char end[DATE_TEXT];
    if (days.count != 1 || days.items[0].low > DATE_FIRST || days.items[0].high >= DATE_LAST)
        return values_text(asker, var, days);
    date_format(days.items[0].high + 1, end);
    return arena_printf(asker->arena, "before %s", end);
}

static bool is_day(const struct table *table, uint32_t var)
{
    uint32_t kind = table->vocab.vars[var].kind;
    return kind == VAR_DATE_OF_CASE || kind == VAR_DAY;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool whole_domain(const struct asker *asker, uint32_t var)
{
    struct interval domain = values_domain(asker->table, var);
    const struct value_set *set = &asker->sets[var];
    return !set->more_count && set->first.low <= domain.low && set->first.high >= domain.high;
}

static void open_phrase(const struct asker *asker, uint32_t var, struct strbuf *out)
{
    strbuf_text(out, name_var(asker->table, var));
    if (whole_domain(asker, var)) {
        strbuf_text(out, " is not known");
        return;
    }
    strbuf_text(out, " is only known to be ");
    strbuf_text(out, values_text(asker, var, values_of(asker->arena, &asker->sets[var])));
}

/* Is a name of a condition, which stands in quotes where it is a word of the language, the value? */
static bool is_value(const char *name, const char *value)
{
    size_t length = strlen(value);
    if (name[0] != '"')
        return strcmp(name, value) == 0;
    return strncmp(name + 1, value, length) == 0 && strcmp(name + 1 + length, "\"") == 0;
}

/* By the user's predicate. */
static void worded_phrase(const char *value, const char *rest, bool holds, struct strbuf *out)
{
    if (begins(rest, "is in ") || begins(rest, "is not in ")) {
        const char *list = strchr(rest, '(');
        bool in = begins(rest, "is in ") == holds;
        strbuf_printf(out, " %s %s", in ? "is in" : "is not in",
                      list ? list : rest + strlen(begins(rest, "is in ") ? "is in " : "is not in "));
    } else if (begins(rest, "is not ")) {
        const char *name = rest + strlen("is not ");
        if (holds)
            strbuf_printf(out, " is not %s", name);
        else if (!is_value(name, value))
            strbuf_printf(out, ", in %s", name);
    } else if (begins(rest, "is ")) {
        const char *name = rest + strlen("is ");
        if (!holds)
            strbuf_printf(out, ", not %s", name);
        else if (!is_value(name, value))
            strbuf_printf(out, " is %s", name);
    } else if (!(begins(rest, "= ") && holds) && !(begins(rest, "!= ") && !holds)) {
        strbuf_printf(out, holds ? " %s" : ", not %s", rest);
    }
}

/* "not Acme", "neither Acme nor Globex", "none of …": of a value that is none of these. That it
 * is something at all goes without saying. */
static const char *none_of(const struct asker *asker, uint32_t var, struct values values)
{
    const struct table *table = asker->table;
    const struct vocab_var *v = &table->vocab.vars[var];
    int64_t absent = (int64_t)v->leaf_count - 1; /* the leaf `none`, where there is one */
    if (v->or_none && values.count && values.items[values.count - 1].high == absent
        && values.items[0].low < absent) {
        struct interval *items = arena_copy(asker->arena, values.items,
                                            values.count * sizeof *items);
        struct interval *last = &items[values.count - 1];
        values.items = items;
        if (last->low < absent)
            last->high = absent - 1;
        else
            values.count--;
    }
    const char *text = values_text(asker, var, values);
    struct cover cover = values_cover(asker->arena, table, var, values);
    if (cover.count < 2 || !strstr(text, " or ")) /* a group has one name */
        return arena_printf(asker->arena, "not %s", text);
    if (cover.count == 2)
        return arena_printf(asker->arena, "neither %s nor %s", cover_name(table, cover.nodes[0]),
                            cover_name(table, cover.nodes[1]));
    return arena_printf(asker->arena, "none of %s", text);
}

/* Are the words but a name for the values, as those of `among`? */
static bool is_name_of_values(const struct asker *asker, uint32_t var, const char *words)
{
    const struct vocab *vocab = &asker->table->vocab;
    if (vocab->vars[var].kind != VAR_LEAF || var == vocab->act)
        return false;
    const struct vocab_kind *kind = &vocab->kinds[vocab->vars[var].leaf_kind];
    for (uint32_t i = 0; i < kind->node_count; i++)
        if (strcmp(vocab_string(vocab, vocab->nodes[kind->first_node + i].name), words) == 0)
            return true;
    for (uint32_t i = 0; i < kind->group_count; i++)
        if (strcmp(vocab_string(vocab, vocab->groups[kind->first_group + i].name), words) == 0)
            return true;
    return false;
}

/* By the set of values that the atom accepts. */
static void set_phrase(const struct asker *asker, uint32_t literal, const char *value, bool holds,
                       struct strbuf *out)
{
    uint32_t var = column_of(asker, literal)->var;
    struct values in = accepts(asker, literal);
    struct values rest = values_rest(asker->arena, asker->table, var, in);
    if (!holds) { /* then the value lies in the rest */
        struct values swap = in;
        in = rest;
        rest = swap;
    }
    if (asker->table->vocab.vars[var].kind != VAR_LEAF) {
        strbuf_printf(out, " is %s", is_day(asker->table, var) ? days_text(asker, var, in)
                                                               : values_text(asker, var, in));
        return;
    }
    size_t outside = values_cover(asker->arena, asker->table, var, rest).count;
    const char *names = values_text(asker, var, in);
    struct cover cover = values_cover(asker->arena, asker->table, var, in);
    const struct vocab *vocab = &asker->table->vocab;
    /* clauses name those who act and the acts, of an exclusivity only the grantee counts */
    bool named = var == vocab->act || var == vocab->actor;
    if (named && !holds) {
        strbuf_printf(out, ", %s", none_of(asker, var, rest));
        return;
    }
    if (outside <= cover.count && !named) {
        strbuf_printf(out, " is %s", none_of(asker, var, rest));
        return;
    }
    for (size_t i = 0; i < cover.count; i++)
        if (strcmp(cover_name(asker->table, cover.nodes[i]), value) == 0)
            return; /* one of those that are named */
    strbuf_printf(out, ", in %s", names);
}

/* Does the atom ask that the time has come, and not that it has not? */
static bool asks_past(const struct table *table, uint32_t literal)
{
    return table->ranges[table->literals[literal].first_range].low == 1;
}

/* Of an event it may be open whether it has happened at all, or only when. */
static void since_open(const struct asker *asker, const struct table_column *column,
                       struct strbuf *out)
{
    struct values days = values_of(asker->arena, &asker->sets[column->var]);
    const char *name = name_var(asker->table, column->var);
    bool perhaps = days.items[days.count - 1].high == DATE_NEVER;
    if (perhaps)
        strbuf_printf(out, "%s is not known", name);
    else
        strbuf_printf(out, "the day of %s is only known to be %s", name,
                      values_text(asker, column->var, days));
}

static void since_phrase(const struct asker *asker, uint32_t literal, enum eval_truth truth,
                         struct strbuf *out)
{
    const struct table_column *column = column_of(asker, literal);
    const struct value_set *set = &asker->sets[column->var];
    const char *name = name_var(asker->table, column->var);
    bool one_day = !set->more_count && set->first.low == set->first.high;
    bool ahead = one_day && set->first.low > asker->sets[VOCAB_DATE].first.low;
    bool past = (truth == TRUTH_YES) == asks_past(asker->table, literal);
    char day[DATE_TEXT] = "";
    if (one_day && set->first.low != DATE_NEVER)
        date_format(set->first.low, day);
    if (truth == TRUTH_MAYBE) {
        since_open(asker, column, out);
    } else if (column->count == 0 || ahead) {
        strbuf_printf(out, "%s has %soccurred", name, past ? "" : "not ");
        if (day[0])
            strbuf_printf(out, past ? " (%s)" : " yet (%s)", day);
    } else {
        const char *more = !column->past ? "" : past ? "more than " : "no more than ";
        strbuf_printf(out, "%s%lld %s %s %spassed since %s", more, (long long)column->count,
                      date_unit_word((enum date_unit)column->unit, column->count),
                      column->count == 1 ? "has" : "have",
                      past || column->past ? "" : "not ", name);
        if (day[0])
            strbuf_printf(out, " (%s)", day);
    }
}

void reason_literal(const struct asker *asker, uint32_t expr, struct strbuf *out)
{
    const struct table *table = asker->table;
    uint32_t literal = table->exprs[expr].a;
    const struct table_column *column = column_of(asker, literal);
    uint32_t var = column->var;
    const struct vocab_var *v = &table->vocab.vars[var];
    enum eval_truth truth = eval_expr(asker->evaluator, asker->sets, expr);
    if (column->kind == COLUMN_SINCE) {
        since_phrase(asker, literal, truth, out);
        return;
    }
    if (truth == TRUTH_MAYBE && v->kind == VAR_READING) {
        strbuf_text(out, "which reading holds is open");
        return;
    }
    if (truth == TRUTH_MAYBE) {
        open_phrase(asker, var, out);
        return;
    }
    const char *value = values_text(asker, var, values_of(asker->arena, &asker->sets[var]));
    const char *name = v->kind == VAR_DATE_OF_CASE ? "the date" : name_var(table, var);
    const char *words = table_text(table, table->exprs[expr].b);
    const char *rest = predicate(asker, expr, var);
    if (v->kind == VAR_READING) {
        strbuf_printf(out, "%s is read as by %s", name, value);
        return;
    }
    strbuf_printf(out, v->kind == VAR_DATE_OF_CASE ? "%s %s" : "%s = %s", name, value);
    if (v->kind == VAR_LEAF && v->leaf_kind == VOCAB_YES_NO && !v->or_none)
        return;
    if (rest)
        worded_phrase(value, rest, truth == TRUTH_YES, out);
    else if (is_name_of_values(asker, var, words) && strcmp(words, value) != 0)
        strbuf_printf(out, ", %sin %s", truth == TRUTH_YES ? "" : "not ", words);
    else
        set_phrase(asker, literal, value, truth == TRUTH_YES, out);
}

void reason_words(const struct asker *asker, uint32_t expr, struct strbuf *out)
{
    const struct table *table = asker->table;
    const struct table_expr *e = &table->exprs[expr];
    const char *words = e->op == IR_LITERAL || e->op == IR_NAMED ? table_text(table, e->b) : "";
    /* of a period the words are but a day or an event: say what is asked of it */
    const struct table_column *column = e->op == IR_LITERAL ? column_of(asker, e->a) : NULL;
    bool period = column && (column->kind == COLUMN_SINCE || column->var == VOCAB_DATE);
    if (words[0] && column && is_name_of_values(asker, column->var, words))
        strbuf_printf(out, "%s among %s", name_var(table, column->var), words);
    else if (words[0] && !period)
        strbuf_text(out, words);
    if (!column || (words[0] && !period))
        return;
    const char *name = name_var(table, column->var);
    if (column->kind == COLUMN_SINCE) {
        bool holds = asks_past(table, e->a);
        if (column->count == 0)
            strbuf_printf(out, "%s has %soccurred", name, holds ? "" : "not ");
        else
            strbuf_printf(out, "%s%s%lld %s since %s", holds ? "" : "not ",
                          column->past ? "more than " : "", (long long)column->count,
                          date_unit_word((enum date_unit)column->unit, column->count), name);
        return;
    }
    struct values in = accepts(asker, e->a);
    struct values rest = values_rest(asker->arena, table, column->var, in);
    bool leaves = column->kind == COLUMN_LEAF;
    bool negative = leaves
                    && values_cover(asker->arena, table, column->var, rest).count
                           < values_cover(asker->arena, table, column->var, in).count;
    if (column->kind == COLUMN_READING)
        strbuf_printf(out, "%s as read by %s", name, values_text(asker, column->var, in));
    else
        strbuf_printf(out, "%s is %s%s", column->var == VOCAB_DATE ? "the date" : name,
                      negative ? "not " : "",
                      is_day(table, column->var)
                          ? days_text(asker, column->var, in)
                          : values_text(asker, column->var, negative ? rest : in));
}
