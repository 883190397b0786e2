/* Exact sums; see fixed.h. */
#include "base/fixed.h"

#include <string.h>

/* Exponent field of a double whose highest bit is that of the whole part, 2^63. */
enum { EXPONENT_OF_TOP = 1023 + 63 };

static bool is_negative(ml_wide a) { return a.hi >> 63; }

static ml_wide negate(ml_wide a) { return ml_wide_sub((ml_wide){0, 0}, a); }

bool ml_fixed_add_fixed(ml_fixed *sum, const ml_fixed *other)
{
    ml_wide total = ml_wide_add(sum->bits, other->bits);
    /* Two's complement overflow: both addends have a sign that the sum has not. */
    if (is_negative(sum->bits) == is_negative(other->bits) && is_negative(total) != is_negative(other->bits))
        return false;
    sum->bits = total;
    return true;
}

bool ml_fixed_add(ml_fixed *sum, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    /* |x| = fraction 2^(exponent - 1075) with 53 bits in the fraction; without the hidden bit |x| is far below 2^-64. */
    int exponent = (int)(bits >> 52 & 0x7ff), right = EXPONENT_OF_TOP - exponent;
    if (right <= 0) /* 2^63 and above, and NaN */
        return false;
    uint64_t top = (bits & 0xfffffffffffffu) << 11 | UINT64_C(1) << 63; /* |x| at the top of 64.64, to be shifted right */
    uint64_t inside = (unsigned)right % 64, above = top >> inside, below = top << 1 << (63 - inside);
    ml_wide addend = {right < 64 ? above : 0, right < 64 ? below : right < 128 ? above : 0};
    const ml_fixed signed_addend = {bits >> 63 ? negate(addend) : addend};
    return ml_fixed_add_fixed(sum, &signed_addend);
}

/* a / 2^right, without what lies below 1. */
static ml_wide shift_right(ml_wide a, unsigned right)
{
    if (right >= 64)
        return (ml_wide){0, right < 128 ? a.hi >> (right - 64) : 0};
    return right > 0 ? (ml_wide){a.hi >> right, a.lo >> right | a.hi << (64 - right)} : a;
}

/* a 2^left; false where that has more than 127 bits. */
static bool shift_left(ml_wide a, unsigned left, ml_wide *shifted)
{
    bool fits = !is_negative(a);
    for (unsigned k = 0; k < left && fits && !ml_wide_is_zero(a); k++) {
        a = ml_wide_add(a, a);
        fits = !is_negative(a);
    }
    *shifted = a;
    return fits;
}

bool ml_fixed_add_times(ml_fixed *sum, double x, uint64_t n)
{
    uint64_t bits;
    ml_wide size;
    memcpy(&bits, &x, sizeof bits);
    const int exponent = (int)(bits >> 52 & 0x7ff); /* |x| = fraction 2^(exponent - 1075), as above */
    const uint64_t fraction = exponent > 0 ? (bits & 0xfffffffffffffu) | UINT64_C(1) << 52 : 0;
    const int left = exponent - (1075 - 64);
    const ml_wide product = shift_right(ml_wide_product(fraction, n), left < 0 ? (unsigned)-left : 0);
    if (exponent == 0x7ff || !shift_left(product, left > 0 ? (unsigned)left : 0, &size))
        return false;
    const ml_fixed addend = {bits >> 63 ? negate(size) : size};
    return ml_fixed_add_fixed(sum, &addend);
}

double ml_fixed_to_double(const ml_fixed *sum)
{
    return is_negative(sum->bits) ? -ml_wide_to_double(negate(sum->bits), -64) : ml_wide_to_double(sum->bits, -64);
}
