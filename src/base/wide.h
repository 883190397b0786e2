/* Unsigned 128-bit integers in two 64-bit words: what kappa, MCC and the exact sums need, in portable C. Pure, no state. */
#ifndef ML_BASE_WIDE_H
#define ML_BASE_WIDE_H

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

/* The full product a * b. */
ml_wide ml_wide_product(uint64_t a, uint64_t b);

/* The double nearest to a * 2^exponent, ties to even; exponent is 0 or -64 (no overflow, no subnormals). */
double ml_wide_to_double(ml_wide a, int exponent);

/* The double nearest to a - b, whichever is larger. */
double ml_wide_difference(ml_wide a, ml_wide b);

#endif
