/* The measure `calibration`: whether predictions are right as often as they are sure. What it is: maskloss-measures(7). */
#ifndef ML_MEASURE_CALIBRATION_H
#define ML_MEASURE_CALIBRATION_H

#include "core/measure.h"

extern const ml_measure_kind ml_measure_calibration;

#endif
