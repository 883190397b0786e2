/* The parts of maskloss compare. */
#ifndef ML_ENGINE_COMPARE_H
#define ML_ENGINE_COMPARE_H

#include "base/ranking.h"
#include "engine/merge.h"
#include "output/comparison/comparison.h"

/* One of the two evaluations: a merge of one stream. */
typedef struct ml_compared_side {
    ml_arguments arguments; /* the command's, with one operand; borrowed content */
    ml_merge merge;
    bool has_image; /* the stream is at an image, which is read: */
    ml_record record;
    ml_image_result image;
    ml_figures figures;
    ml_aggregate aggregate; /* of the images that both have */
    uint64_t n_images, n_left_out, n_failed, n_expected;
} ml_compared_side;

/* Opens the stream and reads its header. On failure everything is still to be cleared. */
ml_status ml_compared_side_open(const ml_arguments *arguments, size_t operand, ml_error *error,
                                ml_compared_side *side) ML_MUST_USE;
void ml_compared_side_clear(ml_compared_side *side);

/* Goes on to the next image. */
ml_status ml_compared_side_next(ml_compared_side *side, ml_error *error) ML_MUST_USE;

/* Reads and scores the current image. */
ml_status ml_compared_side_read(ml_compared_side *side, ml_error *error) ML_MUST_USE;
const char *ml_compared_side_id(const ml_compared_side *side);
const char *ml_compared_side_name(const ml_compared_side *side);

/* The set's result; `faults` and `verdicts` are empty. */
ml_set_result ml_compared_side_result(ml_compared_side *side, const ml_faults *faults, const ml_verdicts *verdicts);

/* The figures that are compared. */
typedef struct ml_compared_list {
    size_t n, capacity, n_sampled;
    ml_compared *items;
} ml_compared_list;

/* Whether the figure under these keys of an aggregate has an interval. */
bool ml_compared_is_sampled(const char *const *keys, size_t n_keys);

/* Lists the figures of an aggregate, without values. On failure nothing is held. */
ml_status ml_compared_list_init(const ml_set_result *set, ml_error *error, ml_compared_list *list) ML_MUST_USE;
void ml_compared_list_clear(ml_compared_list *list);

/* The values of the figures that are sampled, [n_sampled] in their order in the list, of one image. */
void ml_compared_sample(const ml_figures *image, double *values);

/* Fills in the values, and what follows from them. */
void ml_compared_list_fill(ml_compared_list *list, const ml_set_result *baseline, const ml_set_result *candidate,
                           const ml_interval *intervals);

#endif
