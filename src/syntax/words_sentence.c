/* words_sentence.c: vocabulary, ranks and the heads of sentences as text (words.h). */
#include "syntax/words.h"

void words_tree(struct words *words, const struct ast_tree *tree)
{
    words_name(words, &tree->name);
    if (tree->spelling.text) {
        strbuf_char(words->out, ' ');
        words_text(words, &tree->spelling, false);
    }
    for (const struct ast_spelling *spelling = tree->more; spelling; spelling = spelling->next) {
        strbuf_char(words->out, ' ');
        words_text(words, &spelling->text, false);
    }
    if (tree->children) {
        words_add(words, "(");
        words_trees(words, tree->children);
        strbuf_char(words->out, ')');
    }
}

void words_trees(struct words *words, const struct ast_tree *trees)
{
    for (const struct ast_tree *tree = trees; tree; tree = tree->next) {
        words_tree(words, tree);
        if (tree->next) {
            strbuf_char(words->out, ',');
            strbuf_char(words->out, WORDS_SOFT);
        }
    }
}

static void number_type(struct words *words, const struct ast_type *type)
{
    strbuf_text(words->out, "number");
    if (type->unit.atom) {
        strbuf_text(words->out, " in ");
        words_name(words, &type->unit);
    }
    for (const struct ast_conversion *item = type->conversions; item; item = item->next) {
        words_add(words, item == type->conversions ? "(" : "");
        words_amount(words, &item->large);
        strbuf_text(words->out, " = ");
        words_amount(words, &item->small);
        strbuf_char(words->out, item->next ? ',' : ')');
    }
    if (type->has_from) {
        words_add(words, "from ");
        words_amount(words, &type->from);
    }
    if (type->has_to) {
        words_add(words, "to ");
        words_amount(words, &type->to);
    }
}

void words_type(struct words *words, const struct ast_type *type)
{
    switch (type->kind) {
    case TYPE_KIND:
        words_name(words, &type->name);
        break;
    case TYPE_INLINE:
        strbuf_char(words->out, '(');
        words_trees(words, type->tree);
        strbuf_char(words->out, ')');
        break;
    case TYPE_YES_NO:
        strbuf_text(words->out, "yes/no");
        break;
    case TYPE_NUMBER:
        number_type(words, type);
        break;
    case TYPE_DATE:
        strbuf_text(words->out, "date");
        break;
    case TYPE_EVENT:
        strbuf_text(words->out, "event");
        break;
    }
    if (type->or_none)
        strbuf_text(words->out, " or none");
}

void words_presumed(struct words *words, const struct ast_presumed *presumed)
{
    switch (presumed->kind) {
    case PRESUMED_NOTHING:
        break;
    case PRESUMED_NAME:
        words_name(words, &presumed->name);
        break;
    case PRESUMED_AMOUNT:
        words_amount(words, &presumed->amount);
        break;
    case PRESUMED_DATE:
        words_day(words, presumed->day);
        break;
    }
}

void words_event(struct words *words, const struct ast_event *event)
{
    words_name(words, &event->name);
    if (event->gloss.text) {
        strbuf_char(words->out, ' ');
        words_text(words, &event->gloss, false);
    }
    if (event->unknown)
        strbuf_text(words->out, " unknown");
}

void words_rank(struct words *words, const struct ast_rank *rank)
{
    strbuf_text(words->out,
                rank->kind == RANK_SUBJECT_TO ? "subject to" : "notwithstanding");
    strbuf_char(words->out, WORDS_SOFT);
    words_refs(words, rank->refs);
}

/* ---- sentences ------------------------------------------------------------------------- */

static void named(struct words *words, const char *word, const struct ast_name *names,
                  enum words_joint joint)
{
    if (!names)
        return;
    words_add(words, word);
    strbuf_char(words->out, WORDS_SOFT);
    words_names(words, names, joint);
}

static void grant(struct words *words, const struct ast_sentence *sentence)
{
    words_names(words, sentence->parties, WORDS_AND);
    named(words, "grants", sentence->grantees, WORDS_AND);
    if (sentence->sole)
        words_add(words, "sole");
    if (sentence->sole && sentence->exclusive)
        words_add(words, "and");
    if (sentence->exclusive)
        words_add(words, "exclusive");
    strbuf_char(words->out, WORDS_SOFT);
    words_name(words, &sentence->attribute);
    if (sentence->among.atom) {
        words_add(words, "among");
        strbuf_char(words->out, WORDS_SOFT);
        words_name(words, &sentence->among);
    }
    named(words, "for", sentence->verbs, WORDS_OR);
}

static void owes(struct words *words, const struct ast_sentence *sentence)
{
    if (sentence->if_in_breach) {
        strbuf_text(words->out, "if in breach");
        if (sentence->breach_of) {
            words_add(words, "of");
            strbuf_char(words->out, WORDS_SOFT);
            words_refs(words, sentence->breach_of);
        }
        strbuf_char(words->out, WORDS_SOFT);
    }
    words_names(words, sentence->parties, WORDS_AND);
    named(words, "owes", sentence->creditors, WORDS_AND);
    strbuf_char(words->out, WORDS_SOFT);
    words_text(words, &sentence->what, false);
    if (sentence->has_within) {
        words_add(words, "within ");
        words_count(words, sentence->within, sentence->within_unit);
    }
}

static void commits(struct words *words, const struct ast_sentence *sentence)
{
    words_names(words, sentence->parties, WORDS_AND);
    words_add(words, sentence->at_most ? "commits to at most" : "commits to at least");
    strbuf_char(words->out, WORDS_SOFT);
    words_amount(words, &sentence->amount);
    words_add(words, "of ");
    words_name(words, &sentence->attribute);
    words_add(words, "by ");
    words_day(words, sentence->by.day);
}

static void lift(struct words *words, const struct ast_sentence *sentence)
{
    words_refs(words, sentence->refs);
    if (sentence->all_clauses)
        strbuf_text(words->out, "no clause applies");
    else
        words_add(words, sentence->refs->next ? "do not apply" : "does not apply");
}

static void order(struct words *words, const struct ast_sentence *sentence)
{
    strbuf_text(words->out, "order:");
    for (const struct ast_level *level = sentence->levels; level; level = level->next) {
        strbuf_char(words->out, WORDS_SOFT);
        words_refs(words, level->refs);
        if (level->next)
            strbuf_char(words->out, ',');
    }
}

void words_sentence(struct words *words, const struct ast_sentence *sentence)
{
    switch (sentence->kind) {
    case SENTENCE_GRANT:
        grant(words, sentence);
        break;
    case SENTENCE_SHALL_NOT:
        words_names(words, sentence->parties, WORDS_AND);
        named(words, "shall not", sentence->verbs, WORDS_OR);
        named(words, "to", sentence->holders, WORDS_AND);
        break;
    case SENTENCE_ONLY_IF:
        words_names(words, sentence->parties, WORDS_AND);
        named(words, "shall", sentence->verbs, WORDS_OR);
        named(words, "to", sentence->holders, WORDS_AND);
        words_add(words, "only if");
        strbuf_char(words->out, WORDS_SOFT);
        words_expr(words, sentence->only_if);
        break;
    case SENTENCE_MAY:
        words_names(words, sentence->parties, WORDS_AND);
        named(words, "may", sentence->verbs, WORDS_OR);
        named(words, "with leave of", sentence->holders, WORDS_AND);
        break;
    case SENTENCE_RESERVED:
        strbuf_text(words->out, "rights not granted to");
        strbuf_char(words->out, WORDS_SOFT);
        words_names(words, sentence->parties, WORDS_AND);
        words_add(words, "are reserved");
        named(words, "to", sentence->holders, WORDS_AND);
        break;
    case SENTENCE_OWES:
        owes(words, sentence);
        break;
    case SENTENCE_COMMITS:
        commits(words, sentence);
        break;
    case SENTENCE_LIFT:
        lift(words, sentence);
        break;
    case SENTENCE_PREVAILS:
        words_refs(words, sentence->refs);
        words_add(words, sentence->refs->next ? "prevail over" : "prevails over");
        strbuf_char(words->out, WORDS_SOFT);
        words_refs(words, sentence->losers);
        break;
    case SENTENCE_ORDER:
        order(words, sentence);
        break;
    case SENTENCE_STRICTER:
        strbuf_text(words->out, "otherwise the stricter prevails");
        break;
    }
}

void words_except(struct words *words, const struct ast_except *except)
{
    if (except->label.atom) {
        strbuf_text(words->out, " (");
        words_name(words, &except->label);
        strbuf_char(words->out, ')');
    }
    if (except->consent) {
        words_add(words, "with consent of ");
        words_name(words, &except->holder);
        if (except->as_fact.atom) {
            words_add(words, "as ");
            words_name(words, &except->as_fact);
        }
    }
}

const char *words_verdict(enum ast_verdict_word verdict)
{
    switch (verdict) {
    case VERDICT_PERMITTED:
        return "permitted";
    case VERDICT_PROHIBITED:
        return "prohibited";
    case VERDICT_DISPUTED:
        return "disputed";
    case VERDICT_UNDETERMINED:
        return "undetermined";
    }
    return "";
}
