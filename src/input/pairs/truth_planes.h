/* Truths that are one mask per class, KEY/CLASS.png or KEY_CLASS.png: which files are planes of which key. */
#ifndef ML_INPUT_PAIRS_TRUTH_PLANES_H
#define ML_INPUT_PAIRS_TRUTH_PLANES_H

#include "input/pairs/key.h"

/* The keys of a truths' directory, from its listing: each is known by any of its planes, and of those that a name could be a
 * plane of, the one with the shortest key is meant (the longest class wins). A mask that ends in no class is an error, and so
 * is a file of a kind that masks are not which is called like the mask of a class that a key would lack. On failure nothing is
 * held. */
ml_status ml_keys_from_truth_planes(const ml_listing *truths, const char *directory, const ml_pairing *pairing, ml_error *error,
                                    ml_keys *keys) ML_MUST_USE;

/* One truth: the masks of a folder (base NULL), or those of a directory whose names begin with `base`. All is borrowed. */
typedef struct ml_one_truth {
    const char *directory;
    const char *root; /* what their paths begin with, the directory or "" */
    const char *base;
    const char *text;       /* of its key */
    const char *prediction; /* its path: no mask, should it be among them */
} ml_one_truth;

/* The key of one truth, with the errors that those of a directory have. Without any mask, *keys stays empty. On failure nothing
 * is held. */
ml_status ml_keys_from_one_truth(const ml_listing *masks, const ml_one_truth *truth, const ml_pairing *pairing, ml_error *error,
                                 ml_keys *keys) ML_MUST_USE;

/* The key of a truth in planes, by what they have in common: that path or, with name_only, its name. Freed with free. */
ml_status ml_key_of_planes(const char *text, bool name_only, ml_error *error, char **key) ML_MUST_USE;

/* Gives the planes of a key to its pair, which takes them over; their paths get `root` in front (NULL: nothing). On failure the
 * pair is to be cleared. */
ml_status ml_pair_take_truth_planes(ml_key *key, const char *root, ml_error *error, ml_pair *pair) ML_MUST_USE;

/* Whether the truth is masks, and one of class 0 is among them, or is not. */
bool ml_pair_has_class_0(const ml_pair *pair);
bool ml_pair_lacks_class_0(const ml_pair *pair);

/* If class 0 has planes, all pairs must have one of it: or else an error. */
ml_status ml_pairs_check_class_0(const ml_pairs *pairs, ml_error *error) ML_MUST_USE;

/* Makes a fault of each pair that lacks class 0. */
ml_status ml_pairs_leave_out_class_0(ml_pairs *pairs, ml_error *error) ML_MUST_USE;

#endif
