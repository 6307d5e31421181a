/* redactions.c: what a filed contract blacks out, as variables that nobody can give.
 *
 *   redacted cap: number in USD.     x > cap          how cap stands to x: below, equal, above
 *   redacted tail: months.           tail after E     whether it is over
 *   redacted rival: list of party.   x is in rival    of each leaf, whether it is on the list
 *
 * One variable for each fact that a number is compared with makes all its comparisons
 * consistent: `x > cap` and `x <= cap` are opposites, `x >= cap` follows from `x > cap`. Two
 * facts against one cap, or one time after two events, are independent of each other, which
 * may leave open what their order would settle, and never settles what is open.
 */
#include "sema/check.h"

#include <stdlib.h>
#include <string.h>

static struct span nowhere(void)
{
    return (struct span){SOURCE_NONE, 0, 0};
}

static const struct ast_statement *statement_of(const struct sema *s, uint32_t id)
{
    return s->of.redacted.items[id];
}

/* ---- declarations -------------------------------------------------------------------------- */

static uint32_t add_list(struct sema *s, const struct ast_statement *at)
{
    uint64_t kind;
    if (!map_get(&s->kind_of_name, at->type.name.atom, &kind)) {
        struct diag *diag = diag_add(s->diags, DIAG_KIND_UNKNOWN, at->type.name.span,
                                     "no kind is called `%s`", sema_text(s, at->type.name.atom));
        diag_help(s->diags, diag, "declare it: kind %s: …", sema_text(s, at->type.name.atom));
        return VOCAB_NONE;
    }
    if (!sema_small_kind(s, (uint32_t)kind, at->type.span))
        return VOCAB_NONE;
    const struct vocab_kind *k = &s->kinds.items[kind];
    struct vocab_family family = {.name = sema_add_atom(s, at->name.atom), .role = FAMILY_LIST,
                                  .leaf_kind = (uint32_t)kind,
                                  .first_var = (uint32_t)s->vars.count};
    struct sema_node_info info = {at->name.atom, at->name.span};
    for (uint32_t n = k->first_node; n < k->first_node + k->node_count; n++) {
        if (!s->nodes.items[n].is_leaf)
            continue;
        struct vocab_var var = {.kind = VAR_LEAF, .role = VAR_ROLE_REDACTED,
                                .leaf_kind = VOCAB_YES_NO, .leaf_count = 2, .high = VOCAB_YES,
                                .term = VOCAB_NONE};
        const char *title = arena_printf(s->scratch, "whether %s is in the redacted %s",
                                         sema_text(s, s->node_info.items[n].name),
                                         sema_text(s, at->name.atom));
        sema_add_var(s, var, intern_string(s->names, title), at->name.span);
        family.var_count++;
    }
    VEC_PUSH(s->arena, &s->families, family);
    VEC_PUSH(s->scratch, &s->family_info, info);
    return (uint32_t)s->families.count - 1;
}

void sema_declare_redactions(struct sema *s)
{
    map_init(&s->hidden, s->scratch);
    for (size_t i = 0; i < s->of.redacted.count; i++) {
        const struct ast_statement *at = s->of.redacted.items[i];
        if (!sema_reserved_name(s, &at->name, true))
            sema_declare(s, &at->name, ENTRY_REDACTED, (uint32_t)i);
    }
}

/* ---- the variables --------------------------------------------------------------------------- */

/* A use: which redaction, against what. */
struct use {
    uint32_t id;
    const char *against; /* "price", "closing", "2027-01-01" */
};

struct uses {
    struct sema *s;
    VEC(struct use) list;
};

static const char *use_title(struct sema *s, uint32_t id, const char *against)
{
    return arena_printf(s->scratch, "%u against %s", id, against);
}

static void add_use(struct uses *uses, const struct ast_name *redacted, enum ast_type_kind type,
                    const char *against)
{
    struct sema *s = uses->s;
    struct sema_entry entry = sema_find(s, redacted->atom);
    if (entry.kind != ENTRY_REDACTED || statement_of(s, entry.id)->type.kind != type)
        return; /* said where the condition is made */
    atom_t title = intern_string(s->names, use_title(s, entry.id, against));
    if (map_get(&s->hidden, title, NULL))
        return;
    map_put(&s->hidden, title, 0);
    struct use use = {entry.id, against};
    VEC_PUSH(s->scratch, &uses->list, use);
}

static void use_compare(void *context, const struct ast_name *fact, const struct ast_name *redacted)
{
    struct uses *uses = context;
    add_use(uses, redacted, TYPE_NUMBER, sema_text(uses->s, fact->atom));
}

/* A day, an event or a period; one event of a kind goes by whose it is. */
static const char *start_text(struct sema *s, const struct ast_point *start)
{
    char day[DATE_TEXT];
    if (start->kind == POINT_DATE) {
        date_format(start->day, day);
        return arena_printf(s->scratch, "%s", day);
    }
    return arena_printf(s->scratch, start->of.atom ? "%s of %s" : "%s%s",
                        sema_text(s, start->event.atom),
                        start->of.atom ? sema_text(s, start->of.atom) : "");
}

static void use_after(void *context, const struct ast_name *redacted, const struct ast_point *start)
{
    struct uses *uses = context;
    add_use(uses, redacted, TYPE_TIME, start_text(uses->s, start));
}

static int compare_uses(const void *x, const void *y)
{
    const struct use *a = x, *b = y;
    return a->id != b->id ? (a->id < b->id ? -1 : 1) : strcmp(a->against, b->against);
}

static struct ast_tree leaf(struct sema *s, const char *name, struct ast_tree *next)
{
    struct ast_tree tree = {.name = {.atom = intern_string(s->names, name)}, .next = next};
    return tree;
}

static uint32_t kind_of_use(struct sema *s, const struct use *use)
{
    bool number = statement_of(s, use->id)->type.kind == TYPE_NUMBER;
    struct ast_tree above = leaf(s, arena_printf(s->scratch, "above %s", use->against), NULL);
    struct ast_tree equal = leaf(s, arena_printf(s->scratch, "equal to %s", use->against), &above);
    struct ast_tree below = leaf(s, arena_printf(s->scratch, "below %s", use->against), &equal);
    struct ast_tree over = leaf(s, "over", NULL);
    struct ast_tree running = leaf(s, "still running", &over);
    return sema_add_kind(s, 0, number ? &below : &running);
}

static void add_hidden(struct sema *s, const struct use *use, bool alone)
{
    const struct ast_statement *at = statement_of(s, use->id);
    bool number = at->type.kind == TYPE_NUMBER;
    struct vocab_var var = {.kind = VAR_LEAF, .role = VAR_ROLE_REDACTED, .term = VOCAB_NONE};
    var.leaf_kind = kind_of_use(s, use);
    var.leaf_count = s->kinds.items[var.leaf_kind].leaf_count;
    var.high = (int64_t)var.leaf_count - 1;
    if (at->gloss.text)
        var.gloss = sema_add_text(s, at->gloss.text, at->gloss.length);
    const char *name = arena_printf(s->scratch, alone ? "the redacted %s" : "the redacted %s %s %s",
                                    sema_text(s, at->name.atom), number ? "against" : "after",
                                    use->against);
    uint32_t id = sema_add_var(s, var, intern_string(s->names, name), at->name.span);
    map_put(&s->hidden, intern_string(s->names, use_title(s, use->id, use->against)), id);
}

void sema_redactions(struct sema *s)
{
    struct uses uses = {.s = s};
    struct sema_hidden_visitor visitor = {use_compare, use_after, &uses};
    s->redacted_lists = ARENA_ARRAY(s->scratch, uint32_t, s->of.redacted.count + 1);
    if (s->of.redacted.count == 0)
        return;
    for (uint32_t i = 0; i < s->of.redacted.count; i++)
        s->redacted_lists[i] = statement_of(s, i)->type.kind == TYPE_LIST
                                   ? add_list(s, statement_of(s, i))
                                   : VOCAB_NONE;
    sema_visit_hidden(s, &visitor);
    struct use *list = uses.list.items;
    size_t count = uses.list.count;
    if (count > 1)
        qsort(list, count, sizeof *list, compare_uses);
    for (size_t i = 0; i < count; i++)
        add_hidden(s, &list[i], (i == 0 || list[i - 1].id != list[i].id)
                                    && (i + 1 == count || list[i + 1].id != list[i].id));
}

/* ---- conditions -------------------------------------------------------------------------------- */

/* The redaction of a name, of this sort; VOCAB_NONE after a diagnostic. */
static uint32_t resolve(struct sema *s, const struct ast_name *name, enum ast_type_kind type,
                        const char *want)
{
    const char *text = sema_text(s, name->atom);
    if (type == TYPE_NUMBER && *text >= '0' && *text <= '9' && !name->quoted
        && sema_find(s, name->atom).kind == ENTRY_NONE) {
        struct diag *number = diag_add(s->diags, DIAG_REDACTED_TYPE, name->span,
                                       "`%s` is no number", text);
        diag_help(s->diags, number, "a space stands between a number and its unit");
        return VOCAB_NONE;
    }
    struct sema_entry entry = sema_resolve(s, name);
    if (entry.kind == ENTRY_NONE
        || (entry.kind == ENTRY_VAR && s->var_info.items[entry.id].poisoned))
        return VOCAB_NONE;
    if (entry.kind == ENTRY_REDACTED && statement_of(s, entry.id)->type.kind == type)
        return entry.id;
    struct diag *diag = diag_add(s->diags, DIAG_REDACTED_TYPE, name->span,
                                 "`%s` is %s, and here stands a redacted %s",
                                 sema_text(s, name->atom), sema_describe(s, entry), want);
    diag_label(s->diags, diag, sema_declared_at(s, entry), "declared here");
    if (entry.kind == ENTRY_VAR && s->vars.items[entry.id].kind == VAR_NUMBER)
        diag_help(s->diags, diag, "two numbers are never compared: compute what depends on both before");
    return VOCAB_NONE;
}

static uint32_t hidden_var(struct sema *s, uint32_t id, const char *against)
{
    uint64_t var = VOCAB_NONE;
    map_get(&s->hidden, intern_string(s->names, use_title(s, id, against)), &var);
    return (uint32_t)var;
}

static bool same_unit(struct sema *s, const struct vocab_var *var, const struct ast_name *unit)
{
    for (uint32_t u = 0; u < var->unit_count; u++)
        if (s->unit_names.items[var->first_unit + u] == unit->atom)
            return true;
    return var->unit_count == 0 && !unit->atom;
}

struct model_expr *sema_compare_hidden(struct sema *s, const struct ast_expr *expr)
{
    /* how the number stands to the fact: below it, equal to it, above it */
    static const struct { uint32_t first, count; } leaves[] = {
        [COMPARE_LT] = {2, 1}, [COMPARE_LE] = {1, 2}, [COMPARE_EQ] = {1, 1},
        [COMPARE_NE] = {1, 1}, [COMPARE_GE] = {0, 2}, [COMPARE_GT] = {0, 1}};
    struct sema_entry fact = sema_resolve(s, &expr->name);
    if (fact.kind == ENTRY_NONE)
        return s->always;
    if (fact.kind != ENTRY_VAR || s->vars.items[fact.id].kind != VAR_NUMBER)
        return sema_wrong_type(s, expr, fact);
    uint32_t id = resolve(s, expr->values, TYPE_NUMBER, "number");
    if (id == VOCAB_NONE || s->var_info.items[fact.id].poisoned)
        return s->always;
    const struct ast_statement *at = statement_of(s, id);
    if (!same_unit(s, &s->vars.items[fact.id], &at->type.unit)) {
        struct diag *diag = diag_add(s->diags, DIAG_REDACTED_TYPE, expr->span,
                                     "`%s` and `%s` are not in one unit",
                                     sema_text(s, expr->name.atom), sema_text(s, at->name.atom));
        diag_label(s->diags, diag, at->type.span, "redacted");
        diag_label(s->diags, diag, s->var_spans.items[fact.id], "declared here");
        return s->always;
    }
    VEC_PUSH(s->arena, &s->model->beside_redacted, fact.id);
    sema_buffer_add(s, leaves[expr->compare].first, leaves[expr->compare].count);
    struct model_expr *in =
        sema_in(s, hidden_var(s, id, sema_text(s, expr->name.atom)), expr->span);
    return expr->compare == COMPARE_NE ? sema_not(s, in, expr->span) : in;
}

struct model_expr *sema_member_hidden(struct sema *s, const struct ast_expr *expr)
{
    struct sema_entry fact = sema_resolve(s, &expr->name);
    if (fact.kind == ENTRY_NONE)
        return s->always;
    if (fact.kind != ENTRY_VAR || s->vars.items[fact.id].kind != VAR_LEAF
        || s->var_info.items[fact.id].poisoned)
        return sema_wrong_type(s, expr, fact);
    uint32_t id = resolve(s, expr->values, TYPE_LIST, "list");
    if (id == VOCAB_NONE || s->redacted_lists[id] == VOCAB_NONE)
        return s->always;
    const struct vocab_family *family = &s->families.items[s->redacted_lists[id]];
    if (s->vars.items[fact.id].leaf_kind != family->leaf_kind) {
        struct diag *diag = diag_add(s->diags, DIAG_REDACTED_TYPE, expr->span,
                                     "`%s` has no values of %s", sema_text(s, expr->name.atom),
                                     sema_kind_title(s, family->leaf_kind));
        diag_label(s->diags, diag, statement_of(s, id)->type.span, "redacted");
        diag_label(s->diags, diag, s->var_spans.items[fact.id], "declared here");
        return s->always;
    }
    struct model_expr *member = sema_expr(s, OP_MEMBER, expr->span);
    member->var = fact.id;
    member->ref = family->first_var;
    return expr->negated ? sema_not(s, member, expr->span) : member;
}

struct model_expr *sema_time_hidden(struct sema *s, const struct ast_name *hidden,
                                    const struct ast_point *start)
{
    uint32_t id = resolve(s, hidden, TYPE_TIME, "time");
    if (id == VOCAB_NONE)
        return NULL;
    sema_buffer_add(s, 1, 1);
    return sema_in(s, hidden_var(s, id, start_text(s, start)), nowhere());
}
