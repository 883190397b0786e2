/* The keys of the arrays in an .npz, and which of them is meant. */
#ifndef ML_FORMAT_ARRAY_KEYS_H
#define ML_FORMAT_ARRAY_KEYS_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct ml_array_key {
    char *key;       /* the member's name without .npy; owned */
    uint64_t member; /* its number in the archive */
} ml_array_key;

typedef struct ml_array_keys {
    size_t n;
    ml_array_key *items;
    const ml_array_key **sorted; /* [n] by their keys, once ml_array_keys_sort has been called */
} ml_array_keys;

/* Adds the n bytes of a key; *capacity is 0 before the first. */
ml_status ml_array_keys_add(ml_array_keys *keys, size_t *capacity, const char *key, size_t n, uint64_t member,
                            ml_error *error) ML_MUST_USE;

/* To be called once all keys are there. */
ml_status ml_array_keys_sort(ml_array_keys *keys, ml_error *error) ML_MUST_USE;

void ml_array_keys_clear(ml_array_keys *keys);

/* The array called `key` or, where that is NULL, the one that needs no asking: the only one, or probabilities, softmax, arr_0.
 * Anything else is an error that lists the keys, of which there is one at least; `name` is the archive's. */
ml_status ml_array_keys_choose(const char *name, const ml_array_keys *keys, const char *key, ml_error *error,
                               const ml_array_key **chosen) ML_MUST_USE;

#endif
