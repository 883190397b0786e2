/* PNG, read as labels in every reading. */
#include "../crc.h"
#include "images.h"

const char ml_fuzz_name[] = "png";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    for (int reading = 0; fuzz_is(&source, "a PNG") && reading < ML_N_READINGS; reading++)
        fuzz_label_images(&source, (ml_reading)reading, false, false);
    return 0;
}

#ifdef ML_FUZZING

static uint32_t read_32(const uint8_t *from)
{
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

/* Most changed chunks get the check sum that belongs to them. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t max, unsigned seed)
{
    n = LLVMFuzzerMutate(bytes, n, max);
    for (size_t at = 8; seed % 8 && at + 12 <= n;) { /* at the length of a chunk */
        size_t length = read_32(bytes + at);
        if (length > n - at - 12)
            break;
        uint32_t crc = crc_of(bytes + at + 4, length + 4);
        for (size_t i = 0; i < 4; i++)
            bytes[at + 8 + length + i] = (uint8_t)(crc >> (24 - 8 * i));
        at += length + 12;
    }
    return n;
}

#endif
