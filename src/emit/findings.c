/* findings.c: which findings are told: not those that the policy accepts, nor those that only
 * follow from another one; names that nothing uses once for each file.
 */
#include "emit/findings.h"

#include <string.h>

static bool names(const struct model_allow *allow, const struct finding *f)
{
    if (allow->clause_count == 0)
        return true;
    for (size_t i = 0; i < allow->clause_count; i++) {
        if (allow->clauses[i] == f->clause || allow->clauses[i] == f->other_clause)
            return true;
        for (size_t k = 0; f->together && k < f->together->count; k++)
            if (f->together->clauses[k] == allow->clauses[i])
                return true;
        for (size_t k = 0; k < f->breach_count; k++)
            for (size_t c = 0; c < f->breaches[k].count; c++)
                if (f->breaches[k].clauses[c] == allow->clauses[i])
                    return true;
    }
    return false;
}

/* Marks each `allow` that accepts it; the first of them that has not ended, or NULL. */
static const struct model_allow *accepted(const struct analysis *a, const struct finding *f,
                                          bool *used)
{
    const struct model_allow *found = NULL;
    for (size_t i = 0; i < a->model->allows.count; i++) {
        const struct model_allow *allow = &a->model->allows.items[i];
        if (strcmp(allow->code, diag_code_id(f->code)) != 0 || !names(allow, f))
            continue;
        used[i] = true;
        if (!found && a->on < allow->until)
            found = allow;
    }
    return found;
}

static struct diag *add_unresolved(const struct analysis *a, const struct finding *f,
                                   struct diags *diags)
{
    return diag_add(diags, DIAG_UNRESOLVED, finding_span(a, f),
                    "it was left open whether %s is a case of %s (%s)", finding_subject(a, f),
                    diag_code_id(f->code), diag_code_title(f->code));
}

/* The first of its code stands for all that were left open; `others` are these without it. */
static void tell_unresolved(const struct analysis *a, const struct finding *f, size_t others,
                            struct diags *diags)
{
    struct diag *d = add_unresolved(a, f, diags);
    if (a->spent)
        diag_note(diags, d,
                  "all questions about the policy together took more than they may, or the search more "
                  "steps than its budget of %llu allows; a larger --budget raises both",
                  (unsigned long long)a->rule_budget);
    else
        diag_note(diags, d, "the search took more steps than its budget of %llu allows",
                  (unsigned long long)a->rule_budget);
    finding_note_left(a, f, d, diags);
    if (others > 0)
        diag_note(diags, d, "so it was of %zu other%s", others, others == 1 ? "" : "s");
}

/* Told ahead of what was found: of very many diagnostics only the first are kept. Counts each
 * `allow` that accepts such a one as used. True: something was left open. */
static bool tell_all_unresolved(const struct analysis *a, const struct causes *causes, bool *used,
                                struct diags *diags, struct diags *each)
{
    const struct findings *all = a->findings;
    const struct finding *first[DIAG_CODE_COUNT] = {NULL};
    size_t counts[DIAG_CODE_COUNT] = {0};
    bool some = false;
    for (size_t i = 0; i < all->list.count; i++) {
        const struct finding *f = all->list.items[i];
        if (!f->unresolved || accepted(a, f, used) || causes_follows(causes, f))
            continue;
        if (counts[f->code]++ == 0)
            first[f->code] = f;
        if (diags_keeps(each, DIAG_UNRESOLVED))
            add_unresolved(a, f, each);
        else
            each->dropped++;
        some = true;
    }
    for (size_t code = 0; code < DIAG_CODE_COUNT; code++)
        if (first[code])
            tell_unresolved(a, first[code], counts[code] - 1, diags);
    return some;
}

/* Was it looked for, so that not to find it says something? What is to change later need not change in
 * the days that are looked at. */
static bool looked_for(const struct analysis *a, const char *code)
{
    if (strcmp(code, diag_code_id(DIAG_GAP)) == 0)
        return a->wish.gaps;
    if (strcmp(code, diag_code_id(DIAG_OVERLAP)) == 0)
        return a->wish.overlaps;
    return strcmp(code, diag_code_id(DIAG_CHANGE_AHEAD)) != 0
           && strcmp(code, diag_code_id(DIAG_CHANGE_TOGETHER)) != 0;
}

static void tell_idle_allows(const struct analysis *a, const bool *used, struct diags *diags)
{
    char day[DATE_TEXT];
    for (size_t i = 0; i < a->model->allows.count; i++) {
        const struct model_allow *allow = &a->model->allows.items[i];
        bool ended = a->on >= allow->until;
        if (!ended && (used[i] || !looked_for(a, allow->code)))
            continue;
        date_format(allow->until, day);
        if (ended)
            diag_add(diags, DIAG_ALLOW_UNUSED, allow->span, "this accepts %s until %s, which has passed",
                     allow->code, day);
        else
            diag_add(diags, DIAG_ALLOW_UNUSED, allow->span,
                     "this accepts %s, which is not found%s", allow->code,
                     allow->clause_count ? " on what it names" : "");
    }
}

/* All of the file of the first one that is left; those told are marked. */
static void tell_file(const struct analysis *a, size_t first, bool *told, struct diags *diags)
{
    const struct findings *all = a->findings;
    struct finding_list list = {
        ARENA_ARRAY(a->arena, const struct finding *, all->list.count), 0};
    uint32_t source = finding_span(a, all->list.items[first]).source;
    for (size_t i = first; i < all->list.count; i++) {
        const struct finding *f = all->list.items[i];
        if (f->code != DIAG_VOCABULARY_UNUSED || finding_span(a, f).source != source)
            continue;
        told[i] = true;
        list.items[list.count++] = f;
    }
    tell_unused(a, &list, diags);
}

/* Of very many findings only the first are kept: no words are made for the rest. */
static void tell(const struct analysis *a, struct finding *f, struct diags *diags)
{
    if (diags_keeps(diags, f->code)) {
        finding_see(a, f);
        finding_words(a, f, diags);
    } else {
        diag_add(diags, f->code, finding_span(a, f), "%s", "");
    }
}

/* By what the ones from `before` on are accepted, the command line where it is no `allow`; there
 * is none where there is no room. */
static void mark_accepted(const struct analysis *a, const struct model_allow *allow, size_t before,
                          struct diags *diags)
{
    for (size_t i = before; i < diags->list.count && !allow; i++)
        diags->list.items[i]->accepted =
            arena_printf(diags->arena, "--allow %s", diag_code_id(diags->list.items[i]->code));
    if (!allow)
        return;
    struct place place = source_place(diags->sources, allow->span);
    struct strbuf by;
    char day[DATE_TEXT];
    strbuf_init(&by, a->arena);
    strbuf_printf(&by, "%s:%llu", place.file, (unsigned long long)place.line);
    date_format(allow->until, day);
    if (allow->until != DATE_NEVER)
        strbuf_printf(&by, " until %s", day);
    if (allow->reason[0])
        strbuf_printf(&by, ": \"%s\"", allow->reason);
    for (size_t i = before; i < diags->list.count; i++)
        diags->list.items[i]->accepted = strbuf_string(&by);
}

bool emit_findings(const struct analysis *a, struct diags *diags, const bool *allowed,
                   struct findings_aside *aside)
{
    bool *used = ARENA_ARRAY(a->arena, bool, a->model->allows.count + 1);
    bool *told = ARENA_ARRAY(a->arena, bool, a->findings->list.count + 1);
    const struct causes *causes = causes_new(a, diags);
    diags_init(&aside->accepted, diags->arena, diags->sources);
    diags_init(&aside->open, diags->arena, diags->sources);
    aside->open.graded = diags->graded;
    bool unresolved = tell_all_unresolved(a, causes, used, diags, &aside->open);
    steps_begin(a->steps, "findings", a->findings->list.count);
    for (size_t i = 0; i < a->findings->list.count; i++, steps_done(a->steps)) {
        struct finding *f = a->findings->list.items[i];
        const struct model_allow *allow = accepted(a, f, used);
        bool accept = allow || (allowed && allowed[f->code]);
        struct diags *to = accept ? &aside->accepted : diags;
        size_t before = to->list.count;
        if (told[i] || causes_follows(causes, f) || f->unresolved)
            continue;
        if (f->code == DIAG_VOCABULARY_UNUSED)
            tell_file(a, i, told, to);
        else
            tell(a, f, to);
        if (accept)
            mark_accepted(a, allow, before, to);
    }
    tell_idle_allows(a, used, diags);
    return unresolved;
}
