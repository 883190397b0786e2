/* How sure the pooled figures of a set are: intervals by the bootstrap over its units, images or groups of images
 * (bootstrap.h).
 *
 * A resample's figures are functions of sums per view and class: of whole numbers support, tp and predicted, of sums of
 * probabilities TP, FP and FN, and of each pointwise loss's sum; and of what measures are reduced to. Each unit is reduced to
 * these, so that memory grows with units times classes; the matrices are not kept. Where two evaluations of the same units are
 * compared, each resample has both, and the intervals are of the differences. */
#ifndef ML_CORE_POOLED_H
#define ML_CORE_POOLED_H

#include "core/bootstrap.h"
#include "core/catalogue.h"

/* A number that units are reduced to. */
typedef struct ml_pooled_column {
    ml_view_kind view;
    size_t quantity; /* which */
    size_t class_index;
} ml_pooled_column;

typedef struct ml_pooled {
    const ml_settings *settings; /* borrowed */
    size_t n_sides;
    size_t n_columns; /* of a side: those that are listed, then what measures are reduced to */
    size_t n_listed;
    ml_pooled_column *columns; /* [n_listed] */
    size_t *places;            /* [views][quantities][classes] the column that has it */
    double *measured;          /* scratch: what the measures of a unit are reduced to */
    ml_units units;            /* [n_sides][n_columns] */
    uint64_t most_pixels;      /* of a unit */
} ml_pooled;

/* For one evaluation, or two with settings that agree in what figures depend on. On failure nothing is held. */
ml_status ml_pooled_init(const ml_settings *settings, size_t n_sides, ml_error *error, ml_pooled *pooled) ML_MUST_USE;
void ml_pooled_clear(ml_pooled *pooled); /* of a zeroed one too */

/* Adds a unit, by its figures in each side. Units are added in the order of their ids. */
ml_status ml_pooled_add(ml_pooled *pooled, const ml_figures *const *sides, ml_error *error) ML_MUST_USE;

/* Fills the intervals of n_figures figures of a set, or of their differences, side 1 - side 0: means of losses, metrics, ratios
 * of classes. NaN: below two units, where fewer than ML_LEAST_RESAMPLES resamples have a value, and where resamples could have
 * 2^53 pixels and more, which could not be counted exactly. */
ml_status ml_pooled_intervals(const ml_pooled *pooled, const ml_figure *figures, size_t n_figures, size_t n_threads,
                              ml_error *error, ml_interval *intervals) ML_MUST_USE;

/* The same for all figures that the catalogue has intervals of, in its order; the settings want them. Freed with free. */
ml_status ml_pooled_all_intervals(const ml_pooled *pooled, size_t n_threads, ml_error *error,
                                  ml_interval **intervals) ML_MUST_USE;

#endif
