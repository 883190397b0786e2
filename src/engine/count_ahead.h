/* Counts the labels of many pairs ahead, in all threads, for who goes through them in order to find out how many classes there
 * are: so each file is read once for that and for its figures. */
#ifndef ML_ENGINE_COUNT_AHEAD_H
#define ML_ENGINE_COUNT_AHEAD_H

#include "engine/job.h"
#include "input/label_counts.h"

/* What a pair's labels tell, whatever the classes. */
typedef struct ml_pair_labels {
    bool
        is_known; /* it is one image of truth and hard prediction, whose labels could be counted; else the pair is to be read */
    bool may_be_gray;                       /* the prediction's type is one that probabilities may have */
    long of_truth;                          /* its largest label that is not ignored; -1: there is none */
    long of_prediction, next_of_prediction; /* the same where the truth is not ignored; and the largest below */
} ml_pair_labels;

/* Marks and counts pairs, in ascending order, until there is one that ends the run or tells the number of channels. Those that
 * are known keep their counts (ml_pair), up to a bound of memory, where evaluations can make use of them. *labels ([pairs->n])
 * is freed with free. */
ml_status ml_count_ahead(const ml_job *job, ml_pairs *pairs, ml_error *error, ml_pair_labels **labels) ML_MUST_USE;

#endif
