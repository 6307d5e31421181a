/* owed_changes.c: what another value of one choice would take away or add.
 *
 * Every choice that conditions test is opened to its whole domain and cut into the pieces
 * that they can tell apart; of each piece, the values that the description does not allow now
 * are tried, with everything else as it is. Pieces that change the same duty in the same way
 * are told as one set of values.
 */
#include "analysis/owed.h"

#include <stdlib.h>

#define PIECES_LIMIT 1024 /* of one choice; the rest is not tried, and that is told */

struct changes {
    const struct owed_asker *asker;
    const struct value_set *sets;
    struct owed *owed;
    VEC(struct owed_change) list;
    size_t first; /* of the choice at hand */
};

static const struct interval never = {DATE_NEVER, DATE_NEVER};

/* All that a choice can be; an event of the case has a day up to the deployment's, or none. */
static struct value_set domain_of(const struct changes *c, const struct vocab_var *var)
{
    struct value_set domain = {.first = {DATE_FIRST, DATE_LAST}};
    if (var->kind == VAR_NUMBER)
        domain.first = (struct interval){var->low, var->high};
    if (var->kind == VAR_LEAF)
        domain.first = (struct interval){0, (int64_t)var->leaf_count - 1};
    if (var->kind == VAR_EVENT) {
        domain.first.high = c->sets[VOCAB_DATE].first.low;
        domain.more = &never;
        domain.more_count = 1;
    }
    return domain;
}

/* The values of a piece that are not in the set; false when there are none. */
static bool other_values(const struct changes *c, const struct value_set *piece,
                         const struct value_set *without, struct value_set *out)
{
    struct value_set rest = *piece;
    for (uint32_t i = 0; i <= without->more_count; i++) {
        struct interval v = i ? without->more[i - 1] : without->first;
        struct value_set below, above;
        bool has_below = v.low > INT64_MIN
                         && eval_set_within(&rest, (struct interval){INT64_MIN, v.low - 1},
                                            c->asker->arena, &below);
        bool has_above = v.high < INT64_MAX
                         && eval_set_within(&rest, (struct interval){v.high + 1, INT64_MAX},
                                            c->asker->arena, &above);
        if (!has_below && !has_above)
            return false;
        if (has_below && has_above) {
            uint32_t count = below.more_count + above.more_count + 2;
            struct interval *items =
                arena_alloc(c->asker->arena, count * sizeof *items);
            uint32_t n = 0;
            for (uint32_t k = 0; k <= below.more_count; k++)
                items[n++] = k ? below.more[k - 1] : below.first;
            for (uint32_t k = 0; k <= above.more_count; k++)
                items[n++] = k ? above.more[k - 1] : above.first;
            rest.first = items[0];
            rest.more = items + 1;
            rest.more_count = count - 1;
        } else {
            rest = has_below ? below : above;
        }
    }
    *out = rest;
    return true;
}

static bool below(const struct vocab *vocab, uint32_t node, const struct value_set *leaves)
{
    int64_t first = vocab->nodes[node].first_leaf;
    int64_t last = first + vocab->nodes[node].leaf_count - 1;
    for (uint32_t i = 0; i <= leaves->more_count; i++) {
        struct interval v = i ? leaves->more[i - 1] : leaves->first;
        if (v.low <= last && v.high >= first)
            return true;
    }
    return false;
}

/* Is the duty owed to whoever acts, or may act? Without an actor all are. */
static bool owed_to_actor(const struct changes *c, uint32_t norm)
{
    const struct table *t = c->asker->table;
    const struct table_duty *duty = table_duty(t, norm);
    if (t->vocab.actor == VOCAB_NONE)
        return true;
    for (uint32_t i = 0; i < duty->creditor_count; i++)
        if (below(&t->vocab, t->ids[duty->first_creditor + i], &c->sets[t->vocab.actor]))
            return true;
    return false;
}

static void append_values(const struct changes *c, struct owed_change *change,
                          const struct value_set *values)
{
    size_t count = change->value_count + values->more_count + 1;
    struct interval *items = arena_alloc(c->asker->arena, count * sizeof *items);
    size_t n = 0;
    for (; n < change->value_count; n++)
        items[n] = change->values[n];
    for (uint32_t i = 0; i <= values->more_count; i++) {
        struct interval v = i ? values->more[i - 1] : values->first;
        if (n && items[n - 1].high != INT64_MAX && items[n - 1].high + 1 == v.low)
            items[n - 1].high = v.high;
        else
            items[n++] = v;
    }
    change->values = items;
    change->value_count = n;
}

static void add_change(struct changes *c, struct owed_change change,
                       const struct value_set *values)
{
    for (size_t i = c->first; i < c->list.count; i++) {
        struct owed_change *known = &c->list.items[i];
        if (known->kind == change.kind && known->norm == change.norm
            && known->then == change.then) {
            append_values(c, known, values);
            return;
        }
    }
    append_values(c, &change, values);
    VEC_PUSH(c->asker->arena, &c->list, change);
}

static enum eval_status status_of(const struct eval_duty *duties, size_t count, uint32_t norm)
{
    for (size_t i = 0; i < count; i++)
        if (duties[i].norm == norm)
            return duties[i].status;
    return DUTY_NOT_DUE;
}

static enum eval_status status_now(const struct changes *c, uint32_t norm)
{
    for (size_t i = 0; i < c->owed->duty_count; i++)
        if (c->owed->duties[i].norm == norm)
            return c->owed->duties[i].status;
    return DUTY_NOT_DUE;
}

static void try_values(struct changes *c, uint32_t var, const struct value_set *values)
{
    const struct owed_asker *asker = c->asker;
    const struct eval_duty *then;
    struct value_set *sets = owed_with(asker, c->sets, var, values);
    size_t count =
        eval_duties(asker->evaluator, sets, asker->arena, &then, &c->owed->unresolved);
    for (size_t i = 0; i < c->owed->duty_count; i++) {
        const struct owed_duty *duty = &c->owed->duties[i];
        enum eval_status status = status_of(then, count, duty->norm);
        if (duty->status != DUTY_DUE || status == DUTY_DUE)
            continue;
        struct owed_change change = {
            .kind = owed_to_actor(c, duty->norm) ? OWED_FORFEITED : OWED_ENDED,
            .var = var, .norm = duty->norm, .then = status};
        add_change(c, change, values);
    }
    for (size_t i = 0; i < count; i++) {
        if (asker->standing[then[i].norm] || status_now(c, then[i].norm) != DUTY_NOT_DUE)
            continue;
        struct owed_change change = {
            .kind = OWED_ADDED, .var = var, .norm = then[i].norm, .then = then[i].status};
        add_change(c, change, values);
    }
}

static int by_kind(const void *a, const void *b)
{
    const struct owed_change *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->norm != y->norm)
        return x->norm < y->norm ? -1 : 1;
    return x->then > y->then ? -1 : x->then < y->then;
}

static void try_choice(struct changes *c, uint32_t var)
{
    const struct owed_asker *asker = c->asker;
    const struct value_set *pieces;
    struct value_set whole = domain_of(c, &asker->table->vocab.vars[var]);
    size_t count = eval_pieces(asker->evaluator, owed_with(asker, c->sets, var, &whole), var,
                               asker->arena, &pieces);
    if (count > PIECES_LIMIT) {
        count = PIECES_LIMIT;
        c->owed->unresolved = true;
    }
    c->first = c->list.count;
    for (size_t i = 0; i < count; i++) {
        struct value_set values;
        if (other_values(c, &pieces[i], &c->sets[var], &values))
            try_values(c, var, &values);
    }
    if (c->list.count > c->first)
        qsort(c->list.items + c->first, c->list.count - c->first, sizeof *c->list.items, by_kind);
}

void owed_changes(const struct owed_asker *asker, const struct value_set *sets, struct owed *out)
{
    const struct table *t = asker->table;
    struct changes c = {asker, sets, out, {NULL, 0, 0}, 0};
    for (uint32_t var = 0; var < t->vocab.var_count; var++) {
        uint32_t role = t->vocab.vars[var].role;
        if ((role == VAR_ROLE_CHOICE || role == VAR_ROLE_ACT) && t->var_column_count[var])
            try_choice(&c, var);
    }
    out->changes = c.list.items;
    out->change_count = c.list.count;
}
