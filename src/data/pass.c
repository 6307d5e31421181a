/* pass.c: a value that nobody reads, checked as closely as one that is read.
 *
 * What stands under `notes` must be JSON all the same: RFC 8259, valid UTF-8, no key of an object twice. Keys are
 * compared by their first eight bytes and their length, as json.cpp does it. What would take more than the
 * little room here (many keys, deep nesting, a key with an escape) is not passed; json.h takes care of
 * it. A line feed ends every line (quick.c): no step goes beyond it, so none looks for the end of the data.
 */
#include "data/quick.h"

#define PASSED_KEYS 64 /* of all open objects together */
#define PASSED_DEPTH 16

struct passed_key {
    uint64_t word; /* first bytes and length: equal for equal keys */
    const char *text;
};

struct passing {
    uint32_t depth;
    char close[PASSED_DEPTH];     /* what ends each open container */
    uint32_t first[PASSED_DEPTH]; /* of its keys */
    uint32_t key_count;
    struct passed_key keys[PASSED_KEYS];
};

/* Text with a letter that is no ASCII or an escape at `at`, to behind its last quote. */
static const char *long_text_end(const char *at)
{
    while (*at != '"') {
        if ((unsigned char)*at >= 0x80)
            at = quick_letter_end(at);
        else
            at = *at == '\\' ? json_escape_end(at, at + JSON_PADDING) : NULL;
        if (!at)
            return NULL;
        at = plain_end(at);
    }
    return at + 1;
}

static inline const char *scalar_end(const char *at)
{
    if (*at != '"')
        return quick_bare_end(at);
    at = plain_end(at + 1);
    return *at == '"' ? at + 1 : long_text_end(at);
}

/* A key of the innermost object that was not there before. */
static inline bool note_key(struct passing *p, const char *text, size_t length)
{
    uint64_t word;
    memcpy(&word, text, sizeof word); /* what follows a key is readable */
    if (length < sizeof word)
        word &= (UINT64_C(1) << (8 * length)) - 1;
    word ^= (uint64_t)length << 56;
    for (uint32_t i = p->first[p->depth - 1]; i < p->key_count; i++)
        if (p->keys[i].word == word && memcmp(p->keys[i].text, text, length) == 0)
            return false;
    if (p->key_count == PASSED_KEYS)
        return false;
    p->keys[p->key_count++] = (struct passed_key){word, text};
    return true;
}

/* A key, its colon and the blanks around that. */
static inline const char *pass_key(struct passing *p, const char *at)
{
    const char *key = at + 1;
    if (*at != '"')
        return NULL;
    at = plain_end(key);
    if (*at != '"' || !note_key(p, key, (size_t)(at - key)))
        return NULL;
    at = quick_blanks_end(at + 1);
    return *at == ':' ? quick_blanks_end(at + 1) : NULL;
}

/* A loop over one token at a time with an explicit stack, as in json.cpp. */
static const char *pass_container(struct passing *p, const char *at)
{
open:
    if (p->depth == PASSED_DEPTH)
        return NULL;
    p->close[p->depth] = *at == '{' ? '}' : ']';
    p->first[p->depth++] = p->key_count;
    at = quick_blanks_end(at + 1);
    if (*at == p->close[p->depth - 1])
        goto close;
item:
    if (p->close[p->depth - 1] == '}' && !(at = pass_key(p, at)))
        return NULL;
    if (*at == '{' || *at == '[')
        goto open;
    if (!(at = scalar_end(at)))
        return NULL;
after:
    at = quick_blanks_end(at);
    if (*at == ',') {
        at = quick_blanks_end(at + 1);
        goto item;
    }
    if (*at != p->close[p->depth - 1])
        return NULL;
close:
    at++;
    p->key_count = p->first[--p->depth];
    if (p->depth > 0)
        goto after;
    return at;
}

const char *pass_value(const char *at)
{
    struct passing p;
    if (*at != '{' && *at != '[')
        return scalar_end(at);
    p.depth = p.key_count = 0;
    return pass_container(&p, at);
}
