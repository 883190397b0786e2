/* What became of a pixel, in the masked view. */
#ifndef ML_CORE_PIXEL_STATE_H
#define ML_CORE_PIXEL_STATE_H

#include "core/settings.h"

typedef enum ml_pixel_state {
    ML_PIXEL_RIGHT,
    ML_PIXEL_FORGIVEN, /* of a masked class, and called something else */
    ML_PIXEL_MISSED,   /* of another class, and called a masked one */
    ML_PIXEL_WRONG,    /* otherwise */
    ML_PIXEL_IGNORED,
    ML_PIXEL_BAD, /* maps show it as ignored */
    ML_N_PIXEL_STATES
} ml_pixel_state;

/* Of a valid pixel of true class y that is called d: a class, or ML_NONE. */
static inline ml_pixel_state ml_pixel_state_of(const ml_settings *settings, size_t y, uint16_t d)
{
    if (d == y)
        return ML_PIXEL_RIGHT;
    if (settings->masked[y])
        return ML_PIXEL_FORGIVEN;
    return d != ML_NONE && settings->masked[d] ? ML_PIXEL_MISSED : ML_PIXEL_WRONG;
}

#endif
