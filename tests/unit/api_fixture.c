/* api_fixture.c: see api_fixture.h. */
#include "unit/api_fixture.h"

#include <unistd.h>

static const char policy_text[] =
    "policy \"Small\" dated 2026-01-01.\n"
    "kind party: Acme, Globex, Initech.\n"
    "actor deployer: party presumed Acme.\n"
    "fact region: (US, UK, Gulf (UAE, Qatar)).\n"
    "fact notified: yes/no.\n"
    "term near: as read by Acme means region is UK; as read by Globex means region is not US.\n"
    "agreement Master between Acme and Globex in force from 2026-01-01:\n"
    "  clause 1 \"Grant\": Acme may deploy where region is Gulf.\n"
    "  clause 2 \"No US\" material: \"Not in the US.\" Acme shall not deploy where region is US\n"
    "    except (a) where notified.\n"
    "  clause 3: Acme shall not deploy where near and notified.\n"
    "  clause 4: Acme owes Globex \"a report\" within 1 month where notified.\n";

const char api_documents[] =
    "{deployment: gulf, region: Gulf, notified: no}\n---\n"
    "{deployment: us, region: US, notified: no}\n---\n"
    "{deployment: open, region: US}\n---\n"
    "{deployment: dispute, region: UAE, notified: yes}\n---\n"
    "{deployment: two, region: [UK, US], notified: no}\n";

static char folder[] = "/tmp/polc-api-XXXXXX";
char api_policy[64], api_table[64], api_cases[64], api_broken[64];

static void put(char *path, const char *name, const char *text)
{
    snprintf(path, 64, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

int api_set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    put(api_policy, "small.pol", policy_text);
    put(api_broken, "broken.pol", "policy \"Broken\" dated 2026-01-01.\nfact a: b.\n");
    put(api_cases, "cases.yaml",
        "- deployment: {region: US, notified: no}\n"
        "  on: 2026-02-01\n"
        "  expect: {verdict: prohibited, clauses: [Master 2]}\n"
        "- deployment: {region: Gulf, notified: no}\n"
        "  on: 2026-02-01\n"
        "  expect: {verdict: prohibited, duties: [Master 4]}\n");
    snprintf(api_table, sizeof api_table, "%s/small.pdt", folder);
    return 0;
}

int api_tear_down(void **state)
{
    (void)state;
    unlink(api_policy);
    unlink(api_table);
    unlink(api_cases);
    unlink(api_broken);
    return rmdir(folder);
}

static polc_table *compile_file(const char *path)
{
    polc_policy *policy;
    polc_table *table;
    assert_int_equal(polc_policy_load(&path, 1, NULL, &policy), POLC_OK);
    assert_int_equal(polc_policy_compile(policy, &table), POLC_OK);
    polc_policy_free(policy);
    return table;
}

polc_table *api_compile(void)
{
    return compile_file(api_policy);
}

void api_file(const char *text, const char *ending, char path[64])
{
    snprintf(path, 64, "/tmp/polc-text-XXXXXX%s", ending);
    int file = mkstemps(path, (int)strlen(ending));
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
}

polc_table *api_compile_text(const char *policy)
{
    char path[64];
    api_file(policy, ".pol", path);
    polc_table *table = compile_file(path);
    unlink(path);
    return table;
}

bool api_says(const struct api_buffer *buffer, const char *words)
{
    return memmem(buffer->data, buffer->length, words, strlen(words)) != NULL;
}

void api_begin(struct api_session *session, const char *policy, polc_report_format format)
{
    *session = (struct api_session){.table = api_compile_text(policy),
                                    .options = POLC_OPTIONS(session->options)};
    session->evaluator = api_evaluator(session->table, "2026-06-01");
    session->options.format = format;
    session->options.write = api_append;
    session->options.context = &session->buffer;
}

void api_end(struct api_session *session)
{
    polc_evaluator_free(session->evaluator);
    polc_table_free(session->table);
    free(session->buffer.data);
}

polc_evaluator *api_evaluator(const polc_table *table, const char *on)
{
    polc_evaluator *evaluator;
    polc_eval_options options = POLC_OPTIONS(options);
    options.on = on;
    assert_int_equal(polc_evaluator_new(table, &options, &evaluator), POLC_OK);
    return evaluator;
}

polc_document api_yaml(const char *text)
{
    polc_document document = {"d.yaml", text, strlen(text), POLC_DOCUMENT_YAML};
    return document;
}

int api_append(void *context, const char *data, size_t length)
{
    struct api_buffer *buffer = context;
    char *more = realloc(buffer->data, buffer->length + length + 1);
    assert_non_null(more);
    memcpy(more + buffer->length, data, length);
    buffer->data = more;
    buffer->length += length;
    more[buffer->length] = '\0';
    return 0;
}

int api_add_to_report(void *context, const polc_result *result)
{
    return polc_report_add(context, result) != POLC_OK;
}

struct api_buffer api_report(const polc_table *table, polc_report_format format)
{
    struct api_buffer buffer = {NULL, 0};
    polc_report *made;
    polc_counts counts;
    polc_document document = api_yaml(api_documents);
    polc_evaluator *evaluator = api_evaluator(table, "2026-02-01");
    polc_report_options options = POLC_OPTIONS(options);
    options.format = format;
    options.write = api_append;
    options.context = &buffer;
    assert_int_equal(polc_report_new(evaluator, &options, &made), POLC_OK);
    assert_int_equal(polc_evaluator_read(evaluator, &document, api_add_to_report, made, &counts),
                     POLC_OK);
    assert_int_equal(counts.evaluated, 5);
    assert_int_equal(polc_report_end(made, counts.refused), POLC_OK);
    polc_report_free(made);
    polc_evaluator_free(evaluator);
    return buffer;
}
