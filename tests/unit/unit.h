/* What all unit tests share: the main function, an assertion for loops, and random numbers that are the same everywhere.
 *
 * A test program is one module's. It runs without arguments; `srcdir` names the source tree. UNIT_SHORT=N in the environment
 * divides the number of random rounds by N, for valgrind and emulators; CK_TIMEOUT_MULTIPLIER stretches the time limit. */
#ifndef ML_TESTS_UNIT_H
#define ML_TESTS_UNIT_H

#include "base/quirks.h"

#include <check.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { UNIT_TIMEOUT_SECONDS = 120 };

/* Check's assertions write to a file where they are, each time that they hold, for the case that a signal comes: most of the
 * time of tests that assert in a loop. Where a signal comes from is better asked of a debugger. */
#undef ck_assert_msg
#define ck_assert_msg(CONDITION, ...)                                                                                          \
    ((CONDITION) ? (void)0 : _ck_assert_failed(__FILE__, __LINE__, "Assertion '" #CONDITION "' failed", __VA_ARGS__))

/* An assertion with a message like printf's. */
#define EXPECT(CONDITION, ...)                                                                                                 \
    do {                                                                                                                       \
        if (!(CONDITION))                                                                                                      \
            ck_abort_msg(__VA_ARGS__);                                                                                         \
    } while (0)

/* Runs the tests that add_tests adds; returns the exit status. */
static inline int unit_main(const char *module, void (*add_tests)(TCase *tests))
{
    Suite *suite = suite_create(module);
    TCase *tests = tcase_create(module);
    tcase_set_timeout(tests, UNIT_TIMEOUT_SECONDS);
    add_tests(tests);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* How many of n random rounds to run. */
static inline size_t unit_rounds(size_t n)
{
    const char *text = getenv("UNIT_SHORT");
    size_t divisor = text ? (size_t)strtoul(text, NULL, 10) : 1;
    return divisor > 1 && n > divisor ? n / divisor : n;
}

/* splitmix64: the next of a sequence that starts anywhere. */
static inline uint64_t unit_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A whole number below n > 0. */
static inline size_t unit_below(uint64_t *state, size_t n) { return (size_t)(unit_random(state) % n); }

/* A multiple of 2^-53 in [0, 1). */
static inline double unit_fraction(uint64_t *state) { return (double)(unit_random(state) >> 11) * 0x1p-53; }

static inline uint64_t unit_bits(double x)
{
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}

static inline double unit_double(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Whether two doubles have the same bits: NaN is NaN, -0 is not 0. */
static inline bool unit_same(double a, double b) { return unit_bits(a) == unit_bits(b); }

/* |a - b| <= tolerance, also for two NaN. */
static inline bool unit_near(double a, double b, double tolerance)
{
    return (a <= b + tolerance && b <= a + tolerance) || (a != a && b != b);
}

/* Puts n elements of `size` bytes into random order. */
static inline void unit_shuffle(void *elems, size_t n, size_t size, uint64_t *state)
{
    unsigned char *bytes = elems, kept[64];
    for (size_t i = n; i > 1 && size <= sizeof kept; i--) {
        size_t j = unit_below(state, i);
        memcpy(kept, bytes + j * size, size);
        memmove(bytes + j * size, bytes + (i - 1) * size, size);
        memcpy(bytes + (i - 1) * size, kept, size);
    }
}

/* Whether long double is wider than double here and now: valgrind computes it with 53 bits. */
static inline bool unit_has_long_double(void)
{
    volatile long double tiny = 0x1p-60L, sum = 1 + tiny;
    return sum > 1;
}

#endif
