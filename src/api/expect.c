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

static const char *const expect_keys[] = {"verdict", "clauses", "duties", "turns_on"};

struct names {
    VEC(const char *) list;
};

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(struct names *names)
{
    size_t kept = 0;
    if (names->list.count)
        qsort(names->list.items, names->list.count, sizeof *names->list.items, compare);
    for (size_t i = 0; i < names->list.count; i++)
        if (!kept || strcmp(names->list.items[kept - 1], names->list.items[i]) != 0)
            names->list.items[kept++] = names->list.items[i];
    names->list.count = kept;
}

static const char *joined(struct case_run *run, const struct names *names)
{
    struct strbuf text;
    strbuf_init(&text, &run->work);
    for (size_t i = 0; i < names->list.count; i++)
        strbuf_printf(&text, "%s%s", i ? ", " : "", names->list.items[i]);
    return names->list.count ? strbuf_string(&text) : "none";
}

/* ---- what the result says ------------------------------------------------------------------ */

static void clauses_of(struct case_run *run, struct names *out)
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

static void duties_of(struct case_run *run, struct names *out)
{
    for (size_t i = 0; i < run->result->duty_count; i++) {
        const struct eval_duty *duty = &run->result->duties[i];
        VEC_PUSH(&run->work, &out->list,
                 duty_text(run, name_norm(run->table->table, duty->norm),
                           name_duty_status(duty->status)));
    }
}

static void turns_on_of(struct case_run *run, struct names *out)
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
                         struct names *out)
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

static void compare_set(struct case_run *run, const struct node *expect, const char *key,
                        void (*actual)(struct case_run *run, struct names *out),
                        struct strbuf *out)
{
    const struct node_entry *entry = node_find(expect, key);
    struct names wanted = {0}, got = {0};
    if (!entry)
        return;
    if (entry->value->kind == NODE_LIST)
        for (size_t i = 0; i < entry->value->count; i++)
            add_expected(run, entry->value->entries[i].value, actual == duties_of, &wanted);
    else
        case_complain(run, entry->value->span, "`%s` is a list of names, not %s", key,
                      node_kind_text(entry->value));
    actual(run, &got);
    sort(&wanted);
    sort(&got);
    const char *said = joined(run, &wanted), *found = joined(run, &got);
    if (strcmp(said, found) != 0)
        strbuf_printf(out, "%s%s: expected %s, got %s", out->count ? "\n" : "", key, said, found);
}

static void compare_verdict(struct case_run *run, const struct node *expect, struct strbuf *out)
{
    const struct node_entry *entry = node_find(expect, "verdict");
    if (!entry) {
        case_complain(run, expect->span, "this case expects no `verdict`");
        return;
    }
    const char *got = name_verdict(run->result->verdict);
    bool known = false;
    for (int v = EVAL_PERMITTED; v <= EVAL_PROHIBITED; v++)
        known = known || node_text_is(entry->value, name_verdict((enum eval_verdict)v));
    if (!known)
        case_complain(run, entry->value->span,
                      "a verdict is permitted, disputed, undetermined or prohibited");
    else if (!node_text_is(entry->value, got))
        strbuf_printf(out, "verdict: expected %s, got %s", entry->value->text, got);
}

void expect_compare(struct case_run *run, const struct node *expect, struct strbuf *out)
{
    if (expect->kind != NODE_MAP) {
        case_complain(run, expect->span, "`expect` is a mapping, not %s", node_kind_text(expect));
        return;
    }
    case_check_keys(run, expect, "`expect`", expect_keys,
                    sizeof expect_keys / sizeof *expect_keys);
    compare_verdict(run, expect, out);
    compare_set(run, expect, "clauses", clauses_of, out);
    compare_set(run, expect, "duties", duties_of, out);
    compare_set(run, expect, "turns_on", turns_on_of, out);
}
