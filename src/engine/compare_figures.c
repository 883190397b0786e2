/* The figures that are compared: every number of the aggregate; see compared.h. */
#include "engine/compared.h"

#include "base/memory.h"
#include "core/path.h"
#include "json/find.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLED_KEYS = 5 }; /* image_mean, view, losses or metrics, name, mean */

/* A list that is being made or filled. */
typedef struct walk {
    ml_compared_list *list;
    size_t at;
    bool lacks_memory;
    bool is_candidate;
} walk;

bool ml_compared_is_sampled(const char *const *keys, size_t n_keys)
{
    return n_keys == SAMPLED_KEYS && strcmp(keys[0], "image_mean") == 0 && strcmp(keys[4], "mean") == 0;
}

static void add_figure(void *context, const char *const *keys, size_t n_keys, double value)
{
    walk *w = context;
    ml_compared_list *list = w->list;
    const double none = (double)NAN;
    ML_UNUSED(value);
    if (w->lacks_memory || !ml_grow(&list->items, &list->capacity, list->n, sizeof *list->items)) {
        w->lacks_memory = true;
        return;
    }
    ml_compared made = {NULL, none, none, none, none, false, {0, none, none, none}};
    made.figure = ml_path_text(keys, n_keys);
    made.is_sampled = ml_compared_is_sampled(keys, n_keys);
    list->items[list->n++] = made;
    list->n_sampled += made.is_sampled;
    w->lacks_memory = made.figure == NULL;
}

ml_status ml_compared_list_init(const ml_set_result *set, ml_error *error, ml_compared_list *list)
{
    ml_compared_list made = {0};
    walk w = {.list = &made};
    ml_visit(ml_members_of_aggregate, set, add_figure, &w);
    if (w.lacks_memory) {
        ml_compared_list_clear(&made);
        return ml_fail_memory(error, "the figures");
    }
    *list = made;
    return ML_OK;
}

void ml_compared_list_clear(ml_compared_list *list)
{
    for (size_t f = 0; f < list->n; f++)
        free(list->items[f].figure);
    free(list->items);
    *list = (ml_compared_list){0};
}

void ml_compared_sample(const ml_figures *image, double *values)
{
    const ml_settings *settings = image->settings;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!settings->views[v])
            continue;
        for (size_t l = 0; l < settings->losses->n; l++)
            *values++ = image->views[v].losses[l].mean;
        for (int m = 0; m < ML_N_METRICS; m++)
            *values++ = image->views[v].metrics[m];
    }
}

static void set_value(void *context, const char *const *keys, size_t n_keys, double value)
{
    walk *w = context;
    ml_compared *item = &w->list->items[w->at++];
    ML_UNUSED(keys);
    ML_UNUSED(n_keys);
    *(w->is_candidate ? &item->candidate : &item->baseline) = value;
}

void ml_compared_list_fill(ml_compared_list *list, const ml_set_result *baseline, const ml_set_result *candidate,
                           const ml_interval *intervals)
{
    walk before = {.list = list}, after = {.list = list, .is_candidate = true};
    ml_visit(ml_members_of_aggregate, baseline, set_value, &before);
    ml_visit(ml_members_of_aggregate, candidate, set_value, &after);
    for (size_t f = 0; f < list->n; f++) {
        ml_compared *item = &list->items[f];
        item->delta = item->candidate - item->baseline;
        item->rel = item->baseline < 0 || item->baseline > 0 ? item->delta / fabs(item->baseline) : (double)NAN;
        if (item->is_sampled)
            item->interval = *intervals++;
    }
}
