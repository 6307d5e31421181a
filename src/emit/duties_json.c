/* duties_json.c: polc-duties/1, docs/polc-duties.schema.json.
 *
 * Keys have a fixed order; amounts are whole numbers in the base unit, however large. A
 * deployment is one object on one line, so that a report is written in bounded memory.
 */
#include "emit/duties.h"

#include "emit/assumed.h"
#include "emit/json.h"
#include "emit/names.h"
#include "emit/say.h"

#include <inttypes.h>
#include <stdio.h>

static void write_place(const struct table *table, uint32_t place, struct strbuf *out)
{
    json_pair(out, "file", table_text(table, table->places[place].file));
    json_key(out, "line");
    strbuf_printf(out, "%u", table->places[place].line);
}

static const char *term_name(const struct table *table, uint32_t term)
{
    return vocab_string(&table->vocab, table->vocab.terms[term].name);
}

static void write_terms(const struct table *table, const uint32_t *terms, size_t count,
                        struct strbuf *out)
{
    json_key(out, "readings");
    strbuf_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        json_next(out);
        json_string(out, term_name(table, terms[i]));
    }
    strbuf_char(out, ']');
}

/* {"api_call": "Microsoft"} */
static void write_reading(const struct table *table, const uint32_t *terms, size_t count,
                          const uint32_t *readings, struct strbuf *out)
{
    const struct vocab *vocab = &table->vocab;
    json_key(out, "reading");
    strbuf_char(out, '{');
    for (size_t i = 0; i < count; i++) {
        const struct vocab_term *term = &vocab->terms[terms[i]];
        json_pair(out, vocab_string(vocab, term->name),
                  vocab_string(vocab, vocab->readings[term->first_reading + readings[i]].label));
    }
    strbuf_char(out, '}');
}

/* ---- duties --------------------------------------------------------------------------------- */

/* Values with one status: leaves by name, joined to inner names; numbers and days as runs. */
static void write_values(const struct table *table, uint32_t var, struct values values,
                         const char *status, struct strbuf *out)
{
    if (table->vocab.vars[var].kind == VAR_LEAF) {
        struct cover cover = values_cover(out->arena, table, var, values);
        for (size_t i = 0; i < cover.count; i++)
            json_pair(out, cover_name(table, cover.nodes[i]), status);
        return;
    }
    for (size_t i = 0; i < values.count; i++) {
        struct strbuf name = strbuf_new(out->arena);
        name_interval(table, var, values.items[i], &name);
        json_pair(out, strbuf_string(&name), status);
    }
}

static void write_matter(const struct table *table, const struct owed_matter *matter,
                         struct strbuf *out)
{
    static const enum eval_status order[] = {DUTY_DUE, DUTY_DISPUTED, DUTY_NOT_DUE};
    json_key(out, name_var(table, matter->var));
    strbuf_char(out, '{');
    for (size_t s = 0; s < sizeof order / sizeof *order; s++) {
        VEC(struct interval) items = {0};
        for (size_t i = 0; i < matter->settle_count; i++)
            if (matter->settles[i].status == order[s])
                VEC_PUSH(out->arena, &items, matter->settles[i].values);
        struct values values = {items.items, items.count};
        if (values.count)
            write_values(table, matter->var, values, name_duty_status(order[s]), out);
    }
    strbuf_char(out, '}');
}

static void write_parties(const struct table *table, uint32_t norm, struct strbuf *out)
{
    struct strbuf to = strbuf_new(out->arena), within = strbuf_new(out->arena);
    name_creditors(table, norm, &to);
    json_pair(out, "by", name_node(table, table->norms[norm].bearer));
    json_pair(out, "to", strbuf_string(&to));
    json_pair(out, "what", table_text(table, table_duty(table, norm)->what));
    name_within(table, norm, &within);
    if (within.count)
        json_pair(out, "within", strbuf_string(&within));
}

static void write_duty(const struct table *table, const struct owed_duty *duty,
                       struct strbuf *out)
{
    json_next(out);
    strbuf_char(out, '{');
    json_pair(out, "clause", name_norm(table, duty->norm));
    json_pair(out, "status", name_duty_status(duty->status));
    write_parties(table, duty->norm, out);
    write_place(table, table->clauses[table->norms[duty->norm].clause].place, out);
    json_key(out, "turns_on");
    strbuf_char(out, '{');
    write_terms(table, duty->terms, duty->term_count, out);
    json_key(out, "facts");
    strbuf_char(out, '{');
    for (size_t i = 0; i < duty->fact_count; i++)
        write_matter(table, &duty->facts[i], out);
    strbuf_text(out, "}}");
    json_key(out, "readings");
    strbuf_char(out, '[');
    for (size_t i = 0; i < duty->reading_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        write_reading(table, duty->terms, duty->term_count, duty->readings[i].readings, out);
        json_pair(out, "status", name_duty_status(duty->readings[i].status));
        strbuf_char(out, '}');
    }
    strbuf_text(out, "]}");
}

static void write_duties(const struct table *table, const char *key,
                         const struct owed_duty *duties, size_t count, struct strbuf *out)
{
    json_key(out, key);
    strbuf_char(out, '[');
    for (size_t i = 0; i < count; i++)
        write_duty(table, &duties[i], out);
    strbuf_char(out, ']');
}

static void write_change(const struct table *table, const struct owed_change *change,
                         struct strbuf *out)
{
    static const char *const kinds[] = {[OWED_FORFEITED] = "forfeited", [OWED_ENDED] = "ended",
                                        [OWED_ADDED] = "added"};
    struct values values = {change->values, change->value_count};
    json_next(out);
    strbuf_char(out, '{');
    json_pair(out, "choice", name_var(table, change->var));
    json_key(out, "values");
    strbuf_char(out, '[');
    if (table->vocab.vars[change->var].kind == VAR_LEAF) {
        struct cover cover = values_cover(out->arena, table, change->var, values);
        for (size_t i = 0; i < cover.count; i++) {
            json_next(out);
            json_string(out, cover_name(table, cover.nodes[i]));
        }
    } else {
        for (size_t i = 0; i < values.count; i++) {
            struct strbuf name = strbuf_new(out->arena);
            name_interval(table, change->var, values.items[i], &name);
            json_next(out);
            json_string(out, strbuf_string(&name));
        }
    }
    strbuf_char(out, ']');
    json_pair(out, "change", kinds[change->kind]);
    json_pair(out, "clause", name_norm(table, change->norm));
    json_pair(out, "then", name_duty_status(change->then));
    write_parties(table, change->norm, out);
    strbuf_char(out, '}');
}

void emit_duties_json_case(const struct emit_duties *d, const struct emit_owed *owed,
                           struct strbuf *out)
{
    strbuf_char(out, '{');
    json_pair(out, "deployment", owed->deployment->name);
    json_pair(out, "file", owed->deployment->file);
    json_key(out, "line");
    strbuf_printf(out, "%" PRIu64, owed->deployment->line);
    json_day(out, "on", owed->boxes[0].sets[VOCAB_DATE].first.low);
    json_key(out, "placements");
    strbuf_char(out, '[');
    for (size_t i = 0; i < owed->count; i++) {
        const struct emit_owed_box *box = &owed->boxes[i];
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "placement", box->label);
        write_duties(d->table, "duties", box->owed.duties, box->owed.duty_count, out);
        json_key(out, "changes");
        strbuf_char(out, '[');
        for (size_t k = 0; k < box->owed.change_count; k++)
            write_change(d->table, &box->owed.changes[k], out);
        strbuf_char(out, ']');
        json_true(out, "unresolved", box->owed.unresolved);
        strbuf_char(out, '}');
    }
    strbuf_text(out, "]}");
}

void emit_duties_json_head(const struct emit_duties *d, struct strbuf *out)
{
    char hash[17];
    snprintf(hash, sizeof hash, "%016" PRIx64, d->table->meta->policy_hash);
    strbuf_char(out, '{');
    json_pair(out, "schema", "polc-duties/1");
    json_key(out, "policy");
    strbuf_char(out, '{');
    json_pair(out, "name", table_text(d->table, d->table->meta->name.offset));
    json_pair(out, "hash", hash);
    strbuf_char(out, '}');
    json_day(out, "on", d->on);
    strbuf_text(out, ",\n ");
    /* the comma is written, so that what follows begins a line */
    json_string(out, "standing");
    strbuf_text(out, ": [");
    for (size_t i = 0; i < d->standing_count; i++)
        write_duty(d->table, &d->standing[i], out);
    strbuf_text(out, "],\n ");
    if (d->standing_open)
        strbuf_text(out, "\"standing_unresolved\": true,\n ");
    strbuf_text(out, "\"deployments\": [");
}

/* ---- commitments ---------------------------------------------------------------------------- */

static void write_amount(struct strbuf *out, const char *key, portfolio_amount amount)
{
    json_key(out, key);
    duties_digits(amount, out);
}

/* Numbers of JSON stay within 64 bits, which not every sum does: of one above that the least that
 * it is for certain is the greatest number, and a bound that no number is wide enough for is
 * left out, as where there is none. */
static void write_sum(const struct table *table, uint32_t norm, const char *key,
                      const struct portfolio_sum *sum, struct strbuf *out)
{
    json_key(out, key);
    strbuf_char(out, '{');
    if (sum->low >= INT64_MIN)
        write_amount(out, "low", sum->low > INT64_MAX ? INT64_MAX : sum->low);
    if (sum->high <= INT64_MAX
        && !duties_unbounded(table, table_duty(table, norm)->amount_var, sum))
        write_amount(out, "high", sum->high < INT64_MIN ? INT64_MIN : sum->high);
    strbuf_char(out, '}');
}

/* What is wider than a number of JSON keeps its proportion. */
static void write_parts(const char *key, const struct portfolio_share *share, struct strbuf *out)
{
    portfolio_amount part = share->part, total = share->total;
    for (; total > INT64_MAX; total /= 2)
        part /= 2;
    json_key(out, key);
    strbuf_char(out, '{');
    write_amount(out, "part", part);
    write_amount(out, "total", total);
    strbuf_char(out, '}');
}

static void write_share(const struct portfolio_sum *sum, struct strbuf *out)
{
    json_key(out, "share");
    strbuf_char(out, '{');
    write_parts("least", &sum->least, out);
    write_parts("most", &sum->most, out);
    strbuf_char(out, '}');
}

static void write_row(const struct table *table, uint32_t norm, const struct portfolio_row *row,
                      struct strbuf *out)
{
    static const char *const truths[] = {"no", "maybe", "yes"};
    struct portfolio_sum range = {.low = row->range.low, .high = row->range.high};
    json_next(out);
    strbuf_text(out, "{");
    json_pair(out, "deployment", row->place.deployment);
    json_pair(out, "placement", row->place.label);
    json_pair(out, "file", row->place.file);
    json_key(out, "line");
    strbuf_printf(out, "%" PRIu64, row->place.line);
    json_day(out, "on", row->date);
    json_pair(out, "counts", truths[row->counts]);
    write_sum(table, norm, "amount", &range, out);
    if (portfolio_is_share(table, norm))
        json_pair(out, "in_share", truths[row->in_share]);
    json_key(out, "turns_on");
    strbuf_char(out, '[');
    for (size_t i = 0; i < row->fact_count + row->shared_count; i++) {
        json_next(out);
        json_string(out, name_var(table, i < row->fact_count
                                             ? row->facts[i]
                                             : row->shared[i - row->fact_count].var));
    }
    strbuf_text(out, "]}");
}

static void write_result(const struct emit_duties *d, const struct portfolio_commitment *c,
                         enum portfolio_status status, const struct portfolio_sum *sum,
                         struct strbuf *out)
{
    struct duties_standing standing = duties_standing(d, c, status, sum);
    json_pair(out, "status", standing.word);
    json_bool(out, "so_far", standing.so_far);
    write_sum(d->table, c->norm, "sum", sum, out);
    if (portfolio_is_share(d->table, c->norm))
        write_share(sum, out);
    if (standing.has_gap)
        write_sum(d->table, c->norm, standing.word[0] == 's' ? "short_by" : "over_by",
                  &standing.gap, out);
}

static void write_counted(const struct emit_duties *d, const struct portfolio_commitment *c,
                          struct strbuf *out)
{
    write_result(d, c, c->status, &c->sum, out);
    json_true(out, "unresolved", c->unresolved);
    json_key(out, "turns_on");
    strbuf_char(out, '{');
    write_terms(d->table, c->terms, c->term_count, out);
    json_key(out, "events");
    strbuf_char(out, '[');
    for (size_t i = 0; i < c->event_count; i++) {
        json_next(out);
        json_string(out, name_var(d->table, c->events[i]));
    }
    strbuf_text(out, "]}");
    json_key(out, "readings");
    strbuf_char(out, '[');
    for (size_t i = 0; i < c->reading_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        write_reading(d->table, c->terms, c->term_count, c->readings[i].readings, out);
        write_result(d, c, c->readings[i].status, &c->readings[i].sum, out);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
    if (d->table->norms[c->norm].flags & NORM_EACH_YEAR)
        json_count(out, "early", c->early);
    json_count(out, "late", c->late);
    json_count(out, "outside", c->outside);
    json_key(out, "placements");
    strbuf_char(out, '[');
    for (size_t i = 0; i < c->rows.count; i++)
        write_row(d->table, c->norm, &c->rows.items[i], out);
    strbuf_char(out, ']');
}

/* Whose share. */
static void write_from(const struct table *table, uint32_t norm, struct strbuf *out)
{
    uint32_t var = table_duty(table, norm)->share_var;
    struct cover cover =
        values_cover(out->arena, table, var, say_share_values(table, out->arena, norm));
    json_key(out, "from");
    strbuf_char(out, '[');
    for (size_t i = 0; i < cover.count; i++) {
        json_next(out);
        json_string(out, cover_name(table, cover.nodes[i]));
    }
    strbuf_char(out, ']');
    json_pair(out, "as", name_var(table, var));
}

static void write_groups(const struct table *table, const struct portfolio_commitment *c,
                         bool counted, struct strbuf *out)
{
    const struct table_duty *duty = table_duty(table, c->norm);
    const uint32_t *vars = table->group_vars + duty->first_group;
    json_key(out, "grouped_by");
    strbuf_char(out, '[');
    for (uint32_t i = 0; i < duty->group_count; i++) {
        json_next(out);
        json_string(out, name_var(table, vars[i]));
    }
    strbuf_char(out, ']');
    if (!counted || !c->leaves)
        return;
    json_key(out, "group");
    strbuf_char(out, '{');
    for (uint32_t i = 0; i < duty->group_count; i++)
        json_pair(out, name_var(table, vars[i]),
                  vocab_leaf_name(&table->vocab, vars[i], c->leaves[i]));
    strbuf_char(out, '}');
}

static void write_commitment(const struct emit_duties *d, const struct portfolio_commitment *c,
                             enum eval_truth in_force, struct strbuf *out)
{
    static const char *const in_force_words[] = {"no", "undetermined", "yes"};
    const struct table *table = d->table;
    const struct table_norm *norm = &table->norms[c->norm];
    const struct table_duty *duty = table_duty(table, c->norm);
    const struct vocab_var *var = &table->vocab.vars[duty->amount_var];
    struct strbuf to = strbuf_new(out->arena);
    bool share = portfolio_is_share(table, c->norm);
    name_holders(table, c->norm, &to);
    strbuf_char(out, '{');
    json_pair(out, "clause", name_norm(table, c->norm));
    json_pair(out, "by", name_node(table, norm->bearer));
    json_pair(out, "to", strbuf_string(&to));
    json_pair(out, "bound", norm->flags & NORM_AT_MOST ? "at most" : "at least");
    write_amount(out, "amount", duty->amount);
    if (share)
        json_pair(out, "unit", "percent");
    if (var->unit_count)
        json_pair(out, share ? "total_unit" : "unit",
                  vocab_string(&table->vocab, table->vocab.units[var->first_unit].name));
    json_pair(out, "of", name_var(table, duty->amount_var));
    if (share)
        write_from(table, c->norm, out);
    if (duty->group_count)
        write_groups(table, c, d->counted, out);
    if (norm->flags & NORM_EACH_YEAR)
        json_day(out, "each_year_from", duty->from);
    json_day(out, "until", duty->by);
    write_place(table, table->clauses[norm->clause].place, out);
    json_pair(out, "in_force", in_force_words[in_force]);
    if (d->counted && norm->flags & NORM_EACH_YEAR) {
        json_key(out, "year");
        strbuf_char(out, '{');
        json_day(out, "from", c->from);
        json_day(out, "through", c->by);
        strbuf_char(out, '}');
    }
    if (d->counted)
        write_counted(d, c, out);
    else
        json_pair(out, "status", "not counted");
    strbuf_char(out, '}');
}

static void write_presumed(const struct emit_duties *d, struct strbuf *out)
{
    const struct table *table = d->table;
    strbuf_text(out, "{");
    for (uint32_t var = 0; var < table->vocab.var_count; var++) {
        const struct vocab_var *v = &table->vocab.vars[var];
        struct interval presumed = {v->presumed_low, v->presumed_high};
        if (!d->presumed[var])
            continue;
        if (v->kind == VAR_EVENT)
            presumed = (struct interval){DATE_NEVER, DATE_NEVER};
        else if (v->role == VAR_ROLE_ACT)
            presumed = (struct interval){0, 0};
        struct values values = {&presumed, 1};
        struct strbuf text = strbuf_new(out->arena);
        name_values(out->arena, table, var, values, &text);
        json_pair(out, name_var(table, var), strbuf_string(&text));
    }
    strbuf_char(out, '}');
}

void emit_duties_json_end(const struct emit_duties *d, struct strbuf *out)
{
    strbuf_text(out, "],\n \"commitments\": [");
    for (size_t i = 0; i < d->portfolio->commitment_count; i++) {
        const struct portfolio_commitment *c = &d->portfolio->commitments[i];
        if (d->counted ? !portfolio_told(d->portfolio, i, d->on)
                       : c->year != 0 || c->group != 0)
            continue;
        strbuf_text(out, i ? ",\n  " : "\n  ");
        write_commitment(d, c, d->in_force[i], out);
    }
    strbuf_text(out, "],\n ");
    json_string(out, "presumed");
    strbuf_text(out, ": ");
    write_presumed(d, out);
    assumed_json(d->table, d->sets, out);
    strbuf_text(out, ",\n \"summary\": {");
    json_count(out, "deployments", d->deployments);
    json_count(out, "silent", d->silent);
    json_count(out, "refused", d->refused);
    json_true(out, "unresolved", d->unresolved);
    strbuf_text(out, "}}\n");
}
