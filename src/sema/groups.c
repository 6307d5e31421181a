/* groups.c: `group emea of region: Germany, UAE.`: further sets of leaves of a kind.
 *
 * A group may name nodes and other groups of its kind, in any order; a cycle of groups
 * is an error. Groups of one kind become neighbours (vocab.h), so they are declared all
 * before any is resolved.
 */
#include "sema/check.h"

enum group_state { GROUP_NEW, GROUP_OPEN, GROUP_DONE };

struct group_source {
    const struct ast_statement *statement;
    uint32_t kind;
    enum group_state state;
};

struct group_work {
    struct sema *s;
    struct group_source *sources; /* by final group id */
};

static bool find_kind(struct sema *s, const struct ast_name *name, uint32_t *kind)
{
    uint64_t found;
    if (map_get(&s->kind_of_name, name->atom, &found)) {
        *kind = (uint32_t)found;
        return true;
    }
    struct diag *diag = diag_add(s->diags, DIAG_KIND_UNKNOWN, name->span,
                                 "no kind is called `%s`", sema_text(s, name->atom));
    if (!sema_hints(s))
        return false;
    for (size_t i = 0; i < s->of.attributes.count; i++) {
        if (s->of.attributes.items[i]->name.atom != name->atom)
            continue;
        diag_note(s->diags, diag, "`%s` is a fact; a group needs a kind, which the fact then names",
                  sema_text(s, name->atom));
        return false;
    }
    struct nearest nearest;
    nearest_init(&nearest, sema_text(s, name->atom), atom_length(s->names, name->atom));
    for (size_t k = 0; k < s->kind_names.count; k++)
        if (s->kind_names.items[k])
            nearest_offer(&nearest, sema_text(s, s->kind_names.items[k]));
    if (nearest_result(&nearest))
        diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
    else
        diag_help(s->diags, diag, "declare it: kind %s: …", sema_text(s, name->atom));
    return false;
}

/* Gives every group its id, by kind and then in the order of declaration. */
static void declare_groups(struct sema *s, struct group_source *sources)
{
    size_t count = s->of.groups.count;
    uint32_t *kinds = ARENA_ARRAY(s->scratch, uint32_t, count);
    uint32_t *next = ARENA_ARRAY(s->scratch, uint32_t, s->kinds.count + 1);
    for (size_t i = 0; i < count; i++) {
        kinds[i] = VOCAB_NONE;
        if (find_kind(s, &s->of.groups.items[i]->target, &kinds[i]))
            s->kinds.items[kinds[i]].group_count++;
    }
    uint32_t total = 0;
    for (size_t k = 0; k < s->kinds.count; k++) {
        s->kinds.items[k].first_group = next[k] = total;
        total += s->kinds.items[k].group_count;
    }
    s->groups.items = ARENA_ARRAY(s->arena, struct vocab_group, total);
    s->group_info.items = ARENA_ARRAY(s->scratch, struct sema_node_info, total);
    s->groups.count = s->groups.capacity = total;
    s->group_info.count = s->group_info.capacity = total;
    for (size_t i = 0; i < count; i++) {
        if (kinds[i] == VOCAB_NONE)
            continue;
        const struct ast_name *name = &s->of.groups.items[i]->name;
        uint32_t id = next[kinds[i]]++;
        sources[id] = (struct group_source){s->of.groups.items[i], kinds[i], GROUP_NEW};
        s->groups.items[id].name = sema_add_atom(s, name->atom);
        s->group_info.items[id] = (struct sema_node_info){name->atom, name->span};
        uint64_t old;
        sema_sayable(s, name->atom, name->span, "the group");
        if (map_get(&s->values, map_pair(kinds[i], name->atom), &old)) {
            struct diag *diag =
                diag_add(s->diags, DIAG_NAME_TAKEN, name->span, "`%s` stands twice in %s",
                         sema_text(s, name->atom), sema_kind_title(s, kinds[i]));
            diag_label(s->diags, diag,
                       old % 2 ? s->group_info.items[old / 2].span
                               : s->node_info.items[old / 2].span,
                       "the first one");
            continue;
        }
        map_put(&s->values, map_pair(kinds[i], name->atom), (uint64_t)id * 2 + 1);
        if (!map_get(&s->kind_of_value, name->atom, NULL))
            map_put(&s->kind_of_value, name->atom, kinds[i]);
    }
}

static void resolve(struct group_work *work, uint32_t id, unsigned depth);

/* Resolves the groups that this one names, so that its own members can be added up. */
static void resolve_members(struct group_work *work, uint32_t id, unsigned depth)
{
    struct sema *s = work->s;
    const struct group_source *source = &work->sources[id];
    for (const struct ast_name *at = source->statement->names; at; at = at->next) {
        uint64_t found;
        if (!map_get(&s->values, map_pair(source->kind, at->atom), &found) || found % 2 == 0)
            continue;
        uint32_t member = (uint32_t)(found / 2);
        if (work->sources[member].state == GROUP_OPEN) {
            struct diag *diag = diag_add(s->diags, DIAG_GROUP_CYCLE, at->span,
                                         "group `%s` contains itself", sema_text(s, at->atom));
            if (member != id)
                diag_label(s->diags, diag, s->group_info.items[member].span, "it names `%s`",
                           sema_text(s, s->group_info.items[id].name));
        } else if (work->sources[member].state == GROUP_NEW) {
            resolve(work, member, depth + 1);
        }
    }
}

static void resolve(struct group_work *work, uint32_t id, unsigned depth)
{
    struct sema *s = work->s;
    struct group_source *source = &work->sources[id];
    if (depth > SEMA_NESTING_LIMIT) {
        diag_add(s->diags, DIAG_NESTING_TOO_DEEP, source->statement->name.span,
                 "groups name each other more than %u deep", SEMA_NESTING_LIMIT);
        return;
    }
    source->state = GROUP_OPEN;
    resolve_members(work, id, depth);
    for (const struct ast_name *at = source->statement->names; at; at = at->next)
        sema_resolve_value(s, source->kind, false, at);
    struct leaf_set set = sema_buffer_take(s);
    s->groups.items[id].first_range = (uint32_t)s->ranges.count;
    s->groups.items[id].range_count = (uint32_t)set.count;
    for (size_t r = 0; r < set.count; r++)
        VEC_PUSH(s->arena, &s->ranges, set.ranges[r]);
    source->state = GROUP_DONE;
}

void sema_groups(struct sema *s)
{
    struct group_work work = {s, ARENA_ARRAY(s->scratch, struct group_source, s->of.groups.count)};
    declare_groups(s, work.sources);
    for (uint32_t id = 0; id < s->groups.count; id++)
        if (work.sources[id].state == GROUP_NEW)
            resolve(&work, id, 0);
}
