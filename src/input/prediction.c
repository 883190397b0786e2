/* Opens predictions; see prediction.h. The table of formats is here. */
#include "input/prediction.h"

#include "input/npy.h"

#include <string.h>
#include <strings.h>

const char *const ml_layout_names[ML_N_LAYOUTS] = {"auto", "hwc", "chw"};

ml_status ml_fail_size(const char *name, size_t width, size_t height, const ml_expected *expected, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: is %zu wide and %zu high, its truth %zu wide and %zu high; nothing is ever resized",
                   name, width, height, expected->width, expected->height);
}

ml_status ml_hard_source_open(ml_source *source, const ml_input_options *options, const ml_expected *expected, ml_error *error,
                              ml_prediction *prediction)
{
    ml_status status = ml_hard_prediction_open(source->name, options, expected, error, prediction);
    if (!status)
        ml_source_close(source); /* the label reader opens the file itself */
    return status;
}

static ml_status no_channels(const ml_source *source, const ml_input_options *options, const ml_expected *expected,
                             ml_error *error, size_t *n_channels)
{
    ML_UNUSED(source);
    ML_UNUSED(options);
    ML_UNUSED(expected);
    ML_UNUSED(error);
    *n_channels = 0;
    return ML_OK;
}

/* Formats of a prediction that is one file, recognised by how it begins; a name that says another one is an error. */
static const struct format {
    const char *name, *extension;
    bool (*is)(const ml_source *source);
    ml_status (*open)(ml_source *source, const ml_input_options *options, const ml_expected *expected, ml_error *error,
                      ml_prediction *prediction);
    ml_status (*channels)(const ml_source *source, const ml_input_options *options, const ml_expected *expected,
                          ml_error *error, size_t *n_channels);
} formats[] = {
    {"a NumPy array", ".npy", ml_npy_is, ml_npy_prediction_open, ml_npy_prediction_channels},
    {"a PNG", ".png", ml_png_is, ml_hard_source_open, no_channels},
};

static ml_status find_format(const ml_source *source, ml_error *error, const struct format **format)
{
    const struct format *is = NULL, *named = NULL;
    const char *dot = strrchr(source->name, '.');
    for (size_t f = 0; f < ML_COUNT(formats); f++) {
        is = formats[f].is(source) ? &formats[f] : is;
        named = dot && strcasecmp(dot, formats[f].extension) == 0 ? &formats[f] : named;
    }
    if (source->size_bytes == 0)
        return ml_fail(error, ML_E_INPUT, "%s: is empty", source->name);
    if (!is && !named)
        return ml_fail(error, ML_E_INPUT,
                       "%s: neither .npy nor PNG; a prediction is an .npy of probabilities, one PNG per class, or a PNG of "
                       "labels",
                       source->name);
    if (named && is != named)
        return ml_fail(error, ML_E_INPUT, "%s: is called %s, but is not %s%s%s", source->name, named->extension, named->name,
                       is ? ": it is " : "", is ? is->name : "");
    *format = is;
    return ML_OK;
}

ml_status ml_prediction_open(const ml_pair *pair, const ml_input_options *options, const ml_expected *expected, ml_error *error,
                             ml_prediction *prediction)
{
    ml_source source;
    const struct format *format = NULL;
    if (pair->n_planes)
        return ml_planes_prediction_open(pair, options, expected, error, prediction);
    ml_status status = ml_source_open(pair->prediction, error, &source);
    if (status)
        return status;
    status = find_format(&source, error, &format);
    if (!status)
        status = format->open(&source, options, expected, error, prediction);
    if (status)
        ml_source_close(&source);
    return status;
}

void ml_prediction_close(ml_prediction *prediction)
{
    if (prediction->ops)
        prediction->ops->close(prediction->state);
    *prediction = (ml_prediction){0};
}

ml_status ml_prediction_channels(const ml_pair *pair, const ml_input_options *options, const ml_expected *expected,
                                 ml_error *error, size_t *n_channels)
{
    ml_source source;
    const struct format *format = NULL;
    if (pair->n_planes) {
        *n_channels = pair->n_planes;
        return ML_OK;
    }
    ml_status status = ml_source_open(pair->prediction, error, &source);
    if (status)
        return status;
    status = find_format(&source, error, &format);
    if (!status)
        status = format->channels(&source, options, expected, error, n_channels);
    ml_source_close(&source);
    return status;
}
