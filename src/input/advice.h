/* What follows from what a file holds: what it can be used as, the options it needs, and what else there is to know about it.
 * Pure functions of its contents. */
#ifndef ML_INPUT_ADVICE_H
#define ML_INPUT_ADVICE_H

#include "input/contents.h"

enum { ML_ADVICE_MAX_OPTIONS = 6, ML_ADVICE_NOTE_SIZE = 128 };

typedef struct ml_advice {
    const char *role; /* "TRUTH or hard PREDICTION" */
    size_t n_options;
    const char *options[ML_ADVICE_MAX_OPTIONS]; /* that the file needs */
    char note[ML_ADVICE_NOTE_SIZE];             /* empty: nothing */
} ml_advice;

/* `ignored` are labels that --ignore names; `array_option` the option that eval needs to take this
 * array of its archive, or NULL. The advice borrows it. */
ml_advice ml_advice_on(const ml_contents *contents, const ml_label_list *ignored, const char *array_option);

#endif
