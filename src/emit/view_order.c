/* view_order.c: the order of rules in a table for people.
 *
 * By agreement, the clauses of its body before those of its documents, clause numbers as
 * people count (2.9 before 2.10), sentences of one clause as written. Clauses may be
 * shuffled in the policy without any change here.
 */
#include "emit/view.h"

#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Runs of digits compare as numbers. */
static int compare_natural(const char *x, const char *y)
{
    while (*x && *y) {
        if (is_digit(*x) && is_digit(*y)) {
            while (*x == '0' && is_digit(x[1]))
                x++;
            while (*y == '0' && is_digit(y[1]))
                y++;
            size_t nx = 0, ny = 0;
            while (is_digit(x[nx]))
                nx++;
            while (is_digit(y[ny]))
                ny++;
            int order = nx != ny ? (nx < ny ? -1 : 1) : memcmp(x, y, nx);
            if (order)
                return order;
            x += nx;
            y += ny;
        } else if (*x != *y) {
            return (unsigned char)*x < (unsigned char)*y ? -1 : 1;
        } else {
            x++;
            y++;
        }
    }
    return (*x != '\0') - (*y != '\0');
}

/* What stands before the number in a clause's title: the agreement or a document. */
static size_t scope_length(const struct table *t, uint32_t clause)
{
    const char *title = table_text(t, t->clauses[clause].title);
    size_t title_length = strlen(title);
    size_t number_length = strlen(table_text(t, t->clauses[clause].number));
    return title_length > number_length ? title_length - number_length - 1 : 0;
}

bool view_same_scope(const struct table *t, uint32_t x, uint32_t y)
{
    size_t length = scope_length(t, x);
    return length == scope_length(t, y)
           && memcmp(table_text(t, t->clauses[x].title), table_text(t, t->clauses[y].title),
                     length) == 0;
}

static int compare_scopes(const struct table *t, uint32_t x, uint32_t y)
{
    const char *agreement = table_text(t, t->agreements[t->clauses[x].agreement].name);
    const char *tx = table_text(t, t->clauses[x].title);
    const char *ty = table_text(t, t->clauses[y].title);
    size_t nx = scope_length(t, x), ny = scope_length(t, y), name = strlen(agreement);
    bool body_x = nx == name && memcmp(tx, agreement, name) == 0;
    bool body_y = ny == name && memcmp(ty, agreement, name) == 0;
    if (body_x != body_y)
        return body_x ? -1 : 1;
    int order = memcmp(tx, ty, nx < ny ? nx : ny);
    return order ? order : (nx > ny) - (nx < ny);
}

int view_compare_clauses(const struct table *t, uint32_t x, uint32_t y)
{
    const struct table_clause *a = &t->clauses[x], *b = &t->clauses[y];
    int order = strcmp(table_text(t, t->agreements[a->agreement].name),
                       table_text(t, t->agreements[b->agreement].name));
    if (!order && a->agreement != b->agreement)
        return a->agreement < b->agreement ? -1 : 1;
    if (!order)
        order = compare_scopes(t, x, y);
    if (!order)
        order = compare_natural(table_text(t, a->number), table_text(t, b->number));
    return order ? order : (x > y) - (x < y);
}

struct ranked {
    const struct table *table;
    uint32_t norm;
};

static int compare_norms(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    const struct table *t = a->table;
    uint32_t ca = t->norms[a->norm].clause, cb = t->norms[b->norm].clause;
    int order = ca == cb ? 0 : view_compare_clauses(t, ca, cb);
    return order ? order : (a->norm > b->norm) - (a->norm < b->norm);
}

uint32_t *view_norms(const struct table *t, struct arena *arena)
{
    struct ranked *norms = ARENA_ARRAY(arena, struct ranked, t->norms_count + 1);
    uint32_t *result = ARENA_ARRAY(arena, uint32_t, t->norms_count + 1);
    for (uint32_t i = 0; i < t->norms_count; i++)
        norms[i] = (struct ranked){t, i};
    qsort(norms, t->norms_count, sizeof *norms, compare_norms);
    for (uint32_t i = 0; i < t->norms_count; i++)
        result[i] = norms[i].norm;
    return result;
}
