/* Tiles for the tests of the pixel loops: random values in every layout and sample type, and a naive loop over them.
 *
 * To be compiled with -ffp-contract=off, as the library is: the naive loop gives the very bits that pixels.h defines. */
#ifndef ML_TESTS_IMAGE_H
#define ML_TESTS_IMAGE_H

#include "unit.h"

#include "kernel/pixel_loops.h"

#include <math.h>

/* A tile's worth of values, [n][n_classes], and truth. */
typedef struct image {
    size_t n, n_classes;
    double *q;
    uint16_t truth[ML_TILE_PIXELS];
    bool are_shares; /* the naive loop takes q as it is, and does not divide by the sum */
} image;

static inline void make_truth(image *im, uint64_t *state)
{
    uint16_t label = 0;
    for (size_t i = 0; i < im->n; i++) {
        if (i == 0 || unit_below(state, 4) == 0) /* runs, as in real images */
            label = unit_below(state, 8) ? (uint16_t)unit_below(state, im->n_classes) : ML_IGNORED;
        im->truth[i] = label;
    }
}

/* Whole numbers 0..255, which all sample types hold; some pixels are all 0. */
static inline image make_whole(size_t n, size_t n_classes, uint64_t *state)
{
    image im = {.n = n, .n_classes = n_classes, .q = malloc(n * n_classes * sizeof(double))};
    ck_assert(im.q != NULL);
    for (size_t k = 0; k < n * n_classes; k++)
        im.q[k] = (double)(unit_random(state) & 255 & unit_random(state));
    for (size_t c = 0; c < n_classes && unit_below(state, 2); c++)
        im.q[unit_below(state, n) / 2 * n_classes + c] = 0;
    make_truth(&im, state);
    return im;
}

/* Values of any size, most of them small as probabilities are. */
static inline image make_real(size_t n, size_t n_classes, uint64_t *state)
{
    image im = {.n = n, .n_classes = n_classes, .q = malloc(n * n_classes * sizeof(double))};
    ck_assert(im.q != NULL);
    for (size_t k = 0; k < n * n_classes; k++) {
        int exponent = -(int)unit_below(state, 30); /* first: the order of arguments is the compiler's */
        im.q[k] = ldexp(unit_fraction(state) + 0x1p-53, exponent);
    }
    make_truth(&im, state);
    return im;
}

/* The bits of a half-precision number; x is one. */
static inline uint16_t half_bits(double x)
{
    int exponent;
    double fraction = frexp(fabs(x), &exponent); /* 0.5 .. 1 */
    unsigned sign = signbit(x) ? 0x8000 : 0;
    if (isnan(x) || isinf(x) || fraction < 0.5)
        return (uint16_t)(sign | (isnan(x) ? 0x7e00 : isinf(x) ? 0x7c00 : 0));
    if (exponent < -13)
        return (uint16_t)(sign | (unsigned)(fabs(x) * 0x1p24)); /* subnormal */
    return (uint16_t)(sign | (unsigned)((exponent + 14) * 1024 + (int)(fraction * 2048) - 1024));
}

static inline size_t sample_size(ml_sample_type type)
{
    static const size_t sizes[] = {0, 1, 2, 2, 4, 8};
    return sizes[type];
}

static inline void set_sample(void *samples, size_t at, ml_sample_type type, double x)
{
    switch (type) {
    case ML_SAMPLE_U8: ((uint8_t *)samples)[at] = (uint8_t)x; break;
    case ML_SAMPLE_U16: ((uint16_t *)samples)[at] = (uint16_t)x; break;
    case ML_SAMPLE_F16: ((uint16_t *)samples)[at] = half_bits(x); break;
    case ML_SAMPLE_F32: ((float *)samples)[at] = (float)x; break;
    case ML_SAMPLE_F64: ((double *)samples)[at] = x; break;
    case ML_SAMPLE_NONE: ck_abort();
    }
}

/* The ways values can lie in memory. */
typedef enum layout { INTERLEAVED, PLANES, PADDED_PLANES, SPREAD, N_LAYOUTS } layout;

static inline ml_tile lay_out(const image *im, ml_sample_type type, layout how)
{
    ml_tile tile = {.n_pixels = im->n, .n_classes = im->n_classes, .truth = im->truth, .type = type};
    tile.pixel_stride = how == INTERLEAVED ? im->n_classes : how == SPREAD ? 2 * im->n_classes + 1 : 1;
    tile.class_stride = how == INTERLEAVED ? 1 : how == SPREAD ? 2 : how == PLANES ? im->n : im->n + 5;
    size_t n_elems = (im->n - 1) * tile.pixel_stride + (im->n_classes - 1) * tile.class_stride + 1;
    size_t size = sample_size(type);
    void *samples = malloc(n_elems * size); /* no element more: sanitizers see what is read beyond */
    ck_assert(samples != NULL);
    memset(samples, 0xff, n_elems * size); /* NaN between the values */
    for (size_t i = 0; i < im->n; i++)
        for (size_t c = 0; c < im->n_classes; c++) {
            size_t at = i * tile.pixel_stride + c * tile.class_stride;
            set_sample(samples, at, type, im->q[i * im->n_classes + c]);
        }
    tile.samples = samples;
    return tile;
}

static inline void run(const image *im, ml_sample_type type, layout how, ml_pixels *pixels)
{
    ml_tile tile = lay_out(im, type, how);
    ml_pixels_run(pixels, &tile);
    free((void *)(uintptr_t)tile.samples);
}

/* The same of samples whose bytes are in the other order. */
static inline void run_swapped(const image *im, ml_sample_type type, layout how, ml_pixels *pixels)
{
    ml_tile tile = lay_out(im, type, how);
    uint8_t *bytes = (uint8_t *)(uintptr_t)tile.samples;
    size_t size = sample_size(type), n_elems = (im->n - 1) * tile.pixel_stride + (im->n_classes - 1) * tile.class_stride + 1;
    for (size_t k = 0; k < n_elems; k++, bytes += size)
        for (size_t i = 0; i < size / 2; i++) {
            uint8_t byte = bytes[i];
            bytes[i] = bytes[size - 1 - i];
            bytes[size - 1 - i] = byte;
        }
    tile.swapped = true;
    ml_pixels_run(pixels, &tile);
    free((void *)(uintptr_t)tile.samples);
}

static inline ml_pixels *create_with(const ml_kernel *kernel, size_t n_classes, ml_activation activation)
{
    ml_error error = ML_ERROR_INIT;
    ml_pixels *pixels = malloc(sizeof *pixels);
    ck_assert(pixels != NULL);
    ck_assert_int_eq(ml_pixels_init(kernel, n_classes, activation, &error, pixels), ML_OK);
    return pixels;
}

/* Runs what follows for every kernel that can run here. */
#define FOR_EACH_KERNEL(ROW)                                                                                                   \
    for (const ml_kernel_row *ROW = ml_kernels; ROW < ml_kernels + ml_n_kernels; ROW++)                                        \
        if (ml_cpu_has(ROW->needs))

/* With the kernel that MASKLOSS_KERNEL names, or the fastest. */
static inline ml_pixels *create(size_t n_classes)
{
    ml_error error = ML_ERROR_INIT;
    const ml_kernel_row *row = NULL;
    ck_assert_int_eq(ml_kernel_choose(getenv("MASKLOSS_KERNEL"), &error, &row), ML_OK);
    return create_with(row->kernel, n_classes, ML_ACTIVATION_NONE);
}

static inline void destroy(ml_pixels *pixels)
{
    ml_pixels_clear(pixels);
    free(pixels);
}

static inline double soft_sum(const ml_pixels *pixels, size_t y, size_t c)
{
    return ml_lane_sum(pixels->soft + (y * pixels->n_classes + c) * ML_LANES);
}

/* Whether two runs have all results in common, to the bit. */
static inline void expect_same(const ml_pixels *a, const ml_pixels *b, const char *what)
{
    EXPECT(a->n_pixels == b->n_pixels && a->soft_is_count == b->soft_is_count, "%s: another tile", what);
    for (size_t i = 0; i < a->n_pixels; i++) {
        EXPECT(a->label[i] == b->label[i], "%s: label of pixel %zu", what, i);
        EXPECT(a->label[i] == ML_IGNORED || a->decision[i] == b->decision[i], "%s: decision of pixel %zu", what, i);
        EXPECT(unit_same(a->p_true[i], b->p_true[i]), "%s: p of pixel %zu: %a, %a", what, i, a->p_true[i], b->p_true[i]);
        EXPECT(unit_same(a->sq_error[i], b->sq_error[i]), "%s: error of pixel %zu", what, i);
    }
    EXPECT(a->n_rows == b->n_rows, "%s: %zu and %zu rows", what, a->n_rows, b->n_rows);
    for (size_t r = 0; r < a->n_rows; r++) {
        EXPECT(a->rows[r] == b->rows[r], "%s: row %zu", what, r);
        for (size_t c = 0; c < a->n_classes && !a->soft_is_count; c++)
            EXPECT(unit_same(soft_sum(a, a->rows[r], c), soft_sum(b, a->rows[r], c)) &&
                       a->counts[a->rows[r] * a->n_classes + c] == b->counts[a->rows[r] * a->n_classes + c],
                   "%s: sums %u, %zu", what, a->rows[r], c);
    }
    EXPECT(a->n_bad == b->n_bad, "%s: %zu and %zu bad pixels", what, a->n_bad, b->n_bad);
    EXPECT(a->n_bad == 0 || (a->first_bad_pixel == b->first_bad_pixel && a->first_bad_class == b->first_bad_class),
           "%s: first bad pixel", what);
}

/* What pixels.h says, written down naively. */
static inline void run_naively(const image *im, ml_pixels *to)
{
    size_t n_classes = im->n_classes;
    to->n_pixels = im->n;
    to->n_rows = to->n_bad = 0;
    memset(to->has_row, 0, n_classes * sizeof *to->has_row);
    memset(to->soft, 0, n_classes * n_classes * sizeof(double[ML_LANES]));
    memset(to->counts, 0, n_classes * n_classes * sizeof *to->counts);
    for (size_t i = 0; i < im->n; i++) {
        const double *q = im->q + i * n_classes;
        double sum = 0;
        bool good = true;
        uint16_t y = to->label[i] = im->truth[i];
        to->decision[i] = 0;
        to->p_true[i] = 1;
        to->sq_error[i] = 0;
        for (size_t c = 0; c < n_classes; c++) {
            sum += q[c];
            good = good && q[c] >= 0;
            if (q[c] > q[to->decision[i]])
                to->decision[i] = (uint16_t)c;
        }
        sum = im->are_shares ? 1 : sum;
        if (y == ML_IGNORED)
            continue;
        if (!good || !(sum > 0) || isinf(sum)) {
            to->label[i] = ML_IGNORED;
            if (to->n_bad++ == 0) {
                to->first_bad_pixel = i;
                for (to->first_bad_class = 0; to->first_bad_class < n_classes; to->first_bad_class++)
                    if (!(q[to->first_bad_class] >= 0) || isinf(q[to->first_bad_class]))
                        break;
                if (to->first_bad_class == n_classes)
                    to->first_bad_class = SIZE_MAX;
            }
            continue;
        }
        if (!to->has_row[y])
            to->rows[to->n_rows++] = y;
        to->has_row[y] = true;
        to->counts[y * n_classes + to->decision[i]]++;
        for (size_t c = 0; c < n_classes; c++) {
            double p = q[c] / sum, e = p - (c == y);
            to->soft[(y * n_classes + c) * ML_LANES + i % ML_LANES] += p;
            double square = e * e;
            to->sq_error[i] += square;
        }
        to->p_true[i] = q[y] / sum;
    }
}

#endif
