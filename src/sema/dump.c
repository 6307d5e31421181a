/* dump.c: agreements, clauses, norms, ranks of the checked model as text. */
#include "sema/dump.h"

static const char *atom(const struct model *model, atom_t name)
{
    return atom_text(model->names, name);
}

static const char *node(const struct model *model, uint32_t id)
{
    return vocab_string(&model->vocab, model->vocab.nodes[id].name);
}

static const char *var(const struct model *model, uint32_t id)
{
    return vocab_string(&model->vocab, model->vocab.vars[id].name);
}

static void dump_set(const struct model *model, const struct model_expr *expr, struct strbuf *out)
{
    strbuf_printf(out, "%s in {", var(model, expr->var));
    for (size_t r = 0; r < expr->set.count; r++) {
        struct vocab_range range = expr->set.ranges[r];
        strbuf_printf(out, "%s%s", r ? ", " : "",
                      vocab_leaf_name(&model->vocab, expr->var, range.first));
        if (range.last > range.first)
            strbuf_printf(out, "..%s", vocab_leaf_name(&model->vocab, expr->var, range.last));
    }
    strbuf_char(out, '}');
}

static void dump_bound(bool days, int64_t value, struct strbuf *out)
{
    char day[DATE_TEXT];
    if (value == INT64_MIN || value == INT64_MAX)
        return;
    if (!days) {
        strbuf_printf(out, "%lld", (long long)value);
        return;
    }
    date_format(value, day);
    strbuf_text(out, day);
}

static void dump_range(const struct model *model, const struct model_expr *expr,
                       struct strbuf *out)
{
    bool days = model->vocab.vars[expr->var].kind != VAR_NUMBER;
    strbuf_printf(out, "%s in [", var(model, expr->var));
    dump_bound(days, expr->low, out);
    strbuf_text(out, "..");
    dump_bound(days, expr->high, out);
    strbuf_char(out, ']');
}

static void dump_since(const struct model *model, const struct model_expr *expr,
                       struct strbuf *out)
{
    static const char *const units[] = {"days", "months", "years"};
    strbuf_printf(out, "date %s %s", expr->past ? ">" : ">=", var(model, expr->var));
    if (expr->ref != VOCAB_NONE)
        strbuf_printf(out, ".. of %s", var(model, expr->ref));
    if (expr->count > 0)
        strbuf_printf(out, " + %lld %s", (long long)expr->count, units[expr->unit]);
}

static void dump_members(const struct model *model, const struct model_expr *expr,
                         struct strbuf *out)
{
    strbuf_text(out, expr->op == OP_ONLY ? "only {" : "some of {");
    for (size_t r = 0; r < expr->set.count; r++) {
        struct vocab_range range = expr->set.ranges[r];
        strbuf_printf(out, "%s%s", r ? ", " : "", var(model, expr->var + range.first));
        if (range.last > range.first)
            strbuf_printf(out, "..%s", var(model, expr->var + range.last));
    }
    strbuf_char(out, '}');
}

static void dump_expr(const struct model *model, const struct model_expr *expr,
                      struct strbuf *out);

static void dump_sides(const struct model *model, const struct model_expr *expr, const char *word,
                       struct strbuf *out)
{
    strbuf_char(out, '(');
    dump_expr(model, expr->left, out);
    strbuf_printf(out, " %s ", word);
    dump_expr(model, expr->right, out);
    strbuf_char(out, ')');
}

static void dump_expr(const struct model *model, const struct model_expr *expr, struct strbuf *out)
{
    switch (expr->op) {
    case OP_TRUE:
        strbuf_text(out, "always");
        return;
    case OP_FALSE:
        strbuf_text(out, "never");
        return;
    case OP_NOT:
        strbuf_text(out, "not ");
        dump_expr(model, expr->left, out);
        return;
    case OP_AND:
        dump_sides(model, expr, "and", out);
        return;
    case OP_OR:
        dump_sides(model, expr, "or", out);
        return;
    case OP_IN:
        dump_set(model, expr, out);
        return;
    case OP_RANGE:
        dump_range(model, expr, out);
        return;
    case OP_SINCE:
        dump_since(model, expr, out);
        return;
    case OP_SAME:
        strbuf_printf(out, "%s is %s", var(model, expr->var), var(model, expr->ref));
        return;
    case OP_INCLUDES:
    case OP_ONLY:
        dump_members(model, expr, out);
        return;
    case OP_MEMBER:
        strbuf_printf(out, "%s in %s", var(model, expr->var),
                      vocab_string(&model->vocab, vocab_family_of(&model->vocab, expr->ref)->name));
        return;
    case OP_DURING:
        strbuf_printf(out, "during %s", atom(model, model->spans.items[expr->ref].name));
        return;
    case OP_TERM:
        strbuf_text(out, vocab_string(&model->vocab, model->vocab.terms[expr->ref].name));
        return;
    case OP_FORCE:
        strbuf_printf(out, "%s in force", atom(model, model->agreements.items[expr->ref].name));
        return;
    case OP_LIVE:
        strbuf_printf(out, "%s live", model->clauses.items[expr->ref].title);
        return;
    case OP_WAIVED:
        strbuf_text(out, model->waivers.items[expr->ref].title);
        return;
    }
}

static void dump_part(const struct model *model, const char *word, const struct model_expr *expr,
                      int indent, struct strbuf *out)
{
    if (!expr)
        return;
    strbuf_repeat(out, ' ', indent);
    strbuf_printf(out, "%s ", word);
    dump_expr(model, expr, out);
    strbuf_char(out, '\n');
}

static void dump_period(const struct model *model, const struct model_period *period,
                        struct strbuf *out)
{
    dump_part(model, "from", period->from, 2, out);
    dump_part(model, "until", period->until, 2, out);
    dump_part(model, "while", period->whilst, 2, out);
}

static void dump_excepts(const struct model *model, const struct model_except *at, int indent,
                         struct strbuf *out)
{
    for (; at; at = at->next) {
        strbuf_repeat(out, ' ', indent);
        strbuf_text(out, "except ");
        if (at->label)
            strbuf_printf(out, "(%s) ", at->label);
        dump_expr(model, at->cond, out);
        strbuf_char(out, '\n');
        dump_excepts(model, at->children, indent + 2, out);
    }
}

static void dump_nodes(const struct model *model, const char *word, const uint32_t *ids,
                       size_t count, struct strbuf *out)
{
    for (size_t i = 0; i < count; i++)
        strbuf_printf(out, "%s%s", i ? ", " : word, node(model, ids[i]));
}

static void dump_ids(const char *word, const uint32_t *ids, size_t count, struct strbuf *out)
{
    if (count == 0)
        return;
    strbuf_printf(out, "  %s", word);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(out, " %u", ids[i]);
    strbuf_char(out, '\n');
}

static void dump_term(const struct model *model, uint32_t id, struct strbuf *out)
{
    const struct model_term *term = &model->terms.items[id];
    for (size_t m = 0; m < term->meaning_count; m++) {
        strbuf_printf(out, "meaning of %s",
                      vocab_string(&model->vocab, model->vocab.terms[id].name));
        if (model->vocab.terms[id].reading_count > 0)
            strbuf_printf(out, " in reading %zu", m);
        strbuf_char(out, '\n');
        dump_part(model, "means", term->meanings[m].cond, 2, out);
        dump_excepts(model, term->meanings[m].excepts, 2, out);
    }
}

static void dump_agreement(const struct model *model, uint32_t id, struct strbuf *out)
{
    const struct model_agreement *agreement = &model->agreements.items[id];
    strbuf_printf(out, "agreement %u %s", id, atom(model, agreement->name));
    dump_nodes(model, " between ", agreement->parties, agreement->party_count, out);
    strbuf_char(out, '\n');
    dump_period(model, &agreement->period, out);
    if (agreement->stricter)
        dump_part(model, "stricter", agreement->stricter, 2, out);
}

static void dump_clause(const struct model *model, uint32_t id, struct strbuf *out)
{
    const struct model_clause *clause = &model->clauses.items[id];
    char day[DATE_TEXT];
    strbuf_printf(out, "clause %u %s \"%s\"%s%s\n", id, clause->title, clause->label,
                  clause->material ? " material" : "", clause->survives ? " survives" : "");
    dump_period(model, &clause->period, out);
    if (clause->deleted_on != DATE_NEVER) {
        date_format(clause->deleted_on, day);
        strbuf_printf(out, "  deleted on %s\n", day);
    }
    dump_ids("replaced by clauses", clause->replaced_by, clause->replaced_count, out);
}

static void dump_duty(const struct model *model, const struct model_norm *norm,
                      struct strbuf *out)
{
    char day[DATE_TEXT];
    if (norm->form == FORM_OWES) {
        dump_nodes(model, "  to ", norm->creditors, norm->creditor_count, out);
        strbuf_printf(out, " \"%s\"%s\n", norm->what, norm->if_in_breach ? " if in breach" : "");
        dump_ids("breach of norms", norm->breach_of, norm->breach_count, out);
    } else if (norm->form == FORM_COMMITS) {
        strbuf_printf(out, "  at %s %lld%s of %s", norm->at_most ? "most" : "least",
                      (long long)norm->amount, norm->share_var == VOCAB_NONE ? "" : " percent",
                      var(model, norm->amount_var));
        if (norm->share_var != VOCAB_NONE) {
            strbuf_printf(out, " from %s in", var(model, norm->share_var));
            for (size_t i = 0; i < norm->share.count; i++)
                strbuf_printf(out, " %u..%u", norm->share.ranges[i].first,
                              norm->share.ranges[i].last);
        }
        for (size_t i = 0; i < norm->group_count; i++)
            strbuf_printf(out, "%s%s", i ? " and " : " by ", var(model, norm->groups[i]));
        date_format(norm->from, day);
        if (norm->each_year)
            strbuf_printf(out, " in each year from %s", day);
        date_format(norm->by, day);
        strbuf_printf(out, " %s %s\n", norm->each_year ? "through" : "by", day);
    }
}

static void dump_norm(const struct model *model, uint32_t id, struct strbuf *out)
{
    static const char *const forms[] = {"grants", "shall not", "only if", "may", "reserved",
                                        "owes", "commits"};
    const struct model_norm *norm = &model->norms.items[id];
    strbuf_printf(out, "norm %u %s: %s %s", id, model->clauses.items[norm->clause].title,
                  node(model, norm->bearer), forms[norm->form]);
    dump_nodes(model, ", held by ", norm->holders, norm->holder_count, out);
    strbuf_char(out, '\n');
    dump_duty(model, norm, out);
    dump_part(model, "where", norm->cond, 2, out);
    dump_excepts(model, norm->excepts, 2, out);
    dump_ids("lifts", norm->lifts, norm->lift_count, out);
    dump_ids("waivers", norm->waivers, norm->waiver_count, out);
}

static void dump_lift(const struct model *model, uint32_t id, struct strbuf *out)
{
    const struct model_lift *lift = &model->lifts.items[id];
    strbuf_printf(out, "lift %u %s\n", id, model->clauses.items[lift->clause].title);
    dump_part(model, "where", lift->cond, 2, out);
    dump_excepts(model, lift->excepts, 2, out);
    dump_ids("lifts", lift->lifts, lift->lift_count, out);
}

static void dump_waiver(const struct model *model, uint32_t id, struct strbuf *out)
{
    const struct model_waiver *waiver = &model->waivers.items[id];
    strbuf_printf(out, "waiver %u %s", id, waiver->name);
    dump_nodes(model, " by ", waiver->givers, waiver->giver_count, out);
    strbuf_char(out, '\n');
    dump_period(model, &waiver->period, out);
    dump_part(model, "where", waiver->cond, 2, out);
    dump_excepts(model, waiver->excepts, 2, out);
}

static void dump_rank(const struct model *model, const struct model_rank *rank,
                      struct strbuf *out)
{
    static const char *const kinds[] = {"subject to", "notwithstanding", "prevails", "order",
                                        "reserved"};
    strbuf_printf(out, "rank %u over %u, %s\n", rank->winner, rank->loser, kinds[rank->kind]);
    dump_part(model, "where", rank->cond, 2, out);
}

static void dump_questions(const struct model *model, struct strbuf *out)
{
    static const char *const kinds[] = {"never", "always", "some choice"};
    static const char *const verdicts[] = {"permitted", "prohibited", "disputed", "undetermined"};
    char day[DATE_TEXT];
    for (size_t i = 0; i < model->asserts.count; i++) {
        const struct model_assert *at = &model->asserts.items[i];
        strbuf_printf(out, "assert \"%s\" %s %s", at->text, kinds[at->kind],
                      at->kind == ASSERT_SOME_CHOICE ? "permitted" : verdicts[at->verdict]);
        dump_nodes(model, " as read by ", at->read_by, at->read_count, out);
        strbuf_char(out, '\n');
        dump_part(model, "where", at->cond, 2, out);
    }
    for (size_t i = 0; i < model->allows.count; i++) {
        const struct model_allow *at = &model->allows.items[i];
        date_format(at->until, day);
        strbuf_printf(out, "allow %s until %s \"%s\"\n", at->code, day, at->reason);
        dump_ids("on clauses", at->clauses, at->clause_count, out);
    }
}

void model_dump(const struct model *model, struct strbuf *out)
{
    char day[DATE_TEXT];
    date_format(model->dated, day);
    strbuf_printf(out, "policy \"%s\" dated %s\n", model->name, day);
    vocab_dump(&model->vocab, out);
    for (uint32_t i = 0; i < model->terms.count; i++)
        dump_term(model, i, out);
    for (uint32_t i = 0; i < model->spans.count; i++) {
        strbuf_printf(out, "period %s\n", atom(model, model->spans.items[i].name));
        dump_period(model, &model->spans.items[i].period, out);
    }
    for (uint32_t i = 0; i < model->agreements.count; i++)
        dump_agreement(model, i, out);
    for (uint32_t i = 0; i < model->clauses.count; i++)
        dump_clause(model, i, out);
    for (uint32_t i = 0; i < model->norms.count; i++)
        dump_norm(model, i, out);
    for (uint32_t i = 0; i < model->lifts.count; i++)
        dump_lift(model, i, out);
    for (uint32_t i = 0; i < model->waivers.count; i++)
        dump_waiver(model, i, out);
    for (size_t i = 0; i < model->ranks.count; i++)
        dump_rank(model, &model->ranks.items[i], out);
    dump_questions(model, out);
}
