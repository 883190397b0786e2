/* maskloss merge: the images of several record streams, scored and reported as if one evaluation had seen them all. */
#include "command/run.h"

#include "engine/merge.h"

ml_status ml_merge_run(ml_arguments *arguments, ml_error *error)
{
    ml_out out;
    if (arguments->list_losses)
        return ml_print_losses(arguments->job.report.output, error);
    if (arguments->job.n_inputs == 0)
        return ml_fail(error, ML_E_USAGE,
                       "merge: record streams are wanted, files that eval -f jsonl wrote (see maskloss help "
                       "merge)");
    ml_status status = ml_arguments_open_output(arguments, error, &out);
    if (status)
        return status;
    status = ml_merge(&arguments->job, &out, error);
    ml_out_close(&out);
    return status;
}
