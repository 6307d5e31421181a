/* junit.c: remarks as a JUnit report, which Jenkins, GitLab and others show as tests.
 *
 *   <testsuites …counts><testsuite name="POLICY" …counts>
 *     <testcase classname="POLICY" name="frontier-hp" file="d.yaml" line="3" time="0">
 *       <failure type="prohibited" message="…">lines for people</failure>
 *
 * A case in order has no child, one that failed a failure, one that would have but for the
 * baseline is skipped with the reasons, one that could not be read is an error. Readers take one
 * such child a case, so it holds all that there is to say. What is about the run itself stands in
 * the suite's system-err. Names are the same from run to run,
 * so that readers find a case again; a name that comes again gets its number.
 *
 * libxml2 writes the XML into its own memory. It calls nothing of ours, so that raising never
 * leaves it half-way; a clean-up gives its memory back.
 */
#include "emit/markup.h"
#include "emit/remarks.h"

#include "base/intern.h"

#include <inttypes.h>
#include <libxml/xmlwriter.h>
#include <string.h>

struct junit {
    const struct remarks *remarks;
    struct arena *arena;
    xmlBufferPtr buffer;
    xmlTextWriterPtr writer;
    struct interner names;
    VEC(unsigned) uses; /* of each name */
    size_t outcomes[CASE_REFUSED + 1];
};

static void free_writer(void *argument)
{
    struct junit *junit = argument;
    if (junit->writer)
        xmlFreeTextWriter(junit->writer);
    if (junit->buffer)
        xmlBufferFree(junit->buffer);
}

/* The texts are clean and the calls in order, so nothing but memory can be missing. */
static void check(struct junit *junit, bool done)
{
    if (!done)
        guard_raise(junit->arena->guard, FAULT_MEMORY);
}

/* ---- elements ------------------------------------------------------------------------------ */

static void begin(struct junit *junit, const char *name)
{
    check(junit, xmlTextWriterStartElement(junit->writer, BAD_CAST name) >= 0);
}

static void end(struct junit *junit)
{
    check(junit, xmlTextWriterEndElement(junit->writer) >= 0);
}

static void attribute(struct junit *junit, const char *name, const char *value)
{
    const char *clean = markup_clean(junit->arena, value);
    check(junit, xmlTextWriterWriteAttribute(junit->writer, BAD_CAST name, BAD_CAST clean) >= 0);
}

static void text(struct junit *junit, const char *value)
{
    const char *clean = markup_clean(junit->arena, value);
    check(junit, xmlTextWriterWriteString(junit->writer, BAD_CAST clean) >= 0);
}

static void count(struct junit *junit, const char *name, size_t value)
{
    attribute(junit, name, arena_printf(junit->arena, "%zu", value));
}

static void counts(struct junit *junit)
{
    count(junit, "tests", junit->remarks->cases.count);
    count(junit, "failures", junit->outcomes[CASE_FAILED]);
    count(junit, "errors", junit->outcomes[CASE_REFUSED]);
    count(junit, "skipped", junit->outcomes[CASE_SKIPPED]);
    attribute(junit, "time", "0");
}

/* ---- cases --------------------------------------------------------------------------------- */

static const struct remark *remark_at(const struct junit *junit, const struct remark_case *c,
                                      size_t i)
{
    return &junit->remarks->remarks.items[c->first_remark + i];
}

static const char *state_word(enum remark_state state)
{
    switch (state) {
    case REMARK_OPEN:
        return "";
    case REMARK_WAIVED:
        return "waived";
    case REMARK_BASELINED:
        return "in the baseline";
    }
    return "";
}

/* "Alliance 2.1: … (and 2 more)": the first that is open. */
static const char *failure_message(struct junit *junit, const struct remark_case *c)
{
    const struct remark *first = NULL;
    size_t open = 0;
    for (size_t i = 0; i < c->remark_count; i++) {
        const struct remark *remark = remark_at(junit, c, i);
        if (remark->state != REMARK_OPEN)
            continue;
        first = first ? first : remark;
        open++;
    }
    if (!first)
        return c->verdict;
    if (open == 1)
        return first->message;
    return arena_printf(junit->arena, "%s (and %zu more)", first->message, open - 1);
}

/* "waived: …; in the baseline: …". */
static const char *skip_message(struct junit *junit, const struct remark_case *c)
{
    struct strbuf out = strbuf_new(junit->arena);
    for (size_t i = 0; i < c->remark_count; i++) {
        const struct remark *remark = remark_at(junit, c, i);
        strbuf_printf(&out, "%s%s %s", i ? "; " : "",
                      junit->remarks->rules.items[remark->rule].id, state_word(remark->state));
        if (remark->reason[0])
            strbuf_printf(&out, ": %s", remark->reason);
    }
    return strbuf_string(&out);
}

static void line(struct strbuf *out, const char *text)
{
    size_t length = strlen(text);
    strbuf_text(out, text);
    if (length && text[length - 1] != '\n')
        strbuf_char(out, '\n');
}

/* The lines of the case, which tell it whole, or those of its remarks where it has none. */
static const char *body(struct junit *junit, const struct remark_case *c)
{
    struct strbuf out = strbuf_new(junit->arena);
    line(&out, c->text);
    for (size_t i = 0; i < c->remark_count; i++) {
        const struct remark *remark = remark_at(junit, c, i);
        if (remark->state == REMARK_OPEN && c->text[0])
            continue;
        if (remark->place.file[0])
            strbuf_printf(&out, "%s:%" PRIu64 ": ", remark->place.file,
                          (uint64_t)remark->place.line);
        strbuf_text(&out, remark->message);
        if (remark->state != REMARK_OPEN)
            strbuf_printf(&out, " (%s)", state_word(remark->state));
        strbuf_char(&out, '\n');
        if (!c->text[0])
            line(&out, remark->detail);
    }
    return strbuf_string(&out);
}

static void child(struct junit *junit, const char *element, const char *type, const char *message,
                  const char *lines)
{
    begin(junit, element);
    if (type)
        attribute(junit, "type", type);
    attribute(junit, "message", message);
    if (lines)
        text(junit, lines);
    end(junit);
}

/* "frontier-hp", the next of that name "frontier-hp #2". */
static const char *case_name(struct junit *junit, const char *name)
{
    atom_t atom = intern_string(&junit->names, name);
    while (junit->uses.count <= atom)
        VEC_PUSH(junit->arena, &junit->uses, 0);
    unsigned use = ++junit->uses.items[atom];
    return use == 1 ? name : arena_printf(junit->arena, "%s #%u", name, use);
}

static void write_case(struct junit *junit, const struct remark_case *c)
{
    begin(junit, "testcase");
    attribute(junit, "classname", junit->remarks->policy);
    attribute(junit, "name", case_name(junit, c->name));
    if (c->place.file[0])
        attribute(junit, "file", c->place.file);
    if (c->place.file[0] && c->place.line)
        count(junit, "line", c->place.line);
    attribute(junit, "time", "0");
    switch (c->outcome) {
    case CASE_PASSED:
        break;
    case CASE_FAILED:
        child(junit, "failure", c->verdict, failure_message(junit, c), body(junit, c));
        break;
    case CASE_SKIPPED:
        child(junit, "skipped", NULL, skip_message(junit, c), NULL);
        break;
    case CASE_REFUSED:
        child(junit, "error", "refused", failure_message(junit, c), body(junit, c));
        break;
    }
    end(junit);
}

/* Behind the cases, as the schema of Jenkins has it. */
static void write_notices(struct junit *junit)
{
    const struct remarks *remarks = junit->remarks;
    struct strbuf lines = strbuf_new(junit->arena);
    for (size_t i = 0; i < remarks->notices.count; i++) {
        const struct remark_notice *notice = &remarks->notices.items[i];
        if (notice->place.file[0])
            strbuf_printf(&lines, "%s:%u: ", notice->place.file, notice->place.line);
        strbuf_printf(&lines, "%s%s%s\n", notice->id, notice->id[0] ? ": " : "", notice->message);
    }
    if (remarks->left_out)
        strbuf_printf(&lines, "of %zu more only the summary tells: %s\n", remarks->left_out,
                      remarks->summary);
    if (!lines.count)
        return;
    begin(junit, "system-err");
    text(junit, strbuf_string(&lines));
    end(junit);
}

static void write_document(struct junit *junit)
{
    const struct remarks *remarks = junit->remarks;
    check(junit, (junit->buffer = xmlBufferCreate()) != NULL);
    check(junit, (junit->writer = xmlNewTextWriterMemory(junit->buffer, 0)) != NULL);
    check(junit, xmlTextWriterSetIndent(junit->writer, 1) >= 0);
    check(junit, xmlTextWriterStartDocument(junit->writer, NULL, "UTF-8", NULL) >= 0);
    begin(junit, "testsuites");
    attribute(junit, "name", arena_printf(junit->arena, "polc %s", remarks->command));
    counts(junit);
    begin(junit, "testsuite");
    attribute(junit, "name", remarks->policy);
    if (remarks->policy_file[0])
        attribute(junit, "file", remarks->policy_file);
    counts(junit);
    for (size_t i = 0; i < remarks->cases.count; i++)
        write_case(junit, &remarks->cases.items[i]);
    write_notices(junit);
    check(junit, xmlTextWriterEndDocument(junit->writer) >= 0);
}

void emit_junit(const struct remarks *remarks, struct strbuf *out)
{
    struct junit junit = {.remarks = remarks, .arena = out->arena};
    struct cleanup cleanup = {free_writer, &junit, NULL};
    interner_init(&junit.names, out->arena);
    for (size_t i = 0; i < remarks->cases.count; i++)
        junit.outcomes[remarks->cases.items[i].outcome]++;
    guard_register(out->arena->guard, &cleanup);
    write_document(&junit);
    strbuf_bytes(out, (const char *)xmlBufferContent(junit.buffer),
                 (size_t)xmlBufferLength(junit.buffer));
    guard_forget(out->arena->guard, &cleanup);
    free_writer(&junit);
}
