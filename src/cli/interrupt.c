/* interrupt.c: what a signal that ends polc does: says so, takes away what is half-written, and
 * ends with status 6. It ends at once, whatever the library is doing; a second signal has nothing
 * to wait for.
 *
 * A handler sees nothing but what is static; this is the one place of the program where
 * something is. Names are put in before their file is there and taken out after it is gone or
 * whole. Threads of the library take no signals, so that the handler never runs beside this.
 */
#include "cli/cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HELD 16

static const char *volatile held[HELD]; /* NULL: free */
static volatile sig_atomic_t line_shown, ending;

static void say(const char *text)
{
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        ending = 1; /* nobody to tell */
}

static void end(int signal_number)
{
    (void)signal_number;
    if (!ending) {
        ending = 1;
        if (line_shown)
            say(CLI_ERASE);
        say("polc: interrupted\n");
        for (size_t i = 0; i < HELD; i++)
            if (held[i])
                unlink(held[i]);
    }
    _exit(CLI_INTERNAL);
}

void cli_catch_signals(void)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = end;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (sigaction(ends[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(ends[i], &action, NULL); /* nohup, and shells in the background, ignore them */
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, told like any other, */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file that may not grow */
}

char *cli_hold(const char *path)
{
    size_t room = strlen(path) + 32, i = 0;
    char *temporary = malloc(room);
    if (!temporary)
        return NULL;
    snprintf(temporary, room, "%s.%ld.tmp", path, (long)getpid());
    while (i < HELD && held[i])
        i++;
    if (i < HELD)
        held[i] = temporary;
    return temporary;
}

void cli_let_go(char *temporary)
{
    for (size_t i = 0; temporary && i < HELD; i++)
        if (held[i] == temporary)
            held[i] = NULL;
    free(temporary);
}

void cli_line_shown(bool shown)
{
    line_shown = shown;
}

void cli_line_erase(void)
{
    if (line_shown)
        fputs(CLI_ERASE, stderr);
    line_shown = 0;
}
