/* Hard predictions: a label image whose labels go through the class set like the truth's, or are class indices; ignored and
 * unknown labels are no class. See predict_hard.h. */
#include "input/predict_hard.h"

#include "base/memory.h"
#include "base/number.h"
#include "input/predict_gray.h"

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
    ml_status status = ml_labels_read(&reader->labels, tile->truth, n, error, reader->decision);
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
    if (prediction->options->has_threshold)
        return ml_fail(error, ML_E_USAGE, "--threshold: %s holds labels, which have no probability to compare with it",
                       prediction->name);
    if (prediction->array)
        status = ml_labels_set_axes(&reader->labels, &roles->prediction,
                                    roles->prediction.n_channels > 1 ? ML_CHANNELS_COLORS : ML_CHANNELS_NONE, error);
    if (!status && classes)
        status = ml_labels_bind(&reader->labels, classes, prediction->options->prediction_as == ML_AS_INDICES, error);
    prediction->n_channels = 0;
    prediction->layout = ml_label_reading_text(&reader->labels.reading);
    return status;
}

/* What may be done about unknown labels. */
static void advise(const ml_prediction *prediction, const ml_labels *labels, ml_error *error)
{
    const ml_survey *survey = &labels->findings.survey;
    const ml_raster_header *raster = labels->file.raster;
    const bool is_said = prediction->options->prediction_as != ML_AS_AUTO;
    const bool is_gray = raster ? raster->kind == ML_RASTER_GRAY : ml_can_be_probabilities(prediction->array);
    if (!is_said && is_gray && labels->file.classes->n == 2 && survey->n_labels > 2)
        ml_error_add(error, "if the values are probabilities of class 1, say --prediction-as=probabilities; ");
    else if (!is_said && !survey->has_no_index)
        ml_error_add(error, "if these are class indices, say --prediction-as=indices; ");
    else if (survey->unknown.label < 0 || survey->unknown.label > ML_LARGEST_LABEL)
        ml_error_add(error, "labels are 0 to %d, and no class set can have it; ", ML_LARGEST_LABEL);
    else
        ml_error_add(error, "%s", labels->file.by_index ? "" : "map them in a class set (--classes), or ");
    ml_error_add(error, "--unknown=miss counts them as no class");
}

/* The error of unknown labels. */
static ml_status unknown_labels(const ml_prediction *prediction, const ml_labels *labels, const char *name, ml_error *error)
{
    const ml_survey *survey = &labels->findings.survey;
    char number[ML_NUMBER_TEXT_SIZE];
    const bool by_entry = labels->reading.taken == ML_READING_COLOR;
    if (labels->reading.by_color || by_entry) {
        if (by_entry)
            ml_labels_fail_entry(labels, name, error);
        else
            ml_colors_fail_unknown(&labels->colors, name, labels->width, error);
        ml_error_add(error, "; --unknown=miss counts it as no class");
        return error->status;
    }
    ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu: label %s is ", name, survey->unknown.pixel / labels->width,
            survey->unknown.pixel % labels->width, ml_number_text(survey->unknown.label, number));
    if (labels->file.by_index)
        ml_error_add(error, "no class index, 0 to %zu", labels->file.classes->n - 1);
    else
        ml_error_add(error, "none of the %zu classes and not ignored", labels->file.classes->n);
    ml_error_add(error, " (%zu pixel%s, %zu unknown label%s): ", survey->n_unknown_pixels,
                 survey->n_unknown_pixels == 1 ? "" : "s", survey->n_unknown_labels, survey->n_unknown_labels == 1 ? "" : "s");
    advise(prediction, labels, error);
    return error->status;
}

static ml_status finish(const ml_prediction *prediction, const char *name, ml_error *error, ml_hints *hints)
{
    const ml_labels *labels = &((const hard_reader *)prediction->state)->labels;
    const ml_input_options *options = prediction->options;
    if (labels->findings.survey.n_no_label > 0) {
        ml_labels_fail_no_label(labels, error);
        ml_error_add(error, "; if these are probabilities or logits, leave --prediction-as=%s out",
                     ml_prediction_as_names[options->prediction_as]);
        return error->status;
    }
    if (options->prediction_as == ML_AS_AUTO && ml_survey_is_doubtful(&labels->findings.survey))
        return ml_fail(error, ML_E_INPUT,
                       "%s: its labels fit the class set, where some are no class, and are class indices too, which mean other "
                       "classes: say --prediction-as=labels|indices",
                       name);
    const bool has_unknown = ml_labels_n_unknown(labels) > 0;
    if (has_unknown && !options->unknown_is_miss)
        return unknown_labels(prediction, labels, name, error);
    *hints |= ml_hint_bit(ML_HINT_HARD) | ml_labels_hints(labels) | (has_unknown ? ml_hint_bit(ML_HINT_UNKNOWN_LABELS) : 0);
    return ML_OK;
}

/* Makes labels that are open in `reader` the prediction's. */
static void take(hard_reader *reader, ml_prediction *prediction)
{
    static const ml_reader_ops ops = {
        .bind = bind, .start = start, .read = read_tile, .finish = finish, .close = close_reader, .labels = get_labels};
    reader->labels.file.is_prediction = true;
    prediction->ops = &ops;
    prediction->state = reader;
    prediction->name = reader->labels.source.name;
    prediction->array = ml_labels_array(&reader->labels);
    prediction->facts = ml_labels_facts(&reader->labels);
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
    ml_status status = ml_labels_open_array(source, header, &prediction->options->limits, prediction->options->reading, error,
                                            &reader->labels);
    if (status)
        free(reader);
    else
        take(reader, prediction);
    return status;
}
