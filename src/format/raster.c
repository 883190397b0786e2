/* Images as rows of samples; see raster.h. */
#include "format/raster.h"

#include <string.h>

const char *const ml_raster_kind_names[ML_RASTER_N_KINDS] = {"gray", "palette", "gray with alpha", "RGB", "RGBA"};

ml_status ml_raster_open_pages(const ml_raster_ops *ops, const ml_source *source, const ml_limits *limits, ml_error *error,
                               ml_raster *raster)
{
    ml_raster opened = {.ops = ops, .source = source, .limits = limits};
    ml_status status = ops->open(source, limits, error, &opened.state, &opened.header);
    if (!status)
        *raster = opened;
    return status;
}

ml_status ml_raster_open(const ml_raster_ops *ops, const ml_source *source, const ml_limits *limits, ml_error *error,
                         ml_raster *raster)
{
    ml_raster opened;
    ml_status status = ml_raster_open_pages(ops, source, limits, error, &opened);
    if (status)
        return status;
    if (opened.header.n_pages > 1) {
        ml_fail(error, ML_E_INPUT, "%s: has %zu pages, and one image is wanted: save each as a file of its own", source->name,
                opened.header.n_pages);
        ml_raster_close(&opened);
        return error->status;
    }
    *raster = opened;
    return ML_OK;
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
    ml_status status = raster->ops->read(raster->state, n, error, samples);
    raster->n_read += n;
    return status || raster->n_read < raster->header.n_pixels ? status : ml_source_finish(raster->source, error);
}

/* Samples of 16 bits that hold bytes, some at a time. */
static ml_status read_narrowed(ml_raster *raster, size_t n, ml_error *error, uint8_t *bytes)
{
    enum { SOME_SAMPLES = 4096 };
    uint16_t samples[SOME_SAMPLES];
    const size_t n_channels = raster->header.n_channels;
    ml_status status = ML_OK;
    for (size_t left = n, some; left > 0 && !status; left -= some, bytes += some * n_channels) {
        some = left < SOME_SAMPLES / n_channels ? left : SOME_SAMPLES / n_channels;
        status = raster->ops->read(raster->state, some, error, samples);
        for (size_t i = 0; i < some * n_channels && !status; i++)
            bytes[i] = (uint8_t)samples[i];
    }
    return status;
}

ml_status ml_raster_read_bytes(ml_raster *raster, size_t n, ml_error *error, uint8_t *bytes)
{
    if (raster->header.type != ML_SAMPLE_U16 || raster->header.bits > 8)
        return ml_fail(error, ML_E_SYSTEM, "%s: internal: samples are no bytes", raster->source->name);
    if (n == 0)
        return ML_OK;
    ml_status status = raster->ops->read_bytes ? raster->ops->read_bytes(raster->state, n, error, bytes)
                                               : read_narrowed(raster, n, error, bytes);
    raster->n_read += n;
    return status || raster->n_read < raster->header.n_pixels ? status : ml_source_finish(raster->source, error);
}

/* Whether the callers' buffers and tables still go with the image. */
static bool same(const ml_raster_header *a, const ml_raster_header *b)
{
    return a->width == b->width && a->height == b->height && a->n_pages == b->n_pages && a->kind == b->kind &&
           a->n_channels == b->n_channels && a->bits == b->bits && a->type == b->type && a->n_palette == b->n_palette &&
           memcmp(a->palette, b->palette, a->n_palette * sizeof *a->palette) == 0 &&
           memcmp(a->has_no_color, b->has_no_color, sizeof a->has_no_color) == 0;
}

ml_status ml_raster_turn(ml_raster *raster, size_t page, ml_error *error)
{
    if (page >= raster->header.n_pages)
        return ml_fail(error, ML_E_SYSTEM, "%s: internal: there is no page %zu", raster->source->name, page);
    if (!raster->ops->turn)
        return ml_raster_restart(raster, error);
    raster->ops->turn(raster->state, page);
    raster->page = page;
    raster->n_read = 0;
    return ML_OK;
}

ml_status ml_raster_restart(ml_raster *raster, ml_error *error)
{
    ml_raster again;
    if (raster->n_read == 0)
        return ML_OK;
    if (raster->ops->turn) {
        raster->ops->turn(raster->state, raster->page);
        raster->n_read = 0;
        return ML_OK;
    }
    ml_status status = ml_raster_open_pages(raster->ops, raster->source, raster->limits, error, &again);
    if (status)
        return status;
    if (!same(&raster->header, &again.header)) {
        ml_raster_close(&again);
        return ml_fail_changed(raster->source->name, error);
    }
    ml_raster_close(raster);
    *raster = again;
    return ML_OK;
}

bool ml_raster_lacks_color(const ml_raster_header *header, size_t sample)
{
    return header->kind == ML_RASTER_PALETTE && (sample >= header->n_palette || header->has_no_color[sample]);
}

bool ml_raster_has_gray_palette(const ml_raster_header *header)
{
    size_t n_gray = 0, n_colors = 0;
    for (size_t i = 0; i < header->n_palette; i++) {
        const uint8_t *color = header->palette[i];
        n_colors += !header->has_no_color[i];
        n_gray += !header->has_no_color[i] && color[0] == color[1] && color[0] == color[2];
    }
    return n_gray > 0 && n_gray == n_colors;
}
