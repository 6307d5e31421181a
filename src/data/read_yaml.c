/* read_yaml.c: YAML documents to descriptions, and the values of the command line. */
#include "data/session.h"
#include "data/yaml.h"

static struct yaml_text yaml_text_of(uint32_t source, const char *data, size_t begin, size_t end)
{
    struct yaml_text text = {source, data, begin, end, BIND_YAML_DEPTH_LIMIT};
    return text;
}

void read_yaml(struct session *session, size_t begin)
{
    struct yaml_text text = yaml_text_of(session->source, session->data, begin, session->end);
    struct node *node;
    enum yaml_next next;
    if (!text_check(session->binder->diags, session_span(session, begin, session->end),
                    session->data)) {
        session_refuse(session);
        return;
    }
    struct yaml_reader *yaml = yaml_open(session->binder->arena, session->binder->diags, &text);
    do {
        struct arena_mark mark = arena_mark(&session->scratch);
        next = yaml_read(yaml, &session->scratch, &node);
        if (next == YAML_REFUSED)
            session_refuse(session);
        else if (next == YAML_DOCUMENT && (node->kind != NODE_NULL || node->span.source))
            session_bind_document(session, node);
        arena_rewind(&session->scratch, mark);
    } while (next != YAML_END && !session->stopped);
    yaml_close(yaml);
}

struct node *read_yaml_value(struct binder *binder, uint32_t source, const char *data,
                             size_t begin)
{
    size_t end = strlen(data);
    struct yaml_text text = yaml_text_of(source, data, begin, end);
    struct span whole = {source, (uint32_t)begin, (uint32_t)end};
    struct node *node = NULL, *second;
    if (!text_check(binder->diags, whole, data))
        return NULL;
    struct yaml_reader *yaml = yaml_open(binder->arena, binder->diags, &text);
    enum yaml_next next = yaml_read(yaml, binder->arena, &node);
    if (next == YAML_DOCUMENT && yaml_read(yaml, binder->arena, &second) != YAML_END)
        next = YAML_REFUSED;
    yaml_close(yaml);
    if (next == YAML_END)
        node = node_new(binder->arena, NODE_NULL, whole);
    if (next != YAML_REFUSED && node->span.source == SOURCE_NONE)
        node->span = whole;
    return next == YAML_REFUSED ? NULL : node;
}
