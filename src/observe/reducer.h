/* From tiles to a record: runs the pixel loops, evaluates the pointwise losses and sums up exactly. */
#ifndef ML_OBSERVE_REDUCER_H
#define ML_OBSERVE_REDUCER_H

#include "core/record.h"
#include "core/settings.h"
#include "kernel/pixel_loops.h"

/* The first pixel of an image that breaks the rules for predictions, counted from the image's first pixel. */
typedef struct ml_bad_pixel {
    bool found;
    size_t pixel;
    size_t class; /* the first class whose value is negative or not finite; n_classes when the sum is 0 or not finite */
    double value; /* that value, or the sum */
} ml_bad_pixel;

/* Buffers of one thread, reused for every image. */
typedef struct ml_reducer {
    const ml_settings *settings;
    ml_pixels pixels;
    ml_tally tally; /* of the current image */
    ml_bad_pixel bad;
    double min_sum, max_sum; /* of the stored values of a valid pixel; min > max where that says nothing, see ml_pixels */
    double *terms;           /* scratch: pt and the losses of some pixels */
    double *lane_sums;       /* scratch: [n_sums][n_classes][ML_LANES], 0 between tiles */
} ml_reducer;

/* Borrows the settings. On failure nothing is held. */
ml_status ml_reducer_init(const ml_settings *settings, ml_error *error, ml_reducer *reducer) ML_MUST_USE;
void ml_reducer_clear(ml_reducer *reducer);

/* Starts an image. */
void ml_reducer_reset(ml_reducer *reducer);

/* Adds the image's next tile; all tiles but the last have ML_TILE_PIXELS pixels. */
ml_status ml_reducer_add(ml_reducer *reducer, const ml_tile *tile, ml_error *error) ML_MUST_USE;

/* The image's record; belongs to the reducer and holds until its next reset. */
const ml_record *ml_reducer_finish(ml_reducer *reducer);

#endif
