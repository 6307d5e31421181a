/* diff_text.c: the differences of two policies, told to whoever has to agree to them. */
#include "emit/diff.h"

#include "emit/layout.h"
#include "emit/names.h"
#include "emit/witness.h"

#include <inttypes.h>
#include <string.h>

#define REGIONS_SHOWN 2 /* of one clause or duty */
#define GROUP_SHOWN 24  /* of regions with the same reasons */

struct teller {
    const struct emit_diff *view;
    const struct diff *diff;
    struct arena *arena;
    struct layout layout;
};

static struct strbuf buffer(const struct teller *t)
{
    struct strbuf text;
    strbuf_init(&text, t->arena);
    return text;
}

static void paragraph(struct teller *t, unsigned indent, struct strbuf *text)
{
    layout_paragraph(&t->layout, indent, indent + 2, strbuf_string(text));
}

/* ---- summary ------------------------------------------------------------------------------------- */

static void add_count(struct strbuf *text, size_t count, const char *words)
{
    if (count == 0)
        return;
    strbuf_printf(text, "%s%zu %s", text->count ? ", " : "", count, words);
}

static void tell_summary(struct teller *t, const size_t count[DIFF_TAGS])
{
    struct strbuf text = buffer(t);
    for (int tag = 0; tag < DIFF_TAGS; tag++)
        add_count(&text, count[tag], diff_tag_name((enum diff_tag)tag));
    if (text.count == 0) {
        layout_line(&t->layout, 0, "%s.", diff_equal_words(t->diff));
    } else {
        strbuf_text(&text, t->diff->regions.open ? "; the budget ran out: there may be more" : "");
        paragraph(t, 0, &text);
    }
    if (t->diff->sampled)
        layout_line(&t->layout, 0,
                    "months and days are counted from the same event: days that are named stand "
                    "for others on which they fall alike.");
}

/* ---- regions --------------------------------------------------------------------------------------- */

static enum layout_colour colour_of(enum diff_tag tag)
{
    switch (tag) {
    case DIFF_TIGHTENED:
        return LAYOUT_RED;
    case DIFF_LOOSENED:
        return LAYOUT_GREEN;
    case DIFF_DISPUTED:
    case DIFF_SETTLED:
        return LAYOUT_YELLOW;
    }
    return LAYOUT_PLAIN;
}

static void tell_lines(struct teller *t, const char *text, unsigned indent, bool dates)
{
    while (*text) {
        const char *end = strchr(text, '\n');
        size_t length = end ? (size_t)(end - text) : strlen(text);
        if (dates || strncmp(text, "date: ", 6) != 0) {
            strbuf_repeat(t->layout.out, ' ', (int)indent);
            strbuf_bytes(t->layout.out, text, length);
            strbuf_char(t->layout.out, '\n');
        }
        text += length + (end ? 1 : 0);
    }
}

static void tell_witness(struct teller *t, const struct diff_region *region, unsigned indent)
{
    struct strbuf text = buffer(t), more = buffer(t);
    struct witness old;
    layout_line(&t->layout, indent, "for example");
    witness_yaml(t->diff->table[DIFF_NEW], t->arena, &region->witness[DIFF_NEW], &text);
    tell_lines(t, strbuf_string(&text), indent + 2, true);
    if (!diff_old_witness(t->diff, t->arena, region, &old))
        return;
    layout_line(&t->layout, indent, "and, for the old policy,");
    witness_yaml(t->diff->table[DIFF_OLD], t->arena, &old, &more);
    tell_lines(t, strbuf_string(&more), indent + 2, false);
}

static void tell_group(struct teller *t, const struct diff_group *group)
{
    struct strbuf text = buffer(t);
    size_t count = group->count;
    enum diff_tag tag = diff_tag_of(group->regions[0]);
    strbuf_char(t->layout.out, '\n');
    strbuf_printf(&text, "%s%s%s: ", layout_escape(&t->layout, colour_of(tag)), diff_tag_name(tag),
                  layout_escape(&t->layout, LAYOUT_PLAIN));
    for (size_t i = 0; i < group->common_count; i++)
        strbuf_printf(&text, "%s%s", i ? ", " : "", group->common[i]);
    if (!group->common_count)
        strbuf_text(&text, count > 1 ? "deployments" : "every deployment");
    strbuf_text(&text, count > 1 ? "; and one of" : "");
    paragraph(t, 0, &text);
    for (size_t i = 0; i < count && count > 1 && i < GROUP_SHOWN; i++) {
        text = buffer(t);
        strbuf_printf(&text, "- %s", group->apart[i]);
        layout_paragraph(&t->layout, 4, 6, strbuf_string(&text));
    }
    if (count > GROUP_SHOWN)
        layout_line(&t->layout, 4, "and %zu more, which --format json lists", count - GROUP_SHOWN);
    layout_paragraph(&t->layout, 2, 4, group->verdicts);
    tell_witness(t, group->regions[0], 2);
}

/* Regions of one tag, those with equal reasons together. */
static void tell_tag(struct teller *t, const size_t *order, size_t count)
{
    struct diff_groups groups = diff_groups(t->diff, t->arena, order, count);
    for (size_t i = 0; i < groups.count; i++)
        tell_group(t, &groups.items[i]);
}

/* ---- duties and clauses -------------------------------------------------------------------------- */

static void heading(struct teller *t, const char *words)
{
    strbuf_printf(t->layout.out, "\n%s%s%s\n", layout_escape(&t->layout, LAYOUT_BOLD), words,
                  layout_escape(&t->layout, LAYOUT_PLAIN));
}

static void tell_more(struct teller *t, const char *name, const struct diff_regions *regions)
{
    if (regions->count > REGIONS_SHOWN)
        layout_line(&t->layout, 4, "and %zu other set%s of deployments",
                    regions->count - REGIONS_SHOWN,
                    regions->count == REGIONS_SHOWN + 1 ? "" : "s");
    if (regions->open && regions->count)
        layout_line(&t->layout, 4, "the budget ran out: there may be more");
    else if (regions->open)
        layout_line(&t->layout, 2, "%s: the budget ran out", name);
}

static void tell_duty(struct teller *t, const struct diff_change *change)
{
    const struct diff_regions *r = &change->regions;
    enum diff_side side = diff_side_of(change);
    struct strbuf duty = buffer(t);
    diff_duty(t->diff, t->arena, change, &duty);
    layout_line(&t->layout, 2, "%s: %s", name_norm(t->diff->table[side], change->id[side]),
                strbuf_string(&duty));
    for (size_t i = 0; i < r->count && i < REGIONS_SHOWN; i++) {
        struct strbuf text = buffer(t);
        strbuf_printf(&text, "%s: ", diff_duty_change(&r->items[i]));
        diff_where(t->diff, t->arena, &r->items[i], &text);
        paragraph(t, 4, &text);
        tell_witness(t, &r->items[i], 6);
    }
    tell_more(t, name_norm(t->diff->table[side], change->id[side]), r);
}

static void tell_clause(struct teller *t, const struct diff_change *change)
{
    const struct diff_regions *r = &change->regions;
    enum diff_side side = diff_side_of(change);
    for (size_t i = 0; i < r->count && i < REGIONS_SHOWN; i++) {
        struct strbuf text = buffer(t);
        strbuf_printf(&text, "%s ", name_clause(t->diff->table[side], change->id[side]));
        diff_effect(t->diff, change, &r->items[i], &text);
        strbuf_text(&text, ": ");
        diff_where(t->diff, t->arena, &r->items[i], &text);
        strbuf_printf(&text, "; still %s", name_verdict(diff_verdict(r->items[i].verdict)));
        paragraph(t, 2, &text);
        tell_witness(t, &r->items[i], 4);
    }
    tell_more(t, name_clause(t->diff->table[side], change->id[side]), r);
}

static void tell_changes(struct teller *t)
{
    const struct diff *d = t->diff;
    if (d->duties.count)
        heading(t, "Duties");
    for (size_t i = 0; i < d->duties.count; i++)
        tell_duty(t, &d->duties.items[i]);
    if (d->clauses.count)
        heading(t, "Clauses that changed under an equal verdict");
    for (size_t i = 0; i < d->clauses.count; i++)
        tell_clause(t, &d->clauses.items[i]);
    if (d->renamed.count)
        heading(t, "Clauses under another title");
    for (size_t i = 0; i < d->renamed.count; i++)
        layout_line(&t->layout, 2, "%s is now %s",
                    name_clause(d->table[DIFF_OLD], d->renamed.items[i].clause[DIFF_OLD]),
                    name_clause(d->table[DIFF_NEW], d->renamed.items[i].clause[DIFF_NEW]));
}

static void tell_words(struct teller *t)
{
    const struct diff *d = t->diff;
    if (d->words.count)
        heading(t, "Vocabulary");
    for (size_t i = 0; i < d->words.count; i++) {
        struct strbuf text = buffer(t);
        diff_word(d, t->arena, &d->words.items[i], &text);
        paragraph(t, 2, &text);
    }
}

static void tell_flips(struct teller *t)
{
    const struct emit_diff *v = t->view;
    if (v->read == 0)
        return;
    heading(t, "Deployments");
    for (size_t i = 0; i < v->flip_count; i++)
        layout_line(&t->layout, 2, "%s (%s:%" PRIu64 "): was %s, is %s", v->flips[i].deployment,
                    v->flips[i].file, v->flips[i].line, name_verdict(v->flips[i].was),
                    name_verdict(v->flips[i].now));
    layout_line(&t->layout, 2, "%zu of %zu %s another verdict", v->flip_count, v->read,
                v->flip_count == 1 ? "gets" : "get");
    const char *assumed = diff_assumed(v, t->layout.out->arena);
    if (*assumed)
        layout_line(&t->layout, 2, "%s", assumed);
}

void emit_diff_text(const struct emit_diff *view, struct arena *arena,
                    const struct emit_style *style, struct strbuf *out)
{
    struct teller t = {view, view->diff, arena, layout_on(out, style->width, style->colour)};
    size_t count[DIFF_TAGS];
    const size_t *order = emit_diff_order(view->diff, arena, count);
    tell_summary(&t, count);
    for (int tag = 0; tag < DIFF_TAGS; order += count[tag++])
        tell_tag(&t, order, count[tag]);
    tell_changes(&t);
    tell_words(&t);
    tell_flips(&t);
}
