/* Which prediction files claim which key. */
#ifndef ML_INPUT_PAIRS_CLAIM_H
#define ML_INPUT_PAIRS_CLAIM_H

#include "input/pairs/file_name.h"
#include "input/pairs/key.h"

/* One way to understand a prediction file. */
typedef struct ml_claim {
    ml_key *key;
    ml_key_kind kind;
    uint16_t class; /* of a plane */
    size_t base;    /* length of the path before the separator of a plane */
} ml_claim;

/* The ways to understand a file by the stem of its path. At most 2 are noted, which is one too many; returns how many. */
size_t ml_claims_find(const ml_keys *keys, const ml_stem *stem, const ml_pairing *pairing, ml_claim claims[2]);

/* Lets every file of the predictions' directory claim its key, and checks that each key has one complete prediction and each
 * file a key, as far as the pairing wants it. */
ml_status ml_keys_claim_all(ml_keys *keys, const char *truths, const ml_listing *predictions, const char *directory,
                            const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

/* Lets the planes of a folder (base NULL), or those named BASE_CLASS, claim the only key. Without any, a folder is an error,
 * and with a base the key stays ML_KEY_MISSING. */
ml_status ml_keys_claim_planes(ml_keys *keys, const ml_listing *predictions, const char *directory, const char *base,
                               const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

#endif
