/* The borders of regions: the pixels of a class that have a neighbour above, below, to the left or to the right which is not of
 * it, or which would be outside the image. */
#ifndef ML_MEASURE_BORDERS_H
#define ML_MEASURE_BORDERS_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct ml_place {
    uint32_t row, column;
} ml_place;

/* In row-major order, each once. */
typedef struct ml_places {
    size_t n;
    const ml_place *items; /* [n] borrowed */
} ml_places;

/* Those of all classes; a zeroed one has none, and may be cleared. */
typedef struct ml_borders {
    size_t n_classes;
    size_t *first; /* [n_classes + 1] where the places of each class begin, the last: where they all end */
    ml_place *places;
    size_t capacity;   /* of the places */
    uint32_t *columns; /* [width] scratch */
    size_t width;
} ml_borders;

/* Room for planes of so many classes, whose rows have this length. On failure there is what there was. */
ml_status ml_borders_init(ml_borders *borders, size_t n_classes, size_t columns, ml_error *error) ML_MUST_USE;

/* Counts the places of each class in a plane, of sides below 2^32, of class indices; what is no index is in no region. Returns
 * how many there are in all. */
size_t ml_borders_count(ml_borders *borders, const uint16_t *plane, size_t rows, size_t columns);

/* Takes down the places that were counted last, in this plane. On failure there are none. */
ml_status ml_borders_find(ml_borders *borders, const uint16_t *plane, size_t rows, size_t columns, ml_error *error) ML_MUST_USE;

/* Those of class c. */
ml_places ml_borders_of(const ml_borders *borders, size_t c);

void ml_borders_clear(ml_borders *borders);

#endif
