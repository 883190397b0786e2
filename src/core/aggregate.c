/* Sets of images; see aggregate.h. */
#include "core/aggregate.h"

#include "base/memory.h"
#include "core/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Lists the figures that are averaged. */
static ml_status list_averaged(ml_aggregate *aggregate, ml_error *error)
{
    ml_walk counting = ml_walk_begin(aggregate->settings, ML_IN_EXACT), walk = counting;
    size_t n = 0, at = 0;
    ml_step step;
    while ((step = ml_walk_next(&counting)) != ML_STEP_END)
        n += step == ML_STEP_FIGURE;
    aggregate->averaged = ml_alloc(n, sizeof *aggregate->averaged);
    aggregate->means = ml_alloc(n, sizeof *aggregate->means);
    if (!aggregate->averaged || !aggregate->means)
        return ml_fail_memory(error, "the aggregate");
    while ((step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE)
            aggregate->averaged[at++] = walk.figure;
    aggregate->n_means = n;
    return ML_OK;
}

ml_status ml_aggregate_init(const ml_settings *settings, ml_error *error, ml_aggregate *aggregate)
{
    memset(aggregate, 0, sizeof *aggregate);
    aggregate->settings = settings;
    ml_status status = ml_tally_init(settings, error, &aggregate->pooled);
    if (!status)
        status = list_averaged(aggregate, error);
    if (!status)
        status = ml_presence_init(settings->classes->n, error, &aggregate->presence);
    if (!status)
        status = ml_set_lists_init(settings, error, &aggregate->lists);
    if (status)
        ml_aggregate_clear(aggregate);
    return status;
}

void ml_aggregate_clear(ml_aggregate *aggregate)
{
    ml_common_path_clear(&aggregate->truths);
    ml_common_path_clear(&aggregate->predictions);
    ml_tally_clear(&aggregate->pooled);
    free(aggregate->averaged);
    free(aggregate->means);
    ml_presence_clear(&aggregate->presence);
    ml_set_lists_clear(&aggregate->lists);
    memset(aggregate, 0, sizeof *aggregate);
}

/* Only losses can be that large: weights are what makes them so. */
static ml_status fail_large(const ml_aggregate *aggregate, const ml_figure *figure, ml_error *error)
{
    int loss = figure->of[ML_OVER_LOSSES];
    return loss == ML_OF_NONE ? ml_fail(error, ML_E_SYSTEM, "the mean of a figure over the images overflows")
                              : ml_fail(error, ML_E_USAGE, "the mean of %s over the images exceeds 2^63: use smaller weights",
                                        aggregate->settings->losses->items[loss].key);
}

ml_status ml_aggregate_add(ml_aggregate *aggregate, const ml_record *record, const ml_figures *figures, ml_error *error)
{
    const ml_subject image = {.figures = figures};
    ml_status status = ml_tally_add_record(&aggregate->pooled, record, error);
    aggregate->n_images++;
    for (int h = 0; h < ML_N_HINTS; h++)
        aggregate->n_hints[h] += (record->hints & ml_hint_bit((ml_hint)h)) != 0;
    ml_presence_add(&aggregate->presence, figures);
    for (size_t m = 0; m < aggregate->n_means && !status; m++) {
        const ml_figure *figure = &aggregate->averaged[m];
        if (!ml_spread_add(&aggregate->means[m], ml_figure_part(figure, &image)))
            status = fail_large(aggregate, figure, error);
    }
    return status;
}

ml_status ml_aggregate_add_files(ml_aggregate *aggregate, const char *truth, const char *prediction, ml_error *error)
{
    ml_status status = truth ? ml_common_path_add(&aggregate->truths, truth, error) : ML_OK;
    return status || !prediction ? status : ml_common_path_add(&aggregate->predictions, prediction, error);
}

ml_status ml_aggregate_join(ml_aggregate *aggregate, const ml_aggregate *other, ml_error *error)
{
    ml_status status = ml_tally_add(&aggregate->pooled, &other->pooled, error);
    if (!status)
        status = ml_common_path_join(&aggregate->truths, &other->truths, error);
    if (!status)
        status = ml_common_path_join(&aggregate->predictions, &other->predictions, error);
    if (!status)
        status = ml_set_lists_join(&aggregate->lists, &other->lists, error);
    aggregate->n_images += other->n_images;
    for (int h = 0; h < ML_N_HINTS; h++)
        aggregate->n_hints[h] += other->n_hints[h];
    ml_presence_join(&aggregate->presence, &other->presence, aggregate->settings->classes->n);
    aggregate->n_without_truth += other->n_without_truth;
    for (size_t m = 0; m < aggregate->n_means && !status; m++)
        if (!ml_spread_join(&aggregate->means[m], &other->means[m]))
            status = ml_fail(error, ML_E_SYSTEM, "the mean of a figure over the images overflows");
    return status;
}

const ml_spread *ml_aggregate_mean(const ml_aggregate *aggregate, ml_view_kind view, ml_over over, size_t index)
{
    for (size_t m = 0; m < aggregate->n_means; m++) {
        const int *of = aggregate->averaged[m].of;
        if (of[ML_OVER_VIEWS] == (int)view && of[over] == (int)index && of[ML_OVER_MEASURES] == ML_OF_NONE)
            return &aggregate->means[m];
    }
    return NULL;
}
