/* html_verdict.c: a verdict on a page: what polc explain says, as elements.
 *
 * The sentences are those of the text (speech.h), kept instead of printed; which clause stands
 * under which heading is decided here. Of each clause that speaks: what it does and for whom, its
 * words, what satisfied it, its exceptions, what ranks above it; its condition line by line is
 * folded, since the sentences say it in short.
 */
#include "emit/html_parts.h"

#include "emit/case_duties.h"
#include "emit/view.h"

#include <inttypes.h>
#include <string.h>

#define CLAUSES_SHOWN 200u  /* of each effect */
#define EXCEPTIONS_SHOWN 50u
#define PLACEMENTS_SHOWN 100u
#define READINGS_SHOWN 16u
#define GROUNDS_SHOWN 10u   /* clauses under one reading */

static const enum eval_verdict worst_first[] = {EVAL_PROHIBITED, EVAL_UNDETERMINED, EVAL_DISPUTED,
                                                EVAL_PERMITTED};

/* A deployment being written: `speech` is of one of its boxes. */
struct writer {
    const struct emit_case *c;
    struct strbuf *out;
    struct speech speech;
    struct layout_lines kept;
};

static struct writer about(const struct emit_case *c, const struct emit_box *box,
                           struct strbuf *out)
{
    struct writer w = {.c = c, .out = out};
    w.speech = (struct speech){{c->table, c->evaluator, out->arena, box->sets},
                               layout_on(out, 0, true), box->result};
    return w;
}

/* ---- keeping what is said --------------------------------------------------------------------- */

/* What is said from here on is kept, until it is put as lists. */
static struct speech *keep(struct writer *w)
{
    memset(&w->kept, 0, sizeof w->kept);
    w->speech.layout.kept = &w->kept;
    return &w->speech;
}

static void put_kept(struct writer *w, const char *class)
{
    w->speech.layout.kept = NULL;
    html_lines(w->out, class, &w->kept);
}

/* ---- clauses -------------------------------------------------------------------------------- */

/* What a clause does, and to what extent. */
struct part {
    const char *class, *word; /* "prohibits" */
    const char *extent;       /* "under some readings"; "" for always */
};

static void put_norm(struct writer *w, uint32_t norm, struct part part)
{
    struct strbuf role = strbuf_new(w->out->arena), why = strbuf_new(w->out->arena);
    const char *words = table_text(w->c->table, w->c->table->norms[norm].text);
    strbuf_printf(w->out, "<section class=\"clause %s\">\n", part.class);
    html_clause_title(w->out, &(struct html_rules){w->c->table, "", ""},
                      w->c->table->norms[norm].clause, speech_place(w->c->table, norm));
    if (w->c->table->norms[norm].sign != SIGN_DUTY) /* its extent tells who owes whom */
        speech_role(&w->speech, norm, &role);
    strbuf_printf(w->out, "<p><span class=\"tag %s\">%s</span> ", part.class, part.word);
    markup_html(w->out, part.extent);
    strbuf_text(w->out, part.extent[0] && role.count ? "; " : "");
    markup_html(w->out, strbuf_string(&role));
    strbuf_text(w->out, "</p>\n");
    html_quote(w->out, words);
    speech_why(&w->speech, norm, &why);
    if (why.count)
        html_element(w->out, "p", "why", strbuf_string(&why));
    speech_exceptions(keep(w), norm, 0, EXCEPTIONS_SHOWN);
    put_kept(w, "excepts");
    explain_ranks(keep(w), norm, 0);
    put_kept(w, "ranks");
    strbuf_text(w->out, "<details><summary>its condition, line by line</summary>\n");
    explain_tree(keep(w), norm, 0);
    explain_breach(&w->speech, norm, 0);
    put_kept(w, "tree");
    strbuf_text(w->out, "</details>\n</section>\n");
}

static const struct eval_clause *spoken(const struct eval_result *result, uint32_t clause,
                                        enum norm_sign sign)
{
    for (size_t i = 0; i < result->clause_count; i++)
        if (result->clauses[i].clause == clause && result->clauses[i].sign == sign)
            return &result->clauses[i];
    return NULL;
}

/* Those that speak in any case, or those that do under some readings or facts. */
static void put_speaking_when(struct writer *w, const struct speech_norms *norms,
                              enum norm_sign sign, bool always)
{
    for (size_t i = 0; i < norms->count; i++) {
        uint32_t clause = w->c->table->norms[norms->items[i]].clause;
        const struct eval_clause *c = spoken(w->speech.result, clause, sign);
        if ((c->when == WHEN_ALWAYS) != always)
            continue;
        struct part part = {.class = sign == SIGN_PROHIBIT ? "prohibits" : "permits"};
        part.word = part.class;
        part.extent = arena_printf(w->out->arena, "%s%s%s", always ? "" : "under ",
                                   always ? "" : name_when(c->when),
                                   !c->contested ? ""
                                   : always      ? "contested, since its holders also permit it"
                                                 : ", contested, since its holders also permit it");
        put_norm(w, norms->items[i], part);
    }
}

static void put_speaking(struct writer *w, enum norm_sign sign)
{
    struct speech_norms norms = speech_norms(&w->speech, sign, TRUTH_MAYBE, CLAUSES_SHOWN);
    put_speaking_when(w, &norms, sign, true);
    put_speaking_when(w, &norms, sign, false);
    if (norms.more)
        strbuf_printf(w->out, "<p>And more: %zu clauses in all speak about it.</p>\n",
                      w->speech.result->clause_count);
}

/* Prohibitions that nothing is left of. */
static void put_lifted(struct writer *w)
{
    struct speech_lifters lifters;
    size_t shown = 0;
    for (size_t i = 0; speech_lifters(&w->speech, i, &lifters); i = lifters.end) {
        if (eval_norm_effective(w->c->evaluator, w->speech.asker.sets, lifters.norm) != TRUTH_NO
            || shown++ >= CLAUSES_SHOWN)
            continue; /* it stands with the clauses that speak */
        struct strbuf extent = strbuf_new(w->out->arena);
        strbuf_printf(&extent, "it %s prohibit, but for ",
                      lifters.met == TRUTH_YES ? "would" : "might");
        speech_lifter_names(&w->speech, &lifters, &extent);
        put_norm(w, lifters.norm, (struct part){"lifted", "lifted", strbuf_string(&extent)});
    }
}

static void put_due(struct writer *w)
{
    const struct eval_result *result = w->speech.result;
    for (size_t i = 0; i < result->duty_count && i < CLAUSES_SHOWN; i++) {
        uint32_t norm = result->duties[i].norm;
        const char *status = name_duty_status(result->duties[i].status);
        const char *owes = view_effect(w->c->table, w->out->arena, norm);
        put_norm(w, norm, (struct part){"owes", status, owes});
    }
}

static void put_clauses(struct writer *w)
{
    const struct eval_result *result = w->speech.result;
    if (!result->clause_count && !result->lifted_count && !result->duty_count)
        return;
    strbuf_text(w->out, "<h4>The clauses</h4>\n");
    put_speaking(w, SIGN_PROHIBIT);
    put_speaking(w, SIGN_PERMIT);
    put_lifted(w);
    put_due(w);
}

/* ---- readings ---------------------------------------------------------------------------------- */

/* `api_call` as read by Microsoft "the spirit: calling on" */
static void put_reading(struct writer *w, const struct eval_reading *row)
{
    const struct vocab *vocab = &w->c->table->vocab;
    const struct eval_result *result = w->speech.result;
    for (size_t t = 0; t < result->term_count; t++) {
        const struct vocab_term *term = &vocab->terms[result->terms[t]];
        const struct vocab_reading *reading =
            &vocab->readings[term->first_reading + row->readings[t]];
        strbuf_text(w->out, t ? "<br/>" : "");
        html_element(w->out, "code", "", vocab_string(vocab, term->name));
        strbuf_text(w->out, " as read by ");
        markup_html(w->out, vocab_string(vocab, reading->label));
        if (reading->gloss.length) {
            strbuf_char(w->out, ' ');
            html_element(w->out, "q", "", vocab_string(vocab, reading->gloss));
        }
    }
}

/* Each clause that decides under a reading, and why: below "by Alliance 2.1". */
static void put_grounds(struct writer *w)
{
    enum norm_sign sign = w->speech.result->verdict == EVAL_PERMITTED ? SIGN_PERMIT : SIGN_PROHIBIT;
    struct speech_norms norms = speech_norms(&w->speech, sign, TRUTH_MAYBE, GROUNDS_SHOWN);
    struct speech *speech = keep(w);
    if (w->speech.result->verdict == EVAL_PERMITTED)
        speech_lifted(speech, 0);
    for (size_t i = 0; i < norms.count; i++) {
        struct strbuf why = strbuf_new(w->out->arena);
        speech_why(speech, norms.items[i], &why);
        layout_line(&speech->layout, 0, "%s%s%s", name_norm(w->c->table, norms.items[i]),
                    why.count ? ": " : "", strbuf_string(&why));
        speech_exceptions(speech, norms.items[i], 2, EXCEPTIONS_SHOWN);
    }
    put_kept(w, "grounds");
}

static void put_reading_row(struct writer *w, const struct eval_reading *row)
{
    struct writer under = *w;
    struct strbuf summary = strbuf_new(w->out->arena);
    for (size_t t = 0; t < w->speech.result->term_count; t++) {
        uint32_t var = w->c->table->vocab.terms[w->speech.result->terms[t]].var;
        under.speech.asker = ask_within(&under.speech.asker, var, row->readings[t],
                                        row->readings[t]);
    }
    under.speech.result =
        eval_box_brief(w->c->evaluator, under.speech.asker.sets, w->out->arena);
    strbuf_text(w->out, "<tr><th scope=\"row\">");
    put_reading(w, row);
    strbuf_text(w->out, "</th><td data-h=\"verdict\">");
    html_verdict_badge(w->out, row->verdict);
    strbuf_text(w->out, "</td><td data-h=\"why\">");
    speech_summary(&under.speech, &summary);
    html_line(w->out, strbuf_string(&summary));
    put_grounds(&under);
    strbuf_text(w->out, "</td></tr>\n");
}

static void put_readings(struct writer *w)
{
    const struct eval_result *result = w->speech.result;
    if (!result->reading_count)
        return;
    strbuf_text(w->out, "<h4>By reading</h4>\n<div class=\"scroll\">\n<table class=\"readings\">\n"
                        "<thead><tr><th scope=\"col\">reading</th><th scope=\"col\">verdict</th>"
                        "<th scope=\"col\">why</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < result->reading_count && i < READINGS_SHOWN; i++)
        put_reading_row(w, &result->readings[i]);
    strbuf_text(w->out, "</tbody>\n</table>\n</div>\n");
    if (result->reading_count > READINGS_SHOWN)
        strbuf_printf(w->out, "<p>And %zu more combinations of readings.</p>\n",
                      result->reading_count - READINGS_SHOWN);
}

/* ---- a box --------------------------------------------------------------------------------- */

static void put_matters(struct writer *w)
{
    if (!w->speech.result->fact_count)
        return;
    strbuf_text(w->out, "<h4>What would settle it</h4>\n");
    speech_matters(keep(w), 0);
    put_kept(w, "matters");
}

static void put_box(struct writer *w)
{
    speech_budget(keep(w), 0);
    put_kept(w, "budget");
    put_readings(w);
    put_matters(w);
    speech_grants(keep(w), 0);
    put_kept(w, "grants");
    speech_options(keep(w), 0);
    put_kept(w, "options");
    put_clauses(w);
    speech_duties(keep(w), 0);
    speech_presumed(&w->speech, 0);
    put_kept(w, "after");
}

/* The verdict's word, and what it comes from. */
static void put_verdict(struct writer *w)
{
    struct strbuf summary = strbuf_new(w->out->arena);
    html_verdict_badge(w->out, w->speech.result->verdict);
    strbuf_char(w->out, ' ');
    speech_summary(&w->speech, &summary);
    html_line(w->out, strbuf_string(&summary));
}

/* ---- placements -------------------------------------------------------------------------------- */

/* What is owed in any of them; then each of them folded, the worst first. */
static void put_placements(const struct emit_case *c, struct strbuf *out)
{
    size_t shown = 0;
    struct case_duties duties = case_duties(c, out->arena);
    struct writer all = about(c, &c->boxes[c->worst], out);
    speech_case_duties(c, &duties, keep(&all), 0);
    put_kept(&all, "after");
    strbuf_printf(out, "<h4>%zu placements, the worst first</h4>\n", c->box_count);
    for (size_t v = 0; v < 4; v++) {
        for (size_t i = 0; i < c->box_count; i++) {
            if (c->boxes[i].result->verdict != worst_first[v] || shown >= PLACEMENTS_SHOWN)
                continue;
            struct writer w = about(c, &c->boxes[i], out);
            strbuf_printf(out, "<details class=\"placement %s\"%s><summary>",
                          name_verdict(worst_first[v]), shown++ ? "" : " open=\"open\"");
            strbuf_text(out, "<b>");
            markup_html_name(out, c->boxes[i].label);
            strbuf_text(out, "</b> ");
            put_verdict(&w);
            strbuf_text(out, "</summary>\n");
            put_box(&w);
            strbuf_text(out, "</details>\n");
        }
    }
    if (c->box_count > shown)
        strbuf_printf(out, "<p>And %zu more placements, none of them worse.</p>\n",
                      c->box_count - shown);
}

static void put_title(struct writer *w)
{
    char day[DATE_TEXT];
    date_format(w->speech.asker.sets[VOCAB_DATE].first.low, day);
    strbuf_text(w->out, "<header>\n<h3>");
    markup_html_name(w->out, w->c->deployment->name);
    strbuf_text(w->out, "</h3><p class=\"verdict\">");
    put_verdict(w);
    strbuf_text(w->out, "</p>\n<p class=\"place\">");
    markup_html_name(w->out, w->c->deployment->file);
    strbuf_printf(w->out, ":%" PRIu64 ", on <time>%s</time>%s</p>\n</header>\n", w->c->deployment->line, day,
                  w->c->deployment->date_today ? ", today, since none was given" : "");
}

void emit_html_case(const struct emit_case *c, struct strbuf *out)
{
    const struct emit_box *worst = &c->boxes[c->worst];
    struct writer w = about(c, worst, out);
    strbuf_printf(out, "<article class=\"case item %s\" data-k=\"%s\">\n",
                  name_verdict(worst->result->verdict), name_verdict(worst->result->verdict));
    put_title(&w);
    if (c->box_count > 1)
        put_placements(c, out);
    else
        put_box(&w);
    for (size_t i = 0; i < c->known_count; i++) {
        struct strbuf known = strbuf_new(out->arena);
        speech_known(&c->known[i], &known);
        html_element(out, "p", "", strbuf_string(&known));
        strbuf_char(out, '\n');
    }
    strbuf_text(out, "</article>\n");
}

/* ---- the page ---------------------------------------------------------------------------------- */

void emit_html_begin(const struct table *table, struct strbuf *out)
{
    html_head(out, table_text(table, table->meta->name.offset), "verdicts");
    html_about(out, table, "Verdicts and decision table");
    html_nav(out, (const struct html_part[]){{"rules", "Decision table"}, {NULL, NULL}});
    html_main(out);
    strbuf_text(out, "<section class=\"verdicts\" aria-labelledby=\"verdicts\">\n"
                     "<h2 id=\"verdicts\">Verdicts</h2>\n");
    html_items_begin(out, &(struct html_items){"deployment", "deployments", "Filter the verdicts",
                                               true});
    for (size_t i = 0; i < 4; i++)
        html_check(out, name_verdict(worst_first[i]), name_verdict(worst_first[i]));
    html_items_end(out, "a name, a clause", "");
}

/* Behind the verdicts in the document, since it is known only then; the style shows it above. */
static void put_summary(const struct emit_summary *summary, struct strbuf *out)
{
    size_t all = summary->refused;
    for (size_t v = 0; v < 4; v++)
        all += summary->verdicts[v];
    strbuf_printf(out, "<p class=\"summary\"><b>%zu deployment%s</b>", all, all == 1 ? "" : "s");
    for (size_t i = 0; i < 4; i++)
        html_count(out, summary->verdicts[worst_first[i]], name_verdict(worst_first[i]),
                   name_verdict(worst_first[i]));
    if (summary->unresolved)
        strbuf_printf(out, " <span>%zu unresolved</span>", summary->unresolved);
    if (summary->baselined)
        strbuf_printf(out, " <span>%zu in the baseline</span>", summary->baselined);
    if (summary->refused)
        strbuf_printf(out, " <span>%zu refused, because of errors in them</span>",
                      summary->refused);
    strbuf_text(out, "</p>\n");
}

void emit_html_end(const struct table *table, const struct emit_summary *summary,
                   struct strbuf *out)
{
    put_summary(summary, out);
    strbuf_text(out, "</section>\n");
    html_rules(out, &(struct html_rules){table, "", "Decision table"});
    html_foot(out);
}
