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
    if (!figures->losses || !figures->per_class)
        return ml_fail_memory(error, "the figures");
    for (size_t l = 0; l < n_losses; l++)
        if (settings->losses->items[l].kind->region && !(figures->losses[l].per_class = ml_alloc(n_classes, sizeof(double))))
            return ml_fail_memory(error, "the figures");
    return ML_OK;
}

ml_status ml_figures_init(const ml_settings *settings, ml_error *error, ml_figures *figures)
{
    memset(figures, 0, sizeof *figures);
    figures->settings = settings;
    figures->forgiven_as = ml_alloc(settings->classes->n, sizeof *figures->forgiven_as);
    figures->forgiven_loss = ml_alloc(settings->losses->n, sizeof *figures->forgiven_loss);
    ml_status status = figures->forgiven_as && figures->forgiven_loss ? ML_OK : ml_fail_memory(error, "the figures");
    for (int v = 0; v < ML_N_VIEWS && !status; v++)
        if (ml_view_needed(settings, (ml_view_kind)v))
            status = init_view(settings, (ml_view_kind)v, error, &figures->views[v]);
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
        ml_view_clear(&view->view);
    }
    free(figures->forgiven_as);
    free(figures->forgiven_loss);
    memset(figures, 0, sizeof *figures);
}

static double divide(double numerator, double denominator) { return denominator > 0 ? numerator / denominator : (double)NAN; }

/* A pointwise loss: its record sums, times the factor of each true class, with every denominator that people use. */
static void pointwise(const ml_settings *settings, const ml_loss *loss, const ml_view *view, ml_loss_figures *figures)
{
    const double *sums = view->record.sums + loss->sum * view->record.n_classes;
    double unmasked = 0, weight = 0;
    uint64_t n_unmasked = 0;
    figures->sum = 0;
    for (size_t y = 0; y < view->record.n_classes; y++) {
        double factor = loss->kind->factor ? loss->kind->factor(loss, settings->weights, y) : 1;
        double sum = factor * sums[y];
        figures->sum += sum;
        weight += settings->weights[y] * (double)view->support[y];
        if (!settings->masked[y]) {
            unmasked += sum;
            n_unmasked += view->support[y];
        }
    }
    figures->mean = divide(figures->sum, (double)view->n_valid);
    figures->mean_unmasked = divide(unmasked, (double)n_unmasked);
    figures->mean_weighted = divide(figures->sum, weight);
}

/* A region loss of class c: absent classes as the settings say, NaN where it has no value. */
static double region_of_class(const ml_settings *settings, const ml_loss *loss, const ml_view *view, size_t c)
{
    size_t n = view->record.n_classes;
    const double *soft = view->record.soft;
    if (view->support[c] == 0 && settings->absent != ML_ABSENT_KEEP)
        return settings->absent == ML_ABSENT_ONE ? 1 : settings->absent == ML_ABSENT_ZERO ? 0 : (double)NAN;
    double fp = 0, fn = 0;
    for (size_t k = 0; k < n; k++)
        if (k != c) {
            fp += soft[k * n + c];
            fn += soft[c * n + k];
        }
    fn += (double)view->record.none[c];
    return loss->kind->region(soft[c * n + c], fp, fn, loss->params);
}

static void region(const ml_settings *settings, const ml_loss *loss, const ml_view *view, ml_loss_figures *figures)
{
    double sum = 0;
    figures->classes = 0;
    for (size_t c = 0; c < view->record.n_classes; c++) {
        double value = figures->per_class[c] = region_of_class(settings, loss, view, c);
        if (view->averaged[c] && !isnan(value)) {
            sum += value;
            figures->classes++;
        }
    }
    figures->mean = divide(sum, (double)figures->classes);
}

static void compute_view(const ml_settings *settings, const ml_record *record, ml_view_figures *figures)
{
    ml_view_take(settings, record, &figures->view);
    for (size_t l = 0; l < settings->losses->n; l++) {
        const ml_loss *loss = &settings->losses->items[l];
        (loss->kind->region ? region : pointwise)(settings, loss, &figures->view, &figures->losses[l]);
    }
    ml_class_figures_compute(&figures->view, figures->per_class);
    for (int m = 0; m < ML_N_METRICS; m++)
        figures->metrics[m] = ml_metrics[m].value(&figures->view, figures->per_class);
    figures->metric_classes = ml_metric_classes(&figures->view, figures->per_class);
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
        for (size_t c = 0; c < n; c++)
            if (c != y) {
                figures->forgiven_as[c] += record->hard[y * n + c];
                figures->forgiven += record->hard[y * n + c];
            }
    }
    figures->forgiven_rate = divide((double)figures->forgiven, (double)figures->n_masked);
    for (size_t l = 0; l < settings->losses->n; l++)
        figures->forgiven_loss[l] = figures->views[ML_VIEW_RAW].losses[l].mean - figures->views[ML_VIEW_MASKED].losses[l].mean;
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
}

bool ml_figures_lack_class(const ml_figures *figures, size_t c)
{
    const uint64_t *raw = figures->views[ML_VIEW_RAW].per_class[c].counts;
    return raw[ML_SUPPORT] == 0 && raw[ML_PREDICTED] == 0;
}
