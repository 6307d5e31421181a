/* options_json.c: polc-options/1, docs/polc-options.schema.json. Keys have a fixed order. */
#include "emit/options.h"

#include "emit/assumed.h"
#include "emit/json.h"
#include "emit/names.h"

static void write_values(const struct table *table, uint32_t var, const struct value_set *values,
                         struct strbuf *out)
{
    struct values set = values_of(out->arena, values);
    strbuf_char(out, '[');
    if (table->vocab.vars[var].kind == VAR_LEAF) {
        struct cover cover = values_cover(out->arena, table, var, set);
        for (size_t i = 0; i < cover.count; i++) {
            json_next(out);
            json_string(out, cover_name(table, cover.nodes[i]));
        }
    } else {
        for (size_t i = 0; i < set.count; i++) {
            struct strbuf name;
            strbuf_init(&name, out->arena);
            name_interval(table, var, set.items[i], &name);
            json_next(out);
            json_string(out, strbuf_string(&name));
        }
    }
    strbuf_char(out, ']');
}

static void write_duty(const struct table *table, const struct option_duty *duty,
                       struct strbuf *out)
{
    struct strbuf to;
    strbuf_init(&to, out->arena);
    name_creditors(table, duty->norm, &to);
    json_next(out);
    strbuf_char(out, '{');
    json_pair(out, "clause", name_norm(table, duty->norm));
    json_pair(out, "now", name_duty_status(duty->now));
    json_pair(out, "then", name_duty_status(duty->then));
    json_pair(out, "by", name_node(table, table->norms[duty->norm].bearer));
    json_pair(out, "to", strbuf_string(&to));
    json_pair(out, "what", table_text(table, table_duty(table, duty->norm)->what));
    strbuf_char(out, '}');
}

static void write_option(const struct table *table, const struct options *all,
                         const struct option *option, struct strbuf *out)
{
    json_next(out);
    strbuf_char(out, '{');
    json_key(out, "changes");
    strbuf_char(out, '[');
    for (size_t i = 0; i < all->choice_count; i++) {
        if (!option->changed[i])
            continue;
        json_next(out);
        json_string(out, name_var(table, all->choices[i]));
    }
    strbuf_char(out, ']');
    json_key(out, "choices");
    strbuf_char(out, '{');
    for (size_t i = 0; i < all->choice_count; i++) {
        if (options_any(table, out->arena, all->choices[i], &option->values[i]))
            continue;
        json_key(out, name_var(table, all->choices[i]));
        write_values(table, all->choices[i], &option->values[i], out);
    }
    strbuf_char(out, '}');
    json_key(out, "duties");
    strbuf_char(out, '[');
    for (size_t i = 0; i < option->duty_count; i++)
        write_duty(table, &option->duties[i], out);
    strbuf_text(out, "]}");
}

/* Where no choice is permitted: with which of the open facts some would be. */
static void write_ifs(const struct table *table, const struct options *options, struct strbuf *out)
{
    if (options->count || !options->choice_count || options->unresolved)
        return;
    json_key(out, "permitted_if");
    strbuf_char(out, '[');
    for (size_t i = 0; i < options->if_count; i++) {
        const struct option_if *group = &options->ifs[i];
        json_next(out);
        strbuf_char(out, '{');
        for (size_t k = 0; k < options->fact_count; k++) {
            if (group->any[k])
                continue;
            json_key(out, name_var(table, options->facts[k]));
            write_values(table, options->facts[k], &group->values[k], out);
        }
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

static void write_wait(const struct options *options, struct strbuf *out)
{
    if (!options->waits && !options->wait_open)
        return;
    json_key(out, "wait");
    strbuf_char(out, '{');
    if (options->waits)
        json_day(out, "from", options->days.low);
    if (options->waits && options->days.high != DATE_LAST)
        json_day(out, "through", options->days.high);
    json_true(out, "unresolved", options->wait_open);
    strbuf_char(out, '}');
}

static void write_box(const struct table *table, const struct emit_box *box,
                      const struct options *options, struct strbuf *out)
{
    json_pair(out, "verdict", name_verdict(box->result->verdict));
    json_key(out, "options");
    strbuf_char(out, '[');
    for (size_t i = 0; i < options->count; i++)
        write_option(table, options, &options->list[i], out);
    strbuf_char(out, ']');
    write_ifs(table, options, out);
    json_true(out, "more", options->more);
    json_true(out, "unresolved",
              options->unresolved || options->ifs_open || box->result->verdict_open);
    write_wait(options, out);
    assumed_json(table, box->sets, out);
}

void emit_options_json(const struct emit_case *c, const struct options *options, int64_t on,
                       struct strbuf *out)
{
    const struct emit_box *worst = &c->boxes[c->worst];
    strbuf_char(out, '{');
    emit_json_case_head(c, on, out);
    write_box(c->table, worst, &options[c->worst], out);
    json_key(out, "placements");
    strbuf_char(out, '[');
    for (size_t i = 0; c->box_count > 1 && i < c->box_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "placement", c->boxes[i].label);
        write_box(c->table, &c->boxes[i], &options[i], out);
        strbuf_char(out, '}');
    }
    strbuf_text(out, "]}");
}
