/* duties_text_sums.c: commitments as text: what they add up to, and which deployments count. */
#include "emit/duties.h"

#include "diag/utf8.h"
#include "emit/assumed.h"
#include "emit/say.h"
#include "emit/speech.h"

#include <ctype.h>

#define ROWS_SHOWN 12

struct telling {
    const struct emit_duties *d;
    const struct portfolio_commitment *c;
    struct layout layout;
    struct arena *arena;
    uint32_t var; /* of the amount */
};

static bool each_year(const struct telling *t)
{
    return (t->d->table->norms[t->c->norm].flags & NORM_EACH_YEAR) != 0;
}

/* "SHORT SO FAR by 1860 MW", coloured. */
static void say_status(const struct telling *t, const struct duties_standing *standing,
                       struct strbuf *out)
{
    enum layout_colour colour = standing->missed && !standing->so_far ? LAYOUT_RED
                                : standing->word[0] == 'm'            ? LAYOUT_GREEN
                                                                      : LAYOUT_YELLOW;
    strbuf_text(out, layout_escape(&t->layout, colour));
    for (const char *c = standing->word; *c; c++)
        strbuf_char(out, (char)toupper((unsigned char)*c));
    strbuf_text(out, standing->so_far ? " SO FAR" : "");
    strbuf_text(out, layout_escape(&t->layout, LAYOUT_PLAIN));
    if (standing->has_gap) {
        strbuf_text(out, " by ");
        duties_sum(t->d->table, t->var, &standing->gap, out);
    }
}

/* What there is: "60 MW", "75 percent of 80 MW". */
static void say_sum(const struct telling *t, const struct portfolio_sum *sum, struct strbuf *out)
{
    if (portfolio_is_share(t->d->table, t->c->norm))
        duties_say_share(t->d->table, t->c->norm, sum, out);
    else
        duties_sum(t->d->table, t->var, sum, out);
}

/* What there should be. */
static void say_of(const struct telling *t, const struct portfolio_sum *sum, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(t->d->table, t->c->norm);
    struct portfolio_sum amount = {.low = duty->amount, .high = duty->amount};
    bool share = portfolio_is_share(t->d->table, t->c->norm);
    bool comma = share || duties_unbounded(t->d->table, t->var, sum);
    strbuf_printf(out, "%s of at %s ", comma ? "," : "",
                  portfolio_at_most(t->d->table, t->c->norm) ? "most" : "least");
    if (share) {
        duties_digits(amount.low, out);
        strbuf_text(out, " percent");
        return;
    }
    duties_sum(t->d->table, t->var, &amount, out);
}

/* "Year from 2026-08-01" and, where more follows, what leads to it. */
static void say_year(const struct telling *t, const char *joint, struct strbuf *out)
{
    char day[DATE_TEXT];
    if (!each_year(t))
        return;
    date_format(t->c->from, day);
    strbuf_printf(out, "Year from %s%s", day, joint);
}

/* "Year from 2026-08-01, sku = can: " */
static void say_which(const struct telling *t, struct strbuf *out)
{
    say_year(t, t->c->leaves ? ", " : ": ", out);
    if (!t->c->leaves)
        return;
    duties_say_group(t->d->table, t->c, out);
    strbuf_text(out, ": ");
}

static void say_end(const struct telling *t, const struct duties_standing *standing,
                    struct strbuf *out)
{
    char day[DATE_TEXT];
    if (standing->so_far) {
        date_format(t->c->by, day);
        strbuf_printf(out, "; it runs through %s", day);
    }
    strbuf_char(out, '.');
}

static void tell_status(struct telling *t)
{
    struct duties_standing standing = duties_standing(t->d, t->c, t->c->status, &t->c->sum);
    struct strbuf text = strbuf_new(t->arena);
    say_which(t, &text);
    say_status(t, &standing, &text);
    strbuf_text(&text, ": ");
    say_sum(t, &t->c->sum, &text);
    say_of(t, &t->c->sum, &text);
    say_end(t, &standing, &text);
    layout_paragraph(&t->layout, 2, 6, strbuf_string(&text));
}

static void tell_readings(struct telling *t)
{
    for (size_t i = 0; i < t->c->reading_count && i < 8; i++) {
        const struct portfolio_reading *reading = &t->c->readings[i];
        struct duties_standing standing =
            duties_standing(t->d, t->c, reading->status, &reading->sum);
        struct strbuf text = strbuf_new(t->arena);
        duties_say_readings(t->d->table, t->c->terms, t->c->term_count, reading->readings, &text);
        strbuf_text(&text, ": ");
        say_status(t, &standing, &text);
        strbuf_text(&text, ", ");
        say_sum(t, &reading->sum, &text);
        layout_paragraph(&t->layout, 4, 8, strbuf_string(&text));
    }
    if (t->c->reading_count > 8)
        layout_line(&t->layout, 4, "and %zu more combinations of readings",
                    t->c->reading_count - 8);
}

/* "; stage and capacity are not known": what a placement's contribution depends on. */
static void say_open(const struct telling *t, const struct portfolio_row *row, struct strbuf *out)
{
    const struct table *table = t->d->table;
    size_t count = row->fact_count, said = 0;
    for (size_t i = 0; i < row->shared_count; i++)
        count += table->vocab.vars[row->shared[i].var].kind != VAR_READING;
    for (size_t i = 0; i < row->fact_count + row->shared_count; i++) {
        uint32_t var = i < row->fact_count ? row->facts[i]
                                           : row->shared[i - row->fact_count].var;
        if (table->vocab.vars[var].kind == VAR_READING)
            continue;
        strbuf_printf(out, "%s%s", said == 0 ? ": " : said + 1 == count ? " and " : ", ",
                      name_var(table, var));
        said++;
    }
    if (count)
        strbuf_text(out, count == 1 ? " is not known" : " are not known");
    for (size_t i = 0; i < row->shared_count; i++)
        if (table->vocab.vars[row->shared[i].var].kind == VAR_READING)
            strbuf_printf(out, "%s turns on the meaning of `%s`", said++ ? ";" : ":",
                          name_var(table, row->shared[i].var));
}

/* " from Globex" or " from others", where that is known. */
static void say_side(const struct telling *t, const struct portfolio_row *row, struct strbuf *out)
{
    if (!portfolio_is_share(t->d->table, t->c->norm) || row->in_share == TRUTH_MAYBE)
        return;
    strbuf_char(out, ' ');
    if (row->in_share == TRUTH_YES)
        say_share(t->d->table, t->c->norm, " or ", out);
    else
        strbuf_text(out, "from others");
}

static void say_row(const struct telling *t, const struct portfolio_row *row, struct strbuf *out)
{
    struct portfolio_sum range = {.low = row->range.low, .high = row->range.high};
    char day[DATE_TEXT];
    strbuf_text(out, utf8_visible(out->arena, row->place.deployment));
    strbuf_text(out, " (");
    if (row->place.label[0])
        strbuf_printf(out, "%s; ", utf8_visible(out->arena, row->place.label));
    if (row->date > t->d->on) {
        date_format(row->date, day);
        strbuf_printf(out, "planned for %s; ", day);
    }
    duties_sum(t->d->table, t->var, &range, out);
    say_side(t, row, out);
    strbuf_char(out, ')');
}

/* Those that count for sure with a known amount in one paragraph; a line for each other. */
static void tell_rows(struct telling *t)
{
    struct strbuf text = strbuf_new(t->arena);
    struct portfolio_sum rest = {0};
    size_t sure = 0, open = 0;
    for (size_t i = 0; i < t->c->rows.count; i++) {
        const struct portfolio_row *row = &t->c->rows.items[i];
        if (row->counts != TRUTH_YES || row->fact_count)
            continue;
        if (sure++ < ROWS_SHOWN) {
            strbuf_text(&text, sure > 1 ? ", " : "Counts: ");
            say_row(t, row, &text);
        } else {
            rest.low += row->range.low;
            rest.high += row->range.high;
        }
    }
    if (sure > ROWS_SHOWN) {
        strbuf_printf(&text, " and %zu more (", sure - ROWS_SHOWN);
        duties_sum(t->d->table, t->var, &rest, &text);
        strbuf_char(&text, ')');
    }
    if (sure) {
        strbuf_char(&text, '.');
        layout_paragraph(&t->layout, 2, 6, strbuf_string(&text));
    }
    for (size_t i = 0; i < t->c->rows.count; i++) {
        const struct portfolio_row *row = &t->c->rows.items[i];
        if ((row->counts == TRUTH_YES && !row->fact_count) || open++ >= ROWS_SHOWN)
            continue;
        struct strbuf line = strbuf_new(t->arena);
        strbuf_text(&line, row->counts == TRUTH_YES ? "Counts: " : "May count: ");
        say_row(t, row, &line);
        say_open(t, row, &line);
        strbuf_char(&line, '.');
        layout_paragraph(&t->layout, 2, 6, strbuf_string(&line));
    }
    if (open > ROWS_SHOWN)
        layout_line(&t->layout, 2, "and %zu more of which something is not known.",
                    open - ROWS_SHOWN);
}

static void tell_others(struct telling *t)
{
    char day[DATE_TEXT];
    if (t->c->early) {
        date_format(t->c->from, day);
        layout_line(&t->layout, 2, "Too early to count: %zu placement%s dated before %s.",
                    t->c->early, t->c->early == 1 ? "" : "s", day);
    }
    if (t->c->late) {
        date_format(table_duty(t->d->table, t->c->norm)->by, day);
        layout_line(&t->layout, 2, "Too late to count: %zu placement%s dated after %s.",
                    t->c->late, t->c->late == 1 ? "" : "s", day);
    }
    if (t->d->refused && t->c->year == 0)
        layout_line(&t->layout, 2, "Left out because of errors: %zu deployment%s.", t->d->refused,
                    t->d->refused == 1 ? "" : "s");
    if (t->c->outside)
        layout_line(&t->layout, 2, "The clause does not apply to %zu other%s.", t->c->outside,
                    t->c->outside == 1 ? "" : "s");
}

static void tell_title(struct telling *t)
{
    const struct table *table = t->d->table;
    const struct table_norm *norm = &table->norms[t->c->norm];
    const struct table_clause *clause = &table->clauses[norm->clause];
    struct strbuf text = strbuf_new(t->arena);
    const char *label = table_text(table, clause->label);
    strbuf_text(&text, layout_escape(&t->layout, LAYOUT_DIM));
    name_place(table, clause->place, &text);
    strbuf_printf(&text, "%s  %s%s%s", layout_escape(&t->layout, LAYOUT_PLAIN),
                  layout_escape(&t->layout, LAYOUT_BOLD), name_clause(table, norm->clause),
                  layout_escape(&t->layout, LAYOUT_PLAIN));
    if (label[0])
        strbuf_printf(&text, " \"%s\"", label);
    strbuf_printf(&text, ": %s commits to ", name_node(table, norm->bearer));
    say_commitment(table, t->c->norm, &text);
    strbuf_text(&text, "; owed to ");
    name_holders(table, t->c->norm, &text);
    layout_paragraph(&t->layout, 0, 4, strbuf_string(&text));
}

static void tell_force(struct telling *t, enum eval_truth in_force)
{
    char day[DATE_TEXT];
    date_format(t->d->on, day);
    if (in_force == TRUTH_NO)
        layout_line(&t->layout, 2, "The clause is not in force on %s.", day);
    if (in_force == TRUTH_MAYBE)
        layout_line(&t->layout, 2, "Whether the clause is in force on %s is not known.", day);
}

/* Groups in which nothing counts stand alike, so they are told together, after the others. */
static void tell_empty(struct telling *t)
{
    const struct portfolio_commitment *first = t->c;
    struct strbuf text = strbuf_new(t->arena);
    size_t empty = 0;
    for (uint32_t i = 0; i < first->groups && first->leaves; i++) {
        if (first[i].rows.count)
            continue;
        if (empty++ < ROWS_SHOWN) {
            if (empty == 1)
                say_year(t, ", ", &text);
            strbuf_text(&text, empty > 1 ? "; " : "");
            duties_say_group(t->d->table, &first[i], &text);
        }
        t->c = &first[i];
    }
    if (!first->leaves)
        layout_line(&t->layout, 2, "There is no group in which anything can count.");
    if (empty == 0)
        return;
    if (empty > ROWS_SHOWN)
        strbuf_printf(&text, "; and %zu more groups", empty - ROWS_SHOWN);
    struct duties_standing standing = duties_standing(t->d, t->c, t->c->status, &t->c->sum);
    strbuf_text(&text, ": ");
    say_status(t, &standing, &text);
    strbuf_text(&text, empty > 1 ? " each, nothing counts" : ", nothing counts");
    say_end(t, &standing, &text);
    layout_paragraph(&t->layout, 2, 6, strbuf_string(&text));
    t->c = first;
}

static void tell_sum(struct telling *t)
{
    tell_status(t);
    tell_readings(t);
    if (t->c->unresolved)
        layout_line(&t->layout, 2,
                    "Unresolved: a budget ran out, so the sums may be wider than need be.");
    tell_rows(t);
}

/* One year, or all days, of one commitment: its first group. */
static void tell_commitment(struct telling *t, enum eval_truth in_force)
{
    const struct portfolio_commitment *first = t->c;
    bool grouped = table_duty(t->d->table, first->norm)->group_count != 0;
    if (t->c->year == 0) {
        strbuf_char(t->layout.out, '\n');
        tell_title(t);
        tell_force(t, in_force);
        if (!t->d->counted)
            layout_line(&t->layout, 2, "Not counted: no deployments are given.");
    }
    if (!t->d->counted)
        return;
    for (uint32_t i = 0; i < first->groups; i++) {
        t->c = &first[i];
        if (t->c->rows.count || !t->c->leaves)
            tell_sum(t);
    }
    t->c = first;
    if (grouped)
        tell_empty(t);
    tell_others(t);
}

/* ---- the end -------------------------------------------------------------------------------------- */

static void say_presumed(const struct emit_duties *d, struct strbuf *out)
{
    const struct table *table = d->table;
    struct strbuf never, text;
    strbuf_init(&never, out->arena);
    strbuf_init(&text, out->arena);
    for (uint32_t var = 0; var < table->vocab.var_count; var++) {
        const struct vocab_var *v = &table->vocab.vars[var];
        if (!d->presumed[var])
            continue;
        if (v->kind == VAR_EVENT) {
            strbuf_printf(&never, "%s%s", never.count ? ", " : "", name_var(table, var));
            continue;
        }
        struct interval presumed = {v->presumed_low, v->presumed_high};
        if (v->role == VAR_ROLE_ACT)
            presumed = (struct interval){0, 0};
        struct values values = {&presumed, 1};
        strbuf_printf(&text, "%s%s = ", text.count ? ", " : "", name_var(table, var));
        name_values(out->arena, table, var, values, &text);
        if (d->presumed[var] < d->portfolio->placements)
            strbuf_printf(&text, " (in %zu of %zu)", d->presumed[var], d->portfolio->placements);
    }
    if (never.count)
        strbuf_printf(&text, "%s%s not occurred", text.count ? "; " : "", strbuf_string(&never));
    if (text.count)
        strbuf_printf(out, "Presumed: %s.", strbuf_string(&text));
}

void emit_duties_text_end(const struct emit_duties *d, const struct emit_style *style,
                          struct strbuf *out)
{
    struct layout layout = layout_on(out, style->width, style->colour);
    for (size_t i = 0; i < d->portfolio->commitment_count; i++) {
        const struct portfolio_commitment *c = &d->portfolio->commitments[i];
        struct telling telling = {d, c, layout, out->arena,
                                  table_duty(d->table, c->norm)->amount_var};
        if (c->group == 0 && portfolio_told(d->portfolio, i, d->on))
            tell_commitment(&telling, d->in_force[i]);
    }
    struct strbuf presumed = strbuf_new(out->arena), assumed = strbuf_new(out->arena);
    say_presumed(d, &presumed);
    assumed_words(d->table, d->sets, &assumed);
    if (presumed.count || assumed.count)
        strbuf_char(out, '\n');
    assumed_line(d->table, d->sets, &layout, 0);
    if (presumed.count)
        layout_paragraph(&layout, 0, 2, strbuf_string(&presumed));
    if (!d->counted)
        return;
    strbuf_printf(out, "%s%zu deployment%s: %zu with duties of %s own, %zu without",
                  presumed.count || assumed.count ? "" : "\n", d->deployments, d->deployments == 1 ? "" : "s",
                  d->deployments - d->silent, d->deployments - d->silent == 1 ? "its" : "their",
                  d->silent);
    if (d->refused)
        strbuf_printf(out, "; %zu refused", d->refused);
    strbuf_text(out, "\n");
}
