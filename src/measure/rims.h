/* The rims of regions: the pixels of a region whose square of 2 d + 1 pixels a side is not all in it. What is outside the image
 * is outside of every region. */
#ifndef ML_MEASURE_RIMS_H
#define ML_MEASURE_RIMS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Two planes in which each class has a region; with a mask a third one of them, of decisions of which some are forgiven. */
typedef struct ml_rims_image {
    size_t rows, columns, n_classes;
    const uint16_t *truth;    /* [rows][columns] class indices or ML_IGNORED */
    const uint16_t *decision; /* likewise, also ML_NONE; ML_IGNORED where the prediction says nothing */
    const bool *is_masked;    /* [n_classes] whose pixels are right in the third plane, unless the prediction says nothing */
    size_t d;                 /* >= 1 */
} ml_rims_image;

/* What a class comes down to. */
enum { ML_RIMS_COMMON, ML_RIMS_EITHER, ML_N_RIMS };

/* What has been found of the regions of a plane, of which one row after the other is looked at. */
typedef struct ml_rims {
    uint16_t *label; /* [columns] in the last row, of the d pixels to the left and to the right; ML_IGNORED where they differ */
    size_t *since;   /* [columns] the row since which that is so; SIZE_MAX where they differ */
} ml_rims;

enum { ML_RIMS_OF_TRUTH, ML_RIMS_OF_DECISION, ML_RIMS_OF_FORGIVEN, ML_N_RIMS_PLANES };

/* Scratch; a zeroed one has none, and may be cleared. */
typedef struct ml_rims_scratch {
    size_t capacity; /* columns */
    ml_rims planes[ML_N_RIMS_PLANES];
    uint16_t *row; /* of the third plane */
} ml_rims_scratch;

/* The scratch that an image of so many columns takes. */
uint64_t ml_rims_bytes(size_t columns);

/* Adds to `raw`, [n_classes][ML_N_RIMS] and 0 before, of each class the pixels that are on its rim in truth and decision, and
 * in one of them at least; to `masked` the same of truth and the third plane. Linear in the
 * number of pixels, whatever d and the number of classes. */
ml_status ml_rims_count(ml_rims_scratch *scratch, const ml_rims_image *image, ml_error *error, uint64_t *raw,
                        uint64_t *masked) ML_MUST_USE;
void ml_rims_clear(ml_rims_scratch *scratch);

#endif
