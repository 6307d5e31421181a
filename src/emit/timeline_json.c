/* timeline_json.c: polc-timeline/1, as docs/polc-timeline.schema.json describes it. */
#include "emit/timeline.h"

#include "emit/assumed.h"
#include "emit/json.h"

#include <inttypes.h>
#include <stdio.h>

static void write_clauses(const struct table *table, const char *key, const uint32_t *clauses,
                          size_t count, struct strbuf *out)
{
    if (!count)
        return;
    json_key(out, key);
    strbuf_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        json_next(out);
        json_string(out, name_clause(table, clauses[i]));
    }
    strbuf_char(out, ']');
}

static void write_names(const struct table *table, const char *key, const uint32_t *vars,
                        size_t count, struct strbuf *out)
{
    json_key(out, key);
    strbuf_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        json_next(out);
        json_string(out, name_var(table, vars[i]));
    }
    strbuf_char(out, ']');
}

static void write_window(bool repeats, const struct interval *window, struct strbuf *out)
{
    if (!repeats)
        return;
    json_key(out, "looked_at");
    strbuf_char(out, '{');
    json_day(out, "from", window->low);
    json_day(out, "through", window->high);
    strbuf_char(out, '}');
}

/* ---- causes ------------------------------------------------------------------------------------- */

static const char *what_word(enum timeline_what what)
{
    switch (what) {
    case TIMELINE_AGREEMENT:
        return "agreement";
    case TIMELINE_CLAUSE:
        return "clause";
    case TIMELINE_WAIVER:
        return "waiver";
    case TIMELINE_EXCEPTION:
        return "exception";
    case TIMELINE_CONDITION:
        return "condition";
    case TIMELINE_RANK:
        return "rank";
    case TIMELINE_COMMITMENT:
        return "commitment";
    case TIMELINE_DAY:
        break;
    }
    return "day";
}

static void write_events(const struct table *table, const struct timeline_cause *cause,
                         struct strbuf *out)
{
    static const char *const units[] = {"days", "months", "years"};
    json_key(out, "events");
    strbuf_char(out, '[');
    for (size_t i = 0; i < cause->since_count; i++) {
        const struct table_column *column = &table->columns[cause->since[i]];
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "event", name_var(table, column->var));
        json_key(out, "after");
        strbuf_printf(out, "%" PRId64, column->count);
        json_pair(out, "unit", units[column->unit % 3]);
        json_true(out, "past", column->past != 0);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

static void write_hangs(const struct table *table, const struct timeline_cause *cause,
                        struct strbuf *out)
{
    if (!cause->agreement_count && !cause->other_count)
        return;
    json_key(out, "because_of");
    strbuf_char(out, '[');
    for (size_t i = 0; i < cause->agreement_count; i++) {
        json_next(out);
        json_string(out, table_text(table, table->agreements[cause->agreements[i].id].name));
    }
    for (size_t i = 0; i < cause->other_count; i++) {
        json_next(out);
        json_string(out, name_clause(table, cause->others[i].id));
    }
    strbuf_char(out, ']');
}

/* Its members, after those that the caller wrote. */
static void write_cause(const struct table *table, const struct timeline_cause *cause, int64_t day,
                        struct strbuf *out)
{
    struct strbuf name, text;
    strbuf_init(&name, out->arena);
    strbuf_init(&text, out->arena);
    timeline_name(table, cause, &name);
    timeline_say(table, cause, day, &text);
    json_pair(out, "what", what_word(cause->what));
    json_pair(out, "name", strbuf_string(&name));
    json_pair(out, "change", timeline_change_word(cause));
    json_pair(out, "text", strbuf_string(&text));
    write_events(table, cause, out);
    if (cause->reordered_count)
        write_names(table, "months_differ_since", cause->reordered, cause->reordered_count, out);
    write_hangs(table, cause, out);
    if (cause->in_place != IR_NONE)
        json_pair(out, "gives_way_to", name_clause(table, cause->in_place));
    if (cause->amendment)
        json_pair(out, "deleted_by", table_text(table, cause->amendment));
    write_clauses(table, "clauses", cause->clauses, cause->clause_count, out);
    write_clauses(table, "survive", cause->survivors, cause->survivor_count, out);
}

static void write_changes(const struct table *table, const char *key,
                          const struct timeline_change *changes, size_t count, struct strbuf *out)
{
    json_key(out, key);
    strbuf_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        json_day(out, "on", changes[i].day);
        write_cause(table, &changes[i].cause, changes[i].day, out);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

/* ---- periods -------------------------------------------------------------------------------------- */

static void write_result(const struct table *table, const struct eval_result *result,
                         struct strbuf *out)
{
    json_pair(out, "verdict", name_verdict(result->verdict));
    if (result->verdict == EVAL_PERMITTED && result->basis != BASIS_NONE)
        json_pair(out, "basis", name_basis(result->basis));
    json_true(out, "unresolved", result->unresolved);
    json_key(out, "clauses");
    strbuf_char(out, '[');
    for (size_t i = 0; i < result->clause_count; i++) {
        const struct eval_clause *clause = &result->clauses[i];
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "clause", name_clause(table, clause->clause));
        json_pair(out, "effect", clause->sign == SIGN_PROHIBIT ? "prohibits" : "permits");
        json_pair(out, "when", name_when(clause->when));
        json_true(out, "contested", clause->contested);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
    json_key(out, "duties");
    strbuf_char(out, '[');
    for (size_t i = 0; i < result->duty_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "clause", name_norm(table, result->duties[i].norm));
        json_pair(out, "what", table_text(table, table_duty(table, result->duties[i].norm)->what));
        json_pair(out, "status", name_duty_status(result->duties[i].status));
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

static void write_turns(const struct table *table, const struct eval_result *result,
                        struct strbuf *out)
{
    const struct vocab *vocab = &table->vocab;
    json_key(out, "turns_on");
    strbuf_char(out, '{');
    json_key(out, "readings");
    strbuf_char(out, '[');
    for (size_t i = 0; i < result->term_count; i++) {
        json_next(out);
        json_string(out, vocab_string(vocab, vocab->terms[result->terms[i]].name));
    }
    strbuf_char(out, ']');
    json_key(out, "facts");
    strbuf_char(out, '[');
    for (size_t i = 0; i < result->fact_count; i++) {
        json_next(out);
        json_string(out, name_var(table, result->facts[i].var));
    }
    strbuf_text(out, "]}");
}

static void write_period(const struct table *table, const struct timeline *timeline, size_t index,
                         struct strbuf *out)
{
    const struct timeline_period *period = &timeline->periods[index];
    json_next(out);
    strbuf_char(out, '{');
    if (index)
        json_day(out, "from", period->from);
    if (period->until != DATE_NEVER)
        json_day(out, "until", period->until);
    json_bool(out, "now", index == timeline->current);
    write_result(table, period->result, out);
    write_turns(table, period->result, out);
    json_key(out, "causes");
    strbuf_char(out, '[');
    for (size_t i = 0; i < period->cause_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        write_cause(table, &period->causes[i], period->from, out);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
    json_true(out, "causes_unresolved", period->causes_open);
    strbuf_char(out, '}');
}

void emit_timeline_json_case(const struct emit_timeline *t, const struct emit_timeline_case *c,
                             struct strbuf *out)
{
    strbuf_char(out, '{');
    json_pair(out, "deployment", c->deployment->name);
    json_pair(out, "file", c->deployment->file);
    json_count(out, "line", c->deployment->line);
    json_key(out, "placements");
    strbuf_char(out, '[');
    for (size_t i = 0; i < c->count; i++) {
        const struct emit_timeline_box *box = &c->boxes[i];
        const struct timeline *timeline = &box->timeline;
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "placement", box->label);
        json_day(out, "on", timeline->periods[timeline->current].sets[VOCAB_DATE].first.low);
        json_key(out, "periods");
        strbuf_char(out, '[');
        for (size_t p = 0; p < timeline->count; p++)
            write_period(t->table, timeline, p, out);
        strbuf_char(out, ']');
        write_names(t->table, "unknown_events", timeline->open, timeline->open_count, out);
        write_window(timeline->repeats, &timeline->window, out);
        assumed_json(t->table, timeline->periods[timeline->current].sets, out);
        json_true(out, "unresolved", timeline->unresolved);
        strbuf_char(out, '}');
    }
    strbuf_text(out, "]}");
}

/* ---- a report --------------------------------------------------------------------------------------- */

void emit_timeline_json_head(const struct emit_timeline *t, struct strbuf *out)
{
    char hash[17];
    snprintf(hash, sizeof hash, "%016" PRIx64, t->table->meta->policy_hash);
    strbuf_char(out, '{');
    json_pair(out, "schema", "polc-timeline/1");
    json_key(out, "policy");
    strbuf_char(out, '{');
    json_pair(out, "name", table_text(t->table, t->table->meta->name.offset));
    json_pair(out, "hash", hash);
    strbuf_char(out, '}');
    json_day(out, "on", t->on);
}

static void write_days(const char *key, const int64_t *days, size_t count, struct strbuf *out)
{
    char day[DATE_TEXT];
    json_key(out, key);
    strbuf_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        date_format(days[i], day);
        json_next(out);
        json_string(out, day);
    }
    strbuf_char(out, ']');
}

static void write_together(const struct table *table, const struct timeline_policy *policy,
                           struct strbuf *out)
{
    json_key(out, "can_change_together");
    strbuf_char(out, '[');
    for (size_t i = 0; i < policy->together_count; i++) {
        const struct timeline_together *together = &policy->together[i];
        json_next(out);
        strbuf_char(out, '{');
        write_names(table, "events", together->vars, together->var_count, out);
        json_key(out, "names");
        strbuf_char(out, '[');
        for (size_t k = 0; k < together->cause_count; k++) {
            struct strbuf name = strbuf_new(out->arena);
            timeline_name(table, &together->causes[k], &name);
            json_next(out);
            json_string(out, strbuf_string(&name));
        }
        strbuf_char(out, ']');
        write_days("on", together->days, together->day_count, out);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

void emit_timeline_json_policy(const struct emit_timeline *t, const struct timeline_policy *policy,
                               struct strbuf *out)
{
    const struct table *table = t->table;
    json_key(out, "in_force");
    strbuf_char(out, '[');
    for (size_t i = 0; i < policy->in_force_count; i++) {
        json_next(out);
        json_string(out, table_text(table, table->agreements[policy->in_force[i]].name));
    }
    strbuf_char(out, ']');
    write_changes(table, "changes", policy->changes, policy->count, out);
    json_key(out, "events_without_a_day");
    strbuf_char(out, '[');
    for (size_t i = 0; i < policy->if_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "event", name_var(table, policy->ifs[i].var));
        write_changes(table, "changes", policy->ifs[i].changes, policy->ifs[i].count, out);
        json_true(out, "unresolved", policy->ifs[i].unresolved);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
    write_names(table, "unknown_events", policy->open, policy->open_count, out);
    if (policy->together_count)
        write_together(table, policy, out);
    write_window(policy->varying_count > 0, &policy->window, out);
    if (policy->left_count)
        write_days("unresolved_on", policy->left, policy->left_count, out);
}

void emit_timeline_json_begin(struct strbuf *out)
{
    json_key(out, "deployments");
    strbuf_char(out, '[');
}

void emit_timeline_json_end(const struct emit_timeline *t, struct strbuf *out)
{
    json_key(out, "summary");
    strbuf_char(out, '{');
    json_count(out, "deployments", t->deployments);
    json_count(out, "changing", t->changing);
    json_count(out, "refused", t->refused);
    json_true(out, "unresolved", t->unresolved);
    strbuf_text(out, "}}\n");
}
