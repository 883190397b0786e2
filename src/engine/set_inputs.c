/* Before images are read; see set_inputs.h. */
#include "engine/set_inputs.h"

#include "engine/overwriting.h"
#include "measure/measures.h"

#include <string.h>

/* The name of a class that is said by name or index, and exists. */
static const char *name_of_class(const ml_classes *classes, const char *said)
{
    return classes->items[ml_classes_find(classes, said, strlen(said))].name;
}

/* The settings of the set, but for weights that follow from the truths. */
static ml_status make_settings(ml_set *set, const ml_job *job, const ml_classes *classes, ml_error *error)
{
    ml_settings *settings = &set->settings;
    ml_status status = ml_set_make_settings(set, job, classes, error);
    if (!status)
        status = ml_kernel_choose(job->kernel, error, &settings->kernel);
    if (status)
        return status;
    settings->activation = job->input.activation;
    settings->epsilon = job->epsilon;
    settings->has_threshold = job->input.has_threshold;
    settings->threshold = job->input.threshold;
    settings->no_data = job->input.no_data;
    if (job->input.missing_truth)
        settings->said[ML_SAID_MISSING_TRUTH] = name_of_class(settings->classes, job->input.missing_truth);
    settings->said[ML_SAID_TRUTH_CODE] = job->input.truth_code_text;
    if (job->input.prediction_as != ML_AS_AUTO)
        settings->said[ML_SAID_PREDICTION_AS] = ml_prediction_as_names[job->input.prediction_as];
    if (job->input.reading != ML_READING_AUTO)
        settings->said[ML_SAID_SAMPLES] = ml_reading_names[job->input.reading];
    if (settings->has_threshold && settings->classes->n != 2)
        return ml_fail(error, ML_E_USAGE, "--threshold: is between two classes, and there are %zu", settings->classes->n);
    return ml_scoring_apply(&job->scoring, error, settings);
}

ml_status ml_set_find_inputs(ml_set *set, const ml_job *job, const ml_trial *trial, ml_error *error, ml_inputs *inputs)
{
    const ml_scoring *scoring = &job->scoring;
    ml_status status = ml_losses_parse(scoring->losses, scoring->has_smooth ? &scoring->smooth : NULL, error, &set->losses);
    if (!status)
        status = ml_measures_parse(scoring->measures, error, &set->measures);
    if (!status)
        status = ml_inputs_find(job, trial, error, inputs);
    if (!status)
        status = ml_losses_check(&set->losses, inputs->classes.n, error);
    if (!status)
        status = make_settings(set, job, &inputs->classes, error);
    return status ? status : ml_refuse_overwriting_pairs(job, inputs, error);
}
