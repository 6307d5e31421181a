/* names.c: what a verdict says about its clauses: titles, texts, parties, places.
 *
 * Equal texts and lists are stored once. A place is a file with the
 * lines and columns of both ends, computed here so that a table explains itself without the
 * policy's files.
 */
#include "table/build.h"

#include "base/hash.h"

#include <string.h>

static uint32_t put_text(struct table_builder *b, const char *text)
{
    if (!text || !*text)
        return 0;
    size_t length = strlen(text);
    uint64_t key = hash_text(text, length), known;
    for (;; key++) {
        if (key == MAP_NO_KEY)
            continue;
        if (!map_get(&b->text_ids, key, &known))
            break;
        if (strcmp(b->texts.items + known, text) == 0)
            return (uint32_t)known;
    }
    uint32_t offset = (uint32_t)b->texts.count;
    strbuf_bytes(&b->texts, text, length);
    strbuf_char(&b->texts, '\0');
    map_put(&b->text_ids, key, offset);
    return offset;
}

static uint32_t put_place(struct table_builder *b, struct span span)
{
    struct place place = source_place(b->ir->model->sources, span);
    struct table_place out = {put_text(b, place.file), (uint32_t)place.line, place.column,
                              (uint32_t)place.end_line, place.end_column};
    if (out.line == 0)
        out.line = out.column = out.end_line = out.end_column = 1;
    VEC_PUSH(b->arena, &b->places, out);
    return (uint32_t)b->places.count - 1;
}

/* A list of ids; the list before it is reused when it is the same. */
static uint32_t put_ids(struct table_builder *b, const uint32_t *ids, size_t count)
{
    if (count == 0)
        return 0;
    uint64_t key = hash_bytes(ids, count * sizeof *ids) ^ hash_word(count), known;
    if (key != MAP_NO_KEY && map_get(&b->text_ids, ~key, &known)
        && known + count <= b->ids.count
        && memcmp(b->ids.items + known, ids, count * sizeof *ids) == 0)
        return (uint32_t)known;
    known = b->ids.count;
    for (size_t i = 0; i < count; i++)
        VEC_PUSH(b->arena, &b->ids, ids[i]);
    if (key != MAP_NO_KEY && ~key != MAP_NO_KEY && !map_get(&b->text_ids, ~key, NULL))
        map_put(&b->text_ids, ~key, known);
    return (uint32_t)known;
}

/* A clause's number is the end of its title, as a rule. */
static uint32_t put_number(struct table_builder *b, const char *title, uint32_t put,
                           const char *number)
{
    size_t whole = title ? strlen(title) : 0, length = strlen(number);
    if (length == 0 || length > whole || strcmp(title + whole - length, number) != 0)
        return put_text(b, number);
    return put + (uint32_t)(whole - length);
}

static void make_room(struct table_builder *b, const struct model *model)
{
    size_t bytes = 0, places = model->ranks.count + model->waivers.count;
    for (size_t i = 0; i < model->clauses.count; i++) {
        const struct model_clause *c = &model->clauses.items[i];
        bytes += strlen(c->title) + strlen(c->label) + 2;
    }
    for (size_t i = 0; i < b->nodes.count; i++)
        places += b->nodes.items[i].kind == NODE_EXCEPT;
    VEC_RESERVE(b->arena, &b->texts, b->texts.count + bytes);
    VEC_RESERVE(b->arena, &b->clauses, model->clauses.count);
    VEC_RESERVE(b->arena, &b->norms, model->norms.count);
    VEC_RESERVE(b->arena, &b->places, model->clauses.count + model->norms.count + places);
}

static void put_clauses(struct table_builder *b, const struct model *model)
{
    for (size_t i = 0; i < model->clauses.count; i++) {
        const struct model_clause *c = &model->clauses.items[i];
        uint32_t title = put_text(b, c->title);
        const char *number = atom_text(model->names, c->number);
        struct table_clause out = {.agreement = c->agreement,
                                   .title = title,
                                   .number = put_number(b, c->title, title, number),
                                   .label = put_text(b, c->label),
                                   .place = put_place(b, c->span),
                                   .material = c->material,
                                   .survives = c->survives};
        VEC_PUSH(b->arena, &b->clauses, out);
    }
}

static void put_endings(struct table_builder *b, const struct model *model)
{
    for (uint32_t i = 0; i < model->clauses.count; i++) {
        const struct model_clause *c = &model->clauses.items[i];
        struct table_ending out = {.clause = i, .by = IR_NONE, .day = c->deleted_on};
        if (c->deleted_on != DATE_NEVER) {
            out.amendment = put_text(b, c->deleted_by);
            VEC_PUSH(b->arena, &b->endings, out);
        }
        for (size_t k = 0; k < c->replaced_count; k++) {
            out = (struct table_ending){.clause = i, .by = c->replaced_by[k], .day = DATE_NEVER};
            VEC_PUSH(b->arena, &b->endings, out);
        }
    }
}

static uint32_t force_of(const struct ir *ir, uint32_t agreement)
{
    for (size_t i = 0; i < ir->named.count; i++)
        if (ir->named.items[i].kind == NAMED_FORCE && ir->named.items[i].ref == agreement)
            return ir->named.items[i].expr;
    return 0; /* cannot be: ir_lower names each */
}

static void put_agreements(struct table_builder *b, const struct model *model)
{
    for (size_t i = 0; i < model->agreements.count; i++) {
        const struct model_agreement *a = &model->agreements.items[i];
        struct table_agreement out = {.name = put_text(b, atom_text(model->names, a->name)),
                                      .first_party = put_ids(b, a->parties, a->party_count),
                                      .party_count = (uint32_t)a->party_count,
                                      .force = force_of(b->ir, (uint32_t)i),
                                      .stricter = b->ir->stricter.items[i]};
        VEC_PUSH(b->arena, &b->agreements, out);
    }
}

static uint16_t norm_flags(const struct model_norm *n)
{
    unsigned flags = 0;
    flags |= n->if_in_breach ? NORM_IN_BREACH : 0u;
    flags |= n->has_within ? NORM_WITHIN : 0u;
    flags |= n->at_most ? NORM_AT_MOST : 0u;
    flags |= n->form == FORM_RESERVED ? NORM_RESERVED : 0u;
    flags |= n->each_year ? NORM_EACH_YEAR : 0u;
    flags |= n->share_var != VOCAB_NONE ? NORM_SHARE : 0u;
    return (uint16_t)flags;
}

static void put_sums(struct table_builder *b, const struct model_norm *n, struct table_duty *out)
{
    if (n->group_count) {
        out->first_group = (uint32_t)b->group_vars.count;
        out->group_count = (uint32_t)n->group_count;
    }
    for (size_t i = 0; i < n->group_count; i++)
        VEC_PUSH(b->arena, &b->group_vars, n->groups[i]);
    if (n->share_var == VOCAB_NONE)
        return;
    out->share_var = n->share_var;
    out->first_share = (uint32_t)b->share_ranges.count;
    out->share_count = (uint32_t)n->share.count;
    for (size_t i = 0; i < n->share.count; i++)
        VEC_PUSH(b->arena, &b->share_ranges, n->share.ranges[i]);
}

static uint32_t put_duty(struct table_builder *b, const struct model_norm *n)
{
    if (n->sign != SIGN_DUTY)
        return 0;
    struct table_duty out = {.first_creditor = put_ids(b, n->creditors, n->creditor_count),
                             .creditor_count = (uint32_t)n->creditor_count,
                             .first_breach = put_ids(b, n->breach_of, n->breach_count),
                             .breach_count = (uint32_t)n->breach_count,
                             .what = put_text(b, n->what),
                             .within_unit = (uint32_t)n->within_unit,
                             .within = n->within,
                             .amount = n->amount,
                             .by = n->by,
                             .from = n->from,
                             .amount_var = n->amount_var,
                             .amount_unit = n->amount_unit};
    put_sums(b, n, &out);
    VEC_PUSH(b->arena, &b->duties, out);
    return (uint32_t)b->duties.count - 1;
}

static void put_norms(struct table_builder *b, const struct model *model)
{
    struct table_duty none = {.what = 0};
    VEC_PUSH(b->arena, &b->duties, none);
    for (size_t i = 0; i < model->norms.count; i++) {
        const struct model_norm *n = &model->norms.items[i];
        const struct ir_norm *in = &b->ir->norms.items[i];
        struct table_norm out = {.sign = (uint8_t)n->sign,
                                 .form = (uint8_t)n->form,
                                 .flags = norm_flags(n),
                                 .clause = n->clause,
                                 .bearer = n->bearer,
                                 .first_holder = put_ids(b, n->holders, n->holder_count),
                                 .holder_count = (uint32_t)n->holder_count,
                                 .first_rank = in->first_rank,
                                 .rank_count = in->rank_count,
                                 .applied = in->applied,
                                 .actor = in->actor,
                                 .live = in->live,
                                 .text = put_text(b, n->text),
                                 .place = put_place(b, n->head),
                                 .duty = put_duty(b, n)};
        VEC_PUSH(b->arena, &b->norms, out);
    }
}

static void put_ranks(struct table_builder *b, const struct model *model)
{
    for (size_t i = 0; i < b->ir->ranks.count; i++) {
        const struct ir_rank *from = &b->ir->ranks.items[i];
        const struct model_rank *source = &model->ranks.items[from->source];
        struct table_rank out = {from->winner, from->condition, (uint32_t)source->kind,
                                 put_place(b, source->span)};
        VEC_PUSH(b->arena, &b->ranks, out);
    }
}

static void put_node_infos(struct table_builder *b, const struct model *model)
{
    for (size_t i = 0; i < b->nodes.count; i++) {
        const struct model_except *e = b->ir->excepts.items[i];
        if (b->nodes.items[i].kind != NODE_EXCEPT || !e)
            continue;
        struct table_exception out = {put_text(b, e->label), put_place(b, e->span)};
        b->nodes.items[i].info = (uint32_t)b->exceptions.count;
        VEC_PUSH(b->arena, &b->exceptions, out);
    }
    for (size_t i = 0; i < model->lifts.count; i++)
        b->nodes.items[b->ir->lift_nodes[i]].info = model->lifts.items[i].clause;
    for (size_t i = 0; i < model->waivers.count; i++) {
        const struct model_waiver *w = &model->waivers.items[i];
        struct table_waiver out = {put_text(b, w->title), put_ids(b, w->givers, w->giver_count),
                                   (uint32_t)w->giver_count, put_place(b, w->span)};
        b->nodes.items[b->ir->waiver_nodes[i]].info = (uint32_t)b->waivers.count;
        VEC_PUSH(b->arena, &b->waivers, out);
    }
}

/* ---- who may contest ----------------------------------------------------------------------- */

/* One kind of grant: all permissions of one agreement to one bearer by one holder. */
struct granted {
    uint32_t norm; /* the first of them */
    uint32_t agreement, holder;
};

struct contest {
    struct table_builder *b;
    VEC(struct granted) grants;
};

static void collect_grants(struct contest *c, const struct model *model)
{
    struct map seen;
    map_init(&seen, c->b->arena);
    for (uint32_t i = 0; i < model->norms.count; i++) {
        const struct model_norm *n = &model->norms.items[i];
        uint32_t agreement = model->clauses.items[n->clause].agreement;
        for (size_t h = 0; n->sign == SIGN_PERMIT && h < n->holder_count; h++) {
            uint64_t key = hash_word(map_pair(agreement, n->bearer)) ^ n->holders[h];
            if (map_get(&seen, key, NULL))
                continue;
            map_put(&seen, key, 1);
            struct granted grant = {i, agreement, n->holders[h]};
            VEC_PUSH(c->b->arena, &c->grants, grant);
        }
    }
}

static bool may_contest(const struct contest *c, const struct model *model, uint32_t norm)
{
    const struct model_norm *n = &model->norms.items[norm];
    uint32_t agreement = model->clauses.items[n->clause].agreement;
    const struct ir *ir = c->b->ir;
    uint32_t said = ir->stricter.items[agreement];
    bool stricter = said != IR_NONE && ir->exprs.items[said].op == IR_TRUE;
    for (size_t h = 0; h < n->holder_count; h++) {
        const struct vocab_node *holder = &model->vocab.nodes[n->holders[h]];
        for (uint32_t at = holder->first_leaf; at < holder->first_leaf + holder->leaf_count;) {
            uint32_t reach = at;
            for (size_t i = 0; i < c->grants.count && reach == at; i++) {
                const struct granted *g = &c->grants.items[i];
                if (!(stricter && g->agreement == agreement) && model_same_bearer(model, g->norm, norm))
                    reach = vocab_reach(model->vocab.nodes, at, &g->holder, 1);
            }
            if (reach == at)
                return false;
            at = reach;
        }
    }
    return n->holder_count > 0;
}

static void mark_contests(struct table_builder *b, const struct model *model)
{
    struct contest c = {.b = b};
    collect_grants(&c, model);
    if (c.grants.count == 0)
        return;
    for (uint32_t i = 0; i < model->norms.count; i++)
        if (model->norms.items[i].sign == SIGN_PROHIBIT && may_contest(&c, model, i))
            b->norms.items[i].flags |= NORM_MAY_CONTEST;
}

void names_build(struct table_builder *b)
{
    const struct model *model = b->ir->model;
    map_init(&b->text_ids, b->arena);
    uint32_t name = put_text(b, model->name);
    b->meta.name = (struct ir_text){name, (uint32_t)strlen(b->texts.items + name)};
    make_room(b, model);
    put_clauses(b, model);
    put_endings(b, model);
    put_agreements(b, model);
    put_norms(b, model);
    put_ranks(b, model);
    put_node_infos(b, model);
    mark_contests(b, model);
}
