/* The figures of the measure `surface`, which follow from its parts of a record (surface_parts.h). */
#ifndef ML_MEASURE_SURFACE_FIGURES_H
#define ML_MEASURE_SURFACE_FIGURES_H

#include "core/catalogue_row.h"

/* As the members of ml_measure_kind. */
extern const ml_catalogue_row ml_surface_rows[], ml_surface_view_rows[];
ml_status ml_surface_figures_create(const ml_measure *measure, const ml_settings *settings, ml_error *error,
                                    void **figures) ML_MUST_USE;
void ml_surface_figures_destroy(void *figures);
void ml_surface_figures_compute(const ml_record *record, void *figures);
size_t ml_surface_figures_n_sums(const void *figures);
void ml_surface_figures_take_sums(const void *figures, double *sums);
void ml_surface_figures_from_sums(const double *sums, void *figures);

#endif
