/* Class weights as a user gives them: a list of numbers, or a file that holds one. */
#ifndef ML_INPUT_WEIGHT_LIST_H
#define ML_INPUT_WEIGHT_LIST_H

#include "base/error.h"

#include <stddef.h>

/* Reads weights[n_classes], numbers >= 0 separated by blanks or by one comma each, from `text` or, where that is no such list,
 * from the file of that name. Another number of weights is a usage error. After failure the weights may have changed. */
ml_status ml_weight_list_read(const char *text, size_t n_classes, ml_error *error, double *weights) ML_MUST_USE;

#endif
