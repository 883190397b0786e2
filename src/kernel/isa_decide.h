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

/* The running argmax and sum of a group. Of logits the sum only tells whether all of them are finite (it may say no where they
 * are), and single precision will do. */
typedef struct leader {
    f8 best, rough_sum;
    i8 which;
    d8 sum;
} leader;

INLINE leader first_class(const float *from, bool logits, doubt *doubts)
{
    f8 x = load_f8(from);
    leader a = {.best = x, .which = splat_i8(0)};
    if (logits) {
        a.rough_sum = x;
        return a;
    }
    doubts->signs = or_i8(doubts->signs, bits_f8(x));
    a.sum = widen_f8(from);
    return a;
}

INLINE leader next_class(leader a, const float *from, i8 c, bool logits, doubt *doubts)
{
    f8 x = load_f8(from);
    a.which = select_i8(greater_f8(x, a.best), c, a.which);
    a.best = larger_f8(x, a.best);
    if (logits) {
        a.rough_sum = add_f8(a.rough_sum, x);
        return a;
    }
    doubts->signs = or_i8(doubts->signs, bits_f8(x));
    a.sum = add(a.sum, widen_f8(from));
    return a;
}

INLINE void last_class(leader a, block *b, size_t at, bool logits, doubt *doubts)
{
    float sums[ML_LANES];
    store_labels(a.which, b->decision + at);
    if (logits) {
        store_f8(a.rough_sum, sums);
        store_d8(widen_f8(sums), b->sum + at);
        return;
    }
    store_sum(b, at, a.sum);
    note_sum(doubts, a.sum);
}

/* From planes of floats. Two groups at a time where the registers allow it: the additions wait for each other. */
INLINE void decide_planes(block *b, bool logits, doubt *doubts_of_block)
{
    enum { N_AT_ONCE = VD_BYTES > 16 ? 2 : 1 };
    size_t n_classes = b->px->n_classes, stride = b->plane_stride;
    doubt own = *doubts_of_block, *doubts = &own;
    i8 one = splat_i8(1);
    for (size_t i = 0; i < BLOCK; i += N_AT_ONCE * ML_LANES) {
        const float *x = b->planes + i;
        i8 class = splat_i8(0);
        leader a = first_class(x, logits, doubts), other = a;
        if (N_AT_ONCE > 1)
            other = first_class(x + ML_LANES, logits, doubts);
        for (size_t c = 1; c < n_classes; c++) {
            x += stride;
            class = add_i8(class, one);
            a = next_class(a, x, class, logits, doubts);
            if (N_AT_ONCE > 1)
                other = next_class(other, x + ML_LANES, class, logits, doubts);
        }
        last_class(a, b, i, logits, doubts);
        if (N_AT_ONCE > 1)
            last_class(other, b, i + ML_LANES, logits, doubts);
    }
    *doubts_of_block = own;
}

/* The larger of two as numbers without a sign. */
#if VF_BYTES == 32
#define LARGER_U(m, k) r.m = (vi)_mm256_max_epu32((__m256i)x.m, (__m256i)y.m);
#else
typedef uint32_t vu __attribute__((vector_size(VF_BYTES)));
#define LARGER_U(m, k) r.m = (x.m & (vi)((vu)x.m > (vu)y.m)) | (y.m & ~(vi)((vu)x.m > (vu)y.m));
#endif
BINARY(i8, larger_unsigned, i8, EACH_F, LARGER_U)

/* Samples that were narrower than floats. They are multiples of a unit: while sums of them, taken from `start`, stay below
 * `limit`, which is 2^24 units, single precision holds them exactly, too, and whatever is above it stays so. And the last bits
 * of such floats are 0. */
typedef struct narrow_type {
    float start, limit;
    int32_t last_bits;
} narrow_type;

/* Halves are multiples of 2^-24. Those of probabilities sum up to 1, more or less: from -1 on, they stay below 1 up to a sum of
 * 2. */
static narrow_type narrow_type_of(ml_sample_type type)
{
    switch (type) {
    case ML_SAMPLE_F16: return (narrow_type){-1, 1, 0x1fff};
    case ML_SAMPLE_U16: return (narrow_type){0, 0x1p24F, 0xff};
    case ML_SAMPLE_U8: return (narrow_type){0, 0x1p24F, 0xffff};
    case ML_SAMPLE_F32:
    case ML_SAMPLE_F64:
    case ML_SAMPLE_NONE: break;
    }
    return (narrow_type){0, 0, 0};
}

/* The running maximum, as bits, and sum of a group. Without signs, larger numbers have larger bits; a class's number, counted
 * from the last one, stands in the last bits, so that of equal values the first class has the largest. */
typedef struct narrow_leader {
    i8 best;
    f8 sum;
} narrow_leader;

INLINE narrow_leader narrow_next(narrow_leader a, const float *from, i8 classes_left)
{
    f8 x = load_f8(from);
    return (narrow_leader){larger_unsigned(or_i8(bits_f8(x), classes_left), a.best), add_f8(a.sum, x)};
}

/* Several groups at a time, as in decide_planes. */
#if VD_BYTES > 16
#define EACH_NARROW(F) F(0) F(1) F(2) F(3)
enum { NARROW_AT_ONCE = 4 * ML_LANES };
#else
#define EACH_NARROW(F) F(0)
enum { NARROW_AT_ONCE = ML_LANES };
#endif

/* From planes of floats that were narrower. Returns false, and nothing is decided, where a value has a sign or a sum may have
 * been rounded. */
static bool decide_narrow(block *b, doubt *doubts_of_block)
{
    const narrow_type type = narrow_type_of(b->tile->type);
    size_t n_classes = b->px->n_classes, stride = b->plane_stride;
    doubt own = *doubts_of_block;
    i8 last = splat_i8((int32_t)n_classes - 1), fits = splat_i8(-1);
    if ((int32_t)n_classes - 1 > type.last_bits)
        return false;
    for (size_t i = 0; i < BLOCK; i += NARROW_AT_ONCE) {
        const float *x = b->planes + i;
        i8 left = last;
#define BEGIN_NARROW(n) narrow_leader a##n = {splat_i8(0), splat_f8(type.start)};
#define NEXT_NARROW(n) a##n = narrow_next(a##n, x + (n)*ML_LANES, left);
#define END_NARROW(n)                                                                                                          \
    {                                                                                                                          \
        float sums[ML_LANES];                                                                                                  \
        i8 which = sub_i8(last, and_i8(a##n.best, splat_i8(type.last_bits)));                                                  \
        store_f8(a##n.sum, sums);                                                                                              \
        own.signs = or_i8(own.signs, a##n.best);                                                                               \
        fits = and_i8(fits, greater_f8(splat_f8(type.limit), a##n.sum));                                                       \
        last_class((leader){.which = which, .sum = sub(widen_f8(sums), splat_d8((double)type.start))}, b, i + (n)*ML_LANES,    \
                   false, &own);                                                                                               \
    }
        EACH_NARROW(BEGIN_NARROW)
        for (size_t c = 0; c < n_classes; c++, x += stride) {
            EACH_NARROW(NEXT_NARROW)
            left = add_i8(left, splat_i8(-1));
        }
        EACH_NARROW(END_NARROW)
    }
    if (any_negative(or_i8(own.signs, not_i8(fits))))
        return false;
    *doubts_of_block = own;
    return true;
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
