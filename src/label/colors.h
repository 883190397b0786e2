/* Label images in colours: from red, green and blue to classes, through the colours of the class set. A colour matches exactly
 * or not at all; alpha must be opaque. */
#ifndef ML_LABEL_COLORS_H
#define ML_LABEL_COLORS_H

#include "core/classes.h"
#include "format/raster.h"

#include <stdbool.h>

/* Belongs to one image. */
typedef struct ml_colors {
    const ml_color_table *table;
    size_t n_unknown_pixels; /* of the pixels read so far: those whose colour the table has not */
    size_t n_unknown_colors; /* how many different colours these have */
    size_t first_pixel;      /* the first such pixel, and its colour; where n_unknown_pixels > 0 */
    uint64_t first_color[3]; /* as it is stored */
    bool is_wide;            /* in 16 bits */
    uint8_t *seen;           /* one bit for each colour, set for those that are unknown and occur; NULL while there are none */
} ml_colors;

/* With the colours of a class set, which are borrowed. A zeroed ml_colors may be started and cleared. */
static inline ml_colors ml_colors_of(const ml_classes *classes) { return (ml_colors){.table = &classes->color_of}; }
void ml_colors_clear(ml_colors *colors);

/* Forgets the unknown colours, before an image is read again. */
void ml_colors_start(ml_colors *colors);

/* Reads the next n pixels of an RGB or RGBA image, the first of them being pixel `first` of the image: class index, ML_IGNORED,
 * or ML_NONE for an unknown colour, which is counted above; a 16-bit colour is known where it is 257 times one of 8 bits. A
 * pixel that is not opaque is an error (input) that names row and column. `name` is the file's. Where a truth ([n]) is given,
 * pixels at which it is ML_IGNORED are not looked at, and ML_NONE. */
ml_status ml_colors_read(ml_colors *colors, ml_raster *raster, const char *name, const uint16_t *truth, size_t first, size_t n,
                         ml_error *error, uint16_t *class_indices) ML_MUST_USE;

/* Counts a pixel of an unknown colour, whatever its red, green and blue are. */
ml_status ml_colors_count_unknown(ml_colors *colors, size_t pixel, const uint64_t color[3], ml_error *error) ML_MUST_USE;

/* The error about the unknown colours of an image `width` pixels wide that has been read to its end. */
ml_status ml_colors_fail_unknown(const ml_colors *colors, const char *name, size_t width, ml_error *error);

#endif
