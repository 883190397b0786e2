/* Predictions in .npy: (H,W,C) and (C,H,W). See prediction.h. */
#include "base/memory.h"
#include "input/npy.h"
#include "input/prediction.h"

#include <stdlib.h>

/* Planes in the buffer lie this many elements further apart than a tile is long: distances of whole pages would put the same
 * pixel of every class into the same cache set. */
enum { PLANE_PADDING = 32 };

typedef struct npy_reader {
    ml_source source;
    ml_npy_header header;
    bool channels_first;
    size_t n_pixels, n_classes;
    void *buffer; /* a tile */
} npy_reader;

/* What the array's axes mean. */
typedef struct axes {
    bool channels_first;
    size_t n_channels;
} axes;

static ml_status wrong_channels(const ml_source *source, const ml_npy_header *header, uint64_t n_channels,
                                const ml_expected *expected, ml_error *error)
{
    char shape[ML_NPY_SHAPE_TEXT_SIZE];
    return ml_fail(error, ML_E_INPUT, "%s: %s has %llu channels for %zu classes%s", source->name,
                   ml_npy_shape_text(header, shape), (unsigned long long)n_channels, expected->n_classes,
                   n_channels + 1 == expected->n_classes ? "; is the background channel missing?" : "");
}

/* Decides which axes are height, width and class, from the truth's size and the number of classes. */
static ml_status find_axes(const ml_source *source, const ml_npy_header *header, const ml_input_options *options,
                           const ml_expected *expected, ml_error *error, axes *found)
{
    char shape[ML_NPY_SHAPE_TEXT_SIZE];
    const uint64_t *d = header->shape, h = expected->height, w = expected->width, c = expected->n_classes;
    ml_npy_shape_text(header, shape);
    if (header->rank != 3)
        return ml_fail(error, ML_E_INPUT, "%s: has the shape %s; (H, W, C) or (C, H, W) is wanted", source->name, shape);
    bool hwc_size = options->layout != ML_LAYOUT_CHW && d[0] == h && d[1] == w;
    bool chw_size = options->layout != ML_LAYOUT_HWC && d[1] == h && d[2] == w;
    bool hwc = hwc_size && (c == 0 || d[2] == c), chw = chw_size && (c == 0 || d[0] == c);
    if (!hwc_size && !chw_size)
        return ml_fail(error, ML_E_INPUT, "%s: has the shape %s; its truth is %zu high and %zu wide, so %s is wanted",
                       source->name, shape, expected->height, expected->width,
                       options->layout == ML_LAYOUT_AUTO  ? "(H, W, C) or (C, H, W) with these"
                       : options->layout == ML_LAYOUT_HWC ? "(H, W, C) with these (--layout=hwc)"
                                                          : "(C, H, W) with these (--layout=chw)");
    if (hwc && chw)
        return ml_fail(error, ML_E_INPUT,
                       "%s: the shape %s fits both (H, W, C) and (C, H, W): say --layout=hwc or --layout=chw", source->name,
                       shape);
    if (!hwc && !chw)
        return wrong_channels(source, header, hwc_size ? d[2] : d[0], expected, error);
    uint64_t n_channels = hwc ? d[2] : d[0];
    if (n_channels < 2 || n_channels > ML_MAX_CLASSES)
        return ml_fail(error, ML_E_INPUT, "%s: the shape %s has %llu channels; 2 to %d are read", source->name, shape,
                       (unsigned long long)n_channels, ML_MAX_CLASSES);
    *found = (axes){chw, (size_t)n_channels};
    return ML_OK;
}

static ml_status read_header(const ml_source *source, const ml_input_options *options, const ml_expected *expected,
                             ml_error *error, ml_npy_header *header, axes *found)
{
    ml_status status = ml_npy_read_header(source, error, header);
    if (status)
        return status;
    if (header->fortran_order)
        return ml_fail(error, ML_E_INPUT, "%s: is in Fortran order, which is not read; save numpy.ascontiguousarray(array)",
                       source->name);
    return find_axes(source, header, options, expected, error, found);
}

static ml_status read_tile(void *state, size_t first, size_t n, ml_error *error, ml_tile *tile)
{
    npy_reader *reader = state;
    const ml_npy_header *header = &reader->header;
    ml_status status = ML_OK;
    tile->type = header->type;
    tile->samples = reader->buffer;
    tile->pixel_stride = reader->channels_first ? 1 : reader->n_classes;
    tile->class_stride = reader->channels_first ? ML_TILE_PIXELS + PLANE_PADDING : 1;
    if (!reader->channels_first)
        return ml_npy_read(&reader->source, header, (uint64_t)first * reader->n_classes, n * reader->n_classes, error,
                           reader->buffer);
    for (size_t c = 0; c < reader->n_classes && !status; c++)
        status = ml_npy_read(&reader->source, header, (uint64_t)c * reader->n_pixels + first, n, error,
                             (char *)reader->buffer + c * tile->class_stride * header->elem_size_bytes);
    return status;
}

static void close_reader(void *state)
{
    npy_reader *reader = state;
    ml_source_close(&reader->source);
    free(reader->buffer);
    free(reader);
}

ml_status ml_npy_prediction_open(ml_source *source, const ml_input_options *options, const ml_expected *expected,
                                 ml_error *error, ml_prediction *prediction)
{
    static const ml_reader_ops ops = {read_tile, close_reader};
    ml_npy_header header;
    axes found = {0};
    ml_status status = read_header(source, options, expected, error, &header, &found);
    if (status)
        return status;
    npy_reader *reader = ml_alloc(1, sizeof *reader);
    void *buffer = ml_alloc((ML_TILE_PIXELS + PLANE_PADDING) * found.n_channels, header.elem_size_bytes);
    if (!reader || !buffer) {
        free(reader);
        free(buffer);
        return ml_fail_memory(error, "a tile");
    }
    *reader = (npy_reader){.source = *source,
                           .header = header,
                           .channels_first = found.channels_first,
                           .n_pixels = expected->width * expected->height,
                           .n_classes = found.n_channels,
                           .buffer = buffer};
    *prediction = (ml_prediction){&ops, reader, ml_layout_names[found.channels_first ? ML_LAYOUT_CHW : ML_LAYOUT_HWC]};
    return ML_OK;
}

ml_status ml_npy_prediction_channels(const ml_source *source, const ml_input_options *options, const ml_expected *expected,
                                     ml_error *error, size_t *n_channels)
{
    ml_npy_header header;
    axes found = {0};
    ml_status status = read_header(source, options, expected, error, &header, &found);
    if (!status)
        *n_channels = found.n_channels;
    return status;
}
