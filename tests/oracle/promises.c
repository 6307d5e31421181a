/* promises.c: see promises.h: the texts. */
#include "promises.h"

#include "generate_parts.h"

static size_t below(struct promise_run *run, size_t n)
{
    return (size_t)(gen_next(&run->state) % n);
}

static bool chance(struct promise_run *run, unsigned percent)
{
    return below(run, 100) < percent;
}

/* ---- random policies ----------------------------------------------------------------------- */

/* An event of each leaf of `yard`, of the leaf that the fact has or of one by name; a fact of
 * several values; what is redacted. */
static bool second_ring(struct promise_run *run, struct strbuf *out)
{
    static const char *const events[] = {
        "bad has occurred", "bad of yard has not occurred", "bad of k has occurred",
        "bad of m occurred at least 2 days ago", "bad of yard occurred within 3 days",
        "bad occurred at least 1 days ago",
    };
    static const char *const several[] = {
        "flaw includes rust", "flaw includes dent", "flaw does not include rust",
        "flaw is only dent", "flaw is only rust", "flaw is not only dent",
    };
    static const char *const hidden[] = {"size > cap", "size <= cap", "yard is in odd",
                                         "yard is not in odd"};
    if (run->redacted && chance(run, 15)) {
        strbuf_text(out, hidden[below(run, run->by_leaf ? 4 : 2)]);
        return true;
    }
    if (run->by_leaf && chance(run, 15)) {
        strbuf_text(out, events[below(run, 6)]);
        return true;
    }
    if (run->several && chance(run, 15)) {
        strbuf_text(out, several[below(run, 6)]);
        return true;
    }
    return false;
}

static void atom(struct promise_run *run, bool terms, struct strbuf *out)
{
    static const char *const fixed[] = {
        "site is a", "site is not b", "site is in (a, c)", "stage is x", "stage is y", "green",
        "date is before 2026-01-24", "date is on or after 2026-01-27", "e has occurred",
        "e occurred at least 3 days ago", "e occurred within 5 days", "f has occurred",
        "f has not occurred", "buyer is East", "zone is n", "plan is p",
    };
    if (second_ring(run, out))
        return;
    size_t which = below(run, 20);
    if (which < 16)
        strbuf_text(out, fixed[which]);
    else if (which < 18 || !terms)
        strbuf_printf(out, "size %s %zu MW", chance(run, 50) ? ">" : "<=", below(run, 7));
    else
        strbuf_text(out, which == 18 ? "t" : "u");
}

static void condition(struct promise_run *run, unsigned depth, bool terms, struct strbuf *out)
{
    if (depth == 0 || chance(run, 35)) {
        strbuf_text(out, chance(run, 15) ? "not " : "");
        atom(run, terms, out);
        return;
    }
    strbuf_char(out, '(');
    condition(run, depth - 1, terms, out);
    strbuf_text(out, chance(run, 50) ? " and " : " or ");
    condition(run, depth - 1, terms, out);
    strbuf_char(out, ')');
}

static void where(struct promise_run *run, struct strbuf *out)
{
    if (chance(run, 15))
        return;
    strbuf_text(out, " where ");
    condition(run, 2, true, out);
    if (chance(run, 40)) {
        strbuf_text(out, "\n    except (a) where ");
        condition(run, 1, true, out);
        if (chance(run, 40)) {
            strbuf_text(out, " (except where ");
            condition(run, 1, true, out);
            strbuf_char(out, ')');
        }
    }
}

static void term(struct promise_run *run, const char *name, struct strbuf *out)
{
    strbuf_printf(out, "term %s:\n  as read by Acme means ", name);
    condition(run, 1, false, out);
    strbuf_text(out, ";\n  as read by Bolt means ");
    condition(run, 1, false, out);
    strbuf_text(out, ".\n");
}

/* Facts and choices that no share is counted by. */
static void groups(struct promise_run *run, struct strbuf *out)
{
    static const char *const facts[] = {"plan",           "green", "zone",         "plan and zone",
                                        "green and plan", "yard",  "yard and plan"};
    if (chance(run, 40))
        strbuf_printf(out, " by %s", facts[below(run, run->by_leaf ? 7 : 5)]);
}

static void commitment(struct promise_run *run, unsigned number, struct strbuf *out)
{
    static const char *const days[] = {"2026-01-22", "2026-01-26", "2026-12-31"};
    static const char *const starts[] = {"2025-01-24", "2024-01-23", "2026-01-22"};
    static const char *const shares[] = {"a", "b and c as site", "a and c", "West as buyer", "x as stage"};
    static const int percents[] = {20, 50, 60, 75, 90, 100};
    bool share = run->low >= 0 && chance(run, 45);
    strbuf_printf(out, "  clause %u:\n    %s commits to at %s ", number,
                  chance(run, 70) ? "Acme" : "East", chance(run, 60) ? "least" : "most");
    if (share)
        strbuf_printf(out, "%d percent of size from %s", percents[below(run, 6)],
                      shares[below(run, 5)]);
    else
        strbuf_printf(out, "%d MW of size", (int)below(run, 16));
    if (!share || chance(run, 50))
        groups(run, out);
    if (chance(run, 35)) /* years that begin and end among the days of the placements */
        strbuf_printf(out, " in each year from %s through ", starts[below(run, 3)]);
    else
        strbuf_text(out, " by ");
    strbuf_text(out, days[below(run, 3)]);
    if (chance(run, share ? 60 : 30)) /* often enough that only readings differ */
        strbuf_text(out, chance(run, 50) ? " where t" : " where u and not t");
    else
        where(run, out);
    strbuf_text(out, ".\n");
}

static void duty(struct promise_run *run, unsigned number, struct strbuf *out)
{
    strbuf_printf(out, "  clause %u:\n    ", number);
    switch (below(run, 3)) {
    case 0:
        strbuf_text(out, "Acme owes Bolt \"a fee\" within 30 days");
        break;
    case 1:
        strbuf_text(out, "Bolt owes Acme \"a bonus\"");
        break;
    default:
        strbuf_text(out, "Acme shall not deploy");
        where(run, out);
        strbuf_text(out, ";\n    if in breach Acme owes Bolt \"damages\"");
    }
    where(run, out);
    strbuf_text(out, ".\n");
}

const char *promise_policy(struct promise_run *run)
{
    struct strbuf out;
    strbuf_init(&out, run->arena);
    run->low = chance(run, 25) ? -3 : 0;
    run->by_leaf = chance(run, 50);
    run->several = chance(run, 50);
    run->redacted = chance(run, 25);
    strbuf_printf(&out,
                  "policy \"P\" dated 2026-01-01.\n"
                  "kind party: Acme (East, West), Bolt, other_party.\n"
                  "actor buyer: party presumed Acme.\n"
                  "choice site: (a, b, c).\nchoice plan: (p, q).\n"
                  "fact stage: (x, y).\nfact green: yes/no.\nfact zone: (n, s) or none.\n"
                  "fact size: number in MW from %d to 6.\n"
                  "events e unknown, f unknown.\n",
                  run->low);
    if (run->by_leaf)
        strbuf_text(&out, "kind yard: k, m.\nfact yard: yard.\nevents bad by yard unknown.\n");
    if (run->redacted)
        strbuf_printf(&out, "redacted cap: number in MW.\n%s",
                      run->by_leaf ? "redacted odd: list of yard.\n" : "");
    if (run->several)
        strbuf_printf(&out, "%s flaw: several of (rust, dent).\n",
                      chance(run, 50) ? "choice" : "fact");
    term(run, "t", &out);
    term(run, "u", &out);
    strbuf_printf(&out, "agreement Alpha between Acme and Bolt in force from 2026-01-21%s%s:\n",
                  chance(run, 20)                   ? " until f"
                  : run->by_leaf && chance(run, 15) ? " until bad of k"
                                                    : "",
                  chance(run, 15) ? " while plan is p" : "");
    commitment(run, 1, &out);
    commitment(run, 2, &out);
    duty(run, 3, &out);
    duty(run, 4, &out);
    duty(run, 5, &out);
    if (chance(run, 30)) {
        strbuf_text(&out, "  clause 6: 1 and 3 do not apply where ");
        condition(run, 1, true, &out);
        strbuf_text(&out, ".\n");
    }
    if (chance(run, 25)) {
        strbuf_text(&out, "waiver W by Bolt of Alpha 1 in force from 2026-01-25 where ");
        condition(run, 1, true, &out);
        strbuf_text(&out, ".\n");
    }
    return strbuf_string(&out);
}

/* ---- random portfolios ------------------------------------------------------------------------ */

static void say_fact(struct promise_run *run, struct strbuf *out, const char *name,
                     const char *const *values, size_t count)
{
    if (chance(run, 20))
        return;
    size_t one = below(run, count), other = below(run, count);
    strbuf_printf(out, "; %s = %s", name, values[one]);
    if (one != other && chance(run, 20))
        strbuf_printf(out, " | %s", values[other]);
}

const char *promise_box(struct promise_run *run, const char *ledger)
{
    static const char *const buyers[] = {"Acme", "East", "West", "Bolt", "other_party"};
    static const char *const sites[] = {"a", "b", "c"}, *const stages[] = {"x", "y"};
    static const char *const plans[] = {"p", "q"}, *const greens[] = {"yes", "no"};
    static const char *const zones[] = {"n", "s", "none"}, *const yards[] = {"k", "m"};
    struct strbuf out;
    strbuf_init(&out, run->arena);
    strbuf_printf(&out, "date = 2026-01-%zu", 20 + below(run, 9));
    if (chance(run, 75))
        strbuf_printf(&out, "; buyer = %s", buyers[below(run, 5) * (chance(run, 60) ? 0 : 1)]);
    say_fact(run, &out, "site", sites, 3);
    say_fact(run, &out, "plan", plans, 2);
    say_fact(run, &out, "stage", stages, 2);
    say_fact(run, &out, "green", greens, 2);
    say_fact(run, &out, "zone", zones, 3);
    if (run->by_leaf)
        say_fact(run, &out, "yard", yards, 2);
    if (run->several) {
        say_fact(run, &out, "flaw.rust", greens, 2);
        say_fact(run, &out, "flaw.dent", greens, 2);
    }
    if (chance(run, 85)) {
        size_t low = below(run, 7), high = chance(run, 50) ? low : low + below(run, 7 - low);
        strbuf_printf(&out, "; size = %zu .. %zu", low, high);
        if (chance(run, 20) && high < 5)
            strbuf_text(&out, " | 6");
    }
    strbuf_text(&out, ledger);
    return strbuf_string(&out);
}

const char *promise_ledger(struct promise_run *run)
{
    struct strbuf out;
    strbuf_init(&out, run->arena);
    if (chance(run, 45))
        strbuf_printf(&out, "; e = 2026-01-%zu", 18 + below(run, 10));
    else if (chance(run, 20))
        strbuf_text(&out, "; e = never");
    if (chance(run, 60))
        strbuf_printf(&out, "; f = %s", chance(run, 50) ? "never" : "2026-01-24");
    for (size_t leaf = 0; run->by_leaf && leaf < 2; leaf++) {
        const char *name = leaf ? "bad.m" : "bad.k";
        if (chance(run, 65)) /* as good as any day: conditions count up to three days */
            strbuf_printf(&out, "; %s = 2026-01-%zu", name, 20 + below(run, 8));
        else if (chance(run, 60))
            strbuf_printf(&out, "; %s = never", name);
    }
    return strbuf_string(&out);
}
