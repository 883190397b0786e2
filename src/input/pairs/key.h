/* Keys, and which prediction files claim them: the rules behind pairs.h. Keys are made in key.c, claimed in claim.c;
 * partner.c says which have no partner, and what may have been meant. */
#ifndef ML_INPUT_PAIRS_KEY_H
#define ML_INPUT_PAIRS_KEY_H

#include "input/pairs/pair.h"
#include "io/directory.h"

typedef enum ml_key_kind { ML_KEY_MISSING, ML_KEY_FILE, ML_KEY_FOLDER_PLANES, ML_KEY_FLAT_PLANES } ml_key_kind;

typedef struct ml_key {
    char *text;       /* the key itself, also the image's id */
    char *truth_file; /* relative to the truths' directory */
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
    ml_key *items;        /* in bytewise order */
    size_t n_extra;       /* predictions without truth */
    ml_faults extra;      /* with ml_pairing.keep_going and without partial: these */
    size_t n_passed_over; /* files of unknown kind, and those that yield */
    char *passed_over;    /* path of the first of them */
} ml_keys;

/* Names for an error: the first few, and how many there are. */
enum { ML_MAX_LISTED = 10 };
typedef struct ml_name_list {
    size_t n;
    const char *names[ML_MAX_LISTED]; /* borrowed */
} ml_name_list;
void ml_name_list_note(ml_name_list *list, const char *name);
void ml_name_list_add_to(const ml_name_list *list, ml_error *error);

/* Whether the file's extension is that of a format that is read as all of `uses` says (ML_FORMAT_TRUTH and so on; 0: as
 * anything). */
bool ml_is_named_as(const char *path, unsigned uses);

/* Length of the path without the suffix, or (suffix NULL) without its extension; SIZE_MAX if it does not end in the suffix, or
 * if nothing is left of its name. */
size_t ml_key_length(const char *path, const char *suffix);

/* What is left of a path without what the name of its file begins and ends with. */
typedef struct ml_stem {
    const char *text; /* the path without the prefix: the path itself where there is none, or `own` */
    size_t n;         /* of the text, without the suffix; SIZE_MAX: the file takes no part, and nothing is held */
    size_t n_cut;     /* bytes of the prefix */
    char *own;        /* freed with free; or NULL */
} ml_stem;

/* The stem of a path; prefix and suffix as in ml_pairing. On failure (memory) nothing is held. */
ml_status ml_stem_take(const char *path, const char *prefix, const char *suffix, ml_error *error, ml_stem *stem) ML_MUST_USE;

/* The key of one file, which may be an image inside it (FILE[3]): its path or, with name_only, its name, without the prefix if
 * it begins with that, and without the suffix or, if it does not end in that, the extension; [3] stays. Freed with free. */
ml_status ml_key_of_file(const char *text, bool name_only, const char *prefix, const char *suffix, ml_error *error,
                         char **key) ML_MUST_USE;

/* Where the name of the file begins of which the path has n bytes: behind the last slash. */
size_t ml_name_start(const char *path, size_t n);

/* The key that the n bytes of text are, or NULL. */
ml_key *ml_keys_get(const ml_keys *keys, const char *text, size_t n);

/* Adds to the error what the first of the files is that is in a known format which is not read, and what to do about it: of
 * files of unknown kind and, with `keys`, of those alone that have the key of a truth without prediction. True if there is
 * one. */
bool ml_listing_add_foreign(const ml_listing *listing, const char *directory, const ml_keys *keys, const ml_pairing *pairing,
                            ml_error *error);

/* Counts a file of unknown kind, or one that yields. */
ml_status ml_keys_pass_over(ml_keys *keys, const char *directory, const char *path, ml_error *error) ML_MUST_USE;

/* The keys of a truths' directory (from its listing), or of a single truth. On failure nothing is held. */
ml_status ml_keys_from_truths(const ml_listing *truths, const char *directory, const ml_pairing *pairing, ml_error *error,
                              ml_keys *keys) ML_MUST_USE;
ml_status ml_keys_from_file(const char *truth, const ml_pairing *pairing, ml_error *error, ml_keys *keys) ML_MUST_USE;
void ml_keys_clear(ml_keys *keys);

/* Whether the file is of a format that yields to others (yield.c). */
bool ml_yields(const char *path);

/* Passes truths over that yield to another of the same key; the keys are in order. */
ml_status ml_keys_drop_yielding(ml_keys *keys, const char *directory, ml_error *error) ML_MUST_USE;

/* Passes truths over that yield and have no prediction, unless all truths do, or a prefix or suffix says that they are meant.
 */
ml_status ml_keys_drop_strays(ml_keys *keys, const char *directory, const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

/* Lets every file of the predictions' directory claim its key, and checks that each key has one complete prediction and each
 * file a key, as far as the pairing wants it. */
ml_status ml_keys_claim_all(ml_keys *keys, const char *truths, const ml_listing *predictions, const char *directory,
                            const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

/* Lets the planes of a folder (base NULL), or those named BASE_CLASS, claim the only key. Without any, a folder is an error,
 * and with a base the key stays ML_KEY_MISSING. */
ml_status ml_keys_claim_planes(ml_keys *keys, const ml_listing *predictions, const char *directory, const char *base,
                               const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

/* Length of the path before the separator and the class, if by its name the file may be a plane; else SIZE_MAX. */
size_t ml_plane_base(const char *path, const ml_pairing *pairing);

/* Fails if truths or predictions (`extra`, as relative paths) have no partner, unless the pairing allows for that and there is
 * a pair; suggests the options that may have been meant, and says of what kind files are that may be the missing ones. */
ml_status ml_keys_check_partners(const ml_keys *keys, const ml_name_list *extra, const ml_listing *predictions,
                                 const char *directory, const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

#endif
