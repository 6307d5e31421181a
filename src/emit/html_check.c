/* html_check.c: what `polc check` found, on a page.
 *
 * A diagnostic knows spans. Where the policy has no errors, the clause in which a span stands is
 * found by its place, and everything that is said about one clause stands in one box: its name,
 * which leads to the decision table, what it does, the contract's words, the marked lines of the
 * policy. A note that only repeats these words is left out. What stands in no clause, such as a
 * waiver or a term, is marked without a box.
 */
#include "emit/html_parts.h"

#include "diag/utf8.h"

#include <string.h>

#define SPANS (1 + DIAG_LABELS)
#define SENTENCES_SHOWN 6u /* of a clause */

enum group { GROUP_ERRORS, GROUP_WARNINGS, GROUP_HINTS, GROUP_OPEN, GROUP_ACCEPTED, GROUPS };

static const struct {
    const char *key, *word, *heading;
} groups[GROUPS] = {
    {"error", "error", "Errors"},          {"warning", "warning", "Warnings"},
    {"hint", "hint", "Hints"},             {"open", "left open", "Left open"},
    {"accepted", "accepted", "Accepted"},
};

struct page {
    const struct emit_check *check;
    struct strbuf *out;
    struct html_rules rules;
    struct html_texts texts;
    struct span *extents; /* of each clause, with all its sentences */
    VEC(struct diag *) found[GROUPS];
};

/* ---- clauses ---------------------------------------------------------------------------------- */

/* What stands in another file than the clause's head does not count. */
static void extend(struct page *p, uint32_t clause, struct span span)
{
    struct span *extent = &p->extents[clause];
    if (span.source == extent->source)
        *extent = span_join(*extent, span);
}

static void find_extents(struct page *p)
{
    const struct model *m = p->check->model;
    if (!m || !p->check->table)
        return;
    p->extents = ARENA_ARRAY(p->out->arena, struct span, m->clauses.count + 1);
    for (size_t c = 0; c < m->clauses.count; c++)
        p->extents[c] = m->clauses.items[c].span;
    for (size_t n = 0; n < m->norms.count; n++)
        extend(p, m->norms.items[n].clause, m->norms.items[n].span);
    for (size_t i = 0; i < m->lifts.count; i++)
        extend(p, m->lifts.items[i].clause, m->lifts.items[i].span);
}

static bool holds(struct span outer, struct span inner)
{
    return outer.source == inner.source && outer.begin <= inner.begin && inner.begin < outer.end;
}

static uint32_t clause_at(const struct page *p, struct span span)
{
    for (size_t c = 0; p->extents && span.source != SOURCE_NONE && c < p->check->model->clauses.count; c++)
        if (holds(p->extents[c], span))
            return (uint32_t)c;
    return IR_NONE;
}

/* The first sentence of a clause in which something stands; NULL: it is the clause's head. */
static const struct model_norm *norm_at(const struct page *p, uint32_t clause, struct span span)
{
    const struct model *m = p->check->model;
    for (size_t n = 0; n < m->norms.count; n++)
        if (m->norms.items[n].clause == clause && holds(m->norms.items[n].span, span))
            return &m->norms.items[n];
    return NULL;
}

/* What a clause does: the sentence that is meant, or all of them where its head is. */
static void put_effects(struct page *p, uint32_t clause, struct span span)
{
    const struct model *m = p->check->model;
    size_t said = 0;
    bool all = !norm_at(p, clause, span);
    for (size_t n = 0; n < m->norms.count; n++) {
        const struct model_norm *norm = &m->norms.items[n];
        if (norm->clause != clause || !(all || holds(norm->span, span)) || said++ >= SENTENCES_SHOWN)
            continue;
        strbuf_text(p->out, "<p>");
        html_effect(p->out, p->check->table, (uint32_t)n);
        strbuf_text(p->out, "</p>\n");
    }
}

/* ---- one finding -------------------------------------------------------------------------------- */

struct places {
    struct span spans[SPANS];
    const char *labels[SPANS];
    uint32_t clauses[SPANS];
    size_t count;
};

static struct places places_of(const struct page *p, const struct diag *d)
{
    struct places places = {.spans = {d->span}, .labels = {""}, .count = 1};
    for (size_t i = 0; i < d->label_count; i++) {
        places.spans[places.count] = d->labels[i].span;
        places.labels[places.count++] = d->labels[i].text;
    }
    for (size_t i = 0; i < places.count; i++)
        places.clauses[i] = clause_at(p, places.spans[i]);
    return places;
}

static bool told_before(const struct places *places, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (places->clauses[i] == places->clauses[at])
            return places->clauses[at] != IR_NONE;
    return false;
}

/* All marks in one clause, in the order of the finding. */
static void put_box(struct page *p, const struct places *places, size_t first)
{
    uint32_t clause = places->clauses[first];
    const struct model_norm *norm = norm_at(p, clause, places->spans[first]);
    strbuf_printf(p->out, "<section class=\"clause %s\">\n", norm ? name_sign(norm->sign) : "");
    html_clause_title(p->out, &p->rules, clause, IR_NONE); /* its lines tell where it is */
    put_effects(p, clause, places->spans[first]);
    html_quote(p->out, p->check->model->clauses.items[clause].text);
    for (size_t i = first; i < places->count; i++) {
        struct html_mark mark = {places->spans[i], places->spans[i], i ? "other" : "cause",
                                 places->labels[i]};
        if (i == first && norm)
            mark.around = norm->span;
        if (places->clauses[i] == clause)
            html_excerpt(p->out, &p->texts, &mark);
    }
    strbuf_text(p->out, "</section>\n");
}

static void put_places(struct page *p, const struct places *places)
{
    size_t boxes = 0, anywhere = 0;
    for (size_t i = 0; i < places->count; i++)
        anywhere += places->spans[i].source != SOURCE_NONE;
    if (!anywhere) /* the policy as a whole */
        return;
    for (size_t i = 0; i < places->count; i++)
        boxes += places->clauses[i] != IR_NONE && !told_before(places, i);
    strbuf_text(p->out, boxes == 0   ? "<h4>Where it stands</h4>\n<div class=\"beside\">\n"
                        : boxes == 1 ? "<h4>The clause</h4>\n<div class=\"beside\">\n"
                                     : "<h4>The clauses</h4>\n<div class=\"beside\">\n");
    for (size_t i = 0; i < places->count; i++) {
        if (places->clauses[i] == IR_NONE)
            html_excerpt(p->out, &p->texts,
                         &(struct html_mark){places->spans[i], places->spans[i],
                                             i ? "other" : "cause", places->labels[i]});
        else if (!told_before(places, i))
            put_box(p, places, i);
    }
    strbuf_text(p->out, "</div>\n");
}

/* `Alliance 2.1: "the words"`, of a clause that has a box with them? */
static bool repeats(const struct page *p, const struct places *places, const char *note)
{
    for (size_t i = 0; i < places->count; i++) {
        if (places->clauses[i] == IR_NONE)
            continue;
        const struct model_clause *clause = &p->check->model->clauses.items[places->clauses[i]];
        size_t length = strlen(clause->title);
        if (strncmp(note, clause->title, length) != 0 || strncmp(note + length, ": \"", 3) != 0)
            continue;
        const char *words = note + length + 3;
        size_t said = strlen(words);
        if (said > 0 && strstr(clause->text, arena_string(p->out->arena, words, said - 1)))
            return true;
    }
    return false;
}

static void put_notes(struct page *p, const struct diag *d, const struct places *places, bool help)
{
    bool any = false;
    for (size_t i = 0; i < d->note_count; i++) {
        if (d->notes[i].help != help || (!help && repeats(p, places, d->notes[i].text)))
            continue;
        if (!any && help)
            strbuf_text(p->out, "<h4>What to do</h4>\n");
        strbuf_printf(p->out, "%s<li>", any                   ? "\n"
                                        : help ? "<ul class=\"advice\">" : "<ul class=\"notes\">");
        html_sentence(p->out, utf8_visible(p->out->arena, d->notes[i].text));
        strbuf_text(p->out, "</li>");
        any = true;
    }
    for (size_t i = 0; i < d->label_count && !help; i++) {
        if (sources_get(p->texts.sources, d->labels[i].span.source))
            continue; /* it stands at its place */
        strbuf_text(p->out, any ? "\n<li>" : "<ul class=\"notes\"><li>");
        html_sentence(p->out, utf8_visible(p->out->arena, d->labels[i].text));
        strbuf_text(p->out, "</li>");
        any = true;
    }
    strbuf_text(p->out, any ? "</ul>\n" : "");
}

/* `--deny` made an error of what a budget left open. */
static bool fails_left_open(const struct diag *d, enum group group)
{
    return group == GROUP_OPEN && d->severity == DIAG_ERROR;
}

static void put_head(struct page *p, const struct diag *d, enum group group)
{
    struct strbuf *out = p->out;
    strbuf_text(out, "<header>\n<h3>");
    html_sentence(out, utf8_visible(out->arena, d->message));
    strbuf_text(out, "</h3>\n<p class=\"verdict\">");
    if (fails_left_open(d, group)) {
        html_badge(out, groups[GROUP_ERRORS].key, groups[GROUP_ERRORS].word);
        strbuf_char(out, ' ');
    }
    html_badge(out, groups[group].key, groups[group].word);
    strbuf_printf(out, " <b>%s</b> ", diag_code_id(d->code));
    markup_html(out, diag_code_title(d->code));
    strbuf_text(out, "</p>\n");
    if (d->accepted) {
        strbuf_text(out, "<p class=\"by\">Accepted by ");
        markup_html(out, utf8_visible(out->arena, d->accepted));
        strbuf_text(out, "</p>\n");
    }
    strbuf_text(out, "</header>\n");
}

static void put_finding(struct page *p, const struct diag *d, enum group group)
{
    struct places places = places_of(p, d);
    bool fails = fails_left_open(d, group);
    strbuf_printf(p->out, "<article class=\"case item %s\" data-k=\"%s%s %s\">\n",
                  groups[fails ? GROUP_ERRORS : group].key, groups[group].key,
                  fails ? " error" : "", diag_code_id(d->code));
    put_head(p, d, group);
    put_places(p, &places);
    put_notes(p, d, &places, false);
    if (d->witness) {
        strbuf_text(p->out, "<h4>A deployment that shows it</h4>\n");
        html_witness(p->out, d->witness);
    }
    put_notes(p, d, &places, true);
    strbuf_printf(p->out, "<details><summary>What %s means</summary>\n<p>", diag_code_id(d->code));
    html_words(p->out, diag_code_text(d->code));
    strbuf_text(p->out, "</p></details>\n</article>\n");
}

/* ---- all of them ------------------------------------------------------------------------------- */

static enum group group_of(const struct diag *d)
{
    switch (d->severity) {
    case DIAG_ERROR:
        return GROUP_ERRORS;
    case DIAG_WARNING:
        return GROUP_WARNINGS;
    case DIAG_HINT:
        return GROUP_HINTS;
    }
    return GROUP_ERRORS;
}

static void take(struct page *p, enum group group, struct diag *d)
{
    VEC_PUSH(p->out->arena, &p->found[group], d);
}

/* What stands for all that were left open is told one by one. */
static void sort_out(struct page *p)
{
    struct findings_aside *aside = p->check->aside;
    diags_sort(p->check->diags);
    diags_sort(&aside->open);
    diags_sort(&aside->accepted);
    for (size_t i = 0; i < p->check->diags->list.count; i++) {
        struct diag *d = p->check->diags->list.items[i];
        if (d->code != DIAG_UNRESOLVED || aside->open.list.count == 0)
            take(p, group_of(d), d);
    }
    for (size_t i = 0; i < aside->open.list.count; i++)
        take(p, GROUP_OPEN, aside->open.list.items[i]);
    for (size_t i = 0; i < aside->accepted.list.count; i++)
        take(p, GROUP_ACCEPTED, aside->accepted.list.items[i]);
}

static void put_summary(struct page *p)
{
    size_t all = 0;
    for (int g = 0; g < GROUP_ACCEPTED; g++)
        all += p->found[g].count;
    if (all == 0)
        strbuf_text(p->out, "<p class=\"summary\"><b>Nothing to object to</b>");
    else
        strbuf_printf(p->out, "<p class=\"summary\"><b>%zu finding%s</b>", all, all == 1 ? "" : "s");
    for (int g = 0; g < GROUPS; g++)
        html_count(p->out, p->found[g].count, groups[g].key, groups[g].word);
    strbuf_text(p->out, "</p>\n");
    if (p->check->diags->dropped)
        strbuf_printf(p->out, "<p>Only the first ones are shown: there are %zu more.</p>\n",
                      p->check->diags->dropped);
}

static void put_codes(struct page *p)
{
    bool found[DIAG_CODE_COUNT] = {false};
    size_t count = 0;
    for (int g = 0; g < GROUPS; g++)
        for (size_t i = 0; i < p->found[g].count; i++) {
            count += !found[p->found[g].items[i]->code];
            found[p->found[g].items[i]->code] = true;
        }
    if (count < 2)
        return;
    html_choice_begin(p->out, "finding");
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        const char *id = diag_code_id((enum diag_code)c);
        if (found[c])
            html_choice(p->out, id, arena_printf(p->out->arena, "%s %s", id,
                                                 diag_code_title((enum diag_code)c)));
    }
    html_choice_end(p->out);
}

static void put_filters(struct page *p)
{
    html_items_begin(p->out, &(struct html_items){"finding", "findings", "Filter the findings", true});
    for (int g = 0; g < GROUPS; g++)
        if (p->found[g].count)
            html_check(p->out, groups[g].key, groups[g].word);
    put_codes(p);
    html_items_end(p->out, "a clause, a value", "");
}

static void put_group(struct page *p, enum group group)
{
    if (!p->found[group].count)
        return;
    strbuf_printf(p->out, "<section class=\"group\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n",
                  groups[group].key, groups[group].key, groups[group].heading);
    for (size_t i = 0; i < p->found[group].count; i++)
        put_finding(p, p->found[group].items[i], group);
    strbuf_text(p->out, "</section>\n");
}

/* The findings are written first, apart: they decide which texts there are. */
static void put_findings(struct page *p)
{
    size_t all = 0;
    for (int g = 0; g < GROUPS; g++)
        all += p->found[g].count;
    put_summary(p);
    if (all > 1)
        put_filters(p);
    for (int g = 0; g < GROUPS; g++)
        put_group(p, (enum group)g);
}

static void put_page_head(struct page *p, struct strbuf *out)
{
    struct html_part parts[3] = {{0}};
    size_t count = 0;
    html_head(out, p->check->name, "findings");
    if (p->check->table)
        html_about(out, p->check->table, "Findings");
    else
        strbuf_text(out, "<p>Findings. The policy has errors, and so there is no decision table.</p>\n");
    if (p->check->table)
        parts[count++] = (struct html_part){"rules", "Decision table"};
    if (html_texts_any(&p->texts))
        parts[count++] = (struct html_part){"texts", "Policy text"};
    html_nav(out, parts);
    html_main(out);
}

void emit_html_check(const struct emit_check *check, struct strbuf *out)
{
    struct strbuf findings = strbuf_new(out->arena);
    struct page p = {.check = check, .out = &findings,
                     .rules = {check->table, "", "Decision table"}};
    html_texts_init(&p.texts, out->arena, check->diags->sources);
    find_extents(&p);
    sort_out(&p);
    put_findings(&p);
    put_page_head(&p, out);
    strbuf_bytes(out, findings.items, findings.count);
    if (check->table)
        html_rules(out, &p.rules);
    if (html_texts_any(&p.texts))
        html_texts(out, &p.texts);
    html_foot(out);
}
