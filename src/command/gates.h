/* Gates of eval and merge: checked before anything is evaluated, judged by the aggregate at the end. */
#ifndef ML_COMMAND_GATES_H
#define ML_COMMAND_GATES_H

#include "command/worst.h"

/* Checks the paths of --gate and --by, and sets in the report which images it will have, before anything is evaluated: a usage
 * error where a path leads to no figure of results with these settings. The aggregate is empty, and the figures are as good as
 * empty afterwards. On failure nothing is held. */
ml_status ml_report_prepare(const ml_arguments *arguments, ml_aggregate *empty, ml_figures *figures, ml_error *error,
                            ml_worst *worst, ml_report *report) ML_MUST_USE;

/* Judges the gates by a set. On failure nothing is held. */
ml_status ml_gates_judge(const ml_gates *gates, const ml_set_result *set, ml_error *error, ml_verdicts *verdicts) ML_MUST_USE;

/* The exit status once the result is written: ML_E_GATE where a gate fails, with the failed ones and their values, unless
 * `others`, which is what the error is about, is worse; the gates are then only said. */
ml_status ml_gates_status(const ml_verdicts *verdicts, ml_status others, ml_error *error) ML_MUST_USE;

#endif
