/* maskloss explain: every step for one pixel of one image. */
#include "command/run.h"

#include "base/number.h"
#include "command/input_checks.h"
#include "engine/explain.h"

#include <string.h>

/* ROW,COL, two whole numbers. */
static bool is_place(const char *text, uint64_t numbers[2])
{
    const char *comma = strchr(text, ',');
    return comma && ml_integer_parse(text, (size_t)(comma - text), SIZE_MAX, &numbers[0]) &&
           ml_integer_parse(comma + 1, strlen(comma + 1), SIZE_MAX, &numbers[1]);
}

/* The place, which is the last operand. */
static ml_status parse_place(char *const *operands, ml_error *error, size_t *row, size_t *column)
{
    uint64_t numbers[2];
    if (!is_place(operands[2], numbers) && (is_place(operands[0], numbers) || is_place(operands[1], numbers)))
        return ml_fail(error, ML_E_USAGE, "explain: '%s' is no place, which comes last: TRUTH, PREDICTION, ROW,COL",
                       operands[2]);
    if (!is_place(operands[2], numbers))
        return ml_fail(error, ML_E_USAGE,
                       "explain: '%s' is no place: ROW,COL is wanted, two whole numbers that count from 0, such as 12,40",
                       operands[2]);
    *row = (size_t)numbers[0];
    *column = (size_t)numbers[1];
    return ML_OK;
}

ml_status ml_explain_run(ml_arguments *arguments, ml_error *error)
{
    ml_job *job = &arguments->job;
    ml_out out;
    size_t row = 0, column = 0;
    if (arguments->list_losses)
        return ml_print_losses(job->report.output, error);
    if (job->n_inputs != 3)
        return ml_fail(error, ML_E_USAGE,
                       "explain: TRUTH, PREDICTION and ROW,COL are wanted, two files and a place; %zu given (see maskloss help "
                       "explain)",
                       job->n_inputs);
    ml_status status = parse_place(job->inputs, error, &row, &column);
    job->n_inputs = 2;
    job->pairs.is_one = true;
    if (!status)
        status = ml_check_input_options(&job->input, error);
    if (!status)
        status = ml_arguments_open_output(arguments, error, &out);
    if (status)
        return status;
    status = ml_explain(job, row, column, &out, error);
    ml_out_close(&out);
    return status;
}
