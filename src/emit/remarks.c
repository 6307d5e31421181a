/* remarks.c: keeping remarks, rules and cases; paths and fingerprints that all of them share.
 *
 * A fingerprint is a hash of a text of names and values. It stands in baselines, so neither the
 * text nor the hash may change from one version of polc to the next.
 */
#include "emit/remarks.h"

#include "base/hash.h"
#include "base/io.h"
#include "diag/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *remark_level_name(enum remark_level level)
{
    switch (level) {
    case REMARK_ERROR:
        return "error";
    case REMARK_WARNING:
        return "warning";
    case REMARK_NOTE:
        return "note";
    }
    return "";
}

void remarks_init(struct remarks *remarks, struct arena *arena)
{
    memset(remarks, 0, sizeof *remarks);
    remarks->arena = arena;
    remarks->folder = remarks->root = remarks->command = remarks->policy = remarks->policy_file = "";
    remarks->suite = "";
    remarks->summary = remarks->version = remarks->exit_text = "";
    interner_init(&remarks->rule_ids, arena);
    map_init(&remarks->twins, arena);
}

uint32_t remarks_rule(struct remarks *remarks, const char *id, bool *fresh)
{
    atom_t atom = intern_string(&remarks->rule_ids, id);
    *fresh = atom > remarks->rules.count;
    if (*fresh) {
        struct remark_rule rule = {.id = atom_text(&remarks->rule_ids, atom),
                                   .title = "", .text = "", .help = "", .level = REMARK_ERROR};
        VEC_PUSH(remarks->arena, &remarks->rules, rule);
    }
    return atom - 1;
}

void remarks_add(struct remarks *remarks, struct remark remark)
{
    if (remarks->remarks.count >= REMARKS_LIMIT) {
        remarks->left_out++;
        return;
    }
    uint64_t key = hash_word(remark.fingerprint[0]) ^ remark.fingerprint[1], count = 0;
    key = key == MAP_NO_KEY ? 0 : key;
    map_get(&remarks->twins, key, &count);
    map_put(&remarks->twins, key, count + 1);
    remark.twin = (uint32_t)count + 1;
    remark.message = utf8_visible(remarks->arena, remark.message);
    remark.reason = utf8_visible(remarks->arena, remark.reason);
    VEC_PUSH(remarks->arena, &remarks->remarks, remark);
    remarks->cases.items[remarks->cases.count - 1].remark_count++;
}

static struct remark_case *begin_case(struct remarks *remarks, const char *name, bool room)
{
    if (!room) {
        remarks->left_out++;
        return NULL;
    }
    const char *suite = remarks->suite[0] ? remarks->suite : remarks->policy;
    struct remark_case c = {.name = name, .suite = suite, .verdict = "", .text = "", .place = {.file = ""},
                            .first_remark = remarks->remarks.count};
    VEC_PUSH(remarks->arena, &remarks->cases, c);
    return &remarks->cases.items[remarks->cases.count - 1];
}

struct remark_case *remarks_case(struct remarks *remarks, const char *name)
{
    return begin_case(remarks, name,
                      remarks->cases.count - remarks->plain_cases < REMARKS_LIMIT
                          && remarks->remarks.count < REMARKS_LIMIT);
}

struct remark_case *remarks_plain_case(struct remarks *remarks, const char *name)
{
    struct remark_case *added =
        begin_case(remarks, name, remarks->plain_cases < REMARKS_LIMIT);
    remarks->plain_cases += added != NULL;
    return added;
}

void remarks_notice(struct remarks *remarks, struct remark_notice notice)
{
    notice.message = utf8_visible(remarks->arena, notice.message);
    VEC_PUSH(remarks->arena, &remarks->notices, notice);
}

/* Takes `./` and doubled slashes out. What stands before `..` is left: it may be a link. */
static const char *plain_path(struct arena *arena, const char *path)
{
    struct strbuf out = strbuf_new(arena);
    while (*path) {
        size_t length = strcspn(path, "/");
        bool last = path[length] == '\0';
        if (!(length == 1 && path[0] == '.') && (length || !out.count)) {
            strbuf_bytes(&out, path, length);
            strbuf_text(&out, last ? "" : "/");
        }
        path += length + !last;
    }
    return strbuf_string(&out);
}

static bool has_up(const char *path)
{
    for (; *path; path += strcspn(path, "/"), path += *path == '/')
        if (strncmp(path, "..", 2) == 0 && (path[2] == '/' || !path[2]))
            return true;
    return false;
}

/* Where it lies, links followed; of what is not there, as the text says. */
static const char *absolute(struct arena *arena, const char *folder, const char *path)
{
    if (path[0] != '/' && folder[0])
        path = arena_printf(arena, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, path);
    return has_up(path) ? io_real(arena, path) : path;
}

/* What is left of a path below the folder; NULL where it is not below. */
static const char *below(const char *folder, const char *path)
{
    size_t length = strlen(folder);
    if (length > 1 && strncmp(path, folder, length) == 0 && path[length] == '/')
        return path + length + 1;
    return NULL;
}

const char *remarks_path(struct arena *arena, const char *folder, const char *path)
{
    static const char *const nowhere[] = {"-", "<stdin>", "standard input"};
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
        if (strcmp(path, nowhere[i]) == 0)
            return "";
    path = plain_path(arena, path);
    const char *rest = below(folder, has_up(path) ? absolute(arena, folder, path) : path);
    return rest ? rest : path;
}

const char *remarks_repository_path(const struct remarks *remarks, struct arena *arena,
                                    const char *path, bool *inside)
{
    *inside = path[0] && path[0] != '/' && !has_up(path);
    if (!path[0] || !remarks->folder[0] || (*inside && !remarks->root[0]))
        return path;
    const char *whole = absolute(arena, remarks->folder, path);
    const char *rest = below(remarks->root[0] ? remarks->root : remarks->folder, whole);
    *inside |= rest != NULL;
    return rest ? rest : *inside ? path : whole;
}

const char *remarks_lasting_path(const struct remarks *remarks, struct arena *arena,
                                 const char *path)
{
    bool inside;
    return remarks->root[0] ? remarks_repository_path(remarks, arena, path, &inside) : path;
}

const char *remarks_lasting_name(const struct remarks *remarks, struct arena *arena,
                                 const char *name, const char *file)
{
    size_t length = strlen(file);
    const char *path = remarks_path(arena, remarks->folder, file);
    if (!path[0] || strncmp(name, file, length) != 0 || name[length] != '#')
        return name;
    return arena_printf(arena, "%s%s", remarks_lasting_path(remarks, arena, path), name + length);
}

static bool is_inside(const struct remarks *remarks, const char *path)
{
    bool inside;
    remarks_repository_path(remarks, remarks->arena, path, &inside);
    return inside;
}

const struct remark_place *remarks_shown_place(const struct remarks *remarks,
                                               const struct remark *remark)
{
    if (!remarks->folder[0] || !remark->place.file[0] || is_inside(remarks, remark->place.file))
        return &remark->place;
    for (size_t i = 0; i < remark->related_count; i++)
        if (is_inside(remarks, remark->related[i].place.file))
            return &remark->related[i].place;
    return NULL;
}

const char *remarks_place_text(struct arena *arena, const struct remark_place *place)
{
    return place->line ? arena_printf(arena, "%s:%u", place->file, place->line) : place->file;
}

void remarks_fingerprint(const char *text, size_t length, uint64_t out[2])
{
    hash_wide(text, length, out);
}

void remarks_fingerprint_text(const uint64_t fingerprint[2], char out[REMARK_FINGERPRINT])
{
    snprintf(out, REMARK_FINGERPRINT, "%016" PRIx64 "%016" PRIx64, fingerprint[0], fingerprint[1]);
}
