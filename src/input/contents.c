/* What a file holds; see contents.h. */
#include "input/contents.h"

#include "base/memory.h"
#include "format/foreign.h"
#include "format/registry.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *const ml_looks_names[ML_N_LOOKS] = {"labels",
                                                "labels as floats",
                                                "labels as colours",
                                                "plane of one class",
                                                "one-hot labels",
                                                "probabilities",
                                                "unnormalised probabilities",
                                                "logits",
                                                "binary probabilities",
                                                "binary logits",
                                                "nothing that is read"};

/* More different labels than this in a gray image, and it is rather a plane of probabilities, or no label image at all. */
enum { MANY_LABELS = 160 };

void ml_contents_drop_labels(ml_contents *contents)
{
    free(contents->labels.counts);
    contents->labels = (ml_label_counts){.counts = NULL};
}

void ml_contents_clear(ml_contents *contents)
{
    ml_contents_drop_labels(contents);
    *contents = (ml_contents){0};
}

void ml_contents_sample_range(const ml_contents *contents, size_t *min, size_t *max)
{
    *min = ML_N_SMALL_LABELS;
    *max = 0;
    for (size_t label = 0; label < ML_N_SMALL_LABELS; label++)
        if (contents->labels.counts[label] > 0) {
            *min = label < *min ? label : *min;
            *max = label;
        }
}

ml_status ml_contents_count_labels(ml_contents *contents, ml_error *error)
{
    ml_contents_drop_labels(contents);
    contents->labels.counts = ml_alloc(ML_N_SMALL_LABELS, sizeof *contents->labels.counts);
    return contents->labels.counts ? ML_OK : ml_fail_memory(error, "the labels");
}

/* What is known of its labels. */
static ml_label_file label_file_of(const ml_contents *contents)
{
    return (ml_label_file){.raster = contents->is_raster ? &contents->raster : NULL,
                           .array = &contents->array,
                           .has_colors = contents->is_color_array,
                           .said = contents->options->reading,
                           .code = contents->options->truth_code,
                           .classes = contents->classes,
                           .no_data = &contents->options->no_data};
}

void ml_contents_count_label(ml_contents *contents, double label)
{
    if (label >= 0 && label < ML_N_SMALL_LABELS) {
        contents->labels.counts[(size_t)label]++;
    } else if (label >= 0 && label <= ML_LARGEST_LABEL) {
        contents->labels.n_large++;
        contents->labels.largest = label > contents->labels.largest ? (uint32_t)label : contents->labels.largest;
    } else {
        contents->labels.n_no_label++;
    }
}

/* Among the first few. */
void ml_contents_count_color(ml_contents *contents, uint64_t red, uint64_t green, uint64_t blue)
{
    const uint64_t color = red << 32 | green << 16 | blue;
    size_t i = 0;
    while (i < contents->n_colors && contents->colors[i] != color)
        i++;
    contents->gray_colors = contents->gray_colors && red == blue && green == blue;
    if (i == ML_COUNT(contents->colors)) {
        contents->n_other_pixels++;
        return;
    }
    contents->n_colors += i == contents->n_colors;
    contents->colors[i] = color;
    contents->color_counts[i]++;
}

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
    const ml_label_file file = label_file_of(contents);
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

long ml_contents_gray_value(const ml_contents *contents, size_t sample)
{
    const ml_label_file file = label_file_of(contents);
    return contents->reading.exists[ML_READING_SCALED] ? (long)ml_label_of_sample(&file, ML_READING_SCALED, sample) : -1;
}

int64_t ml_contents_label(const ml_contents *contents, size_t counted)
{
    const ml_label_file file = label_file_of(contents);
    return file.code.kind == ML_CODE_NONE ? ml_label_of_sample(&file, contents->reading.taken, counted) : (int64_t)counted;
}

uint16_t ml_contents_class(const ml_contents *contents, size_t counted)
{
    const ml_label_file file = label_file_of(contents);
    return file.code.kind == ML_CODE_NONE ? ml_class_of_sample(&file, contents->reading.taken, counted)
                                          : ml_label_class(&contents->classes->class_of, (uint32_t)counted);
}

/* One of the colours, in 8 bits; false where it is none of 8 bits. */
static bool color_in_8_bits(const ml_contents *contents, size_t i, uint32_t *color)
{
    const unsigned scale = contents->is_raster && contents->raster.bits == 16 ? 257 : 1;
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

const ml_place *ml_contents_first_bad(const ml_contents *contents)
{
    const ml_place *bad = &contents->range.first_bad, *zero = &contents->range.first_zero;
    if (contents->is_raster || !zero->found || contents->range.n_negative > 0) /* among logits zeros are as good as any */
        return !contents->is_raster && bad->found ? bad : NULL;
    bool zero_first = !bad->found || zero->image < bad->image || (zero->image == bad->image && zero->pixel < bad->pixel);
    return zero_first ? zero : bad;
}

/* Decides how the samples that occur are read as labels. */
static void decide_reading(ml_contents *contents)
{
    const ml_label_file file = label_file_of(contents);
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

static size_t n_different(const ml_label_counts *labels)
{
    size_t n = 0;
    for (size_t label = 0; label < ML_N_SMALL_LABELS; label++)
        n += labels->counts[label] > 0;
    return n;
}

static ml_status read_raster(const ml_file_format *format, const ml_source *source, const ml_image_path *location,
                             const ml_limits *limits, ml_error *error, ml_contents *contents)
{
    ml_raster raster;
    if (location->has_index)
        return ml_fail(error, ML_E_INPUT, "%s: is one image, not a batch: leave [%zu] out", source->name, location->index);
    ml_status status = ml_raster_open(format->raster, source, limits, error, &raster);
    if (status)
        return status;
    contents->is_raster = true;
    contents->raster = raster.header;
    contents->height = contents->raster.height;
    contents->width = contents->raster.width;
    const bool has_colors = contents->raster.n_channels >= 3,
               has_labels = !has_colors || ml_label_code_is_of_colors(&contents->options->truth_code);
    contents->gray_colors = !has_labels;
    if (has_labels)
        status = ml_contents_count_labels(contents, error);
    if (!status)
        status = read_samples(contents, &raster, error);
    ml_raster_close(&raster);
    bool plane = !status && contents->raster.kind == ML_RASTER_GRAY && contents->raster.bits >= 8 &&
                 n_different(&contents->labels) > MANY_LABELS;
    contents->looks = !has_labels ? ML_LOOKS_COLORS : plane ? ML_LOOKS_PLANE : ML_LOOKS_LABELS;
    return status;
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

ml_status ml_contents_list(const ml_image_path *location, ml_error *error, ml_array_keys *keys)
{
    struct stat info;
    ml_source source;
    size_t n = strlen(location->file);
    bool is_directory = stat(location->file, &info) == 0 && S_ISDIR(info.st_mode);
    if (is_directory && ml_is_zarr(location->file))
        return ml_fail_zarr(location->file, error);
    if (is_directory)
        return ml_fail(error, ML_E_INPUT, "%s: is a directory; name files in it, such as %s%s*", location->file, location->file,
                       n > 0 && location->file[n - 1] == '/' ? "" : "/");
    ml_status status = ml_source_open(location->file, error, &source);
    if (status)
        return status;
    const ml_file_format *format = ml_file_format_of_source(&source);
    if (format && format->list_keys && !location->array)
        status = format->list_keys(&source, error, keys);
    else
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
    const ml_file_format *format = ml_file_format_of_source(&source);
    bool is_raster = false;
    if (ml_file_format_is(format, ML_FORMAT_RASTER))
        status = ml_file_is_raster(format, &source, error, &is_raster);
    if (status) {
        /* nothing can be told of it */
    } else if (is_raster) {
        status = read_raster(format, &source, location, &options->limits, error, &made);
    } else if (ml_file_format_is(format, ML_FORMAT_ARRAY)) {
        status = format->open_array(&source, location->array, &options->limits, error, &made.array);
        if (!status)
            status = ml_contents_array(&source, location, options, classes ? classes->n_channels : 0, error, &made);
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
    find_color_classes(&made);
    decide_reading(&made);
    *contents = made;
    return ML_OK;
}
