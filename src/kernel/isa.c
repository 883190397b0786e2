/* The pixel loops and the functions over arrays, for one instruction set: compiled once for each, with the flags of that
 * library and ML_ISA naming its ml_kernel. The results are the same to the bit (pixels.h). */
#include "kernel/isa_decide.h"
#include "kernel/isa_load.h"
#include "kernel/isa_math.h"
#include "kernel/isa_rows.h"
#include "kernel/kernel.h"

#ifndef ML_ISA
#error "ML_ISA is the name of the ml_kernel to define"
#endif

/* Sets the values of ignored pixels, which may be anything, to a harmless one. */
static void pacify(const block *b)
{
    for (size_t i = 0; i < BLOCK; i++)
        for (size_t c = 0; c < b->px->n_classes && b->label[i] == ML_IGNORED; c++)
            b->q[c * BLOCK + i] = 1;
}

/* Whether a value is infinite or NaN. */
static bool has_infinite(const block *b, size_t n_channels)
{
    l8 found = splat_l8(0), size = splat_l8(INT64_MAX), largest = bits_d8(splat_d8(DBL_MAX));
    for (size_t i = 0; i < n_channels * BLOCK; i += ML_LANES) {
        l8 bits = and_l8(bits_d8(load_d8(b->q + i)), size);
        found = or_l8(found, sub_l8(largest, bits)); /* negative where larger */
    }
    return any_l8(and_l8(found, splat_l8(INT64_MIN)));
}

/* Turns logits into positive numbers, e^(q - largest) or sigmoids, and sums them up. */
static void activate(block *b)
{
    size_t n_classes = b->px->n_classes;
    bool softmax = b->px->activation == ML_ACTIVATION_SOFTMAX;
    doubt doubts = {splat_i8(0), splat_l8(0)};
    if (has_infinite(b, n_classes)) {
        check_values(b, -DBL_MAX, DBL_MAX);
        pacify(b);
    }
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        d8 best = load_d8(b->q + i), sum = splat_d8(0);
        for (size_t c = 1; c < n_classes && softmax; c++) {
            d8 x = load_d8(b->q + c * BLOCK + i);
            best = select_d8(greater(x, best), x, best);
        }
        for (size_t c = 0; c < n_classes; c++) {
            d8 x = load_d8(b->q + c * BLOCK + i);
            x = softmax ? exp_d8(sub(x, best)) : sigmoid_d8(x);
            store_d8(x, b->q + c * BLOCK + i);
            sum = add(sum, x);
        }
        store_d8(sum, b->sum + i);
        note_sum(&doubts, sum);
    }
    if (any_l8(doubts.no_sums))
        check_sums(b);
}

/* A block with a value per class. */
static void run_dense(block *b)
{
    bool narrow = b->tile->type != ML_SAMPLE_F64, doubtful;
    if (narrow) {
        doubt doubts = {splat_i8(0), splat_l8(0)};
        size_t done = decide_interleaved(b, &doubts);
        if (done < BLOCK) {
            load_narrow(b, done, b->px->n_classes);
            decide_planes(b, done, &doubts);
        }
        doubtful = any_negative(doubts.signs) || any_l8(doubts.no_sums);
    } else {
        load_wide(b, b->px->n_classes, b->q);
        doubtful = decide_wide(b);
    }
    if (b->px->activation != ML_ACTIVATION_NONE) {
        activate(b);
        add_block(b, false);
        return;
    }
    if (doubtful) {
        check_values(b, 0, DBL_MAX);
        check_sums(b);
    }
    note_sums(b);
    if (narrow)
        add_block(b, true);
    else
        add_block(b, false);
}

/* A block with class 1's value only: the probabilities are (1 - q, q) as they are, and the decision is made on them. */
static void run_binary(block *b)
{
    double *p0 = b->q, *p1 = b->q + BLOCK;
    bool logits = b->px->activation != ML_ACTIVATION_NONE;
    load_wide(b, 1, p1);
    for (size_t i = 0; i < BLOCK; i++) {
        double low = logits ? -DBL_MAX : 0, high = logits ? DBL_MAX : 1;
        if (!(p1[i] >= low && p1[i] <= high)) {
            if (b->label[i] != ML_IGNORED)
                drop_pixel(b, i, 1, p1[i]);
            p1[i] = 0;
        }
        b->sum[i] = 1;
    }
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        d8 q = load_d8(p1 + i), zero = splat_d8(0);
        int64_t larger[ML_LANES];
        d8 x0 = logits ? sigmoid_d8(sub(zero, q)) : sub(splat_d8(1), q), x1 = logits ? sigmoid_d8(q) : q;
        store_d8(x0, p0 + i);
        store_d8(x1, p1 + i);
        store_l8(greater(x1, x0), larger);
        for (int k = 0; k < ML_LANES; k++)
            b->decision[i + (size_t)k] = larger[k] != 0;
    }
    add_block(b, false);
}

static void run(ml_pixels *pixels, const ml_tile *tile)
{
    block b = {.px = pixels, .tile = tile, .q = pixels->block};
    for (size_t first = 0; first < tile->n_pixels; first += BLOCK) {
        size_t left = tile->n_pixels - first;
        b.first = first;
        b.n = left < BLOCK ? left : BLOCK;
        b.label = pixels->label + first;
        b.decision = pixels->decision + first;
        if (tile->binary)
            run_binary(&b);
        else
            run_dense(&b);
    }
}

/* Functions over arrays: whole groups, then the rest by way of a group of its own. */
#define OVER_ARRAY(EXPRESSION)                                                                                                 \
    for (size_t i = 0; i < n; i += ML_LANES) {                                                                                 \
        double lanes[ML_LANES] = {1, 1, 1, 1, 1, 1, 1, 1};                                                                     \
        size_t some = n - i < ML_LANES ? n - i : ML_LANES;                                                                     \
        d8 x;                                                                                                                  \
        if (some == ML_LANES) {                                                                                                \
            x = load_d8(in + i);                                                                                               \
            store_d8(EXPRESSION, out + i);                                                                                     \
        } else {                                                                                                               \
            memcpy(lanes, in + i, some * sizeof *in);                                                                          \
            x = load_d8(lanes);                                                                                                \
            store_d8(EXPRESSION, lanes);                                                                                       \
            memcpy(out + i, lanes, some * sizeof *out);                                                                        \
        }                                                                                                                      \
    }

static void clip(const double *in, double low, double high, size_t n, double *out)
{
    d8 least = splat_d8(low), most = splat_d8(high);
    OVER_ARRAY(select_d8(greater(least, x), least, select_d8(greater(x, most), most, x)))
}

static void neg_log(const double *in, size_t n, double *out)
{
    OVER_ARRAY(from_bits(xor_l8(bits_d8(log_d8(x)), splat_l8(INT64_MIN))))
}

static d8 power(d8 base, double exponent)
{
    d8 zero = splat_d8(0);
    return select_d8(greater(base, zero), exp_d8(mul(splat_d8(exponent), log_d8(base))), zero);
}

static void power_of_rest(const double *in, double exponent, size_t n, double *out)
{
    d8 one = splat_d8(1);
    if (exponent == 2)
        OVER_ARRAY(mul(sub(one, x), sub(one, x)))
    else if (exponent == 1)
        OVER_ARRAY(sub(one, x))
    else if (exponent > 0)
        OVER_ARRAY(power(sub(one, x), exponent))
    else
        for (size_t i = 0; i < n; i++)
            out[i] = 1;
}

static void multiply(const double *in, const double *by, size_t n, double *out)
{
    size_t i = 0;
    for (; i + ML_LANES <= n; i += ML_LANES)
        store_d8(mul(load_d8(in + i), load_d8(by + i)), out + i);
    for (; i < n; i++)
        out[i] = in[i] * by[i];
}

/* A group whose labels differ, or of which only the first n pixels are there. */
static void add_mixed_values(const double *values, const uint16_t *label, size_t n, double *sums)
{
    double lanes[ML_LANES] = {0};
    d8 x;
    if (n < ML_LANES) {
        memcpy(lanes, values, n * sizeof *values);
        x = load_d8(lanes);
    } else {
        x = load_d8(values);
    }
    for (unsigned left = 0xff & ~bits_equal(label, ML_IGNORED); left != 0;) {
        uint16_t y = label[ml_trailing_zeros(left)];
        double *to = sums + y * (size_t)ML_LANES;
        left &= ~bits_equal(label, y);
        store_d8(add(load_d8(to), keep(x, lanes_equal(label, y))), to);
    }
}

static void add_by_label(const double *values, const uint16_t *label, size_t n, double *sums)
{
    uint16_t current = ML_IGNORED; /* whose lanes are held in `lanes` */
    d8 lanes = splat_d8(0);
    for (size_t i = 0; i < n; i += ML_LANES) {
        uint16_t y = ml_group_label(label + i);
        if (y != current) {
            if (current != ML_IGNORED)
                store_d8(lanes, sums + current * (size_t)ML_LANES);
            current = y == ML_MIXED ? (uint16_t)ML_IGNORED : y;
            if (current != ML_IGNORED)
                lanes = load_d8(sums + current * (size_t)ML_LANES);
        }
        if (current != ML_IGNORED)
            lanes = add(lanes, load_d8(values + i));
        if (y == ML_MIXED)
            add_mixed_values(values + i, label + i, n - i, sums);
    }
    if (current != ML_IGNORED)
        store_d8(lanes, sums + current * (size_t)ML_LANES);
}

#define JOIN(A, B) A##B
#define KERNEL(ISA) JOIN(ml_kernel_, ISA)
const ml_kernel KERNEL(ML_ISA) = {run, clip, neg_log, power_of_rest, multiply, add_by_label};
