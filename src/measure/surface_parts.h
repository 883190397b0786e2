/* The parts of the record that the measure `surface` adds: what distances between borders come down to, of each class, in the
 * views `raw` and `masked`. */
#ifndef ML_MEASURE_SURFACE_PARTS_H
#define ML_MEASURE_SURFACE_PARTS_H

#include "core/measure.h"
#include "core/record.h"
#include "measure/distances.h"

enum { ML_SURFACE_RAW, ML_SURFACE_MASKED, ML_N_SURFACE_VIEWS };

/* The columns of what is counted: border pixels of both regions, those of them that are within the tolerance, and images in
 * which one of the regions is missing. */
enum { ML_SURFACE_BORDER, ML_SURFACE_WITHIN, ML_SURFACE_MISSED, ML_SURFACE_SPURIOUS, ML_N_SURFACE_COUNTS };

/* Those of what is summed. Of a single image the last two are its own; of several they mean nothing. */
enum { ML_SURFACE_DISTANCE, ML_SURFACE_HD, ML_SURFACE_HD95, ML_N_SURFACE_SUMS };

/* As ml_measure_kind's make_part; so many of them. */
enum { ML_N_SURFACE_PARTS = 2 * ML_N_SURFACE_VIEWS };
void ml_surface_make_part(const ml_measure *measure, size_t i, ml_part *part);

/* A view's numbers in the record of a measure with this key: [n_classes][columns]. */
const uint64_t *ml_surface_counts(const ml_record *record, const char *key, int view);
const double *ml_surface_sums(const ml_record *record, const char *key, int view);

/* Where a view's numbers are in a tally. */
typedef struct ml_surface_place {
    uint64_t *counts;
    ml_fixed *sums;
} ml_surface_place;

ml_surface_place ml_surface_place_of(const ml_tally *tally, const char *key, int view);

/* Adds class c's distances of an image. */
ml_status ml_surface_add(const ml_surface_place *place, size_t c, const ml_distances *distances, ml_error *error) ML_MUST_USE;

#endif
