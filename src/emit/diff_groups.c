/* diff_groups.c: regions that differ for the same reasons, told together.
 *
 * In: regions of one tag. Out: groups in the order of their first region, each with what holds of
 * all its regions, said once, and what sets each apart. Where many clauses cut one change into
 * pieces, a reader sees one change.
 */
#include "emit/diff.h"

#include "emit/names.h"

#include <string.h>

struct told {
    const struct diff_region *region;
    const char *verdicts; /* NULL: it is in a group */
    const char **parts;   /* of its condition */
    size_t part_count;
};

static const char *verdicts_of(const struct diff *diff, struct arena *arena,
                               const struct diff_region *region)
{
    struct strbuf text;
    strbuf_init(&text, arena);
    for (int s = 0; s < DIFF_SIDES; s++) {
        strbuf_printf(&text, "%s%s (", s == DIFF_OLD ? "was " : ", is ",
                      name_verdict(region->results[s]->verdict));
        diff_reason(diff, region, (enum diff_side)s, &text);
        strbuf_char(&text, ')');
    }
    return strbuf_string(&text);
}

/* The date comes last, as a reader asks for it. */
static struct told words_of(const struct diff *diff, struct arena *arena,
                            const struct diff_region *region)
{
    struct told told = {region, verdicts_of(diff, arena, region), NULL, 0};
    told.parts = arena_alloc(arena, (region->part_count + 2) * sizeof *told.parts);
    for (int dates = 0; dates < 2; dates++)
        for (size_t i = 0; i < region->part_count; i++) {
            const struct diff_part *part = &region->parts[i];
            struct strbuf text;
            if ((part->var == VOCAB_DATE) != (dates == 1))
                continue;
            strbuf_init(&text, arena);
            diff_part(diff, arena, part, &text);
            told.parts[told.part_count++] = strbuf_string(&text);
        }
    if (region->partly)
        told.parts[told.part_count++] = "in some parts of this";
    return told;
}

static bool has_part(const struct told *told, const char *part)
{
    for (size_t i = 0; i < told->part_count; i++)
        if (strcmp(told->parts[i], part) == 0)
            return true;
    return false;
}

static bool all_have(const struct told *told, size_t count, const char *part)
{
    for (size_t i = 0; i < count; i++)
        if (!has_part(&told[i], part))
            return false;
    return true;
}

/* The parts of one that not all of them have. */
static const char *parts_apart(struct arena *arena, const struct told *told, size_t count,
                               const struct told *one)
{
    struct strbuf text;
    strbuf_init(&text, arena);
    for (size_t i = 0; i < one->part_count; i++)
        if (!all_have(told, count, one->parts[i]))
            strbuf_printf(&text, "%s%s", text.count ? ", " : "", one->parts[i]);
    return strbuf_string(&text);
}

static struct diff_group group_of(struct arena *arena, const struct told *told, size_t count)
{
    struct diff_group group = {.count = count, .verdicts = told[0].verdicts};
    const struct diff_region **regions = ARENA_ARRAY(arena, const struct diff_region *, count);
    group.apart = ARENA_ARRAY(arena, const char *, count);
    group.common = ARENA_ARRAY(arena, const char *, told[0].part_count + 1);
    for (size_t i = 0; i < told[0].part_count; i++)
        if (all_have(told, count, told[0].parts[i]))
            group.common[group.common_count++] = told[0].parts[i];
    for (size_t i = 0; i < count; i++) {
        regions[i] = told[i].region;
        group.apart[i] = parts_apart(arena, told, count, &told[i]);
    }
    group.regions = regions;
    return group;
}

struct diff_groups diff_groups(const struct diff *diff, struct arena *arena, const size_t *order,
                               size_t count)
{
    struct told *all = ARENA_ARRAY(arena, struct told, count + 1);
    struct told *same = ARENA_ARRAY(arena, struct told, count + 1);
    struct diff_group *groups = ARENA_ARRAY(arena, struct diff_group, count + 1);
    struct diff_groups out = {groups, 0};
    for (size_t i = 0; i < count; i++)
        all[i] = words_of(diff, arena, &diff->regions.items[order[i]]);
    for (size_t i = 0; i < count; i++) {
        const char *verdicts = all[i].verdicts;
        size_t n = 0;
        for (size_t k = i; verdicts && k < count; k++) {
            if (!all[k].verdicts || strcmp(all[k].verdicts, verdicts) != 0)
                continue;
            same[n++] = all[k];
            all[k].verdicts = NULL;
        }
        if (n)
            groups[out.count++] = group_of(arena, same, n);
    }
    return out;
}
