/* What an array holds; see contents_array.h. */
#include "input/contents_array.h"

#include "label/color_array.h"

#include <math.h>

/* An array's shape without the axes of length 1. */
typedef struct plain_shape {
    size_t rank;
    uint64_t shape[ML_ARRAY_MAX_RANK];
} plain_shape;

static plain_shape leave_out_ones(const ml_array_header *h)
{
    plain_shape plain = {0};
    for (size_t i = 0; i < h->rank; i++)
        if (h->shape[i] != 1)
            plain.shape[plain.rank++] = h->shape[i];
    return plain;
}

/* Tries one meaning of the axes; the height and width follow from it. */
static bool try_axes(const ml_array_header *h, bool is_batch, ml_layout layout, const uint64_t *shape, ml_axes *axes)
{
    const uint64_t *size = layout == ML_LAYOUT_HWC ? shape : shape + 1;
    return size[0] > 0 && size[1] > 0 && size[0] <= SIZE_MAX && size[1] <= SIZE_MAX &&
           ml_axes_fit(h, is_batch, layout, (size_t)size[0], (size_t)size[1], axes);
}

/* Chooses between (H, W, C), (C, H, W) and, of a volume (NULL: it is none), (C, N, H, W) without a truth: by the number of
 * classes, or else by the shortest axis of the image. */
static void choose_order(ml_contents *contents, const ml_axes *hwc, const ml_axes *chw, const ml_axes *volume, size_t n_classes,
                         ml_layout asked)
{
    bool first = n_classes > 0 && chw->n_channels == n_classes, last = n_classes > 0 && hwc->n_channels == n_classes,
         before = volume && n_classes > 0 && volume->n_channels == n_classes;
    if (asked != ML_LAYOUT_AUTO) {
        contents->axes = asked == ML_LAYOUT_HWC ? *hwc : asked == ML_LAYOUT_CNHW && volume ? *volume : *chw;
        contents->why = "as --layout says";
    } else if (first != last || (before && !first)) {
        contents->axes = last ? *hwc : first ? *chw : *volume;
        contents->why = "by the number of classes";
    } else if (chw->n_channels == 1 || (hwc->n_channels > 1 && hwc->n_channels < chw->n_channels)) {
        contents->axes = *hwc;
        contents->why = chw->n_channels == 1 ? "the first axis has length 1; the truth's size decides in eval"
                                             : "the last axis is shorter than the first; the truth's size decides in eval";
    } else {
        contents->axes = *chw;
        contents->is_doubtful = hwc->n_channels == chw->n_channels;
        contents->why = contents->is_doubtful  ? "but (H, W, C) fits as well"
                        : hwc->n_channels == 1 ? "the last axis has length 1; the truth's size decides in eval"
                                               : "the first axis is shorter than the last; the truth's size decides in eval";
    }
}

/* Takes the array as images of one channel; false if it can be none. */
static bool take_images(ml_contents *contents, const char *why)
{
    ml_axes axes;
    if (!ml_axes_labels(&contents->array, true, false, &axes))
        return false;
    contents->axes = axes;
    contents->why = why;
    contents->has_axes = true;
    contents->is_doubtful = false;
    contents->height = axes.height;
    contents->width = axes.width;
    return true;
}

/* Takes the axes that the file tells of; false where it tells nothing. Pages may be images or channels: as many as there are
 * classes, or of floats, they are channels. */
static bool take_told(ml_contents *contents, ml_layout asked, size_t n_classes)
{
    static const struct {
        bool is_batch;
        ml_layout layout;
    } ways[] = {
        {false, ML_LAYOUT_CHW}, {false, ML_LAYOUT_HWC}, {true, ML_LAYOUT_CHW}, {true, ML_LAYOUT_HWC}, {true, ML_LAYOUT_CNHW}};
    const ml_array_header *h = &contents->array;
    uint64_t height = 0, width = 0;
    for (size_t i = 0; i < h->rank; i++) {
        height = h->may_be[i] == ML_AXIS_ROWS ? h->shape[i] : height;
        width = h->may_be[i] == ML_AXIS_COLUMNS ? h->shape[i] : width;
    }
    if (height == 0 || width == 0 || height > SIZE_MAX || width > SIZE_MAX)
        return false;
    bool are_pages = h->may_be[0] == (ML_AXIS_IMAGES | ML_AXIS_CHANNELS);
    if (are_pages && asked != ML_LAYOUT_CHW && h->shape[0] != n_classes && (!h->is_float || n_classes == 2))
        return take_images(contents, "pages");
    for (size_t w = 0; w < ML_COUNT(ways) && !contents->has_axes; w++)
        contents->has_axes = ml_axes_fit(h, ways[w].is_batch, ways[w].layout, (size_t)height, (size_t)width, &contents->axes);
    contents->height = contents->has_axes ? (size_t)height : 0;
    contents->width = contents->has_axes ? (size_t)width : 0;
    contents->why = "as the file tells";
    return true;
}

/* Decides what the axes mean, as far as that can be told from the shape; with a reason for it, the first is that of the images.
 */
static void find_axes(ml_contents *contents, ml_layout asked, size_t n_classes, const char *why_images)
{
    const ml_array_header *h = &contents->array;
    const plain_shape plain = leave_out_ones(h);
    const uint64_t *shape = plain.rank < 3 ? h->shape : plain.shape;
    bool has_images = plain.rank == 4 && h->shape[0] != 1;
    ml_axes hwc, chw, volume;
    if (why_images && !has_images) {
        take_images(contents, why_images);
    } else if (take_told(contents, asked, n_classes)) {
        return;
    } else if (h->rank == 2 || (plain.rank == 2 && h->rank > 2)) {
        const uint64_t *size = h->rank == 2 ? h->shape : plain.shape;
        contents->has_axes = try_axes(h, false, ML_LAYOUT_HWC, size, &contents->axes) ||
                             ml_axes_fit(h, false, ML_LAYOUT_CHW, (size_t)size[0], (size_t)size[1], &contents->axes);
        contents->why = "two axes";
    } else if (has_images || plain.rank == 3 || (plain.rank < 2 && h->rank == 3)) {
        const uint64_t *image = shape + has_images;
        contents->has_axes =
            try_axes(h, has_images, ML_LAYOUT_HWC, image, &hwc) && try_axes(h, has_images, ML_LAYOUT_CHW, image, &chw);
        if (contents->has_axes)
            choose_order(contents, &hwc, &chw, has_images && try_axes(h, true, ML_LAYOUT_CNHW, image, &volume) ? &volume : NULL,
                         n_classes, asked);
    }
    contents->height = contents->has_axes ? contents->axes.height : 0;
    contents->width = contents->has_axes ? contents->axes.width : 0;
}

static void note_value(ml_value_range *r, double x)
{
    r->n_nan += isnan(x) ? 1 : 0;
    r->n_infinite += isinf(x) ? 1 : 0;
    if (!isfinite(x))
        return;
    r->n_negative += x < 0;
    r->is_whole = r->is_whole && !(x < floor(x)) && !(x > floor(x));
    r->min = x < r->min ? x : r->min;
    r->max = x > r->max ? x : r->max;
}

/* Notes the first pixel that is bad in one way. */
static void note_place(ml_place *place, size_t image, size_t pixel, size_t channel)
{
    if (!place->found)
        *place = (ml_place){true, image, pixel, channel};
}

/* A pixel of an array of colours: its colour, or the label that a code makes of it. */
static void note_color(ml_contents *contents, const ml_values *values, size_t i)
{
    double color[3];
    uint64_t parts[3];
    for (size_t c = 0; c < 3; c++) {
        color[c] = ml_values_at(values, i, c);
        parts[c] = color[c] >= 0 && color[c] < 65536 ? (uint64_t)color[c] : 65535; /* as good as any that no class has */
    }
    if (contents->labels.counts)
        ml_contents_count_label(contents, ml_label_of_color_values(&contents->options->truth_code, color));
    else
        ml_contents_count_color(contents, parts[0], parts[1], parts[2]);
}

/* One pixel's channels. */
static void note_pixel(ml_contents *contents, const ml_stored_no_data *no_data, const ml_values *values, size_t i, size_t pixel,
                       size_t image)
{
    ml_value_range *r = &contents->range;
    double sum = 0;
    size_t n_ones = 0, n_zeros = 0, n_channels = contents->axes.n_channels;
    bool finite = true;
    if (contents->labels.counts && ml_stored_no_data_has(no_data, ml_values_at(values, i, 0))) {
        contents->labels.n_no_data++;
        return;
    }
    for (size_t c = 0; c < n_channels; c++) {
        double x = ml_values_at(values, i, c);
        note_value(r, x);
        if (!isfinite(x))
            note_place(&r->first_bad, image, pixel, c);
        finite = finite && isfinite(x);
        sum += x;
        n_ones += !(x < 1) && !(x > 1);
        n_zeros += !(x < 0) && !(x > 0);
    }
    r->is_onehot = r->is_onehot && n_ones == 1 && n_zeros == n_channels - 1;
    if (n_channels > 1 && finite && n_zeros == n_channels) {
        r->n_zero_pixels++;
        note_place(&r->first_zero, image, pixel, 0);
    }
    if (finite && !isfinite(sum)) { /* finite values beyond all bounds: eval refuses the pixel */
        r->n_infinite++;
        note_place(&r->first_bad, image, pixel, 0);
    }
    if (finite && sum < r->min_sum)
        r->min_sum = sum;
    if (finite && sum > r->max_sum)
        r->max_sum = sum;
    if (contents->is_color_array)
        note_color(contents, values, i);
    if (!contents->labels.counts || contents->is_color_array)
        return;
    ml_contents_count_label(contents, ml_label_of_value(&contents->options->truth_code, ml_values_at(values, i, 0)));
}

/* Reads all images, or the one that is asked for. */
static ml_status read_values(ml_contents *contents, const ml_image_path *location, const ml_stored_no_data *no_data,
                             ml_array_reader *array, ml_error *error)
{
    size_t n_pixels = contents->axes.height * contents->axes.width;
    size_t image = location->has_index ? location->index : 0, end = location->has_index ? image + 1 : contents->axes.n_images;
    ml_status status = ML_OK;
    for (; image < end && !status; image++) {
        status = ml_array_reader_start(array, image, error);
        for (size_t first = 0, n; first < n_pixels && !status; first += n) {
            ml_values values;
            n = n_pixels - first < ML_TILE_PIXELS ? n_pixels - first : ML_TILE_PIXELS;
            status = ml_array_reader_read(array, first, n, error, &values);
            for (size_t i = 0; i < n && !status; i++)
                note_pixel(contents, no_data, &values, i, first + i, image);
        }
    }
    return status;
}

static ml_looks guess(const ml_contents *contents)
{
    const ml_value_range *r = &contents->range;
    bool one = contents->axes.n_channels == 1;
    if (r->min > r->max || (r->min >= 0 && r->max <= 0 && !one))
        return ML_LOOKS_NOTHING;
    if (!contents->array.is_float && one)
        return ML_LOOKS_LABELS;
    if (one && r->is_whole && r->max > 1)
        return ML_LOOKS_FLOAT_LABELS;
    if (one)
        return r->min >= 0 && r->max <= 1 ? ML_LOOKS_BINARY : ML_LOOKS_BINARY_LOGITS;
    if (r->is_onehot)
        return ML_LOOKS_ONEHOT;
    if (r->n_negative > 0)
        return contents->array.is_float ? ML_LOOKS_LOGITS : ML_LOOKS_NOTHING;
    double scale = contents->array.full_scale > 0 ? contents->array.full_scale : r->max_sum;
    double allowed = 1e-3 + (contents->array.is_float ? 0 : (double)contents->axes.n_channels / (2 * scale));
    return fabs(r->min_sum / scale - 1) <= allowed && fabs(r->max_sum / scale - 1) <= allowed ? ML_LOOKS_PROBABILITIES
                                                                                              : ML_LOOKS_UNNORMALISED;
}

/* Looks through the values, with the axes that were found. */
static ml_status look_through(const ml_source *source, const ml_image_path *location, const ml_limits *limits, ml_error *error,
                              ml_contents *contents)
{
    ml_array_reader array;
    ml_stored_no_data no_data = {0};
    double own = 0;
    const ml_no_data own_list = {.n = 1, .values = &own}, *said = &contents->options->no_data;
    size_t n_pixels;
    if (ml_no_data_of_array(said, &contents->array.facts, contents->array.code, &own))
        said = &own_list;
    contents->range = (ml_value_range){
        .min = DBL_MAX, .max = -DBL_MAX, .min_sum = DBL_MAX, .max_sum = -DBL_MAX, .is_onehot = true, .is_whole = true};
    if (location->has_index && location->index >= contents->axes.n_images)
        return ml_fail(error, ML_E_INPUT, "%s: there is no image %zu; it has %zu, counted from 0", source->name,
                       location->index, contents->axes.n_images);
    ml_status status = ml_limits_pixels(limits, source->name, contents->width, contents->height, error, &n_pixels);
    const bool has_codes = contents->is_color_array && contents->options->truth_code.kind != ML_CODE_NONE;
    if (!status && (has_codes || contents->axes.n_channels == 1))
        status = ml_contents_count_labels(contents, error);
    if (!status)
        status = ml_stored_no_data_init(said, contents->array.type, error, &no_data);
    if (!status)
        status = ml_array_reader_init(source, &contents->array, &contents->axes, limits, error, &array);
    if (!status) {
        status = read_values(contents, location, &no_data, &array, error);
        ml_array_reader_clear(&array);
        contents->looks = has_codes ? ML_LOOKS_LABELS : contents->is_color_array ? ML_LOOKS_COLORS : guess(contents);
    }
    ml_stored_no_data_clear(&no_data);
    if (contents->looks != ML_LOOKS_LABELS && contents->looks != ML_LOOKS_FLOAT_LABELS)
        ml_contents_drop_labels(contents);
    return status;
}

/* Takes the array for colours, where it is said or can be seen that it is; what its axes are then. */
static ml_status find_colors(const ml_source *source, ml_error *error, ml_contents *contents)
{
    const ml_input_options *options = contents->options;
    const bool is_said = options->truth_layout == ML_TRUTH_COLORS;
    bool found = is_said && !contents->array.is_float;
    ml_status status = ML_OK;
    if (options->truth_layout == ML_TRUTH_AUTO)
        status = ml_color_array_find(source, &contents->array, &options->limits, &options->truth_code, contents->classes, error,
                                     &found);
    contents->is_color_array = !status && found && ml_color_array_axes(&contents->array, &contents->axes);
    if (!contents->is_color_array)
        return status;
    contents->has_axes = true;
    contents->height = contents->axes.height;
    contents->width = contents->axes.width;
    contents->why = is_said                                    ? "colours, as --truth-layout says"
                    : options->truth_code.kind != ML_CODE_NONE ? "colours, as --truth-code says"
                                                               : "colours: all are those of the class set";
    return ML_OK;
}

/* Whether what was read as (C, H, W) is rather (N, H, W), images of one channel: what the channels sum to differs, and they are
 * integers, or there is an axis left over for the channel. */
static bool rather_images(const ml_contents *contents, ml_layout asked, size_t n_classes)
{
    const ml_value_range *r = &contents->range;
    bool sums_differ = r->max_sum - r->min_sum > (contents->array.is_float ? 1e-2 : (double)contents->axes.n_channels);
    return !contents->axes.is_batch && contents->axes.n_channels > 1 && contents->axes.layout == ML_LAYOUT_CHW &&
           asked == ML_LAYOUT_AUTO && contents->axes.n_channels != n_classes && sums_differ &&
           contents->looks != ML_LOOKS_ONEHOT && (!contents->array.is_float || contents->array.rank == 4) &&
           !contents->array.may_be[0];
}

ml_status ml_contents_array(const ml_source *source, const ml_image_path *location, const ml_input_options *options,
                            size_t n_classes, ml_error *error, ml_contents *contents)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    contents->looks = ML_LOOKS_NOTHING;
    bool is_said = options->truth_layout == ML_TRUTH_LABELS && !contents->array.is_float && contents->array.rank == 3;
    ml_status status = find_colors(source, error, contents);
    if (status || contents->is_color_array)
        return status ? status : look_through(source, location, &options->limits, error, contents);
    find_axes(contents, options->layout, n_classes,
              location->has_index ? "one of the images is asked for"
              : is_said           ? "as --truth-layout says"
                                  : NULL);
    if (!contents->has_axes && location->has_index)
        return ml_fail(error, ML_E_INPUT, "%s: has the shape %s, which is no batch: leave [%zu] out", source->name,
                       ml_array_shape_text(&contents->array, shape), location->index);
    if (!contents->has_axes)
        return ML_OK;
    status = look_through(source, location, &options->limits, error, contents);
    if (!status && rather_images(contents, options->layout, n_classes) &&
        take_images(contents, "what the values along the first axis sum to differs, so they are no channels"))
        status = look_through(source, location, &options->limits, error, contents);
    return status;
}
