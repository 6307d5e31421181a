/* session.c: from one document to its descriptions, whatever it was written in. */
#include "data/input.h"
#include "data/quick.h"

#define SCRATCH ((size_t)64 * 1024)

static void release(void *argument)
{
    struct session *session = argument;
    session_forget(session);
    json_reader_free(session->json);
    session->json = NULL;
    arena_free(&session->scratch);
    window_buffer_free(&session->buffer);
}

struct session *session_open(struct binder *binder, const char *file, const char *data,
                             size_t length)
{
    struct session *session = ARENA_NEW(binder->arena, struct session);
    session->binder = binder;
    arena_init(&session->scratch, binder->arena->guard);
    session->cleanup.run = release;
    session->cleanup.argument = session;
    window_buffer_init(&session->buffer, binder->arena->guard);
    guard_register(binder->arena->guard, &session->cleanup);
    /* one block that stays when the scratch is emptied */
    arena_alloc(&session->scratch, SCRATCH);
    struct arena_mark empty = {session->scratch.top, 0};
    arena_rewind(&session->scratch, empty);
    session->json = json_reader_new(BIND_JSON_DEPTH_LIMIT);
    if (!session->json)
        guard_raise(binder->arena->guard, FAULT_MEMORY);
    if (!binder->has_settings && (!binder->inputs || binder->inputs->lines_are_plain))
        session->fast = fast_new(binder->arena, binder);
    if (session->fast)
        session->quick = quick_new(binder->arena, session->fast);
    session->file = file;
    session->data = data;
    session->end = length;
    session->line = 1;
    session->source = sources_add(binder->diags->sources, file, data, length);
    return session;
}

void session_text(struct session *session, struct io_text text)
{
    struct source source = {.text = text.data, .length = text.length};
    session->data = text.data;
    session->end = text.length;
    sources_move(session->binder->diags->sources, session->source, &source);
}

void session_forget(struct session *session)
{
    struct source nothing = {.text = "", .lines_before = session->line - 1};
    if (session->streaming)
        sources_move(session->binder->diags->sources, session->source, &nothing);
}

void session_close(struct session *session)
{
    guard_forget(session->binder->arena->guard, &session->cleanup);
    release(session);
}

struct span session_span(const struct session *session, size_t begin, size_t end)
{
    struct span span = {session->source, (uint32_t)begin, (uint32_t)end};
    return span;
}

size_t session_skip_blanks(const struct session *session, size_t at)
{
    while (at < session->end
           && (session->data[at] == ' ' || session->data[at] == '\t' || session->data[at] == '\n'
               || session->data[at] == '\r'))
        at++;
    return at;
}

/* The line of a byte. Aliases may lead back; then counting starts anew. */
static uint64_t line_of(struct session *session, size_t at)
{
    if (at < session->line_at) {
        session->line_at = 0;
        session->line = session->lines_before + 1;
    }
    const char *from = session->data + session->line_at, *to = session->data + at, *feed;
    while (from < to && (feed = memchr(from, '\n', (size_t)(to - from)))) {
        session->line++;
        from = feed + 1;
    }
    session->line_at = at;
    return session->line;
}

void session_at_line(struct session *session, size_t at)
{
    if (at == 0 || session->data[at - 1] != '\n')
        return; /* the first line, perhaps behind a byte order mark */
    session->line++;
    session->line_at = at;
}

struct description session_next(struct session *session, size_t at)
{
    const struct io_watch *watch = session->binder->watch;
    if (watch)
        watch->before(watch->context, session->begin + at, false);
    struct description about = {session->file, ++session->index, line_of(session, at)};
    return about;
}

void session_hand_over(struct session *session, const struct deployment *deployment)
{
    session->result->deployments++;
    if (!session->receiver(session->context, deployment))
        session->stopped = true;
}

void session_refuse_description(struct session *session, const struct description *about,
                                const char *name)
{
    struct strbuf text = strbuf_new(&session->scratch);
    strbuf_printf(&text, "%s#%zu", about->file, about->index);
    session->result->refused++;
    diags_refuse(session->binder->diags, name ? name : strbuf_string(&text), about->line);
}

void session_refuse(struct session *session)
{
    struct description about = {session->file, ++session->index, 0};
    session_refuse_description(session, &about, NULL);
}

/* Says which input reads a document, to those who watch. */
static void tell(struct session *session, const struct vocab_input *input, const struct node *node)
{
    struct traced_document document = {input, node->span};
    if (session->watcher)
        session->watcher->document(session->watcher->context, &document);
}

void session_bind(struct session *session, const struct node *node)
{
    struct arena_mark mark = arena_mark(&session->scratch);
    const struct vocab_input *input = input_of(session->binder, &session->scratch, node);
    tell(session, input, node);
    if (input) {
        input_bind(session, input, node);
        return;
    }
    if (input_strange(session, node)) {
        session_refuse(session);
        return;
    }
    struct description about = session_next(session, node->span.begin);
    struct deployment deployment;
    if (describe(session->binder, &session->scratch, &about, node, &deployment))
        session_hand_over(session, &deployment);
    else
        session_refuse_description(session, &about, deployment.name);
    arena_rewind(&session->scratch, mark);
}

/* A mapping with `deployments`: nothing else may stand beside it. */
static bool check_container(struct session *session, const struct node *map,
                            const struct node_entry *list)
{
    struct binding binding = {session->binder, &session->scratch, false};
    for (size_t i = 0; i < map->count; i++)
        if (&map->entries[i] != list)
            complain(&binding, DIAG_KEY_UNKNOWN, map->entries[i].key_span,
                     "beside `deployments` nothing else is read, and here is `%s`",
                     map->entries[i].key);
    if (list->value->kind != NODE_LIST)
        complain(&binding, DIAG_DESCRIPTION_SHAPE, list->value->span,
                 "`deployments` holds a list, not %s", node_kind_text(list->value));
    return !binding.failed;
}

void session_bind_document(struct session *session, const struct node *node)
{
    if (session->ledger) {
        if (!ledger_enter(session->binder, node))
            session_refuse(session);
        return;
    }
    const struct vocab_input *input = input_of(session->binder, &session->scratch, node);
    if (input) {
        tell(session, input, node);
        input_bind(session, input, node);
        return;
    }
    const struct node *list = node->kind == NODE_LIST ? node : NULL;
    const struct node_entry *entry =
        node->kind == NODE_MAP ? node_find(node, "deployments") : NULL;
    if (entry) {
        if (!check_container(session, node, entry)) {
            session_refuse(session);
            return;
        }
        list = entry->value;
    }
    if (!list)
        session_bind(session, node);
    for (size_t i = 0; list && i < list->count && !session->stopped; i++)
        session_bind(session, list->entries[i].value);
}

