/* markdown.c: remarks as Markdown, for a comment on a merge request or a step summary.
 *
 *   ## polc eval: 2 of 12 not in order
 *   policy and summary
 *   | deployment | verdict | clause | place | why |      what is open, a row each
 *   ### Waived or in the baseline                        told apart: it fails nothing
 *   <details> … </details>                               of each case that is not in order
 *
 * A comment on GitHub holds 65 536 characters, and one character is a byte or more: each part
 * has a share of fewer bytes, what does not fit is left out from its end, and that is said.
 */
#include "emit/markup.h"
#include "emit/remarks.h"

#include <string.h>

#define ROWS_END 24000u    /* bytes of the document up to the end of each part */
#define STATES_END 36000u
#define DETAILS_END 62000u
#define MESSAGE_LIMIT 240u /* bytes of a cell */
#define NAME_LIMIT 120u
#define LINES_LIMIT 8000u  /* bytes of one case's details */

static const struct remark *remark_at(const struct remarks *remarks, const struct remark_case *c,
                                      size_t i)
{
    return &remarks->remarks.items[c->first_remark + i];
}

static bool is_open(const struct remark_case *c)
{
    return c->outcome == CASE_FAILED || c->outcome == CASE_REFUSED;
}

/* What a case of the command is. */
static const char *noun(const struct remarks *remarks)
{
    static const char *const nouns[][2] = {
        {"eval", "deployment"}, {"test", "case"}, {"check", "policy"}, {"diff", "change"}};
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (strcmp(nouns[i][0], remarks->command) == 0)
            return nouns[i][1];
    return "about";
}

/* The piece if it fits; else what was added is taken off again. */
static bool keep(struct strbuf *out, size_t before, size_t end)
{
    bool fits = out->count <= end;
    if (!fits)
        out->count = before;
    return fits;
}

static void left_out(struct strbuf *out, size_t count, const char *one, const char *many)
{
    if (count)
        strbuf_printf(out, "\n_%zu more %s left out, to stay below the size of a comment._\n", count,
                      count == 1 ? one : many);
}

/* ---- cells --------------------------------------------------------------------------------- */

static const char *cut(struct arena *arena, const char *text, size_t limit)
{
    size_t length = markup_fit(text, limit);
    if (!text[length])
        return text;
    return arena_printf(arena, "%.*s…", (int)length, text);
}

static void cell(struct strbuf *out, const char *text, size_t limit)
{
    strbuf_char(out, ' ');
    markup_markdown(out, cut(out->arena, text, limit));
    strbuf_text(out, " |");
}

static void code_cell(struct strbuf *out, const char *text)
{
    if (!text[0]) {
        strbuf_text(out, " |");
        return;
    }
    strbuf_char(out, ' ');
    markup_markdown_code(out, cut(out->arena, text, NAME_LIMIT));
    strbuf_text(out, " |");
}

static void place_cell(struct strbuf *out, const struct remark_place *place)
{
    bool line = place->file[0] && place->line;
    code_cell(out, line ? arena_printf(out->arena, "%s:%u", place->file, place->line)
                        : place->file);
}

/* ---- what is not in order ------------------------------------------------------------------ */

static void row(const struct remarks *remarks, const struct remark_case *c,
                const struct remark *remark, struct strbuf *out)
{
    strbuf_char(out, '|');
    cell(out, c->name, NAME_LIMIT);
    strbuf_text(out, " **");
    markup_markdown(out, c->verdict);
    strbuf_text(out, "** |");
    cell(out, remark ? remarks->rules.items[remark->rule].id : "", NAME_LIMIT);
    place_cell(out, remark && remark->place.file[0] ? &remark->place : &c->place);
    cell(out, remark ? remark->message : "", MESSAGE_LIMIT);
    strbuf_char(out, '\n');
}

static void add_row(const struct remarks *remarks, const struct remark_case *c,
                    const struct remark *remark, size_t *left, struct strbuf *out)
{
    size_t before = out->count;
    if (*left == 0)
        row(remarks, c, remark, out);
    if (*left || !keep(out, before, ROWS_END))
        ++*left;
}

/* A row for each open remark, or one of the case where it has none. */
static void add_rows(const struct remarks *remarks, const struct remark_case *c, size_t *left,
                     struct strbuf *out)
{
    bool any = false;
    for (size_t i = 0; i < c->remark_count; i++) {
        const struct remark *remark = remark_at(remarks, c, i);
        if (remark->state == REMARK_OPEN)
            add_row(remarks, c, remark, left, out);
        any = any || remark->state == REMARK_OPEN;
    }
    if (!any)
        add_row(remarks, c, NULL, left, out);
}

static void open_rows(const struct remarks *remarks, struct strbuf *out)
{
    size_t left = 0;
    strbuf_printf(out, "\n| %s | verdict | clause | place | why |\n| --- | --- | --- | --- | --- |\n",
                  noun(remarks));
    for (size_t i = 0; i < remarks->cases.count; i++)
        if (is_open(&remarks->cases.items[i]))
            add_rows(remarks, &remarks->cases.items[i], &left, out);
    left_out(out, left, "row is", "rows are");
}

/* ---- waived and baselined ------------------------------------------------------------------ */

static size_t count_states(const struct remarks *remarks, enum remark_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < remarks->remarks.count; i++)
        count += remarks->remarks.items[i].state == state;
    return count;
}

static void state_rows(const struct remarks *remarks, struct strbuf *out)
{
    size_t left = 0;
    strbuf_printf(out, "\n### Waived or in the baseline\n\n| %s | clause | state | reason |\n"
                       "| --- | --- | --- | --- |\n", noun(remarks));
    for (size_t i = 0; i < remarks->remarks.count; i++) {
        const struct remark *remark = &remarks->remarks.items[i];
        size_t before = out->count;
        if (remark->state == REMARK_OPEN)
            continue;
        if (left == 0) {
            strbuf_char(out, '|');
            cell(out, remark->subject, NAME_LIMIT);
            cell(out, remarks->rules.items[remark->rule].id, NAME_LIMIT);
            cell(out, remark->state == REMARK_WAIVED ? "waived" : "in the baseline", NAME_LIMIT);
            cell(out, remark->reason, MESSAGE_LIMIT);
            strbuf_char(out, '\n');
        }
        if (left || !keep(out, before, STATES_END))
            left++;
    }
    left_out(out, left, "row is", "rows are");
}

/* ---- details ------------------------------------------------------------------------------- */

static const char *lines_of(const struct remarks *remarks, const struct remark_case *c,
                            struct arena *arena)
{
    struct strbuf lines = strbuf_new(arena);
    strbuf_text(&lines, c->text);
    for (size_t i = 0; i < c->remark_count; i++) {
        const struct remark *remark = remark_at(remarks, c, i);
        if (remark->state != REMARK_OPEN || !remark->detail[0] || strstr(c->text, remark->detail))
            continue;
        if (lines.count && lines.items[lines.count - 1] != '\n')
            strbuf_char(&lines, '\n');
        strbuf_text(&lines, remark->detail);
    }
    const char *text = strbuf_string(&lines);
    size_t length = markup_fit(text, LINES_LIMIT);
    return text[length] ? arena_printf(arena, "%.*s\n…\n", (int)length, text) : text;
}

static void details(const struct remarks *remarks, struct strbuf *out)
{
    size_t left = 0;
    for (size_t i = 0; i < remarks->cases.count; i++) {
        const struct remark_case *c = &remarks->cases.items[i];
        size_t before = out->count;
        const char *lines = is_open(c) ? lines_of(remarks, c, out->arena) : "";
        if (!lines[0])
            continue;
        if (left == 0) {
            strbuf_text(out, "\n<details><summary>");
            markup_html(out, cut(out->arena, c->name, NAME_LIMIT));
            strbuf_text(out, ": ");
            markup_html(out, c->verdict);
            strbuf_text(out, "</summary>\n\n");
            markup_markdown_block(out, lines);
            strbuf_text(out, "\n</details>\n");
        }
        if (left || !keep(out, before, DETAILS_END))
            left++;
    }
    left_out(out, left, "detail is", "details are");
}

/* ---- the document -------------------------------------------------------------------------- */

static void head(const struct remarks *remarks, size_t open, struct strbuf *out)
{
    size_t all = remarks->cases.count;
    strbuf_printf(out, "## polc %s: ", remarks->command);
    if (!all)
        strbuf_text(out, "nothing to look at");
    else if (open)
        strbuf_printf(out, "%zu of %zu not in order", open, all);
    else
        strbuf_printf(out, all == 1 ? "in order" : "all %zu in order", all);
    strbuf_text(out, "\n\nPolicy **");
    markup_markdown(out, cut(out->arena, remarks->policy, NAME_LIMIT));
    strbuf_text(out, "**");
    if (remarks->policy_file[0]) {
        strbuf_text(out, " (");
        markup_markdown_code(out, cut(out->arena, remarks->policy_file, NAME_LIMIT));
        strbuf_char(out, ')');
    }
    if (remarks->summary[0]) {
        strbuf_text(out, ". ");
        markup_markdown(out, cut(out->arena, remarks->summary, MESSAGE_LIMIT));
    }
    strbuf_text(out, ".\n");
}

void emit_markdown(const struct remarks *remarks, struct strbuf *out)
{
    struct strbuf document = strbuf_new(out->arena); /* shares are of it alone */
    size_t open = 0;
    for (size_t i = 0; i < remarks->cases.count; i++)
        open += is_open(&remarks->cases.items[i]);
    head(remarks, open, &document);
    if (open)
        open_rows(remarks, &document);
    if (count_states(remarks, REMARK_WAIVED) + count_states(remarks, REMARK_BASELINED))
        state_rows(remarks, &document);
    details(remarks, &document);
    strbuf_bytes(out, document.items, document.count);
}
