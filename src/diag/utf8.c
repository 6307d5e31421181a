/* utf8.c: see utf8.h. The table of widths is coarse on purpose: whole blocks of Unicode,
 * enough to keep carets under the words of real texts. */
#include "diag/utf8.h"

#include <string.h>

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

size_t utf8_decode(const char *text, size_t length, uint32_t *point)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)text[0];
    size_t size = sequence_length(lead);
    *point = UTF8_BAD;
    if (size == 0 || size > length)
        return 1;
    if (size == 1) {
        *point = lead;
        return 1;
    }
    uint32_t value = lead & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xC0) != 0x80)
            return 1;
        value = value << 6 | (next & 0x3Fu);
    }
    if (value < smallest[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 1;
    *point = value;
    return size;
}

/* Are the eight bytes ASCII? Nearly all of a policy is. */
static bool eight_plain(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return (word & UINT64_C(0x8080808080808080)) == 0;
}

size_t utf8_count(const char *text, size_t length)
{
    size_t count = 0;
    uint32_t point;
    for (size_t at = 0; at < length;) {
        bool plain = length - at >= 8 && eight_plain(text + at);
        at += plain ? 8 : utf8_decode(text + at, length - at, &point);
        count += plain ? 8 : 1;
    }
    return count;
}

int utf8_width(uint32_t point)
{
    static const struct {
        uint32_t first, last;
        int width;
    } blocks[] = {
        {0x300, 0x36F, 0},     {0x1100, 0x115F, 2},   {0x200B, 0x200F, 0},
        {0x2E80, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},
        {0xFE00, 0xFE0F, 0},   {0xFE20, 0xFE2F, 0},   {0xFE30, 0xFE6F, 2},
        {0xFEFF, 0xFEFF, 0},   {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2},
        {0x1F300, 0x1F64F, 2}, {0x1F900, 0x1F9FF, 2}, {0x20000, 0x3FFFD, 2},
    };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (point >= blocks[i].first && point <= blocks[i].last)
            return blocks[i].width;
    return 1;
}

bool utf8_disturbs(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point <= 0x9F) || (point >= 0x2028 && point <= 0x202E)
           || (point >= 0x2066 && point <= 0x2069);
}

size_t utf8_visible_point(const char *text, size_t length, char out[UTF8_VISIBLE], size_t *size)
{
    uint32_t point;
    size_t taken = utf8_decode(text, length, &point);
    if (point < 0x20 || point == 0x7F) { /* there is a picture of it */
        memcpy(out, "\xE2\x90", 2);
        out[2] = (char)(0x80 + (point < 0x20 ? point : 0x21));
        *size = 3;
    } else if (utf8_disturbs(point) || (point == UTF8_BAD && taken == 1)) {
        memcpy(out, "\xEF\xBF\xBD", 3);
        *size = 3;
    } else {
        memcpy(out, text, taken);
        *size = taken;
    }
    return taken;
}

/* How many bytes at the beginning stay as they are. */
static size_t undisturbed(const char *text, size_t length)
{
    char shown[UTF8_VISIBLE];
    for (size_t at = 0, taken, size; at < length; at += taken) {
        taken = 1;
        if (text[at] >= 0x20 && text[at] < 0x7F)
            continue;
        taken = utf8_visible_point(text + at, length - at, shown, &size);
        if (size != taken || memcmp(shown, text + at, size) != 0)
            return at;
    }
    return length;
}

void utf8_put_visible(struct strbuf *out, const char *text, size_t length)
{
    while (length) {
        char shown[UTF8_VISIBLE];
        size_t size, taken = undisturbed(text, length);
        strbuf_bytes(out, text, taken);
        if (taken < length) {
            taken += utf8_visible_point(text + taken, length - taken, shown, &size);
            strbuf_bytes(out, shown, size);
        }
        text += taken;
        length -= taken;
    }
}

const char *utf8_visible(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    if (undisturbed(text, length) == length)
        return text;
    struct strbuf out = strbuf_new(arena);
    utf8_put_visible(&out, text, length);
    return strbuf_string(&out);
}

const char *utf8_visible_lines(struct arena *arena, const char *text)
{
    struct strbuf out = strbuf_new(arena);
    for (bool more = true; more;) {
        size_t length = strcspn(text, "\n");
        utf8_put_visible(&out, text, length);
        more = text[length] == '\n';
        if (more)
            strbuf_char(&out, '\n');
        text += length + more;
    }
    return strbuf_string(&out);
}
