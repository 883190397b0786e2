/* Predictions in .npy: (H,W,C) and (C,H,W) in C or Fortran order, one channel of floats (binary), integers of one channel
 * (hard labels). See prediction.h. */
#include "base/memory.h"
#include "input/npy.h"
#include "input/prediction.h"

#include <stdlib.h>
#include <string.h>

/* Planes in the buffer lie this many elements further apart than a tile is long: distances of whole pages would put the same
 * pixel of every class into the same cache set. */
enum { PLANE_PADDING = 32, PLANE_ELEMS = ML_TILE_PIXELS + PLANE_PADDING };

/* What the array's axes mean: the distance of neighbours along each, in elements, and the number of channels. */
typedef struct axes {
    const char *name; /* "hwc", "chw", for people */
    uint64_t height_stride, width_stride, channel_stride;
    size_t n_channels;
} axes;

/* How pixels get into a tile. */
typedef enum access { BY_PIXELS, BY_PLANES, FROM_MEMORY } access;

typedef struct npy_reader {
    ml_source source;
    ml_npy_header header;
    axes axes;
    access access;
    size_t width, height;
    bool binary;
    void *whole;  /* FROM_MEMORY: the array, as values of header.type */
    void *buffer; /* a tile of the array's values */
} npy_reader;

/* Assigns the array's axes to three dimensions in this order. More than three axes: those of length 1 that fit nowhere are
 * left out. Fills strides[3]. */
static bool match_axes(const ml_npy_header *header, const uint64_t wanted[3], uint64_t strides[3])
{
    uint64_t stride = 1, all[ML_NPY_MAX_RANK];
    size_t spare = header->rank - 3, next = 0;
    for (size_t i = 0; i < header->rank; i++) {
        size_t axis = header->fortran_order ? i : header->rank - 1 - i;
        all[axis] = stride;
        stride *= header->shape[axis];
    }
    for (size_t i = 0; i < header->rank; i++) {
        if (next < 3 && header->shape[i] == wanted[next])
            strides[next++] = all[i];
        else if (header->shape[i] != 1 || spare-- == 0)
            return false;
    }
    return next == 3;
}

static bool fits_hwc(const ml_npy_header *header, const ml_expected *expected, uint64_t n_channels, axes *found)
{
    const uint64_t wanted[] = {expected->height, expected->width, n_channels};
    uint64_t strides[3];
    if (!match_axes(header, wanted, strides))
        return false;
    *found = (axes){ml_layout_names[ML_LAYOUT_HWC], strides[0], strides[1], strides[2], (size_t)n_channels};
    return true;
}

static bool fits_chw(const ml_npy_header *header, const ml_expected *expected, uint64_t n_channels, axes *found)
{
    const uint64_t wanted[] = {n_channels, expected->height, expected->width};
    uint64_t strides[3];
    if (!match_axes(header, wanted, strides))
        return false;
    *found = (axes){ml_layout_names[ML_LAYOUT_CHW], strides[1], strides[2], strides[0], (size_t)n_channels};
    return true;
}

/* Whether one channel of this type stands for as many classes as expected: floats are the value of class 1 of two, integers
 * are hard labels. */
static ml_status check_channels(const ml_source *source, const ml_npy_header *header, const ml_expected *expected,
                                uint64_t n_channels, ml_error *error)
{
    char shape[ML_NPY_SHAPE_TEXT_SIZE];
    bool hard = n_channels == 1 && !header->is_float;
    uint64_t n_classes = n_channels == 1 ? 2 : n_channels;
    ml_npy_shape_text(header, shape);
    if (n_channels > ML_MAX_CLASSES)
        return ml_fail(error, ML_E_INPUT, "%s: the shape %s has %llu channels; up to %d are read", source->name, shape,
                       (unsigned long long)n_channels, ML_MAX_CLASSES);
    if (hard || expected->n_classes == 0 || n_classes == expected->n_classes)
        return ML_OK;
    return ml_fail(error, ML_E_INPUT, "%s: %s has %llu channel%s for %zu classes%s", source->name, shape,
                   (unsigned long long)n_channels, n_channels == 1 ? "" : "s", expected->n_classes,
                   n_channels == 1                         ? "; one channel stands for two classes"
                   : n_channels + 1 == expected->n_classes ? "; is the background channel missing?"
                                                           : "");
}

static ml_status does_not_fit(const ml_source *source, const char *shape, const ml_input_options *options,
                              const ml_expected *expected, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: has the shape %s; its truth is %zu high and %zu wide, so %s is wanted", source->name,
                   shape, expected->height, expected->width,
                   options->layout == ML_LAYOUT_AUTO  ? "(H, W, C) or (C, H, W) with these"
                   : options->layout == ML_LAYOUT_HWC ? "(H, W, C) with these (--layout=hwc)"
                                                      : "(C, H, W) with these (--layout=chw)");
}

/* Decides which axes are height, width and class, from the truth's size and the number of classes. */
static ml_status find_axes(const ml_source *source, const ml_npy_header *header, const ml_input_options *options,
                           const ml_expected *expected, ml_error *error, axes *found)
{
    char shape[ML_NPY_SHAPE_TEXT_SIZE];
    uint64_t n_pixels = (uint64_t)expected->height * expected->width, n_channels = header->n_elems / n_pixels;
    ml_npy_header three = *header;
    axes hwc, chw;
    ml_npy_shape_text(header, shape);
    if (header->rank < 2 || n_channels == 0 || n_channels * n_pixels != header->n_elems)
        return does_not_fit(source, shape, options, expected, error);
    if (header->rank == 2) { /* (H, W) is (H, W, 1), in either order */
        three.rank = 3;
        three.shape[2] = 1;
    }
    bool one = n_channels == 1; /* has no order */
    bool is_hwc = (one || options->layout != ML_LAYOUT_CHW) && fits_hwc(&three, expected, n_channels, &hwc);
    bool is_chw = (one || options->layout != ML_LAYOUT_HWC) && fits_chw(&three, expected, n_channels, &chw);
    if (!is_hwc && !is_chw)
        return does_not_fit(source, shape, options, expected, error);
    ml_status status = check_channels(source, header, expected, n_channels, error);
    if (status)
        return status;
    if (is_hwc && is_chw && !one)
        return ml_fail(error, ML_E_INPUT,
                       "%s: the shape %s fits both (H, W, C) and (C, H, W): say --layout=hwc or --layout=chw", source->name,
                       shape);
    *found = is_hwc ? hwc : chw;
    return ML_OK;
}

/* Element (row, column, channel) of an array in memory goes to its place in the tile, planes apart. */
static void gather(const npy_reader *reader, size_t first, size_t n)
{
    size_t size = reader->header.type_size_bytes;
    for (size_t i = 0; i < n; i++) {
        uint64_t row = (first + i) / reader->width, column = (first + i) % reader->width;
        uint64_t at = row * reader->axes.height_stride + column * reader->axes.width_stride;
        for (size_t c = 0; c < reader->axes.n_channels; c++)
            memcpy((char *)reader->buffer + (c * PLANE_ELEMS + i) * size,
                   (const char *)reader->whole + (at + c * reader->axes.channel_stride) * size, size);
    }
}

/* Reads the next pixels into the buffer and describes them. */
static ml_status read_values(npy_reader *reader, size_t first, size_t n, ml_error *error, ml_tile *tile)
{
    const ml_npy_header *header = &reader->header;
    size_t n_channels = reader->axes.n_channels;
    ml_status status = ML_OK;
    tile->type = header->type;
    tile->samples = reader->buffer;
    tile->pixel_stride = reader->access == BY_PIXELS ? n_channels : 1;
    tile->class_stride = reader->access == BY_PIXELS ? 1 : PLANE_ELEMS;
    if (reader->access == BY_PIXELS)
        return ml_npy_read(&reader->source, header, (uint64_t)first * n_channels, n * n_channels, error, reader->buffer);
    if (reader->access == FROM_MEMORY)
        gather(reader, first, n);
    for (size_t c = 0; c < n_channels && !status && reader->access == BY_PLANES; c++)
        status = ml_npy_read(&reader->source, header, (uint64_t)c * reader->width * reader->height + first, n, error,
                             (char *)reader->buffer + c * PLANE_ELEMS * header->type_size_bytes);
    return status;
}

static ml_status read_tile(void *state, size_t first, size_t n, ml_error *error, ml_tile *tile)
{
    npy_reader *reader = state;
    ml_status status = read_values(reader, first, n, error, tile);
    tile->binary = reader->binary;
    return status;
}

static void close_reader(void *state)
{
    npy_reader *reader = state;
    ml_source_close(&reader->source);
    free(reader->whole);
    free(reader->buffer);
    free(reader);
}

/* Holds an array whose order in the file is no order of pixels. */
static ml_status hold_whole(npy_reader *reader, const ml_limits *limits, ml_error *error)
{
    size_t size, n = (size_t)reader->header.n_elems;
    if (!ml_multiply(n, reader->header.type_size_bytes, &size))
        return ml_fail_memory(error, "an array");
    ml_status status = ml_limits_memory(limits, reader->source.name, size, "an array in Fortran order, held whole,", error);
    if (status)
        return status;
    if (!(reader->whole = ml_alloc(n, reader->header.type_size_bytes)))
        return ml_fail_memory(error, "an array");
    return ml_npy_read(&reader->source, &reader->header, 0, n, error, reader->whole);
}

static ml_status prepare(npy_reader *reader, const ml_input_options *options, const ml_expected *expected, ml_error *error)
{
    const axes *a = &reader->axes;
    size_t n_channels = a->n_channels, w = expected->width, h = expected->height;
    bool rows_of_pixels = (w == 1 || a->width_stride == n_channels) && (h == 1 || a->height_stride == w * n_channels);
    bool planes_of_rows = (w == 1 || a->width_stride == 1) && (h == 1 || a->height_stride == w);
    reader->width = w;
    reader->height = h;
    reader->binary = n_channels == 1 && reader->header.is_float;
    reader->access = rows_of_pixels && (n_channels == 1 || a->channel_stride == 1)                 ? BY_PIXELS
                     : planes_of_rows && (n_channels == 1 || a->channel_stride == (uint64_t)w * h) ? BY_PLANES
                                                                                                   : FROM_MEMORY;
    reader->buffer = ml_alloc(PLANE_ELEMS * n_channels, reader->header.type_size_bytes);
    if (!reader->buffer)
        return ml_fail_memory(error, "a tile");
    return reader->access == FROM_MEMORY ? hold_whole(reader, &options->limits, error) : ML_OK;
}

ml_status ml_npy_prediction_open(ml_source *source, const ml_input_options *options, const ml_expected *expected,
                                 ml_error *error, ml_prediction *prediction)
{
    static const ml_reader_ops ops = {read_tile, close_reader};
    npy_reader *reader = ml_alloc(1, sizeof *reader);
    if (!reader)
        return ml_fail_memory(error, "a prediction");
    reader->source = *source;
    ml_status status = ml_npy_read_header(source, error, &reader->header);
    if (!status)
        status = find_axes(source, &reader->header, options, expected, error, &reader->axes);
    bool hard = !status && reader->axes.n_channels == 1 && !reader->header.is_float;
    if (!status && !hard)
        status = prepare(reader, options, expected, error);
    if (status || hard) {
        reader->source.fd = -1; /* stays the caller's */
        close_reader(reader);
        return status ? status : ml_hard_source_open(source, options, expected, error, prediction);
    }
    *prediction = (ml_prediction){&ops, reader, reader->binary ? "binary" : reader->axes.name, reader->binary};
    return ML_OK;
}

ml_status ml_npy_prediction_channels(const ml_source *source, const ml_input_options *options, const ml_expected *expected,
                                     ml_error *error, size_t *n_channels)
{
    ml_npy_header header;
    axes found = {0};
    ml_status status = ml_npy_read_header(source, error, &header);
    if (!status)
        status = find_axes(source, &header, options, expected, error, &found);
    if (!status)
        *n_channels = found.n_channels > 1 ? found.n_channels : header.is_float ? 2 : 0;
    return status;
}
