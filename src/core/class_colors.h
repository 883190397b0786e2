/* Colours of classes that have none of their own. */
#ifndef ML_CORE_CLASS_COLORS_H
#define ML_CORE_CLASS_COLORS_H

#include <stdint.h>

enum { ML_N_CLASS_COLORS = 254 };

extern const uint8_t ml_class_colors[ML_N_CLASS_COLORS][3]; /* red, green, blue; they differ, and class 0 is black */

#endif
