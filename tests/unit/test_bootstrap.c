/* core/bootstrap: draws from their definition, sums against plain loops, and independence of threads and kernels. */
#include "unit.h"

#include "core/bootstrap.h"

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

START_TEST(counts_are_those_of_the_draws)
{
    enum { MOST = 1000 };
    static const size_t numbers[] = {1, 2, 3, 7, 8, 9, 10, 63, 64, 65, 128, 255, 256, 257, 511, 512, 513, MOST};
    for (size_t row = 0; row < ml_n_kernels; row++)
        for (size_t k = 0; k < ML_COUNT(numbers) && ml_cpu_has(ml_kernels[row].needs); k++)
            for (size_t b = 0; b < 10000; b += 1111) {
                uint8_t got[MOST + ML_COUNTS], wanted[MOST + ML_COUNTS] = {0};
                double times[MOST + ML_COUNTS];
                size_t n = numbers[k], length = ml_counts_length(n);
                for (size_t i = 0; i < n; i++)
                    wanted[drawn(b, i, n)]++;
                memset(got, 1, sizeof got);
                ck_assert(ml_kernels[row].kernel->count_draws(b, n, got));
                ck_assert_mem_eq(got, wanted, length);
                ml_kernels[row].kernel->widen_counts(got, n, times);
                for (size_t i = 0; i < length; i++)
                    ck_assert(unit_same(times[i], got[i]));
            }
}
END_TEST

START_TEST(every_count_is_widened)
{
    uint8_t counts[256];
    double times[256];
    for (size_t i = 0; i < ML_COUNT(counts); i++)
        counts[i] = (uint8_t)(37 * i);
    for (size_t row = 0; row < ml_n_kernels; row++) {
        if (!ml_cpu_has(ml_kernels[row].needs))
            continue;
        ml_kernels[row].kernel->widen_counts(counts, ML_COUNT(counts), times);
        for (size_t i = 0; i < ML_COUNT(counts); i++)
            ck_assert(unit_same(times[i], counts[i]));
    }
}
END_TEST

/* Units with random numbers. */
static ml_units make_units(size_t n, size_t n_columns, uint64_t *state)
{
    ml_units units;
    ml_error error = ML_ERROR_INIT;
    ml_units_init(n_columns, &units);
    for (size_t u = 0; u < n; u++) {
        ck_assert_int_eq(ml_units_add(&units, &error), ML_OK);
        for (size_t c = 0; c < n_columns; c++)
            *ml_units_at(&units, u, c) = c % 3 ? unit_fraction(state) : (double)unit_below(state, 1 << 20);
    }
    return units;
}

/* What a thread has seen. */
typedef struct thread {
    const ml_units *units;
    size_t n_resamples;
} thread;

/* The sums are the figures. */
static void pass_on(void *context, const double *sums, double *values)
{
    thread *t = context;
    memcpy(values, sums, t->units->n_columns * sizeof *values);
    t->n_resamples++;
}

static void run(const ml_units *units, const ml_kernel *kernel, size_t n_threads, ml_interval *intervals)
{
    ml_error error = ML_ERROR_INIT;
    thread threads[ML_MOST_RESAMPLERS];
    void *contexts[ML_MOST_RESAMPLERS];
    size_t n_resamples = 0;
    for (size_t t = 0; t < n_threads; t++) {
        threads[t] = (thread){units, 0};
        contexts[t] = &threads[t];
    }
    const ml_bootstrap bootstrap = {units, kernel, units->n_columns, pass_on, contexts, n_threads};
    ck_assert_int_eq(ml_bootstrap_run(&bootstrap, &error, intervals), ML_OK);
    for (size_t t = 0; t < n_threads; t++)
        n_resamples += threads[t].n_resamples;
    EXPECT(n_resamples == (units->n < 2 ? 0 : ML_RESAMPLES), "%zu resamples", n_resamples);
}

/* The interval of a column's sum: each unit so many times as it is drawn, in order. */
static ml_interval slow(const ml_units *units, size_t column)
{
    static ml_tails tails;
    memset(&tails, 0, sizeof tails);
    for (size_t b = 0; b < ML_RESAMPLES; b++) {
        uint32_t counts[2000] = {0};
        double sum = 0;
        for (size_t i = 0; i < units->n; i++)
            counts[drawn(b, i, units->n)]++;
        for (size_t u = 0; u < units->n; u++) {
            volatile double product = counts[u] * *ml_units_at(units, u, column);
            sum += product;
        }
        ml_tails_add(&tails, sum);
    }
    return ml_tails_interval(&tails, ML_LEAST_RESAMPLES);
}

START_TEST(every_kernel_and_any_number_of_threads_give_the_bits_of_plain_loops)
{
    enum { MOST_COLUMNS = 17 };
    static const struct {
        size_t n_units, n_columns;
    } cases[] = {{2, 1}, {3, 8}, {ML_PRODUCT_UNITS, 9}, {ML_PRODUCT_UNITS + 1, 2}, {600, MOST_COLUMNS}};
    uint64_t state = 23;
    size_t n_cases = unit_rounds(50) == 50 ? ML_COUNT(cases) : 2;
    for (size_t k = 0; k < n_cases; k++) {
        ml_units units = make_units(cases[k].n_units, cases[k].n_columns, &state);
        ml_interval wanted[MOST_COLUMNS], got[MOST_COLUMNS];
        for (size_t c = 0; c < units.n_columns; c++)
            wanted[c] = slow(&units, c);
        for (size_t row = 0; row < ml_n_kernels; row++)
            for (size_t n_threads = 1; n_threads <= ML_MOST_RESAMPLERS && ml_cpu_has(ml_kernels[row].needs); n_threads += 5) {
                run(&units, ml_kernels[row].kernel, n_threads, got);
                for (size_t c = 0; c < units.n_columns; c++)
                    EXPECT(unit_same(got[c].low, wanted[c].low) && unit_same(got[c].high, wanted[c].high),
                           "%s, %zu threads, %zu units, column %zu: [%a, %a], not [%a, %a]", ml_kernels[row].name, n_threads,
                           units.n, c, got[c].low, got[c].high, wanted[c].low, wanted[c].high);
            }
        ml_units_clear(&units);
    }
}
END_TEST

static bool one_too_many(uint64_t seed, size_t n, uint8_t *counts)
{
    memset(counts, 0, ml_counts_length(n));
    return seed != 77;
}

START_TEST(a_unit_drawn_more_often_than_can_be_counted_is_an_error)
{
    uint64_t state = 8;
    ml_kernel kernel = *ml_kernels[0].kernel;
    kernel.count_draws = one_too_many;
    ml_units units = make_units(3, 1, &state);
    for (size_t n_threads = 1; n_threads < 3; n_threads++) {
        thread threads[2] = {{&units, 0}, {&units, 0}};
        void *const contexts[] = {&threads[0], &threads[1]};
        ml_error error = ML_ERROR_INIT;
        ml_interval got = {1, 2};
        const ml_bootstrap bootstrap = {&units, &kernel, 1, pass_on, contexts, n_threads};
        ck_assert_int_eq(ml_bootstrap_run(&bootstrap, &error, &got), ML_E_SYSTEM);
        ck_assert_str_eq(error.text, "a resample draws the same image or group more than 255 times");
        ck_assert(unit_same(got.low, 1) && unit_same(got.high, 2));
    }
    ml_units_clear(&units);
}
END_TEST

START_TEST(one_unit_has_no_interval)
{
    uint64_t state = 5;
    ml_interval got[2];
    for (size_t n = 0; n < 2; n++) {
        ml_units units = make_units(n, 2, &state);
        run(&units, ml_kernels[0].kernel, 1, got);
        ck_assert(isnan(got[0].low) && isnan(got[1].high));
        ml_units_clear(&units);
    }
}
END_TEST

/* A figure that is there in every second resample, and one that lacks one more. */
static void some(void *context, const double *sums, double *values)
{
    size_t *n = context;
    ML_UNUSED(sums);
    values[0] = *n % 2 ? (double)NAN : 1;
    values[1] = *n == 0 ? (double)NAN : values[0];
    ++*n;
}

START_TEST(half_of_the_resamples_must_have_a_value)
{
    uint64_t state = 6;
    ml_error error = ML_ERROR_INIT;
    ml_units units = make_units(3, 1, &state);
    ml_interval got[2];
    size_t n = 0;
    void *const contexts[] = {&n};
    const ml_bootstrap bootstrap = {&units, ml_kernels[0].kernel, 2, some, contexts, 1};
    ck_assert_int_eq(ml_bootstrap_run(&bootstrap, &error, got), ML_OK);
    ck_assert(unit_same(got[0].low, 1) && unit_same(got[0].high, 1));
    ck_assert(isnan(got[1].low) && isnan(got[1].high));
    ml_units_clear(&units);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, counts_are_those_of_the_draws);
    tcase_add_test(tests, every_kernel_and_any_number_of_threads_give_the_bits_of_plain_loops);
    tcase_add_test(tests, every_count_is_widened);
    tcase_add_test(tests, a_unit_drawn_more_often_than_can_be_counted_is_an_error);
    tcase_add_test(tests, one_unit_has_no_interval);
    tcase_add_test(tests, half_of_the_resamples_must_have_a_value);
}

int main(void) { return unit_main("bootstrap", add_tests); }
