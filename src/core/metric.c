/* Counts and metrics; see metric.h. */
#include "core/metric.h"

#include "base/wide.h"

#include <math.h>

static double ratio(uint64_t numerator, uint64_t denominator)
{
    return denominator ? (double)numerator / (double)denominator : (double)NAN;
}

ml_class_figures ml_class_figures_of(uint64_t support, uint64_t predicted, uint64_t tp, uint64_t n_valid)
{
    uint64_t fp = predicted - tp, fn = support - tp;
    return (ml_class_figures){
        .counts = {[ML_SUPPORT] = support,
                   [ML_PREDICTED] = predicted,
                   [ML_TP] = tp,
                   [ML_FP] = fp,
                   [ML_FN] = fn,
                   [ML_TN] = n_valid - tp - fp - fn},
        .ratios = {[ML_IOU] = ratio(tp, tp + fp + fn),
                   [ML_DICE] = ratio(2 * tp, 2 * tp + fp + fn),
                   [ML_PRECISION] = ratio(tp, tp + fp),
                   [ML_RECALL] = ratio(tp, tp + fn)},
    };
}

void ml_class_figures_compute(const ml_view *view, ml_class_figures *figures)
{
    size_t n = view->record.n_classes;
    const uint64_t *hard = view->record.hard;
    for (size_t c = 0; c < n; c++)
        figures[c].counts[ML_PREDICTED] = 0;
    for (size_t y = 0; y < n; y++)
        for (size_t c = 0; c < n && view->record.has_row[y]; c++)
            figures[c].counts[ML_PREDICTED] += hard[y * n + c];
    for (size_t c = 0; c < n; c++)
        figures[c] = ml_class_figures_of(view->support[c], figures[c].counts[ML_PREDICTED], hard[c * n + c], view->n_valid);
}

double ml_ratio_averaged(const ml_scored *scored, size_t c, int which)
{
    const ml_class_figures *figures = &scored->per_class[c];
    bool is_overlap = which == ML_IOU || which == ML_DICE;
    if (!is_overlap || scored->empty == ML_EMPTY_SKIP || scored->n_valid == 0 || figures->counts[ML_SUPPORT] > 0)
        return figures->ratios[which];
    if (scored->empty == ML_EMPTY_ABSENT)
        return (double)NAN;
    if (figures->counts[ML_PREDICTED] > 0)
        return figures->ratios[which];
    return scored->empty == ML_EMPTY_ONE ? 1 : 0;
}

static uint64_t right(const ml_scored *s)
{
    uint64_t n = 0;
    for (size_t c = 0; c < s->n_classes; c++)
        n += s->per_class[c].counts[ML_TP];
    return n;
}

static double accuracy(const ml_scored *s) { return ratio(right(s), s->n_valid); }

/* Mean of a ratio over the classes of the average where it is defined. */
static double mean_ratio(const ml_scored *s, int which, size_t *n_averaged)
{
    double sum = 0;
    size_t n = 0;
    for (size_t c = 0; c < s->n_classes; c++) {
        double x = s->averaged[c] ? ml_ratio_averaged(s, c, which) : (double)NAN;
        if (!isnan(x)) {
            sum += x;
            n++;
        }
    }
    *n_averaged = n;
    return n ? sum / (double)n : (double)NAN;
}

static double mean_recall(const ml_scored *s)
{
    size_t n;
    return mean_ratio(s, ML_RECALL, &n);
}

static double mean_precision(const ml_scored *s)
{
    size_t n;
    return mean_ratio(s, ML_PRECISION, &n);
}

static double miou(const ml_scored *s)
{
    size_t n;
    return mean_ratio(s, ML_IOU, &n);
}

static double mdice(const ml_scored *s)
{
    size_t n;
    return mean_ratio(s, ML_DICE, &n);
}

/* IoU of all classes of the average together: what torchgeo and torchmetrics call micro-averaged. */
static double micro_iou(const ml_scored *s)
{
    uint64_t tp = 0, all = 0;
    for (size_t c = 0; c < s->n_classes; c++)
        if (s->averaged[c]) {
            const uint64_t *counts = s->per_class[c].counts;
            tp += counts[ML_TP];
            all += counts[ML_TP] + counts[ML_FP] + counts[ML_FN];
        }
    return ratio(tp, all);
}

/* IoU weighted by support, over the classes of the average where it is defined (Long et al. 2015, "frequency weighted"). */
static double fwiou(const ml_scored *s)
{
    double sum = 0;
    uint64_t support = 0;
    for (size_t c = 0; c < s->n_classes; c++)
        if (s->averaged[c] && !isnan(s->per_class[c].ratios[ML_IOU])) {
            sum += (double)s->per_class[c].counts[ML_SUPPORT] * s->per_class[c].ratios[ML_IOU];
            support += s->per_class[c].counts[ML_SUPPORT];
        }
    return support ? sum / (double)support : (double)NAN;
}

/* The integers of which kappa and MCC are made, over the C x (C+1) table whose last column is "none": with N pixels, row sums
 * r and column sums k, agreement = N * trace, chance = sum r_c k_c (none has no row), and the sums of squares. */
typedef struct marginals {
    ml_wide all_squared, agreement, chance, rows_squared, columns_squared;
} marginals;

static marginals sum_marginals(const ml_scored *s)
{
    marginals m = {.all_squared = ml_wide_product(s->n_valid, s->n_valid), .agreement = ml_wide_product(s->n_valid, right(s))};
    uint64_t n_none = s->n_valid;
    for (size_t c = 0; c < s->n_classes; c++) {
        uint64_t row = s->per_class[c].counts[ML_SUPPORT], column = s->per_class[c].counts[ML_PREDICTED];
        n_none -= column;
        m.chance = ml_wide_add(m.chance, ml_wide_product(row, column));
        m.rows_squared = ml_wide_add(m.rows_squared, ml_wide_product(row, row));
        m.columns_squared = ml_wide_add(m.columns_squared, ml_wide_product(column, column));
    }
    m.columns_squared = ml_wide_add(m.columns_squared, ml_wide_product(n_none, n_none));
    return m;
}

/* Cohen's kappa (1960): (po - pe) / (1 - pe), both times N^2. */
static double kappa(const ml_scored *s)
{
    marginals m = sum_marginals(s);
    double below = ml_wide_difference(m.all_squared, m.chance);
    return below > 0 ? ml_wide_difference(m.agreement, m.chance) / below : (double)NAN;
}

/* Matthews' correlation for several classes (Gorodkin 2004). The root is taken of the product, so that equal factors give
 * exactly that factor and a perfect prediction exactly 1. */
static double mcc(const ml_scored *s)
{
    marginals m = sum_marginals(s);
    double below = ml_wide_difference(m.all_squared, m.rows_squared) * ml_wide_difference(m.all_squared, m.columns_squared);
    return below > 0 ? ml_wide_difference(m.agreement, m.chance) / sqrt(below) : (double)NAN;
}

const ml_metric ml_metrics[ML_N_METRICS] = {
    [ML_ACCURACY] = {.name = "accuracy",
                     .meaning = "Right decisions / valid pixels of the view; null if there are none.",
                     .has_constant = true,
                     .value = accuracy},
    [ML_MEAN_RECALL] = {.name = "mean_recall",
                        .meaning = "Mean of `recall` over those classes of `settings.average`, in `excluded` without the "
                                   "masked ones, where it is not null; null if there is no such class.",
                        .has_constant = true,
                        .value = mean_recall},
    [ML_MEAN_PRECISION] = {.name = "mean_precision",
                           .meaning = "Mean of `precision`, likewise.",
                           .since_0_2 = true,
                           .value = mean_precision},
    [ML_MIOU] = {.name = "miou",
                 .meaning = "Mean of `iou`, likewise; `settings.empty` says what classes that neither truth nor prediction "
                            "has count as.",
                 .has_constant = true,
                 .value = miou},
    [ML_MICRO_IOU] = {.name = "micro_iou",
                      .meaning = "Sum of `tp` / sum of `tp` + `fp` + `fn`, over the classes of `settings.average`; null if "
                                 "that is 0.",
                      .since_0_2 = true,
                      .value = micro_iou},
    [ML_MDICE] = {.name = "mdice", .meaning = "Mean of `dice`, as `miou` is of `iou`.", .has_constant = true, .value = mdice},
    [ML_FWIOU] = {.name = "fwiou",
                  .meaning = "Sum of `support` times `iou` / sum of `support`, over the classes that `miou` averages; null if "
                             "that is 0.",
                  .has_constant = true,
                  .value = fwiou},
    [ML_KAPPA] = {.name = "kappa",
                  .meaning = "Cohen's kappa, -1 to 1: accuracy beyond chance / what is possible beyond chance; null if that "
                             "is 0.",
                  .may_be_negative = true,
                  .value = kappa},
    [ML_MCC] = {.name = "mcc",
                .meaning = "Matthews correlation coefficient of several classes, -1 to 1; null if the denominator is 0.",
                .may_be_negative = true,
                .value = mcc},
};

size_t ml_metric_classes(const ml_scored *scored)
{
    size_t n;
    mean_ratio(scored, ML_IOU, &n);
    return n;
}
