/* process.c: a program is run by a process of its own, `bench --process`, which writes down the
 * time and the peak memory.
 *
 * What the kernel says of a child's peak includes that of the process it was forked from, and the
 * benchmark holds large inputs in memory. The small process in between has about 4 MB, and so
 * that is the least that can be measured. A third process writes the input into a pipe.
 */
#include "process.h"

#include "measure.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct record { /* what comes through the pipe */
    double seconds;
    long peak_kb;
    int status;
};

int process_child(int fd, char *const *command)
{
    struct record record;
    struct rusage usage;
    int status;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    double begin = now_ns();
    pid_t child = fork();
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return 1;
    record.seconds = (now_ns() - begin) / 1e9;
    record.peak_kb = usage.ru_maxrss;
    record.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return write(fd, &record, sizeof record) != sizeof record;
}

static bool write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);
        if (n <= 0)
            return false;
        data += n;
        length -= (size_t)n;
    }
    return true;
}

/* Whole rounds, and of the last one as many lines as are wanted. */
static int write_feed(int fd, const struct feed *feed)
{
    uint64_t left = feed->total;
    for (; left >= feed->length; left -= feed->length)
        if (!write_all(fd, feed->data, feed->length))
            return 1;
    const char *end = left ? memchr(feed->data + left - 1, '\n', feed->length - left + 1) : NULL;
    return end && !write_all(fd, feed->data, (size_t)(end + 1 - feed->data));
}

/* In the child; what is not its own closes by itself when it becomes another program. */
static void start(const struct process *p, int in, int out, int result)
{
    char number[16];
    char *command[32] = {(char *)p->self, "--process", number};
    int count = 3, fd = dup(result); /* without FD_CLOEXEC */
    for (int i = 0; p->command[i] && count < 31; i++)
        command[count++] = p->command[i];
    snprintf(number, sizeof number, "%d", fd);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    execv(p->self, command);
    _exit(127);
}

static bool pipe_closing(int ends[2])
{
    return pipe2(ends, O_CLOEXEC) == 0;
}

bool process_run(const struct process *p, struct process_result *out)
{
    int in[2], text[2], result[2];
    struct record record;
    if (!pipe_closing(in) || !pipe_closing(text) || !pipe_closing(result))
        return false;
    int sink = p->read ? text[1] : open("/dev/null", O_WRONLY | O_CLOEXEC);
    fflush(NULL); /* the children have no part in what is still to be printed */
    pid_t child = fork();
    if (child == 0)
        start(p, in[0], sink, result[1]);
    pid_t feeder = fork();
    if (feeder == 0) {
        signal(SIGPIPE, SIG_IGN);
        close(in[0]);
        _exit(p->feed.data ? write_feed(in[1], &p->feed) : 0);
    }
    close(in[0]);
    close(in[1]);
    close(text[1]);
    close(result[1]);
    if (sink != text[1])
        close(sink);
    FILE *output = fdopen(text[0], "r");
    if (p->read)
        p->read(p->context, output);
    fclose(output);
    bool got = read(result[0], &record, sizeof record) == sizeof record;
    close(result[0]);
    int fed = 1;
    if (feeder > 0)
        waitpid(feeder, &fed, 0);
    if (child > 0)
        waitpid(child, NULL, 0);
    if (!got || fed != 0)
        return false;
    *out = (struct process_result){record.seconds, (double)record.peak_kb * 1024 / 1e6,
                                   record.status};
    return true;
}
