/* How records are scored, as far as somebody says so: losses, mask, weights, averages and views. What is not said comes from
 * the class set or, where streams are scored again, stays as it was. */
#ifndef ML_ENGINE_SCORING_H
#define ML_ENGINE_SCORING_H

#include "core/settings.h"

/* Texts are borrowed; NULL: not said. They are understood once the classes are known. */
typedef struct ml_scoring {
    const char *losses;   /* ml_losses_parse takes them */
    const char *measures; /* ml_measures_parse takes them; of streams: as these have them */
    const char *mask;     /* classes, separated by commas, or "none" */
    const char *average;  /* "all", "foreground", or classes */
    const char *weights;  /* numbers, or the name of a file of numbers */
    ml_weighing weighing; /* or how weights follow from the numbers of pixels */
    bool has_absent, has_empty, has_smooth, has_views, has_spacing;
    ml_absent absent;
    ml_empty empty;
    double smooth; /* the default of the losses' parameter */
    bool views[ML_N_VIEWS];
    double spacing[2]; /* of rows and columns */
    bool intervals;    /* of pooled figures; not said: none, or as streams have it */
    bool conventions;  /* what other programs would print is wanted, too */
} ml_scoring;

/* Changes settings as said. Weights that follow from numbers of pixels are found elsewhere. Ends with ml_settings_finish. */
ml_status ml_scoring_apply(const ml_scoring *scoring, ml_error *error, ml_settings *settings) ML_MUST_USE;

#endif
