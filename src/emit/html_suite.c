/* html_suite.c: what `polc test` found, on a page.
 *
 * In: cases that were run, and what they cover (coverage.h). Out: what failed and why, then what
 * passed, then coverage: a bar for each kind of item and for each clause, term or column, with
 * what no case shows below it. Cases that nobody has looked at are marked in both lists. A bar
 * says nothing that the numbers beside it do not.
 */
#include "emit/html_parts.h"

#include "base/intern.h"

#include <inttypes.h>
#include <string.h>

struct page {
    const struct emit_suite *suite;
    struct strbuf *out;
    const struct html_rules *rules; /* of each policy */
};

/* ---- cases ---------------------------------------------------------------------------------------- */

static void put_place(struct page *p, const char *file, uint32_t line)
{
    struct strbuf place = strbuf_new(p->out->arena);
    strbuf_printf(&place, "%s:%" PRIu32, file, line);
    html_element(p->out, "span", "place", strbuf_string(&place));
}

static void put_review(struct page *p, const polc_case *c)
{
    if (!c->review)
        return;
    strbuf_char(p->out, ' ');
    html_badge(p->out, "review", "to be reviewed");
}

static void put_row(struct page *p, const char *what, const char *expected, const char *found)
{
    strbuf_text(p->out, "<tr><th scope=\"row\">");
    markup_html(p->out, what);
    strbuf_text(p->out, "</th><td data-h=\"expected\">");
    markup_html(p->out, expected[0] ? expected : "nothing");
    strbuf_text(p->out, "</td><td data-h=\"found\">");
    markup_html(p->out, found[0] ? found : "nothing");
    strbuf_text(p->out, "</td></tr>\n");
}

static void put_failed(struct page *p, const polc_case *c)
{
    struct strbuf *out = p->out;
    strbuf_printf(out, "<article class=\"case item failed\" data-k=\"failed %s%s\">\n<header>\n",
                  c->verdict, c->review ? " review" : "");
    strbuf_text(out, "<h3>");
    markup_html_name(out, c->name);
    strbuf_text(out, "</h3><p class=\"verdict\">");
    html_badge(out, "failed", "failed");
    put_review(p, c);
    strbuf_char(out, ' ');
    put_place(p, c->file, c->line);
    strbuf_text(out, "</p>\n</header>\n<div class=\"scroll\">\n<table class=\"rows differences\">\n"
                     "<thead><tr><th scope=\"col\">what</th><th scope=\"col\">expected</th>"
                     "<th scope=\"col\">found</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < c->difference_count; i++)
        put_row(p, c->differences[i].what, c->differences[i].expected, c->differences[i].found);
    strbuf_text(out, "</tbody>\n</table>\n</div>\n");
    if (c->decided_by[0]) {
        strbuf_text(out, "<p>Decided by ");
        markup_html(out, c->decided_by);
        strbuf_text(out, "</p>\n");
    }
    if (c->why[0]) {
        strbuf_text(out, "<p>Why it is expected: ");
        markup_html(out, c->why);
        strbuf_text(out, "</p>\n");
    }
    strbuf_text(out, "</article>\n");
}

static void put_passed(struct page *p, const polc_case *c)
{
    struct strbuf *out = p->out;
    strbuf_printf(out, "<tr class=\"item\" data-k=\"passed %s%s\"><th scope=\"row\">",
                  c->verdict, c->review ? " review" : "");
    markup_html(out, c->name);
    put_review(p, c);
    strbuf_char(out, ' ');
    put_place(p, c->file, c->line);
    strbuf_printf(out, "</th><td data-h=\"verdict\">");
    html_badge(out, c->verdict, c->verdict);
    strbuf_text(out, "</td><td data-h=\"decided by\">");
    markup_html(out, c->decided_by);
    strbuf_text(out, "</td><td data-h=\"why\">");
    markup_html(out, c->why);
    strbuf_text(out, "</td></tr>\n");
}

static void put_refused(struct page *p)
{
    if (!p->suite->refused_count)
        return;
    strbuf_text(p->out, "<section aria-labelledby=\"refused\">\n<h2 id=\"refused\">Could not be read</h2>\n");
    for (size_t i = 0; i < p->suite->refused_count; i++) {
        strbuf_text(p->out, "<h3>");
        markup_html_name(p->out, p->suite->refused[i].path);
        strbuf_text(p->out, "</h3>");
        html_element(p->out, "pre", "message", p->suite->refused[i].text);
        strbuf_char(p->out, '\n');
    }
    strbuf_text(p->out, "</section>\n");
}

static void put_all_failed(struct page *p)
{
    const struct emit_suite *s = p->suite;
    if (s->counts.failed)
        strbuf_text(p->out, "<section class=\"group\" aria-labelledby=\"failed\">\n<h2 id=\"failed\">Failed</h2>\n");
    for (size_t i = 0; i < s->case_count; i++)
        if (!s->cases[i].passed)
            put_failed(p, &s->cases[i]);
    strbuf_text(p->out, s->counts.failed ? "</section>\n" : "");
    put_refused(p);
}

static void put_all_passed(struct page *p)
{
    const struct emit_suite *s = p->suite;
    if (!s->counts.passed)
        return;
    strbuf_text(p->out, "<section class=\"group\" aria-labelledby=\"passed\">\n<h2 id=\"passed\">Passed</h2>\n"
                        "<div class=\"scroll\">\n<table class=\"rows\" aria-labelledby=\"passed\">\n"
                        "<thead><tr><th scope=\"col\">case</th><th scope=\"col\">verdict</th>"
                        "<th scope=\"col\">decided by</th><th scope=\"col\">why</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < s->case_count; i++)
        if (s->cases[i].passed)
            put_passed(p, &s->cases[i]);
    strbuf_text(p->out, "</tbody>\n</table>\n</div>\n</section>\n");
}

/* ---- coverage --------------------------------------------------------------------------------------- */

static void put_bar(struct page *p, const polc_coverage *c)
{
    strbuf_printf(p->out,
                  "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" "
                  "aria-hidden=\"true\"><rect class=\"all\" width=\"1000\" height=\"10\"/>"
                  "<rect class=\"done\" width=\"%zu\" height=\"10\"/></svg>",
                  cover_tenths(c->covered, c->items));
}

static void put_numbers(struct page *p, const polc_coverage *c)
{
    strbuf_text(p->out, "<td data-h=\"covered\">");
    if (c->items) {
        strbuf_printf(p->out, "%zu of %zu (", c->covered, c->items);
        cover_percent(c->covered, c->items, p->out);
        strbuf_text(p->out, " %)");
    }
    strbuf_text(p->out, "</td><td class=\"bars\">");
    if (c->items)
        put_bar(p, c);
    strbuf_text(p->out, "</td>");
}

static void put_kinds(struct page *p)
{
    strbuf_text(p->out, "<div class=\"scroll\">\n<table class=\"rows coverage\" aria-labelledby=\"coverage\">\n"
                        "<thead><tr><th scope=\"col\">what</th><th scope=\"col\">covered</th>"
                        "<th scope=\"col\">share</th><th scope=\"col\">no case can</th></tr></thead>\n<tbody>\n");
    for (int k = 0; k < COVER_KINDS; k++) {
        const polc_coverage *c = &p->suite->kinds[k];
        strbuf_printf(p->out, "<tr><th scope=\"row\">%s</th>", name_cover_kind((enum cover_kind)k));
        put_numbers(p, c);
        strbuf_text(p->out, "<td data-h=\"no case can\">");
        if (c->out_of_reach)
            strbuf_printf(p->out, "%zu", c->out_of_reach);
        strbuf_text(p->out, "</td></tr>\n");
    }
    strbuf_text(p->out, "</tbody>\n</table>\n</div>\n");
}

/* Entries under one heading, in the order of the first. */
struct subject {
    const char *heading;
    polc_coverage counts;
    VEC(const struct cover_entry *) missing, unreachable;
};

struct subjects {
    VEC(struct subject) list;
};

static struct subjects subjects_of(const struct page *p)
{
    struct arena *arena = p->out->arena;
    struct interner headings;
    struct subjects out = {0};
    interner_init(&headings, arena);
    VEC_PUSH(arena, &out.list, (struct subject){0}); /* atom 0 is no name */
    for (size_t i = 0; i < p->suite->entry_count; i++) {
        const struct cover_entry *entry = &p->suite->entries[i];
        atom_t heading = intern_string(&headings, entry->heading);
        if (heading >= out.list.count)
            VEC_PUSH(arena, &out.list, (struct subject){.heading = entry->heading});
        struct subject *s = &out.list.items[heading];
        s->counts.covered += entry->covered;
        s->counts.items += entry->covered || entry->reachable;
        s->counts.out_of_reach += !entry->covered && !entry->reachable;
        if (!entry->covered && entry->reachable)
            VEC_PUSH(arena, &s->missing, entry);
        else if (!entry->covered && !entry->rank)
            VEC_PUSH(arena, &s->unreachable, entry);
    }
    return out;
}

static void put_entry(struct page *p, const struct cover_entry *entry)
{
    strbuf_text(p->out, "<li>");
    html_words(p->out, entry->title);
    if (entry->open)
        strbuf_text(p->out, " (unresolved: a budget ran out)");
    if (entry->file[0]) {
        strbuf_char(p->out, ' ');
        put_place(p, entry->file, entry->line);
    }
    strbuf_text(p->out, "</li>");
}

/* A name that several policies have a clause by leads nowhere. */
static void put_heading(struct page *p, const char *heading)
{
    const struct html_rules *rules = NULL;
    uint32_t clause = 0;
    size_t met = 0;
    for (size_t i = 0; i < p->suite->policy_count; i++)
        for (uint32_t c = 0; c < p->rules[i].table->clauses_count; c++) {
            if (strcmp(name_clause(p->rules[i].table, c), heading) != 0)
                continue;
            rules = &p->rules[i];
            clause = c;
            met++;
        }
    if (met == 1)
        html_clause_link(p->out, rules, clause);
    else
        markup_html(p->out, heading);
}

static void put_subject(struct page *p, const struct subject *s)
{
    strbuf_text(p->out, "<tr><th scope=\"row\">");
    put_heading(p, s->heading);
    strbuf_text(p->out, "</th>");
    put_numbers(p, &s->counts);
    strbuf_text(p->out, "<td data-h=\"missing\">");
    if (s->missing.count)
        strbuf_text(p->out, "<ul>");
    for (size_t i = 0; i < s->missing.count; i++)
        put_entry(p, s->missing.items[i]);
    strbuf_text(p->out, s->missing.count ? "</ul>" : "");
    if (s->unreachable.count)
        strbuf_printf(p->out, "<details><summary>%zu that no case can show</summary><ul>",
                      s->unreachable.count);
    for (size_t i = 0; i < s->unreachable.count; i++)
        put_entry(p, s->unreachable.items[i]);
    strbuf_text(p->out, s->unreachable.count ? "</ul></details>" : "");
    strbuf_text(p->out, "</td></tr>\n");
}

static void put_coverage(struct page *p)
{
    strbuf_text(p->out, "<section class=\"covered\" aria-labelledby=\"coverage\">\n"
                        "<h2 id=\"coverage\">Coverage</h2>\n");
    if (!p->suite->kinds) {
        strbuf_text(p->out, "<p>It was not counted: <code>--coverage</code> asks for it.</p>\n</section>\n");
        return;
    }
    struct subjects subjects = subjects_of(p);
    put_kinds(p);
    strbuf_text(p->out, "<h3 id=\"subjects\">Clause by clause, then terms and boundaries</h3>\n"
                        "<div class=\"scroll\">\n<table class=\"rows coverage\" aria-labelledby=\"subjects\">\n"
                        "<thead><tr><th scope=\"col\">of</th><th scope=\"col\">covered</th>"
                        "<th scope=\"col\">share</th><th scope=\"col\">missing</th></tr></thead>\n<tbody>\n");
    for (size_t i = 1; i < subjects.list.count; i++)
        put_subject(p, &subjects.list.items[i]);
    strbuf_text(p->out, "</tbody>\n</table>\n</div>\n</section>\n");
}

/* ---- the page ---------------------------------------------------------------------------------------- */

static void put_summary(struct page *p)
{
    const polc_case_counts *c = &p->suite->counts;
    size_t all = c->passed + c->failed + c->refused;
    strbuf_printf(p->out, "<p class=\"summary\"><b>%zu case%s</b>", all, all == 1 ? "" : "s");
    html_count(p->out, c->failed, "failed", "failed");
    html_count(p->out, c->refused, "refused", "refused");
    html_count(p->out, c->passed, "passed", "passed");
    html_count(p->out, c->review, "review", "to be reviewed");
    if (p->suite->kinds) {
        const polc_coverage *sum = &p->suite->all;
        strbuf_text(p->out, " <span>");
        cover_percent(sum->covered, sum->items, p->out);
        strbuf_printf(p->out, " %% covered, %zu of %zu</span>", sum->covered, sum->items);
    }
    strbuf_text(p->out, "</p>\n");
}

static void put_verdicts(struct page *p)
{
    html_choice_begin(p->out, "verdict found");
    for (int v = EVAL_PERMITTED; v <= EVAL_PROHIBITED; v++) {
        const char *name = name_verdict((enum eval_verdict)v);
        bool any = false;
        for (size_t i = 0; i < p->suite->case_count; i++)
            any = any || strcmp(p->suite->cases[i].verdict, name) == 0;
        if (any)
            html_choice(p->out, name, name);
    }
    html_choice_end(p->out);
}

static void put_filters(struct page *p)
{
    const polc_case_counts *c = &p->suite->counts;
    html_items_begin(p->out, &(struct html_items){"case", "cases", "Filter the cases", true});
    if (c->failed)
        html_check(p->out, "failed", "failed");
    if (c->passed)
        html_check(p->out, "passed", "passed");
    put_verdicts(p);
    if (c->review) {
        html_choice_begin(p->out, "review");
        html_choice(p->out, "review", "to be reviewed");
        html_choice_end(p->out);
    }
    html_items_end(p->out, "a name, a clause", "");
}

static const char *name_of(const struct table *table)
{
    return table_text(table, table->meta->name.offset);
}

/* Variants of one policy have one name; cases say which of them they are about. */
static bool shares_name(const struct emit_suite *suite, size_t policy)
{
    for (size_t i = 0; i < suite->policy_count; i++)
        if (i != policy && strcmp(name_of(suite->tables[i]), name_of(suite->tables[policy])) == 0)
            return true;
    return false;
}

/* Of several each with its name, and ids of its own. */
static const struct html_rules *rules_of(const struct emit_suite *suite, struct arena *arena)
{
    struct html_rules *rules = ARENA_ARRAY(arena, struct html_rules, suite->policy_count + 1);
    bool one = suite->policy_count == 1;
    for (size_t i = 0; i < suite->policy_count; i++) {
        struct strbuf heading = strbuf_new(arena);
        strbuf_text(&heading, "Decision table");
        strbuf_text(&heading, one ? "" : ": ");
        markup_html_name(&heading, one ? "" : name_of(suite->tables[i]));
        if (shares_name(suite, i)) {
            strbuf_text(&heading, ", for the cases of ");
            markup_html_name(&heading, suite->files[i]);
        }
        rules[i] = (struct html_rules){suite->tables[i], one ? "" : arena_printf(arena, "p%zu-", i + 1),
                                       strbuf_string(&heading)};
    }
    return rules;
}

static void put_parts(const struct page *p)
{
    struct html_part parts[4] = {{0}};
    size_t count = 0, policies = p->suite->policy_count;
    parts[count++] = (struct html_part){"coverage", "Coverage"};
    if (p->suite->counts.passed)
        parts[count++] = (struct html_part){"passed", "Passed"};
    if (policies)
        parts[count++] = (struct html_part){policies == 1 ? "rules" : "p1-rules",
                                            policies == 1 ? "Decision table" : "Decision tables"};
    html_nav(p->out, parts);
}

void emit_html_suite(const struct emit_suite *suite, struct strbuf *out)
{
    bool one = suite->policy_count == 1;
    struct page p = {.suite = suite, .out = out, .rules = rules_of(suite, out->arena)};
    html_head(out, one ? name_of(suite->tables[0])
                       : arena_printf(out->arena, "%zu policies", suite->policy_count), "tests");
    if (one)
        html_about(out, suite->tables[0], "Tests");
    else
        strbuf_text(out, "<p>Tests</p>\n");
    put_parts(&p);
    html_main(out);
    put_summary(&p);
    if (suite->case_count > 1)
        put_filters(&p);
    put_all_failed(&p);
    put_coverage(&p);
    put_all_passed(&p);
    for (size_t i = 0; i < suite->policy_count; i++)
        html_rules(out, &p.rules[i]);
    html_foot(out);
}
