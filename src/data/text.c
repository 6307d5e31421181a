/* text.c: is it UTF-8 at all? What is not is refused by name and place, before a reader
 * of JSON or YAML can say something about it that helps nobody. */
#include "data/node.h"

#include <string.h>

/* The shortest form is required, and half a surrogate pair is no character (Unicode 15,
 * table 3-7). */
size_t text_sequence(const unsigned char *at, size_t left)
{
    static const struct {
        unsigned char first_low, first_high, second_low, second_high, length;
    } forms[] = {
        {0x01, 0x7F, 0, 0, 1},          {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3},    {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4},    {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (at[0] < forms[i].first_low || at[0] > forms[i].first_high)
            continue;
        size_t length = forms[i].length;
        if (length > left)
            return 0;
        if (length > 1 && (at[1] < forms[i].second_low || at[1] > forms[i].second_high))
            return 0;
        for (size_t k = 2; k < length; k++)
            if (at[k] < 0x80 || at[k] > 0xBF)
                return 0;
        return length;
    }
    return 0;
}

size_t text_mark(const char *data, size_t length)
{
    return length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* The name of another encoding of Unicode that the bytes begin like, or NULL. */
static const char *other_encoding(const char *data, size_t length)
{
    if (length >= 4
        && (memcmp(data, "\xFF\xFE\0\0", 4) == 0 || memcmp(data, "\0\0\xFE\xFF", 4) == 0))
        return "UTF-32";
    if (length >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0))
        return "UTF-16";
    if (length >= 4 && ((data[0] && !data[1] && data[2] && !data[3])
                        || (!data[0] && data[1] && !data[2] && data[3])))
        return "UTF-16";
    return NULL;
}

/* The offset of the first byte that is no UTF-8, or length. Eight ASCII bytes a step. */
static size_t first_bad(const char *data, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
    size_t i = 0;
    while (i < length) {
        uint64_t word;
        if (length - i >= sizeof word) {
            memcpy(&word, data + i, sizeof word);
            if (!(word & high) && !((word - ones) & high)) {
                i += sizeof word;
                continue;
            }
        }
        size_t n = text_sequence((const unsigned char *)data + i, length - i);
        if (n == 0)
            return i;
        i += n;
    }
    return length;
}

bool text_check(struct diags *diags, struct span range, const char *data)
{
    size_t length = range.end - range.begin;
    const char *encoding = other_encoding(data + range.begin, length);
    struct span span = {range.source, range.begin, range.begin};
    if (encoding) {
        struct diag *diag = diag_add(diags, DIAG_DOCUMENT_ENCODING, span,
                                     "the document is %s, not UTF-8", encoding);
        diag_help(diags, diag, "convert it, for example with iconv -f %s -t UTF-8", encoding);
        return false;
    }
    size_t bad = first_bad(data + range.begin, length);
    if (bad == length)
        return true;
    span.begin += (uint32_t)bad;
    span.end = span.begin + 1;
    if (data[span.begin] == '\0')
        diag_add(diags, DIAG_DOCUMENT_ENCODING, span, "a NUL byte is no part of a text");
    else
        diag_add(diags, DIAG_DOCUMENT_ENCODING, span, "the byte 0x%02X is not UTF-8 here",
                 (unsigned)(unsigned char)data[span.begin]);
    return false;
}
