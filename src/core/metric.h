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

/* The counts of a class in a view, and their ratios. */
ml_class_figures ml_class_figures_of(uint64_t support, uint64_t predicted, uint64_t tp, uint64_t n_valid);

/* Fills figures[n_classes] from the view's hard confusion. */
void ml_class_figures_compute(const ml_view *view, ml_class_figures *figures);

/* What metrics are made of: the classes' counts in a view, and how averages are taken. Borrowed. */
typedef struct ml_scored {
    size_t n_classes;
    uint64_t n_valid;                  /* pixels of the view */
    const ml_class_figures *per_class; /* [n_classes] */
    const bool *averaged;              /* [n_classes] the classes that averages run over */
    ml_empty empty;
} ml_scored;

/* A ratio of class c as averages take it: as it is, but IoU and Dice as `empty` says; NaN: it is left out. */
double ml_ratio_averaged(const ml_scored *scored, size_t c, int which);

/* Overall metrics of a view. */
enum {
    ML_ACCURACY,
    ML_MEAN_RECALL,
    ML_MEAN_PRECISION,
    ML_MIOU,
    ML_MICRO_IOU,
    ML_MDICE,
    ML_FWIOU,
    ML_KAPPA,
    ML_MCC,
    ML_N_METRICS
};

typedef struct ml_metric {
    const char *name;
    const char *meaning;  /* as in the catalogue's rows */
    bool may_be_negative; /* -1..1, else 0..1 */
    bool has_constant;    /* is compared with what a constant prediction reaches */
    bool since_0_2;       /* streams of 0.1 do not have it */
    double (*value)(const ml_scored *scored);
} ml_metric;

extern const ml_metric ml_metrics[ML_N_METRICS];

/* Number of classes that miou averages over: those of the average where IoU is defined, or counts as something. */
size_t ml_metric_classes(const ml_scored *scored);

#endif
