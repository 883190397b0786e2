/* Unpacks samples; see tiff_samples.h. */
#include "format/tiff_samples.h"

#include <string.h>

static bool is_big_endian_machine(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 0;
}

/* Stores the low bits of a number as one of 8, 16 or 32. */
static void store(const ml_tiff_samples *s, uint32_t value, uint8_t *to)
{
    uint32_t sign = UINT32_C(1) << (s->bits - 1);
    if (s->is_signed && value & sign)
        value |= ~(sign | (sign - 1));
    uint16_t middle = (uint16_t)value;
    uint8_t low = (uint8_t)value;
    memcpy(to, s->elem_bytes == 4 ? (const void *)&value : s->elem_bytes == 2 ? (const void *)&middle : &low, s->elem_bytes);
}

static void unpack_same(const ml_tiff_samples *s, const uint8_t *from, size_t n, uint8_t *to)
{
    memcpy(to, from, n * s->elem_bytes);
}

/* Three bytes in the order of this machine. */
static void unpack_24(const ml_tiff_samples *s, const uint8_t *from, size_t n, uint8_t *to)
{
    const size_t low = is_big_endian_machine() ? 2 : 0, high = 2 - low;
    for (size_t i = 0; i < n; i++, from += 3)
        store(s, (uint32_t)from[low] | (uint32_t)from[1] << 8 | (uint32_t)from[high] << 16, to + 4 * i);
}

/* The highest bit first, one sample after another. */
static void unpack_bits(const ml_tiff_samples *s, const uint8_t *from, size_t n, uint8_t *to)
{
    uint64_t pending = 0;
    unsigned n_pending = 0;
    for (size_t i = 0; i < n; i++) {
        for (; n_pending < s->bits; n_pending += 8)
            pending = pending << 8 | *from++;
        n_pending -= s->bits;
        store(s, (uint32_t)(pending >> n_pending & ((UINT64_C(1) << s->bits) - 1)), to + i * s->elem_bytes);
    }
}

ml_tiff_samples ml_tiff_samples_of(unsigned bits, bool is_signed)
{
    size_t elem_bytes = bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
    return (ml_tiff_samples){bits, is_signed, elem_bytes,
                             bits == 8 * elem_bytes ? unpack_same
                             : bits == 24           ? unpack_24
                                                    : unpack_bits};
}

void ml_tiff_order_samples(unsigned bits, bool is_big_endian, size_t n, uint8_t *bytes)
{
    size_t size = bits / 8;
    if ((bits != 16 && bits != 24 && bits != 32 && bits != 64) || is_big_endian == is_big_endian_machine())
        return;
    for (size_t at = 0; at + size <= n; at += size)
        for (size_t i = 0; i < size / 2; i++) {
            uint8_t kept = bytes[at + i];
            bytes[at + i] = bytes[at + size - 1 - i];
            bytes[at + size - 1 - i] = kept;
        }
}

/* So many at a time: compilers make vector operations of loops of known length. */
enum { SAMPLES_AT_ONCE = 32 };

void ml_tiff_widen(const uint8_t *restrict from, size_t n, uint16_t *restrict to)
{
    size_t i = 0;
    for (; i + SAMPLES_AT_ONCE <= n; i += SAMPLES_AT_ONCE)
        for (size_t k = 0; k < SAMPLES_AT_ONCE; k++)
            to[i + k] = from[i + k];
    for (; i < n; i++)
        to[i] = from[i];
}
