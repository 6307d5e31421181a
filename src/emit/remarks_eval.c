/* remarks_eval.c: a deployment with its result as a case with its remarks.
 *
 * What decides is what the text format names: of a prohibited placement the clauses that prohibit
 * in every world, else those that do in some; of a disputed or undetermined one those that
 * prohibit in some world. A remark gathers all placements of one verdict that one clause decides,
 * and its fingerprint is made of their labels and of the facts that account for it (facts.h), so
 * that another placement, another verdict or another deciding fact makes it another remark, and
 * nothing else does.
 */
#include "emit/remarks_eval.h"

#include "emit/assumed.h"
#include "emit/facts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_PERMITS 3 /* clauses that permit what a disputed one forbids */

struct gathering {
    const struct remark_deployment *about;
    VEC(struct remark_ground) grounds;
    struct map known; /* clause and verdict to ground */
};

/* ---- what decides --------------------------------------------------------------------------- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The label and the facts of all sentences of the clause that speak, sorted. */
static const char *placement_text(const struct gathering *g, const struct remark_ground *ground,
                                  size_t box)
{
    const struct emit_case *c = g->about->c;
    struct arena *work = g->about->work;
    struct asker asker = {c->table, c->evaluator, work, c->boxes[box].sets};
    struct facts facts = {.arena = work};
    const struct table_norm *norms = c->table->norms;
    bool waived = ground->verdict == SAID_WAIVED;
    for (uint32_t n = ground->norm;
         n < c->table->meta->norm_count && norms[n].clause == ground->clause; n++)
        if (norms[n].sign == SIGN_PROHIBIT
            && (waived ? n == ground->norm
                       : eval_norm_effective(c->evaluator, asker.sets, n) != TRUTH_NO))
            facts_of_norm(&asker, n, &facts);
    const char **texts = ARENA_ARRAY(work, const char *, facts.list.count + 1);
    for (size_t i = 0; i < facts.list.count; i++) {
        struct strbuf text = strbuf_new(work);
        fact_text(&asker, &facts.list.items[i], &text);
        texts[i] = strbuf_string(&text);
    }
    qsort(texts, facts.list.count, sizeof *texts, compare_texts);
    struct strbuf all = strbuf_new(work);
    strbuf_printf(&all, "[%s]", c->boxes[box].label);
    for (size_t i = 0; i < facts.list.count; i++)
        strbuf_printf(&all, "\n%s", texts[i]);
    return strbuf_string(&all);
}

static void add_ground(struct gathering *g, struct remark_ground ground, size_t box)
{
    uint64_t key = map_pair(ground.clause, (uint32_t)ground.verdict), at;
    if (!map_get(&g->known, key, &at)) {
        at = g->grounds.count;
        ground.box = box;
        VEC_PUSH(g->about->work, &g->grounds, ground);
        map_put(&g->known, key, at);
    }
    struct remark_ground *known = &g->grounds.items[at];
    VEC_PUSH(g->about->work, &known->placements, placement_text(g, &ground, box));
}

/* Does it decide, as far as all clauses of the kind it is of do? */
static bool decides(const struct eval_result *result, const struct eval_clause *c, bool firm,
                    bool certain)
{
    if (c->sign != SIGN_PROHIBIT || result->verdict == EVAL_PERMITTED)
        return false;
    if (result->verdict != EVAL_PROHIBITED)
        return true;
    return firm ? c->when == WHEN_ALWAYS && !c->contested : !certain || c->when == WHEN_ALWAYS;
}

static void gather_clauses(struct gathering *g, size_t box)
{
    const struct eval_result *result = g->about->c->boxes[box].result;
    bool firm = false, certain = false;
    size_t found = 0;
    if (result->verdict_open)
        return; /* add_unresolved tells it: no clause is proved to leave anything open */
    for (size_t i = 0; i < result->clause_count; i++) {
        const struct eval_clause *c = &result->clauses[i];
        bool sure = c->sign == SIGN_PROHIBIT && c->when == WHEN_ALWAYS;
        certain |= sure;
        firm |= sure && !c->contested;
    }
    for (size_t i = 0; i < result->clause_count; i++) {
        const struct eval_clause *c = &result->clauses[i];
        if (!decides(result, c, firm, certain))
            continue;
        struct remark_ground ground = {(enum remark_verdict)result->verdict, c->clause, c->norm,
                                       IR_NONE, c->when == WHEN_ALWAYS,
                                       EVAL_PROHIBITED, box, {0}};
        add_ground(g, ground, box);
        found++;
    }
    bool told = result->verdict != EVAL_PERMITTED
                || (g->about->fail & 1u << EVAL_PERMITTED && box == g->about->c->worst);
    if (found || !told)
        return;
    struct remark_ground none = {(enum remark_verdict)result->verdict, IR_NONE, 0, IR_NONE, true,
                                 EVAL_PROHIBITED, box, {0}};
    add_ground(g, none, box);
}

/* Unless the others between them take it away wherever it is met: then no waiver was needed. */
static void add_waived(struct gathering *g, const struct asker *asker, size_t box,
                       const struct eval_lifted *lifted)
{
    bool unresolved;
    enum eval_verdict verdict =
        eval_unwaived(asker->evaluator, asker->sets, lifted->norm, &unresolved);
    if (verdict == EVAL_PERMITTED && !unresolved)
        return;
    struct remark_ground ground = {SAID_WAIVED, asker->table->norms[lifted->norm].clause,
                                   lifted->norm, lifted->by_node, !unresolved, verdict, box, {0}};
    add_ground(g, ground, box);
}

/* What only a waiver takes away for certain. */
static void gather_waived(struct gathering *g, size_t box)
{
    struct strbuf nowhere = strbuf_new(g->about->work);
    struct speech speech = remark_speech(g->about, box, &nowhere);
    const struct eval_result *result = speech.result;
    struct speech_lifters lifters;
    for (size_t i = 0; speech_lifters(&speech, i, &lifters); i = lifters.end) {
        const struct eval_lifted *waiver = NULL;
        bool other = false;
        for (size_t k = i; k < lifters.end; k++) {
            uint32_t node = result->lifted[k].by_node;
            bool is_waiver = node != IR_NONE && speech.asker.table->nodes[node].kind == NODE_WAIVER;
            bool sure = lifters.truths[k - i] == TRUTH_YES;
            other |= sure && !is_waiver;
            if (sure && is_waiver && !waiver)
                waiver = &result->lifted[k];
        }
        if (waiver && !other)
            add_waived(g, &speech.asker, box, waiver);
    }
}

/* ---- remarks ---------------------------------------------------------------------------------- */

static const char *kept(struct remarks *remarks, struct strbuf *text)
{
    return arena_string(remarks->arena, text->items ? text->items : "", text->count);
}

/* A name may hold anything; a message is one line. */
static const char *kept_line(struct remarks *remarks, struct strbuf *text)
{
    char *line = arena_string(remarks->arena, text->items ? text->items : "", text->count);
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    return line;
}

static const char *lasting_name(const struct remarks *remarks, const struct remark_deployment *about)
{
    const struct deployment *d = about->c->deployment;
    return remarks_lasting_name(remarks, about->work, d->name, d->file);
}

static void fingerprint(const struct remarks *remarks, const struct remark_deployment *about,
                        const struct remark_ground *ground, struct remark *remark)
{
    struct strbuf text = strbuf_new(about->work);
    qsort(ground->placements.items, ground->placements.count, sizeof *ground->placements.items,
          compare_texts);
    strbuf_printf(&text, "polc-1\n%s\n%s\n%s", lasting_name(remarks, about),
                  remark_verdict_name(ground->verdict), remarks->rules.items[remark->rule].id);
    for (size_t i = 0; i < ground->placements.count; i++)
        strbuf_printf(&text, "\n%s", ground->placements.items[i]);
    remarks_fingerprint(text.items, text.count, remark->fingerprint);
}

static void relate(struct remarks *remarks, const struct table *table, struct remark *remark,
                   const struct table_place *place, const char *message)
{
    struct remark_related *list = ARENA_ARRAY(remarks->arena, struct remark_related,
                                              remark->related_count + 1);
    if (remark->related_count)
        memcpy(list, remark->related, remark->related_count * sizeof *list);
    list[remark->related_count++] =
        (struct remark_related){remark_table_place(remarks, table, place), message};
    remark->related = list;
}

/* The clause, what waives it, what permits what it forbids where that contests it. */
static void add_related(struct remarks *remarks, const struct remark_deployment *about,
                        const struct remark_ground *ground, struct remark *remark)
{
    const struct table *table = about->c->table;
    const struct eval_result *result = about->c->boxes[ground->box].result;
    if (ground->clause == IR_NONE)
        return;
    relate(remarks, table, remark, &table->places[speech_place(table, ground->norm)],
           remarks->rules.items[remark->rule].id);
    if (ground->waiver != IR_NONE) {
        struct strbuf name = strbuf_new(remarks->arena);
        name_defeater(table, ground->waiver, &name);
        relate(remarks, table, remark, name_defeater_place(table, ground->waiver),
               strbuf_string(&name));
    }
    bool contested = false;
    for (size_t i = 0; i < result->clause_count; i++)
        contested |= result->clauses[i].clause == ground->clause && result->clauses[i].contested;
    for (size_t i = 0, told = 0; contested && i < result->clause_count && told < SHOWN_PERMITS; i++) {
        const struct eval_clause *c = &result->clauses[i];
        if (c->sign != SIGN_PERMIT)
            continue;
        const char *name = name_clause(table, c->clause);
        relate(remarks, table, remark, &table->places[speech_place(table, c->norm)],
               arena_string(remarks->arena, name, strlen(name)));
        told++;
    }
}

static enum remark_level level_of(enum remark_verdict verdict)
{
    switch (verdict) {
    case SAID_PROHIBITED:
    case SAID_PERMITTED: /* told only where it fails */
        return REMARK_ERROR;
    case SAID_DISPUTED:
    case SAID_UNDETERMINED:
        return REMARK_WARNING;
    case SAID_WAIVED:
        return REMARK_NOTE;
    }
    return REMARK_ERROR;
}

static void add_remark(struct remarks *remarks, const struct remark_deployment *about,
                       const struct remark_ground *ground, const char *subject)
{
    const struct table *table = about->c->table;
    struct strbuf message = strbuf_new(about->work), detail = strbuf_new(about->work);
    struct strbuf reason = strbuf_new(about->work);
    remark_message(about, ground, &message);
    remark_detail(about, ground, &detail);
    if (ground->waiver != IR_NONE)
        remark_waiver(table, ground->waiver, &reason);
    struct remark remark = {
        .rule = ground->clause == IR_NONE ? remark_plain_rule(remarks, ground->verdict)
                                          : remark_clause_rule(remarks, table, ground->norm),
        .level = level_of(ground->verdict),
        .state = ground->verdict == SAID_WAIVED ? REMARK_WAIVED : REMARK_OPEN,
        .reason = kept(remarks, &reason),
        .subject = subject,
        .verdict = remark_verdict_name(ground->verdict),
        .message = kept_line(remarks, &message),
        .detail = kept(remarks, &detail),
        .place = remark_place_of(remarks, about, ground)};
    fingerprint(remarks, about, ground, &remark);
    add_related(remarks, about, ground, &remark);
    if (!remark.place.file[0] && remark.related_count)
        remark.place = remark.related[0].place;
    remarks_add(remarks, remark);
}

/* Never in a baseline: nobody knows yet what there would be to accept. */
static void add_unresolved(struct remarks *remarks, const struct remark_deployment *about,
                           const char *subject)
{
    const struct emit_case *c = about->c;
    struct remark remark = {
        .rule = remark_unresolved_rule(remarks),
        .level = REMARK_WARNING,
        .reason = "",
        .subject = subject,
        .verdict = "unresolved",
        .message = arena_printf(remarks->arena,
                                "%s is not settled: a budget of %" PRIu64
                                " steps, or that of the whole deployment, ran out",
                                subject,
                                c->boxes[c->worst].result->budget),
        .detail = "",
        .place = remark_case_place(remarks, about)};
    struct strbuf text = strbuf_new(about->work);
    strbuf_printf(&text, "polc-1\n%s\nunresolved", lasting_name(remarks, about));
    remarks_fingerprint(text.items, text.count, remark.fingerprint);
    remarks_add(remarks, remark);
}

/* ---- the case ----------------------------------------------------------------------------------- */

/* As the exit status counts it: by the worst placement. */
static enum case_outcome outcome_of(const struct remark_deployment *about)
{
    const struct eval_result *worst = about->c->boxes[about->c->worst].result;
    return about->fail & 1u << worst->verdict || worst->unresolved ? CASE_FAILED : CASE_PASSED;
}

/* Once for all deployments: they are read alike. */
static void note_assumed(struct remarks *remarks, const struct remark_deployment *about)
{
    const struct emit_case *c = about->c;
    struct strbuf words = strbuf_new(about->work);
    assumed_words(c->table, c->boxes[c->worst].sets, &words);
    if (!words.count)
        return;
    const char *message = arena_printf(about->work, "assumed: %s", strbuf_string(&words));
    for (size_t i = 0; i < remarks->notices.count; i++)
        if (strcmp(remarks->notices.items[i].message, message) == 0)
            return;
    message = arena_string(remarks->arena, message, strlen(message));
    remarks_notice(remarks, (struct remark_notice){REMARK_NOTE, "", message, {.file = ""}});
}

void remarks_of_deployment(struct remarks *remarks, const struct remark_deployment *about)
{
    static const enum remark_verdict order[] = {SAID_PROHIBITED, SAID_UNDETERMINED, SAID_DISPUTED,
                                                SAID_PERMITTED, SAID_WAIVED};
    const struct emit_case *c = about->c;
    const struct eval_result *worst = c->boxes[c->worst].result;
    struct gathering g = {.about = about};
    map_init(&g.known, about->work);
    for (size_t i = 0; i < c->box_count; i++) {
        gather_clauses(&g, i);
        gather_waived(&g, i);
    }
    bool plain = g.grounds.count == 0 && worst->verdict == EVAL_PERMITTED && !worst->unresolved;
    struct remark_case *added =
        plain ? remarks_plain_case(remarks, "") : remarks_case(remarks, "");
    note_assumed(remarks, about);
    if (!added)
        return;
    const char *name = arena_string(remarks->arena, c->deployment->name,
                                    strlen(c->deployment->name));
    added->name = name;
    struct strbuf text = strbuf_new(about->work);
    struct emit_style style = {false, 100};
    emit_text_case(c, &style, &text);
    added->text = kept(remarks, &text);
    added->verdict = name_verdict(worst->verdict);
    added->place = remark_case_place(remarks, about);
    added->outcome = outcome_of(about);
    for (size_t v = 0; v < sizeof order / sizeof *order; v++)
        for (size_t i = 0; i < g.grounds.count; i++)
            if (g.grounds.items[i].verdict == order[v])
                add_remark(remarks, about, &g.grounds.items[i], name);
    if (worst->unresolved)
        add_unresolved(remarks, about, name);
}
