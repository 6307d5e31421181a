/* test_base_io.c: whole files in and out, in a folder of its own under /tmp. */
#include "unit/unit.h"

#include "base/io.h"
#include "base/strbuf.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    struct unit_arena unit;
    char path[64];
};

static int open_folder(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    assert_non_null(folder);
    unit_arena_open(&folder->unit);
    strcpy(folder->path, "/tmp/polc-io-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    *state = folder;
    return 0;
}

static char *in_folder(struct folder *folder, const char *name)
{
    return arena_printf(&folder->unit.arena, "%s/%s", folder->path, name);
}

/* Empties the folder; returns how many entries it had. */
static size_t empty_folder(struct folder *folder)
{
    size_t count = 0;
    DIR *dir = opendir(folder->path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        remove(in_folder(folder, entry->d_name));
    }
    closedir(dir);
    return count;
}

static int close_folder(void **state)
{
    struct folder *folder = *state;
    empty_folder(folder);
    assert_int_equal(rmdir(folder->path), 0);
    unit_arena_close(&folder->unit);
    free(folder);
    return 0;
}

static void write_then_read(void **state)
{
    struct folder *folder = *state;
    struct arena *arena = &folder->unit.arena;
    static const size_t sizes[] = {0, 1, 63, 64, 65, 8192, 1000000};
    const char *error = NULL;
    char *path = in_folder(folder, "file");
    char *data = malloc(1000000);
    assert_non_null(data);
    for (size_t i = 0; i < 1000000; i++)
        data[i] = (char)(i * 7);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct io_text text;
        assert_true(io_write(arena, path, data, sizes[i], &error));
        assert_true(io_read(arena, path, 1000000, &text, &error));
        assert_int_equal(text.length, sizes[i]);
        assert_memory_equal(text.data, data, sizes[i]);
        for (size_t k = 0; k < IO_PADDING; k++)
            assert_int_equal(text.data[text.length + k], 0);
    }
    assert_int_equal(empty_folder(folder), 1); /* no temporary name is left */
    free(data);
}

static void refuses_more_than_the_limit(void **state)
{
    struct folder *folder = *state;
    struct arena *arena = &folder->unit.arena;
    const char *error = NULL;
    struct io_text text;
    char *path = in_folder(folder, "file");
    assert_true(io_write(arena, path, "12345", 5, &error));
    assert_true(io_read(arena, path, 5, &text, &error));
    assert_false(io_read(arena, path, 4, &text, &error));
    assert_string_equal(error, "larger than the limit of 4 bytes");
    /* a device tells no size in advance */
    assert_false(io_read(arena, "/dev/zero", 1000, &text, &error));
    assert_string_equal(error, "larger than the limit of 1000 bytes");
}

static void says_why_a_file_cannot_be_read(void **state)
{
    struct folder *folder = *state;
    struct arena *arena = &folder->unit.arena;
    const char *error = NULL;
    struct io_text text;
    struct io_mapping mapping;
    assert_false(io_read(arena, in_folder(folder, "none"), 10, &text, &error));
    assert_string_equal(error, "no such file or directory");
    assert_false(io_read(arena, folder->path, 10, &text, &error));
    assert_string_equal(error, "is a directory");
    assert_false(io_map(arena, in_folder(folder, "none"), &mapping, &error));
    assert_string_equal(error, "no such file or directory");
    assert_false(io_map(arena, folder->path, &mapping, &error));
    assert_string_equal(error, "is a directory");
}

static void reads_standard_input(void **state)
{
    struct folder *folder = *state;
    const char *error = NULL;
    struct io_text text;
    char *path = in_folder(folder, "file");
    assert_true(io_write(&folder->unit.arena, path, "abc", 3, &error));
    int saved = dup(STDIN_FILENO), fd = open(path, O_RDONLY);
    assert_true(fd >= 0 && saved >= 0 && dup2(fd, STDIN_FILENO) == STDIN_FILENO);
    bool ok = io_read(&folder->unit.arena, "-", 10, &text, &error);
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(fd);
    assert_true(ok);
    assert_string_equal(text.data, "abc");
}

static void maps_a_file(void **state)
{
    struct folder *folder = *state;
    struct arena *arena = &folder->unit.arena;
    const char *error = NULL;
    char *path = in_folder(folder, "file");
    struct io_mapping mapping = {0};
    io_unmap(&mapping); /* safe on a zeroed one */
    assert_true(io_write(arena, path, "abc", 3, &error));
    assert_true(io_map(arena, path, &mapping, &error));
    assert_int_equal(mapping.length, 3);
    assert_memory_equal(mapping.data, "abc", 3);
    io_unmap(&mapping);
    assert_null(mapping.data);
    assert_true(io_write(arena, path, "", 0, &error));
    assert_true(io_map(arena, path, &mapping, &error));
    assert_int_equal(mapping.length, 0);
    io_unmap(&mapping);
}

/* A reader that has the old file open goes on seeing all of it. */
static void a_write_replaces_the_file_at_once(void **state)
{
    struct folder *folder = *state;
    struct arena *arena = &folder->unit.arena;
    const char *error = NULL;
    char *path = in_folder(folder, "file");
    char old[16] = {0};
    assert_true(io_write(arena, path, "old text", 8, &error));
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0);
    assert_true(io_write(arena, path, "new", 3, &error));
    assert_int_equal(read(fd, old, sizeof old), 8);
    assert_memory_equal(old, "old text", 8);
    close(fd);
    struct io_text text;
    assert_true(io_read(arena, path, 10, &text, &error));
    assert_string_equal(text.data, "new");
}

static void a_failed_write_leaves_the_old_file(void **state)
{
    struct folder *folder = *state;
    struct arena *arena = &folder->unit.arena;
    const char *error = NULL;
    assert_false(io_write(arena, in_folder(folder, "no/such/file"), "x", 1, &error));
    assert_string_equal(error, "no such file or directory");
    char *path = in_folder(folder, "folder");
    assert_int_equal(mkdir(path, 0777), 0);
    assert_false(io_write(arena, path, "x", 1, &error));
    assert_string_equal(error, "is a directory");
    assert_int_equal(empty_folder(folder), 1);
    assert_true(io_write(arena, "/dev/null", "x", 1, &error)); /* written through, not replaced */
    if (access("/dev/full", W_OK) == 0) {
        assert_false(io_write(arena, "/dev/full", "x", 1, &error));
        assert_string_equal(error, "no space left on device");
    }
}

/* ---- running out of memory ---- */

struct starved {
    struct guard guard;
    struct arena arena;
    struct cleanup cleanup;
    const char *path;
    bool write;
};

static void free_arena(void *argument)
{
    arena_free(argument);
}

static void starved_job(void *argument)
{
    struct starved *job = argument;
    const char *error;
    struct io_text text;
    arena_init(&job->arena, &job->guard);
    job->cleanup = (struct cleanup){free_arena, &job->arena, NULL};
    guard_register(&job->guard, &job->cleanup);
    if (job->write)
        io_write(&job->arena, job->path, "new", 3, &error);
    else
        io_read(&job->arena, job->path, 1 << 20, &text, &error);
}

static size_t open_files(void)
{
    size_t count = 0;
    DIR *dir = opendir("/proc/self/fd");
    assert_non_null(dir);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

static void running_out_of_memory_leaves_nothing_open(void **state)
{
    struct folder *folder = *state;
    const char *error = NULL;
    struct starved job = {.path = in_folder(folder, "file")};
    char *data = calloc(1, 100000);
    assert_non_null(data);
    assert_true(io_write(&folder->unit.arena, job.path, data, 100000, &error));
    free(data);
    size_t before = open_files();
    for (int round = 0; round < 3; round++) {
        /* reading, writing, and refusing a folder that is not there */
        job.write = round > 0;
        if (round == 2)
            job.path = in_folder(folder, "none/file");
        enum fault fault = FAULT_MEMORY;
        for (size_t n = 1; fault == FAULT_MEMORY; n++) {
            struct unit_heap heap = {.fail_at = n};
            fault = guard_run(&job.guard, unit_heap(&heap), starved_job, &job);
            assert_int_equal(heap.live, 0);
            assert_int_equal(open_files(), before);
        }
        assert_int_equal(fault, FAULT_NONE);
    }
    assert_int_equal(empty_folder(folder), 1);
}

static void names_beside(void **state)
{
    struct folder *folder = *state;
    struct arena *arena = &folder->unit.arena;
    assert_string_equal(io_beside(arena, "a/b/c.pol", "d.pol"), "a/b/d.pol");
    assert_string_equal(io_beside(arena, "c.pol", "d.pol"), "d.pol");
    assert_string_equal(io_beside(arena, "/c.pol", "d.pol"), "/d.pol");
    assert_string_equal(io_beside(arena, "a/c.pol", "/e/d.pol"), "/e/d.pol");
    assert_string_equal(io_beside(arena, "a/c.pol", "../d.pol"), "d.pol");
    assert_string_equal(io_beside(arena, "a/b/c.pol", "../../d.pol"), "d.pol");
    assert_string_equal(io_beside(arena, "/a/b/c.pol", "../e/../d.pol"), "/a/d.pol");
    assert_string_equal(io_beside(arena, "../c.pol", "../d.pol"), "../../d.pol");
    assert_string_equal(io_beside(arena, "./c.pol", "../d.pol"), "./../d.pol");
    assert_string_equal(io_beside(arena, "a..b/c.pol", "../d.pol"), "d.pol");
    assert_string_equal(io_beside(arena, "a/c.pol", "..d.pol"), "a/..d.pol");
}

static void names_from_the_root(void **state)
{
    struct folder *folder = *state;
    struct arena *arena = &folder->unit.arena;
    assert_string_equal(io_real(arena, "/no/such/../folder/x"), "/no/folder/x");
    assert_string_equal(io_real(arena, "/no/../../../x"), "/x");
    assert_string_equal(io_real(arena, "/no/.."), "/");
    assert_string_equal(io_real(arena, "/no/such/.."), "/no");
    /* behind a link, `..` leads to where the link leads */
    char *here = realpath(folder->path, NULL), *deep = arena_printf(arena, "%s/a/b", here);
    mkdir(arena_printf(arena, "%s/a", here), 0777);
    mkdir(deep, 0777);
    assert_int_equal(symlink(deep, arena_printf(arena, "%s/link", here)), 0);
    assert_string_equal(io_real(arena, arena_printf(arena, "%s/link/..", here)),
                        arena_printf(arena, "%s/a", here));
    rmdir(deep);
    free(here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(write_then_read, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(refuses_more_than_the_limit, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(says_why_a_file_cannot_be_read, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(reads_standard_input, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(maps_a_file, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(a_write_replaces_the_file_at_once, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(a_failed_write_leaves_the_old_file, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(running_out_of_memory_leaves_nothing_open, open_folder,
                                        close_folder),
        cmocka_unit_test_setup_teardown(names_beside, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(names_from_the_root, open_folder, close_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
