/* Opens predictions, of whatever kind. */
#ifndef ML_INPUT_PREDICTION_OPEN_H
#define ML_INPUT_PREDICTION_OPEN_H

#include "input/pairs/image_path.h"
#include "input/pairs/pair.h"
#include "input/prediction.h"

/* Opens the pair's prediction. The location, pair and options must outlive it. On failure nothing is held. */
ml_status ml_prediction_open(const ml_pair *pair, const ml_image_path *location, const ml_input_options *options,
                             const ml_classes *classes, ml_error *error, ml_prediction *prediction) ML_MUST_USE;
/* The same of one open source, which is taken over, also on failure; `key` of the array in an archive, or NULL. */
ml_status ml_prediction_open_source(const ml_source *source, const char *key, const ml_input_options *options,
                                    const ml_classes *classes, ml_error *error, ml_prediction *prediction) ML_MUST_USE;

#endif
