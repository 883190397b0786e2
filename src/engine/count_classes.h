/* How many classes there are where no class set says so. */
#ifndef ML_ENGINE_COUNT_CLASSES_H
#define ML_ENGINE_COUNT_CLASSES_H

#include "engine/job.h"
#include "engine/trial.h"

/* The number of channels of the first prediction that has some; without one (*from_labels) the largest label of the whole set
 * plus 1, and at least 2: then all files are read, and marked, as they may be read again. The error is that of the first
 * faulty pair. With a trial (NULL: all count) only images that can be evaluated count; if none can, any that can be read. */
ml_status ml_count_classes(const ml_job *job, const ml_trial *trial, ml_pairs *pairs, ml_error *error, size_t *n,
                           bool *from_labels) ML_MUST_USE;

#endif
