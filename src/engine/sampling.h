/* What is resampled of two evaluations that are compared: differences of figures of images and of groups of these, and what
 * pooled figures are made of. Where images belong to groups, these are drawn. */
#ifndef ML_ENGINE_SAMPLING_H
#define ML_ENGINE_SAMPLING_H

#include "engine/compared.h"

/* A zeroed one may be cleared. */
typedef struct ml_sampling {
    bool has_groups;
    ml_paired images, groups;   /* differences of the figures that are means over these */
    size_t capacity, *group_of; /* [images.n_images] with groups: which the image is in, as they came; once they are added: as
                                   they are sorted */
    ml_pooled pooled;           /* of images or groups */
    double *values;             /* [2][n_sampled of the list] of one of them */
} ml_sampling;

/* For the figures of a list, of sets with these settings, which are borrowed. On failure it is still to be cleared. */
ml_status ml_sampling_init(const ml_compared_list *list, const ml_settings *settings, ml_error *error,
                           ml_sampling *sampling) ML_MUST_USE;
void ml_sampling_clear(ml_sampling *sampling);

/* Adds the image that both sides have read. */
ml_status ml_sampling_add_image(ml_sampling *sampling, const ml_compared_list *list, const ml_compared_side *baseline,
                                const ml_compared_side *candidate, ml_error *error) ML_MUST_USE;

/* After all images: sorts the groups of both sides, which are the same, and adds and averages them; the list gets their
 * figures. An error where a gate, or what is printed, is of a group that is not there. Nothing without groups. */
ml_status ml_sampling_add_groups(ml_sampling *sampling, ml_compared_list *list, ml_compared_side *baseline,
                                 ml_compared_side *candidate, const ml_report_choice *choice, ml_error *error) ML_MUST_USE;

/* What has come of it. A zeroed one may be cleared. */
typedef struct ml_sampled {
    ml_paired_mean *means, *group_means; /* [n_sampled of the list] */
    ml_interval *pooled;                 /* [n_pooled] */
} ml_sampled;

/* With up to n_threads threads. On failure it is still to be cleared. */
ml_status ml_sampling_find(const ml_sampling *sampling, const ml_compared_list *list, const ml_kernel *kernel, size_t n_threads,
                           ml_error *error, ml_sampled *sampled) ML_MUST_USE;
void ml_sampled_clear(ml_sampled *sampled);

#endif
