/* What there is to know of a set of images before they are read: which pairs, which classes, and how they are scored. */
#ifndef ML_ENGINE_SET_INPUTS_H
#define ML_ENGINE_SET_INPUTS_H

#include "engine/inputs.h"
#include "engine/set.h"

/* Finds the job's inputs and makes the set's losses and settings for them, all but weights that follow from the truths; see
 * ml_inputs_find for the trial. An
 * output that would replace an input is a usage error. After failure, too, both are to be cleared. */
ml_status ml_set_find_inputs(ml_set *set, const ml_job *job, const ml_trial *trial, ml_error *error,
                             ml_inputs *inputs) ML_MUST_USE;

#endif
