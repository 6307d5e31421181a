/* print_vocabulary.c: the canonical form of the statements that name things: kinds and groups,
 * facts and choices, events and periods.
 *
 * A list that is longer than a line of the page has one item on each, but names that are nothing
 * but names fill the lines.
 */
#include "syntax/layout.h"

typedef VEC(struct layout_piece) list_items;

/* The item that is written next, which stood at `span`. */
static void add_item(struct layout *layout, list_items *items, struct span span)
{
    strbuf_char(&layout->text, PHRASE_SOFT);
    struct layout_piece item = {2, span.begin, layout->text.count};
    VEC_PUSH(layout->scratch, items, item);
}

/* The branches of a long tree stand below each other; bare names fill the line. */
static void put_trees(struct layout *layout, const struct ast_tree *trees)
{
    list_items items = {0};
    bool branches = false;
    for (const struct ast_tree *tree = trees; tree; tree = tree->next) {
        add_item(layout, &items, tree->span);
        phrase_tree(&layout->phrase, tree);
        layout_put(layout, tree->next ? "," : "");
        branches = branches || tree->children;
    }
    if (branches)
        layout_split_items(layout, items.items, items.count);
}

void layout_kind(struct layout *layout, const struct ast_statement *kind)
{
    layout_put(layout, "kind ");
    phrase_name(&layout->phrase, &kind->name);
    layout_put(layout, ":");
    put_trees(layout, kind->tree);
}

void layout_group(struct layout *layout, const struct ast_statement *group)
{
    layout_put(layout, "group ");
    phrase_name(&layout->phrase, &group->name);
    layout_soft(layout, "of ");
    phrase_name(&layout->phrase, &group->target);
    layout_put(layout, ":");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_names(&layout->phrase, group->names, PHRASE_COMMA);
}

void layout_acts(struct layout *layout, const struct ast_statement *acts)
{
    layout_put(layout, "acts");
    put_trees(layout, acts->tree);
}

void layout_attribute(struct layout *layout, const struct ast_statement *statement)
{
    static const char *const roles[] = {
        [ROLE_ACTOR] = "actor ", [ROLE_FACT] = "fact ", [ROLE_CHOICE] = "choice "};
    layout_put(layout, statement->kind == STATEMENT_REDACTED ? "redacted " : roles[statement->role]);
    phrase_name(&layout->phrase, &statement->name);
    layout_put(layout, ":");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_type(&layout->phrase, &statement->type);
    if (statement->presumed.kind != CONSTANT_NOTHING) {
        layout_soft(layout, "presumed ");
        phrase_constant(&layout->phrase, &statement->presumed);
    }
    if (statement->gloss.text) {
        strbuf_char(&layout->text, PHRASE_SOFT);
        phrase_text(&layout->phrase, &statement->gloss, false);
    }
}

void layout_events(struct layout *layout, const struct ast_statement *statement)
{
    list_items items = {0};
    bool glosses = false;
    layout_put(layout, "events");
    for (const struct ast_event *event = statement->events; event; event = event->next) {
        add_item(layout, &items, event->name.span);
        phrase_event(&layout->phrase, event);
        layout_put(layout, event->next ? "," : "");
        glosses = glosses || event->gloss.text;
    }
    if (glosses)
        layout_split_items(layout, items.items, items.count);
}

void layout_occurred(struct layout *layout, const struct ast_statement *occurred)
{
    phrase_name(&layout->phrase, &occurred->name);
    phrase_of(&layout->phrase, &occurred->target);
    layout_soft(layout, "occurred on ");
    phrase_day(&layout->phrase, occurred->date.day);
}

void layout_named_period(struct layout *layout, const struct ast_statement *period)
{
    layout_put(layout, "period ");
    phrase_name(&layout->phrase, &period->name);
    layout_put(layout, ":");
    phrase_period(&layout->phrase, &period->period);
}
