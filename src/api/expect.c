/* expect.c: a result compared with what a case expects of it.
 *
 * `clauses` and `turns_on` are sets of names; `duties` too, where a name alone means due and
 * `Alliance 4.1: undetermined` says another status. Sets are compared whole: a clause that
 * begins to speak is as much a change as one that falls silent.
 */
#include "api/cases.h"

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

/* ---- what the case says --------------------------------------------------------------------- */

static void add_expected(struct case_run *run, const struct node *node, bool duties,
                         struct expect_names *out)
{
    if (node_is_scalar(node) && node->kind != NODE_NULL)
        VEC_PUSH(&run->work, &out->list, node->text);
    else if (duties && node->kind == NODE_MAP && node->count == 1
             && node_is_scalar(node->entries[0].value))
        VEC_PUSH(&run->work, &out->list,
                 duty_text(run, node->entries[0].key, node->entries[0].value->text));
    else
        case_complain(run, node->span, "expected a name here, not %s", node_kind_text(node));
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

static void differ(struct case_run *run, const char *what, const char *expected, const char *found)
{
    polc_difference difference = {what, expected, found};
    VEC_PUSH(&run->work, &run->differences, difference);
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
            add_expected(run, entry->value->entries[i].value, set == EXPECT_DUTIES, &wanted);
    else
        case_complain(run, entry->value->span, "`%s` is a list of names, not %s", key,
                      node_kind_text(entry->value));
    sort(&wanted);
    expect_found(run, set, &got);
    const char *said = joined(run, &wanted), *found = joined(run, &got);
    if (strcmp(said, found) != 0)
        differ(run, key, said, found);
}

static void compare_verdict(struct case_run *run, const struct node *expected, const char *what)
{
    const char *got = name_verdict(run->result->verdict);
    bool known = false;
    for (int v = EVAL_PERMITTED; v <= EVAL_PROHIBITED; v++)
        known = known || node_text_is(expected, name_verdict((enum eval_verdict)v));
    if (!known)
        case_complain(run, expected->span,
                      "a verdict is permitted, disputed, undetermined or prohibited");
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
        run->broken = !case_evaluate(run, node, party->key);
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
