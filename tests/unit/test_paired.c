/* core/paired: means and intervals against a resampling that is written down plainly, and their independence of threads. */
#include "unit.h"

#include "core/paired.h"

#include <math.h>

/* The index of draw number `at` of resample b, from the definition, in halves of 32 bits. */
static size_t drawn(uint64_t b, size_t at, size_t n)
{
    uint64_t z = b + (at + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (size_t)(((z >> 32) * n + ((z & 0xffffffffu) * n >> 32)) >> 32);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static ml_paired_mean slow(const double *deltas, size_t n)
{
    static double means[10000];
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += deltas[i];
    ml_paired_mean mean = {n, n ? sum / (double)n : (double)NAN, {(double)NAN, (double)NAN}};
    if (n < 2)
        return mean;
    for (size_t b = 0; b < 10000; b++) {
        means[b] = 0;
        for (size_t i = 0; i < n; i++)
            means[b] += deltas[drawn(b, i, n)] / (double)n;
    }
    qsort(means, 10000, sizeof *means, ascending);
    mean.interval.low = means[249] * 0.025 + means[250] * 0.975;
    mean.interval.high = means[9749] * 0.975 + means[9750] * 0.025;
    return mean;
}

static const ml_kernel *kernel(void) { return ml_kernels[0].kernel; }

static bool near(double a, double b) { return (isnan(a) && isnan(b)) || unit_near(a, b, 1e-12); }

START_TEST(intervals_are_those_of_the_definition)
{
    /* figures with other numbers of images: by number, and by which are left out */
    enum { N_FIGURES = 19, MAX_IMAGES = 60 };
    static const size_t numbers[] = {0, 1, 2, 3, 7, MAX_IMAGES};
    uint64_t state = 3;
    for (size_t k = 0; k < (unit_rounds(50) == 50 ? ML_COUNT(numbers) : ML_COUNT(numbers) - 1); k++) {
        double kept[N_FIGURES][MAX_IMAGES];
        size_t n_kept[N_FIGURES] = {0};
        ml_paired paired;
        ml_error error = ML_ERROR_INIT;
        ml_paired_init(N_FIGURES, &paired);
        for (size_t i = 0; i < numbers[k]; i++) {
            double baseline[N_FIGURES], candidate[N_FIGURES];
            for (size_t f = 0; f < N_FIGURES; f++) {
                baseline[f] = unit_fraction(&state);
                candidate[f] = unit_fraction(&state) * (double)(1 + f);
                if (f % 3 == 1 && unit_below(&state, 4) == 0)
                    *(unit_below(&state, 2) ? &baseline[f] : &candidate[f]) = (double)NAN;
                else if (f % 3 == 2 && i < f / 3)
                    baseline[f] = candidate[f] = (double)NAN;
                if (!isnan(candidate[f] - baseline[f]))
                    kept[f][n_kept[f]++] = candidate[f] - baseline[f];
            }
            ck_assert_int_eq(ml_paired_add(&paired, baseline, candidate, &error), ML_OK);
        }
        ml_paired_mean means[N_FIGURES];
        ck_assert_int_eq(ml_paired_means(&paired, kernel(), 1 + k % 3, &error, means), ML_OK);
        for (size_t f = 0; f < N_FIGURES; f++) {
            ml_paired_mean wanted = slow(kept[f], n_kept[f]);
            EXPECT(means[f].n_images == n_kept[f], "%zu images, figure %zu: of %zu", numbers[k], f, means[f].n_images);
            EXPECT(near(means[f].mean, wanted.mean) && near(means[f].interval.low, wanted.interval.low) &&
                       near(means[f].interval.high, wanted.interval.high),
                   "%zu images, figure %zu: %.17g [%.17g, %.17g], not %.17g [%.17g, %.17g]", numbers[k], f, means[f].mean,
                   means[f].interval.low, means[f].interval.high, wanted.mean, wanted.interval.low, wanted.interval.high);
        }
        ml_paired_clear(&paired);
    }
}
END_TEST

START_TEST(threads_change_no_bit)
{
    enum { N_FIGURES = 9 };
    const size_t n_images = unit_rounds(1500); /* more than are drawn at once */
    uint64_t state = 5;
    ml_paired paired;
    ml_error error = ML_ERROR_INIT;
    ml_paired_mean one[N_FIGURES], other[N_FIGURES];
    ml_paired_init(N_FIGURES, &paired);
    for (size_t i = 0; i < n_images; i++) {
        double baseline[N_FIGURES], candidate[N_FIGURES];
        for (size_t f = 0; f < N_FIGURES; f++) {
            baseline[f] = unit_fraction(&state);
            candidate[f] = unit_fraction(&state);
        }
        ck_assert_int_eq(ml_paired_add(&paired, baseline, candidate, &error), ML_OK);
    }
    ck_assert_int_eq(ml_paired_means(&paired, kernel(), 1, &error, one), ML_OK);
    static const size_t threads[] = {2, 7, 1000};
    for (size_t t = 0; t < ML_COUNT(threads); t++) {
        ck_assert_int_eq(ml_paired_means(&paired, kernel(), threads[t], &error, other), ML_OK);
        for (size_t f = 0; f < N_FIGURES; f++)
            EXPECT(unit_same(one[f].interval.low, other[f].interval.low) &&
                       unit_same(one[f].interval.high, other[f].interval.high),
                   "%zu threads: figure %zu", threads[t], f);
    }
    EXPECT(one[0].interval.low < one[0].mean && one[0].mean < one[0].interval.high &&
               one[0].interval.high - one[0].interval.low < 4 / sqrt((double)n_images),
           "[%g, %g]", one[0].interval.low, one[0].interval.high);
    ml_paired_clear(&paired);
}
END_TEST

START_TEST(differences_that_are_all_equal_have_an_interval_of_one_point)
{
    const double baseline[2] = {0.5, 0.25}, candidate[2] = {0.75, 0.25};
    ml_paired paired;
    ml_error error = ML_ERROR_INIT;
    ml_paired_mean means[2];
    ml_paired_init(2, &paired);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(ml_paired_add(&paired, baseline, candidate, &error), ML_OK);
    ck_assert_int_eq(ml_paired_means(&paired, kernel(), 2, &error, means), ML_OK);
    ck_assert(unit_same(means[0].interval.low, 0.25) && unit_same(means[0].interval.high, 0.25) &&
              unit_same(means[0].mean, 0.25));
    ck_assert(unit_same(means[1].interval.low, 0) && unit_same(means[1].interval.high, 0) && unit_same(means[1].mean, 0));
    ml_paired_clear(&paired);
}
END_TEST

START_TEST(groups_are_drawn_with_all_of_their_images)
{
    enum { N_FIGURES = 3, N_IMAGES = 40, N_GROUPS = 6 };
    static double ratios[N_FIGURES][10000];
    double sums[N_FIGURES][N_GROUPS] = {{0}}, numbers[N_FIGURES][N_GROUPS] = {{0}};
    size_t group_of[N_IMAGES];
    uint64_t state = 5;
    ml_paired paired;
    ml_error error = ML_ERROR_INIT;
    ml_paired_init(N_FIGURES, &paired);
    for (size_t i = 0; i < N_IMAGES; i++) {
        double baseline[N_FIGURES], candidate[N_FIGURES];
        group_of[i] = i < N_GROUPS ? i : unit_below(&state, N_GROUPS);
        for (size_t f = 0; f < N_FIGURES; f++) {
            baseline[f] = f == 1 && unit_below(&state, 3) == 0 ? (double)NAN : unit_fraction(&state);
            candidate[f] = f == 2 ? (double)NAN : unit_fraction(&state);
            if (isnan(candidate[f] - baseline[f]))
                continue;
            sums[f][group_of[i]] += candidate[f] - baseline[f];
            numbers[f][group_of[i]] += 1;
        }
        ck_assert_int_eq(ml_paired_add(&paired, baseline, candidate, &error), ML_OK);
    }
    ml_paired_mean means[N_FIGURES], plain[N_FIGURES];
    ck_assert_int_eq(ml_paired_means_of_groups(&paired, group_of, N_GROUPS, kernel(), 2, &error, means), ML_OK);
    ck_assert_int_eq(ml_paired_means(&paired, kernel(), 1, &error, plain), ML_OK);
    for (size_t f = 0; f < N_FIGURES; f++) {
        for (size_t b = 0; b < 10000 && f < 2; b++) {
            double sum = 0, n = 0;
            for (size_t at = 0; at < N_GROUPS; at++) {
                size_t g = drawn(b, at, N_GROUPS);
                sum += sums[f][g];
                n += numbers[f][g];
            }
            ratios[f][b] = sum / n;
        }
        qsort(ratios[f], 10000, sizeof *ratios[f], ascending);
        double low = f < 2 ? ratios[f][249] * 0.025 + ratios[f][250] * 0.975 : (double)NAN;
        ck_assert(unit_same(means[f].mean, plain[f].mean) || f == 2);
        ck_assert_uint_eq(means[f].n_images, plain[f].n_images);
        EXPECT(near(means[f].interval.low, low), "figure %zu: %g, not %g", f, means[f].interval.low, low);
    }
    ml_paired_clear(&paired);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, intervals_are_those_of_the_definition);
    tcase_add_test(tests, threads_change_no_bit);
    tcase_add_test(tests, differences_that_are_all_equal_have_an_interval_of_one_point);
    tcase_add_test(tests, groups_are_drawn_with_all_of_their_images);
}

int main(void) { return unit_main("paired", add_tests); }
