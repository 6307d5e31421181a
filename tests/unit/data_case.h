/* data_case.h: a small vocabulary made by hand, and a reading of documents against it that
 * ends in one text: each box, then each diagnostic as it is printed.
 *
 *   kind party: OpenAI, Microsoft (Azure, GitHub), Amazon (AWS), Google "google-cloud" "gcp",
 *   other_party.
 *   kind region: EU (Germany, France), Gulf (UAE, Qatar), US (only a second spelling: us-east-1).
 *   group emea: Germany, UAE, Qatar.
 *   acts deploy, sell.  actor deployer: party presumed OpenAI.  choice host: party or none.
 *   fact region: region.  fact memory: (stateless, stateful).  fact calls_model: yes/no.
 *   fact capacity: number in MW (1 GW = 1000 MW) from 0 to 1000000.  fact balance: number from the
 *   least to the greatest.  fact signed: date.  fact notice: event.  consent_of_Amazon.
 *   events ipo, milestones_met unknown, jca_terminated (occurred on 2027-03-01).
 *   term api_call as read by OpenAI and Amazon, by Microsoft; term third_party: by Microsoft
 *   (ruled) and OpenAI.
 */
#ifndef TESTS_UNIT_DATA_CASE_H
#define TESTS_UNIT_DATA_CASE_H

#include "data/bind.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    V_DATE,
    V_ACT,
    V_DEPLOYER,
    V_HOST,
    V_REGION,
    V_MEMORY,
    V_CALLS,
    V_CAPACITY,
    V_BALANCE,
    V_SIGNED,
    V_NOTICE,
    V_CONSENT,
    V_IPO,
    V_MILESTONES,
    V_JCA,
    V_READING,
    V_COUNT
};

enum { K_YES_NO, K_PARTY, K_REGION, K_MEMORY, K_ACT, K_COUNT };

struct case_vocab {
    struct vocab vocab;
    char text[8192];
    struct vocab_var vars[V_COUNT];
    struct vocab_kind kinds[K_COUNT];
    struct vocab_node nodes[32];
    struct vocab_group groups[1];
    struct vocab_range ranges[2];
    struct vocab_unit units[2];
    struct vocab_term terms[2];
    struct vocab_reading readings[4];
    uint32_t parties[5];
    struct vocab_spelling spellings[2];
};

static struct vocab_text case_text(struct case_vocab *v, const char *text)
{
    size_t length = strlen(text);
    struct vocab_text result = {(uint32_t)v->vocab.text_length, (uint32_t)length};
    if (v->vocab.text_length + length + 1 > sizeof v->text)
        abort();
    memcpy(v->text + v->vocab.text_length, text, length + 1);
    v->vocab.text_length += length + 1;
    return result;
}

/* A kind from lines "name parent-index-in-kind or -1, spelling"; leaves are those without children. */
struct case_node {
    const char *name;
    int parent;
    const char *spelling;
};

static void case_kind(struct case_vocab *v, uint32_t id, const char *name,
                      const struct case_node *nodes, uint32_t count)
{
    struct vocab_kind *kind = &v->kinds[id];
    kind->name = case_text(v, name);
    kind->first_node = v->vocab.node_count;
    kind->node_count = count;
    for (uint32_t i = 0; i < count; i++) {
        struct vocab_node *node = &v->nodes[kind->first_node + i];
        bool parent = i + 1 < count && nodes[i + 1].parent == (int)i;
        node->name = case_text(v, nodes[i].name);
        node->spelling = case_text(v, nodes[i].spelling ? nodes[i].spelling : "");
        node->parent = nodes[i].parent < 0 ? VOCAB_NONE
                                           : kind->first_node + (uint32_t)nodes[i].parent;
        node->first_leaf = kind->leaf_count;
        node->is_leaf = !parent;
        node->leaf_count = parent ? 0 : 1;
        if (!parent)
            kind->leaf_count++;
        for (int p = nodes[i].parent; !parent && p >= 0; p = nodes[p].parent)
            v->nodes[kind->first_node + (uint32_t)p].leaf_count++;
    }
    v->vocab.node_count += count;
}

static struct vocab_var *case_var(struct case_vocab *v, uint32_t id, const char *name,
                                  enum var_kind kind, enum var_role role)
{
    v->vars[id].name = case_text(v, name);
    v->vars[id].gloss = case_text(v, "");
    v->vars[id].kind = kind;
    v->vars[id].role = role;
    v->vars[id].occurred = DATE_NEVER;
    return &v->vars[id];
}

static struct vocab_var *case_leaf(struct case_vocab *v, uint32_t id, const char *name,
                                   uint32_t kind, enum var_role role)
{
    struct vocab_var *var = case_var(v, id, name, VAR_LEAF, role);
    var->leaf_kind = kind;
    var->leaf_count = v->kinds[kind].leaf_count;
    return var;
}

static void case_vars(struct case_vocab *v)
{
    case_var(v, V_DATE, "date", VAR_DATE_OF_CASE, VAR_ROLE_DATE);
    struct vocab_var *act = case_leaf(v, V_ACT, "act", K_ACT, VAR_ROLE_ACT);
    act->has_presumed = 1;
    case_leaf(v, V_DEPLOYER, "deployer", K_PARTY, VAR_ROLE_ACTOR)->has_presumed = 1;
    struct vocab_var *host = case_leaf(v, V_HOST, "host", K_PARTY, VAR_ROLE_CHOICE);
    host->or_none = 1;
    host->leaf_count++;
    case_leaf(v, V_REGION, "region", K_REGION, VAR_ROLE_FACT);
    case_leaf(v, V_MEMORY, "memory", K_MEMORY, VAR_ROLE_FACT);
    case_leaf(v, V_CALLS, "calls_model", K_YES_NO, VAR_ROLE_FACT);
    struct vocab_var *capacity = case_var(v, V_CAPACITY, "capacity", VAR_NUMBER, VAR_ROLE_FACT);
    capacity->unit_count = 2;
    capacity->high = 1000000;
    struct vocab_var *balance = case_var(v, V_BALANCE, "balance", VAR_NUMBER, VAR_ROLE_FACT);
    balance->low = INT64_MIN;
    balance->high = INT64_MAX;
    case_var(v, V_SIGNED, "signed", VAR_DAY, VAR_ROLE_FACT);
    case_var(v, V_NOTICE, "notice", VAR_EVENT, VAR_ROLE_FACT);
    case_leaf(v, V_CONSENT, "consent_of_Amazon", K_YES_NO, VAR_ROLE_CONSENT);
    case_var(v, V_IPO, "ipo", VAR_EVENT, VAR_ROLE_LEDGER);
    case_var(v, V_MILESTONES, "milestones_met", VAR_EVENT, VAR_ROLE_LEDGER)->unknown = 1;
    struct vocab_var *jca = case_var(v, V_JCA, "jca_terminated", VAR_EVENT, VAR_ROLE_LEDGER);
    jca->has_occurred = 1;
    date_parse("2027-03-01", 10, &jca->occurred);
    struct vocab_var *reading = case_var(v, V_READING, "api_call", VAR_READING, VAR_ROLE_READING);
    reading->leaf_count = 2;
}

static void case_terms(struct case_vocab *v)
{
    static const uint32_t parties[] = {0, 4, 1, 1, 0}; /* OpenAI, Amazon | Microsoft | Microsoft | OpenAI */
    uint32_t first = v->kinds[K_PARTY].first_node;
    for (size_t i = 0; i < 5; i++)
        v->parties[i] = first + parties[i];
    v->readings[0] = (struct vocab_reading){case_text(v, "OpenAI and Amazon"), {0, 0}, 0, 2};
    v->readings[1] = (struct vocab_reading){case_text(v, "Microsoft"), {0, 0}, 2, 1};
    v->readings[2] = (struct vocab_reading){case_text(v, "Microsoft"), {0, 0}, 3, 1};
    v->readings[3] = (struct vocab_reading){case_text(v, "OpenAI"), {0, 0}, 4, 1};
    v->terms[0] = (struct vocab_term){case_text(v, "api_call"), 0, 2, V_READING, VOCAB_NONE};
    v->terms[1] = (struct vocab_term){case_text(v, "third_party"), 2, 2, VOCAB_NONE, 0};
}

static struct case_vocab *case_vocab_new(void)
{
    static const struct case_node yes_no[] = {{"no", -1, NULL}, {"yes", -1, NULL}};
    static const struct case_node party[] = {
        {"OpenAI", -1, NULL}, {"Microsoft", -1, NULL}, {"Azure", 1, NULL},
        {"GitHub", 1, NULL},  {"Amazon", -1, NULL},    {"AWS", 4, NULL},
        {"Google", -1, "google-cloud"}, {"other_party", -1, NULL}};
    static const struct case_node region[] = {
        {"EU", -1, NULL},  {"Germany", 0, NULL}, {"France", 0, NULL}, {"Gulf", -1, NULL},
        {"UAE", 3, NULL},  {"Qatar", 3, NULL},   {"US", -1, NULL}};
    static const struct case_node memory[] = {{"stateless", -1, NULL}, {"stateful", -1, NULL}};
    static const struct case_node act[] = {{"deploy", -1, NULL}, {"sell", -1, NULL}};
    struct case_vocab *v = calloc(1, sizeof *v);
    v->vocab.text = v->text;
    case_text(v, "");
    case_kind(v, K_YES_NO, "", yes_no, 2);
    case_kind(v, K_PARTY, "party", party, 8);
    case_kind(v, K_REGION, "region", region, 7);
    case_kind(v, K_MEMORY, "", memory, 2);
    case_kind(v, K_ACT, "act", act, 2);
    v->ranges[0] = (struct vocab_range){0, 0};
    v->ranges[1] = (struct vocab_range){2, 3};
    v->groups[0] = (struct vocab_group){case_text(v, "emea"), 0, 2};
    v->kinds[K_REGION].group_count = 1;
    v->spellings[0] = (struct vocab_spelling){v->kinds[K_PARTY].first_node + 6, case_text(v, "gcp")};
    v->spellings[1] = (struct vocab_spelling){v->kinds[K_REGION].first_node + 6,
                                              case_text(v, "us-east-1")};
    v->units[0] = (struct vocab_unit){case_text(v, "MW"), 1};
    v->units[1] = (struct vocab_unit){case_text(v, "GW"), 1000};
    case_vars(v);
    case_terms(v);
    struct vocab vocab = {
        .text = v->text, .text_length = v->vocab.text_length, .vars = v->vars, .kinds = v->kinds,
        .nodes = v->nodes, .groups = v->groups, .ranges = v->ranges, .units = v->units,
        .terms = v->terms, .readings = v->readings, .parties = v->parties,
        .spellings = v->spellings, .spelling_count = 2, .var_count = V_COUNT,
        .kind_count = K_COUNT, .node_count = v->vocab.node_count, .group_count = 1,
        .range_count = 2, .unit_count = 2, .term_count = 2, .reading_count = 4, .party_count = 5,
        .party_kind = K_PARTY, .actor = V_DEPLOYER, .act = V_ACT};
    v->vocab = vocab;
    return v;
}

/* ---- a reading, and what came of it ------------------------------------------------------ */

struct case_event {
    const char *name, *day;
};

struct case_input {
    const char *name;
    const char *data;
    size_t length; /* 0: strlen */
    enum bind_format format;
    struct bind_options options; /* today is 2026-03-19 unless given */
    const struct case_event *events;
    size_t event_count;
    const char *ledger; /* path of a ledger file, or NULL */
    size_t stop_after;  /* deployments; 0: none */
    bool quiet;         /* boxes: only what a description says, without defaults */
    bool no_spans;
    bool trees; /* every description is bound by its tree, as where somebody watches */
    void (*inputs)(struct case_vocab *vocab); /* adds inputs to the vocabulary */
};

struct case_run {
    const struct case_input *input;
    const struct vocab *vocab;
    struct arena arena;
    struct cleanup cleanup;
    struct strbuf *out;
    struct diags diags;
    struct sources sources;
    size_t taken;
    char *text; /* malloc'd: outlives the arena */
    struct bind_result result;
};

static void case_value(struct case_run *run, uint32_t var, struct interval i)
{
    char low[DATE_TEXT], high[DATE_TEXT];
    const struct vocab_var *v = &run->vocab->vars[var];
    if (v->kind == VAR_EVENT || v->kind == VAR_DAY || v->kind == VAR_DATE_OF_CASE) {
        date_format(i.low, low);
        date_format(i.high, high);
        strbuf_printf(run->out, i.low == i.high ? " %s" : " %s..%s", low, high);
    } else if (i.low == i.high) {
        strbuf_printf(run->out, " %lld", (long long)i.low);
    } else {
        strbuf_printf(run->out, " %lld..%lld", (long long)i.low, (long long)i.high);
    }
}

static void case_set(struct case_run *run, uint32_t var, const struct value_set *set)
{
    static const char *const origins[] = {"missing", "given", "unknown", "presumed", "ledger"};
    const struct vocab_var *v = &run->vocab->vars[var];
    bool said = set->origin == VALUE_GIVEN || set->origin == VALUE_UNKNOWN || set->span.source;
    if (run->input->quiet && !said)
        return;
    strbuf_printf(run->out, "    %s =", vocab_string(run->vocab, v->name));
    case_value(run, var, set->first);
    for (uint32_t i = 0; i < set->more_count; i++)
        case_value(run, var, set->more[i]);
    strbuf_printf(run->out, " %s", origins[set->origin]);
    if (set->span.source && !run->input->no_spans) {
        struct place place = source_place(&run->sources, set->span);
        const struct source *source = sources_get(&run->sources, set->span.source);
        strbuf_printf(run->out, " at %" PRIu64 ":%u `%.*s`", place.line, place.column,
                      (int)(set->span.end - set->span.begin), source->text + set->span.begin);
    }
    strbuf_char(run->out, '\n');
}

static bool case_receive(void *context, const struct deployment *deployment)
{
    struct case_run *run = context;
    strbuf_printf(run->out, "%s %s:%" PRIu64 "%s\n", deployment->name, deployment->file, deployment->line,
                  deployment->date_today ? " today" : "");
    for (size_t p = 0; p < deployment->placement_count; p++) {
        const struct placement *placement = &deployment->placements[p];
        strbuf_printf(run->out, "  [%s]\n", placement->label);
        for (uint32_t v = 0; v < run->vocab->var_count; v++)
            case_set(run, v, &placement->sets[v]);
    }
    return ++run->taken != run->input->stop_after;
}

static void case_release(void *argument)
{
    struct case_run *run = argument;
    arena_free(&run->arena);
}

static void case_watch(void *context, const struct traced_document *document)
{
    (void)context;
    (void)document;
}

static void case_job(void *argument)
{
    struct case_run *run = argument;
    const struct case_input *input = run->input;
    struct bind_options options = input->options;
    struct strbuf out;
    guard_register(run->arena.guard, &run->cleanup);
    strbuf_init(&out, &run->arena);
    run->out = &out;
    sources_init(&run->sources, &run->arena);
    diags_init(&run->diags, &run->arena, &run->sources);
    if (!options.today)
        date_parse("2026-03-19", 10, &options.today);
    struct binder *binder = binder_new(&run->arena, run->vocab, &run->diags, &options);
    if (input->ledger)
        binder_ledger_file(binder, input->ledger);
    for (size_t i = 0; i < input->event_count; i++)
        binder_ledger_entry(binder, input->events[i].name, input->events[i].day);
    struct bind_watcher watcher = {.document = case_watch};
    struct bind_target target = {case_receive, run, input->trees ? &watcher : NULL};
    struct bind_bytes bytes = {input->name, input->data, input->length, input->format};
    if (input->data && !input->length)
        bytes.length = strlen(input->data);
    if (input->data)
        binder_read_bytes(binder, &bytes, &target, &run->result);
    else if (input->name)
        binder_read(binder, input->name, input->format, &target, &run->result);
    if (run->result.refused)
        strbuf_printf(&out, "refused %zu\n", run->result.refused);
    if (run->result.documents)
        strbuf_printf(&out, "documents %zu, empty %zu, left out %zu\n", run->result.documents,
                      run->result.empty, run->result.left_out);
    diags_render(&run->diags, false, &out);
    run->text = strdup(strbuf_string(&out));
}

/* Reads the input and returns what came of it, to be freed; NULL after a fault. */
static char *case_read_with(const struct case_input *input, struct heap heap, enum fault *fault)
{
    struct case_vocab *vocab = case_vocab_new();
    struct guard guard;
    struct case_run run;
    if (input->inputs)
        input->inputs(vocab);
    memset(&run, 0, sizeof run);
    run.input = input;
    run.vocab = &vocab->vocab;
    run.cleanup.run = case_release;
    run.cleanup.argument = &run;
    guard.heap = heap;
    arena_init(&run.arena, &guard);
    *fault = guard_run(&guard, heap, case_job, &run);
    free(vocab);
    return run.text;
}

static inline char *case_read(const struct case_input *input)
{
    enum fault fault;
    return case_read_with(input, heap_default(), &fault);
}

#endif
