/* wrap.c: see wrap.h. A word longer than its column is cut between code points. */
#include "emit/wrap.h"

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

/* One line of one column. Returns the blanks that the next column owes before itself. */
static unsigned print_part(struct wrap_column *column, unsigned indent, unsigned pending,
                           struct strbuf *out)
{
    size_t next;
    size_t length = line_length(column->text, column->width - indent, &next);
    const char *text = column->text;
    column->text += next;
    if (length == 0)
        return pending + column->width + WRAP_GAP;
    strbuf_repeat(out, ' ', (int)(pending + indent));
    strbuf_bytes(out, text, length);
    return column->width - indent - code_points(text, length) + WRAP_GAP;
}

static void print_some(struct wrap_column *columns, const unsigned *indents, size_t count,
                       struct strbuf *out)
{
    bool more = true;
    while (more) {
        unsigned pending = 0;
        more = false;
        for (size_t c = 0; c < count; c++) {
            pending = print_part(&columns[c], indents[c], pending, out);
            more |= *columns[c].text != '\0';
        }
        strbuf_char(out, '\n');
    }
}

void wrap_print(struct wrap_column *columns, size_t count, struct strbuf *out)
{
    unsigned indents[WRAP_COLUMNS];
    for (size_t c = 0; c < count; c++) {
        indents[c] = indent_of(columns[c].text, columns[c].width);
        columns[c].text += strspn(columns[c].text, " ");
    }
    print_some(columns, indents, count, out);
}
