/* A value that the file itself says stands for no data, against the classes that its pixels mean. */
#ifndef ML_LABEL_OWN_NO_DATA_H
#define ML_LABEL_OWN_NO_DATA_H

#include "label/label_image.h"

/* The error (input) of labels that are bound, where the file's value is a class's label or colour and nobody has said whether
 * it is to be believed: what to say. */
ml_status ml_check_own_no_data(const ml_labels *labels, ml_error *error) ML_MUST_USE;

#endif
