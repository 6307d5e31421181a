/* verdict_json.c: polc-eval/1, docs/polc-eval.schema.json.
 *
 * A stable interface: keys have a fixed order, a key is left out only where the schema
 * says so, everything but line numbers and counts is text. One deployment is one object on
 * one line, so that a report of any size is written in bounded memory.
 */
#include "emit/assumed.h"
#include "emit/case_duties.h"
#include "emit/json.h"
#include "emit/names.h"
#include "emit/verdict.h"

#include <inttypes.h>
#include <stdio.h>

static const struct table_place *place_of(const struct table *table, uint32_t place)
{
    return &table->places[place];
}

static void write_place(const struct table *table, const struct table_place *place,
                        struct strbuf *out)
{
    json_pair(out, "file", table_text(table, place->file));
    json_key(out, "line");
    strbuf_number(out, place->line);
}

static void write_possible(uint8_t possible, struct strbuf *out)
{
    json_key(out, "possible");
    strbuf_char(out, '[');
    static const struct {
        enum eval_world world;
        const char *name;
    } worlds[] = {{WORLD_PERMITTED, "permitted"},
                  {WORLD_CONTESTED, "contested"},
                  {WORLD_PROHIBITED, "prohibited"}};
    for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++) {
        if (possible & worlds[i].world) {
            json_next(out);
            json_string(out, worlds[i].name);
        }
    }
    strbuf_char(out, ']');
}

static const char *reading_label(const struct table *table, uint32_t term, uint32_t reading)
{
    const struct vocab_term *t = &table->vocab.terms[term];
    return vocab_string(&table->vocab, table->vocab.readings[t->first_reading + reading].label);
}

static const char *term_name(const struct table *table, uint32_t term)
{
    return vocab_string(&table->vocab, table->vocab.terms[term].name);
}

static void write_readings(const struct table *table, const struct eval_result *result,
                           struct strbuf *out)
{
    json_key(out, "readings");
    strbuf_char(out, '[');
    for (size_t r = 0; r < result->reading_count; r++) {
        json_next(out);
        strbuf_char(out, '{');
        json_key(out, "reading");
        strbuf_char(out, '{');
        for (size_t t = 0; t < result->term_count; t++)
            json_pair(out, term_name(table, result->terms[t]),
                      reading_label(table, result->terms[t], result->readings[r].readings[t]));
        strbuf_char(out, '}');
        json_pair(out, "verdict", name_verdict(result->readings[r].verdict));
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

static void write_clause(const struct table *table, const struct eval_clause *c,
                         struct strbuf *out)
{
    const struct table_norm *norm = &table->norms[c->norm];
    bool prohibits = c->sign == SIGN_PROHIBIT;
    struct strbuf holders = strbuf_new(out->arena);
    name_holders(table, c->norm, &holders);
    json_next(out);
    strbuf_char(out, '{');
    json_pair(out, "clause", name_clause(table, c->clause));
    json_pair(out, "effect", prohibits ? "prohibits" : "permits");
    json_pair(out, "when", name_when(c->when));
    json_bool(out, "material", table->clauses[c->clause].material);
    if (c->contested) {
        json_key(out, "contested");
        strbuf_text(out, "true");
    }
    json_pair(out, prohibits ? "in_breach" : "granted_to", name_node(table, norm->bearer));
    json_pair(out, prohibits ? "owed_to" : "granted_by", strbuf_string(&holders));
    write_place(table, place_of(table, table->clauses[c->clause].place), out);
    strbuf_char(out, '}');
}

static void write_clauses(const struct table *table, const struct eval_result *result,
                          struct strbuf *out)
{
    json_key(out, "clauses");
    strbuf_char(out, '[');
    for (size_t i = 0; i < result->clause_count; i++)
        write_clause(table, &result->clauses[i], out);
    strbuf_char(out, ']');
}

static void write_lifted(const struct table *table, const struct eval_result *result,
                         struct strbuf *out)
{
    if (!result->lifted_count)
        return;
    json_key(out, "lifted");
    strbuf_char(out, '[');
    for (size_t i = 0; i < result->lifted_count; i++) {
        const struct eval_lifted *lifted = &result->lifted[i];
        bool by_rank = lifted->by_node == IR_NONE;
        uint32_t by = by_rank ? lifted->by_norm : lifted->by_node;
        struct strbuf name = strbuf_new(out->arena);
        name_defeater(table, by, &name);
        const struct table_place *place = name_defeater_place(table, by);
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "clause", name_norm(table, lifted->norm));
        json_pair(out, "by", strbuf_string(&name));
        if (place)
            write_place(table, place, out);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

/* Without its closing brace. */
static void begin_duty(const struct table *table, uint32_t norm, enum eval_status status,
                       struct strbuf *out)
{
    struct strbuf to = strbuf_new(out->arena);
    name_creditors(table, norm, &to);
    json_next(out);
    strbuf_char(out, '{');
    json_pair(out, "clause", name_norm(table, norm));
    json_pair(out, "status", name_duty_status(status));
    json_pair(out, "by", name_node(table, table->norms[norm].bearer));
    json_pair(out, "to", strbuf_string(&to));
    json_pair(out, "what", table_text(table, table_duty(table, norm)->what));
}

static void write_duties(const struct table *table, const struct eval_result *result,
                         struct strbuf *out)
{
    json_key(out, "duties");
    strbuf_char(out, '[');
    for (size_t i = 0; i < result->duty_count; i++) {
        begin_duty(table, result->duties[i].norm, result->duties[i].status, out);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

/* Those of all placements, each with the placements that it is due in. */
static void write_case_duties(const struct emit_case *c, struct strbuf *out)
{
    struct case_duties duties = case_duties(c, out->arena);
    json_key(out, "duties");
    strbuf_char(out, '[');
    for (size_t i = 0; i < duties.count; i++) {
        const struct case_duty *duty = &duties.items[i];
        begin_duty(c->table, duty->norm, duty->status, out);
        json_key(out, "placements");
        strbuf_char(out, '[');
        for (size_t k = 0; k < duty->boxes.count; k++) {
            json_next(out);
            json_string(out, c->boxes[duty->boxes.items[k]].label);
        }
        strbuf_text(out, "]}");
    }
    strbuf_char(out, ']');
}

/* Settling values of leaves, joined to inner names where a whole subtree leads to one verdict. */
static void write_settling_leaves(const struct table *table, const struct eval_matter *matter,
                                  struct strbuf *out)
{
    struct arena *arena = out->arena;
    static const enum eval_verdict verdicts[] = {EVAL_PERMITTED, EVAL_DISPUTED, EVAL_UNDETERMINED,
                                                 EVAL_PROHIBITED};
    for (size_t v = 0; v < sizeof verdicts / sizeof *verdicts; v++) {
        VEC(struct interval) items = {0};
        for (size_t i = 0; i < matter->settle_count; i++)
            if (matter->settles[i].verdict == verdicts[v])
                VEC_PUSH(arena, &items, matter->settles[i].values);
        struct values set = {items.items, items.count};
        struct cover cover = values_cover(arena, table, matter->var, set);
        for (size_t i = 0; i < cover.count; i++)
            json_pair(out, cover_name(table, cover.nodes[i]), name_verdict(verdicts[v]));
    }
}

static void write_matter(const struct table *table, const struct eval_matter *matter,
                         struct strbuf *out)
{
    json_key(out, name_var(table, matter->var));
    strbuf_char(out, '{');
    if (table->vocab.vars[matter->var].kind == VAR_LEAF) {
        write_settling_leaves(table, matter, out);
    } else {
        for (size_t i = 0; i < matter->settle_count; i++) {
            struct strbuf name = strbuf_new(out->arena);
            name_interval(table, matter->var, matter->settles[i].values, &name);
            json_pair(out, strbuf_string(&name), name_verdict(matter->settles[i].verdict));
        }
    }
    strbuf_char(out, '}');
}

static void write_turns_on(const struct table *table, const struct eval_result *result,
                           struct strbuf *out)
{
    json_key(out, "turns_on");
    strbuf_char(out, '{');
    json_key(out, "readings");
    strbuf_char(out, '[');
    for (size_t t = 0; t < result->term_count; t++) {
        json_next(out);
        json_string(out, term_name(table, result->terms[t]));
    }
    strbuf_char(out, ']');
    json_key(out, "facts");
    strbuf_char(out, '{');
    for (size_t i = 0; i < result->fact_count; i++)
        write_matter(table, &result->facts[i], out);
    strbuf_text(out, "}}");
}

static void write_presumed(const struct table *table, const struct emit_box *box,
                           struct strbuf *out)
{
    json_key(out, "presumed");
    strbuf_char(out, '{');
    for (size_t i = 0; i < box->result->presumed_count; i++) {
        uint32_t var = box->result->presumed[i];
        struct strbuf value = strbuf_new(out->arena);
        name_values(out->arena, table, var, values_of(out->arena, &box->sets[var]), &value);
        json_pair(out, name_var(table, var), strbuf_string(&value));
    }
    strbuf_char(out, '}');
}

/* What a deployment and each of its placements have in common; `all` is the deployment where it has
 * several and the box stands for all of them, else NULL. */
static void write_box(const struct table *table, const struct emit_box *box,
                      const struct emit_case *all, struct strbuf *out)
{
    const struct eval_result *result = box->result;
    json_pair(out, "verdict", name_verdict(result->verdict));
    write_possible(all ? all->possible : result->possible, out);
    if (result->verdict == EVAL_PERMITTED && result->basis != BASIS_NONE)
        json_pair(out, "basis", name_basis(result->basis));
    if (result->unresolved) {
        json_key(out, "unresolved");
        strbuf_text(out, "true");
        json_key(out, "budget");
        strbuf_number(out, result->budget);
    }
    write_readings(table, result, out);
    write_clauses(table, result, out);
    write_lifted(table, result, out);
    if (all)
        write_case_duties(all, out);
    else
        write_duties(table, result, out);
    write_turns_on(table, result, out);
    write_presumed(table, box, out);
    assumed_json(table, box->sets, out);
}

void emit_json_case_head(const struct emit_case *c, int64_t on, struct strbuf *out)
{
    int64_t date = c->boxes[c->worst].sets[VOCAB_DATE].first.low;
    json_pair(out, "deployment", c->deployment->name);
    json_pair(out, "file", c->deployment->file);
    json_key(out, "line");
    strbuf_number(out, c->deployment->line);
    if (date != on)
        json_day(out, "on", date);
}

static void write_known(const struct emit_case *c, struct strbuf *out)
{
    json_key(out, "baselined");
    strbuf_char(out, '[');
    for (size_t i = 0; i < c->known_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "clause", c->known[i].clause);
        json_pair(out, "verdict", c->known[i].verdict);
        json_pair(out, "fingerprint", c->known[i].fingerprint);
        json_pair(out, "reason", c->known[i].reason);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

void emit_json_case(const struct emit_case *c, int64_t on, struct strbuf *out)
{
    const struct emit_box *worst = &c->boxes[c->worst];
    strbuf_char(out, '{');
    emit_json_case_head(c, on, out);
    write_box(c->table, worst, c->box_count > 1 ? c : NULL, out);
    json_key(out, "placements");
    strbuf_char(out, '[');
    for (size_t i = 0; c->box_count > 1 && i < c->box_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "placement", c->boxes[i].label);
        write_box(c->table, &c->boxes[i], NULL, out);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
    if (c->known_count)
        write_known(c, out);
    strbuf_char(out, '}');
}

void emit_json_head(const struct table *table, const char *schema, int64_t on,
                    struct strbuf *out)
{
    char hash[17];
    snprintf(hash, sizeof hash, "%016" PRIx64, table->meta->policy_hash);
    strbuf_char(out, '{');
    json_pair(out, "schema", schema);
    json_key(out, "policy");
    strbuf_char(out, '{');
    json_pair(out, "name", table_text(table, table->meta->name.offset));
    json_pair(out, "hash", hash);
    strbuf_char(out, '}');
    json_day(out, "on", on);
    json_key(out, "results");
    strbuf_char(out, '[');
}

void emit_json_tail(const struct emit_summary *summary, struct strbuf *out)
{
    static const enum eval_verdict order[] = {EVAL_PERMITTED, EVAL_PROHIBITED, EVAL_DISPUTED,
                                              EVAL_UNDETERMINED};
    strbuf_text(out, "],\n \"summary\": {");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        json_key(out, name_verdict(order[i]));
        strbuf_number(out, summary->verdicts[order[i]]);
    }
    if (summary->unresolved) {
        json_key(out, "unresolved");
        strbuf_number(out, summary->unresolved);
    }
    if (summary->refused) {
        json_key(out, "refused");
        strbuf_number(out, summary->refused);
    }
    if (summary->baselined)
        json_count(out, "baselined", summary->baselined);
    strbuf_text(out, "}}\n");
}
