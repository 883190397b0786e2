/* core/weigh: weights from pixel counts. */
#include "unit.h"

#include "core/weigh.h"

/* Three images of classes 0..3; class 3 never occurs. */
static const uint64_t images[3][4] = {{10, 30, 0, 0}, {0, 60, 20, 0}, {40, 0, 0, 0}};

static void weigh(const uint64_t (*counts)[4], size_t n, ml_weighing weighing, double *weights)
{
    ml_error error = ML_ERROR_INIT;
    ml_weigher weigher;
    EXPECT(ml_weigher_init(4, &error, &weigher) == ML_OK, "%s", error.text);
    for (size_t i = 0; i < n; i++)
        ml_weigher_add(&weigher, counts[i]);
    EXPECT(ml_weigher_finish(&weigher, weighing, &error, weights) == ML_OK, "%s", error.text);
    ml_weigher_clear(&weigher);
}

START_TEST(inverse_is_all_pixels_by_classes_times_pixels_of_the_class)
{
    double w[4];
    weigh(images, 3, ML_WEIGHTS_INVERSE, w);
    /* N = 160, C = 4 */
    ck_assert(unit_same(w[0], 160.0 / 200) && unit_same(w[1], 160.0 / 360) && unit_same(w[2], 2) && unit_same(w[3], 0));
}
END_TEST

START_TEST(median_divides_the_middle_frequency)
{
    double w[4];
    weigh(images, 3, ML_WEIGHTS_MEDIAN, w);
    /* f = 50/80, 90/120, 20/80; the median of three is the middle one */
    ck_assert(unit_same(w[0], 1) && unit_same(w[1], 0.625 / 0.75) && unit_same(w[2], 2.5) && unit_same(w[3], 0));
}
END_TEST

START_TEST(the_median_of_an_even_number_is_the_mean_of_the_middle_two)
{
    double w[4];
    weigh(images, 1, ML_WEIGHTS_MEDIAN, w);
    /* f = 1/4, 3/4 */
    ck_assert(unit_same(w[0], 2) && unit_same(w[1], 0.5 / 0.75) && unit_same(w[2], 0) && unit_same(w[3], 0));
}
END_TEST

START_TEST(without_pixels_all_weights_are_zero)
{
    for (int weighing = ML_WEIGHTS_INVERSE; weighing < ML_N_WEIGHINGS; weighing++) {
        double w[4] = {1, 1, 1, 1};
        weigh(images, 0, (ml_weighing)weighing, w);
        for (size_t c = 0; c < 4; c++)
            ck_assert(unit_same(w[c], 0));
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, inverse_is_all_pixels_by_classes_times_pixels_of_the_class);
    tcase_add_test(tests, median_divides_the_middle_frequency);
    tcase_add_test(tests, the_median_of_an_even_number_is_the_mean_of_the_middle_two);
    tcase_add_test(tests, without_pixels_all_weights_are_zero);
}

int main(void) { return unit_main("weigh", add_tests); }
