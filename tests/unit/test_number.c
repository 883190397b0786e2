/* base/number: the shortest text that reads back the same, and strict reading. */
#include "unit.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>

/* The oracle: the shortest text by trial, with printf and strtod. */
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

static char *slow_text(double x, char text[ML_NUMBER_TEXT_SIZE])
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

static double parsed(const char *text)
{
    double x = -1;
    EXPECT(ml_number_parse(text, strlen(text), &x), "'%s' is refused", text);
    return x;
}

START_TEST(chosen_numbers_have_the_expected_text)
{
    static const struct {
        double x;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0, "0"},
        {1, "1"},
        {-1, "-1"},
        {10, "10"},
        {0.1, "0.1"},
        {-0.25, "-0.25"},
        {0.3, "0.3"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {2.0 / 3, "0.6666666666666666"},
        {1e-7, "1e-07"},
        {1.5e-7, "1.5e-07"},
        {0.0001, "0.0001"},
        {0.00012, "0.00012"},
        {0.00001, "1e-05"},
        {9.999e-5, "9.999e-05"},
        {0.001, "0.001"},
        {0.01, "0.01"},
        {1e15, "1000000000000000"},
        {9999999999999998, "9999999999999998"},
        {1e16, "1e+16"},
        {1.5e16, "1.5e+16"},
        {1234567890123456, "1234567890123456"},
        {123456789012345.6, "123456789012345.6"},
        {12345.678, "12345.678"},
        {1e21, "1e+21"},
        {1e22, "1e+22"},
        {1e23, "1e+23"},
        {1e100, "1e+100"},
        {-1e-100, "-1e-100"},
        {9007199254740992, "9007199254740992"},
        {9007199254740994, "9007199254740994"},
        {18014398509481984, "1.8014398509481984e+16"},
        {5e-324, "5e-324"},
        {-5e-324, "-5e-324"},
        {1e-323, "1e-323"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {-DBL_MAX, "-1.7976931348623157e+308"},
        {DBL_EPSILON, "2.220446049250313e-16"},
        {0x1p-1017, "7.120236347223045e-307"},
        {1 - 1e-7, "0.9999999"},
        {100, "100"},
        {120, "120"},
        {1048576, "1048576"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char text[ML_NUMBER_TEXT_SIZE];
        EXPECT(ml_number_text(cases[i].x, text) == text, "another text is returned");
        EXPECT(strcmp(text, cases[i].text) == 0, "%s instead of %s", text, cases[i].text);
    }
}
END_TEST

/* Significant digits of a number's text, without leading and trailing zeros. */
static size_t count_digits(const char *text)
{
    size_t n = 0, zeros = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (*text == '0' && n == 0))
            continue;
        n++;
        zeros = *text == '0' ? zeros + 1 : 0;
    }
    return n - zeros;
}

/* The fewest digits of any decimal that reads back as x: the nearest one of so many digits, or a neighbour of that. */
static size_t fewest_digits(double x)
{
    char text[64];
    for (int n = 1; n < 17; n++) {
        snprintf(text, sizeof text, "%.*e", n - 1, x);
        if (unit_same(strtod(text, NULL), x))
            return (size_t)n;
        char *e = strchr(text, 'e');
        for (int step = -1; step <= 1; step += 2) {
            char other[64];
            long long digits = 0;
            for (const char *at = text; at < e; at++)
                digits = *at >= '0' && *at <= '9' ? 10 * digits + (*at - '0') : digits;
            snprintf(other, sizeof other, "%s%llde%d", x < 0 ? "-" : "", digits + step, atoi(e + 1) - n + 1);
            if (unit_same(strtod(other, NULL), x))
                return (size_t)n;
        }
    }
    return 17;
}

static void expect_round_trip(double x, bool count)
{
    char text[ML_NUMBER_TEXT_SIZE];
    double size = fabs(x);
    ml_number_text(x, text);
    EXPECT(unit_same(parsed(text), x), "%a becomes %s and is read back as %a", x, text, parsed(text));
    EXPECT(!strchr(text, 'e') == (size >= 1e-4 && size < 1e16), "%s: wrong notation", text);
    if (count)
        EXPECT(count_digits(text) == fewest_digits(x), "%s: %zu digits would do", text, fewest_digits(x));
}

START_TEST(a_million_random_numbers_come_back_to_the_bit)
{
    uint64_t state = 4;
    for (size_t i = unit_rounds(500000); i-- > 0;) {
        double x = unit_double(unit_random(&state));
        if (isfinite(x) && fpclassify(x) != FP_ZERO)
            expect_round_trip(x, false);
        expect_round_trip(unit_fraction(&state) + 0x1p-53, false); /* what results are made of */
    }
}
END_TEST

START_TEST(no_random_number_has_more_digits_than_it_needs)
{
    uint64_t state = 5;
    for (size_t i = unit_rounds(15000); i-- > 0;) {
        double x = unit_double(unit_random(&state));
        if (isfinite(x) && fpclassify(x) != FP_ZERO)
            expect_round_trip(x, true);
        expect_round_trip(unit_fraction(&state) + 0x1p-53, true);
    }
}
END_TEST

/* The text and its reading against the oracle's, and that of decimals with 1 to 20 digits near x. */
static void expect_like_oracle(double x, uint64_t *state)
{
    char text[ML_NUMBER_TEXT_SIZE], slow[ML_NUMBER_TEXT_SIZE], decimal[ML_NUMBER_TEXT_SIZE];
    double y;
    if (!isfinite(x))
        return;
    size_t n = ml_number_write(x, text);
    EXPECT(n < sizeof text, "%a: the length is %zu", x, n);
    text[n] = '\0';
    EXPECT(strcmp(text, slow_text(x, slow)) == 0, "%a becomes %s, not %s", x, text, slow);
    EXPECT(ml_number_scan(text, n, &y) == n && unit_same(y, fpclassify(x) == FP_ZERO ? 0 : x), "%s is read as %a", text, y);
    snprintf(decimal, sizeof decimal, "%.*e", (int)unit_below(state, 20), x);
    double wanted = strtod(decimal, NULL);
    bool read = ml_number_parse(decimal, strlen(decimal), &y);
    EXPECT(read == isfinite(wanted) && (!read || unit_same(y, wanted)), "%s is read as %a", decimal, y);
}

START_TEST(texts_are_those_of_the_oracle)
{
    uint64_t state = 14;
    for (size_t i = unit_rounds(100000); i-- > 0;) {
        expect_like_oracle(unit_double(unit_random(&state)), &state);
        expect_like_oracle(unit_double(unit_random(&state) >> (12 + unit_below(&state, 51))), &state);
        expect_like_oracle((double)(unit_random(&state) >> unit_below(&state, 64)), &state);
        expect_like_oracle(1000 * unit_fraction(&state), &state);
        expect_like_oracle((double)unit_below(&state, 100000000) / (double)(1 + unit_below(&state, 1000)), &state);
    }
    for (int e = -1074; e < 1024; e++)
        for (int step = -1; step <= 1; step++)
            expect_like_oracle(step ? nextafter(ldexp(1, e), step < 0 ? 0 : (double)INFINITY) : ldexp(-1, e), &state);
    for (int e = -330; e < 309; e++)
        for (int digits = 1; digits < 100; digits++) {
            char text[32];
            snprintf(text, sizeof text, "%de%d", digits, e);
            double x = strtod(text, NULL);
            expect_like_oracle(x, &state);
            expect_like_oracle(nextafter(x, 0), &state);
        }
}
END_TEST

START_TEST(decimals_halfway_between_two_numbers_are_rounded_to_even)
{
    uint64_t state = 15;
    for (size_t i = unit_rounds(20000); i-- > 0;) {
        char text[64];
        uint64_t odd = unit_random(&state) >> 10 | UINT64_C(1) << 53 | 1; /* 54 bits: halfway between two doubles */
        int n = snprintf(text, sizeof text, "%llu%s", (unsigned long long)odd, i % 2 ? "" : "00e-2");
        double wanted = strtod(text, NULL), y;
        EXPECT(ml_number_parse(text, (size_t)n, &y) && unit_same(y, wanted), "%s is read as %a", text, y);
    }
    static const char *const ties[] = {"9007199254740993",
                                       "9007199254740995",
                                       "90071992547409930e-1",
                                       "9007199254740993.0",
                                       "900719925474099300000e-5",
                                       "18014398509481986",
                                       "18014398509481990",
                                       "4503599627370496.5",
                                       "4503599627370497.5",
                                       "1.00000000000000011102230246251565404",
                                       "0.500000000000000055511151231257827021181583404541015625"};
    for (size_t i = 0; i < ML_COUNT(ties); i++)
        EXPECT(unit_same(parsed(ties[i]), strtod(ties[i], NULL)), "%s is read as %a", ties[i], parsed(ties[i]));
}
END_TEST

START_TEST(a_scan_takes_the_number_that_json_allows)
{
    static const struct {
        const char *text;
        size_t n;
        double x;
    } cases[] = {{"1,2", 1, 1},     {"-1.5e3]", 6, -1500}, {"0}", 1, 0},     {"0.25 ", 4, 0.25}, {"10e+2x", 5, 1000},
                 {"12-", 2, 12},    {"-0", 2, -0.0},       {"1E2", 3, 100},  {"01", 0, 0},       {"+1", 0, 0},
                 {"1.", 0, 0},      {".5", 0, 0},          {"1.e5", 0, 0},   {"-", 0, 0},        {"", 0, 0},
                 {"1e", 0, 0},      {"1e+", 0, 0},         {"1e999", 0, 0},  {"-.5", 0, 0},      {"nan", 0, 0},
                 {"0000001", 0, 0}, {"-01", 0, 0},         {"1e-999", 6, 0}, {"null", 0, 0},     {"1 2", 1, 1}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        double x = 77;
        size_t n = ml_number_scan(cases[i].text, strlen(cases[i].text), &x);
        EXPECT(n == cases[i].n, "'%s': %zu", cases[i].text, n);
        EXPECT(unit_same(x, n ? cases[i].x : 77), "'%s' is read as %g", cases[i].text, x);
    }
    char long_text[600];
    double x;
    memset(long_text, '1', sizeof long_text);
    ck_assert(ml_number_scan(long_text, 300, &x) == 300);
    ck_assert(ml_number_scan(long_text, 512, &x) == 0);
}
END_TEST

START_TEST(integers_are_written_in_full)
{
    static const struct {
        uint64_t n;
        const char *text;
    } cases[] = {
        {0, "0"}, {9, "9"}, {10, "10"}, {99, "99"}, {100, "100"}, {65535, "65535"}, {UINT64_MAX, "18446744073709551615"}};
    uint64_t state = 16;
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char text[ML_NUMBER_TEXT_SIZE];
        size_t n = ml_integer_write(cases[i].n, text);
        EXPECT(n == strlen(cases[i].text) && memcmp(text, cases[i].text, n) == 0, "%s", cases[i].text);
    }
    for (size_t i = unit_rounds(100000); i-- > 0;) {
        char text[ML_NUMBER_TEXT_SIZE];
        uint64_t n = unit_random(&state) >> unit_below(&state, 64), back;
        EXPECT(ml_integer_parse(text, ml_integer_write(n, text), UINT64_MAX, &back) && back == n, "%llu",
               (unsigned long long)n);
    }
}
END_TEST

START_TEST(short_decimals_stay_short)
{
    uint64_t state = 6;
    for (size_t i = unit_rounds(30000); i-- > 0;) {
        char text[64];
        size_t n = 1 + unit_below(&state, 17);
        uint64_t digits = 1 + unit_random(&state) % (uint64_t)pow(10, (double)n);
        snprintf(text, sizeof text, "%llue%d", (unsigned long long)digits, (int)unit_below(&state, 640) - 330);
        double x = strtod(text, NULL);
        if (x > 0 && isfinite(x))
            expect_round_trip(x, true);
    }
}
END_TEST

START_TEST(subnormal_numbers_come_back_with_the_fewest_digits)
{
    uint64_t state = 7;
    for (uint64_t bits = 1; bits <= 2000; bits++)
        expect_round_trip(unit_double(bits), true);
    for (size_t i = unit_rounds(10000); i-- > 0;) {
        uint64_t bits = unit_random(&state) >> (12 + unit_below(&state, 51));
        if (bits)
            expect_round_trip(unit_double(bits), true);
    }
}
END_TEST

START_TEST(all_powers_of_two_and_their_neighbours_come_back)
{
    for (int k = -1074; k <= 1023; k++) {
        double x = ldexp(1, k);
        expect_round_trip(x, true);
        expect_round_trip(-x, true);
        expect_round_trip(nextafter(x, INFINITY), true);
        if (k > -1074)
            expect_round_trip(nextafter(x, 0), true);
    }
}
END_TEST

START_TEST(all_powers_of_ten_have_one_digit)
{
    for (int k = -323; k <= 308; k++) {
        char source[16], text[ML_NUMBER_TEXT_SIZE];
        snprintf(source, sizeof source, "1e%d", k);
        double x = strtod(source, NULL);
        ml_number_text(x, text);
        EXPECT(count_digits(text) == 1, "1e%d becomes %s", k, text);
        expect_round_trip(x, true);
        expect_round_trip(nextafter(x, INFINITY), true);
        expect_round_trip(nextafter(x, 0), true);
    }
}
END_TEST

START_TEST(numbers_in_plain_and_scientific_notation_are_read)
{
    ck_assert(unit_same(parsed("0"), 0));
    ck_assert(unit_same(parsed("-0"), -0.0));
    ck_assert(unit_same(parsed("1.5"), 1.5));
    ck_assert(unit_same(parsed(".5"), 0.5));
    ck_assert(unit_same(parsed("5."), 5));
    ck_assert(unit_same(parsed("-2"), -2));
    ck_assert(unit_same(parsed("+2"), 2));
    ck_assert(unit_same(parsed("1e3"), 1000));
    ck_assert(unit_same(parsed("1E-3"), 0.001));
    ck_assert(unit_same(parsed("1e+2"), 100));
    ck_assert(unit_same(parsed("007"), 7));
    ck_assert(unit_same(parsed("1e-999"), 0));
    ck_assert(unit_same(parsed("1.7976931348623157e308"), DBL_MAX));
    ck_assert(unit_same(parsed("0.1000000000000000055511151231257827021181583404541015625"), 0.1));
    char text[511];
    memset(text, '0', sizeof text);
    memcpy(text, "0.25", 4);
    double x;
    ck_assert(ml_number_parse(text, sizeof text, &x) && unit_same(x, 0.25));
}
END_TEST

START_TEST(what_is_no_finite_decimal_is_refused_and_leaves_the_result_alone)
{
    static const char *const bad[] = {
        "",      " 1",     "1 ",    "\t1",   "1\n",   "0x1", "0x1p3", "inf",       "-inf",         "infinity", "nan",   "NaN",
        "1e999", "-1e999", "+",     "-",     ".",     "e5",  ".e5",   "1e",        "1e+",          "1,2",      "1.2.3", "1e2e3",
        "1-2",   "--1",    "1'000", "1_000", "1e1.5", "1f",  "1d0",   "1\xc2\xa0", "\xef\xbc\x91", "1/2"};
    for (size_t i = 0; i < ML_COUNT(bad); i++) {
        double x = 77;
        EXPECT(!ml_number_parse(bad[i], strlen(bad[i]), &x), "'%s' is read as %g", bad[i], x);
        EXPECT(unit_same(x, 77), "'%s' changed the result", bad[i]);
    }
    double x = 77;
    ck_assert(!ml_number_parse("1\0002", 3, &x)); /* a NUL inside */
    ck_assert(!ml_number_parse("1\0", 2, &x));
}
END_TEST

START_TEST(numbers_are_read_up_to_the_length_and_not_beyond)
{
    double x;
    char *exact = malloc(3); /* not ended: reading a fourth byte is an error that sanitizers see */
    ck_assert(exact != NULL);
    memcpy(exact, "125", 3);
    ck_assert(ml_number_parse(exact, 3, &x) && unit_same(x, 125));
    ck_assert(ml_number_parse(exact, 2, &x) && unit_same(x, 12));
    uint64_t value;
    ck_assert(ml_integer_parse(exact, 3, 1000, &value) && value == 125);
    ck_assert(ml_integer_parse(exact, 1, 1000, &value) && value == 1);
    free(exact);
}
END_TEST

START_TEST(integers_are_read_just_up_to_the_bound)
{
    for (uint64_t max = 0; max <= 130; max++)
        for (uint64_t v = 0; v <= 1400; v++) {
            char text[24];
            uint64_t value = 7777;
            snprintf(text, sizeof text, "%llu", (unsigned long long)v);
            bool read = ml_integer_parse(text, strlen(text), max, &value);
            EXPECT(read == (v <= max), "%s with the bound %llu: %s", text, (unsigned long long)max, read ? "read" : "refused");
            EXPECT(value == (read ? v : 7777), "%s becomes %llu", text, (unsigned long long)value);
        }
}
END_TEST

START_TEST(large_integers_do_not_wrap)
{
    uint64_t value;
    ck_assert(ml_integer_parse("18446744073709551615", 20, UINT64_MAX, &value) && value == UINT64_MAX);
    ck_assert(!ml_integer_parse("18446744073709551616", 20, UINT64_MAX, &value));
    ck_assert(!ml_integer_parse("18446744073709551617", 20, UINT64_MAX, &value));
    ck_assert(!ml_integer_parse("99999999999999999999", 20, UINT64_MAX, &value));
    ck_assert(!ml_integer_parse("184467440737095516150", 21, UINT64_MAX, &value));
    ck_assert(!ml_integer_parse("18446744073709551615", 20, UINT64_MAX - 1, &value));
    ck_assert(ml_integer_parse("65535", 5, 65535, &value) && value == 65535);
    ck_assert(!ml_integer_parse("65536", 5, 65535, &value));
    ck_assert(!ml_integer_parse("4294967296", 10, 65535, &value));
}
END_TEST

START_TEST(integers_have_no_sign_blank_point_or_leading_zero)
{
    static const char *const bad[] = {"", " ", "-1", "+1", " 1", "1 ", "01", "00", "1.0", "1e2", "0x1", "a", "1a", "-0"};
    uint64_t value;
    for (size_t i = 0; i < ML_COUNT(bad); i++)
        EXPECT(!ml_integer_parse(bad[i], strlen(bad[i]), 1000, &value), "'%s' is read", bad[i]);
    ck_assert(ml_integer_parse("0", 1, 0, &value) && value == 0);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, chosen_numbers_have_the_expected_text);
    tcase_add_test(tests, a_million_random_numbers_come_back_to_the_bit);
    tcase_add_test(tests, no_random_number_has_more_digits_than_it_needs);
    tcase_add_test(tests, texts_are_those_of_the_oracle);
    tcase_add_test(tests, decimals_halfway_between_two_numbers_are_rounded_to_even);
    tcase_add_test(tests, a_scan_takes_the_number_that_json_allows);
    tcase_add_test(tests, integers_are_written_in_full);
    tcase_add_test(tests, short_decimals_stay_short);
    tcase_add_test(tests, subnormal_numbers_come_back_with_the_fewest_digits);
    tcase_add_test(tests, all_powers_of_two_and_their_neighbours_come_back);
    tcase_add_test(tests, all_powers_of_ten_have_one_digit);
    tcase_add_test(tests, numbers_in_plain_and_scientific_notation_are_read);
    tcase_add_test(tests, what_is_no_finite_decimal_is_refused_and_leaves_the_result_alone);
    tcase_add_test(tests, numbers_are_read_up_to_the_length_and_not_beyond);
    tcase_add_test(tests, integers_are_read_just_up_to_the_bound);
    tcase_add_test(tests, large_integers_do_not_wrap);
    tcase_add_test(tests, integers_have_no_sign_blank_point_or_leading_zero);
}

int main(void) { return unit_main("number", add_tests); }
