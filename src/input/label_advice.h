/* What to do about a truth's labels that are no class. Pure functions of what occurs, but for the shipped class sets. */
#ifndef ML_INPUT_LABEL_ADVICE_H
#define ML_INPUT_LABEL_ADVICE_H

#include "label/labels.h"

/* How the classes came about, as far as it matters to the advice. */
typedef enum ml_class_count {
    ML_CLASSES_FREE,     /* another class set may have any number: predictions are labels */
    ML_CLASSES_CHANNELS, /* as many as the prediction has channels */
    ML_CLASSES_BINARY,   /* two, because the prediction has one channel */
} ml_class_count;

/* Adds to the error about unknown labels, whose image has been read whole into class_indices ([n_pixels]), what helps: a class
 * set, shipped or one's own, --ignore for a label that looks like void, or --prediction-as. */
void ml_advise_on_labels(const ml_labels *labels, const uint16_t *class_indices, ml_class_count count, ml_error *error);

#endif
