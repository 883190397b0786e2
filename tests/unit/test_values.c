/* kernel/isa: what becomes of stored values, by every kernel: logits, one channel alone, few channels, and doubles near the
 * limits, against naive loops. */
#include "image.h"
#include "unit.h"

#include "kernel/math.h"

#include <math.h>

static const size_t some_classes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 19, 150, 256};

/* Runs the test's body for every kernel that can run here. */
#define FOR_EACH_KERNEL(ROW)                                                                                                   \
    for (const ml_kernel_row *ROW = ml_kernels; ROW < ml_kernels + ml_n_kernels; ROW++)                                        \
        if (ml_cpu_has(ROW->needs))

static double sigmoid(double x)
{
    double e = ml_exp(x >= 0 ? -x : x);
    return (x >= 0 ? 1 : e) / (1 + e);
}

/* What the logits of a pixel become; NaN where one is not finite. All sigmoids that are tiny are a softmax. */
static void activate(const double *x, size_t n, ml_activation activation, double *to)
{
    double best = x[0];
    for (size_t c = 1; c < n; c++)
        best = x[c] > best ? x[c] : best;
    for (size_t c = 0; c < n; c++)
        to[c] = !isfinite(x[c])                                        ? NAN
                : activation == ML_ACTIVATION_SOFTMAX || best < -708.0 ? ml_exp(x[c] - best)
                                                                       : sigmoid(x[c]);
}

/* The values of the sum of all classes, one channel being class 1 of two. */
static image make_naive(const image *im, ml_activation activation)
{
    const bool binary = im->n_classes == 1;
    image to = *im;
    to.n_classes = binary ? 2 : im->n_classes;
    to.are_shares = binary;
    to.q = malloc(im->n * to.n_classes * sizeof(double));
    ck_assert(to.q != NULL);
    for (size_t i = 0; i < im->n; i++) {
        const double *x = im->q + i * im->n_classes;
        double *q = to.q + i * to.n_classes;
        if (!binary && activation == ML_ACTIVATION_NONE)
            memcpy(q, x, im->n_classes * sizeof *q);
        else if (!binary)
            activate(x, im->n_classes, activation, q);
        else {
            bool good = activation != ML_ACTIVATION_NONE ? isfinite(x[0]) : x[0] >= 0 && x[0] <= 1;
            q[1] = !good ? NAN : activation != ML_ACTIVATION_NONE ? sigmoid(x[0]) : x[0];
            q[0] = !good ? 1 : activation != ML_ACTIVATION_NONE ? sigmoid(-x[0]) : 1 - x[0];
        }
    }
    return to;
}

/* A pixel's largest stored value decides, even where two have the same share. */
static uint16_t decide(const image *im, const image *naive, size_t i)
{
    const image *by = im->n_classes == 1 ? naive : im;
    uint16_t best = 0;
    for (size_t c = 1; c < by->n_classes; c++)
        if (by->q[i * by->n_classes + c] > by->q[i * by->n_classes + best])
            best = (uint16_t)c;
    return best;
}

static void compare(const ml_kernel_row *row, const image *im, ml_sample_type type, ml_activation activation)
{
    const image naive = make_naive(im, activation);
    const bool binary = im->n_classes == 1;
    ml_pixels *wanted = create_with(row->kernel, naive.n_classes, ML_ACTIVATION_NONE),
              *got = create_with(row->kernel, naive.n_classes, activation);
    run_naively(&naive, wanted);
    for (int how = 0; how < (binary ? 1 : N_LAYOUTS); how++) {
        ml_tile tile = lay_out(im, type, (layout)how);
        tile.n_classes = naive.n_classes;
        tile.binary = binary;
        ml_pixels_run(got, &tile);
        for (size_t i = 0; i < im->n; i++) {
            EXPECT(got->label[i] == wanted->label[i], "%s: pixel %zu of %zu", row->name, i, im->n);
            EXPECT(unit_same(got->p_true[i] + 0, wanted->p_true[i] + 0), "%s, %zu classes: pixel %zu: %a, not %a", row->name,
                   im->n_classes, i, got->p_true[i], wanted->p_true[i]);
            EXPECT(unit_same(got->sq_error[i], wanted->sq_error[i]), "%s: error of pixel %zu", row->name, i);
            EXPECT(got->label[i] == ML_IGNORED || got->decision[i] == decide(im, &naive, i), "%s: decision of pixel %zu",
                   row->name, i);
        }
        EXPECT(got->n_bad == wanted->n_bad && (got->n_bad == 0 || (got->first_bad_pixel == wanted->first_bad_pixel &&
                                                                   got->first_bad_class == wanted->first_bad_class)),
               "%s: bad pixels", row->name);
        for (size_t r = 0; r < wanted->n_rows; r++)
            for (size_t c = 0; c < naive.n_classes; c++)
                EXPECT(unit_same(soft_sum(got, wanted->rows[r], c), soft_sum(wanted, wanted->rows[r], c)), "%s: row %u",
                       row->name, wanted->rows[r]);
        free((void *)(uintptr_t)tile.samples);
    }
    destroy(wanted);
    destroy(got);
    free(naive.q);
}

/* What a type can hold of a value. */
static double as_stored(ml_sample_type type, double x)
{
    if (type == ML_SAMPLE_F16) {
        double size = fabs(x) < 0x1p-14 ? 0 : fabs(x) < 32768 ? fabs(x) : fabs(x) <= DBL_MAX ? 32768 : fabs(x);
        int exponent;
        frexp(size, &exponent);
        return isfinite(size) && size > 0 ? copysign(ldexp(floor(ldexp(size, 11 - exponent)), exponent - 11), x)
                                          : copysign(size, x);
    }
    if (type == ML_SAMPLE_F32)
        return fabs(x) < FLT_MIN                          ? 0
               : isfinite(x) && fabs(x) > (double)FLT_MAX ? copysign((double)FLT_MAX, x)
                                                          : (double)(float)x;
    return x;
}

static const double hostile[] = {NAN,    -NAN,    INFINITY, -INFINITY, 0,       -0.0,     5e-324,  -5e-324, DBL_MIN, DBL_MAX,
                                 -1e300, -1e9,    -1e4,     1e9,       -600,    600,      -600.25, 600.25,  -707.9,  -708.25,
                                 -745.5, -746.25, 710.5,    1,         -709.75, 0x1p-400, 0x1p400, 0x1p-401};

/* Most of them of a size that networks have. */
static double make_logit(double scale, uint64_t *state)
{
    double x = scale * (unit_fraction(state) - 0.5);
    return unit_below(state, 600) ? x : hostile[unit_below(state, ML_COUNT(hostile))];
}

START_TEST(logits_have_the_bits_of_the_naive_loop)
{
    static const double scales[] = {1, 20, 1190, 1400, 1e5};
    uint64_t state = 601;
    FOR_EACH_KERNEL(row)
    for (int activation = ML_ACTIVATION_SOFTMAX; activation <= ML_ACTIVATION_SIGMOID; activation++)
        for (size_t k = activation == ML_ACTIVATION_SOFTMAX ? 1 : 0; k < ML_COUNT(some_classes); k++)
            for (size_t n = 1; n <= 67; n += some_classes[k] > 9 ? 11 : 2) {
                const ml_sample_type type = (ml_sample_type)(ML_SAMPLE_F16 + (int)unit_below(&state, 3));
                const double scale = scales[unit_below(&state, ML_COUNT(scales))], below = unit_below(&state, 5) ? 0 : 730;
                image im = make_whole(n, some_classes[k], &state);
                for (size_t i = 0; i < n; i++)
                    im.truth[i] = im.truth[i] == ML_IGNORED || im.n_classes > 1 ? im.truth[i] : (uint16_t)unit_below(&state, 2);
                for (size_t i = 0; i < n * im.n_classes; i++)
                    im.q[i] = as_stored(type, make_logit(scale, &state) - below);
                compare(row, &im, type, (ml_activation)activation);
                free(im.q);
            }
}
END_TEST

START_TEST(probabilities_have_the_bits_of_the_naive_loop)
{
    uint64_t state = 602;
    FOR_EACH_KERNEL(row)
    for (size_t k = 0; k < ML_COUNT(some_classes); k++)
        for (size_t n = 1; n <= 67; n += some_classes[k] > 9 ? 11 : 1) {
            const ml_sample_type type = (ml_sample_type)(ML_SAMPLE_F16 + (int)unit_below(&state, 3));
            image im = make_whole(n, some_classes[k], &state);
            const bool is_wild = unit_below(&state, 2);
            for (size_t i = 0; i < n; i++)
                im.truth[i] = im.truth[i] == ML_IGNORED || im.n_classes > 1 ? im.truth[i] : (uint16_t)unit_below(&state, 2);
            for (size_t i = 0; i < n * im.n_classes; i++)
                im.q[i] = as_stored(type, unit_below(&state, 9)    ? unit_fraction(&state)
                                          : unit_below(&state, 30) ? 0
                                          : is_wild                ? hostile[unit_below(&state, ML_COUNT(hostile))]
                                                                   : 1);
            compare(row, &im, type, ML_ACTIVATION_NONE);
            free(im.q);
        }
}
END_TEST

/* Sums and values on both sides of where doubles are divided in another way. */
START_TEST(doubles_of_every_size_have_the_bits_of_the_naive_loop)
{
    uint64_t state = 603;
    FOR_EACH_KERNEL(row)
    for (size_t round = unit_rounds(300); round-- > 0;) {
        const int middle = 4 * (int)unit_below(&state, 510) - 1020, spread = 1 + (int)unit_below(&state, 900);
        image im = make_whole(1 + unit_below(&state, 130), 2 + unit_below(&state, 4), &state);
        for (size_t i = 0; i < im.n * im.n_classes; i++) {
            int exponent = middle + (int)unit_below(&state, (uint64_t)spread) - spread / 2;
            im.q[i] = ldexp(1 + unit_fraction(&state), exponent < -1074 ? -1074 : exponent > 1018 ? 1018 : exponent);
            im.q[i] = unit_below(&state, 20) ? im.q[i] : 0;
        }
        compare(row, &im, ML_SAMPLE_F64, ML_ACTIVATION_NONE);
        free(im.q);
    }
}
END_TEST

/* a with a / s as near as can be to the middle between two numbers, s odd in units of 2^-52: a 2^54 = s n + c, n odd. */
static double hardest_dividend(uint64_t s, bool above)
{
    uint64_t a = above ? 1 : s - 1;
    for (int i = 0; i < 54; i++)
        a = a % 2 ? (a + s) / 2 : a / 2;
    return ldexp((double)a, -52);
}

START_TEST(the_hardest_quotients_of_doubles_are_rounded_correctly)
{
    uint64_t state = 604;
    FOR_EACH_KERNEL(row)
    for (size_t round = unit_rounds(40); round-- > 0;) {
        image im = {.n = ML_TILE_PIXELS, .n_classes = 2, .q = malloc(ML_TILE_PIXELS * 2 * sizeof(double))};
        ml_pixels *got = create_with(row->kernel, 2, ML_ACTIVATION_NONE);
        ck_assert(im.q != NULL);
        for (size_t i = 0; i < im.n; i++) {
            uint64_t s = UINT64_C(1) << 52 | unit_random(&state) >> 12 | 1;
            s = i % 16 ? s : (UINT64_C(1) << 53) - 1 - 2 * unit_below(&state, 50);
            double a = hardest_dividend(s, i % 2), sum = ldexp((double)s, -52);
            im.truth[i] = (uint16_t)unit_below(&state, 2);
            im.q[i * 2] = a;
            im.q[i * 2 + 1] = sum - a;
        }
        run(&im, ML_SAMPLE_F64, round % 2 ? PLANES : INTERLEAVED, got);
        for (size_t i = 0; i < im.n; i++) {
            double q = im.q[i * 2 + im.truth[i]], wanted = q / (im.q[i * 2] + im.q[i * 2 + 1]);
            EXPECT(unit_same(got->p_true[i], wanted), "%s: %a: %a, not %a", row->name, q, got->p_true[i], wanted);
        }
        destroy(got);
        free(im.q);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, logits_have_the_bits_of_the_naive_loop);
    tcase_add_test(tests, probabilities_have_the_bits_of_the_naive_loop);
    tcase_add_test(tests, doubles_of_every_size_have_the_bits_of_the_naive_loop);
    tcase_add_test(tests, the_hardest_quotients_of_doubles_are_rounded_correctly);
}

int main(void) { return unit_main("values", add_tests); }
