/* Which prediction files claim which key. */
#ifndef ML_INPUT_PAIRS_CLAIM_H
#define ML_INPUT_PAIRS_CLAIM_H

#include "input/pairs/key.h"

/* Lets every file of the predictions' directory claim its key, and checks that each key has one complete prediction and each
 * file a key, as far as the pairing wants it. */
ml_status ml_keys_claim_all(ml_keys *keys, const char *truths, const ml_listing *predictions, const char *directory,
                            const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

/* Lets the planes of a folder (base NULL), or those named BASE_CLASS, claim the only key. Without any, a folder is an error,
 * and with a base the key stays ML_KEY_MISSING. */
ml_status ml_keys_claim_planes(ml_keys *keys, const ml_listing *predictions, const char *directory, const char *base,
                               const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

#endif
