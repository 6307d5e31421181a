/* html_clause.c: a clause on a page: its name, which leads to its rules in the decision table, its
 * words, what it does and for whom.
 *
 * In: a table that the page shows, and a clause or norm of it. Out: pieces of the box around a
 * clause; what else stands in the box is the caller's matter. Every page shows clauses this way.
 */
#include "emit/html_parts.h"

#include "emit/view.h"

/* Letters, digits and dots stand for themselves, a blank for `-`, others for their number, so
 * that no two titles share an id. */
void html_anchor(struct strbuf *out, const char *prefix, const char *title)
{
    strbuf_printf(out, "%sc-", prefix);
    for (const unsigned char *at = (const unsigned char *)title; *at; at++) {
        bool plain = (*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z')
                     || (*at >= 'A' && *at <= 'Z') || *at == '.';
        if (plain)
            strbuf_char(out, (char)*at);
        else if (*at == ' ')
            strbuf_char(out, '-');
        else
            strbuf_printf(out, "_%02X", *at);
    }
}

void html_clause_link(struct strbuf *out, const struct html_rules *rules, uint32_t clause)
{
    const char *title = name_clause(rules->table, clause);
    const uint32_t *first = rules->table->clause_first;
    if (first[clause] == first[clause + 1]) { /* it only takes away from others, in their rules */
        markup_html(out, title);
        return;
    }
    strbuf_text(out, "<a href=\"#");
    html_anchor(out, rules->prefix, title);
    strbuf_text(out, "\">");
    markup_html(out, title);
    strbuf_text(out, "</a>");
}

void html_clause_title(struct strbuf *out, const struct html_rules *rules, uint32_t clause,
                       uint32_t place)
{
    const struct table_clause *c = &rules->table->clauses[clause];
    const char *label = table_text(rules->table, c->label);
    struct strbuf words = strbuf_new(out->arena);
    if (place != IR_NONE)
        name_place(rules->table, place, &words);
    strbuf_text(out, "<h5>");
    html_clause_link(out, rules, clause);
    if (label[0]) {
        strbuf_char(out, ' ');
        html_element(out, "q", "", label);
    }
    strbuf_text(out, c->material ? " <span class=\"tag\">material</span>" : "");
    if (words.count) {
        strbuf_char(out, ' ');
        html_element(out, "span", "place", strbuf_string(&words));
    }
    strbuf_text(out, "</h5>\n");
}

void html_quote(struct strbuf *out, const char *text)
{
    if (text[0])
        html_element(out, "blockquote", "", text);
}

void html_effect(struct strbuf *out, const struct table *table, uint32_t norm)
{
    const char *sign = name_sign((enum norm_sign)table->norms[norm].sign);
    strbuf_printf(out, "<span class=\"tag %s\">%s</span> ", sign, sign);
    markup_html(out, view_effect(table, out->arena, norm));
}
