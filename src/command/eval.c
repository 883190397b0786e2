/* maskloss eval: every pair is read and reduced to its record, and reported; then the set. */
#include "command/run.h"

#include "command/input_checks.h"
#include "engine/eval.h"

#include <string.h>

/* Two operands, or a list, which says itself what belongs together. */
static ml_status check_operands(const ml_arguments *arguments, ml_error *error)
{
    const ml_pair_choice *pairs = &arguments->job.pairs;
    const char *useless = pairs->truth_prefix        ? "--truth-prefix"
                          : pairs->prediction_prefix ? "--prediction-prefix"
                          : pairs->truth_suffix      ? "--truth-suffix"
                          : pairs->prediction_suffix ? "--prediction-suffix"
                          : arguments->match         ? "--match"
                                                     : NULL;
    if (pairs->null_ended && !pairs->list)
        return ml_fail(error, ML_E_USAGE, "--null: is how lines of a list end; --list=FILE is missing");
    if (pairs->photos.suffix && !pairs->photos.where)
        return ml_fail(error, ML_E_USAGE, "--photo-suffix: is what photos' names end in; --photos=DIR is missing");
    if (pairs->list && arguments->job.n_inputs > 0)
        return ml_fail(error, ML_E_USAGE, "--list: names all files; '%s' is one operand too many", arguments->job.inputs[0]);
    if (pairs->list && useless)
        return ml_fail(error, ML_E_USAGE, "%s: has no meaning with --list, which says what belongs together", useless);
    if (!pairs->list && arguments->job.n_inputs != 2)
        return ml_fail(error, ML_E_USAGE,
                       "eval: TRUTH and PREDICTION are wanted, two files or two directories, or --list=FILE; %zu given (see "
                       "maskloss help eval)",
                       arguments->job.n_inputs);
    return ML_OK;
}

/* Options that do not go together. */
static ml_status check_stream_options(const ml_job *job, ml_error *error)
{
    if (job->resume &&
        (strcmp(job->report.form->name, "jsonl") != 0 || !job->report.output || job->report.summary || job->report.n_worst > 0))
        return ml_fail(error, ML_E_USAGE,
                       "--resume: goes on with a record stream, for which --format=jsonl and --output=FILE are wanted%s",
                       job->report.summary       ? ", without --summary"
                       : job->report.n_worst > 0 ? ", without --worst"
                                                 : "");
    if (job->pairs.shard_of && job->scoring.weighing != ML_WEIGHTS_GIVEN)
        return ml_fail(error, ML_E_USAGE,
                       "--weights=%s: follows from all truths, of which a shard sees only some; weigh when merging",
                       ml_weighing_names[job->scoring.weighing]);
    return ML_OK;
}

ml_status ml_eval_run(ml_arguments *arguments, ml_error *error)
{
    ml_out out;
    if (arguments->list_losses)
        return ml_print_losses(arguments->job.report.output, error);
    if (arguments->list_measures)
        return ml_print_measures(arguments->job.report.output, error);
    ml_status status = check_operands(arguments, error);
    if (!status)
        status = ml_check_input_options(&arguments->job.input, error);
    if (!status)
        status = check_stream_options(&arguments->job, error);
    if (!status)
        status = ml_arguments_open_output(arguments, error, &out);
    if (status)
        return status;
    status = ml_eval(&arguments->job, &out, error);
    ml_out_close(&out);
    return status;
}
