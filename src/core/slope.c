/* Derivatives of losses; see slope.h. */
#include "core/slope.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ml_status ml_slope_init(const ml_settings *settings, const ml_loss *loss, ml_error *error, ml_slope *slope)
{
    size_t n = settings->classes->n;
    ml_slope made = {settings, loss, ml_alloc(n, sizeof(double)), ml_alloc(n, sizeof(double))};
    if (!made.of_truth || !made.of_other) {
        ml_slope_clear(&made);
        return ml_fail_memory(error, "the derivative of a loss");
    }
    *slope = made;
    return ML_OK;
}

void ml_slope_clear(ml_slope *slope)
{
    free(slope->of_truth);
    free(slope->of_other);
    *slope = (ml_slope){.loss = NULL};
}

/* Of the mean, which runs over all valid pixels. */
static void take_pixels(ml_slope *slope, const ml_view *masked)
{
    const ml_loss *loss = slope->loss;
    for (size_t y = 0; y < masked->record.n_classes; y++) {
        double factor = loss->kind->factor ? loss->kind->factor(loss, slope->settings->weights, y) : 1;
        slope->of_truth[y] = factor / (double)masked->n_valid;
    }
}

/* What is known of the loss itself: its mean, and over how many classes that runs. */
static ml_loss_figures compute_loss(const ml_slope *slope, const ml_view_figures *masked)
{
    const ml_view *view = &masked->view;
    const ml_loss_scored scored = {view->record.n_classes, view->n_valid, view->support,
                                   view->averaged,         masked->soft,  view->record.sums};
    ml_loss_figures figures = {.per_class = NULL};
    ml_loss_figures_compute(slope->settings, slope->loss, &scored, &figures);
    return figures;
}

/* A step of one pixel's p_y adds to TP what it takes from FN. */
static void set_class(ml_slope *slope, size_t c, const ml_soft_counts *by, double below)
{
    slope->of_truth[c] = (by->tp - by->fn) / below;
    slope->of_other[c] = by->fp / below;
}

/* Of the mean over the classes whose losses have a value; that of an absent class may be a constant. */
static void take_region(ml_slope *slope, const ml_view_figures *masked)
{
    const ml_loss *loss = slope->loss;
    const ml_view *view = &masked->view;
    double n_averaged = (double)compute_loss(slope, masked).classes;
    for (size_t c = 0; c < view->record.n_classes; c++) {
        const ml_soft_counts *soft = &masked->soft[c];
        bool is_computed = view->support[c] > 0 || slope->settings->absent == ML_ABSENT_KEEP;
        if (!view->averaged[c] || !is_computed || isnan(loss->kind->region(soft->tp, soft->fp, soft->fn, loss->params)))
            continue;
        const ml_soft_counts by = loss->kind->region_slope(soft->tp, soft->fp, soft->fn, loss->params);
        set_class(slope, c, &by, n_averaged);
    }
}

/* Of a fraction A / B: (A' - A/B B') / B. */
static void take_overall(ml_slope *slope, const ml_view_figures *masked)
{
    const ml_loss *loss = slope->loss;
    const ml_loss_kind *kind = loss->kind;
    const ml_view *view = &masked->view;
    double mean = compute_loss(slope, masked).mean, below = loss->params[kind->smooth_param], n = (double)view->n_valid;
    if (isnan(mean))
        return;
    for (size_t c = 0; c < view->record.n_classes; c++)
        if (view->averaged[c] && view->support[c] > 0)
            below += kind->part(&masked->soft[c], (double)view->support[c], n, loss->params).below;
    for (size_t c = 0; c < view->record.n_classes; c++)
        if (view->averaged[c] && view->support[c] > 0) {
            const ml_fraction_slope part = kind->part_slope((double)view->support[c], n, loss->params);
            const ml_soft_counts by = {part.above.tp - mean * part.below.tp, part.above.fp - mean * part.below.fp,
                                       part.above.fn - mean * part.below.fn};
            set_class(slope, c, &by, below);
        }
}

void ml_slope_take(ml_slope *slope, const ml_view_figures *masked)
{
    const ml_loss_kind *kind = slope->loss->kind;
    size_t n = masked->view.record.n_classes;
    memset(slope->of_truth, 0, n * sizeof *slope->of_truth);
    memset(slope->of_other, 0, n * sizeof *slope->of_other);
    if (kind->pixels)
        take_pixels(slope, &masked->view);
    else if (kind->region)
        take_region(slope, masked);
    else
        take_overall(slope, masked);
}

/* By p_y through pt, where that is not clipped; and by each p_c through the squared error, (p_c - [c = y])^2 summed. */
static void pixel_slope(const ml_slope *slope, size_t y, const double *p, double *by_p)
{
    const ml_loss *loss = slope->loss;
    double epsilon = slope->settings->epsilon, param = loss->kind->pixel_param < 0 ? 0 : loss->params[loss->kind->pixel_param];
    bool is_inside = p[y] > epsilon && p[y] < 1 - epsilon;
    const ml_pixel_slope by = loss->kind->pixel_slope(is_inside ? p[y] : 0.5, param);
    for (size_t c = 0; c < slope->settings->classes->n; c++)
        by_p[c] = slope->of_truth[y] * by.by_sq_error * 2 * (p[c] - (c == y));
    if (is_inside)
        by_p[y] += slope->of_truth[y] * by.by_pt;
}

void ml_slope_of_pixel(const ml_slope *slope, size_t y, const double *p, double *by_p)
{
    size_t n = slope->settings->classes->n;
    if (slope->settings->masked[y]) {
        memset(by_p, 0, n * sizeof *by_p);
    } else if (slope->loss->kind->pixels) {
        pixel_slope(slope, y, p, by_p);
    } else {
        memcpy(by_p, slope->of_other, n * sizeof *by_p);
        by_p[y] = slope->of_truth[y];
    }
}
