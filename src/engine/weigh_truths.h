/* Class weights that follow from how many pixels the classes have in the truth of a set. */
#ifndef ML_ENGINE_WEIGH_TRUTHS_H
#define ML_ENGINE_WEIGH_TRUTHS_H

#include "engine/inputs.h"

/* Fills weights[inputs->classes.n] as job->scoring.weighing says, from all truths, which are read for it. A truth that cannot
 * be read is an error, unless the job keeps going: it is one later. */
ml_status ml_weigh_truths(const ml_job *job, const ml_inputs *inputs, ml_error *error, double *weights) ML_MUST_USE;

#endif
