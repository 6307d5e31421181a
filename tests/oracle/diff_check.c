/* diff_check.c: one world held against the differences found, for test_diff: the interpreter says
 * what each policy says there under all its readings, and the world must be in the regions, lists
 * and duties that follow from that, and in no other. */
#include "diff_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define VECTORS 64

void diff_run_fail(struct run *run, const char *why)
{
    const struct side *s = &run->sides[1];
    struct strbuf out;
    strbuf_init(&out, run->arena);
    strbuf_printf(&out, "%s\n--- old\n%s\n--- new\n%s\n", why, run->text[0], run->text[1]);
    for (uint32_t v = 0; s->world && v < s->vocab->var_count; v++) {
        const struct vocab_var *var = &s->vocab->vars[v];
        char day[DATE_TEXT] = "";
        if (var->kind == VAR_DATE_OF_CASE || var->kind == VAR_EVENT || var->kind == VAR_DAY)
            date_format(s->world[v], day);
        strbuf_printf(&out, "%s = %lld %s %s\n", vocab_string(s->vocab, var->name),
                      (long long)s->world[v], day,
                      var->kind == VAR_LEAF
                          ? vocab_leaf_name(s->vocab, v, (uint32_t)s->world[v])
                          : "");
    }
    strbuf_printf(&out, "old says %u, new says %u; %zu regions", run->sides[0].verdict,
                  run->sides[1].verdict, run->diff ? run->diff->regions.count : 0);
    seeds_fail(run->of, "%s", strbuf_string(&out));
}
/* ---- what a policy says at a world ---------------------------------------------------------- */

static uint8_t said(uint8_t bits)
{
    return bits == 1 ? SAYS_NO : bits == 4 ? SAYS_YES : SAYS_MIXED;
}

static void add_reading(struct side *s)
{
    const struct model *model = s->oracle->model;
    oracle_evaluate(s->oracle, s->world, &s->point);
    s->verdict |= (uint8_t)(1u << s->point.verdict);
    s->basis = s->point.basis > s->basis ? s->point.basis : s->basis;
    uint8_t *effects = calloc(model->norms.count + 1, 2), *duties = effects + model->norms.count + 1;
    for (size_t n = 0; n < model->norms.count; n++) {
        const struct model_norm *norm = &model->norms.items[n];
        if (norm->sign != SIGN_DUTY && s->point.effective[n])
            effects[s->first[n]] = 1;
        if (norm->sign == SIGN_DUTY) {
            uint8_t *due = &duties[s->duty[n]], mine = (uint8_t)s->point.duties[n];
            if (norm->form == FORM_COMMITS)
                mine = s->point.effective[n] ? ORACLE_D_DUE : ORACLE_D_NOT_DUE;
            *due = mine > *due ? mine : *due;
        }
    }
    for (size_t n = 0; n < model->norms.count; n++) {
        s->effects[n] |= effects[n] ? 4 : 1;
        s->duties[n] |= (uint8_t)(1u << duties[n]);
    }
    free(effects);
}

/* All readings; false when there are too many. */
static bool say(struct side *s)
{
    const struct model *model = s->oracle->model;
    s->verdict = 0;
    s->basis = ORACLE_GRANTED;
    memset(s->effects, 0, model->norms.count + 1);
    memset(s->duties, 0, model->norms.count + 1);
    for (uint32_t v = 0; v < s->vocab->var_count; v++)
        if (s->vocab->vars[v].kind == VAR_READING)
            s->world[v] = 0;
    for (size_t guard = 0; guard < VECTORS; guard++) {
        add_reading(s);
        uint32_t v = 0;
        for (; v < s->vocab->var_count; v++) {
            if (s->vocab->vars[v].kind != VAR_READING)
                continue;
            if (++s->world[v] < s->vocab->vars[v].leaf_count)
                break;
            s->world[v] = 0;
        }
        if (v == s->vocab->var_count)
            return true;
    }
    return false;
}
/* ---- regions ----------------------------------------------------------------------------------- */

static bool holds(const struct run *run, enum diff_side side, uint32_t column)
{
    const struct side *s = &run->sides[side];
    const struct table_column *c = &s->engine.table->columns[column];
    int64_t since;
    bool comes = date_sum(s->world[c->var], c->count, (enum date_unit)c->unit, &since);
    int64_t date = s->world[VOCAB_DATE];
    if (s->world[c->var] == DATE_NEVER)
        return false;
    int64_t last = date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
    assert_true((s->world[c->var] <= last) == (comes && (c->past ? date > since : date >= since))
                || since <= DATE_FIRST);
    return s->world[c->var] <= last;
}

static bool in_run(const struct run *run, const struct diff_run *r)
{
    return (r->since == IR_NONE || holds(run, r->since_side, r->since))
           && (r->not_since == IR_NONE || !holds(run, r->not_since_side, r->not_since));
}

bool diff_run_contains(const struct run *run, const struct diff_region *region)
{
    for (size_t i = 0; i < region->part_count; i++) {
        const struct diff_part *part = &region->parts[i];
        bool in = false;
        for (size_t k = 0; k < part->run_count && !in; k++)
            in = in_run(run, &part->runs[k]);
        if (part->run_count == 0)
            in = value_set_has(&part->values, run->sides[part->side].world[part->var]);
        if (!in)
            return false;
    }
    return true;
}

/* In which regions, as bits, for messages. */
static int places(const struct run *run, const struct diff_regions *regions)
{
    int bits = 0;
    for (size_t i = 0; i < regions->count && i < 30; i++)
        bits |= diff_run_contains(run, &regions->items[i]) << i;
    return bits;
}

/* In one region with this difference, or in none; where a region stands for many pieces, in
 * one of those with it. Where something is open, a difference may be in none. */
static bool covered(const struct run *run, const struct diff_regions *regions, uint8_t was,
                    uint8_t now, bool compared)
{
    size_t in = 0, partly = 0;
    bool right = true;
    for (size_t i = 0; i < regions->count; i++) {
        const struct diff_region *r = &regions->items[i];
        if (!diff_run_contains(run, r))
            continue;
        bool same = r->was == was && r->now == now;
        partly += r->partly && same;
        in += !r->partly;
        right = right && (same || r->partly);
    }
    bool told = in == 1 || (in == 0 && (partly || regions->open));
    return right && (compared && was != now ? told : in == 0);
}
/* ---- one world ------------------------------------------------------------------------------------ */

/* Of all sentences of a clause with the bearer and holders of the first of them. */
static uint8_t effect(const struct side *s, uint32_t first)
{
    return first == IR_NONE ? SAYS_NO : said(s->effects[first]);
}

static const struct table_norm *norm_of(const struct side *s, uint32_t norm)
{
    return &s->engine.table->norms[norm];
}

static const char *node_name(const struct side *s, uint32_t node)
{
    return vocab_string(s->vocab, s->vocab->nodes[node].name);
}

static bool holds_for(const struct side *s, uint32_t norm, const char *holder)
{
    for (uint32_t i = 0; i < norm_of(s, norm)->holder_count; i++)
        if (strcmp(node_name(s, s->engine.table->ids[norm_of(s, norm)->first_holder + i]), holder) == 0)
            return true;
    return false;
}

/* Have they one sign, bearer and holders? */
static bool same_parties(const struct side *s, uint32_t n, const struct side *t, uint32_t m)
{
    const struct table_norm *x = norm_of(s, n), *y = norm_of(t, m);
    bool same = x->sign == y->sign && x->holder_count == y->holder_count
                && strcmp(node_name(s, x->bearer), node_name(t, y->bearer)) == 0;
    for (uint32_t i = 0; same && i < x->holder_count; i++)
        same = holds_for(t, m, node_name(s, s->engine.table->ids[x->first_holder + i]));
    return same;
}

static bool owed_to(const struct side *s, const struct table_duty *duty, const char *creditor)
{
    for (uint32_t i = 0; i < duty->creditor_count; i++)
        if (strcmp(node_name(s, s->engine.table->ids[duty->first_creditor + i]), creditor) == 0)
            return true;
    return false;
}

/* Have they one sign, the same parties, words and time? Each commitment is a sum of its own. */
static bool same_duty(const struct side *s, uint32_t n, const struct side *t, uint32_t m)
{
    const struct table_duty *x = table_duty(s->engine.table, n), *y = table_duty(t->engine.table, m);
    bool same = same_parties(s, n, t, m) && norm_of(s, n)->sign == SIGN_DUTY
                && norm_of(s, n)->form != FORM_COMMITS && norm_of(t, m)->form != FORM_COMMITS
                && strcmp(table_text(s->engine.table, x->what), table_text(t->engine.table, y->what)) == 0
                && (norm_of(s, n)->flags & NORM_WITHIN) == (norm_of(t, m)->flags & NORM_WITHIN)
                && x->within == y->within && x->within_unit == y->within_unit
                && x->creditor_count == y->creditor_count;
    for (uint32_t i = 0; same && i < x->creditor_count; i++)
        same = owed_to(t, y, node_name(s, s->engine.table->ids[x->first_creditor + i]));
    return same;
}

void diff_run_firsts(struct side *s)
{
    for (uint32_t n = 0; n < s->engine.table->norms_count; n++) {
        s->first[n] = s->duty[n] = n;
        for (uint32_t m = n; m-- > 0;) {
            if (norm_of(s, m)->clause != norm_of(s, n)->clause)
                continue;
            s->first[n] = same_parties(s, m, s, n) ? m : s->first[n];
            s->duty[n] = same_duty(s, m, s, n) ? m : s->duty[n];
        }
    }
}

/* The first of a clause with this sign; with the parties of `of`, unless that is IR_NONE. */
static uint32_t first_of(const struct side *s, uint32_t clause, enum norm_sign sign,
                         const struct side *other, uint32_t of)
{
    for (uint32_t n = 0; clause != IR_NONE && n < s->engine.table->norms_count; n++)
        if (norm_of(s, n)->clause == clause && norm_of(s, n)->sign == sign
            && (of == IR_NONE || same_parties(s, n, other, of)))
            return n;
    return IR_NONE;
}

static const char *check_clauses(struct run *run, uint8_t was, uint8_t now)
{
    const struct diff *d = run->diff;
    for (size_t i = 0; i < d->clauses.count; i++) {
        const struct diff_change *c = &d->clauses.items[i];
        bool apart = c->party[0] != IR_NONE || c->party[1] != IR_NONE;
        uint8_t says[2];
        for (int side = 0; side < 2; side++) {
            const struct side *s = &run->sides[side];
            uint32_t first = apart ? c->party[side] : first_of(s, c->id[side], c->sign, NULL, IR_NONE);
            says[side] = effect(s, first == IR_NONE ? IR_NONE : s->first[first]);
        }
        if (!covered(run, &c->regions, says[0], says[1], was == now))
            return "the regions of a clause are wrong";
    }
    return NULL;
}

static const char *title(const struct side *s, uint32_t clause)
{
    return table_text(s->engine.table, s->engine.table->clauses[clause].title);
}

/* Is the clause listed, for all or with the parties of this norm? */
static bool clause_listed(const struct run *run, int side, uint32_t norm)
{
    const struct side *s = &run->sides[side];
    for (size_t i = 0; i < run->diff->clauses.count; i++) {
        const struct diff_change *c = &run->diff->clauses.items[i];
        if (c->id[side] != norm_of(s, norm)->clause || c->sign != norm_of(s, norm)->sign)
            continue;
        if (c->party[0] == IR_NONE && c->party[1] == IR_NONE)
            return true;
        if (c->party[side] != IR_NONE && same_parties(s, c->party[side], s, norm))
            return true;
    }
    return false;
}

/* The clause of the old policy that a new one is compared with. */
static uint32_t clause_before(const struct run *run, uint32_t clause)
{
    const struct side *old = &run->sides[0], *new = &run->sides[1];
    for (size_t i = 0; i < run->diff->renamed.count; i++)
        if (run->diff->renamed.items[i].clause[1] == clause)
            return run->diff->renamed.items[i].clause[0];
    for (uint32_t o = 0; o < old->engine.table->clauses_count; o++)
        if (strcmp(title(old, o), title(new, clause)) == 0)
            return o;
    return IR_NONE;
}

/* A clause that is not listed has the same effect, for the same parties, in the clause of its title. */
static const char *check_others(struct run *run)
{
    const struct side *s = run->sides;
    for (uint32_t c = 0; c < s[1].engine.table->clauses_count; c++) {
        uint32_t clause[2] = {clause_before(run, c), c};
        for (int side = 0; side < 2; side++)
            for (uint32_t n = 0; n < s[side].engine.table->norms_count; n++) {
                if (norm_of(&s[side], n)->clause != clause[side] || s[side].first[n] != n
                    || norm_of(&s[side], n)->sign == SIGN_DUTY || clause_listed(run, side, n))
                    continue;
                const struct side *beside = &s[1 - side];
                uint32_t other = first_of(beside, clause[1 - side],
                                          (enum norm_sign)norm_of(&s[side], n)->sign, &s[side], n);
                if (effect(&s[side], n) != effect(beside, other))
                    return "a clause that changed is not listed";
            }
    }
    return NULL;
}

/* Is the duty of a norm listed? */
static bool duty_listed(const struct run *run, int side, uint32_t norm)
{
    const struct side *s = &run->sides[side];
    for (size_t i = 0; i < run->diff->duties.count; i++) {
        uint32_t id = run->diff->duties.items[i].id[side];
        if (id != IR_NONE && s->duty[id] == s->duty[norm])
            return true;
    }
    return false;
}

static uint8_t due(const struct side *s, uint32_t norm)
{
    return norm == IR_NONE ? SAYS_NO : said(s->duties[s->duty[norm]]);
}

/* The clause with which one of this side is compared. */
static uint32_t clause_beside(const struct run *run, int side, uint32_t clause)
{
    if (side == 1)
        return clause_before(run, clause);
    for (uint32_t c = 0; c < run->sides[1].engine.table->clauses_count; c++)
        if (clause_before(run, c) == clause)
            return c;
    return IR_NONE;
}

/* The same duty in the other policy. */
static uint32_t duty_beside(const struct run *run, int side, uint32_t norm)
{
    const struct side *s = &run->sides[side], *other = &run->sides[1 - side];
    uint32_t clause = clause_beside(run, side, norm_of(s, norm)->clause);
    for (uint32_t m = 0; clause != IR_NONE && m < other->engine.table->norms_count; m++)
        if (norm_of(other, m)->clause == clause && same_duty(s, norm, other, m))
            return m;
    return IR_NONE;
}

/* Those that are not listed: a duty is owed in the same worlds, of commitments as many hold. */
static const char *check_other_duties(struct run *run)
{
    const struct side *s = run->sides;
    size_t left[2][8] = {{0}};
    for (int side = 0; side < 2; side++)
        for (uint32_t n = 0; n < s[side].engine.table->norms_count; n++) {
            if (norm_of(&s[side], n)->sign != SIGN_DUTY || duty_listed(run, side, n))
                continue;
            if (norm_of(&s[side], n)->form == FORM_COMMITS)
                left[side][due(&s[side], n)]++;
            else if (due(&s[side], n) != due(&s[1 - side], duty_beside(run, side, n)))
                return "a duty that changed is not listed";
        }
    if (left[0][SAYS_YES] != left[1][SAYS_YES] || left[0][SAYS_MIXED] != left[1][SAYS_MIXED])
        return "a commitment that changed is not listed";
    return NULL;
}

static const char *check_duties(struct run *run)
{
    const struct diff *d = run->diff;
    for (size_t i = 0; i < d->duties.count; i++) {
        const struct diff_change *c = &d->duties.items[i];
        uint8_t was = due(&run->sides[0], c->id[0]), now = due(&run->sides[1], c->id[1]);
        if (!covered(run, &c->regions, was, now, true))
            return arena_printf(run->arena, "the regions of a duty are wrong: %d to %d in %d of %zu",
                                was, now, places(run, &c->regions), c->regions.count);
    }
    return check_other_duties(run);
}

bool diff_run_check(struct run *run)
{
    struct side *s = run->sides;
    run->tally->worlds++;
    if (!say(&s[0]) || !say(&s[1]))
        return true;
    uint8_t was = said(s[0].verdict), now = said(s[1].verdict);
    run->tally->different += was != now;
    const char *why = NULL;
    if (!covered(run, &run->diff->regions, was, now, true))
        why = was == now ? "a region where nothing differs" : "a difference without its region";
    for (size_t i = 0; !why && i < run->diff->regions.count; i++)
        if (diff_run_contains(run, &run->diff->regions.items[i]))
            why = diff_run_reasons(run, &run->diff->regions.items[i]);
    if (!why)
        why = check_clauses(run, was, now);
    if (!why && was == now)
        why = check_others(run);
    if (!why)
        why = check_duties(run);
    if (why)
        diff_run_fail(run, why);
    return why == NULL;
}

/* A region that stands for many pieces holds its witness, and both policies say there what the
 * region says. */
bool diff_run_partly(struct run *run, const struct diff_region *r)
{
    struct side *s = run->sides;
    if (!r->partly)
        return true;
    run->tally->partly++;
    for (int at = 0; at < 2; at++)
        for (uint32_t v = 0; v < s[at].vocab->var_count; v++)
            s[at].world[v] = r->witness[at].values[v];
    if (!diff_run_contains(run, r))
        diff_run_fail(run, "a witness outside of its region");
    else if (say(&s[0]) && say(&s[1])
             && (said(s[0].verdict) != r->was || said(s[1].verdict) != r->now))
        diff_run_fail(run, "a witness of a kind of difference that is not there");
    return run->of->failure == NULL;
}
