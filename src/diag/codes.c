/* codes.c: what codes.def says about each code, as tables indexed by enum diag_code. */
#include "diag/diag.h"

#include <string.h>

struct code {
    const char *id;
    enum diag_severity severity;
    const char *title, *text, *example;
};

static const struct code codes[DIAG_CODE_COUNT] = {
#define CODE(id, severity, name, title, text, example) \
    {#id, DIAG_##severity, title, text, example},
#include "diag/codes.def"
#undef CODE
};

const char *diag_code_id(enum diag_code code)
{
    return codes[code].id;
}

const char *diag_code_title(enum diag_code code)
{
    return codes[code].title;
}

const char *diag_code_text(enum diag_code code)
{
    return codes[code].text;
}

const char *diag_code_example(enum diag_code code)
{
    return codes[code].example;
}

enum diag_severity diag_code_severity(enum diag_code code)
{
    return codes[code].severity;
}

bool diag_code_find(const char *id, enum diag_code *out)
{
    for (int i = 0; i < DIAG_CODE_COUNT; i++) {
        if (strcmp(codes[i].id, id) == 0) {
            *out = (enum diag_code)i;
            return true;
        }
    }
    return false;
}

const char *diag_severity_name(enum diag_severity severity)
{
    switch (severity) {
    case DIAG_ERROR:
        return "error";
    case DIAG_WARNING:
        return "warning";
    case DIAG_HINT:
        return "hint";
    }
    return "";
}
