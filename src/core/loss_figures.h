/* A loss's figures, from what a view's record comes down to per class: sums of the pointwise losses, or soft counts. Means are
 * given with every denominator that people use. NaN stands for a figure that is not defined. */
#ifndef ML_CORE_LOSS_FIGURES_H
#define ML_CORE_LOSS_FIGURES_H

#include "core/view.h"

/* One loss in one view. */
typedef struct ml_loss_figures {
    double sum;           /* pointwise */
    double mean;          /* pointwise: sum / valid pixels, masked ones included; others: over the classes of the average */
    double mean_unmasked; /* pointwise: over the pixels whose true class is not masked */
    double mean_weighted; /* pointwise: sum / sum of the weights of the pixels' true classes */
    size_t classes;       /* region: number of classes averaged */
    double *per_class; /* [n_classes] pointwise: mean over the class's pixels; region; NULL: losses of all classes together */
} ml_loss_figures;

/* What a view comes down to. Borrowed. */
typedef struct ml_loss_scored {
    size_t n_classes;
    uint64_t n_valid;           /* pixels of the view */
    const uint64_t *support;    /* [n_classes] of each true class */
    const bool *averaged;       /* [n_classes] the classes that averages run over */
    const ml_soft_counts *soft; /* [n_classes] */
    const double *sums;         /* [n_sums of the losses][n_classes] */
} ml_loss_scored;

/* The soft counts of a view, [n_classes]. */
void ml_soft_counts_compute(const ml_view *view, ml_soft_counts *soft);

/* Fills the figures of a loss; figures->per_class is not looked at where it is NULL. */
void ml_loss_figures_compute(const ml_settings *settings, const ml_loss *loss, const ml_loss_scored *scored,
                             ml_loss_figures *figures);

#endif
