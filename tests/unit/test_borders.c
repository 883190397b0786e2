/* Tests of the borders of regions: each plane against a loop that looks at four neighbours. */
#include "measure/borders.h"

#include "kernel/pixels.h"
#include "unit.h"

enum { MAX_SIDE = 80, N_CLASSES = 4 };

static bool is_border(const uint16_t *plane, size_t rows, size_t columns, size_t y, size_t x)
{
    const uint16_t label = plane[y * columns + x];
    return y == 0 || x == 0 || y + 1 == rows || x + 1 == columns || plane[(y - 1) * columns + x] != label ||
           plane[(y + 1) * columns + x] != label || plane[y * columns + x - 1] != label || plane[y * columns + x + 1] != label;
}

static void expect_borders(ml_borders *borders, const uint16_t *plane, size_t rows, size_t columns)
{
    ml_error error = {0};
    ck_assert(ml_borders_init(borders, N_CLASSES, columns, &error) == ML_OK);
    const size_t n = ml_borders_count(borders, plane, rows, columns);
    ck_assert(ml_borders_find(borders, plane, rows, columns, &error) == ML_OK);
    size_t n_expected = 0;
    for (uint16_t c = 0; c < N_CLASSES; c++) {
        const ml_places found = ml_borders_of(borders, c);
        size_t k = 0;
        for (size_t y = 0; y < rows; y++)
            for (size_t x = 0; x < columns; x++) {
                if (plane[y * columns + x] != c || !is_border(plane, rows, columns, y, x))
                    continue;
                EXPECT(k < found.n && found.items[k].row == y && found.items[k].column == x,
                       "%zu x %zu: place %zu of class %d is not %zu, %zu", rows, columns, k, c, y, x);
                k++;
            }
        EXPECT(k == found.n, "%zu x %zu: class %d has %zu places, not %zu", rows, columns, c, found.n, k);
        n_expected += k;
    }
    EXPECT(n == n_expected, "%zu x %zu: %zu places in all, not %zu", rows, columns, n, n_expected);
}

START_TEST(borders_are_found_whatever_the_columns)
{
    static uint16_t plane[MAX_SIDE * MAX_SIDE];
    static const uint16_t none[] = {ML_NONE, ML_IGNORED};
    uint64_t random = 20;
    ml_borders borders = {.first = NULL};
    for (size_t columns = 1; columns <= 67; columns++)
        for (size_t round = 0; round < 12; round++) {
            const size_t rows = 1 + unit_below(&random, 20), rough = 2 + unit_below(&random, 300);
            for (size_t i = 0; i < rows * columns; i++) {
                const uint16_t fresh =
                    unit_below(&random, 9) == 0 ? none[unit_below(&random, 2)] : (uint16_t)unit_below(&random, N_CLASSES);
                plane[i] = unit_below(&random, rough) == 0              ? fresh
                           : i >= columns && unit_below(&random, 6) > 0 ? plane[i - columns]
                           : i > 0                                      ? plane[i - 1]
                                                                        : fresh;
            }
            expect_borders(&borders, plane, rows, columns);
        }
    for (size_t i = 0; i < sizeof plane / sizeof *plane; i++)
        plane[i] = ML_IGNORED;
    expect_borders(&borders, plane, MAX_SIDE, MAX_SIDE);
    ml_borders_clear(&borders);
}
END_TEST

static void add_tests(TCase *tests) { tcase_add_test(tests, borders_are_found_whatever_the_columns); }

int main(void) { return unit_main("borders", add_tests); }
