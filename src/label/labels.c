/* Label images; see labels.h. */
#include "label/labels.h"

#include "base/memory.h"
#include "base/number.h"
#include "format/registry.h"
#include "label/color_array.h"
#include "label/labels_raster.h"
#include "label/own_no_data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

ml_status ml_labels_open_array(const ml_source *source, const ml_array_header *header, const ml_limits *limits, ml_reading said,
                               ml_error *error, ml_labels *labels)
{
    memset(labels, 0, sizeof *labels);
    labels->limits = limits;
    labels->source = *source;
    labels->array_header = *header;
    labels->file = (ml_label_file){.name = source->name, .array = &labels->array_header, .said = said};
    labels->reading = ml_label_reading_decide(&labels->file, NULL);
    return ml_label_reading_fail(&labels->file, &labels->reading, error);
}

/* The error of a file that is in no format of labels. */
static ml_status no_labels(const ml_source *source, const ml_file_format *format, ml_error *error)
{
    char rasters[ML_FORMATS_TEXT_SIZE], arrays[ML_FORMATS_TEXT_SIZE];
    const ml_file_format *named = ml_file_format_of_name(source->name, strlen(source->name));
    if (!format && named && !named->raster && source->size_bytes > 0)
        return ml_fail(error, ML_E_INPUT, "%s: is called %s, but is not %s: it is damaged, or something else", source->name,
                       named->extensions[0], named->name);
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
    const ml_file_format *format = NULL;
    bool is_raster = false;
    ml_status status = ml_file_format_of_source(source, error, &format);
    if (!status)
        status = ml_file_format_is(format, ML_FORMAT_TRUTH) ? ml_file_is_raster(format, source, limits, error, &is_raster)
                                                            : no_labels(source, format, error);
    if (!status && is_raster) {
        status = ml_labels_open_raster(format->raster, &own, limits, said, error, labels);
    } else if (!status) {
        status = format->open_array(&own, key, limits, error, &header);
        if (!status)
            status = ml_labels_open_array(&own, &header, limits, said, error, labels);
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
    free(labels->page_name);
    labels->own = NULL;
    labels->page_name = NULL;
}

static bool is_raster(const ml_labels *labels) { return labels->raster.ops != NULL; }

void ml_labels_set_no_data(ml_labels *labels, const ml_no_data *no_data)
{
    const ml_array_header *array = &labels->array_header;
    labels->no_data_said = labels->file.no_data = no_data;
    labels->file.has_own_no_data = false;
    if (is_raster(labels) ? ml_no_data_of_raster(no_data, &labels->raster.header, &labels->own_value)
                          : ml_no_data_of_array(no_data, &array->facts, array->code, &labels->own_value)) {
        labels->own_no_data = (ml_no_data){.n = 1, .values = &labels->own_value};
        labels->file.no_data = &labels->own_no_data;
        labels->file.has_own_no_data = true;
    }
}

const ml_array_header *ml_labels_array(const ml_labels *labels) { return labels->file.array; }

const ml_file_facts *ml_labels_facts(const ml_labels *labels)
{
    return is_raster(labels) ? &labels->raster.header.facts : &labels->array_header.facts;
}

void ml_labels_set_code(ml_labels *labels, const ml_label_code *code)
{
    labels->file.code = *code;
    labels->reading = ml_label_reading_decide(&labels->file, NULL);
}

void ml_labels_set_truth(ml_labels *labels, const uint16_t *truth) { labels->truth = truth; }

ml_status ml_labels_look_for_colors(const ml_labels *labels, const ml_classes *classes, ml_error *error, bool *found)
{
    *found = false;
    return is_raster(labels) ? ML_OK
                             : ml_color_array_find(&labels->source, &labels->array_header, labels->limits, &labels->file.code,
                                                   classes, error, found);
}

ml_status ml_labels_look_for_onehot(const ml_labels *labels, ml_error *error, bool *found)
{
    ml_axes axes;
    ml_array_reader array;
    ml_stored_no_data no_data;
    *found = false;
    if (is_raster(labels) || !ml_axes_labels(&labels->array_header, false, true, &axes))
        return ML_OK;
    ml_status status = ml_array_reader_init(&labels->source, &labels->array_header, &axes, labels->limits, error, &array);
    if (status)
        return status;
    status = ml_stored_no_data_init(labels->file.no_data, labels->array_header.type, error, &no_data);
    if (!status) {
        status = ml_array_reader_start(&array, 0, error);
        if (!status)
            status = ml_label_array_is_onehot(&array, &no_data, error, found);
        ml_stored_no_data_clear(&no_data);
    }
    ml_array_reader_clear(&array);
    return status;
}

/* Whether the images of the axes are the pages of a file of rasters: one number each, or colours. */
static bool are_pages(const ml_labels *labels, const ml_axes *axes, ml_label_channels channels)
{
    return labels->array_header.pages && axes->is_batch &&
           axes->image_stride * axes->n_images == labels->array_header.n_elems && channels != ML_CHANNELS_ONEHOT;
}

/* Opens the pages, which lie in the file that the array is made of. */
static ml_status open_pages(ml_labels *labels, const ml_axes *axes, ml_error *error)
{
    const ml_array_header *array = &labels->array_header;
    const ml_raster_header *header = &labels->raster.header;
    ml_status status = ml_raster_open_pages(array->pages, array->pages_source, labels->limits, error, &labels->raster);
    if (status)
        return status;
    if (header->n_pages != axes->n_images || header->width != axes->width || header->height != axes->height)
        return ml_fail_changed(labels->source.name, error);
    labels->file.raster = header;
    labels->n_pixels = header->n_pixels;
    ml_labels_set_no_data(labels, labels->no_data_said);
    labels->reading = ml_label_reading_decide(&labels->file, NULL);
    return ml_label_reading_fail(&labels->file, &labels->reading, error);
}

ml_status ml_labels_set_axes(ml_labels *labels, const ml_axes *axes, ml_label_channels channels, ml_error *error)
{
    if (axes->n_channels > ML_MAX_CLASSES)
        return ml_fail(error, ML_E_INPUT, "%s: is one-hot with %zu channels; up to %d are read", labels->source.name,
                       axes->n_channels, ML_MAX_CLASSES);
    labels->width = axes->width;
    labels->height = axes->height;
    if (are_pages(labels, axes, channels))
        return open_pages(labels, axes, error);
    ml_status status =
        ml_limits_pixels(labels->limits, labels->source.name, axes->width, axes->height, error, &labels->n_pixels);
    if (!status)
        status = ml_stored_no_data_init(labels->file.no_data, labels->array_header.type, error, &labels->no_data);
    if (!status)
        status = ml_array_reader_init(&labels->source, &labels->array_header, axes, labels->limits, error, &labels->array);
    if (status)
        return status;
    labels->channels = channels;
    labels->file.has_colors = channels == ML_CHANNELS_COLORS;
    labels->reading = ml_label_reading_decide(&labels->file, NULL);
    return ML_OK;
}

static ml_status start_page(ml_labels *labels, size_t page, ml_error *error)
{
    free(labels->page_name);
    labels->page_name = ml_format("%s[%zu]", labels->source.name, page);
    labels->file.name = labels->page_name ? labels->page_name : labels->source.name;
    return labels->page_name ? ml_raster_turn(&labels->raster, page, error) : ml_fail_memory(error, "a name");
}

ml_status ml_labels_start(ml_labels *labels, size_t image, ml_error *error)
{
    labels->n_read = 0;
    labels->truth = NULL;
    memset(labels->seen, 0, sizeof labels->seen);
    for (size_t s = 0; s < ML_READING_SAMPLES; s++)
        labels->shown[s] = ML_NONE;
    ml_survey_clear(&labels->findings.survey);
    labels->findings.has_no_data = false;
    ml_colors_start(&labels->colors);
    if (!is_raster(labels))
        return ml_array_reader_start(&labels->array, image, error);
    return labels->file.array ? start_page(labels, image, error) : ml_raster_restart(&labels->raster, error);
}

ml_status ml_labels_bind(ml_labels *labels, const ml_classes *classes, bool by_index, ml_error *error)
{
    labels->table = by_index ? &classes->index_of : &classes->class_of;
    labels->class_of = labels->table->of_small;
    labels->file.classes = classes;
    labels->file.by_index = by_index;
    labels->colors = ml_colors_of(classes);
    labels->reading = ml_label_reading_decide(&labels->file, NULL);
    ml_status status = ml_label_reading_fail(&labels->file, &labels->reading, error);
    if (!status)
        status = ml_check_own_no_data(labels, error);
    return status || !is_raster(labels) || labels->reading.by_color ? status : ml_labels_prepare_raster(labels, error);
}

static ml_status read_colors(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error, uint16_t *class_indices)
{
    return ml_colors_read(&labels->colors, &labels->raster, labels->file.name, truth, labels->n_read, n, error, class_indices);
}

static ml_label_meaning array_meaning(const ml_labels *labels)
{
    return (ml_label_meaning){labels->file.classes, labels->table, &labels->file.code, &labels->no_data};
}

static ml_status read_array(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error, uint16_t *class_indices)
{
    const ml_label_meaning meaning = array_meaning(labels);
    ml_array_reader *array = &labels->array;
    ml_status status = ML_OK;
    for (size_t done = 0, some; done < n && !status; done += some) {
        size_t first = labels->n_read + done;
        uint16_t *to = class_indices + done;
        some = n - done < ML_TILE_PIXELS ? n - done : ML_TILE_PIXELS;
        if (labels->channels == ML_CHANNELS_ONEHOT)
            status = ml_onehot_read(array, first, some, &meaning, error, to, &labels->findings);
        else if (labels->channels == ML_CHANNELS_COLORS)
            status = ml_color_array_read(array, first, some, &meaning, truth ? truth + done : NULL, error, to, &labels->colors,
                                         &labels->findings);
        else
            status =
                ml_label_array_read(array, first, some, &meaning, truth ? truth + done : NULL, error, to, &labels->findings);
    }
    return status;
}

ml_status ml_labels_read(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error, uint16_t *class_indices)
{
    ml_status status = (!is_raster(labels)         ? read_array
                        : labels->reading.by_color ? read_colors
                                                   : ml_labels_read_raster)(labels, truth, n, error, class_indices);
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
    return ml_fail(error, ML_E_INPUT,
                   "%s%s: row %zu, column %zu: the value is %s, and labels are whole numbers 0 to %d (%zu pixel%s)",
                   labels->source.name, ml_array_reader_image_text(&labels->array, image), at->pixel / labels->width,
                   at->pixel % labels->width, value, ML_LARGEST_LABEL, labels->findings.survey.n_no_label,
                   labels->findings.survey.n_no_label == 1 ? "" : "s");
}

ml_status ml_labels_fail_entry(const ml_labels *labels, const char *name, ml_error *error)
{
    const ml_survey *survey = &labels->findings.survey;
    const size_t entry = (size_t)survey->unknown.label, pixel = survey->unknown.pixel;
    const ml_raster_header *raster = labels->file.raster;
    const bool is_palette = raster->kind == ML_RASTER_PALETTE;
    const uint32_t color = ml_raster_lacks_color(raster, entry) ? 0 : ml_color_of_sample(raster, entry);
    ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu: %s %zu%s ", name, pixel / labels->width, pixel % labels->width,
            is_palette ? "entry" : "sample", entry, is_palette ? " of the palette" : "");
    if (!ml_raster_lacks_color(raster, entry))
        ml_error_add(error, "has the colour [%u, %u, %u], which is no class's and not ignored", color >> 16, color >> 8 & 255,
                     color & 255);
    else if (entry < raster->n_palette)
        ml_error_add(error, "is a colour of 16 bits that 8 bits cannot say");
    else
        ml_error_add(error, "is beyond its %u entries", raster->n_palette);
    ml_error_add(error,
                 " (%zu pixel%s): give a class this colour in a class set (--classes), or add it to the set's "
                 "\"ignore\"",
                 survey->n_unknown_pixels, survey->n_unknown_pixels == 1 ? "" : "s");
    return error->status;
}

ml_hints ml_labels_hints(const ml_labels *labels)
{
    return (labels->findings.has_no_data ? ml_hint_bit(ML_HINT_NO_DATA) : 0) |
           (labels->reading.taken == ML_READING_COLOR ? ml_hint_bit(ML_HINT_READ_BY_COLOR) : 0);
}

ml_status ml_labels_largest(ml_labels *labels, const ml_label_list *ignored, ml_error *error, long *largest)
{
    long found = -1;
    if (labels->reading.by_color) {
        const ml_label_reading none = {.fault = ML_LABELS_COLORLESS};
        return ml_label_reading_fail(&labels->file, &none, error);
    }
    const ml_label_meaning meaning = array_meaning(labels);
    ml_status status = labels->reading.fault ? ml_label_reading_fail(&labels->file, &labels->reading, error)
                       : is_raster(labels)   ? ml_labels_largest_of_raster(labels, ignored, error, &found)
                       : labels->channels == ML_CHANNELS_COLORS
                           ? ml_color_array_largest(&labels->array, &labels->file.code, ignored, error, &found)
                           : ml_label_array_largest(&labels->array, labels->channels == ML_CHANNELS_ONEHOT, &meaning,
                                                    labels->truth, ignored, error, &found);
    if (!status)
        *largest = found;
    return status;
}
