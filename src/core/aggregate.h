/* A set of images: the pooled record, and the mean, least and largest of the images' own values. Exact sums, so neither the
 * order of the images nor how they were split can change a bit. */
#ifndef ML_CORE_AGGREGATE_H
#define ML_CORE_AGGREGATE_H

#include "core/catalogue.h"
#include "core/common_path.h"
#include "core/set_lists.h"

typedef struct ml_aggregate {
    const ml_settings *settings;
    uint64_t n_images;
    uint64_t n_hints[ML_N_HINTS];       /* images that have each hint */
    uint64_t n_without_truth;           /* images that have none, counted by whoever adds them */
    ml_common_path truths, predictions; /* what the paths of the images' files have in common */
    ml_tally pooled;
    ml_set_lists lists; /* what the images' lists come to, added by whoever knows the images */
    ml_presence presence;
    size_t n_means;
    ml_figure *averaged; /* [n_means] the figures of an image that are averaged, in the order of the catalogue ... */
    ml_spread *means;    /* [n_means] ... and what their values are */
} ml_aggregate;

/* Borrows the settings. On failure nothing is held. */
ml_status ml_aggregate_init(const ml_settings *settings, ml_error *error, ml_aggregate *aggregate) ML_MUST_USE;
void ml_aggregate_clear(ml_aggregate *aggregate);

/* Adds an image: its record and the figures computed from it. On failure (overflow) the aggregate is spoilt. */
ml_status ml_aggregate_add(ml_aggregate *aggregate, const ml_record *record, const ml_figures *figures,
                           ml_error *error) ML_MUST_USE;

/* Adds the files of an image; NULL: it has none. */
ml_status ml_aggregate_add_files(ml_aggregate *aggregate, const char *truth, const char *prediction,
                                 ml_error *error) ML_MUST_USE;

/* Adds another aggregate of the same settings, whose lists are not sorted: the same as adding all of its images. On failure the
 * aggregate is spoilt. */
ml_status ml_aggregate_join(ml_aggregate *aggregate, const ml_aggregate *other, ml_error *error) ML_MUST_USE;

/* The spread of the mean of a loss (ML_OVER_LOSSES) or of a metric (ML_OVER_METRICS), by its index; NULL: the view is not
 * computed. */
const ml_spread *ml_aggregate_mean(const ml_aggregate *aggregate, ml_view_kind view, ml_over over, size_t index);

#endif
