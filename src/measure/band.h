/* The measure `band`: decisions near borders between true classes. What it is: maskloss-measures(7). */
#ifndef ML_MEASURE_BAND_H
#define ML_MEASURE_BAND_H

#include "core/measure.h"

extern const ml_measure_kind ml_measure_band;

#endif
