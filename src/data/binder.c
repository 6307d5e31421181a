/* binder.c: the tables of a binder, and what the command line says.
 *
 * In: a vocabulary and options. Out: a binder whose defaults hold the events of the
 * policy, the fixed readings and the presumptions. --set is bound here once, like a value of a description,
 * from the text after its name; what it says is printed with `--set` as its file.
 */
#include "data/input.h"

static void add_text(struct binder *binder, uint32_t scope, struct vocab_text text,
                     uint32_t value)
{
    if (text.length)
        lookup_add(&binder->lookup, scope, vocab_string(binder->vocab, text), text.length, value);
}

static uint32_t add_choice(struct binder *binder, const struct vocab_range *ranges, size_t count,
                           struct vocab_text name)
{
    struct choice choice = {{ranges[0].first, ranges[0].last}, NULL, (uint32_t)count - 1,
                            vocab_string(binder->vocab, name)};
    if (count > 1) {
        struct interval *more = ARENA_ARRAY(binder->arena, struct interval, count - 1);
        for (size_t i = 1; i < count; i++)
            more[i - 1] = (struct interval){ranges[i].first, ranges[i].last};
        choice.more = more;
    }
    VEC_PUSH(binder->arena, &binder->choices, choice);
    return (uint32_t)binder->choices.count - 1;
}

/* Where the second and later spellings of the nodes from `node` on begin: they stand by node. */
static uint32_t first_spelling(const struct vocab *vocab, uint32_t node)
{
    uint32_t low = 0, high = vocab->spelling_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (vocab->spellings[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* `first`: the choice of the kind's first node. */
static void add_spellings(struct binder *binder, uint32_t id, uint32_t first)
{
    const struct vocab *vocab = binder->vocab;
    const struct vocab_kind *kind = &vocab->kinds[id];
    uint32_t end = kind->first_node + kind->node_count;
    for (uint32_t i = 0; i < kind->node_count; i++)
        add_text(binder, BIND_KIND(id), vocab->nodes[kind->first_node + i].spelling, first + i);
    for (uint32_t i = first_spelling(vocab, kind->first_node);
         i < vocab->spelling_count && vocab->spellings[i].node < end; i++)
        add_text(binder, BIND_KIND(id), vocab->spellings[i].text,
                 first + vocab->spellings[i].node - kind->first_node);
}

/* Names come before outside spellings: a name is never taken for another's spelling. */
static void add_kind(struct binder *binder, uint32_t id)
{
    const struct vocab *vocab = binder->vocab;
    const struct vocab_kind *kind = &vocab->kinds[id];
    uint32_t scope = BIND_KIND(id);
    uint32_t first = (uint32_t)binder->choices.count;
    lookup_add(&binder->lookup, scope, "unknown", 7, BIND_UNKNOWN);
    for (uint32_t i = 0; i < kind->node_count; i++) {
        const struct vocab_node *node = &vocab->nodes[kind->first_node + i];
        struct vocab_range range = {node->first_leaf, node->first_leaf + node->leaf_count - 1};
        add_text(binder, scope, node->name, add_choice(binder, &range, 1, node->name));
    }
    for (uint32_t i = 0; i < kind->group_count; i++) {
        const struct vocab_group *group = &vocab->groups[kind->first_group + i];
        if (group->range_count)
            add_text(binder, scope, group->name,
                     add_choice(binder, &vocab->ranges[group->first_range], group->range_count,
                                group->name));
    }
    add_spellings(binder, id, first);
    if (id == VOCAB_YES_NO) {
        lookup_add(&binder->lookup, scope, "true", 4, first + VOCAB_YES);
        lookup_add(&binder->lookup, scope, "false", 5, first + VOCAB_NO);
    }
}

static void add_names(struct binder *binder)
{
    const struct vocab *vocab = binder->vocab;
    lookup_init(&binder->lookup, binder->arena);
    lookup_add(&binder->lookup, BIND_KEYS, "notes", 5, BIND_NOTES);
    lookup_add(&binder->lookup, BIND_KEYS, "deployment", 10, BIND_NAME);
    lookup_add(&binder->lookup, BIND_KEYS, "date", 4, VOCAB_DATE);
    for (uint32_t v = 1; v < vocab->var_count; v++)
        if (vocab->vars[v].role != VAR_ROLE_READING && vocab->vars[v].role != VAR_ROLE_REDACTED)
            add_text(binder, BIND_KEYS, vocab->vars[v].name, v);
    for (uint32_t f = 0; f < vocab->family_count; f++)
        if (vocab->families[f].role != FAMILY_LIST)
            add_text(binder, BIND_KEYS, vocab->families[f].name, BIND_FAMILY + f);
    for (uint32_t i = 0; i < vocab->span_count; i++)
        add_text(binder, BIND_KEYS, vocab->spans[i].name, BIND_SPAN + i);
    bool *done = ARENA_ARRAY(binder->arena, bool, vocab->kind_count);
    for (uint32_t f = 0; f < vocab->family_count; f++) {
        if (done[vocab->families[f].leaf_kind])
            continue;
        done[vocab->families[f].leaf_kind] = true;
        add_kind(binder, vocab->families[f].leaf_kind);
    }
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        if (vocab->vars[v].kind != VAR_LEAF || done[vocab->vars[v].leaf_kind])
            continue;
        done[vocab->vars[v].leaf_kind] = true;
        add_kind(binder, vocab->vars[v].leaf_kind);
    }
}

static void bind_setting(struct binder *binder, const struct bind_setting *setting)
{
    struct binding binding = {binder, binder->arena, false};
    struct node_entry entry;
    uint32_t target;
    struct alternatives alternatives = {NULL, NULL, 0};
    if (!ledger_parse(binder, "--set", setting->name, setting->value, &entry))
        return;
    if (!lookup_find(&binder->lookup, BIND_KEYS, entry.key, entry.key_length, &target)) {
        complain_key(&binding, &entry);
        return;
    }
    const struct vocab_family *family = binder_family(binder, target);
    if ((family && family->role == FAMILY_EVENTS) || binder_span(binder, target)) {
        complain_ledger(&binding, &entry);
        return;
    }
    if (family && entry.value->kind != NODE_NULL) {
        if (family_bind(&binding, family, entry.value, binder->settings))
            binder->has_settings = true;
        return;
    }
    if (target == BIND_NAME || target == BIND_NOTES) {
        complain(&binding, DIAG_KEY_UNKNOWN, entry.key_span, "`%s` is no fact, so it cannot be set",
                 entry.key);
    } else if (entry.value->kind == NODE_NULL) {
        complain_null(&binding, entry.key, entry.value->span);
    } else if (binder_var(binder, target)->role == VAR_ROLE_LEDGER) {
        struct diag *diag = complain(&binding, DIAG_EVENT_PLACE, entry.key_span,
                                     "`%s` is an event of the ledger", entry.key);
        diag_help(binder->diags, diag, "give its day with --event %s=DATE", entry.key);
    } else if (target == VOCAB_DATE) {
        int64_t day;
        if (!value_day(&binding, "date", entry.value, &day))
            return;
        struct interval interval = {day, day};
        alternatives.sets = ARENA_NEW(binder->arena, struct value_set);
        *alternatives.sets = value_set_of(binder->arena, &interval, 1);
        alternatives.sets->span = entry.value->span;
        alternatives.count = 1;
    } else if (!value_bind(&binding, target, entry.value, &alternatives)) {
        return;
    }
    if (binding.failed)
        return;
    binder->settings[target] = alternatives;
    binder->has_settings = true;
}

/* ---- --reading -------------------------------------------------------------------------- */

/* The reading of a term that this party, or one that it belongs to, reads; or VOCAB_NONE. */
static uint32_t reading_of(const struct vocab *vocab, const struct vocab_term *term,
                           uint32_t party)
{
    for (uint32_t r = 0; r < term->reading_count; r++) {
        const struct vocab_reading *reading = &vocab->readings[term->first_reading + r];
        for (uint32_t p = 0; p < reading->party_count; p++)
            if (vocab_covered(vocab->nodes, party, &vocab->parties[reading->first_party + p], 1))
                return r;
    }
    return VOCAB_NONE;
}

static bool listed(const struct vocab *vocab, uint32_t before, uint32_t node)
{
    for (uint32_t p = 0; p < before; p++)
        if (vocab->parties[p] == node)
            return true;
    return false;
}

/* The node of the kind `party` with this name, or VOCAB_NONE. */
static uint32_t party_named(const struct vocab *vocab, const char *name)
{
    if (vocab->party_kind == VOCAB_NONE)
        return VOCAB_NONE;
    const struct vocab_kind *kind = &vocab->kinds[vocab->party_kind];
    for (uint32_t n = kind->first_node; n < kind->first_node + kind->node_count; n++)
        if (strcmp(vocab_string(vocab, vocab->nodes[n].name), name) == 0)
            return n;
    return VOCAB_NONE;
}

static void complain_reader(struct binder *binder, const char *party)
{
    const struct vocab *vocab = binder->vocab;
    struct span span;
    if (binder->options.reading_at)
        span = *binder->options.reading_at;
    else
        span = (struct span){sources_add(binder->diags->sources, "--reading", party, strlen(party)),
                             0, (uint32_t)strlen(party)};
    struct diag *diag = diag_add(binder->diags, DIAG_READING_PARTY, span,
                                 "`%s` is no party of the policy", party);
    struct nearest nearest;
    struct strbuf readers;
    strbuf_init(&readers, binder->arena);
    nearest_init(&nearest, party, strlen(party));
    for (uint32_t p = 0; p < vocab->party_count; p++) {
        const char *name = vocab_string(vocab, vocab->nodes[vocab->parties[p]].name);
        if (listed(vocab, p, vocab->parties[p]))
            continue;
        nearest_offer(&nearest, name);
        strbuf_printf(&readers, "%s%s", readers.count ? ", " : "", name);
    }
    if (readers.count)
        diag_note(binder->diags, diag, "terms are read by %s", strbuf_string(&readers));
    else
        diag_note(binder->diags, diag, "no term of the policy is disputed");
    const char *best = nearest_result(&nearest);
    if (best)
        diag_help(binder->diags, diag, "did you mean `%s`?", best);
}

/* Terms that the party does not read stay disputed. */
static void fix_readings(struct binder *binder, const char *name)
{
    const struct vocab *vocab = binder->vocab;
    uint32_t party = party_named(vocab, name);
    if (party == VOCAB_NONE) {
        complain_reader(binder, name);
        return;
    }
    for (uint32_t t = 0; t < vocab->term_count; t++) {
        const struct vocab_term *term = &vocab->terms[t];
        uint32_t reading = reading_of(vocab, term, party);
        if (reading == VOCAB_NONE)
            continue;
        if (term->var == VOCAB_NONE)
            continue; /* a ruling wins */
        struct value_set set = {.first = {reading, reading}, .origin = VALUE_GIVEN};
        binder->defaults[term->var] = set;
    }
}

struct binder *binder_clone(struct arena *arena, const struct binder *binder, struct diags *diags)
{
    struct binder *clone = arena_copy(arena, binder, sizeof *binder);
    clone->arena = arena;
    clone->diags = diags;
    clone->watch = NULL;
    return clone;
}

struct binder *binder_new(struct arena *arena, const struct vocab *vocab, struct diags *diags,
                          const struct bind_options *options)
{
    struct binder *binder = ARENA_NEW(arena, struct binder);
    binder->arena = arena;
    binder->vocab = vocab;
    binder->diags = diags;
    binder->options = *options;
    binder->date = options->has_date ? options->date : options->today;
    binder->date_today = !options->has_date;
    binder->never = (struct interval){DATE_NEVER, DATE_NEVER};
    binder->settings = ARENA_ARRAY(arena, struct alternatives, vocab->var_count);
    add_names(binder);
    binder_make_defaults(binder);
    binder->inputs = inputs_new(binder);
    if (options->reading_party)
        fix_readings(binder, options->reading_party);
    for (size_t i = 0; i < options->setting_count; i++)
        bind_setting(binder, &options->settings[i]);
    return binder;
}
