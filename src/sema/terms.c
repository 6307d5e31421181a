/* terms.c: terms, their readings, and the rulings that fix one.
 *
 * A term with readings gets one hidden variable, unless a ruling fixes it; the number of
 * a reading is its place among the readings as written. Meanings are made into conditions
 * later, when agreements are known, since a term may ask whether one is in force.
 */
#include "sema/check.h"

void sema_declare_terms(struct sema *s)
{
    for (size_t i = 0; i < s->of.terms.count; i++) {
        const struct ast_statement *at = s->of.terms.items[i];
        struct vocab_term term = {sema_add_atom(s, at->name.atom), 0, 0, VOCAB_NONE, VOCAB_NONE};
        VEC_PUSH(s->arena, &s->terms, term);
        if (!sema_reserved_name(s, &at->name, false))
            sema_declare(s, &at->name, ENTRY_TERM, (uint32_t)i);
    }
}

static struct vocab_text reading_label(struct sema *s, const struct ast_name *parties)
{
    struct strbuf label;
    strbuf_init(&label, s->scratch);
    for (const struct ast_name *at = parties; at; at = at->next) {
        if (at != parties)
            strbuf_text(&label, at->next ? ", " : " and ");
        strbuf_text(&label, sema_text(s, at->atom));
    }
    return sema_add_text(s, strbuf_string(&label), label.count);
}

/* A party, with everything below it, reads a term in one way. */
static bool reads_already(struct sema *s, const struct vocab_term *term, uint32_t party,
                          const struct ast_name *name, const struct ast_reading *readings)
{
    uint32_t first = s->readings.items[term->first_reading].first_party;
    for (uint32_t p = first; p < s->parties.count; p++) {
        uint32_t other = s->parties.items[p];
        if (!sema_nodes_overlap(s, party, other))
            continue;
        struct diag *diag = diag_add(s->diags, DIAG_READING_TWICE, name->span,
                                     "`%s` reads this term twice", sema_text(s, name->atom));
        if (other != party)
            diag_note(s->diags, diag, "`%s` and `%s` are one group",
                      sema_text(s, s->node_info.items[other].name), sema_text(s, name->atom));
        for (const struct ast_reading *r = readings; r; r = r->next)
            for (const struct ast_name *n = r->parties; n; n = n->next)
                if (n->atom == s->node_info.items[other].name && n != name && diag->label_count == 0)
                    diag_label(s->diags, diag, n->span, "here already");
        return true;
    }
    return false;
}

static void add_reading(struct sema *s, struct vocab_term *term, const struct ast_reading *at,
                        const struct ast_reading *readings)
{
    struct vocab_reading reading = {reading_label(s, at->parties), {0, 0},
                                    (uint32_t)s->parties.count, 0};
    if (at->gloss.text)
        reading.gloss = sema_add_text(s, at->gloss.text, at->gloss.length);
    VEC_PUSH(s->arena, &s->readings, reading);
    term->reading_count++;
    for (const struct ast_name *name = at->parties; name; name = name->next) {
        uint32_t party = sema_resolve_party(s, name, "a reader of a term");
        if (party == VOCAB_NONE || reads_already(s, term, party, name, readings))
            continue;
        VEC_PUSH(s->arena, &s->parties, party);
        s->readings.items[s->readings.count - 1].party_count++;
    }
}

static void read_term(struct sema *s, uint32_t id)
{
    const struct ast_statement *statement = s->of.terms.items[id];
    struct vocab_term *term = &s->terms.items[id];
    term->first_reading = (uint32_t)s->readings.count;
    for (const struct ast_reading *at = statement->readings; at; at = at->next)
        if (at->parties)
            add_reading(s, term, at, statement->readings);
    if (term->reading_count != 1)
        return;
    struct diag *diag = diag_add(s->diags, DIAG_READING_ALONE, statement->name.span,
                                 "`%s` has one reading, so nobody disputes it",
                                 sema_text(s, statement->name.atom));
    diag_help(s->diags, diag, "write `term %s means …`, or add the other reading",
              sema_text(s, statement->name.atom));
}

/* ---- rulings ------------------------------------------------------------------------------- */

static uint32_t reading_of(const struct sema *s, const struct vocab_term *term, uint32_t party)
{
    for (uint32_t r = 0; r < term->reading_count; r++) {
        const struct vocab_reading *reading = &s->readings.items[term->first_reading + r];
        for (uint32_t p = 0; p < reading->party_count; p++)
            if (sema_node_inside(s, party, s->parties.items[reading->first_party + p]))
                return r;
    }
    return VOCAB_NONE;
}

static struct diag *no_reading(struct sema *s, const struct ast_name *name, atom_t term,
                               const struct vocab_term *t)
{
    struct diag *diag = diag_add(s->diags, DIAG_READING_UNKNOWN, name->span,
                                 "`%s` has no reading of `%s`", sema_text(s, name->atom),
                                 sema_text(s, term));
    for (uint32_t r = 0; r < t->reading_count; r++) {
        struct vocab_text label = s->readings.items[t->first_reading + r].label;
        const char *text = s->text.items + label.offset;
        bool again = false; /* a party that reads it twice is another error */
        for (uint32_t k = 0; k < r; k++) {
            struct vocab_text other = s->readings.items[t->first_reading + k].label;
            again |= other.length == label.length
                     && memcmp(s->text.items + other.offset, text, label.length) == 0;
        }
        if (!again)
            diag_note(s->diags, diag, "it is read by %.*s", (int)label.length, text);
    }
    return diag;
}

/* The term that a ruling names, when it is disputed at all. */
static uint32_t ruled_term(struct sema *s, const struct ast_statement *ruling)
{
    struct sema_entry entry = sema_find(s, ruling->target.atom);
    if (entry.kind != ENTRY_TERM) {
        struct diag *diag = diag_add(s->diags, DIAG_TERM_UNKNOWN, ruling->target.span,
                                     "no term is called `%s`", sema_text(s, ruling->target.atom));
        struct nearest nearest;
        nearest_init(&nearest, sema_text(s, ruling->target.atom),
                     atom_length(s->names, ruling->target.atom));
        for (size_t t = 0; t < s->of.terms.count; t++)
            nearest_offer(&nearest, sema_text(s, s->of.terms.items[t]->name.atom));
        if (nearest_result(&nearest))
            diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
        return VOCAB_NONE;
    }
    if (s->terms.items[entry.id].reading_count > 0)
        return entry.id;
    struct diag *diag = diag_add(s->diags, DIAG_READING_UNKNOWN, ruling->target.span,
                                 "`%s` has one meaning, so there is nothing to rule",
                                 sema_text(s, ruling->target.atom));
    diag_label(s->diags, diag, sema_declared_at(s, entry), "declared here");
    return VOCAB_NONE;
}

static void rule(struct sema *s, const struct ast_statement *ruling,
                 const struct ast_statement **ruled_by)
{
    uint32_t id = ruled_term(s, ruling);
    if (id == VOCAB_NONE)
        return;
    struct vocab_term *term = &s->terms.items[id];
    uint32_t fixed = VOCAB_NONE;
    for (const struct ast_name *name = ruling->names; name; name = name->next) {
        uint32_t party = sema_resolve_party(s, name, "a reader of a term");
        if (party == VOCAB_NONE)
            return;
        uint32_t reading = reading_of(s, term, party);
        if (reading == VOCAB_NONE || (fixed != VOCAB_NONE && reading != fixed)) {
            struct diag *diag = no_reading(s, name, ruling->target.atom, term);
            if (reading != VOCAB_NONE)
                diag_note(s->diags, diag, "a ruling names parties of one reading");
            return;
        }
        fixed = reading;
    }
    if (term->ruled != VOCAB_NONE && term->ruled != fixed) {
        struct diag *diag = diag_add(s->diags, DIAG_RULING_CONFLICT, ruling->span,
                                     "two rulings fix `%s` differently",
                                     sema_text(s, ruling->target.atom));
        diag_label(s->diags, diag, ruled_by[id]->span, "the other one");
        return;
    }
    term->ruled = fixed;
    ruled_by[id] = ruling;
}

void sema_term_readings(struct sema *s)
{
    for (uint32_t t = 0; t < s->terms.count; t++)
        read_term(s, t);
    const struct ast_statement **ruled_by =
        ARENA_ARRAY(s->scratch, const struct ast_statement *, s->terms.count);
    for (size_t i = 0; i < s->of.rulings.count; i++)
        rule(s, s->of.rulings.items[i], ruled_by);
    for (uint32_t t = 0; t < s->terms.count; t++) {
        struct vocab_term *term = &s->terms.items[t];
        if (term->reading_count == 0 || term->ruled != VOCAB_NONE)
            continue;
        struct vocab_var var = {.kind = VAR_READING, .role = VAR_ROLE_READING,
                                .leaf_kind = VOCAB_NONE, .term = t,
                                .leaf_count = term->reading_count,
                                .high = (int64_t)term->reading_count - 1};
        const struct ast_name *name = &s->of.terms.items[t]->name;
        term->var = sema_add_var(s, var, name->atom, name->span);
    }
}

/* ---- meanings --------------------------------------------------------------------------------- */

/* A reader who is a party of no agreement can dispute nothing. */
static void check_readers(struct sema *s, const struct ast_reading *at)
{
    if (s->model->agreements.count == 0)
        return;
    for (size_t a = 0; a < s->model->agreements.count; a++)
        if (s->model->agreements.items[a].party_count == 0)
            return; /* its parties were refused: perhaps it is one of them */
    for (const struct ast_name *name = at->parties; name; name = name->next) {
        uint64_t found;
        if (!map_get(&s->values, map_pair(s->model->vocab.party_kind, name->atom), &found)
            || found % 2 != 0)
            continue;
        bool inside = false;
        for (size_t a = 0; a < s->model->agreements.count && !inside; a++) {
            const struct model_agreement *agreement = &s->model->agreements.items[a];
            for (size_t p = 0; p < agreement->party_count; p++)
                inside |= sema_nodes_overlap(s, (uint32_t)(found / 2), agreement->parties[p]);
        }
        if (!inside)
            diag_add(s->diags, DIAG_READER_OUTSIDE, name->span,
                     "`%s` reads this term but is a party of no agreement",
                     sema_text(s, name->atom));
    }
}

void sema_terms(struct sema *s)
{
    for (size_t i = 0; i < s->of.terms.count; i++) {
        const struct ast_statement *at = s->of.terms.items[i];
        struct model_term term = {NULL, 0, at->span, false};
        size_t count = 0;
        for (const struct ast_reading *r = at->readings; r; r = r->next)
            count++;
        term.meanings = ARENA_ARRAY(s->arena, struct model_meaning, count ? count : 1);
        term.meaning_count = count ? count : 1;
        term.meanings[0].cond = s->always;
        size_t n = 0;
        for (const struct ast_reading *r = at->readings; r; r = r->next, n++) {
            if (s->model->vocab.party_kind != VOCAB_NONE)
                check_readers(s, r);
            term.meanings[n].cond = sema_condition(s, r->means);
            term.meanings[n].excepts = sema_excepts(s, r->excepts, VOCAB_NONE);
            term.meanings[n].span = r->span;
        }
        VEC_PUSH(s->arena, &s->model->terms, term);
    }
}
