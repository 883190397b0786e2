/* What an evaluation has to report: an image's result and the set's, as every output form and the record stream get them. */
#ifndef ML_CORE_RESULT_H
#define ML_CORE_RESULT_H

#include "base/faults.h"
#include "core/aggregate.h"
#include "core/convention.h"
#include "core/groups.h"
#include "core/pictures.h"
#include "core/printed.h"

enum { ML_MAX_SHARDS = 1 << 20 };

/* Which shards of a set a result is of: those marked in have[of]; of = 0: not a shard. */
typedef struct ml_shards {
    size_t of;
    const bool *have; /* borrowed */
} ml_shards;

typedef struct ml_image_result {
    const char *id, *truth, *prediction; /* as the file system has them; truth NULL: there is none */
    const char *group;                   /* the name of its group, as well; NULL: there are none */
    size_t width, height;
    const ml_figures *figures;
    const ml_pictures *pictures; /* NULL: none */
} ml_image_result;

typedef struct ml_set_result {
    const ml_aggregate *aggregate;
    const ml_figures *figures;             /* of the pooled record */
    const ml_convention_sums *conventions; /* NULL: not asked for */
    uint64_t n_expected;                   /* pairs that should be there */
    const ml_faults *faults;               /* in order of ids; never NULL, like the next */
    const ml_verdicts *verdicts;
    const ml_interval *intervals; /* as ml_pooled_all_intervals makes them; NULL: the settings want none */
    const char *unit;             /* what they are over, "images" */
    uint64_t n_units;             /* how many of these */
    const ml_printed *printed;    /* of the figures that --print asks for; NULL where none can be */
    const ml_groups *groups;      /* sorted, with their means; NULL: there are none */
    bool shows_groups; /* where a form for reading has means over the images, it shows those over the groups instead */
} ml_set_result;

typedef struct ml_group_result {
    const char *name; /* as the file system has it */
    uint64_t n_images;
    const ml_figures *figures;
    const ml_presence *presence;
} ml_group_result;

/* What their figures are taken from. */
static inline ml_subject ml_subject_image(const ml_image_result *image)
{
    return (ml_subject){.figures = image->figures, .width = image->width, .height = image->height};
}

static inline ml_subject ml_subject_group(const ml_group_result *group)
{
    return (ml_subject){.figures = group->figures, .n_images = group->n_images, .presence = group->presence};
}

static inline ml_subject ml_subject_set(const ml_set_result *set)
{
    return (ml_subject){.figures = set->figures,
                        .n_images = set->aggregate->n_images,
                        .n_expected = set->n_expected,
                        .n_without_truth = set->aggregate->n_without_truth,
                        .n_errors = set->faults->n,
                        .means = set->aggregate->means,
                        .group_means = set->groups ? set->groups->means : NULL,
                        .presence = &set->aggregate->presence,
                        .lists = &set->aggregate->lists,
                        .intervals = set->intervals,
                        .unit = set->unit};
}

/* What a form for reading shows beside the pooled mean of a loss (ML_OVER_LOSSES) or metric (ML_OVER_METRICS) of a view that is
 * computed, by its index: its values over the images, or over the groups. */
static inline const ml_spread *ml_set_result_mean(const ml_set_result *set, ml_view_kind view, ml_over over, size_t index)
{
    const ml_spread *images = ml_aggregate_mean(set->aggregate, view, over, index);
    return set->shows_groups ? &set->groups->means[images - set->aggregate->means].spread : images;
}

#endif
