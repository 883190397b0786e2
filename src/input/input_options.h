/* How inputs are to be read, as far as the user says it. */
#ifndef ML_INPUT_INPUT_OPTIONS_H
#define ML_INPUT_INPUT_OPTIONS_H

#include "input/array_roles.h"
#include "label/labels.h"

typedef struct ml_input_options {
    ml_limits limits;
    ml_truth_layout truth_layout;
    ml_label_code truth_code;    /* by which labels follow from the samples of truths, */
    const char *truth_code_text; /* and how that is said; NULL: it is not */
    ml_layout layout;            /* axis order of arrays */
    ml_reading reading;          /* of packed gray and gray-palette labels */
    ml_activation activation;    /* of the values of predictions: integers have none */
    ml_prediction_as prediction_as;
    const char *missing_truth; /* the class that all pixels of a prediction without truth are of; NULL: it is not said */
    bool unknown_is_miss;      /* unknown labels of predictions are no class, not an error */
    bool has_threshold;        /* see ml_settings */
    double threshold;
    ml_no_data no_data;
    const char *array; /* key of the array in each .npz; NULL: the only one, or one with a usual name */
} ml_input_options;

#endif
