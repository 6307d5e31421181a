/* phrase_sentence.c: vocabulary, ranks and the heads of sentences as text (phrase.h). */
#include "syntax/phrase.h"

static void trees(struct phrase *words, const struct ast_tree *list);

void phrase_tree(struct phrase *words, const struct ast_tree *tree)
{
    phrase_name(words, &tree->name);
    if (tree->spelling.text) {
        strbuf_char(words->out, ' ');
        phrase_text(words, &tree->spelling, false);
    }
    for (const struct ast_spelling *spelling = tree->more; spelling; spelling = spelling->next) {
        strbuf_char(words->out, ' ');
        phrase_text(words, &spelling->text, false);
    }
    if (tree->children) {
        phrase_add(words, "(");
        trees(words, tree->children);
        strbuf_char(words->out, ')');
    }
}

static void trees(struct phrase *words, const struct ast_tree *list)
{
    for (const struct ast_tree *tree = list; tree; tree = tree->next) {
        phrase_tree(words, tree);
        if (tree->next) {
            strbuf_char(words->out, ',');
            strbuf_char(words->out, PHRASE_SOFT);
        }
    }
}

static void number_type(struct phrase *words, const struct ast_type *type)
{
    strbuf_text(words->out, "number");
    if (type->unit.atom) {
        strbuf_text(words->out, " in ");
        phrase_name(words, &type->unit);
    }
    for (const struct ast_conversion *item = type->conversions; item; item = item->next) {
        phrase_add(words, item == type->conversions ? "(" : "");
        phrase_amount(words, &item->large);
        strbuf_text(words->out, " = ");
        phrase_amount(words, &item->small);
        strbuf_char(words->out, item->next ? ',' : ')');
    }
    if (type->has_from) {
        phrase_add(words, "from ");
        phrase_amount(words, &type->from);
    }
    if (type->has_to) {
        phrase_add(words, "to ");
        phrase_amount(words, &type->to);
    }
}

void phrase_type(struct phrase *words, const struct ast_type *type)
{
    switch (type->kind) {
    case TYPE_KIND:
        phrase_name(words, &type->name);
        break;
    case TYPE_INLINE:
        strbuf_char(words->out, '(');
        trees(words, type->tree);
        strbuf_char(words->out, ')');
        break;
    case TYPE_TIME:
        strbuf_text(words->out, type->time == DATE_DAYS     ? "days"
                                : type->time == DATE_MONTHS ? "months"
                                                            : "years");
        break;
    case TYPE_LIST:
        strbuf_text(words->out, "list of ");
        phrase_name(words, &type->name);
        break;
    case TYPE_SEVERAL:
        strbuf_text(words->out, "several of ");
        if (type->name.atom) {
            phrase_name(words, &type->name);
            break;
        }
        strbuf_char(words->out, '(');
        trees(words, type->tree);
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

void phrase_constant(struct phrase *words, const struct ast_constant *constant)
{
    switch (constant->kind) {
    case CONSTANT_NOTHING:
        break;
    case CONSTANT_NAME:
        phrase_name(words, &constant->name);
        break;
    case CONSTANT_AMOUNT:
        phrase_amount(words, &constant->amount);
        break;
    case CONSTANT_DATE:
        phrase_day(words, constant->day);
        break;
    case CONSTANT_UNKNOWN:
        strbuf_text(words->out, "unknown");
        break;
    }
}

void phrase_event(struct phrase *words, const struct ast_event *event)
{
    phrase_name(words, &event->name);
    if (event->by.atom) {
        phrase_add(words, "by ");
        phrase_name(words, &event->by);
    }
    if (event->gloss.text) {
        strbuf_char(words->out, ' ');
        phrase_text(words, &event->gloss, false);
    }
    if (event->unknown)
        strbuf_text(words->out, " unknown");
}

void phrase_rank(struct phrase *words, const struct ast_rank *rank)
{
    strbuf_text(words->out,
                rank->kind == RANK_SUBJECT_TO ? "subject to" : "notwithstanding");
    strbuf_char(words->out, PHRASE_SOFT);
    phrase_refs(words, rank->refs);
}

/* ---- sentences ------------------------------------------------------------------------- */

static void named(struct phrase *words, const char *word, const struct ast_name *names,
                  enum phrase_joint joint)
{
    if (!names)
        return;
    phrase_add(words, word);
    strbuf_char(words->out, PHRASE_SOFT);
    phrase_names(words, names, joint);
}

static void grant(struct phrase *words, const struct ast_sentence *sentence)
{
    phrase_names(words, sentence->parties, PHRASE_AND);
    named(words, "grants", sentence->grantees, PHRASE_AND);
    if (sentence->sole)
        phrase_add(words, "sole");
    if (sentence->sole && sentence->exclusive)
        phrase_add(words, "and");
    if (sentence->exclusive)
        phrase_add(words, "exclusive");
    strbuf_char(words->out, PHRASE_SOFT);
    phrase_name(words, &sentence->attribute);
    if (sentence->among.atom) {
        phrase_add(words, "among");
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_name(words, &sentence->among);
    }
    named(words, "for", sentence->verbs, PHRASE_OR);
}

static void owes(struct phrase *words, const struct ast_sentence *sentence)
{
    if (sentence->if_in_breach) {
        strbuf_text(words->out, "if in breach");
        if (sentence->breach_of) {
            phrase_add(words, "of");
            strbuf_char(words->out, PHRASE_SOFT);
            phrase_refs(words, sentence->breach_of);
        }
        strbuf_char(words->out, PHRASE_SOFT);
    }
    phrase_names(words, sentence->parties, PHRASE_AND);
    named(words, "owes", sentence->creditors, PHRASE_AND);
    strbuf_char(words->out, PHRASE_SOFT);
    phrase_text(words, &sentence->what, false);
    if (sentence->has_within) {
        phrase_add(words, "within ");
        phrase_count(words, sentence->within, sentence->within_unit);
    }
}

static void commits(struct phrase *words, const struct ast_sentence *sentence)
{
    phrase_names(words, sentence->parties, PHRASE_AND);
    phrase_add(words, sentence->at_most ? "commits to at most" : "commits to at least");
    strbuf_char(words->out, PHRASE_SOFT);
    phrase_amount(words, &sentence->amount);
    phrase_add(words, "of ");
    phrase_name(words, &sentence->attribute);
    named(words, "from", sentence->share_from, PHRASE_AND);
    named(words, "as", sentence->share_as, PHRASE_AND);
    named(words, "by", sentence->groups, PHRASE_AND);
    if (sentence->from.present) {
        phrase_add(words, "in each year from ");
        phrase_day(words, sentence->from.day);
    }
    phrase_add(words, sentence->from.present ? "through " : "by ");
    phrase_day(words, sentence->by.day);
}

static void lift(struct phrase *words, const struct ast_sentence *sentence)
{
    phrase_refs(words, sentence->refs);
    if (sentence->all_clauses)
        strbuf_text(words->out, "no clause applies");
    else
        phrase_add(words, sentence->refs->next ? "do not apply" : "does not apply");
}

static void order(struct phrase *words, const struct ast_sentence *sentence)
{
    strbuf_text(words->out, "order:");
    for (const struct ast_level *level = sentence->levels; level; level = level->next) {
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_refs(words, level->refs);
        if (level->next)
            strbuf_char(words->out, ',');
    }
}

void phrase_sentence(struct phrase *words, const struct ast_sentence *sentence)
{
    switch (sentence->kind) {
    case SENTENCE_GRANT:
        grant(words, sentence);
        break;
    case SENTENCE_SHALL_NOT:
        phrase_names(words, sentence->parties, PHRASE_AND);
        named(words, "shall not", sentence->verbs, PHRASE_OR);
        named(words, "to", sentence->holders, PHRASE_AND);
        break;
    case SENTENCE_ONLY_IF:
        phrase_names(words, sentence->parties, PHRASE_AND);
        named(words, "shall", sentence->verbs, PHRASE_OR);
        named(words, "to", sentence->holders, PHRASE_AND);
        phrase_add(words, "only if");
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_expr(words, sentence->only_if);
        break;
    case SENTENCE_MAY:
        phrase_names(words, sentence->parties, PHRASE_AND);
        named(words, "may", sentence->verbs, PHRASE_OR);
        named(words, "with leave of", sentence->holders, PHRASE_AND);
        break;
    case SENTENCE_RESERVED:
        strbuf_text(words->out, "rights not granted to");
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_names(words, sentence->parties, PHRASE_AND);
        phrase_add(words, "are reserved");
        named(words, "to", sentence->holders, PHRASE_AND);
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
        phrase_refs(words, sentence->refs);
        phrase_add(words, sentence->refs->next ? "prevail over" : "prevails over");
        strbuf_char(words->out, PHRASE_SOFT);
        phrase_refs(words, sentence->losers);
        break;
    case SENTENCE_ORDER:
        order(words, sentence);
        break;
    case SENTENCE_STRICTER:
        strbuf_text(words->out, "otherwise the stricter prevails");
        break;
    }
}

void phrase_except(struct phrase *words, const struct ast_except *except)
{
    if (except->label.atom) {
        strbuf_text(words->out, " (");
        phrase_name(words, &except->label);
        strbuf_char(words->out, ')');
    }
    if (except->consent) {
        phrase_add(words, "with consent of ");
        phrase_name(words, &except->holder);
        if (except->as_fact.atom) {
            phrase_add(words, "as ");
            phrase_name(words, &except->as_fact);
        }
    }
}

const char *ast_verdict_name(enum ast_verdict_word verdict)
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
