/* Planes side by side; see plane_decoder.h. */
#include "input/plane_decoder.h"

#include "base/memory.h"
#include "base/thread.h"

#include <stdlib.h>

/* A plane is decoded some tiles at a time, up to twice as many ahead of the reader: enough that several threads seldom wait for
 * each other, and few enough that what all planes hold stays in the cache. */
enum { MAX_PART_TILES = 4, PARTS_BYTES = 1 << 21 };

/* Planes of samples lie this many further apart than they are long: distances of whole pages would put the same pixel of every
 * class into the same cache set. */
enum { PLANE_PADDING = 32 };

typedef struct plane {
    ml_raster *raster;
    size_t n_decoded; /* tiles */
    bool is_taken;    /* somebody decodes it */
    bool has_failed;
} plane;

struct ml_plane_decoder {
    size_t n_planes, n_pixels, n_tiles;
    size_t part_tiles, n_slots; /* of a plane: tile t is in slot t % n_slots */
    uint16_t *samples;          /* [n_planes][n_slots * ML_TILE_PIXELS + PLANE_PADDING] */
    ml_monitor *monitor;        /* protects the rest */
    plane *planes;              /* [n_planes] */
    size_t n_read, n_left;      /* tiles that the reader has been given, and those of them that it does not look at any more */
    bool is_over;               /* nobody wants more */
    size_t failed_tile, failed_plane; /* of the first error, by tile and then by plane; n_tiles: none */
    ml_error error;
};

static size_t plane_stride(const ml_plane_decoder *d) { return d->n_slots * ML_TILE_PIXELS + PLANE_PADDING; }

ml_status ml_plane_decoder_create(ml_raster *const *planes, size_t n, ml_error *error, ml_plane_decoder **decoder)
{
    ml_plane_decoder *d = ml_alloc(1, sizeof *d);
    size_t size;
    if (!d)
        return ml_fail_memory(error, "a prediction");
    d->n_planes = n;
    d->n_pixels = planes[0]->header.n_pixels;
    d->n_tiles = (d->n_pixels + ML_TILE_PIXELS - 1) / ML_TILE_PIXELS;
    d->part_tiles = MAX_PART_TILES;
    while (d->part_tiles > 1 &&
           (d->part_tiles > d->n_tiles || d->part_tiles * n > PARTS_BYTES / sizeof(uint16_t[ML_TILE_PIXELS])))
        d->part_tiles /= 2;
    d->n_slots = d->part_tiles < d->n_tiles ? 2 * d->part_tiles : d->part_tiles;
    d->planes = ml_alloc(n, sizeof *d->planes);
    d->samples = ml_multiply(plane_stride(d), sizeof *d->samples, &size) ? ml_alloc_unset(n, size) : NULL;
    d->monitor = ml_monitor_create();
    if (!d->planes || !d->samples || !d->monitor) {
        ml_plane_decoder_destroy(d);
        return ml_fail_memory(error, "a prediction");
    }
    for (size_t c = 0; c < n; c++)
        d->planes[c].raster = planes[c];
    d->failed_tile = d->n_tiles;
    *decoder = d;
    return ML_OK;
}

void ml_plane_decoder_destroy(ml_plane_decoder *decoder)
{
    if (!decoder)
        return;
    ml_monitor_destroy(decoder->monitor);
    free(decoder->planes);
    free(decoder->samples);
    free(decoder);
}

ml_status ml_plane_decoder_start(ml_plane_decoder *d, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t c = 0; c < d->n_planes && !status; c++) {
        plane *p = &d->planes[c];
        status = ml_raster_restart(p->raster, error);
        p->n_decoded = 0;
        p->has_failed = false;
    }
    d->n_read = d->n_left = 0;
    d->is_over = false;
    d->failed_tile = d->n_tiles;
    ml_error_clear(&d->error);
    return status;
}

/* A part of a plane. */
typedef struct part {
    size_t plane, first, n; /* tiles */
} part;

/* Inside the monitor: takes the next part of the plane that is most behind, of those that nobody has and for which there is
 * room. */
static bool take(ml_plane_decoder *d, part *taken)
{
    plane *chosen = NULL;
    for (size_t c = 0; c < d->n_planes; c++) {
        plane *p = &d->planes[c];
        if (p->is_taken || p->has_failed || p->n_decoded == d->n_tiles || (chosen && chosen->n_decoded <= p->n_decoded))
            continue;
        size_t left = d->n_tiles - p->n_decoded, n = left < d->part_tiles ? left : d->part_tiles;
        if (p->n_decoded + n > d->n_left + d->n_slots)
            continue;
        chosen = p;
        *taken = (part){c, p->n_decoded, n};
    }
    if (chosen)
        chosen->is_taken = true;
    return chosen != NULL;
}

/* Inside the monitor, which it leaves meanwhile: decodes a part. */
static void decode(ml_plane_decoder *d, const part *taken)
{
    plane *p = &d->planes[taken->plane];
    ml_error error = ML_ERROR_INIT;
    size_t tile = taken->first;
    ml_monitor_leave(d->monitor);
    for (; tile < taken->first + taken->n; tile++) {
        size_t first = tile * ML_TILE_PIXELS, left = d->n_pixels - first, n = left < ML_TILE_PIXELS ? left : ML_TILE_PIXELS;
        uint16_t *to = d->samples + taken->plane * plane_stride(d) + tile % d->n_slots * ML_TILE_PIXELS;
        if (ml_raster_read(p->raster, ML_SAMPLE_U16, n, &error, to))
            break;
    }
    ml_monitor_enter(d->monitor);
    p->is_taken = false;
    p->n_decoded = tile;
    p->has_failed = error.status != ML_OK;
    if (p->has_failed && (tile < d->failed_tile || (tile == d->failed_tile && taken->plane < d->failed_plane))) {
        d->failed_tile = tile;
        d->failed_plane = taken->plane;
        d->error = error;
    }
    ml_monitor_notify(d->monitor);
}

/* Inside the monitor: whether each plane has been decoded as far as the tile that is wanted, or has failed before. */
static bool is_ready(const ml_plane_decoder *d)
{
    for (size_t c = 0; c < d->n_planes; c++)
        if (d->planes[c].n_decoded <= d->n_left && !d->planes[c].has_failed)
            return false;
    return true;
}

ml_status ml_plane_decoder_read(ml_plane_decoder *d, ml_error *error, const uint16_t **samples, size_t *stride)
{
    part taken;
    ml_monitor_enter(d->monitor);
    d->n_left = d->n_read;
    if (d->n_left % d->part_tiles == 0) /* there is room for another part of each plane */
        ml_monitor_notify(d->monitor);
    while (!is_ready(d))
        if (take(d, &taken))
            decode(d, &taken);
        else
            ml_monitor_wait(d->monitor);
    if (d->failed_tile <= d->n_left)
        *error = d->error;
    else
        d->n_read++;
    ml_monitor_leave(d->monitor);
    if (error->status)
        return error->status;
    *samples = d->samples + d->n_left % d->n_slots * ML_TILE_PIXELS;
    *stride = plane_stride(d);
    return ML_OK;
}

/* Inside the monitor: whether there is, or will be, something to decode. */
static bool has_more(const ml_plane_decoder *d)
{
    for (size_t c = 0; c < d->n_planes && !d->is_over; c++)
        if (d->planes[c].n_decoded < d->n_tiles && !d->planes[c].has_failed)
            return true;
    return false;
}

void ml_plane_decoder_help(ml_plane_decoder *d)
{
    part taken;
    ml_monitor_enter(d->monitor);
    while (has_more(d))
        if (take(d, &taken))
            decode(d, &taken);
        else
            ml_monitor_wait(d->monitor);
    ml_monitor_leave(d->monitor);
}

void ml_plane_decoder_dismiss(ml_plane_decoder *d)
{
    ml_monitor_enter(d->monitor);
    d->is_over = true;
    ml_monitor_notify(d->monitor);
    ml_monitor_leave(d->monitor);
}
