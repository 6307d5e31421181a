/* fuzz_image.c: libFuzzer's way into fuzz_image of targets.h. */
#include "targets.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    return fuzz_image(data, size);
}
