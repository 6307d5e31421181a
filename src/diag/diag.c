/* diag.c: collecting. Reporting cannot fail: over DIAG_LIMIT a diagnostic is counted and
 * its caller gets a spare one to write into. An error still takes the place of the last
 * warning or hint, so that a policy is never refused without a reason shown. */
#include "diag/diag.h"

#include <string.h>

void diags_init(struct diags *diags, struct arena *arena, struct sources *sources)
{
    memset(diags, 0, sizeof *diags);
    diags->arena = arena;
    diags->sources = sources;
}

static const char *format_text(struct arena *arena, const char *format, va_list arguments)
{
    struct strbuf text;
    strbuf_init(&text, arena);
    strbuf_vprintf(&text, format, arguments);
    return strbuf_string(&text);
}

/* A message quotes what the user wrote, whatever its length: a long one is cut. */
static const char *format_message(struct arena *arena, const char *format, va_list arguments)
{
    char head[DIAG_MESSAGE + 4];
    struct arena_mark mark = arena_mark(arena);
    const char *text = format_text(arena, format, arguments);
    size_t length = strnlen(text, DIAG_MESSAGE + 1);
    if (length <= DIAG_MESSAGE)
        return text;
    while (((unsigned char)text[--length] & 0xC0) == 0x80)
        continue; /* not half a letter */
    memcpy(head, text, length);
    memcpy(head + length, "...", 4);
    arena_rewind(arena, mark);
    return arena_string(arena, head, length + 3);
}

/* The last one that is no error; count: there is none. */
static size_t last_to_drop(const struct diags *diags)
{
    for (size_t i = diags->list.count; i-- > 0;)
        if (diags->list.items[i]->severity != DIAG_ERROR)
            return i;
    return diags->list.count;
}

static bool make_room(struct diags *diags)
{
    size_t i = last_to_drop(diags);
    if (i == diags->list.count)
        return false;
    size_t after = diags->list.count - i - 1;
    memmove(diags->list.items + i, diags->list.items + i + 1, after * sizeof *diags->list.items);
    diags->list.count--;
    return true;
}

static enum diag_severity severity_of(const struct diags *diags, enum diag_code code)
{
    return diags->graded ? diags->graded[code] : diag_code_severity(code);
}

bool diags_keeps(const struct diags *diags, enum diag_code code)
{
    return diags->list.count < DIAG_LIMIT
           || (severity_of(diags, code) == DIAG_ERROR && last_to_drop(diags) < diags->list.count);
}

struct diag *diag_add(struct diags *diags, enum diag_code code, struct span span,
                      const char *format, ...)
{
    enum diag_severity severity = severity_of(diags, code);
    if (severity == DIAG_ERROR)
        diags->errors++;
    if (diags->list.count >= DIAG_LIMIT) {
        diags->dropped++;
        if (!diags->spare)
            diags->spare = ARENA_NEW(diags->arena, struct diag);
        if (severity != DIAG_ERROR || !make_room(diags))
            return diags->spare;
    }
    struct diag *diag = ARENA_NEW(diags->arena, struct diag);
    diag->code = code;
    diag->severity = severity;
    diag->span = span;
    va_list arguments;
    va_start(arguments, format);
    diag->message = format_message(diags->arena, format, arguments);
    va_end(arguments);
    VEC_PUSH(diags->arena, &diags->list, diag);
    return diag;
}

void diag_label(struct diags *diags, struct diag *diag, struct span span, const char *format, ...)
{
    if (diag == diags->spare || diag->label_count == DIAG_LABELS)
        return;
    va_list arguments;
    va_start(arguments, format);
    struct diag_label label = {span, format_text(diags->arena, format, arguments)};
    va_end(arguments);
    diag->labels[diag->label_count++] = label;
}

static void add_note(struct diag *diag, bool help, const char *text)
{
    struct diag_note note = {help, text};
    diag->notes[diag->note_count++] = note;
}

void diag_note(struct diags *diags, struct diag *diag, const char *format, ...)
{
    if (diag == diags->spare || diag->note_count == DIAG_NOTES)
        return;
    va_list arguments;
    va_start(arguments, format);
    add_note(diag, false, format_text(diags->arena, format, arguments));
    va_end(arguments);
}

void diag_help(struct diags *diags, struct diag *diag, const char *format, ...)
{
    if (diag == diags->spare || diag->note_count == DIAG_NOTES)
        return;
    va_list arguments;
    va_start(arguments, format);
    add_note(diag, true, format_text(diags->arena, format, arguments));
    va_end(arguments);
}

void diags_refuse(struct diags *diags, const char *name, uint64_t line)
{
    struct refusal refusal = {NULL, line};
    if (diags->refusals.count >= REFUSAL_LIMIT)
        return;
    refusal.name = arena_string(diags->arena, name, strlen(name));
    VEC_PUSH(diags->arena, &diags->refusals, refusal);
    for (size_t i = diags->list.count; i > 0 && !diags->list.items[i - 1]->refusal; i--)
        diags->list.items[i - 1]->refusal = diags->refusals.count;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_spans(struct span a, struct span b)
{
    int order = compare_numbers(a.source, b.source);
    if (!order)
        order = compare_numbers(a.begin, b.begin);
    return order ? order : compare_numbers(a.end, b.end);
}

static int compare(const struct diag *a, const struct diag *b)
{
    int order = compare_spans(a->span, b->span);
    if (!order)
        order = compare_numbers(a->code, b->code);
    return order ? order : strcmp(a->message, b->message);
}

static bool same(const struct diag *a, const struct diag *b)
{
    if (compare(a, b) != 0 || a->label_count != b->label_count || a->note_count != b->note_count)
        return false;
    for (size_t i = 0; i < a->label_count; i++)
        if (compare_spans(a->labels[i].span, b->labels[i].span) != 0
            || strcmp(a->labels[i].text, b->labels[i].text) != 0)
            return false;
    for (size_t i = 0; i < a->note_count; i++)
        if (a->notes[i].help != b->notes[i].help
            || strcmp(a->notes[i].text, b->notes[i].text) != 0)
            return false;
    return true;
}

static void drop_repetitions(struct diags *diags)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->list.count; i++) {
        struct diag *diag = diags->list.items[i];
        bool repeated = false;
        for (size_t k = kept; k-- > 0 && compare(diags->list.items[k], diag) == 0;)
            repeated = repeated || same(diags->list.items[k], diag);
        if (!repeated)
            diags->list.items[kept++] = diag;
        else if (diag->severity == DIAG_ERROR)
            diags->errors--;
    }
    diags->list.count = kept;
}

/* Insertion: at most DIAG_LIMIT items, mostly in order already, and stable. */
void diags_sort(struct diags *diags)
{
    struct diag **items = diags->list.items;
    for (size_t i = 1; i < diags->list.count; i++) {
        struct diag *diag = items[i];
        size_t at = i;
        for (; at > 0 && compare(items[at - 1], diag) > 0; at--)
            items[at] = items[at - 1];
        items[at] = diag;
    }
    drop_repetitions(diags);
}
