/* Groups of ML_LANES pixels in vector registers of whatever width the instruction set has: d8 are 8 doubles, f8 8 floats, l8
 * and i8 8 integers (or masks, all ones where true) of the same size. A register holds 2 to 8 of them; the members of the
 * structures are the registers, so that nothing needs an array in memory.
 *
 * Included by isa.c alone, which is compiled once per instruction set. All is built from the compilers' vector extension;
 * intrinsics stand where these have no word for an operation. Every operation rounds once, as its scalar form does. */
#ifndef ML_KERNEL_ISA_VECTOR_H
#define ML_KERNEL_ISA_VECTOR_H

#include "kernel/tile.h"

#include <string.h>

#if defined __AVX512F__ && defined __AVX512VL__ && defined __FMA__ && defined __F16C__
#include <immintrin.h>
#define VD_BYTES 64
#define VF_BYTES 32
#define EACH_D(F) F(v0, 0)
#define EACH_F(F) F(v0, 0)
#define HAS_FMA 1
#elif defined __AVX2__ && defined __FMA__ && defined __F16C__
#include <immintrin.h>
#define VD_BYTES 32
#define VF_BYTES 32
#define EACH_D(F) F(v0, 0) F(v1, 1)
#define EACH_F(F) F(v0, 0)
#define HAS_FMA 1
#else
#if defined __aarch64__
#include <arm_neon.h>
#define HAS_FMA 1
#else
#if defined __SSE2__
#include <emmintrin.h>
#endif
#define HAS_FMA 0
#endif
#define VD_BYTES 16
#define VF_BYTES 16
#define EACH_D(F) F(v0, 0) F(v1, 1) F(v2, 2) F(v3, 3)
#define EACH_F(F) F(v0, 0) F(v1, 1)
#endif

enum { VD_LANES = VD_BYTES / 8, VF_LANES = VF_BYTES / 4 };

typedef double vd __attribute__((vector_size(VD_BYTES)));
typedef int64_t vl __attribute__((vector_size(VD_BYTES)));
typedef float vh __attribute__((vector_size(VD_BYTES / 2))); /* as many floats as a vd has doubles */
typedef float vf __attribute__((vector_size(VF_BYTES)));
typedef int32_t vi __attribute__((vector_size(VF_BYTES)));

#define VD_MEMBER(m, k) vd m;
#define VL_MEMBER(m, k) vl m;
#define VF_MEMBER(m, k) vf m;
#define VI_MEMBER(m, k) vi m;
typedef struct d8 {
    EACH_D(VD_MEMBER)
} d8;
typedef struct l8 {
    EACH_D(VL_MEMBER)
} l8;
typedef struct f8 {
    EACH_F(VF_MEMBER)
} f8;
typedef struct i8 {
    EACH_F(VI_MEMBER)
} i8;

#define INLINE static inline __attribute__((always_inline, unused))

/* Functions of one, two and three operands, member by member; STEP(m, k) sets r.m. */
#define UNARY(RESULT, NAME, OPERAND, EACH, STEP)                                                                               \
    INLINE RESULT NAME(OPERAND x)                                                                                              \
    {                                                                                                                          \
        RESULT r;                                                                                                              \
        EACH(STEP)                                                                                                             \
        return r;                                                                                                              \
    }
#define BINARY(RESULT, NAME, OPERAND, EACH, STEP)                                                                              \
    INLINE RESULT NAME(OPERAND x, OPERAND y)                                                                                   \
    {                                                                                                                          \
        RESULT r;                                                                                                              \
        EACH(STEP)                                                                                                             \
        return r;                                                                                                              \
    }
#define TERNARY(RESULT, NAME, OPERAND, EACH, STEP)                                                                             \
    INLINE RESULT NAME(OPERAND x, OPERAND y, OPERAND z)                                                                        \
    {                                                                                                                          \
        RESULT r;                                                                                                              \
        EACH(STEP)                                                                                                             \
        return r;                                                                                                              \
    }
#define SELECT(OPERAND, NAME, MASK, EACH, STEP)                                                                                \
    INLINE OPERAND NAME(MASK mask, OPERAND x, OPERAND y)                                                                       \
    {                                                                                                                          \
        OPERAND r;                                                                                                             \
        EACH(STEP)                                                                                                             \
        return r;                                                                                                              \
    }

/* Memory of any alignment. memcpy of a register's size is a load or store. */
#define LOAD_D(m, k) memcpy(&r.m, from + (k)*VD_LANES, sizeof r.m);
#define STORE_D(m, k) memcpy(to + (k)*VD_LANES, &x.m, sizeof x.m);
#define LOAD_F(m, k) memcpy(&r.m, from + (k)*VF_LANES, sizeof r.m);
#define STORE_F(m, k) memcpy(to + (k)*VF_LANES, &x.m, sizeof x.m);
/* (gcc 12 goes through memory for __builtin_convertvector to more than 16 bytes.) */
#if VD_BYTES == 64
#define WIDEN(x) _mm512_cvtps_pd(x)
#elif VD_BYTES == 32
#define WIDEN(x) _mm256_cvtps_pd(x)
#else
#define WIDEN(x) __builtin_convertvector(x, vd)
#endif
#define WIDEN_F(m, k)                                                                                                          \
    {                                                                                                                          \
        vh narrow;                                                                                                             \
        memcpy(&narrow, from + (k)*VD_LANES, sizeof narrow);                                                                   \
        r.m = WIDEN(narrow);                                                                                                   \
    }
INLINE d8 load_d8(const double *from)
{
    d8 r;
    EACH_D(LOAD_D)
    return r;
}
INLINE void store_d8(d8 x, double *to) { EACH_D(STORE_D) }
INLINE void store_l8(l8 x, int64_t *to) { EACH_D(STORE_D) }
INLINE f8 load_f8(const float *from)
{
    f8 r;
    EACH_F(LOAD_F)
    return r;
}
INLINE void store_f8(f8 x, float *to) { EACH_F(STORE_F) }
INLINE void store_i8(i8 x, int32_t *to) { EACH_F(STORE_F) }

/* 8 floats as doubles. */
INLINE d8 widen_f8(const float *from)
{
    d8 r;
    EACH_D(WIDEN_F)
    return r;
}

#define SPLAT_D(m, k) r.m = (vd){0} + x;
#define SPLAT_L(m, k) r.m = (vl){0} + x;
#define SPLAT_I(m, k) r.m = (vi){0} + x;
#define SPLAT_F(m, k) r.m = (vf){0} + x;
UNARY(d8, splat_d8, double, EACH_D, SPLAT_D) /* x + 0: for -0 the sign is lost */
UNARY(l8, splat_l8, int64_t, EACH_D, SPLAT_L)
UNARY(i8, splat_i8, int32_t, EACH_F, SPLAT_I)
UNARY(f8, splat_f8, float, EACH_F, SPLAT_F)

#define ADD(m, k) r.m = x.m + y.m;
#define SUBTRACT(m, k) r.m = x.m - y.m;
#define MULTIPLY(m, k) r.m = x.m * y.m;
#define DIVIDE(m, k) r.m = x.m / y.m;
#define GREATER(m, k) r.m = x.m > y.m;
#define AT_LEAST(m, k) r.m = x.m >= y.m;
#define EQUAL(m, k) r.m = x.m == y.m;
#define OR(m, k) r.m = x.m | y.m;
#define XOR(m, k) r.m = x.m ^ y.m;
#define AND(m, k) r.m = x.m & y.m;
BINARY(d8, add, d8, EACH_D, ADD)
BINARY(d8, sub, d8, EACH_D, SUBTRACT)
BINARY(d8, mul, d8, EACH_D, MULTIPLY)
BINARY(d8, divide, d8, EACH_D, DIVIDE)
BINARY(l8, greater, d8, EACH_D, GREATER)
BINARY(l8, at_least, d8, EACH_D, AT_LEAST)
BINARY(l8, equal, d8, EACH_D, EQUAL)
BINARY(l8, equal_l8, l8, EACH_D, EQUAL)
BINARY(l8, add_l8, l8, EACH_D, ADD)
BINARY(l8, sub_l8, l8, EACH_D, SUBTRACT)
BINARY(l8, or_l8, l8, EACH_D, OR)
BINARY(l8, xor_l8, l8, EACH_D, XOR)
BINARY(l8, and_l8, l8, EACH_D, AND)
BINARY(i8, greater_f8, f8, EACH_F, GREATER)
BINARY(f8, add_f8, f8, EACH_F, ADD)
BINARY(i8, or_i8, i8, EACH_F, OR)
BINARY(i8, and_i8, i8, EACH_F, AND)
BINARY(i8, add_i8, i8, EACH_F, ADD)
BINARY(i8, sub_i8, i8, EACH_F, SUBTRACT)

/* A number times each. */
#define SCALE(m, k) r.m = by * x.m;
INLINE d8 scaled_d8(d8 x, double by)
{
    d8 r;
    EACH_D(SCALE)
    return r;
}

#define BITS_D(m, k) r.m = (vl)x.m;
#define BITS_F(m, k) r.m = (vi)x.m;
#define FROM_BITS_D(m, k) r.m = (vd)x.m;
#define NOT(m, k) r.m = ~x.m;
UNARY(l8, bits_d8, d8, EACH_D, BITS_D)
UNARY(i8, bits_f8, f8, EACH_F, BITS_F)
UNARY(d8, from_bits, l8, EACH_D, FROM_BITS_D)
UNARY(l8, not_l8, l8, EACH_D, NOT)
UNARY(i8, not_i8, i8, EACH_F, NOT)

/* x where the mask is set, y elsewhere. */
#if VF_BYTES == 32
#define SELECT_I(m, k) r.m = (vi)_mm256_blendv_ps((__m256)y.m, (__m256)x.m, (__m256)mask.m);
#else
#define SELECT_I(m, k) r.m = (x.m & mask.m) | (y.m & ~mask.m);
#endif
#if VD_BYTES == 32
#define SELECT_D(m, k) r.m = _mm256_blendv_pd(y.m, x.m, (__m256d)mask.m);
#else
#define SELECT_D(m, k) r.m = (vd)(((vl)x.m & mask.m) | ((vl)y.m & ~mask.m));
#endif
#define SELECT_L(m, k) r.m = (x.m & mask.m) | (y.m & ~mask.m);
SELECT(i8, select_i8, i8, EACH_F, SELECT_I)
SELECT(d8, select_d8, l8, EACH_D, SELECT_D)
SELECT(l8, select_l8, l8, EACH_D, SELECT_L)

/* The larger and the smaller of two; y where one is NaN. */
#if VD_BYTES == 64
#define LARGER_D(m, k) r.m = _mm512_max_pd(x.m, y.m);
#define SMALLER_D(m, k) r.m = _mm512_min_pd(x.m, y.m);
#elif VD_BYTES == 32
#define LARGER_D(m, k) r.m = _mm256_max_pd(x.m, y.m);
#define SMALLER_D(m, k) r.m = _mm256_min_pd(x.m, y.m);
#else
#define LARGER_D(m, k) r.m = (vd)(((vl)x.m & (x.m > y.m)) | ((vl)y.m & ~(x.m > y.m)));
#define SMALLER_D(m, k) r.m = (vd)(((vl)x.m & (x.m < y.m)) | ((vl)y.m & ~(x.m < y.m)));
#endif
#if VF_BYTES == 32
#define LARGER_F(m, k) r.m = _mm256_max_ps(x.m, y.m);
#define SMALLER_F(m, k) r.m = _mm256_min_ps(x.m, y.m);
#else
#define LARGER_F(m, k) r.m = (vf)(((vi)x.m & (x.m > y.m)) | ((vi)y.m & ~(x.m > y.m)));
#define SMALLER_F(m, k) r.m = (vf)(((vi)x.m & (x.m < y.m)) | ((vi)y.m & ~(x.m < y.m)));
#endif
BINARY(f8, larger_f8, f8, EACH_F, LARGER_F)
BINARY(f8, smaller_f8, f8, EACH_F, SMALLER_F)
BINARY(d8, larger_d8, d8, EACH_D, LARGER_D)
BINARY(d8, smaller_d8, d8, EACH_D, SMALLER_D)

/* x, from an operation that the compiler leaves where it stands: of chains side by side compilers make one after the other, and
 * there the processor waits. */
#if defined __x86_64__
#define PIN(m, k) __asm__("" : "+x"(x.m));
#elif defined __aarch64__
#define PIN(m, k) __asm__("" : "+w"(x.m));
#else
#define PIN(m, k)
#endif
INLINE d8 pinned(d8 x)
{
    EACH_D(PIN)
    return x;
}

/* x where the mask is set, +0 elsewhere. */
INLINE d8 keep(d8 x, l8 mask) { return from_bits(and_l8(bits_d8(x), mask)); }

#if HAS_FMA
/* x y + z and z - x y, rounded once. */
#if VD_BYTES == 64
#define FMA(m, k) r.m = _mm512_fmadd_pd(x.m, y.m, z.m);
#define FNMA(m, k) r.m = _mm512_fnmadd_pd(x.m, y.m, z.m);
#elif VD_BYTES == 32
#define FMA(m, k) r.m = _mm256_fmadd_pd(x.m, y.m, z.m);
#define FNMA(m, k) r.m = _mm256_fnmadd_pd(x.m, y.m, z.m);
#else
#define FMA(m, k) r.m = vfmaq_f64(z.m, x.m, y.m);
#define FNMA(m, k) r.m = vfmsq_f64(z.m, x.m, y.m);
#endif
TERNARY(d8, fma_d8, d8, EACH_D, FMA)
TERNARY(d8, fnma_d8, d8, EACH_D, FNMA)
#endif

/* Whether any bit of the mask is set. */
INLINE bool any_l8(l8 x)
{
#if VD_BYTES == 64
    return _mm512_test_epi64_mask((__m512i)x.v0, (__m512i)x.v0) != 0;
#elif VD_BYTES == 32
    return !_mm256_testz_si256((__m256i)(x.v0 | x.v1), (__m256i)(x.v0 | x.v1));
#else
    int64_t lanes[8], all = 0;
    store_l8(x, lanes);
    for (int i = 0; i < 8; i++)
        all |= lanes[i];
    return all != 0;
#endif
}

/* Whether any lane has its highest bit set. */
INLINE bool any_negative(i8 x)
{
    int32_t lanes[8], all = 0;
    store_i8(x, lanes);
    for (int i = 0; i < 8; i++)
        all |= lanes[i];
    return all < 0;
}

/* 8 whole numbers of up to 15 bits to the places of labels. */
INLINE void store_labels(i8 x, uint16_t *to)
{
#if VF_BYTES == 32
    __m256i all = (__m256i)x.v0;
    _mm_storeu_si128((__m128i *)(void *)to, _mm_packs_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1)));
#elif defined __SSE2__
    _mm_storeu_si128((__m128i *)(void *)to, _mm_packs_epi32((__m128i)x.v0, (__m128i)x.v1));
#else
    int32_t lanes[8];
    store_i8(x, lanes);
    for (int i = 0; i < 8; i++)
        to[i] = (uint16_t)lanes[i];
#endif
}

/* A bit for each lane of the mask. */
INLINE unsigned bits_of_mask(l8 mask)
{
#if VD_BYTES == 64
    return (unsigned)_mm512_movepi64_mask((__m512i)mask.v0);
#elif VD_BYTES == 32
    return (unsigned)(_mm256_movemask_pd((__m256d)mask.v0) | _mm256_movemask_pd((__m256d)mask.v1) << 4);
#else
    int64_t lanes[8];
    unsigned bits = 0;
    store_l8(mask, lanes);
    for (int i = 0; i < 8; i++)
        bits |= (unsigned)(lanes[i] & 1) << i;
    return bits;
#endif
}

/* 1 where the mask is set and 0 elsewhere, as labels. */
INLINE void store_flags(l8 mask, uint16_t *to)
{
    unsigned bits = bits_of_mask(mask);
#if VF_BYTES == 32
    const __m128i each = _mm_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128);
    __m128i set = _mm_cmpeq_epi16(_mm_and_si128(_mm_set1_epi16((int16_t)bits), each), each);
    _mm_storeu_si128((__m128i *)(void *)to, _mm_srli_epi16(set, 15));
#else
    for (int i = 0; i < 8; i++)
        to[i] = (uint16_t)(bits >> i & 1);
#endif
}

/* Which of 8 labels are y, or the same in two places: a bit for each, or all ones in each of their lanes. */
#if VF_BYTES == 32
INLINE __m128i load_labels(const uint16_t *label) { return _mm_loadu_si128((const __m128i *)(const void *)label); }
INLINE __m128i equal_labels(const uint16_t *label, uint16_t y)
{
    return _mm_cmpeq_epi16(load_labels(label), _mm_set1_epi16((int16_t)y));
}
INLINE unsigned lane_bits(__m128i lanes) { return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(lanes, _mm_setzero_si128())); }
INLINE unsigned bits_equal(const uint16_t *label, uint16_t y) { return lane_bits(equal_labels(label, y)); }
INLINE unsigned bits_same(const uint16_t *a, const uint16_t *b)
{
    return lane_bits(_mm_cmpeq_epi16(load_labels(a), load_labels(b)));
}
INLINE l8 lanes_equal(const uint16_t *label, uint16_t y)
{
    __m128i equal = equal_labels(label, y);
#if VD_BYTES == 64
    return (l8){(vl)_mm512_cvtepi16_epi64(equal)};
#else
    return (l8){(vl)_mm256_cvtepi16_epi64(equal), (vl)_mm256_cvtepi16_epi64(_mm_srli_si128(equal, 8))};
#endif
}
#else
INLINE unsigned bits_equal(const uint16_t *label, uint16_t y)
{
    unsigned bits = 0;
    for (int i = 0; i < 8; i++)
        bits |= (unsigned)(label[i] == y) << i;
    return bits;
}
INLINE unsigned bits_same(const uint16_t *a, const uint16_t *b)
{
    unsigned bits = 0;
    for (int i = 0; i < 8; i++)
        bits |= (unsigned)(a[i] == b[i]) << i;
    return bits;
}
INLINE l8 lanes_equal(const uint16_t *label, uint16_t y)
{
    int64_t mask[8];
    l8 r;
    for (int i = 0; i < 8; i++)
        mask[i] = -(int64_t)(label[i] == y);
    memcpy(&r, mask, sizeof r);
    return r;
}
#endif

#endif
