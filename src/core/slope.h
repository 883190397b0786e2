/* The derivative of a loss's mean over an image, in the masked view, with respect to the probabilities of one of its pixels. It
 * depends on the image through a few numbers per class alone. */
#ifndef ML_CORE_SLOPE_H
#define ML_CORE_SLOPE_H

#include "core/figures.h"

/* Of one loss; borrows it and the settings. A zeroed one may be cleared. */
typedef struct ml_slope {
    const ml_settings *settings;
    const ml_loss *loss;
    double
        *of_truth; /* [n_classes] by p_y, of a pixel of true class y: by its TP and FN; pointwise: w or alpha / valid pixels */
    double *of_other; /* [n_classes] by p_c, of a pixel of another class: by the FP of c; pointwise: not used */
} ml_slope;

/* On failure nothing is held. */
ml_status ml_slope_init(const ml_settings *settings, const ml_loss *loss, ml_error *error, ml_slope *slope) ML_MUST_USE;
void ml_slope_clear(ml_slope *slope);

/* Takes the numbers from an image's figures in the masked view. */
void ml_slope_take(ml_slope *slope, const ml_view_figures *masked);

/* by_p[n_classes]: the derivative at a valid pixel of true class y with probabilities p[n_classes]; 0 where y is masked, and
 * for losses of pt where that is clipped. Probabilities sum to 1, so what is added to all of by_p alike is without meaning. */
void ml_slope_of_pixel(const ml_slope *slope, size_t y, const double *p, double *by_p);

#endif
