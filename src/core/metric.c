/* Counts and metrics; see metric.h. */
#include "core/metric.h"

#include "base/wide.h"

#include <math.h>

static double ratio(uint64_t numerator, uint64_t denominator)
{
    return denominator ? (double)numerator / (double)denominator : (double)NAN;
}

void ml_class_figures_compute(const ml_view *view, ml_class_figures *figures)
{
    size_t n = view->record.n_classes;
    for (size_t c = 0; c < n; c++) {
        uint64_t predicted = 0;
        for (size_t y = 0; y < n; y++)
            predicted += view->record.hard[y * n + c];
        uint64_t tp = view->record.hard[c * n + c], fp = predicted - tp, fn = view->support[c] - tp;
        figures[c] = (ml_class_figures){
            .counts = {[ML_SUPPORT] = view->support[c],
                       [ML_PREDICTED] = predicted,
                       [ML_TP] = tp,
                       [ML_FP] = fp,
                       [ML_FN] = fn,
                       [ML_TN] = view->n_valid - tp - fp - fn},
            .ratios = {[ML_IOU] = ratio(tp, tp + fp + fn),
                       [ML_DICE] = ratio(2 * tp, 2 * tp + fp + fn),
                       [ML_PRECISION] = ratio(tp, tp + fp),
                       [ML_RECALL] = ratio(tp, tp + fn)},
        };
    }
}

static uint64_t right(const ml_view *view)
{
    uint64_t n = 0;
    for (size_t c = 0; c < view->record.n_classes; c++)
        n += view->record.hard[c * view->record.n_classes + c];
    return n;
}

static double accuracy(const ml_view *view, const ml_class_figures *figures)
{
    ML_UNUSED(figures);
    return ratio(right(view), view->n_valid);
}

/* Mean of a ratio over the classes of the average where it is defined. */
static double mean_ratio(const ml_view *view, const ml_class_figures *figures, int which, size_t *n_averaged)
{
    double sum = 0;
    size_t n = 0;
    for (size_t c = 0; c < view->record.n_classes; c++)
        if (view->averaged[c] && !isnan(figures[c].ratios[which])) {
            sum += figures[c].ratios[which];
            n++;
        }
    *n_averaged = n;
    return n ? sum / (double)n : (double)NAN;
}

static double mean_recall(const ml_view *view, const ml_class_figures *figures)
{
    size_t n;
    return mean_ratio(view, figures, ML_RECALL, &n);
}

static double miou(const ml_view *view, const ml_class_figures *figures)
{
    size_t n;
    return mean_ratio(view, figures, ML_IOU, &n);
}

static double mdice(const ml_view *view, const ml_class_figures *figures)
{
    size_t n;
    return mean_ratio(view, figures, ML_DICE, &n);
}

/* IoU weighted by support, over the classes of the average where it is defined (Long et al. 2015, "frequency weighted"). */
static double fwiou(const ml_view *view, const ml_class_figures *figures)
{
    double sum = 0;
    uint64_t support = 0;
    for (size_t c = 0; c < view->record.n_classes; c++)
        if (view->averaged[c] && !isnan(figures[c].ratios[ML_IOU])) {
            sum += (double)figures[c].counts[ML_SUPPORT] * figures[c].ratios[ML_IOU];
            support += figures[c].counts[ML_SUPPORT];
        }
    return support ? sum / (double)support : (double)NAN;
}

/* The integers of which kappa and MCC are made, over the C x (C+1) table whose last column is "none": with N pixels, row sums
 * r and column sums k, agreement = N * trace, chance = sum r_c k_c (none has no row), and the sums of squares. */
typedef struct marginals {
    ml_wide all_squared, agreement, chance, rows_squared, columns_squared;
} marginals;

static marginals sum_marginals(const ml_view *view, const ml_class_figures *figures)
{
    marginals m = {.all_squared = ml_wide_product(view->n_valid, view->n_valid),
                   .agreement = ml_wide_product(view->n_valid, right(view))};
    uint64_t n_none = view->n_valid;
    for (size_t c = 0; c < view->record.n_classes; c++) {
        uint64_t row = figures[c].counts[ML_SUPPORT], column = figures[c].counts[ML_PREDICTED];
        n_none -= column;
        m.chance = ml_wide_add(m.chance, ml_wide_product(row, column));
        m.rows_squared = ml_wide_add(m.rows_squared, ml_wide_product(row, row));
        m.columns_squared = ml_wide_add(m.columns_squared, ml_wide_product(column, column));
    }
    m.columns_squared = ml_wide_add(m.columns_squared, ml_wide_product(n_none, n_none));
    return m;
}

/* Cohen's kappa (1960): (po - pe) / (1 - pe), both times N^2. */
static double kappa(const ml_view *view, const ml_class_figures *figures)
{
    marginals m = sum_marginals(view, figures);
    double below = ml_wide_difference(m.all_squared, m.chance);
    return below > 0 ? ml_wide_difference(m.agreement, m.chance) / below : (double)NAN;
}

/* Matthews' correlation for several classes (Gorodkin 2004). The root is taken of the product, so that equal factors give
 * exactly that factor and a perfect prediction exactly 1. */
static double mcc(const ml_view *view, const ml_class_figures *figures)
{
    marginals m = sum_marginals(view, figures);
    double below = ml_wide_difference(m.all_squared, m.rows_squared) * ml_wide_difference(m.all_squared, m.columns_squared);
    return below > 0 ? ml_wide_difference(m.agreement, m.chance) / sqrt(below) : (double)NAN;
}

const ml_metric ml_metrics[ML_N_METRICS] = {
    [ML_ACCURACY] = {"accuracy", "Right decisions / valid pixels of the view; null if there are none.", false, accuracy},
    [ML_MEAN_RECALL] = {"mean_recall",
                        "Mean of `recall` over those classes of `settings.average`, in `excluded` without the masked ones, "
                        "where it is not null; "
                        "null if there is no such class.",
                        false, mean_recall},
    [ML_MIOU] = {"miou", "Mean of `iou`, likewise.", false, miou},
    [ML_MDICE] = {"mdice", "Mean of `dice`, likewise.", false, mdice},
    [ML_FWIOU] = {"fwiou",
                  "Sum of `support` times `iou` / sum of `support`, over the classes that `miou` averages; null if that is 0.",
                  false, fwiou},
    [ML_KAPPA] = {"kappa",
                  "Cohen's kappa, -1 to 1: accuracy beyond chance / what is possible beyond chance; null if that is 0.", true,
                  kappa},
    [ML_MCC] = {"mcc", "Matthews correlation coefficient of several classes, -1 to 1; null if the denominator is 0.", true,
                mcc},
};

size_t ml_metric_classes(const ml_view *view, const ml_class_figures *figures)
{
    size_t n;
    mean_ratio(view, figures, ML_IOU, &n);
    return n;
}
