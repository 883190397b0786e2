/* Finds out what a file holds; see contents_read.h. */
#include "input/contents_read.h"

#include "base/memory.h"
#include "format/foreign.h"
#include "format/registry.h"
#include "input/contents_array.h"
#include "input/contents_raster.h"
#include "io/look.h"

#include <stdlib.h>
#include <string.h>

/* One of the colours, in 8 bits; false where it is none of 8 bits. */
static bool color_in_8_bits(const ml_contents *contents, size_t i, uint32_t *color)
{
    const unsigned scale = contents->has_samples && contents->raster.bits == 16 ? 257 : 1;
    uint32_t made = 0;
    for (unsigned shift = 0; shift < 3; shift++) {
        uint64_t part = contents->colors[i] >> (32 - 16 * shift) & 0xffff;
        if (part % scale != 0 || part / scale > 255)
            return false;
        made = made << 8 | (uint32_t)(part / scale);
    }
    *color = made;
    return true;
}

/* Decides how the samples that occur are read as labels. */
static void decide_reading(ml_contents *contents)
{
    const ml_label_file file = ml_contents_label_file(contents);
    bool occurs[ML_READING_SAMPLES];
    for (size_t sample = 0; sample < ML_READING_SAMPLES; sample++)
        occurs[sample] = contents->labels.counts && contents->labels.counts[sample] > 0;
    contents->reading = ml_label_reading_decide(&file, occurs);
}

static void find_color_classes(ml_contents *contents)
{
    uint32_t color = 0;
    for (size_t i = 0; contents->classes && i < contents->n_colors; i++)
        contents->color_classes[i] =
            color_in_8_bits(contents, i, &color) ? ml_color_class(&contents->classes->color_of, color) : (uint16_t)ML_NONE;
}

static ml_status not_known(const ml_source *source, const ml_file_format *format, ml_error *error)
{
    char rasters[ML_FORMATS_TEXT_SIZE];
    char *wanted = ml_format("is neither a %s nor a NumPy array or archive, nor any other format that is known here",
                             ml_formats_text(ML_FORMAT_RASTER, " or ", rasters));
    ml_status status = wanted ? ml_fail_format(source, format, wanted, error) : ml_fail_memory(error, "a message");
    free(wanted);
    return status;
}

ml_status ml_contents_is_folder(const char *path, ml_error *error, bool *is_folder)
{
    struct stat info;
    bool is_there = false;
    ml_status status = ml_look(path, error, &is_there, &info);
    const bool is = is_there && S_ISDIR(info.st_mode);
    if (is)
        status = ml_refuse_zarr(path, error);
    if (!status)
        *is_folder = is;
    return status;
}

ml_status ml_contents_list(const ml_image_path *location, ml_error *error, ml_array_keys *keys)
{
    ml_source source;
    ml_status status = ml_source_open(location->file, error, &source);
    if (status)
        return status;
    const ml_file_format *format;
    status = ml_file_format_of_source(&source, error, &format);
    if (!status && format && format->list_keys && !location->array)
        status = format->list_keys(&source, error, keys);
    else if (!status)
        *keys = (ml_array_keys){0};
    ml_source_close(&source);
    return status;
}

ml_status ml_contents_read(const ml_image_path *location, const ml_input_options *options, const ml_classes *classes,
                           ml_error *error, ml_contents *contents)
{
    ml_source source;
    ml_contents made = {.options = options, .classes = classes};
    ml_status status = ml_source_open(location->file, error, &source);
    if (status)
        return status;
    const ml_file_format *format = NULL;
    bool is_raster = false;
    status = ml_file_format_of_source(&source, error, &format);
    if (!status && ml_file_format_is(format, ML_FORMAT_RASTER))
        status = ml_file_is_raster(format, &source, &options->limits, error, &is_raster);
    if (status) {
        /* nothing can be told of it */
    } else if (is_raster) {
        status = ml_contents_raster(format, &source, location, error, &made);
    } else if (ml_file_format_is(format, ML_FORMAT_ARRAY)) {
        status = format->open_array(&source, location->array, &options->limits, error, &made.array);
        if (!status)
            status = ml_contents_array(&source, location, options, classes ? classes->n_channels : 0, error, &made);
        const bool has_labels = made.looks == ML_LOOKS_LABELS || made.looks == ML_LOOKS_COLORS;
        if (!status && made.array.pages && has_labels && made.axes.is_batch)
            status = ml_contents_pages(location, error, &made);
    } else {
        status = not_known(&source, format, error);
    }
    if (!status)
        status = ml_source_finish(&source, error);
    made.size_bytes = source.size_bytes;
    ml_source_close(&source);
    if (status) {
        ml_contents_clear(&made);
        return status;
    }
    made.format = format->title;
    const ml_file_format *named = ml_file_format_of_name(location->file, strlen(location->file));
    if (named && named != format)
        made.misnamed = named->extensions[0];
    find_color_classes(&made);
    decide_reading(&made);
    *contents = made;
    return ML_OK;
}
