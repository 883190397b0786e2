/* What is evaluated together: a truth file and the prediction for it. */
#ifndef ML_INPUT_PAIR_H
#define ML_INPUT_PAIR_H

#include "core/classes.h"

/* All strings are owned. */
typedef struct ml_pair {
    char *id;
    char *truth;      /* path */
    char *prediction; /* path; for planes as shown to people: the folder, or the names with * for the class */
    size_t n_planes;  /* one PNG per class: how many there are; 0: `prediction` is a file */
    char *plane_stem; /* plane c is plane_stem + (index or name of c) + plane_tail */
    char *plane_tail;
} ml_pair;

typedef struct ml_pairs {
    size_t n;
    ml_pair *items;       /* in bytewise order of their ids */
    size_t n_expected;    /* number of truths */
    size_t n_passed_over; /* files of unknown kind in the two directories */
    char *passed_over;    /* path of the first of them, NULL if there is none */
} ml_pairs;

typedef struct ml_pairing {
    const char *truth_suffix; /* NULL: any file of a known kind, its key without the extension */
    const char *prediction_suffix;
    const ml_classes *classes; /* class names that may name planes; NULL without a class set: indices only */
} ml_pairing;

/* Pairs two files, or the files of two directories by key, never by position. Missing and extra partners, ambiguous names,
 * incomplete planes and an empty set are errors (ML_E_INPUT) that list the first 10. On failure nothing is held. */
ml_status ml_pairs_find(const char *truth, const char *prediction, const ml_pairing *pairing, ml_error *error,
                        ml_pairs *pairs) ML_MUST_USE;
void ml_pairs_clear(ml_pairs *pairs);

#endif
