/* quick.c: see quick.h.
 *
 * Lines of one file mostly agree in their keys, in the order of these and in the blanks between. So what stands
 * between two values is compared, eight bytes at a time, with what stood there when the same key came last:
 *
 *   {"region":"EU","capacity": 5}       {"region":   then   ,"capacity":    with its blank
 *
 * Where it is the same, grammar, key and meaning are known without a look at them; where it is not, the key is
 * read and looked up, and is what is expected here next time. No line is indexed for it. Values are scalars
 * without escapes; what stands under `notes` may be anything (pass.c). A line with anything else, or
 * anything wrong, is left to json.h.
 */
#include "data/quick.h"

#define QUICK_KEYS 64 /* that are expected, and members of a line */

/* What stood between two values: a brace or a comma, a key, a colon, and blanks. */
struct quick_key {
    struct quick_bytes bytes;
    uint32_t target;
    struct quick_key *next; /* what came behind its value last, or NULL */
};

struct quick {
    struct fast *fast;
    struct passed *passed;
    struct quick_key *first;   /* what a line began with last, or NULL */
    struct quick_key *nowhere; /* NULL: what is expected behind a key for which there was no room */
    bool known;   /* the line at hand has the keys of the line before, which was bound */
    size_t count; /* members of the line at hand */
    struct json_member members[QUICK_KEYS]; /* of no key, never escaped */
    uint32_t targets[QUICK_KEYS];
    size_t key_count;
    struct quick_key keys[QUICK_KEYS];
};

struct quick *quick_new(struct arena *arena, struct fast *fast)
{
    struct quick *quick = ARENA_NEW(arena, struct quick);
    quick->fast = fast;
    quick->passed = passed_new(arena);
    return quick;
}

/* ---- keys --------------------------------------------------------------------------------------- */

bool quick_bytes_set(struct quick_bytes *bytes, const char *begin, size_t length)
{
    *bytes = (struct quick_bytes){.length = (uint32_t)length};
    if (length > QUICK_WORDS * sizeof(uint64_t))
        return false;
    for (size_t at = 0; at < length; at += sizeof(uint64_t)) {
        struct quick_word *word = &bytes->words[bytes->word_count++];
        size_t n = length - at < sizeof word->bytes ? length - at : sizeof word->bytes;
        memcpy(&word->bytes, begin + at, n);
        memset(&word->mask, 0xFF, n);
    }
    return true;
}

/* From a brace or a comma to the value behind it. NULL where no known key stands there, or it has an escape. */
static const char *read_key(const struct quick *quick, const char *at, uint32_t *target)
{
    at = quick_blanks_end(at + 1);
    const char *key = at + 1;
    if (*at != '"')
        return NULL;
    at = plain_end(key);
    if (*at != '"' || !fast_key(quick->fast, key, (size_t)(at - key), target))
        return NULL;
    at = quick_blanks_end(at + 1);
    return *at == ':' ? quick_blanks_end(at + 1) : NULL;
}

/* The key whose bytes these are; NULL where there is no room. */
static struct quick_key *key_of(struct quick *quick, const char *begin, size_t length, uint32_t target)
{
    for (size_t i = 0; i < quick->key_count; i++)
        if (quick->keys[i].bytes.length == length && quick_stands_at(&quick->keys[i].bytes, begin))
            return &quick->keys[i];
    struct quick_key *key = &quick->keys[quick->key_count];
    if (quick->key_count == QUICK_KEYS || !quick_bytes_set(&key->bytes, begin, length))
        return NULL;
    key->target = target;
    key->next = NULL;
    quick->key_count++;
    return key;
}

/* ---- values ------------------------------------------------------------------------------------- */

/* Behind the scalar; NULL where it is none, or has an escape. */
static inline const char *value_end(const char *at)
{
    if (*at != '"')
        return quick_bare_end(at);
    at = plain_end(at + 1);
    while ((unsigned char)*at >= 0x80) {
        at = quick_letter_end(at);
        if (!at)
            return NULL;
        at = plain_end(at);
    }
    return *at == '"' ? at + 1 : NULL;
}

/* ---- lines -------------------------------------------------------------------------------------- */

/* From the mark before a key to its value. `before` is where it is told what is expected here, and where it is told
 * for the next one afterwards. */
static const char *unexpected_key(struct quick *quick, const char *at, struct quick_key ***before, uint32_t *target)
{
    const char *value = read_key(quick, at, target);
    if (!value)
        return NULL;
    struct quick_key *key = key_of(quick, at, (size_t)(value - at), *target);
    if (key)
        **before = key;
    quick->nowhere = NULL;
    *before = key ? &key->next : &quick->nowhere;
    return value;
}

/* Finds the members of a line; false where it is not plain. */
static bool find_members(struct quick *quick, struct quick_line *line)
{
    const char *at = line->data + line->begin, *value;
    struct quick_key **before = &quick->first, *key;
    size_t count = 0;
    bool known = quick->known;
    do {
        key = *before;
        if (key && quick_stands_at(&key->bytes, at)) {
            value = at + key->bytes.length;
            known = known && quick->targets[count] == key->target;
            quick->targets[count] = key->target;
            before = &key->next;
        } else {
            known = false;
            value = unexpected_key(quick, at, &before, &quick->targets[count]);
            if (!value)
                return false;
        }
        at = quick->targets[count] == BIND_NOTES ? pass_value(quick->passed, value) : value_end(value);
        if (!at)
            return false;
        struct json_member *member = &quick->members[count++];
        member->begin = (uint32_t)(value - line->data);
        member->end = (uint32_t)(at - line->data);
        member->first = *value;
        at = quick_blanks_end(at);
    } while (*at == ',' && count < QUICK_KEYS);
    quick->known = known && count == quick->count;
    quick->count = count;
    if (*at != '}')
        return false;
    at = quick_blanks_end(at + 1);
    line->end = (size_t)(at - line->data);
    return *at == '\n';
}

bool quick_bind(struct quick *quick, struct quick_line *line, const struct description *about,
                struct deployment *out)
{
    struct fast_line found = {line->data, line->source, 0, quick->members, 0, quick->targets, false};
    bool plain = find_members(quick, line);
    found.count = quick->count;
    found.again = quick->known;
    plain = plain && fast_bind(quick->fast, &found, about, out);
    quick->known = plain;
    return plain;
}
