/* An image as rows of samples as they are stored (never scaled, never converted), whatever the file's format: header, pixels in
 * row-major order, the same once more. A file may hold several such images, its pages, which are alike. A format implements
 * ml_raster_ops in a file of its own and has a row in registry.c. */
#ifndef ML_FORMAT_RASTER_H
#define ML_FORMAT_RASTER_H

#include "format/file_facts.h"
#include "format/limits.h"
#include "io/source.h"
#include "kernel/tile.h"

#include <stdbool.h>

enum { ML_RASTER_MAX_CHANNELS = 4, ML_RASTER_MAX_PALETTE = 256 };

/* What the samples of a pixel are. */
typedef enum ml_raster_kind {
    ML_RASTER_GRAY,
    ML_RASTER_PALETTE, /* an index into the palette */
    ML_RASTER_GRAY_ALPHA,
    ML_RASTER_RGB,
    ML_RASTER_RGBA,
    ML_RASTER_N_KINDS
} ml_raster_kind;
extern const char *const ml_raster_kind_names[ML_RASTER_N_KINDS];

typedef struct ml_raster_header {
    size_t width, height, n_pixels;
    size_t n_pages; /* images in the file, 1 or more, all of this header */
    ml_raster_kind kind;
    unsigned n_channels;                       /* samples of a pixel, which follow each other; at most ML_RASTER_MAX_CHANNELS */
    unsigned bits;                             /* of a sample as stored: 1 to 16 */
    ml_sample_type type;                       /* of a sample as read: ML_SAMPLE_U16, which holds integers of up to 16 bits */
    bool interlaced;                           /* the image is decoded at the first read, and held whole */
    unsigned n_palette;                        /* entries; 0 without a palette. An index may lie beyond */
    uint8_t palette[ML_RASTER_MAX_PALETTE][3]; /* red, green, blue */
    bool has_no_color[ML_RASTER_MAX_PALETTE];  /* the entry is a colour that 8 bits cannot say */
    ml_file_facts facts;
} ml_raster_header;

/* What a format does. */
typedef struct ml_raster_ops {
    /* Reads the header, within the limit of pixels; source and limits are borrowed until close. On failure nothing is held. */
    ml_status (*open)(const ml_source *source, const ml_limits *limits, ml_error *error, void **state,
                      ml_raster_header *header);
    /* Reads the next n pixels, n > 0, as n * n_channels samples of the header's type. What is held whole for it is within
     * limits->max_memory_bytes. With the image's last pixel the rest of the file is checked too. Reading more than there is, is
     * an internal error. */
    ml_status (*read)(void *state, size_t n, ml_error *error, void *samples);
    /* The same of samples of up to 8 bits as bytes; NULL: it has no better way than the other. */
    ml_status (*read_bytes)(void *state, size_t n, ml_error *error, uint8_t *bytes);
    void (*close)(void *state);
    /* Turns to the first pixel of a page, page < n_pages; NULL where files are one image. */
    void (*turn)(void *state, size_t page);
} ml_raster_ops;

/* An open image: belongs to one thread. A zeroed one may be closed. */
typedef struct ml_raster {
    const ml_raster_ops *ops;
    void *state;
    const ml_source *source;
    const ml_limits *limits;
    size_t page;
    size_t n_read; /* pixels of the page */
    ml_raster_header header;
} ml_raster;

/* Source and limits are borrowed until close. A file of several pages is an error of the first, which opens single images. On
 * failure nothing is held. */
ml_status ml_raster_open(const ml_raster_ops *ops, const ml_source *source, const ml_limits *limits, ml_error *error,
                         ml_raster *raster) ML_MUST_USE;
ml_status ml_raster_open_pages(const ml_raster_ops *ops, const ml_source *source, const ml_limits *limits, ml_error *error,
                               ml_raster *raster) ML_MUST_USE;
void ml_raster_close(ml_raster *raster);

/* Reads the next n pixels as samples of the header's type, which the caller says so that room for another one is an internal
 * error. With the last one of the page the source is finished (ml_source_finish). */
ml_status ml_raster_read(ml_raster *raster, ml_sample_type type, size_t n, ml_error *error, void *samples) ML_MUST_USE;

/* The same of samples of up to 8 bits (else it is an internal error), a byte each. */
ml_status ml_raster_read_bytes(ml_raster *raster, size_t n, ml_error *error, uint8_t *bytes) ML_MUST_USE;

/* Turns to the first pixel of a page, 0 where there is one. One that the file has not is an internal error. */
ml_status ml_raster_turn(ml_raster *raster, size_t page, ml_error *error) ML_MUST_USE;

/* Begins the page again with the first pixel, where that is not the next one anyway. That the header is another one now is an
 * error. */
ml_status ml_raster_restart(ml_raster *raster, ml_error *error) ML_MUST_USE;

/* Whether the sample is an index into the palette at which there is no colour. */
bool ml_raster_lacks_color(const ml_raster_header *header, size_t sample);

/* Whether there is a palette and all its colours are gray. */
bool ml_raster_has_gray_palette(const ml_raster_header *header);

#endif
