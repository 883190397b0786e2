/* Truths that are one mask per class: 0 where the class is not. */
#ifndef ML_INPUT_TRUTH_MASKS_H
#define ML_INPUT_TRUTH_MASKS_H

#include "input/input_options.h"
#include "input/pairs/pair.h"
#include "input/truth.h"

/* The size of the pair's first mask. */
ml_status ml_truth_masks_size(const ml_pair *pair, const ml_input_options *options, ml_error *error, size_t *width,
                              size_t *height) ML_MUST_USE;

/* Reads them, one after the other. A pixel in no mask is of class 0 or, where that has a mask, an error, as is a pixel in two
 * masks, a mask of another size, and a class that is none of these. The plane is as after ml_truth_read. */
ml_status ml_truth_masks_read(const ml_pair *pair, const ml_input_options *options, const ml_classes *classes, ml_error *error,
                              ml_truth *truth) ML_MUST_USE;

#endif
