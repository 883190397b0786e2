/* Takes a shard; see shards.h. */
#include "engine/shards.h"

#include <stdlib.h>

void ml_pairs_take_shard(ml_pairs *pairs, size_t shard, size_t of)
{
    size_t n = 0, n_faults = 0;
    for (size_t i = 0; i < pairs->n; i++)
        if (pairs->items[i].number % of == shard)
            pairs->items[n++] = pairs->items[i];
        else
            ml_pair_clear(&pairs->items[i]);
    pairs->n = n;
    for (size_t i = 0; i < pairs->faults.n; i++) {
        ml_fault *fault = &pairs->faults.items[i];
        if (fault->number % of == shard) {
            pairs->faults.items[n_faults++] = *fault;
        } else {
            free(fault->id);
            free(fault->message);
        }
    }
    pairs->faults.n = n_faults;
    pairs->n_expected = pairs->n_expected / of + (shard < pairs->n_expected % of);
}
