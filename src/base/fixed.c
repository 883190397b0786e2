/* Exact sums; see fixed.h. */
#include "base/fixed.h"

#include <math.h>

static const double two_32 = 4294967296.0;
static const double two_63 = 9223372036854775808.0;

static bool negative(ml_wide a) { return a.hi >> 63; }

static ml_wide negate(ml_wide a) { return ml_wide_sub((ml_wide){0, 0}, a); }

bool ml_fixed_add_fixed(ml_fixed *sum, const ml_fixed *other)
{
    ml_wide total = ml_wide_add(sum->bits, other->bits);
    /* Two's complement overflow: both addends have a sign that the sum has not. */
    if (negative(sum->bits) == negative(other->bits) && negative(total) != negative(other->bits))
        return false;
    sum->bits = total;
    return true;
}

bool ml_fixed_add(ml_fixed *sum, double x)
{
    double size = fabs(x);
    if (!(size < two_63)) /* also NaN */
        return false;
    /* All parts are exact: integers below 2^63, and products with powers of two. (Conversions to signed integers, because
     * many processors have no others.) */
    int64_t whole = (int64_t)size;
    double fraction = (size - (double)whole) * two_32;
    int64_t high = (int64_t)fraction, low = (int64_t)((fraction - (double)high) * two_32);
    ml_wide addend = {(uint64_t)whole, (uint64_t)high << 32 | (uint64_t)low};
    const ml_fixed signed_addend = {x < 0 ? negate(addend) : addend};
    return ml_fixed_add_fixed(sum, &signed_addend);
}

double ml_fixed_to_double(const ml_fixed *sum)
{
    return negative(sum->bits) ? -ml_wide_to_double(negate(sum->bits), -64) : ml_wide_to_double(sum->bits, -64);
}
