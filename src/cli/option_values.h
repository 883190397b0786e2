/* What is done with the values of options. Each function checks a value and notes it in the arguments; a usage error names the
 * option and what is wanted. */
#ifndef ML_CLI_OPTION_VALUES_H
#define ML_CLI_OPTION_VALUES_H

#include "cli/option.h"

/* What the options that choose take. Of inspect's, compare's and explain's -f: the last three. */
ml_names ml_activation_name, ml_absent_name, ml_empty_name, ml_view_name, ml_layout_name, ml_truth_layout_name, ml_samples_name,
    ml_progress_name, ml_color_name, ml_bad_pixels_name, ml_hard_name, ml_prediction_as_name, ml_unknown_name, ml_match_name,
    ml_format_name, ml_inspection_format_name, ml_comparison_format_name, ml_explanation_format_name;

/* The index of a value among the names of the row, or a usage error that lists them. */
ml_status ml_option_choose(const ml_option_row *row, const char *value, ml_error *error, size_t *index) ML_MUST_USE;

/* Any text that is not empty, and an option without value: into the row's field of ml_arguments. */
ml_option_setter ml_take_text, ml_take_flag;

/* The others, each for the option of its name. */
ml_option_setter ml_take_classes, ml_take_ignore, ml_take_weights, ml_take_loss, ml_take_measure, ml_take_spacing,
    ml_take_absent, ml_take_empty, ml_take_activation, ml_take_bad_pixels, ml_take_epsilon, ml_take_smooth, ml_take_map_scale,
    ml_take_views, ml_take_match, ml_take_max_pixels, ml_take_max_memory, ml_take_jobs, ml_take_shard;

#endif
