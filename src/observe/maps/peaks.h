/* An observer of tiles that leaves, of each map with a scale, the image's largest value. */
#ifndef ML_OBSERVE_MAPS_PEAKS_H
#define ML_OBSERVE_MAPS_PEAKS_H

#include "observe/maps/maps.h"

/* Its parameters are an ml_maps; what it leaves is an array [n] of doubles, 0 where a map has no scale. */
extern const ml_observer_kind ml_peaks;

#endif
