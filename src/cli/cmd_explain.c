/* cmd_explain.c: why a verdict is what it is, or what a diagnostic means. */
#include "cli/cli.h"

#include <ctype.h>
#include <string.h>

/* A P, large or small, and four digits; written with the large one to `code`. */
static bool is_code(const char *text, char code[6])
{
    if ((text[0] != 'P' && text[0] != 'p') || strlen(text) != 5)
        return false;
    for (const char *c = text + 1; *c; c++)
        if (!isdigit((unsigned char)*c))
            return false;
    memcpy(code, text, 6);
    code[0] = 'P';
    return true;
}

/* A paragraph wrapped at 78 columns. */
static void print_paragraph(FILE *out, const char *text)
{
    size_t column = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        if (column + 1 + length > 78 && column) {
            fputc('\n', out);
            column = 0;
        }
        column += (size_t)fprintf(out, "%s%.*s", column ? " " : "", (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

static void explain_code(struct cli *cli, const char *code)
{
    static const char *const severities[] = {"error", "warning", "hint"};
    const char *title = polc_code_title(code);
    if (!title) {
        const char *codes[1000];
        size_t count = 0;
        while (count < 1000 && (codes[count] = polc_code_at(count)))
            count++;
        const char *best = polc_name_nearest(code, codes, count);
        cli_complain(cli, CLI_USAGE, "there is no code %s%s%s%s", code,
                     best ? "; did you mean " : "", best ? best : "", best ? "?" : "");
        return;
    }
    fprintf(cli->out, "%s[%s]: %s\n\n", severities[polc_code_severity(code)], code, title);
    print_paragraph(cli->out, polc_code_text(code));
    const char *example = polc_code_example(code);
    if (!example[0])
        return;
    fputs("\nFor example:\n\n", cli->out);
    while (*example) {
        int length = (int)strcspn(example, "\n");
        fprintf(cli->out, "  %.*s\n", length, example);
        example += length;
        example += *example == '\n';
    }
}

void cmd_explain(struct cli *cli)
{
    const struct cli_strings *arguments = &cli->arguments, *words = arguments;
    char code[6];
    if (arguments->count == 0) /* where no project names a policy, the first word is one */
        words = &cli->policies;
    if (words->count == 1 && is_code(words->items[0], code)) {
        explain_code(cli, code);
        return;
    }
    if (arguments->count == 0) {
        cli_complain(cli, CLI_USAGE, "no deployment is given; usage: polc explain %s",
                     cli->command->arguments);
        return;
    }
    struct cli_strings documents = {arguments->items, 1, 0};
    struct cli_reading reading = {POLC_REPORT_EXPLAIN, POLC_REPORT_EXPLAIN,
                                  arguments->count > 1 ? arguments->items[1] : NULL};
    cli_verdicts(cli, &documents, &reading);
}
