/* Paired differences of figures between two evaluations of the same images, and how sure their means are: the 95 % interval of
 * the percentile bootstrap (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 *
 * Which images a resample draws follows from its number and the number of images alone: splitmix64 seeded with the resample's
 * number, the index being the high word of its output times the number of images. So intervals are the same on any machine and
 * for any number of threads, and figures that are defined for equally many images share the draws. */
#ifndef ML_CORE_PAIRED_H
#define ML_CORE_PAIRED_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum { ML_RESAMPLES = 10000 };

/* Differences of n_figures figures per image; NaN where one of the two values is not defined. */
typedef struct ml_paired {
    size_t n_figures, n_images, capacity;
    double *deltas; /* [n_images][n_figures] candidate - baseline */
} ml_paired;

/* The mean difference of one figure, over the images where both values are defined. */
typedef struct ml_interval {
    size_t n_images;
    double mean;      /* NaN over no images */
    double low, high; /* quantiles 0.025 and 0.975 of the resamples' means, interpolated linearly; NaN below two images */
} ml_interval;

void ml_paired_init(size_t n_figures, ml_paired *paired);
void ml_paired_clear(ml_paired *paired);

/* Adds an image by its values, [n_figures] each. */
ml_status ml_paired_add(ml_paired *paired, const double *baseline, const double *candidate, ml_error *error) ML_MUST_USE;

/* Fills [n_figures] intervals, with up to n_threads threads. Memory: one more copy of the differences, and the means of all
 * resamples. */
ml_status ml_paired_intervals(const ml_paired *paired, size_t n_threads, ml_error *error, ml_interval *intervals) ML_MUST_USE;

#endif
