/* The values of an array, pixel by pixel, whatever the order of its axes in the file: read in bands along the axis that is
 * contiguous there. Held whole, within --max-memory, is an image whose order is no order of pixels, or planes of a source that
 * is no place to jump about in. */
#ifndef ML_FORMAT_ARRAY_READER_H
#define ML_FORMAT_ARRAY_READER_H

#include "format/axes.h"
#include "format/limits.h"

/* How pixels get into a tile: as they lie in the file, from planes, or from planes that the image was laid
 * out in. */
typedef enum ml_array_access { ML_ARRAY_BY_PIXELS, ML_ARRAY_BY_PLANES, ML_ARRAY_FROM_MEMORY } ml_array_access;

/* Belongs to one thread. Source and header are borrowed. */
typedef struct ml_array_reader {
    const ml_source *source;
    const ml_array_header *header;
    ml_axes axes;
    ml_array_access access;
    size_t image;
    void *whole;          /* the image's planes; NULL: not held */
    size_t plane_stride;  /* how far apart they are, in values */
    bool holds_all;       /* `whole` has all images, whose elements alternate in the file: */
    bool is_loaded;       /* since the first was started */
    void *memory;         /* in which the buffer begins at a page */
    void *buffer;         /* n_ahead pixels */
    size_t n_ahead;       /* how many are read at once: at least a tile */
    size_t first, n_held; /* those that are in the buffer */
} ml_array_reader;

/* Values of a run of pixels: that of pixel n, channel c at n * pixel_stride + c * channel_stride. */
typedef struct ml_values {
    ml_sample_type type;
    bool swapped;        /* the bytes of each are in the order that this machine does not have */
    const void *samples; /* borrowed from the array until the next read */
    size_t pixel_stride, channel_stride;
} ml_values;

/* Takes the buffers; source and header must outlive it. On failure nothing is held. */
ml_status ml_array_reader_init(const ml_source *source, const ml_array_header *header, const ml_axes *axes,
                               const ml_limits *limits, ml_error *error, ml_array_reader *array) ML_MUST_USE;
void ml_array_reader_clear(ml_array_reader *array);

/* Turns to an image, image < axes.n_images. */
ml_status ml_array_reader_start(ml_array_reader *array, size_t image, ml_error *error) ML_MUST_USE;

/* The value of pixel i, channel c as a number. */
double ml_values_at(const ml_values *values, size_t i, size_t c);

/* "[3]" for image 3 of a batch, "" without one; returns text. */
enum { ML_ARRAY_READER_IMAGE_TEXT_SIZE = 32 };
const char *ml_array_reader_image_text(const ml_array_reader *array, char text[ML_ARRAY_READER_IMAGE_TEXT_SIZE]);

/* Reads pixels first .. first + n - 1 of the image, n <= ML_TILE_PIXELS. With its last pixel the source's check sum is looked
 * at. */
ml_status ml_array_reader_read(ml_array_reader *array, size_t first, size_t n, ml_error *error, ml_values *values) ML_MUST_USE;

#endif
