/* --group, the rule of the groups of images, and what it does not go with. */
#ifndef ML_CLI_OPTION_GROUP_H
#define ML_CLI_OPTION_GROUP_H

#include "cli/option.h"

ml_option_setter ml_take_group;

/* What the rule does not go with, once all options are known: a usage error. */
ml_status ml_check_group(const ml_job *job, ml_error *error) ML_MUST_USE;

#endif
