/* The keys of the arrays in an .npz, and which of them is meant. */
#ifndef ML_FORMAT_NPZ_KEYS_H
#define ML_FORMAT_NPZ_KEYS_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct ml_npz_key {
    char *key;       /* the member's name without .npy; owned */
    uint64_t member; /* its number in the archive */
} ml_npz_key;

typedef struct ml_npz_keys {
    size_t n;
    ml_npz_key *items;
} ml_npz_keys;

void ml_npz_keys_clear(ml_npz_keys *keys);

/* The array called `key` or, where that is NULL, the one that needs no asking: the only one, or probabilities, softmax, arr_0.
 * Anything else is an error that lists the keys; `name` is the archive's. */
ml_status ml_npz_choose(const char *name, const ml_npz_keys *keys, const char *key, ml_error *error,
                        const ml_npz_key **chosen) ML_MUST_USE;

#endif
