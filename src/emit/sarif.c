/* sarif.c: remarks as SARIF 2.1.0, the part of it that code scanning services read
 * (docs/polc-sarif.schema.json).
 *
 * One run with one driver. Paths are relative to %SRCROOT%, the repository's root; a path outside it
 * is a file URI without `..`, as the standard wants (3.10.2). Columns count code points, and the run says so. What GitHub would refuse or not
 * show (25 000 results, 25 000 rules, 1024 characters of a description, 255 of a name) is left out,
 * the least serious results first, and a notification says how much. Nothing in it depends on the
 * day, the machine or, for paths inside, the folder's name, so that equal input gives equal bytes.
 */
#include "emit/json.h"
#include "emit/remarks.h"

#include <string.h>

#define RESULTS_WRITTEN 25000u /* more are refused; the first 5000 are shown */
#define NAME_WRITTEN 255u
#define DESCRIPTION_WRITTEN 1024u

/* ---- texts ------------------------------------------------------------------------------------ */

/* At most so many code points; of a longer text the last one is an ellipsis. */
static const char *shortened(struct arena *arena, const char *text, size_t limit)
{
    size_t points = 0, cut = 0;
    for (size_t at = 0; text[at]; at++) {
        if (((unsigned char)text[at] & 0xC0) == 0x80)
            continue;
        if (++points == limit)
            cut = at;
    }
    return points > limit ? arena_printf(arena, "%.*s…", (int)cut, text) : text;
}

static void write_text(struct strbuf *out, const char *key, const char *text)
{
    json_key(out, key);
    strbuf_char(out, '{');
    json_pair(out, "text", shortened(out->arena, text, DESCRIPTION_WRITTEN));
    strbuf_char(out, '}');
}

/* In a message `[`, `]` and `\` would begin a link or an escape. */
static void message_text(struct strbuf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("[]\\", *text))
            strbuf_char(out, '\\');
        strbuf_char(out, *text);
    }
}

/* RFC 3986: what is not unreserved, and no slash, is percent-encoded. */
static const char *uri_of(struct strbuf *out, const char *path)
{
    struct strbuf uri = strbuf_new(out->arena);
    strbuf_text(&uri, path[0] == '/' ? "file://" : "");
    for (const unsigned char *c = (const unsigned char *)path; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z')
                     || (*c >= '0' && *c <= '9') || strchr("-._~/", *c);
        if (plain)
            strbuf_char(&uri, (char)*c);
        else
            strbuf_printf(&uri, "%%%02X", *c);
    }
    return strbuf_string(&uri);
}

/* ---- places ------------------------------------------------------------------------------------ */

static void write_region(struct strbuf *out, const struct remark_place *place)
{
    if (!place->line)
        return;
    json_key(out, "region");
    strbuf_char(out, '{');
    json_count(out, "startLine", place->line);
    json_count(out, "startColumn", place->column ? place->column : 1);
    json_count(out, "endLine", place->end_line ? place->end_line : place->line);
    if (place->end_column)
        json_count(out, "endColumn", place->end_column);
    strbuf_char(out, '}');
}

static void write_physical(struct strbuf *out, const struct remarks *remarks,
                           const struct remark_place *place)
{
    bool inside;
    const char *path = remarks_repository_path(remarks, out->arena, place->file, &inside);
    json_key(out, "physicalLocation");
    strbuf_char(out, '{');
    json_key(out, "artifactLocation");
    strbuf_char(out, '{');
    json_pair(out, "uri", uri_of(out, path));
    if (inside)
        json_pair(out, "uriBaseId", "%SRCROOT%");
    strbuf_char(out, '}');
    write_region(out, place);
    strbuf_char(out, '}');
}

static void write_locations(struct strbuf *out, const struct remarks *remarks,
                            const struct remark_place *place)
{
    json_key(out, "locations");
    strbuf_char(out, '[');
    if (place->file[0]) {
        strbuf_char(out, '{');
        write_physical(out, remarks, place);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

static void write_related(struct strbuf *out, const struct remarks *remarks,
                          const struct remark *remark)
{
    size_t id = 0;
    bool any = false;
    for (size_t i = 0; i < remark->related_count; i++)
        any |= remark->related[i].place.file[0] != '\0';
    if (!any)
        return;
    json_key(out, "relatedLocations");
    strbuf_char(out, '[');
    for (size_t i = 0; i < remark->related_count; i++) {
        const struct remark_related *related = &remark->related[i];
        if (!related->place.file[0])
            continue;
        json_next(out);
        strbuf_char(out, '{');
        json_count(out, "id", ++id);
        write_physical(out, remarks, &related->place);
        write_text(out, "message", related->message);
        strbuf_char(out, '}');
    }
    strbuf_char(out, ']');
}

/* ---- rules --------------------------------------------------------------------------------------- */

static const char *severity_of(enum remark_level level)
{
    return level == REMARK_NOTE ? "recommendation" : remark_level_name(level);
}

static void write_rule(struct strbuf *out, const struct remark_rule *rule)
{
    const char *text = rule->text[0] ? rule->text : rule->title;
    strbuf_char(out, '{');
    json_pair(out, "id", rule->id);
    json_pair(out, "name", shortened(out->arena, rule->title, NAME_WRITTEN));
    bool same = strcmp(rule->title, rule->id) == 0;
    write_text(out, "shortDescription",
               same ? rule->id : arena_printf(out->arena, "%s: %s", rule->id, rule->title));
    write_text(out, "fullDescription", text);
    json_key(out, "help");
    strbuf_char(out, '{');
    json_pair(out, "text", text);
    json_pair(out, "markdown", rule->help[0] ? rule->help : text);
    strbuf_char(out, '}');
    json_key(out, "defaultConfiguration");
    strbuf_char(out, '{');
    json_pair(out, "level", remark_level_name(rule->level));
    strbuf_char(out, '}');
    json_key(out, "properties");
    strbuf_char(out, '{');
    json_key(out, "tags");
    strbuf_char(out, '[');
    for (size_t i = 0; i < rule->tag_count; i++) {
        json_next(out);
        json_string(out, rule->tags[i]);
    }
    strbuf_char(out, ']');
    json_pair(out, "precision", "very-high");
    json_pair(out, "problem.severity", severity_of(rule->level));
    strbuf_text(out, "}}");
}

static void write_tool(struct strbuf *out, const struct remarks *remarks)
{
    json_key(out, "tool");
    strbuf_text(out, "{\"driver\": {");
    json_pair(out, "name", "polc");
    json_pair(out, "version", remarks->version);
    json_pair(out, "semanticVersion", remarks->version);
    json_key(out, "rules");
    strbuf_char(out, '[');
    for (size_t i = 0; i < remarks->rules.count; i++) {
        strbuf_text(out, i ? ",\n    " : "\n    ");
        write_rule(out, &remarks->rules.items[i]);
    }
    strbuf_text(out, "]}}");
}

/* ---- results --------------------------------------------------------------------------------------- */

static void write_message(struct strbuf *out, const struct remark *remark)
{
    struct strbuf text = strbuf_new(out->arena);
    message_text(&text, remark->message);
    strbuf_char(&text, '.');
    size_t id = 0;
    for (size_t i = 0; i < remark->related_count; i++) {
        if (!remark->related[i].place.file[0])
            continue;
        strbuf_text(&text, id++ ? ", [" : " See [");
        message_text(&text, remark->related[i].message);
        strbuf_printf(&text, "](%zu)", id);
    }
    strbuf_text(&text, id ? "." : "");
    json_key(out, "message");
    strbuf_char(out, '{');
    json_pair(out, "text", strbuf_string(&text));
    strbuf_char(out, '}');
}

static void write_state(struct strbuf *out, const struct remark *remark)
{
    if (remark->state == REMARK_OPEN)
        return;
    json_key(out, "suppressions");
    strbuf_text(out, "[{");
    json_pair(out, "kind", "external");
    json_pair(out, "status", "accepted");
    json_pair(out, "justification", remark->reason);
    strbuf_text(out, "}]");
}

static void write_result(struct strbuf *out, const struct remarks *remarks,
                         const struct remark *remark)
{
    char fingerprint[REMARK_FINGERPRINT];
    remarks_fingerprint_text(remark->fingerprint, fingerprint);
    strbuf_char(out, '{');
    json_pair(out, "ruleId", remarks->rules.items[remark->rule].id);
    json_count(out, "ruleIndex", remark->rule);
    json_pair(out, "level", remark_level_name(remark->level));
    write_message(out, remark);
    write_locations(out, remarks, &remark->place);
    write_related(out, remarks, remark);
    json_key(out, "partialFingerprints");
    strbuf_char(out, '{');
    json_pair(out, "primaryLocationLineHash",
              arena_printf(out->arena, "%s:%u", fingerprint, remark->twin));
    strbuf_char(out, '}');
    write_state(out, remark);
    json_key(out, "properties");
    strbuf_char(out, '{');
    json_pair(out, "subject", remark->subject);
    if (remark->verdict[0])
        json_pair(out, "verdict", remark->verdict);
    json_pair(out, "state", remark->state == REMARK_OPEN     ? "open"
                            : remark->state == REMARK_WAIVED ? "waived"
                                                             : "baselined");
    if (remark->detail[0])
        json_pair(out, "detail", remark->detail);
    strbuf_text(out, "}}");
}

/* Open ones before others, the worse before the better: the rank below which there is room. */
static unsigned rank_of(const struct remark *remark)
{
    return (remark->state == REMARK_OPEN ? 0u : 3u) + (unsigned)remark->level;
}

static size_t write_results(struct strbuf *out, const struct remarks *remarks)
{
    size_t counts[6] = {0}, room = RESULTS_WRITTEN, written = 0;
    for (size_t i = 0; i < remarks->remarks.count; i++)
        counts[rank_of(&remarks->remarks.items[i])]++;
    for (size_t r = 0; r < 6; r++) {
        counts[r] = counts[r] < room ? counts[r] : room;
        room -= counts[r];
    }
    for (size_t i = 0; i < remarks->remarks.count; i++) {
        const struct remark *remark = &remarks->remarks.items[i];
        if (!counts[rank_of(remark)])
            continue;
        counts[rank_of(remark)]--;
        strbuf_text(out, written++ ? ",\n    " : "\n    ");
        write_result(out, remarks, remark);
    }
    return remarks->remarks.count - written;
}

/* ---- the run ------------------------------------------------------------------------------------------ */

static void write_notification(struct strbuf *out, const struct remarks *remarks,
                               const struct remark_notice *notice)
{
    json_next(out);
    strbuf_char(out, '{');
    json_pair(out, "level", remark_level_name(notice->level));
    json_key(out, "message");
    strbuf_char(out, '{');
    struct strbuf text = strbuf_new(out->arena);
    message_text(&text, notice->message);
    json_pair(out, "text", strbuf_string(&text));
    strbuf_char(out, '}');
    if (notice->place.file[0])
        write_locations(out, remarks, &notice->place);
    if (notice->id[0]) {
        json_key(out, "descriptor");
        strbuf_char(out, '{');
        json_pair(out, "id", notice->id);
        strbuf_char(out, '}');
    }
    strbuf_char(out, '}');
}

static void write_cut(struct strbuf *out, const struct remarks *remarks, size_t cut,
                      const char *why)
{
    struct remark_notice notice = {REMARK_WARNING, "",
                                   arena_printf(out->arena, "%zu %s", cut, why), {.file = ""}};
    if (cut)
        write_notification(out, remarks, &notice);
}

static void write_invocation(struct strbuf *out, const struct remarks *remarks, size_t cut)
{
    strbuf_char(out, '{');
    /* that something is prohibited is no failure of the run */
    json_bool(out, "executionSuccessful", remarks->exit_status != 2 && remarks->exit_status != 6);
    json_key(out, "exitCode");
    strbuf_printf(out, "%d", remarks->exit_status);
    if (remarks->exit_text[0])
        json_pair(out, "exitCodeDescription", remarks->exit_text);
    json_key(out, "toolExecutionNotifications");
    strbuf_char(out, '[');
    for (size_t i = 0; i < remarks->notices.count; i++)
        write_notification(out, remarks, &remarks->notices.items[i]);
    write_cut(out, remarks, cut,
              "less serious results are left out, since 25000 are the most that a run may hold");
    write_cut(out, remarks, remarks->left_out,
              "deployments or cases were not kept; narrow the input down");
    strbuf_text(out, "]}");
}

void emit_sarif(const struct remarks *remarks, struct strbuf *out)
{
    strbuf_char(out, '{');
    json_pair(out, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_pair(out, "version", "2.1.0");
    json_key(out, "runs");
    strbuf_text(out, "[{");
    write_tool(out, remarks);
    strbuf_text(out, ",\n \"automationDetails\": {");
    json_pair(out, "id", arena_printf(out->arena, "polc/%s/", remarks->command));
    strbuf_printf(out,
                  "},\n \"columnKind\": \"unicodeCodePoints\",\n \"originalUriBaseIds\": "
                  "{\"%%SRCROOT%%\": {\"description\": {\"text\": \"%s\"}}},\n \"results\": [",
                  remarks->root[0] ? "the root of the repository" : "the folder in which polc ran");
    size_t cut = write_results(out, remarks);
    strbuf_text(out, "],\n \"invocations\": [");
    write_invocation(out, remarks, cut);
    strbuf_text(out, "],\n \"properties\": {");
    json_pair(out, "policy", remarks->policy);
    json_pair(out, "summary", remarks->summary);
    strbuf_text(out, "}}]}\n");
}
