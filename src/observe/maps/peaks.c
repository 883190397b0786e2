/* The largest values of an image's losses; see peaks.h. */
#include "observe/maps/peaks.h"

#include "base/memory.h"
#include "observe/maps/loss_values.h"

#include <stdlib.h>

typedef struct peaks {
    const ml_maps *maps;
    ml_loss_values *values; /* [maps->n] zeroed where there is no scale */
    double *largest;        /* [maps->n] so far, of the image */
} peaks;

static void destroy(void *state)
{
    peaks *own = state;
    for (size_t m = 0; own->values && m < own->maps->n; m++)
        ml_loss_values_clear(&own->values[m]);
    free(own->values);
    free(own->largest);
    free(own);
}

static ml_status create(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error, void **state)
{
    ML_UNUSED(tally);
    peaks *own = ml_alloc(1, sizeof *own);
    if (!own)
        return ml_fail_memory(error, "the scales of maps");
    own->maps = params;
    own->values = ml_alloc(own->maps->n, sizeof *own->values);
    own->largest = ml_alloc(own->maps->n, sizeof *own->largest);
    ml_status status = own->values && own->largest ? ML_OK : ml_fail_memory(error, "the scales of maps");
    for (size_t m = 0; m < own->maps->n && !status; m++)
        if (own->maps->items[m].kind->has_scale)
            status = ml_loss_values_init(settings, &own->maps->items[m], error, &own->values[m]);
    if (status)
        destroy(own);
    else
        *state = own;
    return status;
}

static ml_status begin(void *state, const ml_observed_image *image, void *joined, ml_error *error)
{
    ML_UNUSED(image);
    ML_UNUSED(joined);
    ML_UNUSED(error);
    const peaks *own = state;
    for (size_t m = 0; m < own->maps->n; m++)
        own->largest[m] = 0;
    return ML_OK;
}

static ml_status take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    ML_UNUSED(error);
    const peaks *own = state;
    size_t n_pixels = tile->pixels->n_pixels;
    double values[ML_MAP_PIXELS];
    for (size_t m = 0; m < own->maps->n; m++)
        for (size_t first = 0; own->values[m].sum && first < n_pixels; first += ML_MAP_PIXELS) {
            size_t n = n_pixels - first < ML_MAP_PIXELS ? n_pixels - first : ML_MAP_PIXELS;
            ml_loss_values_find(&own->values[m], tile->pixels, first, n, values);
            double largest = own->largest[m];
            for (size_t i = 0; i < n; i++)
                largest = values[i] > largest ? values[i] : largest;
            own->largest[m] = largest;
        }
    return ML_OK;
}

static ml_status join(void *state, const void *other, ml_error *error)
{
    ML_UNUSED(error);
    const peaks *own = state, *others = other;
    for (size_t m = 0; m < own->maps->n; m++)
        if (others->largest[m] > own->largest[m])
            own->largest[m] = others->largest[m];
    return ML_OK;
}

static ml_status finish(void *state, ml_error *error, void **left)
{
    const peaks *own = state;
    double *copy = ml_alloc(own->maps->n, sizeof *copy);
    if (!copy)
        return ml_fail_memory(error, "the scales of maps");
    for (size_t m = 0; m < own->maps->n; m++)
        copy[m] = own->largest[m];
    *left = copy;
    return ML_OK;
}

const ml_observer_kind ml_peaks = {
    .name = "peaks",
    .create = create,
    .destroy = destroy,
    .begin = begin,
    .take = take,
    .join = join,
    .finish = finish,
    .destroy_left = free,
};
