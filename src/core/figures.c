/* All figures of a record; see figures.h. */
#include "core/figures.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ml_status init_view(const ml_settings *settings, ml_view_kind kind, ml_error *error, ml_view_figures *figures)
{
    size_t n_classes = settings->classes->n, n_losses = settings->losses->n;
    ml_status status = ml_view_init(settings, kind, error, &figures->view);
    if (status)
        return status;
    figures->losses = ml_alloc(n_losses, sizeof *figures->losses);
    figures->per_class = ml_alloc(n_classes, sizeof *figures->per_class);
    figures->soft = ml_alloc(n_classes, sizeof *figures->soft);
    if (!figures->losses || !figures->per_class || !figures->soft)
        return ml_fail_memory(error, "the figures");
    for (size_t l = 0; l < n_losses; l++)
        if (!settings->losses->items[l].kind->part && !(figures->losses[l].per_class = ml_alloc(n_classes, sizeof(double))))
            return ml_fail_memory(error, "the figures");
    return ml_constant_init(settings, error, &figures->constant);
}

ml_status ml_figures_init_measures(ml_error *error, ml_figures *figures)
{
    const ml_measures *measures = figures->settings->measures;
    ml_status status = ML_OK;
    if (!(figures->measures = ml_alloc(measures->n, sizeof *figures->measures)))
        return ml_fail_memory(error, "the figures");
    for (size_t k = 0; k < measures->n && !status; k++)
        status = measures->items[k].kind->create(&measures->items[k], figures->settings, error, &figures->measures[k]);
    return status;
}

void ml_figures_clear_measures(ml_figures *figures)
{
    for (size_t k = 0; figures->measures && k < figures->settings->measures->n; k++)
        figures->settings->measures->items[k].kind->destroy(figures->measures[k]);
    free(figures->measures);
    figures->measures = NULL;
}

ml_status ml_figures_init(const ml_settings *settings, ml_error *error, ml_figures *figures)
{
    memset(figures, 0, sizeof *figures);
    figures->settings = settings;
    figures->forgiven_as = ml_alloc(settings->classes->n, sizeof *figures->forgiven_as);
    figures->forgiven_loss = ml_alloc(settings->losses->n, sizeof *figures->forgiven_loss);
    figures->punished_of = ml_alloc(settings->classes->n, sizeof *figures->punished_of);
    ml_status status =
        figures->forgiven_as && figures->forgiven_loss && figures->punished_of ? ML_OK : ml_fail_memory(error, "the figures");
    for (int v = 0; v < ML_N_VIEWS && !status; v++)
        if (ml_view_needed(settings, (ml_view_kind)v))
            status = init_view(settings, (ml_view_kind)v, error, &figures->views[v]);
    if (!status)
        status = ml_figures_init_measures(error, figures);
    if (status)
        ml_figures_clear(figures);
    return status;
}

void ml_figures_clear(ml_figures *figures)
{
    for (int v = 0; v < ML_N_VIEWS; v++) {
        ml_view_figures *view = &figures->views[v];
        for (size_t l = 0; view->losses && l < figures->settings->losses->n; l++)
            free(view->losses[l].per_class);
        free(view->losses);
        free(view->per_class);
        free(view->soft);
        ml_constant_clear(&view->constant);
        ml_view_clear(&view->view);
    }
    free(figures->forgiven_as);
    free(figures->forgiven_loss);
    free(figures->punished_of);
    ml_figures_clear_measures(figures);
    memset(figures, 0, sizeof *figures);
}

static double divide(double numerator, double denominator) { return denominator > 0 ? numerator / denominator : (double)NAN; }

ml_scored ml_view_scored(const ml_settings *settings, const ml_view_figures *figures)
{
    const ml_view *view = &figures->view;
    return (ml_scored){view->record.n_classes, view->n_valid, figures->per_class, view->averaged, settings->empty};
}

void ml_view_figures_score(const ml_settings *settings, const ml_loss_scored *losses, ml_view_figures *figures)
{
    const ml_scored scored = {losses->n_classes, losses->n_valid, figures->per_class, losses->averaged, settings->empty};
    for (size_t l = 0; l < settings->losses->n; l++)
        ml_loss_figures_compute(settings, &settings->losses->items[l], losses, &figures->losses[l]);
    for (int m = 0; m < ML_N_METRICS; m++)
        figures->metrics[m] = ml_metrics[m].value(&scored);
    figures->metric_classes = ml_metric_classes(&scored);
}

static void compute_view(const ml_settings *settings, const ml_record *record, ml_view_figures *figures)
{
    ml_view_take(settings, record, &figures->view);
    ml_soft_counts_compute(&figures->view, figures->soft);
    const ml_view *view = &figures->view;
    const ml_loss_scored scored = {view->record.n_classes, view->n_valid, view->support,
                                   view->averaged,         figures->soft, view->record.sums};
    ml_class_figures_compute(view, figures->per_class);
    ml_view_figures_score(settings, &scored, figures);
}

static void compute_forgiven(const ml_record *record, ml_figures *figures)
{
    const ml_settings *settings = figures->settings;
    size_t n = record->n_classes;
    figures->forgiven = figures->n_masked = figures->n_none = 0;
    memset(figures->forgiven_as, 0, n * sizeof *figures->forgiven_as);
    for (size_t y = 0; y < n; y++) {
        figures->n_none += record->none[y];
        if (!settings->masked[y])
            continue;
        figures->n_masked += ml_record_support(record, y);
        figures->forgiven += record->none[y];
        for (size_t c = 0; c < n && record->has_row[y]; c++)
            if (c != y) {
                figures->forgiven_as[c] += record->hard[y * n + c];
                figures->forgiven += record->hard[y * n + c];
            }
    }
    figures->forgiven_rate = divide((double)figures->forgiven, (double)figures->n_masked);
    for (size_t l = 0; l < settings->losses->n; l++)
        figures->forgiven_loss[l] = figures->views[ML_VIEW_RAW].losses[l].mean - figures->views[ML_VIEW_MASKED].losses[l].mean;
}

/* What masking does not forgive: pixels of other classes that were called a masked one. */
static void compute_punished(const ml_record *record, ml_figures *figures)
{
    const bool *masked = figures->settings->masked;
    const ml_view *view = &figures->views[ML_VIEW_MASKED].view;
    size_t n = record->n_classes;
    uint64_t n_right = 0;
    figures->punished = 0;
    for (size_t y = 0; y < n; y++) {
        figures->punished_of[y] = 0;
        for (size_t c = 0; c < n && !masked[y] && record->has_row[y]; c++)
            figures->punished_of[y] += masked[c] ? record->hard[y * n + c] : 0;
        figures->punished += figures->punished_of[y];
        n_right += view->record.hard[y * n + y];
    }
    figures->punished_rate = divide((double)figures->punished, (double)(figures->n_valid - figures->n_masked));
    figures->punished_share = divide((double)figures->punished, (double)(view->n_valid - n_right));
}

void ml_figures_compute(const ml_record *record, ml_figures *figures)
{
    figures->n_pixels = record->n_pixels;
    figures->n_ignored = record->n_ignored;
    figures->n_bad = record->n_bad;
    figures->n_valid = record->n_pixels - record->n_ignored;
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (ml_view_needed(figures->settings, (ml_view_kind)v))
            compute_view(figures->settings, record, &figures->views[v]);
    compute_forgiven(record, figures);
    compute_punished(record, figures);
    for (size_t k = 0; k < figures->settings->measures->n; k++)
        figures->settings->measures->items[k].kind->compute(record, figures->measures[k]);
}

void ml_figures_compute_constants(ml_figures *figures)
{
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (ml_view_needed(figures->settings, (ml_view_kind)v))
            ml_constant_compute(figures->settings, &figures->views[v].view, &figures->views[v].constant);
}

bool ml_figures_lack_class(const ml_figures *figures, size_t c)
{
    const uint64_t *raw = figures->views[ML_VIEW_RAW].per_class[c].counts;
    return raw[ML_SUPPORT] == 0 && raw[ML_PREDICTED] == 0;
}
