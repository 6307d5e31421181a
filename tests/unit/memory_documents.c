/* memory_documents.c: see memory_documents.h. */
#include "unit/memory_documents.h"

#include <unistd.h>

static const char policy[] =
    "policy \"Read\" dated 2026-01-01.\n"
    "kind party: Acme, Globex, other_party.\n"
    "actor deployer: party presumed Acme.\n"
    "choice host: party.\n"
    "fact region: (US, UK, DE).\n"
    "fact size: number from 0 to 100.\n"
    "agreement Master between Acme and Globex in force from 2026-01-01:\n"
    "  clause 1 \"No UK\": \"Not there.\" Acme shall not deploy where region is UK\n"
    "    and host is Globex and size > 5.\n"
    "  clause 2: Acme owes Globex \"a report\" within 1 month where region is DE.\n"
    "input plan for documents with \"/changes\":\n"
    "  each \"/changes/*\" where \"/action\" is \"create\";\n"
    "  name is \"/address\";\n"
    "  host is \"/provider\" with \"azure*\" as Globex, otherwise other_party;\n"
    "  region is \"/after/location\" with \"uk*\" as UK, \"us*\" as US, \"de*\" as DE;\n"
    "  size is \"/after/size\";\n"
    "  unknown at \"/unknown\" for \"/after\".\n"
    "input row for documents with \"/country\":\n"
    "  each \"\";\n"
    "  name is \"/site\";\n"
    "  host is \"/cloud\" with \"azure*\" as Globex, otherwise other_party;\n"
    "  region is \"/country\" with \"GB\" as UK, \"US\" as US, \"DE\" as DE;\n"
    "  size is \"/size\".\n";

static polc_table *table;
static struct api_buffer texts[DOCUMENTS];
static char plan_path[64];
polc_document memory_documents[DOCUMENTS];

static void add(struct api_buffer *buffer, const char *text)
{
    api_append(buffer, text, strlen(text));
}

static void add_elements(struct api_buffer *plan, int i)
{
    char line[700];
    snprintf(line, sizeof line,
             "%s{\"address\": \"a%d\", \"action\": \"create\", \"provider\": \"azure\",\n"
             "  \"after\": {\"location\": \"uksouth\", \"size\": 7}, \"unknown\": {}},\n"
             " {\"address\": \"b%d\", \"action\": \"create\", \"provider\": \"azure\",\n"
             "  \"after\": {\"location\": \"uk\"}, \"unknown\": {\"size\": true}},\n"
             " {\"address\": \"c%d\", \"action\": \"delete\", \"provider\": \"x\"},\n"
             " {\"address\": \"d%d\", \"action\": \"create\", \"provider\": \"aws\",\n"
             "  \"after\": {\"location\": [\"us-1\", \"de\\u002d1\"], \"size\": 5}}",
             i ? ",\n " : "", i, i, i, i);
    add(plan, line);
}

static void make_texts(void)
{
    char line[200];
    add(&texts[PLAN], "{\"changes\": [\n ");
    add(&texts[ROWS], "site,cloud,country,size\n");
    for (int i = 0; i < REPEATED; i++) {
        add_elements(&texts[PLAN], i);
        snprintf(line, sizeof line, "x%d,\"azure-1\",GB,9\ny%d,aws,DE,1\n", i, i);
        add(&texts[ROWS], line);
        snprintf(line, sizeof line,
                 "{\"deployment\": \"n%d\", \"host\": \"Globex\", \"region\": \"UK\"}\n"
                 "{\"site\": \"m%d\", \"cloud\": \"azure\", \"country\": \"GB\", \"size\": 8}\n",
                 i, i);
        add(&texts[LINES], line);
        snprintf(line, sizeof line,
                 "%s&a%d {site: y%d, cloud: aws, country: DE}\n---\n"
                 "changes:\n- address: z%d\n  action: create\n  after: {location: ukwest}\n",
                 i ? "---\n" : "", i, i, i);
        add(&texts[STREAM], line);
        snprintf(line, sizeof line,
                 "%s{deployment: w%d, region: Mars}\n---\n{site: v, country: [AT], size: many}\n",
                 i ? "---\n" : "", i);
        add(&texts[BAD], line);
    }
    add(&texts[PLAN], "]}\n");
}

int memory_set_up(void **state)
{
    static const char *const names[DOCUMENTS] = {NULL, "stream.yaml", "rows.csv", "lines.ndjson",
                                                 "bad.yaml"};
    (void)state;
    table = api_compile_text(policy);
    make_texts();
    for (size_t i = 0; i < DOCUMENTS; i++)
        memory_documents[i] = (polc_document){names[i], texts[i].data, texts[i].length,
                                       POLC_DOCUMENT_BY_NAME};
    api_file(texts[PLAN].data, ".json", plan_path);
    memory_documents[PLAN] = (polc_document){.path = plan_path};
    return 0;
}

int memory_tear_down(void **state)
{
    (void)state;
    unlink(plan_path);
    for (size_t i = 0; i < DOCUMENTS; i++)
        free(texts[i].data);
    polc_table_free(table);
    return 0;
}

const polc_table *memory_table(void)
{
    return table;
}

static polc_status open_copy(const polc_heap *heap, polc_table **out)
{
    size_t length;
    const void *bytes = polc_table_bytes(table, &length);
    return polc_table_open_bytes(bytes, length, heap, out, NULL);
}

polc_status memory_evaluator(const polc_heap *heap,
                             polc_status use(polc_evaluator *evaluator, const polc_heap *heap))
{
    polc_table *copy;
    polc_evaluator *evaluator = NULL;
    polc_eval_options options = POLC_OPTIONS(options);
    options.on = "2026-06-01";
    polc_status status = open_copy(heap, &copy);
    if (status == POLC_OK)
        status = polc_evaluator_new(copy, &options, &evaluator);
    if (status == POLC_OK)
        status = use(evaluator, heap);
    polc_evaluator_free(evaluator);
    polc_table_free(copy);
    return status;
}

polc_status memory_expect(size_t index, polc_status status)
{
    if (status == POLC_ERROR_MEMORY)
        return status;
    assert_int_equal(status, index == BAD ? POLC_ERROR_INPUT : POLC_OK);
    return POLC_OK;
}

int memory_discard(void *context, const char *data, size_t length)
{
    (void)context;
    (void)data;
    (void)length;
    return 0;
}
