/* measure/worst_objects: the list of an image against a flood fill, of all shapes and numbers that are wanted; and that it
 * passes its own part's checks. */
#include "measure/worst_part.h"

#include "kernel/pixels.h"
#include "measure/objects.h"
#include "unit.h"

#include <stdlib.h>

enum { MAX_SIDE = 67, MAX_PIXELS = MAX_SIDE * MAX_SIDE, MAX_CLASSES = 5 };

typedef struct image {
    size_t rows, columns, n_classes;
    uint16_t truth[MAX_PIXELS], decision[MAX_PIXELS];
} image;

/* An object as somebody who has time finds it. */
typedef struct object {
    uint64_t row[ML_WORST_COLUMNS];
} object;

/* Takes all that can be reached from a pixel out of `left`, where such pixels are 1. */
static object fill_from(const image *im, size_t first, uint8_t *left)
{
    static size_t todo[MAX_PIXELS];
    size_t n_todo = 0, called[MAX_CLASSES] = {0};
    const uint16_t class = im->truth[first];
    object found = {{class, SIZE_MAX, SIZE_MAX, 0, 0, 0, 0, ML_ROW_NOTHING}};
    left[first] = 0;
    todo[n_todo++] = first;
    while (n_todo > 0) {
        const size_t at = todo[--n_todo], y = at / im->columns, x = at % im->columns;
        uint64_t *row = found.row;
        row[ML_WORST_FIRST_ROW] = y < row[ML_WORST_FIRST_ROW] ? y : row[ML_WORST_FIRST_ROW];
        row[ML_WORST_FIRST_COLUMN] = x < row[ML_WORST_FIRST_COLUMN] ? x : row[ML_WORST_FIRST_COLUMN];
        row[ML_WORST_LAST_ROW] = y > row[ML_WORST_LAST_ROW] ? y : row[ML_WORST_LAST_ROW];
        row[ML_WORST_LAST_COLUMN] = x > row[ML_WORST_LAST_COLUMN] ? x : row[ML_WORST_LAST_COLUMN];
        row[ML_WORST_PIXELS]++;
        row[ML_WORST_HIT] += im->decision[at] == class;
        if (im->decision[at] < im->n_classes && im->decision[at] != class)
            called[im->decision[at]]++;
        for (size_t v = y > 0 ? y - 1 : 0; v <= y + 1 && v < im->rows; v++)
            for (size_t u = x > 0 ? x - 1 : 0; u <= x + 1 && u < im->columns; u++) {
                const size_t next = v * im->columns + u;
                if (left[next] && im->truth[next] == class) {
                    left[next] = 0;
                    todo[n_todo++] = next;
                }
            }
    }
    for (size_t c = im->n_classes; c-- > 0;)
        if (called[c] > 0 && (found.row[ML_WORST_AS] == ML_ROW_NOTHING || called[c] >= called[found.row[ML_WORST_AS]]))
            found.row[ML_WORST_AS] = c;
    return found;
}

/* Class, then pixels that are not right, then the box. */
static int compare(const void *a, const void *b)
{
    const uint64_t *x = ((const object *)a)->row, *y = ((const object *)b)->row;
    if (x[ML_WORST_CLASS] != y[ML_WORST_CLASS])
        return x[ML_WORST_CLASS] < y[ML_WORST_CLASS] ? -1 : 1;
    const uint64_t wrong_x = x[ML_WORST_PIXELS] - x[ML_WORST_HIT], wrong_y = y[ML_WORST_PIXELS] - y[ML_WORST_HIT];
    if (wrong_x != wrong_y)
        return wrong_x > wrong_y ? -1 : 1;
    for (int c = ML_WORST_FIRST_ROW; c <= ML_WORST_LAST_COLUMN; c++)
        if (x[c] != y[c])
            return x[c] < y[c] ? -1 : 1;
    return 0;
}

/* All that are wrong somewhere and not too small, in order: their number. */
static size_t find_all(const image *im, uint64_t min, object *objects)
{
    static uint8_t left[MAX_PIXELS];
    size_t n = 0;
    for (size_t i = 0; i < im->rows * im->columns; i++)
        left[i] = im->truth[i] != ML_IGNORED;
    for (size_t i = 0; i < im->rows * im->columns; i++)
        if (left[i]) {
            objects[n] = fill_from(im, i, left);
            n += objects[n].row[ML_WORST_HIT] < objects[n].row[ML_WORST_PIXELS] && objects[n].row[ML_WORST_PIXELS] >= min;
        }
    qsort(objects, n, sizeof *objects, compare);
    return n;
}

static void expect_list(const image *im, const ml_measure *measure)
{
    static object objects[MAX_PIXELS];
    const size_t n_all = find_all(im, (uint64_t)measure->params[0], objects), n_wanted = ml_worst_n_wanted(measure);
    const size_t n_runs = ml_components_runs(im->truth, im->rows, im->columns);
    ml_error error = {0};
    ml_part part = {.name = NULL};
    ml_components components = {.runs = NULL};
    ml_rows rows = {.n_columns = ML_WORST_COLUMNS};
    ml_worst_part_make(measure, &part);
    const ml_worst_search search = {im->rows, im->columns, im->n_classes, im->truth, im->decision, (uint64_t)measure->params[0],
                                    &part};
    EXPECT(ml_components_find(&components, im->truth, im->rows, im->columns, n_runs, &error) == ML_OK, "%s", error.text);
    for (size_t r = 0; r < n_runs; r++)
        for (size_t i = components.runs[r].first;
             i < components.runs[r + 1].first && components.runs[r].component != ML_NO_COMPONENT; i++)
            components.items[components.runs[r].component].n_right += im->truth[i] == im->decision[i];
    EXPECT(ml_worst_objects_find(&search, &components, &error, &rows) == ML_OK, "%s", error.text);
    size_t n = 0, n_of_class = 0;
    for (size_t i = 0; i < n_all; i++) {
        n_of_class = i > 0 && objects[i].row[0] == objects[i - 1].row[0] ? n_of_class + 1 : 1;
        if (n_of_class > n_wanted)
            continue;
        EXPECT(n < rows.n, "%zu x %zu, worst=%zu: %zu objects are missing", im->rows, im->columns, n_wanted, n_all - i);
        for (int c = 0; c < ML_WORST_COLUMNS; c++)
            EXPECT(ml_rows_at(&rows, n)[c] == objects[i].row[c], "%zu x %zu, worst=%zu, row %zu, column %d: %llu, not %llu",
                   im->rows, im->columns, n_wanted, n, c, (unsigned long long)ml_rows_at(&rows, n)[c],
                   (unsigned long long)objects[i].row[c]);
        n++;
    }
    EXPECT(n == rows.n, "%zu x %zu, worst=%zu: %zu rows, not %zu", im->rows, im->columns, n_wanted, rows.n, n);
    ml_rows_clear(&rows);
    ml_components_clear(&components);
}

/* Labels in runs, mostly as above; decisions mostly right, or as the one before. */
static void fill(image *im, uint64_t *random, unsigned roughness)
{
    for (size_t i = 0; i < im->rows * im->columns; i++) {
        const uint16_t fresh = (uint16_t)(unit_below(random, 12) == 0 ? ML_IGNORED : unit_below(random, im->n_classes));
        const bool has_left = i % im->columns > 0, has_above = i >= im->columns;
        im->truth[i] = unit_below(random, roughness) == 0       ? fresh
                       : has_above && unit_below(random, 3) > 0 ? im->truth[i - im->columns]
                       : has_left                               ? im->truth[i - 1]
                                                                : fresh;
        const size_t kind = unit_below(random, 10);
        im->decision[i] = kind < 6 && im->truth[i] != ML_IGNORED ? im->truth[i]
                          : kind < 8 && i > 0                    ? im->decision[i - 1]
                          : kind == 8                            ? ML_NONE
                                                                 : (uint16_t)unit_below(random, im->n_classes);
    }
}

START_TEST(the_list_is_that_of_a_flood_fill)
{
    static image im;
    static const double wanted[] = {1, 2, 7, 1 << 30}, mins[] = {1, 2, 9};
    uint64_t random = 1729;
    for (im.columns = 1; im.columns <= MAX_SIDE; im.columns++)
        for (size_t round = 0; round < unit_rounds(12); round++) {
            im.rows = 1 + unit_below(&random, round == 0 ? MAX_SIDE : 20);
            im.n_classes = 2 + unit_below(&random, MAX_CLASSES - 1);
            fill(&im, &random, round < 3 ? 1 : 1 + (unsigned)unit_below(&random, 60));
            for (size_t w = 0; w < ML_COUNT(wanted); w++) {
                const ml_measure measure = {&ml_measure_objects, {mins[unit_below(&random, 3)], wanted[w]}, NULL};
                expect_list(&im, &measure);
            }
        }
}
END_TEST

START_TEST(none_are_listed_where_none_are_wrong)
{
    static image im = {.rows = 3, .columns = 5, .n_classes = 2};
    const ml_measure measure = {&ml_measure_objects, {1, 3}, NULL};
    expect_list(&im, &measure);
    for (size_t i = 0; i < im.rows * im.columns; i++)
        im.truth[i] = ML_IGNORED;
    expect_list(&im, &measure);
    ml_part part = {.name = NULL};
    ml_worst_part_make(&(ml_measure){&ml_measure_objects, {1, 0}, NULL}, &part);
    ck_assert(part.name == NULL);
}
END_TEST

START_TEST(bytes_go_by_runs_and_not_by_what_is_wanted)
{
    const ml_part few = {.n_rows = 1}, many = {.n_rows = 1 << 30};
    ck_assert_uint_lt(ml_worst_objects_bytes(&few, 10, 1000), ml_worst_objects_bytes(&many, 10, 1000));
    ck_assert_uint_lt(ml_worst_objects_bytes(&many, 10, 1000), 1000 * 400);
    ck_assert_uint_eq(ml_worst_objects_bytes(&many, 2, SIZE_MAX / 8), UINT64_MAX);
    ck_assert_uint_eq(ml_worst_objects_bytes(&few, 1024, SIZE_MAX), UINT64_MAX);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, the_list_is_that_of_a_flood_fill);
    tcase_add_test(tests, none_are_listed_where_none_are_wrong);
    tcase_add_test(tests, bytes_go_by_runs_and_not_by_what_is_wanted);
}

int main(void) { return unit_main("worst_objects", add_tests); }
