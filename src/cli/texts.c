/* texts.c: lists of texts, texts that are made here and live as long as the command line, paths. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

bool cli_add(struct cli *cli, struct cli_strings *list, const char *text)
{
    if (list->count == list->room) {
        size_t room = list->room * 2 + 8;
        const char **more = realloc(list->items, room * sizeof *more);
        if (!more)
            return cli_no_memory(cli);
        list->items = more;
        list->room = room;
    }
    list->items[list->count++] = text;
    return true;
}

const char *cli_keep(struct cli *cli, char *text)
{
    if (!text)
        cli_no_memory(cli);
    else if (cli_add(cli, &cli->owned, text))
        return text;
    return NULL;
}

char *cli_join(struct cli *cli, const char *folder, const char *name)
{
    size_t length = strlen(folder), room = length + strlen(name) + 2;
    bool parted = length == 0 || folder[length - 1] == '/';
    char *path = malloc(room);
    if (path)
        snprintf(path, room, "%s%s%s", folder, parted ? "" : "/", name);
    else
        cli_no_memory(cli);
    return path;
}
