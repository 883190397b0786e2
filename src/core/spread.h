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
    bool is_unknown;   /* not all of the images are in it: nothing can be said of them together */
} ml_spread;

/* Adds an image's value; NaN: it has none. False on overflow, the spread is spoilt then. */
bool ml_spread_add(ml_spread *spread, double x);

/* Adds what another one is of. False on overflow, the spread is spoilt then. */
bool ml_spread_join(ml_spread *spread, const ml_spread *other);

/* The mean, NaN over no images. */
double ml_spread_mean(const ml_spread *spread);

/* The same over groups of images (n_images is their number), and in which of them the figure is worst. A zeroed one is of no
 * groups. */
typedef struct ml_group_spread {
    ml_spread spread;
    const char *worst; /* the name of the group, borrowed; the first of equals; NULL: there is none */
} ml_group_spread;

/* Which values of a figure are the better ones. */
typedef enum ml_better {
    ML_LESS_IS_BETTER,
    ML_MORE_IS_BETTER,
    ML_NEAR_0_IS_BETTER, /* of either sign */
} ml_better;

/* By how much `after` is worse than `before`, below 0 where it is better; NaN where one of them is. */
double ml_worsening(ml_better better, double before, double after);

/* Adds a group's value, as ml_spread_add. */
bool ml_group_spread_add(ml_group_spread *spread, double x, ml_better better, const char *name);

#endif
