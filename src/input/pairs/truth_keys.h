/* The keys that truths have. */
#ifndef ML_INPUT_PAIRS_TRUTH_KEYS_H
#define ML_INPUT_PAIRS_TRUTH_KEYS_H

#include "input/pairs/key.h"

/* The keys of a truths' directory (from its listing), or of a single truth. There may be none in a directory
 * with pairing->missing_truth. On failure nothing is held. */
ml_status ml_keys_from_truths(const ml_listing *truths, const char *directory, const ml_pairing *pairing, ml_error *error,
                              ml_keys *keys) ML_MUST_USE;
ml_status ml_keys_from_file(const char *truth, const ml_pairing *pairing, ml_error *error, ml_keys *keys) ML_MUST_USE;

/* The error of a directory without truths. */
ml_status ml_fail_no_truth(const char *directory, const ml_pairing *pairing, ml_error *error);

#endif
