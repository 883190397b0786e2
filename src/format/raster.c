/* Images as rows of samples; see raster.h. */
#include "format/raster.h"

#include <string.h>

const char *const ml_raster_kind_names[ML_RASTER_N_KINDS] = {"gray", "palette", "gray with alpha", "RGB", "RGBA"};

ml_status ml_raster_open(const ml_raster_ops *ops, const ml_source *source, const ml_limits *limits, ml_error *error,
                         ml_raster *raster)
{
    ml_raster opened = {.ops = ops, .source = source, .limits = limits};
    ml_status status = ops->open(source, limits, error, &opened.state, &opened.header);
    if (!status)
        *raster = opened;
    return status;
}

void ml_raster_close(ml_raster *raster)
{
    if (raster->ops)
        raster->ops->close(raster->state);
    *raster = (ml_raster){0};
}

ml_status ml_raster_read(ml_raster *raster, ml_sample_type type, size_t n, ml_error *error, void *samples)
{
    if (type != raster->header.type)
        return ml_fail(error, ML_E_SYSTEM, "%s: internal: samples of another type", raster->source->name);
    if (n == 0)
        return ML_OK;
    raster->is_begun = true;
    return raster->ops->read(raster->state, n, error, samples);
}

/* Whether the callers' buffers and tables still go with the image. */
static bool same(const ml_raster_header *a, const ml_raster_header *b)
{
    return a->width == b->width && a->height == b->height && a->kind == b->kind && a->n_channels == b->n_channels &&
           a->bits == b->bits && a->type == b->type && a->n_palette == b->n_palette &&
           memcmp(a->palette, b->palette, a->n_palette * sizeof *a->palette) == 0;
}

ml_status ml_raster_restart(ml_raster *raster, ml_error *error)
{
    ml_raster again;
    if (!raster->is_begun)
        return ML_OK;
    ml_status status = ml_raster_open(raster->ops, raster->source, raster->limits, error, &again);
    if (status)
        return status;
    if (!same(&raster->header, &again.header)) {
        ml_raster_close(&again);
        return ml_fail(error, ML_E_INPUT, "%s: has changed while it was read", raster->source->name);
    }
    ml_raster_close(raster);
    *raster = again;
    return ML_OK;
}

bool ml_raster_has_gray_palette(const ml_raster_header *header)
{
    bool is_gray = header->n_palette > 0;
    for (size_t i = 0; i < header->n_palette && is_gray; i++)
        is_gray = header->palette[i][0] == header->palette[i][1] && header->palette[i][0] == header->palette[i][2];
    return is_gray;
}
