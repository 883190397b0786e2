/* The commands, each in a file of its own. They write their result; messages go through ml_say. */
#ifndef ML_COMMAND_RUN_H
#define ML_COMMAND_RUN_H

#include "cli/command.h"

ml_status ml_compare_run(ml_arguments *arguments, ml_error *error) ML_MUST_USE;
ml_status ml_eval_run(ml_arguments *arguments, ml_error *error) ML_MUST_USE;
ml_status ml_explain_run(ml_arguments *arguments, ml_error *error) ML_MUST_USE;
ml_status ml_inspect_run(ml_arguments *arguments, ml_error *error) ML_MUST_USE;
ml_status ml_merge_run(ml_arguments *arguments, ml_error *error) ML_MUST_USE;

#endif
