/* choices.c: see choices.h: every world of a policy, and groups of them. */
#include "choices.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

void choice_fail(struct choice_run *run, const char *format, ...)
{
    struct strbuf text;
    va_list arguments;
    if (run->of->failure)
        return;
    strbuf_init(&text, run->arena);
    va_start(arguments, format);
    strbuf_vprintf(&text, format, arguments);
    va_end(arguments);
    seeds_fail(run->of, "%s\n%s", run->policy, strbuf_string(&text));
}

uint64_t choices_blocking(const struct choice_run *run)
{
    uint64_t clauses = 0;
    for (size_t n = 0; n < run->model->norms.count; n++)
        if (run->model->norms.items[n].sign == SIGN_PROHIBIT && run->point.effective[n]
            && !run->point.contested[n])
            clauses |= UINT64_C(1) << run->model->norms.items[n].clause;
    return clauses;
}

bool choices_see(struct choice_run *run)
{
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    run->verdicts = arena_alloc(run->arena, run->worlds.count + 1);
    run->blocking = ARENA_ARRAY(run->arena, uint64_t, run->worlds.count + 1);
    oracle_point_init(run->oracle, run->arena, &run->point);
    for (size_t w = 0; w < run->worlds.count; w++) {
        worlds_get(&run->worlds, w, world);
        oracle_evaluate(run->oracle, world, &run->point);
        if (run->point.cycle)
            return false;
        run->verdicts[w] = (uint8_t)run->point.verdict;
        run->blocking[w] = choices_blocking(run);
    }
    return true;
}

bool choices_first(const struct choice_run *run, size_t w, const bool *over)
{
    for (size_t a = 0; a < run->worlds.axes.axis_count; a++) {
        const struct oracle_axis *axis = &run->worlds.axes.axes[a];
        if (over[axis->var] && w / axis->stride % axis->count)
            return false;
    }
    return true;
}

size_t choices_next(const struct choice_run *run, size_t w, const bool *over)
{
    for (size_t a = run->worlds.axes.axis_count; a-- > 0;) {
        const struct oracle_axis *axis = &run->worlds.axes.axes[a];
        if (!over[axis->var])
            continue;
        size_t at = w / axis->stride % axis->count;
        if (at + 1 < axis->count)
            return w + axis->stride;
        w -= at * axis->stride;
    }
    return SIZE_MAX;
}
