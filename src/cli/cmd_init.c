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

/* Folders and files that this run made, in their order: taken away when one cannot be made. */
struct made {
    struct cli *cli;
    struct cli_strings paths;
};

static bool note(struct made *made, const char *path)
{
    char *copy = strdup(path);
    return cli_keep(made->cli, copy) && cli_add(made->cli, &made->paths, copy);
}

static void take_away(const struct made *made)
{
    for (size_t i = made->paths.count; i-- > 0;)
        remove(made->paths.items[i]);
}

static bool make_folder(struct made *made, const char *path)
{
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return note(made, path);
    if (errno == EEXIST && stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        errno = ENOTDIR;
    else if (errno == EEXIST)
        return true;
    return false;
}

/* A new file; false, and none, when it cannot be written whole. */
static bool fill_file(const char *path, const struct cli_starter *starter)
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

/* Under another name until it is whole. A link is never made over what is there, as a new name
 * might be; a file system without links gets the file at once. */
static bool write_file(struct made *made, const char *path, const struct cli_starter *starter)
{
    char *temporary = cli_hold(path);
    bool fine = temporary && fill_file(temporary, starter);
    int reason = errno;
    if (fine) {
        fine = link(temporary, path) == 0;
        if (!fine && (errno == EPERM || errno == EOPNOTSUPP))
            fine = fill_file(path, starter);
        reason = errno;
        unlink(temporary);
    }
    cli_let_go(temporary);
    errno = reason;
    return fine && note(made, path);
}

/* One file, and the folder that it is in. */
static bool write_starter(struct made *made, const char *folder, const struct cli_starter *starter)
{
    char *path = path_of(made->cli, folder, starter);
    if (!path)
        return false;
    char *slash = strchr(starter->name, '/') ? strrchr(path, '/') : NULL;
    bool fine = true;
    if (slash) {
        *slash = '\0';
        fine = make_folder(made, path);
        *slash = '/';
    }
    fine = fine && write_file(made, path, starter);
    if (!fine)
        cli_complain(made->cli, CLI_INTERNAL, "cannot write %s: %s", path, strerror(errno));
    free(path);
    return fine;
}

static bool write_all(struct made *made, const char *folder)
{
    const struct cli_starter *starter;
    for (size_t i = 0; (starter = cli_starter_at(i)); i++)
        if (!write_starter(made, folder, starter))
            return false;
    return true;
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
    struct made made = {.cli = cli};
    bool fine = make_folder(&made, folder), wanted = fine && none_exists(cli, folder);
    if (!fine)
        cli_complain(cli, CLI_INTERNAL, "cannot make the folder %s: %s", folder, strerror(errno));
    else if (!wanted)
        cli_say(cli, "nothing is written");
    else if (!write_all(&made, folder))
        take_away(&made);
    else if (!cli->quiet)
        tell(cli, folder);
    free(made.paths.items);
}
