/* What constant predictions reach in a view: the yardstick without which a figure says little. Of metrics the best of the C
 * predictions that call every pixel the same class; of cross-entropies the best distribution that is the same at every pixel,
 * which is that of the (weighted) true classes, unclipped. And skill: how far a prediction gets from there to perfection. */
#ifndef ML_CORE_CONSTANT_H
#define ML_CORE_CONSTANT_H

#include "core/metric.h"

/* Figures that are nearer than this are equal: what is equal as a fraction may differ in the order in which it is summed. */
#define ML_CONSTANT_TIE 1e-14

/* Of one view. NaN stands for a value that is not defined. */
typedef struct ml_constant {
    double metrics[ML_N_METRICS]; /* those with has_constant */
    int classes[ML_N_METRICS];    /* which class reaches it, the lowest of equals; -1: none */
    double *losses;               /* [losses->n] means of those with has_constant */
    ml_class_figures *per_class;  /* [n_classes] room for those of a constant */
} ml_constant;

/* On failure nothing is held; a zeroed one may be cleared. */
ml_status ml_constant_init(const ml_settings *settings, ml_error *error, ml_constant *constant) ML_MUST_USE;
void ml_constant_clear(ml_constant *constant);

/* Fills it in for a view, of which only its kind, the true classes' numbers of pixels and what is averaged are looked at. */
void ml_constant_compute(const ml_settings *settings, const ml_view *view, ml_constant *constant);

/* Skill of a metric, (F - constant) / (1 - constant), and of a loss, 1 - F / constant. NaN: not defined. */
double ml_skill_of_metric(double figure, double constant);
double ml_skill_of_loss(double figure, double constant);

#endif
