/* Truth; see truth.h. */
#include "input/truth.h"

#include "base/memory.h"
#include "base/number.h"

#include <math.h>
#include <stdlib.h>

ml_status ml_truth_hold(ml_truth *truth, size_t width, size_t height, ml_error *error)
{
    size_t n_pixels = width * height;
    truth->width = width;
    truth->height = height;
    if (n_pixels <= truth->capacity)
        return ML_OK;
    free(truth->plane);
    truth->plane = ml_alloc(n_pixels, sizeof *truth->plane);
    truth->capacity = truth->plane ? n_pixels : 0;
    return truth->plane ? ML_OK : ml_fail_memory(error, "the truth plane");
}

static ml_status unknown_label(const ml_labels *labels, const uint16_t *class_indices, const ml_classes *classes,
                               ml_class_count count, ml_error *error)
{
    char number[ML_NUMBER_TEXT_SIZE], image[ML_ARRAY_READER_IMAGE_TEXT_SIZE];
    if (labels->reading.by_color)
        return ml_colors_fail_unknown(&labels->colors, labels->file.name, labels->width, error);
    if (labels->reading.taken == ML_READING_COLOR)
        return ml_labels_fail_entry(labels, labels->file.name, error);
    const ml_labelled_pixel *unknown = &labels->findings.survey.unknown;
    const ml_survey *survey = &labels->findings.survey;
    ml_number_text(unknown->label, number);
    ml_fail(
        error, ML_E_INPUT,
        "%s%s: row %zu, column %zu: label %s is none of the %zu classes and not ignored (%zu pixel%s, %zu unknown label%s): ",
        labels->file.name, ml_array_reader_image_text(&labels->array, image), unknown->pixel / labels->width,
        unknown->pixel % labels->width, number, classes->n, survey->n_unknown_pixels, survey->n_unknown_pixels == 1 ? "" : "s",
        survey->n_unknown_labels, survey->n_unknown_labels == 1 ? "" : "s");
    if (unknown->label < 0)
        ml_error_add(error, "if it stands for no data, say --no-data=%s", number);
    else if (unknown->label > ML_LARGEST_LABEL && labels->file.code.kind != ML_CODE_NONE)
        ml_error_add(error, "labels are 0 to %d: is --truth-code the one that the truth has?", ML_LARGEST_LABEL);
    else if (unknown->label > ML_LARGEST_LABEL)
        ml_error_add(error, "labels are 0 to %d; if it stands for no data, say --no-data=%s", ML_LARGEST_LABEL, number);
    else
        ml_advise_on_labels(labels, class_indices, count, error);
    return error->status;
}

/* Floats are labels only where they are whole numbers; what else may be meant is for the user to say. */
static ml_status no_label(const ml_labels *labels, ml_error *error)
{
    const ml_labelled_pixel *at = &labels->findings.survey.no_label;
    ml_status status = ml_labels_fail_no_label(labels, error);
    char number[ML_NUMBER_TEXT_SIZE];
    if (at->label > 0 && at->label < 1)
        ml_error_add(error, "; are truth and prediction exchanged?");
    else if (isnan(at->label))
        ml_error_add(error, "; if it stands for no data, say --no-data=nan");
    else if (isinf(at->label)) /* which no option can say */
        ml_error_add(error, "; if it stands for no data, store NaN there, and say --no-data=nan");
    else if (at->label < 0 || at->label > ML_LARGEST_LABEL)
        ml_error_add(error, "; if it stands for no data, say --no-data=%s", ml_number_text(at->label, number));
    return status;
}

/* Values that stand for no data are compared with numbers; where colours tell the classes there are none. */
static ml_status check_no_data(const ml_labels *labels, ml_error *error)
{
    const ml_label_file *file = &labels->file;
    const ml_label_reading *reading = &labels->reading;
    const bool has_colors = reading->by_color || reading->by_code || reading->taken == ML_READING_COLOR ||
                            (file->has_colors && labels->channels == ML_CHANNELS_COLORS);
    if (!has_colors || file->has_own_no_data || !file->no_data || file->no_data->n == 0)
        return ML_OK;
    return ml_fail(
        error, ML_E_INPUT,
        "%s: is read by colours, and --no-data compares numbers: leave it out (--no-data=none), and put what such pixels "
        "are under \"ignore\" in the class set: their colour, or with --truth-code their label",
        file->name);
}

ml_status ml_truth_read(ml_labels *labels, const ml_classes *classes, ml_class_count count, ml_error *error, ml_truth *truth)
{
    ml_status status = check_no_data(labels, error);
    if (!status)
        status = ml_truth_hold(truth, labels->width, labels->height, error);
    if (!status)
        status = ml_labels_read(labels, NULL, labels->n_pixels, error, truth->plane);
    if (!status)
        status = check_no_data(labels, error); /* the reading is known now */
    if (!status && labels->findings.survey.n_no_label > 0)
        status = no_label(labels, error);
    if (!status && ml_labels_n_unknown(labels) > 0)
        status = unknown_label(labels, truth->plane, classes, count, error);
    return status;
}

void ml_truth_clear(ml_truth *truth)
{
    free(truth->plane);
    *truth = (ml_truth){0};
}
