/* Losses of a pixel; see pixel_losses.h. */
#include "engine/pixel_losses.h"

#include "base/memory.h"
#include "core/by_stored.h"
#include "core/slope.h"

#include <stdlib.h>

bool ml_pixel_losses_need_image(const ml_settings *settings, const ml_loss *const *wanted, size_t n_wanted, size_t y,
                                bool ignores_bad)
{
    bool needs = false;
    for (size_t l = 0; l < n_wanted; l++)
        needs |= !settings->masked[y] && (ignores_bad || !wanted[l]->kind->pixels);
    return needs;
}

/* The unweighted value of a sum's loss, as the reducer adds it. */
static double value_of(const ml_pixel_reading *r, const ml_loss_sum *sum)
{
    const ml_settings *settings = r->wanted->settings;
    const ml_kernel *kernel = settings->kernel->kernel;
    double p[ML_LANES] = {r->p_true}, sq_error[ML_LANES] = {r->sq_error}, pt[ML_LANES], neg_log[ML_LANES], loss[ML_LANES];
    kernel->clip_log(p, settings->epsilon, 1 - settings->epsilon, 1, pt, neg_log);
    const ml_pixel_terms terms = {1, pt, neg_log, sq_error, kernel};
    sum->kind->pixels(&terms, sum->param, loss);
    return loss[0];
}

static void find_losses(const ml_pixel_reading *r, size_t y, ml_pixel_losses *found)
{
    const ml_settings *settings = r->wanted->settings;
    for (size_t l = 0; l < settings->losses->n; l++) {
        const ml_loss *loss = &settings->losses->items[l];
        if (!loss->kind->pixels)
            continue;
        const ml_loss_sum *sum = &settings->losses->sums[loss->sum];
        const double factor = loss->kind->factor ? loss->kind->factor(loss, settings->weights, y) : 1;
        const double raw = factor * value_of(r, sum);
        found->losses[found->n_losses++] = (ml_explained_loss){
            loss, factor, raw, settings->masked[y] ? factor * ml_loss_when_certain(sum, settings->epsilon) : raw};
    }
}

/* Room for n gradients. */
static ml_status take_room(const ml_settings *settings, size_t n, ml_error *error, ml_pixel_losses *found)
{
    found->losses = ml_alloc(settings->losses->n, sizeof *found->losses);
    found->gradients = ml_alloc(n, sizeof *found->gradients);
    return found->losses && found->gradients ? ML_OK : ml_fail_memory(error, "the losses of a pixel");
}

/* Adds the gradient of a loss. */
static ml_status add_gradient(const ml_pixel_reading *r, const ml_figures *figures, const ml_loss *loss, size_t y,
                              ml_error *error, ml_pixel_losses *found)
{
    const ml_settings *settings = r->wanted->settings;
    const ml_prediction *prediction = &r->wanted->opened->prediction;
    const ml_stored stored = ml_stored_of(settings, prediction->is_binary, prediction->stored_one);
    ml_slope slope;
    double *by_p = ml_alloc(settings->classes->n, sizeof *by_p), *by_stored = ml_alloc(r->n_stored, sizeof *by_stored);
    ml_status status = by_p && by_stored ? ml_slope_init(settings, loss, error, &slope) : ml_fail_memory(error, "a gradient");
    if (status) {
        free(by_p);
        free(by_stored);
        return status;
    }
    ml_slope_take(&slope, &figures->views[ML_VIEW_MASKED]);
    ml_slope_of_pixel(&slope, y, r->p, by_p);
    ml_by_stored(&stored, r->stored, r->p, by_p, by_stored);
    ml_slope_clear(&slope);
    free(by_p);
    found->gradients[found->n_gradients++] = (ml_explained_gradient){loss, by_stored};
    return ML_OK;
}

ml_status ml_pixel_losses_find(const ml_pixel_reading *reading, size_t y, const ml_loss *const *wanted, size_t n_wanted,
                               ml_error *error, ml_pixel_losses *found)
{
    const ml_settings *settings = reading->wanted->settings;
    ml_figures figures;
    *found = (ml_pixel_losses){.n_losses = 0};
    ml_status status = take_room(settings, n_wanted, error, found);
    if (status)
        return status;
    find_losses(reading, y, found);
    status = ml_figures_init(settings, error, &figures);
    if (status)
        return status;
    ml_figures_compute(reading->record, &figures);
    for (size_t l = 0; l < n_wanted && !status; l++)
        status = add_gradient(reading, &figures, wanted[l], y, error, found);
    ml_figures_clear(&figures);
    return status;
}

void ml_pixel_losses_clear(ml_pixel_losses *losses)
{
    for (size_t g = 0; g < losses->n_gradients; g++)
        free(losses->gradients[g].by_stored);
    free(losses->gradients);
    free(losses->losses);
    *losses = (ml_pixel_losses){.n_losses = 0};
}
