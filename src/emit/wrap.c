/* wrap.c: see wrap.h. A word longer than its column is cut between code points. */
#include "emit/wrap.h"

#include "diag/utf8.h"

#include <string.h>

static unsigned code_points(const char *text, size_t length)
{
    unsigned n = 0;
    for (size_t i = 0; i < length; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

unsigned wrap_width(const char *text)
{
    return code_points(text, strlen(text));
}

/* The bytes of `text` that go on a line of `width`; *next is where the following begins. */
static size_t line_length(const char *text, unsigned width, size_t *next)
{
    size_t at = 0, blank = 0;
    for (unsigned n = 0; n < width && text[at] && text[at] != '\n'; n++) {
        if (text[at] == ' ')
            blank = at;
        at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80)
            at++;
    }
    bool whole = text[at] == '\0' || text[at] == '\n' || text[at] == ' ';
    size_t length = whole || blank == 0 ? at : blank;
    *next = length;
    while (text[*next] == ' ')
        ++*next;
    if (text[*next] == '\n')
        ++*next;
    return length;
}

static unsigned indent_of(const char *text, unsigned width)
{
    unsigned n = 0;
    while (text[n] == ' ')
        n++;
    return n < width / 2 ? n : width / 2;
}

/* What is printed of a column: by how much a line is indented, and is this the rest of one? */
struct state {
    unsigned indent;
    bool rest;
};

/* One line of one column. Returns the blanks that the next column owes before itself. */
static unsigned print_part(struct wrap_column *column, struct state *state, unsigned pending,
                           struct strbuf *out)
{
    size_t next;
    unsigned hang = state->rest && column->hang < column->width / 2 ? column->hang : 0;
    unsigned indent = hang > state->indent ? hang : state->indent;
    size_t length = line_length(column->text, column->width - indent, &next);
    const char *text = column->text;
    column->text += next;
    state->rest = next > 0 && text[next - 1] != '\n';
    if (length == 0)
        return pending + column->width + WRAP_GAP;
    strbuf_repeat(out, ' ', (int)(pending + indent));
    utf8_put_visible(out, text, length);
    return column->width - indent - code_points(text, length) + WRAP_GAP;
}

static void print_some(struct wrap_column *columns, struct state *states, size_t count,
                       struct strbuf *out)
{
    bool more = true;
    while (more) {
        unsigned pending = 0;
        more = false;
        for (size_t c = 0; c < count; c++) {
            pending = print_part(&columns[c], &states[c], pending, out);
            more |= *columns[c].text != '\0';
        }
        strbuf_char(out, '\n');
    }
}

void wrap_print(struct wrap_column *columns, size_t count, struct strbuf *out)
{
    struct state states[WRAP_COLUMNS];
    for (size_t c = 0; c < count; c++) {
        states[c] = (struct state){indent_of(columns[c].text, columns[c].width), false};
        columns[c].text += strspn(columns[c].text, " ");
    }
    print_some(columns, states, count, out);
}
