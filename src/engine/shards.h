/* Shards of a set: the pairs that one of several evaluations takes on. */
#ifndef ML_ENGINE_SHARDS_H
#define ML_ENGINE_SHARDS_H

#include "input/pairs/pair.h"

/* Leaves only the pairs, missing ones and faults whose number is `shard` modulo `of`. */
void ml_pairs_take_shard(ml_pairs *pairs, size_t shard, size_t of);

#endif
