/* Keys, and which prediction files claim them: the rules behind pair.h. */
#ifndef ML_INPUT_PAIR_KEY_H
#define ML_INPUT_PAIR_KEY_H

#include "input/pair.h"
#include "input/walk.h"

typedef enum ml_key_kind { ML_KEY_MISSING, ML_KEY_FILE, ML_KEY_FOLDER_PLANES, ML_KEY_FLAT_PLANES } ml_key_kind;

typedef struct ml_key {
    char *text;       /* the key itself, also the image's id */
    char *truth_file; /* relative to the truths' directory */
    ml_key_kind kind;
    char *first_file; /* the file, or the first plane found; relative to the predictions' directory */
    char *plane_base; /* relative path of the planes' folder, or what their names have before _CLASS; NULL: the directory itself
                       */
    uint16_t *planes; /* [n_planes] the classes of the planes found; 0 .. n_planes-1 once complete */
    size_t n_planes, capacity;
} ml_key;

typedef struct ml_keys {
    size_t n;
    ml_key *items;        /* in bytewise order */
    size_t n_passed_over; /* files of unknown kind */
    char *passed_over;    /* path of the first of them */
} ml_keys;

/* The keys of a truths' directory (from its listing), or of a single truth. On failure nothing is held. */
ml_status ml_keys_from_truths(const ml_listing *truths, const char *directory, const ml_pairing *pairing, ml_error *error,
                              ml_keys *keys) ML_MUST_USE;
ml_status ml_keys_from_file(const char *truth, const ml_pairing *pairing, ml_error *error, ml_keys *keys) ML_MUST_USE;
void ml_keys_clear(ml_keys *keys);

/* Lets every file of the predictions' directory claim its key, and checks that each key has one complete prediction and each
 * file a key. */
ml_status ml_keys_claim_all(ml_keys *keys, const ml_listing *predictions, const char *directory, const ml_pairing *pairing,
                            ml_error *error) ML_MUST_USE;

/* Lets the planes of a folder (base NULL), or those named BASE_CLASS, claim the only key. Without any, a folder is an error,
 * and with a base the key stays ML_KEY_MISSING. */
ml_status ml_keys_claim_planes(ml_keys *keys, const ml_listing *predictions, const char *directory, const char *base,
                               const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

#endif
