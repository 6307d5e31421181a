/* remarks_diag.c: diagnostics as remarks: the code is the rule, other places are related, notes
 * and the witness are the detail.
 *
 * A fingerprint is made of the code and the message, which name what is meant, and of the file's
 * path from the root of the repository on: two files may well be wrong in the same words.
 */
#include "emit/remarks_diag.h"

#include <string.h>

static enum remark_level level_of(enum diag_severity severity)
{
    switch (severity) {
    case DIAG_ERROR:
        return REMARK_ERROR;
    case DIAG_WARNING:
        return REMARK_WARNING;
    case DIAG_HINT:
        return REMARK_NOTE;
    }
    return REMARK_ERROR;
}

static const char *copied(struct remarks *remarks, const char *text)
{
    return arena_string(remarks->arena, text, strlen(text));
}

static uint32_t rule_of(struct remarks *remarks, enum diag_code code)
{
    bool fresh;
    uint32_t number = remarks_rule(remarks, diag_code_id(code), &fresh);
    struct remark_rule *rule = &remarks->rules.items[number];
    if (!fresh)
        return number;
    const char *example = diag_code_example(code);
    struct strbuf help = strbuf_new(remarks->arena);
    strbuf_printf(&help, "%s\n", diag_code_text(code));
    if (example[0])
        strbuf_printf(&help, "\nAn example:\n\n```\n%s%s```\n", example,
                      example[strlen(example) - 1] == '\n' ? "" : "\n");
    rule->title = diag_code_title(code);
    rule->text = diag_code_text(code);
    rule->help = strbuf_string(&help);
    rule->level = level_of(diag_code_severity(code));
    rule->tags[rule->tag_count++] = "policy";
    return number;
}

static struct remark_place place_of(struct remarks *remarks, struct diags *diags, struct span span)
{
    struct place place = source_place(diags->sources, span);
    struct remark_place out = {
        remarks_path(remarks->arena, remarks->folder, place.file),
        (uint32_t)place.line, place.column, (uint32_t)place.end_line, place.end_column};
    return out;
}

static const char *detail_of(struct remarks *remarks, const struct diag *diag)
{
    struct strbuf out = strbuf_new(remarks->arena);
    for (size_t i = 0; i < diag->note_count; i++)
        strbuf_printf(&out, "%s: %s\n", diag->notes[i].help ? "help" : "note",
                      diag->notes[i].text);
    if (diag->witness)
        strbuf_text(&out, diag->witness);
    return strbuf_string(&out);
}

static void relate(struct remarks *remarks, struct diags *diags, const struct diag *diag,
                   struct remark *remark)
{
    struct remark_related *list =
        ARENA_ARRAY(remarks->arena, struct remark_related, diag->label_count + 1);
    for (size_t i = 0; i < diag->label_count; i++)
        list[i] = (struct remark_related){place_of(remarks, diags, diag->labels[i].span),
                                          copied(remarks, diag->labels[i].text)};
    remark->related = list;
    remark->related_count = diag->label_count;
}

/* What is meant. A message that names a file names it from the working folder on, so of a file that
 * cannot be read it is what the policy calls it. */
static void put_meant(struct diags *diags, const struct diag *diag, struct strbuf *out)
{
    const struct source *source = sources_get(diags->sources, diag->span.source);
    if (source && diag->code == DIAG_FILE_UNREADABLE)
        strbuf_bytes(out, source->text + diag->span.begin, diag->span.end - diag->span.begin);
    else
        strbuf_text(out, diag->message);
}

static void add(struct remarks *remarks, struct diags *diags, const struct diag *diag,
                const char *subject)
{
    struct remark remark = {.rule = rule_of(remarks, diag->code),
                            .level = level_of(diag->severity),
                            .reason = "",
                            .subject = subject,
                            .verdict = "",
                            .message = copied(remarks, diag->message),
                            .detail = detail_of(remarks, diag),
                            .place = place_of(remarks, diags, diag->span)};
    struct strbuf text = strbuf_new(remarks->arena);
    relate(remarks, diags, diag, &remark);
    strbuf_printf(&text, "polc-1\n%s\n%s\n",
                  remarks_lasting_path(remarks, remarks->arena, remark.place.file),
                  diag_code_id(diag->code));
    put_meant(diags, diag, &text);
    remarks_fingerprint(text.items, text.count, remark.fingerprint);
    remarks_add(remarks, remark);
}

void remarks_of_diags(struct remarks *remarks, struct diags *diags, enum diag_severity least,
                      const char *subject)
{
    diags_sort(diags);
    for (size_t i = 0; i < diags->list.count; i++)
        if (diags->list.items[i]->severity <= least)
            add(remarks, diags, diags->list.items[i], subject);
}
