/* cmd_init.c: the files to begin with, in a folder that may be new. No file is ever written over:
 * when one of them is there, all that are there are named and nothing is written. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* malloc'd; NULL after a message. */
static char *path_of(struct cli *cli, const char *folder, const struct cli_starter *starter)
{
    return cli_join(cli, strcmp(folder, ".") == 0 ? "" : folder, starter->name);
}

/* A link that leads nowhere is there as well. */
static bool none_exists(struct cli *cli, const char *folder)
{
    const struct cli_starter *starter;
    bool none = true;
    for (size_t i = 0; (starter = cli_starter_at(i)); i++) {
        struct stat st;
        char *path = path_of(cli, folder, starter);
        bool there = path && lstat(path, &st) == 0;
        if (there)
            cli_complain(cli, CLI_USAGE, "%s exists already", path);
        none = none && path && !there;
        free(path);
    }
    return none;
}

static bool make_folder(const char *path)
{
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return true;
    if (errno == EEXIST && stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        errno = ENOTDIR;
    else if (errno == EEXIST)
        return true;
    return false;
}

static bool write_file(const char *path, const struct cli_starter *starter)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, starter->program ? 0777 : 0666);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (!file)
        return false;
    bool fine = fputs(starter->text, file) >= 0;
    fine = fclose(file) == 0 && fine;
    if (!fine) {
        int reason = errno;
        unlink(path);
        errno = reason;
    }
    return fine;
}

/* One file, and the folder that it is in. */
static bool write_starter(struct cli *cli, const char *folder, const struct cli_starter *starter)
{
    char *path = path_of(cli, folder, starter);
    if (!path)
        return false;
    char *slash = strchr(starter->name, '/') ? strrchr(path, '/') : NULL;
    bool fine = true;
    if (slash) {
        *slash = '\0';
        fine = make_folder(path);
        *slash = '/';
    }
    fine = fine && write_file(path, starter);
    if (!fine)
        cli_complain(cli, CLI_INTERNAL, "cannot write %s: %s", path, strerror(errno));
    free(path);
    return fine;
}

/* One that this run wrote, because another could not be written. */
static void remove_starter(struct cli *cli, const char *folder, const struct cli_starter *starter)
{
    char *path = path_of(cli, folder, starter);
    if (path)
        unlink(path);
    free(path);
}

static void tell(struct cli *cli, const char *folder)
{
    const struct cli_starter *starter;
    for (size_t i = 0; (starter = cli_starter_at(i)); i++)
        fprintf(cli->out, "%-24s%s\n", starter->name, starter->says);
    fputs("\nnext:\n", cli->out);
    if (strcmp(folder, ".") != 0) {
        fputs("  cd ", cli->out);
        cli_put(folder, cli->out);
        fputc('\n', cli->out);
    }
    fputs("  polc check\n"
          "  polc test\n"
          "  polc eval\n"
          "  ./gate.sh\n",
          cli->out);
}

void cmd_init(struct cli *cli)
{
    const char *folder = cli->arguments.count ? cli->arguments.items[0] : ".";
    const struct cli_starter *starter;
    if (!make_folder(folder)) {
        cli_complain(cli, CLI_INTERNAL, "cannot make the folder %s: %s", folder, strerror(errno));
        return;
    }
    if (!none_exists(cli, folder)) {
        cli_say(cli, "nothing is written");
        return;
    }
    for (size_t i = 0; (starter = cli_starter_at(i)); i++) {
        if (write_starter(cli, folder, starter))
            continue;
        while (i-- > 0)
            remove_starter(cli, folder, cli_starter_at(i));
        return;
    }
    if (!cli->quiet)
        tell(cli, folder);
}
