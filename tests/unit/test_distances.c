/* Tests of what distances come down to. */
#include "measure/distances.h"

#include "unit.h"

#include <math.h>

enum { MAX_PLACES = 300 };

static int ascending(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

typedef struct expected {
    double largest, percentile, sum;
    uint64_t n_within;
} expected;

static void add_one_way(ml_places from, ml_places to, const ml_distances_rule *rule, expected *all)
{
    double distances[MAX_PLACES];
    for (size_t i = 0; i < from.n; i++) {
        distances[i] = HUGE_VAL;
        for (size_t k = 0; k < to.n; k++) {
            const double rows = ((double)from.items[i].row - to.items[k].row) * rule->spacing[0];
            const double columns = ((double)from.items[i].column - to.items[k].column) * rule->spacing[1];
            distances[i] = fmin(distances[i], sqrt(rows * rows + columns * columns));
        }
        all->sum += distances[i];
        all->n_within += distances[i] <= rule->tolerance;
    }
    qsort(distances, from.n, sizeof *distances, ascending);
    const double place = (double)(from.n - 1) * 0.95, low = floor(place);
    const double a = distances[(size_t)low], b = distances[(size_t)ceil(place)];
    all->percentile = fmax(all->percentile, a + (b - a) * (place - low));
    all->largest = fmax(all->largest, distances[from.n - 1]);
}

static ml_places fill(ml_place *places, uint64_t *random, size_t side, size_t rare)
{
    size_t n = 0;
    for (size_t i = 0; i < side * side && n < MAX_PLACES; i++)
        if (unit_below(random, rare) == 0)
            places[n++] = (ml_place){(uint32_t)(i / side), (uint32_t)(i % side)};
    return (ml_places){n, places};
}

static bool near(double a, double b) { return fabs(a - b) <= 1e-12 * fabs(b); }

START_TEST(largest_percentile_sum_and_share_are_those_of_sorted_lists)
{
    static ml_place truth[MAX_PLACES], prediction[MAX_PLACES];
    static const double spacings[] = {1, 0.5, 2.75};
    ml_distances_scratch scratch = {.squares = NULL};
    uint64_t random = 21;
    for (size_t round = unit_rounds(3000); round > 0; round--) {
        const size_t side = 1 + unit_below(&random, 25);
        const ml_places a = fill(truth, &random, side, 1 + unit_below(&random, 9));
        const ml_places b = fill(prediction, &random, side, 1 + unit_below(&random, 9));
        const ml_distances_rule rule = {
            {spacings[unit_below(&random, 3)], spacings[unit_below(&random, 3)]}, (double)unit_below(&random, 5), 99};
        ml_distances found;
        ml_error error = {0};
        if (a.n == 0 || b.n == 0)
            continue;
        ck_assert(ml_distances_find(&scratch, &rule, a, b, &error, &found) == ML_OK);
        expected all = {0, 0, 0, 0};
        add_one_way(a, b, &rule, &all);
        add_one_way(b, a, &rule, &all);
        EXPECT(near(found.largest, all.largest) && near(found.percentile, all.percentile) &&
                   near(ml_fixed_to_double(&found.sum), all.sum) && found.n_within == all.n_within &&
                   found.n_border == a.n + b.n && !found.is_missed && !found.is_spurious,
               "%zu and %zu places: %.17g, %.17g, %llu, not %.17g, %.17g, %llu", a.n, b.n, found.largest, found.percentile,
               (unsigned long long)found.n_within, all.largest, all.percentile, (unsigned long long)all.n_within);
    }
    ml_distances_clear(&scratch);
}
END_TEST

START_TEST(a_region_without_the_other_is_missed_or_spurious)
{
    const ml_place places[2] = {{1, 1}, {1, 2}};
    const ml_places none = {0, NULL}, two = {2, places};
    const ml_distances_rule rule = {{1, 1}, 1e9, 7.5};
    ml_distances_scratch scratch = {.squares = NULL};
    ml_distances found;
    ml_error error = {0};
    ck_assert(ml_distances_find(&scratch, &rule, none, none, &error, &found) == ML_OK);
    ck_assert(found.n_border == 0 && !found.is_missed && !found.is_spurious);
    ck_assert(ml_distances_find(&scratch, &rule, none, two, &error, &found) == ML_OK);
    ck_assert(found.n_border == 0 && !found.is_missed && found.is_spurious);
    ck_assert(ml_distances_find(&scratch, &rule, two, none, &error, &found) == ML_OK);
    ck_assert(found.n_border == 2 && found.n_within == 0 && found.is_missed && !found.is_spurious);
    ck_assert_double_eq(found.largest, 7.5);
    ck_assert_double_eq(found.percentile, 7.5);
    ck_assert_double_eq(ml_fixed_to_double(&found.sum), 15);
    ml_distances_clear(&scratch);
}
END_TEST

START_TEST(what_exceeds_the_tolerance_by_rounding_is_within_it)
{
    const ml_place a = {0, 0}, b = {0, 3};
    const ml_distances_rule rule = {{1, 0.1}, 0.3, 1}; /* 3 * 0.1 > 0.3 */
    ml_distances_scratch scratch = {.squares = NULL};
    ml_distances found;
    ml_error error = {0};
    ck_assert(ml_distances_find(&scratch, &rule, (ml_places){1, &a}, (ml_places){1, &b}, &error, &found) == ML_OK);
    ck_assert(found.largest > 0.3);
    ck_assert_uint_eq(found.n_within, 2);
    ml_distances_clear(&scratch);
}
END_TEST

START_TEST(a_sum_beyond_what_is_counted_is_an_error)
{
    const ml_place places[2] = {{0, 0}, {0, 4000000000u}};
    const ml_distances_rule rule = {{1, 1e9}, 1, 5e18};
    ml_distances_scratch scratch = {.squares = NULL};
    ml_distances found = {.n_border = 77};
    ml_error error = {0};
    ck_assert(ml_distances_find(&scratch, &rule, (ml_places){2, places}, (ml_places){0, NULL}, &error, &found) == ML_E_SYSTEM);
    ck_assert(ml_distances_find(&scratch, &rule, (ml_places){2, places}, (ml_places){1, places}, &error, &found) == ML_OK);
    ck_assert_uint_eq(found.n_border, 3);
    ml_distances_clear(&scratch);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, largest_percentile_sum_and_share_are_those_of_sorted_lists);
    tcase_add_test(tests, a_region_without_the_other_is_missed_or_spurious);
    tcase_add_test(tests, what_exceeds_the_tolerance_by_rounding_is_within_it);
    tcase_add_test(tests, a_sum_beyond_what_is_counted_is_an_error);
}

int main(void) { return unit_main("distances", add_tests); }
