/* Figures of losses; see loss_figures.h. */
#include "core/loss_figures.h"

#include <math.h>

static double divide(double numerator, double denominator) { return denominator > 0 ? numerator / denominator : (double)NAN; }

void ml_soft_counts_compute(const ml_view *view, ml_soft_counts *soft)
{
    size_t n = view->record.n_classes;
    const double *p = view->record.soft;
    for (size_t c = 0; c < n; c++)
        soft[c] = (ml_soft_counts){p[c * n + c], 0, 0};
    for (size_t y = 0; y < n; y++) {
        double fn = 0;
        for (size_t c = 0; c < n && view->record.has_row[y]; c++)
            if (c != y) {
                soft[c].fp += p[y * n + c];
                fn += p[y * n + c];
            }
        soft[y].fn = fn + (double)view->record.none[y];
    }
}

/* The loss's record sums, times the factor of each true class. */
static void pointwise(const ml_settings *settings, const ml_loss *loss, const ml_loss_scored *s, ml_loss_figures *figures)
{
    const double *sums = s->sums + loss->sum * s->n_classes;
    double unmasked = 0, weight = 0;
    uint64_t n_unmasked = 0;
    figures->sum = 0;
    for (size_t y = 0; y < s->n_classes; y++) {
        double factor = loss->kind->factor ? loss->kind->factor(loss, settings->weights, y) : 1;
        double sum = factor * sums[y];
        figures->sum += sum;
        weight += settings->weights[y] * (double)s->support[y];
        if (!settings->masked[y]) {
            unmasked += sum;
            n_unmasked += s->support[y];
        }
        if (figures->per_class)
            figures->per_class[y] = divide(sum, (double)s->support[y]);
    }
    figures->mean = divide(figures->sum, (double)s->n_valid);
    figures->mean_unmasked = divide(unmasked, (double)n_unmasked);
    figures->mean_weighted = divide(figures->sum, weight);
}

/* A region loss of class c: absent classes as the settings say, NaN where it has no value. */
static double region_of_class(const ml_settings *settings, const ml_loss *loss, const ml_loss_scored *s, size_t c)
{
    if (s->support[c] == 0 && settings->absent != ML_ABSENT_KEEP)
        return settings->absent == ML_ABSENT_ONE ? 1 : settings->absent == ML_ABSENT_ZERO ? 0 : (double)NAN;
    return loss->kind->region(s->soft[c].tp, s->soft[c].fp, s->soft[c].fn, loss->params);
}

static void region(const ml_settings *settings, const ml_loss *loss, const ml_loss_scored *s, ml_loss_figures *figures)
{
    double sum = 0;
    figures->classes = 0;
    for (size_t c = 0; c < s->n_classes; c++) {
        double value = region_of_class(settings, loss, s, c);
        if (figures->per_class)
            figures->per_class[c] = value;
        if (s->averaged[c] && !isnan(value)) {
            sum += value;
            figures->classes++;
        }
    }
    figures->mean = divide(sum, (double)figures->classes);
}

/* A loss of all classes of the average that the truth has together: a fraction of sums over them. */
static void overall(const ml_loss *loss, const ml_loss_scored *s, ml_loss_figures *figures)
{
    ml_loss_fraction all = {0, 0};
    bool any = false;
    for (size_t c = 0; c < s->n_classes; c++)
        if (s->averaged[c] && s->support[c] > 0) {
            const ml_loss_fraction part =
                loss->kind->part(&s->soft[c], (double)s->support[c], (double)s->n_valid, loss->params);
            all.above += part.above;
            all.below += part.below;
            any = true;
        }
    figures->mean = any ? divide(all.above, all.below + loss->params[loss->kind->smooth_param]) : (double)NAN;
}

void ml_loss_figures_compute(const ml_settings *settings, const ml_loss *loss, const ml_loss_scored *scored,
                             ml_loss_figures *figures)
{
    if (loss->kind->pixels)
        pointwise(settings, loss, scored, figures);
    else if (loss->kind->region)
        region(settings, loss, scored, figures);
    else
        overall(loss, scored, figures);
}
