/* Predictions without truth that are evaluated too. */
#ifndef ML_INPUT_PAIRS_TRUTHLESS_H
#define ML_INPUT_PAIRS_TRUTHLESS_H

#include "input/pairs/key.h"

/* Gives each prediction that no truth's key would have a key of its own, which has no truth; so that it can claim that. Whether
 * images whose names end in classes are planes, the predictions tell that have a truth; where they do not, and all planes of an
 * image would be there, it is an error that says how to say it. */
ml_status ml_keys_add_truthless(ml_keys *keys, const ml_listing *predictions, const char *directory, const ml_pairing *pairing,
                                ml_error *error) ML_MUST_USE;

/* The key of one prediction, of which a truth is named that does not exist. On failure nothing is held. */
ml_status ml_keys_add_one(const char *truth, ml_error *error, ml_keys *keys) ML_MUST_USE;

#endif
