/* The kinds of maps, a row in a file each. */
#ifndef ML_OBSERVE_MAPS_KINDS_H
#define ML_OBSERVE_MAPS_KINDS_H

#include "observe/maps/map.h"

extern const ml_map_kind ml_map_error, ml_map_loss, ml_map_decision, ml_map_truth;
extern const ml_map_kind ml_map_probability, ml_map_masked, ml_map_gradient, ml_map_overlay, ml_map_photo;

#endif
