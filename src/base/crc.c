/* CRC-32; see crc.h. */
#include "base/crc.h"

#ifdef HAVE_ISAL
#include <isa-l/crc.h>

uint32_t ml_crc32_more(uint32_t crc, const void *bytes, size_t n) { return crc32_gzip_refl(crc, bytes, n); }

#else
#include <zlib.h>

enum { MAX_AT_ONCE = 1 << 30 }; /* zlib counts in unsigned int */

uint32_t ml_crc32_more(uint32_t crc, const void *bytes, size_t n)
{
    const Bytef *at = bytes;
    while (n > 0) {
        size_t some = n < MAX_AT_ONCE ? n : MAX_AT_ONCE;
        crc = (uint32_t)crc32(crc, at, (uInt)some);
        at += some;
        n -= some;
    }
    return crc;
}
#endif

uint32_t ml_crc32(const void *bytes, size_t n) { return ml_crc32_more(0, bytes, n); }

/* The product of two polynomials modulo that of the sum. The highest bit of each is the coefficient of 1. */
static uint32_t multiply(uint32_t a, uint32_t b)
{
    uint32_t product = 0;
    for (uint32_t bit = UINT32_C(1) << 31; bit; bit >>= 1) {
        product ^= a & bit ? b : 0;
        b = b & 1 ? b >> 1 ^ UINT32_C(0xedb88320) : b >> 1;
    }
    return product;
}

/* Behind the first bytes the sum goes on as if n_second bytes of zeros followed: it is multiplied by x^8 for each. The ones
 * that sums begin and end with cancel out. */
uint32_t ml_crc32_join(uint32_t first, uint32_t second, uint64_t n_second)
{
    uint32_t power = UINT32_C(1) << 23; /* x^8, and its squares */
    for (; n_second; n_second >>= 1) {
        if (n_second & 1)
            first = multiply(power, first);
        power = multiply(power, power);
    }
    return first ^ second;
}
