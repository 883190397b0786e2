/* Tests of nearest places: each set against a loop over all pairs. */
#include "measure/nearest.h"

#include "unit.h"

#include <math.h>

enum { MAX_PLACES = 4000 };

static ml_place from_places[MAX_PLACES], to_places[MAX_PLACES];

static int ascending(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* Squares of all pairs' least distances that are not 0, in ascending order; how many. */
static size_t expected(ml_places from, ml_places to, const double spacing[2], double *squares)
{
    size_t n = 0;
    for (size_t i = 0; i < from.n; i++) {
        double least = HUGE_VAL;
        for (size_t k = 0; k < to.n; k++) {
            const double rows = ((double)from.items[i].row - to.items[k].row) * spacing[0];
            const double columns = ((double)from.items[i].column - to.items[k].column) * spacing[1];
            const double square = rows * rows + columns * columns;
            least = square < least ? square : least;
        }
        if (least > 0)
            squares[n++] = least;
    }
    qsort(squares, n, sizeof *squares, ascending);
    return n;
}

static void expect_nearest(ml_nearest *scratch, ml_places from, ml_places to, const double spacing[2], double tolerance)
{
    static double found[MAX_PLACES], all[MAX_PLACES];
    size_t n = 0;
    ml_error error = {0};
    EXPECT(ml_nearest_find(scratch, from, to, spacing, &error, found, &n) == ML_OK, "%s", error.text);
    const size_t n_expected = expected(from, to, spacing, all);
    EXPECT(n == n_expected, "%zu of %zu to %zu places: %zu, not %zu", from.n, to.n, to.n, n, n_expected);
    qsort(found, n, sizeof *found, ascending);
    for (size_t i = 0; i < n; i++)
        EXPECT(found[i] >= all[i] * (1 - tolerance) && found[i] <= all[i] * (1 + tolerance),
               "%zu to %zu places, number %zu: %.17g, not %.17g", from.n, to.n, i, found[i], all[i]);
}

/* Places of a box of rows x columns from `first` on, of which one in `rare` is taken; one at least. */
static ml_places fill(ml_place *places, uint64_t *random, ml_place first, size_t rows, size_t columns, size_t rare)
{
    size_t n = 0;
    for (size_t y = 0; y < rows; y++)
        for (size_t x = 0; x < columns && n < MAX_PLACES; x++)
            if (unit_below(random, rare) == 0)
                places[n++] = (ml_place){first.row + (uint32_t)y, first.column + (uint32_t)x};
    if (n == 0)
        places[n++] = first;
    return (ml_places){n, places};
}

static ml_place anywhere(uint64_t *random, size_t rows, size_t columns)
{
    return (ml_place){(uint32_t)unit_below(random, rows), (uint32_t)unit_below(random, columns)};
}

START_TEST(squares_are_those_of_all_pairs_whatever_lies_where)
{
    static const double spacings[][2] = {{1, 1}, {2, 1}, {1, 3}, {0.25, 0.5}, {1e-9, 1e9}, {1e9, 1e-9}};
    static const size_t rarities[] = {1, 2, 5, 30, 300};
    ml_nearest scratch = {.first_of_row = NULL};
    uint64_t random = 17;
    for (size_t round = unit_rounds(1500); round > 0; round--) {
        const size_t rows = 1 + unit_below(&random, 40), columns = 1 + unit_below(&random, 68);
        const ml_places from = fill(from_places, &random, anywhere(&random, 50, 50), rows, columns, rarities[round % 5]);
        const ml_places to = fill(to_places, &random, anywhere(&random, 50, 50), 1 + unit_below(&random, 40),
                                  1 + unit_below(&random, 68), rarities[unit_below(&random, 5)]);
        /* Of these spacings all squares are exact, or one direction is all that counts. */
        expect_nearest(&scratch, from, to, spacings[unit_below(&random, 6)], 0);
    }
    ml_nearest_clear(&scratch);
}
END_TEST

/* A spacing whose squares are rounded: those of a sweep may be a step away where two places are equally near. */
START_TEST(rounded_spacings_are_right_but_for_rounding)
{
    const double spacing[2] = {0.7, 1.3};
    ml_nearest scratch = {.first_of_row = NULL};
    uint64_t random = 18;
    for (size_t round = unit_rounds(300); round > 0; round--) {
        const ml_places from = fill(from_places, &random, anywhere(&random, 9, 9), 30, 60, 1 + unit_below(&random, 9));
        const ml_places to = fill(to_places, &random, anywhere(&random, 50, 90), 30, 60, 1 + unit_below(&random, 90));
        expect_nearest(&scratch, from, to, spacing, 1e-15);
    }
    ml_nearest_clear(&scratch);
}
END_TEST

/* All of a large box, to a few places that are far from most of it: what is searched in vain is swept. */
START_TEST(far_places_are_found_by_the_sweep)
{
    const double spacing[2] = {1, 1};
    ml_nearest scratch = {.first_of_row = NULL};
    uint64_t random = 19;
    for (size_t round = unit_rounds(60); round > 0; round--) {
        const ml_places from = fill(from_places, &random, (ml_place){0, 0}, 60, 60, 1 + unit_below(&random, 2));
        const ml_places to = fill(to_places, &random, anywhere(&random, 200, 200), 1 + unit_below(&random, 30),
                                  1 + unit_below(&random, 30), 1 + unit_below(&random, 100));
        expect_nearest(&scratch, from, to, spacing, 0);
    }
    ml_nearest_clear(&scratch);
}
END_TEST

START_TEST(corners_of_the_largest_image_are_far_apart)
{
    const ml_place corner = {UINT32_MAX, 0}, other = {0, UINT32_MAX};
    double square = 0;
    size_t n = 0;
    ml_error error = {0};
    ml_nearest scratch = {.first_of_row = NULL};
    const double spacing[2] = {1, 1};
    ck_assert(ml_nearest_find(&scratch, (ml_places){1, &corner}, (ml_places){1, &other}, spacing, &error, &square, &n) ==
              ML_OK);
    ck_assert_uint_eq(n, 1);
    ck_assert_double_eq(square, 2 * (4294967295.0 * 4294967295.0));
    ml_nearest_clear(&scratch);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, squares_are_those_of_all_pairs_whatever_lies_where);
    tcase_add_test(tests, rounded_spacings_are_right_but_for_rounding);
    tcase_add_test(tests, far_places_are_found_by_the_sweep);
    tcase_add_test(tests, corners_of_the_largest_image_are_far_apart);
}

int main(void) { return unit_main("nearest", add_tests); }
