/* From a block's logits to positive numbers, and their sums. Included by isa.c alone. */
#ifndef ML_KERNEL_ISA_ACTIVATE_H
#define ML_KERNEL_ISA_ACTIVATE_H

#include "kernel/isa_load.h"
#include "kernel/isa_math.h"

/* Sets the values of ignored pixels, which may be anything, to a harmless one. */
static void pacify(const block *b)
{
    for (size_t i = 0; i < BLOCK; i++)
        for (size_t c = 0; c < b->n_values && b->label[i] == ML_IGNORED; c++)
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

/* Makes the values of bad pixels harmless before logits are turned into positive numbers. */
static void prepare_logits(const block *b)
{
    if (!has_infinite(b, b->n_values))
        return;
    check_values(b, -DBL_MAX, DBL_MAX);
    pacify(b);
}

/* The largest of each pixel's values. */
INLINE d8 largest_of(const double *q, size_t n_values)
{
    d8 best = load_d8(q);
    for (size_t c = 1; c < n_values; c++) {
        d8 x = load_d8(q + c * BLOCK);
        best = select_d8(greater(x, best), x, best);
    }
    return best;
}

/* Turns logits into e^(q - largest), and sums them up. */
static void softmax(block *b)
{
    size_t n_values = b->n_values;
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        double *q = b->q + i;
        d8 best = largest_of(q, n_values), sum = splat_d8(0);
        for (size_t c = 0; c < n_values; c++) {
            d8 x = exp_d8(sub(load_d8(q + c * BLOCK), best));
            store_d8(x, q + c * BLOCK);
            sum = add(sum, x);
        }
        store_d8(sum, b->sum + i); /* at least 1, and at most n_values */
    }
}

/* Where all of a pixel's logits are below this, sigmoids are no normal doubles any more, but e^q to the last bit. */
#define TINY_LOGIT (-708.0)

/* A sum of sigmoids that is below this may be one of such a pixel's; one that is not, is none. */
#define TINY_SUM 1e-300

/* The sigmoids of a block with tiny ones, from the stored values again: those of a pixel that has no others are taken relative
 * to the largest, as in softmax, which leaves their shares as they are. */
static void tiny_sigmoids(block *b)
{
    size_t n_values = b->n_values;
    load_wide(b, n_values, b->q);
    prepare_logits(b);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        double *q = b->q + i;
        d8 best = largest_of(q, n_values), sum = splat_d8(0);
        for (size_t c = 0; c < n_values; c++) {
            d8 x = load_d8(q + c * BLOCK);
            x = select_d8(greater(splat_d8(TINY_LOGIT), best), exp_d8(sub(x, best)), sigmoid_d8(x));
            store_d8(x, q + c * BLOCK);
            sum = add(sum, x);
        }
        store_d8(sum, b->sum + i);
    }
}

/* Turns logits into sigmoids, and sums them up. */
static void sigmoid(block *b)
{
    size_t n_values = b->n_values;
    d8 least = splat_d8(1);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        double *q = b->q + i;
        d8 sum = splat_d8(0);
        for (size_t c = 0; c < n_values; c++) {
            d8 x = sigmoid_d8(load_d8(q + c * BLOCK));
            store_d8(x, q + c * BLOCK);
            sum = add(sum, x);
        }
        store_d8(sum, b->sum + i);
        least = select_d8(greater(least, sum), sum, least);
    }
    if (any_l8(greater(splat_d8(TINY_SUM), least)))
        tiny_sigmoids(b);
}

/* Notes what the values of the block's valid pixels look like. */
static void look_at_logits(const block *b)
{
    double sum[BLOCK] = {0};
    uint8_t outside[BLOCK] = {0};
    for (size_t c = 0; c < b->n_values; c++)
        for (size_t i = 0; i < BLOCK; i++) {
            double q = b->q[c * BLOCK + i];
            sum[i] += q;
            outside[i] |= !(q >= 0 && q <= 1);
        }
    for (size_t i = 0; i < BLOCK; i++)
        if (b->label[i] != ML_IGNORED)
            b->px->logits_look |=
                outside[i] || !(sum[i] >= 1 - 1e-3 && sum[i] <= 1 + 1e-3) ? ML_LOGITS_ARE_OTHERS : ML_LOGITS_ARE_PROBABILITIES;
}

static void activate(block *b)
{
    prepare_logits(b);
    if (!(b->px->logits_look & ML_LOGITS_ARE_OTHERS))
        look_at_logits(b);
    (b->px->activation == ML_ACTIVATION_SOFTMAX ? softmax : sigmoid)(b);
}

#endif
