/* The check sum of PNG and zip, for tests that make such files: bit by bit, unlike the libraries that are tested. */
#ifndef ML_TESTS_CRC_H
#define ML_TESTS_CRC_H

#include <stddef.h>
#include <stdint.h>

static inline uint32_t crc_of(const uint8_t *bytes, size_t n)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
    }
    return ~crc;
}

#endif
