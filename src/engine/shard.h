/* Which of all pairs one evaluation takes on: a shard of them (--shard), and how the classes are weighed (--weights=inverse).
 */
#ifndef ML_ENGINE_SHARD_H
#define ML_ENGINE_SHARD_H

#include "engine/setup.h"

/* Leaves only the pairs, missing ones and faults whose number is shard modulo of. */
void ml_pairs_shard(ml_pairs *pairs, size_t shard, size_t of);

/* Fills the settings' weights from the numbers of pixels per class in all truths, which are read for it. A truth that cannot
 * be read is an error, unless --keep-going: it is one later. */
ml_status ml_weigh_truths(const ml_arguments *arguments, ml_setup *setup, ml_error *error) ML_MUST_USE;

#endif
