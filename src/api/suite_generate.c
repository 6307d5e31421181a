/* suite_generate.c: polc/cases.h: cases for what is not covered yet.
 *
 * Each item that is still open gets the least description that covers it. It is written as a
 * case, read back from that text, evaluated, and what this finds is what the case expects; the
 * boxes that were read count as run. So a case is only ever written that covers its item when
 * it is run, and often it covers others too. What a budget left open is listed behind the cases, and
 * no case carries a result that was not settled.
 */
#include "api/suite.h"
#include "api/tree.h"

#include "diag/utf8.h"
#include "emit/coverage.h"
#include "emit/json.h"
#include "emit/names.h"
#include "emit/say.h"
#include "emit/yaml.h"

#include <inttypes.h>
#include <string.h>

struct generating {
    polc_suite *suite;
    struct suite_policy *policy;
    struct case_run run;
    struct strbuf *out;
    size_t count, open;
};

/* ---- YAML ------------------------------------------------------------------------------------------ */

static void put_value(struct generating *g, uint32_t var, int64_t value, struct strbuf *out)
{
    const struct table *t = g->policy->table->table;
    const struct vocab_var *v = &t->vocab.vars[var];
    char day[DATE_TEXT];
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
        yaml_leaf(t, var, value, out);
        return;
    case VAR_NUMBER:
        say_amount(t, var, value, out);
        return;
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
    case VAR_EVENT:
        date_format(value, day);
        strbuf_text(out, day);
        return;
    case VAR_READING:
        return;
    }
}

static void put_given(struct generating *g, const struct cover_case *found, struct strbuf *out)
{
    const struct table *t = g->policy->table->table;
    for (uint32_t var = 1; var < t->vocab.var_count; var++) {
        if (!found->said[var] || t->vocab.vars[var].role == VAR_ROLE_LEDGER)
            continue;
        strbuf_text(out, "    ");
        yaml_name(name_var(t, var), out);
        strbuf_text(out, ": ");
        put_value(g, var, found->sets[var].first.low, out);
        strbuf_char(out, '\n');
    }
}

static void put_events(struct generating *g, const struct cover_case *found, struct strbuf *out)
{
    const struct table *t = g->policy->table->table;
    bool any = false;
    for (uint32_t var = 1; var < t->vocab.var_count; var++) {
        if (!found->said[var] || t->vocab.vars[var].role != VAR_ROLE_LEDGER)
            continue;
        strbuf_text(out, any ? ", " : "  events: {");
        yaml_name(name_var(t, var), out);
        strbuf_text(out, ": ");
        put_value(g, var, found->sets[var].first.low, out);
        any = true;
    }
    if (any)
        strbuf_text(out, "}\n");
}

static void put_list(struct generating *g, const char *key, enum expect_set set, bool always,
                     struct strbuf *out)
{
    struct expect_names names = {0};
    expect_found(&g->run, set, &names);
    if (names.list.count == 0 && !always)
        return;
    strbuf_printf(out, "    %s: [", key);
    for (size_t i = 0; i < names.list.count; i++) {
        strbuf_text(out, i ? ", " : "");
        yaml_name(names.list.items[i], out);
    }
    strbuf_text(out, "]\n");
}

/* ---- what each party would say ---------------------------------------------------------------------- */

struct parties {
    VEC(uint32_t) list;
};

/* Adds a party; false when it is there already. */
static bool add_party(struct generating *g, struct parties *parties, uint32_t party)
{
    for (size_t i = 0; i < parties->list.count; i++)
        if (parties->list.items[i] == party)
            return false;
    VEC_PUSH(&g->run.work, &parties->list, party);
    return true;
}

/* The parties that read a term on which the verdict turns. */
static void find_parties(struct generating *g, const struct eval_result *result,
                         struct parties *out)
{
    const struct vocab *vocab = &g->policy->table->table->vocab;
    for (size_t i = 0; i < result->term_count; i++) {
        const struct vocab_term *term = &vocab->terms[result->terms[i]];
        for (uint32_t r = 0; r < term->reading_count; r++) {
            const struct vocab_reading *reading = &vocab->readings[term->first_reading + r];
            for (uint32_t p = 0; p < reading->party_count; p++)
                add_party(g, out, vocab->parties[reading->first_party + p]);
        }
    }
}

/* Each with its verdict. */
static void put_readings(struct generating *g, const struct node *node,
                         const struct eval_result *result, struct strbuf *out)
{
    struct parties parties = {0};
    bool any = false;
    find_parties(g, result, &parties);
    for (size_t i = 0; i < parties.list.count; i++) {
        const char *name = name_node(g->policy->table->table, parties.list.items[i]);
        if (!case_evaluate(&g->run, node, name, &node->span) || g->run.result->verdict_open)
            continue;
        strbuf_text(out, any ? ", " : "    readings: {");
        yaml_name(name, out);
        strbuf_printf(out, ": %s", name_verdict(g->run.result->verdict));
        any = true;
    }
    if (any)
        strbuf_text(out, "}\n");
}

/* ---- one case -------------------------------------------------------------------------------------- */

/* "JCA 3.1: the day before 2026-02-27" */
static const char *title_of(struct generating *g, const struct cover_entry *entry,
                            const struct cover_case *found)
{
    const char *heading = entry->heading;
    if (entry->kind == COVER_BOUNDARY)
        heading = name_clause(g->policy->table->table, found->clause);
    return arena_printf(&g->run.work, "%s: %s", heading, entry->title);
}

static const char *describe(struct generating *g, const char *title,
                            const struct cover_case *found)
{
    struct strbuf text;
    char day[DATE_TEXT];
    strbuf_init(&text, &g->run.arena);
    date_format(found->sets[VOCAB_DATE].first.low, day);
    strbuf_text(&text, "- deployment:\n    deployment: ");
    json_string(&text, title);
    strbuf_char(&text, '\n');
    put_given(g, found, &text);
    strbuf_printf(&text, "  on: %s\n", day);
    put_events(g, found, &text);
    return strbuf_string(&text);
}

static void put_expected(struct generating *g, const char *title, const struct node *node,
                         struct strbuf *out)
{
    const struct eval_result *result = g->run.result;
    strbuf_printf(out, "  expect:\n    verdict: %s\n", name_verdict(result->verdict));
    put_list(g, "clauses", EXPECT_CLAUSES, true, out);
    put_list(g, "duties", EXPECT_DUTIES, false, out);
    put_list(g, "turns_on", EXPECT_TURNS_ON, false, out);
    g->run.coverage = NULL;
    put_readings(g, node, result, out);
    strbuf_text(out, "  review: yes\n  why: ");
    json_string(out, arena_printf(&g->run.work, "generated, to be reviewed: %s", title));
    strbuf_char(out, '\n');
}

/* Reads the description back; false when it does not cover the item, or a budget ran out. */
static bool add_case(struct generating *g, uint32_t item, const struct cover_case *found)
{
    const struct cover_entry *entry = &g->suite->entries.items[g->policy->entries[item]];
    const char *title = title_of(g, entry, found);
    const char *text = describe(g, title, found);
    struct tree_text made = tree_made(&g->run.problems, "generated", text);
    struct tree tree;
    tree_yaml(&g->run.problems, &made, &tree);
    const struct node *list = tree.node;
    if (!list || tree.more || list->kind != NODE_LIST || list->count != 1)
        return false;
    const struct node *node = list->entries[0].value;
    g->run.coverage = g->policy->coverage;
    g->run.place = (struct bind_place){"generated", g->count + 1, 1};
    if (!case_evaluate(&g->run, node, NULL, &node->span) || g->run.result->unresolved)
        return false;
    strbuf_text(g->out, g->count ? "\n" : "");
    strbuf_text(g->out, text);
    put_expected(g, title, node, g->out);
    g->count++;
    return g->policy->coverage->items.items[item].covered;
}

/* As comments, which a case file may have anywhere. */
static void put_open(struct generating *g)
{
    const struct coverage *coverage = g->policy->coverage;
    for (uint32_t i = 0; i < coverage->items.count; i++) {
        const struct cover_item *item = &coverage->items.items[i];
        const struct cover_entry *entry = &g->suite->entries.items[g->policy->entries[i]];
        if (item->covered || item->reach != COVER_GAVE_UP)
            continue;
        if (g->open++ == 0)
            strbuf_printf(g->out, "%s# unresolved: a budget ran out, and there may be a case for\n",
                          g->count ? "\n" : "");
        strbuf_printf(g->out, "#   %s: %s\n", utf8_visible(g->out->arena, entry->heading),
                      utf8_visible(g->out->arena, entry->title));
    }
}

static void generate(void *argument, struct strbuf *out)
{
    struct generating *g = argument;
    struct coverage *coverage = g->policy->coverage;
    api_diagnostics_init(&g->run.problems, &g->run.arena);
    arena_alloc(&g->run.work, 1); /* one block stays */
    g->out = out;
    struct steps *steps = evaluator_steps(g->policy->engine);
    steps_begin(steps, "what no case covers", coverage->items.count * COVER_ROUNDS);
    for (int round = 0; round < COVER_ROUNDS; round++)
        for (uint32_t i = 0; i < coverage->items.count; i++, steps_done(steps)) {
            struct arena_mark mark = arena_mark(&g->run.work);
            struct cover_case found;
            struct cover_purse purse = cover_open_purse(coverage, &coverage->find_rest);
            bool open = cover_open(coverage, i, round)
                        && cover_find(coverage, i, &found) == COVER_FOUND;
            if (open && !add_case(g, i, &found))
                coverage->items.items[i].reach = COVER_GAVE_UP; /* not settled, or not to be said */
            cover_close_purse(coverage, purse, &coverage->find_rest);
            arena_rewind(&g->run.work, mark);
        }
    put_open(g);
}

polc_status polc_suite_generate(polc_suite *suite, const polc_table *table, polc_text **out,
                                size_t *count)
{
    polc_status status;
    *out = NULL;
    *count = 0;
    if (!suite->counts)
        return POLC_ERROR_USAGE;
    struct suite_policy *policy = suite_policy_of(suite, table, "", &status);
    if (!policy)
        return status;
    struct generating g = {.suite = suite, .policy = policy};
    g.run = (struct case_run){
        .table = table, .path = "generated", .engine = policy->engine, .generated = true};
    case_run_init(&g.run, suite->heap);
    struct api_call call = suite_call(suite, policy);
    call.arenas[3] = &g.run.arena;
    call.arenas[4] = &g.run.work;
    suite_pull(suite, policy);
    status = api_text(&call, generate, &g, out);
    suite_push(suite, policy);
    case_run_free(&g.run);
    *count = status == POLC_OK ? g.count : 0;
    return status == POLC_OK && g.open ? POLC_ERROR_BUDGET : status;
}
