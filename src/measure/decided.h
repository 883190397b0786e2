/* What was decided at each pixel of an image, noted while tiles pass: for measures that look at regions, once all are there. */
#ifndef ML_MEASURE_DECIDED_H
#define ML_MEASURE_DECIDED_H

#include "observe/observer.h"

/* Of one thread, or of an image that several work on; then the image's plane is what they all write to. A zeroed one has none,
 * and may be cleared. */
typedef struct ml_decided {
    uint16_t *made; /* [capacity] */
    size_t capacity;
    uint16_t *at; /* [height][width] of the current image: class indices, ML_NONE, ML_IGNORED of ignored and bad pixels */
} ml_decided;

/* An image begins, with what is decided in a plane of its own or, unless that is NULL, in that of another for which it has
 * begun. */
ml_status ml_decided_begin(ml_decided *decided, const ml_observed_image *image, const ml_decided *joined,
                           ml_error *error) ML_MUST_USE;

/* The bytes that the plane of an image takes. */
uint64_t ml_decided_bytes(const ml_observed_image *image);

void ml_decided_take(ml_decided *decided, const ml_observed_tile *tile);

/* n pixels as they are in the view `masked`: right where the true class is masked, unless the prediction says nothing. `to` may
 * be `decided`. */
void ml_decided_forgive(const uint16_t *truth, const uint16_t *decided, size_t n, const bool *is_masked, uint16_t *to);

void ml_decided_clear(ml_decided *decided);

#endif
