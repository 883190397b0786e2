/* Frees pairs; see pair.h. */
#include "input/pairs/pair.h"

#include <stdlib.h>

static void clear_pipe(ml_pipe *pipe)
{
    if (pipe)
        ml_pipe_clear(pipe);
    free(pipe);
}

void ml_pair_clear(ml_pair *pair)
{
    free(pair->id);
    free(pair->truth);
    for (size_t p = 0; p < pair->n_truth_planes; p++)
        free(pair->truth_planes[p].path);
    free(pair->truth_planes);
    free(pair->prediction);
    free(pair->plane_stem);
    free(pair->plane_tail);
    free(pair->photo);
    free(pair->failure);
    free(pair->counts);
    clear_pipe(pair->truth_pipe);
    clear_pipe(pair->prediction_pipe);
    *pair = (ml_pair){0};
}

void ml_pairs_clear(ml_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++)
        ml_pair_clear(&pairs->items[i]);
    free(pairs->items);
    free(pairs->passed_over);
    for (size_t i = 0; i < pairs->n_left_out; i++)
        free(pairs->left_out[i]);
    free(pairs->left_out);
    ml_faults_clear(&pairs->faults);
    *pairs = (ml_pairs){0};
}
