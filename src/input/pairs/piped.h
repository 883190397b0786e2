/* Pairs of which a file can be read only once. */
#ifndef ML_INPUT_PAIRS_PIPED_H
#define ML_INPUT_PAIRS_PIPED_H

#include "input/pairs/pair.h"

/* Reads those of a pair's two files that are pipes or standard input, within pairing->max_pipe_bytes; the id then follows from
 * the other one's name. On failure the pair is to be cleared. */
ml_status ml_pair_take_pipes(ml_pair *pair, const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

#endif
