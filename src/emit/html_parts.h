/* html_parts.h: what the parts of a page share; private to html*.c. */
#ifndef POLC_EMIT_HTML_PARTS_H
#define POLC_EMIT_HTML_PARTS_H

#include "emit/html.h"
#include "emit/layout.h"
#include "emit/markup.h"
#include "emit/names.h"

/* ---- html.c: the frame --------------------------------------------------------------------- */

/* The document up to the end of its heading. `what` stands in its title: "decision table". */
void html_head(struct strbuf *out, const char *name, const char *what);
/* "WORDS of the policy dated 2026-03-20, text 23d81f86aa30910f", below the heading. */
void html_about(struct strbuf *out, const struct table *table, const char *words);
/* Links to the parts of the page, by their ids; the list ends in NULL. */
struct html_part {
    const char *id, *name;
};
void html_nav(struct strbuf *out, const struct html_part *parts);
/* From the end of what is below the heading to <main>, and from </main> on. */
void html_main(struct strbuf *out);
void html_foot(struct strbuf *out);

/* <name class="class">text</name>; class "": none. */
void html_element(struct strbuf *out, const char *name, const char *class, const char *text);
/* Text of which the escapes of layout_escape, and `names` in backticks, become elements. */
void html_line(struct strbuf *out, const char *text);
/* The same of a text that holds what users wrote: it has no colours. */
void html_words(struct strbuf *out, const char *text);
/* The same, begun as a sentence is. */
void html_sentence(struct strbuf *out, const char *text);
/* What was kept, as lists in lists. Nothing when there is nothing. */
void html_lines(struct strbuf *out, const char *class, const struct layout_lines *kept);
/* A word on its colour; of a verdict its own. */
void html_badge(struct strbuf *out, const char *class, const char *word);
void html_verdict_badge(struct strbuf *out, enum eval_verdict verdict);
/* " <span>2 [word]</span>" in a line that counts; nothing for 0. */
void html_count(struct strbuf *out, size_t count, const char *class, const char *word);
/* A deployment ready to be copied; lines. */
void html_witness(struct strbuf *out, const char *text);

/* ---- html_filter.c: forms that the script shows and runs -------------------------------------- */

/* What is filtered are the `.item`s of the page, each with its words in `data-k`. Shows "3 of 8
 * findings". `index`: with links to those that have a heading. */
struct html_items {
    const char *one, *many, *label;
    bool index;
};
void html_items_begin(struct strbuf *out, const struct html_items *items);
/* Items with this word in data-k are shown. */
void html_check(struct strbuf *out, const char *key, const char *word);
/* A choice of one word of data-k, which items must have; `word` stands for it. */
void html_choice_begin(struct strbuf *out, const char *label);
void html_choice(struct strbuf *out, const char *key, const char *word);
void html_choice_end(struct strbuf *out);
/* `attributes`: controls in elements, or "". */
void html_items_end(struct strbuf *out, const char *placeholder, const char *attributes);

/* Has a variable a control, by which rows with `data-f` are filtered under this number? */
bool html_has_control(const struct table *table, uint32_t var);
void html_control(struct strbuf *out, const struct table *table, const char *name, uint32_t var,
                  size_t number);
/* For a name that holds or does not. */
void html_holds_control(struct strbuf *out, const char *name, size_t number);
/* A part of data-f: "3:0..1,4..4". The ends of the domain are left out. */
void html_accepts(struct strbuf *out, size_t number, struct values set, struct interval domain);

/* ---- html_clause.c ------------------------------------------------------------------------- */

/* A table on the page. `prefix` stands before its ids, where there are two: "old-". */
struct html_rules {
    const struct table *table;
    const char *prefix, *heading;
};

/* The id of a clause's first rule on the page, fit for an attribute without more escaping. */
void html_anchor(struct strbuf *out, const char *prefix, const char *title);
void html_clause_link(struct strbuf *out, const struct html_rules *rules, uint32_t clause);
/* Its name, label and place (in places of the table, or IR_NONE) in a heading. */
void html_clause_title(struct strbuf *out, const struct html_rules *rules, uint32_t clause,
                       uint32_t place);
/* The words of the contract; nothing for "". */
void html_quote(struct strbuf *out, const char *text);
/* "[prohibits] OpenAI must not; owed to Microsoft" */
void html_effect(struct strbuf *out, const struct table *table, uint32_t norm);

/* ---- html_text.c: the policy's own text ------------------------------------------------------- */

struct html_texts {
    struct sources *sources;
    bool *shown; /* per source, whether something on the page is marked in it */
};

void html_texts_init(struct html_texts *texts, struct arena *arena, struct sources *sources);
/* The lines of `around`, or else of the span, the span marked, and what is told about it; a link to
 * the text of its file, which is shown from then on. Nothing without a place. */
struct html_mark {
    struct span span, around;
    const char *class, *label; /* "cause" or "other"; "" */
};
void html_excerpt(struct strbuf *out, struct html_texts *texts, const struct html_mark *mark);
bool html_texts_any(const struct html_texts *texts);
/* All that are shown, in a section of their own. */
void html_texts(struct strbuf *out, const struct html_texts *texts);

/* ---- html_table.c -------------------------------------------------------------------------- */

/* The table in a section of its own: heading, filters, rules. */
void html_rules(struct strbuf *out, const struct html_rules *rules);

/* ---- html_style.c, html_script.c ------------------------------------------------------------- */

void html_style(struct strbuf *out);
void html_script(struct strbuf *out);
/* What the page's policy allows to run: the digest of that script. */
extern const char html_script_digest[];

#endif
