/* Samples of up to 24 bits become floats, which loses nothing; bytes in the other order are turned round on the way. Included
 * by isa.c alone. */
#ifndef ML_KERNEL_ISA_WIDEN_H
#define ML_KERNEL_ISA_WIDEN_H

#include "kernel/isa_vector.h"

typedef float v4f __attribute__((vector_size(16)));
typedef uint32_t v4u __attribute__((vector_size(16)));
typedef uint16_t v4h __attribute__((vector_size(8)));

/* a[0..3] and b[0..3] as one group of 8 floats. */
#if VF_BYTES == 32
INLINE f8 join(v4f a, v4f b) { return (f8){__builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7)}; }
#else
INLINE f8 join(v4f a, v4f b) { return (f8){a, b}; }
#endif

/* 16 bytes of any kind. */
INLINE v4f load_4(const void *from)
{
    v4f x;
    memcpy(&x, from, sizeof x);
    return x;
}

/* pair_TYPE(a, b, swapped): a[0..3] and b[0..3] of a type as floats. */
#if VF_BYTES == 32
INLINE __m128i swapped_16(__m128i x)
{
    return _mm_shuffle_epi8(x, _mm_setr_epi8(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
}
INLINE __m256i swapped_32(__m256i x)
{
    const __m128i order = _mm_setr_epi8(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    return _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(order));
}
INLINE __m256i swapped_64(__m256i x)
{
    const __m128i order = _mm_setr_epi8(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
    return _mm256_shuffle_epi8(x, _mm256_broadcastsi128_si256(order));
}
INLINE __m128i bytes_8_8(const void *a, const void *b)
{
    return _mm_unpacklo_epi64(_mm_loadl_epi64((const __m128i *)a), _mm_loadl_epi64((const __m128i *)b));
}
INLINE __m128i bytes_4_4(const void *a, const void *b)
{
    int32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return _mm_unpacklo_epi32(_mm_cvtsi32_si128(x), _mm_cvtsi32_si128(y));
}
INLINE f8 pair_f32(const float *a, const float *b, bool swapped)
{
    f8 x = join(load_4(a), load_4(b));
    return swapped ? (f8){(vf)swapped_32((__m256i)x.v0)} : x;
}
INLINE f8 pair_f16(const uint16_t *a, const uint16_t *b, bool swapped)
{
    __m128i x = bytes_8_8(a, b);
    return (f8){(vf)_mm256_cvtph_ps(swapped ? swapped_16(x) : x)};
}
INLINE f8 pair_u16(const uint16_t *a, const uint16_t *b, bool swapped)
{
    __m128i x = bytes_8_8(a, b);
    return (f8){(vf)_mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(swapped ? swapped_16(x) : x))};
}
INLINE f8 pair_u8(const uint8_t *a, const uint8_t *b, bool swapped)
{
    ML_UNUSED(swapped);
    return (f8){(vf)_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes_4_4(a, b)))};
}
#else
INLINE v4f four_f32(const float *a, bool swapped)
{
    v4u x;
    memcpy(&x, a, sizeof x);
    return (v4f)(swapped ? x << 24 | (x << 8 & 0xff0000) | (x >> 8 & 0xff00) | x >> 24 : x);
}
INLINE v4h four_halves(const uint16_t *a, bool swapped)
{
    v4h x;
    memcpy(&x, a, sizeof x);
    return swapped ? x << 8 | x >> 8 : x;
}
#if defined __SSE2__ /* for which the compilers go through each number alone */
INLINE v4f four_u16(const uint16_t *a, bool swapped)
{
    __m128i x = _mm_loadl_epi64((const __m128i *)(const void *)a);
    x = swapped ? _mm_or_si128(_mm_slli_epi16(x, 8), _mm_srli_epi16(x, 8)) : x;
    return (v4f)_mm_cvtepi32_ps(_mm_unpacklo_epi16(x, _mm_setzero_si128()));
}
INLINE v4f four_u8(const uint8_t *a)
{
    int32_t x;
    memcpy(&x, a, sizeof x);
    __m128i words = _mm_unpacklo_epi8(_mm_cvtsi32_si128(x), _mm_setzero_si128());
    return (v4f)_mm_cvtepi32_ps(_mm_unpacklo_epi16(words, _mm_setzero_si128()));
}
#else
INLINE v4f four_u16(const uint16_t *a, bool swapped)
{
    return __builtin_convertvector(__builtin_convertvector(four_halves(a, swapped), v4u), v4f);
}
typedef uint8_t v4b __attribute__((vector_size(4)));
INLINE v4f four_u8(const uint8_t *a)
{
    v4b x;
    memcpy(&x, a, sizeof x);
    return __builtin_convertvector(__builtin_convertvector(x, v4u), v4f);
}
#endif
/* IEEE half precision: moved into a float's place and scaled by the difference of the biases; exponent 31 stays the largest. */
INLINE v4f four_f16(const uint16_t *a, bool swapped)
{
    v4u u = __builtin_convertvector(four_halves(a, swapped), v4u), sign = (u & 0x8000) << 16;
    v4f size = (v4f)((u & 0x7fff) << 13) * 0x1p112f;
    v4u special = (v4u)(size >= 0x1p16f) & 0x7f800000;
    return (v4f)((v4u)size | special | sign);
}
INLINE f8 pair_f32(const float *a, const float *b, bool swapped) { return join(four_f32(a, swapped), four_f32(b, swapped)); }
INLINE f8 pair_f16(const uint16_t *a, const uint16_t *b, bool swapped)
{
    return join(four_f16(a, swapped), four_f16(b, swapped));
}
INLINE f8 pair_u16(const uint16_t *a, const uint16_t *b, bool swapped)
{
    return join(four_u16(a, swapped), four_u16(b, swapped));
}
INLINE f8 pair_u8(const uint8_t *a, const uint8_t *b, bool swapped)
{
    ML_UNUSED(swapped);
    return join(four_u8(a), four_u8(b));
}
#endif

/* byte_K_of(x): byte K, as it lies in memory, of each of 8 words, as a float. */
#if VF_BYTES == 32
#define FROM_INTEGERS(x) (vf) _mm256_cvtepi32_ps((__m256i)(x))
#else
#define FROM_INTEGERS(x) __builtin_convertvector(x, vf)
#endif
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define SHIFT_OF_BYTE(k) (24 - 8 * (k))
#else
#define SHIFT_OF_BYTE(k) (8 * (k))
#endif
#define BYTE_0(m, k) r.m = FROM_INTEGERS((x.m >> SHIFT_OF_BYTE(0)) & 0xff);
#define BYTE_1(m, k) r.m = FROM_INTEGERS((x.m >> SHIFT_OF_BYTE(1)) & 0xff);
#define BYTE_2(m, k) r.m = FROM_INTEGERS((x.m >> SHIFT_OF_BYTE(2)) & 0xff);
#define BYTE_3(m, k) r.m = FROM_INTEGERS((x.m >> SHIFT_OF_BYTE(3)) & 0xff);
UNARY(f8, byte_0_of, i8, EACH_F, BYTE_0)
UNARY(f8, byte_1_of, i8, EACH_F, BYTE_1)
UNARY(f8, byte_2_of, i8, EACH_F, BYTE_2)
UNARY(f8, byte_3_of, i8, EACH_F, BYTE_3)

#endif
