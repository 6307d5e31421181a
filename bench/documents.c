/* documents.c: from the bytes of NDJSON to verdicts, beside the same by hand and beside
 * counting newlines, which is as fast as the bytes can be looked at at all. */
#include "bench.h"

#include "base/io.h"
#include "data/bind.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 5
#define TODAY 20454 /* 2026-01-01 */

struct reading {
    struct subject *s;
    struct guard guard;
    struct arena arena;
    const char *data;
    size_t length;
    bool copy; /* keep the first description's sets instead of judging */
    uint32_t count, bad;
    struct bind_result result;
};

static bool receive(void *context, const struct deployment *deployment)
{
    struct reading *r = context;
    const struct value_set *sets = deployment->placements[0].sets;
    if (r->copy) {
        r->s->defaults = arena_copy(&r->s->arena, sets,
                                    r->s->table->vocab.var_count * sizeof *sets);
        return true;
    }
    enum eval_verdict expected =
        r->s->workload->breaches[r->count++] ? EVAL_PROHIBITED : EVAL_PERMITTED;
    r->bad += eval_verdict(r->s->evaluator, sets, NULL) != expected;
    return true;
}

static void read_all(void *argument)
{
    struct reading *r = argument;
    struct sources sources;
    struct diags diags;
    struct bind_options options = {.has_date = true, .date = TODAY, .today = TODAY};
    sources_init(&sources, &r->arena);
    diags_init(&diags, &r->arena, &sources);
    struct binder *binder = binder_new(&r->arena, &r->s->table->vocab, &diags, &options);
    struct bind_bytes bytes = {"bench", r->data, r->length, BIND_NDJSON};
    struct bind_target target = {receive, r, NULL};
    binder_read_padded(binder, &bytes, &target, &r->result);
}

static bool read_once(struct reading *r)
{
    r->count = r->bad = 0;
    memset(&r->result, 0, sizeof r->result);
    r->guard.heap = heap_default();
    arena_init(&r->arena, &r->guard);
    bool fine = guard_run(&r->guard, heap_default(), read_all, r) == FAULT_NONE
                && r->result.refused == 0;
    arena_free(&r->arena);
    return fine;
}

bool bind_nothing(struct subject *s)
{
    char line[3 + IO_PADDING] = "{}\n";
    struct reading r = {.s = s, .data = line, .length = 3, .copy = true};
    return read_once(&r) && s->defaults;
}

static size_t count_newlines(const char *data, size_t length)
{
    size_t lines = 0;
    for (size_t i = 0; i < length; i++)
        lines += data[i] == '\n';
    return lines;
}

bool measure_documents(struct subject *s)
{
    double polc[ROUNDS], hand[ROUNDS], plain[ROUNDS], begin;
    struct value *values = s->report.values;
    struct reading r = {.s = s, .data = s->documents, .length = s->documents_length};
    struct hand_reader *reader = hand_reader_new(s->workload, s->hand);
    uint32_t lines = s->workload->point_count, bad = 0, hand_bad = 0;
    for (int i = 0; i < ROUNDS; i++) {
        begin = used_ms();
        if (!read_once(&r) || r.result.deployments != lines)
            return false;
        polc[i] = used_ms() - begin;
        bad += r.bad;
        begin = used_ms();
        hand_bad += hand_read(reader, s->documents, s->documents_length, s->workload->breaches);
        hand[i] = used_ms() - begin;
        begin = used_ms();
        hand_bad += count_newlines(s->documents, s->documents_length) != lines;
        plain[i] = used_ms() - begin;
    }
    hand_reader_free(reader);
    double mega = (double)s->documents_length / 1e6;
    struct spread p = spread_of(polc, ROUNDS), h = spread_of(hand, ROUNDS);
    values[DOCUMENTS_MB] = (struct value){.known = true,
                                          .value = mega * 1e3 / p.median,
                                          .least = mega * 1e3 / p.least,
                                          .hand = mega * 1e3 / h.median,
                                          .checked = lines,
                                          .bad = bad};
    values[DOCUMENTS_LINES] =
        (struct value){.known = true, .value = lines / p.median, .hand = lines / h.median};
    values[DOCUMENTS_SHARE] = (struct value){.known = true, .value = 100 * h.median / p.median};
    values[DOCUMENTS_NEWLINES] = (struct value){
        .known = true, .value = mega * 1e3 / spread_of(plain, ROUNDS).median};
    if (hand_bad)
        fprintf(stderr, "bench: the hand-written reader is wrong %u times\n", hand_bad);
    return hand_bad == 0;
}
