/* The class set that was chosen, from its file or from the program. */
#ifndef ML_ENGINE_CLASS_CHOICE_H
#define ML_ENGINE_CLASS_CHOICE_H

#include "engine/job.h"

/* Reads the class set, whose name must not be NULL. It is not indexed yet. On failure nothing is held. */
ml_status ml_class_choice_read(const ml_class_choice *choice, ml_error *error, ml_classes *classes) ML_MUST_USE;

/* Adds the ignored labels to a class set, and indexes it. */
ml_status ml_class_choice_index(const ml_class_choice *choice, ml_error *error, ml_classes *classes) ML_MUST_USE;

#endif
