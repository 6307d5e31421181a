/* remarks_words.c: what a remark about a deployment says, and the rules of clauses.
 *
 * A message is one sentence that stands alone in a list of many. The detail below it is what the
 * text format says of that clause.
 */
#include "emit/markup.h"
#include "emit/remarks_eval.h"

#include <string.h>

#define WIDTH 100u

const char *remark_verdict_name(enum remark_verdict verdict)
{
    switch (verdict) {
    case SAID_PERMITTED:
        return name_verdict(EVAL_PERMITTED);
    case SAID_DISPUTED:
        return name_verdict(EVAL_DISPUTED);
    case SAID_UNDETERMINED:
        return name_verdict(EVAL_UNDETERMINED);
    case SAID_PROHIBITED:
        return name_verdict(EVAL_PROHIBITED);
    case SAID_WAIVED:
        return "waived";
    }
    return "";
}

struct speech remark_speech(const struct remark_deployment *deployment, size_t box,
                            struct strbuf *out)
{
    const struct emit_case *c = deployment->c;
    struct speech speech = {
        {c->table, c->evaluator, deployment->work, c->boxes[box].sets},
        layout_on(out, WIDTH, false),
        c->boxes[box].result,
    };
    return speech;
}

/* ---- messages ------------------------------------------------------------------------------- */

/* `name`, and of several placements which. */
static void say_subject(const struct remark_deployment *deployment,
                        const struct remark_ground *ground, struct strbuf *out)
{
    const struct emit_case *c = deployment->c;
    strbuf_text(out, c->deployment->name);
    if (c->box_count < 2)
        return;
    strbuf_printf(out, " (%s", c->boxes[ground->box].label);
    if (ground->placements.count > 1)
        strbuf_printf(out, "; %zu of %zu placements", ground->placements.count, c->box_count);
    strbuf_char(out, ')');
}

static void say_clause(const struct table *table, uint32_t clause, struct strbuf *out)
{
    const char *label = table_text(table, table->clauses[clause].label);
    strbuf_text(out, name_clause(table, clause));
    if (label[0])
        strbuf_printf(out, " \"%s\"", label);
}

static void say_breach(const struct table *table, const struct remark_ground *ground,
                       struct strbuf *out)
{
    strbuf_printf(out, ": %s %s in breach, owed to ",
                  name_node(table, table->norms[ground->norm].bearer),
                  ground->sure ? "is" : "may be");
    name_holders(table, ground->norm, out);
}

/* "it turns on host", "A forbids, B permits, …" */
static void say_turns_on(const struct remark_deployment *deployment, size_t box,
                         struct strbuf *out)
{
    struct strbuf summary = strbuf_new(deployment->work);
    struct speech speech = remark_speech(deployment, box, &summary);
    speech_summary(&speech, &summary);
    const char *text = strbuf_string(&summary);
    bool it = strncmp(text, "turns on ", 9) == 0 || strncmp(text, "may turn on ", 12) == 0;
    bool bare = !text[0] || text[strlen(text) - 1] == ' ';
    if (bare)
        return; /* a budget ran out before any fact was found */
    strbuf_printf(out, ": %s%s", it ? "it " : "", text);
}

void remark_waiver(const struct table *table, uint32_t waiver, struct strbuf *out)
{
    const struct table_place *place = name_defeater_place(table, waiver);
    name_defeater(table, waiver, out);
    if (place)
        strbuf_printf(out, " (%s:%u)", table_text(table, place->file), place->line);
}

void remark_message(const struct remark_deployment *deployment, const struct remark_ground *ground,
                    struct strbuf *out)
{
    const struct table *table = deployment->c->table;
    say_subject(deployment, ground, out);
    if (ground->verdict == SAID_WAIVED) {
        bool by = !ground->sure || ground->unwaived == EVAL_PROHIBITED;
        strbuf_printf(out, " %s be %s %s ", ground->sure ? "would" : "might",
                      name_verdict(ground->sure ? ground->unwaived : EVAL_PROHIBITED),
                      by ? "by" : "under");
        say_clause(table, ground->clause, out);
        strbuf_text(out, ", but ");
        name_defeater(table, ground->waiver, out);
        strbuf_text(out, " gives leave");
        return;
    }
    strbuf_printf(out, " is %s", remark_verdict_name(ground->verdict));
    bool prohibited = ground->verdict == SAID_PROHIBITED;
    if (ground->clause != IR_NONE) {
        strbuf_text(out, prohibited ? " by " : " under ");
        say_clause(table, ground->clause, out);
    }
    if (prohibited && ground->clause != IR_NONE)
        say_breach(table, ground, out);
    else
        say_turns_on(deployment, ground->box, out);
}

void remark_detail(const struct remark_deployment *deployment, const struct remark_ground *ground,
                   struct strbuf *out)
{
    struct speech speech = remark_speech(deployment, ground->box, out);
    if (ground->clause == IR_NONE)
        return;
    speech_head(&speech, ground->norm, 0);
    speech_quote(&speech, ground->norm, 2);
    strbuf_text(out, speech_reasons(&speech, ground->norm, 0));
}

/* ---- rules ------------------------------------------------------------------------------------ */

static const char *clause_help(struct remarks *remarks, const struct table *table, uint32_t norm)
{
    const struct table_norm *n = &table->norms[norm];
    const struct table_clause *clause = &table->clauses[n->clause];
    const char *label = table_text(table, clause->label), *text = table_text(table, n->text);
    struct strbuf out = strbuf_new(remarks->arena), holders = strbuf_new(remarks->arena);
    name_holders(table, norm, &holders);
    strbuf_text(&out, "**");
    markup_markdown(&out, name_clause(table, n->clause));
    strbuf_text(&out, "**");
    if (label[0]) {
        strbuf_text(&out, " \"");
        markup_markdown(&out, label);
        strbuf_char(&out, '"');
    }
    strbuf_text(&out, clause->material ? " (material) binds " : " binds ");
    markup_markdown(&out, name_node(table, n->bearer));
    strbuf_text(&out, "; it is owed to ");
    markup_markdown(&out, strbuf_string(&holders));
    strbuf_text(&out, ".\n\n");
    if (text[0]) {
        strbuf_text(&out, "> ");
        markup_markdown(&out, text);
        strbuf_text(&out, "\n\n");
    }
    strbuf_text(&out, "`polc explain POLICY DEPLOYMENT` tells why it speaks and why no exception "
                      "helps; `polc options POLICY DEPLOYMENT` tells what would be permitted "
                      "instead.\n");
    return strbuf_string(&out);
}

static void add_tag(struct remark_rule *rule, const char *tag)
{
    if (rule->tag_count < REMARK_TAGS)
        rule->tags[rule->tag_count++] = tag;
}

static const char *copied(struct remarks *remarks, const char *text)
{
    return arena_string(remarks->arena, text, strlen(text));
}

uint32_t remark_clause_rule(struct remarks *remarks, const struct table *table, uint32_t norm)
{
    const struct table_norm *n = &table->norms[norm];
    const struct table_clause *clause = &table->clauses[n->clause];
    bool fresh;
    uint32_t id = remarks_rule(remarks, name_clause(table, n->clause), &fresh);
    if (!fresh)
        return id;
    struct remark_rule *rule = &remarks->rules.items[id];
    const char *label = table_text(table, clause->label);
    rule->title = label[0] ? copied(remarks, label) : rule->id;
    rule->text = copied(remarks, table_text(table, n->text));
    rule->help = clause_help(remarks, table, norm);
    add_tag(rule, "contract");
    add_tag(rule, copied(remarks, table_text(table, table->agreements[clause->agreement].name)));
    if (clause->material)
        add_tag(rule, "material");
    return id;
}

static uint32_t plain_rule(struct remarks *remarks, const char *id, struct remark_rule as)
{
    bool fresh;
    uint32_t number = remarks_rule(remarks, id, &fresh);
    if (fresh) {
        as.id = remarks->rules.items[number].id;
        remarks->rules.items[number] = as;
        add_tag(&remarks->rules.items[number], "contract");
    }
    return number;
}

uint32_t remark_plain_rule(struct remarks *remarks, enum remark_verdict verdict)
{
    struct remark_rule rule = {
        .title = "A verdict that no clause decides alone",
        .text = "The verdict is one that --fail-on names, and no single clause accounts for it.",
        .help = "The verdict is one that `--fail-on` names, and no single clause accounts for it. "
                "`polc explain POLICY DEPLOYMENT` tells what it comes from.\n",
        .level = verdict == SAID_DISPUTED || verdict == SAID_UNDETERMINED ? REMARK_WARNING
                                                                          : REMARK_ERROR};
    return plain_rule(remarks, remark_verdict_name(verdict), rule);
}

uint32_t remark_unresolved_rule(struct remarks *remarks)
{
    struct remark_rule rule = {
        .title = "A budget ran out",
        .text = "The search for the verdict used up its budget before it was settled.",
        .help = "The search for the verdict used up its budget before it was settled. What was "
                "found up to then holds; say more facts of the deployment, and it is settled "
                "sooner.\n",
        .level = REMARK_WARNING};
    return plain_rule(remarks, "unresolved", rule);
}
