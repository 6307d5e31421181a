/* test_threads.c: one table, many threads, an evaluator each; also run under the thread
 * sanitizer (.ci/test). Every thread must see what one alone sees. */
#include <polc/polc.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <pthread.h>

#include <cmocka.h>

#define THREADS 4
#define ROUNDS 25

static const char deployments[] =
    "{\"product\": \"Frontier\", \"host\": \"AWS\", \"model_host\": \"AWS\", \"calls_model\": true,"
    " \"via_api\": false, \"memory\": \"stateful\", \"stage\": \"ga\"}\n"
    "{\"product\": \"Frontier\", \"host\": \"GCP\"}\n"
    "{\"product\": \"Frontier\", \"host\": {\"each\": \"Microsoft\"}}\n"
    "{\"product\": \"model_api\", \"host\": [\"AWS\", \"Azure\"], \"calls_model\": true}\n"
    "{\"product\": \"ChatGPT\", \"capacity\": {\"from\": 5, \"to\": 2000}}\n"
    "{}\n";

struct digest {
    size_t results;
    uint64_t sum;
};

static int add(void *context, const polc_result *result)
{
    struct digest *digest = context;
    digest->results++;
    digest->sum = digest->sum * 31 + (uint64_t)polc_result_verdict(result);
    digest->sum = digest->sum * 31 + polc_result_possible(result);
    digest->sum = digest->sum * 31 + polc_result_clause_count(result);
    digest->sum = digest->sum * 31 + polc_result_fact_count(result);
    return 0;
}

struct worker {
    const polc_table *table;
    struct digest digest;
    polc_status status;
};

static void *work(void *argument)
{
    struct worker *worker = argument;
    polc_eval_options options = POLC_OPTIONS(options);
    polc_evaluator *evaluator;
    options.on = "2026-06-01";
    worker->status = polc_evaluator_new(worker->table, &options, &evaluator);
    for (int i = 0; i < ROUNDS && worker->status == POLC_OK; i++) {
        polc_document document = {"threads.ndjson", deployments, sizeof deployments - 1,
                                  POLC_DOCUMENT_NDJSON};
        worker->status =
            polc_evaluator_read(evaluator, &document, add, &worker->digest, NULL);
    }
    polc_evaluator_free(evaluator);
    return NULL;
}

static void threads_share_a_table(void **state)
{
    (void)state;
    const char *path = "tests/spec/example.pol";
    polc_policy *policy;
    polc_table *table;
    assert_int_equal(polc_policy_load(&path, 1, NULL, &policy), POLC_OK);
    assert_int_equal(polc_policy_compile(policy, &table), POLC_OK);
    polc_policy_free(policy);
    struct worker alone = {.table = table};
    work(&alone);
    assert_int_equal(alone.status, POLC_OK);
    assert_int_equal(alone.digest.results, 6 * ROUNDS);
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.table = table};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(workers[i].status, POLC_OK);
        assert_int_equal(workers[i].digest.results, alone.digest.results);
        assert_true(workers[i].digest.sum == alone.digest.sum);
    }
    polc_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_share_a_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
