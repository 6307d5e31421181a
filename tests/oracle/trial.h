/* trial.h: hand-made cases for the oracle: a policy, a box, lines that must be in its dump.
 *
 * A trial runs under its own guard and arena; what comes back is plain heap memory, so that
 * a failing assertion leaves nothing behind that matters.
 */
#ifndef POLC_ORACLE_TRIAL_H
#define POLC_ORACLE_TRIAL_H

#define TRIAL_TEXT 32768

/* A policy text that is being varied. */
struct trial {
    char text[TRIAL_TEXT];
};

/* tests/spec/example.pol, the example of the language. */
void trial_example(struct trial *trial);
void trial_file(struct trial *trial, const char *path);
void trial_set(struct trial *trial, const char *text);
/* Replaces the one place where `old` stands; fails the test when it is not there. */
void trial_swap(struct trial *trial, const char *old, const char *new);
void trial_append(struct trial *trial, const char *text);

/* Evaluates the box (short form of case.h; later entries win) and compares the dump line by
 * line: each line of `expected` must be a line of it; one that starts with ! is the start of
 * a line that must not be. */
void trial_expect(const struct trial *trial, const char *box, const char *expected);

/* The same of a policy text, on 2026-03-20 and without a notice unless the box says so. */
void trial_case(const char *policy, const char *box, const char *expected);

/* The policy must be refused, with a diagnostic that has this in it. */
void trial_refused(const struct trial *trial, const char *words);

#endif
