/* All figures of one record, image or set: pixel counts, per view losses, metrics and counts per class, and what was forgiven.
 * A pure function of record and settings. NaN stands for a figure that is not defined (printed as null). */
#ifndef ML_CORE_FIGURES_H
#define ML_CORE_FIGURES_H

#include "core/metric.h"

/* One loss in one view. Pointwise: sum and means; region: mean, classes, per_class. */
typedef struct ml_loss_figures {
    double sum;
    double mean;          /* pointwise: sum / valid pixels, masked ones included; region: over the classes of the average */
    double mean_unmasked; /* over the pixels whose true class is not masked */
    double mean_weighted; /* sum / sum of the weights of the pixels' true classes */
    size_t classes;       /* region: number of classes averaged */
    double *per_class;    /* region: [n_classes]; pointwise: NULL */
} ml_loss_figures;

typedef struct ml_view_figures {
    ml_view view;
    ml_loss_figures *losses;     /* [losses->n] */
    ml_class_figures *per_class; /* [n_classes] */
    double metrics[ML_N_METRICS];
    size_t metric_classes;
} ml_view_figures;

typedef struct ml_figures {
    const ml_settings *settings;
    uint64_t n_pixels, n_valid, n_ignored, n_masked, n_bad, n_none;
    ml_view_figures views[ML_N_VIEWS]; /* those that ml_view_needed names */
    uint64_t forgiven;                 /* pixels of masked classes that were not called their class */
    double forgiven_rate;              /* forgiven / pixels of masked classes */
    uint64_t *forgiven_as;             /* [n_classes] forgiven pixels by decision */
    double *forgiven_loss;             /* [losses->n] raw mean minus masked mean */
} ml_figures;

/* Borrows the settings. On failure nothing is held. */
ml_status ml_figures_init(const ml_settings *settings, ml_error *error, ml_figures *figures) ML_MUST_USE;
void ml_figures_clear(ml_figures *figures);

/* Whether a class occurs neither in the truth nor in the predictions. */
bool ml_figures_lack_class(const ml_figures *figures, size_t c);

/* Fills in everything for a record with the settings' dimensions; any earlier content is replaced. Takes no memory. */
void ml_figures_compute(const ml_record *record, ml_figures *figures);

#endif
