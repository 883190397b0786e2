/* Which pixels lie near a border between true classes. */
#ifndef ML_MEASURE_BAND_MARKS_H
#define ML_MEASURE_BAND_MARKS_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Marks of an image, a byte a pixel in row-major order; a zeroed one is of none, and may be cleared. */
typedef struct ml_band_marks {
    uint8_t *marks; /* [height][width] 0: the pixel is not in the band */
    size_t capacity;
    uint32_t *since; /* scratch: [width] */
    size_t since_capacity;
    uint16_t *plain; /* scratch: of three rows, a number for every few pixels */
    size_t plain_capacity;
} ml_band_marks;

/* What marks of such an image take. */
uint64_t ml_band_marks_bytes(size_t rows, size_t columns);

/* Marks the pixels at a straight chessboard distance of at most width - 1 from an edge pixel: one of a class with one of
 * another class among its 8 neighbours. truth: [rows][columns] class indices or ML_IGNORED; ignored pixels and what is outside
 * the image make no edge, but may be marked where width > 1. Linear in the number of pixels, whatever the width. */
ml_status ml_band_marks_make(ml_band_marks *band, const uint16_t *truth, size_t rows, size_t columns, uint32_t width,
                             ml_error *error) ML_MUST_USE;
void ml_band_marks_clear(ml_band_marks *band);

#endif
