/* kernel/math: log, exp and pow against long double, and the very bits of their results. */
#include "unit.h"

#include "kernel/kernel.h"
#include "kernel/math.h"

#include <math.h>

/* Units in the last place between a result and the exact value, of the value's own binade (or of the subnormal ones). */
static double error_in_ulps(double result, long double exact)
{
    int exponent;
    (void)frexpl(exact, &exponent);
    int last = exponent - 53 < -1074 ? -1074 : exponent - 53;
    return (double)ldexpl(fabsl(result - exact), -last);
}

/* What valgrind computes in long double has no digits to spare. */
static double spare(void) { return unit_has_long_double() ? 0 : 1; }

static void expect_log(double x)
{
    double got = ml_log(x), error = error_in_ulps(got, logl(x));
    EXPECT(error < 2 + spare(), "log(%a) = %a is wrong by %g ulp", x, got, error);
}

START_TEST(log_is_within_2_ulp_over_all_magnitudes)
{
    uint64_t state = 17;
    for (size_t i = unit_rounds(500000); i-- > 0;) {
        double x = unit_double(unit_random(&state) >> 1);
        if (isfinite(x) && x > 0)
            expect_log(x);
    }
}
END_TEST

START_TEST(log_is_within_2_ulp_for_probabilities)
{
    uint64_t state = 18;
    for (size_t i = unit_rounds(500000); i-- > 0;) {
        expect_log(unit_fraction(&state) + 0x1p-53);
        expect_log(1 - ldexp(unit_fraction(&state), -(int)unit_below(&state, 52)) / 2);
    }
}
END_TEST

START_TEST(log_is_within_2_ulp_around_1_and_the_other_borders)
{
    const double borders[] = {1, 0x1.6a09e667f3bcdp-1, 0x1.6a09e667f3bcdp+0, 2, 0.5, 1e-7, 1 - 1e-7, DBL_MIN};
    for (size_t b = 0; b < ML_COUNT(borders); b++)
        for (int side = -1; side <= 1; side += 2) {
            double x = borders[b];
            for (int i = 0; i < 3000; i++) {
                if (i > 0 || b > 0)
                    expect_log(x);
                x = nextafter(x, side < 0 ? 0 : DBL_MAX);
            }
        }
    for (uint64_t bits = 1; bits < 3000; bits++)
        expect_log(unit_double(bits));
    for (int k = -1074; k <= 1023; k++)
        if (k != 0)
            expect_log(ldexp(1, k));
    expect_log(DBL_MAX);
}
END_TEST

START_TEST(log_has_its_exact_values)
{
    ck_assert(unit_same(ml_log(1), 0)); /* not -0 */
    ck_assert(unit_same(ml_log(0), -INFINITY));
}
END_TEST

START_TEST(log_grows_with_its_argument)
{
    uint64_t state = 19;
    for (size_t i = unit_rounds(200000); i-- > 0;) {
        double x = unit_fraction(&state) + 0x1p-53, y = x + 0x1p-40;
        EXPECT(ml_log(x) < ml_log(y), "log(%a) >= log(%a)", x, y);
    }
}
END_TEST

static void expect_exp(double x)
{
    double got = ml_exp(x), error = error_in_ulps(got, expl(x));
    EXPECT(error < 2 + spare(), "exp(%a) = %a is wrong by %g ulp", x, got, error);
}

START_TEST(exp_is_within_2_ulp_over_its_whole_range)
{
    uint64_t state = 20;
    for (size_t i = unit_rounds(500000); i-- > 0;) {
        expect_exp((unit_fraction(&state) - 0.5) * 1416);
        expect_exp(ldexp(unit_fraction(&state) - 0.5, -(int)unit_below(&state, 60)));
    }
}
END_TEST

START_TEST(exp_is_within_2_ulp_where_results_are_subnormal)
{
    uint64_t state = 21;
    for (size_t i = unit_rounds(200000); i-- > 0;)
        expect_exp(-708 - unit_fraction(&state) * 37);
    for (double x = -745.14; x > -745.2; x -= 0.0001)
        EXPECT(ml_exp(x) <= 0x1p-1074 && ml_exp(x) >= 0, "exp(%g) = %a", x, ml_exp(x));
}
END_TEST

START_TEST(exp_is_within_2_ulp_where_the_exponent_changes)
{
    for (int k = -1070; k <= 1022; k++) {
        double x = (k + 0.5) * 0x1.62e42fefa39efp-1;
        for (int i = -3; i <= 3; i++)
            expect_exp(x + ldexp(i, -44));
    }
    expect_exp(709.78);
    expect_exp(0x1.62e42fefa39efp+9); /* the largest whose result is finite */
    expect_exp(DBL_MIN);
    expect_exp(-0x1p-1074);
}
END_TEST

START_TEST(exp_has_its_exact_values_and_ends)
{
    ck_assert(unit_same(ml_exp(0), 1));
    ck_assert(unit_same(ml_exp(-0.0), 1));
    const double beyond[] = {-745.3, -746, -800, -1e10, -1e300, -DBL_MAX};
    for (size_t i = 0; i < ML_COUNT(beyond); i++) {
        EXPECT(unit_same(ml_exp(beyond[i]), 0), "exp(%g) = %a", beyond[i], ml_exp(beyond[i]));
        EXPECT(unit_same(ml_exp(-beyond[i]), INFINITY), "exp(%g) = %a", -beyond[i], ml_exp(-beyond[i]));
    }
    ck_assert(unit_same(ml_exp(0x1.62e42fefa39fp+9), INFINITY)); /* the smallest whose result is too large */
}
END_TEST

static void expect_pow(double base, double exponent)
{
    long double exact = powl(base, exponent);
    double got = ml_pow(base, exponent);
    if (exact > DBL_MAX || exact < DBL_MIN)
        return;
    double error = (double)fabsl((got - exact) / exact);
    EXPECT(error < 3e-13 * (1 + 3 * spare()), "%a ^ %a = %a is wrong by %g", base, exponent, got, error);
}

START_TEST(pow_is_within_its_bound_over_all_magnitudes)
{
    uint64_t state = 22;
    for (size_t i = unit_rounds(300000); i-- > 0;) {
        double base = unit_double(unit_random(&state) >> 1),
               exponent = ldexp(unit_fraction(&state), (int)unit_below(&state, 20) - 8);
        if (isfinite(base))
            expect_pow(base, exponent);
        expect_pow(unit_fraction(&state), unit_fraction(&state) * 8); /* what focal losses ask for */
        expect_pow(1 - ldexp(unit_fraction(&state), -(int)unit_below(&state, 50)), unit_fraction(&state) * 1e6);
    }
}
END_TEST

START_TEST(pow_follows_its_rules_exactly)
{
    const double bases[] = {0, 5e-324, 1e-300, 1e-7, 0.1, 0.5, 1 - 1e-7, 1, 1.5, 2, 1e7, 1e200, DBL_MAX};
    for (size_t i = 0; i < ML_COUNT(bases); i++) {
        double b = bases[i];
        EXPECT(unit_same(ml_pow(b, 0), 1), "%g ^ 0", b);
        EXPECT(unit_same(ml_pow(b, 1), b), "%g ^ 1", b);
        EXPECT(unit_same(ml_pow(b, 2), b * b), "%g ^ 2", b);
        EXPECT(unit_same(ml_pow(1, b), 1), "1 ^ %g", b);
        if (b > 0)
            EXPECT(unit_same(ml_pow(0, b), 0), "0 ^ %g", b);
    }
}
END_TEST

START_TEST(pow_goes_to_0_and_infinity_where_it_must)
{
    ck_assert(unit_same(ml_pow(0.5, 5000), 0));
    ck_assert(unit_same(ml_pow(1e-7, DBL_MAX), 0));
    ck_assert(unit_same(ml_pow(5e-324, 3), 0));
    ck_assert(unit_same(ml_pow(2, 5000), INFINITY));
    ck_assert(unit_same(ml_pow(DBL_MAX, 3), INFINITY));
    ck_assert(unit_same(ml_pow(1.5, DBL_MAX), INFINITY));
    ck_assert(ml_pow(0.9, 1e-300) <= 1 && ml_pow(0.9, 1e-300) >= 1 - 0x1p-52);
}
END_TEST

START_TEST(the_array_form_gives_the_bits_of_the_single_one)
{
    double x[100], clip[101], out[101];
    uint64_t state = 23;
    for (size_t i = 0; i < ML_COUNT(x); i++)
        x[i] = unit_fraction(&state) + 0x1p-53;
    x[0] = 1;
    for (size_t n = 0; n <= ML_COUNT(x); n++) {
        clip[n] = out[n] = 77;
        ml_kernels[0].kernel->clip_log(x, DBL_MIN, 1, n, clip, out);
        for (size_t i = 0; i < n; i++)
            EXPECT(unit_same(out[i], -ml_log(x[i])), "value %zu of %zu", i, n);
        EXPECT(unit_same(out[n], 77) && unit_same(clip[n], 77), "value %zu of %zu is written", n, n);
    }
}
END_TEST

/* FNV-1a over the bytes of results, the lowest first. */
static uint64_t hash(uint64_t h, double x)
{
    uint64_t bits = unit_bits(x);
    for (int i = 0; i < 8; i++, bits >>= 8)
        h = (h ^ (bits & 0xff)) * UINT64_C(0x100000001b3);
    return h;
}

static const uint64_t hash_start = UINT64_C(0xcbf29ce484222325);

/* The arguments below come from operations that are exact or rounded once, so that they are the same everywhere. If one of
 * these fails, a compiler or its options have changed bits of the results, and with them the bytes that are printed. */
START_TEST(log_gives_the_same_bits_everywhere)
{
    uint64_t state = 24, h = hash_start;
    for (int i = 0; i < 100000; i++) {
        double x = unit_double(unit_random(&state) % UINT64_C(0x7ff0000000000000));
        h = hash(h, ml_log(x));
        h = hash(h, ml_log(unit_fraction(&state) + 0x1p-53));
    }
    EXPECT(h == UINT64_C(0x663cc82428f3417f), "%#llx", (unsigned long long)h);
}
END_TEST

START_TEST(exp_gives_the_same_bits_everywhere)
{
    uint64_t state = 25, h = hash_start;
    for (int i = 0; i < 100000; i++) {
        h = hash(h, ml_exp((unit_fraction(&state) - 0.5) * 1490)); /* -745 .. 745 */
        h = hash(h, ml_exp(unit_fraction(&state) - 0.5));
    }
    EXPECT(h == UINT64_C(0x06996adbd8b7d5cc), "%#llx", (unsigned long long)h);
}
END_TEST

START_TEST(pow_gives_the_same_bits_everywhere)
{
    uint64_t state = 26, h = hash_start;
    for (int i = 0; i < 100000; i++) {
        double base = unit_fraction(&state), exponent = unit_fraction(&state) * 8;
        h = hash(h, ml_pow(base, exponent));
        h = hash(h, ml_pow(unit_double(unit_random(&state) % UINT64_C(0x7ff0000000000000)), exponent));
    }
    EXPECT(h == UINT64_C(0xb9dc3d309dd46e88), "%#llx", (unsigned long long)h);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, log_is_within_2_ulp_over_all_magnitudes);
    tcase_add_test(tests, log_is_within_2_ulp_for_probabilities);
    tcase_add_test(tests, log_is_within_2_ulp_around_1_and_the_other_borders);
    tcase_add_test(tests, log_has_its_exact_values);
    tcase_add_test(tests, log_grows_with_its_argument);
    tcase_add_test(tests, exp_is_within_2_ulp_over_its_whole_range);
    tcase_add_test(tests, exp_is_within_2_ulp_where_results_are_subnormal);
    tcase_add_test(tests, exp_is_within_2_ulp_where_the_exponent_changes);
    tcase_add_test(tests, exp_has_its_exact_values_and_ends);
    tcase_add_test(tests, pow_is_within_its_bound_over_all_magnitudes);
    tcase_add_test(tests, pow_follows_its_rules_exactly);
    tcase_add_test(tests, pow_goes_to_0_and_infinity_where_it_must);
    tcase_add_test(tests, the_array_form_gives_the_bits_of_the_single_one);
    tcase_add_test(tests, log_gives_the_same_bits_everywhere);
    tcase_add_test(tests, exp_gives_the_same_bits_everywhere);
    tcase_add_test(tests, pow_gives_the_same_bits_everywhere);
}

int main(void) { return unit_main("math", add_tests); }
