/* Images that have been evaluated and are not yet reported, because how they are scored, or which of them count, is only known
 * when all of them have been looked at: their records, in a spool, so that their number does not matter. */
#ifndef ML_ENGINE_HELD_IMAGES_H
#define ML_ENGINE_HELD_IMAGES_H

#include "core/record.h"
#include "core/weigh.h"
#include "io/spool.h"

/* An image, apart from its record. */
typedef struct ml_held_image {
    size_t number; /* among the images that are held, from 0, in the order in which they were added */
    size_t pair;   /* of the set */
    size_t image;  /* of the pair */
    bool is_batch;
    bool is_done; /* by an earlier run */
    size_t width, height;
    uint64_t mark; /* of its files, see ml_pair_mark */
} ml_held_image;

/* A zeroed one is empty. */
typedef struct ml_held_images {
    ml_spool spool;
    size_t n, capacity;
    bool *are_dropped; /* [n] */
    size_t next;       /* the image at which the spool is */
} ml_held_images;

/* Adds an image: its record, and counts[record->n_classes] pixels of each class whose truth is valid. Sets image->number. On
 * failure nothing but ml_held_images_clear may follow, as with the others. */
ml_status ml_held_images_add(ml_held_images *held, const ml_record *record, const uint64_t *counts, ml_held_image *image,
                             ml_error *error) ML_MUST_USE;

/* Goes back to the first image; no more are added then. */
ml_status ml_held_images_rewind(ml_held_images *held, ml_error *error) ML_MUST_USE;

/* The next image that has not been dropped; *found is false after the last one. Fills a record of the same parts, and counts.
 */
ml_status ml_held_images_next(ml_held_images *held, ml_error *error, bool *found, ml_held_image *image, ml_record *record,
                              uint64_t *counts) ML_MUST_USE;

/* The image does not count any more. */
void ml_held_images_drop(ml_held_images *held, size_t number);

/* Fills weights[record->n_classes] from the images that have not been dropped; `record` is room for one. `weighing` is not
 * ML_WEIGHTS_GIVEN. */
ml_status ml_held_images_weigh(ml_held_images *held, ml_weighing weighing, ml_record *record, ml_error *error,
                               double *weights) ML_MUST_USE;

void ml_held_images_clear(ml_held_images *held);

#endif
