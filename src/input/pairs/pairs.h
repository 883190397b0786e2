/* Finds the pairs of two operands, or of a list. */
#ifndef ML_INPUT_PAIRS_PAIRS_H
#define ML_INPUT_PAIRS_PAIRS_H

#include "input/pairs/pair.h"

/* Pairs two files, or the files of two directories by key, never by position. Missing and extra partners, ambiguous names,
 * incomplete planes and an empty set are errors (ML_E_INPUT) that list the first 10; see ml_pairing for what need not be
 * one. That no pair is left is always an error. On failure nothing is held. */
ml_status ml_pairs_find(const char *truth, const char *prediction, const ml_pairing *pairing, ml_error *error,
                        ml_pairs *pairs) ML_MUST_USE;

/* Pairs what the file `path` ("-": standard input) lists: records TRUTH, TAB, PREDICTION and perhaps TAB, ID, which end in a
 * newline, or with `null_ended` in NUL. Each is paired like two files; the default id is TRUTH without its last extension.
 * Without `partial`, a listed file that does not exist is an error. Suffixes and by_name have no effect. Errors name the
 * record; on failure nothing is held. */
ml_status ml_pairs_read(const char *path, bool null_ended, const ml_pairing *pairing, ml_error *error,
                        ml_pairs *pairs) ML_MUST_USE;

#endif
