/* process.h: programs that are run and measured from outside, by their wall clock and peak memory. */
#ifndef POLC_BENCH_PROCESS_H
#define POLC_BENCH_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What goes into a program: `length` bytes of whole lines, over and over, until `total` bytes are
 * written or exceeded by less than one round; NULL: nothing. */
struct feed {
    const char *data;
    size_t length;
    uint64_t total;
};

struct process {
    const char *self; /* this program's file, which starts the other one */
    char **command;   /* ends with NULL; looked up in PATH */
    struct feed feed;
    /* Takes the standard output; NULL: nobody reads it. */
    void (*read)(void *context, FILE *output);
    void *context;
};

struct process_result {
    double seconds; /* of the wall clock, from the start to the end */
    double peak_mb; /* of resident memory */
    int status;     /* as the program exits; 127: it could not be started, -1: a signal ended it */
};

/* False when it could not be run at all. */
bool process_run(const struct process *process, struct process_result *out);

/* What `bench --process FD COMMAND...` does: runs COMMAND and writes the result to FD. */
int process_child(int fd, char *const *command);

#endif
