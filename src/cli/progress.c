/* progress.c: how far a run is, on one line of a terminal. Of documents: deployments done, per cent
 * of the bytes where the sizes of all of them are known, deployments a second, time left. Of anything
 * else: the phase, its steps done and in all, steps a second, time left of the phase.
 *
 * The line comes when a run takes longer than half a second, is written anew at most five times a
 * second, and is taken away before anything else is told there (cli_line_erase).
 */
#include "cli/cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SECOND UINT64_C(1000000000)

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

/* Results on a terminal are a progress of their own, and would stand in the same place. */
static bool results_on_terminal(struct cli *cli)
{
    struct cli_output output;
    for (size_t i = 0; cli_output_at(cli, i, &output); i++)
        if (isatty(fileno(output.file->stream)))
            return true;
    return false;
}

static uint64_t size_of(const char *path, bool *known)
{
    struct stat st;
    *known = strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode);
    return *known ? (uint64_t)st.st_size : 0;
}

bool cli_progress_open(struct cli *cli, struct cli_progress *out)
{
    const char *terminal = getenv("TERM");
    *out = (struct cli_progress){0};
    out->on = !cli->quiet && isatty(STDERR_FILENO) && !(terminal && strcmp(terminal, "dumb") == 0);
    out->begun = out->on ? now() : 0;
    out->next = out->begun + SECOND / 2;
    return out->on;
}

void cli_progress_begin(struct cli *cli, const struct cli_strings *documents,
                        struct cli_progress *out)
{
    bool known = true;
    out->on = cli_progress_open(cli, out) && !results_on_terminal(cli);
    if (!out->on)
        return;
    for (size_t i = 0; i < documents->count && known; i++)
        out->total += size_of(documents->items[i], &known);
    if (!known)
        out->total = 0;
}

static void write_line(const char *line)
{
    cli_line_shown(true);
    fprintf(stderr, CLI_ERASE "%.*s", (int)cli_width(stderr) - 1, line);
}

/* Bytes are done in large steps; the time left is reckoned from the last of them. */
static void show(const struct cli_progress *progress, uint64_t time, size_t deployments)
{
    char line[160], share[32] = "", left[48] = "";
    double seconds = (double)(time - progress->begun) / (double)SECOND;
    if (progress->done && progress->done <= progress->total) {
        double part = (double)progress->done / (double)progress->total;
        double whole = (double)(progress->since - progress->begun) / (double)SECOND / part;
        uint64_t rest = whole > seconds ? (uint64_t)(whole - seconds + 0.5) : 0;
        snprintf(share, sizeof share, ", %d%%", (int)(100 * part));
        snprintf(left, sizeof left, ", %" PRIu64 ":%02" PRIu64 " left", rest / 60, rest % 60);
    }
    snprintf(line, sizeof line, "%zu deployment%s%s, %.0f/s%s", deployments,
             deployments == 1 ? "" : "s", share, (double)deployments / seconds, left);
    write_line(line);
}

void cli_progress_step(struct cli_progress *progress, size_t deployments)
{
    uint64_t time = progress->on ? now() : 0, done = progress->before + progress->now;
    if (progress->on && done != progress->done) {
        progress->done = done;
        progress->since = time;
    }
    if (!progress->on || time < progress->next)
        return;
    show(progress, time, deployments);
    progress->next = time + SECOND / 5;
}

void cli_progress_document(struct cli_progress *progress, const char *path)
{
    bool known;
    if (progress->on)
        progress->before += size_of(path, &known);
    progress->now = 0;
}

/* ---- phases --------------------------------------------------------------------------------- */

static void show_phase(const struct cli_progress *progress, uint64_t time, uint64_t all)
{
    char line[200], part[32] = "", share[32] = "", rate[48] = "", left[48] = "";
    double seconds = (double)(time - progress->since) / (double)SECOND;
    uint64_t done = progress->done, rest = (uint64_t)seconds;
    if (all)
        snprintf(part, sizeof part, " of %" PRIu64, all);
    if (done && all)
        snprintf(share, sizeof share, ", %d%%", (int)(100 * (double)done / (double)all));
    if (done && seconds > 0)
        snprintf(rate, sizeof rate, ", %.*f/s", (double)done < 10 * seconds,
                 (double)done / seconds);
    if (done && all)
        rest = (uint64_t)(seconds * (double)(all - done) / (double)done + 0.5);
    snprintf(left, sizeof left, ", %" PRIu64 ":%02" PRIu64 " %s", rest / 60, rest % 60,
             done && all ? "left" : "so far");
    snprintf(line, sizeof line, "%s: %" PRIu64 "%s%s%s%s", progress->phase, done, part, share, rate,
             left);
    write_line(line);
}

void cli_progress_tell(void *context, const char *phase, uint64_t done, uint64_t all)
{
    struct cli_progress *progress = context;
    uint64_t time = progress->on ? now() : 0;
    if (phase != progress->phase || done < progress->done)
        progress->since = time;
    progress->phase = phase;
    progress->done = done;
    if (!progress->on || time < progress->next)
        return;
    show_phase(progress, time, all);
    progress->next = time + SECOND / 5;
}
