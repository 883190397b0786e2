/* All figures of one record, image or set: pixel counts, per view losses, metrics and counts per class, what was forgiven and
 * what was punished.
 * A pure function of record and settings. NaN stands for a figure that is not defined (printed as null). */
#ifndef ML_CORE_FIGURES_H
#define ML_CORE_FIGURES_H

#include "core/constant.h"
#include "core/loss_figures.h"

typedef struct ml_view_figures {
    ml_view view;
    ml_loss_figures *losses;     /* [losses->n] */
    ml_class_figures *per_class; /* [n_classes] */
    ml_soft_counts *soft;        /* [n_classes] */
    double metrics[ML_N_METRICS];
    size_t metric_classes;
    ml_constant constant; /* of a set, see ml_figures_compute_constants */
} ml_view_figures;

/* The classes' counts in a view, as metrics take them. */
ml_scored ml_view_scored(const ml_settings *settings, const ml_view_figures *figures);

/* Fills in losses and metrics from what the classes come down to; the figures' per_class is filled already. */
void ml_view_figures_score(const ml_settings *settings, const ml_loss_scored *scored, ml_view_figures *figures);

typedef struct ml_figures {
    const ml_settings *settings;
    uint64_t n_pixels, n_valid, n_ignored, n_masked, n_bad, n_none;
    ml_view_figures views[ML_N_VIEWS]; /* those that ml_view_needed names */
    uint64_t forgiven;                 /* pixels of masked classes that were not called their class */
    double forgiven_rate;              /* forgiven / pixels of masked classes */
    uint64_t *forgiven_as;             /* [n_classes] forgiven pixels by decision */
    double *forgiven_loss;             /* [losses->n] raw mean minus masked mean */
    uint64_t punished;                 /* pixels of other classes that were called a masked one */
    double punished_rate;              /* punished / pixels of classes that are not masked */
    double punished_share;             /* punished / errors of the masked view */
    uint64_t *punished_of;             /* [n_classes] by true class */
    void **measures;                   /* [measures->n] each of its kind */
} ml_figures;

/* Borrows the settings. On failure nothing is held. */
ml_status ml_figures_init(const ml_settings *settings, ml_error *error, ml_figures *figures) ML_MUST_USE;
void ml_figures_clear(ml_figures *figures);

/* Makes room for the measures of the settings alone. On failure it is still to be cleared. */
ml_status ml_figures_init_measures(ml_error *error, ml_figures *figures) ML_MUST_USE;
void ml_figures_clear_measures(ml_figures *figures);

/* Whether a class occurs neither in the truth nor in the predictions. */
bool ml_figures_lack_class(const ml_figures *figures, size_t c);

/* Fills in everything for a record with the settings' dimensions; any earlier content is replaced. Takes no memory. */
void ml_figures_compute(const ml_record *record, ml_figures *figures);

/* Fills in what constant predictions reach, for the record that was computed last. */
void ml_figures_compute_constants(ml_figures *figures);

#endif
