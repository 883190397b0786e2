/* What an evaluation has to report: an image's result and the set's, as every output form and the record stream get them. */
#ifndef ML_CORE_RESULT_H
#define ML_CORE_RESULT_H

#include "base/faults.h"
#include "core/aggregate.h"
#include "core/gate.h"

enum { ML_MAX_SHARDS = 1 << 20 };

/* Which shards of a set a result is of: those marked in have[of]; of = 0: not a shard. */
typedef struct ml_shards {
    size_t of;
    const bool *have; /* borrowed */
} ml_shards;

typedef struct ml_image_result {
    const char *id, *truth, *prediction; /* as the file system has them; truth NULL: there is none */
    size_t width, height;
    const ml_figures *figures;
} ml_image_result;

typedef struct ml_set_result {
    const ml_aggregate *aggregate;
    const ml_figures *figures; /* of the pooled record */
    uint64_t n_expected;       /* pairs that should be there */
    const ml_faults *faults;   /* in order of ids; never NULL, like the next */
    const ml_verdicts *verdicts;
} ml_set_result;

/* What their figures are taken from. */
static inline ml_subject ml_subject_image(const ml_image_result *image)
{
    return (ml_subject){.figures = image->figures, .width = image->width, .height = image->height};
}

static inline ml_subject ml_subject_set(const ml_set_result *set)
{
    return (ml_subject){.figures = set->figures,
                        .n_images = set->aggregate->n_images,
                        .n_expected = set->n_expected,
                        .n_without_truth = set->aggregate->n_without_truth,
                        .n_errors = set->faults->n,
                        .means = set->aggregate->means};
}

#endif
