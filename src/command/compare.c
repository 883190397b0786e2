/* maskloss compare: two record streams of the same images, side by side. */
#include "command/run.h"

#include "engine/compare.h"

#include <string.h>

static ml_status check_operands(const ml_job *job, ml_error *error)
{
    if (job->n_inputs != 2)
        return ml_fail(
            error, ML_E_USAGE,
            "compare: BASELINE and CANDIDATE are wanted, two record streams that eval -f jsonl wrote; %zu given (see "
            "maskloss help compare)",
            job->n_inputs);
    if (strcmp(job->inputs[0], "-") == 0 && strcmp(job->inputs[1], "-") == 0)
        return ml_fail(error, ML_E_USAGE, "compare: standard input (-) can be read only once");
    return ML_OK;
}

ml_status ml_compare_run(ml_arguments *arguments, ml_error *error)
{
    ml_out out;
    if (arguments->list_losses)
        return ml_print_losses(arguments->job.report.output, error);
    ml_status status = check_operands(&arguments->job, error);
    if (!status)
        status = ml_arguments_open_output(arguments, error, &out);
    if (status)
        return status;
    status = ml_compare(&arguments->job, &out, error);
    ml_out_close(&out);
    return status;
}
