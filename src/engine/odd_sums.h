/* Values that are no probabilities, by their sums. */
#ifndef ML_ENGINE_ODD_SUMS_H
#define ML_ENGINE_ODD_SUMS_H

#include "engine/listener.h"
#include "engine/worker.h"

/* A zeroed one has seen nothing. */
typedef struct ml_odd_sums {
    uint64_t n_images; /* with a pixel whose values do not sum to 1, or to the full scale of their type */
    char *text;        /* what there is to say of the first of them */
} ml_odd_sums;

/* What there is to note of an image's stored values, which have n_channels: the hints odd-sums and looks-like-probabilities. */
ml_hints ml_hints_of_values(const ml_observation *seen, double full_scale, size_t n_channels);

/* Looks at what came of an image, its hints among it; `name` is its prediction's. */
ml_status ml_odd_sums_check(ml_odd_sums *odd, const ml_outcome *outcome, const char *name, ml_error *error) ML_MUST_USE;

/* One warning for the whole set, which names a file and its sums, as the note does not. */
void ml_odd_sums_tell(const ml_odd_sums *odd, const ml_listener *listener);
void ml_odd_sums_clear(ml_odd_sums *odd);

#endif
