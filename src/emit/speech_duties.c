/* speech_duties.c: what is owed, may be owed, and why something is not.
 *
 *   Duties due: …        May be due: … what is open        Whether due is disputed: …
 *   No longer: …: ended on 2026-05-01, since jca_terminated has occurred (2026-05-01)
 *   Not yet: … because ipo has not occurred
 *   Not due: …: waived by W1; … because stage = research, not ga
 *
 * Of the duties that are not due only those are told that one thing keeps from being due: the
 * day, a waiver or another clause, one event, one fact.
 */
#include "emit/case_duties.h"

#include <string.h>

#define DUTIES_EXAMINED 64
#define DUTIES_SHOWN 3 /* under each heading for what is not due */
#define BREACHES_NAMED 3

/* ---- breaches ---------------------------------------------------------------------------- */

static bool is_contested(const struct speech *speech, uint32_t clause)
{
    for (size_t i = 0; i < speech->result->clause_count; i++) {
        const struct eval_clause *c = &speech->result->clauses[i];
        if (c->sign == SIGN_PROHIBIT && c->clause == clause)
            return c->contested;
    }
    return false;
}

/* Why it is open whether a prohibition is breached. */
static void say_open_breach(const struct speech *speech, uint32_t norm, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    struct strbuf why = strbuf_new(speech->asker.arena);
    if (eval_node_met(asker->evaluator, asker->sets, norm) == TRUTH_MAYBE)
        reason_expr(asker, asker->table->nodes[norm].expr, ", ", &why);
    else
        speech_open(speech, norm, &why);
    if (is_contested(speech, speech->asker.table->norms[norm].clause))
        strbuf_printf(&why, "%sits holders also permit it", why.count ? "; " : "");
    if (why.count)
        strbuf_printf(out, " (%s)", strbuf_string(&why));
}

void speech_breach(const struct speech *speech, uint32_t norm, enum eval_truth least,
                   struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    const struct table_duty *duty = table_duty(asker->table, norm);
    size_t said = 0;
    uint32_t last = IR_NONE;
    for (uint32_t i = 0; i < duty->breach_count; i++) {
        uint32_t of = asker->table->ids[duty->first_breach + i];
        uint32_t clause = asker->table->norms[of].clause;
        if (clause == last || eval_norm_effective(asker->evaluator, asker->sets, of) < least)
            continue;
        if (said == BREACHES_NAMED) {
            strbuf_text(out, " and others");
            return;
        }
        strbuf_printf(out, "%s%s", said++ == 0 ? "" : least == TRUTH_YES ? " and " : " or ",
                      name_clause(asker->table, clause));
        if (least != TRUTH_YES)
            say_open_breach(speech, of, out);
        last = clause;
    }
}

/* ", for breach of JCA 3.1", ": if JCA 3.1 (host is not known) is breached". */
static void say_breach(const struct speech *speech, const struct eval_duty *duty,
                       struct strbuf *out)
{
    struct strbuf of = strbuf_new(speech->asker.arena);
    bool due = duty->status == DUTY_DUE;
    if (!(speech->asker.table->norms[duty->norm].flags & NORM_IN_BREACH))
        return;
    speech_breach(speech, duty->norm, due ? TRUTH_YES : TRUTH_MAYBE, &of);
    if (due && !of.count) /* breached in any case, but not the same clause everywhere */
        speech_breach(speech, duty->norm, TRUTH_MAYBE, &of);
    if (of.count)
        strbuf_printf(out, due ? ", for breach of %s" : ", if in breach of %s", strbuf_string(&of));
}

/* ---- due, or perhaps --------------------------------------------------------------------------- */

const char *speech_duty_title(enum eval_status status)
{
    switch (status) {
    case DUTY_DUE:
        return "Duties due: ";
    case DUTY_UNDETERMINED:
        return "May be due: ";
    case DUTY_DISPUTED:
        return "Whether due is disputed: ";
    case DUTY_NOT_DUE:
        return "Not due: ";
    }
    return "";
}

void speech_duty_why(const struct speech *speech, const struct eval_duty *duty, struct strbuf *out)
{
    struct strbuf breach = strbuf_new(speech->asker.arena), why = strbuf_new(speech->asker.arena);
    say_breach(speech, duty, &breach);
    strbuf_text(out, strbuf_string(&breach));
    if (duty->status != DUTY_DUE)
        speech_open(speech, duty->norm, &why);
    if (why.count && !strstr(strbuf_string(&breach), strbuf_string(&why)))
        strbuf_printf(out, ": %s", strbuf_string(&why));
}

static void say_duties(struct speech *speech, enum eval_status status, unsigned indent)
{
    struct strbuf text = strbuf_new(speech->asker.arena);
    size_t said = 0;
    for (size_t i = 0; i < speech->result->duty_count; i++) {
        const struct eval_duty *duty = &speech->result->duties[i];
        if (duty->status != status)
            continue;
        strbuf_text(&text, said++ ? "; " : speech_duty_title(status));
        name_duty(speech->asker.table, duty->norm, &text);
        speech_duty_why(speech, duty, &text);
    }
    if (!said)
        return;
    strbuf_char(&text, '.');
    layout_paragraph(&speech->layout, indent, indent + 2, strbuf_string(&text));
}

/* ---- not due ----------------------------------------------------------------------------------- */

static bool is_open(const struct value_set *set)
{
    return set->more_count || set->first.low != set->first.high;
}

/* The same box, where each event that has not happened might have, on any day so far. */
static struct asker with_events_open(const struct asker *asker)
{
    const struct vocab *vocab = &asker->table->vocab;
    struct asker open = *asker;
    struct value_set *sets =
        arena_copy(asker->arena, asker->sets, vocab->var_count * sizeof *sets);
    int64_t today = asker->sets[VOCAB_DATE].first.low;
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        bool event = vocab->vars[var].kind == VAR_EVENT;
        if (event && !is_open(&sets[var]) && sets[var].first.low == DATE_NEVER)
            sets[var].first = (struct interval){DATE_FIRST, today};
    }
    open.sets = sets;
    return open;
}

/* The one fact whose change alone could make a duty due, or VOCAB_NONE: of those that are
 * held to one value now, opened one at a time. */
static uint32_t only_obstacle(const struct speech *speech, uint32_t norm)
{
    const struct asker *asker = &speech->asker;
    const struct vocab *vocab = &asker->table->vocab;
    uint32_t found = VOCAB_NONE;
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        const struct vocab_var *v = &vocab->vars[var];
        bool fact = v->role == VAR_ROLE_FACT || v->role == VAR_ROLE_CHOICE
                    || v->role == VAR_ROLE_CONSENT || v->role == VAR_ROLE_LEDGER;
        if (is_open(&asker->sets[var]) || !fact || !v->mentioned)
            continue;
        struct interval domain = values_domain(asker->table, var);
        if (v->kind == VAR_EVENT) /* it might have happened on any day so far */
            domain.high = asker->sets[VOCAB_DATE].first.low;
        struct asker within = ask_within(asker, var, domain.low, domain.high);
        if (eval_node_hit(within.evaluator, within.sets, norm) == TRUTH_NO)
            continue;
        if (found != VOCAB_NONE)
            return VOCAB_NONE;
        found = var;
    }
    return found;
}

enum missing { MISSING_NOTHING, NO_LONGER, NOT_YET, NOT_DUE };

/* Of "A is not in force because B is not in force because e has occurred" the last: on whose
 * end the duty hangs is clear, or said where these agreements are told. */
static const char *end_of(const char *reason)
{
    static const char because[] = " is not in force because ";
    const char *at = reason;
    for (const char *next; (next = strstr(at, because)) != NULL; at = next + strlen(because))
        if (memchr(at, ',', (size_t)(next - at)) || memchr(at, ';', (size_t)(next - at)))
            return reason; /* there are other reasons */
    return at;
}

void speech_ended(const struct speech *speech, uint32_t expr, int64_t on, struct strbuf *out)
{
    char day[DATE_TEXT];
    struct strbuf why = strbuf_new(speech->asker.arena);
    struct asker then = ask_within(&speech->asker, VOCAB_DATE, on, on);
    date_format(on, day);
    strbuf_printf(out, ": ended on %s", day);
    reason_expr(&then, expr, ", ", &why);
    const char *text = end_of(strbuf_string(&why));
    if (*text && strncmp(text, "the date ", strlen("the date ")) != 0)
        strbuf_printf(out, ", since %s", text);
}

/* What keeps a duty from being due, if it is one thing; it fails all over the box. */
static enum missing say_missing(const struct speech *speech, uint32_t norm, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    const struct table *table = asker->table;
    uint32_t expr = table->nodes[norm].expr;
    struct asker open = with_events_open(asker);
    int64_t day;
    char text[DATE_TEXT];
    if (eval_node_met(asker->evaluator, asker->sets, norm) != TRUTH_NO) {
        strbuf_text(out, ": ");
        speech_taken(speech, norm, out);
        return NOT_DUE;
    }
    bool lives = eval_expr(asker->evaluator, asker->sets, table->norms[norm].live) != TRUTH_NO;
    if (reason_ended_on(asker, expr, TRUTH_YES, &day)
        || (!lives && reason_ended_on(&open, expr, TRUTH_MAYBE, &day))) {
        speech_ended(speech, expr, day, out);
        return NO_LONGER;
    }
    if (reason_begins_on(asker, expr, &day)) {
        date_format(day, text);
        strbuf_printf(out, " from %s", text);
        return NOT_YET;
    }
    uint32_t var = only_obstacle(speech, norm);
    if (var == VOCAB_NONE)
        return MISSING_NOTHING;
    struct strbuf why = strbuf_new(speech->asker.arena);
    reason_expr(asker, expr, ", ", &why);
    if (why.count)
        strbuf_printf(out, " because %s", strbuf_string(&why));
    return table->vocab.vars[var].kind == VAR_EVENT ? NOT_YET : NOT_DUE;
}

/* Of those owed for a breach it goes without saying that they are not. */
static bool may_be_missed(const struct speech *speech, uint32_t norm)
{
    const struct asker *asker = &speech->asker;
    const struct table_norm *n = &asker->table->norms[norm];
    return n->form == FORM_OWES && !(n->flags & NORM_IN_BREACH)
           && eval_expr(asker->evaluator, asker->sets, n->actor) != TRUTH_NO
           && eval_node_hit(asker->evaluator, asker->sets, norm) == TRUTH_NO;
}

/* Duties that are not due for the same kind of reason. */
struct not_due {
    uint32_t norms[DUTIES_SHOWN];
    const char *why[DUTIES_SHOWN];
    size_t count; /* of all, shown or not */
};

/* "A owes B "x" (M 1) and C owes D "y" (M 2): ended on 2026-05-01": a reason is said once. */
static void tell_not_due(struct speech *speech, const struct not_due *list, const char *title,
                         unsigned indent)
{
    struct strbuf text = strbuf_new(speech->asker.arena);
    size_t shown = list->count < DUTIES_SHOWN ? list->count : DUTIES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        bool same = i + 1 < shown && strcmp(list->why[i], list->why[i + 1]) == 0;
        strbuf_text(&text, i ? "" : title);
        name_duty(speech->asker.table, list->norms[i], &text);
        if (!same)
            strbuf_text(&text, list->why[i]);
        if (i + 1 < shown)
            strbuf_text(&text, same ? " and " : "; ");
    }
    strbuf_text(&text, list->count > DUTIES_SHOWN ? "; and more." : ".");
    if (shown)
        layout_paragraph(&speech->layout, indent, indent + 2, strbuf_string(&text));
}

void speech_not_due(struct speech *speech, const struct case_duties *owed, unsigned indent)
{
    static const char *const titles[] = {"", "No longer: ", "Not yet: ", "Not due: "};
    const struct table *table = speech->asker.table;
    struct not_due lists[4] = {{.count = 0}};
    size_t examined = 0;
    for (size_t i = 0; i < table->duty_norm_count && examined < DUTIES_EXAMINED; i++) {
        uint32_t n = table->duty_norms[i];
        if (!may_be_missed(speech, n) || (owed && case_owes(owed, n)))
            continue;
        struct strbuf why = strbuf_new(speech->asker.arena);
        struct not_due *list = &lists[say_missing(speech, n, &why)];
        if (list->count < DUTIES_SHOWN) {
            list->norms[list->count] = n;
            list->why[list->count] = strbuf_string(&why);
        }
        list->count++;
        examined++;
    }
    for (size_t i = NO_LONGER; i <= NOT_DUE; i++)
        tell_not_due(speech, &lists[i], titles[i], indent);
}

void speech_duties(struct speech *speech, unsigned indent)
{
    for (enum eval_status status = DUTY_DUE; status > DUTY_NOT_DUE; status--)
        say_duties(speech, status, indent);
    speech_not_due(speech, NULL, indent);
}
