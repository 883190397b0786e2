/* The figures that are compared: every number of the aggregate; see compared.h. */
#include "engine/compared.h"

#include "base/memory.h"
#include "base/text.h"
#include "core/path.h"
#include "core/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* groups["NAME"].PATH, the name as JSON has it. */
static char *path_in_group(const ml_walk *walk, const char *group)
{
    char *name = ml_name_text(group);
    const char *keys[2 + ML_WALK_MAX_DEPTH] = {ML_PATH_GROUPS, name};
    memcpy(keys + 2, walk->keys, walk->n_keys * sizeof *keys);
    char *path = name ? ml_path_text(keys, 2 + walk->n_keys) : NULL;
    free(name);
    return path;
}

/* Adds a figure of the set, or of a group. */
static ml_status add_figure(ml_compared_list *list, const ml_walk *walk, const char *group, ml_error *error)
{
    const double none = (double)NAN;
    char *path = group ? path_in_group(walk, group) : ml_path_text(walk->keys, walk->n_keys);
    if (!path || !ml_grow(&list->items, &list->capacity, list->n, sizeof *list->items)) {
        free(path);
        return ml_fail_memory(error, "the figures");
    }
    list->items[list->n++] = (ml_compared){path, group, walk->figure, none, none, none, none, none, 0, {none, none}};
    list->n_sampled += ml_figure_is_mean(&walk->figure);
    list->n_pooled += !group && ml_figure_has_interval(&walk->figure);
    return ML_OK;
}

ml_status ml_compared_list_init(const ml_settings *settings, ml_error *error, ml_compared_list *list)
{
    ml_compared_list made = {0};
    ml_walk walk = ml_walk_begin(settings, ML_IN_SET);
    ml_status status = ML_OK;
    ml_step step;
    while (!status && (step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE && ml_catalogue_is_number(walk.figure.row))
            status = add_figure(&made, &walk, NULL, error);
    if (status)
        ml_compared_list_clear(&made);
    else
        *list = made;
    return status;
}

void ml_compared_list_clear(ml_compared_list *list)
{
    for (size_t f = 0; f < list->n; f++)
        free(list->items[f].path);
    free(list->items);
    *list = (ml_compared_list){0};
}

/* The values of the figures that are means of a kind: an image's or a group's. */
static void sample(const ml_compared_list *list, bool (*is_mean)(const ml_figure *figure), const ml_subject *one,
                   double *values)
{
    for (size_t f = 0; f < list->n; f++)
        if (is_mean(&list->items[f].figure)) {
            const ml_figure figure = ml_figure_averaged(&list->items[f].figure);
            double x = ml_figure_part(&figure, one);
            *values++ = isfinite(x) ? x : (double)NAN;
        }
}

void ml_compared_sample(const ml_compared_list *list, const ml_figures *image, double *values)
{
    const ml_subject subject = {.figures = image};
    sample(list, ml_figure_is_mean, &subject, values);
}

void ml_compared_sample_group(const ml_compared_list *list, const ml_figures *group, double *values)
{
    const ml_subject subject = {.figures = group, .n_images = 1}; /* or more */
    sample(list, ml_figure_is_group_mean, &subject, values);
}

void ml_compared_list_pooled(const ml_compared_list *list, ml_figure *figures)
{
    for (size_t f = 0; f < list->n; f++)
        if (!list->items[f].group && ml_figure_has_interval(&list->items[f].figure))
            *figures++ = list->items[f].figure;
}

static void fill(ml_compared *item, const ml_subject *before, const ml_subject *after)
{
    item->baseline = ml_figure_value(&item->figure, before);
    item->candidate = ml_figure_value(&item->figure, after);
    item->delta = item->candidate - item->baseline;
    item->rel = item->baseline < 0 || item->baseline > 0 ? item->delta / fabs(item->baseline) : (double)NAN;
}

bool ml_compared_is_of_groups(const char *const *keys, size_t n)
{
    return n > 2 && (strcmp(keys[1], "losses") == 0 || strcmp(keys[1], "metrics") == 0);
}

ml_status ml_compared_list_add_group(ml_compared_list *list, const ml_group_result *baseline, const ml_group_result *candidate,
                                     ml_error *error)
{
    const ml_subject before = ml_subject_group(baseline), after = ml_subject_group(candidate);
    ml_walk walk = ml_walk_begin(baseline->figures->settings, ML_IN_GROUP);
    ml_status status = ML_OK;
    ml_step step;
    while (!status && (step = ml_walk_next(&walk)) != ML_STEP_END) {
        if (step != ML_STEP_FIGURE || !ml_catalogue_is_number(walk.figure.row) ||
            !ml_compared_is_of_groups(walk.keys, walk.n_keys))
            continue;
        status = add_figure(list, &walk, baseline->name, error);
        if (!status)
            fill(&list->items[list->n - 1], &before, &after);
    }
    return status;
}

static void set_mean(ml_compared *item, const ml_paired_mean *mean)
{
    item->mean_delta = mean->mean;
    item->n_images = mean->n_images;
    item->interval = mean->interval;
}

void ml_compared_list_fill(ml_compared_list *list, const ml_set_result *baseline, const ml_set_result *candidate,
                           const ml_paired_mean *means, const ml_paired_mean *group_means, const ml_interval *pooled)
{
    const ml_subject before = ml_subject_set(baseline), after = ml_subject_set(candidate);
    for (size_t f = 0; f < list->n; f++) {
        ml_compared *item = &list->items[f];
        if (!item->group)
            fill(item, &before, &after);
        if (ml_figure_is_mean(&item->figure))
            set_mean(item, means++);
        if (ml_figure_is_group_mean(&item->figure))
            set_mean(item, group_means++);
        if (!item->group && ml_figure_has_interval(&item->figure))
            item->interval = *pooled++;
    }
}
