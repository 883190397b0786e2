/* Options about reading that do not go together, for all commands that evaluate images. */
#ifndef ML_COMMAND_INPUT_CHECKS_H
#define ML_COMMAND_INPUT_CHECKS_H

#include "input/input_options.h"

/* A usage error where an option has no meaning with another one. */
ml_status ml_check_input_options(const ml_input_options *input, ml_error *error) ML_MUST_USE;

#endif
