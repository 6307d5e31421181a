/* test_base_memory.c: the guard, the arena, and what grows in it. */
#include "unit/unit.h"

#include "base/bitset.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/strbuf.h"

#include <stdio.h>
#include <string.h>

/* ---- guard ---- */

struct trace {
    struct guard *guard;
    char text[16];
    struct cleanup cleanups[3];
    enum fault fault;
    bool forget_second;
};

static void note_a(void *argument)
{
    strcat(((struct trace *)argument)->text, "a");
}

static void note_b(void *argument)
{
    strcat(((struct trace *)argument)->text, "b");
}

static void note_c(void *argument)
{
    strcat(((struct trace *)argument)->text, "c");
}

static void guarded_job(void *argument)
{
    struct trace *trace = argument;
    void (*const runs[])(void *) = {note_a, note_b, note_c};
    for (size_t i = 0; i < 3; i++) {
        trace->cleanups[i] = (struct cleanup){runs[i], trace, NULL};
        guard_register(trace->guard, &trace->cleanups[i]);
    }
    if (trace->forget_second)
        guard_forget(trace->guard, &trace->cleanups[1]);
    if (trace->fault)
        guard_raise(trace->guard, trace->fault);
    strcat(trace->text, "-");
}

static void guard_runs_cleanups_in_reverse(void **state)
{
    (void)state;
    struct guard guard;
    struct trace trace = {.guard = &guard};
    assert_int_equal(guard_run(&guard, heap_default(), guarded_job, &trace), FAULT_NONE);
    assert_string_equal(trace.text, "-cba");
}

static void guard_returns_the_fault_after_cleanups(void **state)
{
    (void)state;
    struct guard guard;
    struct trace trace = {.guard = &guard, .fault = FAULT_IO};
    assert_int_equal(guard_run(&guard, heap_default(), guarded_job, &trace), FAULT_IO);
    assert_string_equal(trace.text, "cba");
}

static void guard_forgets(void **state)
{
    (void)state;
    struct guard guard;
    struct trace trace = {.guard = &guard, .fault = FAULT_BUG, .forget_second = true};
    assert_int_equal(guard_run(&guard, heap_default(), guarded_job, &trace), FAULT_BUG);
    assert_string_equal(trace.text, "ca");
}

struct stand { /* on the stack of a function that is left by a raise */
    unsigned char marks[256];
    bool *whole; /* outside the job */
};

/* Uses more of the stack than the job had, so that a frame that no longer stands is lost. */
static void look_whether_it_stands(void *argument)
{
    volatile unsigned char own[8192];
    for (size_t i = 0; i < sizeof own; i++)
        own[i] = 0xAA;
    const struct stand *stand = argument;
    for (size_t i = 0; i < sizeof stand->marks; i++)
        if (stand->marks[i] != 0x55)
            return;
    *stand->whole = own[0] == 0xAA;
}

struct standing {
    struct guard guard;
    bool whole;
};

static void raise_above_a_frame(void *argument)
{
    struct standing *standing = argument;
    struct stand stand = {.whole = &standing->whole};
    memset(stand.marks, 0x55, sizeof stand.marks);
    struct cleanup cleanup = {look_whether_it_stands, &stand, NULL};
    guard_register(&standing->guard, &cleanup);
    guard_raise(&standing->guard, FAULT_MEMORY);
}

static void cleanups_see_the_frames_that_registered_them(void **state)
{
    (void)state;
    struct standing standing = {.whole = false};
    assert_int_equal(guard_run(&standing.guard, heap_default(), raise_above_a_frame, &standing),
                     FAULT_MEMORY);
    assert_true(standing.whole);
}

/* ---- arena ---- */

static void arena_blocks_are_aligned_and_apart(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    unsigned char *blocks[200];
    for (size_t i = 0; i < 200; i++) {
        blocks[i] = arena_alloc(&unit.arena, i * 7 + 1);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        memset(blocks[i], (int)i, i * 7 + 1);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t k = 0; k < i * 7 + 1; k++)
            assert_int_equal(blocks[i][k], i);
    unit_arena_close(&unit);
    arena_free(&unit.arena); /* twice is safe */
}

static void arena_copies_and_zeroes(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    assert_string_equal(arena_string(&unit.arena, "abcdef", 3), "abc");
    assert_string_equal(arena_string(&unit.arena, "", 0), "");
    assert_memory_equal(arena_copy(&unit.arena, "a\0b", 3), "a\0b", 3);
    struct arena_mark mark = arena_mark(&unit.arena);
    memset(arena_alloc(&unit.arena, 64), 0xAA, 64);
    arena_rewind(&unit.arena, mark);
    const uint64_t *zero = ARENA_ARRAY(&unit.arena, uint64_t, 8);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(zero[i], 0);
    assert_string_equal(arena_printf(&unit.arena, "%d-%s", 7, "x"), "7-x");
    unit_arena_close(&unit);
}

static void arena_rewinds_over_blocks(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct arena_mark empty = arena_mark(&unit.arena);
    char *kept = arena_string(&unit.arena, "kept", 4);
    struct arena_mark mark = arena_mark(&unit.arena);
    size_t live = unit.heap.live, total = unit.arena.total;
    char *first = arena_alloc(&unit.arena, 100);
    for (size_t i = 0; i < 50; i++)
        arena_alloc(&unit.arena, 100000);
    assert_true(unit.heap.live > live);
    arena_rewind(&unit.arena, mark);
    assert_int_equal(unit.heap.live, live);
    assert_int_equal(unit.arena.total, total);
    assert_string_equal(kept, "kept");
    assert_ptr_equal(arena_alloc(&unit.arena, 100), first);
    arena_rewind(&unit.arena, empty);
    assert_int_equal(unit.heap.live, 0);
    assert_int_equal(unit.arena.total, 0);
    unit_arena_close(&unit);
}

static void arena_grows_the_last_array_in_place(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    VEC(uint32_t) vec = {0};
    VEC_PUSH(&unit.arena, &vec, 0);
    const uint32_t *before = vec.items;
    for (uint32_t i = 1; i < 1000; i++)
        VEC_PUSH(&unit.arena, &vec, i);
    assert_ptr_equal(vec.items, before); /* 4 KiB fit into the first block */
    arena_alloc(&unit.arena, 1);
    for (uint32_t i = 1000; i < 100000; i++)
        VEC_PUSH(&unit.arena, &vec, i);
    assert_ptr_not_equal(vec.items, before);
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(vec.items[i], i);
    unit_arena_close(&unit);
}

struct allocation {
    struct guard guard;
    struct arena arena;
    struct cleanup cleanup;
    void (*work)(struct arena *arena);
};

static void free_arena(void *argument)
{
    arena_free(argument);
}

static void allocation_job(void *argument)
{
    struct allocation *job = argument;
    arena_init(&job->arena, &job->guard);
    job->cleanup = (struct cleanup){free_arena, &job->arena, NULL};
    guard_register(&job->guard, &job->cleanup);
    job->work(&job->arena);
}

/* Everything in base that grows, once. */
static void grow_everything(struct arena *arena)
{
    struct strbuf text;
    struct map map;
    struct interner names;
    strbuf_init(&text, arena);
    map_init(&map, arena);
    interner_init(&names, arena);
    for (uint32_t i = 0; i < 3000; i++) {
        strbuf_printf(&text, "name_%u", i);
        map_put(&map, map_pair(i, i), i);
        intern(&names, strbuf_string(&text), text.count % 300);
        arena_alloc(arena, 5000);
    }
}

static void every_failing_allocation_unwinds_without_a_leak(void **state)
{
    (void)state;
    struct unit_heap heap = {0};
    struct allocation job = {.work = grow_everything};
    assert_int_equal(guard_run(&job.guard, unit_heap(&heap), allocation_job, &job), FAULT_NONE);
    assert_int_equal(heap.live, 0);
    size_t calls = heap.calls;
    assert_true(calls > 8);
    for (size_t n = 1; n <= calls; n++) {
        heap = (struct unit_heap){.fail_at = n};
        assert_int_equal(guard_run(&job.guard, unit_heap(&heap), allocation_job, &job),
                         FAULT_MEMORY);
        assert_int_equal(heap.live, 0);
        assert_int_equal(heap.calls, n);
    }
}

static void ask_for_too_much(struct arena *arena)
{
    arena_alloc(arena, SIZE_MAX - 3);
}

static void multiply_over(struct arena *arena)
{
    arena_zero(arena, SIZE_MAX / 4, 8);
}

static void grow_over(struct arena *arena)
{
    size_t capacity = SIZE_MAX / 8;
    arena_grow(arena, arena, 16, 1, &capacity);
}

static void sizes_that_overflow_raise(void **state)
{
    (void)state;
    void (*const works[])(struct arena *) = {ask_for_too_much, multiply_over, grow_over};
    for (size_t i = 0; i < 3; i++) {
        struct unit_heap heap = {0};
        struct allocation job = {.work = works[i]};
        assert_int_equal(guard_run(&job.guard, unit_heap(&heap), allocation_job, &job),
                         FAULT_MEMORY);
        assert_int_equal(heap.calls, 0); /* refused before the heap is asked */
    }
}

/* ---- strbuf ---- */

static void strbuf_builds_text(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct strbuf text;
    strbuf_init(&text, &unit.arena);
    assert_string_equal(strbuf_string(&text), "");
    strbuf_text(&text, "ab");
    strbuf_char(&text, 'c');
    strbuf_bytes(&text, "defgh", 2);
    strbuf_repeat(&text, '.', 3);
    strbuf_repeat(&text, '!', 0);
    strbuf_repeat(&text, '!', -5);
    strbuf_printf(&text, "%s%d", "x", 42);
    assert_string_equal(strbuf_string(&text), "abcde...x42");
    assert_int_equal(text.count, 11);
    strbuf_clear(&text);
    assert_string_equal(strbuf_string(&text), "");
    unit_arena_close(&unit);
}

static void strbuf_grows(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct strbuf text;
    strbuf_init(&text, &unit.arena);
    for (int i = 0; i < 20000; i++)
        strbuf_printf(&text, "%05d", i);
    assert_int_equal(text.count, 100000);
    const char *all = strbuf_string(&text);
    for (int i = 0; i < 20000; i++) {
        char expected[16];
        snprintf(expected, sizeof expected, "%05d", i);
        assert_memory_equal(all + i * 5, expected, 5);
    }
    assert_int_equal(all[100000], 0);
    unit_arena_close(&unit);
}

/* ---- map ---- */

static void map_keeps_what_is_put(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct map map;
    map_init(&map, &unit.arena);
    uint64_t value = 77;
    assert_false(map_get(&map, 1, &value));
    assert_int_equal(value, 77);
    for (uint32_t i = 0; i < 5000; i++)
        map_put(&map, map_pair(i % 70, i * 3), i);
    assert_int_equal(map.count, 5000);
    for (uint32_t i = 0; i < 5000; i++) {
        assert_true(map_get(&map, map_pair(i % 70, i * 3), &value));
        assert_int_equal(value, i);
        assert_false(map_get(&map, map_pair(i % 70, i * 3 + 1), NULL));
    }
    map_put(&map, map_pair(0, 0), 9);
    assert_true(map_get(&map, 0, &value));
    assert_int_equal(value, 9);
    assert_int_equal(map.count, 5000);
    unit_arena_close(&unit);
}

/* ---- interner ---- */

static void equal_texts_have_the_equal_atom(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct interner names;
    interner_init(&names, &unit.arena);
    assert_int_equal(intern_find(&names, "a", 1), 0);
    assert_string_equal(atom_text(&names, 0), "");
    atom_t atoms[2000];
    char text[16];
    for (int i = 0; i < 2000; i++) {
        int length = snprintf(text, sizeof text, "n%d", i);
        atoms[i] = intern(&names, text, (size_t)length);
        assert_int_equal(atoms[i], i + 1); /* numbered in order of appearance */
    }
    for (int i = 0; i < 2000; i++) {
        int length = snprintf(text, sizeof text, "n%d", i);
        assert_int_equal(intern_string(&names, text), atoms[i]);
        assert_int_equal(intern_find(&names, text, (size_t)length), atoms[i]);
        assert_string_equal(atom_text(&names, atoms[i]), text);
        assert_int_equal(atom_length(&names, atoms[i]), length);
    }
    assert_int_equal(intern_find(&names, "n1999x", 5), atoms[1999]);
    assert_int_equal(intern_find(&names, "n1999x", 6), 0);
    assert_int_not_equal(intern(&names, "a\0b", 3), intern(&names, "a\0c", 3));
    unit_arena_close(&unit);
}

/* ---- bitset ---- */

static void bitset_agrees_with_a_plain_array(void **state)
{
    (void)state;
    enum { BITS = 200 };
    uint64_t set[4] = {0};
    bool plain[BITS] = {false};
    uint64_t random = 1;
    for (int step = 0; step < 2000; step++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        size_t i = (size_t)(random >> 33) % BITS;
        bool add = random >> 63;
        if (add)
            bitset_add(set, i);
        else
            bitset_remove(set, i);
        plain[i] = add;
        size_t count = 0, next = BITS;
        for (size_t k = BITS; k-- > 0;) {
            assert_int_equal(bitset_has(set, k), plain[k]);
            count += plain[k];
            if (plain[k])
                next = k;
            assert_int_equal(bitset_next(set, BITS, k), next);
        }
        assert_int_equal(bitset_count(set, 4), count);
    }
}

static void bitset_ranges_and_relations(void **state)
{
    (void)state;
    assert_int_equal(bitset_words(0), 0);
    assert_int_equal(bitset_words(64), 1);
    assert_int_equal(bitset_words(65), 2);
    uint64_t a[2] = {0}, b[2] = {0}, empty[2] = {0};
    bitset_add_range(a, 60, 10);
    bitset_add_range(b, 62, 4);
    assert_int_equal(bitset_count(a, 2), 10);
    assert_true(bitset_has(a, 60) && bitset_has(a, 69));
    assert_false(bitset_has(a, 59) || bitset_has(a, 70));
    assert_true(bitset_subset(b, a, 2));
    assert_false(bitset_subset(a, b, 2));
    assert_true(bitset_subset(empty, b, 2));
    assert_true(bitset_intersects(a, b, 2));
    assert_false(bitset_intersects(a, empty, 2));
    assert_int_equal(bitset_next(a, 128, 70), 128);
    assert_int_equal(bitset_next(a, 128, 128), 128);
    assert_int_equal(bitset_last(a, 2), 69);
    assert_int_equal(bitset_last(b, 2), 65);
    assert_int_equal(bitset_last(empty, 2), 0);
    for (size_t n = 0; n < 10; n++)
        assert_int_equal(bitset_nth(a, n), 60 + n);
    uint64_t whole[3] = {0};
    bitset_add_range(whole, 0, 192);
    assert_true(whole[0] == UINT64_MAX && whole[1] == UINT64_MAX && whole[2] == UINT64_MAX);
    bitset_add_range(empty, 64, 0);
    assert_int_equal(bitset_count(empty, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guard_runs_cleanups_in_reverse),
        cmocka_unit_test(guard_returns_the_fault_after_cleanups),
        cmocka_unit_test(guard_forgets),
        cmocka_unit_test(cleanups_see_the_frames_that_registered_them),
        cmocka_unit_test(arena_blocks_are_aligned_and_apart),
        cmocka_unit_test(arena_copies_and_zeroes),
        cmocka_unit_test(arena_rewinds_over_blocks),
        cmocka_unit_test(arena_grows_the_last_array_in_place),
        cmocka_unit_test(every_failing_allocation_unwinds_without_a_leak),
        cmocka_unit_test(sizes_that_overflow_raise),
        cmocka_unit_test(strbuf_builds_text),
        cmocka_unit_test(strbuf_grows),
        cmocka_unit_test(map_keeps_what_is_put),
        cmocka_unit_test(equal_texts_have_the_equal_atom),
        cmocka_unit_test(bitset_agrees_with_a_plain_array),
        cmocka_unit_test(bitset_ranges_and_relations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
