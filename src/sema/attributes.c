/* attributes.c: the actor, facts and choices as variables, after the date and the act.
 *
 * A declaration whose type is wrong still becomes a variable, poisoned, so that its uses
 * are not reported as unknown names.
 */
#include "sema/check.h"

uint32_t sema_add_var(struct sema *s, struct vocab_var var, atom_t name, struct span span)
{
    uint32_t id = (uint32_t)s->vars.count;
    struct sema_var_info info = {name, false};
    var.name = sema_add_atom(s, name);
    VEC_PUSH(s->arena, &s->vars, var);
    VEC_PUSH(s->scratch, &s->var_info, info);
    VEC_PUSH(s->arena, &s->var_spans, span);
    return id;
}

/* Names that a deployment's description uses for itself, or that conditions do. */
bool sema_reserved_name(struct sema *s, const struct ast_name *name, bool fact)
{
    static const char *const words[] = {"date",       "act",         "<<",
                                        "deployment", "deployments", "notes"};
    size_t count = fact ? sizeof words / sizeof words[0] : 3;
    for (size_t i = 0; i < count; i++) {
        if (name->atom != intern_string(s->names, words[i]))
            continue;
        struct diag *diag = diag_add(s->diags, DIAG_NAME_RESERVED, name->span,
                                     "`%s` cannot be declared: the language uses it", words[i]);
        if (i == 0)
            diag_help(s->diags, diag, "`date` is the day of the deployment and always there");
        else if (i == 1)
            diag_help(s->diags, diag, "declare what can be done with: acts sell, sponsor.");
        else if (i == 2)
            diag_help(s->diags, diag, "under a key `<<` YAML merges a mapping into another");
        else
            diag_help(s->diags, diag, "a deployment's description has a key `%s` of its own", words[i]);
        return true;
    }
    return false;
}

static void add_language_vars(struct sema *s, struct span acts_span, uint32_t first_act_leaves)
{
    struct vocab_var date = {.kind = VAR_DATE_OF_CASE, .role = VAR_ROLE_DATE,
                             .leaf_kind = VOCAB_NONE, .term = VOCAB_NONE,
                             .low = DATE_FIRST, .high = DATE_LAST};
    struct vocab_var act = {.kind = VAR_LEAF, .role = VAR_ROLE_ACT, .leaf_kind = s->act_kind,
                            .term = VOCAB_NONE, .has_presumed = 1};
    act.leaf_count = s->kinds.items[s->act_kind].leaf_count;
    act.high = (int64_t)act.leaf_count - 1;
    act.presumed_high = (int64_t)first_act_leaves - 1;
    sema_add_var(s, date, s->word_date, (struct span){SOURCE_NONE, 0, 0});
    sema_add_var(s, act, s->word_act, acts_span);
    map_put(&s->conditions, s->word_date, (uint64_t)1 << 32);
    map_put(&s->conditions, s->word_act, (uint64_t)1 << 32 | 1);
}

/* Without a statement it is `acts deploy.` */
void sema_acts_statement(struct sema *s)
{
    struct ast_tree deploy = {.name = {.atom = intern_string(s->names, "deploy")}};
    const struct ast_tree *tree = &deploy;
    struct span span = {SOURCE_NONE, 0, 0};
    for (size_t i = 0; i < s->of.acts.count; i++) {
        const struct ast_statement *at = s->of.acts.items[i];
        if (i > 0) {
            struct diag *diag = diag_add(s->diags, DIAG_ACTS_TWICE, at->span,
                                         "a second `acts` statement");
            diag_label(s->diags, diag, span, "the first one");
            diag_help(s->diags, diag, "list all acts in one statement");
            continue;
        }
        tree = at->tree;
        span = at->span;
    }
    s->act_kind = (uint32_t)s->kinds.count;
    sema_add_kind(s, 0, tree);
    const struct vocab_kind *kind = &s->kinds.items[s->act_kind];
    uint32_t leaves = kind->node_count ? s->nodes.items[kind->first_node].leaf_count : 1;
    add_language_vars(s, span, leaves);
}

static bool type_of_kind(struct sema *s, const struct ast_type *type, struct vocab_var *var)
{
    uint64_t kind;
    if (map_get(&s->kind_of_name, type->name.atom, &kind)) {
        var->leaf_kind = (uint32_t)kind;
        return true;
    }
    struct diag *diag = diag_add(s->diags, DIAG_KIND_UNKNOWN, type->name.span,
                                 "no kind is called `%s`", sema_text(s, type->name.atom));
    struct nearest nearest;
    nearest_init(&nearest, sema_text(s, type->name.atom), atom_length(s->names, type->name.atom));
    for (size_t k = 0; k < s->kind_names.count; k++)
        if (s->kind_names.items[k])
            nearest_offer(&nearest, sema_text(s, s->kind_names.items[k]));
    const char *const words[] = {"yes/no", "number", "date", "event"};
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
        nearest_offer(&nearest, words[w]);
    if (nearest_result(&nearest))
        diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
    else
        diag_help(s->diags, diag, "declare it: kind %s: …", sema_text(s, type->name.atom));
    return false;
}

static void finish_leaves(struct sema *s, const struct ast_type *type, struct vocab_var *var)
{
    var->kind = VAR_LEAF;
    var->or_none = type->or_none;
    var->leaf_count = s->kinds.items[var->leaf_kind].leaf_count + (type->or_none ? 1 : 0);
    var->high = (int64_t)var->leaf_count - 1;
    uint64_t old, key = map_pair(var->leaf_kind, s->word_none);
    if (type->or_none && map_get(&s->values, key, &old)) {
        struct diag *diag = diag_add(s->diags, DIAG_NAME_TAKEN, type->span,
                                     "`none` is already a value of %s",
                                     sema_kind_title(s, var->leaf_kind));
        diag_help(s->diags, diag, "leave `or none` out, or rename that value");
    } else if (type->or_none && map_get(&s->spellings, key, &old)) {
        const struct sema_node_info *node = &s->node_info.items[old];
        struct diag *diag = diag_add(s->diags, DIAG_VALUE_UNSAYABLE, type->span,
                                     "no description can give `none`: it is a spelling of `%s`",
                                     sema_text(s, node->name));
        diag_label(s->diags, diag, node->span, "here");
        diag_help(s->diags, diag, "leave `or none` out, or take the spelling away");
    }
}

/* Fills what the type says; false when it is refused. */
static bool fill_type(struct sema *s, const struct ast_type *type, struct vocab_var *var)
{
    switch (type->kind) {
    case TYPE_KIND:
        if (!type_of_kind(s, type, var))
            return false;
        finish_leaves(s, type, var);
        return true;
    case TYPE_INLINE:
        var->leaf_kind = sema_add_kind(s, 0, type->tree);
        finish_leaves(s, type, var);
        return true;
    case TYPE_TIME: /* of redactions alone */
    case TYPE_LIST:
    case TYPE_SEVERAL: /* made of its own in add_several */
        return false;
    case TYPE_YES_NO:
        var->kind = VAR_LEAF;
        var->leaf_kind = VOCAB_YES_NO;
        var->leaf_count = 2;
        var->high = VOCAB_YES;
        return true;
    case TYPE_NUMBER:
        var->kind = VAR_NUMBER;
        return sema_units(s, type, var);
    case TYPE_DATE:
        var->kind = VAR_DAY;
        var->low = DATE_FIRST;
        var->high = DATE_LAST;
        return true;
    case TYPE_EVENT:
        var->kind = VAR_EVENT;
        var->low = DATE_FIRST;
        var->high = DATE_LAST;
        return true;
    }
    return false;
}

static void check_actor(struct sema *s, const struct ast_statement *statement,
                        const struct ast_statement **first, uint32_t id)
{
    const struct ast_type *type = &statement->type;
    if (*first) {
        struct diag *diag = diag_add(s->diags, DIAG_ACTOR_TWICE, statement->name.span,
                                     "a second actor, `%s`", sema_text(s, statement->name.atom));
        diag_label(s->diags, diag, (*first)->name.span, "the first one");
        diag_help(s->diags, diag, "one person acts in a deployment; make the other one a `fact`");
        return;
    }
    *first = statement;
    s->model->vocab.actor = id;
    if (s->var_info.items[id].poisoned && type->kind != TYPE_SEVERAL)
        return;
    if (type->kind != TYPE_KIND || type->name.atom != s->word_party || type->or_none) {
        struct diag *diag = diag_add(s->diags, DIAG_ACTOR_KIND, type->span,
                                     "the actor `%s` must be of kind `party`",
                                     sema_text(s, statement->name.atom));
        diag_help(s->diags, diag, "write: actor %s: party", sema_text(s, statement->name.atom));
        s->var_info.items[id].poisoned = true;
    }
}

static enum var_role role_of(enum ast_role role)
{
    switch (role) {
    case ROLE_ACTOR: return VAR_ROLE_ACTOR;
    case ROLE_FACT: return VAR_ROLE_FACT;
    case ROLE_CHOICE: return VAR_ROLE_CHOICE;
    }
    return VAR_ROLE_FACT;
}

/* `fact cause: several of cause.`: a yes/no variable for each leaf. A kind that is refused
 * leaves a fact behind whose uses are not reported. */
static bool add_several(struct sema *s, const struct ast_statement *at)
{
    struct vocab_var var = {.kind = VAR_LEAF, .role = role_of(at->role), .leaf_kind = VOCAB_YES_NO,
                            .leaf_count = 2, .high = VOCAB_YES, .term = VOCAB_NONE};
    struct vocab_var of = {.leaf_kind = VOCAB_NONE};
    if (at->type.tree)
        of.leaf_kind = sema_add_kind(s, 0, at->type.tree);
    else if (!type_of_kind(s, &at->type, &of))
        return false;
    if (!sema_small_kind(s, of.leaf_kind, at->type.span))
        return false;
    if (at->presumed.kind != CONSTANT_NOTHING) {
        struct diag *diag = diag_add(s->diags, DIAG_PRESUMED_UNFIT, at->presumed.span,
                                     "a fact of several values presumes nothing");
        diag_help(s->diags, diag, "say in each description what it includes");
    }
    if (at->gloss.text)
        var.gloss = sema_add_text(s, at->gloss.text, at->gloss.length);
    if (!sema_reserved_name(s, &at->name, true))
        sema_add_family(s, FAMILY_SEVERAL, of.leaf_kind, var, &at->name);
    return true;
}

void sema_attributes(struct sema *s)
{
    const struct ast_statement *actor = NULL;
    s->model->vocab.actor = VOCAB_NONE;
    for (size_t i = 0; i < s->of.attributes.count; i++) {
        const struct ast_statement *at = s->of.attributes.items[i];
        if (at->type.kind == TYPE_SEVERAL && at->role != ROLE_ACTOR && add_several(s, at))
            continue;
        struct vocab_var var = {.role = role_of(at->role), .leaf_kind = VOCAB_NONE,
                                .term = VOCAB_NONE};
        bool ok = fill_type(s, &at->type, &var);
        if (!ok) {
            var.kind = VAR_LEAF;
            var.leaf_kind = VOCAB_YES_NO;
            var.leaf_count = 2;
        }
        if (at->gloss.text)
            var.gloss = sema_add_text(s, at->gloss.text, at->gloss.length);
        if (ok)
            sema_presumed(s, at, &var);
        uint32_t id = sema_add_var(s, var, at->name.atom, at->name.span);
        s->var_info.items[id].poisoned = !ok;
        if (at->role == ROLE_ACTOR)
            check_actor(s, at, &actor, id);
        if (!sema_reserved_name(s, &at->name, true))
            sema_declare(s, &at->name, ENTRY_VAR, id);
    }
}
