/* Opens predictions; see prediction_open.h. */
#include "input/prediction_open.h"

#include "base/memory.h"
#include "input/predict_array.h"
#include "input/predict_gray.h"
#include "input/predict_hard.h"
#include "input/predict_planes.h"

#include <stdlib.h>
#include <string.h>

/* What the file is by how it begins; a name that says something else is an error. */
static ml_status find_format(const ml_source *source, ml_error *error, const ml_file_format **found)
{
    const ml_file_format *format, *named = ml_file_format_of_name(source->name, strlen(source->name));
    ml_status status = ml_file_format_of_source(source, error, &format);
    if (status)
        return status;
    bool is_read = ml_file_format_is(format, ML_FORMAT_PREDICTION);
    if (!is_read && (!named || source->size_bytes == 0 || format)) {
        char all[ML_FORMATS_TEXT_SIZE], arrays[ML_FORMATS_TEXT_SIZE], planes[ML_FORMATS_TEXT_SIZE],
            rasters[ML_FORMATS_TEXT_SIZE];
        char *wanted = ml_format("neither %s; a prediction is an %s of probabilities, one %s per class, or a %s of labels",
                                 ml_formats_text(ML_FORMAT_PREDICTION, " nor ", all),
                                 ml_formats_text(ML_FORMAT_PREDICTION | ML_FORMAT_ARRAY, " or ", arrays),
                                 ml_formats_text(ML_FORMAT_PLANE, " or ", planes),
                                 ml_formats_text(ML_FORMAT_PREDICTION | ML_FORMAT_RASTER, " or ", rasters));
        status = wanted ? ml_fail_format(source, format, wanted, error) : ml_fail_memory(error, "a message");
        free(wanted);
        return status;
    }
    if (named && format != named)
        return ml_fail(error, ML_E_INPUT, "%s: is called %s, but is not %s%s%s", source->name, named->extensions[0],
                       named->name, format ? ": rename it, it is " : "", format ? format->name : "");
    *found = format;
    return ML_OK;
}

/* Whether colours of a format whose samples may be channels (TIFF says RGB of any three) are as many as the classes want, and
 * are that then: unless labels are said. Where the classes have colours, what they are has to be said. */
static ml_status are_channels(const ml_prediction *prediction, size_t n, const ml_classes *classes, ml_error *error, bool *are)
{
    const ml_input_options *options = prediction->options;
    *are = options->prediction_as == ML_AS_AUTO && (!classes || classes->n_channels == n);
    if (!*are || !classes || !classes->has_colors || options->layout != ML_LAYOUT_AUTO)
        return ML_OK;
    return ml_fail(error, ML_E_INPUT,
                   "%s: is RGB, which may be class colours or the channels of %zu classes: say --prediction-as=labels for "
                   "colours, or --layout=hwc (in planes: chw) for channels",
                   prediction->name, n);
}

/* As the file tells. */
static size_t n_channels(const ml_array_header *header)
{
    size_t n = 1;
    for (size_t i = 0; i < header->rank; i++)
        if (header->may_be[i] == ML_AXIS_CHANNELS)
            n = (size_t)header->shape[i];
    return n;
}

/* Whether what could be a label image is read as an array: colours that are channels. */
static ml_status is_array(const ml_file_format *format, const ml_source *source, const ml_prediction *prediction,
                          const ml_classes *classes, ml_error *error, bool *found)
{
    ml_raster raster;
    *found = false;
    if (!format->open_array)
        return ML_OK;
    ml_status status = ml_raster_open(format->raster, source, &prediction->options->limits, error, &raster);
    if (status)
        return status;
    if (raster.header.kind == ML_RASTER_RGB || raster.header.kind == ML_RASTER_RGBA)
        status = are_channels(prediction, raster.header.n_channels, classes, error, found);
    ml_raster_close(&raster);
    return status;
}

/* Opens what the format says; the source becomes the prediction's. On failure it remains the caller's. */
static ml_status open_as(const ml_file_format *format, ml_source *source, const char *key, const ml_classes *classes,
                         ml_error *error, ml_prediction *prediction)
{
    ml_array_header header;
    bool is_raster = false, has_channels = false;
    ml_status status = ml_file_is_raster(format, source, &prediction->options->limits, error, &is_raster);
    if (!status && is_raster)
        status = is_array(format, source, prediction, classes, error, &has_channels);
    if (status)
        return status;
    if (is_raster && !has_channels)
        return (prediction->options->prediction_as == ML_AS_PROBABILITIES ? ml_gray_prediction_open : ml_hard_prediction_open)(
            format, source, error, prediction);
    status = format->open_array(source, key, &prediction->options->limits, error, &header);
    if (!status && header.facts.is_color && format->raster && !has_channels)
        status = are_channels(prediction, n_channels(&header), classes, error, &has_channels);
    if (!status && has_channels) { /* that they are called colours means nothing */
        header.facts.is_color = false;
        header.pages = NULL;
    }
    if (!status && header.facts.is_color && (!header.pages || prediction->options->prediction_as == ML_AS_PROBABILITIES))
        status =
            ml_fail(error, ML_E_INPUT, "%s: holds colours, red, green and blue, which are no probabilities: save class indices",
                    source->name);
    return status ? status : ml_array_prediction_open(source, &header, error, prediction);
}

ml_status ml_prediction_open_source(const ml_source *source, const char *key, const ml_input_options *options,
                                    const ml_classes *classes, ml_error *error, ml_prediction *prediction)
{
    ml_source own = *source;
    const ml_file_format *format = NULL;
    ml_prediction opened = {.options = options, .name = source->name};
    ml_status status = find_format(&own, error, &format);
    if (!status)
        status = open_as(format, &own, key, classes, error, &opened);
    if (status)
        ml_source_close(&own);
    else
        *prediction = opened;
    return status;
}

ml_status ml_prediction_open(const ml_pair *pair, const ml_image_path *location, const ml_input_options *options,
                             const ml_classes *classes, ml_error *error, ml_prediction *prediction)
{
    ml_source source;
    if (pair->n_planes)
        return ml_planes_prediction_open(pair, classes, options, error, prediction);
    const ml_pipe *pipe = pair->prediction_pipe;
    ml_status status = ML_OK;
    if (pipe)
        source = ml_source_memory(ml_pipe_name(pipe->path), pipe->bytes, pipe->n);
    else
        status = ml_source_open(location->file, error, &source);
    return status ? status : ml_prediction_open_source(&source, location->array, options, classes, error, prediction);
}
