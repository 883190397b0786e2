/* What one pixel costs, and where its losses would go if its values changed. */
#ifndef ML_ENGINE_PIXEL_LOSSES_H
#define ML_ENGINE_PIXEL_LOSSES_H

#include "core/explained.h"
#include "engine/pixel_reading.h"

/* A zeroed one may be cleared. */
typedef struct ml_pixel_losses {
    size_t n_losses;
    ml_explained_loss *losses; /* [n_losses] the pointwise ones that are asked for */
    size_t n_gradients;
    ml_explained_gradient *gradients; /* [n_gradients] */
} ml_pixel_losses;

/* Whether a gradient of these losses, at a pixel of true class y, follows from more than the truth of the image. */
bool ml_pixel_losses_need_image(const ml_settings *settings, const ml_loss *const *wanted, size_t n_wanted, size_t y,
                                bool ignores_bad);

/* Of a pixel that has been read, of true class y, the losses of the settings and the gradients of n_wanted losses. The losses
 * must outlive it. After failure, too, it is to be cleared. */
ml_status ml_pixel_losses_find(const ml_pixel_reading *reading, size_t y, const ml_loss *const *wanted, size_t n_wanted,
                               ml_error *error, ml_pixel_losses *found) ML_MUST_USE;
void ml_pixel_losses_clear(ml_pixel_losses *losses);

#endif
