/* What is evaluated: the pairs, and the class set that gives their labels a meaning. */
#ifndef ML_ENGINE_INPUTS_H
#define ML_ENGINE_INPUTS_H

#include "engine/job.h"
#include "engine/trial.h"
#include "input/pairs/pairs.h"

typedef struct ml_inputs {
    ml_classes classes;
    ml_pairs pairs;
    bool classes_from_labels; /* their number follows from the largest label */
} ml_inputs;

/* Finds what the job names. Without a class set the number of classes is that of the first prediction with channels; if there
 * is none, it follows from the largest label in the whole set. With --keep-going `trial` (else NULL) says whose word counts in
 * this, and in whether class 0 must have masks. On failure nothing is held. */
ml_status ml_inputs_find(const ml_job *job, const ml_trial *trial, ml_error *error, ml_inputs *inputs) ML_MUST_USE;
void ml_inputs_clear(ml_inputs *inputs);

/* Tells the listener what else there is to know about the set as a whole. */
void ml_inputs_tell(const ml_inputs *inputs, const ml_listener *listener);

#endif
