/* kernel/kernel, kernel/isa: every kernel that this processor supports gives the bits of the naive loop and of the scalar
 * functions. */
#include "image.h"
#include "unit.h"

#include "kernel/math.h"

#include <math.h>

static const size_t some_classes[] = {2, 3, 4, 5, 6, 7, 8, 9, 19, 150, 256};

START_TEST(the_first_kernel_is_for_every_processor)
{
    ck_assert_str_eq(ml_kernels[0].name, "baseline");
    ck_assert(ml_cpu_has(ml_kernels[0].needs));
}
END_TEST

START_TEST(the_fastest_is_chosen_unless_one_is_named)
{
    ml_error error = ML_ERROR_INIT;
    const ml_kernel_row *row = NULL, *last = NULL;
    FOR_EACH_KERNEL(each)
    {
        last = each;
        ck_assert_int_eq(ml_kernel_choose(each->name, &error, &row), ML_OK);
        ck_assert_ptr_eq(row, each);
    }
    ck_assert_int_eq(ml_kernel_choose(NULL, &error, &row), ML_OK);
    ck_assert_ptr_eq(row, last);
    ck_assert_int_eq(ml_kernel_choose("", &error, &row), ML_OK);
    ck_assert_ptr_eq(row, last);
}
END_TEST

START_TEST(unknown_names_and_kernels_for_other_processors_are_usage_errors)
{
    const char *const unknown[] = {"sse2", "AVX2", "avx2 ", "baseline,avx2"};
    const ml_kernel_row *row = NULL;
    for (size_t i = 0; i < ML_COUNT(unknown); i++) {
        ml_error error = ML_ERROR_INIT;
        ck_assert_int_eq(ml_kernel_choose(unknown[i], &error, &row), ML_E_USAGE);
        EXPECT(strstr(error.text, unknown[i]) && strstr(error.text, " baseline"), "%s", error.text);
    }
    for (size_t k = 0; k < ml_n_kernels; k++) {
        ml_error error = ML_ERROR_INIT;
        if (!ml_cpu_has(ml_kernels[k].needs))
            ck_assert_int_eq(ml_kernel_choose(ml_kernels[k].name, &error, &row), ML_E_USAGE);
    }
    ck_assert_ptr_null(row);
}
END_TEST

/* Whole numbers in every type, layout and order of bytes. */
static void compare_types(const ml_kernel_row *row, size_t n, size_t n_classes, uint64_t *state)
{
    image im = make_whole(n, n_classes, state);
    ml_pixels *wanted = create_with(row->kernel, n_classes, ML_ACTIVATION_NONE),
              *got = create_with(row->kernel, n_classes, ML_ACTIVATION_NONE);
    run_naively(&im, wanted);
    for (int type = ML_SAMPLE_U8; type <= ML_SAMPLE_F64; type++)
        for (int how = 0; how < N_LAYOUTS; how++) {
            run(&im, (ml_sample_type)type, (layout)how, got);
            expect_same(wanted, got, row->name);
            run_swapped(&im, (ml_sample_type)type, (layout)how, got);
            expect_same(wanted, got, row->name);
        }
    destroy(wanted);
    destroy(got);
    free(im.q);
}

START_TEST(every_type_and_layout_has_the_bits_of_the_naive_loop)
{
    uint64_t state = 141;
    FOR_EACH_KERNEL(row)
    for (size_t k = 0; k < ML_COUNT(some_classes); k++)
        for (size_t n = 1; n <= 140; n += some_classes[k] > 8 ? 11 : 1)
            compare_types(row, n, some_classes[k], &state);
}
END_TEST

/* Random floats: every bit of the fraction is in use, unlike in whole numbers. */
START_TEST(floats_have_the_bits_of_the_naive_loop)
{
    uint64_t state = 142;
    FOR_EACH_KERNEL(row)
    for (size_t k = 0; k < ML_COUNT(some_classes); k++)
        for (size_t round = 0; round < 4; round++) {
            size_t n_classes = some_classes[k], n = 1 + unit_below(&state, round ? 300 : ML_TILE_PIXELS);
            image im = make_real(n, n_classes, &state);
            for (size_t i = 0; i < n * n_classes; i++)
                im.q[i] = (double)(float)(unit_below(&state, 50) ? im.q[i] : unit_below(&state, 2) ? 0 : 0x1p-149);
            for (size_t i = 0; i < n && round == 1; i++) /* labels without runs */
                im.truth[i] = (uint16_t)unit_below(&state, n_classes);
            for (size_t i = 0; i < n && round == 2; i++) /* long runs */
                im.truth[i] = (uint16_t)(i / 100 % n_classes);
            ml_pixels *wanted = create_with(row->kernel, n_classes, ML_ACTIVATION_NONE),
                      *got = create_with(row->kernel, n_classes, ML_ACTIVATION_NONE);
            run_naively(&im, wanted);
            for (int how = 0; how < N_LAYOUTS; how++) {
                run(&im, ML_SAMPLE_F32, (layout)how, got);
                expect_same(wanted, got, row->name);
                run_swapped(&im, round % 2 ? ML_SAMPLE_F32 : ML_SAMPLE_F64, (layout)how, got);
                expect_same(wanted, got, row->name);
            }
            destroy(wanted);
            destroy(got);
            free(im.q);
        }
}
END_TEST

/* Quotients that a reciprocal gets wrong: numbers next to the middle between two others, and all fractions near 2. */
START_TEST(quotients_are_rounded_correctly)
{
    uint64_t state = 143;
    ml_pixels *got[8];
    size_t n_got = 0;
    FOR_EACH_KERNEL(row)
    got[n_got++] = create_with(row->kernel, 2, ML_ACTIVATION_NONE);
    for (size_t round = unit_rounds(300); round-- > 0;) {
        image im = {.n = ML_TILE_PIXELS, .n_classes = 2, .q = malloc(ML_TILE_PIXELS * 2 * sizeof(double))};
        ck_assert(im.q != NULL);
        for (size_t i = 0; i < im.n; i++) {
            uint32_t high = (uint32_t)unit_random(&state);
            double a = round % 3 ? ldexp(1 + (high >> 9) * 0x1p-23, (int)unit_below(&state, 20)) : 2 - (high % 8) * 0x1p-23;
            im.truth[i] = 0;
            im.q[i * 2] = a;
            im.q[i * 2 + 1] = ldexp(1 + (double)(unit_random(&state) >> 41) * 0x1p-23, (int)unit_below(&state, 60) - 30);
        }
        for (size_t k = 0; k < n_got; k++) {
            run(&im, ML_SAMPLE_F32, PLANES, got[k]);
            for (size_t i = 0; i < im.n; i++) {
                double a = im.q[i * 2], b = im.q[i * 2 + 1], s = a + b;
                EXPECT(unit_same(got[k]->p_true[i], a / s), "%a / %a: %a", a, s, got[k]->p_true[i]);
            }
        }
        free(im.q);
    }
    for (size_t k = 0; k < n_got; k++)
        destroy(got[k]);
}
END_TEST

static float half_value(unsigned bits)
{
    unsigned exponent = bits >> 10 & 31, fraction = bits & 1023;
    double size = exponent == 31 ? (fraction ? NAN : INFINITY)
                  : exponent     ? ldexp(1024 + fraction, (int)exponent - 25)
                                 : ldexp(fraction, -24);
    return (float)(bits >> 15 ? -size : size);
}

START_TEST(all_halves_have_their_value)
{
    static uint16_t samples[ML_TILE_PIXELS * 2], truth[ML_TILE_PIXELS];
    FOR_EACH_KERNEL(row)
    for (unsigned first = 0; first < 0x10000; first += ML_TILE_PIXELS)
        for (int planes = 0; planes < 2; planes++) {
            ml_pixels *got = create_with(row->kernel, 2, ML_ACTIVATION_NONE);
            size_t pixel_stride = planes ? 1 : 2, class_stride = planes ? ML_TILE_PIXELS : 1, n_bad = 0;
            for (size_t i = 0; i < ML_TILE_PIXELS; i++) {
                samples[i * pixel_stride] = (uint16_t)(first + i);
                samples[i * pixel_stride + class_stride] = half_bits(1);
            }
            const ml_tile tile = {.n_pixels = ML_TILE_PIXELS,
                                  .n_classes = 2,
                                  .truth = truth,
                                  .type = ML_SAMPLE_F16,
                                  .samples = samples,
                                  .pixel_stride = pixel_stride,
                                  .class_stride = class_stride};
            ml_pixels_run(got, &tile);
            for (size_t i = 0; i < ML_TILE_PIXELS; i++) {
                float x = half_value(first + (unsigned)i);
                bool good = x >= 0 && x <= FLT_MAX;
                n_bad += !good;
                EXPECT((got->label[i] == ML_IGNORED) == !good, "%04zx", first + i);
                EXPECT(!good || x <= 0 || unit_same(got->p_true[i], (double)x / ((double)x + 1)), "%04zx", first + i);
            }
            ck_assert_uint_eq(got->n_bad, n_bad);
            destroy(got);
        }
}
END_TEST

/* The arguments at which the scalar functions change their ways, and random ones. */
static double argument(size_t i, uint64_t *state)
{
    static const double edges[] = {1,
                                   0.5,
                                   0x1.6a09e667f3bcdp-1,
                                   0x1.6a09e667f3bccp-1,
                                   0x1.6a09e667f3bcep-1,
                                   1 - 0x1p-53,
                                   DBL_MIN,
                                   DBL_MIN / 2,
                                   5e-324,
                                   1e-7,
                                   1 - 1e-7,
                                   1e-300};
    return i < ML_COUNT(edges) ? edges[i] : i % 2 ? unit_fraction(state) + 0x1p-53 : ldexp(1, -(int)unit_below(state, 1074));
}

static double clipped(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

START_TEST(array_functions_have_the_bits_of_the_scalar_ones)
{
    const double exponents[] = {0, 1, 2, 0.5, 3, 1.5, 1e-300, 700, 1e6, DBL_MAX};
    static const double limits[][2] = {{5e-324, DBL_MAX}, {0.25, 0.75}, {1e-7, 1 - 1e-7}};
    double x[203], clip[204], out[204];
    uint64_t state = 144;
    FOR_EACH_KERNEL(row)
    for (size_t n = 0; n <= ML_COUNT(x); n++) {
        for (size_t i = 0; i < n; i++)
            x[i] = argument(i, &state);
        clip[n] = out[n] = 77;
        for (size_t k = 0; k < ML_COUNT(limits); k++) {
            double low = limits[k][0], high = limits[k][1];
            row->kernel->clip_log(x, low, high, n, clip, out);
            for (size_t i = 0; i < n; i++) {
                EXPECT(unit_same(clip[i], clipped(x[i], low, high)), "%s: clip %a", row->name, x[i]);
                EXPECT(unit_same(out[i], -ml_log(clip[i])), "%s: log %a: %a", row->name, x[i], out[i]);
            }
        }
        if (n > 0)
            x[n - 1] = 0;
        double exponent = exponents[n % ML_COUNT(exponents)];
        for (size_t i = 0; i < n; i++)
            clip[i] = unit_fraction(&state);
        row->kernel->weigh_by_rest(x, exponent, clip, n, out);
        for (size_t i = 0; i < n; i++)
            EXPECT(unit_same(out[i], ml_pow(1 - x[i], exponent) * clip[i]), "%s: (1 - %a) ^ %g: %a", row->name, x[i], exponent,
                   out[i]);
        EXPECT(unit_same(out[n], 77) && unit_same(clip[n], 77), "%s: value %zu of %zu is written", row->name, n, n);
    }
}
END_TEST

START_TEST(values_are_added_to_the_lanes_of_their_labels)
{
    enum { MOST = 400, N_ARRAYS = 3, N_LABELS = 5 };
    uint64_t state = 146;
    FOR_EACH_KERNEL(row)
    for (size_t n = 0; n <= MOST; n++) {
        double values[N_ARRAYS][MOST], wanted[N_ARRAYS][N_LABELS][ML_LANES], got[N_ARRAYS][N_LABELS][ML_LANES];
        double lanes[ML_LANES];
        uint16_t label[MOST + ML_LANES], y = 0;
        size_t n_arrays = n % (N_ARRAYS + 1);
        for (size_t i = 0; i < ML_COUNT(label); i++) {
            y = unit_below(&state, 9) ? y : unit_below(&state, 6) ? (uint16_t)unit_below(&state, N_LABELS) : ML_IGNORED;
            label[i] = i < n ? y : ML_IGNORED;
        }
        for (size_t k = 0; k < sizeof got; k += sizeof got[0][0]) {
            for (size_t i = 0; i < ML_LANES; i++)
                lanes[i] = unit_fraction(&state);
            memcpy((char *)got + k, lanes, sizeof lanes);
        }
        memcpy(wanted, got, sizeof got);
        for (size_t a = 0; a < N_ARRAYS; a++)
            for (size_t i = 0; i < MOST; i++) {
                values[a][i] = i < n ? unit_fraction(&state) : NAN;
                if (i < n && label[i] != ML_IGNORED && a < n_arrays)
                    wanted[a][label[i]][i % ML_LANES] += values[a][i];
            }
        const ml_labelled labelled = {n, label, n_arrays, values[0], MOST, N_LABELS, got[0][0]};
        row->kernel->add_by_label(&labelled);
        EXPECT(memcmp(got, wanted, sizeof got) == 0, "%s: %zu values", row->name, n);
    }
}
END_TEST

/* Softmax and sigmoid by the scalar functions. */
static void activate_naively(const image *im, ml_activation activation, image *to)
{
    for (size_t i = 0; i < im->n; i++) {
        const double *x = im->q + i * im->n_classes;
        double best = x[0];
        for (size_t c = 1; c < im->n_classes; c++)
            best = x[c] > best ? x[c] : best;
        for (size_t c = 0; c < im->n_classes; c++) {
            double e = ml_exp(activation == ML_ACTIVATION_SOFTMAX ? x[c] - best : x[c] >= 0 ? -x[c] : x[c]);
            to->q[i * im->n_classes + c] = activation == ML_ACTIVATION_SOFTMAX ? e : (x[c] >= 0 ? 1 : e) / (1 + e);
        }
    }
}

START_TEST(activations_have_the_bits_of_the_scalar_functions)
{
    uint64_t state = 145;
    FOR_EACH_KERNEL(row)
    for (int activation = ML_ACTIVATION_SOFTMAX; activation <= ML_ACTIVATION_SIGMOID; activation++)
        for (size_t n = 1; n < 200; n += 7) {
            size_t n_classes = some_classes[n % 8];
            image im = make_whole(n, n_classes, &state), activated = make_whole(n, n_classes, &state);
            ml_pixels *wanted = create_with(row->kernel, n_classes, ML_ACTIVATION_NONE),
                      *got = create_with(row->kernel, n_classes, (ml_activation)activation);
            for (size_t i = 0; i < n * n_classes; i++)
                im.q[i] = (double)(float)ldexp(unit_fraction(&state) - 0.5, (int)unit_below(&state, 12));
            for (size_t i = 0; i < n * n_classes && n % 3 == 0; i++) /* the sums of some are beyond those of floats */
                im.q[i] = unit_below(&state, 4) ? im.q[i] : (double)FLT_MAX;
            memcpy(activated.truth, im.truth, sizeof im.truth);
            activate_naively(&im, (ml_activation)activation, &activated);
            run_naively(&activated, wanted);
            for (int type = ML_SAMPLE_F32; type <= ML_SAMPLE_F64; type++) {
                run(&im, (ml_sample_type)type, n % 2 ? INTERLEAVED : PLANES, got);
                for (size_t i = 0; i < n; i++)
                    EXPECT(unit_same(wanted->p_true[i], got->p_true[i]), "%s: pixel %zu: %a, %a", row->name, i,
                           wanted->p_true[i], got->p_true[i]);
                ck_assert_uint_eq(got->n_bad, wanted->n_bad);
            }
            destroy(wanted);
            destroy(got);
            free(im.q);
            free(activated.q);
        }
}
END_TEST

/* Sigmoids too small for doubles have the shares of a softmax, and no pixel of them is bad. */
START_TEST(tiny_sigmoids_are_a_softmax)
{
    uint64_t state = 146;
    FOR_EACH_KERNEL(row)
    for (size_t n = 1; n < 200; n += 9) {
        size_t n_classes = some_classes[n % 8];
        image im = make_whole(n, n_classes, &state);
        ml_pixels *wanted = create_with(row->kernel, n_classes, ML_ACTIVATION_SOFTMAX),
                  *got = create_with(row->kernel, n_classes, ML_ACTIVATION_SIGMOID);
        for (size_t i = 0; i < n * n_classes; i++)
            im.q[i] = (double)(float)(-709 - 40 * unit_fraction(&state) - (i / n_classes % 2 ? 0 : 5000));
        for (int type = ML_SAMPLE_F32; type <= ML_SAMPLE_F64; type++) {
            run(&im, (ml_sample_type)type, n % 2 ? INTERLEAVED : PLANES, wanted);
            run(&im, (ml_sample_type)type, n % 2 ? INTERLEAVED : PLANES, got);
            expect_same(wanted, got, row->name);
            ck_assert_uint_eq(got->n_bad, 0);
        }
        destroy(wanted);
        destroy(got);
        free(im.q);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, tiny_sigmoids_are_a_softmax);
    tcase_add_test(tests, the_first_kernel_is_for_every_processor);
    tcase_add_test(tests, the_fastest_is_chosen_unless_one_is_named);
    tcase_add_test(tests, unknown_names_and_kernels_for_other_processors_are_usage_errors);
    tcase_add_test(tests, every_type_and_layout_has_the_bits_of_the_naive_loop);
    tcase_add_test(tests, floats_have_the_bits_of_the_naive_loop);
    tcase_add_test(tests, quotients_are_rounded_correctly);
    tcase_add_test(tests, all_halves_have_their_value);
    tcase_add_test(tests, array_functions_have_the_bits_of_the_scalar_ones);
    tcase_add_test(tests, values_are_added_to_the_lanes_of_their_labels);
    tcase_add_test(tests, activations_have_the_bits_of_the_scalar_functions);
}

int main(void) { return unit_main("kernel", add_tests); }
