/* check.c: the pipeline of sema, phase by phase, from syntax trees to the model.
 *
 * The order is forced by what names what: conditions need variables, variables need
 * kinds, norms need parties and acts, waivers and ranks need norms. Nothing depends on
 * the order of statements, but ids do (vocab.h). The last phases rest on the first ones
 * having succeeded only as far as memory safety goes, which every phase keeps.
 */
#include "sema/check.h"

#include <string.h>

static void init_maps(struct sema *s)
{
    map_init(&s->kind_of_name, s->scratch);
    map_init(&s->values, s->scratch);
    map_init(&s->kind_of_value, s->scratch);
    map_init(&s->spellings, s->scratch);
    map_init(&s->conditions, s->scratch);
    map_init(&s->scopes, s->scratch);
    map_init(&s->clause_numbers, s->scratch);
}

static void check_vocabulary(struct sema *s)
{
    sema_kinds(s);
    sema_acts_statement(s);
    sema_groups(s);
    sema_attributes(s);
    sema_declare_events(s);
    sema_declare_terms(s);
    sema_declare_periods(s);
    sema_declare_redactions(s);
    sema_consents(s);
    sema_events(s);
    sema_redactions(s);
    sema_publish_vocab(s);
    sema_term_readings(s);
    sema_publish_vocab(s);
    sema_periods(s);
}

static void check_agreements(struct sema *s)
{
    sema_declare_agreements(s);
    sema_declare_clauses(s);
    sema_terms(s);
    sema_agreements(s);
    sema_nesting(s);
    sema_clauses(s);
    sema_replaced(s);
    sema_while_live(s);
    sema_amendments(s);
}

static void check_norms(struct sema *s)
{
    sema_declare_waivers(s);
    sema_norms(s);
    sema_breaches(s);
    sema_lifts(s);
    sema_waivers(s);
    sema_ranks(s);
}

struct model *sema_check(struct arena *arena, const struct policy_files *files,
                         struct interner *names, struct diags *diags,
                         const struct sema_options *options)
{
    struct arena scratch;
    arena_init(&scratch, arena->guard);
    struct cleanup cleanup = {(void (*)(void *))arena_free, &scratch, NULL};
    guard_register(arena->guard, &cleanup);

    struct sema *s = ARENA_NEW(&scratch, struct sema);
    s->arena = arena;
    s->scratch = &scratch;
    s->names = names;
    s->diags = diags;
    s->files = files;
    s->options = options;
    s->model = ARENA_NEW(arena, struct model);
    s->model->arena = arena;
    s->model->names = names;
    s->model->sources = diags->sources;
    s->model->name = "";
    strbuf_init(&s->text, arena);
    strbuf_char(&s->text, '\0'); /* offset 0 is the empty text */
    init_maps(s);
    s->always = sema_expr(s, OP_TRUE, (struct span){SOURCE_NONE, 0, 0});
    s->word_date = intern_string(names, "date");
    s->word_act = intern_string(names, "act");
    s->word_none = intern_string(names, "none");
    s->word_unknown = intern_string(names, "unknown");
    s->word_party = intern_string(names, "party");

    size_t first = diags->list.count;
    sema_collect(s);
    sema_policy(s);
    check_vocabulary(s);
    check_agreements(s);
    check_norms(s);
    sema_asserts(s);
    sema_allows(s);
    sema_inputs(s);
    if (options->check_sources)
        sema_quotations(s);
    sema_drop_consequences(s, first);
    if (diags->errors == 0)
        sema_mark_mentioned(s);
    sema_publish_vocab(s);

    struct model *model = s->model;
    guard_forget(arena->guard, &cleanup);
    arena_free(&scratch);
    return model;
}
