/* The objects of an image: 8-connected components of the pixels of each true class. */
#ifndef ML_MEASURE_COMPONENTS_H
#define ML_MEASURE_COMPONENTS_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Pixels of a row that follow each other and have one label: from the first to the one before the first of the next run. */
typedef struct ml_run {
    size_t first;     /* pixel of the image */
    size_t component; /* that it belongs to; ML_NO_COMPONENT: its pixels are ignored */
} ml_run;
#define ML_NO_COMPONENT SIZE_MAX

typedef struct ml_component {
    size_t first_pixel; /* in row-major order; its label is the class */
    size_t n_pixels;
    size_t n_right; /* of these, for the caller: 0 */
} ml_component;

/* Those of an image; a zeroed one is of none, and may be cleared. */
typedef struct ml_components {
    size_t n_runs;
    ml_run *runs; /* [n_runs + 1] in row-major order; the last is none, and begins behind the image */
    size_t n;
    ml_component *items; /* [n] in the order of their first pixels */
    size_t capacity;     /* of both arrays */
} ml_components;

/* How many runs an image has; its components take memory in proportion. truth: [n_rows][columns] class indices or ML_IGNORED.
 */
size_t ml_components_runs(const uint16_t *truth, size_t n_rows, size_t columns);

/* The bytes that the components of an image of so many runs take; SIZE_MAX: more than there can be. */
size_t ml_components_bytes(size_t n_runs);

/* Finds the components of an image that has n_runs runs; what there was is lost. Its time grows with pixels and runs, whatever
 * their shapes. On failure there are none. */
ml_status ml_components_find(ml_components *components, const uint16_t *truth, size_t n_rows, size_t columns, size_t n_runs,
                             ml_error *error) ML_MUST_USE;
void ml_components_clear(ml_components *components);

#endif
