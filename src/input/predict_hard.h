/* Predictions that are labels: hard ones. */
#ifndef ML_INPUT_PREDICT_HARD_H
#define ML_INPUT_PREDICT_HARD_H

#include "format/registry.h"
#include "input/prediction.h"

/* Labels out of a raster, or out of an array whose header has been read. The source becomes the prediction's; on failure it
 * remains the caller's. Sets ops, state, array, width, height and name. */
ml_status ml_hard_prediction_open(const ml_file_format *format, const ml_source *source, ml_error *error,
                                  ml_prediction *prediction) ML_MUST_USE;
ml_status ml_hard_prediction_of_array(const ml_source *source, const ml_array_header *header, ml_error *error,
                                      ml_prediction *prediction) ML_MUST_USE;

#endif
