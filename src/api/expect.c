/* expect.c: a result compared with what a case expects of it.
 *
 * `clauses` and `turns_on` are sets of names; `duties` too, where a name alone means due and
 * `Alliance 4.1: undetermined` says another status. Sets are compared whole: a clause that
 * begins to speak is as much a change as one that falls silent. What a budget left open is as expected
 * by nobody.
 */
#include "api/cases.h"

#include "diag/utf8.h"
#include "emit/names.h"

#include <stdlib.h>
#include <string.h>

static const char *const expect_keys[] = {"verdict", "clauses", "duties", "turns_on",
                                           "readings"};

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(struct expect_names *names)
{
    size_t kept = 0;
    if (names->list.count)
        qsort(names->list.items, names->list.count, sizeof *names->list.items, compare);
    for (size_t i = 0; i < names->list.count; i++)
        if (!kept || strcmp(names->list.items[kept - 1], names->list.items[i]) != 0)
            names->list.items[kept++] = names->list.items[i];
    names->list.count = kept;
}

static const char *joined(struct case_run *run, const struct expect_names *names)
{
    struct strbuf text;
    strbuf_init(&text, &run->work);
    for (size_t i = 0; i < names->list.count; i++)
        strbuf_printf(&text, "%s%s", i ? ", " : "", names->list.items[i]);
    return names->list.count ? strbuf_string(&text) : "none";
}

/* ---- what the result says ------------------------------------------------------------------ */

static void clauses_of(struct case_run *run, struct expect_names *out)
{
    for (size_t i = 0; i < run->result->clause_count; i++)
        VEC_PUSH(&run->work, &out->list,
                 name_clause(run->table->table, run->result->clauses[i].clause));
}

static const char *duty_text(struct case_run *run, const char *title, const char *status)
{
    if (strcmp(status, name_duty_status(DUTY_DUE)) == 0)
        return title;
    return arena_printf(&run->work, "%s: %s", title, status);
}

static void duties_of(struct case_run *run, struct expect_names *out)
{
    for (size_t i = 0; i < run->result->duty_count; i++) {
        const struct eval_duty *duty = &run->result->duties[i];
        VEC_PUSH(&run->work, &out->list,
                 duty_text(run, name_norm(run->table->table, duty->norm),
                           name_duty_status(duty->status)));
    }
}

static void turns_on_of(struct case_run *run, struct expect_names *out)
{
    const struct vocab *vocab = &run->table->table->vocab;
    for (size_t i = 0; i < run->result->term_count; i++)
        VEC_PUSH(&run->work, &out->list,
                 vocab_string(vocab, vocab->terms[run->result->terms[i]].name));
    for (size_t i = 0; i < run->result->fact_count; i++)
        VEC_PUSH(&run->work, &out->list, name_var(run->table->table, run->result->facts[i].var));
}

static const char unresolved[] = "unresolved: a budget ran out";

static void differ(struct case_run *run, const char *what, const char *expected, const char *found)
{
    polc_difference difference = {what, expected, found};
    VEC_PUSH(&run->work, &run->differences, difference);
}

/* ---- what the case says --------------------------------------------------------------------- */

/* A name that is nowhere in the policy is most likely misspelt: the nearest one is offered. Names are
 * only compared until one is seen to be missing, since nearly all of them are there. */
struct offer {
    struct nearest *nearest; /* NULL: whether it is known */
    const char *name;
    bool known;
};

static void offer(struct offer *offer, const char *name)
{
    if (offer->nearest)
        nearest_offer(offer->nearest, name);
    else
        offer->known |= strcmp(offer->name, name) == 0;
}

static void offer_set(const struct table *table, enum expect_set set, struct offer *out)
{
    const struct vocab *vocab = &table->vocab;
    for (uint32_t c = 0; set != EXPECT_TURNS_ON && c < table->clauses_count; c++)
        offer(out, name_clause(table, c));
    for (uint32_t t = 0; set == EXPECT_TURNS_ON && t < vocab->term_count; t++)
        offer(out, vocab_string(vocab, vocab->terms[t].name));
    for (uint32_t v = 0; set == EXPECT_TURNS_ON && v < vocab->var_count; v++)
        offer(out, name_var(table, v));
}

/* Another policy may have had it, so the case is no error; but it cannot pass. */
static void check_name(struct case_run *run, enum expect_set set, const char *name)
{
    static const char *const keys[] = {[EXPECT_CLAUSES] = "clauses", [EXPECT_DUTIES] = "duties",
                                       [EXPECT_TURNS_ON] = "turns_on"};
    bool clause = set != EXPECT_TURNS_ON;
    struct offer names = {.name = name};
    offer_set(run->table->table, set, &names);
    if (names.known)
        return;
    struct nearest nearest;
    nearest_init(&nearest, name, strlen(name));
    names.nearest = &nearest;
    offer_set(run->table->table, set, &names);
    const char *best = nearest_result(&nearest);
    struct strbuf got = strbuf_new(&run->work);
    strbuf_printf(&got, "`%s`, which is none of the policy", utf8_visible(&run->work, name));
    if (best)
        strbuf_printf(&got, "; did you mean `%s`?", best);
    differ(run, keys[set], clause ? "names of clauses" : "names of terms, facts and events",
           strbuf_string(&got));
}

/* A case that cannot be understood: its word is none of these. */
static void wrong_word(struct case_run *run, const struct node *node, const char *message,
                       const char *const *words, size_t count)
{
    struct nearest nearest;
    const char *text = node_is_scalar(node) ? node->text : "";
    struct diag *diag =
        diag_add(&run->problems.diags, DIAG_CASE_SHAPE, node->span, "%s", message);
    nearest_init(&nearest, text, strlen(text));
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, words[i]);
    const char *best = nearest_result(&nearest);
    if (best)
        diag_help(&run->problems.diags, diag, "did you mean `%s`?", best);
    run->broken = true;
}

/* A status of a duty, as in `Alliance 4.1: undetermined`. */
static void check_status(struct case_run *run, const struct node *node)
{
    const char *words[DUTY_DUE - DUTY_DISPUTED + 1];
    for (int s = DUTY_DISPUTED; s <= DUTY_DUE; s++) {
        words[s - DUTY_DISPUTED] = name_duty_status((enum eval_status)s);
        if (strcmp(words[s - DUTY_DISPUTED], node->text) == 0)
            return;
    }
    wrong_word(run, node,
               arena_printf(&run->work, "a duty is due, undetermined or disputed, not `%s`",
                            node->text),
               words, sizeof words / sizeof *words);
}

static void add_expected(struct case_run *run, const struct node *node, enum expect_set set,
                         struct expect_names *out)
{
    if (node_is_scalar(node) && node->kind != NODE_NULL) {
        const char *status = set == EXPECT_DUTIES ? strstr(node->text, ": ") : NULL;
        size_t length = status ? (size_t)(status - node->text) : strlen(node->text);
        check_name(run, set, arena_string(&run->work, node->text, length));
        VEC_PUSH(&run->work, &out->list, node->text);
    } else if (set == EXPECT_DUTIES && node->kind == NODE_MAP && node->count == 1
               && node_is_scalar(node->entries[0].value)) {
        check_name(run, set, node->entries[0].key);
        check_status(run, node->entries[0].value);
        VEC_PUSH(&run->work, &out->list,
                 duty_text(run, node->entries[0].key, node->entries[0].value->text));
    } else {
        case_complain(run, node->span, "expected a name here, not %s", node_kind_text(node));
    }
}

void expect_found(struct case_run *run, enum expect_set set, struct expect_names *out)
{
    switch (set) {
    case EXPECT_CLAUSES:
        clauses_of(run, out);
        break;
    case EXPECT_DUTIES:
        duties_of(run, out);
        break;
    case EXPECT_TURNS_ON:
        turns_on_of(run, out);
        break;
    }
    sort(out);
}

static void compare_set(struct case_run *run, const struct node *expect, const char *key,
                        enum expect_set set)
{
    const struct node_entry *entry = node_find(expect, key);
    struct expect_names wanted = {0}, got = {0};
    if (!entry)
        return;
    if (entry->value->kind == NODE_LIST)
        for (size_t i = 0; i < entry->value->count; i++)
            add_expected(run, entry->value->entries[i].value, set, &wanted);
    else
        case_complain(run, entry->value->span, "`%s` is a list of names, not %s", key,
                      node_kind_text(entry->value));
    sort(&wanted);
    expect_found(run, set, &got);
    const char *said = joined(run, &wanted), *found = joined(run, &got);
    if (set == EXPECT_TURNS_ON ? run->result->turns_open : run->result->unresolved)
        differ(run, key, said, unresolved);
    else if (strcmp(said, found) != 0)
        differ(run, key, said, found);
}

static void no_verdict(struct case_run *run, const struct node *expected)
{
    const char *words[EVAL_PROHIBITED - EVAL_PERMITTED + 1];
    for (int v = EVAL_PERMITTED; v <= EVAL_PROHIBITED; v++)
        words[v - EVAL_PERMITTED] = name_verdict((enum eval_verdict)v);
    wrong_word(run, expected, "a verdict is permitted, disputed, undetermined or prohibited", words,
               sizeof words / sizeof *words);
}

static void compare_verdict(struct case_run *run, const struct node *expected, const char *what)
{
    const char *got = name_verdict(run->result->verdict);
    bool known = false;
    for (int v = EVAL_PERMITTED; v <= EVAL_PROHIBITED; v++)
        known = known || node_text_is(expected, name_verdict((enum eval_verdict)v));
    if (!known)
        no_verdict(run, expected);
    else if (run->result->verdict_open)
        differ(run, what, expected->text, unresolved);
    else if (!node_text_is(expected, got))
        differ(run, what, expected->text, got);
}

/* The verdict as each party reads the terms. What such a question finds is no other coverage
 * than the case has already: without a reading, all of them are looked at. */
static void compare_readings(struct case_run *run, const struct node *node,
                             const struct node *expect)
{
    const struct node_entry *entry = node_find(expect, "readings");
    struct coverage *coverage = run->coverage;
    if (!entry)
        return;
    if (entry->value->kind != NODE_MAP) {
        case_complain(run, entry->value->span, "`readings` maps parties to verdicts, it is not %s",
                      node_kind_text(entry->value));
        return;
    }
    if (node_find(node, "reading")) {
        case_complain(run, entry->key_span, "a case with a `reading` expects no other `readings`");
        return;
    }
    run->coverage = NULL;
    for (size_t i = 0; i < entry->value->count && !run->broken; i++) {
        const struct node_entry *party = &entry->value->entries[i];
        run->broken = !case_evaluate(run, node, party->key, &party->key_span);
        if (!run->broken)
            compare_verdict(run, party->value,
                            arena_printf(&run->work, "as read by %s", party->key));
    }
    run->coverage = coverage;
}

void expect_compare(struct case_run *run, const struct node *node, const struct node *expect)
{
    if (expect->kind != NODE_MAP) {
        case_complain(run, expect->span, "`expect` is a mapping, not %s", node_kind_text(expect));
        return;
    }
    case_check_keys(run, expect, "`expect`", expect_keys,
                    sizeof expect_keys / sizeof *expect_keys);
    const struct node_entry *verdict = node_find(expect, "verdict");
    if (verdict)
        compare_verdict(run, verdict->value, "verdict");
    else
        case_complain(run, expect->span, "this case expects no `verdict`");
    compare_set(run, expect, "clauses", EXPECT_CLAUSES);
    compare_set(run, expect, "duties", EXPECT_DUTIES);
    compare_set(run, expect, "turns_on", EXPECT_TURNS_ON);
    compare_readings(run, node, expect);
}

/* ---- why ---------------------------------------------------------------------------------------- */

const char *expect_decided_by(struct case_run *run)
{
    struct strbuf text;
    strbuf_init(&text, &run->work);
    for (size_t i = 0; i < run->result->clause_count; i++) {
        const struct eval_clause *clause = &run->result->clauses[i];
        strbuf_printf(&text, "%s%s %s", i ? "; " : "", name_clause(run->table->table, clause->clause),
                      clause->sign == SIGN_PROHIBIT ? "prohibits" : "permits");
        if (clause->when != WHEN_ALWAYS)
            strbuf_printf(&text, " (%s)", name_when(clause->when));
    }
    if (text.count == 0)
        strbuf_text(&text, name_basis(run->result->basis));
    return strbuf_string(&text);
}
