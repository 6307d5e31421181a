/* reasons.c: the atoms that account for what a condition is over a box.
 *
 * A conjunction that holds holds for both sides; one that fails is told by the first side
 * that fails on its own, and by both when they only fail together. Disjunctions are the
 * mirror of it. A term becomes "api_call holds because calls_model = yes"; it is put into words once,
 * however often other terms use it.
 */
#include "emit/reasons.h"

#include "base/map.h"

#include <string.h>

#define PHRASES_SHOWN 12
#define DEPTH_SHOWN 400 /* of nested conditions; deeper ones are too long to be read anyway */
#define INNER_SHOWN 4000 /* bytes of what is said because of one name; the same */

struct phrases {
    VEC(const char *) list;
    struct map *names; /* named condition → its phrase, once it is known; shared */
    bool holds; /* they are to say why something holds */
    bool cut;
};

static void collect(const struct asker *asker, uint32_t expr, unsigned depth, struct phrases *out);

struct asker ask_within(const struct asker *asker, uint32_t var, int64_t low, int64_t high)
{
    struct asker within = *asker;
    struct value_set *sets = arena_copy(asker->arena, asker->sets,
                                        asker->table->vocab.var_count * sizeof *sets);
    sets[var].first.low = low;
    sets[var].first.high = high;
    sets[var].more = NULL;
    sets[var].more_count = 0;
    within.sets = sets;
    return within;
}

static void push(const struct asker *asker, const char *phrase, struct phrases *out)
{
    for (size_t i = 0; i < out->list.count; i++)
        if (strcmp(out->list.items[i], phrase) == 0)
            return;
    if (out->list.count == PHRASES_SHOWN)
        out->cut = true;
    else
        VEC_PUSH(asker->arena, &out->list, phrase);
}

static void join(const struct phrases *phrases, const char *between, struct strbuf *out)
{
    for (size_t i = 0; i < phrases->list.count; i++) {
        if (i)
            strbuf_text(out, between);
        strbuf_text(out, phrases->list.items[i]);
    }
    if (phrases->cut)
        strbuf_text(out, " …");
}

static const char *named_name(const struct asker *asker, const struct ir_named *named)
{
    const struct table *table = asker->table;
    switch ((enum ir_named_kind)named->kind) {
    case NAMED_TERM:
        return vocab_string(&table->vocab, table->vocab.terms[named->ref].name);
    case NAMED_FORCE:
        return table_text(table, table->agreements[named->ref].name);
    case NAMED_LIVE:
        return name_clause(table, named->ref);
    case NAMED_WAIVER:
        return table_text(table, table->waivers[named->ref].title);
    case NAMED_PHRASE:
        return table_text(table, named->ref);
    }
    return "";
}

/* Of a clause that only hangs on its agreement the agreement is told, which says as much. */
static bool told_by_inner(const struct asker *asker, const struct ir_named *named,
                          enum eval_truth truth)
{
    struct period period;
    bool inner = false;
    if (named->kind != NAMED_LIVE || !reason_period(asker, named->expr, &period))
        return false;
    for (size_t i = 0; i < period.literals.count; i++)
        if (truth == TRUTH_MAYBE
            && eval_expr(asker->evaluator, asker->sets, period.literals.items[i]) == truth)
            return false;
    for (size_t i = 0; i < period.inner.count; i++)
        inner |= eval_expr(asker->evaluator, asker->sets, period.inner.items[i]) == truth;
    return inner;
}

static const char *named_verb(enum ir_named_kind kind, enum eval_truth truth)
{
    bool yes = truth == TRUTH_YES;
    switch (kind) {
    case NAMED_TERM:
        return truth == TRUTH_MAYBE ? "is open" : yes ? "holds" : "does not hold";
    case NAMED_FORCE:
    case NAMED_LIVE:
        return truth == TRUTH_MAYBE ? "is in force" : yes ? "is in force" : "is not in force";
    case NAMED_WAIVER:
        return truth == TRUTH_MAYBE ? "may apply" : yes ? "applies" : "does not apply";
    case NAMED_PHRASE:
        return "";
    }
    return "";
}

/* Which readings make an open disputed term hold, as far as they alone decide. */
static bool by_readings(const struct asker *asker, const struct ir_named *named, struct strbuf *out)
{
    const struct vocab *vocab = &asker->table->vocab;
    if (named->kind != NAMED_TERM || vocab->terms[named->ref].var == VOCAB_NONE)
        return false;
    const struct vocab_term *term = &vocab->terms[named->ref];
    const struct value_set *set = &asker->sets[term->var];
    if (!set->more_count && set->first.low == set->first.high)
        return false;
    enum eval_truth *truths = ARENA_ARRAY(asker->arena, enum eval_truth, term->reading_count);
    bool same = true;
    for (uint32_t r = 0; r < term->reading_count; r++) {
        struct arena_mark before = arena_mark(asker->arena);
        struct asker within = ask_within(asker, term->var, r, r);
        truths[r] = eval_expr(within.evaluator, within.sets, named->expr);
        same = same && truths[r] == truths[0];
        arena_rewind(asker->arena, before);
    }
    if (same && truths[0] != TRUTH_MAYBE)
        strbuf_printf(out, "%s under %s reading", named_verb(NAMED_TERM, truths[0]),
                      truths[0] == TRUTH_YES ? "every" : "any");
    for (uint32_t r = 0; !same && r < term->reading_count; r++)
        strbuf_printf(out, "%s%s as read by %s", r ? ", " : "", named_verb(NAMED_TERM, truths[r]),
                      vocab_string(vocab, vocab->readings[term->first_reading + r].label));
    return !same || truths[0] != TRUTH_MAYBE;
}

/* "api_call is open because …" */
static void say_named(const struct asker *asker, const struct ir_named *named, enum eval_truth truth,
                      unsigned depth, struct map *names, struct strbuf *out)
{
    bool open = truth == TRUTH_MAYBE && (named->kind == NAMED_FORCE || named->kind == NAMED_LIVE);
    strbuf_printf(out, open ? "whether %s " : "%s ", named_name(asker, named));
    if (by_readings(asker, named, out))
        return;
    strbuf_text(out, named_verb((enum ir_named_kind)named->kind, truth));
    struct phrases inner = {.names = names, .holds = truth == TRUTH_YES};
    struct strbuf why = strbuf_new(asker->arena);
    collect(asker, named->expr, depth + 1, &inner);
    join(&inner, " and ", &why);
    if (inner.list.count)
        strbuf_text(out, open ? ": " : " because ");
    strbuf_text(out, why.count > INNER_SHOWN ? "…" : strbuf_string(&why));
}

static void collect_named(const struct asker *asker, uint32_t expr, unsigned depth,
                          struct phrases *out)
{
    const struct table *table = asker->table;
    const struct ir_named *named = &table->named[table->exprs[expr].a];
    uint64_t known;
    if (map_get(out->names, table->exprs[expr].a, &known)) {
        push(asker, (const char *)(uintptr_t)known, out);
        return;
    }
    enum eval_truth truth = eval_expr(asker->evaluator, asker->sets, expr);
    bool period = named->kind == NAMED_FORCE || named->kind == NAMED_LIVE;
    if (period && truth == TRUTH_YES)
        return; /* that a contract is in force goes without saying */
    struct strbuf text;
    strbuf_init(&text, asker->arena);
    if (named->kind == NAMED_PHRASE) {
        reason_phrase(asker, expr, &text);
        push(asker, strbuf_string(&text), out);
        return;
    }
    if (period && told_by_inner(asker, named, truth)) {
        collect(asker, named->expr, depth + 1, out);
        return;
    }
    if (period && reason_no_period(asker, table->exprs[expr].a, named_name(asker, named), truth,
                                   &text)) {
        push(asker, strbuf_string(&text), out);
        return;
    }
    say_named(asker, named, truth, depth, out->names, &text);
    map_put(out->names, table->exprs[expr].a, (uint64_t)(uintptr_t)strbuf_string(&text));
    push(asker, strbuf_string(&text), out);
}

/* `decisive` is the truth of one side that settles the whole: NO for and, YES for or. */
static void collect_pair(const struct asker *asker, uint32_t expr, unsigned depth,
                         struct phrases *out)
{
    const struct table_expr *e = &asker->table->exprs[expr];
    enum eval_truth decisive = e->op == IR_AND ? TRUTH_NO : TRUTH_YES;
    enum eval_truth whole = eval_expr(asker->evaluator, asker->sets, expr);
    enum eval_truth left = eval_expr(asker->evaluator, asker->sets, e->a);
    enum eval_truth right = eval_expr(asker->evaluator, asker->sets, e->b);
    bool one = whole == decisive && (left == decisive || right == decisive);
    bool open = whole == TRUTH_MAYBE;
    if (one ? left == decisive : !open || left == TRUTH_MAYBE)
        collect(asker, e->a, depth + 1, out);
    if (one ? left != decisive : !open || right == TRUTH_MAYBE)
        collect(asker, e->b, depth + 1, out);
}

static void collect(const struct asker *asker, uint32_t expr, unsigned depth, struct phrases *out)
{
    const struct table *table = asker->table;
    const struct table_expr *e = &table->exprs[expr];
    if (depth > DEPTH_SHOWN || out->cut) {
        out->cut = true;
        return;
    }
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return;
    case IR_LITERAL: {
        if (table->columns[table->literals[e->a].column].kind == COLUMN_READING)
            return; /* the rows of a verdict say which reading is meant */
        if (out->holds && reason_is_bound(asker, expr))
            return; /* that it is within its period goes without saying */
        struct strbuf text;
        strbuf_init(&text, asker->arena);
        reason_literal(asker, expr, &text);
        push(asker, strbuf_string(&text), out);
        return;
    }
    case IR_NOT:
        collect(asker, e->a, depth + 1, out);
        return;
    case IR_AND:
    case IR_OR:
        collect_pair(asker, expr, depth, out);
        return;
    case IR_NAMED:
        collect_named(asker, expr, depth, out);
        return;
    }
}

void reason_expr(const struct asker *asker, uint32_t expr, const char *between, struct strbuf *out)
{
    struct map names;
    map_init(&names, asker->arena);
    struct phrases phrases = {
        .names = &names, .holds = eval_expr(asker->evaluator, asker->sets, expr) == TRUTH_YES};
    collect(asker, expr, 0, &phrases);
    join(&phrases, between, out);
}
