/* Predictions that are one image per class. */
#ifndef ML_INPUT_PREDICT_PLANES_H
#define ML_INPUT_PREDICT_PLANES_H

#include "input/pairs/pair.h"
#include "input/prediction.h"

/* Opens the planes of a pair. The pair and options must outlive the prediction. On failure nothing is held. */
ml_status ml_planes_prediction_open(const ml_pair *pair, const ml_classes *classes, const ml_input_options *options,
                                    ml_error *error, ml_prediction *prediction) ML_MUST_USE;

/* The path of the plane of class c: by index, or by name where that exists. NULL without memory. Freed with free. */
char *ml_plane_path(const ml_pair *pair, const ml_classes *classes, size_t c) ML_MUST_USE;

#endif
