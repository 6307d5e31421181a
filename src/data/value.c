/* value.c: the value of one variable, whatever its form (docs/deployments.md).
 *
 *   name, 40 MW, 2026-03-20, yes      that value, or what lies below an inner name
 *   unknown                           the whole domain, never presumed
 *   {oneof: [a, b]}, {from: 0, to: 9} uncertain between those, ends included
 *   [a, b], {each: [a, b]}, {each: n} each of those in turn
 *
 * Sets come out sorted with touching intervals joined, so equal sets look equal.
 */
#include "data/binder.h"

#include <stdlib.h>

static int compare_intervals(const void *left, const void *right)
{
    const struct interval *a = left, *b = right;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    return (a->high > b->high) - (a->high < b->high);
}

struct value_set value_set_of(struct arena *arena, struct interval *intervals, size_t count)
{
    struct value_set set = {.origin = VALUE_GIVEN};
    size_t kept = 0;
    qsort(intervals, count, sizeof *intervals, compare_intervals);
    for (size_t i = 1; i < count; i++) {
        struct interval *last = &intervals[kept];
        /* DATE_NEVER touches no day: it lies at the end of int64, days far below it */
        if (last->high == INT64_MAX || intervals[i].low <= last->high + 1) {
            if (intervals[i].high > last->high)
                last->high = intervals[i].high;
        } else {
            intervals[++kept] = intervals[i];
        }
    }
    set.first = intervals[0];
    set.more_count = (uint32_t)kept;
    if (kept > 0)
        set.more = arena_copy(arena, intervals + 1, kept * sizeof *intervals);
    return set;
}

bool value_day(struct binding *binding, const char *what, const struct node *node, int64_t *out)
{
    struct diags *diags = binding->binder->diags;
    if (node_is_scalar(node) && date_parse(node->text, node->length, out))
        return true;
    if (!node_is_scalar(node)) {
        complain(binding, DIAG_DATE_FORM, node->span,
                 "`%s` takes a day such as 2026-03-20, not %s", what, node_kind_text(node));
        return false;
    }
    bool shaped = node->length == 10 && node->text[4] == '-' && node->text[7] == '-'
                  && strspn(node->text, "0123456789-") == 10;
    if (shaped) {
        complain(binding, DIAG_DATE_FORM, node->span, "`%s` is no day of the calendar", node->text);
        return false;
    }
    struct diag *diag = complain(binding, DIAG_DATE_FORM, node->span,
                                 "`%s` takes a day such as 2026-03-20, not `%s`", what,
                                 node_shown(binding->arena, node));
    if (node->length > 10 && date_parse(node->text, 10, out) && strchr("Tt ", node->text[10]))
        diag_help(diags, diag, "write the day alone, %.10s", node->text);
    return false;
}

/* One end of a range, a number or a day. */
static bool bind_end(struct binding *binding, uint32_t var, const struct node *node, int64_t *out)
{
    if (node->kind == NODE_NULL) {
        complain_null(binding, "an end of a range", node->span);
        return false;
    }
    if (binder_var(binding->binder, var)->kind == VAR_NUMBER)
        return number_bind(binding, var, node, out);
    return value_day(binding, binder_name(binding->binder, var), node, out);
}

static bool bind_range(struct binding *binding, uint32_t var, const struct node *node,
                       struct intervals *out)
{
    const struct vocab_var *v = binder_var(binding->binder, var);
    const struct node_entry *from = node_find(node, "from"), *to = node_find(node, "to");
    struct interval range = {DATE_FIRST, DATE_LAST};
    if (v->kind == VAR_LEAF || v->kind == VAR_READING) {
        complain(binding, DIAG_VALUE_TYPE, node->span, "`%s` is no number or date, so it has no range",
                 binder_name(binding->binder, var));
        return false;
    }
    if (v->kind == VAR_NUMBER) {
        range.low = v->low;
        range.high = v->high;
    }
    bool fine = !from || bind_end(binding, var, from->value, &range.low);
    fine = (!to || bind_end(binding, var, to->value, &range.high)) && fine;
    if (!fine)
        return false;
    if (range.low > range.high) {
        complain(binding, DIAG_VALUE_EMPTY, node->span, "this range holds nothing: it ends before it begins");
        return false;
    }
    VEC_PUSH(binding->arena, out, range);
    return true;
}

enum form { FORM_BAD, FORM_ONE_OF, FORM_EACH, FORM_RANGE };

/* Which of its forms a mapping is; complains when it is none. */
static enum form form_of(struct binding *binding, uint32_t var, const struct node *node)
{
    struct diags *diags = binding->binder->diags;
    enum form form = FORM_BAD;
    for (size_t i = 0; i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        enum form this = node_key_is(entry, "oneof")                          ? FORM_ONE_OF
                         : node_key_is(entry, "each")                         ? FORM_EACH
                         : node_key_is(entry, "from") || node_key_is(entry, "to") ? FORM_RANGE
                                                                         : FORM_BAD;
        if (this == FORM_BAD || (form != FORM_BAD && form != this)) {
            struct nearest nearest;
            nearest_init(&nearest, entry->key, entry->key_length);
            nearest_offer(&nearest, "oneof");
            nearest_offer(&nearest, "each");
            nearest_offer(&nearest, "from");
            nearest_offer(&nearest, "to");
            struct diag *diag = complain(binding, DIAG_VALUE_FORM, entry->key_span,
                                         "`%s` has no place in a value%s",
                                         node_key_shown(binding->arena, entry),
                                         this == FORM_BAD ? "" : " beside the keys before it");
            const char *best = this == FORM_BAD ? nearest_result(&nearest) : NULL;
            if (best)
                diag_help(diags, diag, "did you mean `%s`?", best);
            else
                diag_note(diags, diag, "a mapping is {oneof: [..]}, {each: [..]} or {from: .., to: ..}");
            return FORM_BAD;
        }
        form = this;
    }
    if (form == FORM_BAD)
        complain(binding, DIAG_VALUE_EMPTY, node->span, "`%s` is given as an empty mapping",
                 binder_name(binding->binder, var));
    return form;
}

static bool bind_item(struct binding *binding, uint32_t var, const struct node *node,
                      struct intervals *out, const char **label);

/* {oneof: [..]}: the union of its elements. */
static bool bind_one_of(struct binding *binding, uint32_t var, const struct node *list,
                        struct intervals *out, const char **label)
{
    const char *name = binder_name(binding->binder, var);
    if (list->kind != NODE_LIST) {
        complain(binding, DIAG_VALUE_FORM, list->span, "`oneof` takes a list, not %s",
                 node_kind_text(list));
        return false;
    }
    if (list->count == 0) {
        complain(binding, DIAG_VALUE_EMPTY, list->span, "`%s` is one of no values at all", name);
        return false;
    }
    struct strbuf text;
    strbuf_init(&text, binding->arena);
    bool fine = true;
    for (size_t i = 0; i < list->count; i++) {
        const char *item = "";
        const struct node *node = list->entries[i].value;
        if (node_text_is(node, "unknown")) {
            complain(binding, DIAG_VALUE_FORM, node->span, "`unknown` stands alone, not in a list");
            fine = false;
            continue;
        }
        fine = bind_item(binding, var, node, out, &item) && fine;
        strbuf_printf(&text, "%s%s", i ? " or " : "", item);
    }
    *label = strbuf_string(&text);
    return fine;
}

/* A scalar, {oneof: ..} or a range; no list. */
static bool bind_item(struct binding *binding, uint32_t var, const struct node *node,
                      struct intervals *out, const char **label)
{
    const char *name = binder_name(binding->binder, var);
    if (node->kind == NODE_NULL) {
        complain_null(binding, name, node->span);
        return false;
    }
    if (node->kind == NODE_LIST) {
        complain(binding, DIAG_VALUE_FORM, node->span, "a list inside a list says nothing more");
        return false;
    }
    if (node->kind != NODE_MAP)
        return scalar_bind(binding, var, node, out, label);
    enum form form = form_of(binding, var, node);
    if (form == FORM_RANGE) {
        const struct node_entry *from = node_find(node, "from"), *to = node_find(node, "to");
        *label = arena_printf(binding->arena, "%s%s%s%s%s", from ? "from " : "",
                              from ? from->value->text : "", from && to ? " " : "",
                              to ? "to " : "", to ? to->value->text : "");
        return bind_range(binding, var, node, out);
    }
    if (form == FORM_ONE_OF)
        return bind_one_of(binding, var, node->entries[0].value, out, label);
    if (form == FORM_EACH)
        complain(binding, DIAG_VALUE_FORM, node->entries[0].key_span,
                 "`each` has no place inside another list");
    return false;
}

/* One alternative. */
static bool bind_one(struct binding *binding, uint32_t var, const struct node *node,
                     struct value_set *set, const char **label)
{
    struct intervals intervals = {NULL, 0, 0};
    if (node_text_is(node, "unknown")) {
        /* the whole domain; an open event ends on a date that is not known yet */
        const struct vocab_var *v = binder_var(binding->binder, var);
        memset(set, 0, sizeof *set);
        if (v->kind == VAR_LEAF)
            set->first.high = (int64_t)v->leaf_count - 1;
        else if (v->kind == VAR_NUMBER)
            set->first = (struct interval){v->low, v->high};
        else if (v->kind == VAR_EVENT)
            binder_open_event(binding->binder, set, DATE_FIRST);
        else
            set->first = (struct interval){DATE_FIRST, DATE_LAST};
        set->origin = VALUE_UNKNOWN;
        *label = "unknown";
    } else if (bind_item(binding, var, node, &intervals, label)) {
        *set = value_set_of(binding->arena, intervals.items, intervals.count);
    } else {
        return false;
    }
    set->span = node->span;
    return true;
}

static void make_room(struct binding *binding, struct alternatives *out, size_t count)
{
    out->sets = ARENA_ARRAY(binding->arena, struct value_set, count);
    out->labels = ARENA_ARRAY(binding->arena, const char *, count);
    out->count = 0;
}

static bool too_many(struct binding *binding, struct span span, size_t count)
{
    if (count <= BIND_PLACEMENT_LIMIT)
        return false;
    complain(binding, DIAG_PLACEMENTS, span,
             "%zu placements are more than the limit of %d for one description", count,
             BIND_PLACEMENT_LIMIT);
    return true;
}

static bool bind_list(struct binding *binding, uint32_t var, const struct node *list,
                      struct alternatives *out)
{
    if (list->count == 0) {
        complain(binding, DIAG_VALUE_EMPTY, list->span, "`%s` is given as an empty list",
                 binder_name(binding->binder, var));
        return false;
    }
    if (too_many(binding, list->span, list->count))
        return false;
    make_room(binding, out, list->count);
    bool fine = true;
    for (size_t i = 0; i < list->count; i++) {
        fine = bind_one(binding, var, list->entries[i].value, &out->sets[i], &out->labels[i])
               && fine;
        out->count++;
    }
    return fine;
}

/* Nodes stand in preorder, so the leaves of a range come in their order. */
static void add_leaves(struct binding *binding, uint32_t var, struct interval range,
                       struct alternatives *out)
{
    const struct vocab *vocab = binding->binder->vocab;
    const struct vocab_kind *kind = &vocab->kinds[binder_var(binding->binder, var)->leaf_kind];
    for (uint32_t i = 0; i < kind->node_count; i++) {
        const struct vocab_node *node = &vocab->nodes[kind->first_node + i];
        if (!node->is_leaf || node->first_leaf < range.low || node->first_leaf > range.high)
            continue;
        out->sets[out->count].first = (struct interval){node->first_leaf, node->first_leaf};
        out->sets[out->count].origin = VALUE_GIVEN;
        out->labels[out->count++] = vocab_string(vocab, node->name);
    }
}

/* {each: name}: every leaf below it, in the kind's order. */
static bool bind_each_below(struct binding *binding, uint32_t var, const struct node *node,
                            struct alternatives *out)
{
    const struct choice *choice;
    if (!scalar_leaves(binding, var, node, &choice))
        return false;
    uint64_t count = (uint64_t)(choice->first.high - choice->first.low + 1);
    for (uint32_t i = 0; i < choice->more_count; i++)
        count += (uint64_t)(choice->more[i].high - choice->more[i].low + 1);
    if (too_many(binding, node->span, (size_t)count))
        return false;
    make_room(binding, out, (size_t)count);
    add_leaves(binding, var, choice->first, out);
    for (uint32_t i = 0; i < choice->more_count; i++)
        add_leaves(binding, var, choice->more[i], out);
    for (size_t i = 0; i < out->count; i++)
        out->sets[i].span = node->span;
    return true;
}

bool value_bind(struct binding *binding, uint32_t var, const struct node *node,
                struct alternatives *out)
{
    if (node->kind == NODE_LIST)
        return bind_list(binding, var, node, out);
    if (node->kind == NODE_MAP && node->count == 1 && node_key_is(&node->entries[0], "each")) {
        const struct node *each = node->entries[0].value;
        if (each->kind == NODE_NULL) {
            complain_null(binding, binder_name(binding->binder, var), each->span);
            return false;
        }
        return each->kind == NODE_LIST ? bind_list(binding, var, each, out)
                                       : bind_each_below(binding, var, each, out);
    }
    make_room(binding, out, 1);
    if (!bind_one(binding, var, node, &out->sets[0], &out->labels[0]))
        return false;
    out->count = 1;
    return true;
}
