/* cli.h: what the subcommands share: options, output, messages, the exit status.
 *
 * The command line knows the library through <polc/…> alone. A subcommand adds a problem
 * or a verdict to the status as it meets them; which of them becomes the exit status is
 * decided once, in cli_exit.
 */
#ifndef POLC_CLI_CLI_H
#define POLC_CLI_CLI_H

#include <polc/polc.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum cli_status { /* permanent; see docs/deployments.md */
    CLI_FINE = 0,
    CLI_PROHIBITED = 1, /* or: errors found by check, a test failed, fmt would change a file */
    CLI_USAGE = 2,      /* wrong usage, unreadable or invalid input */
    CLI_DISPUTED = 3,
    CLI_UNDETERMINED = 4,
    CLI_UNRESOLVED = 5, /* a budget ran out */
    CLI_INTERNAL = 6    /* memory, input and output, bugs */
};

enum cli_format {
    CLI_TEXT,
    CLI_JSON,
    CLI_NDJSON,
    CLI_MARKDOWN,
    CLI_CSV,
    CLI_SARIF,
    CLI_JUNIT,
    CLI_GITHUB,
    CLI_GITLAB,
    CLI_HTML,
    CLI_FORMAT_COUNT
};

enum cli_option_id {
    OPTION_ON,
    OPTION_EVENTS,
    OPTION_EVENT,
    OPTION_SET,
    OPTION_READING,
    OPTION_FAIL_ON,
    OPTION_FROM,
    OPTION_INPUT,
    OPTION_DRY_RUN,
    OPTION_ALLOW_EMPTY,
    OPTION_JOBS,
    OPTION_FORMAT,
    OPTION_OUTPUT,
    OPTION_REPORT,
    OPTION_BASELINE,
    OPTION_CREATE_BASELINE,
    OPTION_POLICY,
    OPTION_STAGE,
    OPTION_CHECK,
    OPTION_DIFF,
    OPTION_GAPS,
    OPTION_OVERLAPS,
    OPTION_ALL,
    OPTION_LOOKAHEAD,
    OPTION_BUDGET,
    OPTION_DENY,
    OPTION_WARN,
    OPTION_ALLOW,
    OPTION_COVERAGE,
    OPTION_MIN_COVERAGE,
    OPTION_GENERATE,
    OPTION_AGAINST,
    OPTION_MAN,
    OPTION_COMPLETION,
    OPTION_PROJECT,
    OPTION_NO_PROJECT,
    OPTION_COLOR,
    OPTION_QUIET,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT
};

struct cli;
struct cli_option;

enum cli_takes { /* what its arguments are; a project file may stand in for them */
    CLI_TAKES_WORDS,       /* the command sees to them */
    CLI_TAKES_POLICIES,    /* files of one policy */
    CLI_TAKES_POLICY,      /* a policy or table, then what the command sees to */
    CLI_TAKES_DEPLOYMENTS, /* a policy or table, then documents */
    CLI_TAKES_CASES
};

struct cli_command {
    const char *name;
    const char *arguments; /* "POLICY|TABLE DEPLOYMENT..." */
    const char *summary;   /* one line */
    const char *details;   /* a paragraph for --help */
    uint64_t options;      /* bits 1 << enum cli_option_id; help is always there */
    uint64_t formats;      /* bits 1 << enum cli_format */
    size_t least, most;    /* number of arguments; most 0: any */
    enum cli_takes takes;
    void (*run)(struct cli *cli);
};

struct cli_strings {
    const char **items;
    size_t count, room;
};

struct cli_settings {
    polc_setting *items;
    size_t count;
};

/* A file that data goes to: a new one is written under a temporary name and renamed when
 * everything was written. */
struct cli_file {
    const char *path; /* NULL or "-": standard output */
    FILE *stream;
    char *buffer;     /* of the stream; NULL: the usual one */
    bool terminal;
    char *temporary;  /* that name; NULL: it is written through */
    int reason;       /* errno of the first write that failed; no other is tried */
    bool whole;       /* a document was written to its end: the file is to stay */
};

/* One document that a run writes: that of --format, then one for each --report. */
struct cli_output {
    enum cli_format format;
    struct cli_file *file;
};

struct cli {
    const struct cli_command *command; /* NULL before one is chosen */
    struct cli_strings arguments; /* behind the policy, where one is taken */
    struct cli_strings policies;  /* one table, or the files of one policy */
    const char *on, *reading, *input, *output, *stage, *policy;
    bool dry_run, allow_empty;
    struct cli_strings event_files;
    struct cli_settings events, settings;
    struct cli_strings against; /* deployments of diff */
    bool fail[4]; /* by polc_verdict */
    unsigned fail_diff; /* POLC_DIFF_ bits */
    polc_document_format from;
    unsigned jobs; /* threads that evaluate; 0: one for each processor */
    enum cli_format format;
    enum { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER } colour;
    struct cli_strings deny, warn, allow; /* codes */
    uint32_t lookahead; /* days */
    uint64_t budget; /* search steps; 0: the usual ones */
    bool gaps, overlaps;
    bool all; /* of timeline */
    const char *completion; /* a shell */
    bool manual;
    bool check, diff, coverage, generate, quiet, help, version;
    int min_coverage; /* per cent; -1: not asked for */
    bool status[7]; /* by enum cli_status: what has happened */
    struct cli_file main; /* standard output, or the file of -o */
    FILE *out;            /* its stream */
    struct cli_report {
        enum cli_format format;
        struct cli_file file;
    } *reports; /* of --report */
    size_t report_count;
    const char *baseline, *create_baseline; /* files; NULL: not said */
    const char *step_summary; /* of GitHub, that Markdown is added to; NULL: none */
    polc_project *project;     /* NULL: there is none */
    char *folder;              /* of the project file; "" for the current one */
    struct cli_strings owned;  /* texts made here, freed in the end */
    struct cli_said {
        const char *name;      /* POLC_ON, or the project file; NULL: the command line */
        unsigned line, column; /* of the project file; else 0 */
        unsigned name_line, name_column; /* of NAME of what is said as NAME=VALUE; else 0 */
    } said;                    /* where the value at hand was said */
    struct cli_origin *origins; /* of all values that were not said on the command line */
    size_t origin_count;
    char called[40]; /* of cli_called */
    bool shared; /* a value is set that several commands read: what is not for this one is passed over */
};

/* ---- options.c ---- */

/* Reads argv[1..]; false after a message. */
bool cli_options(struct cli *cli, int argc, char **argv);
/* "unknown command", with the nearest name. */
void cli_unknown_command(struct cli *cli, const char *word);
/* Memory of the option lists. */
void cli_options_free(struct cli *cli);

/* ---- option_table.c ---- */

struct cli_option {
    enum cli_option_id id;
    char letter; /* 0: none */
    const char *name;
    const char *argument;    /* as help shows it; NULL: it takes none, and its value is NULL */
    const char *environment; /* NULL: none */
    const char *help;
    const char *words; /* those that it takes, blanks between; NULL: any, or see reference.c */
    bool once;         /* said for one call: no project file sets it */
    /* Sets what the value says; false after a message. NULL: looked at before all others
     * (project.c). */
    bool (*set)(struct cli *cli, const struct cli_option *option, const char *value);
    size_t field; /* where in struct cli, for setters that several options share */
};
const struct cli_option *cli_option_at(size_t index); /* NULL behind the last */
/* As if the option had been said. `flag`: for this command alone, so that a value that is not for
 * it is an error. */
bool cli_apply(struct cli *cli, const struct cli_option *option, const char *value, bool flag);
/* Which of the words that the option takes is the value? False after a message. */
bool cli_choose(struct cli *cli, const struct cli_option *option, const char *value, size_t *out);

/* ---- texts.c ---- */

/* Appends; false after a message. */
bool cli_add(struct cli *cli, struct cli_strings *list, const char *text);
/* Takes over a malloc'd text, which lives as long as `cli`. NULL after a message; also of NULL,
 * since memory ran out then. */
const char *cli_keep(struct cli *cli, char *text);
/* The path of a name in a folder, "" being the current one; malloc'd. NULL after a message. */
char *cli_join(struct cli *cli, const char *folder, const char *name);

/* ---- origins.c ---- */

/* Notes that the text was said where cli->said is; false after a message. */
bool cli_said(struct cli *cli, const char *text);
/* What is told next is about this text, or a part of it; NULL: about nothing that was said. */
void cli_blame(struct cli *cli, const char *text);
/* "--on", "POLC_ON", or in a project file "on". */
const char *cli_called(struct cli *cli, const struct cli_option *option);
#define CLI_PLACE 300
/* "polc.yaml:3:5: ", or "". */
const char *cli_place(const struct cli *cli, char out[CLI_PLACE]);
/* Values that can be looked at without a policy: false after a message. */
bool cli_check_values(struct cli *cli);
/* Diagnostics about values of options get the places where these were said. */
void cli_blame_diagnostics(struct cli *cli, polc_diagnostics *diagnostics);

/* ---- project.c ---- */

/* Finds and reads the project file, if there is one, by these words of the command line. False
 * after a message. */
bool cli_project_open(struct cli *cli, char **words);
/* Sets the options that it names for the command. False after messages. */
bool cli_project_apply(struct cli *cli);
/* Parts the arguments into policies and the rest, and takes from the project what is not said. */
bool cli_project_files(struct cli *cli);

/* ---- help.c ---- */

void cli_usage(FILE *out);
void cli_help(const struct cli_command *command, FILE *out);
/* Does this command take it? NULL: polc without a command. */
bool cli_option_allowed(const struct cli_command *command, const struct cli_option *option);
const char *cli_format_name(enum cli_format format);

/* ---- report_options.c ---- */

/* FORMAT=FILE of --report; false after a message. */
bool cli_add_report(struct cli *cli, const struct cli_option *option, const char *value);
/* No file is written twice, or over one that the run reads: false after a message. */
bool cli_check_written(struct cli *cli);
/* The same of a file that only turns out to be read, and of those of a policy: if it would be written
 * over, nothing is written there. */
bool cli_check_reads(struct cli *cli, const char *path);
bool cli_check_policy_reads(struct cli *cli, polc_policy *policy);

/* ---- reference.c ---- */

/* What an exit status of this command means (NULL: of any); NULL where it does not occur. */
const char *cli_status_text(const struct cli_command *command, enum cli_status status);
struct cli_example {
    const char *says, *command;
};
const struct cli_example *cli_example_at(const struct cli_command *command, size_t index);
/* The words that an option of a command takes, blanks between; empty where it takes any. */
#define CLI_WORDS 160
void cli_option_words(const struct cli_command *command, const struct cli_option *option,
                      char out[CLI_WORDS]);

/* ---- manual.c, completion.c ---- */

/* A manual page as troff; of polc itself where the command is NULL. */
void cli_manual(const struct cli_command *command, FILE *out);
void cli_complete_bash(FILE *out);
void cli_complete_zsh(FILE *out);
void cli_complete_fish(FILE *out);

/* ---- commands ---- */

const struct cli_command *cli_command_at(size_t index); /* NULL behind the last */
const struct cli_command *cli_command_find(const char *name);
void cmd_check(struct cli *cli);
void cmd_compile(struct cli *cli);
void cmd_diff(struct cli *cli);
void cmd_eval(struct cli *cli);
void cmd_explain(struct cli *cli);
void cmd_options(struct cli *cli);
void cmd_table(struct cli *cli);
void cmd_fmt(struct cli *cli);
void cmd_help(struct cli *cli);
void cmd_init(struct cli *cli);
void cmd_dump(struct cli *cli);
void cmd_duties(struct cli *cli);
void cmd_timeline(struct cli *cli);
void cmd_test(struct cli *cli);

/* ---- starter.c: what init writes ---- */

struct cli_starter {
    const char *name; /* a path in the folder */
    const char *says; /* what it is, for people */
    bool program;     /* may be executed */
    const char *text;
};
const struct cli_starter *cli_starter_at(size_t index); /* NULL behind the last */

/* ---- files.c ---- */

/* Opens what the path names; false after a message. */
bool cli_file_open(struct cli *cli, struct cli_file *file);
/* Writes; 0 when all went well. The context of a polc_writer is the struct cli_file. */
int cli_file_write(void *context, const char *data, size_t length);
/* cli_file_write of a text, which is freed. */
void cli_file_text(struct cli_file *file, polc_text *text);
/* Writes out what was written so far. */
void cli_file_flush(struct cli_file *file);
/* Nothing is kept of it: what stands under its name stays. */
void cli_file_drop(struct cli_file *file);
/* Flushes, closes and renames; a failure, also an earlier one, is told once. */
void cli_file_close(struct cli *cli, struct cli_file *file);

/* ---- output.c ---- */

/* "polc: …" on standard error, and the status that it means. */
void cli_complain(struct cli *cli, enum cli_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Memory ran out: tells so; false, for callers to return. */
bool cli_no_memory(struct cli *cli);
/* A status that nobody has told about yet. */
void cli_failed(struct cli *cli, const char *what, polc_status status);
/* Chatter on standard error; nothing when quiet. */
void cli_say(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Opens what -o and --report name, else standard output; false after a message. */
bool cli_open_output(struct cli *cli);
/* On one line, as polc_visible has it. */
void cli_put(const char *text, FILE *out);
/* To the main file: cli_file_text. */
void cli_write_text(struct cli *cli, polc_text *text);
/* Writes out what was written so far, before something is told on standard error. */
void cli_flush(struct cli *cli);
/* Closes all that was opened. */
void cli_close_output(struct cli *cli);
/* The index-th output; false behind the last. */
bool cli_output_at(struct cli *cli, size_t index, struct cli_output *out);
bool cli_colour(const struct cli *cli, FILE *stream);
/* Of a terminal; else 100. */
unsigned cli_width(FILE *stream);
/* Prints diagnostics to a stream. */
void cli_diagnostics(struct cli *cli, polc_diagnostics *diagnostics, polc_selection selection,
                     FILE *stream);
int cli_exit(const struct cli *cli);

/* ---- interrupt.c ---- */

/* From here on a signal that ends polc is told, and takes away the files that are held. */
void cli_catch_signals(void);
/* The name of a temporary file beside a path, as polc_table_save names its own: it is removed
 * when polc is interrupted, until it is let go. NULL when memory ran out. */
char *cli_hold(const char *path);
/* It is whole or gone. Frees the name; NULL is allowed. */
void cli_let_go(char *temporary);
/* A line of progress stands on the terminal: CLI_ERASE comes before anything else there. */
#define CLI_ERASE "\r\033[K"
void cli_line_shown(bool shown);
/* Takes the line away where one stands. */
void cli_line_erase(void);

/* ---- input.c ---- */

/* Is it a name with this end, such as ".pol"? */
bool cli_ends_with(const char *path, const char *end);
/* Is there such a file? Else tells so, with the nearest name beside it. */
bool cli_check_file(struct cli *cli, const char *path);
/* Is each argument a file, and no compiled table? Each that is not is told. */
bool cli_check_files(struct cli *cli);
/* A table: a compiled one, or a policy of these files compiled in memory. NULL after a message. */
polc_table *cli_load_table(struct cli *cli, const struct cli_strings *paths);
/* Messages and status for what polc_policy_load returned; true when it was POLC_OK. */
bool cli_policy_loaded(struct cli *cli, polc_policy *policy, polc_status status);

/* ---- case_files.c ---- */

/* The path of the policy that a case file is about: that of --policy, else the one that the file
 * names, else policy.pol or the only .pol file beside it or one folder up, else `fallback`.
 * malloc'd; NULL after a message. */
char *cli_policy_of_cases(struct cli *cli, const char *cases, const char *fallback);
/* The case files of a folder in the order of their names; *count of them, malloc'd. */
char **cli_case_files(struct cli *cli, const char *folder, size_t *count);

/* ---- reports.c ---- */

/* An evaluator with what the options say about all deployments, and so many search steps for a question
 * (0: the usual ones). Problems are told; then *out may still be set, to be freed. */
polc_status cli_evaluator(struct cli *cli, const polc_table *table, uint64_t budget,
                          polc_evaluator **out);
/* How a report of this format is written to the output. */
polc_report_options cli_report_options(struct cli *cli, polc_report_format format,
                                       struct cli_file *file);
/* Tells what reading a document came to, behind what was in order. */
void cli_document_read(struct cli *cli, polc_evaluator *evaluator, const char *path,
                       polc_status status);
/* Complains where no deployment was met and nothing else tells why. */
void cli_expect_deployment(struct cli *cli, size_t met);
/* Reads every argument into a report. *met: deployments, refused ones too.
 * False when nothing can be written any more; closing the output tells why. */
typedef polc_status cli_reader(void *report, const polc_document *document, polc_counts *out);
bool cli_read_documents(struct cli *cli, polc_evaluator *evaluator, cli_reader *read,
                        void *report, size_t *met);
/* With an evaluator of the table or policy that was given. */
void cli_report(struct cli *cli, void (*report)(struct cli *cli, polc_evaluator *evaluator));

/* ---- remarks.c: formats that pipelines show ---- */

/* Is it written from remarks? False also of markdown for a command that has its own. */
bool cli_format_remarks(const struct cli *cli, enum cli_format format);
struct cli_remarked {
    const char *policy, *file; /* its name and where it stands; NULL: unknown */
    polc_baseline *baseline;   /* NULL: none */
};
/* Remarks for the formats asked for and for the baseline; *out is NULL when nothing needs them.
 * False after a message. */
bool cli_remarks_new(struct cli *cli, const struct cli_remarked *about, polc_remarks **out);
/* The baseline of --baseline; *out is NULL when there is none. False after messages. */
bool cli_baseline_open(struct cli *cli, polc_baseline **out);
/* Writes the file of --create-baseline; not where a deployment was left out. Then what is in it
 * fails no more. */
void cli_baseline_write(struct cli *cli, polc_remarks *remarks, size_t refused);
/* Prints them in each format asked for, when everything else was done: the exit status is in
 * them. NULL is allowed. */
void cli_remarks_write(struct cli *cli, polc_remarks *remarks);

/* ---- progress.c: one line on a terminal ---- */

struct cli_progress {
    bool on;
    uint64_t begun, next; /* nanoseconds of a clock: the run; when the line may be written again */
    uint64_t total;       /* bytes of all documents; 0: not known */
    uint64_t before, now; /* bytes that are done: of documents before, and of this one */
    uint64_t done, since; /* both together, and when there were first so many; or steps of a phase, and
                           * when it began */
    const char *phase;
};
/* For cli_progress_tell, a polc_progress. False, and it shows nothing, unless standard error is a
 * terminal that can erase. */
bool cli_progress_open(struct cli *cli, struct cli_progress *out);
void cli_progress_tell(void *progress, const char *phase, uint64_t done, uint64_t all);
/* For what follows, of documents: also off where results are shown on a terminal one by one. */
void cli_progress_begin(struct cli *cli, const struct cli_strings *documents,
                        struct cli_progress *out);
/* So many deployments are done. */
void cli_progress_step(struct cli_progress *progress, size_t deployments);
/* A document was read to its end. */
void cli_progress_document(struct cli_progress *progress, const char *path);

/* ---- verdicts.c: what eval, explain and options share ---- */

struct cli_reading {
    polc_report_format text, json; /* what --format text and json mean */
    const char *name; /* only the deployments of this name; NULL: all */
};
/* Complains that only a policy is given, or what stands for one. */
void cli_no_deployment(struct cli *cli);
/* Evaluates documents by the table or policy that was given, and writes a report. */
void cli_verdicts(struct cli *cli, const struct cli_strings *documents,
                  const struct cli_reading *reading);

/* ---- verdict_outputs.c ---- */

/* All documents that one run writes about verdicts. */
struct cli_verdict_outputs {
    struct cli *cli;
    struct cli_stream {
        polc_report *report;
        struct cli_file *file;
    } *streams; /* written as results come */
    size_t count;
    polc_remarks *remarks; /* for those that are written at the end; NULL: none */
    polc_baseline *baseline; /* NULL: none */
};
/* False after a message; to be ended in any case. */
bool cli_verdict_outputs(struct cli *cli, polc_evaluator *evaluator,
                         const struct cli_reading *reading, struct cli_verdict_outputs *out);
/* Notes the status that a deployment means, which polc_run has put into the reports. */
void cli_verdict_met(struct cli_verdict_outputs *outputs, const polc_met *met);
/* The first status that is not fine ends the reading. Notes what fails. */
polc_status cli_verdict_add(struct cli_verdict_outputs *outputs, const polc_result *result);
/* After each document: those of its deployments that were left out. */
void cli_verdict_refused(struct cli_verdict_outputs *outputs, polc_evaluator *evaluator,
                         const char *path, size_t refused);
/* `stopped`: nothing can be written any more. When everything was complained about: the exit
 * status is in some documents. */
void cli_verdict_end(struct cli_verdict_outputs *outputs, size_t refused, bool stopped);

#endif
