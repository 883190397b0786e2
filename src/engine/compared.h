/* What a comparison is made of: its two sides, and the figures that are compared. */
#ifndef ML_ENGINE_COMPARED_H
#define ML_ENGINE_COMPARED_H

#include "engine/streams.h"
#include "output/comparison/comparison.h"

/* One of the two evaluations. A zeroed one may be cleared. */
typedef struct ml_compared_side {
    ml_streams streams; /* one */
    ml_set set;     /* of the images that both have; its record is the current image's, and its figures until it is finished */
    bool partial;   /* whether the stream may have been cut off */
    bool has_image; /* the stream is at an image */
    ml_image_result image; /* which is this, once read */
    char *group;           /* its name */
    uint64_t n_images, n_left_out, n_failed;
} ml_compared_side;

/* Opens the stream that this input of the job names and reads its header. On failure everything is still to be cleared. */
ml_status ml_compared_side_open(const ml_job *job, size_t input, ml_error *error, ml_compared_side *side) ML_MUST_USE;
void ml_compared_side_clear(ml_compared_side *side);

/* Goes on to the next image. */
ml_status ml_compared_side_next(ml_compared_side *side, ml_error *error) ML_MUST_USE;

/* Reads and scores the current image, and adds it to the set. */
ml_status ml_compared_side_read(ml_compared_side *side, ml_error *error) ML_MUST_USE;
const char *ml_compared_side_id(const ml_compared_side *side);
const char *ml_compared_side_name(const ml_compared_side *side);

/* The figures that are compared. */
typedef struct ml_compared_list {
    size_t n, capacity;
    size_t n_sampled; /* that are means over the images, and have an interval of their paired differences */
    size_t n_pooled;  /* that are of all images together, and have an interval */
    ml_compared *items;
} ml_compared_list;

/* Lists the figures of sets with these settings, without values. On failure nothing is held. */
ml_status ml_compared_list_init(const ml_settings *settings, ml_error *error, ml_compared_list *list) ML_MUST_USE;
void ml_compared_list_clear(ml_compared_list *list);

/* Of one image the values of the figures that are means over images, [n_sampled] in their order in the list; of one group those
 * of the figures that are means over groups, as many. */
void ml_compared_sample(const ml_compared_list *list, const ml_figures *image, double *values);
void ml_compared_sample_group(const ml_compared_list *list, const ml_figures *group, double *values);

/* The figures that are pooled and have an interval, [n_pooled] in their order in the list. */
void ml_compared_list_pooled(const ml_compared_list *list, ml_figure *figures);

/* Whether the path in a group, of n keys, is compared: losses and metrics are. */
bool ml_compared_is_of_groups(const char *const *keys, size_t n);

/* Adds the figures of a group that are compared, with their values. Borrows the baseline's name. */
ml_status ml_compared_list_add_group(ml_compared_list *list, const ml_group_result *baseline, const ml_group_result *candidate,
                                     ml_error *error) ML_MUST_USE;

/* Fills in the values of the set, and what follows from them. */
void ml_compared_list_fill(ml_compared_list *list, const ml_set_result *baseline, const ml_set_result *candidate,
                           const ml_paired_mean *means, const ml_paired_mean *group_means, const ml_interval *pooled);

/* An error (ML_E_INPUT) where the image that both sides have read has another truth, or is in another group, in the two. */
ml_status ml_compared_sides_agree(const ml_compared_side *baseline, const ml_compared_side *candidate,
                                  ml_error *error) ML_MUST_USE;

#endif
