/* Pairs a truth file with a prediction that is a file, a folder of planes, or what the names of planes begin with: the part
 * that two operands (pairs.c) and a list (list.c) share. */
#ifndef ML_INPUT_PAIRS_FILE_H
#define ML_INPUT_PAIRS_FILE_H

#include "input/pairs/key.h"

/* What a path leads to, or the path of the file in FILE[3] and the like; with `takes_pipes`, - is standard input. */
typedef enum ml_found { ML_FOUND_NOTHING, ML_FOUND_FILE, ML_FOUND_DIRECTORY } ml_found;
ml_status ml_pair_look(const char *text, bool takes_pipes, ml_error *error, ml_found *found) ML_MUST_USE;

/* A directory and its files: the one listed last, since the planes of the next pair are mostly in the same. One is for truths,
 * one for predictions. */
typedef struct ml_folder {
    char *path; /* NULL: none */
    ml_listing listing;
} ml_folder;
void ml_folder_clear(ml_folder *folder);

/* Pairs two files, of which with `takes_pipes` one may be -, whose bytes are not read. If one of them does not exist (the
 * prediction, where pairing->missing_truth allows the truth to lack), *missing is its path (borrowed) and the pair stays
 * untouched; else *missing is NULL. On failure nothing is held but what `last` holds.
 */
ml_status ml_pair_files(const char *truth, const char *prediction, bool takes_pipes, const ml_pairing *pairing,
                        ml_folder last[2], ml_error *error, const char **missing, ml_pair *pair) ML_MUST_USE;

/* Fills a pair from a key that has its one prediction; `truth` is NULL if there is none, `root` is the predictions' directory.
 * On failure nothing is held. */
ml_status ml_pair_from_key(const ml_key *key, const char *truth, const char *root, const ml_pairing *pairing, ml_error *error,
                           ml_pair *pair) ML_MUST_USE;

#endif
