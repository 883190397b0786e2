/* Keys: what the truths of a set are called, and which predictions go with them. Keys are made of truths (truth_keys.h), and
 * claimed by the files of predictions (claim.h); partner.h says which have no partner, and what may have been meant. */
#ifndef ML_INPUT_PAIRS_KEY_H
#define ML_INPUT_PAIRS_KEY_H

#include "input/pairs/pair.h"
#include "io/directory.h"

typedef enum ml_key_kind { ML_KEY_MISSING, ML_KEY_FILE, ML_KEY_FOLDER_PLANES, ML_KEY_FLAT_PLANES } ml_key_kind;

typedef struct ml_key {
    char *text;                   /* the key itself, also the image's id */
    char *truth_file;             /* relative to the truths' directory; of planes, as if it were one file; NULL: no truth */
    char *truth_shown;            /* of truths in planes: how people are shown them, as in ml_pair; else NULL */
    ml_truth_plane *truth_planes; /* [n_truth_planes] with relative paths, in order of classes */
    size_t n_truth_planes;
    ml_key_kind kind;
    char *fault;      /* with ml_pairing.keep_going: what is wrong with its prediction, else NULL */
    char *first_file; /* the file, or the first plane found; relative to the predictions' directory */
    char *plane_base; /* relative path of the planes' folder, or what their names have before _CLASS; NULL: the directory itself
                       */
    uint16_t *planes; /* [n_planes] the classes of the planes found; 0 .. n_planes-1 once complete */
    size_t n_planes, capacity;
} ml_key;

typedef struct ml_keys {
    size_t n;
    ml_key *items;          /* in bytewise order */
    size_t n_extra;         /* predictions without truth */
    ml_faults extra;        /* with ml_pairing.keep_going and without partial: these */
    size_t n_passed_over;   /* files of unknown kind, and those that others decide about */
    char *passed_over;      /* path of the first of them */
    bool knows_passed_over; /* one of them is of a kind that is read */
} ml_keys;

/* The key that the n bytes of text are, or NULL. */
ml_key *ml_keys_get(const ml_keys *keys, const char *text, size_t n);

/* Counts a file of unknown kind, or one that yields. */
ml_status ml_keys_pass_over(ml_keys *keys, const char *directory, const char *path, ml_error *error) ML_MUST_USE;

void ml_keys_clear(ml_keys *keys);
void ml_key_clear(ml_key *key);

#endif
