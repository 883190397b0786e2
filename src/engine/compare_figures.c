/* The figures that are compared: every number of the aggregate; see compared.h. */
#include "engine/compared.h"

#include "base/memory.h"
#include "core/path.h"
#include "core/walk.h"

#include <math.h>
#include <stdlib.h>

static ml_status add_figure(ml_compared_list *list, const ml_walk *walk, ml_error *error)
{
    const double none = (double)NAN;
    char *path = ml_path_text(walk->keys, walk->n_keys);
    if (!path || !ml_grow(&list->items, &list->capacity, list->n, sizeof *list->items)) {
        free(path);
        return ml_fail_memory(error, "the figures");
    }
    list->items[list->n++] = (ml_compared){path, walk->figure, none, none, none, none, {0, none, none, none}};
    list->n_sampled += ml_figure_is_mean(&walk->figure);
    return ML_OK;
}

ml_status ml_compared_list_init(const ml_settings *settings, ml_error *error, ml_compared_list *list)
{
    ml_compared_list made = {0};
    ml_walk walk = ml_walk_begin(settings, ML_IN_SET);
    ml_status status = ML_OK;
    ml_step step;
    while (!status && (step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE && !walk.figure.row->matrix)
            status = add_figure(&made, &walk, error);
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

void ml_compared_sample(const ml_compared_list *list, const ml_figures *image, double *values)
{
    const ml_subject subject = {.figures = image};
    for (size_t f = 0; f < list->n; f++)
        if (ml_figure_is_mean(&list->items[f].figure)) {
            const ml_figure figure = ml_figure_averaged(&list->items[f].figure);
            *values++ = ml_figure_value(&figure, &subject);
        }
}

void ml_compared_list_fill(ml_compared_list *list, const ml_set_result *baseline, const ml_set_result *candidate,
                           const ml_interval *intervals)
{
    const ml_subject before = ml_subject_set(baseline), after = ml_subject_set(candidate);
    for (size_t f = 0; f < list->n; f++) {
        ml_compared *item = &list->items[f];
        item->baseline = ml_figure_value(&item->figure, &before);
        item->candidate = ml_figure_value(&item->figure, &after);
        item->delta = item->candidate - item->baseline;
        item->rel = item->baseline < 0 || item->baseline > 0 ? item->delta / fabs(item->baseline) : (double)NAN;
        if (ml_figure_is_mean(&item->figure))
            item->interval = *intervals++;
    }
}
