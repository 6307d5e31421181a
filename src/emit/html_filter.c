/* html_filter.c: the forms of a page by which its script hides what is not asked for.
 *
 * A form is hidden until the script runs: without it nothing can be filtered. What is filtered
 * says in its attributes what it is: `data-k` its words, `data-f` which values it accepts
 * ("3:0..1,4..4" of control 3); an attribute that is not there accepts all.
 */
#include "emit/html_parts.h"

#include <inttypes.h>

#define LEAVES_LISTED 400u /* a kind with more names has no filter */

/* ---- items ---------------------------------------------------------------------------------- */

void html_items_begin(struct strbuf *out, const struct html_items *items)
{
    strbuf_printf(out, "<form class=\"filters\" id=\"item-filters\" hidden=\"hidden\" "
                       "data-one=\"%s\" data-many=\"%s\"%s aria-label=\"%s\">\n"
                       "<div class=\"fields\">\n", items->one, items->many,
                  items->index ? " data-index=\"1\"" : "", items->label);
}

void html_check(struct strbuf *out, const char *key, const char *word)
{
    strbuf_printf(out, "<label class=\"check\"><input type=\"checkbox\" value=\"%s\" "
                       "checked=\"checked\"/> ", key);
    html_badge(out, key, word);
    strbuf_text(out, "</label>\n");
}

void html_choice_begin(struct strbuf *out, const char *label)
{
    strbuf_printf(out, "<label><span>%s</span> <select data-key=\"1\"><option value=\"\">any</option>",
                  label);
}

void html_choice(struct strbuf *out, const char *key, const char *word)
{
    strbuf_printf(out, "<option value=\"%s\">", key);
    markup_html(out, word);
    strbuf_text(out, "</option>");
}

void html_choice_end(struct strbuf *out)
{
    strbuf_text(out, "</select></label>\n");
}

void html_items_end(struct strbuf *out, const char *placeholder, const char *attributes)
{
    strbuf_printf(out, "<label><span>words</span> <input type=\"search\" data-words=\"1\" "
                       "placeholder=\"%s\"/></label>\n</div>\n", placeholder);
    if (attributes[0]) {
        strbuf_text(out, "<details open=\"open\"><summary>Only what may apply where</summary>\n"
                         "<div class=\"fields\">\n");
        strbuf_text(out, attributes);
        strbuf_text(out, "</div>\n</details>\n");
    }
    strbuf_text(out,   "<p class=\"act\"><button type=\"reset\">Clear</button> "
                       "<button type=\"button\" class=\"unfold\">Unfold all</button> "
                       "<span role=\"status\" class=\"shown\"></span></p>\n</form>\n");
}

/* ---- attributes ------------------------------------------------------------------------------ */

bool html_has_control(const struct table *table, uint32_t v)
{
    const struct vocab_var *var = &table->vocab.vars[v];
    return var->kind != VAR_EVENT
           && (var->kind != VAR_LEAF
               || table->vocab.kinds[var->leaf_kind].node_count <= LEAVES_LISTED);
}

static void option(struct strbuf *out, int64_t low, int64_t high, unsigned depth, const char *name)
{
    strbuf_printf(out, "<option value=\"%" PRId64 "..%" PRId64 "\">", low, high);
    for (unsigned i = 0; i < depth; i++)
        strbuf_text(out, "\xC2\xA0\xC2\xA0");
    markup_html(out, name);
    strbuf_text(out, "</option>");
}

static void leaf_options(struct strbuf *out, const struct vocab *vocab, const struct vocab_var *var)
{
    const struct vocab_kind *kind = &vocab->kinds[var->leaf_kind];
    for (uint32_t n = kind->first_node; n < kind->first_node + kind->node_count; n++) {
        const struct vocab_node *node = &vocab->nodes[n];
        unsigned depth = 0;
        for (uint32_t up = node->parent; up != VOCAB_NONE; up = vocab->nodes[up].parent)
            depth++;
        option(out, node->first_leaf, (int64_t)node->first_leaf + node->leaf_count - 1, depth,
               vocab_string(vocab, node->name));
    }
    if (var->or_none)
        option(out, (int64_t)var->leaf_count - 1, (int64_t)var->leaf_count - 1, 0, "none");
}

static void reading_options(struct strbuf *out, const struct vocab *vocab,
                            const struct vocab_var *var)
{
    const struct vocab_term *term = &vocab->terms[var->term];
    for (uint32_t r = 0; r < term->reading_count; r++)
        option(out, r, r, 0, vocab_string(vocab, vocab->readings[term->first_reading + r].label));
}

static void begin_label(struct strbuf *out, const char *name, const char *unit)
{
    strbuf_text(out, "<label><span>");
    markup_html(out, name);
    strbuf_text(out, unit[0] ? " in " : "");
    markup_html(out, unit);
    strbuf_text(out, "</span> ");
}

static void begin_select(struct strbuf *out, size_t number)
{
    strbuf_printf(out, "<select data-c=\"%zu\"><option value=\"\">any</option>", number);
}

void html_control(struct strbuf *out, const struct table *table, const char *name, uint32_t v,
                  size_t number)
{
    const struct vocab *vocab = &table->vocab;
    const struct vocab_var *var = &vocab->vars[v];
    bool unit = var->unit_count > 0;
    begin_label(out, name, unit ? vocab_string(vocab, vocab->units[var->first_unit].name) : "");
    switch ((enum var_kind)var->kind) {
    case VAR_LEAF:
        begin_select(out, number);
        leaf_options(out, vocab, var);
        strbuf_text(out, "</select>");
        break;
    case VAR_READING:
        begin_select(out, number);
        reading_options(out, vocab, var);
        strbuf_text(out, "</select>");
        break;
    case VAR_NUMBER:
        strbuf_printf(out, "<input type=\"number\" step=\"1\" data-c=\"%zu\" placeholder=\"any\"/>",
                      number);
        break;
    case VAR_DAY:
    case VAR_DATE_OF_CASE:
        strbuf_printf(out, "<input type=\"date\" data-c=\"%zu\"/>", number);
        break;
    case VAR_EVENT:
        break;
    }
    strbuf_text(out, "</label>\n");
}

void html_holds_control(struct strbuf *out, const char *name, size_t number)
{
    begin_label(out, name, "");
    begin_select(out, number);
    option(out, 1, 1, 0, "yes");
    option(out, 0, 0, 0, "no");
    strbuf_text(out, "</select></label>\n");
}

void html_accepts(struct strbuf *out, size_t number, struct values set, struct interval domain)
{
    strbuf_printf(out, "%zu:", number);
    for (size_t k = 0; k < set.count; k++) {
        struct interval one = set.items[k];
        strbuf_text(out, k ? "," : "");
        if (one.low > domain.low)
            strbuf_printf(out, "%" PRId64, one.low);
        strbuf_text(out, "..");
        if (one.high < domain.high)
            strbuf_printf(out, "%" PRId64, one.high);
    }
}
