/* fast.c: a JSON object whose values are plain scalars, from its bytes to a box.
 *
 * One lookup for a key, one for a value, no copies but of the name. All memory is taken
 * once and used again for each line; only what an earlier line wrote and this one does
 * not is put back to its default. On anything unusual (escapes, lists, mappings, units,
 * errors of any kind) it gives up without a word and leaves the line to its tree, so
 * that what it accepts means exactly what describe.c makes of it.
 */
#include "data/binder.h"

/* The key at a place of the object before: elements of one list mostly agree in their keys. */
struct expected {
    struct lookup_text key;
    uint32_t target;
};

#define EXPECTED 64

struct fast {
    const struct binder *binder;
    struct arena *arena;
    struct value_set *sets;
    uint32_t *dirty; /* variables whose sets are not the defaults */
    size_t dirty_count;
    size_t given; /* variables that this line gave */
    uint64_t *seen; /* number of the last line that gave a variable; two more for special keys */
    bool *is_dirty;
    uint64_t serial;
    int64_t date; /* that the sets' open events end on */
    char *name;
    size_t name_capacity;
    struct placement placement;
    const uint32_t *last; /* targets of the line before, if they were given and it was bound */
    struct expected expected[EXPECTED];
};

struct fast *fast_new(struct arena *arena, const struct binder *binder)
{
    uint32_t count = binder->vocab->var_count;
    struct fast *fast = ARENA_NEW(arena, struct fast);
    fast->binder = binder;
    fast->arena = arena;
    fast->sets = arena_copy(arena, binder->defaults, count * sizeof *fast->sets);
    fast->dirty = ARENA_ARRAY(arena, uint32_t, count);
    fast->is_dirty = ARENA_ARRAY(arena, bool, count);
    fast->seen = ARENA_ARRAY(arena, uint64_t, (size_t)count + 2);
    fast->date = binder->date;
    fast->name_capacity = 256;
    fast->name = arena_alloc(arena, fast->name_capacity);
    fast->placement.sets = fast->sets;
    fast->placement.label = "";
    return fast;
}

/* Puts back the defaults of what an earlier line gave and this one, `serial`, did not. */
static void restore(struct fast *fast, uint64_t serial)
{
    size_t kept = 0;
    if (fast->given == fast->dirty_count)
        return; /* this line gave all of them */
    for (size_t i = 0; i < fast->dirty_count; i++) {
        uint32_t var = fast->dirty[i];
        if (fast->seen[var] == serial) {
            fast->dirty[kept++] = var;
            continue;
        }
        fast->sets[var] = fast->binder->defaults[var];
        if (binder_is_open_event(fast->binder, var))
            fast->sets[var].first.high = fast->date;
        fast->is_dirty[var] = false;
    }
    fast->dirty_count = kept;
}

static bool room_for_name(struct fast *fast, size_t length)
{
    if (length < fast->name_capacity)
        return true;
    if (length > 65536)
        return false;
    fast->name_capacity = length * 2;
    fast->name = arena_alloc(fast->arena, fast->name_capacity);
    return true;
}

static bool take_name(struct fast *fast, const char *text, size_t length)
{
    if (!room_for_name(fast, length))
        return false;
    memcpy(fast->name, text, length);
    fast->name[length] = '\0';
    return true;
}

/* Of fast->seen: where it stands for a variable, or a special key. */
static size_t slot_of(const struct fast *fast, uint32_t target)
{
    return target >= BIND_NAME ? fast->binder->vocab->var_count + (target - BIND_NAME) : target;
}

static bool has_name(const struct fast *fast)
{
    return fast->seen[slot_of(fast, BIND_NAME)] == fast->serial;
}

/* "file#12". */
static bool make_name(struct fast *fast, const struct description *about)
{
    char digits[24];
    size_t at = sizeof digits, length = strlen(about->file);
    for (size_t n = about->index; n > 0; n /= 10)
        digits[--at] = (char)('0' + n % 10);
    digits[--at] = '#';
    if (!room_for_name(fast, length + sizeof digits))
        return false;
    memcpy(fast->name, about->file, length);
    memcpy(fast->name + length, digits + at, sizeof digits - at);
    fast->name[length + sizeof digits - at] = '\0';
    return true;
}

/* A name of the variable's kind, `none` or `unknown`. */
static bool take_leaf(const struct binder *binder, const struct vocab_var *var, const char *text,
                      size_t length, struct value_set *set)
{
    struct lookup_text key = lookup_padded(text, length); /* behind the data is padding */
    const struct lookup_slot *slot =
        lookup_slot_of(&binder->lookup, BIND_KIND(var->leaf_kind), &key);
    if (!slot) {
        if (!var->or_none || length != 4 || memcmp(text, "none", 4) != 0)
            return false;
        set->first.low = set->first.high = (int64_t)var->leaf_count - 1;
        return true;
    }
    if (slot->value == BIND_UNKNOWN) {
        set->first.high = (int64_t)var->leaf_count - 1;
        set->origin = VALUE_UNKNOWN;
        return true;
    }
    const struct choice *choice = &binder->choices.items[slot->value];
    set->first = choice->first;
    set->more = choice->more;
    set->more_count = choice->more_count;
    return true;
}

/* Up to 18 digits, so nothing can overflow. */
static bool take_number(const struct vocab_var *var, const char *text, size_t length,
                        struct value_set *set)
{
    size_t i = text[0] == '-';
    int64_t value = 0;
    if (length - i > 18)
        return false;
    for (; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    if (text[0] == '-')
        value = -value;
    set->first.low = set->first.high = value;
    return value >= var->low && value <= var->high;
}

static bool take_day(const struct vocab_var *var, const char *text, size_t length,
                     struct value_set *set)
{
    int64_t day = DATE_NEVER;
    bool never = var->kind == VAR_EVENT && length == 5 && memcmp(text, "never", 5) == 0;
    if (!never && !date_parse(text, length, &day))
        return false;
    set->first.low = set->first.high = day;
    return true;
}

/* One value; false when it is not plain. */
static bool take_value(struct fast *fast, uint32_t target, const struct json_member *member,
                       const char *data, struct value_set *set)
{
    const struct vocab_var *var = binder_var(fast->binder, target);
    const char *text = data + member->begin;
    size_t length = member->end - member->begin;
    if (var->role == VAR_ROLE_LEDGER)
        return false;
    if (member->first != '"') {
        if (var->kind == VAR_NUMBER)
            return take_number(var, text, length, set);
        if (var->kind != VAR_LEAF || var->leaf_kind != VOCAB_YES_NO
            || (member->first != 't' && member->first != 'f'))
            return false;
        set->first.low = set->first.high = member->first == 't' ? VOCAB_YES : VOCAB_NO;
        return true;
    }
    if (member->escaped)
        return false;
    text++;
    length -= 2;
    if (var->kind == VAR_LEAF)
        return take_leaf(fast->binder, var, text, length, set);
    if (var->kind == VAR_NUMBER)
        return false;
    return take_day(var, text, length, set);
}

/* False when the line gave it before. */
static bool note_given(struct fast *fast, uint32_t target)
{
    size_t slot = slot_of(fast, target);
    if (fast->seen[slot] == fast->serial)
        return false;
    fast->seen[slot] = fast->serial;
    if (target >= BIND_NAME)
        return true;
    fast->given++;
    if (!fast->is_dirty[target]) {
        fast->is_dirty[target] = true;
        fast->dirty[fast->dirty_count++] = target;
    }
    return true;
}

static bool take_target(struct fast *fast, const struct fast_line *line,
                        const struct json_member *member, uint32_t target)
{
    if (target == BIND_NOTES)
        return true;
    if (target == BIND_NAME)
        return member->first == '"' && !member->escaped
               && take_name(fast, line->data + member->begin + 1, member->end - member->begin - 2);
    struct value_set *set = &fast->sets[target];
    *set = (struct value_set){.origin = VALUE_GIVEN,
                              .span = {line->source, line->base + member->begin,
                                       line->base + member->end}};
    return take_value(fast, target, member, line->data, set);
}

static const struct lookup_slot *find_key(const struct fast *fast, const struct lookup_text *text)
{
    const struct lookup_slot *slot = lookup_slot_of(&fast->binder->lookup, BIND_KEYS, text);
    if (!slot || (slot->value >= BIND_FAMILY && slot->value < BIND_NAME))
        return NULL; /* a fact of several values is no scalar */
    return slot;
}

bool fast_key(const struct fast *fast, const char *key, size_t length, uint32_t *target)
{
    struct lookup_text text = lookup_padded(key, length);
    const struct lookup_slot *slot = find_key(fast, &text);
    if (slot)
        *target = slot->value;
    return slot != NULL;
}

/* The same, of the key at a place. */
static bool expected_key(struct fast *fast, const char *key, size_t length, size_t place, uint32_t *target)
{
    struct expected *expected = &fast->expected[place % EXPECTED];
    struct lookup_text text = lookup_padded(key, length);
    if (!expected->key.text || !lookup_equal(&expected->key, &text)) {
        const struct lookup_slot *slot = find_key(fast, &text);
        if (!slot)
            return false;
        text.text = slot->text;
        *expected = (struct expected){text, slot->value};
    }
    *target = expected->target;
    return true;
}

/* Events that are open end on the date of this line. */
static void move_date(struct fast *fast, int64_t date)
{
    if (date == fast->date)
        return;
    const struct binder *binder = fast->binder;
    for (size_t i = 0; i < binder->dated_count; i++)
        if (fast->seen[binder->dated[i]] != fast->serial)
            fast->sets[binder->dated[i]].first.high = date;
    fast->date = date;
}

/* Where the keys say what those of the line before said, the same variables are given and dirty. */
static bool take_members(struct fast *fast, const struct fast_line *line)
{
    bool plain = true, again = line->again && fast->last == line->targets;
    uint32_t target;
    if (!again) {
        fast->serial++;
        fast->given = 0;
    }
    for (size_t i = 0; plain && i < line->count; i++) {
        const struct json_member *member = &line->members[i];
        if (line->targets)
            target = line->targets[i];
        else if (!expected_key(fast, line->data + member->key, member->key_length, i, &target))
            return false;
        plain = (again || note_given(fast, target)) && take_target(fast, line, member, target);
    }
    return plain;
}

bool fast_bind(struct fast *fast, const struct fast_line *line, const struct description *about,
               struct deployment *out)
{
    bool plain = take_members(fast, line) && (has_name(fast) || make_name(fast, about));
    fast->last = plain ? line->targets : NULL;
    if (!plain) {
        fast->given = SIZE_MAX; /* what it gave is no good */
        restore(fast, fast->serial + 1);
        return false;
    }
    restore(fast, fast->serial);
    move_date(fast, fast->sets[VOCAB_DATE].first.low);
    out->name = fast->name;
    out->file = about->file;
    out->line = about->line;
    out->date_today = fast->binder->date_today && fast->seen[VOCAB_DATE] != fast->serial;
    out->placements = &fast->placement;
    out->placement_count = 1;
    return true;
}
