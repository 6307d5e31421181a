/* remarks.c: documents for pipelines: collected while a command runs, printed at its end. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_remarks(enum cli_format format, polc_remarks_format *out)
{
    switch (format) {
    case CLI_SARIF:
        *out = POLC_REMARKS_SARIF;
        return true;
    case CLI_JUNIT:
        *out = POLC_REMARKS_JUNIT;
        return true;
    case CLI_GITHUB:
        *out = POLC_REMARKS_GITHUB;
        return true;
    case CLI_GITLAB:
        *out = POLC_REMARKS_GITLAB;
        return true;
    case CLI_MARKDOWN:
        *out = POLC_REMARKS_MARKDOWN;
        return true;
    case CLI_TEXT:
    case CLI_JSON:
    case CLI_NDJSON:
    case CLI_CSV:
    case CLI_HTML:
    case CLI_FORMAT_COUNT:
        return false;
    }
    return false;
}

bool cli_format_remarks(const struct cli *cli, enum cli_format format)
{
    polc_remarks_format remarks;
    return is_remarks(format, &remarks) && cli->command->run != cmd_table;
}

/* ---- the repository ------------------------------------------------------------------------- */

static bool holds(const char *root, const char *folder)
{
    size_t length = strlen(root);
    return length > 1 && strncmp(root, folder, length) == 0
           && (folder[length] == '/' || !folder[length]);
}

/* The next folder from `folder` upward in which there is `.git`: a folder, or the file of a
 * worktree or submodule. */
static char *find_git(const char *folder)
{
    char *path = malloc(strlen(folder) + sizeof "/.git");
    for (size_t length = strlen(folder); path && length > 1;) {
        memcpy(path, folder, length);
        memcpy(path + length, "/.git", sizeof "/.git");
        bool found = access(path, F_OK) == 0;
        path[length] = '\0';
        if (found)
            return path;
        char *slash = strrchr(path, '/');
        length = slash ? (size_t)(slash - path) : 0;
    }
    free(path);
    return NULL;
}

/* The root of the repository that the working folder lies in: as the service says that runs polc,
 * else by looking. NULL: it lies in none. */
static char *repository(const char *folder)
{
    static const char *const told[] = {"GITHUB_WORKSPACE", "CI_PROJECT_DIR"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const char *path = getenv(told[i]);
        char *root = path && path[0] ? realpath(path, NULL) : NULL;
        if (root && holds(root, folder))
            return root;
        free(root);
    }
    return find_git(folder);
}

/* ---- the run -------------------------------------------------------------------------------- */

bool cli_remarks_new(struct cli *cli, const struct cli_remarked *about, polc_remarks **out)
{
    struct cli_output output;
    polc_remarks_options options = POLC_OPTIONS(options);
    bool printed = cli->create_baseline != NULL;
    *out = NULL;
    for (size_t i = 0; cli_output_at(cli, i, &output); i++)
        printed |= cli_format_remarks(cli, output.format);
    if (!printed && !about->baseline)
        return true;
    options.baseline = about->baseline;
    options.brief = !printed;
    options.accept = cli->create_baseline != NULL;
    char *folder = getcwd(NULL, 0), *root = folder ? repository(folder) : NULL;
    options.command = cli->command->name;
    options.policy = about->policy;
    options.policy_file = about->file;
    options.folder = folder;
    options.root = root;
    for (int verdict = POLC_PERMITTED; verdict <= POLC_PROHIBITED; verdict++)
        options.fail |= cli->fail[verdict] ? 1u << verdict : 0;
    polc_status status = polc_remarks_new(&options, out);
    free(folder);
    free(root);
    cli_failed(cli, "report", status);
    return status == POLC_OK;
}

bool cli_baseline_open(struct cli *cli, polc_baseline **out)
{
    *out = NULL;
    if (!cli->baseline)
        return true;
    if (!cli_check_file(cli, cli->baseline))
        return false;
    polc_status status = polc_baseline_open(cli->baseline, cli->on, NULL, out);
    if (status != POLC_OK && *out)
        cli_diagnostics(cli, polc_baseline_diagnostics(*out), POLC_SELECT_ERRORS, stderr);
    cli_failed(cli, cli->baseline, status);
    return status == POLC_OK;
}

void cli_baseline_write(struct cli *cli, polc_remarks *remarks, size_t refused)
{
    struct cli_file file = {.path = cli->create_baseline};
    polc_text *text;
    if (refused || cli->status[CLI_USAGE] || cli->status[CLI_INTERNAL]) {
        cli_complain(cli, CLI_USAGE, "%s is not written, since not all was evaluated", file.path);
        return;
    }
    polc_status status = polc_remarks_baseline(remarks, cli_ends_with(file.path, ".json"), &text);
    cli_failed(cli, file.path, status);
    if (status == POLC_OK && cli_file_open(cli, &file)) {
        file.whole = true;
        cli_file_write(&file, polc_text_data(text), polc_text_length(text));
        cli_file_close(cli, &file);
    }
    polc_text_free(text);
}

static polc_text *print(struct cli *cli, polc_remarks *remarks, polc_remarks_format format)
{
    polc_text *text;
    int exit_status = cli_exit(cli);
    const char *means = cli_status_text(cli->command, (enum cli_status)exit_status);
    cli_failed(cli, "report", polc_remarks_print(remarks, format, exit_status, means, &text));
    return text;
}

/* The file of a step of GitHub Actions to which it may add Markdown, shown with the run. Without a blank
 * line between, what follows a folded part would be taken for a piece of it. */
static void write_summary(struct cli *cli, polc_remarks *remarks)
{
    const char *path = cli->step_summary;
    if (!path)
        return;
    polc_text *text = print(cli, remarks, POLC_REMARKS_MARKDOWN);
    FILE *file = fopen(path, "ab");
    bool failed = !file || fputc('\n', file) == EOF
                  || fwrite(polc_text_data(text), 1, polc_text_length(text), file)
                         != polc_text_length(text)
                  || fputc('\n', file) == EOF;
    int reason = errno;
    if (file && fclose(file) != 0 && !failed) {
        failed = true;
        reason = errno;
    }
    if (failed)
        cli_complain(cli, CLI_INTERNAL, "cannot write %s: %s", path, strerror(reason));
    polc_text_free(text);
}

void cli_remarks_write(struct cli *cli, polc_remarks *remarks)
{
    struct cli_output output;
    bool github = false;
    for (size_t i = 0; remarks && cli_output_at(cli, i, &output); i++) {
        polc_remarks_format format;
        if (!is_remarks(output.format, &format))
            continue;
        github |= output.format == CLI_GITHUB;
        polc_text *text = print(cli, remarks, format);
        output.file->whole = text != NULL;
        cli_file_text(output.file, text);
    }
    if (github)
        write_summary(cli, remarks);
}
