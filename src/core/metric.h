/* Counts and metrics from the hard confusion matrix of a view: a table row per figure. 0/0 is NaN (printed as null). */
#ifndef ML_CORE_METRIC_H
#define ML_CORE_METRIC_H

#include "core/view.h"

/* Numbers of pixels of one class. */
enum { ML_SUPPORT, ML_PREDICTED, ML_TP, ML_FP, ML_FN, ML_TN, ML_N_COUNTS };

/* Ratios of one class, from its counts. */
enum { ML_IOU, ML_DICE, ML_PRECISION, ML_RECALL, ML_N_RATIOS };

typedef struct ml_class_figures {
    uint64_t counts[ML_N_COUNTS];
    double ratios[ML_N_RATIOS];
} ml_class_figures;

/* Fills figures[n_classes] from the view's hard confusion. */
void ml_class_figures_compute(const ml_view *view, ml_class_figures *figures);

/* Overall metrics of a view. */
enum { ML_ACCURACY, ML_MEAN_RECALL, ML_MIOU, ML_MDICE, ML_FWIOU, ML_KAPPA, ML_MCC, ML_N_METRICS };

typedef struct ml_metric {
    const char *name;
    const char *meaning;  /* as in the catalogue's rows */
    bool may_be_negative; /* -1..1, else 0..1 */
    double (*value)(const ml_view *view, const ml_class_figures *figures);
} ml_metric;

extern const ml_metric ml_metrics[ML_N_METRICS];

/* Number of classes that miou averages over: those of the average where IoU is defined. */
size_t ml_metric_classes(const ml_view *view, const ml_class_figures *figures);

#endif
