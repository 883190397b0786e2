/* A figure over images: its exact sum, its least and largest value, and of how many images it is. Neither the order of the
 * images nor how they were split can change a bit. */
#ifndef ML_CORE_SPREAD_H
#define ML_CORE_SPREAD_H

#include "base/fixed.h"

#include <stdbool.h>
#include <stdint.h>

/* A zeroed one is of no images. */
typedef struct ml_spread {
    ml_fixed sum;
    double min, max;   /* not set without images */
    uint64_t n_images; /* where the figure is defined */
} ml_spread;

/* Adds an image's value; NaN: it has none. False on overflow, the spread is spoilt then. */
bool ml_spread_add(ml_spread *spread, double x);

/* Adds what another one is of. False on overflow, the spread is spoilt then. */
bool ml_spread_join(ml_spread *spread, const ml_spread *other);

/* The mean, NaN over no images. */
double ml_spread_mean(const ml_spread *spread);

#endif
