/* What the gates say in the end. */
#ifndef ML_ENGINE_GATES_H
#define ML_ENGINE_GATES_H

#include "core/gate.h"
#include "engine/listener.h"

/* The exit status once the result is written: ML_E_GATE where a gate fails, with the failed ones and their values, unless
 * `others`, which is what the error is about, is worse; the gates are then only told. */
ml_status ml_gates_status(const ml_verdicts *verdicts, ml_status others, const ml_listener *listener,
                          ml_error *error) ML_MUST_USE;

#endif
