/* Predictions that are values of an array. */
#ifndef ML_INPUT_PREDICT_ARRAY_H
#define ML_INPUT_PREDICT_ARRAY_H

#include "input/prediction.h"

/* Opens what is read from an array whose header has been read; where that has one channel, of integers or said to be labels, it
 * becomes another kind once bound. The source becomes the prediction's; on failure it remains the caller's. Sets ops, state,
 * array and name. */
ml_status ml_array_prediction_open(const ml_source *source, const ml_array_header *header, ml_error *error,
                                   ml_prediction *prediction) ML_MUST_USE;

#endif
