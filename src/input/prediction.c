/* Opens predictions; see prediction.h. The table of formats is here. */
#include "input/prediction.h"

#include "format/foreign.h"
#include "format/npy.h"
#include "format/npz.h"

#include <string.h>
#include <strings.h>

ml_status ml_fail_activation(const ml_prediction *prediction, const char *what, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: holds %s, which are no logits: --activation is for floats", prediction->name, what);
}

/* A PNG: the label reader opens the file itself. */
ml_status ml_png_prediction_open(ml_source *source, const ml_image_path *location, ml_error *error, ml_prediction *prediction)
{
    ml_status status = ml_hard_prediction_open(location, error, prediction);
    if (!status)
        ml_source_close(source);
    return status;
}

/* Formats of a prediction that is one file, recognised by how it begins; a name that says another one is an error. */
static const struct format {
    const char *name, *extension;
    bool (*is)(const ml_source *source);
    ml_status (*open)(ml_source *source, const ml_image_path *location, ml_error *error, ml_prediction *prediction);
} formats[] = {
    {"a NumPy array", ".npy", ml_npy_is, ml_npy_prediction_open},
    {"a NumPy archive", ".npz", ml_npz_is, ml_npz_prediction_open},
    {"a PNG", ".png", ml_png_is, ml_png_prediction_open},
};

static ml_status find_format(const ml_source *source, ml_error *error, const struct format **format)
{
    const struct format *is = NULL, *named = NULL;
    const char *dot = strrchr(source->name, '.');
    for (size_t f = 0; f < ML_COUNT(formats); f++) {
        is = formats[f].is(source) ? &formats[f] : is;
        named = dot && strcasecmp(dot, formats[f].extension) == 0 ? &formats[f] : named;
    }
    if (!is && (!named || source->size_bytes == 0 || ml_foreign_find(source)))
        return ml_fail_foreign(
            source, ml_foreign_find(source),
            "neither .npy, .npz nor PNG; a prediction is an .npy or .npz of probabilities, one PNG per class, "
            "or a PNG of labels",
            error);
    if (named && is != named)
        return ml_fail(error, ML_E_INPUT, "%s: is called %s, but is not %s%s%s", source->name, named->extension, named->name,
                       is ? ": rename it, it is " : "", is ? is->name : "");
    *format = is;
    return ML_OK;
}

ml_status ml_prediction_open(const ml_pair *pair, const ml_image_path *location, const ml_input_options *options,
                             const ml_classes *classes, ml_error *error, ml_prediction *prediction)
{
    ml_source source;
    const struct format *format = NULL;
    ml_prediction opened = {.options = options, .name = pair->n_planes ? pair->prediction : location->file};
    ml_status status;
    if (pair->n_planes) {
        status = ml_planes_prediction_open(pair, classes, error, &opened);
    } else {
        status = ml_source_open(location->file, error, &source);
        if (status)
            return status;
        status = find_format(&source, error, &format);
        if (!status)
            status = format->open(&source, location, error, &opened);
        if (status)
            ml_source_close(&source);
    }
    if (!status)
        *prediction = opened;
    return status;
}

void ml_prediction_close(ml_prediction *prediction)
{
    if (prediction->ops)
        prediction->ops->close(prediction->state);
    *prediction = (ml_prediction){0};
}

ml_status ml_prediction_bind(ml_prediction *prediction, const ml_array_roles *roles, const ml_classes *classes, ml_error *error)
{
    if (!prediction->array && (prediction->width != roles->truth.width || prediction->height != roles->truth.height))
        return ml_fail(error, ML_E_INPUT,
                       "%s: is %zu wide and %zu high, its truth %zu wide and %zu high; nothing is ever resized",
                       prediction->name, prediction->width, prediction->height, roles->truth.width, roles->truth.height);
    return prediction->ops->bind(prediction, roles, classes, error);
}

ml_labels *ml_prediction_labels(const ml_prediction *prediction)
{
    return prediction->ops->labels ? prediction->ops->labels(prediction->state) : NULL;
}
