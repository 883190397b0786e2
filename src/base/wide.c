/* 128-bit integers; see wide.h. */
#include "base/wide.h"

#include "base/quirks.h"

#include <math.h>

double ml_wide_to_double(ml_wide a, int exponent)
{
    if (ml_wide_is_zero(a))
        return 0;
    int zeros = a.hi ? ml_leading_zeros(a.hi) : 64 + ml_leading_zeros(a.lo);
    /* Normalise so that the leading bit is bit 63 of `top`; what falls below it only matters as "not zero". */
    uint64_t top, rest;
    if (zeros >= 64) {
        top = a.lo << (zeros - 64);
        rest = 0;
    } else {
        top = zeros ? (a.hi << zeros) | (a.lo >> (64 - zeros)) : a.hi;
        rest = a.lo << zeros;
    }
    uint64_t mantissa = top >> 11, below = top & 0x7ff;
    if (below > 0x400 || (below == 0x400 && (rest != 0 || (mantissa & 1))))
        mantissa++;
    return ldexp((double)mantissa, 64 - zeros + 11 + exponent);
}

double ml_wide_difference(ml_wide a, ml_wide b)
{
    return ml_wide_less(a, b) ? -ml_wide_to_double(ml_wide_sub(b, a), 0) : ml_wide_to_double(ml_wide_sub(a, b), 0);
}
