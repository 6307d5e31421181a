/* suite_report.c: polc/cases.h: coverage for people, everything as polc-test/1 or its lines, and as a page. */
#include "api/suite.h"

#include "diag/utf8.h"
#include "emit/json.h"

#include <string.h>

struct report_job {
    polc_suite *suite;
    polc_coverage kinds[POLC_COVERAGE_KINDS];
    polc_coverage all;
};

static polc_status begin(struct report_job *job)
{
    polc_status status = polc_suite_coverage(job->suite, job->kinds);
    for (int k = 0; k < POLC_COVERAGE_KINDS; k++) {
        job->all.covered += job->kinds[k].covered;
        job->all.items += job->kinds[k].items;
        job->all.out_of_reach += job->kinds[k].out_of_reach;
        job->all.unresolved += job->kinds[k].unresolved;
    }
    return status;
}

/* ---- text ------------------------------------------------------------------------------------------ */

enum missing { MISSING_REACHABLE, MISSING_OPEN, MISSING_OUT_OF_REACH };

static bool listed(const struct cover_entry *entry, enum missing which)
{
    switch (which) {
    case MISSING_REACHABLE:
        return !entry->covered && entry->reachable && !entry->open;
    case MISSING_OPEN:
        return !entry->covered && entry->reachable && entry->open;
    case MISSING_OUT_OF_REACH:
        return !entry->covered && !entry->reachable && !entry->rank;
    }
    return false;
}

/* Per entry that is listed the next one under the same heading, 0 behind the last; of the
 * first of each heading *begins is set. */
static uint32_t *by_heading(const polc_suite *suite, enum missing which, struct arena *arena,
                            bool *begins)
{
    struct interner headings;
    interner_init(&headings, arena);
    uint32_t *next = ARENA_ARRAY(arena, uint32_t, suite->entries.count);
    uint32_t *last = ARENA_ARRAY(arena, uint32_t, suite->entries.count + 1);
    for (uint32_t i = 1; i < suite->entries.count; i++) {
        const struct cover_entry *entry = &suite->entries.items[i];
        if (!listed(entry, which))
            continue;
        atom_t heading = intern_string(&headings, entry->heading);
        begins[i] = last[heading] == 0;
        if (!begins[i])
            next[last[heading]] = i;
        last[heading] = i;
    }
    return next;
}

static void write_missing(const polc_suite *suite, enum missing which, const char *heading,
                          struct strbuf *out)
{
    bool *begins = ARENA_ARRAY(out->arena, bool, suite->entries.count), any = false;
    const uint32_t *next = by_heading(suite, which, out->arena, begins);
    for (uint32_t first = 1; first < suite->entries.count; first++) {
        if (!begins[first])
            continue;
        if (!any)
            strbuf_printf(out, "%s:\n", heading);
        any = true;
        strbuf_printf(out, "  %s\n",
                      utf8_visible(out->arena, suite->entries.items[first].heading));
        for (uint32_t i = first; i; i = next[i]) {
            const struct cover_entry *entry = &suite->entries.items[i];
            strbuf_text(out, "    ");
            if (entry->file[0])
                strbuf_printf(out, "%s:%u: ", utf8_visible(out->arena, entry->file), entry->line);
            strbuf_printf(out, "%s\n", utf8_visible(out->arena, entry->title));
        }
    }
}

static void write_text(void *argument, struct strbuf *out)
{
    struct report_job *job = argument;
    strbuf_text(out, "coverage: ");
    cover_percent(job->all.covered, job->all.items, out);
    strbuf_printf(out, " %% (%zu of %zu):", job->all.covered, job->all.items);
    for (int k = 0; k < POLC_COVERAGE_KINDS; k++)
        strbuf_printf(out, "%s %s %zu of %zu", k ? "," : "",
                      name_cover_kind((enum cover_kind)k), job->kinds[k].covered,
                      job->kinds[k].items);
    strbuf_char(out, '\n');
    write_missing(job->suite, MISSING_REACHABLE, "not covered", out);
    write_missing(job->suite, MISSING_OPEN, "unresolved, and counted as not covered: a budget ran out", out);
    write_missing(job->suite, MISSING_OUT_OF_REACH, "no case can cover, and not counted", out);
}

static polc_status write_suite(polc_suite *suite, api_writer *write, polc_text **out)
{
    struct report_job job = {.suite = suite};
    struct api_call call = {.heap = suite->heap, .arenas = {&suite->arena}};
    *out = NULL;
    polc_status status = begin(&job);
    return status == POLC_OK ? api_text(&call, write, &job, out) : status;
}

polc_status polc_suite_text(polc_suite *suite, polc_text **out)
{
    return write_suite(suite, write_text, out);
}

/* ---- JSON ------------------------------------------------------------------------------------------ */

static void write_case(const polc_case *c, struct strbuf *out)
{
    strbuf_char(out, '{');
    json_pair(out, "case", c->name);
    json_pair(out, "file", c->file);
    json_count(out, "line", c->line);
    json_bool(out, "passed", c->passed);
    json_pair(out, "verdict", c->verdict);
    json_pair(out, "decided_by", c->decided_by);
    json_pair(out, "why", c->why);
    json_bool(out, "review", c->review);
    json_key(out, "differences");
    strbuf_char(out, '[');
    for (size_t i = 0; i < c->difference_count; i++) {
        json_next(out);
        strbuf_char(out, '{');
        json_pair(out, "what", c->differences[i].what);
        json_pair(out, "expected", c->differences[i].expected);
        json_pair(out, "found", c->differences[i].found);
        strbuf_char(out, '}');
    }
    strbuf_text(out, "]}");
}

static void write_numbers(const polc_coverage *c, struct strbuf *out)
{
    json_count(out, "covered", c->covered);
    json_count(out, "items", c->items);
    json_count(out, "out_of_reach", c->out_of_reach);
    if (c->unresolved)
        json_count(out, "unresolved", c->unresolved);
}

static void write_entry(const struct cover_entry *entry, struct strbuf *out)
{
    json_next(out);
    strbuf_char(out, '{');
    json_pair(out, "kind", name_cover_kind(entry->kind));
    json_pair(out, "of", entry->heading);
    json_pair(out, "what", entry->title);
    if (entry->file[0]) {
        json_pair(out, "file", entry->file);
        json_count(out, "line", entry->line);
    }
    json_bool(out, "reachable", entry->reachable);
    if (entry->reachable)
        json_true(out, "unresolved", entry->open);
    strbuf_char(out, '}');
}

static void write_coverage(const struct report_job *job, struct strbuf *out)
{
    const polc_suite *suite = job->suite;
    json_key(out, "coverage");
    strbuf_char(out, '{');
    json_key(out, "percent");
    cover_percent(job->all.covered, job->all.items, out);
    write_numbers(&job->all, out);
    json_key(out, "kinds");
    strbuf_char(out, '{');
    for (int k = 0; k < POLC_COVERAGE_KINDS; k++) {
        json_key(out, name_cover_kind((enum cover_kind)k));
        strbuf_char(out, '{');
        write_numbers(&job->kinds[k], out);
        strbuf_char(out, '}');
    }
    strbuf_char(out, '}');
    json_key(out, "missing");
    strbuf_char(out, '[');
    for (size_t i = 1; i < suite->entries.count; i++)
        if (!suite->entries.items[i].covered)
            write_entry(&suite->entries.items[i], out);
    strbuf_text(out, "]}");
}

/* What ends both shapes. */
static void write_end(const struct report_job *job, struct strbuf *out)
{
    const polc_suite *suite = job->suite;
    json_key(out, "summary");
    strbuf_char(out, '{');
    json_count(out, "passed", suite->total.passed);
    json_count(out, "failed", suite->total.failed);
    json_count(out, "refused", suite->total.refused);
    json_count(out, "review", suite->total.review);
    strbuf_char(out, '}');
    if (suite->counts)
        write_coverage(job, out);
    strbuf_text(out, "}\n");
}

static void write_json(void *argument, struct strbuf *out)
{
    const struct report_job *job = argument;
    const polc_suite *suite = job->suite;
    strbuf_text(out, "{\"schema\": \"polc-test/1\", \"cases\": [");
    for (size_t i = 0; i < suite->cases.count; i++) {
        json_next(out);
        write_case(&suite->cases.items[i], out);
    }
    strbuf_char(out, ']');
    write_end(job, out);
}

static void write_ndjson(void *argument, struct strbuf *out)
{
    const struct report_job *job = argument;
    const polc_suite *suite = job->suite;
    for (size_t i = 0; i < suite->cases.count; i++) {
        write_case(&suite->cases.items[i], out);
        strbuf_char(out, '\n');
    }
    strbuf_text(out, "{\"schema\": \"polc-test-lines/1\"");
    write_end(job, out);
}

polc_status polc_suite_json(polc_suite *suite, polc_text **out)
{
    return write_suite(suite, write_json, out);
}

polc_status polc_suite_ndjson(polc_suite *suite, polc_text **out)
{
    return write_suite(suite, write_ndjson, out);
}

/* ---- the page -------------------------------------------------------------------------------------- */

static void write_page(void *argument, struct strbuf *out)
{
    const struct report_job *job = argument;
    const polc_suite *suite = job->suite;
    struct emit_suite view = {.cases = suite->cases.items, .case_count = suite->cases.count,
                              .counts = suite->total};
    view.refused = suite->refused.items;
    view.refused_count = suite->refused.count;
    if (suite->counts && suite->entries.count) {
        view.entries = suite->entries.items + 1;
        view.entry_count = suite->entries.count - 1;
        view.kinds = job->kinds;
        view.all = job->all;
    }
    for (const struct suite_policy *p = suite->policies; p; p = p->next)
        view.policy_count++;
    const struct table **tables = ARENA_ARRAY(out->arena, const struct table *, view.policy_count + 1);
    const char **files = ARENA_ARRAY(out->arena, const char *, view.policy_count + 1);
    size_t count = 0;
    for (const struct suite_policy *p = suite->policies; p; p = p->next) {
        files[count] = p->file;
        tables[count++] = p->table->table;
    }
    view.tables = tables;
    view.files = files;
    emit_html_suite(&view, out);
}

polc_status polc_suite_html(polc_suite *suite, polc_text **out)
{
    return write_suite(suite, write_page, out);
}
