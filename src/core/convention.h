/* What other programs would print: a table row per number that a named call of another program gives on the same predictions,
 * by its formula, in double (programs that compute in float32 differ from the seventh digit). Each is a function of a batch,
 * which is the whole set, or one image of it (or group) whose values are averaged. Rows go over all classes, whatever averages
 * here run over. Formulas: the programs' own code, in the versions that maskloss-figures(7) names. */
#ifndef ML_CORE_CONVENTION_H
#define ML_CORE_CONVENTION_H

#include "core/figures.h"
#include "core/spread.h"

/* What the call is given. */
typedef enum ml_batch {
    ML_BATCH_ALL, /* the set as one batch */
    ML_BATCH_ONE, /* batches of one image (or group), of which the mean is taken */
    ML_N_BATCHES
} ml_batch;
extern const char *const ml_batch_names[ML_N_BATCHES];

/* A batch in a view. All borrowed. */
typedef struct ml_batch_terms {
    const ml_settings *settings;
    const ml_view_figures *figures;
    size_t n_classes;
} ml_batch_terms;

/* A row has one of the two functions; NaN: the call leaves it out of its mean. */
typedef struct ml_convention {
    const char *key, *call;
    ml_batch batch;
    double (*value)(const ml_batch_terms *b);
    double (*of_class)(const ml_batch_terms *b, size_t c); /* averaged over the batches first, then over the classes */
} ml_convention;

extern const ml_convention ml_conventions[];
extern const size_t ml_n_conventions;

/* What the batches of one image have given so far. */
typedef struct ml_convention_sums {
    const ml_settings *settings;
    ml_spread *spreads; /* of the rows over batches of one: [view raw, masked][row][class, or one] */
} ml_convention_sums;

/* Borrows the settings. On failure nothing is held; a zeroed one may be cleared. */
ml_status ml_convention_sums_init(const ml_settings *settings, ml_error *error, ml_convention_sums *sums) ML_MUST_USE;
void ml_convention_sums_clear(ml_convention_sums *sums);

/* Adds a batch of one. */
ml_status ml_convention_sums_add(ml_convention_sums *sums, const ml_figures *batch, ml_error *error) ML_MUST_USE;

/* Row r in a view, raw or masked, of a set whose figures these are. NaN: not defined. */
double ml_convention_value(const ml_convention_sums *sums, size_t r, ml_view_kind view, const ml_figures *set);

#endif
