/* github.c: remarks as workflow commands, which a runner of GitHub Actions shows at their lines.
 *
 * A step shows ten annotations of each of three levels, so the worst of each level become
 * commands, and the rest are plain lines of the log; the step summary (markdown) tells all. The
 * runner undoes %25, %0D, %0A, and in properties %3A and %2C. It takes paths as relative to the
 * repository, and makes those relative that begin with the repository's own: so what is not below
 * the working folder is told from the root on.
 */
#include "emit/remarks.h"

#include "diag/utf8.h"

#include <string.h>

#define SHOWN 10 /* annotations of one level and step */

static const char *command_of(enum remark_level level)
{
    return level == REMARK_NOTE ? "notice" : remark_level_name(level);
}

/* What is known and accepted is only noticed. */
static enum remark_level level_of(const struct remark *remark)
{
    return remark->state == REMARK_OPEN ? remark->level : REMARK_NOTE;
}

/* A property is one line, and a log is read on terminals too. */
static void escape(struct strbuf *out, const char *given, bool property)
{
    const char *text = property ? utf8_visible(out->arena, given)
                                : utf8_visible_lines(out->arena, given);
    for (; *text; text++) {
        if (*text == '%' || *text == '\r' || *text == '\n'
            || (property && (*text == ':' || *text == ',')))
            strbuf_printf(out, "%%%02X", (unsigned char)*text);
        else
            strbuf_char(out, *text);
    }
}

static void write_place(struct strbuf *out, const struct remarks *remarks,
                        const struct remark_place *place)
{
    bool inside;
    const char *path = remarks_repository_path(remarks, out->arena, place->file, &inside);
    if (!path[0])
        return;
    strbuf_text(out, "file=");
    escape(out, path, true);
    strbuf_char(out, ',');
    if (!place->line)
        return;
    bool one_line = !place->end_line || place->end_line == place->line;
    strbuf_printf(out, "line=%u,endLine=%u,", place->line,
                  one_line ? place->line : place->end_line);
    if (!one_line || !place->column)
        return; /* columns are for a single line */
    strbuf_printf(out, "col=%u,", place->column);
    if (place->end_column) /* the last character, not the one behind it */
        strbuf_printf(out, "endColumn=%u,",
                      place->end_column > place->column ? place->end_column - 1 : place->column);
}

static void write_title(struct strbuf *out, const struct remark_rule *rule)
{
    strbuf_text(out, "title=");
    escape(out, rule->id, true);
    if (strcmp(rule->id, rule->title) != 0) {
        strbuf_text(out, "%3A ");
        escape(out, rule->title, true);
    }
}

static void write_state(struct strbuf *out, const struct remark *remark)
{
    if (remark->state == REMARK_OPEN)
        return;
    strbuf_text(out, remark->state == REMARK_WAIVED ? " (waived: " : " (in the baseline: ");
    escape(out, remark->reason, false);
    strbuf_char(out, ')');
}

static void write_command(struct strbuf *out, const struct remarks *remarks,
                          const struct remark *remark)
{
    strbuf_printf(out, "::%s ", command_of(level_of(remark)));
    write_place(out, remarks, &remark->place);
    write_title(out, &remarks->rules.items[remark->rule]);
    strbuf_text(out, "::");
    escape(out, remark->message, false);
    write_state(out, remark);
    if (remark->detail[0]) {
        strbuf_text(out, "%0A%0A");
        escape(out, remark->detail, false);
    }
    strbuf_char(out, '\n');
}

/* Nothing in a line of the log may look like a command of the runner: `##[` is one anywhere. */
static void plain(struct strbuf *out, const char *given)
{
    for (const char *text = utf8_visible(out->arena, given); *text; text++) {
        strbuf_char(out, *text);
        if (text[0] == '#' && text[1] == '[')
            strbuf_char(out, ' ');
    }
}

static void write_line(struct strbuf *out, const struct remark *remark)
{
    strbuf_printf(out, "%s: ", command_of(level_of(remark)));
    if (remark->place.file[0]) {
        plain(out, remark->place.file);
        if (remark->place.line)
            strbuf_printf(out, ":%u", remark->place.line);
        strbuf_text(out, ": ");
    }
    plain(out, remark->message);
    strbuf_char(out, '\n');
}

static void write_notice(struct strbuf *out, const struct remarks *remarks,
                         const struct remark_notice *notice)
{
    strbuf_printf(out, "::%s ", command_of(notice->level));
    write_place(out, remarks, &notice->place);
    strbuf_text(out, "title=polc");
    if (notice->id[0])
        strbuf_printf(out, " %s", notice->id);
    strbuf_text(out, "::");
    escape(out, notice->message, false);
    strbuf_char(out, '\n');
}

static size_t write_level(struct strbuf *out, const struct remarks *remarks,
                          enum remark_level level)
{
    size_t shown = 0, rest = 0;
    for (size_t i = 0; i < remarks->notices.count && shown < SHOWN; i++) {
        if (remarks->notices.items[i].level != level)
            continue;
        write_notice(out, remarks, &remarks->notices.items[i]);
        shown++;
    }
    for (size_t i = 0; i < remarks->remarks.count; i++) {
        const struct remark *remark = &remarks->remarks.items[i];
        if (level_of(remark) != level)
            continue;
        if (shown < SHOWN)
            write_command(out, remarks, remark);
        else
            write_line(out, remark);
        rest += shown >= SHOWN;
        shown += shown < SHOWN;
    }
    return rest;
}

void emit_github(const struct remarks *remarks, struct strbuf *out)
{
    size_t rest = 0;
    for (int level = REMARK_ERROR; level <= REMARK_NOTE; level++)
        rest += write_level(out, remarks, (enum remark_level)level);
    if (rest)
        strbuf_printf(out, "%zu of these are no annotations, of which a step shows ten of each "
                           "level\n", rest);
    plain(out, remarks->summary);
    strbuf_char(out, '\n');
}
