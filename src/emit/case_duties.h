/* case_duties.h: the duties of all placements of a deployment; private to emit/. */
#ifndef POLC_EMIT_CASE_DUTIES_H
#define POLC_EMIT_CASE_DUTIES_H

#include "emit/speech.h"

/* A duty with one status, and the placements in which it has that. */
struct case_duty {
    uint32_t norm;
    enum eval_status status; /* never DUTY_NOT_DUE */
    VEC(uint32_t) boxes; /* of the case, ascending */
};

/* By norm, of one norm what is most certain first. */
struct case_duties {
    const struct case_duty *items;
    size_t count;
};
struct case_duties case_duties(const struct emit_case *c, struct arena *arena);
/* Is it due, or may it be, in some placement? */
bool case_owes(const struct case_duties *duties, uint32_t norm);

/* "Duties due: A owes B "x" (M 1) for region = US; …", for a case of several placements. */
void speech_case_duties(const struct emit_case *c, const struct case_duties *duties,
                        struct speech *speech, unsigned indent);

#endif
