/* Label images; see labels.h. */
#include "label/labels.h"

#include "base/memory.h"
#include "base/number.h"
#include "format/registry.h"
#include "kernel/pixels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHUNK_PIXELS = 4096, /* at most, decoded at a time where a whole image is looked through */
    NO_DATA = 0xfffc,    /* no class, in `own`: a sample that is ignored because it stands for no data */
};
_Static_assert((int)ML_MAX_CLASSES <= (int)NO_DATA, "classes and special values must differ");

ml_status ml_labels_open_raster(const ml_raster_ops *ops, const ml_source *source, const ml_limits *limits, ml_reading said,
                                ml_error *error, ml_labels *labels)
{
    memset(labels, 0, sizeof *labels);
    labels->limits = limits;
    labels->source = *source;
    const ml_raster_header *header = &labels->raster.header;
    ml_status status = ml_raster_open(ops, &labels->source, limits, error, &labels->raster);
    if (status)
        return status;
    labels->file = (ml_label_file){.name = source->name, .raster = header, .said = said};
    labels->reading = ml_label_reading_decide(&labels->file, NULL);
    if (labels->reading.fault) {
        ml_raster_close(&labels->raster);
        return ml_label_reading_fail(&labels->file, &labels->reading, error);
    }
    labels->width = header->width;
    labels->height = header->height;
    labels->n_pixels = header->n_pixels;
    return ML_OK;
}

ml_status ml_labels_open_array(const ml_source *source, const ml_array_header *header, const ml_limits *limits, ml_error *error,
                               ml_labels *labels)
{
    memset(labels, 0, sizeof *labels);
    labels->limits = limits;
    labels->source = *source;
    labels->array_header = *header;
    labels->file = (ml_label_file){.name = source->name, .array = &labels->array_header};
    labels->reading = ml_label_reading_decide(&labels->file, NULL);
    return ml_label_reading_fail(&labels->file, &labels->reading, error);
}

/* The error of a file that is in no format of labels. */
static ml_status no_labels(const ml_source *source, const ml_file_format *format, ml_error *error)
{
    char rasters[ML_FORMATS_TEXT_SIZE], arrays[ML_FORMATS_TEXT_SIZE];
    ml_formats_text(ML_FORMAT_TRUTH | ML_FORMAT_RASTER, " or ", rasters);
    ml_formats_text(ML_FORMAT_TRUTH | ML_FORMAT_ARRAY, " or ", arrays);
    char *wanted = ml_format("not a %s; labels are a %s, or integers in an %s", rasters, rasters, arrays);
    ml_status status = wanted ? ml_fail_format(source, format, wanted, error) : ml_fail_memory(error, "a message");
    free(wanted);
    return status;
}

ml_status ml_labels_open_source(const ml_source *source, const char *key, const ml_limits *limits, ml_reading said,
                                ml_error *error, ml_labels *labels)
{
    ml_source own = *source;
    ml_array_header header;
    const ml_file_format *format = ml_file_format_of_source(source);
    bool is_raster = false;
    ml_status status = ml_file_format_is(format, ML_FORMAT_TRUTH) ? ml_file_is_raster(format, source, error, &is_raster)
                                                                  : no_labels(source, format, error);
    if (!status && is_raster) {
        status = ml_labels_open_raster(format->raster, &own, limits, said, error, labels);
    } else if (!status) {
        status = format->open_array(&own, key, limits, error, &header);
        if (!status)
            status = ml_labels_open_array(&own, &header, limits, error, labels);
    }
    if (status)
        ml_source_close(&own);
    return status;
}

ml_status ml_labels_open(const char *path, const char *key, const ml_limits *limits, ml_reading said, ml_error *error,
                         ml_labels *labels)
{
    ml_source source;
    ml_status status = ml_source_open(path, error, &source);
    return status ? status : ml_labels_open_source(&source, key, limits, said, error, labels);
}

void ml_labels_close(ml_labels *labels)
{
    ml_raster_close(&labels->raster);
    ml_array_reader_clear(&labels->array);
    ml_colors_clear(&labels->colors);
    ml_source_close(&labels->source);
    ml_survey_clear(&labels->findings.survey);
    ml_stored_no_data_clear(&labels->no_data);
    free(labels->own);
    labels->own = NULL;
}

void ml_labels_set_no_data(ml_labels *labels, const ml_no_data *no_data) { labels->file.no_data = no_data; }

static bool is_raster(const ml_labels *labels) { return labels->raster.ops != NULL; }

const ml_array_header *ml_labels_array(const ml_labels *labels) { return is_raster(labels) ? NULL : &labels->array_header; }

ml_status ml_labels_set_axes(ml_labels *labels, const ml_axes *axes, bool is_onehot, ml_error *error)
{
    if (axes->n_channels > ML_MAX_CLASSES)
        return ml_fail(error, ML_E_INPUT, "%s: is one-hot with %zu channels; up to %d are read", labels->source.name,
                       axes->n_channels, ML_MAX_CLASSES);
    ml_status status =
        ml_limits_pixels(labels->limits, labels->source.name, axes->width, axes->height, error, &labels->n_pixels);
    if (!status)
        status = ml_stored_no_data_init(labels->file.no_data, labels->array_header.type, error, &labels->no_data);
    if (!status)
        status = ml_array_reader_init(&labels->source, &labels->array_header, axes, labels->limits, error, &labels->array);
    if (status)
        return status;
    labels->width = axes->width;
    labels->height = axes->height;
    labels->is_onehot = is_onehot;
    return ML_OK;
}

ml_status ml_labels_start(ml_labels *labels, size_t image, ml_error *error)
{
    labels->n_read = 0;
    ml_survey_clear(&labels->findings.survey);
    labels->findings.has_no_data = false;
    ml_colors_start(&labels->colors);
    return is_raster(labels) ? ml_raster_restart(&labels->raster, error) : ml_array_reader_start(&labels->array, image, error);
}

/* Decodes a whole raster and marks the samples that occur. */
static ml_status scan_raster(ml_labels *labels, ml_error *error, bool *used)
{
    uint16_t samples[CHUNK_PIXELS];
    ml_status status = ML_OK;
    for (size_t left = labels->n_pixels, n; left > 0 && !status; left -= n) {
        n = left < CHUNK_PIXELS ? left : CHUNK_PIXELS;
        status = ml_raster_read(&labels->raster, ML_SAMPLE_U16, n, error, samples);
        for (size_t i = 0; i < n && !status; i++)
            used[samples[i]] = true;
    }
    return status;
}

/* Decides the reading, with as much work as that needs. */
static ml_status decide(ml_labels *labels, ml_error *error)
{
    bool occurs[ML_READING_SAMPLES] = {false};
    labels->reading = ml_label_reading_decide(&labels->file, NULL);
    if (labels->reading.taken == ML_READING_AUTO) {
        ml_status status = scan_raster(labels, error, occurs);
        if (status)
            return status;
        labels->reading = ml_label_reading_decide(&labels->file, occurs);
    }
    return ml_label_reading_fail(&labels->file, &labels->reading, error);
}

ml_status ml_labels_bind(ml_labels *labels, const ml_classes *classes, bool by_index, ml_error *error)
{
    labels->table = by_index ? &classes->index_of : &classes->class_of;
    labels->class_of = labels->table->of_small;
    labels->file.classes = classes;
    labels->file.by_index = by_index;
    ml_status status = decide(labels, error);
    labels->colors = ml_colors_of(classes);
    if (status || labels->reading.by_color)
        return status;
    const bool has_no_data = is_raster(labels) && labels->file.no_data && labels->file.no_data->n > 0;
    if (labels->reading.taken == ML_READING_RAW && !has_no_data)
        return ML_OK;
    if (!(labels->own = ml_alloc(ML_N_SMALL_LABELS, sizeof *labels->own)))
        return ml_fail_memory(error, "the labels");
    for (size_t s = 0; s < (labels->reading.is_choice ? (size_t)ML_READING_SAMPLES : (size_t)ML_N_SMALL_LABELS); s++) {
        bool is_no_data = ml_label_is_no_data(&labels->file, ml_label_of_sample(&labels->file, labels->reading.taken, s));
        labels->own[s] = is_no_data ? (uint16_t)NO_DATA : ml_class_of_sample(&labels->file, labels->reading.taken, s);
    }
    labels->class_of = labels->own;
    return ML_OK;
}

static ml_status read_colors(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error, uint16_t *class_indices)
{
    return ml_colors_read(&labels->colors, &labels->raster, labels->source.name, truth, labels->n_read, n, error,
                          class_indices);
}

/* Samples to classes, a group at a time where all are the same; whether all are known. */
static bool classify(const uint16_t *class_of, const uint16_t *samples, size_t n, uint16_t *class_indices)
{
    bool unknown = false;
    for (size_t i = 0, some; i < n; i += some) {
        some = n - i < ML_LANES ? n - i : ML_LANES;
        uint16_t sample = some == ML_LANES ? ml_group_label(samples + i) : (uint16_t)ML_MIXED, class = class_of[sample];
        if (sample != ML_MIXED) {
            for (size_t k = 0; k < ML_LANES; k++)
                class_indices[i + k] = class;
            unknown |= class == ML_NONE;
            continue;
        }
        for (size_t k = i; k < i + some; k++) {
            class_indices[k] = class_of[samples[k]];
            unknown |= class_indices[k] == ML_NONE;
        }
    }
    return !unknown;
}

/* Notes what n samples, which begin at a pixel, mean: in a truth only the unknown ones. */
static ml_status note_samples(ml_labels *labels, const uint16_t *truth, const uint16_t *samples, size_t n, size_t pixel,
                              ml_error *error)
{
    ml_survey *survey = &labels->findings.survey;
    size_t last = SIZE_MAX; /* a known one, noted */
    ml_status status = ML_OK;
    for (size_t i = 0; i < n && !status; i++) {
        if (samples[i] == last || (truth && truth[i] == ML_IGNORED))
            continue;
        uint16_t class = labels->class_of[samples[i]];
        if (!truth && class != ML_NONE)
            continue;
        long label = ml_label_of_sample(&labels->file, labels->reading.taken, samples[i]);
        last = class == ML_NONE ? SIZE_MAX : samples[i];
        status = ml_survey_note(survey, labels->file.classes, pixel + i, label < 0 ? samples[i] : (double)label, class, error);
    }
    return status;
}

/* Leaves pixels without data out. */
static void drop_no_data(ml_labels *labels, uint16_t *class_indices, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (class_indices[i] == NO_DATA) {
            class_indices[i] = ML_IGNORED;
            labels->findings.has_no_data = true;
        }
}

static ml_status read_raster(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error, uint16_t *class_indices)
{
    uint16_t samples[CHUNK_PIXELS];
    ml_status status = ML_OK;
    for (size_t done = 0, some; done < n && !status; done += some) {
        some = n - done < CHUNK_PIXELS ? n - done : CHUNK_PIXELS;
        status = ml_raster_read(&labels->raster, ML_SAMPLE_U16, some, error, samples);
        if (status)
            return status;
        bool known = classify(labels->class_of, samples, some, class_indices + done);
        if (truth || !known)
            status = note_samples(labels, truth ? truth + done : NULL, samples, some, labels->n_read + done, error);
        if (labels->file.no_data && labels->class_of == labels->own)
            drop_no_data(labels, class_indices + done, some);
    }
    return status;
}

static ml_status read_array(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error, uint16_t *class_indices)
{
    const ml_label_meaning meaning = {labels->file.classes, labels->table, &labels->no_data};
    ml_status status = ML_OK;
    for (size_t done = 0, some; done < n && !status; done += some) {
        size_t first = labels->n_read + done;
        some = n - done < ML_TILE_PIXELS ? n - done : ML_TILE_PIXELS;
        status = labels->is_onehot ? ml_onehot_read(&labels->array, first, some, labels->table, error, class_indices + done)
                                   : ml_label_array_read(&labels->array, first, some, &meaning, truth ? truth + done : NULL,
                                                         error, class_indices + done, &labels->findings);
    }
    return status;
}

ml_status ml_labels_read(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error, uint16_t *class_indices)
{
    ml_status status = (labels->reading.by_color ? read_colors
                        : is_raster(labels)      ? read_raster
                                                 : read_array)(labels, truth, n, error, class_indices);
    if (!status)
        labels->n_read += n;
    return status;
}

size_t ml_labels_n_unknown(const ml_labels *labels)
{
    return labels->reading.by_color ? labels->colors.n_unknown_pixels : labels->findings.survey.n_unknown_pixels;
}

ml_status ml_labels_fail_no_label(const ml_labels *labels, ml_error *error)
{
    const ml_labelled_pixel *at = &labels->findings.survey.no_label;
    char number[ML_NUMBER_TEXT_SIZE], image[ML_ARRAY_READER_IMAGE_TEXT_SIZE];
    const char *value = isnan(at->label) ? "NaN" : isinf(at->label) ? "infinite" : ml_number_text(at->label, number);
    return ml_fail(error, ML_E_INPUT, "%s%s: row %zu, column %zu: the value is %s, and labels are whole numbers 0 to %d",
                   labels->source.name, ml_array_reader_image_text(&labels->array, image), at->pixel / labels->width,
                   at->pixel % labels->width, value, ML_LARGEST_LABEL);
}

ml_hints ml_labels_hints(const ml_labels *labels) { return labels->findings.has_no_data ? ml_hint_bit(ML_HINT_NO_DATA) : 0; }

ml_status ml_labels_largest(ml_labels *labels, const ml_label_list *ignored, ml_error *error, long *largest)
{
    if (labels->reading.by_color) {
        const ml_label_reading none = {.fault = ML_LABELS_COLORLESS};
        return ml_label_reading_fail(&labels->file, &none, error);
    }
    long large = -1;
    bool *occurs = ml_alloc(ML_N_SMALL_LABELS, sizeof *occurs);
    if (!occurs)
        return ml_fail_memory(error, "the labels");
    ml_status status = is_raster(labels) ? scan_raster(labels, error, occurs)
                                         : ml_label_array_scan(&labels->array, labels->is_onehot, ignored, &labels->no_data,
                                                               error, occurs, &large);
    long small = status ? -1 : ml_label_reading_largest(&labels->file, occurs, ignored);
    if (!status)
        *largest = large > small ? large : small;
    free(occurs);
    return status;
}
