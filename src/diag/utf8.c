/* utf8.c: see utf8.h. The table of widths is coarse on purpose: whole blocks of Unicode,
 * enough to keep carets under the words of real texts. */
#include "diag/utf8.h"

#include "base/strbuf.h"

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

/* A picture where there is one. */
static void put_visible(struct strbuf *out, uint32_t point)
{
    if (point < 0x20 || point == 0x7F)
        strbuf_printf(out, "\xE2\x90%c", (char)(0x80 + (point < 0x20 ? point : 0x21)));
    else
        strbuf_text(out, "\xEF\xBF\xBD");
}

const char *utf8_visible(struct arena *arena, const char *text)
{
    size_t length = strlen(text), at = 0, taken;
    uint32_t point;
    for (; at < length; at += taken) {
        taken = utf8_decode(text + at, length - at, &point);
        if (utf8_disturbs(point))
            break;
    }
    if (at == length)
        return text;
    struct strbuf out = strbuf_new(arena);
    strbuf_bytes(&out, text, at);
    for (; at < length; at += taken) {
        taken = utf8_decode(text + at, length - at, &point);
        if (utf8_disturbs(point))
            put_visible(&out, point);
        else
            strbuf_bytes(&out, text + at, taken);
    }
    return strbuf_string(&out);
}
