/* verdict_text.c: a verdict as a careful colleague would tell it.
 *
 * First the verdict and what it comes from. Where words are disputed, a row for each reading,
 * and below it each clause that decides there: where it stands, who is in breach, its text,
 * what satisfied it and why no exception helps. The words of a clause are told once, its reasons
 * again where they differ. Then what would settle it, what is owed, what was presumed.
 */
#include "emit/case_duties.h"

#include "diag/utf8.h"

#include <string.h>

#define ROWS_SHOWN 8
#define CLAUSES_SHOWN 10
#define PLACEMENTS_SHOWN 20
#define AGREEMENTS_SHOWN 4
#define ENDED_ASKED 64 /* clauses that are not in force */

/* What has been said of a norm below its head. */
struct told {
    uint32_t norm;
    const char *reasons;
};

struct telling {
    struct speech speech; /* of the whole box */
    VEC(struct told) told;
    bool told_forces; /* which agreements are not in force */
};

/* One clause that decides: head, words, reasons, exceptions. The words once, the reasons again
 * where they are others than before. */
static void tell_norm(struct telling *telling, struct speech *speech, uint32_t norm,
                      unsigned indent)
{
    struct told told = {norm, speech_reasons(speech, norm, indent)};
    bool first = true;
    for (size_t i = 0; i < telling->told.count; i++) {
        const struct told *before = &telling->told.items[i];
        if (before->norm == norm && strcmp(before->reasons, told.reasons) == 0)
            return;
        first = first && before->norm != norm;
    }
    VEC_PUSH(speech->asker.arena, &telling->told, told);
    speech_head(speech, norm, indent);
    if (first)
        speech_quote(speech, norm, indent + 2);
    strbuf_text(speech->layout.out, told.reasons);
}

/* The norms that are effective at least so certainly. */
static void tell_norms(struct telling *telling, struct speech *speech, enum eval_truth least,
                       enum norm_sign sign, unsigned indent)
{
    struct speech_norms norms = speech_norms(speech, sign, least, CLAUSES_SHOWN);
    for (size_t i = 0; i < norms.count; i++)
        tell_norm(telling, speech, norms.items[i], indent);
    if (norms.more)
        layout_line(&speech->layout, indent, "and other clauses, which are not shown here");
}

/* What forbids for certain, in full; where something does, what only might in one line. */
static void tell_prohibitions(struct telling *telling, struct speech *speech, unsigned indent)
{
    const struct eval_result *result = speech->result;
    struct strbuf maybe;
    size_t certain = 0, possible = 0;
    strbuf_init(&maybe, speech->asker.arena);
    for (size_t i = 0; i < result->clause_count; i++) {
        const struct eval_clause *c = &result->clauses[i];
        if (c->sign != SIGN_PROHIBIT)
            continue;
        if (c->when == WHEN_ALWAYS) {
            certain++;
            continue;
        }
        strbuf_printf(&maybe, "%s%s (under %s)", possible++ ? ", " : "",
                      name_clause(speech->asker.table, c->clause), name_when(c->when));
    }
    tell_norms(telling, speech, certain ? TRUTH_YES : TRUTH_MAYBE, SIGN_PROHIBIT, indent);
    if (certain && possible)
        layout_line(&speech->layout, indent, "Might forbid it too: %s.", strbuf_string(&maybe));
}

/* Is it out of force since another agreement is, which is told? */
static bool hangs_on_another(const struct asker *asker, const struct ir_named *named)
{
    struct period period;
    reason_period(asker, named->expr, &period);
    for (size_t i = 0; i < period.inner.count; i++) {
        uint32_t inner = asker->table->exprs[period.inner.items[i]].a;
        if (asker->table->named[inner].kind == NAMED_FORCE
            && eval_expr(asker->evaluator, asker->sets, period.inner.items[i]) == TRUTH_NO)
            return true;
    }
    return false;
}

/* Would it apply if only its clause had not ended? Then on which day that was. */
static bool has_ended(const struct asker *asker, uint32_t norm, int64_t *out)
{
    const struct table *table = asker->table;
    if (table->norms[norm].sign != SIGN_PROHIBIT
        || eval_expr(asker->evaluator, asker->sets, table->norms[norm].actor) != TRUTH_YES
        || eval_expr(asker->evaluator, asker->sets, table->norms[norm].applied) != TRUTH_YES
        || !reason_ended_on(asker, table->nodes[norm].expr, TRUTH_YES, out))
        return false;
    struct asker before = ask_within(asker, VOCAB_DATE, *out - 1, *out - 1);
    return eval_norm_effective(before.evaluator, before.sets, norm) == TRUTH_YES;
}

/* Where nothing speaks: clauses with a period of their own that did before they ended. */
static void tell_ended(struct telling *telling, struct speech *speech, unsigned indent)
{
    const struct table *table = speech->asker.table;
    size_t asked = 0, said = 0, count = telling->told_forces ? 0 : table->named_count;
    for (uint32_t i = 0; i < count && asked < ENDED_ASKED && said < AGREEMENTS_SHOWN; i++) {
        const struct ir_named *named = &table->named[i];
        if (named->kind != NAMED_LIVE
            || eval_expr(speech->asker.evaluator, speech->asker.sets, named->expr) != TRUTH_NO)
            continue;
        asked++;
        for (uint32_t k = table->clause_first[named->ref]; k < table->clause_first[named->ref + 1]; k++) {
            uint32_t norm = table->clause_norms[k];
            struct strbuf text = strbuf_new(speech->asker.arena);
            int64_t day;
            if (!has_ended(&speech->asker, norm, &day))
                continue;
            strbuf_printf(&text, "No longer forbidden by %s", name_norm(table, norm));
            speech_ended(speech, table->norms[norm].live, day, &text);
            layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
            said++;
            break;
        }
    }
}

/* Where nothing speaks: the agreements that do not since they are not in force. */
static void tell_not_in_force(struct telling *telling, struct speech *speech, unsigned indent)
{
    const struct asker *asker = &speech->asker;
    const struct table *table = asker->table;
    size_t said = 0, count = telling->told_forces ? 0 : table->named_count;
    telling->told_forces = true;
    for (uint32_t i = 0; i < count && said < AGREEMENTS_SHOWN; i++) {
        const struct ir_named *named = &table->named[i];
        struct strbuf why;
        if (named->kind != NAMED_FORCE
            || eval_expr(asker->evaluator, asker->sets, named->expr) != TRUTH_NO
            || hangs_on_another(asker, named))
            continue;
        const char *name = table_text(table, table->agreements[named->ref].name);
        strbuf_init(&why, asker->arena);
        if (!reason_no_period(asker, i, name, TRUTH_NO, &why)) {
            strbuf_printf(&why, "%s is not in force because ", name);
            reason_expr(asker, named->expr, " and ", &why);
        }
        layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&why));
        said++;
    }
}

/* What contests a prohibition if it is effective, which is open: the verdict turns on these too. */
static void tell_open_permissions(struct telling *telling, struct speech *speech, unsigned indent)
{
    const struct asker *asker = &speech->asker;
    struct speech_norms norms = speech_norms(speech, SIGN_PERMIT, TRUTH_MAYBE, CLAUSES_SHOWN);
    for (size_t i = 0; i < norms.count; i++)
        if (eval_norm_effective(asker->evaluator, asker->sets, norms.items[i]) == TRUTH_MAYBE)
            tell_norm(telling, speech, norms.items[i], indent);
}

/* Do the holders of some prohibition also permit it, or may they? */
static bool may_be_contested(const struct eval_result *result)
{
    bool contested = false;
    for (size_t i = 0; i < result->clause_count; i++)
        contested |= result->clauses[i].sign == SIGN_PROHIBIT && result->clauses[i].contested;
    return contested;
}

/* The clauses that a verdict rests on. */
static void tell_grounds(struct telling *telling, struct speech *speech, unsigned indent)
{
    const struct eval_result *result = speech->result;
    switch (result->verdict) {
    case EVAL_PERMITTED:
        speech_lifted(speech, indent);
        if (result->basis != BASIS_NOTHING_SPEAKS)
            return;
        tell_ended(telling, speech, indent);
        tell_not_in_force(telling, speech, indent);
        return;
    case EVAL_DISPUTED:
        tell_norms(telling, speech, TRUTH_MAYBE, SIGN_PROHIBIT, indent);
        tell_norms(telling, speech, TRUTH_MAYBE, SIGN_PERMIT, indent);
        return;
    case EVAL_UNDETERMINED:
        tell_prohibitions(telling, speech, indent);
        if (may_be_contested(result))
            tell_open_permissions(telling, speech, indent);
        return;
    case EVAL_PROHIBITED:
        tell_prohibitions(telling, speech, indent);
        speech_grants(speech, indent);
        return;
    }
}

/* `as read by OpenAI and Amazon ("the letter: powered by")`, for each term that matters. */
static void name_row(const struct speech *speech, const struct eval_reading *row,
                     struct strbuf *out)
{
    const struct vocab *vocab = &speech->asker.table->vocab;
    const struct eval_result *result = speech->result;
    for (size_t t = 0; t < result->term_count; t++) {
        const struct vocab_term *term = &vocab->terms[result->terms[t]];
        const struct vocab_reading *reading =
            &vocab->readings[term->first_reading + row->readings[t]];
        strbuf_text(out, t ? ", " : "");
        if (result->term_count > 1)
            strbuf_printf(out, "`%s` ", vocab_string(vocab, term->name));
        strbuf_printf(out, "as read by %s", vocab_string(vocab, reading->label));
        const char *gloss = vocab_string(vocab, reading->gloss);
        if (gloss[0] && result->term_count == 1)
            strbuf_printf(out, " (\"%s\")", gloss);
    }
}

static struct speech under_row(const struct speech *speech, const struct eval_reading *row)
{
    struct speech under = *speech;
    for (size_t t = 0; t < speech->result->term_count; t++) {
        uint32_t var = speech->asker.table->vocab.terms[speech->result->terms[t]].var;
        under.asker = ask_within(&under.asker, var, row->readings[t], row->readings[t]);
    }
    under.result = eval_box_brief(under.asker.evaluator, under.asker.sets, under.asker.arena);
    return under;
}

static int name_width(const struct strbuf *name)
{
    int n = 0;
    for (size_t i = 0; i < name->count; i++)
        n += ((unsigned char)name->items[i] & 0xC0) != 0x80;
    return n;
}

static void tell_rows(struct telling *telling, unsigned indent)
{
    struct speech *speech = &telling->speech;
    const struct eval_result *result = speech->result;
    struct strbuf *names = ARENA_ARRAY(speech->asker.arena, struct strbuf, ROWS_SHOWN);
    size_t shown = result->reading_count < ROWS_SHOWN ? result->reading_count : ROWS_SHOWN;
    int widest = 0;
    for (size_t r = 0; r < shown; r++) {
        strbuf_init(&names[r], speech->asker.arena);
        name_row(speech, &result->readings[r], &names[r]);
        widest = name_width(&names[r]) > widest ? name_width(&names[r]) : widest;
    }
    for (size_t r = 0; r < shown; r++) {
        struct speech under = under_row(speech, &result->readings[r]);
        struct strbuf line;
        strbuf_init(&line, speech->asker.arena);
        strbuf_text(&line, strbuf_string(&names[r]));
        strbuf_repeat(&line, ' ', widest - name_width(&names[r]) + 3);
        speech_verdict(speech, result->readings[r].verdict, &line);
        strbuf_repeat(&line, ' ', 14 - (int)strlen(name_verdict(result->readings[r].verdict)));
        speech_summary(&under, &line);
        layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&line));
        tell_grounds(telling, &under, indent + 4);
    }
    if (result->reading_count > shown)
        layout_line(&speech->layout, indent, "and %zu more combinations of readings",
                    result->reading_count - shown);
}

/* `elsewhere`: the duties of all placements, which are told apart; NULL where it is the only one. */
static void tell_box(struct speech *speech, const struct case_duties *elsewhere, unsigned indent)
{
    struct telling telling = {.speech = *speech};
    speech_budget(speech, indent);
    if (speech->result->reading_count)
        tell_rows(&telling, indent);
    else
        tell_grounds(&telling, speech, indent);
    speech_matters(speech, indent);
    if (elsewhere)
        speech_not_due(speech, elsewhere, indent);
    else
        speech_duties(speech, indent);
    speech_options(speech, indent);
    speech_presumed(speech, indent);
}

static struct speech begin(const struct emit_case *c, const struct emit_box *box,
                           const struct emit_style *style, struct strbuf *out)
{
    struct speech speech = {
        {c->table, c->evaluator, out->arena, box->sets},
        layout_on(out, style->width, style->colour),
        box->result,
    };
    return speech;
}

static void tell_title(struct speech *speech, const char *name, unsigned indent)
{
    struct strbuf line;
    strbuf_init(&line, speech->asker.arena);
    strbuf_printf(&line, "%s%s%s: ", layout_escape(&speech->layout, LAYOUT_BOLD), name,
                  layout_escape(&speech->layout, LAYOUT_PLAIN));
    speech_verdict(speech, speech->result->verdict, &line);
    struct strbuf summary;
    strbuf_init(&summary, speech->asker.arena);
    speech_summary(speech, &summary);
    if (summary.count)
        strbuf_printf(&line, "   %s", strbuf_string(&summary));
    layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&line));
}

/* The verdict of each placement, the worst first, and what is owed in any of them. */
static void tell_placements(const struct emit_case *c, const struct emit_style *style,
                            const struct case_duties *duties, struct speech *speech)
{
    static const enum eval_verdict order[] = {EVAL_PROHIBITED, EVAL_UNDETERMINED, EVAL_DISPUTED,
                                              EVAL_PERMITTED};
    size_t shown = 0;
    for (size_t v = 0; v < 4; v++) {
        for (size_t i = 0; i < c->box_count; i++) {
            if (c->boxes[i].result->verdict != order[v] || shown++ >= PLACEMENTS_SHOWN)
                continue;
            struct speech each = begin(c, &c->boxes[i], style, speech->layout.out);
            tell_title(&each, utf8_visible(each.asker.arena, c->boxes[i].label), 4);
        }
    }
    if (shown > PLACEMENTS_SHOWN)
        layout_line(&speech->layout, 4, "and %zu more placements, none of them worse",
                    shown - PLACEMENTS_SHOWN);
    speech_case_duties(c, duties, speech, 2);
    layout_line(&speech->layout, 2, "For %s:",
                utf8_visible(speech->asker.arena, c->boxes[c->worst].label));
}

static void tell_known(const struct emit_case *c, struct speech *speech)
{
    for (size_t i = 0; i < c->known_count; i++) {
        struct strbuf text = strbuf_new(speech->asker.arena);
        speech_known(&c->known[i], &text);
        layout_paragraph(&speech->layout, 2, 6, strbuf_string(&text));
    }
}

void emit_text_case(const struct emit_case *c, const struct emit_style *style, struct strbuf *out)
{
    const struct emit_box *worst = &c->boxes[c->worst];
    struct speech speech = begin(c, worst, style, out);
    tell_title(&speech, utf8_visible(out->arena, c->deployment->name), 0);
    struct case_duties duties = {NULL, 0};
    if (c->box_count > 1) {
        duties = case_duties(c, out->arena);
        tell_placements(c, style, &duties, &speech);
    }
    tell_box(&speech, c->box_count > 1 ? &duties : NULL, 2);
    tell_known(c, &speech);
    if (c->deployment->date_today) {
        char day[DATE_TEXT];
        date_format(worst->sets[VOCAB_DATE].first.low, day);
        layout_line(&speech.layout, 2, "Date: %s, today, since none was given.", day);
    }
}

void emit_text_summary(const struct emit_summary *summary, struct strbuf *out)
{
    static const enum eval_verdict order[] = {EVAL_PERMITTED, EVAL_PROHIBITED, EVAL_DISPUTED,
                                              EVAL_UNDETERMINED};
    size_t all = 0, said = 0;
    for (size_t v = 0; v < 4; v++)
        all += summary->verdicts[v];
    strbuf_printf(out, "%zu deployment%s:", all + summary->refused,
                  all + summary->refused == 1 ? "" : "s");
    for (size_t i = 0; i < 4; i++)
        if (summary->verdicts[order[i]])
            strbuf_printf(out, "%s %zu %s", said++ ? "," : "", summary->verdicts[order[i]],
                          name_verdict(order[i]));
    if (summary->refused)
        strbuf_printf(out, "%s %zu refused", said++ ? "," : "", summary->refused);
    if (summary->unresolved)
        strbuf_printf(out, "; %zu of them unresolved", summary->unresolved);
    if (summary->baselined)
        strbuf_printf(out, "; %zu of them in the baseline", summary->baselined);
    strbuf_char(out, '\n');
}
