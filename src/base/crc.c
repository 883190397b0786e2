/* CRC-32; see crc.h. Four bytes a step: of each the table says what its bits come to behind the bytes that follow it. */
#include "base/crc.h"

enum { N_SLICES = 4 };

/* An entry of a table is the sum of those of its bits, which are what the macros take: a to h, that of 1 first. */
#define BIT(n, bit, value) ((n) & (bit) ? UINT32_C(value) : 0)
#define ENTRY(n, a, b, c, d, e, f, g, h)                                                                                       \
    (BIT(n, 1, a) ^ BIT(n, 2, b) ^ BIT(n, 4, c) ^ BIT(n, 8, d) ^ BIT(n, 16, e) ^ BIT(n, 32, f) ^ BIT(n, 64, g) ^ BIT(n, 128, h))
#define FOUR(n, ...) ENTRY(n, __VA_ARGS__), ENTRY(n + 1, __VA_ARGS__), ENTRY(n + 2, __VA_ARGS__), ENTRY(n + 3, __VA_ARGS__)
#define SIXTEEN(n, ...) FOUR(n, __VA_ARGS__), FOUR(n + 4, __VA_ARGS__), FOUR(n + 8, __VA_ARGS__), FOUR(n + 12, __VA_ARGS__)
#define SIXTY_FOUR(n, ...)                                                                                                     \
    SIXTEEN(n, __VA_ARGS__), SIXTEEN(n + 16, __VA_ARGS__), SIXTEEN(n + 32, __VA_ARGS__), SIXTEEN(n + 48, __VA_ARGS__)
#define TABLE(...)                                                                                                             \
    {                                                                                                                          \
        SIXTY_FOUR(0, __VA_ARGS__), SIXTY_FOUR(64, __VA_ARGS__), SIXTY_FOUR(128, __VA_ARGS__), SIXTY_FOUR(192, __VA_ARGS__)    \
    }

/* tables[k]: of a byte that k bytes of zeros follow. */
static const uint32_t tables[N_SLICES][256] = {
    TABLE(0x77073096, 0xee0e612c, 0x076dc419, 0x0edb8832, 0x1db71064, 0x3b6e20c8, 0x76dc4190, 0xedb88320),
    TABLE(0x191b3141, 0x32366282, 0x646cc504, 0xc8d98a08, 0x4ac21251, 0x958424a2, 0xf0794f05, 0x3b83984b),
    TABLE(0x01c26a37, 0x0384d46e, 0x0709a8dc, 0x0e1351b8, 0x1c26a370, 0x384d46e0, 0x709a8dc0, 0xe1351b80),
    TABLE(0xb8bc6765, 0xaa09c88b, 0x8f629757, 0xc5b428ef, 0x5019579f, 0xa032af3e, 0x9b14583d, 0xed59b63b),
};

uint32_t ml_crc32(const void *bytes, size_t n)
{
    const unsigned char *at = bytes, *end = at + n;
    uint32_t crc = UINT32_MAX;
    for (; end - at >= N_SLICES; at += N_SLICES) {
        crc ^= (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
        crc = tables[3][crc & 255] ^ tables[2][crc >> 8 & 255] ^ tables[1][crc >> 16 & 255] ^ tables[0][crc >> 24];
    }
    for (; at < end; at++)
        crc = tables[0][(crc ^ *at) & 255] ^ crc >> 8;
    return ~crc;
}
