/* Shards of pairs, and weights from all truths; see shard.h. */
#include "engine/shard.h"

#include "base/memory.h"
#include "input/open_pair.h"

#include <stdlib.h>
#include <string.h>

void ml_pairs_shard(ml_pairs *pairs, size_t shard, size_t of)
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

/* Counts the truth's classes. */
static void count_classes(const ml_truth *truth, uint64_t *counts, size_t n_classes)
{
    size_t n_pixels = truth->width * truth->height;
    memset(counts, 0, n_classes * sizeof *counts);
    for (size_t i = 0; i < n_pixels; i++)
        if (truth->plane[i] < n_classes)
            counts[truth->plane[i]]++;
}

static ml_status weigh_pair(const ml_arguments *arguments, const ml_setup *setup, const ml_pair *pair, ml_error *error,
                            ml_truth *truth, uint64_t *counts, ml_weigher *weigher)
{
    ml_open_pair opened;
    ml_status status = ml_open_pair_open(pair, &arguments->input, &setup->classes, error, &opened);
    if (status)
        return status;
    for (size_t n = 0; n < opened.roles.n_images && !status; n++) {
        status = ml_open_pair_start(&opened, n, error);
        if (!status)
            status = ml_open_pair_read_truth(&opened, error, truth);
        if (!status) {
            count_classes(truth, counts, setup->classes.n);
            ml_weigher_add(weigher, counts);
        } else if (status == ML_E_INPUT && arguments->keep_going) {
            ml_error_clear(error);
            status = ML_OK;
        }
    }
    ml_open_pair_close(&opened);
    return status;
}

ml_status ml_weigh_truths(const ml_arguments *arguments, ml_setup *setup, ml_error *error)
{
    size_t n_classes = setup->classes.n;
    ml_truth truth = {0};
    ml_weigher weigher = {0};
    uint64_t *counts = ml_alloc(n_classes, sizeof *counts);
    ml_status status = counts ? ml_weigher_init(n_classes, error, &weigher) : ml_fail_memory(error, "the weights");
    for (size_t i = 0; i < setup->pairs.n && !status; i++) {
        status = weigh_pair(arguments, setup, &setup->pairs.items[i], error, &truth, counts, &weigher);
        if (status == ML_E_INPUT && arguments->keep_going) {
            ml_error_clear(error);
            status = ML_OK;
        }
    }
    if (!status)
        status = ml_weigher_finish(&weigher, arguments->weighing, error, setup->settings.weights);
    ml_weigher_clear(&weigher);
    ml_truth_clear(&truth);
    free(counts);
    return status;
}
