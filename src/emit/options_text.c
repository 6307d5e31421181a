/* options_text.c: other choices, the nearest first, and what they bring. */
#include "emit/options.h"

#include "diag/utf8.h"
#include "emit/assumed.h"
#include "emit/layout.h"
#include "emit/names.h"
#include "emit/witness.h"

#define OPTIONS_SHOWN 12
#define PLACEMENTS_SHOWN 20

struct page {
    const struct table *table;
    struct arena *arena;
    struct layout layout;
};

/* Does an option that is shown before it change a part of what it changes? */
static bool is_nearer(const struct options *all, const struct option *a, const struct option *b)
{
    bool less = false;
    for (size_t i = 0; i < all->choice_count; i++) {
        if (a->changed[i] && !b->changed[i])
            return false;
        less = less || (b->changed[i] && !a->changed[i]);
    }
    return less;
}

static bool is_minimal(const struct options *all, size_t option)
{
    for (size_t i = 0; i < option; i++)
        if (is_nearer(all, &all->list[i], &all->list[option]))
            return false;
    return true;
}

static void say_duty(const struct page *p, uint32_t norm, struct strbuf *out)
{
    const char *what = table_text(p->table, table_duty(p->table, norm)->what);
    strbuf_text(out, name_norm(p->table, norm));
    if (*what)
        strbuf_printf(out, " \"%s\"", what);
}

static const char *becomes(const struct option_duty *duty)
{
    switch (duty->then) {
    case DUTY_DUE:
        return "due then";
    case DUTY_NOT_DUE:
        return duty->now == DUTY_DUE ? "no longer due" : "not due then";
    case DUTY_DISPUTED:
        return "due or not then, as the terms are read";
    case DUTY_UNDETERMINED:
        return "perhaps due then";
    }
    return "";
}

static void tell_duties(struct page *p, const struct option *option, unsigned indent)
{
    static const enum eval_status order[] = {DUTY_DUE, DUTY_UNDETERMINED, DUTY_DISPUTED,
                                             DUTY_NOT_DUE};
    for (size_t s = 0; s < 4; s++) {
        for (size_t i = 0; i < option->duty_count; i++) {
            const struct option_duty *duty = &option->duties[i];
            struct strbuf line;
            if (duty->then != order[s])
                continue;
            strbuf_init(&line, p->arena);
            strbuf_printf(&line, "%s: ", becomes(duty));
            say_duty(p, duty->norm, &line);
            layout_paragraph(&p->layout, indent, indent + 4, strbuf_string(&line));
        }
    }
}

static void tell_option(struct page *p, const struct options *all, const struct option *option,
                        unsigned indent)
{
    struct strbuf line;
    size_t said = 0;
    strbuf_init(&line, p->arena);
    options_words(p->table, p->arena, all, option, &line);
    if (line.count == 0)
        strbuf_text(&line, "any choice");
    if (option->changes == 0)
        strbuf_text(&line, " (no change)");
    for (size_t i = 0; i < all->choice_count && option->changes; i++)
        if (option->changed[i])
            strbuf_printf(&line, "%s%s", said++ ? ", " : " (changes ",
                          name_var(p->table, all->choices[i]));
    strbuf_text(&line, said ? ")" : "");
    layout_paragraph(&p->layout, indent, indent + 4, strbuf_string(&line));
    tell_duties(p, option, indent + 2);
}

/* "safe is yes, stage is beta": facts with which some choice is permitted. */
static void tell_if(struct page *p, const struct options *all, const struct option_if *group,
                    unsigned indent)
{
    struct strbuf line;
    strbuf_init(&line, p->arena);
    for (size_t i = 0; i < all->fact_count; i++) {
        if (group->any[i])
            continue;
        strbuf_text(&line, line.count ? ", " : "");
        witness_word(p->table, p->arena, all->facts[i], &group->values[i], &line);
    }
    layout_paragraph(&p->layout, indent, indent + 4, strbuf_string(&line));
}

static void tell_none(struct page *p, const struct options *all, const char *under,
                      unsigned indent)
{
    size_t shown = all->if_count < OPTIONS_SHOWN ? all->if_count : OPTIONS_SHOWN;
    if (all->unresolved) {
        layout_line(&p->layout, indent, "No choice was found that is permitted%s, but the search "
                                        "took too many steps to be sure.", under);
        return;
    }
    if (all->if_count)
        layout_line(&p->layout, indent,
                    "No choice is permitted%s whatever the open facts are. Some choice would be where", under);
    else
        layout_line(&p->layout, indent, "No choice is permitted%s%s.", under,
                    all->fact_count && !all->ifs_open ? ", whatever the open facts are" : "");
    for (size_t i = 0; i < shown; i++)
        tell_if(p, all, &all->ifs[i], indent + 2);
    if (all->if_count > shown)
        layout_line(&p->layout, indent + 2, "and in %zu more cases, which --format json lists",
                    all->if_count - shown);
    if (all->ifs_open)
        layout_line(&p->layout, indent,
                    "Whether there are other facts with which some choice is was not settled.");
}

static void tell_list(struct page *p, const struct emit_box *box, const struct options *all,
                      unsigned indent)
{
    bool permitted = box->result->verdict == EVAL_PERMITTED;
    size_t shown = 0, hidden = 0;
    const char *under = options_readings(p->table, box->sets);
    if (box->result->verdict_open)
        layout_line(&p->layout, indent,
                    "The verdict is unresolved: a budget ran out before it was settled.");
    if (all->choice_count == 0) {
        layout_line(&p->layout, indent, "No clause turns on a choice.");
        return;
    }
    if (all->count == 0) {
        tell_none(p, all, under, indent);
        return;
    }
    if (permitted)
        layout_line(&p->layout, indent, "Permitted as it is. It stays so with:");
    else
        layout_line(&p->layout, indent, "Permitted%s instead, the nearest change first:", under);
    for (size_t i = 0; i < all->count; i++) {
        if (shown == OPTIONS_SHOWN || !is_minimal(all, i)) {
            hidden++;
            continue;
        }
        tell_option(p, all, &all->list[i], indent + 2);
        shown++;
    }
    if (hidden)
        layout_line(&p->layout, indent + 2, "and %zu more that change%s more", hidden,
                    hidden == 1 ? "s" : "");
    if (all->unresolved || all->more)
        layout_line(&p->layout, indent + 2,
                    "The search ended before all were found: there may be others.");
}

static void tell_facts(struct page *p, const struct emit_box *box, const struct options *all,
                       unsigned indent)
{
    struct strbuf line;
    size_t said = 0;
    strbuf_init(&line, p->arena);
    for (size_t i = 0; i < box->result->fact_count; i++) {
        bool choice = false;
        for (size_t k = 0; k < all->choice_count; k++)
            choice = choice || all->choices[k] == box->result->facts[i].var;
        if (!choice)
            strbuf_printf(&line, "%s%s", said++ ? ", " : "",
                          name_var(p->table, box->result->facts[i].var));
    }
    if (said && all->count)
        layout_line(&p->layout, indent, "This holds whatever %s %s; saying %s may leave more choices.",
                    strbuf_string(&line), said == 1 ? "is" : "are", said == 1 ? "it" : "them");
}

static void tell_wait(struct page *p, const struct options *all, unsigned indent)
{
    char from[DATE_TEXT], through[DATE_TEXT];
    if (!all->waits && all->wait_open)
        layout_line(&p->layout, indent, "Whether waiting helps was not settled.");
    if (!all->waits)
        return;
    date_format(all->days.low, from);
    date_format(all->days.high, through);
    if (all->wait_open)
        layout_line(&p->layout, indent,
                    "Or wait: without a change it is permitted from %s, at least through %s.", from,
                    through);
    else if (all->days.high == DATE_LAST)
        layout_line(&p->layout, indent, "Or wait: without a change it is permitted from %s on.", from);
    else
        layout_line(&p->layout, indent, "Or wait: without a change it is permitted from %s through %s.",
                    from, through);
}

static void tell_title(struct page *p, const char *name, const struct emit_box *box,
                       unsigned indent)
{
    enum layout_colour colour = LAYOUT_YELLOW;
    if (box->result->verdict == EVAL_PERMITTED)
        colour = LAYOUT_GREEN;
    if (box->result->verdict == EVAL_PROHIBITED)
        colour = LAYOUT_RED;
    layout_line(&p->layout, indent, "%s%s%s: %s%s%s", layout_escape(&p->layout, LAYOUT_BOLD), name,
                layout_escape(&p->layout, LAYOUT_PLAIN), layout_escape(&p->layout, colour),
                name_verdict_upper(box->result->verdict),
                layout_escape(&p->layout, LAYOUT_PLAIN));
}

void emit_options_text(const struct emit_case *c, const struct options *options,
                       const struct emit_style *style, struct strbuf *out)
{
    struct page p = {c->table, out->arena,
                     layout_on(out, style->width, style->colour)};
    tell_title(&p, utf8_visible(out->arena, c->deployment->name), &c->boxes[c->worst], 0);
    for (size_t i = 0; i < c->box_count && i < PLACEMENTS_SHOWN; i++) {
        unsigned indent = c->box_count > 1 ? 4 : 2;
        if (c->box_count > 1)
            tell_title(&p, utf8_visible(out->arena, c->boxes[i].label), &c->boxes[i], 2);
        tell_list(&p, &c->boxes[i], &options[i], indent);
        tell_facts(&p, &c->boxes[i], &options[i], indent);
        tell_wait(&p, &options[i], indent);
    }
    if (c->box_count > PLACEMENTS_SHOWN)
        layout_line(&p.layout, 2, "and %zu more placements", c->box_count - PLACEMENTS_SHOWN);
    assumed_line(c->table, c->boxes[c->worst].sets, &p.layout, 2);
}
