/* case.c: reading policies and boxes for the tests of the oracle. */
#include "case.h"

#include "base/date.h"
#include "sema/sema.h"
#include "syntax/parse.h"

#include <stdlib.h>
#include <string.h>

void case_read(struct arena *arena, const char *text, struct case_policy *out)
{
    struct sources *sources = ARENA_NEW(arena, struct sources);
    struct interner *names = ARENA_NEW(arena, struct interner);
    struct policy_files files = {0};
    struct strbuf messages;
    out->diags = ARENA_NEW(arena, struct diags);
    sources_init(sources, arena);
    interner_init(names, arena);
    diags_init(out->diags, arena, sources);
    struct parse_context context = {arena, names, out->diags};
    uint32_t source = sources_add(sources, "case.pol", text, strlen(text));
    VEC_PUSH(arena, &files.files, parse_file(&context, source));
    out->model = NULL;
    if (out->diags->errors == 0) {
        struct sema_options options = {.check_sources = false};
        out->model = sema_check(arena, &files, names, out->diags, &options);
    }
    out->errors = out->diags->errors;
    strbuf_init(&messages, arena);
    diags_render(out->diags, false, &messages);
    out->messages = strbuf_string(&messages);
}

/* ---- boxes -------------------------------------------------------------------------------- */

struct intervals {
    struct interval *items;
    size_t count, capacity;
};

struct reader {
    struct arena *arena;
    const struct vocab *vocab;
    const char *error;
    int64_t date;
};

static void add(struct reader *r, struct intervals *list, int64_t low, int64_t high)
{
    struct interval one = {low, high};
    VEC_PUSH(r->arena, list, one);
}

static int by_low(const void *a, const void *b)
{
    int64_t x = ((const struct interval *)a)->low, y = ((const struct interval *)b)->low;
    return (x > y) - (x < y);
}

/* Sorted, with overlapping and adjacent intervals joined. */
static struct value_set as_set(struct intervals *list, enum value_origin origin)
{
    struct value_set set = {.origin = origin};
    size_t kept = 0;
    qsort(list->items, list->count, sizeof *list->items, by_low);
    for (size_t i = 1; i < list->count; i++) {
        struct interval *last = &list->items[kept];
        if (last->high == INT64_MAX || list->items[i].low <= last->high + 1) {
            if (list->items[i].high > last->high)
                last->high = list->items[i].high;
        } else {
            list->items[++kept] = list->items[i];
        }
    }
    set.first = list->items[0];
    set.more = list->items + 1;
    set.more_count = (uint32_t)kept;
    return set;
}

/* All that a variable can be. An event: a day up to the date, or never. */
static void whole(struct reader *r, uint32_t var, struct intervals *out)
{
    const struct vocab_var *v = &r->vocab->vars[var];
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
    case VAR_READING:
        add(r, out, 0, (int64_t)v->leaf_count - 1);
        return;
    case VAR_NUMBER:
        add(r, out, v->low, v->high);
        return;
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
        add(r, out, DATE_FIRST, DATE_LAST);
        return;
    case VAR_EVENT:
        add(r, out, DATE_FIRST, r->date);
        add(r, out, DATE_NEVER, DATE_NEVER);
        return;
    }
}

static void missing(struct reader *r, uint32_t var, struct value_set *out)
{
    const struct vocab_var *v = &r->vocab->vars[var];
    struct intervals list = {0};
    enum value_origin origin = VALUE_PRESUMED;
    if (v->role == VAR_ROLE_LEDGER && v->has_occurred) {
        add(r, &list, v->occurred, v->occurred);
        origin = VALUE_LEDGER;
    } else if (v->role == VAR_ROLE_LEDGER && !v->unknown) {
        add(r, &list, DATE_NEVER, DATE_NEVER);
    } else if (v->role == VAR_ROLE_ACT) {
        add(r, &list, 0, 0);
    } else if (v->has_presumed) {
        add(r, &list, v->presumed_low, v->presumed_high);
    } else {
        whole(r, var, &list);
        origin = VALUE_MISSING;
    }
    *out = as_set(&list, origin);
}

static bool is_named(const struct vocab *vocab, struct vocab_text text, const char *name)
{
    size_t length = strlen(name);
    if (length >= 2 && name[0] == '"') {
        name++;
        length -= 2;
    }
    return text.length == length && memcmp(vocab->text + text.offset, name, length) == 0;
}

static bool add_leaves(struct reader *r, const struct vocab_var *v, const char *name,
                       struct intervals *out)
{
    const struct vocab_kind *kind = &r->vocab->kinds[v->leaf_kind];
    if (v->or_none && strcmp(name, "none") == 0) {
        add(r, out, (int64_t)v->leaf_count - 1, (int64_t)v->leaf_count - 1);
        return true;
    }
    for (uint32_t i = 0; i < kind->node_count; i++) {
        const struct vocab_node *node = &r->vocab->nodes[kind->first_node + i];
        if (is_named(r->vocab, node->name, name)) {
            add(r, out, node->first_leaf, (int64_t)node->first_leaf + node->leaf_count - 1);
            return true;
        }
    }
    for (uint32_t i = 0; i < kind->group_count; i++) {
        const struct vocab_group *group = &r->vocab->groups[kind->first_group + i];
        if (!is_named(r->vocab, group->name, name))
            continue;
        for (uint32_t k = 0; k < group->range_count; k++) {
            const struct vocab_range *range = &r->vocab->ranges[group->first_range + k];
            add(r, out, range->first, range->last);
        }
        return true;
    }
    return false;
}

/* A reading goes by its number, from 0. */
static bool one_value(struct reader *r, uint32_t var, const char *text, int64_t *out)
{
    enum var_kind kind = r->vocab->vars[var].kind;
    if (kind == VAR_NUMBER || kind == VAR_READING) {
        char *end;
        *out = strtoll(text, &end, 10);
        return end != text && *end == '\0';
    }
    if (kind == VAR_EVENT && strcmp(text, "never") == 0) {
        *out = DATE_NEVER;
        return true;
    }
    return date_parse(text, strlen(text), out);
}

static char *trim(char *text)
{
    while (*text == ' ' || *text == '\n')
        text++;
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\n'))
        text[--length] = '\0';
    return text;
}

static bool add_value(struct reader *r, uint32_t var, char *text, struct intervals *out)
{
    const struct vocab_var *v = &r->vocab->vars[var];
    char *dots = strstr(text, "..");
    int64_t low, high;
    if (strcmp(text, "unknown") == 0) {
        whole(r, var, out);
        return true;
    }
    if (v->kind == VAR_LEAF)
        return add_leaves(r, v, text, out);
    if (!dots) {
        if (!one_value(r, var, text, &low))
            return false;
        add(r, out, low, low);
        return true;
    }
    *dots = '\0';
    if (!one_value(r, var, trim(text), &low) || !one_value(r, var, trim(dots + 2), &high)
        || low > high)
        return false;
    add(r, out, low, high);
    return true;
}

static uint32_t find_var(const struct vocab *vocab, const char *name)
{
    for (uint32_t v = 0; v < vocab->var_count; v++)
        if (is_named(vocab, vocab->vars[v].name, name) || (v == VOCAB_DATE && !strcmp(name, "date")))
            return v;
    return VOCAB_NONE;
}

/* "name = value | value" */
static bool read_item(struct reader *r, char *text, struct value_set *sets)
{
    char *equals = strchr(text, '=');
    struct intervals list = {0};
    if (!equals) {
        r->error = arena_printf(r->arena, "no = in `%s`", text);
        return false;
    }
    *equals = '\0';
    char *name = trim(text), *rest = equals + 1, *bar;
    uint32_t var = find_var(r->vocab, name);
    if (var == VOCAB_NONE) {
        r->error = arena_printf(r->arena, "no variable `%s`", name);
        return false;
    }
    do {
        bar = strchr(rest, '|');
        if (bar)
            *bar = '\0';
        if (!add_value(r, var, trim(rest), &list)) {
            r->error = arena_printf(r->arena, "`%s` is no value of `%s`", rest, name);
            return false;
        }
        rest = bar ? bar + 1 : rest;
    } while (bar);
    sets[var] = as_set(&list, VALUE_GIVEN);
    if (var == VOCAB_DATE)
        r->date = sets[var].first.low;
    return true;
}

struct value_set *case_box(struct arena *arena, const struct vocab *vocab, const char *text,
                           const char **error)
{
    struct reader r = {arena, vocab, NULL, 0};
    struct value_set *sets = ARENA_ARRAY(arena, struct value_set, vocab->var_count);
    for (int pass = 0; pass < 2; pass++) { /* the date first: it bounds unknown events */
        char *item = arena_string(arena, text, strlen(text)), *end;
        for (uint32_t v = 0; v < vocab->var_count; v++)
            if (pass == 0 || v != VOCAB_DATE)
                missing(&r, v, &sets[v]);
        for (; item && *trim(item); item = end) {
            end = strchr(item, ';');
            if (end)
                *end++ = '\0';
            if (!read_item(&r, trim(item), sets)) {
                *error = r.error;
                return NULL;
            }
        }
    }
    *error = NULL;
    return sets;
}
