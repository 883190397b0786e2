/* From a block's values and sums to probabilities, which are added to the rows of their true classes. Included by isa.c alone.
 */
#ifndef ML_KERNEL_ISA_ROWS_H
#define ML_KERNEL_ISA_ROWS_H

#include "kernel/block.h"
#include "kernel/isa_vector.h"

/* a / s, rounded correctly. With h = 1/s rounded correctly and a fused multiply-add,
 *     q = a h,  q' = q + h (a - s q)
 * is that quotient as long as nothing under- or overflows: the residual of q is exact (or so nearly that it does not matter),
 * q is off by less than 1.5 units in the last place, and 1 - s h is below 2^-53, so that q' before its rounding is off by less
 * than the least distance that a quotient can have from the middle between two numbers (Markstein 1990). (0 may lose its sign,
 * which no sum shows.) Samples of up to 24 bits and sums of them are far from the limits; doubles are not, and are divided. */
INLINE d8 quotient(d8 a, d8 s, d8 h, bool narrow)
{
#if HAS_FMA
    if (narrow) {
        d8 q = mul(a, h);
        return fma_d8(fnma_d8(s, q, a), h, q);
    }
#else
    ML_UNUSED(narrow);
    ML_UNUSED(h);
#endif
    return divide(a, s);
}

/* The probabilities at q + i, i a place in the block. */
INLINE d8 probability(const block *b, const double *q, size_t i, bool narrow)
{
    return quotient(load_d8(q + i), load_d8(b->sum + i), load_d8(b->reciprocal + i), narrow);
}

/* Groups from..to-1 all have the label y. */
INLINE void add_run(const block *b, uint16_t y, size_t from, size_t to, bool narrow)
{
    size_t n_classes = b->px->n_classes, c = 0;
    double *row = b->px->soft + y * n_classes * ML_LANES;
    for (; c + 2 <= n_classes; c += 2) {
        const double *q0 = b->q + c * BLOCK, *q1 = q0 + BLOCK;
        d8 sum0 = load_d8(row + c * ML_LANES), sum1 = load_d8(row + (c + 1) * ML_LANES);
        for (size_t i = from * ML_LANES; i < to * ML_LANES; i += ML_LANES) {
            d8 s = load_d8(b->sum + i), h = load_d8(b->reciprocal + i);
            sum0 = add(sum0, quotient(load_d8(q0 + i), s, h, narrow));
            sum1 = add(sum1, quotient(load_d8(q1 + i), s, h, narrow));
        }
        store_d8(sum0, row + c * ML_LANES);
        store_d8(sum1, row + (c + 1) * ML_LANES);
    }
    for (; c < n_classes; c++) {
        d8 sum = load_d8(row + c * ML_LANES);
        for (size_t i = from * ML_LANES; i < to * ML_LANES; i += ML_LANES)
            sum = add(sum, probability(b, b->q + c * BLOCK, i, narrow));
        store_d8(sum, row + c * ML_LANES);
    }
    for (size_t i = from * ML_LANES; i < to * ML_LANES; i += ML_LANES)
        store_d8(probability(b, b->q + y * (size_t)BLOCK, i, narrow), b->px->p_true + b->first + i);
}

/* Adds a group, the lanes of other labels as +0, to the rows of n labels. This changes no bit of sums that began as +0. */
INLINE void add_masked(const block *b, size_t at, double *const *row, const l8 *mask, size_t n, bool narrow)
{
    d8 s = load_d8(b->sum + at), h = load_d8(b->reciprocal + at);
    for (size_t c = 0; c < b->px->n_classes; c++) {
        d8 p = quotient(load_d8(b->q + c * BLOCK + at), s, h, narrow);
        for (size_t k = 0; k < n; k++) {
            double *sum = row[k] + c * ML_LANES;
            store_d8(add(load_d8(sum), keep(p, mask[k])), sum);
        }
    }
}

/* Adds a group lane by lane, for labels without runs. */
static void add_singly(const block *b, size_t at, bool narrow)
{
    size_t n_classes = b->px->n_classes;
    double lanes[ML_LANES], *sums[ML_LANES], spare = 0;
    for (size_t i = 0; i < ML_LANES; i++) {
        uint16_t y = b->label[at + i];
        sums[i] = y == ML_IGNORED ? NULL : b->px->soft + y * n_classes * ML_LANES + i;
    }
    for (size_t c = 0; c < n_classes; c++) {
        store_d8(probability(b, b->q + c * BLOCK, at, narrow), lanes);
        for (size_t i = 0; i < ML_LANES; i++)
            *(sums[i] ? sums[i] + c * ML_LANES : &spare) += lanes[i];
    }
}

/* A group, `at` its place in the block, whose labels differ: most often there are two. */
INLINE void add_mixed(const block *b, size_t at, bool narrow)
{
    const uint16_t *label = b->label + at;
    double *row[ML_LANES], own[ML_LANES];
    l8 mask[3];
    size_t n = 0;
    for (unsigned left = 0xff; left != 0;) {
        uint16_t y = label[ml_trailing_zeros(left)];
        left &= ~bits_equal(label, y);
        if (y == ML_IGNORED)
            continue;
        touch_row(b->px, y);
        row[n] = b->px->soft + y * b->px->n_classes * ML_LANES;
        if (n < 3)
            mask[n] = lanes_equal(label, y);
        n++;
    }
    if (n == 1)
        add_masked(b, at, row, mask, 1, narrow);
    else if (n == 2)
        add_masked(b, at, row, mask, 2, narrow);
    else if (n == 3)
        add_masked(b, at, row, mask, 3, narrow);
    else
        add_singly(b, at, narrow);
    for (size_t i = 0; i < ML_LANES; i++)
        own[i] = label[i] == ML_IGNORED ? b->sum[at + i] : b->q[label[i] * (size_t)BLOCK + at + i];
    d8 p = quotient(load_d8(own), load_d8(b->sum + at), load_d8(b->reciprocal + at), narrow);
    store_d8(select_d8(lanes_equal(label, ML_IGNORED), splat_d8(1), p), b->px->p_true + b->first + at);
}

/* The squared errors of a group, from p again: few evaluations ask for them. */
INLINE void square_errors(const block *b, size_t at, bool narrow)
{
    const uint16_t *label = b->label + at;
    int64_t wide[ML_LANES];
    l8 truth;
    for (int i = 0; i < ML_LANES; i++)
        wide[i] = label[i];
    memcpy(&truth, wide, sizeof truth);
    d8 total = splat_d8(0);
    for (size_t c = 0; c < b->px->n_classes; c++) {
        d8 p = probability(b, b->q + c * BLOCK, at, narrow);
        d8 error = sub(p, keep(splat_d8(1), equal_l8(truth, splat_l8((int64_t)c))));
        total = add(total, mul(error, error));
    }
    total = keep(total, not_l8(equal_l8(truth, splat_l8(ML_IGNORED))));
    store_d8(total, b->px->sq_error + b->first + at);
}

/* The extreme sums of the valid pixels. */
INLINE void note_sums(const block *b)
{
    d8 low = splat_d8(DBL_MAX), high = splat_d8(0);
    double lanes[2][ML_LANES];
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        d8 s = load_d8(b->sum + i), s_or_low = s, s_or_high = s;
        uint16_t y = ml_group_label(b->label + i);
        if (y == ML_IGNORED)
            continue;
        if (y == ML_MIXED) {
            l8 ignored = lanes_equal(b->label + i, ML_IGNORED);
            s_or_low = select_d8(ignored, low, s);
            s_or_high = select_d8(ignored, high, s);
        }
        low = select_d8(greater(low, s_or_low), s_or_low, low);
        high = select_d8(greater(s_or_high, high), s_or_high, high);
    }
    store_d8(low, lanes[0]);
    store_d8(high, lanes[1]);
    for (int i = 0; i < ML_LANES; i++) {
        b->px->min_sum = lanes[0][i] < b->px->min_sum ? lanes[0][i] : b->px->min_sum;
        b->px->max_sum = lanes[1][i] > b->px->max_sum ? lanes[1][i] : b->px->max_sum;
    }
}

/* Normalises and adds. `narrow`: values and sums are far from the limits of doubles. */
INLINE void add_block(block *b, bool narrow)
{
    ml_pixels *px = b->px;
    for (size_t i = 0; i < BLOCK && HAS_FMA && narrow; i += ML_LANES)
        store_d8(divide(splat_d8(1), load_d8(b->sum + i)), b->reciprocal + i);
    for (size_t g = 0, next; g < BLOCK / ML_LANES; g = next) {
        uint16_t y = ml_group_label(b->label + g * ML_LANES);
        next = g + 1;
        if (y == ML_MIXED) {
            add_mixed(b, g * ML_LANES, narrow);
        } else if (y == ML_IGNORED) {
            store_d8(splat_d8(1), px->p_true + b->first + g * ML_LANES);
        } else {
            while (next < BLOCK / ML_LANES && ml_group_label(b->label + next * ML_LANES) == y)
                next++;
            touch_row(px, y);
            add_run(b, y, g, next, narrow);
        }
    }
    for (size_t i = 0; i < BLOCK && px->with_sq_error; i += ML_LANES)
        square_errors(b, i, narrow);
}

#endif
