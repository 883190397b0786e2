/* Paired differences of figures between two evaluations of the same images, and how sure their means are: intervals by the
 * bootstrap over the images for which both values are defined (bootstrap.h). Figures that are defined for equally many images
 * share the draws. What is said of images here is as true of groups of them. */
#ifndef ML_CORE_PAIRED_H
#define ML_CORE_PAIRED_H

#include "core/bootstrap.h"

/* Differences of n_figures figures per image; NaN where one of the two values is not defined. */
typedef struct ml_paired {
    size_t n_figures, n_images, capacity;
    double *deltas; /* [n_images][n_figures] candidate - baseline */
} ml_paired;

/* The mean difference of one figure, over the images where both values are defined. */
typedef struct ml_paired_mean {
    size_t n_images;
    double mean;          /* NaN over no images */
    ml_interval interval; /* of the resamples' means; NaN below two images */
} ml_paired_mean;

void ml_paired_init(size_t n_figures, ml_paired *paired);
void ml_paired_clear(ml_paired *paired);

/* Adds an image by its values, [n_figures] each. */
ml_status ml_paired_add(ml_paired *paired, const double *baseline, const double *candidate, ml_error *error) ML_MUST_USE;

/* Fills [n_figures] means, with up to n_threads threads. Memory: one more copy of the differences, and what the bootstrap
 * takes. */
ml_status ml_paired_means(const ml_paired *paired, const ml_kernel *kernel, size_t n_threads, ml_error *error,
                          ml_paired_mean *means) ML_MUST_USE;

/* The same of images that belong to groups: these are drawn, each with all of its images. group_of[i], below n_groups, is that
 * of image i. */
ml_status ml_paired_means_of_groups(const ml_paired *paired, const size_t *group_of, size_t n_groups, const ml_kernel *kernel,
                                    size_t n_threads, ml_error *error, ml_paired_mean *means) ML_MUST_USE;

#endif
