/* promise_rows.c: the placements that are listed under a commitment, against all their worlds.
 *
 * In each world of a placement it counts or not, with an amount, on one side of a share: its
 * outcome. What is listed of it follows from the outcomes alone: whether it counts, from and to
 * how much, on which side, and on what it turns: an open fact of its own that changes the
 * outcome between two worlds that differ in nothing else; a reading or an event of the ledger
 * that so changes whether it counts. One that counts in no world is not listed.
 */
#include "promise_worlds.h"

#include <inttypes.h>
#include <string.h>

#define NOT_COUNTED INT32_MIN

struct outcomes {
    struct walk walk;
    int32_t *of; /* per world: NOT_COUNTED, or twice the amount, and one more in the share */
    size_t count;
    bool some, all, in, beside;
    int64_t low, high; /* of what it contributes, nothing where it does not count */
};

static void visit_all(struct promise_run *run, const struct portfolio_commitment *c, size_t p,
                      struct outcomes *out)
{
    const struct vocab *vocab = &run->model->vocab;
    const struct model_norm *n = &run->model->norms.items[c->norm];
    *out = (struct outcomes){.all = true, .low = INT64_MAX, .high = INT64_MIN};
    for (uint32_t v = 0; v < vocab->var_count; v++)
        walk_add(run, &out->walk, v, &run->sets[p][v]);
    out->walk.dated = promise_year(n, run->sets[p][VOCAB_DATE].first.low) == c->year;
    out->of = arena_alloc(run->arena, walk_size(&out->walk) * sizeof *out->of);
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, vocab->var_count);
    do {
        walk_set(&out->walk, world);
        bool counted = promise_counts(run, c, &out->walk, world);
        bool inside = n->share_var != VOCAB_NONE && promise_in_share(n, world);
        int64_t amount = counted ? world[n->amount_var] : 0;
        out->of[out->count++] = counted ? (int32_t)amount * 2 + inside : NOT_COUNTED;
        out->some = out->some || counted;
        out->all = out->all && counted;
        out->in = out->in || (counted && inside);
        out->beside = out->beside || (counted && !inside);
        out->low = amount < out->low ? amount : out->low;
        out->high = amount > out->high ? amount : out->high;
    } while (walk_next(&out->walk));
}

/* Do two worlds that differ in this variable only differ in their outcome; or, for what is
 * shared, in whether the placement counts? */
static bool turns_on(const struct outcomes *o, size_t at, bool shared)
{
    size_t stride = 1, values = o->walk.values[at].list.count;
    for (size_t i = at + 1; i < o->walk.count; i++)
        stride *= o->walk.values[i].list.count;
    for (size_t w = 0; w < o->count; w++) {
        int32_t here = o->of[w], first = o->of[w - w / stride % values * stride];
        if (shared ? (here == NOT_COUNTED) != (first == NOT_COUNTED) : here != first)
            return true;
    }
    return false;
}

static const char *name_of(const struct vocab *vocab, uint32_t var)
{
    const struct vocab_var *v = &vocab->vars[var];
    return vocab_string(vocab, v->kind == VAR_READING ? vocab->terms[v->term].name : v->name);
}

/* The row as it must be, as the report prints it. */
static void write_row(const struct promise_run *run, const struct portfolio_commitment *c, size_t p,
                      const struct outcomes *o, struct strbuf *out)
{
    const struct vocab *vocab = &run->model->vocab;
    char day[DATE_TEXT];
    date_format(run->sets[p][VOCAB_DATE].first.low, day);
    strbuf_printf(out, "%s{\"deployment\": \"d\", \"placement\": \"\", \"file\": \"d.yaml\", "
                  "\"line\": %zu, \"on\": \"%s\", \"counts\": \"%s\", \"amount\": {\"low\": %" PRId64
                  ", \"high\": %" PRId64 "}",
                  out->count ? ", " : "", p + 1, day, o->all ? "yes" : "maybe", o->low, o->high);
    if (run->model->norms.items[c->norm].share_var != VOCAB_NONE)
        strbuf_printf(out, ", \"in_share\": \"%s\"", !o->beside ? "yes" : o->in ? "maybe" : "no");
    strbuf_text(out, ", \"turns_on\": [");
    const char *gap = "";
    for (int shared = 0; shared < 2; shared++)
        for (size_t i = 0; i < o->walk.count; i++) {
            uint32_t var = o->walk.vars[i];
            if (promise_shared(vocab, var) != shared || !turns_on(o, i, shared))
                continue;
            strbuf_printf(out, "%s\"%s\"", gap, name_of(vocab, var));
            gap = ", ";
        }
    strbuf_text(out, "]}");
}

void promise_check_rows(struct promise_run *run, const struct portfolio_commitment *c,
                        struct strbuf *json)
{
    size_t row = 0;
    for (size_t p = 0; p < run->count; p++) {
        struct outcomes o;
        visit_all(run, c, p, &o);
        bool listed = row < c->rows.count && c->rows.items[row].place.line == p + 1;
        if (o.some != listed)
            promise_fail(run, "norm %u: placement %zu is %s", c->norm, p,
                         listed ? "listed" : "left out");
        if (o.some)
            write_row(run, c, p, &o, json);
        row += listed;
    }
    if (row != c->rows.count)
        promise_fail(run, "norm %u: %zu rows, of which %zu are in order", c->norm, c->rows.count, row);
}
