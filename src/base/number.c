/* Numbers to text; see number.h. Reading is in number_parse.c.
 *
 * The shortest digits are found as Raffaello Giulietti's Schubfach does (2020/2022): the interval of all decimals that read
 * back as x is scaled by a power of ten such that it holds at least one integer and at most one multiple of ten; the products
 * need 128-bit powers and rounding to odd, which keeps all comparisons exact. */
#include "base/number.h"

#include "base/powers.h"

#include <math.h>
#include <string.h>

enum { HIDDEN_BIT = 52, BIAS = 1075, MAX_DIGITS = 20 };

/* digits * 10^exponent */
typedef struct decimal {
    uint64_t digits;
    int exponent;
} decimal;

/* floor(x / 2^shift) also for negative x, which lie above -4096 * 2^shift. */
static int floor_shift(int64_t x, int shift) { return (int)((x + ((int64_t)4096 << shift)) >> shift) - 4096; }

/* The upper 128 bits of the 192-bit product, as an integer whose lowest bit also says whether anything follows. */
static uint64_t round_to_odd(ml_wide power, uint64_t factor)
{
    ml_wide low = ml_wide_product(power.lo, factor), high = ml_wide_product(power.hi, factor);
    ml_wide sum = ml_wide_add(high, (ml_wide){0, low.hi});
    return sum.hi | (sum.lo > 1);
}

/* The shortest decimal for c * 2^q; `narrow` where the doubles below lie closer than those above (powers of two). */
static decimal shortest(uint64_t c, int q, bool narrow)
{
    /* k = floor(log10 of the interval's width), h = what makes the product fit: constants of the paper, exact for doubles. */
    int k = floor_shift((int64_t)q * 1262611 - (narrow ? 524031 : 0), 22);
    int h = q + floor_shift((int64_t)-k * 1741647, 19) + 1;
    ml_wide power = ml_powers_of_ten[-k - ML_POWER_MIN];
    uint64_t odd = c & 1;                               /* the ends of the interval read back as x only when c is even */
    uint64_t value = round_to_odd(power, (4 * c) << h); /* four times x, scaled */
    uint64_t least = round_to_odd(power, (4 * c - 2 + narrow) << h) + odd;
    uint64_t most = round_to_odd(power, (4 * c + 2) << h) - odd;
    uint64_t s = value / 4;
    if (s >= 10) {
        uint64_t ten = s / 10;
        bool down = least <= 40 * ten, up = 40 * ten + 40 <= most;
        if (down != up)
            return (decimal){ten + up, k + 1};
    }
    bool down = least <= 4 * s, up = 4 * s + 4 <= most;
    if (down != up)
        return (decimal){s + up, k};
    uint64_t middle = 4 * s + 2;
    return (decimal){s + (value > middle || (value == middle && (s & 1))), k};
}

/* The decimal of x > 0. */
static decimal to_decimal(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t fraction = bits & ((UINT64_C(1) << HIDDEN_BIT) - 1);
    int biased = (int)(bits >> HIDDEN_BIT);
    if (biased == 0)
        return shortest(fraction, 1 - BIAS, false);
    uint64_t c = fraction | UINT64_C(1) << HIDDEN_BIT;
    int q = biased - BIAS;
    if (q <= 0 && q > -53 && (c & ((UINT64_C(1) << -q) - 1)) == 0)
        return (decimal){c >> -q, 0}; /* whole numbers below 2^53 */
    return shortest(c, q, fraction == 0 && biased > 1);
}

static const char pairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

size_t ml_integer_write(uint64_t n, char text[ML_NUMBER_TEXT_SIZE])
{
    char digits[MAX_DIGITS];
    size_t at = sizeof digits;
    if (n < 10) {
        text[0] = (char)('0' + n);
        return 1;
    }
    for (; n >= 100; n /= 100)
        memcpy(digits + (at -= 2), pairs + 2 * (n % 100), 2);
    if (n >= 10)
        memcpy(digits + (at -= 2), pairs + 2 * n, 2);
    else
        digits[--at] = (char)('0' + n);
    memcpy(text, digits + at, sizeof digits - at);
    return sizeof digits - at;
}

/* "e-07" behind the digits; returns the length. */
static size_t write_exponent(int exponent, char *text)
{
    unsigned size = exponent < 0 ? (unsigned)-exponent : (unsigned)exponent;
    size_t n = 0;
    text[n++] = 'e';
    text[n++] = exponent < 0 ? '-' : '+';
    if (size >= 100)
        text[n++] = (char)('0' + size / 100);
    memcpy(text + n, pairs + 2 * (size % 100), 2);
    return n + 2;
}

/* Lays n digits out, the first of which stands for 10^exponent. */
static size_t lay_out(const char *digits, size_t n, int exponent, char *text)
{
    size_t length = 0;
    if (exponent < -4 || exponent >= 16) {
        text[length++] = digits[0];
        if (n > 1) {
            text[length++] = '.';
            memcpy(text + length, digits + 1, n - 1);
            length += n - 1;
        }
        return length + write_exponent(exponent, text + length);
    }
    if (exponent < 0) {
        memcpy(text, "0.000", 5);
        length = 1 + (size_t)-exponent;
        memcpy(text + length, digits, n);
        return length + n;
    }
    size_t n_whole = (size_t)exponent + 1;
    if (n <= n_whole) {
        memcpy(text, digits, n);
        memset(text + n, '0', n_whole - n);
        return n_whole;
    }
    memcpy(text, digits, n_whole);
    text[n_whole] = '.';
    memcpy(text + n_whole + 1, digits + n_whole, n - n_whole);
    return n + 1;
}

size_t ml_number_write(double x, char text[ML_NUMBER_TEXT_SIZE])
{
    char digits[ML_NUMBER_TEXT_SIZE];
    size_t sign = x < 0;
    text[0] = '-'; /* overwritten where there is no sign */
    double size = fabs(x);
    if (!(size > 0)) {
        text[0] = '0';
        return 1;
    }
    decimal d = to_decimal(size);
    if (d.exponent == 0 && d.digits < UINT64_C(10000000000000000))
        return sign + ml_integer_write(d.digits, text + sign);
    while (d.digits % 10 == 0) {
        d.digits /= 10;
        d.exponent++;
    }
    size_t n = ml_integer_write(d.digits, digits);
    return sign + lay_out(digits, n, d.exponent + (int)n - 1, text + sign);
}

char *ml_number_text(double x, char text[ML_NUMBER_TEXT_SIZE])
{
    text[ml_number_write(x, text)] = '\0';
    return text;
}
