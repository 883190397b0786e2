/* Going on after an image that cannot be read (--keep-going): its error is said, noted for the result, and decides the exit
 * status at the end. */
#ifndef ML_ENGINE_FAILURES_H
#define ML_ENGINE_FAILURES_H

#include "base/faults.h"

/* Says the faults that are there before the first image is read. */
void ml_keep_say(const ml_faults *faults);

/* Notes the error (of status ML_E_INPUT) as the fault of an image and empties it; the first few faults are said. */
ml_status ml_keep(ml_faults *faults, const char *id, size_t number, ml_error *error) ML_MUST_USE;

/* To be called when the result is written: ML_E_INPUT, with how many faults there were, unless there are none. */
ml_status ml_keep_status(const ml_faults *faults, ml_error *error) ML_MUST_USE;

#endif
