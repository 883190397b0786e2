/* From a tile's samples to planes: 8 values of one class next to each other, floats (isa_widen.h) or doubles. Included by isa.c
 * alone. */
#ifndef ML_KERNEL_ISA_LOAD_H
#define ML_KERNEL_ISA_LOAD_H

#include "kernel/block.h"
#include "kernel/isa_widen.h"

/* What a block has of its pixels. */
typedef enum kind {
    FLOATS,       /* values in planes, as stored */
    DOUBLES,      /* values in q, like those far from the limits of doubles */
    WIDE_DOUBLES, /* any values in q */
    SHARES,       /* in q, the probabilities themselves */
} kind;

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

/* n_groups * 8 values of a plane, from element `at` of the samples on. */
#define DEFINE_WIDEN(NAME, TYPE)                                                                                               \
    INLINE void widen_##NAME(const void *samples, size_t at, size_t n_groups, bool swapped, float *to)                         \
    {                                                                                                                          \
        const TYPE *from = (const TYPE *)samples + at;                                                                         \
        for (size_t g = 0; g < n_groups; g++, from += ML_LANES)                                                                \
            store_f8(pair_##NAME(from, from + 4, swapped), to + g * ML_LANES);                                                 \
    }
DEFINE_WIDEN(f32, float)
DEFINE_WIDEN(f16, uint16_t)
DEFINE_WIDEN(u16, uint16_t)
DEFINE_WIDEN(u8, uint8_t)

/* Does the same for each type of narrow samples, in loops of its own for each order of bytes: F(NAME, swapped). */
#define FOR_TYPE(TILE, F)                                                                                                      \
    switch ((TILE)->type) {                                                                                                    \
    case ML_SAMPLE_F32: FOR_ORDER(TILE, F, f32) break;                                                                         \
    case ML_SAMPLE_F16: FOR_ORDER(TILE, F, f16) break;                                                                         \
    case ML_SAMPLE_U16: FOR_ORDER(TILE, F, u16) break;                                                                         \
    case ML_SAMPLE_U8: F(u8, false) break;                                                                                     \
    case ML_SAMPLE_F64:                                                                                                        \
    case ML_SAMPLE_NONE: break;                                                                                                \
    }
#define FOR_ORDER(TILE, F, NAME)                                                                                               \
    if ((TILE)->swapped)                                                                                                       \
        F(NAME, true)                                                                                                          \
    else                                                                                                                       \
        F(NAME, false)

static void widen_groups(const ml_tile *tile, size_t at, size_t n_groups, float *to)
{
#define WIDEN_TYPE(NAME, SWAPPED) widen_##NAME(tile->samples, at, n_groups, SWAPPED, to);
    FOR_TYPE(tile, WIDEN_TYPE)
}

/* Puts the block's samples, one at a time from pixel `from` of the block on, into planes; what lies beyond the tile is 0. */
static void load_singly(const block *b, size_t from, size_t n_channels)
{
    const bool narrow = b->tile->type != ML_SAMPLE_F64;
    for (size_t c = 0; c < n_channels; c++)
        for (size_t i = from; i < BLOCK; i++) {
            double x = i < b->n ? ml_tile_value(b->tile, b->first + i, c) : 0;
            if (narrow)
                b->px->narrow[c * BLOCK + i] = (float)x;
            else
                b->q[c * BLOCK + i] = x;
        }
}

/* Groups of pixels of n_channels >= 4 interleaved channels into planes, 4 channels at a time from channel c on; the last 1 to 3
 * with those before them. */
#define DEFINE_PART(NAME, TYPE)                                                                                                \
    INLINE void part_##NAME(const block *b, size_t n_groups, size_t c, size_t n_channels, bool swapped, float *to)             \
    {                                                                                                                          \
        const size_t stride = b->tile->pixel_stride;                                                                           \
        const TYPE *from = (const TYPE *)b->tile->samples + b->first * stride;                                                 \
        for (size_t next = c + 4; c < n_channels; c = next, next += 4) {                                                       \
            c = next <= n_channels ? c : n_channels - 4;                                                                       \
            const TYPE *p = from + c, *q = p + 4 * stride;                                                                     \
            for (float *x = to + c * BLOCK, *end = x + n_groups * ML_LANES; x < end; x += ML_LANES) {                          \
                f8 x0 = pair_##NAME(p, q, swapped), x1 = pair_##NAME(p + stride, q + stride, swapped),                         \
                   x2 = pair_##NAME(p + 2 * stride, q + 2 * stride, swapped),                                                  \
                   x3 = pair_##NAME(p + 3 * stride, q + 3 * stride, swapped);                                                  \
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

/* 4 bytes of 8 pixels each to 4 planes. */
INLINE void store_bytes(f8 bytes, float *to)
{
    i8 x = bits_f8(bytes);
    store_f8(byte_0_of(x), to);
    store_f8(byte_1_of(x), to + BLOCK);
    store_f8(byte_2_of(x), to + 2 * BLOCK);
    store_f8(byte_3_of(x), to + 3 * BLOCK);
}

/* The same of bytes, as long as there are 16 channels: these are turned 4 at a time, and widened where they are. Returns the
 * first channel that is left. */
static size_t part_bytes(const block *b, size_t n_groups, size_t n_channels, float *to)
{
    const size_t stride = b->tile->pixel_stride;
    size_t c = 0;
    for (; c + 16 <= n_channels; c += 16) {
        const uint8_t *p = (const uint8_t *)b->tile->samples + b->first * stride + c, *q = p + 4 * stride;
        for (float *x = to + c * BLOCK, *end = x + n_groups * ML_LANES; x < end; x += ML_LANES) {
            f8 x0 = join(load_4(p), load_4(q)), x1 = join(load_4(p + stride), load_4(q + stride));
            f8 x2 = join(load_4(p + 2 * stride), load_4(q + 2 * stride)),
               x3 = join(load_4(p + 3 * stride), load_4(q + 3 * stride));
            turn(&x0, &x1, &x2, &x3);
            store_bytes(x0, x);
            store_bytes(x1, x + 4 * BLOCK);
            store_bytes(x2, x + 8 * BLOCK);
            store_bytes(x3, x + 12 * BLOCK);
            p += ML_LANES * stride;
            q += ML_LANES * stride;
        }
    }
    return c;
}

static void part_groups(const block *b, size_t n_groups, size_t n_channels, float *to)
{
    size_t c = b->tile->type == ML_SAMPLE_U8 ? part_bytes(b, n_groups, n_channels, to) : 0;
#define PART_TYPE(NAME, SWAPPED) part_##NAME(b, n_groups, c, n_channels, SWAPPED, to);
    FOR_TYPE(b->tile, PART_TYPE)
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
    if (tile->type == ML_SAMPLE_F32 && !tile->swapped)
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
    if (tile->pixel_stride == 1 && tile->type == ML_SAMPLE_F32 && !tile->swapped && b->n == BLOCK) {
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
        load_singly(b, n_groups * ML_LANES, n_channels);
}

#if VD_BYTES >= 32
typedef double v4d __attribute__((vector_size(32)));
INLINE v4d load_4d(const double *from, bool swapped)
{
    v4d x;
    memcpy(&x, from, sizeof x);
    return swapped ? (v4d)swapped_64((__m256i)x) : x;
}
INLINE void store_4d(v4d x, double *to) { memcpy(to, &x, sizeof x); }

INLINE void copy_block(const double *from, bool swapped, double *to)
{
    for (size_t i = 0; i < BLOCK; i += 4)
        store_4d(load_4d(from + i, swapped), to + i);
}

/* The block's pixels of n_channels >= 4 interleaved doubles into planes, 4 x 4 at a time as in part_f32. */
INLINE void part_f64(const double *from, size_t stride, size_t n_channels, bool swapped, double *to)
{
    for (size_t next = 4, c = 0; c < n_channels; c = next, next += 4) {
        c = next <= n_channels ? c : n_channels - 4;
        const double *p = from + c;
        for (double *x = to + c * BLOCK, *end = x + BLOCK; x < end; x += 4, p += 4 * stride) {
            v4d a = load_4d(p, swapped), b = load_4d(p + stride, swapped);
            v4d d = load_4d(p + 2 * stride, swapped), e = load_4d(p + 3 * stride, swapped);
            v4d even01 = __builtin_shufflevector(a, b, 0, 4, 2, 6), odd01 = __builtin_shufflevector(a, b, 1, 5, 3, 7);
            v4d even23 = __builtin_shufflevector(d, e, 0, 4, 2, 6), odd23 = __builtin_shufflevector(d, e, 1, 5, 3, 7);
            store_4d(__builtin_shufflevector(even01, even23, 0, 1, 4, 5), x);
            store_4d(__builtin_shufflevector(odd01, odd23, 0, 1, 4, 5), x + BLOCK);
            store_4d(__builtin_shufflevector(even01, even23, 2, 3, 6, 7), x + 2 * BLOCK);
            store_4d(__builtin_shufflevector(odd01, odd23, 2, 3, 6, 7), x + 3 * BLOCK);
        }
    }
}

static bool load_together(const block *b, size_t n_channels)
{
    const ml_tile *tile = b->tile;
    const double *from = (const double *)tile->samples + b->first * tile->pixel_stride;
    if (b->n < BLOCK || (tile->pixel_stride != 1 && (tile->class_stride != 1 || n_channels < 4)))
        return false;
    for (size_t c = 0; c < n_channels && tile->pixel_stride == 1; c++)
        if (tile->swapped)
            copy_block(from + c * tile->class_stride, true, b->q + c * BLOCK);
        else
            copy_block(from + c * tile->class_stride, false, b->q + c * BLOCK);
    if (tile->pixel_stride == 1)
        return true;
    if (tile->swapped)
        part_f64(from, tile->pixel_stride, n_channels, true, b->q);
    else
        part_f64(from, tile->pixel_stride, n_channels, false, b->q);
    return true;
}
#else
static bool load_together(const block *b, size_t n_channels)
{
    ML_UNUSED(b);
    ML_UNUSED(n_channels);
    return false;
}
#endif

/* The block's doubles as planes BLOCK apart, in q. */
static void load_wide(const block *b, size_t n_channels)
{
    const ml_tile *tile = b->tile;
    const double *from = (const double *)tile->samples + b->first * tile->pixel_stride;
    if (load_together(b, n_channels))
        return;
    if (b->n < BLOCK || tile->swapped) {
        load_singly(b, 0, n_channels);
        return;
    }
    for (size_t c = 0; c < n_channels; c++)
        for (size_t i = 0; i < BLOCK; i++)
            b->q[c * BLOCK + i] = from[i * tile->pixel_stride + c * tile->class_stride];
}

/* The block's values as they are stored, in planes of floats or in q. */
static kind load_block(block *b, size_t n_channels)
{
    b->planes = NULL;
    if (b->tile->type != ML_SAMPLE_F64)
        load_narrow(b, n_channels);
    else
        load_wide(b, n_channels);
    return b->planes ? FLOATS : WIDE_DOUBLES;
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
