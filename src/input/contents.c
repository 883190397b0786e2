/* What a file holds; see contents.h. */
#include "input/contents.h"

#include "base/memory.h"
#include "format/registry.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *const ml_looks_names[ML_N_LOOKS] = {"labels",
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

void ml_contents_clear(ml_contents *contents)
{
    free(contents->labels.counts);
    *contents = (ml_contents){0};
}

void ml_contents_sample_range(const ml_contents *contents, size_t *min, size_t *max)
{
    *min = ML_N_LABELS;
    *max = 0;
    for (size_t label = 0; label < ML_N_LABELS; label++)
        if (contents->labels.counts[label] > 0) {
            *min = label < *min ? label : *min;
            *max = label;
        }
}

ml_status ml_contents_count_labels(ml_contents *contents, ml_error *error)
{
    contents->labels.counts = ml_alloc(ML_N_LABELS, sizeof *contents->labels.counts);
    return contents->labels.counts ? ML_OK : ml_fail_memory(error, "the labels");
}

/* Counts a colour among the first few. */
static void count_color(ml_contents *s, uint32_t color)
{
    size_t i = 0;
    while (i < s->n_colors && s->colors[i] != color)
        i++;
    s->gray_colors = s->gray_colors && (color >> 16 & 255) == (color & 255) && (color >> 8 & 255) == (color & 255);
    if (i == ML_COUNT(s->colors)) {
        s->n_other_pixels++;
        return;
    }
    s->n_colors += i == s->n_colors;
    s->colors[i] = color;
    s->color_counts[i]++;
}

static ml_status read_samples(ml_contents *s, ml_raster *raster, ml_error *error)
{
    uint16_t samples[ML_TILE_PIXELS];
    size_t n_channels = s->raster.n_channels, step = ML_TILE_PIXELS / n_channels;
    unsigned shift = s->raster.bits == 16 ? 8 : 0;
    ml_status status = ML_OK;
    for (size_t left = s->raster.n_pixels, n; left > 0 && !status; left -= n) {
        n = left < step ? left : step;
        status = ml_raster_read(raster, n, error, samples);
        for (size_t i = 0; i < n && !status; i++) {
            const uint16_t *at = samples + i * n_channels;
            if (n_channels < 3)
                s->labels.counts[at[0]]++;
            else
                count_color(s, (uint32_t)(at[0] >> shift) << 16 | (uint32_t)(at[1] >> shift) << 8 | (uint32_t)(at[2] >> shift));
        }
    }
    return status;
}

ml_label_file ml_contents_label_file(const ml_contents *s)
{
    return (ml_label_file){.name = s->format,
                           .raster = s->is_raster ? &s->raster : NULL,
                           .array = &s->array,
                           .said = s->options->reading,
                           .classes = s->classes};
}

long ml_contents_gray_value(const ml_contents *s, size_t sample)
{
    const ml_label_file file = ml_contents_label_file(s);
    return s->reading.is_choice ? ml_label_of_sample(&file, ML_READING_SCALED, sample) : -1;
}

const ml_place *ml_contents_first_bad(const ml_contents *s)
{
    const ml_place *bad = &s->range.first_bad, *zero = &s->range.first_zero;
    if (s->is_raster || !zero->found || s->range.n_negative > 0) /* among logits zeros are as good as any */
        return !s->is_raster && bad->found ? bad : NULL;
    bool zero_first = !bad->found || zero->image < bad->image || (zero->image == bad->image && zero->pixel < bad->pixel);
    return zero_first ? zero : bad;
}

/* Decides how the samples that occur are read as labels. */
static void decide_reading(ml_contents *s)
{
    const ml_label_file file = ml_contents_label_file(s);
    bool occurs[ML_READING_SAMPLES];
    for (size_t sample = 0; sample < ML_READING_SAMPLES; sample++)
        occurs[sample] = s->labels.counts && s->labels.counts[sample] > 0;
    s->reading = ml_label_reading_decide(&file, occurs);
}

static ml_status find_color_classes(ml_contents *s, ml_error *error)
{
    ml_colors colors;
    if (!s->classes || s->n_colors == 0)
        return ML_OK;
    ml_status status = ml_colors_init(s->classes, error, &colors);
    if (status)
        return status;
    for (size_t i = 0; i < s->n_colors; i++)
        s->color_classes[i] = ml_colors_class(&colors, s->colors[i]);
    ml_colors_clear(&colors);
    return ML_OK;
}

static size_t n_different(const ml_label_counts *labels)
{
    size_t n = 0;
    for (size_t label = 0; label < ML_N_LABELS; label++)
        n += labels->counts[label] > 0;
    return n;
}

static ml_status read_raster(const ml_file_format *format, const ml_source *source, const ml_image_path *location,
                             const ml_limits *limits, ml_error *error, ml_contents *s)
{
    ml_raster raster;
    if (location->has_index)
        return ml_fail(error, ML_E_INPUT, "%s: is one image, not a batch: leave [%zu] out", source->name, location->index);
    ml_status status = ml_raster_open(format->raster, source, limits, error, &raster);
    if (status)
        return status;
    s->is_raster = true;
    s->raster = raster.header;
    s->height = s->raster.height;
    s->width = s->raster.width;
    s->gray_colors = s->raster.n_channels >= 3;
    if (s->raster.n_channels < 3)
        status = ml_contents_count_labels(s, error);
    if (!status)
        status = read_samples(s, &raster, error);
    ml_raster_close(&raster);
    bool plane = !status && s->raster.kind == ML_RASTER_GRAY && s->raster.bits >= 8 && n_different(&s->labels) > MANY_LABELS;
    s->looks = s->raster.n_channels >= 3 ? ML_LOOKS_COLORS : plane ? ML_LOOKS_PLANE : ML_LOOKS_LABELS;
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
    if (stat(location->file, &info) == 0 && S_ISDIR(info.st_mode))
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
    if (ml_file_format_is(format, ML_FORMAT_RASTER)) {
        status = read_raster(format, &source, location, &options->limits, error, &made);
    } else if (ml_file_format_is(format, ML_FORMAT_ARRAY)) {
        status = format->open_array(&source, location->array, error, &made.array);
        if (!status)
            status = ml_contents_array(&source, location, options, classes ? classes->n : 0, error, &made);
    } else {
        status = not_known(&source, format, error);
    }
    if (!status)
        status = ml_source_finish(&source, error);
    if (!status)
        status = find_color_classes(&made, error);
    made.size_bytes = source.size_bytes;
    ml_source_close(&source);
    if (status) {
        ml_contents_clear(&made);
        return status;
    }
    made.format = format->title;
    decide_reading(&made);
    *contents = made;
    return ML_OK;
}
