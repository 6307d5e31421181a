/* diff_json.c: the differences of two policies as polc-diff/1 (docs/polc-diff.schema.json), or its
 * lines: the document has several lists, so each line names the one that its object is an element of.
 */
#include "emit/diff.h"

#include "emit/names.h"
#include "emit/witness.h"

#include <inttypes.h>

struct writer {
    const struct diff *diff;
    enum json_shape shape;
    struct arena *arena;
    struct strbuf *out;
};

static void open_list(const struct writer *w, const char *key)
{
    json_key(w->out, key);
    strbuf_char(w->out, '[');
}

static void close_list(const struct writer *w)
{
    strbuf_char(w->out, ']');
}

/* Lists of the document itself. */

static void begin_elements(const struct writer *w, const char *list)
{
    if (w->shape == JSON_DOCUMENT)
        open_list(w, list);
}

static void end_elements(const struct writer *w)
{
    if (w->shape == JSON_DOCUMENT)
        close_list(w);
}

static void begin_element(const struct writer *w, const char *list)
{
    if (w->shape == JSON_DOCUMENT)
        json_next(w->out);
    strbuf_char(w->out, '{');
    if (w->shape == JSON_LINES)
        json_pair(w->out, "list", list);
}

static void end_element(const struct writer *w)
{
    strbuf_text(w->out, w->shape == JSON_LINES ? "}\n" : "}");
}

static void put_text(const struct writer *w, const char *key, struct strbuf *text)
{
    json_pair(w->out, key, strbuf_string(text));
}

/* ---- regions ----------------------------------------------------------------------------------- */

/* What lifts: everywhere, or each in some of the deployments. */
static void put_lifted(const struct writer *w, const struct table *t, const struct diff_reasons *r)
{
    const struct eval_lifted *list = r->lifted ? r->lifted : r->in_parts;
    size_t count = r->lifted ? 1 : r->in_parts_count;
    if (!r->known || r->basis != BASIS_LIFTED || !count)
        return;
    open_list(w, "lifted");
    for (size_t i = 0; i < count; i++) {
        struct strbuf by = strbuf_new(w->arena);
        if (list[i].by_node == IR_NONE)
            strbuf_text(&by, name_norm(t, list[i].by_norm));
        else
            name_defeater(t, list[i].by_node, &by);
        json_next(w->out);
        strbuf_char(w->out, '{');
        json_pair(w->out, "norm", name_norm(t, list[i].norm));
        put_text(w, "by", &by);
        json_pair(w->out, "when", r->lifted ? "always" : "some deployments");
        strbuf_char(w->out, '}');
    }
    close_list(w);
}

static void put_side(const struct writer *w, const struct diff_region *region, enum diff_side side)
{
    const struct table *t = w->diff->table[side];
    const struct diff_reasons *r = &region->reasons[side];
    struct strbuf reason = strbuf_new(w->arena);
    json_key(w->out, side == DIFF_OLD ? "was" : "now");
    strbuf_char(w->out, '{');
    json_pair(w->out, "verdict", name_verdict(region->results[side]->verdict));
    diff_reason(w->diff, region, side, &reason);
    put_text(w, "why", &reason);
    json_bool(w->out, "throughout", r->known);
    open_list(w, "clauses");
    for (size_t i = 0; i < r->clause_count; i++) {
        const struct diff_clause *c = &r->clauses[i];
        json_next(w->out);
        strbuf_char(w->out, '{');
        json_pair(w->out, "clause", name_clause(t, c->clause));
        json_pair(w->out, "effect", c->sign == SIGN_PROHIBIT ? "prohibits" : "permits");
        json_pair(w->out, "when", diff_when_name(c->when));
        strbuf_char(w->out, '}');
    }
    close_list(w);
    put_lifted(w, t, r);
    strbuf_char(w->out, '}');
}

static void put_place(const struct writer *w, const struct diff_region *region)
{
    struct strbuf where = strbuf_new(w->arena);
    diff_where(w->diff, w->arena, region, &where);
    put_text(w, "where", &where);
    open_list(w, "parts");
    for (size_t i = 0; i < region->part_count; i++) {
        const struct diff_part *part = &region->parts[i];
        struct strbuf words = strbuf_new(w->arena);
        json_next(w->out);
        strbuf_char(w->out, '{');
        json_pair(w->out, "name", name_var(w->diff->table[part->side], part->var));
        diff_part(w->diff, w->arena, part, &words);
        put_text(w, "is", &words);
        strbuf_char(w->out, '}');
    }
    close_list(w);
    json_bool(w->out, "exact", !region->partly);
    json_key(w->out, "witness");
    strbuf_char(w->out, '{');
    for (int s = 0; s < DIFF_SIDES; s++) {
        json_key(w->out, s == DIFF_OLD ? "old" : "new");
        witness_json(w->diff->table[s], w->arena, &region->witness[s], w->out);
    }
    strbuf_char(w->out, '}');
}

static const char *tag_name(enum diff_tag tag)
{
    return tag == DIFF_DISPUTED ? "disputed" : diff_tag_name(tag);
}

static void put_regions(const struct writer *w, const size_t *order)
{
    begin_elements(w, "regions");
    for (size_t i = 0; i < w->diff->regions.count; i++) {
        const struct diff_region *region = &w->diff->regions.items[order[i]];
        begin_element(w, "regions");
        json_pair(w->out, "tag", tag_name(diff_tag_of(region)));
        put_place(w, region);
        put_side(w, region, DIFF_OLD);
        put_side(w, region, DIFF_NEW);
        end_element(w);
    }
    end_elements(w);
}

/* ---- clauses and duties -------------------------------------------------------------------------- */

static void put_change_regions(const struct writer *w, const struct diff_change *change)
{
    open_list(w, "regions");
    for (size_t i = 0; i < change->regions.count; i++) {
        const struct diff_region *region = &change->regions.items[i];
        struct strbuf words = strbuf_new(w->arena);
        json_next(w->out);
        strbuf_char(w->out, '{');
        if (change->sign == SIGN_DUTY) {
            json_pair(w->out, "change", diff_duty_change(region));
        } else {
            diff_effect(w->diff, change, region, &words);
            put_text(w, "change", &words);
            json_pair(w->out, "verdict", name_verdict(diff_verdict(region->verdict)));
        }
        put_place(w, region);
        strbuf_char(w->out, '}');
    }
    close_list(w);
    json_bool(w->out, "unresolved", change->regions.open);
}

/* Where a clause says different things to different parties: to whom. */
static void put_parties(const struct writer *w, const struct diff_change *change)
{
    enum diff_side side = diff_party_side(change);
    const struct table *t = w->diff->table[side];
    uint32_t norm = change->party[side];
    if (norm == IR_NONE)
        return;
    const struct table_norm *n = &t->norms[norm];
    json_pair(w->out, "bearer", name_node(t, n->bearer));
    open_list(w, "holders");
    for (uint32_t i = 0; i < n->holder_count; i++) {
        json_next(w->out);
        json_string(w->out, name_node(t, t->ids[n->first_holder + i]));
    }
    close_list(w);
}

static void put_clauses(const struct writer *w)
{
    begin_elements(w, "clauses");
    for (size_t i = 0; i < w->diff->clauses.count; i++) {
        const struct diff_change *c = &w->diff->clauses.items[i];
        enum diff_side side = diff_side_of(c);
        begin_element(w, "clauses");
        json_pair(w->out, "clause", name_clause(w->diff->table[side], c->id[side]));
        json_pair(w->out, "effect", c->sign == SIGN_PROHIBIT ? "prohibits" : "permits");
        put_parties(w, c);
        put_change_regions(w, c);
        end_element(w);
    }
    end_elements(w);
}

static void put_duties(const struct writer *w)
{
    begin_elements(w, "duties");
    for (size_t i = 0; i < w->diff->duties.count; i++) {
        const struct diff_change *c = &w->diff->duties.items[i];
        enum diff_side side = diff_side_of(c);
        struct strbuf what = strbuf_new(w->arena);
        begin_element(w, "duties");
        json_pair(w->out, "clause", name_norm(w->diff->table[side], c->id[side]));
        diff_duty(w->diff, w->arena, c, &what);
        put_text(w, "duty", &what);
        put_change_regions(w, c);
        end_element(w);
    }
    end_elements(w);
}

/* ---- the rest -------------------------------------------------------------------------------------- */

static void put_names(const struct writer *w)
{
    const struct diff *d = w->diff;
    begin_elements(w, "renamed");
    for (size_t i = 0; i < d->renamed.count; i++) {
        const uint32_t *clause = d->renamed.items[i].clause;
        begin_element(w, "renamed");
        json_pair(w->out, "old", name_clause(d->table[DIFF_OLD], clause[DIFF_OLD]));
        json_pair(w->out, "new", name_clause(d->table[DIFF_NEW], clause[DIFF_NEW]));
        end_element(w);
    }
    end_elements(w);
}

/* Its elements are texts, which a line has as a value. */
static void put_vocabulary(const struct writer *w)
{
    const struct diff *d = w->diff;
    begin_elements(w, "vocabulary");
    for (size_t i = 0; i < d->words.count; i++) {
        struct strbuf words = strbuf_new(w->arena);
        diff_word(d, w->arena, &d->words.items[i], &words);
        if (w->shape == JSON_LINES) {
            begin_element(w, "vocabulary");
            put_text(w, "words", &words);
            end_element(w);
        } else {
            json_next(w->out);
            json_string(w->out, strbuf_string(&words));
        }
    }
    end_elements(w);
}

static void put_flips(const struct writer *w, const struct emit_diff *view)
{
    begin_elements(w, "deployments");
    for (size_t i = 0; i < view->flip_count; i++) {
        const struct emit_flip *f = &view->flips[i];
        begin_element(w, "deployments");
        json_pair(w->out, "deployment", f->deployment);
        json_pair(w->out, "file", f->file);
        json_count(w->out, "line", f->line);
        json_pair(w->out, "was", name_verdict(f->was));
        json_pair(w->out, "now", name_verdict(f->now));
        end_element(w);
    }
    end_elements(w);
}

static void put_assumed(const struct writer *w, const struct emit_diff *view)
{
    const char *old = view->assumed[DIFF_OLD].object, *new = view->assumed[DIFF_NEW].object;
    if (!*old && !*new)
        return;
    json_key(w->out, "assumed");
    strbuf_char(w->out, '{');
    json_key(w->out, "old");
    strbuf_text(w->out, *old ? old : "{}");
    json_key(w->out, "new");
    strbuf_printf(w->out, "%s}", *new ? new : "{}");
}

static void put_policy(const struct writer *w, enum diff_side side)
{
    const struct table *t = w->diff->table[side];
    json_key(w->out, side == DIFF_OLD ? "old" : "new");
    strbuf_char(w->out, '{');
    json_pair(w->out, "name", table_text(t, t->meta->name.offset));
    json_key(w->out, "hash");
    strbuf_printf(w->out, "\"%016" PRIx64 "\"}", t->meta->policy_hash);
}

static void put_lists(const struct writer *w, const struct emit_diff *view, const size_t *order)
{
    put_regions(w, order);
    put_duties(w);
    put_clauses(w);
    put_names(w);
    put_vocabulary(w);
    put_flips(w, view);
}

void emit_diff_json(const struct emit_diff *view, enum json_shape shape, struct arena *arena,
                    struct strbuf *out)
{
    struct writer w = {view->diff, shape, arena, out};
    size_t count[DIFF_TAGS];
    const size_t *order = emit_diff_order(view->diff, arena, count);
    if (shape == JSON_LINES)
        put_lists(&w, view, order);
    strbuf_char(out, '{');
    json_pair(out, "schema", shape == JSON_LINES ? "polc-diff-lines/1" : "polc-diff/1");
    put_policy(&w, DIFF_OLD);
    put_policy(&w, DIFF_NEW);
    if (shape == JSON_DOCUMENT)
        put_lists(&w, view, order);
    put_assumed(&w, view);
    json_bool(w.out, "sampled", view->diff->sampled);
    json_bool(w.out, "unresolved", diff_open(view->diff));
    json_key(out, "summary");
    strbuf_char(out, '{');
    for (int tag = 0; tag < DIFF_TAGS; tag++)
        json_count(w.out, tag_name((enum diff_tag)tag), count[tag]);
    json_count(w.out, "deployments", view->read);
    json_count(w.out, "flipped", view->flip_count);
    strbuf_text(out, "}}\n");
}
