/* input_paths.c: quoted texts of an input as paths: JSON Pointers, step by step.
 *
 *     "/a/x~1y/0"        the member a, in it the member x/y, of which the first element
 *     "/a/[kind=Pod]/b"  every element of a whose member kind is the text Pod, of each the member b
 *
 * A step that is `*` stands for every element or member; "" is the whole. ~0 stands for ~ and ~1
 * for /, in names and in texts.
 */
#include "sema/check.h"

#include <string.h>

/* Part of a path's text. */
struct part {
    const struct ast_text *text;
    size_t begin, end;
};

/* Where the part stands; the whole text where that holds escapes. */
static struct span place_of(const struct part *part)
{
    struct span span = part->text->span;
    if (span.end - span.begin != part->text->length + 2)
        return span;
    uint32_t first = span.begin + 1;
    return (struct span){span.source, first + (uint32_t)part->begin, first + (uint32_t)part->end};
}

/* The text with its escapes resolved. */
static struct vocab_text add_part(struct sema *s, const struct part *part)
{
    struct strbuf out = strbuf_new(s->scratch);
    const char *text = part->text->text;
    for (size_t i = part->begin; i < part->end; i++) {
        if (text[i] != '~') {
            strbuf_char(&out, text[i]);
            continue;
        }
        if (i + 1 < part->end && (text[i + 1] == '0' || text[i + 1] == '1')) {
            strbuf_char(&out, text[++i] == '0' ? '~' : '/');
            continue;
        }
        struct part tilde = {part->text, i, i + 1};
        struct diag *diag = diag_add(s->diags, DIAG_INPUT_PATH, place_of(&tilde),
                                     "in a path `~` stands before 0 or 1");
        diag_help(s->diags, diag, "write ~0 for `~` and ~1 for `/`");
        break;
    }
    return sema_add_text(s, strbuf_string(&out), out.count);
}

/* `[KEY=VALUE]` */
static struct vocab_input_step where_step(struct sema *s, const struct part *part)
{
    struct vocab_input_step step = {.kind = INPUT_WHERE};
    const char *text = part->text->text;
    const char *equal = memchr(text + part->begin, '=', part->end - part->begin);
    if (!equal || equal == text + part->begin + 1 || text[part->end - 1] != ']') {
        struct diag *diag = diag_add(s->diags, DIAG_INPUT_PATH, place_of(part),
                                     "a step in brackets has the form [KEY=VALUE]");
        diag_help(s->diags, diag, "it stands for every element whose member KEY is the text VALUE; "
                  "a step 0 for the first element, * for all");
        return step;
    }
    size_t at = (size_t)(equal - text);
    step.key = add_part(s, &(struct part){part->text, part->begin + 1, at});
    step.value = add_part(s, &(struct part){part->text, at + 1, part->end - 1});
    return step;
}

static void add_step(struct sema *s, const struct part *part)
{
    const char *text = part->text->text + part->begin;
    size_t length = part->end - part->begin;
    struct vocab_input_step step = {.kind = INPUT_KEY};
    if (length == 1 && *text == '*')
        step.kind = INPUT_EVERY;
    else if (length > 0 && *text == '[')
        step = where_step(s, part);
    else
        step.key = add_part(s, part);
    VEC_PUSH(s->arena, &s->input_steps, step);
}

/* `resource_changes.address`, `$.spec.image`: most likely a path with full stops. */
static void report_no_path(struct sema *s, const struct ast_text *text)
{
    struct diag *diag = diag_add(s->diags, DIAG_INPUT_PATH, text->span,
                                 "a path begins with `/`, or is empty for the whole document");
    const char *at = text->text;
    at += *at == '$';
    at += *at == '.';
    struct strbuf path = strbuf_new(s->diags->arena);
    for (; *at; at++)
        strbuf_char(&path, *at == '.' ? '/' : *at);
    if (path.count && path.count < 60)
        diag_help(s->diags, diag, "write \"/%s\"", strbuf_string(&path));
}

uint32_t sema_input_path(struct sema *s, const struct ast_text *text)
{
    struct vocab_input_path path = {.written = sema_add_text(s, text->text, text->length),
                                    .first_step = (uint32_t)s->input_steps.count};
    if (text->length && text->text[0] != '/') {
        report_no_path(s, text);
    } else {
        for (size_t i = 0; i < text->length;) {
            const char *next = memchr(text->text + i + 1, '/', text->length - i - 1);
            size_t end = next ? (size_t)(next - text->text) : text->length;
            add_step(s, &(struct part){text, i + 1, end});
            path.step_count++;
            i = end;
        }
    }
    VEC_PUSH(s->arena, &s->input_paths, path);
    return (uint32_t)s->input_paths.count - 1;
}
