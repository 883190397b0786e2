/* The functions that take the values of options about what is shown, and how; see option_reports.h. */
#include "cli/option_reports.h"

#include "base/number.h"
#include "cli/option_values.h"

#include <string.h>

ml_status ml_take_progress(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->progress = (ml_progress_when)i;
    return status;
}

ml_status ml_take_color(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->color = (ml_color)i;
    return status;
}

ml_status ml_take_format(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    for (size_t f = 0; !status && ml_report_forms[f]; f++)
        if (strcmp(ml_report_forms[f]->name, row->value.names(i)) == 0)
            a->job.report.form = ml_report_forms[f];
    a->has_format = true;
    return status;
}

ml_status ml_take_worst(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    uint64_t n = 0;
    a->job.report.all_images = strcmp(value, "all") == 0;
    if (!a->job.report.all_images && (!ml_integer_parse(value, strlen(value), SIZE_MAX / 2, &n) || n == 0))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number of images, 1 or more, or all (--summary reports none)",
                       row->name, value);
    a->job.report.n_worst = (size_t)n;
    return ML_OK;
}

ml_status ml_take_gate(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    return ml_gates_add(&a->job.report.gates, row->name, value, ML_GATES_OF_SETS, error);
}

ml_status ml_take_comparison_gate(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    return ml_gates_add(&a->job.report.gates, row->name, value, ML_GATES_OF_COMPARISONS, error);
}

ml_status ml_take_print(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    return ml_gates_add_print(&a->job.report.prints, row->name, value, ML_GATES_OF_SETS, error);
}

ml_status ml_take_comparison_print(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    return ml_gates_add_print(&a->job.report.prints, row->name, value, ML_GATES_OF_COMPARISONS, error);
}

ml_status ml_take_comparison_format(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.comparison_form = &ml_comparison_forms[i];
    a->has_format = true;
    return status;
}

ml_status ml_take_explanation_format(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.explanation_form = &ml_explanation_forms[i];
    return status;
}

ml_status ml_take_help(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ML_UNUSED(row);
    ML_UNUSED(value);
    ML_UNUSED(error);
    a->help = ML_HELP_ALL;
    return ML_OK;
}
