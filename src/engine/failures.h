/* Going on after an image that cannot be read (--keep-going): its error is told, noted for the result, and decides the exit
 * status at the end. */
#ifndef ML_ENGINE_FAILURES_H
#define ML_ENGINE_FAILURES_H

#include "base/faults.h"
#include "engine/listener.h"
#include "io/out.h"

/* Tells the faults that are there before the first image is read. */
void ml_failures_tell(const ml_faults *faults, const ml_listener *listener);

/* Notes the error (of status ML_E_INPUT) as the fault of an image and empties it; the first few faults are told. */
ml_status ml_failures_add(ml_faults *faults, const char *id, size_t number, const ml_listener *listener,
                          ml_error *error) ML_MUST_USE;

/* To be called when the result is written: ML_E_INPUT, with how many faults there were, unless there are none. */
ml_status ml_failures_status(const ml_faults *faults, ml_error *error) ML_MUST_USE;

/* A run has failed with this status and error: without a result, where nothing has been written to `out`. What the form writes
 * of that (NULL: nothing) goes there, unless the output may be an input, which is left as it is. Returns the status, or that of
 * a failure to write if it is worse. */
ml_status ml_failures_report(ml_status status, void (*fail)(ml_out *out, const char *reason), bool may_be_input, ml_out *out,
                             ml_error *error) ML_MUST_USE;

#endif
