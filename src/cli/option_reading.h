/* What is done with the values of options about how files are read, as in option_values.h. */
#ifndef ML_CLI_OPTION_READING_H
#define ML_CLI_OPTION_READING_H

#include "cli/option.h"

/* Each for the option of its name. */
ml_option_setter ml_take_layout, ml_take_truth_layout, ml_take_prediction_as, ml_take_unknown, ml_take_threshold,
    ml_take_no_data, ml_take_truth_code, ml_take_samples;

#endif
