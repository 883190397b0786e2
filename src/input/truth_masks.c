/* Reads masks; see truth_masks.h. */
#include "input/truth_masks.h"

#include "base/memory.h"
#include "format/registry.h"

#include <stdlib.h>

enum { CHUNK_PIXELS = 4096 };

/* The values of a mask; of one that is gray the first few are shown. */
enum { MAX_SHOWN = 4, N_SAMPLES = UINT16_MAX + 1 };
typedef struct mask_values {
    bool occurs[N_SAMPLES]; /* of gray, or of indices */
    bool has_zero;
    size_t n_others; /* that are not 0 */
} mask_values;

/* A mask with its file open, and which of its samples are 0. */
typedef struct mask {
    ml_source source;
    ml_raster raster;
    const char *path;                        /* borrowed */
    bool is_zero[ML_RASTER_MAX_PALETTE];     /* of indices into a palette */
    bool is_doubtful[ML_RASTER_MAX_PALETTE]; /* 0, but not black, or black, but not 0 */
} mask;

/* Pixels that are in two masks. */
typedef struct overlap {
    size_t n_pixels, first;
    uint16_t class, other; /* of the first */
} overlap;

static void close_mask(mask *m)
{
    ml_raster_close(&m->raster);
    ml_source_close(&m->source);
}

static ml_status wrong_kind(const char *path, const char *what, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: is %s; the mask of a class is gray, 0 where the class is not", path, what);
}

/* Where a palette's index 0 is its black, as in label images, index and colour say the same; else --samples says what is meant.
 */
static void take_palette(mask *m, ml_reading said)
{
    const ml_raster_header *header = &m->raster.header;
    for (unsigned i = 0; i < ML_RASTER_MAX_PALETTE; i++) {
        const uint8_t *color = header->palette[i];
        bool is_black = !ml_raster_lacks_color(header, i) && color[0] == 0 && color[1] == 0 && color[2] == 0;
        m->is_zero[i] = said == ML_READING_SCALED ? is_black : i == 0;
        m->is_doubtful[i] = said == ML_READING_AUTO && is_black != (i == 0);
    }
}

static ml_status in_doubt(const mask *m, unsigned index, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT,
                   "%s: index %u of the palette is %sblack: say --samples=raw if index 0 means that the class is not there, or "
                   "--samples=scaled if black does",
                   m->path, index, index == 0 ? "not " : "");
}

/* On failure nothing is held. */
static ml_status open_mask(const char *path, const ml_input_options *options, ml_error *error, mask *m)
{
    ml_status status = ml_source_open(path, error, &m->source);
    if (status)
        return status;
    char formats[ML_FORMATS_TEXT_SIZE];
    const ml_file_format *format;
    m->raster = (ml_raster){.ops = NULL};
    m->path = path;
    status = ml_file_format_of_source(&m->source, error, &format);
    if (status) {
        /* it cannot be told */
    } else if (ml_file_format_is(format, ML_FORMAT_PLANE | ML_FORMAT_RASTER)) {
        status = ml_raster_open(format->raster, &m->source, &options->limits, error, &m->raster);
    } else {
        char *wanted =
            ml_format("not a %s, as masks are", ml_formats_text(ML_FORMAT_PLANE | ML_FORMAT_RASTER, " or ", formats));
        status = wanted ? ml_fail_format(&m->source, format, wanted, error) : ml_fail_memory(error, "a message");
        free(wanted);
    }
    if (!status && m->raster.header.kind == ML_RASTER_PALETTE)
        take_palette(m, options->reading);
    else if (!status && m->raster.header.kind != ML_RASTER_GRAY)
        status = wrong_kind(path, ml_raster_kind_names[m->raster.header.kind], error);
    else if (!status && m->raster.header.type != ML_SAMPLE_U16)
        status = wrong_kind(path, "of more than 16 bits", error);
    if (status)
        close_mask(m);
    return status;
}

ml_status ml_truth_masks_size(const ml_pair *pair, const ml_input_options *options, ml_error *error, size_t *width,
                              size_t *height)
{
    mask m;
    ml_status status = open_mask(pair->truth_planes[0].path, options, error, &m);
    if (status)
        return status;
    *width = m.raster.header.width;
    *height = m.raster.header.height;
    close_mask(&m);
    return ML_OK;
}

/* Whether the values that occur are entries of a palette of which one has a color: rather labels than what JPEG made gray. */
static bool has_colors(const mask *m, const mask_values *values)
{
    bool found = false;
    for (unsigned i = 0; i < m->raster.header.n_palette && m->raster.header.kind == ML_RASTER_PALETTE && !found; i++) {
        const uint8_t *color = m->raster.header.palette[i];
        found = values->occurs[i] && (color[0] != color[1] || color[0] != color[2]);
    }
    return found;
}

/* A mask with edges or noise of gray, as scaling and JPEG make them, says of no pixel what was meant. Of labels that are all
 * the class --samples says so. */
static ml_status check_values(const mask *m, const mask_values *values, ml_reading said, ml_error *error)
{
    size_t n = values->n_others + values->has_zero, n_shown = 0;
    const bool are_labels = has_colors(m, values);
    if (values->n_others < 2 || (are_labels && said != ML_READING_AUTO))
        return ML_OK;
    ml_fail(error, ML_E_INPUT, "%s: has %zu different values,", m->path, n);
    for (size_t sample = 0; sample < N_SAMPLES && n_shown < MAX_SHOWN; sample++)
        if (values->occurs[sample])
            ml_error_add(error, "%s %zu", n_shown++ ? "," : "", sample);
    ml_error_add(error, "%s; a mask is 0 where its class is not, and one value where it is: %s",
                 n > n_shown ? " and so on" : "",
                 are_labels ? "say --samples=raw if all but index 0 are the class"
                            : "take the original, before JPEG or scaling, or set its pixels to 0 and 255 at a threshold");
    return error->status;
}

/* Enters the class where its mask is not 0 into the plane, in which ML_NONE is free. */
static ml_status enter(mask *m, uint16_t class, mask_values *values, ml_error *error, ml_truth *truth, overlap *twice)
{
    uint16_t samples[CHUNK_PIXELS];
    size_t n_pixels = truth->width * truth->height;
    bool is_palette = m->raster.header.kind == ML_RASTER_PALETTE;
    ml_status status = ML_OK;
    for (size_t first = 0, n; first < n_pixels && !status; first += n) {
        n = n_pixels - first < CHUNK_PIXELS ? n_pixels - first : CHUNK_PIXELS;
        status = ml_raster_read(&m->raster, ML_SAMPLE_U16, n, error, samples);
        for (size_t i = 0; i < n && !status; i++) {
            uint16_t *pixel = &truth->plane[first + i];
            if (is_palette && m->is_doubtful[samples[i] % ML_RASTER_MAX_PALETTE])
                return in_doubt(m, samples[i], error);
            bool is_zero = is_palette ? m->is_zero[samples[i] % ML_RASTER_MAX_PALETTE] : samples[i] == 0;
            values->n_others += !is_zero && !values->occurs[samples[i]];
            values->has_zero = values->has_zero || is_zero;
            values->occurs[samples[i]] = true;
            if (is_zero)
                continue;
            if (*pixel != ML_NONE && (twice->n_pixels++ == 0 || first + i < twice->first)) {
                twice->first = first + i;
                twice->class = *pixel;
                twice->other = class;
            }
            *pixel = class;
        }
    }
    return status;
}

static ml_status read_mask(const ml_truth_plane *plane, const ml_input_options *options, const ml_classes *classes,
                           ml_error *error, ml_truth *truth, overlap *twice)
{
    mask m;
    if (plane->class >= classes->n)
        return ml_fail(error, ML_E_INPUT, "%s: is of class %u, but there are %zu classes, counted from 0", plane->path,
                       plane->class, classes->n);
    ml_status status = open_mask(plane->path, options, error, &m);
    if (status)
        return status;
    const ml_raster_header *header = &m.raster.header;
    if (header->width != truth->width || header->height != truth->height)
        status = ml_fail(error, ML_E_INPUT,
                         "%s: is %zu wide and %zu high, the masks before it %zu wide and %zu high; nothing is "
                         "ever resized",
                         plane->path, header->width, header->height, truth->width, truth->height);
    mask_values *values = status ? NULL : ml_alloc(1, sizeof *values);
    if (!status)
        status = values ? enter(&m, plane->class, values, error, truth, twice) : ml_fail_memory(error, "the values of a mask");
    if (!status)
        status = check_values(&m, values, options->reading, error);
    free(values);
    close_mask(&m);
    return status;
}

/* Turns what was entered into class indices, and pixels in no mask into class 0, unless that has one. */
static ml_status finish(const ml_pair *pair, const ml_classes *classes, ml_error *error, ml_truth *truth)
{
    bool has_zero = pair->truth_planes[0].class == 0;
    size_t n_pixels = truth->width * truth->height, n_free = 0, first = 0;
    for (size_t i = 0; i < n_pixels; i++) {
        uint16_t class = truth->plane[i];
        if (class == ML_NONE && n_free++ == 0)
            first = i;
        truth->plane[i] = ml_label_class(&classes->index_of, class == ML_NONE ? 0 : class);
    }
    if (!has_zero || n_free == 0)
        return ML_OK;
    return ml_fail(error, ML_E_INPUT,
                   "%s: row %zu, column %zu: in no mask (%zu pixel%s), though class 0 has one; without a mask of class 0 they "
                   "are of class 0",
                   pair->truth, first / truth->width, first % truth->width, n_free, n_free == 1 ? "" : "s");
}

ml_status ml_truth_masks_read(const ml_pair *pair, const ml_input_options *options, const ml_classes *classes, ml_error *error,
                              ml_truth *truth)
{
    overlap twice = {.n_pixels = 0};
    size_t width = 0, height = 0;
    ml_status status = ml_truth_masks_size(pair, options, error, &width, &height);
    if (!status)
        status = ml_truth_hold(truth, width, height, error);
    if (status)
        return status;
    for (size_t i = 0; i < width * height; i++)
        truth->plane[i] = ML_NONE;
    for (size_t p = 0; p < pair->n_truth_planes && !status; p++)
        status = read_mask(&pair->truth_planes[p], options, classes, error, truth, &twice);
    if (!status && twice.n_pixels > 0)
        return ml_fail(error, ML_E_INPUT,
                       "%s: row %zu, column %zu: in two masks, of %s and %s (%zu pixel%s); masks of one image "
                       "must not overlap",
                       pair->truth, twice.first / width, twice.first % width, classes->items[twice.class].name,
                       classes->items[twice.other].name, twice.n_pixels, twice.n_pixels == 1 ? "" : "s");
    return status ? status : finish(pair, classes, error, truth);
}
