/* Evaluates an image of hard labels by how often which meet which, without looking at any pixel twice. */
#ifndef ML_ENGINE_EVALUATE_LABELS_H
#define ML_ENGINE_EVALUATE_LABELS_H

#include "engine/worker.h"

/* The image of the worker's open pair that was started, where both of its files can be counted and nobody asks for more than
 * its record. *is_done is false where it is to be evaluated pixel by pixel, for which it is at its start: so is one with which
 * anything is wrong, for that is where it is told. */
ml_status ml_evaluate_labels(ml_worker *worker, size_t image, ml_outcome *outcome, ml_error *error, bool *is_done) ML_MUST_USE;

/* The same of a pair whose labels were counted before, which need not be open; *is_done is false without such counts. */
ml_status ml_evaluate_counted(ml_worker *worker, const ml_pair *pair, ml_outcome *outcome, ml_error *error,
                              bool *is_done) ML_MUST_USE;

#endif
