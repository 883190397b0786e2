/* The maps `gradient`: the derivative of the image's masked mean of a loss with respect to each stored value. */
#include "observe/maps/kinds.h"

#include "base/memory.h"
#include "core/by_stored.h"
#include "core/slope.h"
#include "format/npy_writer.h"

#include <stdlib.h>
#include <string.h>

/* Pixels whose probabilities are found at a time. */
enum { SOME_PIXELS = 64 };

typedef struct gradient {
    ml_slope slope;
    ml_stored stored;
    double *planes;   /* [n_classes][SOME_PIXELS] */
    double *p, *by_p; /* [n_classes] of one pixel */
    double *q, *by_q; /* [n_values] */
} gradient;

static void end(void *own)
{
    gradient *g = own;
    if (!g)
        return;
    ml_slope_clear(&g->slope);
    free(g->planes);
    free(g->p);
    free(g->by_p);
    free(g->q);
    free(g->by_q);
    free(g);
}

static ml_status begin(ml_painter *painter, ml_error *error)
{
    const ml_settings *settings = painter->settings;
    const ml_map_image *image = &painter->image;
    size_t n_classes = settings->classes->n;
    if (image->is_hard)
        return ml_fail(error, ML_E_USAGE, "%s: hard labels have no gradient; --kinds=%s is for probabilities and logits",
                       image->name, painter->map->name);
    gradient *g = painter->own = ml_alloc(1, sizeof *g);
    if (!g)
        return ml_fail_memory(error, "a gradient");
    g->stored = ml_stored_of(settings, image->is_binary, image->stored_one);
    size_t n_values = ml_stored_n_values(&g->stored);
    g->planes = ml_alloc(n_classes, sizeof(double[SOME_PIXELS]));
    g->p = ml_alloc(n_classes, sizeof *g->p);
    g->by_p = ml_alloc(n_classes, sizeof *g->by_p);
    g->q = ml_alloc(n_values, sizeof *g->q);
    g->by_q = ml_alloc(n_values, sizeof *g->by_q);
    if (!g->planes || !g->p || !g->by_p || !g->q || !g->by_q)
        return ml_fail_memory(error, "a gradient");
    ml_status status = ml_slope_init(settings, &painter->map->losses.items[0], error, &g->slope);
    if (status)
        return status;
    ml_slope_take(&g->slope, &image->figures->views[ML_VIEW_MASKED]);
    ml_map_form_array(painter, 8, n_values);
    return ML_OK;
}

/* by_q of pixel i of the tile, whose probabilities are in column `at` of the planes. */
static void differentiate(gradient *g, const ml_observed_tile *tile, size_t i, size_t at)
{
    uint16_t y = tile->pixels->label[i];
    size_t n_values = ml_stored_n_values(&g->stored);
    if (y == ML_IGNORED) {
        memset(g->by_q, 0, n_values * sizeof *g->by_q);
        return;
    }
    for (size_t c = 0; c < g->stored.n_classes; c++)
        g->p[c] = g->planes[c * SOME_PIXELS + at];
    for (size_t k = 0; k < n_values; k++)
        g->q[k] = ml_tile_value(tile->tile, i, k);
    ml_slope_of_pixel(&g->slope, y, g->p, g->by_p);
    ml_by_stored(&g->stored, g->q, g->p, g->by_p, g->by_q);
}

static ml_status paint(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out, ml_error *error)
{
    ML_UNUSED(error);
    gradient *g = painter->own;
    size_t n_values = ml_stored_n_values(&g->stored);
    for (size_t i = 0; i < n; i++) {
        size_t at = i % SOME_PIXELS, n_left = n - i;
        if (at == 0)
            ml_pixels_probabilities(tile->pixels, tile->tile, first + i, n_left < SOME_PIXELS ? n_left : SOME_PIXELS,
                                    SOME_PIXELS, g->planes);
        differentiate(g, tile, first + i, at);
        for (size_t k = 0; k < n_values; k++)
            out = ml_npy_put_double(out, g->by_q[k]);
    }
    return ML_OK;
}

const ml_map_kind ml_map_gradient = {
    .name = "gradient",
    .argument = ML_MAP_OF_LOSS,
    .is_array = true,
    .begin = begin,
    .paint = paint,
    .end = end,
};
