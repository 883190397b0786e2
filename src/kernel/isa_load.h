/* From a tile's samples to planes: 8 values of one class next to each other. Samples of up to 24 bits become floats, which
 * loses nothing. Included by isa.c alone. */
#ifndef ML_KERNEL_ISA_LOAD_H
#define ML_KERNEL_ISA_LOAD_H

#include "kernel/block.h"
#include "kernel/isa_vector.h"

typedef float v4f __attribute__((vector_size(16)));
typedef uint32_t v4u __attribute__((vector_size(16)));
typedef uint16_t v4h __attribute__((vector_size(8)));
#if !defined __SSE2__
typedef uint8_t v4b __attribute__((vector_size(4)));
#endif

/* What a block has of its pixels. */
typedef enum kind {
    FLOATS,       /* values in planes, as stored */
    DOUBLES,      /* values in q, like those far from the limits of doubles */
    WIDE_DOUBLES, /* any values in q */
    SHARES,       /* in q, the probabilities themselves */
} kind;

/* a[0..3] and b[0..3] as one group of 8 floats. */
#if VF_BYTES == 32
INLINE f8 join(v4f a, v4f b) { return (f8){__builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7)}; }
#else
INLINE f8 join(v4f a, v4f b) { return (f8){a, b}; }
#endif

INLINE f8 pair_f32(const float *a, const float *b)
{
    v4f x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return join(x, y);
}

#if VF_BYTES == 32
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
INLINE f8 pair_f16(const uint16_t *a, const uint16_t *b) { return (f8){(vf)_mm256_cvtph_ps(bytes_8_8(a, b))}; }
INLINE f8 pair_u16(const uint16_t *a, const uint16_t *b)
{
    return (f8){(vf)_mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(bytes_8_8(a, b)))};
}
INLINE f8 pair_u8(const uint8_t *a, const uint8_t *b)
{
    return (f8){(vf)_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes_4_4(a, b)))};
}
#else
#if defined __SSE2__
INLINE v4f four_u16(const uint16_t *a)
{
    __m128i x = _mm_loadl_epi64((const __m128i *)(const void *)a);
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
INLINE v4f four_u16(const uint16_t *a)
{
    v4h x;
    memcpy(&x, a, sizeof x);
    return __builtin_convertvector(__builtin_convertvector(x, v4u), v4f);
}
INLINE v4f four_u8(const uint8_t *a)
{
    v4b x;
    memcpy(&x, a, sizeof x);
    return __builtin_convertvector(__builtin_convertvector(x, v4u), v4f);
}
#endif
/* IEEE half precision: moved into a float's place and scaled by the difference of the biases; exponent 31 stays the largest. */
INLINE v4f four_f16(const uint16_t *a)
{
    v4h x;
    memcpy(&x, a, sizeof x);
    v4u u = __builtin_convertvector(x, v4u), sign = (u & 0x8000) << 16;
    v4f size = (v4f)((u & 0x7fff) << 13) * 0x1p112f;
    v4u special = (v4u)(size >= 0x1p16f) & 0x7f800000;
    return (v4f)((v4u)size | special | sign);
}
INLINE f8 pair_f16(const uint16_t *a, const uint16_t *b) { return join(four_f16(a), four_f16(b)); }
INLINE f8 pair_u16(const uint16_t *a, const uint16_t *b) { return join(four_u16(a), four_u16(b)); }
INLINE f8 pair_u8(const uint8_t *a, const uint8_t *b) { return join(four_u8(a), four_u8(b)); }
#endif

/* Four groups of 4 channels of the pixels i (first half) and i + 4 (second half) become four groups of 8 pixels. */
#if VF_BYTES == 32
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#else
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define LOW_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define HIGH_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 3, 6, 7)
#endif
#define TURN(m, k)                                                                                                             \
    {                                                                                                                          \
        vf low01 = LOW(x0->m, x1->m), low23 = LOW(x2->m, x3->m);                                                               \
        vf high01 = HIGH(x0->m, x1->m), high23 = HIGH(x2->m, x3->m);                                                           \
        x0->m = LOW_PAIRS(low01, low23);                                                                                       \
        x1->m = HIGH_PAIRS(low01, low23);                                                                                      \
        x2->m = LOW_PAIRS(high01, high23);                                                                                     \
        x3->m = HIGH_PAIRS(high01, high23);                                                                                    \
    }
INLINE void turn(f8 *x0, f8 *x1, f8 *x2, f8 *x3) { EACH_F(TURN) }

/* n_groups * 8 values of a plane. */
#define WIDEN_GROUPS(NAME, TYPE)                                                                                               \
    for (size_t g = 0; g < n_groups; g++) {                                                                                    \
        const TYPE *from = (const TYPE *)tile->samples + at + g * ML_LANES;                                                    \
        f8 x = pair_##NAME(from, from + 4);                                                                                    \
        memcpy(to + g * ML_LANES, &x, sizeof x);                                                                               \
    }                                                                                                                          \
    break

static void widen_groups(const ml_tile *tile, size_t at, size_t n_groups, float *to)
{
    switch (tile->type) {
    case ML_SAMPLE_F32: WIDEN_GROUPS(f32, float);
    case ML_SAMPLE_F16: WIDEN_GROUPS(f16, uint16_t);
    case ML_SAMPLE_U16: WIDEN_GROUPS(u16, uint16_t);
    case ML_SAMPLE_U8: WIDEN_GROUPS(u8, uint8_t);
    case ML_SAMPLE_F64:
    case ML_SAMPLE_NONE: break;
    }
}

/* Puts the block's samples, one at a time from pixel `from` of the block on, into planes; what lies beyond the tile is 0. */
static void load_singly(const block *b, size_t from, size_t n_channels, float *narrow, double *wide)
{
    const ml_tile *tile = b->tile;
    for (size_t c = 0; c < n_channels; c++)
        for (size_t i = from; i < BLOCK; i++) {
            size_t at = (b->first + i) * tile->pixel_stride + c * tile->class_stride;
            double x = i < b->n ? ml_sample_value(tile->type, tile->samples, at) : 0;
            if (narrow)
                narrow[c * BLOCK + i] = (float)x;
            else
                wide[c * BLOCK + i] = x;
        }
}

/* Groups of pixels of n_channels >= 4 interleaved channels into planes, 4 channels at a time; the last 1 to 3 with those before
 * them. */
#define DEFINE_PART(NAME, TYPE)                                                                                                \
    static void part_##NAME(const TYPE *from, size_t stride, size_t n_groups, size_t n_channels, float *to)                    \
    {                                                                                                                          \
        for (size_t next = 4, c = 0; c < n_channels; c = next, next += 4) {                                                    \
            c = next <= n_channels ? c : n_channels - 4;                                                                       \
            const TYPE *p = from + c, *q = p + 4 * stride;                                                                     \
            for (float *x = to + c * BLOCK, *end = x + n_groups * ML_LANES; x < end; x += ML_LANES) {                          \
                f8 x0 = pair_##NAME(p, q), x1 = pair_##NAME(p + stride, q + stride),                                           \
                   x2 = pair_##NAME(p + 2 * stride, q + 2 * stride), x3 = pair_##NAME(p + 3 * stride, q + 3 * stride);         \
                turn(&x0, &x1, &x2, &x3);                                                                                      \
                store_f8(x0, x);                                                                                               \
                store_f8(x1, x + BLOCK);                                                                                       \
                store_f8(x2, x + 2 * BLOCK);                                                                                   \
                store_f8(x3, x + 3 * BLOCK);                                                                                   \
                p += ML_LANES * stride;                                                                                        \
                q += ML_LANES * stride;                                                                                        \
            }                                                                                                                  \
        }                                                                                                                      \
    }
DEFINE_PART(f32, float)
DEFINE_PART(f16, uint16_t)
DEFINE_PART(u16, uint16_t)
DEFINE_PART(u8, uint8_t)

static void part_groups(const block *b, size_t n_groups, size_t n_channels, float *to)
{
    size_t stride = b->tile->pixel_stride, at = b->first * stride;
    const void *samples = b->tile->samples;
    switch (b->tile->type) {
    case ML_SAMPLE_F32: part_f32((const float *)samples + at, stride, n_groups, n_channels, to); break;
    case ML_SAMPLE_F16: part_f16((const uint16_t *)samples + at, stride, n_groups, n_channels, to); break;
    case ML_SAMPLE_U16: part_u16((const uint16_t *)samples + at, stride, n_groups, n_channels, to); break;
    case ML_SAMPLE_U8: part_u8((const uint8_t *)samples + at, stride, n_groups, n_channels, to); break;
    case ML_SAMPLE_F64:
    case ML_SAMPLE_NONE: break;
    }
}

INLINE v4f load_4(const float *from)
{
    v4f x;
    memcpy(&x, from, sizeof x);
    return x;
}

/* 8 pixels of 2 and 3 interleaved values each. */
INLINE void split_2(const float *from, float *to)
{
    v4f a = load_4(from), b = load_4(from + 4), c = load_4(from + 8), d = load_4(from + 12);
    store_f8(join(__builtin_shufflevector(a, b, 0, 2, 4, 6), __builtin_shufflevector(c, d, 0, 2, 4, 6)), to);
    store_f8(join(__builtin_shufflevector(a, b, 1, 3, 5, 7), __builtin_shufflevector(c, d, 1, 3, 5, 7)), to + BLOCK);
}

typedef struct three {
    v4f x, y, z;
} three;

INLINE three four_of_3(const float *from)
{
    v4f a = load_4(from), b = load_4(from + 4), c = load_4(from + 8); /* xyzx yzxy zxyz */
    v4f x23 = __builtin_shufflevector(b, c, 2, 2, 5, 5), y01 = __builtin_shufflevector(a, b, 1, 1, 4, 4);
    v4f y23 = __builtin_shufflevector(b, c, 3, 3, 6, 6), z01 = __builtin_shufflevector(a, b, 2, 2, 5, 5);
    return (three){__builtin_shufflevector(a, x23, 0, 3, 4, 6), __builtin_shufflevector(y01, y23, 0, 2, 4, 6),
                   __builtin_shufflevector(z01, c, 0, 2, 4, 7)};
}

INLINE void split_3(const float *from, float *to)
{
    three a = four_of_3(from), b = four_of_3(from + 12);
    store_f8(join(a.x, b.x), to);
    store_f8(join(a.y, b.y), to + BLOCK);
    store_f8(join(a.z, b.z), to + 2 * BLOCK);
}

/* Groups of pixels of 2 or 3 interleaved channels into planes. */
static void split_groups(const block *b, size_t n_groups, size_t n_channels, float *to)
{
    float floats[3 * BLOCK];
    const ml_tile *tile = b->tile;
    size_t at = b->first * n_channels;
    const float *from = floats;
    if (tile->type == ML_SAMPLE_F32)
        from = (const float *)tile->samples + at;
    else
        widen_groups(tile, at, n_groups * n_channels, floats);
    for (size_t i = 0; i < n_groups * ML_LANES; i += ML_LANES, from += n_channels * ML_LANES)
        if (n_channels == 2)
            split_2(from, to + i);
        else
            split_3(from, to + i);
}

/* The block's samples as planes of floats, BLOCK apart or, where they lie in the tile as such, there. Sets b->planes. */
static void load_narrow(block *b, size_t n_channels)
{
    const ml_tile *tile = b->tile;
    bool interleaved = tile->class_stride == 1 && n_channels > 1, packed = tile->pixel_stride == n_channels;
    size_t n_groups = tile->pixel_stride == 1 || (interleaved && (n_channels >= 4 || packed)) ? b->n / ML_LANES : 0;
    b->planes = b->px->narrow;
    b->plane_stride = BLOCK;
    if (tile->pixel_stride == 1 && tile->type == ML_SAMPLE_F32 && b->n == BLOCK) {
        b->planes = (const float *)tile->samples + b->first;
        b->plane_stride = tile->class_stride;
        return;
    }
    if (interleaved && n_channels < 4)
        split_groups(b, n_groups, n_channels, b->px->narrow);
    else if (interleaved)
        part_groups(b, n_groups, n_channels, b->px->narrow);
    for (size_t c = 0; c < n_channels && !interleaved; c++)
        widen_groups(tile, b->first + c * tile->class_stride, n_groups, b->px->narrow + c * BLOCK);
    if (n_groups * ML_LANES < BLOCK)
        load_singly(b, n_groups * ML_LANES, n_channels, b->px->narrow, NULL);
}

/* Doubles, as planes BLOCK apart from `to` on. */
static void load_wide(const block *b, size_t n_channels, double *to)
{
    const ml_tile *tile = b->tile;
    const double *from = (const double *)tile->samples + b->first * tile->pixel_stride;
    if (tile->type != ML_SAMPLE_F64 || b->n < BLOCK) {
        load_singly(b, 0, n_channels, NULL, to);
    } else if (tile->pixel_stride == 1) {
        for (size_t c = 0; c < n_channels; c++)
            memcpy(to + c * BLOCK, from + c * tile->class_stride, sizeof(double[BLOCK]));
    } else {
        for (size_t c = 0; c < n_channels; c++)
            for (size_t i = 0; i < BLOCK; i++)
                to[c * BLOCK + i] = from[i * tile->pixel_stride + c * tile->class_stride];
    }
}

/* Copies planes of floats into q. */
static void widen_planes(const block *b)
{
    for (size_t c = 0; c < b->n_values; c++)
        for (size_t i = 0; i < BLOCK; i += ML_LANES)
            store_d8(widen_f8(b->planes + c * b->plane_stride + i), b->q + c * BLOCK + i);
}

/* Where a block's values are: copies, because the compiler cannot know that no sum that is stored changes the block. */
typedef struct values {
    const float *planes;
    size_t plane_stride;
    const double *q;
} values;

INLINE values values_of(const block *b) { return (values){b->planes, b->plane_stride, b->q}; }

/* Those of class c of the group at `at`, a place in the block. */
INLINE d8 load_values(values v, size_t c, size_t at, kind are)
{
    return are == FLOATS ? widen_f8(v.planes + c * v.plane_stride + at) : load_d8(v.q + c * BLOCK + at);
}

INLINE void store_sum(block *b, size_t at, d8 sum)
{
    store_d8(sum, b->sum + at);
#if HAS_FMA
    store_d8(divide(splat_d8(1), sum), b->reciprocal + at);
#endif
}

#endif
