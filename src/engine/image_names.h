/* What an image of a pair is called. */
#ifndef ML_ENGINE_IMAGE_NAMES_H
#define ML_ENGINE_IMAGE_NAMES_H

#include "engine/set.h"

/* All owned. */
typedef struct ml_image_names {
    char *id, *truth, *prediction; /* truth: NULL where there is none */
    char *group;                   /* NULL: none, or not known yet */
} ml_image_names;

/* The names of an image of a pair, which is a batch or not; the group is not known yet. On failure nothing is held. */
ml_status ml_image_names_init(const ml_pair *pair, bool is_batch, size_t image, ml_error *error,
                              ml_image_names *names) ML_MUST_USE;
void ml_image_names_clear(ml_image_names *names);

/* Finds the group of the image in a set. */
ml_status ml_image_names_find_group(const ml_set *set, ml_error *error, ml_image_names *names) ML_MUST_USE;

/* A result of this name and size; without figures. Borrows the names. */
ml_image_result ml_image_names_result(const ml_image_names *names, size_t width, size_t height);

#endif
