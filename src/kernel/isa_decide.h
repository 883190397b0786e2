/* Decision and sum of each pixel of a block, and its values as doubles. Included by isa.c alone. */
#ifndef ML_KERNEL_ISA_DECIDE_H
#define ML_KERNEL_ISA_DECIDE_H

#include "kernel/isa_load.h"

/* Positive doubles from the one on, with sums up to the other, are divided as floats are (isa_rows.h): neither quotients nor
 * what is left of them comes near the limits. */
#define SMALLEST_DOUBLE 0x1p-400
#define LARGEST_SUM 0x1p400

/* Accumulated over a block: what makes it worth a closer look. */
typedef struct doubt {
    i8 signs;   /* a value has a sign; it may be -0 */
    l8 no_sums; /* a sum is no positive number; this includes NaN and infinite values */
} doubt;

INLINE void note_sum(doubt *doubts, d8 sum)
{
    l8 good = and_l8(greater(sum, splat_d8(0)), at_least(splat_d8(DBL_MAX), sum));
    doubts->no_sums = or_l8(doubts->no_sums, not_l8(good));
}

/* The running argmax and sum of a group. */
typedef struct leader {
    f8 best;
    i8 which;
    d8 sum;
} leader;

INLINE leader first_class(const float *from, doubt *doubts)
{
    f8 x = load_f8(from);
    doubts->signs = or_i8(doubts->signs, bits_f8(x));
    return (leader){x, splat_i8(0), widen_f8(from)};
}

INLINE leader next_class(leader a, const float *from, i8 c, doubt *doubts)
{
    f8 x = load_f8(from);
    i8 larger = greater_f8(x, a.best);
    doubts->signs = or_i8(doubts->signs, bits_f8(x));
    return (leader){larger_f8(x, a.best), select_i8(larger, c, a.which), add(a.sum, widen_f8(from))};
}

INLINE void last_class(leader a, block *b, size_t at, doubt *doubts)
{
    store_labels(a.which, b->decision + at);
    store_sum(b, at, a.sum);
    note_sum(doubts, a.sum);
}

/* From planes of floats. Two groups at a time where the registers allow it: the additions wait for each other. */
static void decide_planes(block *b, doubt *doubts_of_block)
{
    enum { N_AT_ONCE = VD_BYTES > 16 ? 2 : 1 };
    size_t n_classes = b->px->n_classes, stride = b->plane_stride;
    doubt own = *doubts_of_block, *doubts = &own;
    i8 one = splat_i8(1);
    for (size_t i = 0; i < BLOCK; i += N_AT_ONCE * ML_LANES) {
        const float *x = b->planes + i;
        i8 class = splat_i8(0);
        leader a = first_class(x, doubts), other = a;
        if (N_AT_ONCE > 1)
            other = first_class(x + ML_LANES, doubts);
        for (size_t c = 1; c < n_classes; c++) {
            x += stride;
            class = add_i8(class, one);
            a = next_class(a, x, class, doubts);
            if (N_AT_ONCE > 1)
                other = next_class(other, x + ML_LANES, class, doubts);
        }
        last_class(a, b, i, doubts);
        if (N_AT_ONCE > 1)
            last_class(other, b, i + ML_LANES, doubts);
    }
    *doubts_of_block = own;
}

/* Whether a value is a positive number below the limit. */
static bool has_tiny(const block *b)
{
    l8 tiny = splat_l8(0);
    for (size_t i = 0; i < b->px->n_classes * BLOCK; i += ML_LANES) {
        d8 x = load_d8(b->q + i);
        tiny = or_l8(tiny, and_l8(greater(x, splat_d8(0)), greater(splat_d8(SMALLEST_DOUBLE), x)));
    }
    return any_l8(tiny);
}

/* The same of doubles, which are in place. */
static kind decide_wide(block *b, doubt *doubts)
{
    l8 signs = splat_l8(0);
    d8 least = splat_d8(DBL_MAX), most = splat_d8(0);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        d8 best = load_d8(b->q + i), sum = best;
        l8 which = splat_l8(0), class = which, one = splat_l8(1);
        int64_t lanes[ML_LANES];
        signs = or_l8(signs, bits_d8(best));
        least = smaller_d8(best, least);
        for (size_t c = 1; c < b->px->n_classes; c++) {
            d8 x = load_d8(b->q + c * BLOCK + i);
            l8 larger = greater(x, best);
            class = add_l8(class, one);
            signs = or_l8(signs, bits_d8(x));
            if (HAS_FMA)
                least = smaller_d8(x, least);
            best = larger_d8(x, best);
            which = select_l8(larger, class, which);
            sum = add(sum, x);
        }
        store_sum(b, i, sum);
        note_sum(doubts, sum);
        most = larger_d8(sum, most);
        store_l8(which, lanes);
        for (int k = 0; k < ML_LANES; k++)
            b->decision[i + (size_t)k] = (uint16_t)lanes[k];
    }
    doubts->no_sums = or_l8(doubts->no_sums, and_l8(signs, splat_l8(INT64_MIN)));
    bool wide =
        any_l8(greater(most, splat_d8(LARGEST_SUM))) || (any_l8(greater(splat_d8(SMALLEST_DOUBLE), least)) && has_tiny(b));
    return wide ? WIDE_DOUBLES : DOUBLES;
}

#endif
