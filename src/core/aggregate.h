/* A set of images: the pooled record, and the mean, least and largest of the images' own values. Exact sums, so neither the
 * order of the images nor how they were split can change a bit. */
#ifndef ML_CORE_AGGREGATE_H
#define ML_CORE_AGGREGATE_H

#include "core/figures.h"

/* Of one figure over the images where it is defined. */
typedef struct ml_spread {
    ml_fixed sum;
    double min, max;
    uint64_t n_images;
} ml_spread;

typedef struct ml_aggregate {
    const ml_settings *settings;
    uint64_t n_images;
    ml_tally pooled;
    ml_spread *losses[ML_N_VIEWS]; /* [losses->n] of each loss's mean */
    ml_spread metrics[ML_N_VIEWS][ML_N_METRICS];
} ml_aggregate;

/* Borrows the settings. On failure nothing is held. */
ml_status ml_aggregate_init(const ml_settings *settings, ml_error *error, ml_aggregate *aggregate) ML_MUST_USE;
void ml_aggregate_clear(ml_aggregate *aggregate);

/* Adds an image: its record and the figures computed from it. On failure (overflow) the aggregate is spoilt. */
ml_status ml_aggregate_add(ml_aggregate *aggregate, const ml_record *record, const ml_figures *figures,
                           ml_error *error) ML_MUST_USE;

/* Adds another aggregate of the same settings: the same as adding all of its images. On failure the aggregate is spoilt. */
ml_status ml_aggregate_join(ml_aggregate *aggregate, const ml_aggregate *other, ml_error *error) ML_MUST_USE;

/* The mean of a spread, NaN over no images. */
double ml_spread_mean(const ml_spread *spread);

#endif
