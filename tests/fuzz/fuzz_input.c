/* fuzz_input.c: libFuzzer's way into fuzz_input of targets.h. */
#include "targets.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    return fuzz_input(data, size);
}
