/* A pointwise loss, pixel by pixel, in the masked view. */
#ifndef ML_OBSERVE_MAPS_LOSS_VALUES_H
#define ML_OBSERVE_MAPS_LOSS_VALUES_H

#include "observe/maps/map.h"

/* Of one loss. */
typedef struct ml_loss_values {
    const ml_loss_sum *sum;
    double epsilon;
    size_t n_classes;
    double *factor; /* [n_classes] of a pixel of true class y */
    double
        *certain; /* [n_classes] what a pixel of true class y costs that is certain and right; < 0: the class is not masked */
} ml_loss_values;

/* For a map of a pointwise loss; borrows it. On failure nothing is held. */
ml_status ml_loss_values_init(const ml_settings *settings, const ml_map *map, ml_error *error,
                              ml_loss_values *values) ML_MUST_USE;
void ml_loss_values_clear(ml_loss_values *values);

/* out[i]: what pixel first + i costs, i < n <= ML_MAP_PIXELS; 0 where it is ignored. */
void ml_loss_values_find(const ml_loss_values *values, const ml_pixels *pixels, size_t first, size_t n, double *out);

#endif
