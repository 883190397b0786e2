/* kernel/isa_decide, kernel/isa_load: of samples that are narrower than floats, sums and decisions are made in single precision
 * where that holds them. Here are values at and beyond its limits, in every kernel that this processor supports, against the
 * naive loop. */
#include "image.h"
#include "unit.h"

enum { RUN = 64 }; /* pixels that are decided together */

static const size_t some_classes[] = {4, 5, 7, 15, 16, 17, 19, 31, 32, 33, 150, 256, 257, 1024};

static void compare_with_naive(const image *im, ml_sample_type type, const ml_kernel_row *row)
{
    ml_pixels *wanted = create_with(row->kernel, im->n_classes, ML_ACTIVATION_NONE);
    ml_pixels *got = create_with(row->kernel, im->n_classes, ML_ACTIVATION_NONE);
    run_naively(im, wanted);
    for (int how = 0; how < N_LAYOUTS; how++) {
        run(im, type, (layout)how, got);
        expect_same(wanted, got, row->name);
        run_swapped(im, type, (layout)how, got);
        expect_same(wanted, got, row->name);
    }
    destroy(wanted);
    destroy(got);
}

static image make_empty(size_t n, size_t n_classes, uint64_t *state)
{
    image im = {.n = n, .n_classes = n_classes, .q = calloc(n * n_classes, sizeof(double))};
    ck_assert(im.q != NULL);
    make_truth(&im, state);
    return im;
}

static double random_half(uint64_t *state)
{
    return ldexp((double)(1024 + unit_below(state, 1024)), -10 - (int)unit_below(state, 15)); /* not below 2^-14 */
}

/* What a pixel of halves can be. */
enum { SHARES_OF_1, BELOW_2, EQUAL_TO_2, ABOVE_2, LOST_IN_FLOATS, TIES, LARGE, NO_SUM, MINUS_ZERO, FAULTY, N_KINDS };

static void make_pixel(unsigned kind, size_t n_classes, uint16_t y, uint64_t *state, double *q)
{
    static const double faults[] = {NAN, INFINITY, -INFINITY, -0x1p-14};
    const double near_2[] = {1, 1 - 0x1p-11, 0x1p-11 - 0x1p-22, 0x3p-24};
    const size_t at = unit_below(state, n_classes - 4 + 1), other = (y + 1) % n_classes;
    for (size_t c = 0; c < n_classes; c++)
        q[c] = kind == LARGE            ? 65504
               : kind == TIES           ? 0x1p-10
               : kind == LOST_IN_FLOATS ? 0x1p-24
               : kind == SHARES_OF_1    ? random_half(state) * 0x1p-10
                                        : 0;
    if (kind == LOST_IN_FLOATS)
        q[unit_below(state, n_classes)] = 1; /* most often, the sum needs 25 bits */
    for (size_t k = 0; k < 4 && kind >= BELOW_2 && kind <= ABOVE_2; k++)
        q[at + k] = near_2[k];
    if (kind == EQUAL_TO_2)
        q[at + 3] = 0x4p-24;
    if (kind == ABOVE_2)
        q[at + 3] = 0x5p-24;
    if (kind == SHARES_OF_1) { /* whole parts of 2^-24, as subnormal halves are */
        for (size_t c = 0; c < n_classes; c++)
            q[c] = q[c] < 0x1p-14 ? floor(q[c] * 0x1p24) * 0x1p-24 : q[c];
        q[y < n_classes ? y : 0] = 0.5;
    }
    if (kind == MINUS_ZERO || kind == FAULTY)
        q[y < n_classes ? y : 0] = 0.75;
    if (kind == MINUS_ZERO)
        q[other] = -0.0;
    if (kind == FAULTY)
        q[unit_below(state, n_classes)] = faults[unit_below(state, ML_COUNT(faults))];
}

START_TEST(halves_of_any_sum_have_the_bits_of_the_naive_loop)
{
    uint64_t state = 151;
    FOR_EACH_KERNEL(row)
    for (size_t k = 0; k < ML_COUNT(some_classes); k++) {
        size_t n = (N_KINDS + 2) * RUN + 3, n_classes = some_classes[k];
        image im = make_empty(n, n_classes, &state);
        for (size_t i = 0; i < n; i++) { /* runs of a kind, then all kinds beside each other */
            unsigned kind = i < N_KINDS * RUN ? (unsigned)(i / RUN) : (unsigned)unit_below(&state, N_KINDS);
            make_pixel(kind, n_classes, im.truth[i], &state, im.q + i * n_classes);
        }
        compare_with_naive(&im, ML_SAMPLE_F16, row);
        free(im.q);
    }
}
END_TEST

/* Of 256 classes, 65535 everywhere sums up to a bit less than 2^24; of more, to more. */
START_TEST(whole_numbers_of_any_sum_have_the_bits_of_the_naive_loop)
{
    uint64_t state = 152;
    FOR_EACH_KERNEL(row)
    for (size_t k = 0; k < ML_COUNT(some_classes); k++)
        for (int type = ML_SAMPLE_U8; type <= ML_SAMPLE_U16; type++) {
            const uint64_t most = type == ML_SAMPLE_U8 ? 255 : 65535;
            size_t n = 5 * RUN + 9, n_classes = some_classes[k];
            image im = make_empty(n, n_classes, &state);
            for (size_t i = 0; i < n * n_classes; i++) {
                size_t part = i / (RUN * n_classes);
                im.q[i] = part == 0   ? (double)most
                          : part == 1 ? (double)(most - unit_below(&state, 2))
                          : part == 2 ? 0
                                      : (double)unit_below(&state, (size_t)(part == 3 ? 3 : most + 1));
            }
            compare_with_naive(&im, (ml_sample_type)type, row);
            free(im.q);
        }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, halves_of_any_sum_have_the_bits_of_the_naive_loop);
    tcase_add_test(tests, whole_numbers_of_any_sum_have_the_bits_of_the_naive_loop);
}

int main(void) { return unit_main("narrow_samples", add_tests); }
