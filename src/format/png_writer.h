/* Writes PNG through libpng, row by row. Filters, compression and the order of chunks are fixed, so that the same pixels are
 * the same bytes with every build of libpng and zlib that compress alike. */
#ifndef ML_FORMAT_PNG_WRITER_H
#define ML_FORMAT_PNG_WRITER_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a pixel is: an index into the palette, a gray value of one byte or of two, the higher first, or red, green and blue. */
typedef enum ml_png_kind { ML_PNG_PALETTE, ML_PNG_GRAY8, ML_PNG_GRAY16, ML_PNG_RGB } ml_png_kind;

/* A tEXt chunk: Latin-1, the key 1 to 79 bytes. */
typedef struct ml_png_text {
    const char *key, *text;
} ml_png_text;

/* All borrowed. */
typedef struct ml_png_form {
    ml_png_kind kind;
    size_t width, height;       /* 1..2^31-1 */
    size_t n_colors;            /* of the palette, 1..256; no index is above */
    const uint8_t (*colors)[3]; /* [n_colors] */
    size_t n_texts;
    const ml_png_text *texts; /* [n_texts] before the pixels */
} ml_png_form;

/* Where the bytes go. */
typedef struct ml_png_sink {
    ml_status (*write)(void *context, const void *bytes, size_t n, ml_error *error);
    void *context;
} ml_png_sink;

typedef struct ml_png_writer ml_png_writer;

/* Bytes of a pixel. */
size_t ml_png_pixel_bytes(ml_png_kind kind);

/* Writes what comes before the pixels. On failure nothing is held; like all failures below it is the sink's or lack of memory.
 */
ml_status ml_png_writer_open(const ml_png_form *form, const ml_png_sink *sink, ml_error *error,
                             ml_png_writer **writer) ML_MUST_USE;

/* The next row. */
ml_status ml_png_writer_row(ml_png_writer *writer, const uint8_t *row, ml_error *error) ML_MUST_USE;

/* Writes the end, after all rows. */
ml_status ml_png_writer_finish(ml_png_writer *writer, ml_error *error) ML_MUST_USE;

/* NULL is allowed. */
void ml_png_writer_close(ml_png_writer *writer);

#endif
