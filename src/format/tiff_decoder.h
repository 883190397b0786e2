/* Tiles and strips of a TIFF as they were before they were compressed: libtiff, through handles of its own that neither print
 * nor share anything. Without it (HAVE_LIBTIFF not defined) TIFFs are recognised and refused. */
#ifndef ML_FORMAT_TIFF_DECODER_H
#define ML_FORMAT_TIFF_DECODER_H

#include "format/limits.h"
#include "format/tiff_directory.h"

/* Belongs to one thread. */
typedef struct ml_tiff_decoder ml_tiff_decoder;

/* Whether TIFFs are read; the error of those that are not. */
ml_status ml_tiff_check_support(const ml_source *source, ml_error *error) ML_MUST_USE;

/* Source, directories and limits are borrowed until close. On failure nothing is held. */
ml_status ml_tiff_decoder_open(const ml_source *source, const ml_tiff *tiff, const ml_limits *limits, ml_error *error,
                               ml_tiff_decoder **decoder) ML_MUST_USE;
void ml_tiff_decoder_close(ml_tiff_decoder *decoder);

/* Decodes a block (a tile or strip, counted from 0 over all planes) of a page into n bytes, which is just its size: the last
 * strip of a plane is shorter. Samples of 16, 24, 32 and 64 bits are in the byte order of this machine, others are packed from
 * the highest bit of a byte on; rows begin at a byte. */
ml_status ml_tiff_decode(ml_tiff_decoder *decoder, size_t page, uint32_t block, size_t n, ml_error *error,
                         void *to) ML_MUST_USE;

/* Reads n bytes from a byte of a strip on, which is not compressed, as they lie in the file. */
ml_status ml_tiff_read_raw(ml_tiff_decoder *decoder, size_t page, uint32_t block, uint64_t first, size_t n, ml_error *error,
                           void *to) ML_MUST_USE;

#endif
