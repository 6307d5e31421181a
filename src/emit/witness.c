/* witness.c: worlds as YAML, JSON and words. */
#include "emit/witness.h"

#include "emit/json.h"
#include "emit/names.h"
#include "emit/yaml.h"

#include <inttypes.h>
#include <string.h>

static const struct vocab_var *var_of(const struct table *t, uint32_t var)
{
    return &t->vocab.vars[var];
}

/* Is the value what a description that does not say it gets anyway? */
static bool comes_anyway(const struct table *t, const struct witness *w, uint32_t var)
{
    const struct vocab_var *v = var_of(t, var);
    if (v->role == VAR_ROLE_LEDGER)
        return w->values[var] == (v->has_occurred ? v->occurred : DATE_NEVER)
               && (v->has_occurred || !v->unknown);
    return v->has_presumed && v->presumed_low == v->presumed_high
           && v->presumed_low == w->values[var];
}

static bool said(const struct table *t, const struct witness *w, uint32_t var)
{
    return var == VOCAB_DATE || (w->needed[var] && !comes_anyway(t, w, var));
}

static bool in_description(const struct table *t, uint32_t var)
{
    switch ((enum var_role)var_of(t, var)->role) {
    case VAR_ROLE_DATE:
    case VAR_ROLE_ACTOR:
    case VAR_ROLE_FACT:
    case VAR_ROLE_CHOICE:
    case VAR_ROLE_ACT:
    case VAR_ROLE_CONSENT:
        return true;
    case VAR_ROLE_LEDGER:
    case VAR_ROLE_READING:
    case VAR_ROLE_REDACTED:
        break;
    }
    return false;
}

/* A value as a description writes it. */
static void put_value(const struct table *t, uint32_t var, int64_t value, struct strbuf *out)
{
    const struct vocab_var *v = var_of(t, var);
    char day[DATE_TEXT];
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
        yaml_leaf(t, var, value, out);
        return;
    case VAR_NUMBER:
        strbuf_printf(out, "%" PRId64, value);
        if (v->unit_count)
            strbuf_printf(out, " %s", vocab_string(&t->vocab, t->vocab.units[v->first_unit].name));
        return;
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
    case VAR_EVENT:
        date_format(value, day);
        strbuf_text(out, day);
        return;
    case VAR_READING:
        strbuf_text(out, vocab_string(&t->vocab,
                                      t->vocab.readings[t->vocab.terms[v->term].first_reading
                                                        + (uint32_t)value].label));
        return;
    }
}

#define FEW 4 /* names after "any but" */

/* The set, or what it leaves out when that takes fewer names: "any but Azure and none". */
static void name_shorter(const struct table *t, struct arena *arena, uint32_t var,
                         struct values set, struct strbuf *out)
{
    if (var_of(t, var)->kind == VAR_LEAF) {
        struct cover rest = values_cover(arena, t, var, values_rest(arena, t, var, set));
        if (rest.count > 0 && rest.count <= FEW && rest.count < values_cover(arena, t, var, set).count) {
            for (size_t i = 0; i < rest.count; i++)
                strbuf_printf(out, "%s%s", i == 0 ? "any but " : i + 1 == rest.count ? " and " : ", ",
                              cover_name(t, rest.nodes[i]));
            return;
        }
    }
    name_values(arena, t, var, set, out);
}

/* ---- events beside an open date ---- */

/* "more than 30 days ago" of an event that occurred then. */
static void put_ago(const struct table_column *c, bool holds, struct strbuf *out)
{
    const char *words = c->past ? holds ? "more than" : "not more than" : holds ? "at least" : "less than";
    if (c->count == 0)
        strbuf_text(out, holds ? "before that day" : "on that day");
    else
        strbuf_printf(out, "%s %" PRId64 " %s ago", words, c->count,
                      date_unit_word((enum date_unit)c->unit, c->count));
}

static const struct table_column *column_at(const struct table *t, uint32_t column)
{
    return column == IR_NONE ? NULL : &t->columns[column];
}

/* Does it say that the event has occurred, and no more? */
static bool is_now(const struct table_column *c)
{
    return c && c->count == 0 && !c->past;
}

/* "occurred", "not occurred", "occurred more than 30 days ago and not more than 60 days ago",
 * "occurred less than 30 days ago or not at all". */
static void put_since(const struct table *t, const struct witness_since *since, struct strbuf *out)
{
    const struct table_column *holds = column_at(t, since->holds);
    const struct table_column *not_holds = column_at(t, since->not_holds);
    strbuf_text(out, is_now(not_holds) ? "not occurred" : "occurred");
    if (is_now(not_holds))
        return;
    if (holds && !is_now(holds)) {
        strbuf_char(out, ' ');
        put_ago(holds, true, out);
    }
    if (holds && !is_now(holds) && not_holds)
        strbuf_text(out, " and");
    if (not_holds) {
        strbuf_char(out, ' ');
        put_ago(not_holds, false, out);
    }
    if (!holds)
        strbuf_text(out, " or not at all");
}

/* What else it may be: the rest of its set. */
static void put_others(const struct table *t, struct arena *arena, const struct witness *w,
                       uint32_t var, struct strbuf *out)
{
    const struct witness_since *since = witness_since(w, var);
    if (since) {
        strbuf_text(out, "  # ");
        put_since(t, since, out);
        return;
    }
    struct value_set set = witness_set(w, var);
    struct values all = values_of(arena, &set);
    bool example = w->sampled && var == VOCAB_DATE && w->needed[var];
    if (all.count == 1 && all.items[0].low == all.items[0].high) {
        strbuf_text(out, example ? "  # for example" : "");
        return;
    }
    strbuf_text(out, example ? "  # for example, " : "  # ");
    name_shorter(t, arena, var, all, out);
}

/* "the redacted cap is below output", "Globex is not in the redacted rival". */
static void put_hidden(const struct table *t, uint32_t var, int64_t value, struct strbuf *out)
{
    const struct vocab *vocab = &t->vocab;
    const struct vocab_family *list = vocab_family_of(vocab, var);
    if (!list) {
        strbuf_printf(out, "%s is %s", name_var(t, var), vocab_leaf_name(vocab, var, (uint32_t)value));
        return;
    }
    const struct vocab_kind *kind = &vocab->kinds[list->leaf_kind];
    const char *leaf = "";
    for (uint32_t n = kind->first_node; n < kind->first_node + kind->node_count; n++)
        if (vocab->nodes[n].is_leaf && vocab->nodes[n].first_leaf == var - list->first_var)
            leaf = vocab_string(vocab, vocab->nodes[n].name);
    strbuf_printf(out, "%s is %sin the redacted %s", leaf, value == VOCAB_YES ? "" : "not ",
                  vocab_string(vocab, list->name));
}

static void put_since_above(const struct table *t, const struct witness *w, uint32_t var,
                            struct strbuf *out)
{
    const struct witness_since *since = witness_since(w, var);
    if (!since || w->values[var] == DATE_NEVER)
        return;
    strbuf_text(out, " (");
    put_since(t, since, out);
    strbuf_char(out, ')');
}

static void put_above(const struct table *t, const struct witness *w, uint32_t var,
                      struct strbuf *out)
{
    const struct vocab_var *v = var_of(t, var);
    if (v->role == VAR_ROLE_LEDGER) {
        strbuf_printf(out, "# with --event %s=", name_var(t, var));
        put_value(t, var, w->values[var], out);
        put_since_above(t, w, var, out);
        strbuf_char(out, '\n');
    } else if (v->role == VAR_ROLE_REDACTED) {
        strbuf_text(out, "# where ");
        put_hidden(t, var, w->values[var], out);
        strbuf_char(out, '\n');
    } else if (v->role == VAR_ROLE_READING) {
        strbuf_printf(out, "# with %s as read by ", name_var(t, var));
        put_value(t, var, w->values[var], out);
        strbuf_char(out, '\n');
    }
}

void witness_yaml(const struct table *t, struct arena *arena, const struct witness *w,
                  struct strbuf *out)
{
    for (uint32_t var = 0; var < t->vocab.var_count; var++)
        if (said(t, w, var) && !in_description(t, var))
            put_above(t, w, var, out);
    for (uint32_t var = 0; var < t->vocab.var_count; var++) {
        if (!said(t, w, var) || !in_description(t, var))
            continue;
        yaml_name(name_var(t, var), out);
        strbuf_text(out, ": ");
        put_value(t, var, w->values[var], out);
        put_others(t, arena, w, var, out);
        strbuf_char(out, '\n');
    }
}

/* ---- JSON -------------------------------------------------------------------------------- */

static void json_var(const struct table *t, const struct witness *w, struct arena *arena,
                     uint32_t var, struct strbuf *out)
{
    struct strbuf value;
    strbuf_init(&value, arena);
    json_key(out, name_var(t, var));
    if (var_of(t, var)->kind == VAR_NUMBER && !var_of(t, var)->unit_count) {
        strbuf_printf(out, "%" PRId64, w->values[var]);
        return;
    }
    if (var_of(t, var)->kind == VAR_LEAF)
        strbuf_text(&value, vocab_leaf_name(&t->vocab, var, (uint32_t)w->values[var]));
    else
        put_value(t, var, w->values[var], &value);
    json_string(out, strbuf_string(&value));
}

static void json_part(const struct table *t, struct arena *arena, const struct witness *w,
                      const char *key, int role, struct strbuf *out)
{
    bool any = false;
    for (uint32_t var = 0; var < t->vocab.var_count; var++) {
        bool here = role < 0 ? in_description(t, var) : (int)var_of(t, var)->role == role;
        if (!here || !said(t, w, var))
            continue;
        if (!any) {
            json_key(out, key);
            strbuf_char(out, '{');
        }
        any = true;
        json_var(t, w, arena, var, out);
    }
    if (any)
        strbuf_char(out, '}');
}

void witness_json(const struct table *t, struct arena *arena, const struct witness *w,
                  struct strbuf *out)
{
    strbuf_char(out, '{');
    json_part(t, arena, w, "deployment", -1, out);
    json_part(t, arena, w, "events", VAR_ROLE_LEDGER, out);
    json_part(t, arena, w, "readings", VAR_ROLE_READING, out);
    json_part(t, arena, w, "redacted", VAR_ROLE_REDACTED, out);
    strbuf_char(out, '}');
}

/* ---- words -------------------------------------------------------------------------------- */

/* Of what is presumed, or has not happened, unless the policy says so, nobody speaks. */
static bool worth_saying(const struct table *t, const struct witness *w, uint32_t var)
{
    return w->needed[var] && !comes_anyway(t, w, var);
}

/* "has occurred", and what put_since says. */
static void put_since_words(const struct table *t, const struct witness_since *since,
                            struct strbuf *out)
{
    const struct table_column *holds = column_at(t, since->holds);
    bool bare = is_now(column_at(t, since->not_holds)) || (is_now(holds) && since->not_holds == IR_NONE);
    strbuf_text(out, bare ? "has " : "");
    put_since(t, since, out);
}

void witness_word(const struct table *t, struct arena *arena, uint32_t var,
                  const struct value_set *values, struct strbuf *out)
{
    const struct vocab_var *v = var_of(t, var);
    const char *name = name_var(t, var);
    struct values set = values_of(arena, values);
    if (v->kind == VAR_READING)
        strbuf_printf(out, "`%s` as read by ", name);
    else if (v->kind == VAR_EVENT && set.count == 1 && set.items[0].low <= DATE_FIRST)
        strbuf_printf(out, "%s occurred ", name); /* "on or before …" */
    else
        strbuf_printf(out, "%s is ", name);
    name_shorter(t, arena, var, set, out);
}

void witness_words(const struct table *t, struct arena *arena, const struct witness *w,
                   struct strbuf *out)
{
    bool first = true;
    for (uint32_t var = 0; var < t->vocab.var_count; var++) {
        if (!worth_saying(t, w, var))
            continue;
        strbuf_text(out, first ? "" : ", ");
        first = false;
        const struct witness_since *since = witness_since(w, var);
        struct value_set set = witness_set(w, var);
        if (since) {
            strbuf_printf(out, "%s ", name_var(t, var));
            put_since_words(t, since, out);
        } else if (w->sampled && var == VOCAB_DATE) {
            strbuf_text(out, "date is for example ");
            name_shorter(t, arena, var, values_of(arena, &set), out);
        } else {
            witness_word(t, arena, var, &set, out);
        }
    }
}
