/* Weights from all truths; see weigh_truths.h. */
#include "engine/weigh_truths.h"

#include "base/memory.h"
#include "engine/pair_files.h"
#include "input/open_pair.h"
#include "io/file_mark.h"

#include <stdlib.h>
#include <string.h>

/* Counts the truth's classes. */
static void count_classes(const ml_truth *truth, uint64_t *counts, size_t n_classes)
{
    size_t n_pixels = truth->width * truth->height;
    memset(counts, 0, n_classes * sizeof *counts);
    for (size_t i = 0; i < n_pixels; i++)
        if (truth->plane[i] < n_classes)
            counts[truth->plane[i]]++;
}

static ml_status weigh_pair(const ml_job *job, const ml_classes *classes, const ml_pair *pair, ml_error *error, ml_truth *truth,
                            uint64_t *counts, ml_weigher *weigher)
{
    ml_open_pair opened;
    ml_status status = ml_open_pair_open(pair, &job->input, classes, error, &opened);
    if (status)
        return status;
    for (size_t n = 0; n < opened.roles.n_images && !status; n++) {
        status = ml_open_pair_start(&opened, n, error);
        if (!status)
            status = ml_open_pair_read_truth(&opened, error, truth);
        if (!status) {
            count_classes(truth, counts, classes->n);
            ml_weigher_add(weigher, counts);
        }
    }
    ml_open_pair_close(&opened);
    return status;
}

ml_status ml_weigh_truths(const ml_job *job, ml_inputs *inputs, ml_error *error, double *weights)
{
    size_t n_classes = inputs->classes.n;
    ml_truth truth = {0};
    ml_weigher weigher = {0};
    uint64_t *counts = ml_alloc(n_classes, sizeof *counts);
    ml_status status = counts ? ml_weigher_init(n_classes, error, &weigher) : ml_fail_memory(error, "the weights");
    for (size_t i = 0; i < inputs->pairs.n && !status; i++) {
        ml_pair *pair = &inputs->pairs.items[i];
        if (pair->mark == 0)
            status = ml_pair_mark(pair, &inputs->classes, error, &pair->mark);
        if (!status)
            status = weigh_pair(job, &inputs->classes, pair, error, &truth, counts, &weigher);
    }
    if (!status)
        status = ml_weigher_finish(&weigher, job->scoring.weighing, error, weights);
    ml_weigher_clear(&weigher);
    ml_truth_clear(&truth);
    free(counts);
    return status;
}

/* Whether the counts are those of the record's pixels and its bad ones. */
static bool has_pixels(const ml_record *record, const uint64_t *counts)
{
    uint64_t n_valid = record->n_pixels - record->n_ignored, n = 0;
    bool has_all = true;
    for (size_t y = 0; y < record->n_classes; y++) {
        n += counts[y];
        has_all = has_all && counts[y] >= ml_record_support(record, y);
    }
    return has_all && n == n_valid + record->n_bad;
}

ml_status ml_count_classes_of(const ml_job *job, const ml_classes *classes, const ml_pair *pair, size_t image,
                              const ml_record *record, ml_error *error, uint64_t *counts)
{
    for (size_t y = 0; y < classes->n; y++)
        counts[y] = ml_record_support(record, y);
    if (record->n_bad == 0)
        return ML_OK;
    ml_open_pair opened;
    ml_truth truth = {0};
    ml_status status = ml_open_pair_open(pair, &job->input, classes, error, &opened);
    if (status)
        return status;
    status = ml_open_pair_start(&opened, image, error);
    if (!status)
        status = ml_open_pair_read_truth(&opened, error, &truth);
    if (!status)
        count_classes(&truth, counts, classes->n);
    ml_open_pair_close(&opened);
    ml_truth_clear(&truth);
    return !status && !has_pixels(record, counts) ? ml_fail_changed(pair->truth ? pair->truth : pair->prediction, error)
                                                  : status;
}
