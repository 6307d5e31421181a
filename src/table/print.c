/* print.c: a table as a listing for people who work on polc (`polc dump --stage table`).
 *
 * Sections with their sizes, columns with the place of their cells in a record, then every
 * node with its own records: `host{1,3-4}` are the cells of a column that a record accepts.
 * The indices are summed up, and at the end stands how documents of other tools are read.
 * Everything is in the order of ids.
 */
#include "table/table.h"

#include "base/strbuf.h"
#include "sema/dump.h"

#include <inttypes.h>
#include <string.h>

static const char *var_name(const struct table *t, uint32_t var)
{
    const struct vocab *vocab = &t->vocab;
    const struct vocab_var *v = &vocab->vars[var];
    return vocab_string(vocab, v->kind == VAR_READING ? vocab->terms[v->term].name : v->name);
}

static void print_sections(const struct table *t, struct strbuf *out)
{
    strbuf_text(out, "sections\n");
#define SECTION(id, name, type) \
    strbuf_printf(out, "  %-16s %8zu of %zu bytes\n", #name, t->name##_count, sizeof(type));
#include "table/sections.def"
#undef SECTION
}

static void print_column(const struct table *t, uint32_t id, struct strbuf *out)
{
    static const char *const kinds[] = {"leaves", "numbers", "since", "readings"};
    const struct table_column *c = &t->columns[id];
    strbuf_printf(out, "  %u %s: %u cells of %s, ", id, var_name(t, c->var), c->cell_count,
                  kinds[c->kind]);
    if (c->small)
        strbuf_printf(out, "word %u bits %u-%u", c->word, c->shift, c->shift + c->cell_count - 1);
    else
        strbuf_printf(out, "lane %u, cell >> %u", c->lane, c->lane_shift);
    if (c->kind == COLUMN_SINCE) {
        static const char *const units[] = {"days", "months", "years"};
        strbuf_printf(out, ", cell 1 %s %" PRId64 " %s after", c->past ? "past" : "from",
                      c->count, units[c->unit]);
    } else {
        strbuf_text(out, ", from");
        for (uint32_t i = 0; i < c->cell_count && i < TABLE_SMALL_CELLS; i++)
            strbuf_printf(out, " %" PRId64, t->cuts[c->first_cut + i]);
        if (c->cell_count > TABLE_SMALL_CELLS)
            strbuf_text(out, " …");
    }
    strbuf_char(out, '\n');
}

/* The cells of a small column that a mask accepts, as runs; nothing when it accepts all. */
static void print_small(const struct table *t, const struct table_column *c, uint64_t word,
                        struct strbuf *out)
{
    uint64_t all = UINT64_MAX >> (64 - c->cell_count);
    uint64_t cells = word >> c->shift & all;
    if (cells == all)
        return;
    strbuf_printf(out, " %s", var_name(t, c->var));
    if (c->kind == COLUMN_SINCE)
        strbuf_printf(out, "/%u", (unsigned)(c - t->columns));
    const char *before = "{";
    strbuf_text(out, cells ? "" : "{");
    for (uint32_t i = 0; i < c->cell_count; i++) {
        if (!(cells >> i & 1))
            continue;
        uint32_t first = i;
        while (i + 1 < c->cell_count && cells >> (i + 1) & 1)
            i++;
        strbuf_printf(out, "%s%u", before, first);
        if (i > first)
            strbuf_printf(out, "-%u", i);
        before = ",";
    }
    strbuf_char(out, '}');
}

static void print_record(const struct table *t, size_t id, struct strbuf *out)
{
    const unsigned char *record = table_record(t, id);
    uint32_t exact;
    memcpy(&exact, record + t->meta->record_size - sizeof exact, sizeof exact);
    strbuf_printf(out, "  record %zu", id);
    for (size_t i = 0; i < t->columns_count; i++) {
        const struct table_column *c = &t->columns[i];
        if (c->small) {
            uint64_t word;
            memcpy(&word, record + (size_t)c->word * 8, sizeof word);
            print_small(t, c, word, out);
            continue;
        }
        uint16_t low, high;
        const unsigned char *lanes = record + (size_t)t->meta->mask_words * 8;
        memcpy(&low, lanes + (size_t)c->lane * 2, sizeof low);
        memcpy(&high, lanes + ((size_t)t->meta->lanes + c->lane) * 2, sizeof high);
        if (low > 0 || high < (c->cell_count - 1) >> c->lane_shift)
            strbuf_printf(out, " %s[%u-%u]", var_name(t, c->var), low, high);
    }
    if (exact != IR_NONE)
        strbuf_printf(out, ", exact by cube %u", exact);
    strbuf_char(out, '\n');
}

static void print_node(const struct table *t, uint32_t id, struct strbuf *out)
{
    static const char *const kinds[] = {"norm", "exception", "lift", "waiver", "rank condition"};
    static const char *const signs[] = {"prohibits", "permits", "obliges"};
    const struct table_node *node = &t->nodes[id];
    strbuf_printf(out, "node %u  %s", id, kinds[node->kind]);
    if (node->kind == NODE_NORM)
        strbuf_printf(out, " %s %s", table_text(t, t->clauses[t->norms[id].clause].title),
                      signs[t->norms[id].sign]);
    if (node->kind == NODE_EXCEPT && t->exceptions[node->info].label)
        strbuf_printf(out, " (%s)", table_text(t, t->exceptions[node->info].label));
    if (node->kind == NODE_LIFT)
        strbuf_printf(out, " by %s", table_text(t, t->clauses[node->info].title));
    if (node->kind == NODE_WAIVER)
        strbuf_printf(out, " %s", table_text(t, t->waivers[node->info].title));
    strbuf_printf(out, ", component %u%s\n", node->component, node->residual ? ", residual" : "");
    for (uint32_t i = 0; i < node->record_count; i++)
        print_record(t, node->first_record + i, out);
    for (uint32_t i = 0; i < node->child_count; i++)
        strbuf_printf(out, "  unless node %u\n", t->children[node->first_child + i]);
    if (node->kind != NODE_NORM)
        return;
    const struct table_norm *norm = &t->norms[id];
    for (uint32_t i = 0; i < norm->rank_count; i++) {
        const struct table_rank *rank = &t->ranks[norm->first_rank + i];
        strbuf_printf(out, "  yields node %u", rank->winner);
        if (rank->condition != IR_NONE)
            strbuf_printf(out, " if node %u", rank->condition);
        strbuf_char(out, '\n');
    }
}

static void print_indices(const struct table *t, struct strbuf *out)
{
    static const char *const signs[] = {"prohibitions", "permissions", "duties"};
    for (size_t i = 0; i < t->pivots_count; i++) {
        const struct table_pivot *pivot = &t->pivots[i];
        const struct table_column *c = &t->columns[pivot->column];
        const uint32_t *offsets = t->offsets + pivot->first_offset;
        strbuf_printf(out, "pivot %s of %s: records %u to %u\n", var_name(t, c->var),
                      signs[pivot->sign], offsets[0], offsets[c->cell_count]);
    }
    for (size_t i = 0; i < t->wilds_count; i++) {
        const struct table_wild *wild = &t->wilds[i];
        strbuf_printf(out, "wild %s: records %u to %u", signs[i], wild->first_record,
                      wild->first_record + wild->record_count);
        for (uint32_t k = 0; k < wild->row_column_count; k++) {
            const struct table_row_column *row = &t->row_columns[wild->first_row_column + k];
            strbuf_printf(out, "%s %s (%u rows)", k ? "," : ", rows by",
                          var_name(t, t->columns[row->column].var), row->row_count);
        }
        strbuf_char(out, '\n');
    }
}

void table_print(const struct table *t, struct strbuf *out)
{
    char day[DATE_TEXT];
    date_format(t->meta->dated, day);
    strbuf_printf(out, "table \"%s\" dated %s\n", table_text(t, t->meta->name.offset), day);
    strbuf_printf(out, "policy %016" PRIx64 ", vocabulary %016" PRIx64 "\n",
                  t->meta->policy_hash, t->meta->vocab_hash);
    strbuf_printf(out, "records of %u bytes: %u mask words, %u lanes\n", t->meta->record_size,
                  t->meta->mask_words, t->meta->lanes);
    print_sections(t, out);
    strbuf_text(out, "columns\n");
    for (uint32_t i = 0; i < t->columns_count; i++)
        print_column(t, i, out);
    for (uint32_t i = 0; i < t->nodes_count; i++)
        print_node(t, i, out);
    print_indices(t, out);
    inputs_dump(&t->vocab, out);
}
