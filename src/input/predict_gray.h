/* Predictions that are one channel of unsigned integers: the probability of class 1 of two. */
#ifndef ML_INPUT_PREDICT_GRAY_H
#define ML_INPUT_PREDICT_GRAY_H

#include "format/registry.h"
#include "input/prediction.h"

/* Shares of the full scale out of a gray raster, or out of an array whose header has been read. The source becomes the
 * prediction's; on failure it remains the caller's. Sets ops, state, array, width, height and name. */
ml_status ml_gray_prediction_open(const ml_file_format *format, const ml_source *source, ml_error *error,
                                  ml_prediction *prediction) ML_MUST_USE;
ml_status ml_gray_prediction_of_array(const ml_source *source, const ml_array_header *header, ml_error *error,
                                      ml_prediction *prediction) ML_MUST_USE;

/* Whether an array of this type, with one channel, can be probabilities as a share of its full scale. */
bool ml_can_be_probabilities(const ml_array_header *header);

/* Whether an open hard prediction is of a type that gray values of 8 bits or more may have. */
bool ml_can_be_gray(const ml_prediction *prediction);

#endif
