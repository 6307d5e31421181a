/* fuzz_policy.c: libFuzzer's way into fuzz_policy of targets.h. */
#include "targets.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    return fuzz_policy(data, size);
}
