/* yaml.c: see yaml.h. */
#include "emit/yaml.h"

#include "emit/json.h"

#include <string.h>
#include <strings.h>

/* Words that YAML, in either of its versions, or a description takes for something else. */
static bool is_word(const char *name)
{
    static const char *const words[] = {"yes", "no", "true", "false", "null", "on", "off", "y", "n",
                                        "unknown", "never", "none"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i], name) == 0)
            return true;
    return false;
}

static bool is_plain(const char *name)
{
    static const char first[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char more[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789-. ()";
    size_t length = strlen(name);
    return length && strspn(name, first) && strspn(name, more) == length
           && name[length - 1] != ' ' && !is_word(name);
}

void yaml_name(const char *name, struct strbuf *out)
{
    if (is_plain(name))
        strbuf_text(out, name);
    else
        json_string(out, name);
}

void yaml_leaf(const struct table *table, uint32_t var, int64_t value, struct strbuf *out)
{
    const struct vocab_var *v = &table->vocab.vars[var];
    const char *name = vocab_leaf_name(&table->vocab, var, (uint32_t)value);
    bool none = v->or_none && value == (int64_t)v->leaf_count - 1;
    if (none || v->leaf_kind == VOCAB_YES_NO)
        strbuf_text(out, name);
    else
        yaml_name(name, out);
}
