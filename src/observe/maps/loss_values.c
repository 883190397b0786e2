/* Pointwise losses of pixels; see loss_values.h. */
#include "observe/maps/loss_values.h"

#include "base/memory.h"

#include <stdlib.h>

ml_status ml_loss_values_init(const ml_settings *settings, const ml_map *map, ml_error *error, ml_loss_values *values)
{
    const ml_loss *loss = &map->losses.items[0];
    size_t n = settings->classes->n;
    ml_loss_values made = {.sum = &map->losses.sums[loss->sum], .epsilon = settings->epsilon, .n_classes = n};
    made.factor = ml_alloc(n, sizeof *made.factor);
    made.certain = ml_alloc(n, sizeof *made.certain);
    if (!made.factor || !made.certain) {
        ml_loss_values_clear(&made);
        return ml_fail_memory(error, "a map of a loss");
    }
    for (size_t y = 0; y < n; y++) {
        made.factor[y] = loss->kind->factor ? loss->kind->factor(loss, settings->weights, y) : 1;
        made.certain[y] = settings->masked[y] ? made.factor[y] * ml_loss_when_certain(made.sum, settings->epsilon) : -1;
    }
    *values = made;
    return ML_OK;
}

void ml_loss_values_clear(ml_loss_values *values)
{
    free(values->factor);
    free(values->certain);
    *values = (ml_loss_values){.sum = NULL};
}

void ml_loss_values_find(const ml_loss_values *values, const ml_pixels *pixels, size_t first, size_t n, double *out)
{
    double pt[ML_MAP_PIXELS], neg_log[ML_MAP_PIXELS];
    pixels->kernel->clip_log(pixels->p_true + first, values->epsilon, 1 - values->epsilon, n, pt, neg_log);
    const ml_pixel_terms terms = {n, pt, neg_log, pixels->sq_error + first, pixels->kernel};
    values->sum->kind->pixels(&terms, values->sum->param, out);
    for (size_t i = 0; i < n; i++) {
        uint16_t y = pixels->label[first + i];
        if (y == ML_IGNORED)
            out[i] = 0;
        else
            out[i] = values->certain[y] >= 0 ? values->certain[y] : out[i] * values->factor[y];
    }
}
