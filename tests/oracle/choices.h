/* choices.h: a random policy with all its worlds, for what quantifies over choices.
 *
 * test_choices.c makes the policy, visits every world with the interpreter and runs the
 * analyses; one file for each question then holds what they claim against what the worlds
 * show. Worlds have numbers (worlds.h); those that differ in some variables alone, such as
 * the choices, are a group, gone through with choices_first and choices_next.
 */
#ifndef POLC_ORACLE_CHOICES_H
#define POLC_ORACLE_CHOICES_H

#include "analysis/findings.h"
#include "engine.h"
#include "seeds.h"
#include "worlds.h"

#define CHOICE_WORLDS 40000

struct choice_tally {
    size_t compared, dilemmas, elsewhere, twice, refuted, together, proved, empty, options, ifs, waits;
};

struct choice_run {
    struct seed_run *of;
    struct arena *arena;
    struct choice_tally *tally;
    const char *policy;
    struct engine e;
    struct model *model;
    struct oracle *oracle;
    struct worlds worlds;
    bool *choices;      /* per variable */
    uint8_t *verdicts;  /* per world: enum oracle_world_verdict */
    uint64_t *blocking; /* per world: see choices_blocking */
    struct oracle_point point;
    struct findings findings;
};

/* Keeps the first failure, with the policy. */
void choice_fail(struct choice_run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Visits all worlds; false when some has a circle: such a policy is refused elsewhere. */
bool choices_see(struct choice_run *run);

/* Of the worlds that differ from w only in the variables told by `over`: is w the first? */
bool choices_first(const struct choice_run *run, size_t w, const bool *over);
/* The next one after w, from the first; SIZE_MAX behind the last. */
size_t choices_next(const struct choice_run *run, size_t w, const bool *over);

/* At run->point: the clauses with an effective, uncontested prohibition, one bit for each. */
uint64_t choices_blocking(const struct choice_run *run);

/* A random policy with CHOICE_ASSERTS assertions: any, or one that is full of choices. */
#define CHOICE_ASSERTS 4
const char *choices_policy(struct arena *arena, uint64_t seed);

/* What the findings claim is so at their witnesses, and whatever some world shows is found. */
void choices_check_dilemmas(struct choice_run *run);
void choices_check_exclusivities(struct choice_run *run);
void choices_check_asserts(struct choice_run *run);
/* The options of some deployments of one day, and when waiting helps: exactly those of brute
 * force; and what an option says of duties. */
void choices_check_options(struct choice_run *run);

#endif
