/* The measure `boundary_iou`: how far the rims of true and predicted regions overlap. What it is: maskloss-measures(7). */
#ifndef ML_MEASURE_BOUNDARY_IOU_H
#define ML_MEASURE_BOUNDARY_IOU_H

#include "core/measure.h"

extern const ml_measure_kind ml_measure_boundary_iou;

#endif
