/* From a block's values and sums to probabilities, which are added to the rows of their true classes. Included by isa.c alone.
 */
#ifndef ML_KERNEL_ISA_ROWS_H
#define ML_KERNEL_ISA_ROWS_H

#include "kernel/block.h"
#include "kernel/isa_load.h"

/* a / s, rounded correctly. With h = 1/s rounded correctly and a fused multiply-add,
 *     q = a h,  q' = q + h (a - s q)
 * is that quotient as long as nothing under- or overflows (Markstein 1990). Let u be a unit in the last place of a / s, and a
 * and s in 1..2. Then |a / s - q| < 1.5 u, and q' before its rounding is off by |a / s - q| |1 - s h|, where |1 - s h| <= s
 * 2^-54. It must not be on the other side of the middle between two numbers. Where a / s is next to such a middle it is half a
 * unit from q (one and a half only if a and s are next to 2, where a / s is next to a number), so that the residual is exact
 * and q' is off by s u 2^-55 at most, less than u 2^-53 / s, the least distance from the middle that a quotient can have. (0
 * may lose its sign, which no sum shows.) Samples of up to 24 bits and sums of them are far from the limits; of doubles a look
 * at them tells (isa_decide.h, NEAR_EXPONENT), and others are divided. */
INLINE d8 quotient(d8 a, d8 s, d8 h, bool is_far_from_limits)
{
#if HAS_FMA
    if (is_far_from_limits) {
        d8 q = mul(a, h);
        return fma_d8(fnma_d8(s, q, a), h, q);
    }
#else
    ML_UNUSED(is_far_from_limits);
    ML_UNUSED(h);
#endif
    return divide(a, s);
}

/* What the probabilities of a group are made of. */
typedef struct divisors {
    d8 sum, reciprocal;
} divisors;

INLINE divisors load_divisors(const block *b, size_t at)
{
    return (divisors){load_d8(b->sum + at), load_d8(b->reciprocal + at)};
}

INLINE d8 probability(values v, size_t c, size_t at, divisors by, kind are)
{
    d8 x = load_values(v, c, at, are);
    return are == SHARES ? x : quotient(x, by.sum, by.reciprocal, are != WIDE_DOUBLES);
}

/* Counts those of a group's pixels, a bit each, that have the label y and are called so; the others are counted by count_wrong.
 */
INLINE void count_right(const block *b, uint16_t y, size_t at, unsigned pixels)
{
    b->px->counts[y * (b->px->n_classes + 1)] += ml_count_ones(pixels & ~(unsigned)b->wrong[at / ML_LANES]);
}

/* Pixels that are called something else than their label are few, and where they are nobody can predict: a list of their places
 * in the tile is made without a branch, and gone through in the end. */
static void list_wrong(block *b)
{
    ml_pixels *px = b->px;
    size_t n = px->n_wrong;
    for (size_t at = 0; at < BLOCK; at += ML_LANES) {
        unsigned wrong = ~(bits_same(b->label + at, b->decision + at) | bits_equal(b->label + at, ML_IGNORED)) & 0xff;
        for (size_t k = 0; k < ML_LANES; k++)
            px->wrong[n + k] = (uint16_t)(px->places[wrong][k] + b->first + at);
        b->wrong[at / ML_LANES] = (uint8_t)wrong;
        n += ml_count_ones(wrong);
    }
    px->n_wrong = n;
}

static void count_wrong(ml_pixels *px)
{
    for (size_t k = 0; k < px->n_wrong; k++)
        px->counts[px->label[px->wrong[k]] * px->n_classes + px->decision[px->wrong[k]]]++;
    px->n_wrong = 0;
}

/* The smallest and the largest sum of valid pixels. */
typedef struct extremes {
    d8 low, high;
} extremes;

INLINE void note_extremes(extremes *e, d8 low, d8 high)
{
    e->low = select_d8(greater(e->low, low), low, e->low);
    e->high = select_d8(greater(high, e->high), high, e->high);
}

/* Adds a group that has the label y. The sums stay in memory: the next addition to one of them comes after those of all other
 * classes, so that nothing waits, and the number of steps is the same every time. */
INLINE void add_group(const block *b, uint16_t y, size_t at, kind are, extremes *e)
{
    size_t n_classes = b->px->n_classes;
    double *sum = b->px->soft + y * n_classes * ML_LANES;
    divisors by = load_divisors(b, at);
    values v = values_of(b);
    if (are != SHARES)
        note_extremes(e, by.sum, by.sum);
    count_right(b, y, at, 0xff);
    for (size_t c = 0; c < n_classes; c++, sum += ML_LANES)
        store_d8(add(load_d8(sum), probability(v, c, at, by, are)), sum);
    store_d8(probability(v, y, at, by, are), b->px->p_true + b->first + at);
}

/* Adds a group, the lanes of other labels as +0, to the rows of its n labels. This changes no bit of sums that began as +0. */
INLINE void add_masked(const block *b, size_t at, const uint16_t *labels, const l8 *mask, size_t n, kind are)
{
    size_t n_classes = b->px->n_classes;
    divisors by = load_divisors(b, at);
    values v = values_of(b);
    double *sum[3];
    d8 own = splat_d8(1);
    for (size_t k = 0; k < n; k++)
        sum[k] = b->px->soft + labels[k] * n_classes * ML_LANES;
    for (size_t c = 0; c < n_classes; c++) {
        d8 p = probability(v, c, at, by, are);
        for (size_t k = 0; k < n; k++) {
            store_d8(add(load_d8(sum[k]), keep(p, mask[k])), sum[k]);
            sum[k] += ML_LANES;
        }
    }
    for (size_t k = 0; k < n; k++)
        own = select_d8(mask[k], probability(v, labels[k], at, by, are), own);
    store_d8(own, b->px->p_true + b->first + at);
}

/* Adds a group lane by lane, for labels without runs. */
static void add_singly(const block *b, size_t at, kind are)
{
    size_t n_classes = b->px->n_classes;
    double lanes[ML_LANES], *sums[ML_LANES], spare = 0, *own = b->px->p_true + b->first + at;
    divisors by = load_divisors(b, at);
    values v = values_of(b);
    for (size_t i = 0; i < ML_LANES; i++) {
        uint16_t y = b->label[at + i];
        sums[i] = y == ML_IGNORED ? NULL : b->px->soft + y * n_classes * ML_LANES + i;
        own[i] = 1;
    }
    for (size_t c = 0; c < n_classes; c++) {
        store_d8(probability(v, c, at, by, are), lanes);
        for (size_t i = 0; i < ML_LANES; i++) {
            *(sums[i] ? sums[i] + c * ML_LANES : &spare) += lanes[i];
            own[i] = b->label[at + i] == c ? lanes[i] : own[i];
        }
    }
}

/* A group whose labels differ: most often there are two. */
INLINE void add_mixed(const block *b, size_t at, kind are, extremes *e)
{
    const uint16_t *label = b->label + at;
    uint16_t labels[ML_LANES] = {label[0], label[ML_LANES - 1]};
    unsigned first = bits_equal(label, labels[0]), rest = 0xff & ~first;
    l8 mask[3], ignored = lanes_equal(label, ML_IGNORED);
    size_t n = 0;
    if (are != SHARES) {
        d8 s = load_d8(b->sum + at);
        note_extremes(e, select_d8(ignored, e->low, s), select_d8(ignored, e->high, s));
    }
    if (rest != 0 && rest == bits_equal(label, labels[1]) && labels[0] != ML_IGNORED && labels[1] != ML_IGNORED) {
        touch_row(b->px, labels[0]);
        touch_row(b->px, labels[1]);
        count_right(b, labels[0], at, first);
        count_right(b, labels[1], at, rest);
        mask[0] = lanes_equal(label, labels[0]);
        mask[1] = not_l8(mask[0]);
        add_masked(b, at, labels, mask, 2, are);
        return;
    }
    for (unsigned left = 0xff; left != 0;) {
        uint16_t y = label[ml_trailing_zeros(left)];
        unsigned pixels = bits_equal(label, y);
        left &= ~pixels;
        if (y == ML_IGNORED)
            continue;
        touch_row(b->px, y);
        count_right(b, y, at, pixels);
        if (n < 3)
            mask[n] = lanes_equal(label, y);
        labels[n++] = y;
    }
    if (n == 1)
        add_masked(b, at, labels, mask, 1, are);
    else if (n == 2)
        add_masked(b, at, labels, mask, 2, are);
    else if (n == 3)
        add_masked(b, at, labels, mask, 3, are);
    else
        add_singly(b, at, are);
}

/* The squared errors of a group, from p again: few evaluations ask for them. */
INLINE void square_errors(const block *b, size_t at, kind are)
{
    const uint16_t *label = b->label + at;
    int64_t wide[ML_LANES];
    l8 truth;
    for (int i = 0; i < ML_LANES; i++)
        wide[i] = label[i];
    memcpy(&truth, wide, sizeof truth);
    d8 total = splat_d8(0);
    divisors by = load_divisors(b, at);
    values v = values_of(b);
    for (size_t c = 0; c < b->px->n_classes; c++) {
        d8 p = probability(v, c, at, by, are);
        d8 error = sub(p, keep(splat_d8(1), equal_l8(truth, splat_l8((int64_t)c))));
        total = add(total, mul(error, error));
    }
    total = keep(total, not_l8(equal_l8(truth, splat_l8(ML_IGNORED))));
    store_d8(total, b->px->sq_error + b->first + at);
}

/* The largest probabilities of a group, from all of them. */
INLINE void find_largest_of_all(const block *b, size_t at, kind are)
{
    divisors by = load_divisors(b, at);
    values v = values_of(b);
    d8 most = probability(v, 0, at, by, are);
    for (size_t c = 1; c < b->px->n_classes; c++)
        most = larger_d8(probability(v, c, at, by, are), most);
    store_d8(most, b->px->p_largest + b->first + at);
}

/* The same from p_true, which is in place: it is that of the decision, but for the wrong pixels, of which there are few.
 * Quotients are rounded correctly, in whatever way they are made. */
INLINE void find_largest_of_group(const block *b, size_t at, kind are)
{
    const ml_pixels *px = b->px;
    double *largest = b->px->p_largest + b->first + at;
    memcpy(largest, px->p_true + b->first + at, sizeof(double[ML_LANES]));
    for (unsigned left = b->wrong[at / ML_LANES]; left != 0; left &= left - 1) {
        const size_t k = (size_t)ml_trailing_zeros(left), i = at + k, d = b->decision[i];
        const double x = are == FLOATS ? (double)b->planes[d * b->plane_stride + i] : b->q[d * BLOCK + i];
        largest[k] = are == SHARES ? x : x / b->sum[i];
    }
}

/* Whether the decision need not have the largest probability: a threshold decides otherwise, and sigmoids of logits that are
 * next to each other need not keep their order. */
INLINE bool may_decide_otherwise(const ml_pixels *px) { return px->has_threshold || px->activation == ML_ACTIVATION_SIGMOID; }

/* Normalises and adds. */
INLINE void add_block(block *b, kind are, extremes *e)
{
    ml_pixels *px = b->px;
    list_wrong(b);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        uint16_t y = ml_group_label(b->label + i);
        if (y == ML_MIXED) {
            add_mixed(b, i, are, e);
        } else if (y == ML_IGNORED) {
            store_d8(splat_d8(1), px->p_true + b->first + i);
        } else {
            touch_row(px, y);
            add_group(b, y, i, are, e);
        }
    }
    for (size_t i = 0; i < BLOCK && px->with_sq_error; i += ML_LANES)
        square_errors(b, i, are);
    for (size_t i = 0; i < BLOCK && px->with_p_largest; i += ML_LANES)
        if (may_decide_otherwise(px))
            find_largest_of_all(b, i, are);
        else
            find_largest_of_group(b, i, are);
}

/* Those of a tile are kept. */
static void keep_extremes(ml_pixels *px, extremes e)
{
    double low[ML_LANES], high[ML_LANES];
    store_d8(e.low, low);
    store_d8(e.high, high);
    for (int i = 0; i < ML_LANES; i++) {
        px->min_sum = low[i] < px->min_sum ? low[i] : px->min_sum;
        px->max_sum = high[i] > px->max_sum ? high[i] : px->max_sum;
    }
}

#endif
