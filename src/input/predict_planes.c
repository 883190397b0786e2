/* Predictions as one 8- or 16-bit gray image per class; samples are integers taken as they are. All planes are read side by
 * side. Their files stay open where there are descriptors for all of them; there may be more classes than these, and then only
 * what is read at the moment has one. See predict_planes.h. */
#include "input/predict_planes.h"

#include "base/memory.h"
#include "input/plane_decoder.h"
#include "io/kept_open.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct plane {
    char *path;
    ml_source source;
    ml_raster raster;
} plane;

typedef struct planes_reader {
    size_t n_classes;
    uint64_t held_bytes; /* of interlaced planes, which are decoded as a whole */
    plane *planes;       /* [n_classes] */
    ml_plane_decoder *decoder;
    ml_kept_open *kept; /* whose descriptors the planes have; NULL: each read opens its file */
} planes_reader;

static ml_status read_tile(void *state, size_t first, size_t n, ml_error *error, ml_tile *tile)
{
    planes_reader *reader = state;
    const uint16_t *samples;
    ML_UNUSED(first);
    ML_UNUSED(n);
    ml_status status = ml_plane_decoder_read(reader->decoder, error, &samples, &tile->class_stride);
    if (status)
        return status;
    tile->type = ML_SAMPLE_U16;
    tile->samples = samples;
    tile->pixel_stride = 1;
    return ML_OK;
}

static void help(void *state)
{
    const planes_reader *reader = state;
    ml_plane_decoder_help(reader->decoder);
}

static void dismiss(void *state)
{
    const planes_reader *reader = state;
    ml_plane_decoder_dismiss(reader->decoder);
}

static void close_reader(void *state)
{
    planes_reader *reader = state;
    ml_plane_decoder_destroy(reader->decoder);
    for (size_t c = 0; reader->planes && c < reader->n_classes; c++) {
        plane *p = &reader->planes[c];
        if (p->raster.ops)
            ml_source_close(&p->source);
        ml_raster_close(&p->raster);
        free(p->path);
    }
    if (reader->kept)
        ml_kept_open_free_files(reader->kept, reader->n_classes);
    free(reader->planes);
    free(reader);
}

char *ml_plane_path(const ml_pair *pair, const ml_classes *classes, size_t c)
{
    char *by_index = ml_format("%s%zu%s", pair->plane_stem, c, pair->plane_tail);
    if (!by_index || access(by_index, F_OK) == 0)
        return by_index;
    if (!classes || classes->class_of_channel) /* planes are named by index then */
        return by_index;
    char *by_name = ml_format("%s%s%s", pair->plane_stem, classes->items[c].name, pair->plane_tail);
    if (by_name && access(by_name, F_OK) == 0) {
        free(by_index);
        return by_name;
    }
    free(by_name);
    return by_index;
}

static ml_status no_plane(const plane *p, ml_error *error)
{
    char formats[ML_FORMATS_TEXT_SIZE];
    return ml_fail(error, ML_E_INPUT, "%s: %s%s", p->path, p->source.size_bytes ? "not a " : "is empty",
                   p->source.size_bytes ? ml_formats_text(ML_FORMAT_PLANE | ML_FORMAT_RASTER, " or ", formats) : "");
}

/* Opens one plane (its raster set on success) and checks that it goes with the planes before it. */
static ml_status open_plane(planes_reader *reader, size_t c, const ml_input_options *options, ml_error *error)
{
    plane *p = &reader->planes[c];
    ml_status status = ml_source_open(p->path, error, &p->source);
    if (status)
        return status;
    const ml_file_format *format;
    status = ml_file_format_of_source(&p->source, error, &format);
    if (!reader->kept)
        ml_source_release(&p->source);
    if (!status)
        status = ml_file_format_is(format, ML_FORMAT_PLANE | ML_FORMAT_RASTER)
                     ? ml_raster_open(format->raster, &p->source, &options->limits, error, &p->raster)
                     : no_plane(p, error);
    if (status) {
        ml_source_close(&p->source);
        return status;
    }
    const ml_raster_header *header = &p->raster.header, *other = &reader->planes[0].raster.header;
    if (header->kind != ML_RASTER_GRAY || (header->bits != 8 && header->bits != 16))
        return ml_fail(error, ML_E_INPUT, "%s: is %u-bit %s; a plane of probabilities is 8- or 16-bit gray", p->path,
                       header->bits, ml_raster_kind_names[header->kind]);
    if (header->width != other->width || header->height != other->height)
        return ml_fail(error, ML_E_INPUT, "%s: is %zu wide and %zu high, %s %zu wide and %zu high; nothing is ever resized",
                       p->path, header->width, header->height, reader->planes[0].path, other->width, other->height);
    if (header->bits != other->bits)
        return ml_fail(error, ML_E_INPUT, "%s: is %u-bit, %s %u-bit; planes of one image need the same scale", p->path,
                       header->bits, reader->planes[0].path, other->bits);
    if (header->interlaced)
        reader->held_bytes += (uint64_t)header->n_pixels * (header->bits / 8);
    return ml_limits_memory(&options->limits, p->path, reader->held_bytes, "with those before it this interlaced plane", error);
}

static ml_status bind(ml_prediction *prediction, const ml_array_roles *roles, const ml_classes *classes, ml_error *error)
{
    const planes_reader *reader = prediction->state;
    ML_UNUSED(roles);
    if (prediction->options->activation != ML_ACTIVATION_NONE)
        return ml_fail_activation(prediction, "integers", error);
    if (classes && reader->n_classes != classes->n_channels)
        return ml_fail(error, ML_E_INPUT, "%s: has %zu planes for %zu %s", prediction->name, reader->n_classes,
                       classes->n_channels, classes->class_of_channel ? "channels" : "classes");
    prediction->layout = "planes";
    prediction->full_scale = reader->planes[0].raster.header.bits == 8 ? 255 : 65535;
    return ML_OK;
}

/* There is one image. */
static ml_status start(void *state, size_t image, ml_error *error)
{
    const planes_reader *reader = state;
    ML_UNUSED(image);
    return ml_plane_decoder_start(reader->decoder, error);
}

/* Once all planes are open. */
static ml_status create_decoder(planes_reader *reader, ml_error *error)
{
    ml_raster **rasters = ml_alloc(reader->n_classes, sizeof(ml_raster *));
    if (!rasters)
        return ml_fail_memory(error, "a prediction");
    for (size_t c = 0; c < reader->n_classes; c++)
        rasters[c] = &reader->planes[c].raster;
    ml_status status = ml_plane_decoder_create(rasters, reader->n_classes, error, &reader->decoder);
    free(rasters);
    return status;
}

ml_status ml_planes_prediction_open(const ml_pair *pair, const ml_classes *classes, const ml_input_options *options,
                                    ml_error *error, ml_prediction *prediction)
{
    static const ml_reader_ops ops = {
        .bind = bind, .start = start, .read = read_tile, .close = close_reader, .help = help, .dismiss = dismiss};
    planes_reader *reader = ml_alloc(1, sizeof *reader);
    if (!reader)
        return ml_fail_memory(error, "a prediction");
    reader->n_classes = pair->n_planes;
    reader->planes = ml_alloc(reader->n_classes, sizeof *reader->planes);
    if (options->limits.kept && ml_kept_open_reserve_files(options->limits.kept, reader->n_classes))
        reader->kept = options->limits.kept;
    ml_status status = reader->planes ? ML_OK : ml_fail_memory(error, "a prediction");
    for (size_t c = 0; c < reader->n_classes && !status; c++) {
        reader->planes[c].path = ml_plane_path(pair, classes, c);
        status = reader->planes[c].path ? open_plane(reader, c, options, error) : ml_fail_memory(error, "a path");
    }
    if (!status)
        status = create_decoder(reader, error);
    if (status) {
        close_reader(reader);
        return status;
    }
    const ml_raster_header *header = &reader->planes[0].raster.header;
    *prediction = (ml_prediction){.ops = &ops,
                                  .state = reader,
                                  .options = options,
                                  .name = pair->prediction,
                                  .width = header->width,
                                  .height = header->height,
                                  .n_channels = reader->n_classes};
    return ML_OK;
}
