/* Explains one pixel: what is stored of it, what becomes of that, and what it adds to the figures of its image. */
#ifndef ML_ENGINE_EXPLAIN_H
#define ML_ENGINE_EXPLAIN_H

#include "engine/job.h"

/* Explains the pixel at this row and column, counted from 0, of the image that the job's two inputs are, and writes it to `out`
 * in the job's explanation form. One that is not in the image, and inputs of several images, are usage errors. The image is
 * evaluated only where a number that the form shows follows from all of it: the gradient of a loss over regions, or of any
 * where bad pixels are ignored. A bad pixel elsewhere is an error only then; at the place itself it is what is explained. Of a
 * prediction whose tiles can be read in any order no more than the pixel's is read otherwise. */
ml_status ml_explain(const ml_job *job, size_t row, size_t column, ml_out *out, ml_error *error) ML_MUST_USE;

#endif
