/* Finds what is evaluated; see inputs.h. */
#include "engine/inputs.h"

#include "engine/class_choice.h"
#include "engine/count_classes.h"
#include "input/pairs/truth_planes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ml_status find_pairs(const ml_job *job, ml_error *error, ml_inputs *inputs)
{
    const ml_pair_choice *choice = &job->pairs;
    const ml_pairing pairing = {.truth_prefix = choice->truth_prefix,
                                .prediction_prefix = choice->prediction_prefix,
                                .truth_suffix = choice->truth_suffix,
                                .prediction_suffix = choice->prediction_suffix,
                                .classes = job->classes.name ? &inputs->classes : NULL,
                                .max_pipe_bytes = job->input.limits.max_memory_bytes,
                                .truth_planes = job->input.truth_layout == ML_TRUTH_PLANES,
                                .missing_truth = job->input.missing_truth != NULL,
                                .by_name = choice->by_name,
                                .is_one = choice->is_one,
                                .partial = job->partial,
                                .keep_going = job->keep_going};
    ml_status status = choice->list ? ml_pairs_read(choice->list, choice->null_ended, &pairing, error, &inputs->pairs)
                                    : ml_pairs_find(job->inputs[0], job->inputs[1], &pairing, error, &inputs->pairs);
    if (!status && choice->photos.where)
        status = ml_pairs_find_photos(&choice->photos, choice->list != NULL, &pairing, error, &inputs->pairs);
    return status;
}

/* Whether the class of missing truths is one. */
static ml_status check_missing_truth(const ml_job *job, const ml_classes *classes, ml_error *error)
{
    const char *name = job->input.missing_truth;
    if (!name || ml_classes_find(classes, name, strlen(name)) < classes->n)
        return ML_OK;
    return ml_classes_fail_no_class(classes, "--missing-truth", name, strlen(name), error);
}

static ml_status make_classes(const ml_job *job, const ml_trial *trial, ml_error *error, ml_inputs *inputs)
{
    size_t n = 0;
    ml_status status = ML_OK;
    if (!job->classes.name) {
        status = ml_count_classes(job, trial, &inputs->pairs, error, &n, &inputs->classes_from_labels);
        if (!status)
            status = ml_classes_init_plain(n, error, &inputs->classes);
        if (!status)
            status = check_missing_truth(job, &inputs->classes, error);
    }
    return status ? status : ml_class_choice_index(&job->classes, error, &inputs->classes);
}

/* Whether a pair that can be evaluated has a mask of class 0, and others lack it. */
static ml_status must_have_class_0(const ml_trial *trial, ml_inputs *inputs, ml_error *error, bool *must)
{
    ml_pairs *pairs = &inputs->pairs;
    bool is_lacking = false, is_good = false;
    ml_status status = ML_OK;
    for (size_t i = 0; i < pairs->n; i++)
        is_lacking = is_lacking || ml_pair_lacks_class_0(&pairs->items[i]);
    for (size_t i = 0; i < pairs->n && is_lacking && !is_good && !status; i++)
        if (ml_pair_has_class_0(&pairs->items[i]))
            status = trial->try_image(trial->context, &inputs->classes, &pairs->items[i], ML_ANY_IMAGE, error, &is_good);
    *must = is_good;
    return status;
}

/* Leaves out what lacks class 0 where it must be there; classes that it may have counted are counted again. */
static ml_status leave_out_class_0(const ml_job *job, const ml_trial *trial, ml_error *error, ml_inputs *inputs)
{
    bool must = false;
    ml_status status = must_have_class_0(trial, inputs, error, &must);
    if (status || !must)
        return status;
    status = ml_pairs_leave_out_class_0(&inputs->pairs, error);
    if (status || job->classes.name)
        return status;
    ml_classes_clear(&inputs->classes);
    for (size_t i = 0; i < inputs->pairs.n; i++) {
        free(inputs->pairs.items[i].failure);
        inputs->pairs.items[i].failure = NULL;
    }
    return make_classes(job, trial, error, inputs);
}

ml_status ml_inputs_find(const ml_job *job, const ml_trial *trial, ml_error *error, ml_inputs *inputs)
{
    ml_status status = ML_OK;
    *inputs = (ml_inputs){.classes = {0}};
    if (job->classes.name)
        status = ml_class_choice_read(&job->classes, error, &inputs->classes);
    if (!status && job->classes.name)
        status = check_missing_truth(job, &inputs->classes, error);
    if (!status)
        status = find_pairs(job, error, inputs);
    if (!status)
        status = make_classes(job, trial, error, inputs);
    if (!status && trial)
        status = leave_out_class_0(job, trial, error, inputs);
    if (status)
        ml_inputs_clear(inputs);
    return status;
}

void ml_inputs_clear(ml_inputs *inputs)
{
    ml_pairs_clear(&inputs->pairs);
    ml_classes_clear(&inputs->classes);
}

void ml_inputs_tell(const ml_inputs *inputs, const ml_listener *listener)
{
    const ml_pairs *pairs = &inputs->pairs;
    char text[ML_ERROR_TEXT_SIZE];
    size_t n_photos = 0;
    for (size_t i = 0; i < pairs->n; i++)
        n_photos += pairs->items[i].photo != NULL;
    if (pairs->n_passed_over > 0) {
        snprintf(text, sizeof text, "%zu file%s%s passed over, such as %s", pairs->n_passed_over,
                 pairs->n_passed_over == 1 ? "" : "s", pairs->knows_passed_over ? "" : " of unknown kind", pairs->passed_over);
        ml_tell(listener, ML_MESSAGE_NOTE, text);
    }
    if (pairs->n_missing > 0) {
        snprintf(text, sizeof text, "%zu of %zu pairs missing", pairs->n_missing, pairs->n_expected);
        ml_tell(listener, ML_MESSAGE_NOTE, text);
    }
    if (pairs->n_extra > 0) {
        snprintf(text, sizeof text, "%zu prediction%s no truth", pairs->n_extra, pairs->n_extra == 1 ? " has" : "s have");
        ml_tell(listener, ML_MESSAGE_NOTE, text);
    }
    if (n_photos > 0 && n_photos < pairs->n) {
        snprintf(text, sizeof text, "%zu of %zu images have no photo", pairs->n - n_photos, pairs->n);
        ml_tell(listener, ML_MESSAGE_NOTE, text);
    }
    if (inputs->classes_from_labels) {
        snprintf(text, sizeof text, "%zu classes, because the largest label is %zu (--classes says otherwise)",
                 inputs->classes.n, inputs->classes.n - 1);
        ml_tell(listener, ML_MESSAGE_NOTE, text);
    }
}
