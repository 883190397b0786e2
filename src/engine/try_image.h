/* Tries images by evaluating them. */
#ifndef ML_ENGINE_TRY_IMAGE_H
#define ML_ENGINE_TRY_IMAGE_H

#include "engine/job.h"
#include "engine/trial.h"

/* What a trial needs to know; borrowed. */
typedef struct ml_trying {
    const ml_job *job;
    const ml_grouping *grouping; /* an image that is to have a group and has none fails */
} ml_trying;

/* A trial's try_image; `trying` is an ml_trying. What is wrong with the image is forgotten: it will be found again. */
ml_status ml_try_image(const void *trying, const ml_classes *classes, ml_pair *pair, size_t image, ml_error *error,
                       bool *is_good) ML_MUST_USE;

#endif
