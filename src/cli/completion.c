/* completion.c: words for bash, zsh and fish, from the tables that are parsed by: commands, the
 * options of each, and the words that an option takes. Everything else is a file, or free. */
#include "cli/cli.h"

#include <string.h>

static bool takes_file(const struct cli_option *option)
{
    return option->argument && strcmp(option->argument, "FILE") == 0;
}

static bool takes_code(const struct cli_option *option)
{
    return option->argument && strcmp(option->argument, "CODE") == 0;
}

/* Words with commas between. */
static bool takes_list(const struct cli_option *option)
{
    return option->argument && strcmp(option->argument, "LIST") == 0;
}

/* "check compile eval", or with | between. */
static void command_names(char between, FILE *out)
{
    const struct cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++)
        fprintf(out, "%.*s%s", i > 0, &between, command->name);
}

static void codes(FILE *out)
{
    const char *code;
    for (size_t i = 0; (code = polc_code_at(i)); i++)
        fprintf(out, "%s%s", i > 0 ? " " : "", code);
}

static void print_words(const struct cli_command *command, const struct cli_option *option, FILE *out)
{
    char words[CLI_WORDS];
    cli_option_words(command, option, words);
    fputs(words, out);
    if (takes_code(option))
        codes(out);
}

/* In single quotes: `special` gets a backslash; a quote ends the quotes for itself. */
static void quote(const char *text, const char *special, FILE *out)
{
    fputc('\'', out);
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else
            fprintf(out, "%s%c", strchr(special, *text) ? "\\" : "", *text);
    }
    fputc('\'', out);
}

/* ---- bash ----------------------------------------------------------------------------------- */

/* `--format`, and `-o` beside it: what may follow. */
static void bash_option(const struct cli_command *command, const struct cli_option *option, FILE *out)
{
    fprintf(out, "    %s:--%s", command->name, option->name);
    if (option->letter)
        fprintf(out, "|%s:-%c", command->name, option->letter);
    if (takes_file(option)) {
        fputs(") return ;;\n", out);
        return;
    }
    fputs(") values=\"", out);
    print_words(command, option, out);
    fputs("\" ;;\n", out);
}

static void bash_options(const struct cli_command *command, FILE *out)
{
    const struct cli_option *option;
    fprintf(out, "    %s) options=\"", command->name);
    for (size_t i = 0; (option = cli_option_at(i)); i++) {
        if (!cli_option_allowed(command, option))
            continue;
        fprintf(out, "--%s ", option->name);
        if (option->letter)
            fprintf(out, "-%c ", option->letter);
    }
    fputs("\" ;;\n", out);
}

void cli_complete_bash(FILE *out)
{
    const struct cli_command *command;
    const struct cli_option *option;
    fputs("# completion for bash, made by `polc help --completion bash`\n"
          "_polc() {\n"
          "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
          "  local command=${COMP_WORDS[1]} values=- options= first\n"
          "  COMPREPLY=()\n"
          "  # --name=value is three words: = separates\n"
          "  if [[ $current == = ]]; then current=\n"
          "  elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
          "  if ((COMP_CWORD == 1)); then\n"
          "    COMPREPLY=($(compgen -W \"",
          out);
    command_names(' ', out);
    fputs(" --help --version\" -- \"$current\"))\n"
          "    return\n"
          "  fi\n"
          "  case $command:$previous in\n",
          out);
    for (size_t c = 0; (command = cli_command_at(c)); c++)
        for (size_t i = 0; (option = cli_option_at(i)); i++)
            if (option->argument && cli_option_allowed(command, option))
                bash_option(command, option, out);
    fputs("  esac\n"
          "  if [[ $values != - ]]; then # a word, or the last of several with commas between\n"
          "    first=\n"
          "    [[ $previous == --fail-on && $current == *,* ]] && first=${current%,*},\n"
          "    COMPREPLY=($(compgen -P \"$first\" -W \"$values\" -- \"${current#\"$first\"}\"))\n"
          "    compopt +o default +o bashdefault 2>/dev/null\n"
          "    return\n"
          "  fi\n"
          "  case $command in\n",
          out);
    for (size_t c = 0; (command = cli_command_at(c)); c++)
        bash_options(command, out);
    fputs("  esac\n"
          "  case $command:$current in\n"
          "    *:-*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
          "    help:*) COMPREPLY=($(compgen -W \"",
          out);
    command_names(' ', out);
    fputs("\" -- \"$current\")) ;;\n"
          "    explain:P*) COMPREPLY=($(compgen -W \"",
          out);
    codes(out);
    fputs("\" -- \"$current\")) ;;\n"
          "  esac\n"
          "}\n"
          "complete -o default -o bashdefault -F _polc polc\n",
          out);
}

/* ---- zsh ------------------------------------------------------------------------------------ */

/* An argument is the next word, or stands behind the letter or `=`. */
static void zsh_option(const struct cli_command *command, const struct cli_option *option, FILE *out)
{
    fputs(" \\\n      ", out);
    const char *near = option->argument ? "+" : "", *equals = option->argument ? "=" : "";
    if (option->letter)
        fprintf(out, "'*'{-%c%s,--%s%s}", option->letter, near, option->name, equals);
    else
        fprintf(out, "'*--%s%s'", option->name, equals);
    fputs("'['", out);
    quote(option->help, "[]\\", out);
    fputs("']'", out);
    if (!option->argument)
        return;
    fprintf(out, "':%s:", option->argument);
    if (takes_file(option)) {
        fputs("_files'", out);
        return;
    }
    fputs(takes_list(option) ? "_sequence compadd - " : "(", out);
    print_words(command, option, out);
    fputs(takes_list(option) ? "'" : ")'", out);
}

/* What stands after the options. */
static void zsh_rest(const struct cli_command *command, FILE *out)
{
    fputs(" \\\n      '*:", out);
    if (command->run == cmd_help) {
        fputs("command:(", out);
        command_names(' ', out);
        fputs(")' ;;\n", out);
        return;
    }
    fputs("file:", out);
    if (command->run == cmd_explain) {
        fputs("{ [[ $PREFIX == P* ]] && compadd -- ", out);
        codes(out);
        fputs("; _files }' ;;\n", out);
    } else {
        fputs("_files' ;;\n", out);
    }
}

void cli_complete_zsh(FILE *out)
{
    const struct cli_command *command;
    const struct cli_option *option;
    fputs("#compdef polc\n"
          "# completion for zsh, made by `polc help --completion zsh`\n"
          "_polc() {\n"
          "  local -a commands\n"
          "  commands=(\n",
          out);
    for (size_t c = 0; (command = cli_command_at(c)); c++) {
        fprintf(out, "    %s':'", command->name);
        quote(command->summary, ":\\", out);
        fputc('\n', out);
    }
    fputs("  )\n"
          "  if ((CURRENT == 2)); then\n"
          "    _describe command commands\n"
          "    return\n"
          "  fi\n"
          "  shift words\n"
          "  ((CURRENT--))\n"
          "  case $words[1] in\n",
          out);
    for (size_t c = 0; (command = cli_command_at(c)); c++) {
        fprintf(out, "  %s)\n    _arguments -s", command->name);
        for (size_t i = 0; (option = cli_option_at(i)); i++)
            if (cli_option_allowed(command, option))
                zsh_option(command, option, out);
        zsh_rest(command, out);
    }
    fputs("  esac\n}\n_polc \"$@\"\n", out);
}

/* ---- fish ----------------------------------------------------------------------------------- */

static void fish_option(const struct cli_command *command, const struct cli_option *option, FILE *out)
{
    fprintf(out, "complete -c polc -n '__fish_seen_subcommand_from %s' -l %s", command->name,
            option->name);
    if (option->letter)
        fprintf(out, " -s %c", option->letter);
    if (takes_file(option)) {
        fputs(" -r -F", out);
    } else if (option->argument) {
        fputs(takes_list(option) ? " -x -a '(__fish_append , " : " -x -a '", out);
        print_words(command, option, out);
        fputs(takes_list(option) ? ")'" : "'", out);
    }
    fputs(" -d ", out);
    quote(option->help, "\\", out);
    fputc('\n', out);
}

void cli_complete_fish(FILE *out)
{
    const struct cli_command *command;
    const struct cli_option *option;
    fputs("# completion for fish, made by `polc help --completion fish`\n", out);
    for (size_t c = 0; (command = cli_command_at(c)); c++) {
        fprintf(out, "complete -c polc -n __fish_use_subcommand -f -a %s -d ", command->name);
        quote(command->summary, "\\", out);
        fputc('\n', out);
        for (size_t i = 0; (option = cli_option_at(i)); i++)
            if (cli_option_allowed(command, option))
                fish_option(command, option, out);
        if (command->run == cmd_help) {
            fputs("complete -c polc -n '__fish_seen_subcommand_from help' -f -a '", out);
            command_names(' ', out);
            fputs("'\n", out);
        } else if (command->run == cmd_explain) {
            fputs("complete -c polc -n '__fish_seen_subcommand_from explain; "
                  "and string match -q \"P*\" -- (commandline -ct)' -a '",
                  out);
            codes(out);
            fputs("'\n", out);
        }
    }
}
