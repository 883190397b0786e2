/* What a file holds; see survey.h. */
#include "input/survey.h"

#include "base/memory.h"
#include "input/foreign.h"
#include "input/npz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const ml_looks_names[ML_N_LOOKS] = {"labels",
                                                "labels as colours",
                                                "plane of one class",
                                                "one-hot labels",
                                                "probabilities",
                                                "unnormalised",
                                                "logits",
                                                "binary",
                                                "binary logits",
                                                "nothing"};

/* More different labels than this in a gray image, and it is rather a plane of probabilities, or no label image at all. */
enum { MANY_LABELS = 160 };

void ml_survey_clear(ml_survey *survey)
{
    free(survey->labels.counts);
    *survey = (ml_survey){0};
}

static ml_status count_labels(ml_survey *s, ml_error *error)
{
    return (s->labels.counts = ml_alloc(ML_N_LABELS, sizeof *s->labels.counts)) ? ML_OK : ml_fail_memory(error, "the labels");
}

/* Counts a colour among the first few. */
static void count_color(ml_survey *s, uint32_t color)
{
    size_t i = 0;
    while (i < s->n_colors && s->colors[i] != color)
        i++;
    if (i == ML_COUNT(s->colors))
        return;
    s->n_colors += i == s->n_colors;
    s->colors[i] = color;
    s->color_counts[i]++;
}

static ml_status read_samples(ml_survey *s, ml_png *png, ml_error *error)
{
    uint16_t samples[ML_TILE_PIXELS];
    size_t n_channels = s->png.n_channels, step = ML_TILE_PIXELS / n_channels;
    unsigned shift = s->png.bit_depth == 16 ? 8 : 0;
    ml_status status = ML_OK;
    for (size_t left = s->png.n_pixels, n; left > 0 && !status; left -= n) {
        n = left < step ? left : step;
        status = ml_png_read(png, n * n_channels, error, samples);
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

static size_t n_different(const ml_label_counts *labels)
{
    size_t n = 0;
    for (size_t label = 0; label < ML_N_LABELS; label++)
        n += labels->counts[label] > 0;
    return n;
}

static ml_status survey_png(const ml_source *source, const ml_limits *limits, ml_error *error, ml_survey *s)
{
    ml_png *png;
    ml_status status = ml_png_open(source, limits, error, &png);
    if (status)
        return status;
    s->format = "PNG";
    s->is_png = true;
    s->png = *ml_png_get_header(png);
    s->height = s->png.height;
    s->width = s->png.width;
    s->has_two_readings = s->png.color == ML_PNG_GRAY ? s->png.bit_depth < 8 : s->png.gray_palette;
    if (s->png.n_channels < 3)
        status = count_labels(s, error);
    if (!status)
        status = read_samples(s, png, error);
    ml_png_close(png);
    bool plane = !status && s->png.color == ML_PNG_GRAY && s->png.bit_depth >= 8 && n_different(&s->labels) > MANY_LABELS;
    s->looks = s->png.n_channels >= 3 ? ML_LOOKS_COLORS : plane ? ML_LOOKS_PLANE : ML_LOOKS_LABELS;
    return status;
}

/* Tries one meaning of the axes; the height and width follow from it. */
static bool try_axes(const ml_npy_header *h, bool is_batch, ml_layout layout, const uint64_t *shape, ml_axes *axes)
{
    const uint64_t *size = layout == ML_LAYOUT_CHW ? shape + 1 : shape;
    return size[0] > 0 && size[1] > 0 && size[0] <= SIZE_MAX && size[1] <= SIZE_MAX &&
           ml_axes_fit(h, is_batch, layout, (size_t)size[0], (size_t)size[1], axes);
}

/* Chooses between (H, W, C) and (C, H, W) without a truth: by the number of classes, or else by the shortest axis. */
static void choose_order(ml_survey *s, const ml_axes *hwc, const ml_axes *chw, size_t n_classes, ml_layout asked)
{
    bool first = n_classes > 0 && chw->n_channels == n_classes, last = n_classes > 0 && hwc->n_channels == n_classes;
    if (asked != ML_LAYOUT_AUTO) {
        s->axes = asked == ML_LAYOUT_HWC ? *hwc : *chw;
        s->why = "as --layout says";
    } else if (first != last) {
        s->axes = last ? *hwc : *chw;
        s->why = "by the number of classes";
    } else if (hwc->n_channels < chw->n_channels) {
        s->axes = *hwc;
        s->why = "the last axis is shorter than the first; the truth's size decides in eval";
    } else {
        s->axes = *chw;
        s->is_doubtful = hwc->n_channels == chw->n_channels;
        s->why = s->is_doubtful ? "but (H, W, C) fits as well"
                                : "the first axis is shorter than the last; the truth's size decides in eval";
    }
}

/* Decides what the axes mean, as far as that can be told from the shape. */
static void find_axes(ml_survey *s, const ml_input_options *options, size_t n_classes)
{
    const ml_npy_header *h = &s->npy;
    uint64_t shape[ML_NPY_MAX_RANK], n_ones = 0;
    size_t rank = 0;
    for (size_t i = 0; i < h->rank; i++) {
        n_ones += h->shape[i] == 1;
        if (h->shape[i] != 1)
            shape[rank++] = h->shape[i];
    }
    ml_axes hwc, chw;
    if (h->rank == 2 || (rank == 2 && h->rank > 2)) {
        const uint64_t *size = h->rank == 2 ? h->shape : shape;
        s->has_axes = try_axes(h, false, ML_LAYOUT_HWC, size, &s->axes) ||
                      ml_axes_fit(h, false, ML_LAYOUT_CHW, (size_t)size[0], (size_t)size[1], &s->axes);
        s->why = "two axes";
    } else if (rank == 3 && try_axes(h, false, ML_LAYOUT_HWC, shape, &hwc) && try_axes(h, false, ML_LAYOUT_CHW, shape, &chw)) {
        s->has_axes = true;
        choose_order(s, &hwc, &chw, n_classes, options->layout);
    } else if (rank == 4 && n_ones == 0 && try_axes(h, true, ML_LAYOUT_HWC, shape + 1, &hwc) &&
               try_axes(h, true, ML_LAYOUT_CHW, shape + 1, &chw)) {
        s->has_axes = true;
        choose_order(s, &hwc, &chw, n_classes, options->layout);
    }
    s->height = s->has_axes ? s->axes.height : 0;
    s->width = s->has_axes ? s->axes.width : 0;
}

static void note_value(ml_value_range *r, double x)
{
    r->n_values++;
    r->n_nan += isnan(x) ? 1 : 0;
    r->n_infinite += isinf(x) ? 1 : 0;
    if (!isfinite(x))
        return;
    r->n_negative += x < 0;
    r->min = x < r->min ? x : r->min;
    r->max = x > r->max ? x : r->max;
}

/* One pixel's channels. */
static void note_pixel(ml_survey *s, const ml_values *values, size_t i, size_t pixel, size_t image)
{
    ml_value_range *r = &s->range;
    double sum = 0;
    size_t n_ones = 0, n_zeros = 0;
    bool finite = true;
    for (size_t c = 0; c < s->axes.n_channels; c++) {
        double x = ml_values_at(values, i, c);
        note_value(r, x);
        if (!isfinite(x) && !r->has_bad) {
            r->has_bad = true;
            r->bad_image = image;
            r->bad_pixel = pixel;
            r->bad_channel = c;
            r->bad_value = x;
        }
        finite = finite && isfinite(x);
        sum += x;
        n_ones += !(x < 1) && !(x > 1);
        n_zeros += !(x < 0) && !(x > 0);
    }
    r->is_onehot = r->is_onehot && n_ones == 1 && n_zeros == s->axes.n_channels - 1;
    if (finite && sum < r->min_sum)
        r->min_sum = sum;
    if (finite && sum > r->max_sum)
        r->max_sum = sum;
    if (!s->npy.is_float && s->axes.n_channels == 1) {
        double label = ml_values_at(values, i, 0);
        if (label >= 0 && label < ML_N_LABELS)
            s->labels.counts[(size_t)label]++;
        else
            s->labels.n_no_label++;
    }
}

static ml_status read_values(ml_survey *s, ml_array *array, ml_error *error)
{
    size_t n_pixels = s->axes.height * s->axes.width;
    ml_status status = ML_OK;
    for (size_t image = 0; image < s->axes.n_images && !status; image++) {
        status = ml_array_start(array, image, error);
        for (size_t first = 0, n; first < n_pixels && !status; first += n) {
            ml_values values;
            n = n_pixels - first < ML_TILE_PIXELS ? n_pixels - first : ML_TILE_PIXELS;
            status = ml_array_read(array, first, n, error, &values);
            for (size_t i = 0; i < n && !status; i++)
                note_pixel(s, &values, i, first + i, image);
        }
    }
    return status;
}

static ml_looks guess(const ml_survey *s)
{
    const ml_value_range *r = &s->range;
    bool one = s->axes.n_channels == 1;
    if (!s->has_axes || r->min > r->max)
        return ML_LOOKS_NOTHING;
    if (!s->npy.is_float && one)
        return ML_LOOKS_LABELS;
    if (one)
        return r->min >= 0 && r->max <= 1 ? ML_LOOKS_BINARY : ML_LOOKS_BINARY_LOGITS;
    if (!s->npy.is_float && r->is_onehot)
        return ML_LOOKS_ONEHOT;
    if (r->n_negative > 0)
        return ML_LOOKS_LOGITS;
    double scale = s->npy.full_scale > 0 ? s->npy.full_scale : r->max_sum;
    double allowed = 1e-3 + (s->npy.is_float ? 0 : (double)s->axes.n_channels / (2 * scale));
    return fabs(r->min_sum / scale - 1) <= allowed && fabs(r->max_sum / scale - 1) <= allowed ? ML_LOOKS_PROBABILITIES
                                                                                              : ML_LOOKS_UNNORMALISED;
}

static ml_status survey_array(const ml_source *source, const ml_input_options *options, size_t n_classes, ml_error *error,
                              ml_survey *s)
{
    ml_array array;
    size_t n_pixels;
    ml_status status = ml_npy_read_header(source, error, &s->npy);
    if (status)
        return status;
    s->format = "NumPy array";
    s->looks = ML_LOOKS_NOTHING;
    s->range = (ml_value_range){.min = DBL_MAX, .max = -DBL_MAX, .min_sum = DBL_MAX, .max_sum = -DBL_MAX, .is_onehot = true};
    find_axes(s, options, n_classes);
    if (!s->has_axes)
        return ML_OK;
    status = ml_limits_pixels(&options->limits, source->name, s->width, s->height, error, &n_pixels);
    if (!status && !s->npy.is_float && s->axes.n_channels == 1)
        status = count_labels(s, error);
    if (!status)
        status = ml_array_init(source, &s->npy, &s->axes, &options->limits, error, &array);
    if (status)
        return status;
    status = read_values(s, &array, error);
    ml_array_clear(&array);
    s->looks = guess(s);
    return status;
}

ml_status ml_survey_file(const ml_location *location, const ml_input_options *options, const ml_classes *classes,
                         ml_error *error, ml_survey *survey)
{
    ml_source source;
    ml_survey made = {0};
    ml_status status = ml_source_open(location->file, error, &source);
    if (status)
        return status;
    bool is_archive = ml_npz_is(&source);
    if (is_archive)
        status = ml_npz_open(&source, location->array, error, &source);
    made.size_bytes = source.size_bytes;
    if (status)
        made.size_bytes = 0; /* nothing to look at */
    else if (ml_npy_is(&source))
        status = survey_array(&source, options, classes ? classes->n : 0, error, &made);
    else if (ml_png_is(&source))
        status = survey_png(&source, &options->limits, error, &made);
    else
        status =
            ml_fail_foreign(&source, ml_foreign_find(&source),
                            "is neither a PNG nor a NumPy array or archive, nor any other format that is known here", error);
    if (!status)
        status = ml_source_finish(&source, error);
    ml_source_close(&source);
    if (is_archive && !status)
        made.format = "NumPy array in an archive";
    if (status)
        ml_survey_clear(&made);
    else
        *survey = made;
    return status;
}
