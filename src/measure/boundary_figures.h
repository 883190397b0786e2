/* The figures of the measure `boundary_iou`. */
#ifndef ML_MEASURE_BOUNDARY_FIGURES_H
#define ML_MEASURE_BOUNDARY_FIGURES_H

#include "core/catalogue_row.h"

/* Its parts of the record: what each class comes down to, [classes][ML_N_RIMS], in the views `raw` and `masked`. */
enum { ML_BOUNDARY_RAW, ML_BOUNDARY_MASKED, ML_N_BOUNDARY_PARTS };
extern const char *const ml_boundary_parts[ML_N_BOUNDARY_PARTS];

/* Those of a measure with this key in a record, or what is counted in a tally. */
uint64_t *ml_boundary_counts(const struct ml_record *record, const char *key, int part);

/* What a kind of measure wants of its figures (core/measure.h). */
extern const ml_catalogue_row ml_boundary_rows[], ml_boundary_view_rows[];
ml_status ml_boundary_create(const ml_measure *measure, const struct ml_settings *settings, ml_error *error,
                             void **figures) ML_MUST_USE;
void ml_boundary_destroy(void *figures);
void ml_boundary_compute(const struct ml_record *record, void *figures);
size_t ml_boundary_n_sums(const void *figures);
void ml_boundary_take_sums(const void *figures, double *sums);
void ml_boundary_from_sums(const double *sums, void *figures);

#endif
