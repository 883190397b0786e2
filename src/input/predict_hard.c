/* Hard predictions: a label image whose labels go through the class set like the truth's; ignored and unknown labels are no
 * class. See prediction.h. */
#include "base/memory.h"
#include "input/prediction.h"

#include <stdlib.h>

typedef struct hard_reader {
    ml_labels labels;
    uint16_t decision[ML_TILE_PIXELS];
} hard_reader;

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

static const char *layout_of(const ml_labels *labels)
{
    return !labels->has_two_readings              ? "labels"
           : labels->reading == ML_READING_SCALED ? "labels, scaled of two readings"
                                                  : "labels, raw of two readings";
}

ml_status ml_hard_prediction_open(const char *path, const ml_input_options *options, const ml_expected *expected,
                                  ml_error *error, ml_prediction *prediction)
{
    static const ml_reader_ops ops = {read_tile, close_reader};
    hard_reader *reader = ml_alloc(1, sizeof *reader);
    if (!reader)
        return ml_fail_memory(error, "a prediction");
    ml_status status = ml_labels_open(path, &options->limits, options->reading, error, &reader->labels);
    if (status) {
        free(reader);
        return status;
    }
    if (reader->labels.width != expected->width || reader->labels.height != expected->height)
        status = ml_fail_size(path, reader->labels.width, reader->labels.height, expected, error);
    if (!status)
        status = ml_labels_bind(&reader->labels, expected->classes, error);
    if (status)
        close_reader(reader);
    else
        *prediction = (ml_prediction){&ops, reader, layout_of(&reader->labels), false};
    return status;
}
