/* How far the places of one set are from the nearest of another, exactly. */
#ifndef ML_MEASURE_NEAREST_H
#define ML_MEASURE_NEAREST_H

#include "measure/borders.h"

/* Scratch; a zeroed one has none, and may be cleared. */
typedef struct ml_nearest {
    size_t *first_of_row; /* [n_rows + 1] of the rows of the set that is searched, whose places begin there */
    size_t row_capacity;
    size_t *below; /* [places of that set] the next one below in the same column */
    size_t below_capacity;
    size_t *last_found; /* [its columns] */
    size_t found_capacity;
    double *columns; /* [3][its columns] */
    size_t column_capacity;
} ml_nearest;

/* The bytes of scratch that a search among so many places, within so many rows and columns, takes at most. */
uint64_t ml_nearest_bytes(size_t n_places, size_t rows, size_t columns);

/* Of each place of `from` that is not in `to`, which has one at least, the square of the distance to the nearest of `to`:
 * (rows apart x spacing[0])^2 + (columns apart x spacing[1])^2, both > 0, into `squares` ([from.n], in no order; *n_squares of
 * them). At spacings of 1 they are whole numbers without rounding. Time grows with the places and, at worst, with the box
 * around them and the logarithm of its width. */
ml_status ml_nearest_find(ml_nearest *scratch, ml_places from, ml_places to, const double spacing[2], ml_error *error,
                          double *squares, size_t *n_squares) ML_MUST_USE;

void ml_nearest_clear(ml_nearest *scratch);

#endif
