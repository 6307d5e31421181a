/* commitments.c: what a commitment is a sum of, or a share of, and in which groups.
 *
 * The words are looked up once for all bearers of a sentence. Whose values stand behind `from`
 * is found by the names alone where one fact or choice has them; where several do, nothing is
 * guessed and `as` says which.
 */
#include "sema/check.h"

#include <string.h>

/* ---- years ------------------------------------------------------------------------------------ */

/* Some years, and not so many that a slip of the pen makes thousands of sums. */
static void check_years(struct sema *s, const struct ast_sentence *sentence)
{
    int64_t from = sentence->from.day, through = sentence->by.day;
    char day[DATE_TEXT];
    if (through < from) {
        date_format(date_add(date_add(from, 1, DATE_YEARS), -1, DATE_DAYS), day);
        struct diag *diag = diag_add(s->diags, DIAG_COMMITMENT_YEARS, sentence->by.span,
                                     "no year begins: the last day is before the first");
        diag_help(s->diags, diag, "the first year alone is `through %s`", day);
    } else if (date_add(from, MODEL_YEARS_LIMIT, DATE_YEARS) <= through) {
        struct diag *diag = diag_add(s->diags, DIAG_COMMITMENT_YEARS, sentence->by.span,
                                     "more than %d years", MODEL_YEARS_LIMIT);
        diag_note(s->diags, diag, "each year has a sum of its own");
    }
}

/* ---- shares ----------------------------------------------------------------------------------- */

static bool in_percent(const struct sema *s, const struct ast_amount *amount)
{
    return amount->unit.atom && strcmp(sema_text(s, amount->unit.atom), "percent") == 0;
}

static bool has_unit(const struct sema *s, const struct vocab_var *var, atom_t unit)
{
    for (uint32_t u = 0; u < var->unit_count; u++)
        if (s->unit_names.items[var->first_unit + u] == unit)
            return true;
    return false;
}

/* 0 to 100 percent of what cannot be negative: else parts could be more than the whole. */
static void check_percent(struct sema *s, const struct ast_sentence *sentence,
                          const struct vocab_var *var)
{
    const struct ast_amount *amount = &sentence->amount;
    struct diag *diag;
    if (!in_percent(s, amount)) {
        diag = diag_add(s->diags, DIAG_COMMITMENT_SHARE, amount->span,
                        "a share `from` somebody is said in percent");
        diag_help(s->diags, diag, "write `80 percent of %s from …`; an amount has its condition after `where`",
                  sema_text(s, sentence->attribute.atom));
    } else if (amount->value < 0 || amount->value > 100) {
        diag_add(s->diags, DIAG_COMMITMENT_SHARE, amount->span, "a share is of 0 to 100 percent");
    } else if (var->low < 0) {
        diag = diag_add(s->diags, DIAG_COMMITMENT_SHARE, sentence->attribute.span,
                        "there is no share of `%s`, which can be less than 0",
                        sema_text(s, sentence->attribute.atom));
        diag_label(s->diags, diag, sema_declared_at(s, sema_find(s, sentence->attribute.atom)),
                   "declared here");
    }
}

static bool can_stand_behind(const struct sema *s, uint32_t var)
{
    const struct vocab_var *v = &s->vars.items[var];
    return v->kind == VAR_LEAF && v->leaf_kind != VOCAB_YES_NO
           && (v->role == VAR_ROLE_FACT || v->role == VAR_ROLE_CHOICE)
           && !s->var_info.items[var].poisoned;
}

static bool has_values(const struct sema *s, uint32_t var, const struct ast_name *names)
{
    for (const struct ast_name *at = names; at; at = at->next)
        if (!map_get(&s->values, map_pair(s->vars.items[var].leaf_kind, at->atom), NULL))
            return false;
    return true;
}

static void ask_which(struct sema *s, const struct ast_sentence *sentence, uint32_t a, uint32_t b)
{
    const char *name = sema_text(s, sentence->share_from->atom);
    const char *one = sema_text(s, s->var_info.items[a].name);
    const char *other = sema_text(s, s->var_info.items[b].name);
    struct diag *diag = diag_add(s->diags, DIAG_COMMITMENT_FROM, sentence->share_from->span,
                                 "`%s` can be the %s or the %s", name, one, other);
    diag_label(s->diags, diag, s->var_spans.items[a], "one");
    diag_label(s->diags, diag, s->var_spans.items[b], "the other");
    diag_help(s->diags, diag, "say which: `from %s as %s`", name, one);
}

/* The one fact or choice that has all these values; VOCAB_NONE after a diagnostic. */
static uint32_t only_with(struct sema *s, const struct ast_sentence *sentence)
{
    uint32_t found = VOCAB_NONE;
    for (uint32_t v = 0; v < s->vars.count; v++) {
        if (!can_stand_behind(s, v) || !has_values(s, v, sentence->share_from))
            continue;
        if (found != VOCAB_NONE) {
            ask_which(s, sentence, found, v);
            return VOCAB_NONE;
        }
        found = v;
    }
    if (found != VOCAB_NONE)
        return found;
    const struct ast_name *name = sentence->share_from;
    struct diag *diag = diag_add(s->diags, DIAG_COMMITMENT_FROM, name->span,
                                 "no fact or choice has the value `%s`%s",
                                 sema_text(s, name->atom), name->next ? " and the others" : "");
    diag_help(s->diags, diag, "a share is counted by a fact or choice with named values: `choice supplier: party.`");
    return VOCAB_NONE;
}

static uint32_t named_after_as(struct sema *s, const struct ast_name *name)
{
    struct sema_entry entry = sema_resolve(s, name);
    if (entry.kind == ENTRY_VAR && s->vars.items[entry.id].kind == VAR_LEAF
        && s->vars.items[entry.id].leaf_kind != VOCAB_YES_NO)
        return s->var_info.items[entry.id].poisoned ? VOCAB_NONE : entry.id;
    if (entry.kind != ENTRY_NONE)
        sema_refuse_attribute(s, name, entry, "a fact or choice with named values");
    return VOCAB_NONE;
}

static void find_share(struct sema *s, const struct ast_sentence *sentence,
                       struct sema_commitment *out)
{
    uint32_t var = sentence->share_as ? named_after_as(s, sentence->share_as)
                                      : only_with(s, sentence);
    if (var == VOCAB_NONE)
        return;
    const struct vocab_var *v = &s->vars.items[var];
    bool ok = true;
    for (const struct ast_name *at = sentence->share_from; at; at = at->next)
        ok &= sema_resolve_value(s, v->leaf_kind, false, at);
    out->share = sema_buffer_take(s);
    out->share_var = ok ? var : VOCAB_NONE;
}

/* ---- groups ----------------------------------------------------------------------------------- */

static bool is_group(struct sema *s, const struct ast_name *name, uint32_t var)
{
    const struct vocab_var *v = &s->vars.items[var];
    if (v->kind == VAR_LEAF)
        return true;
    struct diag *diag = diag_add(s->diags, DIAG_COMMITMENT_GROUPS, name->span,
                                 "`%s` is %s: nothing is counted by it", sema_text(s, name->atom),
                                 sema_describe(s, (struct sema_entry){ENTRY_VAR, var}));
    diag_label(s->diags, diag, s->var_spans.items[var], "declared here");
    diag_help(s->diags, diag, "groups are the values of facts and choices that have names");
    return false;
}

static bool is_new(struct sema *s, const struct ast_name *name, uint32_t var,
                   const struct sema_commitment *c)
{
    bool twice = false;
    for (size_t i = 0; i < c->group_count; i++)
        twice = twice || c->groups[i] == var;
    if (!twice && var != c->share_var)
        return true;
    struct diag *diag = diag_add(s->diags, DIAG_COMMITMENT_GROUPS, name->span,
                                 twice ? "`%s` is named twice"
                                       : "`%s` is what the share is counted by: it is the same in a whole group",
                                 sema_text(s, name->atom));
    diag_help(s->diags, diag, "leave it out");
    return false;
}

/* An upper bound of how many sums there are; years that are wrong are reported already. */
static void check_count(struct sema *s, const struct ast_sentence *sentence,
                        const struct sema_commitment *c)
{
    uint64_t groups = 1, years = 1;
    for (size_t i = 0; i < c->group_count && groups <= MODEL_SUMS_LIMIT; i++) {
        const struct vocab_var *v = &s->vars.items[c->groups[i]];
        groups *= v->leaf_count - v->or_none;
    }
    while (sentence->from.present && years < MODEL_YEARS_LIMIT
           && date_add(sentence->from.day, (int64_t)years, DATE_YEARS) <= sentence->by.day)
        years++;
    if (groups * years <= MODEL_SUMS_LIMIT)
        return;
    struct diag *diag = diag_add(s->diags, DIAG_COMMITMENT_GROUPS, sentence->groups->span,
                                 "more than %d sums", MODEL_SUMS_LIMIT);
    diag_note(s->diags, diag, "each group of values has a sum of its own%s",
              sentence->from.present ? ", and each year of it" : "");
}

static void find_groups(struct sema *s, const struct ast_sentence *sentence,
                        struct sema_commitment *out)
{
    size_t count = 0;
    for (const struct ast_name *at = sentence->groups; at; at = at->next)
        count++;
    out->groups = ARENA_ARRAY(s->arena, uint32_t, count + 1);
    for (const struct ast_name *at = sentence->groups; at; at = at->next) {
        struct sema_entry entry = sema_resolve(s, at);
        if (entry.kind == ENTRY_NONE)
            continue;
        if (entry.kind != ENTRY_VAR) {
            sema_refuse_attribute(s, at, entry, "a fact or choice with named values");
            continue;
        }
        if (!s->var_info.items[entry.id].poisoned && is_group(s, at, entry.id)
            && is_new(s, at, entry.id, out))
            out->groups[out->group_count++] = entry.id;
    }
    if (sentence->groups)
        check_count(s, sentence, out);
}

/* ---- all of it -------------------------------------------------------------------------------- */

static void find_amount(struct sema *s, const struct ast_sentence *sentence,
                        struct sema_commitment *out)
{
    const struct vocab_var *var = &s->vars.items[out->amount_var];
    if (sentence->share_from) {
        check_percent(s, sentence, var);
        out->amount = sentence->amount.value;
        return;
    }
    if (in_percent(s, &sentence->amount) && !has_unit(s, var, sentence->amount.unit.atom)) {
        struct diag *diag = diag_add(s->diags, DIAG_COMMITMENT_SHARE, sentence->amount.span,
                                     "a share says from whom");
        diag_help(s->diags, diag, "write `%lld percent of %s from …`",
                  (long long)sentence->amount.value, sema_text(s, sentence->attribute.atom));
        return;
    }
    sema_amount(s, var, &sentence->amount, &out->amount);
    out->amount_unit = sema_amount_unit(s, var, &sentence->amount);
}

void sema_find_commitment(struct sema *s, const struct ast_sentence *sentence,
                          struct sema_commitment *out)
{
    *out = (struct sema_commitment){.amount_var = VOCAB_NONE, .share_var = VOCAB_NONE};
    if (sentence->from.present && sentence->by.present)
        check_years(s, sentence);
    uint32_t var;
    if (sema_grant_attribute(s, sentence, &var)) {
        out->amount_var = var;
        find_amount(s, sentence, out);
    }
    if (sentence->share_from)
        find_share(s, sentence, out);
    find_groups(s, sentence, out);
}
