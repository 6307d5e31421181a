/* read.c: the forms in which descriptions and ledgers arrive (docs/deployments.md).
 *
 * The format is told by the extension of the name, and that of standard input and of
 * other names by the first bytes. NDJSON is read part by part (stream.c). Any other file is
 * read whole, up to BIND_INPUT_LIMIT, and stays in the binder's arena, since every place in it
 * may be needed for a message.
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
 * only be NDJSON, since within one document a comma or a bracket would stand between.
 * False: more bytes could still change it. */
static bool format_of_bytes(const char *data, size_t end, bool whole, enum bind_format *out)
{
    size_t at = skip_blanks(data, text_mark(data, end), end);
    bool bracket = at < end && (data[at] == '{' || data[at] == '[');
    *out = bracket ? BIND_JSON : BIND_YAML;
    if (!bracket)
        return whole || (at < end && end >= 3);
    const char *feed = memchr(data + at, '\n', end - at);
    if (!feed)
        return whole;
    size_t next = skip_blanks(data, (size_t)(feed - data), end);
    while (feed > data + at && strchr(" \t\r\n", *feed))
        feed--;
    if (*feed != '}' && *feed != ']')
        return true;
    if (next < end && (data[next] == '{' || data[next] == '['))
        *out = BIND_NDJSON;
    return whole || next < end;
}

enum bind_format read_format_of_name(const char *name)
{
    if (has_extension(name, ".yaml") || has_extension(name, ".yml"))
        return BIND_YAML;
    if (has_extension(name, ".json"))
        return BIND_JSON;
    if (has_extension(name, ".ndjson") || has_extension(name, ".jsonl"))
        return BIND_NDJSON;
    if (has_extension(name, ".csv"))
        return BIND_CSV;
    return BIND_BY_NAME;
}

enum bind_format read_format_of(const char *name, const struct io_text *text)
{
    enum bind_format format = read_format_of_name(name);
    if (format == BIND_BY_NAME)
        format_of_bytes(text->data, text->length, true, &format);
    return format;
}

bool read_other_encoding(const char *data, size_t length)
{
    return length >= 2 && ((unsigned char)data[0] >= 0xFE || !data[0] || !data[1]);
}

bool session_other_encoding(struct session *session)
{
    if (!read_other_encoding(session->data, session->end) || text_check(session->binder->diags, session_span(session, 0, session->end),
                               session->data))
        return false;
    session_refuse(session);
    return true;
}

void read_whole(struct session *session, enum bind_format format)
{
    size_t begin = text_mark(session->data, session->end);
    if (session_other_encoding(session))
        return;
    if (format == BIND_YAML)
        read_yaml(session, begin);
    else if (format == BIND_CSV)
        read_csv(session, begin);
    else if (session_skip_blanks(session, begin) < session->end)
        read_json(session, begin);
}

static void cannot_read(struct binder *binder, const char *path, const char *error)
{
    bool large = strncmp(error, "larger", 6) == 0;
    struct span nowhere = {SOURCE_NONE, 0, 0};
    diag_add(binder->diags, large ? DIAG_FILE_TOO_LARGE : DIAG_FILE_UNREADABLE, nowhere,
             "`%s` cannot be read: %s", path, error);
}

/* That is one thing left out. */
static bool refuse_all(struct binder *binder, const char *path, const char *error,
                       struct bind_result *out)
{
    cannot_read(binder, path, error);
    diags_refuse(binder->diags, path, 0);
    out->refused++;
    return false;
}

static const char *name_of(struct binder *binder, const char *path)
{
    if (strcmp(path, "-") == 0)
        return "<stdin>";
    return arena_string(binder->arena, path, strlen(path));
}

static struct session *open_session(struct binder *binder, const char *path, struct io_text text,
                                    const struct bind_target *target, struct bind_result *out)
{
    struct session *session =
        session_open(binder, name_of(binder, path), text.data, text.length);
    session->result = out;
    session->receiver = target->receive;
    session->context = target->context;
    session->watcher = target->watcher;
    if (target->watcher)
        session->fast = NULL;
    return session;
}

/* `windows`: of NDJSON; else the text is there whole. */
static bool read_all(struct session *session, enum bind_format format, struct windows *windows)
{
    bool fine = true;
    if (format == BIND_NDJSON)
        fine = stream_read(session, windows);
    else
        read_whole(session, format);
    session_close(session);
    return fine;
}

/* ---- files ------------------------------------------------------------------------------- */

bool read_tell_format(struct windows *windows, struct window_buffer *buffer,
                      enum bind_format *format, const char **error)
{
    while (!windows->buffer
           || !format_of_bytes(buffer->data + windows->begin, windows->end - windows->begin,
                               windows->ended, format)) {
        if (windows->end - windows->begin > BIND_INPUT_LIMIT) {
            *error = arena_printf(windows->input.arena, "larger than the limit of %zu bytes",
                                  BIND_INPUT_LIMIT);
            return false;
        }
        if (!windows_more(windows, buffer, error))
            return false;
    }
    return true;
}

struct reading {
    enum bind_format format;
    struct bind_result *out;
};

static bool read_input(struct binder *binder, const char *path, struct io_input *input,
                       const struct bind_target *target, struct reading *reading)
{
    struct windows windows;
    struct io_text nothing = {NULL, 0}, text = nothing;
    struct session *session = open_session(binder, path, nothing, target, reading->out);
    struct window_buffer *buffer = &session->buffer;
    windows_of_file(&windows, input);
    const char *error;
    bool fine = true;
    if (reading->format == BIND_BY_NAME)
        fine = read_tell_format(&windows, buffer, &reading->format, &error);
    if (fine && reading->format != BIND_NDJSON) {
        if (windows.buffer)
            text = (struct io_text){buffer->data + windows.begin, windows.end - windows.begin};
        fine = io_rest(input, &text, BIND_INPUT_LIMIT, &text, &error);
        if (fine)
            session_text(session, text);
    }
    if (!fine) {
        session_close(session);
        return refuse_all(binder, path, error, reading->out);
    }
    return read_all(session, reading->format, &windows);
}

void binder_watch(struct binder *binder, struct io_watch *watch)
{
    binder->watch = watch;
}

bool binder_read(struct binder *binder, const char *path, enum bind_format format,
                 const struct bind_target *target, struct bind_result *out)
{
    struct io_input input;
    const char *error;
    struct reading reading = {format == BIND_BY_NAME ? read_format_of_name(path) : format, out};
    memset(out, 0, sizeof *out);
    if (!io_open(binder->arena, path, &input, &error))
        return refuse_all(binder, path, error, out);
    input.watch = binder->watch;
    if (input.watch)
        input.watch->read = 0;
    bool fine = read_input(binder, path, &input, target, &reading);
    io_close(&input);
    return fine;
}

/* ---- bytes in memory --------------------------------------------------------------------- */

static bool check_length(struct binder *binder, const struct bind_bytes *bytes,
                         struct bind_result *out)
{
    if (bytes->length <= BIND_INPUT_LIMIT)
        return true;
    return refuse_all(binder, bytes->name,
                      arena_printf(binder->arena, "larger than the limit of %zu bytes",
                                   BIND_INPUT_LIMIT),
                      out);
}

static bool read_bytes(struct binder *binder, const struct bind_bytes *bytes, bool padded,
                       const struct bind_target *target, struct bind_result *out)
{
    struct io_text text = {bytes->length ? bytes->data : "", bytes->length};
    enum bind_format format = bytes->format;
    struct windows windows;
    if (format == BIND_BY_NAME)
        format = read_format_of(bytes->name, &text);
    if (format == BIND_NDJSON) {
        windows_of_bytes(&windows, text, padded);
        text = (struct io_text){NULL, 0};
    } else if (!check_length(binder, bytes, out)) {
        return false;
    } else if (!padded) {
        char *copy = arena_alloc(binder->arena, text.length + IO_PADDING);
        memcpy(copy, text.data, text.length);
        memset(copy + text.length, 0, IO_PADDING);
        text.data = copy;
    }
    return read_all(open_session(binder, bytes->name, text, target, out), format, &windows);
}

bool binder_read_bytes(struct binder *binder, const struct bind_bytes *bytes,
                       const struct bind_target *target, struct bind_result *out)
{
    memset(out, 0, sizeof *out);
    return read_bytes(binder, bytes, false, target, out);
}

void binder_read_padded(struct binder *binder, const struct bind_bytes *bytes,
                        const struct bind_target *target, struct bind_result *out)
{
    memset(out, 0, sizeof *out);
    read_bytes(binder, bytes, true, target, out);
}

/* ---- ledgers ------------------------------------------------------------------------------- */

bool binder_ledger_file(struct binder *binder, const char *path)
{
    struct io_text text;
    struct bind_result result = {0};
    struct bind_target nobody = {NULL, NULL, NULL};
    const char *error;
    if (!io_read(binder->arena, path, BIND_INPUT_LIMIT, &text, &error)) {
        cannot_read(binder, path, error);
        return false;
    }
    struct session *session = open_session(binder, path, text, &nobody, &result);
    session->ledger = true;
    session->fast = NULL;
    enum bind_format format = read_format_of(session->file, &text);
    read_all(session, format == BIND_NDJSON ? BIND_JSON : format == BIND_CSV ? BIND_YAML : format,
             NULL);
    return result.refused == 0;
}
