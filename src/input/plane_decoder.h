/* Decodes the planes of an image side by side: each by one thread at a time, several planes by as many threads as help. Whoever
 * reads the tiles gets them, and the first error, as if there were one thread. */
#ifndef ML_INPUT_PLANE_DECODER_H
#define ML_INPUT_PLANE_DECODER_H

#include "format/raster.h"

typedef struct ml_plane_decoder ml_plane_decoder;

/* Of n planes of one size and ML_SAMPLE_U16, which are borrowed. On failure nothing is held. */
ml_status ml_plane_decoder_create(ml_raster *const *planes, size_t n, ml_error *error, ml_plane_decoder **decoder) ML_MUST_USE;
void ml_plane_decoder_destroy(ml_plane_decoder *decoder); /* NULL is allowed */

/* Begins again with the first pixel. Nobody may be helping. */
ml_status ml_plane_decoder_start(ml_plane_decoder *decoder, ml_error *error) ML_MUST_USE;

/* Decodes the tile that follows the last one that was read: pixel i of plane c is *samples + c * *plane_stride + i until the
 * next call. For one thread, which works itself where nobody helps. */
ml_status ml_plane_decoder_read(ml_plane_decoder *decoder, ml_error *error, const uint16_t **samples,
                                size_t *plane_stride) ML_MUST_USE;

/* For other threads: decodes planes ahead of the reader until all of the image is decoded or nobody wants more. */
void ml_plane_decoder_help(ml_plane_decoder *decoder);

/* Nothing more will be read before the next start: who helps returns soon. */
void ml_plane_decoder_dismiss(ml_plane_decoder *decoder);

#endif
