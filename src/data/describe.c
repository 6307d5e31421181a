/* describe.c: a description's tree to boxes: keys to variables, lists to placements.
 *
 * All errors of a description are reported before it is refused. Placements are the
 * product of all lists in the order of the vocabulary, the first variable slowest:
 * region [US, UK] and stage [ga, research] give US ga, US research, UK ga, UK research.
 */
#include "data/binder.h"

struct describing {
    struct binding binding;
    const struct description *about;
    struct alternatives *given; /* per variable; count 0: not said */
    struct span *spans;
    const char *name;
    bool has_date;
    int64_t date;
    struct span date_span;
};

static const char *skip_digits(const char *at)
{
    return at + strspn(at, "0123456789");
}

/* A number as YAML's core schema and JSON know it: digits, a fraction, an exponent. */
static bool is_number(const char *at)
{
    at += *at == '-' || *at == '+';
    const char *first = at;
    at = skip_digits(at);
    bool digits = at > first;
    if (*at == '.') {
        first = ++at;
        at = skip_digits(at);
        digits = digits || at > first;
    }
    if (digits && (*at == 'e' || *at == 'E')) {
        at++;
        at += *at == '-' || *at == '+';
        first = at;
        at = skip_digits(at);
        digits = at > first;
    }
    return digits && *at == '\0';
}

/* A name must be text: in quotes, or at least no number and no truth value. */
static bool is_text(const struct node *node)
{
    static const char *const words[] = {"true", "True", "TRUE", "false", "False", "FALSE"};
    if (!node_is_scalar(node) || node->length != strlen(node->text))
        return false;
    for (size_t i = 0; node->kind == NODE_PLAIN && i < sizeof words / sizeof *words; i++)
        if (node_text_is(node, words[i]))
            return false;
    return node->kind == NODE_TEXT || !is_number(node->text);
}

static void take_name(struct describing *d, const struct node *node)
{
    if (is_text(node)) {
        d->name = node->text;
        return;
    }
    struct diag *diag =
        node_is_scalar(node)
            ? complain(&d->binding, DIAG_VALUE_TYPE, node->span,
                       "`deployment` takes a text, not `%s`", node_shown(d->binding.arena, node))
            : complain(&d->binding, DIAG_VALUE_TYPE, node->span, "`deployment` takes a text, not %s",
                       node_kind_text(node));
    if (node->kind == NODE_PLAIN)
        diag_help(d->binding.binder->diags, diag, "put it in quotes");
}

static void take_date(struct describing *d, const struct node *node)
{
    bool several = node->kind == NODE_LIST || node->kind == NODE_MAP
                   || node_text_is(node, "unknown");
    if (several) {
        struct diag *diag = complain(&d->binding, DIAG_DATE_SINGLE, node->span,
                                     "`date` is one day of the calendar");
        diag_help(d->binding.binder->diags, diag, "give one description for each day");
    } else if (value_day(&d->binding, "date", node, &d->date)) {
        d->has_date = true;
        d->date_span = node->span;
    }
}

/* A key never stands twice, but a fact of several values has a key for each of them too. */
static void complain_again(struct describing *d, uint32_t var, const struct node_entry *entry)
{
    struct diag *diag = complain(&d->binding, DIAG_KEY_TWICE, entry->key_span,
                                 "`%s` says again what is said of its values", entry->key);
    diag_label(d->binding.binder->diags, diag, d->spans[var], "said here");
}

static void take_family(struct describing *d, const struct vocab_family *family,
                        const struct node_entry *entry)
{
    uint32_t end = family->first_var + family->var_count;
    for (uint32_t v = family->first_var; v < end; v++) {
        if (!d->given[v].count)
            continue;
        complain_again(d, v, entry);
        return;
    }
    if (family_bind(&d->binding, family, entry->value, d->given))
        for (uint32_t v = family->first_var; v < end; v++)
            d->spans[v] = entry->key_span;
}

static void take_entry(struct describing *d, const struct node_entry *entry)
{
    struct binder *binder = d->binding.binder;
    uint32_t target;
    if (!lookup_find(&binder->lookup, BIND_KEYS, entry->key, entry->key_length, &target)) {
        complain_key(&d->binding, entry);
        return;
    }
    if (target == BIND_NOTES)
        return;
    const struct vocab_family *family = binder_family(binder, target);
    if (entry->value->kind == NODE_NULL) {
        complain_null(&d->binding, entry->key, entry->value->span);
    } else if ((family && family->role == FAMILY_EVENTS) || binder_span(binder, target)) {
        complain_ledger(&d->binding, entry);
    } else if (family) {
        take_family(d, family, entry);
    } else if (target == BIND_NAME) {
        take_name(d, entry->value);
    } else if (target == VOCAB_DATE) {
        take_date(d, entry->value);
    } else if (binder_var(binder, target)->role == VAR_ROLE_LEDGER) {
        complain_ledger(&d->binding, entry);
    } else if (d->given[target].count) {
        complain_again(d, target, entry);
    } else if (!value_bind(&d->binding, target, entry->value, &d->given[target])) {
        d->given[target].count = 0;
    } else {
        d->spans[target] = entry->key_span;
    }
}

/* --set stands over every description, also over what it says itself. Each has a copy: what is unknown
 * ends on its own day, and a clone of the binder shares the settings with other threads. */
static void take_settings(struct describing *d)
{
    const struct binder *binder = d->binding.binder;
    if (!binder->has_settings)
        return;
    for (uint32_t v = 1; v < binder->vocab->var_count; v++)
        if (binder->settings[v].count) {
            const struct alternatives *setting = &binder->settings[v];
            d->given[v] = *setting;
            d->given[v].sets =
                arena_copy(d->binding.arena, setting->sets, setting->count * sizeof *setting->sets);
            d->spans[v] = setting->sets[0].span;
        }
    if (binder->settings[VOCAB_DATE].count) {
        d->has_date = true;
        d->date = binder->settings[VOCAB_DATE].sets[0].first.low;
        d->date_span = binder->settings[VOCAB_DATE].sets[0].span;
    }
}

static void complain_placements(struct describing *d, uint32_t last)
{
    struct diags *diags = d->binding.binder->diags;
    struct diag *diag = complain(&d->binding, DIAG_PLACEMENTS, d->spans[last],
                                 "the lists of this description make more than %d placements",
                                 BIND_PLACEMENT_LIMIT);
    for (uint32_t v = 1; v < last; v++)
        if (d->given[v].count > 1 && diag->label_count < DIAG_LABELS)
            diag_label(diags, diag, d->spans[v], "%zu values", d->given[v].count);
}

/* The number of placements; 0 when there are too many. */
static size_t count_placements(struct describing *d)
{
    size_t count = 1;
    for (uint32_t v = 1; v < d->binding.binder->vocab->var_count; v++) {
        size_t here = d->given[v].count;
        if (here > 1 && count > BIND_PLACEMENT_LIMIT / here) {
            complain_placements(d, v);
            return 0;
        }
        if (here > 1)
            count *= here;
    }
    return count;
}

/* What every placement has in common: what is said once, and the defaults. */
static struct value_set *common_sets(struct describing *d)
{
    const struct binder *binder = d->binding.binder;
    uint32_t count = binder->vocab->var_count;
    struct value_set *sets = arena_copy(d->binding.arena, binder->defaults, count * sizeof *sets);
    for (size_t i = 0; i < binder->dated_count; i++)
        sets[binder->dated[i]].first.high = d->date;
    sets[VOCAB_DATE].first = (struct interval){d->date, d->date};
    if (d->has_date) {
        sets[VOCAB_DATE].origin = VALUE_GIVEN;
        sets[VOCAB_DATE].span = d->date_span;
    }
    for (uint32_t v = 1; v < count; v++) {
        /* what is said to be unknown may have happened up to the day of this description */
        for (size_t i = 0; i < d->given[v].count; i++) {
            struct value_set *set = &d->given[v].sets[i];
            if (set->origin == VALUE_UNKNOWN && binder_var(binder, v)->kind == VAR_EVENT)
                set->first.high = d->date;
        }
        if (d->given[v].count)
            sets[v] = d->given[v].sets[0];
    }
    return sets;
}

/* Placement number `index`: its digits in the mixed base of the lists' lengths. */
static void fill_placement(struct describing *d, const struct value_set *common, size_t index,
                           struct placement *out)
{
    const struct binder *binder = d->binding.binder;
    struct arena *arena = d->binding.arena;
    uint32_t count = binder->vocab->var_count;
    out->sets = arena_copy(arena, common, count * sizeof *common);
    uint32_t *pick = ARENA_ARRAY(arena, uint32_t, count);
    for (uint32_t v = count; v-- > 1;) {
        if (d->given[v].count < 2)
            continue;
        pick[v] = (uint32_t)(index % d->given[v].count);
        index /= d->given[v].count;
        out->sets[v] = d->given[v].sets[pick[v]];
    }
    struct strbuf label;
    strbuf_init(&label, arena);
    for (uint32_t v = 1; v < count; v++)
        if (d->given[v].count > 1)
            strbuf_printf(&label, "%s%s = %s", label.count ? ", " : "", binder_name(binder, v),
                          d->given[v].labels[pick[v]]);
    out->label = strbuf_string(&label);
}

static void fill_deployment(struct describing *d, size_t count, struct deployment *out)
{
    struct arena *arena = d->binding.arena;
    out->name = d->name ? d->name
                        : arena_printf(arena, "%s#%zu", d->about->file, d->about->index);
    out->file = d->about->file;
    out->line = d->about->line;
    out->trace = NULL;
    out->date_today = !d->has_date && d->binding.binder->date_today;
    struct value_set *common = common_sets(d);
    out->placements = ARENA_ARRAY(arena, struct placement, count);
    out->placement_count = count;
    if (count == 1) {
        out->placements[0].sets = common;
        out->placements[0].label = "";
        return;
    }
    for (size_t i = 0; i < count; i++)
        fill_placement(d, common, i, &out->placements[i]);
}

bool describe(struct binder *binder, struct arena *arena, const struct description *about,
              const struct node *node, struct deployment *out)
{
    uint32_t count = binder->vocab->var_count;
    struct describing d = {.binding = {binder, arena, false}, .about = about, .date = binder->date};
    out->name = NULL;
    if (node->kind != NODE_MAP) {
        complain(&d.binding, DIAG_DESCRIPTION_SHAPE, node->span,
                 "a description is a mapping of facts to values, not %s", node_kind_text(node));
        return false;
    }
    d.given = ARENA_ARRAY(arena, struct alternatives, count);
    d.spans = ARENA_ARRAY(arena, struct span, count);
    for (size_t i = 0; i < node->count; i++)
        take_entry(&d, &node->entries[i]);
    take_settings(&d);
    size_t placements = count_placements(&d);
    out->name = d.name;
    if (d.binding.failed || placements == 0)
        return false;
    fill_deployment(&d, placements, out);
    return true;
}
