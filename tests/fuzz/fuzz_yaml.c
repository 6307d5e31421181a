/* fuzz_yaml.c: libFuzzer's way into fuzz_yaml of targets.h. */
#include "targets.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    return fuzz_yaml(data, size);
}
