/* Reads PNG as raw samples (gray value, palette index or red, green, blue and alpha as stored: never scaled, never converted),
 * row by row. The only file of the project that knows libpng. Ancillary chunks are discarded, tRNS among them: it makes no
 * alpha; a broken critical chunk, a missing end and missing data are errors. */
#ifndef ML_FORMAT_PNG_READER_H
#define ML_FORMAT_PNG_READER_H

#include "format/limits.h"
#include "io/source.h"

#include <stdbool.h>

enum { ML_PNG_MAX_PALETTE = 256 };

typedef enum ml_png_color {
    ML_PNG_GRAY,
    ML_PNG_PALETTE,
    ML_PNG_GRAY_ALPHA,
    ML_PNG_RGB,
    ML_PNG_RGBA,
    ML_PNG_N_COLORS
} ml_png_color;
extern const char *const ml_png_color_names[ML_PNG_N_COLORS];

typedef struct ml_png_header {
    uint32_t width, height;
    size_t n_pixels;
    unsigned bit_depth; /* 1, 2, 4, 8, 16 */
    ml_png_color color;
    unsigned n_channels; /* samples of a pixel: 1 for gray and palette, 2 with alpha; 3 for RGB, 4 for RGBA */
    bool interlaced;
    bool gray_palette;                      /* every entry of the palette is gray */
    uint16_t n_palette;                     /* 0 without palette */
    uint8_t gray_value[ML_PNG_MAX_PALETTE]; /* of each entry, when gray_palette */
} ml_png_header;

typedef struct ml_png ml_png; /* opaque; belongs to one thread */

/* Whether the source begins like a PNG. */
bool ml_png_is(const ml_source *source);

/* Opens an image of any colour type and reads its header and palette; borrows the source until close. An interlaced image is
 * decoded at the first read and held whole (within limits->max_memory_bytes). On failure nothing is held. */
ml_status ml_png_open(const ml_source *source, const ml_limits *limits, ml_error *error, ml_png **png) ML_MUST_USE;
void ml_png_close(ml_png *png);

const ml_png_header *ml_png_get_header(const ml_png *png);

/* Reads the next n samples in row-major order; the header's n_channels samples of a pixel follow each other. With the image's
 * last sample the rest of the file is checked too. Reading more than there is, is an internal error. */
ml_status ml_png_read(ml_png *png, size_t n, ml_error *error, uint16_t *samples) ML_MUST_USE;

#endif
