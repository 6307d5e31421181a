/* kinds.c: trees of names as nodes in preorder, leaves numbered from 0 in each kind.
 *
 * A name is unique in its kind, with the names of groups and the outside spellings; the
 * same name may stand in another kind. The kind of yes/no facts is always kind 0.
 */
#include "sema/check.h"

static void report_taken(struct sema *s, const struct ast_name *name, uint32_t kind, uint64_t old)
{
    struct diag *diag =
        diag_add(s->diags, DIAG_NAME_TAKEN, name->span, "`%s` stands twice in %s",
                 sema_text(s, name->atom), sema_kind_title(s, kind));
    struct span span = old % 2 ? s->group_info.items[old / 2].span
                               : s->node_info.items[old / 2].span;
    diag_label(s->diags, diag, span, "the first one");
}

/* A description that says `unknown` says that nothing is known, whatever a value is called. */
bool sema_sayable(struct sema *s, atom_t name, struct span span, const char *what)
{
    if (name != s->word_unknown)
        return true;
    struct diag *diag = diag_add(s->diags, DIAG_VALUE_UNSAYABLE, span,
                                 "no description can give %s `unknown`", what);
    diag_note(s->diags, diag, "`unknown` in a description means that the value is not known");
    diag_help(s->diags, diag, "choose another name, such as `unspecified`");
    return false;
}

/* A spelling must lead to one name of the kind; the name's own text is allowed. */
static bool add_spelling(struct sema *s, uint32_t kind, uint32_t node,
                         const struct ast_text *spelling)
{
    atom_t atom = intern(s->names, spelling->text, spelling->length);
    uint64_t other;
    if (!sema_sayable(s, atom, spelling->span, "the spelling"))
        return false;
    if (!map_get(&s->spellings, map_pair(kind, atom), &other)) {
        map_put(&s->spellings, map_pair(kind, atom), node);
        return true;
    }
    if (other != node) {
        struct diag *diag = diag_add(s->diags, DIAG_SPELLING_TAKEN, spelling->span,
                                     "the spelling \"%s\" already stands for `%s`",
                                     spelling->text,
                                     sema_text(s, s->node_info.items[other].name));
        diag_label(s->diags, diag, s->node_info.items[other].span, "here");
    }
    return false;
}

static void add_node(struct sema *s, uint32_t kind, const struct ast_tree *tree, uint32_t node)
{
    uint64_t old;
    uint64_t key = map_pair(kind, tree->name.atom);
    if (map_get(&s->values, key, &old)) {
        report_taken(s, &tree->name, kind, old);
        return;
    }
    map_put(&s->values, key, (uint64_t)node * 2);
    if (!map_get(&s->kind_of_value, tree->name.atom, NULL))
        map_put(&s->kind_of_value, tree->name.atom, kind);
    sema_sayable(s, tree->name.atom, tree->name.span, "the value");
    if (tree->name.atom == s->word_act && kind == s->act_kind)
        diag_add(s->diags, DIAG_NAME_RESERVED, tree->name.span,
                 "`act` means any act and cannot be one");
}

/* Depth is bounded by the parser's limit on nesting. */
static void add_nodes(struct sema *s, uint32_t kind, const struct ast_tree *tree, uint32_t parent)
{
    for (; tree; tree = tree->next) {
        uint32_t id = (uint32_t)s->nodes.count;
        struct vocab_node node = {sema_add_atom(s, tree->name.atom), {0, 0}, parent,
                                  s->kinds.items[kind].leaf_count, 1, tree->children == NULL};
        struct sema_node_info info = {tree->name.atom, tree->name.span};
        VEC_PUSH(s->arena, &s->nodes, node);
        VEC_PUSH(s->scratch, &s->node_info, info);
        add_node(s, kind, tree, id);
        if (!tree->children) {
            s->kinds.items[kind].leaf_count++;
            continue;
        }
        add_nodes(s, kind, tree->children, id);
        s->nodes.items[id].leaf_count =
            s->kinds.items[kind].leaf_count - s->nodes.items[id].first_leaf;
    }
}

/* Spellings come after all names: a name may stand below the spelling that clashes. */
static void add_spellings(struct sema *s, uint32_t kind, const struct ast_tree *tree,
                          uint32_t *node)
{
    for (; tree; tree = tree->next) {
        uint32_t id = (*node)++;
        if (tree->spelling.text && add_spelling(s, kind, id, &tree->spelling))
            s->nodes.items[id].spelling =
                sema_add_text(s, tree->spelling.text, tree->spelling.length);
        for (const struct ast_spelling *at = tree->more; at; at = at->next) {
            if (!add_spelling(s, kind, id, &at->text))
                continue;
            struct vocab_spelling more = {id, sema_add_text(s, at->text.text, at->text.length)};
            VEC_PUSH(s->arena, &s->more_spellings, more);
        }
        add_spellings(s, kind, tree->children, node);
    }
}

static bool has_spelling(const struct ast_tree *tree)
{
    for (; tree; tree = tree->next)
        if (tree->spelling.text || has_spelling(tree->children))
            return true;
    return false;
}

uint32_t sema_add_kind(struct sema *s, atom_t name, const struct ast_tree *tree)
{
    uint32_t id = (uint32_t)s->kinds.count;
    struct vocab_kind kind = {{0, 0}, (uint32_t)s->nodes.count, 0, 0, 0, 0, 0};
    if (name)
        kind.name = sema_add_atom(s, name);
    VEC_PUSH(s->arena, &s->kinds, kind);
    VEC_PUSH(s->scratch, &s->kind_names, name);
    add_nodes(s, id, tree, VOCAB_NONE);
    uint32_t first = kind.first_node;
    s->kinds.items[id].node_count = (uint32_t)s->nodes.count - first;
    if (has_spelling(tree)) {
        for (uint32_t n = first; n < s->nodes.count; n++)
            if (!map_get(&s->spellings, map_pair(id, s->node_info.items[n].name), NULL))
                map_put(&s->spellings, map_pair(id, s->node_info.items[n].name), n);
        add_spellings(s, id, tree, &first);
    }
    return id;
}

/* Declares the kinds of the language itself and of the `kind` statements. */
void sema_kinds(struct sema *s)
{
    struct ast_tree yes = {.name = {.atom = intern_string(s->names, "yes")}};
    struct ast_tree no = {.name = {.atom = intern_string(s->names, "no")}, .next = &yes};
    s->act_kind = VOCAB_NONE;
    sema_add_kind(s, 0, &no);
    for (size_t i = 0; i < s->of.kinds.count; i++) {
        const struct ast_statement *at = s->of.kinds.items[i];
        uint64_t old;
        if (map_get(&s->kind_of_name, at->name.atom, &old)) {
            struct diag *diag = diag_add(s->diags, DIAG_NAME_TAKEN, at->name.span,
                                         "kind `%s` is declared twice",
                                         sema_text(s, at->name.atom));
            for (size_t k = 0; k < i; k++)
                if (s->of.kinds.items[k]->name.atom == at->name.atom) {
                    diag_label(s->diags, diag, s->of.kinds.items[k]->name.span, "first declared here");
                    break;
                }
            continue;
        }
        map_put(&s->kind_of_name, at->name.atom, s->kinds.count);
        sema_add_kind(s, at->name.atom, at->tree);
    }
}
