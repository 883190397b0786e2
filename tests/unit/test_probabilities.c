/* kernel/pixel_loops: the probabilities of all classes are the numbers that the record is made of, to the bit, with every
 * kernel. */
#include "image.h"
#include "unit.h"

#include "kernel/math.h"

#include <math.h>
#include <stdio.h>

static const size_t some_classes[] = {2, 3, 6, 19, 150};

#define FOR_EACH_KERNEL(ROW)                                                                                                   \
    for (const ml_kernel_row *ROW = ml_kernels; ROW < ml_kernels + ml_n_kernels; ROW++)                                        \
        if (ml_cpu_has(ROW->needs))

/* A tile that was run, and p of all of its pixels, [n_classes][n]. */
typedef struct run_tile {
    ml_tile tile;
    ml_pixels *pixels;
    double *p;
} run_tile;

static double sigmoid(double x)
{
    double e = ml_exp(x >= 0 ? -x : x);
    return (x >= 0 ? 1 : e) / (1 + e);
}

/* What pixels.h says of one pixel, written down naively: p[n_classes] of q. */
static void naive_pixel(const double *q, size_t n_classes, ml_activation activation, double *p)
{
    double best = q[0], sum = 0;
    for (size_t c = 1; c < n_classes; c++)
        best = q[c] > best ? q[c] : best;
    for (size_t c = 0; c < n_classes; c++) {
        p[c] = activation == ML_ACTIVATION_NONE      ? q[c]
               : activation == ML_ACTIVATION_SOFTMAX ? ml_exp(q[c] - best)
                                                     : sigmoid(q[c]);
        sum += p[c];
    }
    for (size_t c = 0; c < n_classes; c++)
        p[c] /= sum;
}

/* Fails unless p, summed up in the lanes of pixels.h, has the bits of the kernel's sums, and those of the true classes. */
static void expect_sums(const run_tile *t, const char *what)
{
    const ml_pixels *px = t->pixels;
    size_t n = px->n_pixels, n_classes = px->n_classes;
    double *soft = calloc(n_classes * n_classes * ML_LANES, sizeof *soft);
    ck_assert(soft != NULL);
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < n_classes; c++) {
            double p = t->p[c * n + i];
            uint16_t y = px->label[i];
            EXPECT(!signbit(p) && p <= 1, "%s: p of pixel %zu, class %zu: %a", what, i, c, p);
            EXPECT(y != ML_IGNORED || p <= 0, "%s: ignored pixel %zu", what, i);
            EXPECT(y != c || px->p_true[i] - p == 0, "%s: pixel %zu: %a, not %a", what, i, p, px->p_true[i]);
            if (y != ML_IGNORED)
                soft[(y * n_classes + c) * ML_LANES + i % ML_LANES] += p;
        }
    for (size_t r = 0; r < px->n_rows && !px->soft_is_count; r++)
        for (size_t k = 0; k < n_classes * ML_LANES; k++) {
            size_t at = px->rows[r] * n_classes * ML_LANES + k;
            EXPECT(px->soft[at] - soft[at] == 0, "%s: row %u, sum %zu: %a, not %a", what, px->rows[r], k, soft[at],
                   px->soft[at]);
        }
    free(soft);
}

/* Fails unless the kernel's largest probabilities are those of p, whatever else is computed; with a threshold (below 0: none),
 * which needs two classes. */
static void expect_largest(const run_tile *t, const ml_kernel_row *row, double threshold, const char *what)
{
    const size_t n = t->pixels->n_pixels, n_classes = t->pixels->n_classes;
    ml_pixels *px = create_with(row->kernel, n_classes, t->pixels->activation);
    px->with_p_largest = true;
    px->with_sq_error = false;
    px->has_threshold = threshold >= 0;
    px->threshold = threshold;
    ml_pixels_run(px, &t->tile);
    for (size_t i = 0; i < n; i++) {
        double largest = t->p[i];
        for (size_t c = 1; c < n_classes; c++)
            largest = t->p[c * n + i] > largest ? t->p[c * n + i] : largest;
        EXPECT(px->label[i] == ML_IGNORED || unit_same(px->p_largest[i], largest), "%s: largest p of pixel %zu: %a, not %a",
               what, i, px->p_largest[i], largest);
    }
    destroy(px);
}

/* Asks for the pixels of the tile piece by piece, in any order; each piece must be what was asked for at once. */
static void expect_pieces(const run_tile *t, const char *what, uint64_t *state)
{
    ml_pixels *px = t->pixels;
    size_t n = px->n_pixels;
    for (size_t round = 0; round < 4; round++) {
        size_t first = unit_below(state, n), some = 1 + unit_below(state, n - first), stride = some + unit_below(state, 3);
        double *out = malloc(px->n_classes * stride * sizeof *out);
        ck_assert(out != NULL);
        for (size_t k = 0; k < px->n_classes * stride; k++)
            out[k] = -7;
        ml_pixels_probabilities(px, &t->tile, first, some, stride, out);
        for (size_t c = 0; c < px->n_classes; c++)
            for (size_t i = 0; i < stride; i++)
                EXPECT(unit_same(out[c * stride + i], i < some ? t->p[c * n + first + i] : -7), "%s: pixels %zu + %zu: %zu",
                       what, first, some, i);
        free(out);
    }
}

/* Runs a tile and asks for p; the results of the run stay as they are. */
static run_tile run_whole(const ml_kernel_row *row, const ml_tile *tile, ml_activation activation, const char *what)
{
    run_tile t = {*tile, create_with(row->kernel, tile->n_classes, activation),
                  malloc(tile->n_classes * tile->n_pixels * sizeof(double))};
    ml_pixels *before = create_with(row->kernel, tile->n_classes, activation);
    ck_assert(t.p != NULL);
    ml_pixels_run(before, tile);
    ml_pixels_run(t.pixels, tile);
    ml_pixels_probabilities(t.pixels, tile, 0, tile->n_pixels, tile->n_pixels, t.p);
    expect_same(before, t.pixels, what);
    EXPECT(unit_same(before->min_sum, t.pixels->min_sum) && unit_same(before->max_sum, t.pixels->max_sum), "%s: sums", what);
    destroy(before);
    return t;
}

static void free_tile(run_tile *t)
{
    destroy(t->pixels);
    free(t->p);
}

/* Values that the type and the activation allow, a few of them not. */
static image make_values(size_t n, size_t n_classes, ml_sample_type type, ml_activation activation, uint64_t *state)
{
    bool whole = type == ML_SAMPLE_U8 || type == ML_SAMPLE_U16;
    image im = whole ? make_whole(n, n_classes, state) : make_real(n, n_classes, state);
    for (size_t k = 0; k < n * n_classes && !whole; k++) {
        if (activation != ML_ACTIVATION_NONE)
            im.q[k] = ldexp(unit_fraction(state) - 0.5, (int)unit_below(state, 12));
        if (type == ML_SAMPLE_F16)
            im.q[k] = (double)(unit_below(state, 1024) + 1024) * (activation ? 0x1p-9 : 0x1p-12);
        if (type == ML_SAMPLE_F32)
            im.q[k] = (double)(float)im.q[k];
        if (unit_below(state, 300) == 0)
            im.q[k] = unit_below(state, 3) ? 0 : unit_below(state, 2) ? -0.0 : NAN;
    }
    return im;
}

static void expect_naive(const run_tile *t, const image *im, ml_activation activation, const char *what)
{
    double p[150];
    for (size_t i = 0; i < im->n; i++) {
        if (t->pixels->label[i] == ML_IGNORED)
            continue;
        naive_pixel(im->q + i * im->n_classes, im->n_classes, activation, p);
        for (size_t c = 0; c < im->n_classes; c++)
            EXPECT(unit_same(p[c] + 0, t->p[c * im->n + i]), "%s: pixel %zu, class %zu: %a, not %a", what, i, c,
                   t->p[c * im->n + i], p[c]);
    }
}

static void check_dense(const ml_kernel_row *row, size_t n_classes, ml_sample_type type, ml_activation activation,
                        uint64_t *state)
{
    char what[80];
    size_t n = 1 + unit_below(state, n_classes > 100 ? 200 : 700);
    image im = make_values(n, n_classes, type, activation, state);
    snprintf(what, sizeof what, "%s, %zu classes, type %d, activation %d", row->name, n_classes, (int)type, (int)activation);
    for (int how = 0; how < N_LAYOUTS; how++) {
        ml_tile tile = lay_out(&im, type, (layout)how);
        run_tile t = run_whole(row, &tile, activation, what);
        expect_sums(&t, what);
        expect_naive(&t, &im, activation, what);
        expect_largest(&t, row, -1, what);
        if (n_classes == 2)
            expect_largest(&t, row, 0.875, what);
        expect_pieces(&t, what, state);
        free_tile(&t);
        free((void *)(uintptr_t)tile.samples);
    }
    free(im.q);
}

START_TEST(they_are_what_the_sums_are_made_of)
{
    uint64_t state = 151;
    FOR_EACH_KERNEL(row)
    for (size_t k = 0; k < ML_COUNT(some_classes); k++)
        for (int activation = 0; activation < ML_N_ACTIVATIONS; activation++)
            for (int type = ML_SAMPLE_U8; type <= ML_SAMPLE_F64; type++)
                for (size_t round = some_classes[k] > 6 ? 1 : unit_rounds(2); round-- > 0;)
                    check_dense(row, some_classes[k], (ml_sample_type)type, (ml_activation)activation, &state);
}
END_TEST

START_TEST(of_binary_tiles_they_are_one_minus_q_and_q)
{
    uint64_t state = 152;
    FOR_EACH_KERNEL(row)
    for (int activation = 0; activation < ML_N_ACTIVATIONS; activation++)
        for (int type = ML_SAMPLE_F16; type <= ML_SAMPLE_F64; type++) {
            image im = make_values(777, 1, (ml_sample_type)type, (ml_activation)activation, &state);
            for (size_t i = 0; i < im.n; i++)
                im.truth[i] = unit_below(&state, 9) ? (uint16_t)unit_below(&state, 2) : ML_IGNORED;
            ml_tile tile = lay_out(&im, (ml_sample_type)type, INTERLEAVED);
            tile.n_classes = 2;
            tile.binary = true;
            run_tile t = run_whole(row, &tile, (ml_activation)activation, row->name);
            expect_sums(&t, row->name);
            expect_pieces(&t, row->name, &state);
            expect_largest(&t, row, -1, row->name);
            expect_largest(&t, row, 0.875, row->name);
            for (size_t i = 0; i < im.n; i++) {
                double q = activation ? sigmoid(im.q[i]) : im.q[i], rest = activation ? sigmoid(-im.q[i]) : 1 - q;
                if (t.pixels->label[i] != ML_IGNORED)
                    EXPECT(unit_same(t.p[i], rest + 0) && unit_same(t.p[im.n + i], q + 0), "%s: pixel %zu", row->name, i);
            }
            free_tile(&t);
            free((void *)(uintptr_t)tile.samples);
            free(im.q);
        }
}
END_TEST

START_TEST(of_hard_tiles_they_are_0_and_1)
{
    uint64_t state = 153;
    FOR_EACH_KERNEL(row)
    for (size_t k = 0; k < ML_COUNT(some_classes); k++) {
        size_t n = 1 + unit_below(&state, 500), n_classes = some_classes[k];
        image im = make_whole(n, n_classes, &state);
        uint16_t decision[500];
        for (size_t i = 0; i < n; i++)
            decision[i] = unit_below(&state, 7) ? (uint16_t)unit_below(&state, n_classes) : ML_NONE;
        const ml_tile tile = {.n_pixels = n, .n_classes = n_classes, .truth = im.truth, .decision = decision};
        run_tile t = run_whole(row, &tile, ML_ACTIVATION_NONE, row->name);
        expect_sums(&t, row->name);
        expect_pieces(&t, row->name, &state);
        for (size_t c = 0; c < n_classes; c++)
            for (size_t i = 0; i < n; i++)
                EXPECT(unit_same(t.p[c * n + i], im.truth[i] != ML_IGNORED && decision[i] == c), "pixel %zu, class %zu", i, c);
        free_tile(&t);
        free(im.q);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, they_are_what_the_sums_are_made_of);
    tcase_add_test(tests, of_binary_tiles_they_are_one_minus_q_and_q);
    tcase_add_test(tests, of_hard_tiles_they_are_0_and_1);
}

int main(void) { return unit_main("probabilities", add_tests); }
