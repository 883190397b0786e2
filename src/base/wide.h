/* Unsigned 128-bit integers in two 64-bit words: what kappa, MCC and the exact sums need, in portable C. Pure, no state. */
#ifndef ML_BASE_WIDE_H
#define ML_BASE_WIDE_H

#include "base/quirks.h"

#include <stdbool.h>
#include <stdint.h>

/* The value hi * 2^64 + lo. */
typedef struct ml_wide {
    uint64_t hi, lo;
} ml_wide;

/* a + b and a - b modulo 2^128. */
static inline ml_wide ml_wide_add(ml_wide a, ml_wide b)
{
    ml_wide r = {a.hi + b.hi, a.lo + b.lo};
    r.hi += r.lo < a.lo;
    return r;
}

static inline ml_wide ml_wide_sub(ml_wide a, ml_wide b)
{
    ml_wide r = {a.hi - b.hi, a.lo - b.lo};
    r.hi -= a.lo < b.lo;
    return r;
}

static inline bool ml_wide_less(ml_wide a, ml_wide b) { return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo; }

static inline bool ml_wide_is_zero(ml_wide a) { return a.hi == 0 && a.lo == 0; }

/* The full product a * b from halves of 32 bits, and the same with the compiler's 128-bit integers where it has them. */
static inline ml_wide ml_wide_product_of_halves(uint64_t a, uint64_t b)
{
    const uint64_t low = 0xffffffffu;
    uint64_t ll = (a & low) * (b & low), lh = (a & low) * (b >> 32);
    uint64_t hl = (a >> 32) * (b & low), hh = (a >> 32) * (b >> 32);
    uint64_t middle = (ll >> 32) + (lh & low) + (hl & low);
    return (ml_wide){hh + (lh >> 32) + (hl >> 32) + (middle >> 32), (middle << 32) | (ll & low)};
}

static inline ml_wide ml_wide_product(uint64_t a, uint64_t b)
{
#if defined ML_UINT128
    ML_UINT128 product = (ML_UINT128)a * b;
    return (ml_wide){(uint64_t)(product >> 64), (uint64_t)product};
#else
    return ml_wide_product_of_halves(a, b);
#endif
}

/* The double nearest to a * 2^exponent, ties to even; exponent is 0 or -64 (no overflow, no subnormals). */
double ml_wide_to_double(ml_wide a, int exponent);

/* The double nearest to a - b, whichever is larger. */
double ml_wide_difference(ml_wide a, ml_wide b);

#endif
