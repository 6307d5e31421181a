/* fuzz_json.c: libFuzzer's way into fuzz_json of targets.h. */
#include "targets.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    return fuzz_json(data, size);
}
