/* A tile: a run of pixels of one image in row-major order, with their truth and what is predicted for them. Readers fill it,
 * the pixel loops consume it. The borders of tiles (every ML_TILE_PIXELS pixels from the image's first) are part of the
 * definition of the sums and therefore the same for every layout, format and thread count. */
#ifndef ML_KERNEL_TILE_H
#define ML_KERNEL_TILE_H

#include "base/quirks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    ML_TILE_PIXELS = 4096,
    ML_MAX_CLASSES = 1024,
    ML_IGNORED = 0xffff, /* truth of a pixel that takes no part */
    ML_NONE = 0xfffe,    /* decision of a hard prediction that is no class */
};

typedef enum ml_sample_type {
    ML_SAMPLE_NONE, /* hard prediction: `decision` is set, `samples` is not */
    ML_SAMPLE_U8,
    ML_SAMPLE_U16,
    ML_SAMPLE_F16, /* IEEE half precision, as uint16_t */
    ML_SAMPLE_F32,
    ML_SAMPLE_F64,
} ml_sample_type;

/* What the stored values are: probabilities up to a factor, or logits of a softmax or of one sigmoid per class. */
typedef enum ml_activation { ML_ACTIVATION_NONE, ML_ACTIVATION_SOFTMAX, ML_ACTIVATION_SIGMOID, ML_N_ACTIVATIONS } ml_activation;

/* Borrowed views; whoever fills the tile owns the memory and keeps it until the next tile. Samples are aligned for their type.
 */
typedef struct ml_tile {
    size_t n_pixels;       /* 1..ML_TILE_PIXELS */
    size_t n_classes;      /* 2..ML_MAX_CLASSES */
    const uint16_t *truth; /* n_pixels class indices or ML_IGNORED */
    ml_sample_type type;
    const void *samples;      /* the value of pixel n, class c at n * pixel_stride + c * class_stride */
    size_t pixel_stride;      /* in elements */
    size_t class_stride;      /* in elements */
    bool swapped;             /* the bytes of each sample are in the order that this machine does not have */
    bool binary;              /* two classes, of which only class 1's value is stored; class_stride is unused */
    const uint16_t *decision; /* hard: n_pixels class indices or ML_NONE */
} ml_tile;

/* The value of an IEEE half: 1 bit of sign, 5 of exponent, 10 of fraction. */
static inline double ml_half_value(uint16_t bits)
{
    unsigned exponent = bits >> 10 & 31, fraction = bits & 0x3ff;
    double size = exponent == 0    ? fraction * 0x1p-24
                  : exponent == 31 ? (fraction ? (double)__builtin_nanf("") : __builtin_inf())
                                   : (1024 + fraction) * 0x1p-25 * (double)(UINT32_C(1) << exponent);
    return bits >> 15 ? -size : size;
}

/* Element `at` of an array of samples. */
static inline double ml_sample_value(ml_sample_type type, const void *samples, size_t at)
{
    switch (type) {
    case ML_SAMPLE_U8: return ((const uint8_t *)samples)[at];
    case ML_SAMPLE_U16: return ((const uint16_t *)samples)[at];
    case ML_SAMPLE_F16: return ml_half_value(((const uint16_t *)samples)[at]);
    case ML_SAMPLE_F32: return (double)((const float *)samples)[at];
    case ML_SAMPLE_F64: return ((const double *)samples)[at];
    case ML_SAMPLE_NONE: break;
    }
    return 0;
}

/* The same of samples whose bytes may be swapped. */
static inline double ml_stored_value(ml_sample_type type, bool swapped, const void *samples, size_t at)
{
    uint64_t u8;
    uint32_t u4;
    uint16_t u2;
    double as_double;
    float as_float;
    if (!swapped || type == ML_SAMPLE_U8 || type == ML_SAMPLE_NONE)
        return ml_sample_value(type, samples, at);
    if (type == ML_SAMPLE_F64) {
        memcpy(&u8, (const char *)samples + at * sizeof u8, sizeof u8);
        u8 = ML_SWAP_64(u8);
        memcpy(&as_double, &u8, sizeof as_double);
        return as_double;
    }
    if (type == ML_SAMPLE_F32) {
        memcpy(&u4, (const char *)samples + at * sizeof u4, sizeof u4);
        u4 = ML_SWAP_32(u4);
        memcpy(&as_float, &u4, sizeof as_float);
        return (double)as_float;
    }
    memcpy(&u2, (const char *)samples + at * sizeof u2, sizeof u2);
    u2 = (uint16_t)(u2 >> 8 | u2 << 8);
    return type == ML_SAMPLE_F16 ? ml_half_value(u2) : u2;
}

/* The value of pixel i, class (or channel) c. */
static inline double ml_tile_value(const ml_tile *tile, size_t i, size_t c)
{
    return ml_stored_value(tile->type, tile->swapped, tile->samples, i * tile->pixel_stride + c * tile->class_stride);
}

#endif
