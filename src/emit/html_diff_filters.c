/* html_diff_filters.c: what of a difference is shown on its page.
 *
 * Regions are filtered by the variables of the new policy, those that only the old one has, and by whether
 * events have occurred.
 */
#include "emit/html_diff_parts.h"

/* Can it be filtered by what a part says? */
static bool has_filter(const struct html_diff *p, const struct diff_part *part)
{
    return part->run_count || html_has_control(p->diff->table[part->side], part->var);
}

/* Numbers of controls: the variables of the new policy, then those of the old. */
static size_t number_of(const struct html_diff *p, enum diff_side side, uint32_t var)
{
    return side == DIFF_NEW ? var : (size_t)p->diff->table[DIFF_NEW]->vocab.var_count + var;
}

void html_diff_find_filters(struct html_diff *p)
{
    for (int side = DIFF_OLD; side <= DIFF_NEW; side++) {
        const struct vocab *vocab = &p->diff->table[side]->vocab;
        bool *filtered = ARENA_ARRAY(p->out->arena, bool, vocab->var_count + 1);
        for (size_t i = 0; i < p->diff->regions.count; i++) {
            const struct diff_region *region = &p->diff->regions.items[i];
            for (size_t k = 0; k < region->part_count; k++)
                if ((int)region->parts[k].side == side && has_filter(p, &region->parts[k]))
                    filtered[region->parts[k].var] = true;
        }
        p->filtered[side] = filtered;
    }
}

/* May the event have occurred by the date in a run, and may it not have? Before the day on which a
 * column begins to hold nothing is said of it: what may be is shown. */
static void run_allows(const struct diff *diff, const struct diff_run *run, bool allows[2])
{
    bool occurred = true, not_yet = true;
    if (run->not_since != IR_NONE) {
        const struct table_column *c = &diff->table[run->not_since_side]->columns[run->not_since];
        occurred = c->count > 0 || (c->count == 0 && c->past);
    }
    if (run->since != IR_NONE)
        not_yet = diff->table[run->since_side]->columns[run->since].count < 0;
    allows[1] = allows[1] || occurred;
    allows[0] = allows[0] || not_yet;
}

static void put_event(struct html_diff *p, const struct diff_part *part)
{
    static const struct interval domain = {INT64_MIN, INT64_MAX};
    struct interval codes[2];
    struct values set = {codes, 0};
    bool allows[2] = {false, false};
    for (size_t i = 0; i < part->run_count; i++)
        run_allows(p->diff, &part->runs[i], allows);
    for (int code = 0; code < 2; code++)
        if (allows[code])
            codes[set.count++] = (struct interval){code, code};
    html_accepts(p->out, number_of(p, part->side, part->var), set, domain);
}

void html_diff_accepts(struct html_diff *p, const struct diff_region *region)
{
    size_t said = 0;
    for (size_t i = 0; i < region->part_count; i++) {
        const struct diff_part *part = &region->parts[i];
        if (!has_filter(p, part))
            continue;
        strbuf_text(p->out, said++ ? " " : " data-f=\"");
        if (part->run_count)
            put_event(p, part);
        else
            html_accepts(p->out, number_of(p, part->side, part->var),
                         values_of(p->out->arena, &part->values),
                         values_domain(p->diff->table[part->side], part->var));
    }
    strbuf_text(p->out, said ? "\"" : "");
}

static void put_controls(const struct html_diff *p, enum diff_side side, struct strbuf *out)
{
    const struct table *table = p->diff->table[side];
    const char *of = side == DIFF_OLD ? " (old policy)" : "";
    for (uint32_t v = 0; v < table->vocab.var_count; v++) {
        size_t number = number_of(p, side, v);
        if (!p->filtered[side][v])
            continue;
        if (table->vocab.vars[v].kind == VAR_EVENT)
            html_holds_control(out, arena_printf(out->arena, "%s occurred%s", name_var(table, v), of),
                               number);
        else
            html_control(out, table, arena_printf(out->arena, "%s%s", name_var(table, v), of), v,
                         number);
    }
}

static void put_check(struct html_diff *p, size_t count, enum remark_change change)
{
    if (count)
        html_check(p->out, change_id(change),
                   change <= CHANGE_SETTLED ? diff_tag_name((enum diff_tag)change)
                                            : change_id(change));
}

void html_diff_filters(struct html_diff *p, const size_t count[DIFF_TAGS])
{
    html_items_begin(p->out, &(struct html_items){"group", "groups", "Filter the changes", true});
    for (int tag = 0; tag < DIFF_TAGS; tag++)
        put_check(p, count[tag], (enum remark_change)tag);
    put_check(p, p->view->flip_count, CHANGE_FLIPPED);
    put_check(p, p->diff->duties.count, CHANGE_DUTIES);
    put_check(p, p->diff->clauses.count, CHANGE_CLAUSES);
    struct strbuf attributes = strbuf_new(p->out->arena);
    put_controls(p, DIFF_NEW, &attributes);
    put_controls(p, DIFF_OLD, &attributes);
    html_items_end(p->out, "a clause, a value", strbuf_string(&attributes));
}
