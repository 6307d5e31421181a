/* gitlab.c: remarks as a Code Quality report of GitLab (docs/polc-gitlab.schema.json): one array.
 *
 * A fingerprint has no line numbers in it and is there once, else GitLab shows only the first. A
 * path is relative to the repository; a remark that stands nowhere in it stands at the clause, or
 * in the policy, and its description says where it is.
 */
#include "emit/json.h"
#include "emit/remarks.h"

#include <string.h>

/* The five severities: what is material and in breach stops a merge, what is accepted informs. */
static const char *severity_of(const struct remarks *remarks, const struct remark *remark)
{
    const struct remark_rule *rule = &remarks->rules.items[remark->rule];
    bool material = false;
    for (size_t i = 0; i < rule->tag_count; i++)
        material |= strcmp(rule->tags[i], "material") == 0;
    if (remark->state != REMARK_OPEN)
        return "info";
    switch (remark->level) {
    case REMARK_ERROR:
        return material ? "blocker" : "critical";
    case REMARK_WARNING:
        return strcmp(remark->verdict, "undetermined") == 0 ? "minor" : "major";
    case REMARK_NOTE:
        return "info";
    }
    return "info";
}

static const char *description_of(struct arena *arena, const struct remarks *remarks,
                                  const struct remark *remark)
{
    const char *message = remark->message;
    if (remarks_shown_place(remarks, remark) != &remark->place)
        message = arena_printf(arena, "%s: %s", remarks_place_text(arena, &remark->place), message);
    if (remark->state == REMARK_OPEN)
        return message;
    return arena_printf(arena, "%s (%s: %s)", message,
                        remark->state == REMARK_WAIVED ? "waived" : "in the baseline",
                        remark->reason);
}

static void write_position(struct strbuf *out, const char *key, uint32_t line, uint32_t column)
{
    json_key(out, key);
    strbuf_char(out, '{');
    json_count(out, "line", line);
    if (column)
        json_count(out, "column", column);
    strbuf_char(out, '}');
}

static void write_location(struct strbuf *out, const struct remarks *remarks,
                           const struct remark *remark)
{
    const struct remark_place *shown = remarks_shown_place(remarks, remark), nowhere = {.file = ""};
    const struct remark_place *place = shown ? shown : &nowhere;
    uint32_t line = place->line ? place->line : 1;
    uint32_t end = place->end_line ? place->end_line : line;
    bool inside;
    const char *path = remarks_repository_path(
        remarks, out->arena, place->file[0] ? place->file : remarks->policy_file, &inside);
    if (!path[0] || (remarks->folder[0] && !inside))
        path = ".";
    json_key(out, "location");
    strbuf_char(out, '{');
    json_pair(out, "path", path);
    json_key(out, "lines");
    strbuf_char(out, '{');
    json_count(out, "begin", line);
    json_count(out, "end", end);
    strbuf_char(out, '}');
    json_key(out, "positions");
    strbuf_char(out, '{');
    write_position(out, "begin", line, place->column);
    write_position(out, "end", end, place->end_column);
    strbuf_text(out, "}}");
}

static void write_remark(struct strbuf *out, const struct remarks *remarks,
                         const struct remark *remark)
{
    char fingerprint[REMARK_FINGERPRINT];
    remarks_fingerprint_text(remark->fingerprint, fingerprint);
    const char *unique = fingerprint;
    if (remark->twin > 1)
        unique = arena_printf(out->arena, "%s-%u", fingerprint, remark->twin);
    strbuf_char(out, '{');
    json_pair(out, "description", description_of(out->arena, remarks, remark));
    json_pair(out, "check_name", remarks->rules.items[remark->rule].id);
    json_pair(out, "fingerprint", unique);
    json_pair(out, "severity", severity_of(remarks, remark));
    write_location(out, remarks, remark);
    strbuf_char(out, '}');
}

void emit_gitlab(const struct remarks *remarks, struct strbuf *out)
{
    strbuf_char(out, '[');
    for (size_t i = 0; i < remarks->remarks.count; i++) {
        strbuf_text(out, i ? ",\n " : "\n ");
        write_remark(out, remarks, &remarks->remarks.items[i]);
    }
    strbuf_text(out, remarks->remarks.count ? "\n]\n" : "]\n");
}
