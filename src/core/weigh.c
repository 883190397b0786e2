/* Class weights from pixel counts; see weigh.h. */
#include "core/weigh.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

const char *const ml_weighing_names[ML_N_WEIGHINGS] = {NULL, "inverse", "median"};

ml_status ml_weigher_init(size_t n_classes, ml_error *error, ml_weigher *weigher)
{
    *weigher = (ml_weigher){.n_classes = n_classes,
                            .n_of_class = ml_alloc(n_classes, sizeof *weigher->n_of_class),
                            .n_around = ml_alloc(n_classes, sizeof *weigher->n_around)};
    if (weigher->n_of_class && weigher->n_around)
        return ML_OK;
    ml_weigher_clear(weigher);
    return ml_fail_memory(error, "the weights");
}

void ml_weigher_clear(ml_weigher *weigher)
{
    free(weigher->n_of_class);
    free(weigher->n_around);
    *weigher = (ml_weigher){0};
}

void ml_weigher_add(ml_weigher *weigher, const uint64_t *counts)
{
    uint64_t n = 0;
    for (size_t c = 0; c < weigher->n_classes; c++)
        n += counts[c];
    weigher->n_pixels += n;
    for (size_t c = 0; c < weigher->n_classes; c++) {
        weigher->n_of_class[c] += counts[c];
        weigher->n_around[c] += counts[c] > 0 ? n : 0;
    }
}

static int compare(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* Share of class c in the images that have it. */
static double frequency(const ml_weigher *weigher, size_t c)
{
    return (double)weigher->n_of_class[c] / (double)weigher->n_around[c];
}

static ml_status median_frequency(const ml_weigher *weigher, ml_error *error, double *median)
{
    size_t n = 0;
    double *values = ml_alloc(weigher->n_classes, sizeof *values);
    if (!values)
        return ml_fail_memory(error, "the weights");
    for (size_t c = 0; c < weigher->n_classes; c++)
        if (weigher->n_of_class[c] > 0)
            values[n++] = frequency(weigher, c);
    qsort(values, n, sizeof *values, compare);
    *median = n == 0 ? 0 : n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
    free(values);
    return ML_OK;
}

ml_status ml_weigher_finish(const ml_weigher *weigher, ml_weighing weighing, ml_error *error, double *weights)
{
    double median = 0;
    if (weighing == ML_WEIGHTS_MEDIAN && median_frequency(weigher, error, &median))
        return error->status;
    for (size_t c = 0; c < weigher->n_classes; c++) {
        if (weigher->n_of_class[c] == 0)
            weights[c] = 0;
        else if (weighing == ML_WEIGHTS_MEDIAN)
            weights[c] = median / frequency(weigher, c);
        else
            weights[c] = (double)weigher->n_pixels / ((double)weigher->n_classes * (double)weigher->n_of_class[c]);
    }
    return ML_OK;
}
