/* junit.c: remarks as a JUnit report, which Jenkins, GitLab and others show as tests.
 *
 *   <testsuites …counts><testsuite name="POLICY" …counts>
 *     <testcase classname="POLICY" name="frontier-hp" file="d.yaml" line="3" time="0">
 *       <failure type="prohibited" message="…">lines for people</failure>
 *
 * There is a suite for each policy. A case in order has no child, one that failed a failure, one
 * that would have but for a waiver or the baseline is skipped with the reasons, one that could not
 * be read is an error. Readers take one such child a case, so it holds all that there is to say;
 * what is open and fails nothing stands in the system-out of a case, what is about the run itself in
 * the system-err of the last suite. Names are the same from run to run, so that readers find a case
 * again; a name that comes again gets its number.
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
};

/* The cases of one policy, in their order. */
struct suite {
    const char *name;
    size_t outcomes[CASE_REFUSED + 1];
    size_t count;
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

static void counts(struct junit *junit, const struct suite *suite)
{
    count(junit, "tests", suite->count);
    count(junit, "failures", suite->outcomes[CASE_FAILED]);
    count(junit, "errors", suite->outcomes[CASE_REFUSED]);
    count(junit, "skipped", suite->outcomes[CASE_SKIPPED]);
    attribute(junit, "time", "0");
}

/* ---- cases --------------------------------------------------------------------------------- */

static const struct remark *remark_at(const struct junit *junit, const struct remark_case *c,
                                      size_t i)
{
    return &junit->remarks->remarks.items[c->first_remark + i];
}

static bool has_state(const struct junit *junit, const struct remark_case *c,
                      enum remark_state state)
{
    for (size_t i = 0; i < c->remark_count; i++)
        if (remark_at(junit, c, i)->state == state)
            return true;
    return false;
}

/* What is in order by a waiver alone was not tried. */
static enum case_outcome outcome_of(const struct junit *junit, const struct remark_case *c)
{
    return c->outcome == CASE_PASSED && has_state(junit, c, REMARK_WAIVED) ? CASE_SKIPPED
                                                                           : c->outcome;
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
        if (remark->state == REMARK_OPEN)
            continue;
        strbuf_printf(&out, "%s%s %s", out.count ? "; " : "",
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

/* "frontier-hp", the next of that name in the suite "frontier-hp #2". */
static const char *case_name(struct junit *junit, const char *suite, const char *name)
{
    const char *whole = arena_printf(junit->arena, "%s\n%s", suite, name);
    atom_t atom = intern_string(&junit->names, whole);
    while (junit->uses.count <= atom)
        VEC_PUSH(junit->arena, &junit->uses, 0);
    unsigned use = ++junit->uses.items[atom];
    return use == 1 ? name : arena_printf(junit->arena, "%s #%u", name, use);
}

static void put_open(struct junit *junit, const struct remark_case *c)
{
    begin(junit, "system-out");
    text(junit, body(junit, c));
    end(junit);
}

static void write_case(struct junit *junit, const struct remark_case *c)
{
    enum case_outcome outcome = outcome_of(junit, c);
    begin(junit, "testcase");
    attribute(junit, "classname", c->suite);
    attribute(junit, "name", case_name(junit, c->suite, c->name));
    if (c->place.file[0])
        attribute(junit, "file", c->place.file);
    if (c->place.file[0] && c->place.line)
        count(junit, "line", c->place.line);
    attribute(junit, "time", "0");
    switch (outcome) {
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
    bool fine = outcome == CASE_PASSED || outcome == CASE_SKIPPED;
    if (fine && has_state(junit, c, REMARK_OPEN))
        put_open(junit, c);
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

static void note(struct suite *suite, enum case_outcome outcome)
{
    suite->outcomes[outcome]++;
    suite->count++;
}

/* As many suites as policies, in the order in which these come first; of no case one. Per case the
 * number of its suite. */
static struct suite *suites_of(struct junit *junit, uint32_t *numbers, size_t *out)
{
    const struct remarks *remarks = junit->remarks;
    struct suite *suites = ARENA_ARRAY(junit->arena, struct suite, remarks->cases.count + 1);
    struct interner names;
    interner_init(&names, junit->arena);
    suites[0].name = remarks->policy;
    *out = 1;
    for (size_t i = 0; i < remarks->cases.count; i++) {
        const struct remark_case *c = &remarks->cases.items[i];
        numbers[i] = intern_string(&names, c->suite) - 1;
        suites[numbers[i]].name = c->suite;
        note(&suites[numbers[i]], outcome_of(junit, c));
        *out = numbers[i] >= *out ? numbers[i] + 1 : *out;
    }
    return suites;
}

static void write_suite(struct junit *junit, const struct suite *suite, const uint32_t *numbers,
                        uint32_t number)
{
    const struct remarks *remarks = junit->remarks;
    begin(junit, "testsuite");
    attribute(junit, "name", suite->name);
    if (remarks->policy_file[0] && strcmp(suite->name, remarks->policy) == 0)
        attribute(junit, "file", remarks->policy_file);
    counts(junit, suite);
    for (size_t i = 0; i < remarks->cases.count; i++)
        if (numbers[i] == number)
            write_case(junit, &remarks->cases.items[i]);
}

static void write_document(struct junit *junit)
{
    const struct remarks *remarks = junit->remarks;
    uint32_t *numbers = ARENA_ARRAY(junit->arena, uint32_t, remarks->cases.count + 1);
    size_t count;
    const struct suite *suites = suites_of(junit, numbers, &count);
    struct suite all = {.name = remarks->policy};
    for (size_t i = 0; i < remarks->cases.count; i++)
        note(&all, outcome_of(junit, &remarks->cases.items[i]));
    check(junit, (junit->buffer = xmlBufferCreate()) != NULL);
    check(junit, (junit->writer = xmlNewTextWriterMemory(junit->buffer, 0)) != NULL);
    check(junit, xmlTextWriterSetIndent(junit->writer, 1) >= 0);
    check(junit, xmlTextWriterStartDocument(junit->writer, NULL, "UTF-8", NULL) >= 0);
    begin(junit, "testsuites");
    attribute(junit, "name", arena_printf(junit->arena, "polc %s", remarks->command));
    counts(junit, &all);
    for (uint32_t i = 0; i < count; i++) {
        write_suite(junit, &suites[i], numbers, i);
        if (i + 1 == count)
            write_notices(junit);
        end(junit);
    }
    check(junit, xmlTextWriterEndDocument(junit->writer) >= 0);
}

void emit_junit(const struct remarks *remarks, struct strbuf *out)
{
    struct junit junit = {.remarks = remarks, .arena = out->arena};
    struct cleanup cleanup = {free_writer, &junit, NULL};
    interner_init(&junit.names, out->arena);
    guard_register(out->arena->guard, &cleanup);
    write_document(&junit);
    strbuf_bytes(out, (const char *)xmlBufferContent(junit.buffer),
                 (size_t)xmlBufferLength(junit.buffer));
    guard_forget(out->arena->guard, &cleanup);
    free_writer(&junit);
}
