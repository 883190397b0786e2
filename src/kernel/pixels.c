/* The pixel loops; see pixels.h. */
#include "kernel/pixels.h"

#include "base/memory.h"
#include "kernel/math.h"

#include <stdlib.h>
#include <string.h>

/* Pixels are worked on in blocks that stay in the first cache: BLOCK values per class. A multiple of ML_LANES, so that a
 * pixel's lane is its place in the block mod ML_LANES. */
enum { BLOCK = 64 };
_Static_assert(BLOCK % ML_LANES == 0 && ML_TILE_PIXELS % BLOCK == 0, "lanes must not depend on the block");

/* One block: pixels `first` to `first + n - 1` of the tile. Values (later probabilities) of class c at q[c * BLOCK]. */
typedef struct block {
    size_t first, n;
    double *q;
    double best[BLOCK];
    double sum[BLOCK];
    bool good[BLOCK];
} block;

ml_status ml_pixels_init(size_t n_classes, ml_activation activation, ml_error *error, ml_pixels *pixels)
{
    size_t n_cells;
    memset(pixels, 0, sizeof *pixels);
    pixels->n_classes = n_classes;
    pixels->activation = activation;
    if (ml_multiply(n_classes, n_classes, &n_cells)) {
        pixels->rows = ml_alloc(n_classes, sizeof *pixels->rows);
        pixels->has_row = ml_alloc(n_classes, sizeof *pixels->has_row);
        pixels->soft = ml_alloc(n_cells, sizeof(double[ML_LANES]));
        pixels->block = ml_alloc(n_classes, sizeof(double[BLOCK]));
    }
    if (pixels->rows && pixels->has_row && pixels->soft && pixels->block)
        return ML_OK;
    ml_pixels_clear(pixels);
    return ml_fail_memory(error, "the pixel loops");
}

void ml_pixels_clear(ml_pixels *pixels)
{
    free(pixels->rows);
    free(pixels->has_row);
    free(pixels->soft);
    free(pixels->block);
    memset(pixels, 0, sizeof *pixels);
}

/* Marks row y as occurring, with sums of zero. */
static void touch_row(ml_pixels *pixels, uint16_t y)
{
    if (pixels->has_row[y])
        return;
    pixels->has_row[y] = true;
    pixels->rows[pixels->n_rows++] = y;
    if (!pixels->soft_is_count)
        memset(pixels->soft + y * pixels->n_classes * ML_LANES, 0, pixels->n_classes * sizeof(double[ML_LANES]));
}

/* Gathers the block's values into planes of doubles, whatever their type and layout: `n_channels` planes from q on. */
#define LOAD(TYPE)                                                                                                             \
    do {                                                                                                                       \
        const TYPE *from = (const TYPE *)tile->samples + b->first * tile->pixel_stride;                                        \
        if (tile->pixel_stride == 1) {                                                                                         \
            for (size_t c = 0; c < n_channels; c++)                                                                            \
                for (size_t i = 0; i < b->n; i++)                                                                              \
                    q[c * BLOCK + i] = (double)from[c * tile->class_stride + i];                                               \
        } else {                                                                                                               \
            for (size_t i = 0; i < b->n; i++)                                                                                  \
                for (size_t c = 0; c < n_channels; c++)                                                                        \
                    q[c * BLOCK + i] = (double)from[i * tile->pixel_stride + c * tile->class_stride];                          \
        }                                                                                                                      \
    } while (0)

static void load(const ml_tile *tile, const block *b, size_t n_channels, double *q)
{
    switch (tile->type) {
    case ML_SAMPLE_U16: LOAD(uint16_t); break;
    case ML_SAMPLE_F32: LOAD(float); break;
    case ML_SAMPLE_F64: LOAD(double); break;
    case ML_SAMPLE_NONE: break;
    }
}

/* The largest value and its class, and whether all values are >= 0 and no NaN. */
static void decide(size_t n_classes, block *b, uint16_t *decision)
{
    for (size_t i = 0; i < b->n; i++) {
        b->best[i] = b->q[i];
        b->good[i] = b->q[i] >= 0;
        decision[i] = 0;
    }
    for (size_t c = 1; c < n_classes; c++) {
        const double *q = b->q + c * BLOCK;
        for (size_t i = 0; i < b->n; i++) {
            b->good[i] &= q[i] >= 0;
            bool larger = q[i] > b->best[i];
            b->best[i] = larger ? q[i] : b->best[i];
            decision[i] = larger ? (uint16_t)c : decision[i];
        }
    }
}

/* Sums over ascending classes. */
static void sum_up(size_t n_classes, block *b)
{
    for (size_t i = 0; i < b->n; i++)
        b->sum[i] = b->q[i];
    for (size_t c = 1; c < n_classes; c++)
        for (size_t i = 0; i < b->n; i++)
            b->sum[i] += b->q[c * BLOCK + i];
}

/* Whether a stored value is allowed. */
static bool allowed(const ml_pixels *pixels, double q)
{
    return pixels->activation == ML_ACTIVATION_NONE ? q >= 0 && q <= DBL_MAX : q >= -DBL_MAX && q <= DBL_MAX;
}

static void note_bad(ml_pixels *pixels, const block *b, size_t i)
{
    if (pixels->n_bad++ > 0 && pixels->first_bad_pixel < b->first + i)
        return;
    pixels->first_bad_pixel = b->first + i;
    size_t c = 0;
    while (c < pixels->n_classes && allowed(pixels, b->q[c * BLOCK + i]))
        c++;
    pixels->first_bad_class = c;
    pixels->first_bad_value = c < pixels->n_classes ? b->q[c * BLOCK + i] : b->sum[i];
}

/* Takes bad pixels out of the block's labels. */
static void drop_bad(ml_pixels *pixels, const block *b)
{
    uint16_t *label = pixels->label + b->first;
    for (size_t i = 0; i < b->n; i++)
        if (!b->good[i] && label[i] != ML_IGNORED) {
            note_bad(pixels, b, i);
            label[i] = ML_IGNORED;
        }
}

/* Drops pixels whose sum cannot be divided by. */
static void check_sums(ml_pixels *pixels, block *b)
{
    for (size_t i = 0; i < b->n; i++)
        b->good[i] &= b->sum[i] > 0 && b->sum[i] <= DBL_MAX;
    drop_bad(pixels, b);
}

/* 1 / (1 + e^-x), for every finite x. */
static double sigmoid(double x)
{
    if (x >= 0)
        return 1 / (1 + ml_exp(-x));
    double e = ml_exp(x);
    return e / (1 + e);
}

/* Drops pixels with logits that are not finite, and turns the others into positive numbers: e^(q - largest), or sigmoids. */
static void activate(ml_pixels *pixels, block *b)
{
    const uint16_t *label = pixels->label + b->first;
    for (size_t i = 0; i < b->n; i++) {
        b->good[i] = true;
        for (size_t c = 0; c < pixels->n_classes; c++)
            b->good[i] &= allowed(pixels, b->q[c * BLOCK + i]);
    }
    drop_bad(pixels, b);
    for (size_t c = 0; c < pixels->n_classes; c++) {
        double *q = b->q + c * BLOCK;
        for (size_t i = 0; i < b->n; i++)
            if (label[i] == ML_IGNORED) /* may be anything */
                q[i] = 1;
            else
                q[i] = pixels->activation == ML_ACTIVATION_SOFTMAX ? ml_exp(q[i] - b->best[i]) : sigmoid(q[i]);
    }
}

/* The extreme sums of the valid pixels' values. */
static void note_sums(ml_pixels *pixels, const block *b)
{
    const uint16_t *label = pixels->label + b->first;
    for (size_t i = 0; i < b->n; i++) {
        if (label[i] == ML_IGNORED)
            continue;
        pixels->min_sum = b->sum[i] < pixels->min_sum ? b->sum[i] : pixels->min_sum;
        pixels->max_sum = b->sum[i] > pixels->max_sum ? b->sum[i] : pixels->max_sum;
    }
}

/* A block with a value per class. */
static void run_dense(ml_pixels *pixels, const ml_tile *tile, block *b)
{
    load(tile, b, tile->n_classes, b->q);
    decide(tile->n_classes, b, pixels->decision + b->first);
    if (pixels->activation != ML_ACTIVATION_NONE)
        activate(pixels, b);
    sum_up(tile->n_classes, b);
    check_sums(pixels, b);
    if (pixels->activation == ML_ACTIVATION_NONE)
        note_sums(pixels, b);
}

/* A block with class 1's value only: the probabilities are (1 - q, q) as they are, and the decision is made on them. */
static void run_binary(ml_pixels *pixels, const ml_tile *tile, block *b)
{
    uint16_t *label = pixels->label + b->first, *decision = pixels->decision + b->first;
    double *p0 = b->q, *p1 = b->q + BLOCK;
    bool logits = pixels->activation != ML_ACTIVATION_NONE;
    load(tile, b, 1, p1);
    for (size_t i = 0; i < b->n; i++) {
        double q = p1[i];
        bool good = logits ? allowed(pixels, q) : q >= 0 && q <= 1;
        if (!good && label[i] != ML_IGNORED) {
            if (pixels->n_bad++ == 0) {
                pixels->first_bad_pixel = b->first + i;
                pixels->first_bad_class = 1;
                pixels->first_bad_value = q;
            }
            label[i] = ML_IGNORED;
        }
        q = label[i] == ML_IGNORED ? 0 : q; /* may be anything */
        p0[i] = logits ? sigmoid(-q) : 1 - q;
        p1[i] = logits ? sigmoid(q) : q;
        b->sum[i] = 1;
        decision[i] = p1[i] > p0[i];
    }
}

/* Turns values into probabilities (in place) and takes from them what the pointwise losses need. */
static void normalise(ml_pixels *pixels, block *b)
{
    const uint16_t *label = pixels->label + b->first;
    double *p_true = pixels->p_true + b->first, *sq_error = pixels->sq_error + b->first;
    memset(sq_error, 0, b->n * sizeof *sq_error);
    for (size_t c = 0; c < pixels->n_classes; c++) {
        double *p = b->q + c * BLOCK;
        for (size_t i = 0; i < b->n; i++) {
            p[i] /= b->sum[i];
            double e = p[i] - (label[i] == c ? 1.0 : 0.0);
            sq_error[i] += e * e;
        }
    }
    for (size_t i = 0; i < b->n; i++) {
        bool valid = label[i] != ML_IGNORED;
        p_true[i] = valid ? b->q[label[i] * (size_t)BLOCK + i] : 1;
        sq_error[i] = valid ? sq_error[i] : 0;
    }
}

/* Adds the block's probabilities to the rows of their true classes, a run of equal labels at a time. */
static void add_rows(ml_pixels *pixels, const block *b)
{
    const uint16_t *label = pixels->label + b->first;
    for (size_t start = 0, end; start < b->n; start = end) {
        for (end = start + 1; end < b->n && label[end] == label[start];)
            end++;
        if (label[start] == ML_IGNORED)
            continue;
        touch_row(pixels, label[start]);
        double *row = pixels->soft + label[start] * pixels->n_classes * ML_LANES;
        for (size_t c = 0; c < pixels->n_classes; c++, row += ML_LANES)
            for (size_t i = start; i < end; i++)
                row[i % ML_LANES] += b->q[c * BLOCK + i];
    }
}

/* A hard prediction is a one-hot vector (p = 0 everywhere for none): the squared error is 0, 2, or 1 for none. */
static void run_hard(ml_pixels *pixels, const ml_tile *tile)
{
    memcpy(pixels->decision, tile->decision, tile->n_pixels * sizeof *tile->decision);
    for (size_t i = 0; i < tile->n_pixels; i++) {
        uint16_t y = pixels->label[i], d = pixels->decision[i];
        bool right = y == ML_IGNORED || y == d;
        pixels->p_true[i] = right ? 1 : 0;
        pixels->sq_error[i] = right ? 0 : d == ML_NONE ? 1 : 2;
        if (y != ML_IGNORED)
            touch_row(pixels, y);
    }
}

void ml_pixels_run(ml_pixels *pixels, const ml_tile *tile)
{
    for (size_t r = 0; r < pixels->n_rows; r++)
        pixels->has_row[pixels->rows[r]] = false;
    pixels->n_rows = pixels->n_bad = 0;
    pixels->min_sum = DBL_MAX;
    pixels->max_sum = 0;
    pixels->n_pixels = tile->n_pixels;
    pixels->soft_is_count = tile->type == ML_SAMPLE_NONE;
    memcpy(pixels->label, tile->truth, tile->n_pixels * sizeof *tile->truth);
    if (pixels->soft_is_count) {
        run_hard(pixels, tile);
        return;
    }
    for (size_t first = 0; first < tile->n_pixels; first += BLOCK) {
        size_t left = tile->n_pixels - first;
        block b = {.first = first, .n = left < BLOCK ? left : BLOCK, .q = pixels->block};
        (tile->binary ? run_binary : run_dense)(pixels, tile, &b);
        normalise(pixels, &b);
        add_rows(pixels, &b);
    }
}
