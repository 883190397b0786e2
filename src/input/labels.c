/* Label images; see labels.h. */
#include "input/labels.h"

#include "base/memory.h"
#include "format/registry.h"
#include "kernel/pixels.h"

#include <stdlib.h>
#include <string.h>

const char *const ml_reading_names[ML_N_READINGS] = {"auto", "raw", "scaled"};

/* At most this many pixels are decoded at a time where a whole image is looked through. */
enum { CHUNK_PIXELS = 4096 };

/* The error of an image in colours where no class has one. */
static ml_status no_colors(const ml_labels *labels, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT,
                   "%s: is %s; a label image is gray or palette, its sample or index the label: save the class indices "
                   "instead of their colours (or, if the channels are equal, one of them), or give each class its \"color\" "
                   "in a class set (--classes)",
                   labels->source.name, ml_raster_kind_names[labels->raster.header.kind]);
}

ml_status ml_labels_open_raster(const ml_raster_ops *ops, const ml_source *source, const ml_limits *limits, ml_reading reading,
                                ml_error *error, ml_labels *labels)
{
    memset(labels, 0, sizeof *labels);
    labels->limits = limits;
    labels->source = *source;
    const ml_raster_header *header = &labels->raster.header;
    ml_status status = ml_raster_open(ops, &labels->source, limits, error, &labels->raster);
    if (status)
        return status;
    if (header->kind == ML_RASTER_GRAY_ALPHA) {
        ml_raster_close(&labels->raster);
        return ml_fail(error, ML_E_INPUT, "%s: is gray with alpha; a label image is gray or palette: drop the alpha channel",
                       source->name);
    }
    labels->width = header->width;
    labels->height = header->height;
    labels->n_pixels = header->n_pixels;
    labels->by_color = header->kind == ML_RASTER_RGB || header->kind == ML_RASTER_RGBA;
    labels->has_two_readings = header->kind == ML_RASTER_GRAY ? header->bits < 8 : ml_raster_has_gray_palette(header);
    labels->reading = labels->has_two_readings ? reading : ML_READING_RAW;
    return ML_OK;
}

ml_status ml_labels_open_array(const ml_source *source, const ml_array_header *header, const ml_limits *limits, ml_error *error,
                               ml_labels *labels)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    if (header->is_float)
        return ml_fail(error, ML_E_INPUT,
                       "%s: holds floats, in the shape %s; labels are integers: save array.astype('uint8')%s", source->name,
                       ml_array_shape_text(header, shape), header->rank > 2 ? " (are truth and prediction exchanged?)" : "");
    memset(labels, 0, sizeof *labels);
    labels->limits = limits;
    labels->source = *source;
    labels->array_header = *header;
    labels->reading = ML_READING_RAW;
    return ML_OK;
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

ml_status ml_labels_open_source(const ml_source *source, const char *key, const ml_limits *limits, ml_reading reading,
                                ml_error *error, ml_labels *labels)
{
    ml_source own = *source;
    ml_array_header header;
    const ml_file_format *format = ml_file_format_of_source(source);
    ml_status status = ML_OK;
    if (ml_file_format_is(format, ML_FORMAT_TRUTH | ML_FORMAT_RASTER)) {
        status = ml_labels_open_raster(format->raster, &own, limits, reading, error, labels);
    } else if (ml_file_format_is(format, ML_FORMAT_TRUTH | ML_FORMAT_ARRAY)) {
        status = format->open_array(&own, key, error, &header);
        if (!status)
            status = ml_labels_open_array(&own, &header, limits, error, labels);
    } else {
        status = no_labels(source, format, error);
    }
    if (status)
        ml_source_close(&own);
    return status;
}

ml_status ml_labels_open(const ml_image_path *location, const ml_limits *limits, ml_reading reading, ml_error *error,
                         ml_labels *labels)
{
    ml_source source;
    ml_status status = ml_source_open(location->file, error, &source);
    return status ? status : ml_labels_open_source(&source, location->array, limits, reading, error, labels);
}

void ml_labels_close(ml_labels *labels)
{
    ml_raster_close(&labels->raster);
    ml_array_reader_clear(&labels->array);
    ml_colors_clear(&labels->colors);
    ml_source_close(&labels->source);
    free(labels->own);
    labels->own = NULL;
}

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
    labels->unknown = (ml_unknown_label){.found = false};
    ml_colors_start(&labels->colors);
    return is_raster(labels) ? ml_raster_restart(&labels->raster, error) : ml_array_reader_start(&labels->array, image, error);
}

/* The label of a sample in the scaled reading, -1 for an index beyond the palette. */
static long scaled(const ml_raster_header *header, size_t sample)
{
    if (header->kind == ML_RASTER_PALETTE)
        return sample < header->n_palette ? header->palette[sample][0] : -1;
    return (long)(sample * 255 / ((1u << header->bits) - 1));
}

/* Decodes a whole raster and marks the samples that occur. */
static ml_status scan_raster(ml_labels *labels, ml_error *error, bool *used)
{
    uint16_t samples[CHUNK_PIXELS];
    ml_status status = ML_OK;
    for (size_t left = labels->n_pixels, n; left > 0 && !status; left -= n) {
        n = left < CHUNK_PIXELS ? left : CHUNK_PIXELS;
        status = ml_raster_read(&labels->raster, n, error, samples);
        for (size_t i = 0; i < n && !status; i++)
            used[samples[i]] = true;
    }
    return status;
}

/* Takes the reading in which all samples that occur are known; where both are, they must mean the same. */
static ml_status choose(ml_labels *labels, const uint16_t *class_of, const bool *used, ml_error *error)
{
    bool raw_known = true, scaled_known = true, differ = false;
    size_t example = 0;
    for (size_t s = 0; s < 256; s++) {
        if (!used[s])
            continue;
        long value = scaled(&labels->raster.header, s);
        uint16_t raw_class = class_of[s], scaled_class = value < 0 ? (uint16_t)ML_NONE : class_of[value];
        raw_known &= raw_class != ML_NONE;
        scaled_known &= scaled_class != ML_NONE;
        if (raw_class != scaled_class && !differ) {
            differ = true;
            example = s;
        }
    }
    if (raw_known && scaled_known && differ)
        return ml_fail(error, ML_E_INPUT,
                       "%s: sample %zu is label %zu as stored but gray value %ld, and both readings fit the class set: say "
                       "--samples=raw (samples are labels) or --samples=scaled (gray values are)",
                       labels->source.name, example, example, scaled(&labels->raster.header, example));
    labels->reading = scaled_known && !raw_known ? ML_READING_SCALED : ML_READING_RAW;
    return ML_OK;
}

ml_status ml_labels_bind(ml_labels *labels, const ml_classes *classes, bool by_index, ml_error *error)
{
    const uint16_t *class_of = labels->class_of = by_index ? classes->index_of : classes->class_of;
    if (labels->by_color)
        return ml_colors_given(classes) ? ml_colors_init(classes, error, &labels->colors) : no_colors(labels, error);
    if (labels->reading == ML_READING_AUTO) {
        bool used[256] = {false};
        ml_status status = scan_raster(labels, error, used);
        if (!status)
            status = choose(labels, class_of, used, error);
        if (status)
            return status;
    }
    if (labels->reading == ML_READING_RAW)
        return ML_OK;
    if (!(labels->own = ml_alloc(ML_N_LABELS, sizeof *labels->own)))
        return ml_fail_memory(error, "the labels");
    for (size_t s = 0; s < 256; s++) {
        long value = scaled(&labels->raster.header, s);
        labels->own[s] = value < 0 || value > 255 ? (uint16_t)ML_NONE : class_of[value];
    }
    labels->class_of = labels->own;
    return ML_OK;
}

static ml_status read_colors(ml_labels *labels, size_t n, ml_error *error, uint16_t *class_indices)
{
    ml_colors *colors = &labels->colors;
    ml_status status = ml_colors_read(colors, &labels->raster, labels->source.name, labels->n_read, n, error, class_indices);
    labels->unknown = (ml_unknown_label){colors->n_unknown_pixels > 0, colors->first_pixel, colors->first_color};
    return status;
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

/* Notes the first unknown sample of n, which begin at a pixel. */
static void note_unknown(ml_labels *labels, const uint16_t *samples, size_t n, size_t pixel)
{
    for (size_t i = 0; i < n && !labels->unknown.found; i++)
        if (labels->class_of[samples[i]] == ML_NONE) {
            long value = labels->reading == ML_READING_SCALED ? scaled(&labels->raster.header, samples[i]) : samples[i];
            labels->unknown = (ml_unknown_label){true, pixel + i, value < 0 ? samples[i] : (double)value};
        }
}

static ml_status read_raster(ml_labels *labels, size_t n, ml_error *error, uint16_t *class_indices)
{
    uint16_t samples[CHUNK_PIXELS];
    ml_status status = ML_OK;
    for (size_t done = 0, some; done < n && !status; done += some) {
        some = n - done < CHUNK_PIXELS ? n - done : CHUNK_PIXELS;
        status = ml_raster_read(&labels->raster, some, error, samples);
        if (!status && !classify(labels->class_of, samples, some, class_indices + done) && !labels->unknown.found)
            note_unknown(labels, samples, some, labels->n_read + done);
    }
    return status;
}

static ml_status read_array(ml_labels *labels, size_t n, ml_error *error, uint16_t *class_indices)
{
    ml_status status = ML_OK;
    for (size_t done = 0, some; done < n && !status; done += some) {
        size_t first = labels->n_read + done;
        some = n - done < ML_TILE_PIXELS ? n - done : ML_TILE_PIXELS;
        status = labels->is_onehot ? ml_onehot_read(&labels->array, first, some, labels->class_of, error, class_indices + done)
                                   : ml_label_array_read(&labels->array, first, some, labels->class_of, error,
                                                         class_indices + done, &labels->unknown);
    }
    return status;
}

ml_status ml_labels_read(ml_labels *labels, size_t n, ml_error *error, uint16_t *class_indices)
{
    ml_status status = (labels->by_color    ? read_colors
                        : is_raster(labels) ? read_raster
                                            : read_array)(labels, n, error, class_indices);
    if (!status)
        labels->n_read += n;
    return status;
}

ml_status ml_labels_largest(ml_labels *labels, const bool *ignored, ml_error *error, long *largest)
{
    if (labels->by_color)
        return no_colors(labels, error);
    bool *used = ml_alloc(ML_N_LABELS, sizeof *used);
    if (!used)
        return ml_fail_memory(error, "the labels");
    ml_status status = is_raster(labels) ? scan_raster(labels, error, used)
                                         : ml_label_array_scan(&labels->array, labels->is_onehot, error, used);
    if (!status) {
        long raw_largest = -1, scaled_largest = -1;
        for (size_t s = 0; s < ML_N_LABELS; s++) {
            long value = used[s] && labels->has_two_readings ? scaled(&labels->raster.header, s) : (long)s;
            if (used[s] && !ignored[s])
                raw_largest = (long)s;
            if (used[s] && value >= 0 && !ignored[value] && value > scaled_largest)
                scaled_largest = value;
        }
        bool take_scaled =
            labels->reading == ML_READING_SCALED || (labels->reading == ML_READING_AUTO && scaled_largest < raw_largest);
        *largest = take_scaled ? scaled_largest : raw_largest;
    }
    free(used);
    return status;
}
