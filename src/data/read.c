/* read.c: the forms in which descriptions and ledgers arrive (docs/deployments.md).
 *
 * The format is told by the extension of the name, and that of standard input and of
 * other names by the first byte. A file is read whole, up to BIND_INPUT_LIMIT, and stays
 * in the binder's arena, since every place in it may be needed for a message.
 */
#include "data/session.h"

#include "base/io.h"

static bool has_extension(const char *name, const char *extension)
{
    size_t n = strlen(name), e = strlen(extension);
    return n > e && strcmp(name + n - e, extension) == 0;
}

static size_t skip_blanks(const char *data, size_t at, size_t end)
{
    while (at < end && strchr(" \t\r\n", data[at]) && data[at])
        at++;
    return at;
}

/* By the first byte; and JSON whose first line closes and whose next one opens again can
 * only be NDJSON, since within one document a comma or a bracket would stand between. */
static enum bind_format format_of_bytes(const char *data, size_t begin, size_t end)
{
    size_t at = skip_blanks(data, begin, end);
    if (at == end || (data[at] != '{' && data[at] != '['))
        return BIND_YAML;
    const char *feed = memchr(data + at, '\n', end - at);
    if (!feed)
        return BIND_JSON;
    size_t next = skip_blanks(data, (size_t)(feed - data), end);
    while (feed > data + at && strchr(" \t\r\n", *feed))
        feed--;
    bool closes = *feed == '}' || *feed == ']';
    return closes && next < end && (data[next] == '{' || data[next] == '[') ? BIND_NDJSON
                                                                             : BIND_JSON;
}

static enum bind_format format_of(const char *name, const char *data, size_t begin, size_t end)
{
    if (has_extension(name, ".yaml") || has_extension(name, ".yml"))
        return BIND_YAML;
    if (has_extension(name, ".json"))
        return BIND_JSON;
    if (has_extension(name, ".ndjson") || has_extension(name, ".jsonl"))
        return BIND_NDJSON;
    return format_of_bytes(data, begin, end);
}

/* UTF-16 would be taken for YAML or JSON by its name: it is told apart before. */
static bool other_encoding(struct session *session)
{
    size_t head = session->end < 4 ? session->end : 4;
    bool suspect = head >= 2
                   && ((unsigned char)session->data[0] >= 0xFE || !session->data[0]
                       || !session->data[1]);
    if (!suspect || text_check(session->binder->diags, session_span(session, 0, session->end),
                               session->data))
        return false;
    session_refuse(session);
    return true;
}

/* data[length] is followed by IO_PADDING zero bytes and stays as long as the sources. */
static void read_padded(struct session *session, enum bind_format format)
{
    size_t begin = text_mark(session->data, session->end);
    if (other_encoding(session))
        return;
    if (format == BIND_BY_NAME)
        format = format_of(session->file, session->data, begin, session->end);
    switch (format) {
    case BIND_BY_NAME:
    case BIND_YAML:
        read_yaml(session, begin);
        break;
    case BIND_JSON:
        if (session_skip_blanks(session, begin) < session->end)
            read_json(session, begin);
        break;
    case BIND_NDJSON:
        read_ndjson(session, begin);
        break;
    }
}

static struct session *open_text(struct binder *binder, const char *name, struct io_text text,
                                 struct bind_result *result)
{
    struct session *session = session_open(binder, name, text.data, text.length);
    memset(result, 0, sizeof *result);
    session->result = result;
    return session;
}

/* Reads a file into the arena; false after a diagnostic. */
static bool read_file(struct binder *binder, const char *path, struct io_text *out)
{
    const char *error;
    struct span nowhere = {SOURCE_NONE, 0, 0};
    if (io_read(binder->arena, path, BIND_INPUT_LIMIT, out, &error))
        return true;
    bool large = strncmp(error, "larger", 6) == 0;
    diag_add(binder->diags, large ? DIAG_FILE_TOO_LARGE : DIAG_FILE_UNREADABLE, nowhere,
             "`%s` cannot be read: %s", path, error);
    return false;
}

static const char *name_of(struct binder *binder, const char *path)
{
    if (strcmp(path, "-") == 0)
        return "<stdin>";
    return arena_string(binder->arena, path, strlen(path));
}

static void read_all(struct session *session, enum bind_format format,
                     const struct bind_target *target)
{
    session->receiver = target->receive;
    session->context = target->context;
    read_padded(session, format);
    session_close(session);
}

bool binder_read(struct binder *binder, const char *path, enum bind_format format,
                 const struct bind_target *target, struct bind_result *out)
{
    struct io_text text;
    memset(out, 0, sizeof *out);
    if (!read_file(binder, path, &text))
        return false;
    read_all(open_text(binder, name_of(binder, path), text, out), format, target);
    return true;
}

bool binder_read_bytes(struct binder *binder, const struct bind_bytes *bytes,
                       const struct bind_target *target, struct bind_result *out)
{
    memset(out, 0, sizeof *out);
    if (bytes->length > BIND_INPUT_LIMIT) {
        struct span nowhere = {SOURCE_NONE, 0, 0};
        diag_add(binder->diags, DIAG_FILE_TOO_LARGE, nowhere,
                 "`%s` cannot be read: larger than the limit of %zu bytes", bytes->name,
                 BIND_INPUT_LIMIT);
        return false;
    }
    char *padded = arena_alloc(binder->arena, bytes->length + IO_PADDING);
    if (bytes->length)
        memcpy(padded, bytes->data, bytes->length);
    memset(padded + bytes->length, 0, IO_PADDING);
    struct bind_bytes own = {bytes->name, padded, bytes->length, bytes->format};
    binder_read_padded(binder, &own, target, out);
    return true;
}

void binder_read_padded(struct binder *binder, const struct bind_bytes *bytes,
                        const struct bind_target *target, struct bind_result *out)
{
    struct io_text text = {bytes->data, bytes->length};
    read_all(open_text(binder, name_of(binder, bytes->name), text, out), bytes->format, target);
}

bool binder_ledger_file(struct binder *binder, const char *path)
{
    struct io_text text;
    struct bind_result result;
    if (!read_file(binder, path, &text))
        return false;
    struct session *session = open_text(binder, name_of(binder, path), text, &result);
    session->ledger = true;
    session->fast = NULL;
    enum bind_format format =
        format_of(session->file, text.data, text_mark(text.data, text.length), text.length);
    read_padded(session, format == BIND_NDJSON ? BIND_JSON : format);
    session_close(session);
    return result.refused == 0;
}
