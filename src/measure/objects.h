/* The measure `objects`: connected regions of true classes, found or missed. What it is: maskloss-measures(7). */
#ifndef ML_MEASURE_OBJECTS_H
#define ML_MEASURE_OBJECTS_H

#include "core/measure.h"

extern const ml_measure_kind ml_measure_objects;

#endif
