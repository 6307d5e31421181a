/* html_diff.c: the differences of two policies on a page.
 *
 * The groups are those of the text (diff_groups.c). Each has both verdicts side by side, with the
 * clauses that they come from in the words of their own policy; a clause leads to its rules in
 * the table of that policy, and both tables stand below.
 */
#include "emit/html_diff_parts.h"

#include "emit/witness.h"

#include <inttypes.h>

#define CLAUSES_SHOWN 8u  /* of a side */
#define REGIONS_SHOWN 200u /* of a group, a duty or a clause */

static const char *const side_words[DIFF_SIDES] = {"old policy", "new policy"};

static struct strbuf buffer(const struct html_diff *p)
{
    return strbuf_new(p->out->arena);
}

/* ---- one side ------------------------------------------------------------------------------------- */

static void begin_box(struct html_diff *p, enum diff_side side, uint32_t norm, const char *class)
{
    const struct table_norm *n = &p->diff->table[side]->norms[norm];
    strbuf_printf(p->out, "<section class=\"clause %s\">\n", class);
    html_clause_title(p->out, &p->rules[side], n->clause, n->place);
}

static void end_box(struct html_diff *p, enum diff_side side, uint32_t norm)
{
    const struct table *t = p->diff->table[side];
    html_quote(p->out, table_text(t, t->norms[norm].text));
    strbuf_text(p->out, "</section>\n");
}

static void put_clause(struct html_diff *p, enum diff_side side, const struct diff_clause *clause)
{
    begin_box(p, side, clause->norm, name_sign(clause->sign));
    strbuf_text(p->out, "<p>");
    html_effect(p->out, p->diff->table[side], clause->norm);
    if (clause->when == DIFF_SOME_READINGS)
        strbuf_text(p->out, ", under some readings");
    if (clause->when == DIFF_SOMEWHERE)
        strbuf_text(p->out, ", for some of these deployments");
    strbuf_text(p->out, clause->contested ? ", contested</p>\n" : "</p>\n");
    end_box(p, side, clause->norm);
}

/* `parts`: there not everywhere. */
static void put_lifted(struct html_diff *p, enum diff_side side, const struct eval_lifted *lifted, bool parts)
{
    const struct table *t = p->diff->table[side];
    struct strbuf by = buffer(p);
    if (lifted->by_node == IR_NONE)
        strbuf_text(&by, name_norm(t, lifted->by_norm));
    else
        name_defeater(t, lifted->by_node, &by);
    begin_box(p, side, lifted->norm, "lifted");
    strbuf_text(p->out, "<p><span class=\"tag lifted\">lifted</span> by ");
    markup_html(p->out, strbuf_string(&by));
    strbuf_text(p->out, parts ? ", in parts</p>\n" : "</p>\n");
    end_box(p, side, lifted->norm);
}

/* Of a prohibition what permits is of no interest, nor what is lifted. */
static void put_boxes(struct html_diff *p, enum diff_side side, const struct diff_region *region)
{
    const struct diff_reasons *r = &region->reasons[side];
    bool prohibited = region->results[side]->verdict == EVAL_PROHIBITED;
    size_t shown = 0;
    for (size_t i = 0; i < r->clause_count; i++)
        if (!(prohibited && r->clauses[i].sign == SIGN_PERMIT) && shown++ < CLAUSES_SHOWN)
            put_clause(p, side, &r->clauses[i]);
    if (r->lifted && shown++ < CLAUSES_SHOWN)
        put_lifted(p, side, r->lifted, false);
    for (size_t i = 0; i < r->in_parts_count; i++)
        if (shown++ < CLAUSES_SHOWN)
            put_lifted(p, side, &r->in_parts[i], true);
    if (shown > CLAUSES_SHOWN)
        strbuf_printf(p->out, "<p>And %zu more.</p>\n", shown - CLAUSES_SHOWN);
}

static void put_side(struct html_diff *p, enum diff_side side, const struct diff_region *region)
{
    struct strbuf reason = buffer(p);
    strbuf_printf(p->out, "<section class=\"side\">\n<h4>%s</h4>\n<p class=\"verdict\">",
                  side_words[side]);
    html_verdict_badge(p->out, region->results[side]->verdict);
    strbuf_char(p->out, ' ');
    diff_reason(p->diff, region, side, &reason);
    html_words(p->out, strbuf_string(&reason));
    strbuf_text(p->out, "</p>\n");
    put_boxes(p, side, region);
    strbuf_text(p->out, "</section>\n");
}

static void put_witness(struct html_diff *p, const struct diff_region *region)
{
    struct arena *arena = p->out->arena;
    struct strbuf new = buffer(p), old = buffer(p);
    struct witness before;
    strbuf_text(p->out, "<h4>For example</h4>\n");
    witness_yaml(p->diff->table[DIFF_NEW], arena, &region->witness[DIFF_NEW], &new);
    html_witness(p->out, strbuf_string(&new));
    if (!diff_old_witness(p->diff, arena, region, &before))
        return;
    strbuf_text(p->out, "<p>and, for the old policy,</p>\n");
    witness_yaml(p->diff->table[DIFF_OLD], arena, &before, &old);
    html_witness(p->out, strbuf_string(&old));
}

/* ---- regions -------------------------------------------------------------------------------------- */

static void put_parts(struct html_diff *p, const struct diff_group *group)
{
    strbuf_text(p->out, group->common_count ? "<p>and one of</p>\n<ul class=\"parts\">\n"
                                            : "<p>One of</p>\n<ul class=\"parts\">\n");
    for (size_t i = 0; i < group->count && i < REGIONS_SHOWN; i++) {
        strbuf_text(p->out, "<li class=\"part\"");
        html_diff_accepts(p, group->regions[i]);
        strbuf_char(p->out, '>');
        html_words(p->out, group->apart[i]);
        strbuf_text(p->out, "</li>\n");
    }
    strbuf_text(p->out, "</ul>\n");
    if (group->count > REGIONS_SHOWN)
        strbuf_printf(p->out, "<p>And %zu more, which the JSON lists.</p>\n",
                      group->count - REGIONS_SHOWN);
}

static void put_where(struct html_diff *p, const struct diff_group *group)
{
    if (group->common_count)
        strbuf_text(p->out, "<ul class=\"conditions\">");
    for (size_t i = 0; i < group->common_count; i++) {
        strbuf_text(p->out, "<li>");
        html_words(p->out, group->common[i]);
        strbuf_text(p->out, "</li> ");
    }
    strbuf_text(p->out, group->common_count ? "</ul>\n" : "");
    if (group->count > 1)
        put_parts(p, group);
    else if (!group->common_count)
        strbuf_text(p->out, "<p>Every deployment.</p>\n");
}

static void put_group(struct html_diff *p, const struct diff_group *group, enum diff_tag tag)
{
    const struct diff_region *first = group->regions[0];
    const char *key = change_id((enum remark_change)tag);
    strbuf_printf(p->out, "<article class=\"case item %s\" data-k=\"%s\"", key, key);
    if (group->count == 1)
        html_diff_accepts(p, first);
    strbuf_text(p->out, ">\n<header>\n<h3>");
    html_sentence(p->out, group->verdicts);
    strbuf_text(p->out, "</h3>\n<p class=\"verdict\">");
    html_badge(p->out, key, diff_tag_name(tag));
    if (group->count > 1)
        strbuf_printf(p->out, " %zu sets of deployments", group->count);
    strbuf_text(p->out, "</p>\n</header>\n<h4>Where</h4>\n");
    put_where(p, group);
    strbuf_text(p->out, "<div class=\"beside\">\n");
    for (int s = 0; s < DIFF_SIDES; s++)
        put_side(p, (enum diff_side)s, first);
    strbuf_text(p->out, "</div>\n");
    put_witness(p, first);
    strbuf_text(p->out, "</article>\n");
}

static void begin_section(struct html_diff *p, enum remark_change change)
{
    const char *id = change_id(change);
    strbuf_printf(p->out, "<section class=\"group\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n",
                  id, id,
                  change == CHANGE_FLIPPED ? "Deployments that get another verdict"
                                           : change_title(change));
    html_element(p->out, "p", "lead", change_text(change));
    strbuf_char(p->out, '\n');
}

static void put_tag(struct html_diff *p, enum diff_tag tag, const size_t *order, size_t count)
{
    struct diff_groups groups = diff_groups(p->diff, p->out->arena, order, count);
    if (!count)
        return;
    begin_section(p, (enum remark_change)tag);
    for (size_t i = 0; i < groups.count; i++)
        put_group(p, &groups.items[i], tag);
    strbuf_text(p->out, "</section>\n");
}

/* ---- real deployments ------------------------------------------------------------------------------ */

static void put_flip(struct html_diff *p, const struct emit_flip *flip)
{
    strbuf_text(p->out, "<tr class=\"item\" data-k=\"flipped\"><th scope=\"row\">");
    markup_html(p->out, flip->deployment);
    strbuf_text(p->out, " <span class=\"place\">");
    markup_html(p->out, flip->file);
    strbuf_printf(p->out, ":%" PRIu64 "</span></th><td data-h=\"was\">", flip->line);
    html_verdict_badge(p->out, flip->was);
    strbuf_text(p->out, "</td><td data-h=\"is\">");
    html_verdict_badge(p->out, flip->now);
    strbuf_text(p->out, "</td></tr>\n");
}

static void put_assumed(struct html_diff *p, const char *assumed)
{
    if (!*assumed)
        return;
    strbuf_text(p->out, "<p>");
    html_sentence(p->out, assumed);
    strbuf_text(p->out, ".</p>\n");
}

static void put_flips(struct html_diff *p)
{
    const struct emit_diff *v = p->view;
    const char *assumed = diff_assumed(v, p->out->arena);
    if (!v->read)
        return;
    if (!v->flip_count) {
        strbuf_printf(p->out, "<p>None of the %zu deployments compared gets another verdict.</p>\n",
                      v->read);
        put_assumed(p, assumed);
        return;
    }
    begin_section(p, CHANGE_FLIPPED);
    strbuf_printf(p->out, "<p>%zu of %zu %s another verdict.</p>\n<div class=\"scroll\">\n"
                          "<table class=\"rows\" aria-labelledby=\"flipped\">\n<thead><tr>"
                          "<th scope=\"col\">deployment</th><th scope=\"col\">was</th>"
                          "<th scope=\"col\">is</th></tr></thead>\n<tbody>\n",
                  v->flip_count, v->read, v->flip_count == 1 ? "gets" : "get");
    for (size_t i = 0; i < v->flip_count; i++)
        put_flip(p, &v->flips[i]);
    strbuf_text(p->out, "</tbody>\n</table>\n</div>\n");
    put_assumed(p, assumed);
    strbuf_text(p->out, "</section>\n");
}

/* ---- duties and clauses ---------------------------------------------------------------------------- */

static void end_head(struct html_diff *p, enum remark_change change)
{
    strbuf_text(p->out, "</h3>\n<p class=\"verdict\">");
    html_badge(p->out, change_id(change), change_id(change));
    strbuf_text(p->out, "</p>\n</header>\n<ul>\n");
}

static void begin_change(struct html_diff *p, enum remark_change change)
{
    strbuf_printf(p->out, "<article class=\"case item %s\" data-k=\"%s\">\n<header>\n<h3>",
                  change_id(change), change_id(change));
}

static void put_more(struct html_diff *p, const struct diff_regions *regions)
{
    if (regions->count > REGIONS_SHOWN)
        strbuf_printf(p->out, "<p>And %zu other sets of deployments.</p>\n",
                      regions->count - REGIONS_SHOWN);
    if (regions->open)
        strbuf_text(p->out, "<p>The budget ran out: there may be more.</p>\n");
    strbuf_text(p->out, "</article>\n");
}

static void put_duty(struct html_diff *p, const struct diff_change *change)
{
    enum diff_side side = diff_side_of(change);
    struct strbuf duty = buffer(p);
    diff_duty(p->diff, p->out->arena, change, &duty);
    begin_change(p, CHANGE_DUTIES);
    markup_html(p->out, strbuf_string(&duty));
    end_head(p, CHANGE_DUTIES);
    for (size_t i = 0; i < change->regions.count && i < REGIONS_SHOWN; i++) {
        struct strbuf where = buffer(p);
        diff_where(p->diff, p->out->arena, &change->regions.items[i], &where);
        strbuf_printf(p->out, "<li><b>%s</b>: ", diff_duty_change(&change->regions.items[i]));
        html_words(p->out, strbuf_string(&where));
        strbuf_char(p->out, '\n');
        put_witness(p, &change->regions.items[i]);
        strbuf_text(p->out, "</li>\n");
    }
    strbuf_text(p->out, "</ul>\n<h4>The clause</h4>\n");
    begin_box(p, side, change->id[side], "owes");
    end_box(p, side, change->id[side]);
    put_more(p, &change->regions);
}

static void put_changed_clause(struct html_diff *p, const struct diff_change *change)
{
    enum diff_side side = diff_side_of(change);
    begin_change(p, CHANGE_CLAUSES);
    html_clause_link(p->out, &p->rules[side], change->id[side]);
    end_head(p, CHANGE_CLAUSES);
    for (size_t i = 0; i < change->regions.count && i < REGIONS_SHOWN; i++) {
        const struct diff_region *region = &change->regions.items[i];
        struct strbuf effect = buffer(p), where = buffer(p);
        diff_effect(p->diff, change, region, &effect);
        diff_where(p->diff, p->out->arena, region, &where);
        strbuf_text(p->out, "<li><b>");
        markup_html(p->out, strbuf_string(&effect));
        strbuf_text(p->out, "</b>: ");
        html_words(p->out, strbuf_string(&where));
        strbuf_text(p->out, "; still ");
        html_verdict_badge(p->out, diff_verdict(region->verdict));
        strbuf_char(p->out, '\n');
        put_witness(p, region);
        strbuf_text(p->out, "</li>\n");
    }
    strbuf_text(p->out, "</ul>\n");
    put_more(p, &change->regions);
}

static void put_changes(struct html_diff *p)
{
    const struct diff *d = p->diff;
    if (d->duties.count)
        begin_section(p, CHANGE_DUTIES);
    for (size_t i = 0; i < d->duties.count; i++)
        put_duty(p, &d->duties.items[i]);
    strbuf_text(p->out, d->duties.count ? "</section>\n" : "");
    if (d->clauses.count)
        begin_section(p, CHANGE_CLAUSES);
    for (size_t i = 0; i < d->clauses.count; i++)
        put_changed_clause(p, &d->clauses.items[i]);
    strbuf_text(p->out, d->clauses.count ? "</section>\n" : "");
}

static void put_renamed(struct html_diff *p)
{
    const struct diff *d = p->diff;
    if (!d->renamed.count)
        return;
    strbuf_text(p->out, "<section aria-labelledby=\"renamed\">\n"
                        "<h2 id=\"renamed\">Clauses under another title</h2>\n<ul>\n");
    for (size_t i = 0; i < d->renamed.count; i++) {
        strbuf_text(p->out, "<li>");
        html_clause_link(p->out, &p->rules[DIFF_OLD], d->renamed.items[i].clause[DIFF_OLD]);
        strbuf_text(p->out, " is now ");
        html_clause_link(p->out, &p->rules[DIFF_NEW], d->renamed.items[i].clause[DIFF_NEW]);
        strbuf_text(p->out, "</li>\n");
    }
    strbuf_text(p->out, "</ul>\n</section>\n");
}

static void put_vocabulary(struct html_diff *p)
{
    const struct diff *d = p->diff;
    if (!d->words.count)
        return;
    begin_section(p, CHANGE_VOCABULARY);
    strbuf_text(p->out, "<ul>\n");
    for (size_t i = 0; i < d->words.count; i++) {
        struct strbuf word = buffer(p);
        diff_word(d, p->out->arena, &d->words.items[i], &word);
        strbuf_text(p->out, "<li>");
        html_sentence(p->out, strbuf_string(&word));
        strbuf_text(p->out, "</li>\n");
    }
    strbuf_text(p->out, "</ul>\n</section>\n");
}

/* ---- the page ---------------------------------------------------------------------------------------- */

static void put_summary(struct html_diff *p, const size_t count[DIFF_TAGS])
{
    const struct diff *d = p->diff;
    if (d->regions.count == 0) {
        strbuf_text(p->out, "<p class=\"summary\"><b>");
        html_sentence(p->out, diff_equal_words(d));
        strbuf_text(p->out, "</b>");
    } else {
        strbuf_printf(p->out, "<p class=\"summary\"><b>%zu difference%s</b>", d->regions.count,
                      d->regions.count == 1 ? "" : "s");
    }
    for (int tag = 0; tag < DIFF_TAGS; tag++)
        html_count(p->out, count[tag], change_id((enum remark_change)tag),
                   diff_tag_name((enum diff_tag)tag));
    html_count(p->out, p->view->flip_count, change_id(CHANGE_FLIPPED), change_id(CHANGE_FLIPPED));
    html_count(p->out, d->duties.count, change_id(CHANGE_DUTIES), change_id(CHANGE_DUTIES));
    html_count(p->out, d->clauses.count, change_id(CHANGE_CLAUSES), change_id(CHANGE_CLAUSES));
    strbuf_text(p->out, "</p>\n");
    if (d->regions.open && d->regions.count)
        strbuf_text(p->out, "<p>The budget ran out: there may be more.</p>\n");
    if (d->sampled)
        strbuf_text(p->out, "<p>Months and days are counted from the same event: days that are named "
                            "stand for others on which they fall alike.</p>\n");
}

static const char *name_of(const struct table *table)
{
    return table_text(table, table->meta->name.offset);
}

static void put_page_head(struct html_diff *p)
{
    static const struct html_part parts[] = {{"rules", "Decision table, new"},
                                             {"old-rules", "Decision table, old"}, {NULL, NULL}};
    html_head(p->out, name_of(p->diff->table[DIFF_NEW]), "differences");
    html_about(p->out, p->diff->table[DIFF_NEW], "What is different in the new text");
    html_about(p->out, p->diff->table[DIFF_OLD], "Compared with the old text");
    html_nav(p->out, parts);
    html_main(p->out);
}

void emit_html_diff(const struct emit_diff *view, struct strbuf *out)
{
    const struct diff *d = view->diff;
    struct html_diff p = {.view = view, .diff = d, .out = out};
    size_t count[DIFF_TAGS];
    const size_t *order = emit_diff_order(d, out->arena, count);
    p.rules[DIFF_OLD] = (struct html_rules){d->table[DIFF_OLD], "old-", "Decision table, old"};
    p.rules[DIFF_NEW] = (struct html_rules){d->table[DIFF_NEW], "", "Decision table, new"};
    html_diff_find_filters(&p);
    put_page_head(&p);
    put_summary(&p, count);
    if (d->regions.count + view->flip_count + d->duties.count + d->clauses.count > 1)
        html_diff_filters(&p, count);
    put_flips(&p);
    for (int tag = 0; tag < DIFF_TAGS; order += count[tag++])
        put_tag(&p, (enum diff_tag)tag, order, count[tag]);
    put_changes(&p);
    put_renamed(&p);
    put_vocabulary(&p);
    html_rules(out, &p.rules[DIFF_NEW]);
    html_rules(out, &p.rules[DIFF_OLD]);
    html_foot(out);
}
