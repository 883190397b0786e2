/* What an evaluation needs before the first image is read: the pairs, the class set, the losses and the settings. */
#ifndef ML_ENGINE_SETUP_H
#define ML_ENGINE_SETUP_H

#include "cli/arguments.h"
#include "input/pairs/pairs.h"

typedef struct ml_setup {
    ml_classes classes;
    ml_losses losses;
    ml_settings settings; /* borrows the two above */
    ml_pairs pairs;
    bool classes_from_labels; /* their number follows from the largest label */
} ml_setup;

/* The class set that --classes names, with --ignore. On failure nothing is held. */
ml_status ml_setup_classes(const ml_arguments *arguments, ml_error *error, ml_classes *classes) ML_MUST_USE;

/* From the parsed command line. Without a class set the number of classes is that of the first prediction with channels; if
 * there is none, it follows from the largest label in the whole set. On failure nothing is held. The setup must not move. */
ml_status ml_setup_init(const ml_arguments *arguments, ml_error *error, ml_setup *setup) ML_MUST_USE;
void ml_setup_clear(ml_setup *setup);

/* Refuses (usage) an output file that is one of the inputs: it would be lost. */
ml_status ml_setup_check_output(const ml_setup *setup, const ml_arguments *arguments, ml_error *error) ML_MUST_USE;

/* The same of a command whose inputs are its operands and the class set. */
ml_status ml_setup_check_operands(const ml_arguments *arguments, ml_error *error) ML_MUST_USE;

#endif
