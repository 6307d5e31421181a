/* mutate.c: see mutate.h. */
#include "mutate.h"

#include "generate_parts.h"

#include <string.h>

struct mutator {
    struct arena *arena;
    uint64_t state;
    const char *text;
};

static size_t below(struct mutator *m, size_t n)
{
    return (size_t)(gen_next(&m->state) % n);
}

/* The n-th place where the word stands, counted round; NULL when it does not. */
static const char *find(const struct mutator *m, const char *word, size_t n)
{
    size_t count = 0;
    for (const char *p = m->text; (p = strstr(p, word)); p++)
        count++;
    if (count == 0)
        return NULL;
    n %= count;
    const char *p = strstr(m->text, word);
    for (; n > 0; n--)
        p = strstr(p + 1, word);
    return p;
}

static void splice(struct mutator *m, const char *at, size_t length, const char *with)
{
    m->text = arena_printf(m->arena, "%.*s%s%s", (int)(at - m->text), m->text, with, at + length);
}

static bool replace(struct mutator *m, const char *old, const char *new)
{
    const char *at = find(m, old, below(m, 64));
    if (at)
        splice(m, at, strlen(old), new);
    return at != NULL;
}

/* Leaves out a line that begins, behind its white space, with a word. */
static bool drop_line(struct mutator *m, const char *word)
{
    const char *at = find(m, word, below(m, 64));
    if (!at)
        return false;
    const char *end = at + strcspn(at, "\n");
    if (end > at && (end[-1] == '.' || end[-1] == ';')) /* the sentence ends here */
        end--;
    splice(m, at, (size_t)(end - at), "");
    return true;
}

/* Leaves out a clause, from its head to the next empty line. */
static bool drop_clause(struct mutator *m)
{
    const char *at = find(m, "\n  clause ", below(m, 64));
    if (!at)
        return false;
    const char *end = strstr(at + 1, "\n\n");
    splice(m, at, end ? (size_t)(end - at) + 1 : strlen(at), "");
    return true;
}

static bool other_day(struct mutator *m)
{
    static const char *const days[] = {"2026-02-28", "2026-03-15", "2026-05-01", "2027-01-01"};
    const char *at = find(m, "-0", below(m, 64));
    if (!at || at - m->text < 4 || strlen(at) < 6)
        return false;
    splice(m, at - 4, 10, days[below(m, 4)]);
    return true;
}

static bool change(struct mutator *m)
{
    static const char *const words[][2] = {
        {"not ", ""},           {" and ", " or "},       {" or ", " and "},
        {"Acme", "Bolt"},       {"Bolt", "Acme"},        {"slow", "fast"},
        {"router", "rest"},     {"is not in", "is in"},  {"before", "after"},
        {"yes/no", "yes/no presumed yes"},               {"exclusive", "sole"},
        {"other_party.", "other_party, Newcomer."},      {"1 month", "31 days"},
        {"notwithstanding", "subject to"},               {"30 days", "20 days"},
        {"USD 100", "USD 200"}, {" material", ""},       {" survives", ""},
        {"shall not", "may"},   {"clause 1:", "clause 91:"},
        {"(slow, fast)", "(slow, medium, fast)"},        {"from 0 to 40", "from 10 to 40"},
        {"(Acme_a, Acme_b)", "(Acme_b, Acme_a)"},        {"router_b", "router_b (sub_a, sub_b)"},
        {"as read by Bolt means", "as read by Bolt means not"},
    };
    size_t count = sizeof words / sizeof *words, pick = below(m, count + 5);
    if (pick < count)
        return replace(m, words[pick][0], words[pick][1]);
    if (pick == count)
        return drop_line(m, "except");
    if (pick == count + 1)
        return drop_clause(m);
    if (pick == count + 2)
        return drop_line(m, "ruling ");
    if (pick == count + 3)
        return replace(m, "\nagreement", "\nlaunch occurred on 2026-03-15.\n\nagreement");
    return other_day(m);
}

/* Says a duty in two sentences, before a day and from then on. Cuts conditions in two as well as it
 * can: a sentence has one `where` of its own in front of all others, or none. */
static bool split_duty(struct mutator *m)
{
    const char *at = find(m, " owes ", below(m, 64));
    if (!at)
        return false;
    const char *begin = at, *end = at;
    while (begin > m->text && begin[-1] != '\n')
        begin--;
    while (*end && !(strchr(".;", *end) && end[1] == '\n'))
        end++;
    const char *head = strstr(at, "\""), *where, *rest;
    head = head ? strstr(head + 1, "\"") : NULL;
    if (!head || !*end || head > end)
        return false;
    head++;
    if (strncmp(head, " within 30 days", 15) == 0 || strncmp(head, " within 20 days", 15) == 0)
        head += 15;
    rest = strstr(head, "\n");
    rest = rest && rest < end ? rest : end;
    where = strncmp(head, " where ", 7) == 0 ? head + 7 : NULL;
    const char *words = arena_printf(
        m->arena, "%.*s where %s%.*s%s", (int)(head - begin), begin, where ? "(" : "",
        where ? (int)(rest - where) : 0, where ? where : "", where ? ") and " : "");
    splice(m, begin, (size_t)(end - begin),
           arena_printf(m->arena, "%sdate is before 2026-03-15%.*s;\n%sdate is on or after 2026-03-15%.*s",
                        words, (int)(end - rest), rest, words, (int)(end - rest), rest));
    return true;
}

const char *mutate_policy(struct arena *arena, const struct generated *policy, uint64_t seed,
                          bool *harmless)
{
    struct mutator m = {arena, seed * 77777 + 5, NULL};
    struct generate_form form = {0, false, false};
    struct strbuf text;
    size_t wanted = below(&m, 5);
    if (below(&m, 2))
        form.shuffle = gen_next(&m.state) | 1;
    if (wanted == 0 && generate_splittable(policy) && below(&m, 2))
        form.split = true;
    strbuf_init(&text, arena);
    generate_print(policy, &form, &text);
    m.text = strbuf_string(&text);
    *harmless = wanted == 0;
    if (!form.split && below(&m, 2)) /* each duty is owed in the same worlds */
        split_duty(&m);
    for (size_t i = 0, tries = 0; i < wanted && tries < 40; tries++)
        i += change(&m);
    return m.text;
}
