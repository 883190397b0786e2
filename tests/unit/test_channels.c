/* kernel/pixels: classes that are sums of channels give the bits of these sums, in every kernel, layout and sample type. */
#include "image.h"
#include "unit.h"

#include "kernel/pixel_loops.h"

#include <math.h>

enum { N_CLASSES = 4, N_CHANNELS = 9 };
static const uint16_t groups[N_CHANNELS] = {2, 0, 0, 3, 1, 2, 0, 3, 2};

static ml_pixels *create_grouped(const ml_kernel *kernel, ml_activation activation)
{
    ml_error error = ML_ERROR_INIT;
    ml_pixels *pixels = malloc(sizeof *pixels);
    ck_assert(pixels != NULL);
    ck_assert_int_eq(ml_pixels_init_grouped(kernel, N_CLASSES, N_CHANNELS, groups, activation, &error, pixels), ML_OK);
    return pixels;
}

static void limit_truth(image *im)
{
    for (size_t i = 0; i < im->n; i++)
        if (im->truth[i] != ML_IGNORED)
            im->truth[i] = (uint16_t)(im->truth[i] % N_CLASSES);
}

/* The image whose classes are the sums, in ascending order of channels. */
static image sum_up(const image *im)
{
    image sums = *im;
    sums.n_classes = N_CLASSES;
    sums.q = calloc(im->n * N_CLASSES, sizeof *sums.q);
    ck_assert(sums.q != NULL);
    for (size_t i = 0; i < im->n; i++)
        for (size_t k = 0; k < N_CHANNELS; k++)
            sums.q[i * N_CLASSES + groups[k]] += im->q[i * N_CHANNELS + k];
    return sums;
}

static void compare_kernels(const image *im, ml_sample_type first_type)
{
    image sums = sum_up(im);
    for (size_t k = 0; k < ml_n_kernels; k++) {
        if (!ml_cpu_has(ml_kernels[k].needs))
            continue;
        ml_pixels *wanted = create_with(ml_kernels[0].kernel, N_CLASSES, ML_ACTIVATION_NONE),
                  *got = create_grouped(ml_kernels[k].kernel, ML_ACTIVATION_NONE);
        run(&sums, ML_SAMPLE_F64, INTERLEAVED, wanted);
        for (int type = (int)first_type; type <= ML_SAMPLE_F64; type++)
            for (int how = 0; how < N_LAYOUTS; how++) {
                run(im, (ml_sample_type)type, (layout)how, got);
                expect_same(wanted, got, ml_kernels[k].name);
            }
        destroy(wanted);
        destroy(got);
    }
    free(sums.q);
}

START_TEST(sums_of_channels_are_classes_in_every_layout)
{
    static const size_t sizes[] = {1, 8, 63, 64, 65, 1000, 4096};
    uint64_t state = 41;
    for (size_t s = 0; s < ML_COUNT(sizes); s++) {
        image im = make_whole(sizes[s], N_CHANNELS, &state);
        limit_truth(&im);
        compare_kernels(&im, ML_SAMPLE_U8);
        free(im.q);
        im = make_real(sizes[s], N_CHANNELS, &state);
        limit_truth(&im);
        compare_kernels(&im, ML_SAMPLE_F64);
        free(im.q);
    }
}
END_TEST

/* The probabilities of channels, summed up, are those of the classes; every kernel has the same bits. */
static void compare_activation(ml_activation activation, uint64_t *state)
{
    image im = make_real(700, N_CHANNELS, state);
    double(*channels)[700] = calloc(N_CHANNELS, sizeof *channels), (*classes)[700] = calloc(N_CLASSES, sizeof *classes);
    ck_assert(channels != NULL && classes != NULL);
    limit_truth(&im);
    for (size_t i = 0; i < im.n * N_CHANNELS; i++)
        im.q[i] = 4 * im.q[i] - 1;
    ml_pixels *single = create_with(ml_kernels[0].kernel, N_CHANNELS, activation),
              *first = create_grouped(ml_kernels[0].kernel, activation);
    ml_tile tile = lay_out(&im, ML_SAMPLE_F64, INTERLEAVED);
    ml_pixels_run(single, &tile);
    ml_pixels_probabilities(single, &tile, 0, im.n, im.n, channels[0]);
    ml_pixels_run(first, &tile);
    ml_pixels_probabilities(first, &tile, 0, im.n, im.n, classes[0]);
    for (size_t i = 0; i < im.n; i++) {
        double sums[N_CLASSES] = {0};
        size_t best = 0;
        for (size_t k = 0; k < N_CHANNELS; k++)
            sums[groups[k]] += channels[k][i];
        for (size_t c = 0; c < N_CLASSES; c++) {
            EXPECT(fabs(sums[c] - classes[c][i]) <= 1e-14, "pixel %zu, class %zu: %a, %a", i, c, sums[c], classes[c][i]);
            best = sums[c] > sums[best] ? c : best;
        }
        if (first->label[i] != ML_IGNORED) {
            EXPECT(first->decision[i] == best, "pixel %zu is %u", i, first->decision[i]);
            EXPECT(unit_same(first->p_true[i], classes[first->label[i]][i]), "pixel %zu", i);
        }
    }
    free((void *)(uintptr_t)tile.samples);
    for (size_t k = 1; k < ml_n_kernels; k++)
        for (int how = 0; how < N_LAYOUTS && ml_cpu_has(ml_kernels[k].needs); how++) {
            ml_pixels *got = create_grouped(ml_kernels[k].kernel, activation);
            run(&im, ML_SAMPLE_F64, (layout)how, got);
            expect_same(first, got, ml_kernels[k].name);
            destroy(got);
        }
    destroy(single);
    destroy(first);
    free(channels);
    free(classes);
    free(im.q);
}

START_TEST(channels_are_activated_before_they_are_summed_up)
{
    uint64_t state = 42;
    compare_activation(ML_ACTIVATION_SOFTMAX, &state);
    compare_activation(ML_ACTIVATION_SIGMOID, &state);
}
END_TEST

/* What is wrong with channel k of pixel 70, and what is named: SIZE_MAX, the sum. */
static const struct {
    double value;
    ml_activation activation;
    bool everywhere, is_bad;
} faults[] = {
    {-1, ML_ACTIVATION_NONE, false, true},        {NAN, ML_ACTIVATION_NONE, false, true},
    {INFINITY, ML_ACTIVATION_NONE, false, true},  {-0.0, ML_ACTIVATION_NONE, false, false},
    {0, ML_ACTIVATION_NONE, true, true},          {DBL_MAX, ML_ACTIVATION_NONE, true, true},
    {NAN, ML_ACTIVATION_SOFTMAX, false, true},    {-INFINITY, ML_ACTIVATION_SIGMOID, false, true},
    {-3000, ML_ACTIVATION_SOFTMAX, false, false},
};

START_TEST(bad_channels_are_named_even_where_their_class_has_a_sum)
{
    for (size_t f = 0; f < ML_COUNT(faults); f++)
        for (size_t k = 0; k < ml_n_kernels; k++) {
            uint64_t state = 43;
            if (!ml_cpu_has(ml_kernels[k].needs))
                continue;
            image im = make_real(200, N_CHANNELS, &state);
            ml_pixels *got = create_grouped(ml_kernels[k].kernel, faults[f].activation);
            limit_truth(&im);
            im.truth[70] = 1;
            for (size_t c = 0; c < N_CHANNELS; c++)
                if (faults[f].everywhere || c == 6)
                    im.q[70 * N_CHANNELS + c] = faults[f].value;
            run(&im, ML_SAMPLE_F64, PLANES, got);
            ck_assert_uint_eq(got->n_bad, faults[f].is_bad);
            EXPECT(!faults[f].is_bad ||
                       (got->first_bad_pixel == 70 && got->first_bad_class == (faults[f].everywhere ? SIZE_MAX : 6)),
                   "fault %zu: %zu", f, got->first_bad_class);
            destroy(got);
            free(im.q);
        }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, sums_of_channels_are_classes_in_every_layout);
    tcase_add_test(tests, channels_are_activated_before_they_are_summed_up);
    tcase_add_test(tests, bad_channels_are_named_even_where_their_class_has_a_sum);
}

int main(void) { return unit_main("channels", add_tests); }
