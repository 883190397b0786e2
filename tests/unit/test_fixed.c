/* base/fixed: exact sums in 64.64 fixed point. */
#include "unit.h"

#include "base/fixed.h"

#include <math.h>

enum { N_ADDENDS = 1000 };

/* Values as sums meet them: of both signs, from below 2^-64 up to 2^45. */
static double random_addend(uint64_t *state)
{
    double x = ldexp(unit_fraction(state), (int)unit_below(state, 115) - 69);
    return unit_below(state, 2) ? x : -x;
}

static bool same_bits(ml_fixed a, ml_fixed b) { return a.bits.hi == b.bits.hi && a.bits.lo == b.bits.lo; }

static ml_fixed sum_of(const double *addends, size_t n)
{
    ml_fixed sum = {{0, 0}};
    for (size_t i = 0; i < n; i++)
        EXPECT(ml_fixed_add(&sum, addends[i]), "%a does not fit", addends[i]);
    return sum;
}

START_TEST(sum_in_any_order_gives_the_same_bits)
{
    uint64_t state = 12;
    double addends[N_ADDENDS];
    for (size_t i = 0; i < N_ADDENDS; i++)
        addends[i] = random_addend(&state);
    ml_fixed wanted = sum_of(addends, N_ADDENDS);
    for (int order = 0; order < 200; order++) {
        unit_shuffle(addends, N_ADDENDS, sizeof *addends, &state);
        ck_assert(same_bits(sum_of(addends, N_ADDENDS), wanted));
    }
}
END_TEST

START_TEST(partial_sums_add_up_to_the_bits_of_the_whole)
{
    uint64_t state = 13;
    double addends[N_ADDENDS];
    for (size_t i = 0; i < N_ADDENDS; i++)
        addends[i] = random_addend(&state);
    ml_fixed wanted = sum_of(addends, N_ADDENDS);
    for (int split = 0; split < 200; split++) {
        size_t first = unit_below(&state, N_ADDENDS + 1);
        ml_fixed a = sum_of(addends, first), b = sum_of(addends + first, N_ADDENDS - first);
        EXPECT(ml_fixed_add_fixed(&a, &b) && same_bits(a, wanted), "split at %zu", first);
    }
}
END_TEST

START_TEST(what_is_added_and_taken_away_leaves_nothing)
{
    uint64_t state = 14;
    ml_fixed sum = {{0, 0}};
    double addends[N_ADDENDS];
    for (size_t i = 0; i < N_ADDENDS; i++) {
        addends[i] = random_addend(&state);
        ck_assert(ml_fixed_add(&sum, addends[i]));
    }
    unit_shuffle(addends, N_ADDENDS, sizeof *addends, &state);
    for (size_t i = 0; i < N_ADDENDS; i++)
        ck_assert(ml_fixed_add(&sum, -addends[i]));
    ck_assert(ml_wide_is_zero(sum.bits));
    ck_assert(unit_same(ml_fixed_to_double(&sum), 0)); /* not -0 */
}
END_TEST

START_TEST(conversion_drops_what_lies_below_2_to_the_minus_64)
{
    static const struct {
        double x;
        uint64_t hi, lo;
    } cases[] = {
        {0, 0, 0},
        {-0.0, 0, 0},
        {1, 1, 0},
        {-1, UINT64_MAX, 0},
        {0.5, 0, UINT64_C(1) << 63},
        {-0.5, UINT64_MAX, UINT64_C(1) << 63},
        {0x1p-64, 0, 1},
        {-0x1p-64, UINT64_MAX, UINT64_MAX},
        {0x1.fffffffffffffp-65, 0, 0},
        {-0x1.fffffffffffffp-65, 0, 0},
        {0x1.8p-64, 0, 1},
        {-0x1.8p-64, UINT64_MAX, UINT64_MAX},
        {5e-324, 0, 0},
        {-5e-324, 0, 0},
        {1 + 0x1p-52, 1, UINT64_C(1) << 12},
        {0x1.fffffffffffffp62, UINT64_C(0x7ffffffffffffc00), 0},
        {-0x1.fffffffffffffp62, UINT64_C(0x8000000000000400), 0},
        {0x1.fffffffffffffp10, 2047, UINT64_C(0xffffffffffc00000)},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_fixed sum = {{0, 0}};
        EXPECT(ml_fixed_add(&sum, cases[i].x), "%a does not fit", cases[i].x);
        EXPECT(sum.bits.hi == cases[i].hi && sum.bits.lo == cases[i].lo, "%a becomes %#llx:%016llx", cases[i].x,
               (unsigned long long)sum.bits.hi, (unsigned long long)sum.bits.lo);
    }
}
END_TEST

START_TEST(doubles_that_fit_come_back_unchanged)
{
    uint64_t state = 15;
    for (size_t i = unit_rounds(500000); i-- > 0;) {
        double x = ldexp(1 + unit_fraction(&state), (int)unit_below(&state, 75) - 12); /* last bit at 2^-64 or above */
        ml_fixed sum = {{0, 0}};
        x = unit_below(&state, 2) ? x : -x;
        EXPECT(ml_fixed_add(&sum, x) && unit_same(ml_fixed_to_double(&sum), x), "%a becomes %a", x, ml_fixed_to_double(&sum));
    }
}
END_TEST

START_TEST(sums_agree_with_128_bit_integers_and_are_rounded_once)
{
#if defined __SIZEOF_INT128__
    __extension__ typedef __int128 i128;
    uint64_t state = 16;
    i128 exact = 0;
    ml_fixed sum = {{0, 0}};
    for (size_t i = unit_rounds(1000000); i-- > 0;) {
        double x = random_addend(&state);
        exact += (i128)ldexp(x, 64); /* exact; the cast cuts towards 0 */
        EXPECT(ml_fixed_add(&sum, x), "%a does not fit", x);
        EXPECT(unit_same(ml_fixed_to_double(&sum), ldexp((double)exact, -64)), "%a instead of %a", ml_fixed_to_double(&sum),
               ldexp((double)exact, -64));
    }
#endif
}
END_TEST

START_TEST(overflow_is_detected_on_both_sides_and_leaves_the_sum)
{
    static const struct {
        double first, then;
        bool fits;
    } cases[] = {
        {0x1p62, 0x1p62, false},
        {-0x1.8p62, -0x1p62, false},
        {0x1.fffffffffffffp62, 0x1p9, true},   /* 2^63 - 2^9 */
        {0x1.fffffffffffffp62, 0x1p10, false}, /* 2^63 */
        {-0x1.fffffffffffffp62, -0x1p9, true},
        {-0x1.fffffffffffffp62, -0x1.8p10, false},
        {0x1.fffffffffffffp62, 0x1.fffffffffffffp62, false},
        {-0x1.fffffffffffffp62, -0x1.fffffffffffffp62, false},
        {0x1.fffffffffffffp62, -0x1.fffffffffffffp62, true},
        {-0x1.fffffffffffffp62, 0x1.fffffffffffffp62, true},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_fixed sum = {{0, 0}};
        ck_assert(ml_fixed_add(&sum, cases[i].first));
        ml_fixed before = sum;
        EXPECT(ml_fixed_add(&sum, cases[i].then) == cases[i].fits, "case %zu", i);
        EXPECT(cases[i].fits || same_bits(sum, before), "case %zu: the sum has changed", i);
    }
}
END_TEST

START_TEST(n_times_x_is_what_their_product_adds)
{
    uint64_t state = 17;
    for (size_t i = unit_rounds(200000); i-- > 0;) {
        const double size = ldexp((double)unit_below(&state, UINT64_C(1) << 31), (int)unit_below(&state, 100) - 90);
        const double x = unit_below(&state, 2) ? size : -size;
        const uint64_t n = unit_below(&state, UINT64_C(1) << unit_below(&state, 22)); /* n x is a double */
        ml_fixed times = {{5, 6}}, product = {{5, 6}};
        ck_assert(ml_fixed_add(&product, x * (double)n));
        EXPECT(ml_fixed_add_times(&times, x, n) && same_bits(times, product), "%llu times %a", (unsigned long long)n, x);
    }
}
END_TEST

START_TEST(times_beyond_the_range_leaves_the_sum)
{
    static const struct {
        double x;
        uint64_t n;
        bool fits;
    } cases[] = {
        {0x1p-64, UINT64_MAX, true},
        {1, UINT64_C(0x7fffffffffffffff), true},
        {1, UINT64_C(1) << 63, false},
        {-1, UINT64_C(0x7fffffffffffffff), true},
        {0x1p62, 1, true},
        {0x1p62, 2, false},
        {-0x1p62, 2, false},
        {0x1p62, 4, false},
        {0x1p62, UINT64_MAX, false},
        {0x1.8p0, UINT64_C(0x5555555555555555), true},
        {0x1.8p0, UINT64_C(0x5555555555555556), false},
        {0, UINT64_MAX, true},
        {INFINITY, 0, false},
        {NAN, 1, false},
        {-INFINITY, 5, false},
        {0x1p-1000, UINT64_MAX, true},
        {0x1p1000, 1, false},
        {0x1p-64, 1, true},
        {5e-324, UINT64_MAX, true},
        {0x1p-10, UINT64_MAX, true},
        {DBL_MAX, 0, true},
        {0x1p63, 0, true},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_fixed sum = {{0, 0}};
        EXPECT(ml_fixed_add_times(&sum, cases[i].x, cases[i].n) == cases[i].fits, "case %zu", i);
        EXPECT(cases[i].fits || ml_wide_is_zero(sum.bits), "case %zu: the sum has changed", i);
    }
}
END_TEST

START_TEST(overflow_of_two_sums_is_detected_and_leaves_the_first)
{
    const ml_fixed largest = {{INT64_MAX, UINT64_MAX}}, least = {{UINT64_C(1) << 63, 0}}, step = {{0, 1}},
                   back = {{UINT64_MAX, UINT64_MAX}};
    ml_fixed sum = largest;
    ck_assert(!ml_fixed_add_fixed(&sum, &step) && same_bits(sum, largest));
    ck_assert(!ml_fixed_add_fixed(&sum, &largest) && same_bits(sum, largest));
    ck_assert(ml_fixed_add_fixed(&sum, &least) && same_bits(sum, back));
    sum = least;
    ck_assert(!ml_fixed_add_fixed(&sum, &back) && same_bits(sum, least));
    ck_assert(!ml_fixed_add_fixed(&sum, &least) && same_bits(sum, least));
}
END_TEST

START_TEST(the_last_step_before_overflow_still_counts)
{
    ml_fixed sum = {{UINT64_C(0x7fffffffffffffff), UINT64_MAX - 1}};
    ck_assert(ml_fixed_add(&sum, 0x1p-64));
    ck_assert(!ml_fixed_add(&sum, 0x1p-64));
    ck_assert(sum.bits.hi == UINT64_C(0x7fffffffffffffff) && sum.bits.lo == UINT64_MAX);
    ck_assert(unit_same(ml_fixed_to_double(&sum), 0x1p63));
    ck_assert(ml_fixed_add(&sum, -0x1p62)); /* and there is a way back */
}
END_TEST

START_TEST(what_is_not_finite_or_too_large_alone_is_refused)
{
    const double bad[] = {INFINITY, -INFINITY, NAN, 0x1.8p63, -0x1.8p63, DBL_MAX, -DBL_MAX, 0x1p63};
    for (size_t i = 0; i < ML_COUNT(bad); i++) {
        ml_fixed sum = {{3, 4}};
        EXPECT(!ml_fixed_add(&sum, bad[i]), "%a is added", bad[i]);
        EXPECT(sum.bits.hi == 3 && sum.bits.lo == 4, "%a changed the sum", bad[i]);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, sum_in_any_order_gives_the_same_bits);
    tcase_add_test(tests, partial_sums_add_up_to_the_bits_of_the_whole);
    tcase_add_test(tests, what_is_added_and_taken_away_leaves_nothing);
    tcase_add_test(tests, conversion_drops_what_lies_below_2_to_the_minus_64);
    tcase_add_test(tests, doubles_that_fit_come_back_unchanged);
    tcase_add_test(tests, sums_agree_with_128_bit_integers_and_are_rounded_once);
    tcase_add_test(tests, overflow_is_detected_on_both_sides_and_leaves_the_sum);
    tcase_add_test(tests, n_times_x_is_what_their_product_adds);
    tcase_add_test(tests, times_beyond_the_range_leaves_the_sum);
    tcase_add_test(tests, overflow_of_two_sums_is_detected_and_leaves_the_first);
    tcase_add_test(tests, the_last_step_before_overflow_still_counts);
    tcase_add_test(tests, what_is_not_finite_or_too_large_alone_is_refused);
}

int main(void) { return unit_main("fixed", add_tests); }
