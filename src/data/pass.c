/* pass.c: a value that nobody reads, checked as closely as one that is read.
 *
 * What stands under `notes` must be JSON all the same: RFC 8259, valid UTF-8, no key of an object twice. What would take
 * more than the little room here (many keys, deep nesting, a key with an escape) is not passed; json.h takes
 * care of it. A line feed ends every line (quick.h): no step goes beyond it, so none looks for the end of the data.
 *
 * A value that was passed leaves what stood between its scalars, as a path in a tree:
 *
 *   {"team":"a","n":[1,2]}  {"team":"b","n":[3]}      {"team": ── ,"n":[ ─┬─ , ── ]}
 *                                                                        └─ ]}
 *
 * Another value with a scalar behind each step of a path to its end has the same brackets and the same keys at the
 * same depth, so that nothing is left to be checked but the scalars.
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
    uint64_t word = 0;
    memcpy(&word, text, length < sizeof word ? length : sizeof word);
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

/* ---- values like those before ------------------------------------------------------------------- */

#define PASSED_STEPS 64
#define PASSED_OTHERS 8   /* that may stand at one place */
#define PASSED_LESSONS 64 /* values that are learned from */

/* What stood before a scalar, behind the scalar before it; or at the end. */
struct pass_step {
    struct quick_bytes bytes;
    bool ends;
    struct pass_step *next;  /* one that came behind the scalar */
    struct pass_step *other; /* that came here instead */
};

struct passed {
    struct pass_step *first;
    uint32_t count, lessons;
    struct pass_step steps[PASSED_STEPS];
};

struct passed *passed_new(struct arena *arena)
{
    return ARENA_NEW(arena, struct passed);
}

/* Behind a container that has the steps of an earlier one; NULL where it has not. */
static const char *pass_known(const struct passed *passed, const char *at)
{
    const struct pass_step *step = passed->first;
    for (;; step = step->next) {
        while (step && !quick_stands_at(&step->bytes, at))
            step = step->other;
        if (!step)
            return NULL;
        at += step->bytes.length;
        if (step->ends)
            return at;
        at = scalar_end(at);
        if (!at)
            return NULL;
    }
}

/* The step at a place whose bytes are [begin, end), made where there is none; NULL where there is no room. */
static struct pass_step *step_at(struct passed *passed, struct pass_step **place, const char *begin,
                                 const char *end)
{
    size_t length = (size_t)(end - begin), others = 0;
    for (; *place; place = &(*place)->other, others++)
        if ((*place)->bytes.length == length && quick_stands_at(&(*place)->bytes, begin))
            return *place;
    struct pass_step *step = &passed->steps[passed->count];
    if (passed->count == PASSED_STEPS || others == PASSED_OTHERS
        || !quick_bytes_set(&step->bytes, begin, length))
        return NULL;
    passed->count++;
    return *place = step;
}

static bool is_delimiter(char c)
{
    return c == ',' || c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ' '
           || c == '\t' || c == '\r';
}

/* Of a container that was passed. */
static void learn(struct passed *passed, const char *begin, const char *end)
{
    struct pass_step **place = &passed->first, *step;
    const char *at = begin;
    while (at < end) {
        if (is_delimiter(*at)) {
            at++;
            continue;
        }
        const char *scalar = at;
        at = scalar_end(at);
        if (*quick_blanks_end(at) == ':')
            continue; /* a key */
        step = step_at(passed, place, begin, scalar);
        if (!step)
            return;
        place = &step->next;
        begin = at;
    }
    step = step_at(passed, place, begin, end);
    if (step)
        step->ends = true;
}

const char *pass_value(struct passed *passed, const char *at)
{
    struct passing p;
    if (*at != '{' && *at != '[')
        return scalar_end(at);
    const char *end = pass_known(passed, at);
    if (end)
        return end;
    p.depth = p.key_count = 0;
    end = pass_container(&p, at);
    if (end && passed->lessons < PASSED_LESSONS) {
        passed->lessons++;
        learn(passed, at, end);
    }
    return end;
}
