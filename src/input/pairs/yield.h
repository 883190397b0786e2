/* Files of formats that yield to others of the same key. */
#ifndef ML_INPUT_PAIRS_YIELD_H
#define ML_INPUT_PAIRS_YIELD_H

#include "input/pairs/key.h"

/* Passes truths over that yield to another of the same key; the keys are in order. */
ml_status ml_keys_drop_yielding(ml_keys *keys, const char *directory, ml_error *error) ML_MUST_USE;

/* Passes truths over that yield and have no prediction, unless all truths do, or one of them has a prediction, or a prefix or
 * suffix says that they are meant. */
ml_status ml_keys_drop_strays(ml_keys *keys, const char *directory, const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

#endif
