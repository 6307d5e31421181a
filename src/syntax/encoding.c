/* encoding.c: is a policy file text at all?
 *
 * UTF-8 without control characters but tabs and line ends; a byte order mark is skipped.
 * Asked once before scanning, so that no later stage meets half a character. Sixty-four
 * bytes at a time while they are plain ASCII, line ends among them.
 */
#include "syntax/build.h"

#include <string.h>

/* The length of the well-formed sequence at text (RFC 3629), or 0. */
static size_t sequence(const unsigned char *text, size_t left)
{
    unsigned char a = text[0];
    size_t length = a < 0xC2 ? 0 : a < 0xE0 ? 2 : a < 0xF0 ? 3 : a < 0xF5 ? 4 : 0;
    if (length == 0 || length > left)
        return 0;
    unsigned char low = a == 0xE0 ? 0xA0 : a == 0xF0 ? 0x90 : 0x80;
    unsigned char high = a == 0xED ? 0x9F : a == 0xF4 ? 0x8F : 0xBF;
    if (text[1] < low || text[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

#define STRIDE ((size_t)64)

/* Are these bytes all in 0x20..0x7E, or line feeds? The loop has no way out early, so that
 * compilers make a few wide instructions of it. */
static bool plain(const unsigned char *text)
{
    unsigned char strange = 0;
    for (size_t i = 0; i < STRIDE; i++)
        strange |= (unsigned char)((text[i] < 0x20) & (text[i] != '\n')) | (text[i] > 0x7E);
    return !strange;
}

static void refuse(struct parser *parser, size_t offset, const char *what, const char *help)
{
    uint32_t place = (uint32_t)offset;
    struct diag *diag = diag_add(parser->diags, DIAG_NOT_TEXT,
                                 (struct span){parser->source, place, place + 1}, "%s", what);
    diag_help(parser->diags, diag, "%s", help);
}

static bool begins_with(const struct source *text, const char *bytes, size_t count)
{
    return text->length >= count && memcmp(text->text, bytes, count) == 0;
}

bool scan_encoding(struct parser *parser, size_t *skip)
{
    const struct source *source = parser->text;
    const unsigned char *text = (const unsigned char *)source->text;
    *skip = begins_with(source, "\xEF\xBB\xBF", 3) ? 3 : 0;
    if (begins_with(source, "\xFF\xFE", 2) || begins_with(source, "\xFE\xFF", 2)) {
        refuse(parser, 0, "this file is UTF-16, and a policy is UTF-8", "save it as UTF-8");
        return false;
    }
    for (size_t i = *skip; i < source->length;) {
        if (i + STRIDE <= source->length && plain(text + i)) {
            i += STRIDE;
            continue;
        }
        unsigned char c = text[i];
        if (c == 0) {
            refuse(parser, i, "this file holds a zero byte, so it is no text",
                   "save it as UTF-8");
            return false;
        }
        if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) {
            refuse(parser, i, "a control character stands here", "delete it");
            return false;
        }
        size_t length = c < 0x80 ? 1 : sequence(text + i, source->length - i);
        if (length == 0) {
            refuse(parser, i, "these bytes are not UTF-8", "save the file as UTF-8");
            return false;
        }
        i += length;
    }
    return true;
}
