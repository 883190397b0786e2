/* Two record streams of the same images, side by side: what changed, how sure that is, and which images got worse. */
#ifndef ML_ENGINE_COMPARE_H
#define ML_ENGINE_COMPARE_H

#include "engine/job.h"

/* Compares the two streams that the job's inputs name, baseline and candidate, and writes the comparison to `out`, which is
 * open. */
ml_status ml_compare(const ml_job *job, ml_out *out, ml_error *error) ML_MUST_USE;

#endif
