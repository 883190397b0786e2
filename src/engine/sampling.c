/* What is resampled; see sampling.h. */
#include "engine/sampling.h"

#include "base/memory.h"

#include <stdlib.h>

ml_status ml_sampling_init(const ml_compared_list *list, const ml_settings *settings, ml_error *error, ml_sampling *sampling)
{
    *sampling = (ml_sampling){.has_groups = settings->has_groups};
    ml_paired_init(list->n_sampled, &sampling->images);
    ml_paired_init(settings->has_groups ? list->n_sampled : 0, &sampling->groups);
    if (!(sampling->values = ml_alloc(2 * list->n_sampled, sizeof *sampling->values)))
        return ml_fail_memory(error, "the figures of an image");
    return ml_pooled_init(settings, 2, error, &sampling->pooled);
}

void ml_sampling_clear(ml_sampling *sampling)
{
    free(sampling->values);
    free(sampling->group_of);
    ml_pooled_clear(&sampling->pooled);
    ml_paired_clear(&sampling->groups);
    ml_paired_clear(&sampling->images);
    *sampling = (ml_sampling){.has_groups = false};
}

ml_status ml_sampling_add_image(ml_sampling *sampling, const ml_compared_list *list, const ml_compared_side *baseline,
                                const ml_compared_side *candidate, ml_error *error)
{
    const ml_figures *const sides[] = {&baseline->set.figures, &candidate->set.figures};
    double *before = sampling->values, *after = sampling->values + list->n_sampled;
    size_t n = sampling->images.n_images;
    ml_compared_sample(list, sides[0], before);
    ml_compared_sample(list, sides[1], after);
    ml_status status = ml_paired_add(&sampling->images, before, after, error);
    if (status || !sampling->has_groups)
        return status ? status : ml_pooled_add(&sampling->pooled, sides, error);
    if (!ml_grow(&sampling->group_of, &sampling->capacity, n, sizeof *sampling->group_of))
        return ml_fail_memory(error, "the groups");
    sampling->group_of[n] = baseline->set.groups.open;
    return ML_OK;
}

static ml_status add_group(ml_sampling *sampling, ml_compared_list *list, ml_set *a, ml_set *b, size_t g, ml_error *error)
{
    const ml_group_result before = ml_set_open_group(a, g), after = ml_set_open_group(b, g);
    const ml_figures *const sides[] = {before.figures, after.figures};
    double *values = sampling->values, *others = sampling->values + list->n_sampled;
    ml_compared_sample_group(list, before.figures, values);
    ml_compared_sample_group(list, after.figures, others);
    ml_status status = ml_compared_list_add_group(list, &before, &after, error);
    if (!status)
        status = ml_groups_average(&a->groups, g, &a->aggregate, before.figures, error);
    if (!status)
        status = ml_groups_average(&b->groups, g, &b->aggregate, after.figures, error);
    if (!status)
        status = ml_paired_add(&sampling->groups, values, others, error);
    return status ? status : ml_pooled_add(&sampling->pooled, sides, error);
}

ml_status ml_sampling_add_groups(ml_sampling *sampling, ml_compared_list *list, ml_compared_side *baseline,
                                 ml_compared_side *candidate, const ml_report_choice *choice, ml_error *error)
{
    ml_set *a = &baseline->set, *b = &candidate->set;
    if (!sampling->has_groups)
        return ML_OK;
    ml_status status = ml_groups_sort(&a->groups, error);
    if (!status)
        status = ml_groups_sort(&b->groups, error);
    if (!status)
        status = ml_groups_check_gates(&a->groups, &choice->gates, error);
    if (!status)
        status = ml_groups_check_gates(&a->groups, &choice->prints, error);
    if (!status)
        status = ml_groups_renumber(&a->groups, sampling->group_of, sampling->images.n_images, error);
    for (size_t g = 0; g < a->groups.n && !status; g++)
        status = add_group(sampling, list, a, b, g, error);
    return status;
}

ml_status ml_sampling_find(const ml_sampling *sampling, const ml_compared_list *list, const ml_kernel *kernel, size_t n_threads,
                           ml_error *error, ml_sampled *sampled)
{
    *sampled =
        (ml_sampled){ml_alloc(list->n_sampled, sizeof *sampled->means), ml_alloc(list->n_sampled, sizeof *sampled->group_means),
                     ml_alloc(list->n_pooled, sizeof *sampled->pooled)};
    ml_figure *figures = ml_alloc(list->n_pooled, sizeof *figures);
    ml_status status =
        sampled->means && sampled->group_means && sampled->pooled && figures ? ML_OK : ml_fail_memory(error, "the intervals");
    if (!status && sampling->has_groups)
        status = ml_paired_means_of_groups(&sampling->images, sampling->group_of, sampling->groups.n_images, kernel, n_threads,
                                           error, sampled->means);
    else if (!status)
        status = ml_paired_means(&sampling->images, kernel, n_threads, error, sampled->means);
    if (!status)
        status = ml_paired_means(&sampling->groups, kernel, n_threads, error, sampled->group_means);
    if (!status) {
        ml_compared_list_pooled(list, figures);
        status = ml_pooled_intervals(&sampling->pooled, figures, list->n_pooled, n_threads, error, sampled->pooled);
    }
    free(figures);
    return status;
}

void ml_sampled_clear(ml_sampled *sampled)
{
    free(sampled->means);
    free(sampled->group_means);
    free(sampled->pooled);
    *sampled = (ml_sampled){0};
}
