/* base/wide: unsigned 128-bit integers, compared with the compiler's where it has them. */
#include "unit.h"

#include "base/wide.h"

#include <math.h>

#if defined __SIZEOF_INT128__
__extension__ typedef unsigned __int128 u128;

static u128 value_of(ml_wide a) { return (u128)a.hi << 64 | a.lo; }

static bool equal(ml_wide a, u128 b) { return a.hi == (uint64_t)(b >> 64) && a.lo == (uint64_t)b; }

/* Numbers of all lengths, of random bits or of few ones or zeros. */
static ml_wide random_wide(uint64_t *state)
{
    ml_wide a = {unit_random(state), unit_random(state)};
    if (unit_below(state, 3) == 0)
        a = (ml_wide){UINT64_C(1) << unit_below(state, 64), UINT64_C(1) << unit_below(state, 64)};
    else if (unit_below(state, 3) == 0)
        a = (ml_wide){UINT64_MAX << unit_below(state, 64), UINT64_MAX >> unit_below(state, 64)};
    size_t shift = unit_below(state, 128);
    u128 v = value_of(a) >> shift;
    return (ml_wide){(uint64_t)(v >> 64), (uint64_t)v};
}
#endif

START_TEST(random_products_are_exact)
{
#if defined __SIZEOF_INT128__
    uint64_t state = 8;
    for (size_t i = unit_rounds(2000000); i-- > 0;) {
        uint64_t a = unit_random(&state) >> unit_below(&state, 64), b = unit_random(&state) >> unit_below(&state, 64);
        EXPECT(equal(ml_wide_product(a, b), (u128)a * b), "%#llx * %#llx", (unsigned long long)a, (unsigned long long)b);
        EXPECT(equal(ml_wide_product_of_halves(a, b), (u128)a * b), "%#llx * %#llx in halves", (unsigned long long)a,
               (unsigned long long)b);
    }
#endif
}
END_TEST

START_TEST(products_of_extreme_factors_are_exact)
{
    static const struct {
        uint64_t a, b, hi, lo;
    } cases[] = {
        {0, 0, 0, 0},
        {0, UINT64_MAX, 0, 0},
        {1, UINT64_MAX, 0, UINT64_MAX},
        {UINT64_MAX, UINT64_MAX, UINT64_MAX - 1, 1},
        {UINT64_C(1) << 63, 2, 1, 0},
        {UINT64_C(1) << 32, UINT64_C(1) << 32, 1, 0},
        {0xffffffff, 0xffffffff, 0, UINT64_C(0xfffffffe00000001)},
        {UINT64_C(0xffffffff00000000), UINT64_C(0xffffffff00000000), UINT64_C(0xfffffffe00000001), 0},
        {UINT64_C(0x123456789abcdef0), UINT64_C(0xfedcba9876543210), UINT64_C(0x121fa00ad77d7422),
         UINT64_C(0x236d88fe5618cf00)},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_wide ab = ml_wide_product(cases[i].a, cases[i].b), ba = ml_wide_product(cases[i].b, cases[i].a);
        ml_wide halves = ml_wide_product_of_halves(cases[i].a, cases[i].b);
        EXPECT(ab.hi == cases[i].hi && ab.lo == cases[i].lo, "case %zu", i);
        EXPECT(halves.hi == cases[i].hi && halves.lo == cases[i].lo, "case %zu, in halves", i);
        EXPECT(ba.hi == cases[i].hi && ba.lo == cases[i].lo, "case %zu, exchanged", i);
    }
}
END_TEST

START_TEST(sums_differences_and_order_are_those_of_128_bits)
{
#if defined __SIZEOF_INT128__
    uint64_t state = 9;
    for (size_t i = unit_rounds(1000000); i-- > 0;) {
        ml_wide a = random_wide(&state), b = random_wide(&state);
        EXPECT(equal(ml_wide_add(a, b), value_of(a) + value_of(b)), "sum");
        EXPECT(equal(ml_wide_sub(a, b), value_of(a) - value_of(b)), "difference");
        EXPECT(ml_wide_less(a, b) == (value_of(a) < value_of(b)), "order");
        EXPECT(!ml_wide_less(a, a), "less than itself");
        EXPECT(ml_wide_is_zero(a) == (value_of(a) == 0), "zero");
    }
#endif
}
END_TEST

START_TEST(carries_and_borrows_pass_from_word_to_word)
{
    const ml_wide one = {0, 1}, border = {0, UINT64_MAX}, next = {1, 0}, last = {UINT64_MAX, UINT64_MAX};
    ml_wide r = ml_wide_add(border, one);
    ck_assert(r.hi == 1 && r.lo == 0);
    r = ml_wide_sub(next, one);
    ck_assert(r.hi == 0 && r.lo == UINT64_MAX);
    r = ml_wide_add(last, one);
    ck_assert(ml_wide_is_zero(r));
    ck_assert(ml_wide_less(border, next) && !ml_wide_less(next, border));
    ck_assert(!ml_wide_is_zero(next) && !ml_wide_is_zero(one));
}
END_TEST

START_TEST(rounding_to_double_goes_to_the_nearest_and_in_ties_to_even)
{
    static const struct {
        ml_wide a;
        double x;
    } cases[] = {
        {{0, 0}, 0},
        {{0, 1}, 1},
        {{0, UINT64_C(1) << 53}, 0x1p53},
        {{0, (UINT64_C(1) << 53) + 1}, 0x1p53},               /* a tie, down to even */
        {{0, (UINT64_C(1) << 53) + 3}, 0x1.0000000000002p53}, /* a tie, up to even */
        {{0, (UINT64_C(1) << 54) + 3}, 0x1.0000000000001p54},
        {{0, UINT64_MAX}, 0x1p64},                   /* carries into the exponent */
        {{0, UINT64_C(0xfffffffffffffc00)}, 0x1p64}, /* a tie, up to even */
        {{0, UINT64_C(0xfffffffffffffbff)}, 0x1.fffffffffffffp63},
        {{1, 0}, 0x1p64},
        {{UINT64_C(1) << 63, 0}, 0x1p127},
        {{UINT64_C(0x8000000000000400), 0}, 0x1p127},               /* a tie, down to even */
        {{UINT64_C(0x8000000000000400), 1}, 0x1.0000000000001p127}, /* more than a tie, seen in the last bit only */
        {{UINT64_C(0x80000000000003ff), UINT64_MAX}, 0x1p127},
        {{UINT64_C(0x8000000000000c00), 0}, 0x1.0000000000002p127},
        {{UINT64_MAX, UINT64_MAX}, 0x1p128},
        {{1, 0x800}, 0x1p64}, /* a tie at bit 11 */
        {{1, 0x801}, 0x1.0000000000001p64},
        {{1, 0x1800}, 0x1.0000000000002p64},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        EXPECT(unit_same(ml_wide_to_double(cases[i].a, 0), cases[i].x), "case %zu: %a", i, ml_wide_to_double(cases[i].a, 0));
        EXPECT(unit_same(ml_wide_to_double(cases[i].a, -64), cases[i].x * 0x1p-64), "case %zu, / 2^64", i);
    }
}
END_TEST

START_TEST(random_numbers_are_rounded_to_the_nearest_double)
{
#if defined __SIZEOF_INT128__
    uint64_t state = 10;
    for (size_t i = unit_rounds(1000000); i-- > 0;) {
        ml_wide a = random_wide(&state);
        EXPECT(unit_same(ml_wide_to_double(a, 0), (double)value_of(a)), "%#llx:%016llx", (unsigned long long)a.hi,
               (unsigned long long)a.lo);
        EXPECT(unit_same(ml_wide_to_double(a, -64), ldexp((double)value_of(a), -64)), "%#llx:%016llx / 2^64",
               (unsigned long long)a.hi, (unsigned long long)a.lo);
    }
#endif
}
END_TEST

START_TEST(ties_at_every_length_go_to_even)
{
    for (int shift = 1; shift <= 128 - 53; shift++)
        for (uint64_t mantissa = UINT64_C(1) << 52; mantissa < (UINT64_C(1) << 52) + 4; mantissa++) {
            uint64_t twice = 2 * mantissa + 1; /* the tie, 54 bits, to be shifted left by shift - 1 */
            int up = shift - 1;
            ml_wide tie = up >= 64  ? (ml_wide){twice << (up - 64), 0}
                          : up == 0 ? (ml_wide){0, twice}
                                    : (ml_wide){twice >> (64 - up), twice << up};
            double below = ldexp((double)mantissa, shift), above = ldexp((double)(mantissa + 1), shift);
            const ml_wide one = {0, 1};
            EXPECT(unit_same(ml_wide_to_double(tie, 0), mantissa & 1 ? above : below), "a tie of %d bits", shift + 53);
            if (shift > 1) {
                EXPECT(unit_same(ml_wide_to_double(ml_wide_add(tie, one), 0), above), "above a tie of %d bits", shift + 53);
                EXPECT(unit_same(ml_wide_to_double(ml_wide_sub(tie, one), 0), below), "below a tie of %d bits", shift + 53);
            }
        }
}
END_TEST

START_TEST(differences_have_a_sign_and_are_rounded_once)
{
    const ml_wide large = {UINT64_MAX, UINT64_MAX}, near = {UINT64_MAX, UINT64_MAX - 3}, zero = {0, 0};
    ck_assert(unit_same(ml_wide_difference(large, near), 3)); /* both round to 2^128 */
    ck_assert(unit_same(ml_wide_difference(near, large), -3));
    ck_assert(unit_same(ml_wide_difference(large, large), 0)); /* not -0 */
    ck_assert(unit_same(ml_wide_difference(zero, large), -0x1p128));
#if defined __SIZEOF_INT128__
    uint64_t state = 11;
    for (size_t i = unit_rounds(300000); i-- > 0;) {
        ml_wide a = random_wide(&state), b = random_wide(&state);
        double wanted = value_of(a) < value_of(b) ? -(double)(value_of(b) - value_of(a)) : (double)(value_of(a) - value_of(b));
        EXPECT(unit_same(ml_wide_difference(a, b), wanted), "%a instead of %a", ml_wide_difference(a, b), wanted);
    }
#endif
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, random_products_are_exact);
    tcase_add_test(tests, products_of_extreme_factors_are_exact);
    tcase_add_test(tests, sums_differences_and_order_are_those_of_128_bits);
    tcase_add_test(tests, carries_and_borrows_pass_from_word_to_word);
    tcase_add_test(tests, rounding_to_double_goes_to_the_nearest_and_in_ties_to_even);
    tcase_add_test(tests, random_numbers_are_rounded_to_the_nearest_double);
    tcase_add_test(tests, ties_at_every_length_go_to_even);
    tcase_add_test(tests, differences_have_a_sign_and_are_rounded_once);
}

int main(void) { return unit_main("wide", add_tests); }
