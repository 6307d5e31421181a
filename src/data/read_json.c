/* read_json.c: JSON documents to descriptions; read_lines.c reads lines of NDJSON with it.
 *
 * A document is judged whole before any of it is bound. Objects whose values are all plain go straight to
 * their box (fast.c), the rest by a tree.
 */
#include "data/json_tree.h"
#include "data/input.h"

static struct json_text json_text_of(const struct session *session, size_t begin, size_t end)
{
    struct json_text text = {session->source, session->data, begin, end, BIND_JSON_DEPTH_LIMIT,
                             NULL, false, NULL};
    return text;
}

/* Of a document that an input reads, what it can ask for. NULL after an error. */
static struct node *part_of(struct session *session, size_t begin, size_t end,
                            enum json_status status)
{
    struct json_text text = json_text_of(session, begin, end);
    text.filter = session->binder->inputs->filter;
    text.distinct = status == JSON_FINE;
    if (text.distinct)
        text.apart = session->apart = ARENA_NEW(&session->scratch, struct json_apart);
    return json_tree(&session->scratch, session->binder->diags, &text);
}

const struct node *read_json_element(struct session *session, const struct node *element)
{
    struct json_text text = json_text_of(session, 0, 0);
    if (!element->apart)
        return element;
    text.distinct = true;
    text.apart = session->apart;
    return json_tree_apart(&session->scratch, session->binder->diags, &text, element);
}

/* The tree of a well-formed document. NULL after an error. */
static struct node *tree_of(struct session *session, size_t begin, size_t end,
                            enum json_status status)
{
    const struct inputs *inputs = session->ledger ? NULL : session->binder->inputs;
    struct json_text text = json_text_of(session, begin, end);
    struct arena_mark mark = arena_mark(&session->scratch);
    session->apart = NULL;
    if (inputs) {
        struct node *part = part_of(session, begin, end, status);
        if (!part || input_of(session->binder, &session->scratch, part))
            return part;
        arena_rewind(&session->scratch, mark);
        session->apart = NULL;
    }
    return json_tree(&session->scratch, session->binder->diags, &text);
}

void read_json_explain(struct session *session, size_t begin, size_t end)
{
    struct diags *diags = session->binder->diags;
    struct json_text text = json_text_of(session, begin, end);
    size_t errors = diags->errors;
    struct arena_mark mark = arena_mark(&session->scratch);
    if (text_check(diags, session_span(session, begin, end), session->data))
        json_tree(&session->scratch, diags, &text);
    if (diags->errors == errors)
        diag_add(diags, DIAG_JSON_MALFORMED, session_span(session, begin, begin), "this is no JSON");
    arena_rewind(&session->scratch, mark);
    session_refuse(session);
}

/* The index of a large document takes as much room as the document. */
static void bind_json_tree(struct session *session, size_t begin, size_t end,
                           enum json_status status)
{
    struct arena_mark mark = arena_mark(&session->scratch);
    json_forget(session->json);
    struct node *node = tree_of(session, begin, end, status);
    if (node)
        session_bind_document(session, node);
    else
        session_refuse(session);
    arena_rewind(&session->scratch, mark);
}

void read_json_memory(struct session *session, enum json_status status)
{
    if (status == JSON_NO_MEMORY)
        guard_raise(session->binder->arena->guard, FAULT_MEMORY);
}

void read_json_object(struct session *session, size_t base, size_t begin, size_t end)
{
    struct fast_line line = {session->data + base, session->source, (uint32_t)base, NULL, 0, NULL, false};
    enum json_status status =
        json_walk(session->json, begin - base, end - base, &line.members, &line.count);
    read_json_memory(session, status);
    if (status == JSON_MALFORMED) {
        read_json_explain(session, begin, end);
        return;
    }
    size_t at = session_skip_blanks(session, begin);
    if (status == JSON_FINE && session->fast && session->data[at] == '{') {
        struct description about = session_next(session, at);
        struct deployment deployment;
        if (fast_bind(session->fast, &line, &about, &deployment)) {
            session_hand_over(session, &deployment);
            return;
        }
        session->index--;
    }
    struct arena_mark mark = arena_mark(&session->scratch);
    struct node *node = tree_of(session, begin, end, status);
    if (node)
        session_bind(session, node);
    else
        session_refuse(session);
    arena_rewind(&session->scratch, mark);
}

/* The elements of a list, all known to be well-formed; their places count from `base`. */
static void bind_json_list(struct session *session, size_t base,
                           const struct json_member *members, size_t count)
{
    struct arena_mark mark = arena_mark(&session->scratch);
    struct json_member *elements =
        arena_copy(&session->scratch, members, count * sizeof *members);
    for (size_t i = 0; i < count && !session->stopped; i++)
        read_json_object(session, base, base + elements[i].begin, base + elements[i].end);
    arena_rewind(&session->scratch, mark);
}

static bool is_deployments(const char *data, const struct json_member *member)
{
    return member->first == '[' && member->key_length == 11
           && memcmp(data + member->key, "deployments", 11) == 0;
}

/* A list, which an input may read as a whole before its elements are looked at one by one. True
 * when that was done, or it was refused. */
static bool list_of_input(struct session *session, size_t begin, size_t end,
                          enum json_status status)
{
    struct arena_mark mark = arena_mark(&session->scratch);
    if (!session->binder->inputs)
        return false;
    struct node *part = part_of(session, begin, end, status);
    bool done = !part || input_of(session->binder, &session->scratch, part);
    if (!part)
        session_refuse(session);
    else if (done)
        session_bind_document(session, part);
    arena_rewind(&session->scratch, mark);
    return done;
}

void read_json(struct session *session, size_t begin)
{
    const struct json_member *members;
    size_t count, end = session->end;
    const char *data = session->data + begin;
    enum json_status status = json_index(session->json, data, end - begin);
    if (status == JSON_FINE)
        status = json_walk(session->json, 0, end - begin, &members, &count);
    read_json_memory(session, status);
    if (status == JSON_MALFORMED) {
        read_json_explain(session, begin, end);
        return;
    }
    bool list = session->data[session_skip_blanks(session, begin)] == '[';
    bool held = !list && count == 1 && is_deployments(data, &members[0]);
    if (status == JSON_NOT_SURE || session->ledger) {
        bind_json_tree(session, begin, end, status);
    } else if ((list || held) && list_of_input(session, begin, end, status)) {
        return;
    } else if (list) {
        bind_json_list(session, begin, members, count);
    } else if (held) {
        size_t first = members[0].begin, last = members[0].end;
        read_json_memory(session, json_walk(session->json, first, last, &members, &count));
        bind_json_list(session, begin, members, count);
    } else {
        bind_json_tree(session, begin, end, status);
    }
}
