/* Distances between the borders of true and predicted regions (Hausdorff, its 95th percentile, mean, within a tolerance). */
#ifndef ML_MEASURE_SURFACE_H
#define ML_MEASURE_SURFACE_H

#include "core/measure.h"

extern const ml_measure_kind ml_measure_surface;

#endif
