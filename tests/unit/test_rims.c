/* Tests of the rims of regions: each image against a loop that looks at all pixels of each square. */
#include "measure/rims.h"

#include "kernel/tile.h"
#include "unit.h"

enum { MAX_SIDE = 80, N_CLASSES = 5 };

typedef struct image {
    size_t rows, columns;
    uint16_t truth[MAX_SIDE * MAX_SIDE], decision[MAX_SIDE * MAX_SIDE];
} image;

static const bool masked[N_CLASSES] = {true, false, false, true, false};

static uint16_t decided(const image *im, size_t at, bool is_masked)
{
    const bool is_forgiven =
        is_masked && im->truth[at] != ML_IGNORED && im->decision[at] != ML_IGNORED && masked[im->truth[at]];
    return is_forgiven ? im->truth[at] : im->decision[at];
}

static uint16_t true_class(const image *im, size_t at, bool is_masked)
{
    ML_UNUSED(is_masked);
    return im->truth[at];
}

/* Whether a pixel of the region of class c is on its rim. */
static bool is_rim(const image *im, uint16_t (*label)(const image *im, size_t at, bool is_masked), bool is_masked, size_t y,
                   size_t x, uint16_t c, size_t d)
{
    if (label(im, y * im->columns + x, is_masked) != c)
        return false;
    if (y < d || x < d || im->rows - y <= d || im->columns - x <= d)
        return true;
    for (size_t v = y - d; v <= y + d; v++)
        for (size_t u = x - d; u <= x + d; u++)
            if (label(im, v * im->columns + u, is_masked) != c)
                return true;
    return false;
}

static void expect_counts(const image *im, bool is_masked, uint32_t d, uint64_t counts[N_CLASSES][ML_N_RIMS])
{
    for (uint16_t c = 0; c < N_CLASSES; c++) {
        uint64_t common = 0, either = 0;
        for (size_t y = 0; y < im->rows; y++)
            for (size_t x = 0; x < im->columns; x++) {
                const bool of_truth = is_rim(im, true_class, is_masked, y, x, c, d);
                const bool of_decided = is_rim(im, decided, is_masked, y, x, c, d);
                common += of_truth && of_decided;
                either += of_truth || of_decided;
            }
        EXPECT(counts[c][ML_RIMS_COMMON] == common && counts[c][ML_RIMS_EITHER] == either,
               "%zu x %zu, d %u, class %d: %llu of %llu, not %llu of %llu", im->rows, im->columns, (unsigned)d, c,
               (unsigned long long)counts[c][ML_RIMS_COMMON], (unsigned long long)counts[c][ML_RIMS_EITHER],
               (unsigned long long)common, (unsigned long long)either);
    }
}

static void expect_rims(ml_rims_scratch *scratch, const image *im, bool has_mask, uint32_t d)
{
    static const bool none[N_CLASSES] = {false};
    const ml_rims_image regions = {im->rows, im->columns, N_CLASSES, im->truth, im->decision, has_mask ? masked : none, d};
    uint64_t counts[2][N_CLASSES][ML_N_RIMS] = {{{0}}};
    ml_error error = {0};
    EXPECT(ml_rims_count(scratch, &regions, &error, counts[0][0], counts[1][0]) == ML_OK, "%s", error.text);
    expect_counts(im, false, d, counts[0]);
    expect_counts(im, has_mask, d, counts[1]);
}

/* Labels in runs, mostly as above; some are ignored, and of the decisions some are bad or no class. */
static void fill(image *im, uint64_t *random, unsigned n_classes, unsigned roughness)
{
    for (size_t i = 0; i < im->rows * im->columns; i++) {
        const uint16_t fresh = (uint16_t)(unit_below(random, 12) == 0 ? ML_IGNORED : unit_below(random, n_classes));
        const bool has_left = i % im->columns > 0, has_above = i >= im->columns;
        im->truth[i] = unit_below(random, roughness) == 0       ? fresh
                       : has_above && unit_below(random, 8) > 0 ? im->truth[i - im->columns]
                       : has_left                               ? im->truth[i - 1]
                                                                : fresh;
        im->decision[i] = im->truth[i];
        if (im->truth[i] != ML_IGNORED && unit_below(random, roughness) == 0)
            im->decision[i] = (uint16_t)(unit_below(random, 9) == 0   ? ML_IGNORED
                                         : unit_below(random, 9) == 0 ? ML_NONE
                                                                      : unit_below(random, n_classes));
    }
}

START_TEST(rims_are_found_whatever_the_columns_and_the_width)
{
    static const uint32_t widths[] = {1, 2, 3, 7, 33, UINT32_C(1) << 30};
    static image im;
    uint64_t random = 16;
    ml_rims_scratch scratch = {.capacity = 0};
    for (im.columns = 1; im.columns <= 67; im.columns++)
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
            for (int is_masked = 0; is_masked < 2; is_masked++) {
                im.rows = 1 + unit_below(&random, w == 3 ? 40 : 16);
                fill(&im, &random, 1 + (unsigned)unit_below(&random, N_CLASSES), 2 + (unsigned)unit_below(&random, 400));
                expect_rims(&scratch, &im, is_masked, widths[w]);
            }
    ml_rims_clear(&scratch);
}
END_TEST

START_TEST(a_single_class_has_a_rim_at_the_sides_of_the_image)
{
    static image im = {.rows = 9, .columns = 33};
    ml_rims_scratch scratch = {.capacity = 0};
    uint64_t raw[N_CLASSES][ML_N_RIMS] = {{0}}, forgiven[N_CLASSES][ML_N_RIMS] = {{0}};
    ml_error error = {0};
    const ml_rims_image regions = {9, 33, N_CLASSES, im.truth, im.decision, masked, 2};
    ck_assert(ml_rims_count(&scratch, &regions, &error, raw[0], forgiven[0]) == ML_OK);
    ck_assert_uint_eq(raw[0][ML_RIMS_COMMON], 9 * 33 - 5 * 29);
    ck_assert_uint_eq(raw[0][ML_RIMS_EITHER], 9 * 33 - 5 * 29);
    ck_assert_mem_eq(raw, forgiven, sizeof raw);
    for (size_t i = 0; i < im.rows * im.columns; i++)
        im.truth[i] = im.decision[i] = ML_IGNORED;
    expect_rims(&scratch, &im, false, 2);
    expect_rims(&scratch, &im, true, 2);
    ml_rims_clear(&scratch);
}
END_TEST

START_TEST(a_bad_pixel_of_a_masked_class_is_in_no_predicted_region)
{
    static image im = {.rows = 3, .columns = 3, .decision = {1, 1, 1, 1, ML_IGNORED, 1, 1, 1, 1}};
    ml_rims_scratch scratch = {.capacity = 0};
    uint64_t raw[N_CLASSES][ML_N_RIMS] = {{0}}, forgiven[N_CLASSES][ML_N_RIMS] = {{0}};
    ml_error error = {0};
    const ml_rims_image regions = {3, 3, N_CLASSES, im.truth, im.decision, masked, 1};
    ck_assert(ml_rims_count(&scratch, &regions, &error, raw[0], forgiven[0]) == ML_OK);
    ck_assert_uint_eq(raw[0][ML_RIMS_COMMON], 0);
    ck_assert_uint_eq(raw[1][ML_RIMS_EITHER], 8);
    ck_assert_uint_eq(forgiven[0][ML_RIMS_COMMON], 8);
    ck_assert_uint_eq(forgiven[0][ML_RIMS_EITHER], 8);
    ck_assert_uint_eq(forgiven[1][ML_RIMS_EITHER], 0);
    ml_rims_clear(&scratch);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, rims_are_found_whatever_the_columns_and_the_width);
    tcase_add_test(tests, a_single_class_has_a_rim_at_the_sides_of_the_image);
    tcase_add_test(tests, a_bad_pixel_of_a_masked_class_is_in_no_predicted_region);
}

int main(void) { return unit_main("rims", add_tests); }
