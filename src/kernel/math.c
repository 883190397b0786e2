/* Elementary functions; see math.h. */
#include "kernel/math.h"

#include "kernel/math_constants.h"

#include <stdint.h>
#include <string.h>

static uint64_t bits_of(double x)
{
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}

static double from_bits(uint64_t u)
{
    double x;
    memcpy(&x, &u, sizeof x);
    return x;
}

/* 2^k for -1022 <= k <= 1023. */
static double power_of_two(int k) { return from_bits((uint64_t)(k + 1023) << 52); }

/* x = 2^k m with m in [sqrt(1/2), sqrt(2)); then log x = k ln 2 + log m, and with s = (m-1)/(m+1)
 *     log m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...), |s| < 0.1716:
 * the terms after s^21 stay below 2^-58 of the first. Written as f - s (f - R) with f = m - 1 and R the series from s^2 on
 * (2s = f - s f), so that the rounding error of s does not reach the leading term. */
double ml_log(double x)
{
    int k = 0;
    if (x == 0)
        return -__builtin_inf();
    if (x < DBL_MIN) {
        x *= 0x1p54;
        k = -54;
    }
    uint64_t u = bits_of(x);
    /* Shift the exponent's border from 1 to sqrt(2): the offset is the distance of their bit patterns. */
    u += (uint64_t)(ML_ONE_BITS - ML_ROOT_HALF_BITS);
    k += (int)(u >> 52) - 1023;
    double m = from_bits((u & (uint64_t)ML_FRACTION_BITS) + (uint64_t)ML_ROOT_HALF_BITS);

    double f = m - 1, s = f / (2 + f), z = s * s;
    double r = 2.0 / 21;
    r = r * z + 2.0 / 19;
    r = r * z + 2.0 / 17;
    r = r * z + 2.0 / 15;
    r = r * z + 2.0 / 13;
    r = r * z + 2.0 / 11;
    r = r * z + 2.0 / 9;
    r = r * z + 2.0 / 7;
    r = r * z + 2.0 / 5;
    r = r * z + 2.0 / 3;
    r = r * z;
    double dk = k;
    return dk * ML_LN2_HIGH + (f - (s * (f - r) - dk * ML_LN2_LOW));
}

/* x = k ln 2 + r with |r| <= ln(2)/2; e^r by its Taylor series, whose terms after r^13 stay below 2^-57. */
double ml_exp(double x)
{
    x = x > ML_EXP_MIN ? x : ML_EXP_MIN;
    x = x < ML_EXP_MAX ? x : ML_EXP_MAX;
    double dk = (x * ML_INVERSE_LN2 + ML_ROUNDER) - ML_ROUNDER;
    double r = (x - dk * ML_LN2_HIGH) - dk * ML_LN2_LOW;
    double e = 1.0 / 6227020800; /* 1/13! */
    e = e * r + 1.0 / 479001600;
    e = e * r + 1.0 / 39916800;
    e = e * r + 1.0 / 3628800;
    e = e * r + 1.0 / 362880;
    e = e * r + 1.0 / 40320;
    e = e * r + 1.0 / 5040;
    e = e * r + 1.0 / 720;
    e = e * r + 1.0 / 120;
    e = e * r + 1.0 / 24;
    e = e * r + 1.0 / 6;
    e = e * r + 1.0 / 2;
    e = 1 + (r + r * r * e);
    /* In two steps, because 2^k itself may lie outside the normal range. */
    int k = (int)dk, half = k / 2;
    return e * power_of_two(half) * power_of_two(k - half);
}

double ml_pow(double base, double exponent)
{
    if (exponent == 0)
        return 1;
    if (exponent == 1 || base == 0 || base == 1)
        return base;
    if (exponent == 2)
        return base * base;
    double power = exponent * ml_log(base);
    return power < -750 ? 0 : power > 750 ? __builtin_inf() : ml_exp(power);
}
