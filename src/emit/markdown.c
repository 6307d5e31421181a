/* markdown.c: remarks as Markdown, for a comment on a merge request or a step summary.
 *
 *   ## polc eval: 2 of 12 not in order
 *   policy and summary
 *   | deployment | verdict | clause | place | why |      what is open, a row each
 *   ### Waived or in the baseline                        told apart: it fails nothing
 *   ### Told, but failing nothing                        what is open in cases that are in order
 *   ### About this run                                   notices
 *   <details> … </details>                               of each case that is not in order
 *
 * A comment on GitHub holds 65 536 characters, and one character is a byte or more: each part
 * has a share of fewer bytes, what does not fit is left out from its end, and that is said.
 */
#include "emit/markup.h"
#include "emit/remarks.h"

#include <string.h>

#define ROWS_END 20000u    /* bytes of the document up to the end of each part */
#define STATES_END 28000u
#define TOLD_END 36000u
#define NOTICES_END 40000u
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

/* What a case of the command is; NULL where all of it is about one thing, a policy or two. */
static const char *noun(const struct remarks *remarks)
{
    if (strcmp(remarks->command, "eval") == 0)
        return "deployment";
    return strcmp(remarks->command, "test") == 0 ? "case" : NULL;
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

static void headings(const struct remarks *remarks, struct strbuf *out)
{
    if (noun(remarks))
        strbuf_printf(out, "\n| %s | verdict | clause | place | why |\n"
                           "| --- | --- | --- | --- | --- |\n", noun(remarks));
    else
        strbuf_text(out, "\n| finding | | place | why |\n| --- | --- | --- | --- |\n");
}

/* A case is told in a row for each of its remarks; one of which there is but one, not again. */
static void row(const struct remarks *remarks, const struct remark_case *c,
                const struct remark *remark, struct strbuf *out)
{
    const char *verdict = remark && remark->verdict[0] ? remark->verdict : c->verdict;
    const char *id = remark ? remarks->rules.items[remark->rule].id : "";
    strbuf_char(out, '|');
    if (noun(remarks))
        cell(out, c->name, NAME_LIMIT);
    else
        cell(out, id, NAME_LIMIT);
    strbuf_text(out, " **");
    markup_markdown(out, remark && !noun(remarks) ? remark_level_name(remark->level) : verdict);
    strbuf_text(out, "** |");
    if (noun(remarks))
        cell(out, id, NAME_LIMIT);
    place_cell(out, remark && remark->place.file[0] ? &remark->place : &c->place);
    strbuf_char(out, ' ');
    markup_markdown_names(out, cut(out->arena, remark ? remark->message : "", MESSAGE_LIMIT));
    strbuf_text(out, " |\n");
}

/* A part of the document while it grows. */
struct part {
    struct strbuf *out;
    size_t end, left; /* its share; rows that did not fit */
};

static void add_row(const struct remarks *remarks, const struct remark_case *c,
                    const struct remark *remark, struct part *part)
{
    size_t before = part->out->count;
    if (part->left == 0)
        row(remarks, c, remark, part->out);
    if (part->left || !keep(part->out, before, part->end))
        part->left++;
}

/* A row for each open remark; of a case that is not in order one where it has none. */
static void add_rows(const struct remarks *remarks, const struct remark_case *c,
                     struct part *part)
{
    bool any = !is_open(c);
    for (size_t i = 0; i < c->remark_count; i++) {
        const struct remark *remark = remark_at(remarks, c, i);
        if (remark->state == REMARK_OPEN)
            add_row(remarks, c, remark, part);
        any = any || remark->state == REMARK_OPEN;
    }
    if (!any)
        add_row(remarks, c, NULL, part);
}

static void open_rows(const struct remarks *remarks, bool in_order, size_t end,
                      struct strbuf *out)
{
    struct part part = {out, end, 0};
    headings(remarks, out);
    for (size_t i = 0; i < remarks->cases.count; i++)
        if (is_open(&remarks->cases.items[i]) != in_order)
            add_rows(remarks, &remarks->cases.items[i], &part);
    left_out(out, part.left, "row is", "rows are");
}

static bool tells_in_order(const struct remarks *remarks)
{
    for (size_t i = 0; i < remarks->cases.count; i++) {
        const struct remark_case *c = &remarks->cases.items[i];
        for (size_t k = 0; k < c->remark_count && !is_open(c); k++)
            if (remark_at(remarks, c, k)->state == REMARK_OPEN)
                return true;
    }
    return false;
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
                       "| --- | --- | --- | --- |\n", noun(remarks) ? noun(remarks) : "about");
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

/* ---- notices ------------------------------------------------------------------------------- */

static void notices(const struct remarks *remarks, struct strbuf *out)
{
    size_t left = 0;
    strbuf_text(out, "\n### About this run\n\n");
    for (size_t i = 0; i < remarks->notices.count; i++) {
        const struct remark_notice *notice = &remarks->notices.items[i];
        size_t before = out->count;
        if (left == 0) {
            strbuf_printf(out, "- %s%s", notice->id, notice->id[0] ? ": " : "");
            markup_markdown_names(out, cut(out->arena, notice->message, MESSAGE_LIMIT));
            strbuf_char(out, '\n');
        }
        if (left || !keep(out, before, NOTICES_END))
            left++;
    }
    left_out(out, left, "notice is", "notices are");
}

/* ---- details ------------------------------------------------------------------------------- */

/* The lines of the case, which tell it whole, or those of its remarks where it has none. */
static const char *lines_of(const struct remarks *remarks, const struct remark_case *c,
                            struct arena *arena)
{
    struct strbuf lines = strbuf_new(arena);
    strbuf_text(&lines, c->text);
    for (size_t i = 0; i < c->remark_count && !c->text[0]; i++) {
        const struct remark *remark = remark_at(remarks, c, i);
        if (remark->state != REMARK_OPEN || !remark->detail[0])
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
            markup_html_name(out, cut(out->arena, c->name, NAME_LIMIT));
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

/* Where nobody knows its name, it is called by its file. */
static void put_policy(const struct remarks *remarks, struct strbuf *out)
{
    const char *name = cut(out->arena, remarks->policy, NAME_LIMIT);
    const char *file = cut(out->arena, remarks->policy_file, NAME_LIMIT);
    bool named = !file[0] || strcmp(remarks->policy, remarks->policy_file) != 0;
    if (named) {
        strbuf_text(out, "**");
        markup_markdown(out, name);
        strbuf_text(out, file[0] ? "** (" : "**");
    }
    if (file[0])
        markup_markdown_code(out, file);
    strbuf_text(out, named && file[0] ? ")" : "");
}

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
    strbuf_text(out, "\n\nPolicy ");
    put_policy(remarks, out);
    if (remarks->summary[0]) {
        strbuf_text(out, ". ");
        markup_markdown(out, cut(out->arena, remarks->summary, MESSAGE_LIMIT));
    }
    strbuf_text(out, ".\n");
    if (remarks->left_out)
        strbuf_printf(out, "\n_Of %zu more only the summary tells._\n", remarks->left_out);
}

void emit_markdown(const struct remarks *remarks, struct strbuf *out)
{
    struct strbuf document = strbuf_new(out->arena); /* shares are of it alone */
    size_t open = 0;
    for (size_t i = 0; i < remarks->cases.count; i++)
        open += is_open(&remarks->cases.items[i]);
    head(remarks, open, &document);
    if (open)
        open_rows(remarks, false, ROWS_END, &document);
    if (count_states(remarks, REMARK_WAIVED) + count_states(remarks, REMARK_BASELINED))
        state_rows(remarks, &document);
    if (tells_in_order(remarks)) {
        strbuf_text(&document, "\n### Told, but failing nothing\n");
        open_rows(remarks, true, TOLD_END, &document);
    }
    if (remarks->notices.count)
        notices(remarks, &document);
    details(remarks, &document);
    strbuf_bytes(out, document.items, document.count);
}
