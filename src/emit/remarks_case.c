/* remarks_case.c: see remarks_case.h. All that a scenario gets wrong is one remark: it is mended
 * in one place, the policy or the scenario. */
#include "emit/remarks_case.h"

#include "diag/utf8.h"

#include <string.h>

static const char *copied(struct remarks *remarks, const char *text)
{
    return arena_string(remarks->arena, text, strlen(text));
}

static uint32_t rule_of(struct remarks *remarks, const char *id, const char *title,
                        const char *text)
{
    bool fresh;
    uint32_t number = remarks_rule(remarks, id, &fresh);
    struct remark_rule *rule = &remarks->rules.items[number];
    if (!fresh)
        return number;
    rule->title = title;
    rule->text = rule->help = text;
    rule->tags[rule->tag_count++] = "test";
    return number;
}

/* Its message begins with the name of the case. */
static void add(struct remarks *remarks, struct remark remark, const char *rule, const char *file)
{
    struct arena *arena = remarks->arena;
    struct strbuf text = strbuf_new(arena);
    const char *name = remarks_lasting_name(remarks, arena, remark.subject, file);
    remark.reason = "";
    strbuf_printf(&text, "polc-1\n%s\n%s\n%s%s", name, rule, utf8_visible(arena, name),
                  remark.message + strlen(utf8_visible(arena, remark.subject)));
    remarks_fingerprint(text.items, text.count, remark.fingerprint);
    remarks_add(remarks, remark);
}

static const char *one_line(struct arena *arena, const char *name, const char *text)
{
    struct strbuf out = strbuf_new(arena);
    strbuf_printf(&out, "%s: ", utf8_visible(arena, name));
    for (; *text; text++) {
        if (*text == '\n')
            strbuf_text(&out, text[1] ? "; " : "");
        else
            strbuf_char(&out, *text);
    }
    return strbuf_string(&out);
}

/* Further lines stand below the first, so that none passes for a line of polc's. */
static void put_why(struct strbuf *out, const char *why)
{
    strbuf_text(out, "why: ");
    for (const char *at = why; *at;) {
        size_t length = strcspn(at, "\n");
        strbuf_text(out, at > why ? "\n     " : "");
        utf8_put_visible(out, at, length);
        at += length + (at[length] == '\n');
    }
    strbuf_char(out, '\n');
}

static const char *detail_of(struct remarks *remarks, const struct remark_scenario *scenario)
{
    struct strbuf out = strbuf_new(remarks->arena);
    strbuf_printf(&out, "%s\n", scenario->failure);
    if (scenario->decided_by[0])
        strbuf_printf(&out, "decided by: %s\n", scenario->decided_by);
    if (scenario->why[0])
        put_why(&out, scenario->why);
    return strbuf_string(&out);
}

void remarks_of_scenario(struct remarks *remarks, const struct remark_scenario *scenario)
{
    bool failed = scenario->failure[0] != '\0';
    struct remark_case *c = remarks_case(remarks, copied(remarks, scenario->name));
    if (!c)
        return;
    c->verdict = failed ? "failed" : "passed";
    c->outcome = failed ? CASE_FAILED : CASE_PASSED;
    c->place = (struct remark_place){
        remarks_path(remarks->arena, remarks->folder, scenario->file), scenario->line,
        scenario->column ? scenario->column : 1, scenario->line, scenario->end_column};
    c->text = failed ? detail_of(remarks, scenario) : "";
    struct remark remark = {.subject = c->name, .place = c->place, .verdict = ""};
    if (failed) {
        remark.rule = rule_of(remarks, "case-failed", "A case comes out otherwise than expected",
                              "What the policy says about this scenario is not what the case file "
                              "expects. Either the policy has changed its meaning, or the "
                              "expectation was wrong.");
        remark.level = REMARK_ERROR;
        remark.verdict = copied(remarks, scenario->verdict);
        remark.message = one_line(remarks->arena, c->name, scenario->failure);
        remark.detail = c->text;
        add(remarks, remark, "case-failed", scenario->file);
    }
    if (!scenario->review)
        return;
    remark.rule = rule_of(remarks, "case-review", "A case that nobody has looked at yet",
                          "The case was written from the verdict found, with `review: yes`. Take "
                          "that away when the verdict is right.");
    remark.level = REMARK_NOTE;
    remark.message = arena_printf(remarks->arena, "%s is still to be reviewed",
                                  utf8_visible(remarks->arena, c->name));
    remark.detail = "";
    add(remarks, remark, "case-review", scenario->file);
}
