/* The evaluation of a set: every pair is read and reduced to its record, scored and reported; then the set. */
#ifndef ML_ENGINE_EVAL_H
#define ML_ENGINE_EVAL_H

#include "engine/job.h"

/* Evaluates what the job names and writes the report to `out`, which is open. */
ml_status ml_eval(const ml_job *job, ml_out *out, ml_error *error) ML_MUST_USE;

#endif
