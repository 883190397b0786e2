/* The figures of the measure `objects`, which follow from its parts of a record (object_parts.h). They have no views: masking
 * does not touch objects of the classes that are shown, which are those that are not masked. */
#ifndef ML_MEASURE_OBJECT_FIGURES_H
#define ML_MEASURE_OBJECT_FIGURES_H

#include "core/catalogue_row.h"

/* As the members of ml_measure_kind. */
extern const ml_catalogue_row ml_object_rows[];
ml_status ml_object_figures_create(const ml_measure *measure, const ml_settings *settings, ml_error *error, void **figures);
void ml_object_figures_destroy(void *figures);
void ml_object_figures_compute(const ml_record *record, void *figures);
size_t ml_object_figures_n_sums(const void *figures);
void ml_object_figures_take_sums(const void *figures, double *sums);
void ml_object_figures_from_sums(const double *sums, void *figures);

#endif
