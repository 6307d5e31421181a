/* workload_text.c: the rules of a workload as a policy, its deployments as NDJSON. */
#include "workload.h"

#include "base/date.h"

#include <stdlib.h>
#include <string.h>

/* A name as the policy language takes it: `model_atlas_00001`. */
static void print_name(FILE *out, const char *name)
{
    for (; *name; name++)
        fputc(*name == '-' ? '_' : *name, out);
}

static void print_spelled(FILE *out, const char *name)
{
    print_name(out, name);
    if (strchr(name, '-'))
        fprintf(out, " \"%s\"", name);
}

static void print_kind(FILE *out, const struct workload *w, enum attribute a)
{
    fprintf(out, "kind %s_kind:", attribute_names[a]);
    for (uint32_t i = 0; i < w->name_counts[a]; i++) {
        bool opens = a == REGION && i % TERRITORY_REGIONS == 0;
        bool closes = a == REGION && i % TERRITORY_REGIONS == TERRITORY_REGIONS - 1;
        if (opens)
            fprintf(out, " territory_%u (", i / TERRITORY_REGIONS);
        else
            fputc(' ', out);
        print_spelled(out, w->names[a][i]);
        fputs(closes ? ")" : "", out);
        fputs(i + 1 < w->name_counts[a] ? "," : ".\n", out);
    }
}

static void print_vocabulary(FILE *out, const struct workload *w)
{
    fputs("policy \"generated portfolio\" dated 2026-01-01.\n\n"
          "kind party: Supplier, Customer, other_party.\n"
          "actor deployer: party presumed Supplier \"who deploys\".\n", out);
    for (int a = 0; a < NAMED_ATTRIBUTES; a++)
        print_kind(out, w, (enum attribute)a);
    for (int a = 0; a < NAMED_ATTRIBUTES; a++)
        fprintf(out, "fact %s: %s_kind.\n", attribute_names[a], attribute_names[a]);
    fputs("fact capacity_mw: number in MW.\nfact effective: date.\n\n"
          "agreement Portfolio between Supplier and Customer in force from 2020-01-01:\n\n", out);
}

static bool is_territory(const struct condition *c)
{
    for (uint32_t i = 0; i < TERRITORY_REGIONS; i++)
        if (c->values[i] != c->values[0] + (int32_t)i)
            return false;
    return c->attribute == REGION && c->count == TERRITORY_REGIONS
           && c->values[0] % TERRITORY_REGIONS == 0;
}

static void print_names(FILE *out, const struct workload *w, const struct condition *c)
{
    char (*names)[NAME_SIZE] = w->names[c->attribute];
    const char *verb = c->test == TEST_NOT ? "is not" : "is";
    fprintf(out, "%s %s ", attribute_names[c->attribute], verb);
    if (is_territory(c)) {
        fprintf(out, "territory_%d", c->values[0] / TERRITORY_REGIONS);
        return;
    }
    fputs(c->count > 1 ? "in (" : "", out);
    for (uint32_t i = 0; i < c->count; i++) {
        fputs(i ? ", " : "", out);
        print_name(out, names[c->values[i]]);
    }
    fputs(c->count > 1 ? ")" : "", out);
}

static void print_bound(FILE *out, enum attribute a, enum test test, int32_t value)
{
    static const char *const numbers[] = {"", "", ">=", "<=", "<"};
    static const char *const days[] = {"", "", "is on or after", "is on or before", "is before"};
    char day[DATE_TEXT];
    if (a == CAPACITY) {
        fprintf(out, "%s %s %d MW", attribute_names[a], numbers[test], value);
    } else {
        date_format(value, day);
        fprintf(out, "%s %s %s", attribute_names[a], days[test], day);
    }
}

static void print_condition(FILE *out, const struct workload *w, const struct condition *c)
{
    enum attribute a = (enum attribute)c->attribute;
    switch ((enum test)c->test) {
    case TEST_IN:
    case TEST_NOT:
        print_names(out, w, c);
        return;
    case TEST_AT_LEAST:
    case TEST_AT_MOST:
    case TEST_BEFORE:
        print_bound(out, a, (enum test)c->test, c->values[0]);
        return;
    case TEST_BETWEEN:
        print_bound(out, a, TEST_AT_LEAST, c->values[0]);
        fputs(" and ", out);
        print_bound(out, a, TEST_AT_MOST, c->values[1]);
        return;
    }
}

static void print_where(FILE *out, const struct workload *w, const struct rule *rule,
                        uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        fputs(i ? " and " : " where ", out);
        print_condition(out, w, &rule->conditions[i]);
    }
}

/* A carve-out of one grant is an exception of it, of several a clause of its own. */
static void print_rules(FILE *out, const struct workload *w, enum workload_variant variant)
{
    for (uint32_t g = 0; g < w->grant_count; g++) {
        bool permits = variant == WORKLOAD_PERMITS && g % 500 == 7
                       && w->rules[g].conditions[0].attribute == PRODUCT;
        bool changed = variant == WORKLOAD_CHANGED && g % 100 == 7;
        fprintf(out, "  clause 1.%u \"grant %u\": Supplier %s deploy", g + 1, g,
                permits ? "may" : "shall not");
        print_where(out, w, &w->rules[g], w->rules[g].count - changed);
        for (uint32_t i = w->first_lifter[g], label = 0; i < w->first_lifter[g + 1]; i++) {
            const struct rule *lifter = &w->rules[w->lifters[i]];
            if (lifter->lift_count > 1)
                continue;
            fputs("\n    except (", out);
            if (label >= 26)
                fputc((int)('a' + label / 26 - 1), out);
            fprintf(out, "%c)", (int)('a' + label++ % 26));
            print_where(out, w, lifter, lifter->count);
        }
        fputs(".\n", out);
    }
    for (uint32_t r = w->grant_count; r < w->rule_count; r++) {
        const struct rule *rule = &w->rules[r];
        if (rule->lift_count < 2)
            continue;
        fprintf(out, "  clause 2.%u \"carve-out %u\": ", r + 1, r);
        for (uint32_t i = 0; i < rule->lift_count; i++)
            fprintf(out, "%s1.%u", i ? " and " : "", rule->lifts[i] + 1);
        fputs(" do not apply", out);
        print_where(out, w, rule, rule->count);
        fputs(".\n", out);
    }
}

char *workload_policy(const struct workload *workload, size_t *length)
{
    return workload_variant(workload, WORKLOAD_PLAIN, length);
}

char *workload_variant(const struct workload *workload, enum workload_variant variant,
                       size_t *length)
{
    char *text = NULL;
    FILE *out = must(open_memstream(&text, length));
    print_vocabulary(out, workload);
    print_rules(out, workload, variant);
    fclose(out);
    return must(text);
}

/* ---- deployments -------------------------------------------------------------------- */

static size_t print_named(char *out, size_t room, const struct workload *w,
                          const struct point *p, enum attribute a)
{
    int n = snprintf(out, room, ",\"%s\":\"%s\"", attribute_names[a], w->names[a][p->values[a]]);
    return (size_t)n;
}

static size_t print_notes(char *out, size_t room, const struct workload *w, struct random *r)
{
    static const char *const owners[] = {"infra", "ml-platform", "growth",
                                         "data", "research", "sre"};
    static const char *const places[] = {"prod", "staging", "dev"};
    uint32_t region = random_below(r, w->name_counts[REGION]);
    int n = snprintf(out, room, ",\"notes\":{\"owner\":\"%s\",\"revision\":%u,",
                     owners[random_below(r, 6)], random_below(r, 400));
    if (random_below(r, 10) < 3)
        n += snprintf(out + n, room - (size_t)n, "\"tags\":[\"tier-%u\"],", random_below(r, 4));
    if (random_below(r, 10) < 2)
        n += snprintf(out + n, room - (size_t)n, "\"text\":\"was in \\\"%s\\\", see #%u\",",
                      w->names[REGION][region], random_below(r, 10000));
    n += snprintf(out + n, room - (size_t)n,
                  "\"labels\":{\"env\":\"%s\",\"region\":\"%s\",\"cost_center\":\"cc-%u\"}}",
                  places[random_below(r, 3)],
                  w->names[REGION][random_below(r, w->name_counts[REGION])],
                  random_below(r, 900));
    return (size_t)n;
}

static size_t print_point(char *out, const struct workload *w, uint32_t i, struct random *r)
{
    const struct point *p = &w->points[i];
    char day[DATE_TEXT];
    size_t n = (size_t)snprintf(out, LINE_SIZE, "{\"deployment\":\"dep-%07u\"", i);
    n += print_named(out + n, LINE_SIZE - n, w, p, PROVIDER);
    n += print_named(out + n, LINE_SIZE - n, w, p, PRODUCT);
    n += print_named(out + n, LINE_SIZE - n, w, p, INTERFACE);
    n += print_notes(out + n, LINE_SIZE - n, w, r);
    n += print_named(out + n, LINE_SIZE - n, w, p, HOSTING);
    n += print_named(out + n, LINE_SIZE - n, w, p, REGION);
    n += print_named(out + n, LINE_SIZE - n, w, p, SEGMENT);
    date_format(p->values[EFFECTIVE], day);
    return n + (size_t)snprintf(out + n, LINE_SIZE - n, ",\"capacity_mw\":%d,\"effective\":\"%s\"}\n",
                                p->values[CAPACITY], day);
}

char *workload_documents(const struct workload *w, size_t *length)
{
    size_t room = (size_t)w->point_count * 420 + LINE_SIZE + 64;
    char *text = must(calloc(room, 1));
    struct random random = {w->rule_count + 1};
    *length = 0;
    for (uint32_t i = 0; i < w->point_count; i++) {
        if (room - *length < LINE_SIZE + 64) {
            text = must(realloc(text, room *= 2));
            memset(text + *length, 0, room - *length);
        }
        *length += print_point(text + *length, w, i, &random);
    }
    return text;
}
