/* polc/base.h: what every part of the interface shares: status, errors, texts, memory.
 *
 * Conventions of all headers here:
 *   - Every function with a status writes its results through the last parameters, and on any
 *     status but POLC_OK they are NULL or zero unless its comment says otherwise.
 *   - Objects are opaque and freed by polc_<noun>_free, which allows NULL. `const char *`
 *     results belong to the object asked and live as long as it does.
 *   - An options struct begins with `size`: set it to sizeof the struct, zero the rest and
 *     change what you need (POLC_OPTIONS does the first two). A NULL pointer means defaults.
 *   - Nothing here exits, aborts, prints or keeps global state. Running out of memory is
 *     POLC_ERROR_MEMORY; the objects involved stay valid and can be freed.
 *   - Texts are UTF-8, days are YYYY-MM-DD, lines and columns count from 1.
 */
#ifndef POLC_BASE_H
#define POLC_BASE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define POLC_API __attribute__((visibility("default")))
#else
#define POLC_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#ifndef POLC_VERSION /* the build of polc itself hands it in */
#define POLC_VERSION "0.1.0"
#endif

/* With its size set and all else zero: polc_eval_options o = POLC_OPTIONS(o); */
#ifdef __cplusplus
#define POLC_OPTIONS(options) {sizeof(options)}
#else
#define POLC_OPTIONS(options) {.size = sizeof(options)}
#endif

typedef enum polc_status {
    POLC_OK,
    POLC_ERROR_POLICY,  /* errors in the policy; its diagnostics say which */
    POLC_ERROR_INPUT,   /* a file that cannot be read, or an invalid document, ledger or table */
    POLC_ERROR_USAGE,   /* an argument or option makes no sense */
    POLC_ERROR_BUDGET,  /* the policy's proof about circular ranks ran out of its budget */
    POLC_ERROR_MEMORY,  /* an allocation failed */
    POLC_ERROR_IO,      /* writing failed, or reading failed half-way */
    POLC_ERROR_INTERNAL /* a bug in polc */
} polc_status;

/* Filled by a function that takes one when its status is not POLC_OK; never allocates. May
 * be NULL. `message` is one lower-case line without a full stop, cut when it is longer. */
typedef struct polc_error {
    polc_status status;
    char message[500];
} polc_error;

/* Where memory comes from. Both functions must be given; `release` gets NULL at times. */
typedef struct polc_heap {
    void *(*alloc)(void *context, size_t size); /* as malloc: NULL means failure */
    void (*release)(void *context, void *block);
    void *context;
} polc_heap;

/* How far a long call is: so many of all steps of a phase, such as "conflicts", are done; `all` is 0
 * where it is not known. Told when a phase begins and when steps are done, and at times when nothing is
 * new but that it goes on. Steps take their own time each, and a phase may end before all of them are
 * done. Only the calling thread tells; what is called may not call polc. */
typedef void polc_progress(void *context, const char *phase, uint64_t done, uint64_t all);

/* A text that polc made. Freed by the caller with polc_text_free. */
typedef struct polc_text polc_text;

/* NUL-terminated; the length does not count the NUL. "" and 0 for NULL. */
POLC_API const char *polc_text_data(const polc_text *text);
POLC_API size_t polc_text_length(const polc_text *text);
/* NULL is allowed, here and in every polc_…_free. */
POLC_API void polc_text_free(polc_text *text);

/* The version of the library that is loaded, as in POLC_VERSION. */
POLC_API const char *polc_version(void);

/* Is it a day of the calendar, written YYYY-MM-DD? */
POLC_API int polc_day_is(const char *text);

/* The name among `count` candidates nearest to a misspelt one, or NULL when none is near. */
POLC_API const char *polc_name_nearest(const char *name, const char *const *candidates,
                                       size_t count);

/* A text from outside as a terminal may have it, on one line: pictures of control characters
 * (U+2400 and on), U+FFFD for what turns the writing around, ends a line or is not UTF-8. So the
 * texts for people are that polc makes. Writes as much as fits into `size` bytes, 5 or more, with a
 * NUL; returns how many bytes of the text that took. */
POLC_API size_t polc_visible(const char *text, char *out, size_t size);

#ifdef __cplusplus
}
#endif

#endif
