/* Colours of maps. */
#ifndef ML_CORE_PALETTE_H
#define ML_CORE_PALETTE_H

#include "core/class_colors.h"
#include "core/classes.h"
#include "core/pixel_state.h"

enum {
    ML_N_ERROR_STATES = ML_PIXEL_IGNORED + 1, /* the last is for bad pixels, too */
    ML_PALETTE_SIZE = 256,
    ML_PALETTE_NONE = 254, /* the places of what is no class */
    ML_PALETTE_IGNORED = 255,
    ML_N_SCALE_COLORS = 255,
};

extern const uint8_t ml_error_colors[ML_N_ERROR_STATES][3];
extern const uint8_t ml_scale_colors[ML_N_SCALE_COLORS][3]; /* from dark for 0 to bright for 1 */

/* Fills the palette of at most ML_N_CLASS_COLORS classes: their own colours, or where they have none others; white for none and
 * gray for ignored. */
void ml_palette_of_classes(const ml_classes *classes, uint8_t colors[ML_PALETTE_SIZE][3]);

#endif
