/* months.c: see months.h. Conditions are deep enough that most may hold on every day, and what
 * changes is for which facts. A commitment has years. */
#include "months.h"

#include "base/strbuf.h"
#include "generate_parts.h"

static const char *one(uint64_t *state, const char *const *texts, size_t count)
{
    return texts[gen_next(state) % count];
}

#define ONE(state, ...)                                                     \
    one(state, (const char *const[]){__VA_ARGS__},                          \
        sizeof(const char *const[]){__VA_ARGS__} / sizeof(const char *))

/* About one month, or about a year: only such pairs change places. */
static const char *span_of_time(uint64_t *state)
{
    if (gen_next(state) % 4 == 0)
        return ONE(state, "365 days", "1 year", "366 days", "12 months");
    return ONE(state, "30 days", "1 month", "28 days", "31 days", "29 days", "1 month");
}

static void write_atom(uint64_t *state, struct strbuf *out)
{
    const char *event = ONE(state, "listed", "listed", "listed", "notice", "moved");
    switch (gen_next(state) % 8) {
    case 0:
        strbuf_printf(out, "site is %s", ONE(state, "UK", "DE", "US"));
        return;
    case 1:
        strbuf_text(out, ONE(state, "big", "fair", "date is before 2026-04-15"));
        return;
    case 2:
    case 3:
    case 4:
        strbuf_printf(out, "%s occurred within %s", event, span_of_time(state));
        return;
    case 5:
        strbuf_printf(out, "%s has occurred", event);
        return;
    case 6:
    case 7:
        strbuf_printf(out, "%s occurred at least %s ago", event, span_of_time(state));
        return;
    }
}

static void write_condition(uint64_t *state, int depth, struct strbuf *out)
{
    if (depth == 0 || gen_next(state) % 7 == 0) {
        write_atom(state, out);
        return;
    }
    bool negated = gen_next(state) % 6 == 0;
    strbuf_text(out, negated ? "not (" : "(");
    write_condition(state, depth - 1, out);
    strbuf_text(out, gen_next(state) % 3 == 0 ? " or " : " and ");
    write_condition(state, depth - 1, out);
    strbuf_char(out, ')');
}

static void write_where(uint64_t *state, struct strbuf *out)
{
    strbuf_text(out, " where ");
    write_condition(state, 2, out);
    if (gen_next(state) % 3 != 0)
        return;
    strbuf_text(out, " except where ");
    write_condition(state, 2, out);
}

static void write_period(uint64_t *state, const char *from, struct strbuf *out)
{
    switch (gen_next(state) % 4) {
    case 0:
        strbuf_printf(out, " from %s after listed until %s after listed", span_of_time(state),
                      span_of_time(state));
        return;
    case 1:
        strbuf_printf(out, "%s until %s after listed", from, span_of_time(state));
        return;
    case 2:
    case 3:
        strbuf_text(out, from);
        return;
    }
}

const char *months_policy(struct arena *arena, uint64_t seed)
{
    uint64_t state = seed * 977 + 5;
    struct strbuf out = strbuf_new(arena);
    strbuf_text(&out, "policy \"Months beside days\" dated 2026-01-10.\n"
                      "kind party: Acme, Globex.\nkind territory: UK, DE, US.\n"
                      "actor who: party presumed Acme.\nfact site: territory.\nfact big: yes/no.\nfact size: number.\n"
                      "fact notice: event.\nevents listed unknown, moved unknown.\n"
                      "term fair: as read by Acme means big; as read by Globex means site is UK.\n"
                      "agreement Main between Acme and Globex in force");
    write_period(&state, " from 2020-01-01", &out);
    strbuf_text(&out, ":\n  clause 1");
    write_period(&state, "", &out);
    strbuf_text(&out, ":\n    Acme shall not deploy");
    write_where(&state, &out);
    strbuf_text(&out, ";\n    Acme may deploy");
    write_where(&state, &out);
    strbuf_text(&out, ".\n  clause 2: 1 does not apply");
    write_where(&state, &out);
    strbuf_printf(&out, ".\n  clause 3: Acme commits to at least 5 of size in each year from %s through %s",
                  ONE(&state, "2025-12-01", "2024-02-29", "2026-01-15"),
                  ONE(&state, "2026-02-28", "2027-04-30", "2028-02-28"));
    strbuf_text(&out, ".\nwaiver Leave by Globex of Main 1 in force");
    write_period(&state, " from 2026-02-01", &out);
    write_where(&state, &out);
    strbuf_text(&out, ".\n");
    return strbuf_string(&out);
}

static void say(uint64_t *state, struct strbuf *out, const char *name, const char *value)
{
    if (gen_next(state) % 4)
        strbuf_printf(out, "; %s = %s", name, value);
}

const char *months_box(struct arena *arena, uint64_t seed)
{
    uint64_t state = seed * 1543 + 11;
    struct strbuf out = strbuf_new(arena);
    strbuf_printf(&out, "date = %s; who = Acme; size = 3",
                  ONE(&state, "2026-01-30", "2026-02-28", "2026-03-01", "2026-04-30", "2026-06-15",
                      "2028-02-29", "2027-12-31"));
    say(&state, &out, "site", ONE(&state, "UK", "DE", "US"));
    say(&state, &out, "big", ONE(&state, "yes", "no"));
    if (gen_next(&state) % 4 == 0)
        strbuf_printf(&out, "; listed = %s", ONE(&state, "2026-01-31", "2026-01-28 .. 2026-02-02", "never"));
    if (gen_next(&state) % 2)
        strbuf_printf(&out, "; notice = %s", ONE(&state, "2026-01-30", "2027-11-30", "never"));
    say(&state, &out, "moved", ONE(&state, "2025-12-31", "2026-03-31", "never"));
    return strbuf_string(&out);
}
