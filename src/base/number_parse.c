/* Text to numbers; see number.h.
 *
 * Up to 19 digits are collected as an integer w. The value w * 10^e is computed exactly in doubles where both fit (Clinger
 * 1990), else from a 128-bit power of ten (as Lemire's algorithm of 2021 does): the power is at most one unit of its last bit
 * off, so the true value lies between two products, and if both round to the same double, that is the one. Otherwise, and for
 * more digits, subnormal and huge numbers, the C library decides; it is asked for perhaps one number in 2^50. */
#include "base/number.h"

#include "base/powers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXT = 512, MAX_DIGITS = 19, MAX_EXPONENT = 99999 };

/* A number's text, taken apart: (-1)^negative * digits * 10^exponent. */
typedef struct decimal {
    const char *end;
    uint64_t digits;
    int exponent;
    bool negative;
    bool many;    /* more digits than `digits` can hold */
    bool is_json; /* no plus, digits on both sides of the point, no leading zero */
} decimal;

static bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

/* Adds the digits at `at` to d; returns the first place behind them. */
static const char *take_digits(const char *at, const char *end, decimal *d)
{
    uint64_t digits = d->digits;
    for (; at < end && is_digit(*at); at++)
        digits = digits * 10 + (uint64_t)(*at - '0'); /* a wrap is noticed by the number of digits */
    d->digits = digits;
    return at;
}

/* The exponent behind "e"; NULL when there is none. */
static const char *take_exponent(const char *at, const char *end, decimal *d)
{
    bool negative = at < end && *at == '-';
    int exponent = 0;
    at += at < end && (*at == '-' || *at == '+');
    if (at == end || !is_digit(*at))
        return NULL;
    for (; at < end && is_digit(*at); at++)
        exponent = exponent < MAX_EXPONENT ? exponent * 10 + (*at - '0') : exponent;
    d->exponent += negative ? -exponent : exponent;
    return at;
}

/* Takes the number at the start of the text apart. False when there is none. */
static bool take_apart(const char *text, const char *end, decimal *d)
{
    const char *at = text;
    *d = (decimal){.negative = at < end && *at == '-', .is_json = true};
    d->is_json = !(at < end && *at == '+');
    at += at < end && (*at == '-' || *at == '+');
    const char *whole = at, *whole_end = at = take_digits(at, end, d), *fraction = at;
    if (at < end && *at == '.') {
        fraction = at + 1;
        at = take_digits(fraction, end, d);
        d->exponent = (int)(fraction - at);
        d->is_json = d->is_json && at > fraction;
    }
    size_t n = (size_t)(whole_end - whole) + (size_t)(at - fraction);
    if (n == 0 || at - text >= MAX_TEXT)
        return false;
    d->is_json = d->is_json && whole_end > whole && (*whole != '0' || whole_end == whole + 1);
    if (n > MAX_DIGITS) { /* leading zeros do not count */
        for (const char *zero = whole; zero < at && (*zero == '0' || *zero == '.'); zero++)
            n -= *zero == '0';
        d->many = n > MAX_DIGITS;
    }
    if (at < end && (*at == 'e' || *at == 'E') && !(at = take_exponent(at + 1, end, d)))
        return false;
    d->end = at;
    return true;
}

/* A product of 192 bits rounded to 53, ties to even; *up is the number of bits (0 or 1) that its top bit stands above 2^190. */
static uint64_t round_product(ml_wide high, uint64_t low, int *up)
{
    *up = (int)(high.hi >> 63);
    int shift = 10 + *up;
    uint64_t mantissa = high.hi >> shift, rest = high.hi & ((UINT64_C(1) << shift) - 1), half = UINT64_C(1) << (shift - 1);
    bool follows = high.lo != 0 || low != 0;
    return mantissa + (rest > half || (rest == half && (follows || (mantissa & 1))));
}

/* w * 10^e for w > 0, if it is a normal double and beyond doubt. */
static bool from_power(uint64_t w, int e, double *x)
{
    if (e < ML_POWER_MIN || e > ML_POWER_MAX)
        return false;
    ml_wide power = ml_powers_of_ten[e - ML_POWER_MIN];
    bool exact = e >= 0 && e <= ML_POWER_EXACT_MAX;
    if (!exact)
        power = ml_wide_sub(power, (ml_wide){0, 1}); /* the table rounds up */
    int zeros = ml_leading_zeros(w);
    w <<= zeros;
    ml_wide low = ml_wide_product(w, power.lo), high = ml_wide_add(ml_wide_product(w, power.hi), (ml_wide){0, low.hi});
    int up, up_above;
    uint64_t mantissa = round_product(high, low.lo, &up);
    if (!exact) { /* the true value lies between the product and the product plus w */
        uint64_t low_above = low.lo + w;
        ml_wide above = ml_wide_add(high, (ml_wide){0, low_above < w});
        if (round_product(above, low_above, &up_above) != mantissa || up_above != up)
            return false;
    }
    int log2_power = (int)(((int64_t)e * 1741647 + ((int64_t)4096 << 19)) >> 19) - 4096; /* of 10^e, rounded down */
    int exponent = log2_power + 11 + up - zeros;
    if (mantissa >> 53) {
        mantissa >>= 1;
        exponent++;
    }
    int biased = exponent + 52 + 1023;
    if (biased < 1 || biased > 2046)
        return false;
    uint64_t bits = (mantissa & ((UINT64_C(1) << 52) - 1)) | (uint64_t)biased << 52;
    memcpy(x, &bits, sizeof bits);
    return true;
}

static bool from_text(const char *text, size_t n, double *x)
{
    char copy[MAX_TEXT];
    if (n >= sizeof copy)
        return false;
    memcpy(copy, text, n);
    copy[n] = '\0';
    *x = strtod(copy, NULL);
    return isfinite(*x);
}

static bool convert(const decimal *d, const char *text, double *x)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double value;
    int e = d->exponent;
    if (d->many)
        return from_text(text, (size_t)(d->end - text), x);
    if (d->digits <= UINT64_C(1) << 53 && e >= -22 && e <= 22)
        value = e < 0 ? (double)d->digits / powers[-e] : (double)d->digits * powers[e];
    else if (d->digits == 0)
        value = 0;
    else if (!from_power(d->digits, e, &value))
        return from_text(text, (size_t)(d->end - text), x);
    *x = d->negative ? -value : value;
    return true;
}

bool ml_number_parse(const char *text, size_t n, double *x)
{
    decimal d;
    double value;
    if (n >= MAX_TEXT || !take_apart(text, text + n, &d) || d.end != text + n || !convert(&d, text, &value))
        return false;
    *x = value;
    return true;
}

size_t ml_number_scan(const char *text, size_t n, double *x)
{
    decimal d;
    double value;
    if (!take_apart(text, text + n, &d) || !d.is_json || !convert(&d, text, &value))
        return 0;
    *x = value;
    return (size_t)(d.end - text);
}

bool ml_integer_parse(const char *text, size_t n, uint64_t max, uint64_t *value)
{
    uint64_t v = 0;
    if (n == 0 || (n > 1 && text[0] == '0'))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (digit > max || v > (max - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *value = v;
    return true;
}
