/* How a prediction is read that has no truth: which of its axes are height, width, channel and image, the number of channels
 * has to tell. Pure but for the text of errors. */
#ifndef ML_INPUT_LONE_ROLES_H
#define ML_INPUT_LONE_ROLES_H

#include "input/array_roles.h"

/* What is known of a prediction's values beside its shape. */
typedef struct ml_lone_values {
    bool may_be_one_channel; /* one channel of it could be read: as labels, or as the probability of class 1 of two */
    bool are_labels;         /* so it is said */
} ml_lone_values;

/* Finds the one way in which an array has as many channels as side->n_channels says (0: any number above 1), or one where that
 * may be. An image is preferred to a batch. Two orders of axes that fit are an error that asks for --layout, channels that may
 * be images of labels one that names --prediction-as too. roles->truth has the size of the truth that there is not. Errors are
 * ML_E_INPUT. */
ml_status ml_lone_roles_find(const ml_side *prediction, const ml_lone_values *values, ml_layout layout, ml_error *error,
                             ml_array_roles *roles) ML_MUST_USE;

#endif
