/* What is done with the values of options about what is shown, and how, as in option_values.h. */
#ifndef ML_CLI_OPTION_REPORTS_H
#define ML_CLI_OPTION_REPORTS_H

#include "cli/option.h"

/* Each for the option of its name; ml_take_comparison_* are those of compare, ml_take_explanation_* of explain. */
ml_option_setter ml_take_progress, ml_take_color, ml_take_format, ml_take_worst, ml_take_gate, ml_take_comparison_gate,
    ml_take_print, ml_take_comparison_print, ml_take_comparison_format, ml_take_explanation_format, ml_take_help;

#endif
