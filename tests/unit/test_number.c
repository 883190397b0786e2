/* base/number: the shortest text that reads back the same, and strict reading. */
#include "unit.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>

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
