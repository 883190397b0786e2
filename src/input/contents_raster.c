/* What an image holds; see contents_raster.h. */
#include "input/contents_raster.h"

#include <string.h>

/* More different labels than this in a gray image, and it is rather a plane of probabilities, or no label image at all. */
enum { MANY_LABELS = 160 };

/* Counts what one pixel of a raster is. */
static void count_pixel(ml_contents *contents, const ml_label_file *file, const uint16_t *at)
{
    const ml_raster_header *header = &contents->raster;
    const bool has_alpha = header->kind == ML_RASTER_GRAY_ALPHA || header->kind == ML_RASTER_RGBA;
    if (has_alpha && at[header->n_channels - 1] != (header->bits == 16 ? 65535 : 255))
        contents->is_transparent = true;
    if (header->n_channels >= 3 && !contents->labels.counts)
        ml_contents_count_color(contents, at[0], at[1], at[2]);
    else if (header->n_channels >= 3)
        ml_contents_count_label(contents, (double)ml_label_of_color(&file->code, at[0], at[1], at[2]));
    else if (file->code.kind != ML_CODE_NONE)
        ml_contents_count_label(contents, (double)ml_label_of_sample(file, ML_READING_RAW, at[0]));
    else
        contents->labels.counts[at[0]]++;
}

static ml_status read_samples(ml_contents *contents, ml_raster *raster, ml_error *error)
{
    const ml_label_file file = ml_contents_label_file(contents);
    uint16_t samples[ML_TILE_PIXELS];
    size_t n_channels = contents->raster.n_channels, step = ML_TILE_PIXELS / n_channels;
    ml_status status = ML_OK;
    for (size_t left = contents->raster.n_pixels, n; left > 0 && !status; left -= n) {
        n = left < step ? left : step;
        status = ml_raster_read(raster, ML_SAMPLE_U16, n, error, samples);
        for (size_t i = 0; i < n && !status; i++)
            count_pixel(contents, &file, samples + i * n_channels);
    }
    return status;
}

static size_t n_different(const ml_label_counts *labels)
{
    size_t n = 0;
    for (size_t label = 0; label < ML_N_SMALL_LABELS; label++)
        n += labels->counts[label] > 0;
    return n;
}

/* What the samples are counted as; whether as labels. */
static ml_status prepare(ml_contents *contents, const ml_raster_header *header, ml_error *error, bool *has_labels)
{
    contents->has_samples = true;
    contents->raster = *header;
    *has_labels = header->n_channels < 3 || ml_label_code_is_of_colors(&contents->options->truth_code);
    contents->gray_colors = !*has_labels;
    return *has_labels ? ml_contents_count_labels(contents, error) : ML_OK;
}

ml_status ml_contents_raster(const ml_file_format *format, const ml_source *source, const ml_image_path *location,
                             ml_error *error, ml_contents *contents)
{
    ml_raster raster;
    bool has_labels = false;
    if (location->has_index)
        return ml_fail(error, ML_E_INPUT, "%s: is one image, not a batch: leave [%zu] out", source->name, location->index);
    ml_status status = ml_raster_open(format->raster, source, &contents->options->limits, error, &raster);
    if (status)
        return status;
    contents->is_raster = true;
    contents->height = raster.header.height;
    contents->width = raster.header.width;
    status = prepare(contents, &raster.header, error, &has_labels);
    if (!status)
        status = read_samples(contents, &raster, error);
    ml_raster_close(&raster);
    bool plane = !status && contents->raster.kind == ML_RASTER_GRAY && contents->raster.bits >= 8 &&
                 n_different(&contents->labels) > MANY_LABELS;
    contents->looks = !has_labels ? ML_LOOKS_COLORS : plane ? ML_LOOKS_PLANE : ML_LOOKS_LABELS;
    return status;
}

ml_status ml_contents_pages(const ml_image_path *location, ml_error *error, ml_contents *contents)
{
    ml_raster raster;
    bool has_labels = false;
    const ml_array_header *array = &contents->array;
    ml_status status = ml_raster_open_pages(array->pages, array->pages_source, &contents->options->limits, error, &raster);
    if (status)
        return status;
    size_t page = location->has_index ? location->index : 0, end = location->has_index ? page + 1 : raster.header.n_pages;
    contents->n_colors = contents->n_other_pixels = 0;
    memset(contents->color_counts, 0, sizeof contents->color_counts);
    status = prepare(contents, &raster.header, error, &has_labels);
    for (; page < end && !status; page++) {
        status = ml_raster_turn(&raster, page, error);
        if (!status)
            status = read_samples(contents, &raster, error);
    }
    ml_raster_close(&raster);
    return status;
}
