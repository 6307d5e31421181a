/* measure.c: the clocks, and the figures with what they should reach. */
#include "measure.h"

#include <stdlib.h>
#include <time.h>

static double clock_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

double now_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

double used_ms(void)
{
    return clock_ns(CLOCK_PROCESS_CPUTIME_ID) / 1e6;
}

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

struct spread spread_of(double *samples, size_t count)
{
    struct spread none = {0, 0, 0};
    if (count == 0)
        return none;
    qsort(samples, count, sizeof *samples, ascending);
    return (struct spread){samples[count / 2], samples[0], samples[(count - 1) * 99 / 100]};
}

/* ---- what should be reached --------------------------------------------------------- */

#define SIZES 3 /* 1 000, 10 000, 100 000 rules */

struct target {
    const char *name, *unit;
    bool more_is_better;
    double floor[SIZES], goal[SIZES]; /* 0: nothing was asked */
};

static const struct target targets[FIGURES] = {
    [COMPILE_MS] = {"compile, text to table", "ms", false, {10, 100, 1500}, {4, 30, 400}},
    [COMPILE_PARSE] = {"  parse", "ms", false, {0}, {0}},
    [COMPILE_SEMA] = {"  sema", "ms", false, {0}, {0}},
    [COMPILE_IR] = {"  ir", "ms", false, {0}, {0}},
    [COMPILE_TABLE] = {"  table", "ms", false, {0}, {0}},
    [COMPILE_OPEN] = {"open and verify", "ms", false, {0}, {0}},
    [COMPILE_PEAK] = {"peak memory of compiling", "MB", false, {20, 60, 300}, {8, 16, 64}},
    [IMAGE_SIZE] = {"image", "MB", false, {0.3, 3, 30}, {0, 0, 10}},
    [VERDICT_SETS] = {"verdict, from value sets", "ns", false, {200, 400, 1000},
                      {45, 80, 220}},
    [VERDICT_POINT] = {"  decision, encoded before", "ns", false, {0}, {0}},
    [VERDICT_ENCODE] = {"  encoding alone", "ns", false, {0}, {0}},
    [VERDICT_CLAUSES] = {"verdict and all clauses", "ns", false, {0}, {0}},
    [CLAUSES_RATIO] = {"  times the verdict alone", "x", false, {2, 2, 2}, {2, 2, 2}},
    [UNKNOWN_ONE] = {"1 unknown, median", "us", false, {0}, {0}},
    [UNKNOWN_ONE_HIGH] = {"1 unknown, 99 %", "us", false, {0}, {0}},
    [UNKNOWN_THREE] = {"3 unknowns, median", "us", false, {0}, {0}},
    [UNKNOWN_THREE_HIGH] = {"3 unknowns, 99 %", "us", false, {5, 10, 25}, {5, 10, 25}},
    [PIVOT_HIGH] = {"product unknown, 99 %", "us", false, {50, 200, 2000},
                    {50, 200, 2000}},
    [DOCUMENTS_MB] = {"NDJSON to verdicts", "MB/s", true, {600, 0, 0}, {1000, 0, 0}},
    [DOCUMENTS_LINES] = {"  lines", "1000/s", true, {0}, {0}},
    [DOCUMENTS_SHARE] = {"  of the hand-written pass", "%", true, {0}, {70, 0, 0}},
    [DOCUMENTS_NEWLINES] = {"counting newlines", "MB/s", true, {0}, {0}},
    [ANALYSE_GAP] = {"gap, witness or proof", "ms", false, {5, 50, 500}, {0}},
    [ANALYSE_CONFLICTS] = {"clause-level conflicts (all with witness)", "ms", false,
                           {10, 50, 1000}, {0}},
    [ANALYSE_CONFLICTS_SHOWN] = {"  as check needs them", "ms", false, {10, 50, 1000}, {0}},
    [ANALYSE_DEAD] = {"dead clauses, carve-outs", "ms", false, {10, 100, 20000}, {0, 0, 2000}},
    [ANALYSE_IDLE] = {"redundant clauses", "ms", false, {50, 500, 45000}, {0, 0, 5000}},
    [ANALYSE_DIFF] = {"diff, 1 % of rules changed", "ms", false, {5, 50, 3000}, {0, 0, 1000}},
    [STREAM_ONE] = {"stream, --jobs 1", "MB/s", true, {0}, {0}},
    [STREAM_ONE_PEAK] = {"  peak memory, --jobs 1", "MB", false, {0}, {0}},
    [STREAM_TWO] = {"stream, --jobs 2", "MB/s", true, {0}, {0}},
    [STREAM_TWO_PEAK] = {"  peak memory, --jobs 2", "MB", false, {0}, {0}},
    [STREAM_JQ] = {"the same by jq -c .", "MB/s", true, {0}, {0}},
    [STREAM_JQ_PEAK] = {"  peak memory, jq", "MB", false, {0}, {0}},
    [STREAM_TIMES] = {"  --jobs 1, times jq", "x", true, {0}, {0}},
    [PLAN_MB] = {"Terraform plan", "MB/s", true, {0}, {0}},
    [PLAN_PEAK] = {"  peak memory, plan", "MB", false, {0}, {0}},
};

static int size_of(uint32_t rules)
{
    return rules == 1000 ? 0 : rules == 10000 ? 1 : rules == 100000 ? 2 : -1;
}

static bool reaches(const struct target *target, double value, double wanted)
{
    return target->more_is_better ? value >= wanted : value <= wanted;
}

static const char *standing(const struct target *target, double value, int size)
{
    if (size < 0 || (target->floor[size] <= 0 && target->goal[size] <= 0))
        return "";
    if (target->goal[size] > 0 && reaches(target, value, target->goal[size]))
        return "goal";
    if (target->floor[size] <= 0)
        return "no goal";
    return reaches(target, value, target->floor[size]) ? "floor" : "MISSED";
}

/* ---- printing ----------------------------------------------------------------------- */

static void print_number(FILE *out, double value, int width)
{
    if (value <= 0)
        fprintf(out, "%*s", width, "-");
    else
        fprintf(out, "%*.*f", width, value < 10 ? 2 : value < 100 ? 1 : 0, value);
}

static void print_row(FILE *out, const struct value *v, const struct target *t, int size)
{
    fprintf(out, "%-41s", t->name);
    if (v->note) {
        fprintf(out, "        - %s\n", v->note);
        return;
    }
    print_number(out, v->value, 9);
    fprintf(out, " %-6s", t->unit);
    print_number(out, v->least, 9);
    print_number(out, v->hand, 9);
    print_number(out, v->hand > 0 ? v->value / v->hand : 0, 7);
    print_number(out, size < 0 ? 0 : t->floor[size], 8);
    print_number(out, size < 0 ? 0 : t->goal[size], 8);
    fprintf(out, "  %-7s", standing(t, v->value, size));
    if (v->checked)
        fprintf(out, " bad %u of %u", v->bad, v->checked);
    if (v->findings)
        fprintf(out, " %u found, %u left open", v->findings - v->open, v->open);
    fputc('\n', out);
}

static void print_json(FILE *out, uint32_t rules, const struct value *v, const struct target *t)
{
    int size = size_of(rules);
    const char *name = t->name;
    while (*name == ' ')
        name++;
    fprintf(out, "{\"rules\":%u,\"figure\":\"%s\",\"unit\":\"%s\",\"value\":%.3f", rules, name,
            t->unit, v->value);
    if (v->note)
        fprintf(out, ",\"note\":\"%s\"", v->note);
    if (v->least > 0)
        fprintf(out, ",\"least\":%.3f", v->least);
    if (v->hand > 0)
        fprintf(out, ",\"hand\":%.3f,\"ratio\":%.3f", v->hand, v->value / v->hand);
    if (size >= 0 && t->floor[size] > 0)
        fprintf(out, ",\"floor\":%g", t->floor[size]);
    if (size >= 0 && t->goal[size] > 0)
        fprintf(out, ",\"goal\":%g", t->goal[size]);
    if (*standing(t, v->value, size))
        fprintf(out, ",\"standing\":\"%s\"", standing(t, v->value, size));
    if (v->checked)
        fprintf(out, ",\"checked\":%u,\"bad\":%u", v->checked, v->bad);
    if (v->findings)
        fprintf(out, ",\"found\":%u,\"open\":%u", v->findings - v->open, v->open);
    fputs("}\n", out);
}

void report_print(const struct report *report, bool json, FILE *out)
{
    int size = size_of(report->rules);
    if (!json) {
        fprintf(out, "\n%u rules, %u deployments\n", report->rules, report->deployments);
        fprintf(out, "%-41s%9s %-6s%9s%9s%7s%8s%8s\n", "", "median", "", "least", "by hand",
                "ratio", "floor", "goal");
    }
    for (int f = 0; f < FIGURES; f++) {
        if (!report->values[f].known)
            continue;
        if (json)
            print_json(out, report->rules, &report->values[f], &targets[f]);
        else
            print_row(out, &report->values[f], &targets[f], size);
    }
    fflush(out);
}

uint32_t report_bad(const struct report *report)
{
    uint32_t bad = 0;
    for (int f = 0; f < FIGURES; f++)
        bad += report->values[f].bad;
    return bad;
}
