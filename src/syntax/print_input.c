/* print_input.c: the canonical form of `input` statements: a piece for each line.
 *
 *     input kubernetes for documents with "/apiVersion" and "/kind":
 *       each "" where "/kind" is "Deployment" or "StatefulSet";
 *       host is "/spec/image"
 *         with "*.azurecr.io" as Azure, "*.dkr.ecr.*" as AWS, otherwise unknown.
 *
 * A line that is longer than a line of the page begins a new one before `with` or `where`;
 * where the patterns are still too long, each has its own, so that its comment stays with it.
 */
#include "syntax/layout.h"

static void put_tests(struct layout *layout, const struct ast_input_line *line)
{
    if (!line->tests)
        return;
    strbuf_char(&layout->text, PHRASE_SOFT);
    size_t start = layout->text.count;
    layout_put(layout, line->said_when ? "when" : "where");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_tests(&layout->phrase, line->tests);
    layout_split(layout, start, (struct layout_piece){4, line->tests->span.begin, 0}, LAYOUT_WIDTH);
}

static void put_unit(struct layout *layout, const struct ast_input_line *line)
{
    if (!line->unit.atom)
        return;
    layout_soft(layout, "in ");
    phrase_name(&layout->phrase, &line->unit);
}

static void put_otherwise(struct layout *layout, const struct ast_input_line *line)
{
    layout_put(layout, "otherwise ");
    phrase_constant(&layout->phrase, &line->value);
}

typedef VEC(struct layout_piece) list_items;

static void begin_item(struct layout *layout, list_items *items, struct span span)
{
    strbuf_char(&layout->text, PHRASE_SOFT);
    struct layout_piece item = {6, span.begin, layout->text.count};
    VEC_PUSH(layout->scratch, items, item);
}

static void put_cases(struct layout *layout, const struct ast_input_line *line)
{
    list_items items = {0};
    strbuf_char(&layout->text, PHRASE_SOFT);
    size_t start = layout->text.count;
    layout_put(layout, "with ");
    for (const struct ast_input_case *item = line->cases; item; item = item->next) {
        if (item != line->cases)
            begin_item(layout, &items, item->pattern.span);
        phrase_input_case(&layout->phrase, item);
        layout_put(layout, item->next ? "," : "");
    }
    put_unit(layout, line);
    if (line->value.kind != CONSTANT_NOTHING) {
        layout_put(layout, ",");
        begin_item(layout, &items, line->value.span);
        put_otherwise(layout, line);
    }
    struct layout_piece with = {4, line->cases->pattern.span.begin, 0};
    if (layout_split(layout, start, with, LAYOUT_WIDTH))
        layout_split_items(layout, items.items, items.count);
}

static void put_fact(struct layout *layout, const struct ast_input_line *line)
{
    if (line->cases) {
        put_cases(layout, line);
        return;
    }
    put_unit(layout, line);
    if (!line->paths || line->value.kind == CONSTANT_NOTHING)
        return;
    strbuf_char(&layout->text, PHRASE_SOFT);
    put_otherwise(layout, line);
}

void layout_input(struct layout *layout, const struct ast_statement *statement)
{
    layout_put(layout, "input ");
    phrase_name(&layout->phrase, &statement->name);
    layout_soft(layout, "for documents with");
    strbuf_char(&layout->text, PHRASE_SOFT);
    phrase_tests(&layout->phrase, statement->input->guards);
    layout_put(layout, ":");
    for (const struct ast_input_line *line = statement->input->lines; line; line = line->next) {
        layout_piece(layout, 2, line->span);
        phrase_line(&layout->phrase, line);
        if (line->kind == LINE_EACH)
            put_tests(layout, line);
        if (line->kind == LINE_FACT || line->kind == LINE_NAME)
            put_fact(layout, line);
        layout_put(layout, line->next ? ";" : "");
    }
}
