/* Open pairs; see opened.h. */
#include "input/opened.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static ml_status find_fit(ml_opened *opened, const ml_input_options *options, ml_error *error)
{
    const ml_labels *t = &opened->truth;
    const ml_prediction *p = &opened->prediction;
    const ml_side truth = {t->source.name, ml_labels_array(t),         t->width,
                           t->height,      opened->truth_at.has_index, opened->truth_at.index};
    const ml_side prediction = {
        p->name, p->array, p->width, p->height, opened->prediction_at.has_index, opened->prediction_at.index};
    ml_status status = ml_fit_find(&truth, &prediction, options->truth_layout, options->layout, error, &opened->fit);
    if (!status && truth.array)
        status = ml_labels_set_axes(&opened->truth, &opened->fit.truth, opened->fit.is_onehot, error);
    return status;
}

static ml_status bind_truth(ml_opened *opened, ml_error *error)
{
    const ml_classes *classes = opened->classes;
    const ml_fit *fit = &opened->fit;
    if (!classes)
        return ML_OK;
    if (fit->is_onehot && fit->truth.n_channels != classes->n)
        return ml_fail(error, ML_E_INPUT, "%s: is one-hot with %zu channels for %zu classes (maskloss inspect FILE says more)",
                       opened->truth.source.name, fit->truth.n_channels, classes->n);
    return ml_labels_bind(&opened->truth, classes, fit->is_onehot, error);
}

/* Takes a path apart; --array is for those that name no array. */
static ml_status locate(const char *text, const ml_input_options *options, ml_error *error, ml_location *location)
{
    ml_status status = ml_location_parse(text, error, location);
    if (status || location->array || !options->array)
        return status;
    location->array = ml_strdup(options->array);
    return location->array ? ML_OK : ml_fail_memory(error, "a path");
}

ml_status ml_opened_open(const ml_pair *pair, const ml_input_options *options, const ml_classes *classes, ml_error *error,
                         ml_opened *opened)
{
    memset(opened, 0, sizeof *opened);
    opened->pair = pair;
    opened->classes = classes;
    ml_status status = locate(pair->truth, options, error, &opened->truth_at);
    if (!status)
        status = locate(pair->prediction, options, error, &opened->prediction_at);
    if (!status)
        status = ml_labels_open(&opened->truth_at, &options->limits, options->reading, error, &opened->truth);
    if (status) {
        ml_location_clear(&opened->truth_at);
        ml_location_clear(&opened->prediction_at);
        return status;
    }
    status = ml_prediction_open(pair, &opened->prediction_at, options, classes, error, &opened->prediction);
    if (!status)
        status = find_fit(opened, options, error);
    if (!status)
        status = bind_truth(opened, error);
    if (!status)
        status = ml_prediction_bind(&opened->prediction, &opened->fit, classes, error);
    if (status)
        ml_opened_close(opened);
    return status;
}

void ml_opened_close(ml_opened *opened)
{
    ml_labels_close(&opened->truth);
    ml_prediction_close(&opened->prediction);
    ml_location_clear(&opened->truth_at);
    ml_location_clear(&opened->prediction_at);
}

/* The number of an image in the file of the prediction. */
static size_t prediction_image(const ml_opened *opened, size_t image)
{
    return opened->prediction_at.has_index ? opened->prediction_at.index : image;
}

ml_status ml_opened_start(ml_opened *opened, size_t image, ml_error *error)
{
    ml_status status = ml_labels_start(&opened->truth, opened->truth_at.has_index ? opened->truth_at.index : image, error);
    return status ? status : opened->prediction.ops->start(opened->prediction.state, prediction_image(opened, image), error);
}

ml_status ml_opened_again(const ml_opened *opened, size_t image, ml_error *error, ml_prediction *prediction)
{
    ml_status status = ml_prediction_open(opened->pair, &opened->prediction_at, opened->prediction.options, opened->classes,
                                          error, prediction);
    if (status)
        return status;
    status = ml_prediction_bind(prediction, &opened->fit, opened->classes, error);
    if (!status)
        status = prediction->ops->start(prediction->state, prediction_image(opened, image), error);
    if (status)
        ml_prediction_close(prediction);
    return status;
}

char *ml_opened_text(const ml_opened *opened)
{
    const ml_labels *truth = &opened->truth;
    char *text = ml_format("%s: %zu x %zu, %s%s%s%s; prediction %s", opened->pair->truth, truth->width, truth->height,
                           opened->fit.is_onehot ? "one-hot" : "labels", truth->has_two_readings ? ", " : "",
                           truth->has_two_readings ? ml_reading_names[truth->reading] : "",
                           truth->has_two_readings ? " of two readings" : "", opened->prediction.layout);
    if (!text || !opened->fit.is_batch)
        return text;
    char *longer = ml_format("%s; %zu images", text, opened->fit.n_images);
    free(text);
    return longer;
}

ml_status ml_opened_read_truth(ml_opened *opened, ml_error *error, ml_truth *truth)
{
    return ml_truth_read(&opened->truth, opened->classes, error, truth);
}

char *ml_image_name(const char *text, bool is_batch, size_t image)
{
    return is_batch ? ml_format("%s[%zu]", text, image) : ml_strdup(text);
}
