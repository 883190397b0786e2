/* Confidences by true class and bin, as the measure calibration counts them. */
#ifndef ML_MEASURE_CONFIDENCE_H
#define ML_MEASURE_CONFIDENCE_H

#include "base/fixed.h"

#include <stddef.h>

/* Of true class y and bin b at y * n_bins + b. All borrowed. */
typedef struct ml_confidence {
    size_t n_bins;
    uint64_t *pixels, *right;
    ml_fixed *conf; /* exact sums, of fewer than 2^63 pixels */
} ml_confidence;

/* Adds n pixels: their true classes or ML_IGNORED, decisions, and confidences in 2^-11..1 (of ignored ones anything). A bin has
 * its lower end but not the upper one, as far as conf * n_bins, rounded, tells; the last one has both. */
void ml_confidence_add(const ml_confidence *to, size_t n, const uint16_t *label, const uint16_t *decision, const double *conf);

#endif
