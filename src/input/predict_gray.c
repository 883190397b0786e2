/* Predictions as one channel of unsigned integers, an image or an array: the probability of class 1 of two, as a share of the
 * full scale of the samples' type. See predict_gray.h. */
#include "input/predict_gray.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

typedef struct gray_reader {
    ml_source source;
    ml_raster raster;       /* closed for an array, */
    ml_array_header header; /* whose pixels are read once it is bound */
    ml_array_reader pixels;
    double full_scale;
    uint16_t samples[ML_TILE_PIXELS];
    double p[ML_TILE_PIXELS];
} gray_reader;

static const char wanted[] = "--prediction-as=probabilities reads gray images and arrays of unsigned integers";

bool ml_can_be_probabilities(const ml_array_header *header)
{
    return !header->is_float && !header->is_scaled && header->code[0] != 'i';
}

bool ml_can_be_gray(const ml_prediction *prediction)
{
    const ml_raster_header *raster = ml_prediction_labels(prediction)->file.raster;
    return raster ? raster->kind == ML_RASTER_GRAY && raster->bits >= 8
                  : prediction->array && ml_can_be_probabilities(prediction->array);
}

static bool is_raster(const gray_reader *reader) { return reader->raster.ops != NULL; }

static ml_status start(void *state, size_t image, ml_error *error)
{
    gray_reader *reader = state;
    return is_raster(reader) ? ml_raster_restart(&reader->raster, error) : ml_array_reader_start(&reader->pixels, image, error);
}

static ml_status read_tile(void *state, size_t first, size_t n, ml_error *error, ml_tile *tile)
{
    gray_reader *reader = state;
    ml_values values = {.type = ML_SAMPLE_U16, .samples = reader->samples, .pixel_stride = 1};
    ml_status status = is_raster(reader) ? ml_raster_read(&reader->raster, ML_SAMPLE_U16, n, error, reader->samples)
                                         : ml_array_reader_read(&reader->pixels, first, n, error, &values);
    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        reader->p[i] = ml_values_at(&values, i, 0) / reader->full_scale;
    tile->type = ML_SAMPLE_F64;
    tile->samples = reader->p;
    tile->pixel_stride = 1;
    tile->binary = true;
    return ML_OK;
}

static void close_reader(void *state)
{
    gray_reader *reader = state;
    ml_raster_close(&reader->raster);
    ml_array_reader_clear(&reader->pixels);
    ml_source_close(&reader->source);
    free(reader);
}

static ml_status bind(ml_prediction *prediction, const ml_array_roles *roles, const ml_classes *classes, ml_error *error)
{
    gray_reader *reader = prediction->state;
    const ml_input_options *options = prediction->options;
    ml_status status = ML_OK;
    if (options->activation != ML_ACTIVATION_NONE)
        return ml_fail_activation(prediction, "integers", error);
    if (classes && classes->n != 2)
        return ml_fail(error, ML_E_INPUT,
                       "%s: is the probability of class 1 of two (--prediction-as), and there are %zu classes",
                       prediction->name, classes->n);
    if (prediction->array) {
        status = ml_array_reader_init(&reader->source, &reader->header, &roles->prediction, &options->limits, error,
                                      &reader->pixels);
        prediction->is_random_access = reader->pixels.access != ML_ARRAY_FROM_MEMORY && !reader->source.sequential;
    }
    prediction->n_channels = 2;
    prediction->is_binary = true;
    prediction->layout = "gray, binary";
    return status;
}

/* Makes what is open in `reader` the prediction's. */
static void take(gray_reader *reader, ml_prediction *prediction)
{
    static const ml_reader_ops ops = {.bind = bind, .start = start, .read = read_tile, .close = close_reader};
    prediction->ops = &ops;
    prediction->state = reader;
    prediction->stored_one = reader->full_scale;
    prediction->name = reader->source.name;
    prediction->array = is_raster(reader) ? NULL : &reader->header;
    prediction->facts = is_raster(reader) ? &reader->raster.header.facts : &reader->header.facts;
    prediction->width = reader->raster.header.width;
    prediction->height = reader->raster.header.height;
    prediction->n_channels = 2;
}

ml_status ml_gray_prediction_open(const ml_file_format *format, const ml_source *source, ml_error *error,
                                  ml_prediction *prediction)
{
    gray_reader *reader = ml_alloc(1, sizeof *reader);
    if (!reader)
        return ml_fail_memory(error, "a prediction");
    const ml_raster_header *header = &reader->raster.header;
    reader->source = *source;
    ml_status status = ml_raster_open(format->raster, &reader->source, &prediction->options->limits, error, &reader->raster);
    if (!status && header->kind != ML_RASTER_GRAY) {
        status = ml_fail(error, ML_E_INPUT, "%s: is %s: %s", source->name, ml_raster_kind_names[header->kind], wanted);
        ml_raster_close(&reader->raster);
    }
    if (status) {
        free(reader);
        return status;
    }
    reader->full_scale = (double)((1u << header->bits) - 1);
    take(reader, prediction);
    return ML_OK;
}

ml_status ml_gray_prediction_of_array(const ml_source *source, const ml_array_header *header, ml_error *error,
                                      ml_prediction *prediction)
{
    if (!ml_can_be_probabilities(header))
        return ml_fail(error, ML_E_INPUT, "%s: holds signed integers: %s", source->name, wanted);
    if (header->pages && header->pages_kind != ML_RASTER_GRAY)
        return ml_fail(error, ML_E_INPUT, "%s: is %s: %s", source->name, ml_raster_kind_names[header->pages_kind], wanted);
    gray_reader *reader = ml_alloc(1, sizeof *reader);
    if (!reader)
        return ml_fail_memory(error, "a prediction");
    reader->source = *source;
    reader->header = *header;
    reader->full_scale = header->full_scale > 0 ? header->full_scale : ldexp(1, 8 * (int)header->elem_size_bytes) - 1;
    take(reader, prediction);
    return ML_OK;
}
