/* stacks.h: where bison's stacks live: in an arena, so that an unwinding exit leaks nothing.
 *
 * For grammar/polc.y alone, which has `parser` in scope wherever bison asks. The stacks
 * begin in yyparse's own frame; they grow once, to their full depth, and the old copy stays
 * in the arena until the parse ends.
 */
#ifndef POLC_SYNTAX_STACKS_H
#define POLC_SYNTAX_STACKS_H

#include "base/arena.h"

#include <string.h>

#define YYMAXDEPTH 6000
#define yyoverflow(message, states, states_size, values, values_size, spans, spans_size, depth) \
    do {                                                                                        \
        if (*(depth) >= YYMAXDEPTH)                                                             \
            YYNOMEM;                                                                            \
        size_t room = (size_t)YYMAXDEPTH;                                                       \
        yy_state_t *new_states = arena_alloc(parser->lasting, room * sizeof **(states));        \
        YYSTYPE *new_values = arena_alloc(parser->lasting, room * sizeof **(values));           \
        YYLTYPE *new_spans = arena_alloc(parser->lasting, room * sizeof **(spans));             \
        *(states) = memcpy(new_states, *(states), (size_t)(states_size));                       \
        *(values) = memcpy(new_values, *(values), (size_t)(values_size));                       \
        *(spans) = memcpy(new_spans, *(spans), (size_t)(spans_size));                           \
        *(depth) = YYMAXDEPTH;                                                                  \
    } while (0)

/* Only look-ahead correction still asks for these: its stack grows by one for each empty
 * rule reduced before a token, far fewer than the 20 that it has without asking. */
#define YYMALLOC(size) NULL
#define YYFREE(block) ((void)(block))

#endif
