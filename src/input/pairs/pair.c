/* Frees pairs; see pair.h. */
#include "input/pairs/pair.h"

#include <stdlib.h>

void ml_pair_clear(ml_pair *pair)
{
    free(pair->id);
    free(pair->truth);
    free(pair->prediction);
    free(pair->plane_stem);
    free(pair->plane_tail);
    *pair = (ml_pair){0};
}

void ml_pairs_clear(ml_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++)
        ml_pair_clear(&pairs->items[i]);
    free(pairs->items);
    free(pairs->passed_over);
    ml_faults_clear(&pairs->faults);
    *pairs = (ml_pairs){0};
}
