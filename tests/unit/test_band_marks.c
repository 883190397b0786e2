/* Tests of the marks near borders: each image against a loop that looks at all pixels around each. */
#include "measure/band_marks.h"

#include "kernel/tile.h"
#include "unit.h"

enum { MAX_SIDE = 80 };

typedef struct image {
    size_t rows, columns;
    uint16_t truth[MAX_SIDE * MAX_SIDE];
} image;

static bool is_edge(const image *im, size_t y, size_t x)
{
    const uint16_t label = im->truth[y * im->columns + x];
    bool found = false;
    for (size_t v = y > 0 ? y - 1 : 0; v <= y + 1 && v < im->rows; v++)
        for (size_t u = x > 0 ? x - 1 : 0; u <= x + 1 && u < im->columns; u++) {
            const uint16_t other = im->truth[v * im->columns + u];
            found |= other != ML_IGNORED && other != label;
        }
    return found && label != ML_IGNORED;
}

/* Whether there is an edge pixel at a chessboard distance below `width`. */
static bool is_near(const image *im, size_t y, size_t x, size_t width)
{
    const size_t top = y >= width ? y - width + 1 : 0, left = x >= width ? x - width + 1 : 0;
    for (size_t v = top; v < y + width && v < im->rows; v++)
        for (size_t u = left; u < x + width && u < im->columns; u++)
            if (is_edge(im, v, u))
                return true;
    return false;
}

static void expect_marks(ml_band_marks *band, const image *im, uint32_t width)
{
    ml_error error = {0};
    EXPECT(ml_band_marks_make(band, im->truth, im->rows, im->columns, width, &error) == ML_OK, "%s", error.text);
    for (size_t y = 0; y < im->rows; y++)
        for (size_t x = 0; x < im->columns; x++)
            EXPECT((band->marks[y * im->columns + x] != 0) == is_near(im, y, x, width < MAX_SIDE ? width : MAX_SIDE),
                   "%zu x %zu, width %u: pixel %zu of row %zu", im->rows, im->columns, (unsigned)width, x, y);
}

/* Labels in runs, mostly as above; some are ignored. */
static void fill(image *im, uint64_t *random, unsigned n_classes, unsigned roughness)
{
    for (size_t i = 0; i < im->rows * im->columns; i++) {
        const uint16_t fresh = (uint16_t)(unit_below(random, 12) == 0 ? ML_IGNORED : unit_below(random, n_classes));
        const bool has_left = i % im->columns > 0, has_above = i >= im->columns;
        im->truth[i] = unit_below(random, roughness) == 0       ? fresh
                       : has_above && unit_below(random, 4) > 0 ? im->truth[i - im->columns]
                       : has_left                               ? im->truth[i - 1]
                                                                : fresh;
    }
}

START_TEST(pixels_near_borders_are_marked_whatever_the_columns_and_the_width)
{
    static const uint32_t widths[] = {1, 2, 3, 9, 67, UINT32_C(1) << 30};
    static image im;
    uint64_t random = 16;
    ml_band_marks band = {.marks = NULL};
    for (im.columns = 1; im.columns <= 67; im.columns++)
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
            im.rows = 1 + unit_below(&random, 12);
            fill(&im, &random, 1 + (unsigned)unit_below(&random, 4), 1 + (unsigned)unit_below(&random, 60));
            expect_marks(&band, &im, widths[w]);
        }
    ml_band_marks_clear(&band);
}
END_TEST

START_TEST(a_single_class_or_only_ignored_pixels_have_no_border)
{
    static image im = {.rows = 9, .columns = 33};
    ml_band_marks band = {.marks = NULL};
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < im.rows * im.columns; i++)
            im.truth[i] = round == 0 ? 3 : ML_IGNORED;
        expect_marks(&band, &im, 5);
        ck_assert_ptr_null(memchr(band.marks, 1, im.rows * im.columns));
    }
    ml_band_marks_clear(&band);
}
END_TEST

START_TEST(a_rim_of_ignored_pixels_hides_the_border)
{
    static image im = {.rows = 1, .columns = 3, .truth = {0, ML_IGNORED, 1}};
    ml_band_marks band = {.marks = NULL};
    expect_marks(&band, &im, 9);
    ck_assert_mem_eq(band.marks, "\0\0\0", 3);
    ml_band_marks_clear(&band);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, pixels_near_borders_are_marked_whatever_the_columns_and_the_width);
    tcase_add_test(tests, a_single_class_or_only_ignored_pixels_have_no_border);
    tcase_add_test(tests, a_rim_of_ignored_pixels_hides_the_border);
}

int main(void) { return unit_main("band_marks", add_tests); }
