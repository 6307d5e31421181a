/* case_duties.c: what is owed in any of a deployment's placements, and in which of them.
 *
 * One verdict stands for all placements of a description with lists; what is due is due in each of
 * them by itself. So duties are gathered over all of them: an entry for each duty and status, with
 * the placements that have it.
 */
#include "emit/case_duties.h"

#include "base/map.h"
#include "diag/utf8.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    const struct case_duty *one = a, *other = b;
    if (one->norm != other->norm)
        return one->norm < other->norm ? -1 : 1;
    return (one->status < other->status) - (one->status > other->status);
}

struct case_duties case_duties(const struct emit_case *c, struct arena *arena)
{
    VEC(struct case_duty) list = {0};
    struct map known;
    uint64_t at;
    map_init(&known, arena);
    for (size_t b = 0; b < c->box_count; b++) {
        const struct eval_result *result = c->boxes[b].result;
        for (size_t i = 0; i < result->duty_count; i++) {
            const struct eval_duty *duty = &result->duties[i];
            uint64_t key = map_pair(duty->norm, (uint32_t)duty->status);
            if (!map_get(&known, key, &at)) {
                at = list.count;
                map_put(&known, key, at);
                struct case_duty fresh = {.norm = duty->norm, .status = duty->status};
                VEC_PUSH(arena, &list, fresh);
            }
            VEC_PUSH(arena, &list.items[at].boxes, (uint32_t)b);
        }
    }
    if (list.count)
        qsort(list.items, list.count, sizeof *list.items, compare);
    return (struct case_duties){list.items, list.count};
}

bool case_owes(const struct case_duties *duties, uint32_t norm)
{
    for (size_t i = 0; i < duties->count; i++)
        if (duties->items[i].norm == norm)
            return true;
    return false;
}

/* ---- in words ---------------------------------------------------------------------------------- */

#define LABELS_SHOWN 4
#define BOXES_EXAMINED 20 /* for why a duty may be due there */

/* Placements of which one and the same is said. */
struct group {
    const char *why;
    VEC(uint32_t) boxes;
};

struct groups {
    VEC(struct group) list;
};

static void add_to(struct groups *groups, const char *why, uint32_t box, struct arena *arena)
{
    for (size_t i = 0; i < groups->list.count; i++) {
        if (strcmp(groups->list.items[i].why, why) == 0) {
            VEC_PUSH(arena, &groups->list.items[i].boxes, box);
            return;
        }
    }
    struct group fresh = {.why = why};
    VEC_PUSH(arena, &fresh.boxes, box);
    VEC_PUSH(arena, &groups->list, fresh);
}

static struct speech of_box(const struct emit_case *c, const struct speech *speech, uint32_t box)
{
    struct speech each = *speech;
    each.asker.sets = c->boxes[box].sets;
    each.result = c->boxes[box].result;
    return each;
}

/* Why it is asked of the first placements; the others are named without. */
static struct groups group(const struct emit_case *c, const struct speech *speech,
                           const struct case_duty *duty)
{
    struct arena *arena = speech->asker.arena;
    struct groups groups = {0};
    for (size_t i = 0; i < duty->boxes.count; i++) {
        struct strbuf why = strbuf_new(arena);
        if (i < BOXES_EXAMINED) {
            struct speech each = of_box(c, speech, duty->boxes.items[i]);
            speech_duty_why(&each, &(struct eval_duty){duty->norm, duty->status}, &why);
        }
        add_to(&groups, strbuf_string(&why), duty->boxes.items[i], arena);
    }
    return groups;
}

static void say_boxes(const struct emit_case *c, const struct group *group, struct strbuf *out)
{
    size_t count = group->boxes.count, shown = count > LABELS_SHOWN ? LABELS_SHOWN - 1 : count;
    if (count == c->box_count) {
        strbuf_text(out, " in each placement");
        return;
    }
    for (size_t i = 0; i < shown; i++)
        strbuf_printf(out, "%s%s", i == 0 ? " for " : i + 1 == count ? " and for " : ", for ",
                      utf8_visible(out->arena, c->boxes[group->boxes.items[i]].label));
    if (count > shown)
        strbuf_printf(out, " and in %zu more placements", count - shown);
}

static void say_duty(const struct emit_case *c, const struct speech *speech,
                     const struct case_duty *duty, struct strbuf *out)
{
    struct groups groups = group(c, speech, duty);
    name_duty(c->table, duty->norm, out);
    for (size_t i = 0; i < groups.list.count; i++) {
        strbuf_text(out, i ? ";" : "");
        say_boxes(c, &groups.list.items[i], out);
        strbuf_text(out, groups.list.items[i].why);
    }
}

void speech_case_duties(const struct emit_case *c, const struct case_duties *duties,
                        struct speech *speech, unsigned indent)
{
    for (enum eval_status status = DUTY_DUE; status > DUTY_NOT_DUE; status--) {
        struct strbuf text = strbuf_new(speech->asker.arena);
        for (size_t i = 0; i < duties->count; i++) {
            if (duties->items[i].status != status)
                continue;
            strbuf_text(&text, text.count ? "; " : speech_duty_title(status));
            say_duty(c, speech, &duties->items[i], &text);
        }
        if (!text.count)
            continue;
        strbuf_char(&text, '.');
        layout_paragraph(&speech->layout, indent, indent + 2, strbuf_string(&text));
    }
}
