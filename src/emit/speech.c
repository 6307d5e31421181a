/* speech.c: the sentences about clauses: who, by which clause, why, and why not. */
#include "emit/speech.h"

#include <stdlib.h>
#include <string.h>

void speech_verdict(const struct speech *speech, enum eval_verdict verdict, struct strbuf *out)
{
    enum layout_colour colour = LAYOUT_YELLOW;
    if (verdict == EVAL_PERMITTED)
        colour = LAYOUT_GREEN;
    if (verdict == EVAL_PROHIBITED)
        colour = LAYOUT_RED;
    strbuf_text(out, layout_escape(&speech->layout, colour));
    strbuf_text(out, name_verdict_upper(verdict));
    strbuf_text(out, layout_escape(&speech->layout, LAYOUT_PLAIN));
}

static void listed(struct strbuf *out, size_t i, size_t count)
{
    if (i)
        strbuf_text(out, i + 1 == count ? " and " : ", ");
}

/* "`api_call`, `third_party`": the terms that matter. */
static void say_terms(const struct speech *speech, struct strbuf *out)
{
    const struct vocab *vocab = &speech->asker.table->vocab;
    for (size_t i = 0; i < speech->result->term_count; i++) {
        listed(out, i, speech->result->term_count);
        strbuf_printf(out, "`%s`",
                      vocab_string(vocab, vocab->terms[speech->result->terms[i]].name));
    }
}

static void say_facts(const struct speech *speech, struct strbuf *out)
{
    for (size_t i = 0; i < speech->result->fact_count; i++) {
        listed(out, i, speech->result->fact_count);
        strbuf_text(out, name_var(speech->asker.table, speech->result->facts[i].var));
    }
}

#define CLAUSES_NAMED 6

/* Which clauses with an effect are named. */
enum naming { NAME_ALL, NAME_CERTAIN, NAME_FIRM /* certain, and contested nowhere */ };

static bool is_named(const struct eval_clause *c, enum norm_sign sign, enum naming naming)
{
    return c->sign == sign && (naming == NAME_ALL || c->when == WHEN_ALWAYS)
           && (naming != NAME_FIRM || !c->contested);
}

static size_t count_named(const struct eval_result *result, enum norm_sign sign,
                          enum naming naming)
{
    size_t count = 0;
    for (size_t i = 0; i < result->clause_count; i++)
        count += is_named(&result->clauses[i], sign, naming);
    return count;
}

/* The certain ones if there are any; and what is contested prohibits nothing that is decided. */
static enum naming naming_of(const struct eval_result *result, enum norm_sign sign)
{
    if (result->verdict == EVAL_PROHIBITED && count_named(result, sign, NAME_FIRM))
        return NAME_FIRM;
    return count_named(result, sign, NAME_CERTAIN) ? NAME_CERTAIN : NAME_ALL;
}

/* Titles of the clauses with this effect. */
static size_t say_clauses(const struct speech *speech, enum norm_sign sign, struct strbuf *out)
{
    const struct eval_result *result = speech->result;
    enum naming naming = naming_of(result, sign);
    size_t count = count_named(result, sign, naming), shown = 0;
    size_t limit = count > CLAUSES_NAMED ? CLAUSES_NAMED : count;
    for (size_t i = 0; i < result->clause_count && shown < limit; i++) {
        const struct eval_clause *c = &result->clauses[i];
        if (!is_named(c, sign, naming))
            continue;
        if (shown)
            strbuf_text(out, shown + 1 == count ? (naming == NAME_ALL ? " or " : " and ") : ", ");
        strbuf_text(out, name_clause(speech->asker.table, c->clause));
        shown++;
    }
    if (count > limit)
        strbuf_printf(out, " and %zu more", count - limit);
    return count;
}

static void say_permitted(const struct speech *speech, struct strbuf *out)
{
    const struct table *table = speech->asker.table;
    const struct eval_result *result = speech->result;
    switch (result->basis) {
    case BASIS_GRANTED:
        strbuf_text(out, "granted by ");
        say_clauses(speech, SIGN_PERMIT, out);
        return;
    case BASIS_LIFTED:
        speech_lifted_summary(speech, out);
        return;
    case BASIS_NOTHING_SPEAKS:
        strbuf_text(out, "no clause forbids it");
        return;
    case BASIS_NO_CLAUSE_BINDS: {
        uint32_t actor = table->vocab.actor;
        strbuf_text(out, "no clause binds ");
        if (actor == VOCAB_NONE)
            strbuf_text(out, "anybody");
        else
            name_values(speech->asker.arena, table, actor,
                        values_of(speech->asker.arena, &speech->asker.sets[actor]), out);
        return;
    }
    case BASIS_NONE:
        return;
    }
}

void speech_summary(const struct speech *speech, struct strbuf *out)
{
    const struct eval_result *result = speech->result;
    switch (result->verdict) {
    case EVAL_PERMITTED:
        say_permitted(speech, out);
        return;
    case EVAL_PROHIBITED:
        strbuf_text(out, "by ");
        say_clauses(speech, SIGN_PROHIBIT, out);
        return;
    case EVAL_DISPUTED:
        if (result->term_count) {
            strbuf_text(out, "turns on the meaning of ");
            say_terms(speech, out);
        } else {
            size_t against = say_clauses(speech, SIGN_PROHIBIT, out);
            strbuf_text(out, against == 1 ? " forbids, " : " forbid, ");
            size_t in_favour = say_clauses(speech, SIGN_PERMIT, out);
            strbuf_printf(out, " %s, and neither ranks above the other",
                          in_favour == 1 ? "permits" : "permit");
        }
        return;
    case EVAL_UNDETERMINED:
        if (result->verdict_open && !result->fact_count && !result->term_count) {
            strbuf_text(out, "not settled");
            return;
        }
        strbuf_text(out, result->verdict_open  ? "not settled: it may turn on "
                         : result->turns_open ? "may turn on "
                                              : "turns on ");
        say_facts(speech, out);
        if (result->term_count) {
            strbuf_text(out, ", and on the meaning of ");
            say_terms(speech, out);
        }
        return;
    }
}

/* Is the bearer in breach in every world of the box, with nothing to set against it? */
static bool surely_breached(const struct speech *speech, uint32_t norm)
{
    const struct eval_result *result = speech->result;
    for (size_t i = 0; i < result->clause_count; i++) {
        const struct eval_clause *c = &result->clauses[i];
        if (c->sign == SIGN_PROHIBIT && c->contested
            && c->clause == speech->asker.table->norms[norm].clause)
            return false;
    }
    return eval_norm_effective(speech->asker.evaluator, speech->asker.sets, norm) == TRUTH_YES;
}

uint32_t speech_place(const struct table *table, uint32_t norm)
{
    const struct table_norm *n = &table->norms[norm];
    bool before = norm > 0 && n[-1].clause == n->clause && n[-1].sign == n->sign;
    bool after = norm + 1 < table->norms_count && n[1].clause == n->clause && n[1].sign == n->sign;
    return before || after ? n->place : table->clauses[n->clause].place;
}

void speech_role(const struct speech *speech, uint32_t norm, struct strbuf *out)
{
    const struct table *table = speech->asker.table;
    const struct table_norm *n = &table->norms[norm];
    switch ((enum norm_sign)n->sign) {
    case SIGN_PROHIBIT:
        strbuf_printf(out, "%s %sin breach, owed to ", name_node(table, n->bearer),
                      surely_breached(speech, norm) ? "" : "would be ");
        name_holders(table, norm, out);
        return;
    case SIGN_PERMIT:
        strbuf_printf(out, "%s may, by leave of ", name_node(table, n->bearer));
        name_holders(table, norm, out);
        return;
    case SIGN_DUTY:
        strbuf_printf(out, "%s owes ", name_node(table, n->bearer));
        name_creditors(table, norm, out);
        return;
    }
}

void speech_head(struct speech *speech, uint32_t norm, unsigned indent)
{
    const struct table *table = speech->asker.table;
    const struct table_norm *n = &table->norms[norm];
    const struct table_clause *clause = &table->clauses[n->clause];
    struct strbuf text;
    strbuf_init(&text, speech->asker.arena);
    strbuf_text(&text, layout_escape(&speech->layout, LAYOUT_DIM));
    name_place(table, speech_place(table, norm), &text);
    strbuf_printf(&text, "%s  %s", layout_escape(&speech->layout, LAYOUT_PLAIN),
                  name_clause(table, n->clause));
    const char *label = table_text(table, clause->label);
    if (label[0])
        strbuf_printf(&text, " \"%s\"", label);
    if (clause->material)
        strbuf_text(&text, " (material)");
    strbuf_text(&text, "; ");
    speech_role(speech, norm, &text);
    layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
}

void speech_quote(struct speech *speech, uint32_t norm, unsigned indent)
{
    const char *text = table_text(speech->asker.table, speech->asker.table->norms[norm].text);
    if (!text[0])
        return;
    struct strbuf quoted;
    strbuf_init(&quoted, speech->asker.arena);
    strbuf_printf(&quoted, "\"%s\"", text);
    layout_paragraph(&speech->layout, indent, indent + 1, strbuf_string(&quoted));
}

static const char *agreement_name(const struct table *table, uint32_t norm)
{
    const struct table_clause *clause = &table->clauses[table->norms[norm].clause];
    return table_text(table, table->agreements[clause->agreement].name);
}

/* Does the phrase stand among those of `said`, which are set apart by these signs? */
static bool is_said(const char *said, const char *phrase, size_t length)
{
    for (const char *at = said; (at = strstr(at, phrase)) != NULL; at++) {
        bool begins = at == said || (at >= said + 2 && strchr(":;", at[-2]) && at[-1] == ' ')
                      || (at >= said + 5 && strncmp(at - 5, " and ", 5) == 0);
        const char *end = at + length;
        if (begins && (*end == '\0' || *end == ';' || strncmp(end, " and ", 5) == 0))
            return true;
    }
    return false;
}

/* Adds the phrases of `why` that have not been said: what leaves open whether a clause is in force
 * may leave open whether its condition holds, too. */
static void add_phrases(struct strbuf *out, const char *why)
{
    while (*why) {
        const char *end = strstr(why, "; ");
        size_t length = end ? (size_t)(end - why) : strlen(why);
        const char *phrase = arena_string(out->arena, why, length);
        if (!is_said(strbuf_string(out), phrase, length))
            strbuf_printf(out, "%s%s", out->count ? "; " : "", phrase);
        why += length + (end ? 2 : 0);
    }
}

void speech_why(const struct speech *speech, uint32_t norm, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    const struct table *table = asker->table;
    const struct table_norm *n = &table->norms[norm];
    const uint32_t parts[] = {n->live, n->actor, n->applied};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct strbuf why;
        strbuf_init(&why, asker->arena);
        if (parts[i] == n->applied
            || eval_expr(asker->evaluator, asker->sets, parts[i]) == TRUTH_MAYBE)
            reason_expr(asker, parts[i], "; ", &why);
        add_phrases(out, strbuf_string(&why));
    }
    if (n->form == FORM_RESERVED)
        strbuf_printf(out, "%sno clause of %s grants it", out->count ? "; " : "",
                      agreement_name(table, norm));
}

/* "exception (a)", or by its place when it has no label. */
static void child_name(const struct speech *speech, uint32_t node, struct strbuf *out)
{
    const struct table *table = speech->asker.table;
    const struct table_node *n = &table->nodes[node];
    name_defeater(table, node, out);
    if (n->kind != NODE_EXCEPT || table_text(table, table->exceptions[n->info].label)[0])
        return;
    strbuf_text(out, " (");
    name_place(table, table->exceptions[n->info].place, out);
    strbuf_char(out, ')');
}

/* The first child of a node that is hit, or else the first that might be. */
static uint32_t hit_child(const struct speech *speech, uint32_t node)
{
    const struct asker *asker = &speech->asker;
    const struct table_node *n = &asker->table->nodes[node];
    uint32_t best = IR_NONE;
    for (uint32_t i = 0; i < n->child_count; i++) {
        uint32_t child = asker->table->children[n->first_child + i];
        enum eval_truth hit = eval_node_hit(asker->evaluator, asker->sets, child);
        if (hit == TRUTH_YES)
            return child;
        if (hit == TRUTH_MAYBE && best == IR_NONE)
            best = child;
    }
    return best;
}

/* How a carve-back bears on an exception that is met, or may be, and what is left of it. */
static const char *back_words(enum eval_truth met, enum eval_truth hit)
{
    if (met == TRUTH_YES)
        return hit == TRUTH_NO ? " is taken back by " : " may be taken back by ";
    return hit == TRUTH_NO ? ", but it would be taken back in any case by "
                           : "; it may be taken back by ";
}

static void say_reason(const struct speech *speech, uint32_t node, struct strbuf *out)
{
    struct strbuf why;
    strbuf_init(&why, speech->asker.arena);
    reason_node(&speech->asker, node, "; ", &why);
    if (why.count)
        strbuf_printf(out, ": %s", strbuf_string(&why));
}

static void say_child(struct speech *speech, uint32_t child, unsigned indent)
{
    const struct asker *asker = &speech->asker;
    enum eval_truth hit = eval_node_hit(asker->evaluator, asker->sets, child);
    enum eval_truth met = eval_node_met(asker->evaluator, asker->sets, child);
    struct strbuf text;
    strbuf_init(&text, asker->arena);
    child_name(speech, child, &text);
    uint32_t back = met == TRUTH_NO ? IR_NONE : hit_child(speech, child);
    if (met != TRUTH_YES || back == IR_NONE) {
        strbuf_text(&text, hit == TRUTH_YES  ? " applies"
                           : hit == TRUTH_NO ? " does not apply"
                                             : " may apply");
        say_reason(speech, child, &text);
    }
    if (back != IR_NONE) {
        strbuf_text(&text, back_words(met, hit));
        child_name(speech, back, &text);
        say_reason(speech, back, &text);
    }
    layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
}

void speech_exceptions(struct speech *speech, uint32_t node, unsigned indent, size_t limit)
{
    const struct table *table = speech->asker.table;
    const struct table_node *n = &table->nodes[node];
    for (uint32_t i = 0; i < n->child_count; i++) {
        if (i == limit) {
            layout_line(&speech->layout, indent, "and %u more that do not lift it",
                        n->child_count - i);
            return;
        }
        say_child(speech, table->children[n->first_child + i], indent);
    }
}

static int compare_norms(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

struct speech_norms speech_norms(const struct speech *speech, enum norm_sign sign,
                                 enum eval_truth least, size_t limit)
{
    const struct asker *asker = &speech->asker;
    const struct table *table = asker->table;
    const struct eval_result *result = speech->result;
    VEC(uint32_t) spoken = {0};
    for (size_t i = 0; i < result->clause_count; i++) {
        const struct eval_clause *c = &result->clauses[i]; /* one for each clause and sign */
        uint32_t end = c->sign == sign ? table->clause_first[c->clause + 1] : 0;
        for (uint32_t k = table->clause_first[c->clause]; k < end; k++)
            if (table->norms[table->clause_norms[k]].sign == sign)
                VEC_PUSH(asker->arena, &spoken, table->clause_norms[k]);
    }
    if (spoken.count > 1)
        qsort(spoken.items, spoken.count, sizeof *spoken.items, compare_norms);
    VEC(uint32_t) norms = {0};
    bool more = false;
    for (size_t i = 0; i < spoken.count && !more; i++) {
        if (eval_norm_effective(asker->evaluator, asker->sets, spoken.items[i]) < least)
            continue;
        more = norms.count == limit;
        if (!more)
            VEC_PUSH(asker->arena, &norms, spoken.items[i]);
    }
    struct speech_norms found = {norms.items, norms.count, more};
    return found;
}
