/* values.c: sets of values in the words of the vocabulary.
 *
 * Leaves are named by the highest inner name that lies wholly inside the set (of names for
 * the same leaves by the lowest), a group by its name when it is exactly the set; numbers
 * carry their base unit; an interval that reaches an end of the domain is "at most" or "at
 * least".
 */
#include "emit/names.h"

#include <inttypes.h>

struct values values_of(struct arena *arena, const struct value_set *set)
{
    struct interval *items = arena_alloc(arena, ((size_t)set->more_count + 1) * sizeof *items);
    struct values values = {items, 1};
    items[0] = set->first;
    for (uint32_t i = 0; i < set->more_count; i++) {
        struct interval *last = &items[values.count - 1];
        bool next = set->more[i].low != DATE_NEVER && set->more[i].low - 1 == last->high;
        if (next)
            last->high = set->more[i].high;
        else
            items[values.count++] = set->more[i];
    }
    return values;
}

struct interval values_domain(const struct table *table, uint32_t var)
{
    const struct vocab_var *v = &table->vocab.vars[var];
    struct interval domain = {DATE_FIRST, DATE_LAST};
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
    case VAR_READING:
        domain.low = 0;
        domain.high = (int64_t)v->leaf_count - 1;
        return domain;
    case VAR_NUMBER:
        domain.low = v->low;
        domain.high = v->high;
        return domain;
    case VAR_EVENT:
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
        return domain;
    }
    return domain;
}

struct values values_rest(struct arena *arena, const struct table *table, uint32_t var,
                          struct values set)
{
    struct interval domain = values_domain(table, var);
    struct interval *items = arena_alloc(arena, (set.count + 1) * sizeof *items);
    struct values rest = {items, 0};
    int64_t next = domain.low;
    bool done = false;
    for (size_t i = 0; i < set.count && !done; i++) {
        if (set.items[i].low > next) {
            items[rest.count].low = next;
            items[rest.count++].high = set.items[i].low - 1;
        }
        done = set.items[i].high >= domain.high;
        if (!done)
            next = set.items[i].high + 1;
    }
    if (!done) {
        items[rest.count].low = next;
        items[rest.count++].high = domain.high;
    }
    return rest;
}

/* Are all of low..high in the set, or none, or some? */
enum share { SHARE_NONE, SHARE_SOME, SHARE_ALL };

static enum share share_of(struct values set, int64_t low, int64_t high)
{
    for (size_t i = 0; i < set.count; i++) {
        if (set.items[i].low <= low && high <= set.items[i].high)
            return SHARE_ALL;
        if (set.items[i].low <= high && low <= set.items[i].high)
            return SHARE_SOME; /* intervals do not touch, so no other completes it */
    }
    return SHARE_NONE;
}

/* Joins neighbours, so that one interval holds each run. */
static struct values joined(struct arena *arena, struct values set)
{
    struct interval *items = arena_alloc(arena, (set.count + 1) * sizeof *items);
    struct values result = {items, 0};
    for (size_t i = 0; i < set.count; i++) {
        if (result.count && items[result.count - 1].high >= set.items[i].low - 1)
            items[result.count - 1].high = set.items[i].high;
        else
            items[result.count++] = set.items[i];
    }
    return result;
}

static bool is_party(const struct table *table, uint32_t node)
{
    for (size_t a = 0; a < table->agreements_count; a++) {
        const struct table_agreement *agreement = &table->agreements[a];
        for (uint32_t i = 0; i < agreement->party_count; i++)
            if (table->ids[agreement->first_party + i] == node)
                return true;
    }
    return false;
}

/* Of names for the same leaves the lowest says most; of those who act the party to an
 * agreement, or else the highest. */
static bool named_below(const struct table *table, uint32_t var, uint32_t id)
{
    const struct vocab_node *node = &table->vocab.nodes[id];
    if (node->is_leaf || node[1].leaf_count != node->leaf_count)
        return false;
    if (var != table->vocab.actor)
        return true;
    uint32_t party = id;
    for (; !is_party(table, party); party++, node++)
        if (node->is_leaf || node[1].leaf_count != node->leaf_count)
            return false; /* none of them is one */
    return party != id;
}

/* The first node of a kind whose leaves begin at `leaf` or above: nothing that covers only what is
 * from there on stands before it. */
static uint32_t node_from(const struct vocab *vocab, const struct vocab_kind *kind, int64_t leaf)
{
    uint32_t first = 0, end = kind->node_count;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (vocab->nodes[kind->first_node + middle].first_leaf < leaf)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

struct cover values_cover(struct arena *arena, const struct table *table, uint32_t var,
                          struct values set)
{
    const struct vocab *vocab = &table->vocab;
    const struct vocab_var *v = &vocab->vars[var];
    const struct vocab_kind *kind = &vocab->kinds[v->leaf_kind];
    VEC(uint32_t) nodes = {0};
    set = joined(arena, set);
    int64_t last = set.count ? set.items[set.count - 1].high : -1;
    for (uint32_t i = set.count ? node_from(vocab, kind, set.items[0].low) : 0;
         i < kind->node_count;) {
        const struct vocab_node *node = &vocab->nodes[kind->first_node + i];
        int64_t low = node->first_leaf, end = low + node->leaf_count;
        if (low > last)
            break;
        enum share share = share_of(set, low, end - 1);
        bool inner = share == SHARE_ALL && named_below(table, var, kind->first_node + i);
        if (share == SHARE_ALL && !inner)
            VEC_PUSH(arena, &nodes, kind->first_node + i);
        i++;
        if (share != SHARE_SOME && !inner)
            while (i < kind->node_count && vocab->nodes[kind->first_node + i].first_leaf < end)
                i++;
    }
    if (v->or_none && share_of(set, v->leaf_count - 1, v->leaf_count - 1) == SHARE_ALL)
        VEC_PUSH(arena, &nodes, VOCAB_NONE);
    struct cover cover = {nodes.items, nodes.count};
    return cover;
}

const char *cover_name(const struct table *table, uint32_t node)
{
    return node == VOCAB_NONE ? "none" : name_node(table, node);
}

static void name_number(const struct table *table, uint32_t var, int64_t value, struct strbuf *out)
{
    const struct vocab_var *v = &table->vocab.vars[var];
    strbuf_printf(out, "%" PRId64, value);
    if (v->unit_count)
        strbuf_printf(out, " %s",
                      vocab_string(&table->vocab, table->vocab.units[v->first_unit].name));
}

static void name_bound(const struct table *table, uint32_t var, int64_t value, struct strbuf *out)
{
    if (table->vocab.vars[var].kind == VAR_NUMBER) {
        name_number(table, var, value, out);
        return;
    }
    char day[DATE_TEXT];
    date_format(value, day);
    strbuf_text(out, day);
}

void name_interval(const struct table *table, uint32_t var, struct interval interval,
                   struct strbuf *out)
{
    const struct vocab_var *v = &table->vocab.vars[var];
    struct interval domain = values_domain(table, var);
    bool number = v->kind == VAR_NUMBER;
    if (v->kind == VAR_EVENT && interval.low == DATE_NEVER) {
        strbuf_text(out, "not occurred");
    } else if (interval.low == interval.high) {
        name_bound(table, var, interval.low, out);
    } else if (interval.low <= domain.low && interval.high >= domain.high) {
        strbuf_text(out, "any");
    } else if (interval.low <= domain.low) {
        strbuf_text(out, number ? "at most " : "on or before ");
        name_bound(table, var, interval.high, out);
    } else if (interval.high >= domain.high) {
        strbuf_text(out, number ? "at least " : "on or after ");
        name_bound(table, var, interval.low, out);
    } else {
        name_bound(table, var, interval.low, out);
        strbuf_text(out, " to ");
        name_bound(table, var, interval.high, out);
    }
}

#define NAMES_SHOWN 8

static bool name_group(const struct table *table, uint32_t var, struct values set,
                       struct strbuf *out)
{
    const struct vocab *vocab = &table->vocab;
    const struct vocab_kind *kind = &vocab->kinds[vocab->vars[var].leaf_kind];
    for (uint32_t g = 0; g < kind->group_count; g++) {
        const struct vocab_group *group = &vocab->groups[kind->first_group + g];
        bool same = group->range_count == set.count;
        for (uint32_t r = 0; same && r < group->range_count; r++) {
            const struct vocab_range *range = &vocab->ranges[group->first_range + r];
            same = range->first == set.items[r].low && range->last == set.items[r].high;
        }
        if (same) {
            strbuf_text(out, vocab_string(vocab, group->name));
            return true;
        }
    }
    return false;
}

static void name_leaves(struct arena *arena, const struct table *table, uint32_t var,
                        struct values set, struct strbuf *out)
{
    set = joined(arena, set);
    struct cover cover = values_cover(arena, table, var, set);
    if (cover.count > 1 && name_group(table, var, set, out))
        return;
    for (size_t i = 0; i < cover.count; i++) {
        bool last = i + 1 == cover.count;
        if (i)
            strbuf_text(out, last ? " or " : ", ");
        if (i + 1 == NAMES_SHOWN && !last) {
            strbuf_printf(out, "%zu others", cover.count - i);
            return;
        }
        strbuf_text(out, cover_name(table, cover.nodes[i]));
    }
}

void name_values(struct arena *arena, const struct table *table, uint32_t var, struct values set,
                 struct strbuf *out)
{
    const struct vocab_var *v = &table->vocab.vars[var];
    if (v->kind == VAR_LEAF) {
        name_leaves(arena, table, var, set, out);
        return;
    }
    for (size_t i = 0; i < set.count; i++) {
        if (i)
            strbuf_text(out, i + 1 == set.count ? " or " : ", ");
        if (v->kind == VAR_READING) {
            const struct vocab_term *term = &table->vocab.terms[v->term];
            for (int64_t r = set.items[i].low; r <= set.items[i].high; r++) {
                if (r > set.items[i].low)
                    strbuf_text(out, " or ");
                strbuf_text(out, vocab_string(&table->vocab,
                                              table->vocab.readings[term->first_reading + r].label));
            }
        } else {
            name_interval(table, var, set.items[i], out);
        }
    }
}
