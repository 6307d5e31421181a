/* test_duties.c: duties and commitments over portfolios, against all worlds.
 *
 * Small random policies about one number, and small random portfolios. The interpreter says
 * what holds in each world; this file adds nothing to it but the definition of docs/semantics.md
 * § 7: a reading vector and the days of the unknown events are the same for all placements,
 * their other facts are free. For each of these combinations the set of all sums that the
 * portfolio can reach is built up placement by placement, so nothing rests on minima.
 * POLC_SEEDS sets the number of policies, POLC_FIRST_SEED the first.
 */
#include "analysis/owed.h"
#include "analysis/portfolio.h"
#include "case.h"
#include "engine.h"
#include "generate_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 1500
#define LONG_SEEDS 60000
#define PLACEMENTS 3
#define WORK_LIMIT 200000 /* worlds of one portfolio that are visited */
#define REACH 512         /* sums from -REACH/2 on */

struct tally {
    size_t policies, refused, portfolios, skipped, commitments, duties, changes;
    size_t statuses[4];
};

struct run {
    struct guard guard;
    struct arena arena, scratch;
    uint64_t seed, state;
    struct tally *tally;
    const char *policy, *boxes[PLACEMENTS];
    char *failure; /* heap text, NULL when all agreed */
    struct engine engine;
    const struct model *model;
    struct oracle *oracle;
    size_t count;
    struct value_set *sets[PLACEMENTS];
};

static void fail_run(struct run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fail_run(struct run *run, const char *format, ...)
{
    char *text = NULL;
    size_t size = 0;
    va_list arguments;
    if (run->failure)
        return;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "seed %llu\n%s\n", (unsigned long long)run->seed, run->policy);
    for (size_t i = 0; i < run->count; i++)
        fprintf(out, "placement %zu: %s\n", i, run->boxes[i]);
    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
    fputc('\n', out);
    fclose(out);
    run->failure = text;
}

static size_t below(struct run *run, size_t n)
{
    return (size_t)(gen_next(&run->state) % n);
}

static bool chance(struct run *run, unsigned percent)
{
    return below(run, 100) < percent;
}

/* ---- random policies ----------------------------------------------------------------------- */

static void atom(struct run *run, bool terms, struct strbuf *out)
{
    static const char *const fixed[] = {
        "site is a", "site is not b", "site is in (a, c)", "stage is x", "stage is y", "green",
        "date is before 2026-01-24", "date is on or after 2026-01-27", "e has occurred",
        "e occurred at least 3 days ago", "e occurred within 5 days", "f has occurred",
        "f has not occurred", "buyer is East",
    };
    size_t which = below(run, 18);
    if (which < 14)
        strbuf_text(out, fixed[which]);
    else if (which < 16 || !terms)
        strbuf_printf(out, "size %s %zu MW", chance(run, 50) ? ">" : "<=", below(run, 7));
    else
        strbuf_text(out, which == 16 ? "t" : "u");
}

static void condition(struct run *run, unsigned depth, bool terms, struct strbuf *out)
{
    if (depth == 0 || chance(run, 35)) {
        strbuf_text(out, chance(run, 15) ? "not " : "");
        atom(run, terms, out);
        return;
    }
    strbuf_char(out, '(');
    condition(run, depth - 1, terms, out);
    strbuf_text(out, chance(run, 50) ? " and " : " or ");
    condition(run, depth - 1, terms, out);
    strbuf_char(out, ')');
}

static void where(struct run *run, struct strbuf *out)
{
    if (chance(run, 15))
        return;
    strbuf_text(out, " where ");
    condition(run, 2, true, out);
    if (chance(run, 40)) {
        strbuf_text(out, "\n    except (a) where ");
        condition(run, 1, true, out);
        if (chance(run, 40)) {
            strbuf_text(out, " (except where ");
            condition(run, 1, true, out);
            strbuf_char(out, ')');
        }
    }
}

static void term(struct run *run, const char *name, struct strbuf *out)
{
    strbuf_printf(out, "term %s:\n  as read by Acme means ", name);
    condition(run, 1, false, out);
    strbuf_text(out, ";\n  as read by Bolt means ");
    condition(run, 1, false, out);
    strbuf_text(out, ".\n");
}

static void commitment(struct run *run, unsigned number, struct strbuf *out)
{
    static const char *const days[] = {"2026-01-22", "2026-01-26", "2026-12-31"};
    strbuf_printf(out, "  clause %u:\n    %s commits to at %s %d MW of size by %s", number,
                  chance(run, 70) ? "Acme" : "East", chance(run, 60) ? "least" : "most",
                  (int)below(run, 16), days[below(run, 3)]);
    if (chance(run, 30)) /* often enough that only readings differ */
        strbuf_text(out, chance(run, 50) ? " where t" : " where u and not t");
    else
        where(run, out);
    strbuf_text(out, ".\n");
}

static void duty(struct run *run, unsigned number, struct strbuf *out)
{
    strbuf_printf(out, "  clause %u:\n    ", number);
    switch (below(run, 3)) {
    case 0:
        strbuf_text(out, "Acme owes Bolt \"a fee\" within 30 days");
        break;
    case 1:
        strbuf_text(out, "Bolt owes Acme \"a bonus\"");
        break;
    default:
        strbuf_text(out, "Acme shall not deploy");
        where(run, out);
        strbuf_text(out, ";\n    if in breach Acme owes Bolt \"damages\"");
    }
    where(run, out);
    strbuf_text(out, ".\n");
}

static const char *random_policy(struct run *run)
{
    struct strbuf out;
    strbuf_init(&out, &run->arena);
    strbuf_printf(&out,
                  "policy \"P\" dated 2026-01-01.\n"
                  "kind party: Acme (East, West), Bolt, other_party.\n"
                  "actor buyer: party presumed Acme.\n"
                  "choice site: (a, b, c).\nchoice plan: (p, q).\n"
                  "fact stage: (x, y).\nfact green: yes/no.\n"
                  "fact size: number in MW from %d to 6.\n"
                  "events e unknown, f unknown.\n",
                  chance(run, 25) ? -3 : 0);
    term(run, "t", &out);
    term(run, "u", &out);
    strbuf_printf(&out, "agreement Alpha between Acme and Bolt in force from 2026-01-21%s%s:\n",
                  chance(run, 20) ? " until f" : "", chance(run, 15) ? " while plan is p" : "");
    commitment(run, 1, &out);
    commitment(run, 2, &out);
    duty(run, 3, &out);
    duty(run, 4, &out);
    duty(run, 5, &out);
    if (chance(run, 30)) {
        strbuf_text(&out, "  clause 6: 1 and 3 do not apply where ");
        condition(run, 1, true, &out);
        strbuf_text(&out, ".\n");
    }
    if (chance(run, 25)) {
        strbuf_text(&out, "waiver W by Bolt of Alpha 1 in force from 2026-01-25 where ");
        condition(run, 1, true, &out);
        strbuf_text(&out, ".\n");
    }
    return strbuf_string(&out);
}

/* ---- random portfolios ------------------------------------------------------------------------ */

static void say_fact(struct run *run, struct strbuf *out, const char *name,
                     const char *const *values, size_t count)
{
    if (chance(run, 20))
        return;
    size_t one = below(run, count), other = below(run, count);
    strbuf_printf(out, "; %s = %s", name, values[one]);
    if (one != other && chance(run, 20))
        strbuf_printf(out, " | %s", values[other]);
}

static const char *random_box(struct run *run, const char *ledger)
{
    static const char *const buyers[] = {"Acme", "East", "West", "Bolt", "other_party"};
    static const char *const sites[] = {"a", "b", "c"}, *const stages[] = {"x", "y"};
    static const char *const plans[] = {"p", "q"}, *const greens[] = {"yes", "no"};
    struct strbuf out;
    strbuf_init(&out, &run->arena);
    strbuf_printf(&out, "date = 2026-01-%zu", 20 + below(run, 9));
    if (chance(run, 75))
        strbuf_printf(&out, "; buyer = %s", buyers[below(run, 5) * (chance(run, 60) ? 0 : 1)]);
    say_fact(run, &out, "site", sites, 3);
    say_fact(run, &out, "plan", plans, 2);
    say_fact(run, &out, "stage", stages, 2);
    say_fact(run, &out, "green", greens, 2);
    if (chance(run, 85)) {
        size_t low = below(run, 7), high = chance(run, 50) ? low : low + below(run, 7 - low);
        strbuf_printf(&out, "; size = %zu .. %zu", low, high);
        if (chance(run, 20) && high < 5)
            strbuf_text(&out, " | 6");
    }
    strbuf_text(&out, ledger);
    return strbuf_string(&out);
}

static const char *random_ledger(struct run *run)
{
    struct strbuf out;
    strbuf_init(&out, &run->arena);
    if (chance(run, 45))
        strbuf_printf(&out, "; e = 2026-01-%zu", 18 + below(run, 10));
    else if (chance(run, 20))
        strbuf_text(&out, "; e = never");
    if (chance(run, 60))
        strbuf_printf(&out, "; f = %s", chance(run, 50) ? "never" : "2026-01-24");
    return strbuf_string(&out);
}

/* ---- all worlds --------------------------------------------------------------------------------- */

static bool shared(const struct vocab_var *var)
{
    return var->role == VAR_ROLE_READING || var->role == VAR_ROLE_LEDGER;
}

static struct interval interval_of(const struct value_set *set, uint32_t i)
{
    return i ? set->more[i - 1] : set->first;
}

static bool allows(const struct value_set *set, int64_t value)
{
    for (uint32_t i = 0; i <= set->more_count; i++)
        if (value >= interval_of(set, i).low && value <= interval_of(set, i).high)
            return true;
    return false;
}

struct values {
    VEC(int64_t) list;
};

/* Every value of a small set; of an event that is open, every day that conditions could tell
 * apart on the days of the portfolio, one long before, and never. */
static void all_values(struct run *run, const struct value_set *set, bool event,
                       struct values *out)
{
    if (!event || (!set->more_count && set->first.low == set->first.high)) {
        for (uint32_t i = 0; i <= set->more_count; i++) {
            struct interval values = interval_of(set, i); /* its end may be DATE_NEVER */
            VEC_PUSH(&run->arena, &out->list, values.low);
            for (int64_t v = values.low; v < values.high; v++)
                VEC_PUSH(&run->arena, &out->list, v + 1);
        }
        return;
    }
    int64_t first;
    date_parse("2026-01-12", 10, &first);
    for (int64_t day = first; day <= first + 17; day++)
        VEC_PUSH(&run->arena, &out->list, day);
    VEC_PUSH(&run->arena, &out->list, DATE_NEVER);
}

/* A walk through the combinations of some variables of a world. */
struct walk {
    uint32_t vars[16];
    struct values values[16];
    size_t at[16], count;
};

static void add_var(struct run *run, struct walk *walk, uint32_t var, const struct value_set *set)
{
    walk->vars[walk->count] = var;
    walk->values[walk->count] = (struct values){0};
    all_values(run, set, run->model->vocab.vars[var].kind == VAR_EVENT,
               &walk->values[walk->count]);
    walk->at[walk->count++] = 0;
}

static void set_world(const struct walk *walk, int64_t *world)
{
    for (size_t i = 0; i < walk->count; i++)
        world[walk->vars[i]] = walk->values[i].list.items[walk->at[i]];
}

static bool next(struct walk *walk)
{
    for (size_t i = walk->count; i-- > 0;) {
        if (++walk->at[i] < walk->values[i].list.count)
            return true;
        walk->at[i] = 0;
    }
    return false;
}

static size_t size_of(const struct walk *walk)
{
    size_t size = 1;
    for (size_t i = 0; i < walk->count; i++)
        size *= walk->values[i].list.count;
    return size;
}

/* The sums that the placements can reach under the shared values of the world. */
static void reach_sums(struct run *run, uint32_t norm, struct walk *own, int64_t *world,
                       bool *reached)
{
    const struct model_norm *n = &run->model->norms.items[norm];
    bool more[REACH];
    memset(reached, 0, REACH);
    reached[REACH / 2] = true;
    for (size_t p = 0; p < run->count; p++) {
        bool amounts[64] = {false};
        memset(more, 0, sizeof more);
        do {
            set_world(&own[p], world);
            bool counts = world[VOCAB_DATE] <= n->by && oracle_applies(run->model, norm, world);
            amounts[32 + (counts ? world[n->amount_var] : 0)] = true;
        } while (next(&own[p]));
        for (int amount = 0; amount < 64; amount++)
            for (int sum = 0; amounts[amount] && sum < REACH; sum++)
                if (reached[sum])
                    more[sum + amount - 32] = true;
        memcpy(reached, more, sizeof more);
    }
}

/* What is known of one reading vector, or of all. */
struct outcome {
    bool met, missed;
    int64_t low, high;
};

static void widen(struct outcome *o, const bool *reached, const struct model_norm *n)
{
    for (int sum = 0; sum < REACH; sum++) {
        int64_t value = sum - REACH / 2;
        if (!reached[sum])
            continue;
        bool meets = n->at_most ? value <= n->amount : value >= n->amount;
        o->met = o->met || meets;
        o->missed = o->missed || !meets;
        o->low = value < o->low ? value : o->low;
        o->high = value > o->high ? value : o->high;
    }
}

static void join(struct outcome *o, const struct outcome *by)
{
    o->met = o->met || by->met;
    o->missed = o->missed || by->missed;
    o->low = by->low < o->low ? by->low : o->low;
    o->high = by->high > o->high ? by->high : o->high;
}

static const struct outcome nothing = {false, false, INT64_MAX, INT64_MIN};

static enum portfolio_status status_of(const struct outcome *o)
{
    return o->met && o->missed ? PORTFOLIO_UNDETERMINED
           : o->met            ? PORTFOLIO_MET
                               : PORTFOLIO_MISSED;
}

/* ---- commitments ---------------------------------------------------------------------------------- */

static bool same_sum(const struct portfolio_sum *sum, const struct outcome *o)
{
    return sum->low == o->low && sum->high == o->high;
}

/* The row of a reading vector: terms that do not matter may have any reading. */
static const struct portfolio_reading *row_of(const struct run *run,
                                              const struct portfolio_commitment *c,
                                              const int64_t *world)
{
    for (size_t r = 0; r < c->reading_count; r++) {
        bool same = true;
        for (size_t t = 0; t < c->term_count; t++) {
            uint32_t var = run->model->vocab.terms[c->terms[t]].var;
            same = same && c->readings[r].readings[t] == world[var];
        }
        if (same)
            return &c->readings[r];
    }
    return NULL;
}

static void check_vector(struct run *run, const struct portfolio_commitment *c,
                         const struct outcome *o, const int64_t *world)
{
    const struct portfolio_reading *row = row_of(run, c, world);
    if (!c->reading_count)
        return;
    if (!row)
        fail_run(run, "norm %u: no row for some reading", c->norm);
    else if (row->status != status_of(o) || !same_sum(&row->sum, o))
        fail_run(run, "norm %u: a row says status %d, %lld to %lld; worlds say %d, %lld to %lld",
                 c->norm, (int)row->status, (long long)row->sum.low, (long long)row->sum.high,
                 (int)status_of(o), (long long)o->low, (long long)o->high);
}

static void check_commitment(struct run *run, const struct portfolio_commitment *c)
{
    const struct vocab *vocab = &run->model->vocab;
    const struct model_norm *n = &run->model->norms.items[c->norm];
    struct walk readings = {0}, events = {0}, own[PLACEMENTS] = {0};
    size_t work = 0;
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        if (shared(&vocab->vars[v]))
            add_var(run, vocab->vars[v].kind == VAR_READING ? &readings : &events, v,
                    &run->sets[0][v]);
        for (size_t p = 0; p < run->count && !shared(&vocab->vars[v]); p++)
            add_var(run, &own[p], v, &run->sets[p][v]);
    }
    for (size_t p = 0; p < run->count; p++)
        work += size_of(&own[p]);
    if (work * size_of(&readings) * size_of(&events) > WORK_LIMIT) {
        run->tally->skipped++;
        return;
    }
    int64_t *world = ARENA_ARRAY(&run->arena, int64_t, vocab->var_count);
    struct outcome all = nothing;
    bool undetermined = false, met = false, missed = false;
    do {
        struct outcome vector = nothing;
        set_world(&readings, world);
        do {
            bool reached[REACH];
            struct outcome one = nothing;
            set_world(&events, world);
            reach_sums(run, c->norm, own, world, reached);
            widen(&one, reached, n);
            join(&vector, &one);
        } while (next(&events));
        check_vector(run, c, &vector, world);
        undetermined = undetermined || (vector.met && vector.missed);
        met = met || vector.met;
        missed = missed || vector.missed;
        join(&all, &vector);
    } while (next(&readings));
    enum portfolio_status status = undetermined    ? PORTFOLIO_UNDETERMINED
                                   : met && missed ? PORTFOLIO_DISPUTED
                                   : met           ? PORTFOLIO_MET
                                                   : PORTFOLIO_MISSED;
    run->tally->commitments++;
    run->tally->statuses[status]++;
    if (c->unresolved)
        fail_run(run, "norm %u: a budget ran out", c->norm);
    if (c->status != status || !same_sum(&c->sum, &all))
        fail_run(run, "norm %u: status %d, %lld to %lld; worlds say %d, %lld to %lld", c->norm,
                 (int)c->status, (long long)c->sum.low, (long long)c->sum.high, (int)status,
                 (long long)all.low, (long long)all.high);
    if (c->rows.count + c->late + c->outside != run->count)
        fail_run(run, "norm %u: %zu count, %zu late, %zu outside", c->norm, c->rows.count,
                 c->late, c->outside);
}

static void check_portfolio(struct run *run)
{
    struct portfolio *portfolio =
        portfolio_new(&run->arena, run->engine.table, run->engine.evaluator);
    struct portfolio_place place = {"d", "d.yaml", "", 1};
    for (size_t p = 0; p < run->count; p++)
        portfolio_add(portfolio, &place, run->sets[p], &run->scratch);
    portfolio_close(portfolio);
    run->tally->portfolios++;
    for (size_t i = 0; i < portfolio->commitment_count; i++)
        check_commitment(run, &portfolio->commitments[i]);
}

/* ---- duties ------------------------------------------------------------------------------------------ */

static enum oracle_duty_status as_oracle(enum eval_status status)
{
    static const enum oracle_duty_status of[] = {
        [DUTY_NOT_DUE] = ORACLE_NO_DUTY,
        [DUTY_DISPUTED] = ORACLE_DUTY_DISPUTED,
        [DUTY_UNDETERMINED] = ORACLE_DUTY_UNDETERMINED,
        [DUTY_DUE] = ORACLE_DUTY_DUE,
    };
    return of[status];
}

/* Statuses by norm; NULL when there are too many worlds. */
static const enum oracle_duty_status *oracle_duties(struct run *run, const struct value_set *sets)
{
    struct oracle_result result;
    struct oracle_options options = {5000, ORACLE_PICK_LOW};
    size_t size = run->model->norms.count * sizeof *result.duties;
    enum oracle_duty_status *out = arena_alloc(&run->arena, size);
    struct arena_mark mark = arena_mark(&run->arena);
    oracle_box(run->oracle, &run->arena, sets, &options, &result);
    bool usable = !result.too_many && !result.cycle;
    if (usable)
        memcpy(out, result.duties, size);
    arena_rewind(&run->arena, mark);
    return usable ? out : NULL;
}

static struct value_set *with(struct run *run, const struct value_set *sets, uint32_t var,
                              int64_t value)
{
    struct value_set *copy =
        arena_copy(&run->arena, sets, run->model->vocab.var_count * sizeof *sets);
    copy[var] = (struct value_set){.first = {value, value}, .origin = VALUE_GIVEN};
    return copy;
}

static void check_duty(struct run *run, const struct value_set *sets, const struct owed_duty *d)
{
    for (size_t i = 0; i < d->fact_count; i++)
        for (size_t k = 0; k < d->facts[i].settle_count; k++) {
            const struct owed_settles *s = &d->facts[i].settles[k];
            const enum oracle_duty_status *then =
                oracle_duties(run, with(run, sets, d->facts[i].var, s->values.low));
            if (then && then[d->norm] != as_oracle(s->status))
                fail_run(run, "norm %u: a value of variable %u does not settle it so", d->norm,
                         d->facts[i].var);
        }
    for (size_t r = 0; r < d->reading_count; r++) {
        struct value_set *fixed = with(run, sets, VOCAB_DATE, sets[VOCAB_DATE].first.low);
        for (size_t t = 0; t < d->term_count; t++)
            fixed = with(run, fixed, run->model->vocab.terms[d->terms[t]].var,
                         d->readings[r].readings[t]);
        const enum oracle_duty_status *then = oracle_duties(run, fixed);
        if (then && then[d->norm] != as_oracle(d->readings[r].status))
            fail_run(run, "norm %u: a reading's row is wrong", d->norm);
    }
    if (d->status == DUTY_UNDETERMINED && d->fact_count == 0)
        fail_run(run, "norm %u: undetermined, but no fact matters", d->norm);
    if (d->status == DUTY_DISPUTED && d->term_count == 0
        && !run->model->norms.items[d->norm].if_in_breach)
        fail_run(run, "norm %u: disputed, but no term matters", d->norm);
}

static bool has_value(const struct owed_change *change, int64_t value)
{
    for (size_t i = 0; i < change->value_count; i++)
        if (value >= change->values[i].low && value <= change->values[i].high)
            return true;
    return false;
}

static bool owed_to_actor(const struct run *run, const struct value_set *sets, uint32_t norm)
{
    const struct model_norm *n = &run->model->norms.items[norm];
    for (size_t i = 0; i < n->creditor_count; i++) {
        const struct vocab_node *node = &run->model->vocab.nodes[n->creditors[i]];
        for (uint32_t leaf = 0; leaf < node->leaf_count; leaf++)
            if (allows(&sets[run->model->vocab.actor], node->first_leaf + leaf))
                return true;
    }
    return false;
}

/* A placement with what both sides say of its duties. */
struct placed {
    const struct value_set *sets;
    const bool *standing;
    const struct owed *owed;
    const enum oracle_duty_status *duties;
};

/* One value of one choice: each duty that changes is listed with what it becomes, no other. */
static void check_change(struct run *run, const struct placed *placed, uint32_t var, int64_t value)
{
    const struct value_set *sets = placed->sets;
    const enum oracle_duty_status *now = placed->duties;
    const struct owed *owed = placed->owed;
    const enum oracle_duty_status *then = oracle_duties(run, with(run, sets, var, value));
    for (uint32_t n = 0; then && n < run->model->norms.count; n++) {
        if (run->model->norms.items[n].form != FORM_OWES || placed->standing[n])
            continue;
        bool lost = now[n] == ORACLE_DUTY_DUE && then[n] != ORACLE_DUTY_DUE;
        bool added = now[n] == ORACLE_NO_DUTY && then[n] != ORACLE_NO_DUTY;
        size_t listed = 0;
        for (size_t i = 0; i < owed->change_count; i++) {
            const struct owed_change *c = &owed->changes[i];
            if (c->norm != n || c->var != var || !has_value(c, value))
                continue;
            enum owed_change_kind kind = added                            ? OWED_ADDED
                                         : owed_to_actor(run, sets, n) ? OWED_FORFEITED
                                                                       : OWED_ENDED;
            listed++;
            if (c->kind != kind || as_oracle(c->then) != then[n])
                fail_run(run, "norm %u: the change with variable %u at %lld is told wrongly", n,
                         var, (long long)value);
        }
        run->tally->changes += lost || added;
        if (listed != (size_t)(lost || added))
            fail_run(run, "norm %u: %zu changes with variable %u at %lld", n, listed, var,
                     (long long)value);
    }
}

static void check_owed(struct run *run, const bool *standing, const struct value_set *sets)
{
    struct owed_asker asker = {run->engine.table, run->engine.evaluator, standing, &run->arena};
    const struct vocab *vocab = &run->model->vocab;
    const enum oracle_duty_status *duties = oracle_duties(run, sets);
    struct owed owed;
    struct placed placed = {sets, standing, &owed, duties};
    if (!duties)
        return;
    owed_find(&asker, sets, &owed);
    size_t expected = 0;
    for (uint32_t n = 0; n < run->model->norms.count; n++)
        expected += run->model->norms.items[n].form == FORM_OWES && !standing[n]
                    && duties[n] != ORACLE_NO_DUTY;
    if (owed.duty_count != expected || owed.unresolved)
        fail_run(run, "%zu duties, worlds say %zu", owed.duty_count, expected);
    for (size_t i = 0; i < owed.duty_count; i++) {
        run->tally->duties++;
        if (as_oracle(owed.duties[i].status) != duties[owed.duties[i].norm])
            fail_run(run, "norm %u: status %d", owed.duties[i].norm, (int)owed.duties[i].status);
        check_duty(run, sets, &owed.duties[i]);
    }
    for (uint32_t v = 0; v < vocab->var_count; v++)
        for (int64_t value = 0;
             vocab->vars[v].role == VAR_ROLE_CHOICE && value < vocab->vars[v].leaf_count; value++)
            if (!allows(&sets[v], value))
                check_change(run, &placed, v, value);
}

/* Standing duties are the same whatever is deployed: with the placement's facts, and with the
 * bearer acting, each has the status that it has with any other facts. */
static void check_standing(struct run *run, const bool *standing, const struct value_set *sets)
{
    struct owed_asker asker = {run->engine.table, run->engine.evaluator, standing, &run->arena};
    for (uint32_t n = 0; n < run->model->norms.count; n++) {
        const struct model_norm *norm = &run->model->norms.items[n];
        struct owed_duty duty;
        bool unresolved = false;
        if (!standing[n])
            continue;
        int64_t leaf = run->model->vocab.nodes[norm->bearer].first_leaf;
        const struct value_set *as = with(run, sets, run->model->vocab.actor, leaf);
        const enum oracle_duty_status *here = oracle_duties(run, as);
        owed_judge(&asker, as, n, &duty, &unresolved);
        if (here && (unresolved || here[n] != as_oracle(duty.status)))
            fail_run(run, "standing norm %u: status %d", n, (int)duty.status);
        for (uint32_t v = 0; v < run->model->vocab.var_count; v++) {
            uint32_t role = run->model->vocab.vars[v].role;
            if ((role == VAR_ROLE_FACT || role == VAR_ROLE_CHOICE)
                && eval_duty_matters(run->engine.evaluator, as, n, v, &unresolved))
                fail_run(run, "standing norm %u turns on variable %u", n, v);
        }
    }
}

/* ---- runs ----------------------------------------------------------------------------------------------- */

static struct table_layout layout_of(uint64_t seed)
{
    struct table_layout layout = table_layout_default();
    if (seed % 2 == 0)
        return layout;
    layout.small_cells = 2;
    layout.rows_worth_it = 1;
    layout.pivot_share = 1;
    layout.pivot_cells = 3;
    layout.lane_limit = 1 + (uint32_t)(seed / 2 % 4);
    return layout;
}

static void check_boxes(struct run *run)
{
    const char *ledger = random_ledger(run), *error = NULL;
    const bool *standing = owed_standing(&run->arena, run->engine.table);
    run->count = below(run, PLACEMENTS + 1);
    for (size_t p = 0; p < run->count; p++)
        run->boxes[p] = "";
    for (size_t p = 0; p < run->count; p++) {
        run->boxes[p] = random_box(run, ledger);
        run->sets[p] = case_box(&run->arena, &run->model->vocab, run->boxes[p], &error);
        if (!run->sets[p]) {
            fail_run(run, "%s", error);
            return;
        }
        struct arena_mark mark = arena_mark(&run->arena);
        check_owed(run, standing, run->sets[p]);
        check_standing(run, standing, run->sets[p]);
        arena_rewind(&run->arena, mark);
    }
    if (run->count)
        check_portfolio(run);
}

static void check_policy(struct run *run)
{
    struct case_policy checked;
    struct table_layout layout = layout_of(run->seed);
    run->policy = random_policy(run);
    case_read(&run->arena, run->policy, &checked);
    run->tally->policies++;
    if (checked.errors) {
        run->tally->refused++;
        return;
    }
    engine_new(&run->arena, checked.model, checked.diags, &layout, &run->engine);
    if (!run->engine.table) {
        fail_run(run, "no table: %s", run->engine.message ? run->engine.message : "refused");
        return;
    }
    run->model = checked.model;
    run->oracle = oracle_new(&run->arena, checked.model);
    for (int i = 0; i < 3 && !run->failure; i++)
        check_boxes(run);
    engine_free(&run->engine);
}

static void release(void *argument)
{
    struct run *run = argument;
    arena_free(&run->scratch);
    arena_free(&run->arena);
}

static void job(void *argument)
{
    struct run *run = argument;
    arena_init(&run->arena, &run->guard);
    arena_init(&run->scratch, &run->guard);
    struct cleanup cleanup = {release, run, NULL};
    guard_register(&run->guard, &cleanup);
    check_policy(run);
    guard_forget(&run->guard, &cleanup);
    release(run);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void duties_and_worlds_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t first = number_of("POLC_FIRST_SEED", 1);
    uint64_t seeds = number_of("POLC_SEEDS", getenv("POLC_LONG") ? LONG_SEEDS : SEEDS);
    for (uint64_t seed = first; seed < first + seeds; seed++) {
        struct run run = {.seed = seed, .state = seed * 77 + 5, .tally = &tally};
        enum fault fault = guard_run(&run.guard, heap_default(), job, &run);
        if (fault != FAULT_NONE)
            fail_msg("seed %llu: fault %d", (unsigned long long)seed, (int)fault);
        if (run.failure) { /* longer than what a message of the framework holds */
            fputs(run.failure, stderr);
            free(run.failure);
            fail();
        }
    }
    printf("%zu policies, %zu refused, %zu portfolios, %zu commitments (%zu met, %zu missed, "
           "%zu disputed, %zu undetermined), %zu skipped, %zu duties, %zu changes\n",
           tally.policies, tally.refused, tally.portfolios, tally.commitments,
           tally.statuses[PORTFOLIO_MET], tally.statuses[PORTFOLIO_MISSED],
           tally.statuses[PORTFOLIO_DISPUTED], tally.statuses[PORTFOLIO_UNDETERMINED],
           tally.skipped, tally.duties, tally.changes);
    for (size_t i = 0; i < 4; i++)
        assert_true(seeds < 1000 || tally.statuses[i] > 20);
    assert_true(tally.refused * 2 < tally.policies + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(duties_and_worlds_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
