/* render.c: diagnostics as text, in the manner of the compilers that people know:
 *
 *   deal.pol:9:6: error[P0217]: `region` is declared twice
 *    9 | fact region: yes/no.
 *      |      ^^^^^^
 *     --> deal.pol:5:6
 *    5 | fact region: (US, UK).
 *      |      ~~~~~~ first declared here
 *     help: rename one of them
 *
 * One blank line stands between two diagnostics. The text depends only on the diagnostics
 * and the sources, never on the terminal. */
#include "diag/render.h"

#include "diag/utf8.h"

#include <inttypes.h>
#include <string.h>

static const char *const inks[] = {
    [INK_PLACE] = "\033[1m",       [INK_ERROR] = "\033[1;31m", [INK_WARNING] = "\033[1;35m",
    [INK_HINT] = "\033[1;36m",     [INK_LABEL] = "\033[34m",   [INK_GUTTER] = "\033[2m",
    [INK_STRONG] = "\033[1m",
};

void render_ink(struct render *render, enum render_ink ink)
{
    if (render->colour)
        strbuf_text(render->out, inks[ink]);
}

void render_plain(struct render *render)
{
    if (render->colour)
        strbuf_text(render->out, "\033[0m");
}

enum render_ink render_severity_ink(enum diag_severity severity)
{
    switch (severity) {
    case DIAG_ERROR:
        return INK_ERROR;
    case DIAG_WARNING:
        return INK_WARNING;
    case DIAG_HINT:
        return INK_HINT;
    }
    return INK_HINT;
}

static void render_severity(struct render *render, enum diag_severity severity,
                            enum diag_code code)
{
    render_ink(render, render_severity_ink(severity));
    strbuf_printf(render->out, "%s[%s]:", diag_severity_name(severity), diag_code_id(code));
    render_plain(render);
    strbuf_char(render->out, ' ');
}

static void render_header(struct render *render, const struct diag *diag)
{
    struct place place = source_place(render->diags->sources, diag->span);
    if (place.line) {
        render_ink(render, INK_PLACE);
        strbuf_printf(render->out, "%s:%" PRIu64 ":%u:",
                      utf8_visible(render->out->arena, place.file), place.line, place.column);
        render_plain(render);
        strbuf_char(render->out, ' ');
    }
    render_severity(render, diag->severity, diag->code);
    render_ink(render, INK_STRONG);
    strbuf_text(render->out, utf8_visible(render->out->arena, diag->message));
    render_plain(render);
    strbuf_char(render->out, '\n');
}

static void put_line(struct render *render, const char *text, size_t length)
{
    struct arena *arena = render->out->arena;
    strbuf_text(render->out, utf8_visible(arena, arena_string(arena, text, length)));
}

/* Further lines of a note stand under its first word. */
static void render_note(struct render *render, const char *word, const char *text)
{
    strbuf_text(render->out, "  ");
    render_ink(render, INK_STRONG);
    strbuf_printf(render->out, "%s:", word);
    render_plain(render);
    strbuf_char(render->out, ' ');
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "\n");
        put_line(render, at, length);
        at += length + (at[length] == '\n');
        if (*at)
            strbuf_text(render->out, "\n        ");
    }
    strbuf_char(render->out, '\n');
}

/* As it can be pasted into a file, but for the indent. */
static void render_witness(struct render *render, const char *text)
{
    strbuf_text(render->out, "  ");
    render_ink(render, INK_STRONG);
    strbuf_text(render->out, "witness:");
    render_plain(render);
    strbuf_char(render->out, '\n');
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "\n");
        strbuf_text(render->out, "      ");
        put_line(render, at, length);
        at += length + (at[length] == '\n');
        strbuf_char(render->out, '\n');
    }
}

static void render_diag(struct render *render, const struct diag *diag)
{
    render_header(render, diag);
    render_snippets(render, diag);
    for (size_t i = 0; i < diag->label_count; i++)
        if (!sources_get(render->diags->sources, diag->labels[i].span.source))
            render_note(render, "note", diag->labels[i].text);
    for (size_t i = 0; i < diag->note_count; i++)
        if (!diag->notes[i].help)
            render_note(render, "note", diag->notes[i].text);
    if (diag->witness)
        render_witness(render, diag->witness);
    for (size_t i = 0; i < diag->note_count; i++)
        if (diag->notes[i].help)
            render_note(render, "help", diag->notes[i].text);
}

void diags_render(struct diags *diags, bool colour, struct strbuf *out)
{
    struct render render = {diags, out, colour};
    diags_sort(diags);
    for (size_t i = 0; i < diags->list.count; i++) {
        if (i > 0)
            strbuf_char(out, '\n');
        render_diag(&render, diags->list.items[i]);
    }
    if (diags->dropped) {
        strbuf_char(out, '\n');
        render_severity(&render, diag_code_severity(DIAG_TOO_MANY_DIAGNOSTICS),
                        DIAG_TOO_MANY_DIAGNOSTICS);
        strbuf_printf(out, "%zu more %s not shown\n", diags->dropped,
                      diags->dropped == 1 ? "diagnostic is" : "diagnostics are");
    }
}
