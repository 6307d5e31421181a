/* verify_vocab.c: are kinds preorder trees, and do variables and readings fit together?
 *
 * Everything that binds a description or names a value relies on this: leaves of a kind
 * are numbered in preorder without gaps, a node's leaves are those of the nodes below it,
 * a variable's values are those of its kind, its range or its readings.
 */
#include "table/verify.h"

/* The open inner nodes of a preorder walk, outermost first. */
struct walk {
    uint32_t *open;
    uint32_t depth, next_leaf;
};

static bool close_node(struct verifier *v, struct walk *walk)
{
    uint32_t id = walk->open[--walk->depth];
    const struct vocab_node *node = &v->table->vocab.nodes[id];
    if (node->leaf_count == 0 || node->leaf_count != walk->next_leaf - node->first_leaf)
        return verify_fail(v, "name %u does not hold the leaves below it", id);
    return true;
}

static bool check_node(struct verifier *v, struct walk *walk, uint32_t id)
{
    const struct vocab_node *node = &v->table->vocab.nodes[id];
    if (!verify_name(v, node->name) || !verify_name(v, node->spelling))
        return verify_fail(v, "name %u has no text", id);
    while (walk->depth > 0 && walk->open[walk->depth - 1] != node->parent)
        if (!close_node(v, walk))
            return false;
    if (walk->depth == 0 && node->parent != VOCAB_NONE)
        return verify_fail(v, "name %u is not below its parent", id);
    if (node->first_leaf != walk->next_leaf || node->is_leaf > 1)
        return verify_fail(v, "name %u is out of order", id);
    if (!node->is_leaf) {
        walk->open[walk->depth++] = id;
        return true;
    }
    walk->next_leaf++;
    return node->leaf_count == 1 || verify_fail(v, "leaf %u holds others", id);
}

static bool check_groups(struct verifier *v, uint32_t kind_id)
{
    const struct vocab *vocab = &v->table->vocab;
    const struct vocab_kind *kind = &vocab->kinds[kind_id];
    for (uint32_t g = kind->first_group; g < kind->first_group + kind->group_count; g++) {
        const struct vocab_group *group = &vocab->groups[g];
        const struct vocab_range *ranges = vocab->ranges + group->first_range;
        for (uint32_t r = 0; r < group->range_count; r++)
            if (ranges[r].first > ranges[r].last || ranges[r].last >= kind->leaf_count
                || (r > 0 && ranges[r].first <= ranges[r - 1].last))
                return verify_fail(v, "group %u is no set of leaves", g);
    }
    return true;
}

static bool check_group_lists(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    uint64_t total = 0;
    for (uint32_t g = 0; g < vocab->group_count; g++) {
        const struct vocab_group *group = &vocab->groups[g];
        total += group->range_count;
        if (!verify_name(v, group->name)
            || !verify_list(group->first_range, group->range_count, vocab->range_count)
            || total > vocab->range_count)
            return verify_fail(v, "group %u has no name or no leaves", g);
    }
    return true;
}

static bool check_kinds(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    struct walk walk = {ARENA_ARRAY(v->scratch, uint32_t, vocab->node_count + 1), 0, 0};
    uint32_t next_node = 0;
    uint64_t groups = 0;
    for (uint32_t k = 0; k < vocab->kind_count; k++) {
        const struct vocab_kind *kind = &vocab->kinds[k];
        groups += kind->group_count;
        if (!verify_name(v, kind->name) || kind->first_node != next_node
            || !verify_list(next_node, kind->node_count, vocab->node_count)
            || !verify_list(kind->first_group, kind->group_count, vocab->group_count)
            || groups > vocab->group_count)
            return verify_fail(v, "kind %u has no names", k);
        next_node += kind->node_count;
        walk.next_leaf = 0;
        for (uint32_t id = kind->first_node; id < next_node; id++)
            if (!check_node(v, &walk, id))
                return false;
        while (walk.depth > 0)
            if (!close_node(v, &walk))
                return false;
        if (kind->leaf_count != walk.next_leaf || kind->leaf_count >= INT32_MAX)
            return verify_fail(v, "kind %u does not hold its leaves", k);
        if (!check_groups(v, k))
            return false;
    }
    if (next_node != vocab->node_count)
        return verify_fail(v, "names without a kind");
    return true;
}

static bool inside_domain(const struct vocab_var *var, int64_t value)
{
    switch ((enum var_kind)var->kind) {
    case VAR_LEAF:
    case VAR_READING:
        return value >= 0 && value < var->leaf_count;
    case VAR_NUMBER:
        return value >= var->low && value <= var->high;
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
        return value >= DATE_FIRST && value <= DATE_LAST;
    case VAR_EVENT:
        return value == DATE_NEVER || (value >= DATE_FIRST && value <= DATE_LAST);
    }
    return false;
}

/* Its values are those of its kind, its range or its term. */
static bool fits_kind(const struct vocab *vocab, uint32_t id)
{
    const struct vocab_var *var = &vocab->vars[id];
    switch ((enum var_kind)var->kind) {
    case VAR_DATE_OF_CASE:
        return id == VOCAB_DATE && var->role == VAR_ROLE_DATE;
    case VAR_LEAF:
        return var->leaf_kind < vocab->kind_count && var->leaf_count > 0
               && var->leaf_count == vocab->kinds[var->leaf_kind].leaf_count + var->or_none;
    case VAR_NUMBER:
        return var->low <= var->high;
    case VAR_DAY:
        return true;
    case VAR_EVENT:
        return true;
    case VAR_READING:
        return var->role == VAR_ROLE_READING && var->term < vocab->term_count
               && vocab->terms[var->term].var == id && var->leaf_count > 0
               && var->leaf_count == vocab->terms[var->term].reading_count;
    }
    return false;
}

static bool check_var(struct verifier *v, uint32_t id)
{
    const struct vocab *vocab = &v->table->vocab;
    const struct vocab_var *var = &vocab->vars[id];
    if (var->kind > VAR_READING || var->role > VAR_ROLE_REDACTED || !verify_name(v, var->name)
        || !verify_name(v, var->gloss) || (id == VOCAB_DATE) != (var->kind == VAR_DATE_OF_CASE)
        || (var->role == VAR_ROLE_READING) != (var->kind == VAR_READING)
        || (var->role == VAR_ROLE_LEDGER && var->kind != VAR_EVENT))
        return verify_fail(v, "variable %u is of no known sort", id);
    if (var->or_none > 1 || var->unknown > 1 || var->has_occurred > 1 || var->mentioned > 2
        || var->has_presumed > 1 || !fits_kind(vocab, id))
        return verify_fail(v, "variable %u does not fit its values", id);
    if (!verify_list(var->first_unit, var->unit_count, vocab->unit_count))
        return verify_fail(v, "variable %u has no units", id);
    if (var->has_presumed
        && (var->presumed_low > var->presumed_high || !inside_domain(var, var->presumed_low)
            || !inside_domain(var, var->presumed_high)))
        return verify_fail(v, "variable %u presumes no value of its own", id);
    if (var->has_occurred && !inside_domain(var, var->occurred))
        return verify_fail(v, "variable %u occurred on no day", id);
    return true;
}

static bool check_vars(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    const struct vocab_kind *yes_no = vocab->kinds;
    if (vocab->var_count == 0 || vocab->kind_count == 0 || yes_no->leaf_count != 2)
        return verify_fail(v, "no date, or no kind of yes/no facts");
    if (vocab->party_kind != VOCAB_NONE && vocab->party_kind >= vocab->kind_count)
        return verify_fail(v, "no kind of parties");
    for (uint32_t u = 0; u < vocab->unit_count; u++)
        if (!verify_name(v, vocab->units[u].name) || vocab->units[u].factor < 1)
            return verify_fail(v, "unit %u is none", u);
    uint64_t units = 0;
    for (uint32_t id = 0; id < vocab->var_count; id++) {
        units += vocab->vars[id].unit_count;
        if (!check_var(v, id))
            return false;
    }
    if (units > vocab->unit_count)
        return verify_fail(v, "variables share their units");
    if (vocab->act >= vocab->var_count || vocab->vars[vocab->act].kind != VAR_LEAF)
        return verify_fail(v, "no variable of acts");
    if (vocab->actor != VOCAB_NONE
        && (vocab->actor >= vocab->var_count || vocab->vars[vocab->actor].kind != VAR_LEAF
            || vocab->vars[vocab->actor].leaf_kind != vocab->party_kind))
        return verify_fail(v, "the actor is no party");
    return true;
}

static bool check_terms(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    uint64_t readings = 0, parties = 0;
    for (uint32_t t = 0; t < vocab->term_count; t++) {
        const struct vocab_term *term = &vocab->terms[t];
        readings += term->reading_count;
        bool var_fits = term->var == VOCAB_NONE
                        || (term->var < vocab->var_count
                            && vocab->vars[term->var].kind == VAR_READING
                            && vocab->vars[term->var].term == t);
        bool ruled_fits = term->ruled == VOCAB_NONE || term->ruled < term->reading_count;
        if (!verify_name(v, term->name) || !var_fits || !ruled_fits
            || !verify_list(term->first_reading, term->reading_count, vocab->reading_count)
            || readings > vocab->reading_count)
            return verify_fail(v, "term %u has no readings", t);
    }
    for (uint32_t r = 0; r < vocab->reading_count; r++) {
        const struct vocab_reading *reading = &vocab->readings[r];
        parties += reading->party_count;
        if (!verify_name(v, reading->label) || !verify_name(v, reading->gloss)
            || !verify_list(reading->first_party, reading->party_count, vocab->party_count)
            || parties > vocab->party_count)
            return verify_fail(v, "reading %u has no parties", r);
    }
    for (uint32_t p = 0; p < vocab->party_count; p++)
        if (!verify_party(v, vocab->parties[p]))
            return verify_fail(v, "reader %u is no party", p);
    return true;
}

static bool fits_family(const struct vocab_var *var, enum family_role role)
{
    switch (role) {
    case FAMILY_LIST:
    case FAMILY_SEVERAL:
        return var->kind == VAR_LEAF && var->leaf_kind == VOCAB_YES_NO && !var->or_none;
    case FAMILY_EVENTS:
        return var->role == VAR_ROLE_LEDGER;
    }
    return false;
}

static bool check_families(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    uint64_t vars = 0;
    for (uint32_t f = 0; f < vocab->family_count; f++) {
        const struct vocab_family *family = &vocab->families[f];
        vars += family->var_count;
        if (!verify_name(v, family->name) || family->leaf_kind >= vocab->kind_count
            || family->var_count != vocab->kinds[family->leaf_kind].leaf_count
            || !verify_list(family->first_var, family->var_count, vocab->var_count)
            || vars > vocab->var_count)
            return verify_fail(v, "family %u has no variables", f);
        for (uint32_t i = 0; i < family->var_count; i++)
            if (!fits_family(&vocab->vars[family->first_var + i], (enum family_role)family->role))
                return verify_fail(v, "a variable of family %u is of another sort", f);
    }
    return true;
}

static bool is_ledger_event(const struct vocab *vocab, uint32_t var)
{
    return var == VOCAB_NONE
           || (var < vocab->var_count && vocab->vars[var].role == VAR_ROLE_LEDGER);
}

static bool check_spans(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    for (uint32_t i = 0; i < vocab->span_count; i++)
        if (!verify_name(v, vocab->spans[i].name) || !is_ledger_event(vocab, vocab->spans[i].from)
            || !is_ledger_event(vocab, vocab->spans[i].until))
            return verify_fail(v, "period %u has no such ends", i);
    return true;
}

bool verify_vocab(struct verifier *v)
{
    const struct vocab *vocab = &v->table->vocab;
    if (!check_group_lists(v) || !check_kinds(v) || !check_vars(v) || !check_terms(v)
        || !check_families(v) || !check_spans(v))
        return false;
    for (uint32_t s = 0; s < vocab->spelling_count; s++)
        if (vocab->spellings[s].node >= vocab->node_count
            || !verify_name(v, vocab->spellings[s].text))
            return verify_fail(v, "spelling %u is of no name", s);
    return true;
}
