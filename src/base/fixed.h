/* Exact, associative sums: signed 64.64 fixed point in two 64-bit words (two's complement). Adding is exact, so the order of
 * the addends, threads, shards and merge trees cannot change a bit; only the conversion of an addend drops what lies below
 * 2^-64. */
#ifndef ML_BASE_FIXED_H
#define ML_BASE_FIXED_H

#include "base/quirks.h"
#include "base/wide.h"

/* The value (as a signed 128-bit number) / 2^64; {{0, 0}} is zero. */
typedef struct ml_fixed {
    ml_wide bits;
} ml_fixed;

/* *sum += x. False, and the sum untouched, when x is not finite or the sum leaves the range -2^63 .. 2^63. */
bool ml_fixed_add(ml_fixed *sum, double x) ML_MUST_USE;

/* *sum += n x, of which, too, only what lies below 2^-64 is dropped, once. The same failures, but that n x is to be in the
 * range. */
bool ml_fixed_add_times(ml_fixed *sum, double x, uint64_t n) ML_MUST_USE;

/* *sum += other, exactly. False, and the sum untouched, when it leaves the range. */
bool ml_fixed_add_fixed(ml_fixed *sum, const ml_fixed *other) ML_MUST_USE;

/* The double nearest to the sum, ties to even. */
double ml_fixed_to_double(const ml_fixed *sum);

#endif
