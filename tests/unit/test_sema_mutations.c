/* test_sema_mutations.c: policies with words deleted, doubled, swapped and borrowed from
 * each other are checked without a fault, and what passes obeys the model's invariants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/io.h"
#include "sema_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 3000
#define WORDS 4000

/* splitmix64: the same policies in every run */
static uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

struct corpus {
    char *texts[200];
    size_t count;
};

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 1 << 16);
    if (file && text && fread(text, 1, (1 << 16) - 1, file) == 0)
        text[0] = '\0';
    if (file)
        fclose(file);
    return text;
}

static int is_policy(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 4 && strcmp(entry->d_name + length - 4, ".pol") == 0;
}

static void load_corpus(struct corpus *corpus)
{
    struct dirent **entries;
    char path[512];
    int count = scandir("tests/golden/sema", &entries, is_policy, alphasort);
    assert_true(count > 0);
    corpus->count = 0;
    corpus->texts[corpus->count++] = read_text("tests/spec/example.pol");
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "tests/golden/sema/%s", entries[i]->d_name);
        if (corpus->count < 200)
            corpus->texts[corpus->count++] = read_text(path);
        free(entries[i]);
    }
    free(entries);
}

static size_t split(char *text, char *words[WORDS])
{
    size_t count = 0;
    for (char *word = strtok(text, " \n"); word && count < WORDS; word = strtok(NULL, " \n"))
        words[count++] = word;
    return count;
}

/* One or two changes of words; the result is one long line. */
static char *mutate(const struct corpus *corpus, uint64_t *seed)
{
    static char *words[WORDS], *others[WORDS];
    char *text = strdup(corpus->texts[next(seed) % corpus->count]);
    char *other = strdup(corpus->texts[next(seed) % corpus->count]);
    size_t count = split(text, words), other_count = split(other, others);
    for (uint64_t changes = 1 + (next(seed) % 4 == 0); changes > 0 && count > 1; changes--) {
        size_t at = next(seed) % count;
        switch (next(seed) % 4) {
        case 0: words[at] = (char *)(uintptr_t)""; break;
        case 1: words[at] = words[next(seed) % count]; break;
        case 2: words[at] = others[next(seed) % other_count]; break;
        case 3: {
            size_t b = next(seed) % count;
            char *swap = words[at];
            words[at] = words[b];
            words[b] = swap;
            break;
        }
        }
    }
    size_t length = 1;
    for (size_t i = 0; i < count; i++)
        length += strlen(words[i]) + 1;
    char *result = calloc(1, length), *end = result;
    for (size_t i = 0; result && i < count; i++)
        end += sprintf(end, "%s ", words[i]);
    free(text);
    free(other);
    return result;
}

struct tally {
    size_t accepted;
    const char *broken; /* an invariant that does not hold */
};

static void check_norms(const struct model *model, struct tally *tally)
{
    for (size_t n = 0; n < model->norms.count; n++) {
        const struct model_norm *norm = &model->norms.items[n];
        if (!norm->cond || norm->clause >= model->clauses.count
            || norm->bearer >= model->vocab.node_count)
            tally->broken = "an id of a norm is out of range";
        if (norm->sign != SIGN_PERMIT && norm->holder_count == 0)
            tally->broken = "a prohibition or duty has no holder";
        if (norm->if_in_breach && norm->breach_count == 0)
            tally->broken = "a duty on breach has nothing to breach";
    }
    for (size_t r = 0; r < model->ranks.count; r++) {
        enum norm_sign a = model->norms.items[model->ranks.items[r].winner].sign;
        enum norm_sign b = model->norms.items[model->ranks.items[r].loser].sign;
        if (a == b || a == SIGN_DUTY || b == SIGN_DUTY)
            tally->broken = "a rank joins norms that are not opposite";
    }
}

static void look(struct checked *checked, void *context)
{
    struct tally *tally = context;
    if (checked->diags.errors > 0)
        return;
    tally->accepted++;
    check_norms(checked->model, tally);
}

static void mutated_policies_are_checked(void **state)
{
    (void)state;
    static struct corpus corpus;
    uint64_t seed = 1;
    struct tally tally = {0, NULL};
    load_corpus(&corpus);
    for (int i = 0; i < ROUNDS; i++) {
        char *text = mutate(&corpus, &seed);
        assert_non_null(text);
        bool ok = sema_fixture_text(text, heap_default(), look, &tally);
        if (!ok || tally.broken)
            fprintf(stderr, "round %d: %s\n%s\n", i, tally.broken ? tally.broken : "fault", text);
        free(text);
        assert_true(ok);
        assert_null(tally.broken);
    }
    for (size_t i = 0; i < corpus.count; i++)
        free(corpus.texts[i]);
    printf("%zu of %d accepted\n", tally.accepted, ROUNDS);
    assert_true(tally.accepted > ROUNDS / 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mutated_policies_are_checked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
