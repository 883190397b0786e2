/* core/tails: the ends of the middle 95 %, against sorting all values. */
#include "unit.h"

#include "core/tails.h"

#include <math.h>

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Between order statistics, at (n - 1) q. */
static double quantile(const double *sorted, size_t n, double q)
{
    double place = (double)(n - 1) * q, below = floor(place + 1e-9);
    size_t i = (size_t)below, next = i + 1 < n ? i + 1 : i;
    return sorted[i] + (sorted[next] - sorted[i]) * (place - below);
}

static ml_interval tails_of(const double *values, size_t n, size_t least)
{
    static ml_tails tails;
    memset(&tails, 0, sizeof tails);
    for (size_t i = 0; i < n; i++)
        ml_tails_add(&tails, values[i]);
    return ml_tails_interval(&tails, least);
}

START_TEST(ends_are_quantiles_of_all_values)
{
    static const size_t numbers[] = {1, 2, 3, 39, 40, 41, 42, 81, 250, 251, 252, 253, 502, 503, 5000, 9999, ML_TAILS_MOST};
    static double values[ML_TAILS_MOST];
    uint64_t state = 11;
    for (size_t k = 0; k < ML_COUNT(numbers); k++)
        for (int kind = 0; kind < 4; kind++) {
            size_t n = numbers[k];
            for (size_t i = 0; i < n; i++)
                values[i] = kind == 0   ? unit_fraction(&state) - 0.5
                            : kind == 1 ? (double)unit_below(&state, 4)
                            : kind == 2 ? (double)i
                                        : -(double)i;
            ml_interval got = tails_of(values, n, 1);
            qsort(values, n, sizeof *values, ascending);
            double low = quantile(values, n, 0.025), high = quantile(values, n, 0.975);
            EXPECT(unit_near(got.low, low, 1e-9) && unit_near(got.high, high, 1e-9),
                   "%zu values of kind %d: [%.17g, %.17g], not [%.17g, %.17g]", n, kind, got.low, got.high, low, high);
            ml_interval again = tails_of(values, n, n);
            EXPECT(unit_same(got.low, again.low) && unit_same(got.high, again.high), "%zu values: their order matters", n);
            EXPECT(isnan(tails_of(values, n, n + 1).low) && isnan(tails_of(values, n, n + 1).high), "%zu are too few", n);
        }
}
END_TEST

START_TEST(what_is_not_finite_is_no_value)
{
    const double values[] = {(double)NAN, 2, (double)INFINITY, 1, -(double)INFINITY};
    ml_interval got = tails_of(values, ML_COUNT(values), 2);
    ck_assert(unit_near(got.low, 1.025, 1e-15) && unit_near(got.high, 1.975, 1e-15));
    ck_assert(isnan(tails_of(values, ML_COUNT(values), 3).low));
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, ends_are_quantiles_of_all_values);
    tcase_add_test(tests, what_is_not_finite_is_no_value);
}

int main(void) { return unit_main("tails", add_tests); }
