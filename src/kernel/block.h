/* Inside the pixel loops: the block of pixels that is worked on at a time and stays in the first cache, and what is done to it
 * rarely, pixel by pixel. Included by isa.c and pixel_loops.c alone. */
#ifndef ML_KERNEL_BLOCK_H
#define ML_KERNEL_BLOCK_H

#include "kernel/pixels.h"

#include <string.h>

/* A multiple of ML_LANES, so that a pixel's lane is its place in the block mod ML_LANES. */
enum { BLOCK = 64 };
_Static_assert(BLOCK % ML_LANES == 0 && ML_TILE_PIXELS % BLOCK == 0, "lanes must not depend on the block");

/* Pixels `first` to `first + n - 1` of the tile. What lies beyond n, up to BLOCK, is ignored in px->label. */
typedef struct block {
    ml_pixels *px;
    const ml_tile *tile;
    size_t first, n;
    uint16_t *label, *decision; /* in px, from `first` on */
    const float *planes;        /* the stored values of class c at c * plane_stride; NULL: they are in q */
    size_t plane_stride;
    double *q;       /* of class c at c * BLOCK: the stored values, if they are doubles, or what the activation makes of them */
    size_t n_values; /* of a pixel in planes or q: as many as there are classes or, until channels are summed up, channels */
    uint8_t wrong[BLOCK / ML_LANES]; /* for each group, a bit for each pixel that is called something else than its label */
    double sum[BLOCK];
    double reciprocal[BLOCK]; /* 1 / sum, where division goes through it */
} block;

/* Marks row y as occurring, with sums of zero. */
static inline void touch_row(ml_pixels *px, uint16_t y)
{
    if (px->has_row[y])
        return;
    px->has_row[y] = true;
    px->rows[px->n_rows++] = y;
    memset(px->soft + y * px->n_classes * ML_LANES, 0, px->n_classes * sizeof(double[ML_LANES]));
    memset(px->counts + y * px->n_classes, 0, px->n_classes * sizeof *px->counts);
}

/* Takes pixel i of the block out, because of the value of a class or channel, or (SIZE_MAX) of the sum. */
static inline void drop_pixel(const block *b, size_t i, size_t class, double value)
{
    ml_pixels *px = b->px;
    b->label[i] = ML_IGNORED;
    if (px->n_bad++ > 0 && px->first_bad_pixel < b->first + i)
        return;
    px->first_bad_pixel = b->first + i;
    px->first_bad_class = class;
    px->first_bad_value = value;
}

/* Drops the pixels with a value outside low..high (NaN is). */
static inline void check_values(const block *b, double low, double high)
{
    for (size_t i = 0; i < b->n; i++)
        for (size_t c = 0; c < b->n_values && b->label[i] != ML_IGNORED; c++) {
            double q = b->planes ? (double)b->planes[c * b->plane_stride + i] : b->q[c * BLOCK + i];
            if (!(q >= low && q <= high))
                drop_pixel(b, i, c, q);
        }
}

/* Drops the pixels whose sum cannot be divided by. */
static inline void check_sums(const block *b)
{
    for (size_t i = 0; i < b->n; i++)
        if (b->label[i] != ML_IGNORED && !(b->sum[i] > 0 && b->sum[i] <= DBL_MAX))
            drop_pixel(b, i, SIZE_MAX, b->sum[i]);
}

#endif
