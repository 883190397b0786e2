/* The middle 95 % of many values, without keeping the many: its ends lie among the 2.5 % lowest and highest. */
#ifndef ML_CORE_TAILS_H
#define ML_CORE_TAILS_H

#include <stddef.h>

enum {
    ML_TAILS_MOST = 10000, /* values */
    ML_TAIL = 251,         /* of each end are kept: the quantile 0.025 of that many lies between the last two */
};

/* NaN: not known. */
typedef struct ml_interval {
    double low, high;
} ml_interval;

/* A zeroed one is of no values. */
typedef struct ml_tails {
    size_t n;             /* values, at most ML_TAILS_MOST */
    double low[ML_TAIL];  /* the lowest, a heap whose first is the highest of them */
    double high[ML_TAIL]; /* the highest, with the opposite sign, likewise */
} ml_tails;

/* Adds a value; NaN and infinity are none. */
void ml_tails_add(ml_tails *tails, double x);

/* Quantiles 0.025 and 0.975, interpolated linearly between order statistics at (n - 1) q; of fewer than `least` values, which
 * is at least 1: NaN. They follow from the values alone, whatever their order was. Takes the tails apart. */
ml_interval ml_tails_interval(ml_tails *tails, size_t least);

#endif
