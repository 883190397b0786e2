/* Exact sums; see fixed.h. */
#include "base/fixed.h"

#include <math.h>

static const double two_64 = 18446744073709551616.0; /* 2^64 */
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
    /* Both parts are exact: `whole` is an integer below 2^63, the product scales by a power of two. */
    uint64_t whole = (uint64_t)size;
    ml_wide addend = {whole, (uint64_t)((size - (double)whole) * two_64)};
    const ml_fixed signed_addend = {x < 0 ? negate(addend) : addend};
    return ml_fixed_add_fixed(sum, &signed_addend);
}

double ml_fixed_to_double(const ml_fixed *sum)
{
    return negative(sum->bits) ? -ml_wide_to_double(negate(sum->bits), -64) : ml_wide_to_double(sum->bits, -64);
}
