/* baseline.c: which remarks a baseline knows, and writing one. Equal remarks give equal bytes,
 * whatever the order and the files of the deployments. */
#include "emit/baseline.h"

#include "base/date.h"
#include "emit/json.h"
#include "emit/remarks_eval.h"

#include <stdlib.h>
#include <string.h>

/* ---- entries -------------------------------------------------------------------------------- */

static uint64_t key_of(const uint64_t fingerprint[2])
{
    return fingerprint[0] == MAP_NO_KEY ? 0 : fingerprint[0];
}

static struct baseline_entry *find(struct baseline *baseline, const struct baseline_entry *like)
{
    uint64_t at;
    if (!map_get(&baseline->known, key_of(like->fingerprint), &at))
        return NULL;
    for (; at < baseline->entries.count; at++) {
        struct baseline_entry *entry = &baseline->entries.items[at];
        if (entry->fingerprint[0] == like->fingerprint[0]
            && entry->fingerprint[1] == like->fingerprint[1]
            && strcmp(entry->deployment, like->deployment) == 0
            && strcmp(entry->clause, like->clause) == 0
            && strcmp(entry->verdict, like->verdict) == 0)
            return entry;
    }
    return NULL;
}

bool baseline_add(struct baseline *baseline, struct arena *arena, struct baseline_entry entry)
{
    uint64_t key = key_of(entry.fingerprint), at;
    if (find(baseline, &entry))
        return false;
    if (!map_get(&baseline->known, key, &at))
        map_put(&baseline->known, key, baseline->entries.count);
    VEC_PUSH(arena, &baseline->entries, entry);
    return true;
}

static bool expired(const struct baseline *baseline, const struct baseline_entry *entry)
{
    return entry->until < baseline->today;
}

/* ---- applying ----------------------------------------------------------------------------------- */

static const char *reason_of(struct arena *arena, const struct baseline *baseline,
                             const struct baseline_entry *entry)
{
    char day[DATE_TEXT];
    const char *reason = entry->reason[0] ? entry->reason
                                          : arena_printf(arena, "listed in %s", baseline->file);
    if (entry->until == DATE_NEVER)
        return reason;
    date_format(entry->until, day);
    return arena_printf(arena, "%s; until %s", reason, day);
}

/* What is not settled cannot be accepted. */
static bool may_be_known(const struct remark *remark)
{
    return remark->state == REMARK_OPEN && remark->verdict[0]
           && strcmp(remark->verdict, "unresolved") != 0;
}

void baseline_apply(struct baseline *baseline, struct remarks *remarks, size_t first)
{
    for (size_t i = first; i < remarks->remarks.count; i++) {
        struct remark *remark = &remarks->remarks.items[i];
        struct baseline_entry like = {
            .deployment = remark->subject,
            .clause = remarks->rules.items[remark->rule].id,
            .verdict = remark->verdict,
            .fingerprint = {remark->fingerprint[0], remark->fingerprint[1]}};
        struct baseline_entry *entry = may_be_known(remark) ? find(baseline, &like) : NULL;
        if (!entry)
            continue;
        entry->used = true;
        remark->entry = entry;
        if (expired(baseline, entry))
            continue;
        remark->state = REMARK_BASELINED;
        remark->reason = reason_of(remarks->arena, baseline, entry);
    }
}

static void warn(const struct baseline_entry *entry, enum diag_code code, const char *message,
                 struct diags *diags, struct remarks *remarks)
{
    struct place place = source_place(diags->sources, entry->span);
    diag_add(diags, code, entry->span, "%s", message);
    struct remark_notice notice = {
        REMARK_WARNING,
        diag_code_id(code),
        arena_string(remarks->arena, message, strlen(message)),
        {remarks_path(remarks->arena, remarks->folder, place.file), (uint32_t)place.line,
         place.column, (uint32_t)place.end_line, place.end_column}};
    remarks_notice(remarks, notice);
}

void baseline_warn(const struct baseline *baseline, bool unused, struct diags *diags,
                   struct remarks *remarks)
{
    char day[DATE_TEXT];
    for (size_t i = 0; i < baseline->entries.count; i++) {
        const struct baseline_entry *e = &baseline->entries.items[i];
        const char *what = arena_printf(diags->arena, "that `%s` is %s under `%s`", e->deployment,
                                        e->verdict, e->clause);
        date_format(e->until, day);
        if (!e->used && unused)
            warn(e, DIAG_BASELINE_UNUSED,
                 arena_printf(diags->arena, "%s no longer is so, or no longer for the same facts",
                              what),
                 diags, remarks);
        else if (e->used && expired(baseline, e))
            warn(e, DIAG_BASELINE_EXPIRED,
                 arena_printf(diags->arena, "%s was accepted until %s", what, day), diags,
                 remarks);
    }
}

/* ---- writing ------------------------------------------------------------------------------------- */

static bool fails(const struct remark *remark, unsigned fail)
{
    for (int v = SAID_PERMITTED; v <= SAID_PROHIBITED; v++)
        if (fail & 1u << v
            && strcmp(remark->verdict, remark_verdict_name((enum remark_verdict)v)) == 0)
            return true;
    return false;
}

struct line {
    struct baseline_entry entry;
    char fingerprint[REMARK_FINGERPRINT];
};

static int compare_lines(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int c = strcmp(x->entry.deployment, y->entry.deployment);
    c = c ? c : strcmp(x->entry.clause, y->entry.clause);
    c = c ? c : strcmp(x->entry.verdict, y->entry.verdict);
    return c ? c : strcmp(x->fingerprint, y->fingerprint);
}

static size_t lines_of(const struct remarks *remarks, unsigned fail, struct line *lines)
{
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < remarks->remarks.count; i++) {
        const struct remark *remark = &remarks->remarks.items[i];
        if (remark->state == REMARK_WAIVED || !fails(remark, fail))
            continue;
        struct line *line = &lines[count++];
        line->entry = (struct baseline_entry){.deployment = remark->subject,
                                              .clause = remarks->rules.items[remark->rule].id,
                                              .verdict = remark->verdict,
                                              .reason = "",
                                              .until = DATE_NEVER};
        if (remark->entry) {
            line->entry.reason = remark->entry->reason;
            line->entry.until = remark->entry->until;
        }
        remarks_fingerprint_text(remark->fingerprint, line->fingerprint);
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < count; i++)
        if (!kept || compare_lines(&lines[kept - 1], &lines[i]) != 0)
            lines[kept++] = lines[i];
    return kept;
}

static void write_yaml(struct strbuf *out, const char *key, const char *value, bool first)
{
    strbuf_printf(out, "  %c %s: ", first ? '-' : ' ', key);
    json_string(out, value); /* which is a YAML scalar in double quotes */
    strbuf_char(out, '\n');
}

static void write_line(struct strbuf *out, const struct line *line, enum baseline_format format)
{
    char day[DATE_TEXT];
    const struct baseline_entry *e = &line->entry;
    date_format(e->until, day);
    const char *const members[][2] = {{"deployment", e->deployment},
                                      {"clause", e->clause},
                                      {"verdict", e->verdict},
                                      {"fingerprint", line->fingerprint},
                                      {"until", e->until == DATE_NEVER ? "" : day},
                                      {"reason", e->reason}};
    if (format == BASELINE_JSON)
        strbuf_char(out, '{');
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (i >= 4 && !members[i][1][0])
            continue;
        if (format == BASELINE_JSON)
            json_pair(out, members[i][0], members[i][1]);
        else
            write_yaml(out, members[i][0], members[i][1], i == 0);
    }
    if (format == BASELINE_JSON)
        strbuf_char(out, '}');
}

void emit_baseline(const struct remarks *remarks, unsigned fail, enum baseline_format format,
                   struct strbuf *out)
{
    struct line *lines = ARENA_ARRAY(out->arena, struct line, remarks->remarks.count + 1);
    size_t count = lines_of(remarks, fail, lines);
    bool json = format == BASELINE_JSON;
    strbuf_text(out, json ? "{\"schema\": \"polc-baseline/1\", \"entries\": ["
                          : "# What was known when this was written: it is told and fails nothing. "
                            "Beside an entry\n# a person may write `until: 2026-12-31` and "
                            "`reason: why`.\nschema: polc-baseline/1\nentries:");
    strbuf_text(out, json ? "" : count ? "\n" : " []\n");
    for (size_t i = 0; i < count; i++) {
        if (json)
            strbuf_text(out, i ? ",\n  " : "\n  ");
        write_line(out, &lines[i], format);
    }
    strbuf_text(out, json ? "]}\n" : "");
}
