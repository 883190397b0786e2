/* How inputs are to be read, as far as the user says it. */
#ifndef ML_INPUT_OPTIONS_H
#define ML_INPUT_OPTIONS_H

#include "input/labels.h"

typedef enum ml_layout { ML_LAYOUT_AUTO, ML_LAYOUT_HWC, ML_LAYOUT_CHW, ML_N_LAYOUTS } ml_layout;
extern const char *const ml_layout_names[ML_N_LAYOUTS];

typedef struct ml_input_options {
    ml_limits limits;
    ml_layout layout;         /* axis order of arrays */
    ml_reading reading;       /* of packed gray and gray-palette labels */
    ml_activation activation; /* of the values of predictions: integers have none */
} ml_input_options;

#endif
