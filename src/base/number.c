/* Numbers as text; see number.h. */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RAW_SIZE = 32 }; /* room for "d.dddddddddddddddde+xxx" */

/* "d.ddde+xx" with the given number of significant digits. */
static void scientific(double x, int n_digits, char *text) { snprintf(text, RAW_SIZE, "%.*e", n_digits - 1, x); }

/* Adds one to the last digit of "d.ddde+xx"; false where that would take another digit. */
static bool increment(char *text)
{
    for (char *at = strchr(text, 'e'); at-- > text;) {
        if (*at == '.')
            continue;
        if (*at != '9') {
            ++*at;
            return true;
        }
        *at = '0';
    }
    return false;
}

/* The shortest digits of x > 0. Normal numbers need 15 to 17 digits once trailing zeros are cut; only subnormal ones can do
 * with fewer that are not a prefix of those, so they are tried from one digit on. The nearest decimal of n digits does not
 * read back, but the next larger one may, where the doubles below x lie closer than those above: at powers of two. */
static void shortest(double x, char *text)
{
    for (int n = x < DBL_MIN ? 1 : 15; n < 17; n++) {
        scientific(x, n, text);
        if (!(strtod(text, NULL) < x) && !(strtod(text, NULL) > x))
            return;
        if (strtod(text, NULL) < x && increment(text) && !(strtod(text, NULL) > x))
            return;
    }
    scientific(x, 17, text);
}

/* Splits "d.ddde+xx" into digits without trailing zeros and the exponent of ten of the first digit. */
static int split(const char *text, char *digits)
{
    size_t n = 0;
    for (; *text != 'e'; text++)
        if (*text != '.')
            digits[n++] = *text;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    return (int)strtol(text + 1, NULL, 10);
}

char *ml_number_text(double x, char text[ML_NUMBER_TEXT_SIZE])
{
    if (x == 0)
        return strcpy(text, "0");
    char raw[RAW_SIZE], digits[RAW_SIZE];
    const char *sign = x < 0 ? "-" : "";
    shortest(fabs(x), raw);
    int exponent = split(raw, digits), n = (int)strlen(digits);
    if (exponent < -4 || exponent >= 16)
        snprintf(text, ML_NUMBER_TEXT_SIZE, "%s%c%s%se%c%02d", sign, digits[0], n > 1 ? "." : "", digits + 1,
                 exponent < 0 ? '-' : '+', abs(exponent));
    else if (exponent < 0)
        snprintf(text, ML_NUMBER_TEXT_SIZE, "%s0.%.*s%s", sign, -exponent - 1, "000", digits);
    else if (n <= exponent + 1)
        snprintf(text, ML_NUMBER_TEXT_SIZE, "%s%s%.*s", sign, digits, exponent + 1 - n, "000000000000000");
    else
        snprintf(text, ML_NUMBER_TEXT_SIZE, "%s%.*s.%s", sign, exponent + 1, digits, digits + exponent + 1);
    return text;
}

bool ml_number_parse(const char *text, size_t n, double *x)
{
    char copy[512], *end;
    if (n == 0 || n >= sizeof copy)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!strchr("0123456789+-.eE", text[i]) || text[i] == '\0')
            return false;
    memcpy(copy, text, n);
    copy[n] = '\0';
    double value = strtod(copy, &end);
    if (end != copy + n || !isfinite(value))
        return false;
    *x = value;
    return true;
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
