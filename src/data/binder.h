/* binder.h: what the files of the binder share; see bind.h for what it is for.
 *
 * A binder holds tables that depend on the vocabulary and the options alone. A description
 * is bound either from a tree (describe.c, every form and every message) or, for a line of
 * JSON in which every value is a plain scalar, straight from its bytes (fast.c). The
 * second gives up on anything it does not know, so meanings and messages exist once.
 */
#ifndef POLC_DATA_BINDER_H
#define POLC_DATA_BINDER_H

#include "data/bind.h"
#include "data/json.h"
#include "data/lookup.h"
#include "data/node.h"

#define BIND_NOTES UINT32_MAX           /* the key `notes` */
#define BIND_NAME (UINT32_MAX - 1)      /* the key `deployment` */
#define BIND_UNKNOWN (UINT32_MAX - 2)   /* the value `unknown`, among choices */
#define BIND_FAMILY 0x80000000u         /* and its number: a family, among keys */
#define BIND_SPAN 0xC0000000u           /* and its number: a named period, among keys */
#define BIND_KEYS 0u                    /* scope of keys in the lookup */
#define BIND_KIND(kind) ((uint32_t)(kind) + 1u) /* scope of a kind's names */

/* What a name of a kind stands for: a leaf, an inner name or a group. */
struct choice {
    struct interval first;
    const struct interval *more;
    uint32_t more_count;
    const char *name; /* as declared, also where an outside spelling was used */
};

/* What a description says of one variable: one set, or several to take in turn. */
struct alternatives {
    struct value_set *sets;
    const char **labels;
    size_t count;
};

struct inputs;

struct binder {
    struct arena *arena;
    const struct vocab *vocab;
    struct diags *diags;
    struct bind_options options;
    struct io_watch *watch; /* of files, or NULL */
    int64_t date;    /* of descriptions without one: --on, or today */
    bool date_today; /* it is today */
    struct lookup lookup;
    VEC(struct choice) choices;
    struct value_set *defaults; /* per variable, for a deployment dated `date` */
    uint32_t *dated;            /* variables whose default ends on the deployment's date */
    size_t dated_count;
    struct alternatives *settings; /* per variable; count 0 where --set says nothing */
    bool has_settings;
    struct interval never;
    struct inputs *inputs; /* input.h; NULL: every document is in the plain form */
};

/* Binding one description: errors go to diags, memory comes from `arena`. */
struct binding {
    struct binder *binder;
    struct arena *arena;
    bool failed;
};

static inline const struct vocab_var *binder_var(const struct binder *binder, uint32_t var)
{
    return &binder->vocab->vars[var];
}

static inline const char *binder_name(const struct binder *binder, uint32_t var)
{
    return vocab_string(binder->vocab, binder->vocab->vars[var].name);
}

/* The family that a key stands for, or NULL. */
static inline const struct vocab_family *binder_family(const struct binder *binder, uint32_t target)
{
    return target >= BIND_FAMILY && target - BIND_FAMILY < binder->vocab->family_count
               ? &binder->vocab->families[target - BIND_FAMILY]
               : NULL;
}

/* The named period that a key stands for, or NULL. */
static inline const struct vocab_span *binder_span(const struct binder *binder, uint32_t target)
{
    return target >= BIND_SPAN && target - BIND_SPAN < binder->vocab->span_count
               ? &binder->vocab->spans[target - BIND_SPAN]
               : NULL;
}

/* ---- defaults.c ---- */

/* All days up to the deployment's date, and never. */
void binder_open_event(const struct binder *binder, struct value_set *set, int64_t date);
/* Is its default one? A clone shares the defaults of its binder, so where they point to says nothing. */
bool binder_is_open_event(const struct binder *binder, uint32_t var);
void binder_set_event(struct binder *binder, uint32_t var, const struct value_set *set);
void binder_make_defaults(struct binder *binder);

/* ---- value.c: the value of a variable, whatever its form ---- */

bool value_bind(struct binding *binding, uint32_t var, const struct node *node,
                struct alternatives *out);
/* The day of the deployment or of a ledger event. */
bool value_day(struct binding *binding, const char *what, const struct node *node, int64_t *out);
/* Sorts intervals, joins those that touch, and makes them a set of the arena. */
struct value_set value_set_of(struct arena *arena, struct interval *intervals, size_t count);

/* ---- scalar.c: one scalar as intervals ---- */

struct intervals {
    struct interval *items;
    size_t count, capacity;
};

/* Adds what the scalar stands for; *label is its text for people. */
bool scalar_bind(struct binding *binding, uint32_t var, const struct node *node,
                 struct intervals *out, const char **label);
/* The leaves below a name, one after the other. */
bool scalar_leaves(struct binding *binding, uint32_t var, const struct node *node,
                   const struct choice **out);

/* ---- family.c: a fact of several values ---- */

/* Fills given[] of all its variables. */
bool family_bind(struct binding *binding, const struct vocab_family *family,
                 const struct node *node, struct alternatives *given);

/* ---- number.c ---- */

bool number_bind(struct binding *binding, uint32_t var, const struct node *node, int64_t *out);

/* ---- complain.c: messages that more than one file gives ---- */

struct diag *complain(struct binding *binding, enum diag_code code, struct span span,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));
/* "`capacity` takes a whole number in MW, not a list" */
void complain_type(struct binding *binding, uint32_t var, const struct node *node);
void complain_value(struct binding *binding, uint32_t var, const struct node *node);
/* An event of the ledger stands in a description. */
void complain_ledger(struct binding *binding, const struct node_entry *entry);
void complain_member(struct binding *binding, const struct vocab_family *family,
                     const struct node *node);
void complain_key(struct binding *binding, const struct node_entry *entry);
void complain_null(struct binding *binding, const char *name, struct span span);

/* ---- describe.c ---- */

struct description {
    const char *file;
    size_t index; /* from 1 */
    uint64_t line;
};

/* False when it was refused; then only its name is there, or NULL. *out lives in `arena`. */
bool describe(struct binder *binder, struct arena *arena, const struct description *about,
              const struct node *node, struct deployment *out);

/* ---- fast.c ---- */

struct fast;
struct fast *fast_new(struct arena *arena, const struct binder *binder);
/* Binds the members of one JSON object of `source`, whose indexed bytes begin at `base`.
 * False when it is not all plain: nothing was said, bind its tree. */
struct fast_line {
    const char *data; /* indexed bytes */
    uint32_t source, base;
    const struct json_member *members;
    size_t count;
    const uint32_t *targets; /* what the members' keys mean, as fast_key says it; NULL: look them up */
    bool again; /* the targets are those that the line before had here, if it was bound at all */
};
bool fast_bind(struct fast *fast, const struct fast_line *line, const struct description *about,
               struct deployment *out);
/* What a key means, of which 16 bytes may be read; one with an escape is never known. */
bool fast_key(const struct fast *fast, const char *key, size_t length, uint32_t *target);

#endif
