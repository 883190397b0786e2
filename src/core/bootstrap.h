/* The percentile bootstrap (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13) of figures that are made of
 * sums over units: images, or groups of images.
 *
 * How often a resample has each unit follows from its number and the number of units alone: splitmix64 seeded with the
 * resample's number, the index of each of n draws being the high word of its output times n. A resample's sums add each unit
 * so many times as it was drawn, the product rounded, in the order of the units, from 0. So intervals are the same on any
 * machine and for any number of threads. */
#ifndef ML_CORE_BOOTSTRAP_H
#define ML_CORE_BOOTSTRAP_H

#include "base/error.h"
#include "core/tails.h"
#include "kernel/kernel.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ML_RESAMPLES = ML_TAILS_MOST,
    ML_LEAST_RESAMPLES = 5000, /* with a value, for there to be an interval */
    ML_MOST_RESAMPLERS = 16,   /* threads; more would share too little, and each has counts of all units */
};

/* What each unit adds to the sums: n_columns numbers. In blocks of units, because these are gone through for many resamples
 * while they are near. */
typedef struct ml_units {
    size_t n, n_columns;
    size_t n_blocks, capacity;
    double **blocks; /* [n_blocks][columns / ML_PRODUCT_COLUMNS, rounded up][ML_PRODUCT_UNITS][ML_PRODUCT_COLUMNS] */
} ml_units;

void ml_units_init(size_t n_columns, ml_units *units);
void ml_units_clear(ml_units *units);

/* Adds a unit of zeros. */
ml_status ml_units_add(ml_units *units, ml_error *error) ML_MUST_USE;

/* The place of a unit's number. */
static inline double *ml_units_at(const ml_units *units, size_t unit, size_t column)
{
    size_t panel = column / ML_PRODUCT_COLUMNS, row = panel * ML_PRODUCT_UNITS + unit % ML_PRODUCT_UNITS;
    return units->blocks[unit / ML_PRODUCT_UNITS] + row * ML_PRODUCT_COLUMNS + column % ML_PRODUCT_COLUMNS;
}

/* What is resampled. */
typedef struct ml_bootstrap {
    const ml_units *units;
    const ml_kernel *kernel;
    size_t n_figures;
    /* Makes the figures of a resample's sums, NaN where there is none: [n_columns] and [n_figures]. Each thread hands over a
     * context of its own. */
    void (*figures)(void *context, const double *sums, double *values);
    void *const *contexts; /* [n_threads] */
    size_t n_threads;      /* 1..ML_MOST_RESAMPLERS */
} ml_bootstrap;

/* Fills [n_figures] intervals; below two units, and where fewer than ML_LEAST_RESAMPLES have a value, they are NaN. An error
 * where a resample draws a unit more than 255 times, which is not to be expected of any number of units (1 / 255! for each).
 * Memory: 4 KiB a figure; in each thread 64 bytes a unit, and 520 a column or figure. */
ml_status ml_bootstrap_run(const ml_bootstrap *bootstrap, ml_error *error, ml_interval *intervals) ML_MUST_USE;

#endif
