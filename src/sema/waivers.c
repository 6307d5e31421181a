/* waivers.c: who may give a waiver, and the norms it takes from.
 *
 * A clause can hold several norms, one for each sentence and bearer, and each has holders
 * of its own. A waiver takes from those prohibitions and duties of a clause whose holders
 * all give it; one that takes from none of them is an error. A giver who is no holder, but
 * whose consent an exception of the clause asks for, gives that consent by it and nothing
 * more (excepts.c). Givers are known before norms are made, because consent exceptions ask
 * for them.
 */
#include "sema/check.h"

#include <string.h>

static void check_name(struct sema *s, const struct ast_statement *at, struct map *seen)
{
    uint64_t old;
    if (!map_get(seen, at->name.atom, &old)) {
        map_put(seen, at->name.atom, (uint64_t)(uintptr_t)at);
        return;
    }
    struct diag *diag = diag_add(s->diags, DIAG_NAME_TAKEN, at->name.span,
                                 "waiver `%s` is declared twice", sema_text(s, at->name.atom));
    diag_label(s->diags, diag, ((const struct ast_statement *)(uintptr_t)old)->name.span,
               "first declared here");
}

void sema_declare_waivers(struct sema *s)
{
    struct map seen;
    map_init(&seen, s->scratch);
    for (uint32_t w = 0; w < s->of.waivers.count; w++) {
        const struct ast_statement *at = s->of.waivers.items[w];
        struct model_waiver waiver = {.name = sema_text(s, at->name.atom), .span = at->span};
        waiver.title = arena_printf(s->arena, "waiver %s", waiver.name);
        check_name(s, at, &seen);
        if (!sema_resolve_parties(s, at->names, "the giver of a waiver", &waiver.givers,
                                  &waiver.giver_count))
            waiver.giver_count = 0;
        sema_named_twice(s, at->names);
        VEC_PUSH(s->arena, &s->model->waivers, waiver);
        struct sema_scope here = {VOCAB_NONE, VOCAB_NONE};
        for (const struct ast_ref *ref = at->refs; ref; ref = ref->next) {
            uint32_t clause = sema_resolve_clause(s, ref, &here, true);
            if (clause != VOCAB_NONE)
                VEC_PUSH(s->scratch, &s->clause_waivers[clause].list, w);
        }
    }
}

struct waiver_work {
    struct sema *s;
    struct sema_pairs pairs;
    uint32_t waiver;
    bool *useful; /* by giver: holds something, or is asked for consent */
    bool poisoned; /* there may be a norm that was refused, and who holds it is not known */
};

/* The norms of one clause that a waiver names. */
struct reach {
    bool binding; /* there is a prohibition or a duty */
    bool useful;  /* the waiver takes from one, or gives a consent that one asks for */
    struct sema_run run;
};

static bool is_asked(const struct waiver_work *work, uint32_t norm)
{
    struct sema *s = work->s;
    const struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    return sema_excepts_ask(s, s->norm_sentences.items[norm]->excepts, waiver->givers,
                            waiver->giver_count);
}

/* The holders of the norm who do not give this waiver. */
static struct sema_people missing_of(const struct waiver_work *work, uint32_t norm)
{
    const struct model_waiver *waiver = &work->s->model->waivers.items[work->waiver];
    struct sema_people missing = {{NULL, 0, 0}};
    sema_strangers(work->s, norm, waiver->givers, waiver->giver_count, &missing);
    return missing;
}

static void note_useful(struct waiver_work *work, uint32_t n, bool taken)
{
    struct sema *s = work->s;
    const struct model_norm *norm = &s->model->norms.items[n];
    const struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    for (size_t g = 0; g < waiver->giver_count; g++) {
        for (size_t h = 0; taken && h < norm->holder_count; h++)
            work->useful[g] |= sema_nodes_overlap(s, waiver->givers[g], norm->holders[h]);
        work->useful[g] |= sema_excepts_ask(s, s->norm_sentences.items[n]->excepts,
                                            &waiver->givers[g], 1);
    }
}

static bool binds(const struct sema *s, uint32_t norm)
{
    return s->model->norms.items[norm].sign != SIGN_PERMIT;
}

static bool same_people(const struct sema_people *a, const struct sema_people *b)
{
    if (a->nodes.count != b->nodes.count)
        return false;
    for (size_t i = 0; i < a->nodes.count; i++)
        if (a->nodes.items[i] != b->nodes.items[i])
            return false;
    return true;
}

/* The parts of a clause are owed to different people: a label for a sentence with one
 * bearer, else a note for each bearer. */
static void tell_holders(struct sema *s, struct sema_run run, struct diag *diag)
{
    for (uint32_t n = run.first; n < run.first + run.count; n++) {
        const struct model_norm *norm = &s->model->norms.items[n];
        const struct ast_sentence *sentence = s->norm_sentences.items[n];
        const char *holders = sema_party_list(s, norm->holders, norm->holder_count);
        if (binds(s, n) && sentence->parties->next)
            diag_note(s->diags, diag, "what binds `%s` is owed to %s",
                      sema_text(s, s->node_info.items[norm->bearer].name), holders);
        else if (binds(s, n))
            diag_label(s->diags, diag, sentence->head, "owed to %s", holders);
    }
    diag_help(s->diags, diag, "a part is waived by all to whom it is owed");
}

/* No norm of the clause is the givers' to waive. */
static void report(struct waiver_work *work, const struct reach *reach, uint32_t clause,
                   const struct ast_ref *ref)
{
    struct sema *s = work->s;
    const struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    const struct model_clause *c = &s->model->clauses.items[clause];
    const char *givers = sema_party_list(s, waiver->givers, waiver->giver_count);
    struct sema_people missing = {{NULL, 0, 0}};
    bool first = true, same = true, some = false;
    for (uint32_t n = reach->run.first; n < reach->run.first + reach->run.count; n++) {
        if (!binds(s, n))
            continue;
        struct sema_people here = missing_of(work, n);
        same = same && (first || same_people(&here, &missing));
        some = some || here.nodes.count < s->model->norms.items[n].holder_count;
        missing = first ? here : missing;
        first = false;
    }
    if (!same) {
        struct diag *diag = diag_add(s->diags, DIAG_WAIVER_PRIVITY, ref->span,
                                     "%s cannot waive %s: no part of it is owed to %s alone",
                                     givers, c->title, givers);
        if (s->norm_sentences.items[reach->run.first]->parties->next)
            diag_label(s->diags, diag, c->span, "declared here");
        tell_holders(s, reach->run, diag);
        return;
    }
    const char *names = sema_party_list(s, missing.nodes.items, missing.nodes.count);
    struct diag *diag = diag_add(s->diags, DIAG_WAIVER_PRIVITY, ref->span,
                                 "%s cannot waive %s: it is owed to %s%s", givers, c->title,
                                 names, some ? " as well" : "");
    diag_label(s->diags, diag, c->span, "owed to %s%s", names, some ? " as well" : "");
    diag_help(s->diags, diag, some ? "all holders have to give the waiver: add %s"
                                   : "only a holder can give the waiver: name %s", names);
}

/* Sentences of the clause that stay as they are, because others hold them. */
static void hint_rest(struct waiver_work *work, const struct reach *reach, uint32_t clause,
                      const struct ast_ref *ref)
{
    struct sema *s = work->s;
    struct diag *diag = NULL;
    for (uint32_t n = reach->run.first, next; n < reach->run.first + reach->run.count; n = next) {
        const struct ast_sentence *sentence = s->norm_sentences.items[n];
        bool touched = false;
        for (next = n; next < reach->run.first + reach->run.count
                       && s->norm_sentences.items[next] == sentence; next++)
            touched = touched || !binds(s, next) || missing_of(work, next).nodes.count == 0
                      || is_asked(work, next);
        if (touched)
            continue;
        struct sema_people missing = missing_of(work, n);
        if (!diag)
            diag = diag_add(s->diags, DIAG_WAIVER_PART, ref->span,
                            "this waiver takes from a part of %s only",
                            s->model->clauses.items[clause].title);
        diag_label(s->diags, diag, sentence->head, "stays, for want of %s",
                   sema_party_list(s, missing.nodes.items, missing.nodes.count));
    }
}

static bool names_a_stranger(const struct sema *s, const struct ast_name *names)
{
    bool stranger = false;
    for (const struct ast_name *at = names; at && !stranger; at = at->next)
        stranger = !map_get(&s->values, map_pair(s->model->vocab.party_kind, at->atom), NULL);
    return stranger;
}

/* Is it not known who holds its norms, since some name was refused? */
static bool is_poisoned(const struct sema *s, uint32_t clause)
{
    const struct sema_owned *owned = &s->of.clauses.items[clause];
    const struct ast_sentence *sentence = owned->statement->sentences;
    bool poisoned = s->model->agreements.items[owned->agreement].party_count == 0;
    for (; sentence && !poisoned; sentence = sentence->next)
        poisoned = names_a_stranger(s, sentence->parties) || names_a_stranger(s, sentence->holders)
                   || (sentence->kind == SENTENCE_OWES
                       && names_a_stranger(s, sentence->creditors));
    return poisoned;
}

static void aim(struct waiver_work *work, uint32_t clause, const struct ast_ref *ref)
{
    struct sema *s = work->s;
    struct reach reach = {.run = s->clause_norms[clause]};
    work->poisoned = work->poisoned || is_poisoned(s, clause);
    for (uint32_t n = reach.run.first; n < reach.run.first + reach.run.count; n++) {
        if (!binds(s, n))
            continue;
        bool taken = missing_of(work, n).nodes.count == 0, asked = is_asked(work, n);
        reach.binding = true;
        if (taken)
            sema_add_pair(s, &work->pairs, n, work->waiver, ref->span);
        if (!taken && !asked)
            continue;
        reach.useful = true;
        note_useful(work, n, taken);
    }
    if (reach.useful) {
        hint_rest(work, &reach, clause, ref);
    } else if (reach.binding) {
        report(work, &reach, clause, ref);
    } else if (s->diags->errors == 0) {
        struct diag *diag = diag_add(s->diags, DIAG_WAIVER_NOTHING, ref->span,
                                     "%s has no prohibition and no duty to waive",
                                     s->model->clauses.items[clause].title);
        diag_label(s->diags, diag, s->model->clauses.items[clause].span, "declared here");
    }
}

static void check_givers(struct waiver_work *work, const struct ast_statement *at)
{
    struct sema *s = work->s;
    const struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    for (size_t g = 0; g < waiver->giver_count; g++) {
        atom_t name = s->node_info.items[waiver->givers[g]].name;
        for (const struct ast_name *n = at->names; n && !work->useful[g]; n = n->next) {
            if (n->atom != name)
                continue;
            struct diag *diag = diag_add(s->diags, DIAG_WAIVER_GIVER_IDLE, n->span,
                                         "`%s` holds nothing that this waiver takes away",
                                         sema_text(s, name));
            diag_help(s->diags, diag, "leave it out");
            break;
        }
    }
}

static void check_waiver(struct waiver_work *work, const struct ast_statement *at)
{
    struct sema *s = work->s;
    struct model_waiver *waiver = &s->model->waivers.items[work->waiver];
    waiver->period = sema_period(s, &at->period, "this waiver");
    waiver->cond = sema_condition(s, at->where);
    waiver->excepts = sema_excepts(s, at->excepts, VOCAB_NONE);
    if (waiver->giver_count == 0)
        return; /* reported */
    size_t errors = s->diags->errors;
    work->poisoned = false;
    work->useful = ARENA_ARRAY(s->scratch, bool, waiver->giver_count);
    struct sema_scope here = {VOCAB_NONE, VOCAB_NONE};
    for (const struct ast_ref *ref = at->refs; ref; ref = ref->next) {
        uint32_t clause = sema_resolve_clause(s, ref, &here, true);
        if (clause != VOCAB_NONE)
            aim(work, clause, ref);
    }
    if (s->diags->errors == errors && !work->poisoned)
        check_givers(work, at);
}

void sema_waivers(struct sema *s)
{
    struct waiver_work work = {.s = s};
    for (uint32_t w = 0; w < s->of.waivers.count; w++) {
        work.waiver = w;
        check_waiver(&work, s->of.waivers.items[w]);
    }
    uint32_t *lists;
    size_t *first, *counts;
    sema_group_pairs(s, &work.pairs, s->model->norms.count, &lists, &first, &counts);
    for (size_t n = 0; n < s->model->norms.count; n++) {
        s->model->norms.items[n].waivers = lists + first[n];
        s->model->norms.items[n].waiver_count = counts[n];
    }
}
