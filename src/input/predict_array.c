/* Predictions in arrays of any format: (H,W,C) and (C,H,W) in C or Fortran order, with a leading axis of images a
 * batch; one channel of floats (binary); integers of one channel (hard labels). See predict_array.h. */
#include "input/predict_array.h"

#include "base/memory.h"
#include "input/predict_gray.h"
#include "input/predict_hard.h"
#include "label/color_array.h"

#include <math.h>
#include <stdlib.h>

typedef struct array_reader {
    ml_source source;
    ml_array_header header;
    ml_array_reader pixels; /* once bound */
    bool is_binary;
} array_reader;

static ml_status start(void *state, size_t image, ml_error *error)
{
    array_reader *reader = state;
    return ml_array_reader_start(&reader->pixels, image, error);
}

static ml_status read_tile(void *state, size_t first, size_t n, ml_error *error, ml_tile *tile)
{
    array_reader *reader = state;
    ml_values values;
    ml_status status = ml_array_reader_read(&reader->pixels, first, n, error, &values);
    if (status)
        return status;
    tile->type = values.type;
    tile->swapped = values.swapped;
    tile->samples = values.samples;
    tile->pixel_stride = values.pixel_stride;
    tile->class_stride = values.channel_stride;
    tile->binary = reader->is_binary;
    return ML_OK;
}

static void close_reader(void *state)
{
    array_reader *reader = state;
    ml_array_reader_clear(&reader->pixels);
    ml_source_close(&reader->source);
    free(reader);
}

/* Whether the values of each pixel of the first image sum to 1. */
static ml_status sum_to_1(const array_reader *reader, const ml_axes *axes, const ml_limits *limits, ml_error *error,
                          bool *found)
{
    ml_array_reader pixels;
    const size_t n_pixels = axes->height * axes->width;
    bool all = true;
    ml_status status = ml_array_reader_init(&reader->source, &reader->header, axes, limits, error, &pixels);
    if (status)
        return status;
    status = ml_array_reader_start(&pixels, 0, error);
    for (size_t first = 0, n; first < n_pixels && all && !status; first += n) {
        ml_values values;
        n = n_pixels - first < ML_TILE_PIXELS ? n_pixels - first : ML_TILE_PIXELS;
        status = ml_array_reader_read(&pixels, first, n, error, &values);
        for (size_t i = 0; i < n && all && !status; i++) {
            double sum = 0;
            for (size_t c = 0; c < axes->n_channels; c++)
                sum += ml_values_at(&values, i, c);
            all = fabs(sum - 1) <= 1e-3; /* not where it is NaN */
        }
    }
    ml_array_reader_clear(&pixels);
    if (!status)
        *found = all;
    return status;
}

ml_status ml_prediction_choose_axes(const ml_prediction *prediction, const ml_axes *first, const ml_axes *second,
                                    ml_error *error, ml_axes *chosen)
{
    const array_reader *reader = prediction->state;
    const ml_input_options *options = prediction->options;
    bool is_first = true, is_second = false;
    ml_status status = ML_OK;
    if (reader->header.is_float && options->activation == ML_ACTIVATION_NONE) {
        status = sum_to_1(reader, first, &options->limits, error, &is_first);
        if (!status && !is_first)
            status = sum_to_1(reader, second, &options->limits, error, &is_second);
    }
    if (!status)
        *chosen = !is_first && is_second ? *second : *first;
    return status;
}

/* Whether there are as many channels as wanted: one per class or, of a class set that names channels, these. One channel of
 * floats is the value of class 1 of two. */
static ml_status check_channels(const ml_prediction *prediction, size_t n_channels, const ml_classes *classes, ml_error *error)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    size_t n_classes = n_channels == 1 ? 2 : n_channels;
    bool grouped = classes && classes->class_of_channel;
    ml_array_shape_text(prediction->array, shape);
    if (n_channels > ML_MAX_CLASSES)
        return ml_fail(error, ML_E_INPUT, "%s: the shape %s has %zu channels; up to %d are read", prediction->name, shape,
                       n_channels, ML_MAX_CLASSES);
    if (grouped && n_channels != classes->n_channels)
        return ml_fail(error, ML_E_INPUT, "%s: %s has %zu channel%s; the class set names %zu (\"channels\")", prediction->name,
                       shape, n_channels, n_channels == 1 ? "" : "s", classes->n_channels);
    if (grouped || !classes || n_classes == classes->n)
        return ML_OK;
    return ml_fail(
        error, ML_E_INPUT, "%s: %s has %zu channel%s for %zu classes%s", prediction->name, shape, n_channels,
        n_channels == 1 ? "" : "s", classes->n,
        n_channels == 1 ? "; one channel stands for two classes; if these are labels, say --prediction-as=labels"
        : n_channels + 1 == classes->n
            ? "; is the background channel missing? Without it, leave that class out of the set and ignore its labels"
        : n_channels == classes->n + 1 ? "; is one of background or void, which the class set (--classes) lacks?"
                                       : " (maskloss inspect FILE says more)");
}

/* Whether floats in one channel are said to be labels. */
static bool are_labels(const ml_input_options *options)
{
    return options->prediction_as == ML_AS_LABELS || options->prediction_as == ML_AS_INDICES;
}

/* Whether an array of integers may be class colours: the set has some, and there are as many channels as those have, but not as
 * many as there are classes. */
static bool may_be_colors(const array_reader *reader, size_t n_channels, const ml_classes *classes)
{
    return classes && classes->has_colors && !reader->header.is_float && (n_channels == 3 || n_channels == 4) &&
           n_channels != classes->n_channels;
}

/* Whether it is to be read as colours: it is said that these are labels, or the class set has all of them. */
static ml_status look_for_colors(const array_reader *reader, size_t n_channels, const ml_input_options *options,
                                 const ml_classes *classes, ml_error *error, bool *found)
{
    const ml_label_code none = {.kind = ML_CODE_NONE};
    *found = reader->header.facts.is_color; /* of pages that are label images */
    if (*found || options->prediction_as == ML_AS_PROBABILITIES || !may_be_colors(reader, n_channels, classes))
        return ML_OK;
    *found = are_labels(options);
    return *found ? ML_OK
                  : ml_color_array_find(&reader->source, &reader->header, &options->limits, &none, classes, error, found);
}

static ml_status bind(ml_prediction *prediction, const ml_array_roles *roles, const ml_classes *classes, ml_error *error)
{
    array_reader *reader = prediction->state;
    const ml_axes *axes = &roles->prediction;
    const ml_input_options *options = prediction->options;
    const bool is_gray = options->prediction_as == ML_AS_PROBABILITIES;
    bool are_colors = false;
    ml_status status = look_for_colors(reader, axes->n_channels, options, classes, error, &are_colors);
    if (status)
        return status;
    if (are_colors || (axes->n_channels == 1 && (!reader->header.is_float || are_labels(options)))) {
        status = (is_gray ? ml_gray_prediction_of_array : ml_hard_prediction_of_array)(&reader->source, &reader->header, error,
                                                                                       prediction);
        if (status)
            return status;
        free(reader); /* the prediction has another state now, and that has the source */
        return prediction->ops->bind(prediction, roles, classes, error);
    }
    status = check_channels(prediction, axes->n_channels, classes, error);
    if (status && may_be_colors(reader, axes->n_channels, classes))
        ml_error_add(error, "; if these are class colours, say --prediction-as=labels");
    if (!status && options->activation != ML_ACTIVATION_NONE && !reader->header.is_float)
        status = ml_fail_activation(prediction, "integers", error);
    if (!status && options->activation == ML_ACTIVATION_SOFTMAX && axes->n_channels == 1)
        status =
            ml_fail(error, ML_E_INPUT, "%s: has one channel, which is no softmax: say --activation=sigmoid", prediction->name);
    if (!status)
        status = ml_array_reader_init(&reader->source, &reader->header, axes, &options->limits, error, &reader->pixels);
    if (status)
        return status;
    reader->is_binary = prediction->is_binary = axes->n_channels == 1;
    prediction->n_channels = reader->is_binary ? 2 : axes->n_channels;
    prediction->is_random_access = reader->pixels.access != ML_ARRAY_FROM_MEMORY && !reader->source.sequential;
    prediction->full_scale = reader->header.full_scale;
    prediction->layout = reader->is_binary ? "binary" : ml_layout_names[axes->layout];
    return ML_OK;
}

ml_status ml_array_prediction_open(const ml_source *source, const ml_array_header *header, ml_error *error,
                                   ml_prediction *prediction)
{
    static const ml_reader_ops ops = {.bind = bind, .start = start, .read = read_tile, .close = close_reader};
    array_reader *reader = ml_alloc(1, sizeof *reader);
    if (!reader)
        return ml_fail_memory(error, "a prediction");
    reader->source = *source;
    reader->header = *header;
    prediction->ops = &ops;
    prediction->state = reader;
    prediction->name = reader->source.name;
    prediction->array = &reader->header;
    prediction->facts = &reader->header.facts;
    return ML_OK;
}
