/* Whether an image that would tell something of the whole set, such as how many classes there are, can be evaluated: with
 * --keep-going one that cannot tells nothing. */
#ifndef ML_ENGINE_TRIAL_H
#define ML_ENGINE_TRIAL_H

#include "core/classes.h"
#include "input/pairs/pair.h"

/* In place of the number of an image of a pair: any one of them. */
#define ML_ANY_IMAGE SIZE_MAX

/* Who tries. */
typedef struct ml_trial {
    /* Whether the image of the pair, or any of them, can be evaluated with these classes. Marks the pair, whose files will be
     * read again, and notes in it why none can: it stays a failed one, whatever comes of it later. */
    ml_status (*try_image)(const void *context, const ml_classes *classes, ml_pair *pair, size_t image, ml_error *error,
                           bool *is_good);
    const void *context;
} ml_trial;

#endif
