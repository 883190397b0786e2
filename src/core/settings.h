/* What an evaluation is asked to compute: everything that the figures depend on besides the pixels. Printed in every result. */
#ifndef ML_CORE_SETTINGS_H
#define ML_CORE_SETTINGS_H

#include "core/classes.h"
#include "core/loss.h"
#include "core/measure.h"
#include "core/part.h"
#include "core/weigh.h"
#include "kernel/kernel.h"

/* What a class without a true pixel counts as in an average of region losses. */
typedef enum ml_absent { ML_ABSENT_SKIP, ML_ABSENT_ONE, ML_ABSENT_ZERO, ML_ABSENT_KEEP, ML_N_ABSENT } ml_absent;
extern const char *const ml_absent_names[ML_N_ABSENT];

/* What IoU and Dice of a class that neither truth nor prediction has count as in averages. */
typedef enum ml_empty {
    ML_EMPTY_SKIP,   /* they are left out */
    ML_EMPTY_ABSENT, /* so are classes that only predictions have */
    ML_EMPTY_ONE,
    ML_EMPTY_ZERO,
    ML_N_EMPTY
} ml_empty;
extern const char *const ml_empty_names[ML_N_EMPTY];

extern const char *const ml_activation_names[ML_N_ACTIVATIONS];

/* Which classes averages run over: all, all but the masked ones, or a list. */
typedef enum ml_average { ML_AVERAGE_ALL, ML_AVERAGE_FOREGROUND, ML_AVERAGE_LIST } ml_average;

typedef enum ml_view_kind { ML_VIEW_RAW, ML_VIEW_MASKED, ML_VIEW_EXCLUDED, ML_N_VIEWS } ml_view_kind;
extern const char *const ml_view_names[ML_N_VIEWS];

#define ML_DEFAULT_EPSILON 1e-7

/* Of pixels, in whatever unit. */
#define ML_LEAST_SPACING 1e-9
#define ML_MOST_SPACING 1e9

/* Values that stand for no data in a truth. */
typedef struct ml_no_data {
    size_t n;
    const double *values; /* [n] in the order given, each once; NaN may be among them. Borrowed */
    bool none;            /* what a file itself says of such a value is not believed */
} ml_no_data;

/* What may be said about how files are read, in the words of the option; of missing truths, the name of their class. */
typedef enum ml_said { ML_SAID_MISSING_TRUTH, ML_SAID_TRUTH_CODE, ML_SAID_PREDICTION_AS, ML_SAID_SAMPLES, ML_N_SAID } ml_said;

/* What predictions hold. */
typedef enum ml_prediction_as {
    ML_AS_AUTO, /* channels of values, or where there is one channel of integers labels */
    ML_AS_LABELS,
    ML_AS_INDICES,       /* labels that are class indices */
    ML_AS_PROBABILITIES, /* a single channel of unsigned integers is the probability of class 1 of two */
    ML_N_PREDICTION_AS
} ml_prediction_as;
extern const char *const ml_prediction_as_names[ML_N_PREDICTION_AS];

/* Read-only once built, so threads may share it. Class set and losses are borrowed. */
typedef struct ml_settings {
    const ml_classes *classes;
    const ml_losses *losses;
    bool *masked;         /* [classes->n] the set M */
    double *weights;      /* [classes->n] */
    ml_weighing weighing; /* what these were made by */
    ml_average average;
    bool *averaged; /* [classes->n] the classes that averages run over */
    ml_absent absent;
    bool has_empty; /* it was said */
    ml_empty empty;
    ml_activation activation; /* what the predictions' stored values are */
    double epsilon;           /* of the pointwise losses, 0 < epsilon < 0.5 */
    bool has_threshold;       /* of two classes, class 1 is what is decided where p_1 exceeds the threshold, 0..1 */
    double threshold;
    bool has_spacing;  /* it was said */
    double spacing[2]; /* how far rows, and columns, are apart, within ML_LEAST_SPACING and ML_MOST_SPACING */
    ml_no_data no_data;
    const char *said[ML_N_SAID]; /* NULL: nothing; borrowed */
    bool views[ML_N_VIEWS];      /* which ones are printed */
    bool intervals;              /* so are the intervals of pooled figures */
    bool conventions;            /* what other programs would print is printed, too; changes no figure */
    bool has_groups;             /* images belong to groups */
    const char *group_rule;      /* what says to which, in the words of the option; NULL: nothing does. Borrowed */
    const ml_kernel_row *kernel; /* with what they are computed; changes no figure */
    const ml_measures *measures; /* those that are asked for; never NULL, borrowed */
    size_t n_parts;
    const ml_part *parts; /* [n_parts] what records have besides the standing parts: those of the measures too; borrowed */
} ml_settings;

/* Defaults for a class set: its own mask, or class 0; its weights; all classes; skip; 1e-7; raw and masked; the fastest
 * kernel; no measures and no parts. The caller changes what else is asked for, then calls ml_settings_finish. On failure
 * nothing is held. */
ml_status ml_settings_init(const ml_classes *classes, const ml_losses *losses, ml_error *error,
                           ml_settings *settings) ML_MUST_USE;

/* Whether a view has to be computed: raw and masked always are, because what was forgiven is their difference. */
static inline bool ml_view_needed(const ml_settings *settings, ml_view_kind kind)
{
    return kind != ML_VIEW_EXCLUDED || settings->views[kind];
}

/* How many views are shown. */
size_t ml_settings_n_views(const ml_settings *settings);

/* The view that goes before the others of those that are shown: masked, else excluded, else raw. */
ml_view_kind ml_leading_view(const ml_settings *settings);

/* Whether some class weighs something else than 1. */
bool ml_settings_are_weighted(const ml_settings *settings);

/* Fills `averaged` for "all" and "foreground". */
void ml_settings_finish(ml_settings *settings);
void ml_settings_clear(ml_settings *settings);

#endif
