/* json.cpp: a validating walk over simdjson's structural index, behind json.h.
 *
 * simdjson's first stage finds the place of every bracket, comma, colon and first byte of
 * a scalar, and checks UTF-8, control characters and the ends of strings, at several
 * bytes a cycle. Its two own second stages do not fit: On-Demand does not validate what
 * it skips, and asked for every value it took three times as long as this walk; the DOM
 * keeps no places. So the walk here is the whole grammar of RFC 8259 over that index:
 * nothing is accepted unless every index was consumed in its role.
 *
 * Lines may be indexed together: a line feed inside a string is an error of the first
 * stage, so no string reaches from one line into the next, and a walk that leaves its
 * line fails. Built without exceptions and RTTI; nothing calls back into C, so nothing can
 * unwind through it. simdjson 3.0 and later.
 */
#include "data/json.h"
#include "data/json_parts.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>

namespace {

constexpr size_t KEYS = 1024; /* keys of all open nested objects together */

struct seen_key {
    uint64_t word; /* first bytes and length: equal for equal keys */
    const char *text;
};

struct level {
    bool object;
    size_t keys; /* number of keys noted when it was opened */
};

} // namespace

struct json_reader {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
    unsigned depth_limit = 0;
    const char *data = nullptr;
    size_t cursor = 0; /* next structural index to walk */
    json_member *members = nullptr;
    size_t count = 0, capacity = 0;
    size_t key_count = 0;
    bool unsure = false, no_memory = false;
    const char *end = nullptr;          /* of what was indexed */
    const char *escape_from = nullptr;  /* no backslash stands from here … */
    const char *next_escape = nullptr;  /* … to here, where the next one is, or the end */
    level *levels = nullptr; /* depth_limit of them */
    seen_key keys[KEYS];
};

namespace {

/* The walk's place: data + *at is the token not yet consumed. Behind the last one simdjson
 * leaves two entries that point at the end of the data, where no token can begin. */
struct place {
    const char *data;
    const uint32_t *at;
};

char peek(const place &p)
{
    return p.data[*p.at];
}

/* Escapes of the text between two quotes. */
bool escapes_valid(const char *at, const char *end)
{
    while ((at = static_cast<const char *>(std::memchr(at, '\\', size_t(end - at)))))
        if (!(at = json_escape_end(at, end)))
            return false;
    return true;
}

/* The small steps below are inlined by force: left to itself, the compiler calls some of them
 * for each token, which costs a tenth of the walk. */

/* Where the token at p ends: before the next one, without the blanks between them. */
[[gnu::always_inline]] inline const char *token_end(const place &p)
{
    const char *end = p.data + p.at[1];
    while (static_cast<unsigned char>(end[-1]) <= ' '
           && (end[-1] == ' ' || end[-1] == '\n' || end[-1] == '\r' || end[-1] == '\t'))
        end--;
    return end;
}

void find_escape(json_reader &reader, const char *from)
{
    const void *found = std::memchr(from, '\\', size_t(reader.end - from));
    reader.escape_from = from;
    reader.next_escape = found ? static_cast<const char *>(found) : reader.end;
}

/* A string with a backslash, which is the next one; the walk goes on behind it. */
[[gnu::noinline]] bool walk_escapes(json_reader &reader, const char *begin, const char *end)
{
    find_escape(reader, end);
    return escapes_valid(begin, end);
}

/* Consumes a string; *end is after its closing quote. */
[[gnu::always_inline]] inline bool walk_string(json_reader &reader, place &p, const char *&end)
{
    const char *begin = p.data + *p.at;
    end = p.data + p.at[1];
    if (end[-1] != '"') /* there are blanks behind it, if it is a string at all */
        end = token_end(p);
    p.at++;
    if (end - begin < 2 || end[-1] != '"')
        return false;
    return reader.next_escape >= end || walk_escapes(reader, begin + 1, end - 1);
}

/* Consumes a number or one of the three words. */
[[gnu::always_inline]] inline bool walk_plain(place &p, const char *&end)
{
    const char *begin = p.data + *p.at;
    end = token_end(p);
    p.at++;
    return begin < end && json_bare_end(begin, end) == end;
}

[[gnu::always_inline]] inline bool walk_scalar(json_reader &reader, place &p, const char *&end)
{
    return peek(p) == '"' ? walk_string(reader, p, end) : walk_plain(p, end);
}

/* Consumes a key and its colon. */
[[gnu::always_inline]] inline bool walk_key(json_reader &reader, place &p, const char *&key,
                                            size_t &length)
{
    const char *end;
    key = p.data + *p.at + 1;
    if (peek(p) != '"' || !walk_string(reader, p, end) || peek(p) != ':')
        return false;
    p.at++;
    length = size_t(end - key) - 1;
    return true;
}

/* Notes a key of the innermost open object, whose keys begin at `first`. */
void note_key(json_reader &reader, size_t first, const char *text, size_t length)
{
    uint64_t word;
    std::memcpy(&word, text, sizeof word); /* what follows a key is readable */
    if (length < sizeof word)
        word &= (UINT64_C(1) << (8 * length)) - 1;
    word ^= uint64_t(length) << 56;
    for (size_t i = first; i < reader.key_count; i++) {
        const seen_key &key = reader.keys[i];
        if (key.word == word && std::memcmp(key.text, text, length) == 0)
            reader.unsure = true;
    }
    if (reader.key_count < KEYS && reader.key_count - first < 64)
        reader.keys[reader.key_count++] = seen_key{word, text};
    else
        reader.unsure = true;
}

/* Consumes the container that begins at p and has `depth` others around it. A loop over
 * one token at a time with an explicit stack: a hostile document costs no C stack. */
bool walk_container(json_reader &reader, place &p, unsigned depth)
{
    unsigned outside = depth;
    const char *key, *end;
    size_t length;
open:
    if (depth >= reader.depth_limit)
        return false;
    reader.levels[depth].object = peek(p) == '{';
    reader.levels[depth].keys = reader.key_count;
    p.at++;
    depth++;
    if (peek(p) == (reader.levels[depth - 1].object ? '}' : ']'))
        goto close;
item:
    if (reader.levels[depth - 1].object) {
        const char *escape = reader.next_escape; /* one text may be escaped in several ways */
        if (!walk_key(reader, p, key, length))
            return false;
        reader.unsure = reader.unsure || reader.next_escape != escape;
        note_key(reader, reader.levels[depth - 1].keys, key, length);
    }
    if (peek(p) == '{' || peek(p) == '[')
        goto open;
    if (!walk_scalar(reader, p, end))
        return false;
after:
    if (peek(p) == ',') {
        p.at++;
        goto item;
    }
    if (peek(p) != (reader.levels[depth - 1].object ? '}' : ']'))
        return false;
close:
    p.at++;
    depth--;
    reader.key_count = reader.levels[depth].keys;
    if (depth > outside)
        goto after;
    return true;
}

bool grow_members(json_reader &reader)
{
    size_t capacity = reader.capacity ? reader.capacity * 2 : 64;
    void *members = capacity > SIZE_MAX / sizeof(json_member)
                        ? nullptr
                        : std::realloc(reader.members, capacity * sizeof(json_member));
    if (!members) {
        reader.no_memory = true;
        return false;
    }
    reader.members = static_cast<json_member *>(members);
    reader.capacity = capacity;
    return true;
}

/* Consumes one member or element of the outermost container. */
bool walk_member(json_reader &reader, place &p, bool object)
{
    if (reader.count == reader.capacity && !grow_members(reader))
        return false;
    json_member &member = reader.members[reader.count++];
    member.key = member.key_length = 0;
    if (object) {
        const char *key;
        size_t length;
        if (!walk_key(reader, p, key, length))
            return false;
        member.key = uint32_t(key - p.data);
        member.key_length = uint32_t(length);
    }
    const char *escape = reader.next_escape;
    member.begin = *p.at;
    member.first = peek(p);
    const char *end;
    if (member.first == '{' || member.first == '[') {
        if (!walk_container(reader, p, 1))
            return false;
        end = p.data + p.at[-1] + 1;
    } else if (!walk_scalar(reader, p, end)) {
        return false;
    }
    member.escaped = reader.next_escape != escape;
    member.end = uint32_t(end - p.data);
    return true;
}

bool walk_document(json_reader &reader, place &p)
{
    const char *end;
    char open = peek(p);
    if (open != '{' && open != '[')
        return walk_scalar(reader, p, end);
    if (reader.depth_limit == 0)
        return false;
    char close = open == '{' ? '}' : ']';
    p.at++;
    if (peek(p) == close) {
        p.at++;
        return true;
    }
    for (;;) {
        if (!walk_member(reader, p, open == '{'))
            return false;
        char c = peek(p);
        p.at++;
        if (c == close)
            return true;
        if (c != ',')
            return false;
    }
}

} // namespace

extern "C" struct json_reader *json_reader_new(unsigned depth_limit)
{
    json_reader *reader = new (std::nothrow) json_reader;
    if (!reader)
        return nullptr;
    reader->depth_limit = depth_limit;
    reader->levels = new (std::nothrow) level[depth_limit + 1];
    if (!reader->levels) {
        delete reader;
        return nullptr;
    }
    return reader;
}

extern "C" void json_reader_free(struct json_reader *reader)
{
    if (!reader)
        return;
    std::free(reader->members);
    delete[] reader->levels;
    delete reader;
}

extern "C" void json_forget(struct json_reader *reader)
{
    reader->parser.reset();
}

extern "C" enum json_status json_index(struct json_reader *reader, const char *data, size_t length)
{
    const size_t smallest = 4096;
    size_t capacity = length < smallest ? smallest : length;
    simdjson::error_code error = simdjson::SUCCESS;
    reader->data = data;
    reader->cursor = 0;
    if (!reader->parser)
        error = simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity, 1, reader->parser);
    else if (reader->parser->capacity() < length)
        error = reader->parser->set_capacity(capacity);
    if (error) {
        reader->parser.reset();
        return JSON_NO_MEMORY;
    }
    error = reader->parser->stage1(reinterpret_cast<const uint8_t *>(data), length,
                                   simdjson::stage1_mode::regular);
    reader->end = data + length;
    find_escape(*reader, data);
    return error ? JSON_MALFORMED : JSON_FINE;
}

extern "C" enum json_status json_walk(struct json_reader *reader, size_t begin, size_t end,
                                      const struct json_member **members, size_t *count)
{
    const uint32_t *index = reader->parser->structural_indexes.get();
    size_t total = reader->parser->n_structural_indexes;
    if (reader->cursor > 0 && index[reader->cursor - 1] >= begin)
        reader->cursor = 0;
    while (reader->cursor < total && index[reader->cursor] < begin)
        reader->cursor++;
    *members = nullptr;
    *count = 0;
    if (reader->cursor == total || index[reader->cursor] >= end)
        return JSON_MALFORMED;
    reader->count = 0;
    reader->key_count = 0;
    reader->unsure = false;
    reader->no_memory = false;
    if (reader->data + begin < reader->escape_from || reader->data + begin > reader->next_escape)
        find_escape(*reader, reader->data + begin);
    place p = {reader->data, index + reader->cursor};
    bool fine = walk_document(*reader, p);
    size_t after = size_t(p.at - index);
    /* the last token consumed lies inside, the next one, if any, outside */
    if (!fine || after > total || p.at[-1] >= end || (after < total && *p.at < end))
        return reader->no_memory ? JSON_NO_MEMORY : JSON_MALFORMED;
    reader->cursor = after;
    *members = reader->members;
    *count = reader->count;
    return reader->unsure ? JSON_NOT_SURE : JSON_FINE;
}
