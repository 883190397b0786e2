/* The images of several record streams in order of their ids, scored and reported as if one evaluation had seen them all. */
#ifndef ML_ENGINE_MERGE_H
#define ML_ENGINE_MERGE_H

#include "engine/job.h"

/* Merges the streams that the job's inputs name, at least one, and writes the report to `out`, which is open. */
ml_status ml_merge(const ml_job *job, ml_out *out, ml_error *error) ML_MUST_USE;

#endif
