/* Decision and sum of each pixel of a block, and its values as doubles. Included by isa.c alone. */
#ifndef ML_KERNEL_ISA_DECIDE_H
#define ML_KERNEL_ISA_DECIDE_H

#include "kernel/isa_load.h"

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

/* `wide`: x as doubles. */
INLINE leader first_class(f8 x, d8 wide, double *q, doubt *doubts)
{
    doubts->signs = or_i8(doubts->signs, bits_f8(x));
    store_d8(wide, q);
    return (leader){x, splat_i8(0), wide};
}

INLINE leader next_class(leader a, f8 x, d8 wide, i8 c, double *q, doubt *doubts)
{
    i8 larger = greater_f8(x, a.best);
    doubts->signs = or_i8(doubts->signs, bits_f8(x));
    store_d8(wide, q);
    return (leader){select_f8(larger, x, a.best), select_i8(larger, c, a.which), add(a.sum, wide)};
}

INLINE void last_class(leader a, double *sum, uint16_t *decision, doubt *doubts)
{
    int32_t which[ML_LANES];
    store_i8(a.which, which);
    for (int i = 0; i < ML_LANES; i++)
        decision[i] = (uint16_t)which[i];
    store_d8(a.sum, sum);
    note_sum(doubts, a.sum);
}

/* From planes of floats, from pixel `first` of the block on. Two groups at a time where the registers allow it: the additions
 * wait for each other. */
static void decide_planes(block *b, size_t first, doubt *doubts_of_block)
{
    size_t n_classes = b->px->n_classes, stride = b->plane_stride, step = VD_BYTES > 16 && first == 0 ? 2 * ML_LANES : ML_LANES;
    doubt own = *doubts_of_block, *doubts = &own;
    i8 one = splat_i8(1);
    for (size_t i = first; i < BLOCK; i += step) {
        const float *x = b->planes + i;
        double *q = b->q + i;
        i8 class = splat_i8(0);
        leader a = first_class(load_f8(x), widen_f8(x), q, doubts);
        if (step == ML_LANES) {
            for (size_t c = 1; c < n_classes; c++) {
                x += stride;
                q += BLOCK;
                class = add_i8(class, one);
                a = next_class(a, load_f8(x), widen_f8(x), class, q, doubts);
            }
        } else {
            leader other = first_class(load_f8(x + ML_LANES), widen_f8(x + ML_LANES), q + ML_LANES, doubts);
            for (size_t c = 1; c < n_classes; c++) {
                x += stride;
                q += BLOCK;
                class = add_i8(class, one);
                a = next_class(a, load_f8(x), widen_f8(x), class, q, doubts);
                other = next_class(other, load_f8(x + ML_LANES), widen_f8(x + ML_LANES), class, q + ML_LANES, doubts);
            }
            last_class(other, b->sum + i + ML_LANES, b->decision + i + ML_LANES, doubts);
        }
        last_class(a, b->sum + i, b->decision + i, doubts);
    }
    *doubts_of_block = own;
}

/* The next class of a group, `c`, whose values go to `q`; k: the place among the four that are loaded. */
#define NEXT(k)                                                                                                                \
    class = add_i8(class, one);                                                                                                \
    a = next_class(a, x##k, widen_register(x##k), class, q + (k)*BLOCK, doubts)

/* Channels c to c + 3 of the group at p0 to p7 into x0 to x3. */
#define LOAD_4(NAME)                                                                                                           \
    f8 x0 = pair_##NAME(p0 + c, p4 + c), x1 = pair_##NAME(p1 + c, p5 + c), x2 = pair_##NAME(p2 + c, p6 + c),                   \
       x3 = pair_##NAME(p3 + c, p7 + c);                                                                                       \
    turn(&x0, &x1, &x2, &x3)

/* 8 pixels of n_classes >= 4 interleaved channels, 4 at a time; the last 1 to 3 are taken out of the last 4. */
#define DEFINE_DECIDE(NAME, TYPE)                                                                                              \
    static void decide_##NAME(const ml_tile *tile, size_t pixel, block *b, size_t i, doubt *doubts_of_block)                   \
    {                                                                                                                          \
        size_t stride = tile->pixel_stride, n_classes = b->px->n_classes, c = 0;                                               \
        const TYPE *p0 = (const TYPE *)tile->samples + pixel * stride, *p1 = p0 + stride, *p2 = p1 + stride,                   \
                   *p3 = p2 + stride, *p4 = p3 + stride, *p5 = p4 + stride, *p6 = p5 + stride, *p7 = p6 + stride;              \
        doubt own = *doubts_of_block, *doubts = &own;                                                                          \
        double *q = b->q + i;                                                                                                  \
        i8 class = splat_i8(0), one = splat_i8(1);                                                                             \
        leader a;                                                                                                              \
        {                                                                                                                      \
            LOAD_4(NAME);                                                                                                      \
            a = first_class(x0, widen_register(x0), q, doubts);                                                                \
            NEXT(1);                                                                                                           \
            NEXT(2);                                                                                                           \
            NEXT(3);                                                                                                           \
        }                                                                                                                      \
        for (c = 4; c + 4 <= n_classes; c += 4) {                                                                              \
            LOAD_4(NAME);                                                                                                      \
            q += 4 * BLOCK;                                                                                                    \
            NEXT(0);                                                                                                           \
            NEXT(1);                                                                                                           \
            NEXT(2);                                                                                                           \
            NEXT(3);                                                                                                           \
        }                                                                                                                      \
        size_t left = n_classes - c;                                                                                           \
        if (left > 0) {                                                                                                        \
            c = n_classes - 4;                                                                                                 \
            q = b->q + c * BLOCK + i;                                                                                          \
            LOAD_4(NAME);                                                                                                      \
            if (left > 2) {                                                                                                    \
                NEXT(1);                                                                                                       \
            }                                                                                                                  \
            if (left > 1) {                                                                                                    \
                NEXT(2);                                                                                                       \
            }                                                                                                                  \
            NEXT(3);                                                                                                           \
        }                                                                                                                      \
        last_class(a, b->sum + i, b->decision + i, doubts);                                                                    \
        *doubts_of_block = own;                                                                                                \
    }
DEFINE_DECIDE(f32, float)
DEFINE_DECIDE(f16, uint16_t)
DEFINE_DECIDE(u16, uint16_t)
DEFINE_DECIDE(u8, uint8_t)

/* The whole groups of a block whose channels are interleaved; returns the number of pixels done. */
static size_t decide_interleaved(block *b, doubt *doubts)
{
    const ml_tile *tile = b->tile;
    size_t n = tile->class_stride == 1 && b->px->n_classes >= 4 ? b->n / ML_LANES * ML_LANES : 0;
    for (size_t i = 0; i < n; i += ML_LANES)
        switch (tile->type) {
        case ML_SAMPLE_F32: decide_f32(tile, b->first + i, b, i, doubts); break;
        case ML_SAMPLE_F16: decide_f16(tile, b->first + i, b, i, doubts); break;
        case ML_SAMPLE_U16: decide_u16(tile, b->first + i, b, i, doubts); break;
        case ML_SAMPLE_U8: decide_u8(tile, b->first + i, b, i, doubts); break;
        case ML_SAMPLE_F64:
        case ML_SAMPLE_NONE: break;
        }
    return n;
}

/* The same of doubles, which are in place. */
static bool decide_wide(block *b)
{
    doubt doubts = {splat_i8(0), splat_l8(0)};
    l8 signs = splat_l8(0);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        d8 best = load_d8(b->q + i), sum = best;
        l8 which = splat_l8(0);
        int64_t lanes[ML_LANES];
        signs = or_l8(signs, bits_d8(best));
        for (size_t c = 1; c < b->px->n_classes; c++) {
            d8 x = load_d8(b->q + c * BLOCK + i);
            l8 larger = greater(x, best);
            signs = or_l8(signs, bits_d8(x));
            best = select_d8(larger, x, best);
            which = select_l8(larger, splat_l8((int64_t)c), which);
            sum = add(sum, x);
        }
        store_d8(sum, b->sum + i);
        note_sum(&doubts, sum);
        store_l8(which, lanes);
        for (int k = 0; k < ML_LANES; k++)
            b->decision[i + (size_t)k] = (uint16_t)lanes[k];
    }
    return any_l8(or_l8(doubts.no_sums, and_l8(signs, splat_l8(INT64_MIN))));
}

#endif
