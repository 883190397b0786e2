/* Class weights from how many pixels the classes have. */
#ifndef ML_CORE_WEIGH_H
#define ML_CORE_WEIGH_H

#include "base/error.h"

#include <stddef.h>

/* With N pixels, N_c of them of class c (C classes), and N(c) the pixels of the images that have any of class c:
 * inverse: N / (C N_c). median: f_c = N_c / N(c), weight = median of the f / f_c (Eigen & Fergus 2015), where the median of
 * an even number is the mean of the two in the middle. A class without a pixel gets 0, and has no f. */
typedef enum ml_weighing { ML_WEIGHTS_GIVEN, ML_WEIGHTS_INVERSE, ML_WEIGHTS_MEDIAN, ML_N_WEIGHINGS } ml_weighing;
extern const char *const ml_weighing_names[ML_N_WEIGHINGS]; /* the first is NULL */

typedef struct ml_weigher {
    size_t n_classes;
    uint64_t n_pixels;
    uint64_t *n_of_class; /* [n_classes] N_c */
    uint64_t *n_around;   /* [n_classes] N(c) */
} ml_weigher;

/* Nothing counted yet. On failure nothing is held. */
ml_status ml_weigher_init(size_t n_classes, ml_error *error, ml_weigher *weigher) ML_MUST_USE;
void ml_weigher_clear(ml_weigher *weigher);

/* Adds an image with counts[n_classes] pixels whose truth is valid. */
void ml_weigher_add(ml_weigher *weigher, const uint64_t *counts);

/* Fills weights[n_classes]. `weighing` is not ML_WEIGHTS_GIVEN. */
ml_status ml_weigher_finish(const ml_weigher *weigher, ml_weighing weighing, ml_error *error, double *weights) ML_MUST_USE;

#endif
