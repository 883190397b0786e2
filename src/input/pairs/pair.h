/* What is evaluated together: a truth file and the prediction for it; or a prediction that has no truth. */
#ifndef ML_INPUT_PAIRS_PAIR_H
#define ML_INPUT_PAIRS_PAIR_H

#include "base/faults.h"
#include "core/classes.h"
#include "io/pipe.h"

/* The mask of one class: 0 where it is not. */
typedef struct ml_truth_plane {
    uint16_t class;
    char *path; /* owned */
} ml_truth_plane;

/* All strings are owned. */
typedef struct ml_pair {
    char *id;
    char *truth;                  /* path; for planes as shown to people; NULL: there is none */
    size_t n_truth_planes;        /* masks of classes that there are; 0: `truth` is a file */
    ml_truth_plane *truth_planes; /* [n_truth_planes] owned, in order of classes */
    char *prediction;             /* path; for planes as shown to people: the folder, or the names with * for the class */
    size_t n_planes;              /* one PNG per class: how many there are; 0: `prediction` is a file */
    char *plane_stem;             /* plane c is plane_stem + (index or name of c) + plane_tail */
    char *plane_tail;
    char *photo;                           /* path of the photo that goes with it; NULL: none */
    ml_pipe *truth_pipe, *prediction_pipe; /* the file's bytes, where they can be read only once; NULL: read it */
    char *failure; /* why none of its images could be evaluated when it was tried; NULL: no such thing */
    uint64_t mark; /* of its files when they were read before; 0: they were not */
    struct ml_label_counts
        *counts;   /* of its labels then, where they were counted (label_counts.h); owned; NULL: they were not */
    size_t number; /* among all that are expected, from 0, in order of ids: which one it is does not depend on what is there */
} ml_pair;

typedef struct ml_pairs {
    size_t n;
    ml_pair *items;    /* in order of their ids (ml_id_compare) */
    size_t n_expected; /* truths, or records of the list, with and without a prediction, and predictions without truth that are
                        * pairs */
    size_t n_missing;  /* with partial: those of which a file is missing */
    size_t n_left_out; /* of a list: files of records that are no pairs */
    char **left_out;   /* [n_left_out] owned */
    size_t n_extra;    /* with partial: predictions without truth */
    ml_faults faults;  /* with keep_going: truths that are in no pair, and predictions without truth */
    size_t n_passed_over;   /* files of unknown kind in the two directories, and those that others decide about */
    char *passed_over;      /* path of the first of them, NULL if there is none */
    bool knows_passed_over; /* one of them is of a kind that is read */
} ml_pairs;

typedef struct ml_pairing {
    const char *truth_prefix, *prediction_prefix; /* what the names of files begin with, and keys lack; NULL: nothing */
    const char *truth_suffix;                     /* NULL: any file of a known kind, its key without the extension */
    const char *prediction_suffix;
    const ml_classes *classes; /* class names that may name planes; NULL without a class set: indices only */
    uint64_t max_pipe_bytes;   /* of what can be read only once */
    bool truth_planes;         /* truths are one mask per class */
    bool missing_truth;        /* predictions without truth are pairs, too */
    bool by_name;              /* keys are the names of files without the directories they are in */
    bool is_one;               /* two directories are no sets of pairs: those of planes one image, others an error */
    bool partial;              /* missing and extra partners are no errors, they are counted */
    bool keep_going;           /* what is wrong with one pair is noted in ml_pairs.faults, and the others are paired */
} ml_pairing;

void ml_pairs_clear(ml_pairs *pairs);
void ml_pair_clear(ml_pair *pair);

#endif
