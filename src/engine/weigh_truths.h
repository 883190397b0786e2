/* Class weights that follow from how many pixels the classes have in the truth of a set. */
#ifndef ML_ENGINE_WEIGH_TRUTHS_H
#define ML_ENGINE_WEIGH_TRUTHS_H

#include "engine/inputs.h"

/* Fills weights[inputs->classes.n] as job->scoring.weighing says, from all truths, which are read for it; the pairs are marked,
 * as they will be read again. A truth that cannot be read is an error. */
ml_status ml_weigh_truths(const ml_job *job, ml_inputs *inputs, ml_error *error, double *weights) ML_MUST_USE;

/* Fills counts[classes->n] with the numbers of pixels whose truth is valid of an image of a pair, whose record this is. Of bad
 * pixels it does not tell the classes: where there are some, the truth is read again, and an error where that fails. */
ml_status ml_count_classes_of(const ml_job *job, const ml_classes *classes, const ml_pair *pair, size_t image,
                              const ml_record *record, ml_error *error, uint64_t *counts) ML_MUST_USE;

#endif
