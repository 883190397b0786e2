/* Hard predictions: a label image whose labels go through the class set like the truth's, or are class indices; ignored and
 * unknown labels are no class. See prediction.h. */
#include "base/memory.h"
#include "input/prediction.h"

#include <stdlib.h>

typedef struct hard_reader {
    ml_labels labels;
    uint16_t decision[ML_TILE_PIXELS];
} hard_reader;

static ml_status start(void *state, size_t image, ml_error *error)
{
    hard_reader *reader = state;
    return ml_labels_start(&reader->labels, image, error);
}

static ml_status read_tile(void *state, size_t first, size_t n, ml_error *error, ml_tile *tile)
{
    hard_reader *reader = state;
    ML_UNUSED(first);
    ml_status status = ml_labels_read(&reader->labels, n, error, reader->decision);
    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        if (reader->decision[i] == ML_IGNORED)
            reader->decision[i] = ML_NONE;
    tile->type = ML_SAMPLE_NONE;
    tile->decision = reader->decision;
    return ML_OK;
}

static void close_reader(void *state)
{
    hard_reader *reader = state;
    ml_labels_close(&reader->labels);
    free(reader);
}

static ml_labels *get_labels(void *state) { return &((hard_reader *)state)->labels; }

static ml_status bind(ml_prediction *prediction, const ml_array_roles *roles, const ml_classes *classes, ml_error *error)
{
    hard_reader *reader = prediction->state;
    ml_status status = ML_OK;
    if (prediction->options->activation != ML_ACTIVATION_NONE)
        return ml_fail_activation(prediction, "labels", error);
    if (prediction->array)
        status = ml_labels_set_axes(&reader->labels, &roles->prediction, false, error);
    if (!status && classes)
        status = ml_labels_bind(&reader->labels, classes, prediction->options->hard_are_indices, error);
    prediction->n_channels = 0;
    prediction->layout = ml_label_reading_text(&reader->labels.reading);
    return status;
}

/* Makes labels that are open in `reader` the prediction's. */
static void take(hard_reader *reader, ml_prediction *prediction)
{
    static const ml_reader_ops ops = {bind, start, read_tile, close_reader, get_labels};
    prediction->ops = &ops;
    prediction->state = reader;
    prediction->name = reader->labels.source.name;
    prediction->array = ml_labels_array(&reader->labels);
    prediction->width = reader->labels.width;
    prediction->height = reader->labels.height;
}

ml_status ml_hard_prediction_open(const ml_file_format *format, const ml_source *source, ml_error *error,
                                  ml_prediction *prediction)
{
    const ml_input_options *options = prediction->options;
    hard_reader *reader = ml_alloc(1, sizeof *reader);
    if (!reader)
        return ml_fail_memory(error, "a prediction");
    ml_status status =
        ml_labels_open_raster(format->raster, source, &options->limits, options->reading, error, &reader->labels);
    if (status)
        free(reader);
    else
        take(reader, prediction);
    return status;
}

ml_status ml_hard_prediction_of_array(const ml_source *source, const ml_array_header *header, ml_error *error,
                                      ml_prediction *prediction)
{
    hard_reader *reader = ml_alloc(1, sizeof *reader);
    if (!reader)
        return ml_fail_memory(error, "a prediction");
    ml_status status = ml_labels_open_array(source, header, &prediction->options->limits, error, &reader->labels);
    if (status)
        free(reader);
    else
        take(reader, prediction);
    return status;
}
