/* What files say of their pixels; see file_facts.h. */
#include "format/file_facts.h"

#include "base/number.h"
#include "base/quirks.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* The nearest number that has 11 bits and the exponents of IEEE half precision. */
static double round_to_half(double x)
{
    double size = fabs(x);
    if (!(size < 65520)) /* rounds up to 2^16, which is infinite; NaN stays */
        return isnan(x) ? x : x < 0 ? -(double)INFINITY : (double)INFINITY;
    double unit = 0x1p-24;
    while (unit * 2048 <= size)
        unit *= 2;
    double whole = floor(size / unit), rest = size / unit - whole;
    bool up = rest > 0.5 || (!(rest < 0.5) && fmod(whole, 2) > 0);
    return (x < 0 ? -1 : 1) * (whole + (up ? 1 : 0)) * unit;
}

bool ml_no_data_in_type(const ml_file_facts *facts, const char *code, double *value)
{
    /* What a whole number of the type may be; of 64 bits, the largest doubles below. */
    static const struct {
        const char *code;
        double least, most;
    } integers[] = {{"b1", 0, 1},
                    {"u1", 0, 255},
                    {"u2", 0, 65535},
                    {"u4", 0, 4294967295.},
                    {"u8", 0, 18446744073709549568.},
                    {"i1", -128, 127},
                    {"i2", -32768, 32767},
                    {"i4", -2147483648., 2147483647.},
                    {"i8", -9223372036854775808., 9223372036854774784.}};
    const double x = facts->no_data, whole = nearbyint(x);
    if (!facts->has_no_data)
        return false;
    for (size_t t = 0; t < ML_COUNT(integers); t++)
        if (strcmp(code, integers[t].code) == 0) {
            const bool is_one = whole >= integers[t].least && whole <= integers[t].most;
            if (is_one)
                *value = whole;
            return is_one;
        }
    *value = strcmp(code, "f4") == 0 ? (double)(float)x : strcmp(code, "f2") == 0 ? round_to_half(x) : x;
    return true;
}

bool ml_file_facts_same_no_data(const ml_file_facts *a, const ml_file_facts *b)
{
    const double x = a->no_data, y = b->no_data;
    return a->has_no_data == b->has_no_data && (!a->has_no_data || (isnan(x) && isnan(y)) || (x <= y && x >= y));
}

/* Whether the ground of the file is none: column and row themselves. */
static bool is_identity(const ml_file_facts *f)
{
    static const double identity[6] = {0, 1, 0, 0, 0, 1};
    for (size_t i = 0; i < 6; i++)
        if (f->ground[i] < identity[i] || f->ground[i] > identity[i])
            return false;
    return true;
}

const char *ml_ground_text(const ml_file_facts *facts, char text[ML_GROUND_TEXT_SIZE])
{
    char number[ML_NUMBER_TEXT_SIZE];
    size_t n = 0;
    for (size_t i = 0; i < 6 && n < ML_GROUND_TEXT_SIZE; i++)
        n += (size_t)snprintf(text + n, ML_GROUND_TEXT_SIZE - n, "%s%s", i ? ", " : "",
                              ml_number_text(facts->ground[i], number));
    return text;
}

/* Whether a corner of the image lies more than half a pixel of a away. */
static bool grounds_differ(const ml_file_facts *a, const ml_file_facts *b, double width, double height)
{
    const double corners[4][2] = {{0, 0}, {width, 0}, {0, height}, {width, height}};
    double determinant = a->ground[1] * a->ground[5] - a->ground[2] * a->ground[4];
    for (size_t k = 0; k < 4; k++) {
        double x = 0, y = 0;
        double d[6];
        for (size_t i = 0; i < 6; i++)
            d[i] = b->ground[i] - a->ground[i];
        x = d[0] + d[1] * corners[k][0] + d[2] * corners[k][1];
        y = d[3] + d[4] * corners[k][0] + d[5] * corners[k][1];
        /* in pixels of a; the negated comparisons take NaN for a difference, and rounding is none */
        double column = (x * a->ground[5] - y * a->ground[2]) / determinant;
        double row = (y * a->ground[1] - x * a->ground[4]) / determinant;
        if (!(fabs(column) <= 0.5 + 1e-6) || !(fabs(row) <= 0.5 + 1e-6))
            return true;
    }
    return false;
}

const char *ml_direction_text(const ml_file_facts *facts, char text[ML_DIRECTION_TEXT_SIZE])
{
    static const char letters[7] = "IPL?RAS"; /* from -3 to 3 */
    size_t n = 0;
    for (size_t i = 0; i < 3 && facts->has_body; i++)
        text[n++] = letters[facts->direction[i] + 3];
    text[n] = '\0';
    return text;
}

/* Whether the axes are others: another order or sign, unless they only lie on both sides of the middle between two. */
static bool directions_differ(const ml_file_facts *a, const ml_file_facts *b)
{
    bool is_far = false;
    for (size_t j = 0; j < 3; j++) {
        double cosine = 0;
        for (size_t i = 0; i < 3; i++)
            cosine += a->body[j][i] * b->body[j][i];
        is_far = is_far || !(cosine >= 0.7071);
    }
    return is_far && memcmp(a->direction, b->direction, sizeof a->direction) != 0;
}

bool ml_file_facts_disagree(const ml_file_facts *a, const ml_file_facts *b, size_t width, size_t height,
                            char text[ML_FACTS_TEXT_SIZE])
{
    char of_a[ML_GROUND_TEXT_SIZE], of_b[ML_GROUND_TEXT_SIZE];
    if (a->has_body && b->has_body && directions_differ(a, b)) {
        char x[ML_DIRECTION_TEXT_SIZE], y[ML_DIRECTION_TEXT_SIZE];
        if (text)
            snprintf(text, ML_FACTS_TEXT_SIZE, "their affines point columns, rows and slices to %s and %s",
                     ml_direction_text(a, x), ml_direction_text(b, y));
        return true;
    }
    if (!a->has_ground || !b->has_ground || is_identity(a) || is_identity(b) ||
        !grounds_differ(a, b, (double)width, (double)height))
        return false;
    if (text) {
        snprintf(text, ML_FACTS_TEXT_SIZE, "their transforms are (%s) and (%s)", ml_ground_text(a, of_a),
                 ml_ground_text(b, of_b));
    }
    return true;
}
