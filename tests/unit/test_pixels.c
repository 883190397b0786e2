/* kernel/pixels: the pixel loops against a naive loop, in every layout and sample type. */
#include "image.h"
#include "unit.h"

#include "kernel/pixel_loops.h"

#include <math.h>

static const size_t some_sizes[] = {1, 63, 64, 65, 4095, 4096};
static const size_t some_classes[] = {2, 3, 19, 150, 256};

static void compare_layouts(size_t n, size_t n_classes, uint64_t *state)
{
    static const char *const layouts[] = {"interleaved", "planes", "padded planes", "spread"};
    image im = make_whole(n, n_classes, state);
    ml_pixels *wanted = create(n_classes), *got = create(n_classes);
    run(&im, ML_SAMPLE_F64, INTERLEAVED, wanted);
    for (int type = ML_SAMPLE_U8; type <= ML_SAMPLE_F64; type++)
        for (int how = 0; how < N_LAYOUTS; how++) {
            run(&im, (ml_sample_type)type, (layout)how, got);
            expect_same(wanted, got, layouts[how]);
        }
    destroy(wanted);
    destroy(got);
    free(im.q);
}

START_TEST(every_layout_and_sample_type_gives_the_same_bits)
{
    uint64_t state = 27;
    for (size_t k = 0; k < ML_COUNT(some_classes); k++)
        for (size_t s = 0; s < ML_COUNT(some_sizes); s++)
            compare_layouts(some_sizes[s], some_classes[k], &state);
}
END_TEST

START_TEST(every_layout_gives_the_same_bits_for_every_small_tile)
{
    uint64_t state = 28;
    for (size_t n = 1; n <= 67; n++)
        for (size_t k = 0; k < 3; k++)
            compare_layouts(n, some_classes[k], &state);
}
END_TEST

START_TEST(results_have_the_bits_that_the_header_defines)
{
    uint64_t state = 29;
    for (size_t k = 0; k < ML_COUNT(some_classes); k++) {
        ml_pixels *wanted = create(some_classes[k]), *got = create(some_classes[k]);
        for (size_t n = 1; n <= 67 + ML_COUNT(some_sizes); n++) {
            image im = make_real(n <= 67 ? n : some_sizes[n - 68], some_classes[k], &state);
            run_naively(&im, wanted);
            run(&im, ML_SAMPLE_F64, PADDED_PLANES, got);
            expect_same(wanted, got, "naive");
            free(im.q);
        }
        destroy(wanted);
        destroy(got);
    }
}
END_TEST

START_TEST(results_are_near_those_of_long_double)
{
    uint64_t state = 30;
    for (size_t k = 0; k < ML_COUNT(some_classes); k++) {
        size_t n_classes = some_classes[k], n_cells = n_classes * n_classes;
        image im = make_real(ML_TILE_PIXELS, n_classes, &state);
        ml_pixels *got = create(n_classes);
        long double *soft = calloc(n_cells, sizeof *soft);
        ck_assert(soft != NULL);
        run(&im, ML_SAMPLE_F64, INTERLEAVED, got);
        ck_assert_uint_eq(got->n_bad, 0);
        for (size_t i = 0; i < im.n; i++) {
            long double sum = 0, error = 0;
            uint16_t y = im.truth[i];
            if (y == ML_IGNORED)
                continue;
            for (size_t c = 0; c < n_classes; c++)
                sum += im.q[i * n_classes + c];
            for (size_t c = 0; c < n_classes; c++) {
                long double p = im.q[i * n_classes + c] / sum, e = p - (c == y);
                soft[y * n_classes + c] += p;
                error += e * e;
            }
            EXPECT(unit_near(got->p_true[i], (double)(im.q[i * n_classes + y] / sum), 1e-13 * got->p_true[i]), "pixel %zu", i);
            EXPECT(unit_near(got->sq_error[i], (double)error, 1e-13), "pixel %zu", i);
        }
        for (size_t r = 0; r < got->n_rows; r++)
            for (size_t c = 0; c < n_classes; c++) {
                double wanted = (double)soft[got->rows[r] * n_classes + c];
                EXPECT(unit_near(soft_sum(got, got->rows[r], c), wanted, 1e-12 * wanted), "row %u, class %zu", got->rows[r], c);
            }
        free(soft);
        free(im.q);
        destroy(got);
    }
}
END_TEST

START_TEST(the_decision_is_the_lowest_of_the_largest)
{
    uint64_t state = 31;
    for (size_t k = 0; k < ML_COUNT(some_classes); k++) {
        size_t n_classes = some_classes[k];
        image im = make_whole(100, n_classes, &state);
        ml_pixels *got = create(n_classes);
        uint16_t first[100];
        for (size_t i = 0; i < im.n; i++) {
            im.truth[i] = 0;
            for (size_t times = 0; times < 3; times++) /* up to three classes tie at 300 */
                im.q[i * n_classes + unit_below(&state, n_classes)] = 300;
            for (first[i] = 0; im.q[i * n_classes + first[i]] < 300;)
                first[i]++;
        }
        for (int how = 0; how < N_LAYOUTS; how++) {
            run(&im, ML_SAMPLE_F32, (layout)how, got);
            for (size_t i = 0; i < im.n; i++)
                EXPECT(got->decision[i] == first[i], "pixel %zu: %u instead of %u", i, got->decision[i], first[i]);
        }
        free(im.q);
        destroy(got);
    }
}
END_TEST

START_TEST(equal_values_everywhere_decide_for_class_0)
{
    ml_pixels *got = create(19);
    image im = {.n = 65, .n_classes = 19, .q = malloc(65 * 19 * sizeof(double))};
    for (size_t i = 0; i < 65 * 19; i++)
        im.q[i] = 0.25;
    for (size_t i = 0; i < 65; i++)
        im.truth[i] = 7;
    run(&im, ML_SAMPLE_F64, PLANES, got);
    for (size_t i = 0; i < 65; i++)
        EXPECT(got->decision[i] == 0, "pixel %zu: %u", i, got->decision[i]);
    free(im.q);
    destroy(got);
}
END_TEST

START_TEST(minus_zero_is_zero)
{
    uint64_t state = 32;
    image im = make_whole(1000, 3, &state);
    ml_pixels *wanted = create(3), *got = create(3);
    run(&im, ML_SAMPLE_F64, INTERLEAVED, wanted);
    for (size_t i = 0; i < im.n * im.n_classes; i++)
        if (fpclassify(im.q[i]) == FP_ZERO)
            im.q[i] = -0.0;
    for (int how = 0; how < N_LAYOUTS; how++) {
        run(&im, ML_SAMPLE_F64, (layout)how, got);
        ck_assert_uint_eq(got->n_bad, wanted->n_bad);
        for (size_t i = 0; i < im.n; i++) {
            EXPECT(got->label[i] == wanted->label[i], "label of pixel %zu", i);
            EXPECT(got->label[i] == ML_IGNORED || got->decision[i] == wanted->decision[i], "decision of pixel %zu", i);
            EXPECT(got->p_true[i] >= wanted->p_true[i] && got->p_true[i] <= wanted->p_true[i], "p of pixel %zu", i);
            EXPECT(unit_same(got->sq_error[i], wanted->sq_error[i]), "error of pixel %zu", i);
        }
        for (size_t r = 0; r < wanted->n_rows; r++)
            for (size_t c = 0; c < 3; c++)
                EXPECT(unit_same(soft_sum(got, wanted->rows[r], c), soft_sum(wanted, wanted->rows[r], c)), "sums");
    }
    free(im.q);
    destroy(wanted);
    destroy(got);
}
END_TEST

START_TEST(values_of_ignored_pixels_never_matter)
{
    const double odd[] = {NAN, -NAN, INFINITY, -INFINITY, -1, DBL_MAX, 5e-324, 0};
    uint64_t state = 33;
    for (size_t n = 1; n < 200; n += 3) {
        image im = make_real(n, 5, &state);
        ml_pixels *wanted = create(5), *got = create(5);
        run(&im, ML_SAMPLE_F64, INTERLEAVED, wanted);
        for (size_t i = 0; i < n; i++)
            for (size_t c = 0; c < 5 && im.truth[i] == ML_IGNORED; c++)
                im.q[i * 5 + c] = odd[unit_below(&state, ML_COUNT(odd))];
        for (int how = 0; how < N_LAYOUTS; how++) {
            run(&im, ML_SAMPLE_F64, (layout)how, got);
            expect_same(wanted, got, "odd values");
            ck_assert_uint_eq(got->n_bad, 0);
        }
        free(im.q);
        destroy(wanted);
        destroy(got);
    }
}
END_TEST

START_TEST(ignored_pixels_have_neutral_results)
{
    uint64_t state = 34;
    image im = make_real(300, 4, &state);
    ml_pixels *got = create(4);
    for (size_t i = 0; i < im.n; i++)
        im.truth[i] = ML_IGNORED;
    im.q[7] = NAN;
    run(&im, ML_SAMPLE_F64, INTERLEAVED, got);
    ck_assert_uint_eq(got->n_rows, 0);
    ck_assert_uint_eq(got->n_bad, 0);
    for (size_t i = 0; i < im.n; i++)
        EXPECT(got->label[i] == ML_IGNORED && unit_same(got->p_true[i], 1) && unit_same(got->sq_error[i], 0), "pixel %zu", i);
    free(im.q);
    destroy(got);
}
END_TEST

/* What makes a pixel bad: a value in one class, or in all of them (then the sum is at fault). */
static const struct fault {
    double value;
    bool everywhere;
} faults[] = {{NAN, false},      {INFINITY, false}, {-INFINITY, false}, {-0.25, false}, {-5e-324, false},
              {-DBL_MAX, false}, {0, true},         {-0.0, true},       {1e308, true},  {DBL_MAX, true}};

START_TEST(a_bad_pixel_is_found_with_its_place_class_and_value)
{
    static const size_t places[] = {0, 1, 7, 63, 64, 65, 127, 198, 199};
    uint64_t state = 35;
    for (size_t f = 0; f < ML_COUNT(faults); f++)
        for (size_t at = 0; at < ML_COUNT(places); at++) {
            image im = make_real(200, 5, &state);
            ml_pixels *wanted = create(5), *got = create(5);
            size_t i = places[at], class = unit_below(&state, 5);
            for (size_t c = 0; c < 5; c++)
                if (faults[f].everywhere || c == class)
                    im.q[i * 5 + c] = faults[f].value;
            im.truth[i] = ML_IGNORED; /* what it is to count as */
            run(&im, ML_SAMPLE_F64, INTERLEAVED, wanted);
            im.truth[i] = 3;
            for (int how = 0; how < N_LAYOUTS; how++) {
                run(&im, ML_SAMPLE_F64, (layout)how, got);
                EXPECT(got->n_bad == 1 && got->first_bad_pixel == i, "fault %zu at %zu: %zu, first at %zu", f, i, got->n_bad,
                       got->first_bad_pixel);
                EXPECT(got->first_bad_class == (faults[f].everywhere ? SIZE_MAX : class), "fault %zu: class %zu", f,
                       got->first_bad_class);
                double value = faults[f].everywhere ? faults[f].value * 5 : faults[f].value;
                EXPECT(unit_near(got->first_bad_value, value, 0), "fault %zu: value %g", f, got->first_bad_value);
                got->n_bad = 0;
                expect_same(wanted, got, "as if ignored");
            }
            free(im.q);
            destroy(wanted);
            destroy(got);
        }
}
END_TEST

START_TEST(of_several_bad_pixels_and_classes_the_first_is_named_and_all_are_counted)
{
    uint64_t state = 36;
    image im = make_real(4096, 5, &state);
    ml_pixels *got = create(5);
    for (size_t i = 0; i < im.n; i++)
        im.truth[i] = (uint16_t)(i % 5);
    im.q[70 * 5 + 3] = -2;
    im.q[70 * 5 + 4] = NAN;
    im.q[71 * 5] = -3;
    im.q[4095 * 5 + 1] = INFINITY;
    im.q[5 * 5] = -4;
    im.truth[5] = ML_IGNORED; /* bad, but nobody looks */
    run(&im, ML_SAMPLE_F64, PLANES, got);
    ck_assert_uint_eq(got->n_bad, 3);
    ck_assert_uint_eq(got->first_bad_pixel, 70);
    ck_assert_uint_eq(got->first_bad_class, 3);
    ck_assert(unit_same(got->first_bad_value, -2));
    ck_assert(got->label[70] == ML_IGNORED && got->label[71] == ML_IGNORED && got->label[4095] == ML_IGNORED);
    free(im.q);
    destroy(got);
}
END_TEST

START_TEST(values_near_the_limits_are_good)
{
    ml_pixels *got = create(2);
    const uint16_t truth[] = {0, 1, 0, 1};
    const double samples[] = {5e-324, 0, 0, 5e-324, DBL_MAX, 0, 0x1p1022, 0x1p1022};
    const double p_true[] = {1, 1, 1, 0.5};
    const ml_tile tile = {.n_pixels = 4,
                          .n_classes = 2,
                          .truth = truth,
                          .type = ML_SAMPLE_F64,
                          .samples = samples,
                          .pixel_stride = 2,
                          .class_stride = 1};
    ml_pixels_run(got, &tile);
    ck_assert_uint_eq(got->n_bad, 0);
    for (size_t i = 0; i < 4; i++)
        EXPECT(unit_same(got->p_true[i], p_true[i]), "pixel %zu: %g", i, got->p_true[i]);
    destroy(got);
}
END_TEST

START_TEST(a_hard_tile_is_one_hot_and_none_is_zero_everywhere)
{
    ml_pixels *got = create(3);
    const uint16_t truth[] = {0, 0, 2, ML_IGNORED, 2, ML_IGNORED}, decision[] = {0, 1, ML_NONE, ML_NONE, 2, 1};
    const double p_true[] = {1, 0, 0, 1, 1, 1}, error[] = {0, 2, 1, 0, 0, 0};
    const ml_tile tile = {.n_pixels = 6, .n_classes = 3, .truth = truth, .type = ML_SAMPLE_NONE, .decision = decision};
    ml_pixels_run(got, &tile);
    ck_assert(got->soft_is_count);
    ck_assert_uint_eq(got->n_bad, 0);
    ck_assert_uint_eq(got->n_rows, 0);
    for (size_t i = 0; i < 6; i++) {
        EXPECT(unit_same(got->p_true[i], p_true[i]), "pixel %zu: p %g", i, got->p_true[i]);
        EXPECT(unit_same(got->sq_error[i], error[i]), "pixel %zu: error %g", i, got->sq_error[i]);
        EXPECT(got->label[i] == truth[i] && (truth[i] == ML_IGNORED || got->decision[i] == decision[i]), "pixel %zu", i);
    }
    destroy(got);
}
END_TEST

START_TEST(a_one_hot_tile_of_floats_gives_what_the_hard_one_gives)
{
    uint64_t state = 37;
    image im = make_whole(1000, 6, &state);
    uint16_t decision[1000];
    ml_pixels *soft = create(6), *hard = create(6);
    for (size_t i = 0; i < im.n; i++) {
        decision[i] = (uint16_t)unit_below(&state, 6);
        for (size_t c = 0; c < 6; c++)
            im.q[i * 6 + c] = c == decision[i];
    }
    run(&im, ML_SAMPLE_F32, INTERLEAVED, soft);
    const ml_tile tile = {.n_pixels = 1000, .n_classes = 6, .truth = im.truth, .type = ML_SAMPLE_NONE, .decision = decision};
    ml_pixels_run(hard, &tile);
    soft->soft_is_count = true;
    soft->n_rows = 0;
    expect_same(hard, soft, "one-hot");
    free(im.q);
    destroy(soft);
    destroy(hard);
}
END_TEST

START_TEST(nothing_of_a_tile_is_left_for_the_next)
{
    uint64_t state = 38;
    ml_pixels *used = create(19);
    for (int round = 0; round < 60; round++) {
        image im = make_whole(1 + unit_below(&state, 300), 19, &state);
        ml_pixels *fresh = create(19);
        for (size_t i = 0; i < im.n && round % 3 == 0; i++)
            im.truth[i] = im.truth[i] == ML_IGNORED ? ML_IGNORED : im.truth[i] % 2;
        if (round % 5 == 4) { /* a hard tile between */
            uint16_t decision[300] = {0};
            const ml_tile tile = {.n_pixels = im.n, .n_classes = 19, .truth = im.truth, .decision = decision};
            ml_pixels_run(used, &tile);
            ml_pixels_run(fresh, &tile);
        } else {
            run(&im, ML_SAMPLE_U16, INTERLEAVED, used);
            run(&im, ML_SAMPLE_U16, INTERLEAVED, fresh);
        }
        expect_same(fresh, used, "used");
        destroy(fresh);
        free(im.q);
    }
    destroy(used);
}
END_TEST

START_TEST(the_largest_number_of_classes_works)
{
    uint64_t state = 39;
    image im = make_whole(9, ML_MAX_CLASSES, &state);
    ml_pixels *wanted = create(ML_MAX_CLASSES), *got = create(ML_MAX_CLASSES);
    im.truth[8] = ML_MAX_CLASSES - 1;
    run_naively(&im, wanted);
    run(&im, ML_SAMPLE_U16, PADDED_PLANES, got);
    expect_same(wanted, got, "naive");
    free(im.q);
    destroy(wanted);
    destroy(got);
}
END_TEST

/* Two classes, in one channel and in two, of every type: the decision is p_1 > threshold, and nothing else changes. */
START_TEST(a_threshold_changes_the_decision_alone)
{
    static const double thresholds[] = {0, 0.25, 0.5, 0.75, 1};
    static double p[2 * ML_TILE_PIXELS];
    uint64_t state = 41;
    for (size_t k = 0; k < ml_n_kernels; k++)
        for (size_t t = 0; t < ML_COUNT(thresholds) && ml_cpu_has(ml_kernels[k].needs); t++)
            for (int round = 0; round < 6; round++) {
                image im = make_whole(1 + unit_below(&state, 300), 2, &state);
                const ml_activation activation = (ml_activation)(round % 3);
                ml_pixels *plain = create_with(ml_kernels[k].kernel, 2, activation),
                          *pixels = create_with(ml_kernels[k].kernel, 2, activation);
                pixels->has_threshold = true;
                pixels->threshold = thresholds[t];
                const ml_sample_type type = round < 3 ? ML_SAMPLE_F32 : ML_SAMPLE_F64;
                const ml_tile tile = lay_out(&im, type, INTERLEAVED);
                ml_pixels_run(plain, &tile);
                ml_pixels_run(pixels, &tile);
                ml_pixels_probabilities(pixels, &tile, 0, im.n, ML_TILE_PIXELS, p);
                for (size_t i = 0; i < im.n; i++)
                    EXPECT(pixels->label[i] == ML_IGNORED || (pixels->decision[i] == (p[ML_TILE_PIXELS + i] > thresholds[t]) &&
                                                              unit_same(pixels->p_true[i], plain->p_true[i])),
                           "%s: pixel %zu, p_1 %g, threshold %g: %u", ml_kernels[k].name, i, p[ML_TILE_PIXELS + i],
                           thresholds[t], pixels->decision[i]);
                free((void *)(uintptr_t)tile.samples);
                destroy(plain);
                destroy(pixels);
                free(im.q);
            }
}
END_TEST

START_TEST(an_impossible_number_of_classes_is_refused)
{
    ml_error error = ML_ERROR_INIT;
    static ml_pixels pixels;
    ck_assert_int_eq(ml_pixels_init(ml_kernels[0].kernel, SIZE_MAX / 4, ML_ACTIVATION_NONE, &error, &pixels), ML_E_SYSTEM);
    ck_assert_int_eq(error.status, ML_E_SYSTEM);
    ml_pixels_clear(&pixels); /* nothing is held, clearing does no harm */
}
END_TEST

static uint64_t hash(uint64_t h, uint64_t bits)
{
    for (int i = 0; i < 8; i++, bits >>= 8)
        h = (h ^ (bits & 0xff)) * UINT64_C(0x100000001b3); /* FNV-1a */
    return h;
}

/* If this fails, a compiler, its options or another way through the loops has changed bits of the results. */
START_TEST(results_have_the_same_bits_everywhere)
{
    uint64_t state = 40, h = UINT64_C(0xcbf29ce484222325);
    for (size_t k = 0; k < ML_COUNT(some_classes); k++) {
        image im = make_real(4001, some_classes[k], &state);
        ml_pixels *got = create(some_classes[k]);
        run(&im, ML_SAMPLE_F32, PADDED_PLANES, got);
        for (size_t i = 0; i < im.n; i++) {
            h = hash(hash(h, unit_bits(got->p_true[i])), unit_bits(got->sq_error[i]));
            h = hash(h, got->label[i] == ML_IGNORED ? ML_IGNORED : got->decision[i]);
        }
        for (size_t r = 0; r < got->n_rows; r++)
            for (size_t c = 0; c < some_classes[k]; c++)
                h = hash(h, unit_bits(soft_sum(got, got->rows[r], c)));
        free(im.q);
        destroy(got);
    }
    EXPECT(h == UINT64_C(0x5966393ff2105aae), "%#llx", (unsigned long long)h);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, every_layout_and_sample_type_gives_the_same_bits);
    tcase_add_test(tests, every_layout_gives_the_same_bits_for_every_small_tile);
    tcase_add_test(tests, results_have_the_bits_that_the_header_defines);
    tcase_add_test(tests, results_are_near_those_of_long_double);
    tcase_add_test(tests, the_decision_is_the_lowest_of_the_largest);
    tcase_add_test(tests, equal_values_everywhere_decide_for_class_0);
    tcase_add_test(tests, minus_zero_is_zero);
    tcase_add_test(tests, values_of_ignored_pixels_never_matter);
    tcase_add_test(tests, ignored_pixels_have_neutral_results);
    tcase_add_test(tests, a_bad_pixel_is_found_with_its_place_class_and_value);
    tcase_add_test(tests, of_several_bad_pixels_and_classes_the_first_is_named_and_all_are_counted);
    tcase_add_test(tests, values_near_the_limits_are_good);
    tcase_add_test(tests, a_hard_tile_is_one_hot_and_none_is_zero_everywhere);
    tcase_add_test(tests, a_one_hot_tile_of_floats_gives_what_the_hard_one_gives);
    tcase_add_test(tests, nothing_of_a_tile_is_left_for_the_next);
    tcase_add_test(tests, the_largest_number_of_classes_works);
    tcase_add_test(tests, a_threshold_changes_the_decision_alone);
    tcase_add_test(tests, an_impossible_number_of_classes_is_refused);
    tcase_add_test(tests, results_have_the_same_bits_everywhere);
}

int main(void) { return unit_main("pixels", add_tests); }
