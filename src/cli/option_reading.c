/* The functions that take the values of options about how files are read; see option_reading.h. */
#include "cli/option_reading.h"

#include "base/number.h"
#include "cli/option_values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ml_status ml_take_layout(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.input.layout = (ml_layout)i;
    return status;
}

ml_status ml_take_truth_layout(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.input.truth_layout = (ml_truth_layout)(i + 1);
    return status;
}

ml_status ml_take_prediction_as(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.input.prediction_as = (ml_prediction_as)(i + 1);
    return status;
}

ml_status ml_take_unknown(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.input.unknown_is_miss = i == 1;
    return status;
}

ml_status ml_take_threshold(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    double *threshold = &a->job.input.threshold;
    if (!ml_number_parse(value, strlen(value), threshold) || !(*threshold >= 0 && *threshold <= 1))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number 0 to 1", row->name, value);
    a->job.input.has_threshold = true;
    return ML_OK;
}

/* Each value of a truth is compared with all of them. */
enum { MAX_NO_DATA = 256 };

ml_status ml_take_no_data(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ml_no_data *no_data = &a->job.input.no_data;
    double x = (double)NAN;
    bool is_there = false;
    if (strcmp(value, "none") == 0) {
        no_data->none = true;
        return ML_OK;
    }
    if (strcmp(value, "nan") != 0 && !ml_number_parse(value, strlen(value), &x))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number, nan or none", row->name, value);
    for (size_t i = 0; i < no_data->n; i++)
        is_there |= isnan(x) ? isnan(no_data->values[i]) : no_data->values[i] <= x && no_data->values[i] >= x;
    if (is_there)
        return ML_OK;
    if (no_data->n == MAX_NO_DATA)
        return ml_fail(error, ML_E_USAGE,
                       "--%s: more than %d values; write truths of labels instead, and name one of them with --ignore",
                       row->name, MAX_NO_DATA);
    double *longer = realloc(a->no_data, (no_data->n + 1) * sizeof *longer);
    if (!longer)
        return ml_fail_memory(error, "values of no data");
    a->no_data = longer;
    longer[no_data->n++] = x;
    no_data->values = longer;
    return ML_OK;
}

ml_status ml_take_truth_code(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ml_input_options *input = &a->job.input;
    if (!ml_label_code_parse(value, &input->truth_code))
        return ml_fail(error, ML_E_USAGE,
                       "--%s: '%s' is no code; there are red, green, blue, rgb, ade20k and /N, a division by a whole number",
                       row->name, value);
    input->truth_code_text = value;
    return ML_OK;
}

ml_status ml_take_samples(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = ml_option_choose(row, value, error, &i);
    a->job.input.reading = (ml_reading)(i + 1);
    return status;
}
