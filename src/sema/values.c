/* values.c: names of values and of parties, each looked up in the kind that its place
 * asks for, so that the party Oracle and the customer Oracle never meet. */
#include "sema/check.h"

const char *sema_kind_title(struct sema *s, uint32_t kind)
{
    if (kind == VOCAB_YES_NO)
        return "a yes/no fact";
    if (kind == s->act_kind)
        return "the acts";
    if (s->kind_names.items[kind])
        return arena_printf(s->diags->arena, "kind `%s`", sema_text(s, s->kind_names.items[kind]));
    for (size_t v = 0; v < s->vars.count; v++)
        if (s->vars.items[v].kind == VAR_LEAF && s->vars.items[v].leaf_kind == kind)
            return arena_printf(s->diags->arena, "`%s`", sema_text(s, s->var_info.items[v].name));
    return "this list";
}

/* Offers the names and groups of a kind; a short kind is listed whole. */
static void offer_values(struct sema *s, struct diag *diag, uint32_t kind, bool or_none,
                         atom_t name)
{
    if (!sema_hints(s))
        return;
    const struct vocab_kind *k = &s->kinds.items[kind];
    struct nearest nearest;
    nearest_init(&nearest, sema_text(s, name), atom_length(s->names, name));
    for (uint32_t i = 0; i < k->node_count; i++)
        nearest_offer(&nearest, sema_text(s, s->node_info.items[k->first_node + i].name));
    for (uint32_t i = 0; i < k->group_count; i++)
        nearest_offer(&nearest, sema_text(s, s->group_info.items[k->first_group + i].name));
    if (or_none)
        nearest_offer(&nearest, "none");
    const char *best = nearest_result(&nearest);
    if (best) {
        diag_help(s->diags, diag, "did you mean `%s`?", best);
        return;
    }
    if (k->node_count == 0 || k->node_count > 8)
        return;
    struct strbuf list;
    strbuf_init(&list, s->diags->arena);
    for (uint32_t i = 0; i < k->node_count; i++) {
        atom_t value = s->node_info.items[k->first_node + i].name;
        bool again = false; /* one that stands twice is another error */
        for (uint32_t n = 0; n < i; n++)
            again |= s->node_info.items[k->first_node + n].name == value;
        if (!again)
            strbuf_printf(&list, "%s`%s`", i ? ", " : "", sema_text(s, value));
    }
    diag_note(s->diags, diag, "it has %s", strbuf_string(&list));
}

static void note_other_kind(struct sema *s, struct diag *diag, atom_t name, uint32_t kind)
{
    uint64_t other;
    if (map_get(&s->kind_of_value, name, &other) && (uint32_t)other != kind)
        diag_note(s->diags, diag, "`%s` is a value of %s", sema_text(s, name),
                  sema_kind_title(s, (uint32_t)other));
}

bool sema_resolve_value(struct sema *s, uint32_t kind, bool or_none, const struct ast_name *name)
{
    uint64_t found;
    if (or_none && name->atom == s->word_none) {
        sema_buffer_add(s, s->kinds.items[kind].leaf_count, 1);
        return true;
    }
    if (!map_get(&s->values, map_pair(kind, name->atom), &found)) {
        struct diag *diag = diag_add(s->diags, DIAG_VALUE_UNKNOWN, name->span,
                                     "%s has no value `%s`", sema_kind_title(s, kind),
                                     sema_text(s, name->atom));
        if (name->atom == s->word_none)
            diag_help(s->diags, diag, "declare the fact `or none` if it can be absent");
        note_other_kind(s, diag, name->atom, kind);
        offer_values(s, diag, kind, or_none, name->atom);
        return false;
    }
    uint32_t id = (uint32_t)(found / 2);
    if (found % 2 == 0) {
        sema_buffer_add(s, s->nodes.items[id].first_leaf, s->nodes.items[id].leaf_count);
        return true;
    }
    const struct vocab_group *group = &s->groups.items[id];
    for (uint32_t r = group->first_range; r < group->first_range + group->range_count; r++)
        sema_buffer_add(s, s->ranges.items[r].first,
                        s->ranges.items[r].last - s->ranges.items[r].first + 1);
    return true;
}

static uint32_t party_kind(struct sema *s, const struct ast_name *name)
{
    uint64_t kind;
    if (map_get(&s->kind_of_name, s->word_party, &kind))
        return (uint32_t)kind;
    if (!s->party_kind_reported) {
        struct diag *diag = diag_add(s->diags, DIAG_PARTY_KIND_MISSING, name->span,
                                     "there is no kind `party` to look `%s` up in",
                                     sema_text(s, name->atom));
        diag_help(s->diags, diag, "declare it: kind party: %s, other_party.",
                  sema_text(s, name->atom));
    }
    s->party_kind_reported = true;
    return VOCAB_NONE;
}

uint32_t sema_resolve_party(struct sema *s, const struct ast_name *name, const char *as)
{
    uint32_t kind = party_kind(s, name);
    if (kind == VOCAB_NONE)
        return VOCAB_NONE;
    uint64_t found;
    if (map_get(&s->values, map_pair(kind, name->atom), &found)) {
        if (found % 2 == 0)
            return (uint32_t)(found / 2);
        struct diag *diag = diag_add(s->diags, DIAG_PARTY_UNKNOWN, name->span,
                                     "`%s` is a group of parties and cannot be %s",
                                     sema_text(s, name->atom), as);
        diag_help(s->diags, diag, "name its members one by one, joined by `and`");
        return VOCAB_NONE;
    }
    struct diag *diag = diag_add(s->diags, DIAG_PARTY_UNKNOWN, name->span,
                                 "`%s` is not in kind `party` and cannot be %s",
                                 sema_text(s, name->atom), as);
    note_other_kind(s, diag, name->atom, kind);
    offer_values(s, diag, kind, false, name->atom);
    return VOCAB_NONE;
}

static bool contains(const uint32_t *ids, size_t count, uint32_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

bool sema_resolve_parties(struct sema *s, const struct ast_name *names, const char *as,
                          uint32_t **ids, size_t *count)
{
    size_t length = 0;
    bool ok = true;
    for (const struct ast_name *at = names; at; at = at->next)
        length++;
    *ids = length ? ARENA_ARRAY(s->arena, uint32_t, length) : NULL;
    *count = 0;
    for (const struct ast_name *at = names; at; at = at->next) {
        uint32_t id = sema_resolve_party(s, at, as);
        if (id == VOCAB_NONE)
            ok = false;
        else if (!contains(*ids, *count, id))
            (*ids)[(*count)++] = id;
    }
    return ok;
}

const char *sema_party_list(struct sema *s, const uint32_t *nodes, size_t count)
{
    struct strbuf list;
    strbuf_init(&list, s->diags->arena);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&list, "%s`%s`", i == 0 ? "" : i + 1 == count ? " and " : ", ",
                      sema_text(s, s->node_info.items[nodes[i]].name));
    return strbuf_string(&list);
}

/* ---- sets of party nodes, compared by their leaves ------------------------------------ */

bool sema_node_inside(const struct sema *s, uint32_t inner, uint32_t outer)
{
    const struct vocab_node *a = &s->nodes.items[inner], *b = &s->nodes.items[outer];
    return a->first_leaf >= b->first_leaf
           && a->first_leaf + a->leaf_count <= b->first_leaf + b->leaf_count;
}

bool sema_nodes_overlap(const struct sema *s, uint32_t a, uint32_t b)
{
    return vocab_overlap(s->nodes.items, a, b);
}

bool sema_covered(const struct sema *s, uint32_t node, const uint32_t *by, size_t count)
{
    return vocab_covered(s->nodes.items, node, by, count);
}
